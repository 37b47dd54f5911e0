import { randomUUID } from "node:crypto";
import { expect, expectAccessible, sites, test } from "./fixtures/test.ts";
import {
  fillConnection,
  newConnection,
  openIntegration,
  testConnection,
} from "./pages/connection-form.ts";

const site = sites.north;

test.beforeEach(async ({ page }) => {
  await page.goto("/");
});

test("A5 A6 A8 A9 A10: An analyst can find REST API Callback in the catalogue by name and by category", async ({
  page,
}) => {
  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: "Configuration" })
    .click();
  await expect(
    page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Configuration" }),
  ).toHaveAttribute("aria-current", "page");
  const cards = page.getByRole("list", { name: "Integrations" }).getByRole("listitem");
  await page.getByRole("combobox", { name: "Category" }).click();
  await page.getByRole("option", { name: "SIEM & XDR" }).click();
  await expect(page.getByText("REST API Callback")).toHaveCount(0);
  await page.getByRole("combobox", { name: "Category" }).click();
  await page.getByRole("option", { name: "Other" }).click();
  await expect(cards.filter({ hasText: "REST API Callback" })).toHaveCount(1);
  await page.getByRole("combobox", { name: "Category" }).click();
  await page.getByRole("option", { name: "All categories" }).click();
  await page.getByRole("searchbox", { name: "Search integrations by name" }).fill("rest api call");
  await expect(cards).toHaveCount(1);
  await expect(cards).toContainText("V15.3.34.0+");
  await expect(cards).toContainText("I, II, III, IV");
  await expectAccessible(page);
  await cards.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "REST API Callback" })).toBeVisible();
  await expectAccessible(page);
});

test("A11 A12 A19: An analyst can open New Connection and finds the fields in their order, the first one focused", async ({
  page,
}) => {
  await openIntegration(page, "REST API Callback");
  const dialog = await newConnection(page);
  await expect(dialog.getByRole("textbox", { name: /^Connection Name/ })).toBeFocused();
  const order = [
    "Connection Name",
    "Site",
    "Agent Name",
    "Description",
    "Configure User Permissions",
    "Active",
    "REST API",
    "Request URL",
    "Authentication method",
    "Test path",
    "Test method",
    "Allowed address",
    "Enable Password Vault",
    "Custom parameters",
  ];
  // The title names the integration, which holds the words of a section.
  const text = ((await dialog.textContent()) ?? "").replace("REST API Callback", "");
  const places = order.map((label) => text.indexOf(label));
  expect(
    places.every((place) => place >= 0),
    `found at ${places.join(", ")}`,
  ).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  await expect(dialog.getByRole("switch", { name: /Enable Password Vault/ })).toBeDisabled();
  await dialog.getByRole("combobox", { name: "Agent Name" }).click();
  await expect(page.getByText("No agent is registered")).toBeVisible();
  await page.keyboard.press("Escape");
  await expectAccessible(page);
});

test("A13 A17 A23 A24: An analyst is told which field is wrong and what to do", async ({
  page,
}) => {
  await openIntegration(page, "REST API Callback");
  const dialog = await newConnection(page);
  await dialog.getByRole("button", { name: "+ Add", exact: true }).click();
  await expect(dialog.getByText("Connection Name is required")).toBeVisible();
  await expect(dialog.getByText("Request URL is required")).toBeVisible();
  await fillConnection(dialog, { url: "htp:/x" });
  await dialog.getByRole("textbox", { name: /^Connection Name/ }).focus();
  await expect(dialog.getByRole("textbox", { name: /^Request URL/ })).toHaveAttribute(
    "aria-invalid",
    "true",
  );
  await fillConnection(dialog, { url: "https://h/api" });
  await expect(dialog.getByRole("textbox", { name: /^Request URL/ })).not.toHaveAttribute(
    "aria-invalid",
    "true",
  );
  const recipient = dialog.getByRole("combobox", { name: /^Recipient site for events/ });
  await expect(recipient).toHaveCount(0);
  await fillConnection(dialog, { name: "shared", site: "Share to Internal Sites" });
  await expect(recipient).toBeVisible();
  await dialog.getByRole("button", { name: "+ Add", exact: true }).click();
  await expect(dialog.getByText(/Recipient site.* is required/)).toBeVisible();
  await fillConnection(dialog, { site });
  await expect(recipient).toHaveCount(0);
});

