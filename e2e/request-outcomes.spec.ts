import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, sites, test } from "./fixtures/test.ts";
import { oneRequest } from "./pages/documents.ts";
import { editorOf, makeConnection, makePlaybook } from "./pages/editor.ts";

const site = sites.north;
const fresh = (name: string): string => `${name} ${randomUUID().slice(0, 8)}`;

/** The row of a playbook's only run in the list, and the run's page. */
async function listed(page: Page, playbook: string) {
  await page.goto("/runs");
  const row = page.getByRole("row").filter({ hasText: playbook });
  await expect(row).toHaveCount(1);
  return row;
}

test("A run that was cancelled says that a request may have taken effect, in the list and on its page", async ({
  page,
  api,
  thirdParty,
}) => {
  test.slow();
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
  const name = fresh("Unknown");
  const parameters = { Method: "POST", Body: "{}" };
  const id = await makePlaybook(api, name, site, oneRequest(name, connectionId, parameters));
  const editor = editorOf(page);
  await page.goto(`/playbooks/${id}`);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect.poll(() => thirdParty.requests.length).toBe(1);
  await page.getByRole("button", { name: "Cancel run" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel run" }).click();
  await expect(editor.block("send_request_1")).toHaveAccessibleName(/Outcome unknown/, {
    timeout: 20_000,
  });
  const words = "1 request may have taken effect";
  await expect(page.getByRole("region", { name: /^Results of run/ })).toContainText(words);
  const row = await listed(page, name);
  await expect(row).toContainText("Cancelled");
  await expect(row).toContainText(words);
  await expectAccessible(page);
  await row.getByRole("link", { name: /^\d+$/ }).click();
  await expect(page.getByRole("main")).toContainText(words);
  await expectAccessible(page);
  held.resolve();
});

test("A run that succeeded says how many of its requests failed, in the list and on its page", async ({
  page,
  api,
  thirdParty,
}) => {
  thirdParty.answer(({ path }) => ({
    status: path.startsWith("/bad") ? 503 : 200,
    body: { v: 1 },
  }));
  const at = (path: string) =>
    makeConnection(api, {
      name: fresh(path),
      site,
      url: `${thirdParty.url}/${path}`,
      address: thirdParty.address,
    });
  const name = fresh("Half");
  const connectionIds = [await at("good"), await at("bad")];
  const id = await makePlaybook(api, name, site, oneRequest(name, connectionIds, {}));
  const editor = editorOf(page);
  await page.goto(`/playbooks/${id}`);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(editor.block("send_request_1")).toContainText("Partially Successful 1/2");
  const words = "1 of 2 requests failed";
  await expect(page.getByRole("region", { name: /^Results of run/ })).toContainText(words);
  const row = await listed(page, name);
  await expect(row).toContainText("Succeeded");
  await expect(row).toContainText(words);
  await row.getByRole("link", { name: /^\d+$/ }).click();
  await expect(page.getByRole("main")).toContainText(words);
  await expectAccessible(page);
});
