import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import type { Api } from "./fixtures/api.ts";
import { expect, expectAccessible, sites, test, watchConsole } from "./fixtures/test.ts";
import { openIntegration } from "./pages/connection-form.ts";
import { oneRequest } from "./pages/documents.ts";
import { editorOf, makeConnection, makePlaybook, newPlaybook, siteId } from "./pages/editor.ts";
import { openTestCommand } from "./pages/test-command.ts";

const fresh = (name: string): string => `${name} ${randomUUID().slice(0, 8)}`;

/** The names in the menu Connection of Test Command, as this person is offered them. */
async function offeredConnections(page: Page): Promise<string[]> {
  const command = await openTestCommand(page, "REST API Callback", "Send Request");
  await command.dialog.getByRole("combobox", { name: /^Connection/ }).click();
  await expect(page.getByRole("listbox")).toBeVisible();
  const names = await page.getByRole("option").allTextContents();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  return names;
}

/** Runs the playbook from its editor and gives the three lines of the error, once it has failed. */
async function failedRun(page: Page, playbookId: number): Promise<Locator> {
  await page.goto(`/playbooks/${playbookId}`);
  const editor = editorOf(page);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(editor.block("send_request_1")).toHaveAccessibleName(/Failed/);
  return (await editor.tab("Error")).getByRole("definition");
}

async function personId(api: Api, email: string): Promise<string> {
  const people = await api.query("users.list");
  const found = Array.isArray(people)
    ? people.find((one: { email?: unknown }) => one.email === email)
    : undefined;
  return String(found?.id);
}

test("A14 A16: An editor of one site uses its connection, and one of another site neither sees nor reaches it", async ({
  api,
  addPerson,
  openBrowser,
  thirdParty,
}) => {
  const north = await siteId(api, sites.north);
  const south = await siteId(api, sites.south);
  const name = fresh("north only");
  const connectionId = await makeConnection(api, {
    name,
    site: sites.north,
    url: thirdParty.url,
    address: thirdParty.address,
  });
  const nora = await openBrowser(
    await addPerson({ name: "Nora Lind", memberships: [{ siteId: north, role: "editor" }] }),
  );
  const sam = await openBrowser(
    await addPerson({ name: "Sam Okoro", memberships: [{ siteId: south, role: "editor" }] }),
  );

  expect(await offeredConnections(nora.page)).toContain(name);
  expect(await offeredConnections(sam.page)).not.toContain(name);
  await expect(nora.page.getByRole("table").getByText(name, { exact: true })).toBeVisible();
  await expect(sam.page.getByRole("table").getByText(name, { exact: true })).toHaveCount(0);

  const editor = await newPlaybook(nora.page, fresh("North"), sites.north);
  await editor.add("Send Request");
  await editor.inspector.getByRole("checkbox", { name }).click();
  await editor.saved();
  await nora.page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(editor.block("send_request_1")).toHaveAccessibleName(/Succeeded/);
  expect(thirdParty.requests).toHaveLength(1);

  const forced = await makePlaybook(
    sam.api,
    fresh("Forced"),
    sites.south,
    oneRequest("Forced", connectionId, {}),
  );
  await expect(await failedRun(sam.page, forced)).toHaveText([
    `Send Request failed. Connection: ${connectionId}.`,
    "Status Code: 403.",
    `Message: Connection is not shared with site ${sites.south}.`,
  ]);
  await expect(sam.page.getByText(name)).toHaveCount(0);
  expect(thirdParty.requests, "nothing was sent for the other site").toHaveLength(1);
});