test("A26 A31 A32 A33 A35 A36: An analyst can test a connection, add it, and finds it again after a reload", async ({
  page,
  thirdParty,
}) => {
  const name = `c_${randomUUID().slice(0, 8)}`;
  await openIntegration(page, "REST API Callback");
  const dialog = await newConnection(page);
  await fillConnection(dialog, {
    name,
    site,
    url: `${thirdParty.url}/api`,
    basic: { user: "u", password: "p" },
    testPath: "status",
    allowedAddress: thirdParty.address,
  });
  const alert = await testConnection(dialog);
  await expect(alert).toContainText("Test Connection Passed");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(alert).toBeHidden();
  await expect(dialog.getByRole("status")).toHaveText("Passed");
  expect(thirdParty.requests.at(-1)).toMatchObject({
    method: "GET",
    path: "/api/status",
    headers: { authorization: "Basic dTpw" },
  });
  await dialog.getByRole("textbox", { name: /^Request URL/ }).fill(`${thirdParty.url}/api2`);
  await expect(dialog.getByRole("status")).toHaveText("");
  await dialog.getByRole("button", { name: "+ Add", exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.reload();
  await expect(page.getByRole("table").getByText(name)).toBeVisible();
});

test("A34 C2 C6 C7: An analyst can mend a failing connection from the alert and pass without reopening the form", async ({
  page,
  thirdParty,
}) => {
  await openIntegration(page, "REST API Callback");
  const dialog = await newConnection(page);
  thirdParty.answer(() => ({ status: 401, body: { error: { message: "Bad key" } } }));
  await fillConnection(dialog, {
    name: "c_401",
    site,
    url: thirdParty.url,
    allowedAddress: thirdParty.address,
  });
  const alert = await testConnection(dialog);
  await expect(alert).toContainText("Test Connection Failed");
  await expect(alert).toContainText("Test Connection failed.");
  await expect(alert).toContainText("Status Code: 401.");
  await expect(alert).toContainText("Message: Bad key.");
  await expect(alert).toContainText("Check the connection parameters and retry");
  await expect(alert.getByRole("link", { name: "401" })).toHaveAttribute(
    "href",
    /http-status-codes/,
  );
  await expectAccessible(page);
  await alert.getByRole("button", { name: "OK" }).click();
  await expect(dialog.getByRole("status")).toHaveText("Failed");
  thirdParty.answer(() => ({ status: 200, body: {} }));
  await expect(await testConnection(dialog)).toContainText("Test Connection Passed");
});

test("A38 A39 A40 A41: An analyst can add connection parameters, sensitive ones masked, and has to test again", async ({
  page,
  thirdParty,
  api,
}) => {
  const mark = randomUUID().slice(0, 4);
  await openIntegration(page, "REST API Callback");
  const dialog = await newConnection(page);
  await fillConnection(dialog, {
    name: `p_${mark}`,
    site,
    url: thirdParty.url,
    allowedAddress: thirdParty.address,
  });
  const alert = await testConnection(dialog);
  await alert.getByRole("button", { name: "OK" }).click();
  await expect(dialog.getByRole("status")).toHaveText("Passed");
  const names = [`DOC Test ${mark}`, `api-key ${mark}`, `x.y  z ${mark}`];
  for (const [index, name] of names.entries()) {
    await dialog.getByRole("button", { name: "+ Connection Parameter", exact: true }).click();
    const parameter = page.getByRole("dialog", { name: "New Connection Parameter" });
    await parameter.getByRole("textbox", { name: /^Display name/ }).fill(name);
    if (index === 0)
      await expect(parameter).toContainText(`{{connector.DOC_TEST_${mark.toUpperCase()}}}`);
    if (index === 1) await parameter.getByRole("checkbox", { name: /Is sensitive data/ }).click();
    await parameter.getByRole("button", { name: "Add" }).click();
    await expect(parameter).toBeHidden();
  }
  await expect(dialog.getByRole("status")).toHaveText("");
  await dialog.getByLabel(names[0] ?? "", { exact: true }).fill("lisbon");
  await dialog.getByLabel(names[1] ?? "", { exact: true }).fill("S3CR3T-parameter");
  await dialog.getByRole("button", { name: "+ Add", exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("table").getByText(`p_${mark}`).click();
  const saved = page.getByRole("dialog", { name: `p_${mark}` });
  await expect(saved.getByLabel(names[0] ?? "", { exact: true })).toHaveValue("lisbon");
  const secret = saved.getByLabel(names[1] ?? "", { exact: true });
  await expect(secret).not.toHaveValue(/S3CR3T/);
  expect(JSON.stringify(await api.query("connections.list", {}))).not.toContain("S3CR3T");
});
