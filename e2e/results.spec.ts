import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { startLine } from "./fixtures/line.ts";
import { expect, expectAccessible, owner, sites, test } from "./fixtures/test.ts";
import { oneRequest } from "./pages/documents.ts";
import { editorOf, makeConnection, makePlaybook } from "./pages/editor.ts";
import { addresses, endedRun, makeFanOut, mostlyFailing, startRun } from "./pages/fan-out.ts";

const site = sites.north;
const fresh = (name: string): string => `${name} ${randomUUID().slice(0, 8)}`;

/** Opens a callback on the canvas; gives its inspector. */
async function openCallback(page: Page, source: string, target: string) {
  const name = `callback ${source} to ${target}`;
  const pill = editorOf(page).canvas.getByRole("button", {
    name: new RegExp(`^(?!Insert).*${name}$`),
  });
  const opened = page.getByRole("complementary", { name: `Callback ${source} to ${target}` });
  // The canvas may still be panning to what was opened before; then the click meets free ground.
  await expect(async () => {
    await pill.click();
    await expect(opened).toBeVisible({ timeout: 2_000 });
  }).toPass();
  return opened;
}

test("D10 D11 D15 D21: An analyst can run one command on two connections for two addresses and read each answer", async ({
  page,
  api,
  thirdParty,
}) => {
  thirdParty.answer(mostlyFailing);
  const { playbookId, first, second } = await makeFanOut(api, thirdParty, {
    name: fresh("Fan out"),
    site,
  });
  const editor = editorOf(page);
  await page.goto(`/playbooks/${playbookId}`);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Test run of this draft" });
  await expect(dialog.getByRole("textbox", { name: /^ip/ })).toHaveValue(JSON.stringify(addresses));
  await dialog.getByRole("button", { name: "Run", exact: true }).click();
  await expect(editor.block("partly")).toContainText("Partially Successful 1/4");
  await expect(editor.block("none")).toContainText("Failed 0/4");
  expect(thirdParty.requests.map(({ path }) => path).toSorted()).toEqual(
    ["a/ip", "a/no", "b/ip", "b/no"].flatMap((path) => addresses.map((ip) => `/${path}/${ip}`)),
  );

  const results = await editor.tab("Results");
  const group = results.getByRole("button", { name: /^partly/ });
  await expect(group).toContainText("1 of 4 succeeded");
  await group.click();
  for (const [connection, count] of [
    [first, "1 of 2"],
    [second, "0 of 2"],
  ] as const) {
    await expect(results.getByRole("button", { name: connection })).toContainText(count);
  }
  const rows = results.getByRole("button", { name: /ip\/203\.0\.113\.\d/ });
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(0)).toContainText("Succeeded");
  await expect(rows.nth(1)).toContainText("503");
  await rows.nth(0).click();
  await expect(results.getByRole("region", { name: "data" })).toContainText('"score": 91');
  await expectAccessible(page);

  const raw = await editor.tab("Raw");
  await expect(raw).toContainText("content-type: application/json");
  await raw.getByRole("combobox", { name: "Execution" }).click();
  await page.getByRole("option", { name: new RegExp(`^${second}.*ip/${addresses[1]}`) }).click();
  await expect(raw).toContainText("503");
  await expect(raw.getByRole("region", { name: "body" })).toContainText(
    `no answer for /b/ip/${addresses[1]}`,
  );
});