test("A15: What is shared to internal sites works in each of them, and in no client site", async ({
  api,
  addPerson,
  openBrowser,
  thirdParty,
}) => {
  const name = fresh("shared");
  const connectionId = await makeConnection(api, {
    name,
    site: null,
    recipient: sites.north,
    url: thirdParty.url,
    address: thirdParty.address,
  });
  const south = await siteId(api, sites.south);
  const client = await siteId(api, sites.client);
  const sam = await openBrowser(
    await addPerson({ name: "Sam Okoro", memberships: [{ siteId: south, role: "editor" }] }),
  );
  const cleo = await openBrowser(
    await addPerson({ name: "Cleo Marsh", memberships: [{ siteId: client, role: "editor" }] }),
  );
  expect(await offeredConnections(sam.page)).toContain(name);
  expect(await offeredConnections(cleo.page)).not.toContain(name);

  const document = oneRequest("Shared", connectionId, {});
  const own = await makePlaybook(sam.api, fresh("South"), sites.south, document);
  await sam.page.goto(`/playbooks/${own}`);
  await sam.page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(editorOf(sam.page).block("send_request_1")).toHaveAccessibleName(/Succeeded/);
  const forced = await makePlaybook(cleo.api, fresh("Client"), sites.client, document);
  await expect((await failedRun(cleo.page, forced)).last()).toHaveText(
    `Message: Connection is not shared with site ${sites.client}.`,
  );
  expect(thirdParty.requests).toHaveLength(1);
});

test("A21: Who is named in User Permissions may use a connection, and who is not finds it in no menu and is refused", async ({
  page,
  api,
  addPerson,
  openBrowser,
  thirdParty,
}) => {
  const name = fresh("named");
  const north = await siteId(api, sites.north);
  const connectionId = await makeConnection(api, {
    name,
    site: sites.north,
    url: thirdParty.url,
    address: thirdParty.address,
  });
  const listedName = fresh("Lia Listed");
  const listed = await addPerson({
    name: listedName,
    memberships: [{ siteId: north, role: "editor" }],
  });
  const other = await openBrowser(
    await addPerson({ name: "Otto Other", memberships: [{ siteId: north, role: "editor" }] }),
  );

  await page.goto("/");
  await openIntegration(page, "REST API Callback");
  await page.getByRole("table").getByRole("button", { name, exact: true }).click();
  const form = page.getByRole("dialog", { name });
  await form.getByRole("button", { name: "Add users or roles" }).click();
  await page.getByRole("menuitem", { name: listedName }).click();
  await expect(form.getByRole("button", { name: `Level of ${listedName}: use` })).toBeVisible();
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await expect(form).toBeHidden();
  const saved = await api.query("connections.get", { id: connectionId });
  expect(saved).toMatchObject({
    form: { permissions: [{ userId: await personId(api, listed.email), level: "use" }] },
  });

  const lia = await openBrowser(listed);
  expect(await offeredConnections(lia.page)).toContain(name);
  expect(await offeredConnections(other.page)).not.toContain(name);

  const integrations = await other.api.query("integrations.list");
  const rest = Array.isArray(integrations)
    ? integrations.find((one: { key?: unknown }) => one.key === "rest-api-callback")
    : undefined;
  await expect(
    other.api.mutate("commands.test", {
      integrationId: rest?.id,
      command: "Send Request",
      connectionId,
      parameter: { URL: "{{connector.restapi_url}}" },
      testKey: randomUUID(),
    }),
  ).rejects.toThrow(/403 .*You have no access to this connection.*F-PERM/);

  const id = await makePlaybook(
    lia.api,
    fresh("Named"),
    sites.north,
    oneRequest("Named", connectionId, {}),
  );
  await expect(await failedRun(other.page, id)).toHaveText([
    `Send Request failed. Connection: ${name}.`,
    "Status Code: 403.",
    "Message: You have no access to this connection.",
  ]);
  expect(thirdParty.requests).toHaveLength(0);
  const editor = editorOf(lia.page);
  await lia.page.goto(`/playbooks/${id}`);
  await lia.page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(editor.block("send_request_1")).toHaveAccessibleName(/Succeeded/);
  expect(thirdParty.requests).toHaveLength(1);
});

