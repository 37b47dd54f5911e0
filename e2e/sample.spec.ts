import { expect, owner, signIn, ownTest as test, watchConsole } from "./fixtures/test.ts";
import { editorOf } from "./pages/editor.ts";

test("An analyst finds a playbook that has run, with a failing branch, and removes the sample by one button", async ({
  browser,
  startOwn,
}) => {
  test.setTimeout(120_000);
  const server = await startOwn({ owner, sample: true });
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const faults = watchConsole(page);
  await signIn(page, server.url, owner);

  await test.step("reads why a branch failed", async () => {
    await page.goto("/playbooks");
    await page.getByRole("link", { name: "Triage a suspicious IP" }).click();
    const editor = editorOf(page);
    await expect(editor.block("start_1")).toBeVisible();
    await page.goto("/playbooks");
    await page
      .getByRole("table")
      .getByRole("link", { name: /Succeeded/ })
      .click();
    await expect(page.getByRole("heading", { level: 1, name: /^Run 1/ })).toBeVisible();
    await expect(editor.canvas.getByRole("group", { name: /Failed/ })).toHaveCount(1);
    const error = await editor.tab("Error");
    await expect(error).toContainText("Send Request failed.");
    await expect(error).toContainText(/Status Code: 5\d\d\./);
    await expect(error).toContainText("Message: ");
  });

  await test.step("removes it", async () => {
    await page.goto("/playbooks");
    await page.getByRole("button", { name: "Remove the sample" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
    await expect(page.getByText("No playbook yet")).toBeVisible();
    await expect(page.getByRole("button", { name: "Remove the sample" })).toHaveCount(0);
    await page.goto("/configuration/integrations");
    const cards = page.getByRole("list", { name: "Integrations" }).getByRole("listitem");
    await expect(cards).toHaveCount(1);
    await expect(cards).toContainText("REST API Callback");
    await page.goto("/runs");
    await expect(page.getByText("Triage a suspicious IP")).toHaveCount(0);
  });

  expect(faults).toEqual([]);
  await context.close();
});
