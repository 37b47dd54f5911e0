import { randomUUID } from "node:crypto";
import { expect, expectAccessible, sites, test } from "./fixtures/test.ts";
import { startThirdParty } from "./fixtures/third-party.ts";
import { openIntegration } from "./pages/connection-form.ts";
import { makeConnection } from "./pages/editor.ts";
import { connectionParameter, openTestCommand } from "./pages/test-command.ts";

const site = sites.north;
const fresh = (name: string): string => `${name}_${randomUUID().slice(0, 8)}`;

test("B5: An analyst can read which inputs a command takes, whether they are needed, and an example", async ({
  page,
}) => {
  await page.goto("/");
  await openIntegration(page, "REST API Callback");
  const inputs = page.getByRole("table", { name: "Inputs of Send Request" });
  const row = (name: string) =>
    inputs.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  await expect(row("URL")).toContainText("required");
  for (const name of ["Method", "Header", "Body", "Async", "Timeout"]) {
    await expect(row(name)).toContainText("optional");
  }
  await expect(row("Header")).toContainText("JSON object of header names and values");
  const example = '{"d3key":"{{connector.restapi_bearertoken}}"}';
  await row("Header").getByRole("button", { name: example }).hover();
  await expect(page.getByRole("tooltip")).toContainText(example);
});

test("B1 B2 B9 B11 B12 C1: An analyst can send a request by the defaults, then with method, header and body", async ({
  page,
  thirdParty,
  api,
}) => {
  const name = fresh("send");
  const token = `t0k-${randomUUID()}`;
  await makeConnection(api, {
    name,
    site,
    url: `${thirdParty.url}/api`,
    address: thirdParty.address,
    form: { authMethod: "bearer", bearerToken: token },
  });
  const command = await openTestCommand(page, "REST API Callback", "Send Request");
  await command.chooseConnection(name);
  await expect(command.field("URL")).toHaveValue("{{connector.restapi_url}}");
  await expectAccessible(page);
  await command.run();
  await expect(command.returnData).toContainText("Successful");
  await expect(command.errorTab).toHaveCount(0);
  for (const tab of ["Result", "Return Data", "Raw Data", "Key Fields", "Context Data"]) {
    await expect(command.dialog.getByRole("tab", { name: new RegExp(`^${tab}`) })).toHaveCount(1);
  }
  expect(thirdParty.requests.at(-1)).toMatchObject({ method: "GET", path: "/api" });
  await expectAccessible(page);

  await command.fill({ Body: '{"q": 1}' });
  await command.run();
  expect(thirdParty.requests.at(-1)).toMatchObject({ method: "POST", body: '{"q":1}' });

  await command.fill({
    Method: "PATCH",
    URL: "{{connector.restapi_url}}/v1/alerts",
    Header: '{"d3key": "{{connector.restapi_bearertoken}}"}',
  });
  await command.run();
  expect(thirdParty.requests.at(-1)).toMatchObject({
    method: "PATCH",
    path: "/api/v1/alerts",
    headers: { d3key: token, authorization: `Bearer ${token}` },
  });
  // The third party echoes what it was sent; the token has been taken out of what is shown.
  const raw = await command.tab("Raw Data");
  await expect(raw).toContainText("d3key");
  expect(await page.content()).not.toContain(token);
});

test("B3 B4 B14 B15: An analyst can use connection parameters in the body, by their names", async ({
  page,
  thirdParty,
  api,
}) => {
  const name = fresh("body");
  const docTest = await connectionParameter(api, "DOC Test", "text");
  const body = await connectionParameter(api, "body", "json");
  await makeConnection(api, {
    name,
    site,
    url: thirdParty.url,
    address: thirdParty.address,
    form: { parameters: { [docTest]: "lisbon", [body]: '{"whole": [1, 2]}' } },
  });
  const command = await openTestCommand(page, "REST API Callback", "Send Request");
  await command.chooseConnection(name);

  await command.fill({ Body: '{"city": "{{connector.DOC_TEST}}"}' });
  await command.run();
  await expect(command.returnData).toContainText("Successful");
  expect(JSON.parse(thirdParty.requests.at(-1)?.body ?? "")).toEqual({ city: "lisbon" });
  expect(thirdParty.requests.at(-1)?.headers["content-type"]).toContain("application/json");

  await command.fill({ Body: "{{connector.body}}" });
  await command.run();
  await expect(command.returnData).toContainText("Successful");
  expect(JSON.parse(thirdParty.requests.at(-1)?.body ?? "")).toEqual({ whole: [1, 2] });

  await command.fill({ Body: '{"city": "{{connector.DOC Test}}"}' });
  const panel = await command.run();
  await expect(command.errorLines).toHaveText([
    "Send Request failed. Input: Body.",
    "Status Code: 400.",
    /^Message: .*connector\.DOC Test.*\.$/,
  ]);
  await expect(panel).toContainText("class F-TEMPLATE");
  expect(thirdParty.requests).toHaveLength(2);
});