test("D1 D2 D5 D6 D7 D8 D9 D12 D13 D24 D25 D26: An analyst can read the eight arguments that each callback was given", async ({
  page,
  api,
  thirdParty,
}) => {
  thirdParty.answer(mostlyFailing);
  const { playbookId, first } = await makeFanOut(api, thirdParty, {
    name: fresh("Arguments"),
    site,
  });
  const runId = await startRun(api, playbookId);
  await endedRun(api, runId);
  await page.goto(`/playbooks/${playbookId}?run=${runId}`);
  const before = await api.query("runs.callbackArguments", { id: runId, callbackId: "c_decide" });

  const called = await openCallback(page, "partly", "decision_1");
  await expect(called).toContainText("called by the engine at");
  const names = [
    "action",
    "success",
    "container",
    "results",
    "handle",
    "filtered_artifacts",
    "filtered_results",
    "custom_function",
  ];
  const argument = (scope: typeof called, name: string) =>
    scope
      .getByRole("list", { name: "Arguments" })
      .getByRole("listitem")
      .filter({ has: page.getByText(name, { exact: true }) })
      .first();
  await expect(called.getByRole("list", { name: "Arguments" }).getByRole("listitem")).toHaveCount(
    8,
  );
  for (const [index, name] of names.entries()) {
    await expect(
      called.getByRole("list", { name: "Arguments" }).getByRole("listitem").nth(index),
    ).toContainText(new RegExp(`^${name}`));
  }
  const action = called.getByRole("region", { name: "action", exact: true });
  await expect(action).toContainText(/"action_run_id": \d+/);
  await expect(action).toContainText('"action": "Send Request"');
  await expect(action).toContainText('"action_name": "Send Request"');
  await expect(action).toContainText('"name": "partly"');
  await expect(argument(called, "action")).toContainText("deprecated: use action");
  await expect(argument(called, "success")).toContainText("true");
  await expect(argument(called, "handle")).toContainText("abc");
  await expect(argument(called, "filtered_results")).toContainText("null");
  const entries = called.getByRole("region", { name: "results", exact: true });
  await entries
    .getByRole("button", { name: /"summary"/ })
    .first()
    .click();
  await expect(entries).toContainText('"total_objects": 2');
  await expect(entries).toContainText('"total_objects_successful": 1');
  await expect(entries).toContainText(`'partly' on asset '${first}': 1 action succeeded.`);
  await expect(entries).toContainText("(1)For Parameter:");

  await called.getByRole("tab", { name: "Errors 3" }).click();
  const errors = called.getByRole("region", { name: "Errors" });
  await expect(errors.getByRole("button", { name: /^[012]:/ })).toHaveCount(3);
  await errors
    .getByRole("button", { name: /"error"/ })
    .first()
    .click();
  await expect(errors).toContainText('"failureIndicator": "Send Request failed."');
  await called.getByRole("tab", { name: "Successes 1" }).click();
  await expect(called.getByRole("region", { name: "Successes" })).toContainText('"score": 91');
  await expectAccessible(page);
  expect(await api.query("runs.callbackArguments", { id: runId, callbackId: "c_decide" })).toEqual(
    before,
  );

  // From Start there is nothing but the container; a decision hands on what made it true.
  const started = await openCallback(page, "start_1", "partly");
  await expect(started).toContainText("called directly at");
  for (const name of names.filter((name) => name !== "container")) {
    await expect(argument(started, name)).toContainText("null");
  }
  const decided = await openCallback(page, "decision_1", "hit");
  await expect(decided).toContainText("called directly at");
  await expect(argument(decided, "filtered_results")).toContainText("1 entry");
  await expect(argument(decided, "handle")).toContainText("abc");

  const failed = await openCallback(page, "none", "on_error");
  await expect(argument(failed, "success")).toContainText("false");
  await expect(argument(failed, "handle")).toContainText("null");
});

test("D3: An analyst can see which callbacks were not taken, and the block behind them skipped", async ({
  page,
  api,
  thirdParty,
}) => {
  thirdParty.answer(mostlyFailing);
  const { playbookId } = await makeFanOut(api, thirdParty, { name: fresh("Not taken"), site });
  const runId = await startRun(api, playbookId);
  await endedRun(api, runId);
  const editor = editorOf(page);
  await page.goto(`/playbooks/${playbookId}?run=${runId}`);
  await expect(editor.block("hit")).toHaveAccessibleName(/Succeeded/);
  await expect(editor.block("missed")).toHaveAccessibleName(/Skipped/);
  await expect(editor.block("on_success")).toHaveAccessibleName(/Skipped/);
  await expect(
    editor.canvas.getByRole("button", { name: /^else not taken, callback decision_1 to missed$/ }),
  ).toBeVisible();
  const dead = await openCallback(page, "decision_1", "missed");
  await expect(dead).toContainText(/Not called: .*not taken/i);
  await dead.getByRole("button", { name: "Close" }).click();

  const callbacks = (await editor.tab("Callback")).getByRole("list", { name: "Callbacks" });
  await expect(callbacks.getByRole("listitem")).toHaveCount(7);
  const row = (source: string, target: string) =>
    callbacks.getByRole("listitem").filter({ hasText: source }).filter({ hasText: target });
  await expect(row("decision_1", "missed")).toContainText("not called:");
  await expect(row("none", "on_success")).toContainText("not called:");
  await expect(row("decision_1", "hit")).toContainText("called directly at");
  await row("partly", "decision_1").getByRole("button").click();
  await expect(row("partly", "decision_1")).toContainText("2 entries, 1 per connection");
});

