/** The connection form as a person uses it: by its labels. */
import { expect, type Locator, type Page } from "@playwright/test";

export interface ConnectionValues {
  readonly name?: string;
  readonly site?: string;
  readonly recipient?: string;
  readonly url?: string;
  readonly testPath?: string;
  readonly allowedAddress?: string;
  readonly basic?: { readonly user: string; readonly password: string };
  readonly bearer?: string;
}

/** Opens the integration's details page by the way a person takes (A8 to A10). */
export async function openIntegration(page: Page, name: string): Promise<void> {
  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: "Configuration" })
    .click();
  await page.getByRole("link", { name: "Integrations" }).first().click();
  await page.getByRole("searchbox", { name: "Search integrations by name" }).fill(name);
  await page.getByRole("list", { name: "Integrations" }).getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** Opens the window New Connection. */
export async function newConnection(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "+ Connection", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "New Connection" });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Chooses an option of one of the product's menus. */
export async function choose(
  scope: Locator,
  label: string | RegExp,
  option: string,
): Promise<void> {
  await scope.getByRole("combobox", { name: label }).click();
  await scope.page().getByRole("option", { name: option, exact: true }).click();
}

/** Fills in what is given, in the form's order. */
export async function fillConnection(dialog: Locator, values: ConnectionValues): Promise<void> {
  const text = async (label: string | RegExp, value: string | undefined): Promise<void> => {
    if (value !== undefined) await dialog.getByRole("textbox", { name: label }).fill(value);
  };
  await text(/^Connection Name/, values.name);
  if (values.site !== undefined) await choose(dialog, /^Site/, values.site);
  if (values.recipient !== undefined)
    await choose(dialog, /^Recipient site for events/, values.recipient);
  await text(/^Request URL/, values.url);
  if (values.basic !== undefined) {
    await dialog.getByRole("radio", { name: "Basic Authentication" }).click();
    await text(/^User Name/, values.basic.user);
    await dialog.getByLabel(/^Password/).fill(values.basic.password);
  }
  if (values.bearer !== undefined) {
    await dialog.getByRole("radio", { name: "Bearer Authentication" }).click();
    await dialog.getByLabel(/^Bearer Token/).fill(values.bearer);
  }
  await text(/^Test path/, values.testPath);
  await text(/^Allowed address/, values.allowedAddress);
}

/** Presses Test Connection and gives the alert that says how it ended. */
export async function testConnection(dialog: Locator): Promise<Locator> {
  await dialog.getByRole("button", { name: "Test Connection", exact: true }).click();
  const alert = dialog.page().getByRole("alertdialog");
  await expect(alert).toBeVisible();
  return alert;
}
