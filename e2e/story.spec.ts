import { expect, ownTest as test, watchConsole } from "./fixtures/test.ts";
import {
  fillConnection,
  newConnection,
  openIntegration,
  testConnection,
} from "./pages/connection-form.ts";
import { newPlaybook } from "./pages/editor.ts";

test("A7 B1 B9 D3: An analyst can go from the first start to a run read in full, in one sitting", async ({
  browser,
  startOwn,
  thirdParty,
}) => {
  test.setTimeout(180_000);
  const server = await startOwn({ owner: null, sample: false });
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const faults = watchConsole(page);

  await test.step("becomes the owner", async () => {
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Set up Callbook" })).toBeVisible();
    await page.getByRole("textbox", { name: /^Your name/ }).fill("Ana Duarte");
    await page.getByRole("textbox", { name: /^E-mail/ }).fill("ana@example.net");
    await page.getByLabel(/^Password/).fill("a long enough password");
    await page.getByRole("button", { name: "Create the owner account" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Playbooks" })).toBeVisible();
  });

  await test.step("signs out, and in again on the way to the page asked for", async () => {
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.goto("/configuration/sites");
    await page.getByRole("textbox", { name: /^E-mail/ }).fill("ana@example.net");
    await page.getByLabel(/^Password/).fill("a long enough password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Sites" })).toBeVisible();
  });

  const site = (await page.getByRole("table").getByRole("rowheader").first().textContent()) ?? "";
  await test.step("makes a connection and sees it pass its test", async () => {
    await openIntegration(page, "REST API Callback");
    const dialog = await newConnection(page);
    await fillConnection(dialog, {
      name: "intel",
      site: site.trim(),
      url: `${thirdParty.url}/api`,
      bearer: "t0k",
      allowedAddress: thirdParty.address,
    });
    const alert = await testConnection(dialog);
    await expect(alert).toContainText("Test Connection Passed");
    await alert.getByRole("button", { name: "OK" }).click();
    await expect(dialog.getByRole("status")).toHaveText("Passed");
    await dialog.getByRole("button", { name: "+ Add", exact: true }).click();
    await expect(page.getByRole("table").getByText("intel", { exact: true })).toBeVisible();
  });

  thirdParty.answer((request) =>
    request.path.includes("ticket")
      ? { status: 500, body: { error: { message: "Ticket store is full" } } }
      : { status: 200, body: { ip: "203.0.113.54", score: 91 } },
  );
  const editor = await newPlaybook(page, "My triage", site.trim());
  await test.step("draws action, decision, action and end", async () => {
    await editor.add("Send Request");
    const first = page.getByRole("complementary", { name: "Block send_request_1" });
    await expect(first.getByRole("textbox", { name: /^URL/ })).toHaveValue(
      "{{connector.restapi_url}}",
    );
    await first.getByRole("checkbox", { name: "intel" }).click();
    await editor.add("Decision");
    const decision = page.getByRole("complementary", { name: "Block decision_1" });
    await decision
      .getByRole("textbox", { name: "Value" })
      .fill("send_request_1:action_result.data.*.score");
    await decision.getByRole("combobox", { name: "Operator" }).click();
    await page.getByRole("option", { name: ">", exact: true }).click();
    await decision.getByRole("textbox", { name: "Compared with" }).fill("50");
    await decision.getByRole("textbox", { name: "Delimiter" }).focus();
    await editor.add("Send Request");
    const ticket = page.getByRole("complementary", { name: "Block send_request_2" });
    await ticket.getByRole("textbox", { name: /^URL/ }).fill("ticket");
    await ticket.getByRole("combobox", { name: /^Method/ }).click();
    await page.getByRole("option", { name: "POST", exact: true }).click();
    await ticket
      .getByRole("textbox", { name: /^Body/ })
      .fill('{"score": "{{send_request_1:action_result.data.*.score}}"}');
    await ticket.getByRole("textbox", { name: "Note" }).focus();
    await editor.add("End");
    const end = page.getByRole("complementary", { name: "Block end_1" });
    await end.getByRole("button", { name: "Add output" }).click();
    await end.getByRole("textbox", { name: "Name" }).last().fill("score");
    await end
      .getByRole("textbox", { name: "Value" })
      .fill("send_request_1:action_result.data.*.score");
    await end.getByRole("textbox", { name: "Note" }).focus();
    await editor.saved();
    await expect(page.getByRole("button", { name: "No problems" })).toBeVisible();
  });

  await test.step("runs it and reads results and error", async () => {
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(editor.block("send_request_1")).toHaveAccessibleName(/Succeeded/);
    await expect(editor.block("send_request_2")).toHaveAccessibleName(/Failed/);
    expect(thirdParty.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /api",
      "GET /api",
      "POST /api/ticket",
    ]);
    expect(thirdParty.requests.at(-1)?.headers["authorization"]).toBe("Bearer t0k");
    expect(JSON.parse(thirdParty.requests.at(-1)?.body ?? "")).toEqual({ score: 91 });
    const results = await editor.tab("Results");
    await expect(results).toContainText("send_request_1");
    await expect(results).toContainText("1 of 1 succeeded");
    const error = await editor.tab("Error");
    await expect(error).toContainText("Send Request failed.");
    await expect(error).toContainText("Status Code: 500.");
    await expect(error).toContainText("Message: Ticket store is full.");
    await page.reload();
    await expect(editor.block("send_request_2")).toBeVisible();
  });
  await test.step("finds the run in the list, with its revision and timeline", async () => {
    await page.goto("/runs");
    await page.getByRole("table").getByRole("link").first().click();
    await expect(page.getByRole("heading", { level: 1, name: /^Run 1/ })).toBeVisible();
    await expect(page.getByText("Timeline").first()).toBeVisible();
    await expect(page.getByText("RunFinished").first()).toBeVisible();
  });

  expect(faults).toEqual([]);
  await context.close();
});