test("C1 C2 C3: An analyst can go from an error of a run to the connection or to the field that caused it", async ({
  page,
  api,
  thirdParty,
}) => {
  thirdParty.answer(mostlyFailing);
  const { playbookId, second } = await makeFanOut(api, thirdParty, { name: fresh("Error"), site });
  const runId = await startRun(api, playbookId);
  await endedRun(api, runId);
  const editor = editorOf(page);
  await page.goto(`/playbooks/${playbookId}?run=${runId}`);
  const error = await editor.tab("Error");
  const failures = error.getByRole("navigation", { name: "Failures" });
  await expect(failures).toContainText("7 failures in 2 blocks");
  await failures
    .getByRole("button")
    .filter({ hasText: second })
    .filter({ hasText: `ip/${addresses[1]}` })
    .click();
  await expect(error.getByRole("definition")).toHaveText([
    "Send Request failed.",
    "Status Code: 503.",
    `Message: no answer for /b/ip/${addresses[1]}.`,
  ]);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Enlarge panel" }).click();
  await expect(
    error.getByRole("complementary", { name: "Answer of the third party" }),
  ).toContainText(`no answer for /b/ip/${addresses[1]}`);
  await expectAccessible(page);
  await error.getByRole("button", { name: "Open connection" }).click();
  await expect(page.getByRole("dialog", { name: second })).toBeVisible();

  const connectionId = await makeConnection(api, {
    name: fresh("field"),
    site,
    url: thirdParty.url,
    address: thirdParty.address,
  });
  const faulty = await makePlaybook(
    api,
    fresh("Faulty"),
    site,
    oneRequest("Faulty", connectionId, { Body: '{"a": "{{connector.NOT_THERE}}"}' }),
  );
  await page.goto(`/playbooks/${faulty}`);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(editor.block("send_request_1")).toHaveAccessibleName(/Failed/);
  const lines = await editor.tab("Error");
  await expect(lines.getByRole("definition")).toHaveText([
    "Send Request failed. Input: Body.",
    "Status Code: 400.",
    "Message: Unresolved template connector.NOT_THERE.",
  ]);
  await lines.getByRole("button", { name: "Edit Body" }).click();
  const form = page.getByRole("complementary", { name: "Block send_request_1" });
  await expect(form.getByRole("textbox", { name: /^Body/ })).toBeFocused();
});