test("A22: A connection that is unticked shows on the block and stops its runs, and works again once ticked", async ({
  page,
  api,
  thirdParty,
}) => {
  const name = fresh("ticked");
  const connectionId = await makeConnection(api, {
    name,
    site: sites.north,
    url: thirdParty.url,
    address: thirdParty.address,
    form: { active: false },
  });
  const id = await makePlaybook(
    api,
    fresh("Ticked"),
    sites.north,
    oneRequest("Ticked", connectionId, {}),
  );
  const editor = editorOf(page);
  await page.goto(`/playbooks/${id}`);
  await expect(editor.block("send_request_1")).toContainText(/not active/);
  const lines = await failedRun(page, id);
  await expect(lines).toHaveText([
    `Send Request failed. Connection: ${name}.`,
    "Status Code: 409.",
    "Message: Connection is not active.",
  ]);
  expect(thirdParty.requests).toHaveLength(0);

  const error = await editor.tab("Error");
  await error.getByRole("button", { name: "Edit Active" }).click();
  const form = page.getByRole("dialog", { name });
  await expect(form.getByRole("checkbox", { name: /^Active/ })).toBeFocused();
  await page.keyboard.press("Space");
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await expect(form).toBeHidden();
  await page.goto(`/playbooks/${id}`);
  await expect(editor.block("send_request_1")).not.toContainText(/not active/);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(editor.block("send_request_1")).toHaveAccessibleName(/Succeeded/);
  expect(thirdParty.requests).toHaveLength(1);
});

