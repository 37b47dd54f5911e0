import { numberOf } from "./fixtures/api.ts";
import { expect, expectAccessible, sites, test } from "./fixtures/test.ts";
import { nothingBetween } from "./pages/documents.ts";
import { makePlaybook, siteId } from "./pages/editor.ts";

test("An administrator can say how long runs are kept, and sees how much is kept", async ({
  page,
  api,
}) => {
  const playbookId = await makePlaybook(api, "Kept", sites.north, nothingBetween("Kept"));
  await api.mutate("runs.startTest", { playbookId, seq: 0, inputs: {} });
  await page.goto("/configuration/integrations");
  await page.getByRole("link", { name: "Run log" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Run log" })).toBeVisible();

  const kept = page.getByRole("region", { name: "What is kept" });
  await expect(kept).toContainText(/Size\s*[\d.]+ (KiB|MiB)/);
  const today = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  await expect(kept).toContainText(today.format(new Date()));
  const weeks = page.getByRole("table", { name: "What is kept, by week" });
  await expect(weeks.getByRole("rowheader").first()).toHaveText(/^\d+ \w+ \d{4} to /);
  const tables = page.getByRole("table", { name: "What is kept, by table" });
  await expect(tables.getByRole("rowheader", { name: "Results" })).toBeVisible();
  await expectAccessible(page);

  const days = page.getByRole("textbox", { name: /^Days to keep/ });
  const save = page.getByRole("button", { name: "Save" });
  await expect(days).toHaveValue("90");
  await expect(save).toBeDisabled();
  await days.fill("0");
  await expect(page.getByText("Write a whole number from 1 to 3650.")).toBeVisible();
  await expect(save).toBeDisabled();
  await days.fill("30");
  await save.click();
  const asked = page.getByRole("alertdialog", { name: "Keep runs for 30 days only?" });
  await expect(asked).toContainText("cannot be brought back");
  await asked.getByRole("button", { name: "Cancel" }).click();
  await page.reload();
  await expect(days).toHaveValue("90");
  await days.fill("30");
  await save.click();
  await asked.getByRole("button", { name: "Keep them shorter" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(days).toHaveValue("30");
  await days.fill("90");
  await save.click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
});

test("Who administrates one site only does not see how long runs of all are kept", async ({
  api,
  addPerson,
  openBrowser,
}) => {
  const north = await siteId(api, sites.north);
  const { page, faults } = await openBrowser(
    await addPerson({ name: "Nora North", memberships: [{ siteId: north, role: "admin" }] }),
  );
  await page.goto("/configuration/run-log");
  await expect(page.getByText("You have no access to this")).toBeVisible();
  await expectAccessible(page);
  // The browser reports the answer of 403 by itself.
  expect(faults.filter((fault) => !/status of 403/.test(fault))).toEqual([]);
  faults.length = 0;
});

test("An editor can pin a run, and it is marked in the list until it is unpinned", async ({
  page,
  api,
}) => {
  const playbookId = await makePlaybook(api, "Pinned", sites.north, nothingBetween("Pinned"));
  const started = await api.mutate("runs.startTest", { playbookId, seq: 0, inputs: {} });
  const runId = numberOf(started, "runId");
  await page.goto(`/runs/${runId}`);
  const more = page.getByRole("button", { name: `More for run ${runId}` });
  const row = page.getByRole("row", { name: new RegExp(`^${runId}\\b`) });

  await more.click();
  await page.getByRole("menuitem", { name: /^Pin run/ }).click();
  await expect(page.getByText("pinned", { exact: true })).toBeAttached();
  await page.getByRole("link", { name: "Runs" }).first().click();
  await expect(row).toContainText("pinned");
  await expectAccessible(page);

  await page.getByRole("link", { name: String(runId), exact: true }).click();
  await more.click();
  await page.getByRole("menuitem", { name: /^Unpin run/ }).click();
  await expect(page.getByText("pinned", { exact: true })).toHaveCount(0);
  await page.getByRole("link", { name: "Runs" }).first().click();
  await expect(row).toBeVisible();
  await expect(row).not.toContainText("pinned");
});
