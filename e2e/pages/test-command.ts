/** The window Test Command as a person uses it: inputs at the left, the Test Result at the right. */
import { expect, type Locator, type Page } from "@playwright/test";
import type { Api } from "../fixtures/api.ts";
import { numberOf } from "../fixtures/api.ts";
import { choose, openIntegration } from "./connection-form.ts";

export interface TestCommand {
  readonly dialog: Locator;
  /** The badge Return Data in the head of the window. */
  readonly returnData: Locator;
  readonly errorTab: Locator;
  /** The three lines of the Error tab, as they are read. */
  readonly errorLines: Locator;
  field(label: string): Locator;
  /** Fills in what is given; Method by an option of its menu. */
  fill(values: Readonly<Record<string, string>>): Promise<void>;
  chooseConnection(name: string): Promise<void>;
  /** Presses Run and waits for the result; gives the open tab's panel. */
  run(): Promise<Locator>;
  tab(name: string): Promise<Locator>;
}

/** Opens the window for a command of an integration by the way a person takes. */
export async function openTestCommand(
  page: Page,
  integration: string,
  command: string,
): Promise<TestCommand> {
  await page.goto("/");
  await openIntegration(page, integration);
  await page.getByRole("button", { name: `Test Command: ${command}` }).click();
  const dialog = page.getByRole("dialog", { name: /^Test (Command|Result)$/ });
  await expect(dialog).toBeVisible();
  return testCommandIn(dialog);
}

function testCommandIn(dialog: Locator): TestCommand {
  const page = dialog.page();
  const result = page.getByRole("dialog", { name: "Test Result", exact: true });
  const panel = result.getByRole("tabpanel");
  const field = (label: string): Locator =>
    dialog.getByRole("textbox", { name: new RegExp(`^${label}`) });
  return {
    dialog,
    returnData: result.getByRole("banner"),
    errorTab: result.getByRole("tab", { name: /^Error/ }),
    errorLines: panel.getByRole("definition"),
    field,
    fill: async (values) => {
      for (const [label, value] of Object.entries(values)) {
        if (label === "Method") await choose(dialog, /^Method/, value);
        else await field(label).fill(value);
      }
    },
    chooseConnection: async (name) => await choose(dialog, /^Connection/, name),
    run: async () => {
      const answer = page.waitForResponse((response) => response.url().includes("commands.test"));
      await dialog.getByRole("button", { name: /^Run( again)?$/ }).click();
      await answer;
      await expect(dialog.getByRole("button", { name: "Run again" })).toBeVisible();
      return panel;
    },
    tab: async (name) => {
      await result.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
      return panel;
    },
  };
}

/** The connection parameter of REST API Callback with this display name; made when it is not there. Gives its id. */
export async function connectionParameter(
  api: Api,
  displayName: string,
  fieldType: "text" | "json",
): Promise<number> {
  const integrations = await api.query("integrations.list");
  const integrationId = numberOf(
    Array.isArray(integrations)
      ? integrations.find((one: { key?: unknown }) => one.key === "rest-api-callback")
      : undefined,
    "id",
  );
  const details = await api.query("integrations.get", { id: integrationId });
  const known: unknown =
    typeof details === "object" && details !== null && "parameterDefinitions" in details
      ? details.parameterDefinitions
      : [];
  const found = Array.isArray(known)
    ? known.find((one: { displayName?: unknown }) => one.displayName === displayName)
    : undefined;
  const definition =
    found ??
    (await api.mutate("integrations.addParameter", {
      integrationId,
      displayName,
      fieldType,
      options: [],
      displayOrder: 0,
      sensitive: false,
    }));
  return numberOf(definition, "id");
}