test("A viewer reads everything of their site and can change and run nothing", async ({
  api,
  addPerson,
  openBrowser,
  thirdParty,
}) => {
  const north = await siteId(api, sites.north);
  const name = fresh("Read me");
  const connectionId = await makeConnection(api, {
    name: fresh("viewed"),
    site: sites.north,
    url: thirdParty.url,
    address: thirdParty.address,
  });
  await makePlaybook(api, name, sites.north, oneRequest(name, connectionId, {}));
  const foreign = await makePlaybook(
    api,
    fresh("Elsewhere"),
    sites.south,
    oneRequest("Elsewhere", connectionId, {}),
  );
  const { page, faults } = await openBrowser(
    await addPerson({ name: "Vera Viewer", memberships: [{ siteId: north, role: "viewer" }] }),
  );
  await page.goto("/playbooks");
  await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: /^Elsewhere/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Playbook", exact: true })).toBeDisabled();
  await page.getByRole("link", { name, exact: true }).click();
  const editor = editorOf(page);
  await expect(editor.block("send_request_1")).toBeVisible();
  await expect(page.getByText("Read only")).toBeVisible();
  await expect(page.getByRole("button", { name: "Run", exact: true })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Publish" })).toBeDisabled();
  await expect(editor.palette.getByRole("button", { name: "Debug", exact: true })).toBeDisabled();
  const form = await editor.select("send_request_1");
  await expect(form.getByRole("textbox", { name: /^URL/ })).not.toBeEditable();
  await page.keyboard.press("Delete");
  await expect(editor.block("send_request_1")).toBeVisible();
  await expectAccessible(page);

  await page.goto("/");
  await openIntegration(page, "REST API Callback");
  await expect(page.getByRole("button", { name: "+ Connection", exact: true })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Test Command: Send Request" })).toBeDisabled();
  await page.goto("/configuration/sites");
  await expect(page.getByRole("rowheader", { name: sites.north })).toBeVisible();
  await expect(page.getByRole("rowheader", { name: sites.south })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Site", exact: true })).toBeDisabled();
  expect(faults).toEqual([]);

  await page.goto("/configuration/users");
  await expect(page.getByText("You have no access to this")).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/playbooks/${foreign}`);
  await expect(page.getByText("This does not exist")).toBeVisible();
  // The browser reports each answer of 403 and 404 by itself; nothing else was written.
  expect(faults.filter((fault) => !/status of 40[34]/.test(fault))).toEqual([]);
  faults.length = 0;
});

test("An analyst can run a playbook and read its results, but not draw in it", async ({
  api,
  addPerson,
  openBrowser,
  thirdParty,
}) => {
  const north = await siteId(api, sites.north);
  const connectionId = await makeConnection(api, {
    name: fresh("run only"),
    site: sites.north,
    url: thirdParty.url,
    address: thirdParty.address,
  });
  const id = await makePlaybook(
    api,
    fresh("Run only"),
    sites.north,
    oneRequest("Run only", connectionId, {}),
  );
  const { page } = await openBrowser(
    await addPerson({ name: "Ari Analyst", memberships: [{ siteId: north, role: "analyst" }] }),
  );
  const editor = editorOf(page);
  await page.goto(`/playbooks/${id}`);
  await expect(page.getByText("Read only")).toBeVisible();
  await expect(editor.palette.getByRole("button", { name: "Debug", exact: true })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Publish" })).toBeDisabled();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(editor.block("send_request_1")).toHaveAccessibleName(/Succeeded/);
  await expect(await editor.tab("Results")).toContainText("1 of 1 succeeded");
});

test("An admin can add a person by a link that works once, and a deactivated person is out at once", async ({
  page,
  browser,
  product,
}) => {
  const name = fresh("Pia");
  const email = `${randomUUID().slice(0, 8)}@example.net`;
  await page.goto("/configuration/users");
  await page.getByRole("button", { name: "Person", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "New person" });
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("textbox", { name: "E-mail" }).fill(email);
  await dialog.getByRole("combobox", { name: "Site" }).click();
  await page.getByRole("option", { name: sites.north, exact: true }).click();
  await dialog.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: /^editor/ }).click();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  const once = page.getByRole("dialog", { name: `${name} is added` });
  const link = (await once.getByTestId("shown-once").textContent()) ?? "";
  expect(link).toContain(`${product.url}/join/`);
  await expectAccessible(page);
  await once.getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText(`editor in ${sites.north}`);
  await expect(row).toContainText("Invited");
  expect(await page.content()).not.toContain(link.split("/").at(-1));

  const context = await browser.newContext({ baseURL: product.url });
  const theirs = await context.newPage();
  const faults = watchConsole(theirs);
  await theirs.goto(link);
  await expect(theirs.getByText(email)).toBeVisible();
  await expectAccessible(theirs);
  await theirs.getByLabel(/^Password/).fill("another long password");
  await theirs.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(theirs.getByRole("heading", { level: 1, name: "Playbooks" })).toBeVisible();
  expect(faults).toEqual([]);

  const second = await context.newPage();
  await second.goto(link);
  await expect(second.getByText(/link has been used/)).toBeVisible();
  await second.goto("/runs");
  await expect(second.getByRole("heading", { level: 1, name: "Runs" })).toBeVisible();

  await page.reload();
  await expect(row).toContainText("Active");
  await row.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Deactivate" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Deactivate" }).click();
  await expect(row).toContainText("Deactivated");

  // Nothing is clicked there: a page that is live is told, any other with its next request.
  await expect(second.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await theirs.getByRole("link", { name: "Configuration" }).click();
  await expect(theirs.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await theirs.getByRole("textbox", { name: /^E-mail/ }).fill(email);
  await theirs.getByLabel(/^Password/).fill("another long password");
  await theirs.getByRole("button", { name: "Sign in" }).click();
  await expect(theirs.getByRole("alert")).toBeVisible();
  await context.close();
});

test("An admin can add a site and rename it", async ({ page }) => {
  const name = fresh("Harbour");
  const renamed = fresh("Harbour East");
  await page.goto("/configuration/sites");
  await page.getByRole("button", { name: "Site", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "New site" });
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("radio", { name: "Client" }).click();
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("client");
  await row.getByRole("button", { name: `Rename ${name}` }).click();
  const rename = page.getByRole("dialog", { name: `Rename ${name}` });
  await rename.getByRole("textbox", { name: "Name" }).fill(renamed);
  await rename.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("rowheader", { name: renamed })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("rowheader", { name: renamed })).toBeVisible();
});

test("An analyst can make an API token that is shown once, works for a script, and ends when revoked", async ({
  page,
  playwright,
  product,
}) => {
  const name = fresh("ci");
  await page.goto("/configuration/tokens");
  await page.getByRole("button", { name: "API token", exact: true }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  const once = page.getByRole("dialog", { name: "Your new API token" });
  const token = (await once.getByTestId("shown-once").textContent()) ?? "";
  expect(token).toMatch(/^cbk_/);
  await page.keyboard.press("Escape");
  await expect(once, "only the button closes what is shown once").toBeVisible();
  await expectAccessible(page);
  await once.getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("Active");
  await page.reload();
  await expect(row).toBeVisible();
  expect(await page.content()).not.toContain(token);

  const script = await playwright.request.newContext({
    baseURL: product.url,
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  });
  expect((await script.get("/api/sites")).status()).toBe(200);
  await row.getByRole("button", { name: `Revoke ${name}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row).toContainText("Revoked");
  await expect.poll(async () => (await script.get("/api/sites")).status()).toBe(401);
  await script.dispose();
});