test("B13 B14 C3 C4: An analyst can go from a malformed input to the field, mend it and run again", async ({
  page,
  thirdParty,
  api,
}) => {
  const name = fresh("malformed");
  await makeConnection(api, { name, site, url: thirdParty.url, address: thirdParty.address });
  const command = await openTestCommand(page, "REST API Callback", "Send Request");
  await command.chooseConnection(name);

  await command.fill({ Header: '{"a":' });
  let panel = await command.run();
  await expect(command.errorTab).toHaveAttribute("aria-selected", "true");
  await expect(command.errorLines).toHaveText([
    "Send Request failed. Input: Header.",
    "Status Code: 400.",
    /^Message: .*\b1:6\b.*\.$/,
  ]);
  await expect(panel).toContainText("class F-HEADER");
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Edit Header" }).click();
  await expect(command.field("Header")).toBeFocused();

  await command.fill({ Header: "", Body: "[1]" });
  panel = await command.run();
  await expect(command.errorLines.first()).toHaveText("Send Request failed. Input: Body.");
  await expect(panel).toContainText("class F-BODY");
  await panel.getByRole("button", { name: "Edit Body" }).click();
  await expect(command.field("Body")).toBeFocused();

  await command.fill({ Body: "", URL: "" });
  await command.dialog.getByRole("button", { name: "Run again" }).click();
  await expect(command.dialog.getByText("URL is required")).toBeVisible();
  await expect(command.field("URL")).toBeFocused();
  expect(thirdParty.requests, "nothing was sent").toHaveLength(0);

  await command.fill({ URL: "mended" });
  await command.run();
  await expect(command.returnData).toContainText("Successful");
  await expect(command.errorTab).toHaveCount(0);
  expect(thirdParty.requests.map(({ path }) => path)).toEqual(["/mended"]);
});

test("C1 C2 C5 C6 C7 C8 C9: An analyst can read in three lines what the third party or the network refused, and what to do", async ({
  page,
  thirdParty,
  api,
}) => {
  const name = fresh("answers");
  const closedName = fresh("closed");
  await makeConnection(api, { name, site, url: thirdParty.url, address: thirdParty.address });
  const gone = await startThirdParty();
  await gone.close();
  await makeConnection(api, { name: closedName, site, url: gone.url, address: gone.address });
  const command = await openTestCommand(page, "REST API Callback", "Send Request");
  await command.chooseConnection(name);

  thirdParty.answer(() => ({ status: 500, body: { message: "Internal Server Error" } }));
  await command.run();
  await expect(command.returnData).toContainText("Failed");
  await expect(command.errorTab).toHaveAttribute("aria-selected", "true");
  await expect(command.errorLines).toHaveText([
    "Send Request failed.",
    "Status Code: 500.",
    "Message: Internal Server Error.",
  ]);
  await expect(command.errorLines.getByRole("link", { name: "500" })).toHaveAttribute(
    "href",
    "https://www.iana.org/assignments/http-status-codes/http-status-codes.xhtml",
  );
  await expectAccessible(page);

  for (const { status, body, message } of [
    { status: 418, body: { detail: "I am a teapot." }, message: "I am a teapot." },
    { status: 404, body: { error: "No such alert" }, message: "No such alert." },
  ]) {
    thirdParty.answer(() => ({ status, body }));
    const panel = await command.run();
    await expect(command.errorLines).toHaveText([
      "Send Request failed.",
      `Status Code: ${status}.`,
      `Message: ${message}`,
    ]);
    await expect(panel).toContainText("sent by the third party");
  }

  const late = Promise.withResolvers<void>();
  thirdParty.answer(async () => {
    await late.promise;
    return { status: 200 };
  });
  await command.fill({ Timeout: "1" });
  const silent = await command.run();
  late.resolve();
  await expect(command.errorLines.first()).toHaveText("Send Request failed. API call.");
  await expect(command.errorLines.nth(1)).toHaveText("Status Code: 504.");
  await expect(silent).toContainText("class F-TIMEOUT");
  await command.fill({ Timeout: "30" });

  thirdParty.answer(() => ({ status: 401, body: { error: { message: "Bad key" } } }));
  const unauthorised = await command.run();
  await expect(command.errorLines.last()).toHaveText("Message: Bad key.");
  await expect(unauthorised).toContainText(/permission setting/);
  await unauthorised.getByRole("button", { name: "Edit Authentication" }).click();
  const form = page.getByRole("dialog", { name });
  await expect(form.getByRole("radio", { name: "None" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(form).toBeHidden();

  await command.chooseConnection(closedName);
  const refused = await command.run();
  await expect(command.errorLines).toHaveText([
    "Send Request failed. API call.",
    "Status Code: 503.",
    `Message: Connection refused by ${gone.address}.`,
  ]);
  await expect(refused).toContainText("class F-REFUSED");
  await expect(refused).toContainText("set by Callbook");
  await refused.getByRole("button", { name: "Edit Request URL" }).click();
  await expect(
    page.getByRole("dialog", { name: closedName }).getByRole("textbox", { name: /^Request URL/ }),
  ).toBeFocused();
  await page.keyboard.press("Escape");

  thirdParty.answer(() => ({ status: 200, body: { ok: true } }));
  await command.chooseConnection(name);
  await command.run();
  await expect(command.returnData).toContainText("Successful");
  await expect(command.errorTab).toHaveCount(0);
});

test("A22 B5: An analyst is offered only active connections to test a command with", async ({
  page,
  thirdParty,
  api,
}) => {
  const [on, off] = [fresh("on"), fresh("off")];
  const address = { url: thirdParty.url, address: thirdParty.address };
  await makeConnection(api, { name: on, site, ...address });
  await makeConnection(api, { name: off, site, ...address, form: { active: false } });
  const command = await openTestCommand(page, "REST API Callback", "Send Request");
  await command.dialog.getByRole("combobox", { name: /^Connection/ }).click();
  await expect(page.getByRole("option", { name: on, exact: true })).toBeVisible();
  await expect(page.getByRole("option", { name: off, exact: true })).toHaveCount(0);
});