test("An analyst can find a run in the list by playbook and state, and read its revision, timeline and log", async ({
  page,
  api,
  thirdParty,
}) => {
  thirdParty.answer(mostlyFailing);
  const name = fresh("Listed");
  const { playbookId } = await makeFanOut(api, thirdParty, { name, site });
  const runId = await startRun(api, playbookId);
  await endedRun(api, runId);
  await page.goto("/runs");
  const table = page.getByRole("table", { name: "Runs, newest first" });
  await page.getByRole("combobox", { name: "Playbook" }).click();
  await page.getByRole("option", { name: new RegExp(`^${name}`) }).click();
  await expect(table.getByRole("row").filter({ hasText: name })).toHaveCount(1);
  await expectAccessible(page);

  // A run that begins now comes by itself.
  const another = await startRun(api, playbookId);
  await expect(table.getByRole("link", { name: String(another), exact: true })).toBeVisible();
  await page.getByRole("combobox", { name: "State" }).click();
  await page.getByRole("option", { name: "Cancelled", exact: true }).click();
  await expect(page.getByText("No run fits")).toBeVisible();
  await page.getByRole("combobox", { name: "State" }).click();
  await page.getByRole("option", { name: "State: all" }).click();

  await table.getByRole("link", { name: String(runId), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Run ${runId}` })).toBeVisible();
  const timeline = page.getByRole("table", { name: `Timeline of run ${runId}` });
  const bar = (block: string) =>
    timeline.getByRole("row").filter({ has: page.getByRole("rowheader", { name: block }) });
  await expect(bar("partly")).toContainText("Partially Successful");
  await expect(bar("none")).toContainText("Failed");
  const attention = page.getByRole("list", { name: "What needs attention" });
  await expect(attention).toContainText("3 of 4 failed");
  const facts = page.getByRole("region", { name: "This run" });
  await expect(facts).toContainText("8 sent, 1 succeeded, 7 failed");
  await expect(facts).toContainText("5 called, 2 dead");
  await expect(facts).toContainText(addresses[1]);
  await expect(page.getByRole("region", { name: "What ran" })).toContainText("partly");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Open on canvas" }).click();
  await expect(editorOf(page).block("partly")).toContainText("Partially Successful 1/4");
});

test("An analyst can cancel a slow run: what is on its way ends, and nothing new begins", async ({
  page,
  api,
  thirdParty,
}) => {
  const held = Promise.withResolvers<void>();
  thirdParty.answer(async () => {
    await held.promise;
    return { status: 200, body: { v: 1 } };
  });
  const connectionId = await makeConnection(api, {
    name: fresh("slow"),
    site,
    url: thirdParty.url,
    address: thirdParty.address,
  });
  const id = await makePlaybook(api, fresh("Slow"), site, oneRequest("Slow", connectionId, {}));
  const editor = editorOf(page);
  await page.goto(`/playbooks/${id}`);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(editor.block("send_request_1")).toHaveAccessibleName(/Running/);
  await expect.poll(() => thirdParty.requests.length).toBe(1);
  await page.getByRole("button", { name: "Cancel run" }).click();
  const asked = page.getByRole("alertdialog");
  await expectAccessible(page);
  await asked.getByRole("button", { name: "Cancel run" }).click();
  await expect(asked).toBeHidden();
  held.resolve();
  await expect(
    page
      .getByRole("region", { name: /^Results of run/ })
      .getByText("Cancelled")
      .first(),
  ).toBeVisible();
  await expect(editor.block("debug_1")).not.toHaveAccessibleName(/Succeeded/);
  await expect(page.getByRole("button", { name: "Cancel run" })).toHaveCount(0);
  expect(thirdParty.requests).toHaveLength(1);
});

test("An analyst with eight tabs of one run open loses nothing when the line drops", async ({
  api,
  openBrowser,
  product,
  thirdParty,
}) => {
  thirdParty.answer(() => ({ status: 202, body: { accepted: true } }));
  const connectionId = await makeConnection(api, {
    name: fresh("tabs"),
    site,
    url: thirdParty.url,
    address: thirdParty.address,
  });
  const id = await makePlaybook(
    api,
    fresh("Tabs"),
    site,
    oneRequest("Tabs", connectionId, {
      Method: "POST",
      Body: '{"notify": "{{callback.url}}"}',
      Async: "callback",
    }),
  );
  const runId = await startRun(api, id);
  const line = await startLine(product.url);
  // Cookies know no ports, so the session holds at both ends of the line.
  const { context, page: firstPage, faults } = await openBrowser(owner);
  const pages = [firstPage];
  while (pages.length < 8) pages.push(await context.newPage());
  await Promise.all(pages.map((page) => page.goto(`${line.url}/runs/${runId}`)));
  const state = (page: Page) =>
    page
      .getByRole("main")
      .getByText(/^(Waiting|Succeeded)$/)
      .first();
  for (const page of pages) await expect(state(page)).toHaveText("Waiting");

  line.cut();
  const asked: { notify: string } = JSON.parse(thirdParty.requests[0]?.body ?? "{}");
  const answered = await fetch(asked.notify, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ v: 7 }),
  });
  expect(answered.status).toBe(202);
  await endedRun(api, runId);
  for (const page of pages) await expect(state(page)).toHaveText("Waiting");
  line.mend();
  for (const page of pages) {
    await expect(state(page)).toHaveText("Succeeded", { timeout: 30_000 });
  }
  const run = await api.query("runs.get", { id: runId });
  expect(run).toMatchObject({ state: "succeeded", outputs: { v: [7] } });
  for (const page of pages) await expect(page.getByText("RunFinished").first()).toBeVisible();
  await context.close();
  // While the line was cut the browser itself reported what it could not reach.
  expect(faults.filter((fault) => !/net::ERR_|Failed to load resource/.test(fault))).toEqual([]);
  faults.length = 0;
  await line.close();
});
