import { randomUUID } from "node:crypto";
import { expect, expectAccessible, sites, test } from "./fixtures/test.ts";
import { nothingBetween } from "./pages/documents.ts";
import { makeConnection, makePlaybook } from "./pages/editor.ts";
import { endedRun, startRun } from "./pages/fan-out.ts";

const fresh = (name: string): string => `${name} ${randomUUID().slice(0, 8)}`;

test("An analyst reads a run of hundreds of requests a page at a time, its failures by themselves", async ({
  page,
  api,
  thirdParty,
}) => {
  test.setTimeout(120_000);
  // Every second one fails.
  thirdParty.answer(({ path }) =>
    path.endsWith("1") ? { status: 404, body: { message: `no ${path}` } } : { status: 200 },
  );
  const connectionId = await makeConnection(api, {
    name: fresh("many"),
    site: sites.north,
    url: thirdParty.url,
    address: thirdParty.address,
  });
  const paths = Array.from({ length: 240 }, (_, index) => `${index}-${index % 2}`);
  const at = (y: number) => ({ version: 1, position: { x: 320, y }, note: "" });
  const input = {
    id: "i_path",
    name: "path",
    dataType: "json",
    required: true,
    contains: [],
    description: "",
    default: JSON.stringify(paths),
  };
  const config = {
    integrationKey: "rest-api-callback",
    command: "Send Request",
    connectionIds: [connectionId],
    parameters: { URL: "item/{{playbook_input:#i_path}}" },
    handle: "",
    waitSeconds: 86_400,
    repeatSafe: false,
  };
  const playbookId = await makePlaybook(api, fresh("Many"), sites.north, {
    formatVersion: 1,
    name: "Many",
    description: "",
    blocks: [
      { id: "b_start", type: "start", name: "start_1", ...at(0), config: { inputs: [input] } },
      { id: "b_many", type: "action", name: "many_1", ...at(112), config },
    ],
    callbacks: [{ id: "c_1", source: "b_start", port: "next", target: "b_many" }],
  });
  const runId = await startRun(api, playbookId);
  await endedRun(api, runId);

  const reads: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("runs.executions")) reads.push(request.url());
  });
  await page.goto(`/runs/${runId}`);
  const panel = page.getByRole("region", { name: "Results", exact: true });
  await expect(panel).toContainText("120 of 240 succeeded");
  await expect(panel.getByRole("tab", { name: "Error 120" })).toBeVisible();
  expect(reads, "counts come from the log; nothing is read that is not open").toEqual([]);

  await panel.getByRole("button", { name: /^many_1/ }).click();
  const rows = panel.getByRole("button", { name: /^URL item/ });
  await expect(rows).toHaveCount(100);
  await expect(panel).toContainText("120 of 240, app run");
  const more = panel.getByRole("button", { name: "Show more" });
  await more.click();
  await expect(rows).toHaveCount(200);
  await more.click();
  await expect(rows).toHaveCount(240);
  await expect(more).toHaveCount(0);
  expect(reads).toHaveLength(3);

  await panel.getByRole("tab", { name: /^Error/ }).click();
  const failures = panel.getByRole("navigation", { name: "Failures" });
  await expect(failures).toContainText("100 of 120 failures in 1 block");
  await failures.getByRole("button", { name: "Show more" }).click();
  await expect(failures).toContainText("120 failures in 1 block");
  await failures.getByRole("button", { name: /item\/239-1/ }).click();
  await expect(panel).toContainText("no /item/239-1");
  await expectAccessible(page);
});

test("An analyst who reads older runs is told of newer ones, and nothing moves until they go there", async ({
  page,
  api,
}) => {
  test.setTimeout(120_000);
  const name = fresh("Often");
  const playbookId = await makePlaybook(api, name, sites.north, nothingBetween(name));
  let runId = 0;
  for (let started = 0; started < 60; started++) runId = await startRun(api, playbookId);
  await endedRun(api, runId);
  await page.goto("/runs");
  await page.getByRole("combobox", { name: "Playbook" }).click();
  await page.getByRole("option", { name }).click();
  const rows = page.getByRole("table").getByRole("rowheader");
  const newer = page.getByRole("status", { name: "Newer runs" });
  await expect(rows).toHaveCount(50);
  const first = await startRun(api, playbookId);
  await expect(rows.first(), "the newest page follows").toHaveText(String(first));

  await page.getByRole("button", { name: "Show 50 more" }).click();
  await expect(rows).toHaveCount(61);
  await startRun(api, playbookId);
  const last = await startRun(api, playbookId);
  await expect(newer).toContainText("2 newer runs");
  await expect(rows.first()).toHaveText(String(first));
  await expect(rows).toHaveCount(61);
  await expectAccessible(page);
  await newer.getByRole("button").click();
  await expect(rows.first()).toHaveText(String(last));
  await expect(rows).toHaveCount(50);
  await expect(newer).toHaveText("");
});
