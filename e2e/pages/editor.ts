/** The editor as a person uses it: palette, canvas, inspector, results panel. */
import { expect, type Locator, type Page } from "@playwright/test";
import type { Api } from "../fixtures/api.ts";
import { numberOf } from "../fixtures/api.ts";

export interface Editor {
  readonly canvas: Locator;
  readonly palette: Locator;
  readonly inspector: Locator;
  readonly saving: Locator;
  /** The block's card on the canvas. */
  block(name: string): Locator;
  /** Clicks the palette's row; the block is put below what is selected and connected to it. */
  add(label: string): Promise<void>;
  /** Opens a block's form. */
  select(name: string): Promise<Locator>;
  /** Connects by the inspector's menu of legal targets. */
  connect(source: string, port: string, target: string): Promise<void>;
  /** Waits until every edit has been acknowledged by the server. */
  saved(): Promise<void>;
  /** Opens a tab of the results panel. */
  tab(name: string): Promise<Locator>;
}

export function editorOf(page: Page): Editor {
  const canvas = page.getByRole("region", { name: "Playbook canvas" });
  const palette = page.getByRole("complementary", { name: "Blocks" });
  const inspector = page.getByRole("complementary", { name: /^(Block|Callback) / });
  const saving = page.getByRole("status", { name: "Saving" });
  const block = (name: string): Locator =>
    canvas.getByRole("group", { name: new RegExp(`^${name}, `) });
  const select = async (name: string): Promise<Locator> => {
    await block(name).click({ position: { x: 60, y: 12 } });
    const opened = page.getByRole("complementary", { name: `Block ${name}` });
    await expect(opened).toBeVisible();
    return opened;
  };
  return {
    canvas,
    palette,
    inspector,
    saving,
    block,
    select,
    add: async (label) => await palette.getByRole("button", { name: label, exact: true }).click(),
    connect: async (source, port, target) => {
      const form = await select(source);
      await form.getByRole("button", { name: `Connect ${port} of ${source} to` }).click();
      await page.getByRole("menuitem", { name: target, exact: true }).click();
    },
    saved: async () => await expect(saving).toHaveText(/^Saved/),
    tab: async (name) => {
      await page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
      return page.getByRole("tabpanel", { name: new RegExp(`^${name}`) });
    },
  };
}

/** Makes an empty playbook in a site and opens it. */
export async function newPlaybook(page: Page, name: string, site: string): Promise<Editor> {
  await page.goto("/playbooks");
  await page.getByRole("button", { name: "Playbook", exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: "New playbook" });
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("combobox", { name: "Site" }).click();
  await page.getByRole("option", { name: site, exact: true }).click();
  await dialog.getByRole("button", { name: "Create" }).click();
  const editor = editorOf(page);
  await expect(editor.canvas).toBeVisible();
  return editor;
}

/** Id of a site by its name. */
export async function siteId(api: Api, name: string): Promise<number> {
  const sites = await api.query("sites.list");
  const found = Array.isArray(sites)
    ? sites.find((site: { name?: unknown }) => site.name === name)
    : undefined;
  return numberOf(found, "id");
}

/** Makes a connection of REST API Callback to a third party on this machine. Gives its id. */
export async function makeConnection(
  api: Api,
  values: {
    name: string;
    /** A site by its name; null: shared to internal sites, received in the site `recipient`. */
    site: string | null;
    recipient?: string;
    url: string;
    address: string;
    /** Further fields of the form, by their names in the procedure. */
    form?: Readonly<Record<string, unknown>>;
  },
): Promise<number> {
  const integrations = await api.query("integrations.list");
  const integration = Array.isArray(integrations)
    ? integrations.find((one: { key?: unknown }) => one.key === "rest-api-callback")
    : undefined;
  const created = await api.mutate("connections.create", {
    integrationId: numberOf(integration, "id"),
    form: {
      name: values.name,
      scope: values.site === null ? "share_internal" : "site",
      siteId: values.site === null ? null : await siteId(api, values.site),
      recipientSiteId: values.recipient === undefined ? null : await siteId(api, values.recipient),
      description: "",
      permissions: [],
      active: true,
      requestUrl: values.url,
      authMethod: "none",
      username: "",
      testPath: "",
      testMethod: "GET",
      allowedAddress: values.address,
      parameters: {},
      ...values.form,
    },
  });
  return numberOf(created, "id");
}

/** Makes a playbook from a document. Gives its id. */
export async function makePlaybook(
  api: Api,
  name: string,
  site: string,
  document: unknown,
): Promise<number> {
  const created = await api.mutate("playbooks.create", {
    name,
    siteId: await siteId(api, site),
    document,
  });
  return numberOf(created, "id");
}
