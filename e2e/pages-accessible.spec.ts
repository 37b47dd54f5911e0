import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type { Api } from "./fixtures/api.ts";
import { expect, expectAccessible, sites, test } from "./fixtures/test.ts";
import type { ThirdParty } from "./fixtures/third-party.ts";
import { fillConnection, newConnection, openIntegration } from "./pages/connection-form.ts";
import { editorOf, makeConnection } from "./pages/editor.ts";
import { endedRun, type FanOut, makeFanOut, mostlyFailing, startRun } from "./pages/fan-out.ts";
import { openTestCommand } from "./pages/test-command.ts";

interface Given {
  readonly page: Page;
  readonly api: Api;
  readonly thirdParty: ThirdParty;
}

interface View {
  readonly name: string;
  /** Leads the page to the view and waits until it stands. */
  readonly show: (given: Given) => Promise<unknown>;
}

const fresh = (name: string): string => `${name} ${randomUUID().slice(0, 8)}`;

/** A run with results, errors and callbacks that were not taken. */
async function ranFanOut({ api, thirdParty }: Given): Promise<FanOut & { runId: number }> {
  thirdParty.answer(mostlyFailing);
  const made = await makeFanOut(api, thirdParty, { name: fresh("Seen"), site: sites.north });
  const runId = await startRun(api, made.playbookId);
  await endedRun(api, runId);
  return { ...made, runId };
}

async function openRun(given: Given) {
  const { playbookId, runId } = await ranFanOut(given);
  await given.page.goto(`/playbooks/${playbookId}?run=${runId}`);
  const editor = editorOf(given.page);
  await expect(editor.block("partly")).toContainText("Partially Successful");
  return editor;
}

/** Opens an address and waits for its heading. */
const at =
  (path: string, heading: string) =>
  async ({ page }: Given): Promise<void> => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
  };

const views: readonly View[] = [
  {
    name: "sign-in",
    show: async ({ page }) => {
      await page.context().clearCookies();
      await page.goto("/sign-in");
      await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    },
  },
  { name: "the list of playbooks", show: at("/playbooks", "Playbooks") },
  {
    name: "a new playbook's window",
    show: async (given) => {
      await at("/playbooks", "Playbooks")(given);
      await given.page.getByRole("button", { name: "Playbook", exact: true }).first().click();
      await expect(given.page.getByRole("dialog", { name: "New playbook" })).toBeVisible();
    },
  },
  {
    name: "the editor with a block's form and its problems",
    show: async ({ page, api, thirdParty }) => {
      const { playbookId } = await makeFanOut(api, thirdParty, {
        name: fresh("Drawn"),
        site: sites.north,
      });
      await page.goto(`/playbooks/${playbookId}`);
      const editor = editorOf(page);
      await expect(editor.block("none")).toBeVisible();
      await editor.add("Send Request");
      await expect(editor.inspector).toBeVisible();
      await editor.saved();
    },
  },
  {
    name: "the editor with a run, its results and a callback",
    show: async (given) => {
      const editor = await openRun(given);
      await editor.canvas
        .getByRole("button", { name: /^(?!Insert).*callback partly to decision_1$/ })
        .click();
      await expect(editor.inspector.getByRole("list", { name: "Arguments" })).toBeVisible();
      await editor.tab("Results");
    },
  },
  {
    name: "the editor with the errors of a run",
    show: async (given) => await (await openRun(given)).tab("Error"),
  },
  { name: "the list of runs", show: at("/runs", "Runs") },
  {
    name: "a run's own page",
    show: async (given) => {
      const { runId } = await ranFanOut(given);
      await at(`/runs/${runId}`, `Run ${runId}`)(given);
      await expect(given.page.getByText("RunFinished").first()).toBeVisible();
    },
  },
  { name: "the catalogue", show: at("/configuration/integrations", "Integrations") },
  {
    name: "an integration",
    show: async ({ page, api, thirdParty }) => {
      await makeConnection(api, {
        name: fresh("listed"),
        site: sites.north,
        url: thirdParty.url,
        address: thirdParty.address,
      });
      await page.goto("/");
      await openIntegration(page, "REST API Callback");
    },
  },
  {
    name: "a connection's window with a failed test",
    show: async ({ page, thirdParty }) => {
      thirdParty.answer(() => ({ status: 503, body: {} }));
      await page.goto("/");
      await openIntegration(page, "REST API Callback");
      const dialog = await newConnection(page);
      await fillConnection(dialog, {
        name: "seen",
        site: "Share to Internal Sites",
        recipient: sites.north,
        url: thirdParty.url,
        basic: { user: "u", password: "p" },
        allowedAddress: thirdParty.address,
      });
      await dialog.getByRole("button", { name: "Test Connection", exact: true }).click();
      await page.getByRole("alertdialog").getByRole("button", { name: "OK" }).click();
      await expect(dialog.getByRole("status")).toHaveText("Failed");
    },
  },
  {
    name: "a connection parameter's window",
    show: async ({ page }) => {
      await page.goto("/");
      await openIntegration(page, "REST API Callback");
      await page.getByRole("button", { name: "+ Connection Parameter", exact: true }).click();
      await expect(page.getByRole("dialog", { name: "New Connection Parameter" })).toBeVisible();
    },
  },
  {
    name: "a Test Result with an error",
    show: async ({ page, api, thirdParty }) => {
      const name = fresh("tried");
      thirdParty.answer(() => ({ status: 500, body: { message: "Internal Server Error" } }));
      await makeConnection(api, {
        name,
        site: sites.north,
        url: thirdParty.url,
        address: thirdParty.address,
      });
      const command = await openTestCommand(page, "REST API Callback", "Send Request");
      await command.chooseConnection(name);
      await command.run();
      await expect(command.errorLines.last()).toHaveText("Message: Internal Server Error.");
    },
  },
  { name: "sites", show: at("/configuration/sites", "Sites") },
  { name: "users", show: at("/configuration/users", "Users") },
  { name: "API tokens", show: at("/configuration/tokens", "API tokens") },
  { name: "the run log", show: at("/configuration/run-log", "Run log") },
];

for (const { name, show } of views) {
  test(`An analyst can read ${name} in light and dark, with a screen reader, and on a small screen`, async ({
    page,
    api,
    thirdParty,
  }) => {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await show({ page, api, thirdParty });
    const root = page.locator("html");
    await expect(root).toHaveAttribute("data-theme", "light");
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await expect(root).toHaveAttribute("data-theme", "dark");
    await expectAccessible(page);

    await page.setViewportSize({ width: 1024, height: 700 });
    await expect
      .poll(() => page.evaluate(overflowing), "nothing scrolls sideways at 1024 x 700")
      .toEqual([]);
  });
}

/** What of the page's frame, or of an open window, is wider than its place; empty: there is no horizontal scroll bar. */
function overflowing(): string[] {
  const windows = '[role="dialog"], [role="dialog"] > *';
  return [
    document.documentElement,
    document.body,
    ...document.querySelectorAll(`#main, ${windows}`),
  ]
    .filter((element) => element.scrollWidth > element.clientWidth)
    .map((element) => `${element.tagName} ${element.scrollWidth} > ${element.clientWidth}`);
}
