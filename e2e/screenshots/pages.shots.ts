/** What docs/screenshots shows: each page, light and dark, as a person meets it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { startServer } from "../fixtures/server.ts";
import { signIn } from "../fixtures/test.ts";
import {
  choose,
  fillConnection,
  newConnection,
  openIntegration,
  testConnection,
} from "../pages/connection-form.ts";
import { editorOf } from "../pages/editor.ts";
import { ana, type Installation, startInstallation } from "./installation.ts";
import { shrinkPng } from "./shrink-png.ts";

const folder = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const wide = { width: 1440, height: 900 };
const narrow = { width: 1024, height: 700 };

interface Shot {
  readonly name: string;
  /** Also in the size of a small laptop. */
  readonly narrow?: true;
  readonly signedOut?: true;
  /** Leads the page to what the picture shows. */
  readonly show: (page: Page, installation: Installation) => Promise<unknown>;
}

const closedPort = "https://127.0.0.1:9";

const shots: readonly Shot[] = [
  {
    name: "sign-in",
    signedOut: true,
    show: async (page) => {
      await page.goto("/sign-in");
      await page.getByRole("textbox", { name: /^E-mail/ }).fill(ana.email);
      await page.getByLabel(/^Password/).fill(ana.password);
    },
  },
  { name: "playbooks", show: (page) => openTable(page, "/playbooks") },
  {
    name: "editor",
    narrow: true,
    show: async (page, installation) => {
      const { canvas } = await openEditor(page, installation);
      await page.getByRole("button", { name: "Runs of this playbook" }).click();
      await page.getByRole("menuitem", { name: "Clear run from the canvas" }).click();
      await canvas.getByRole("button", { name: "Fit", exact: true }).click();
    },
  },
  {
    name: "editor-run",
    narrow: true,
    show: async (page, installation) => {
      const editor = await openRunInEditor(page, installation);
      const results = await editor.tab("Results");
      await results
        .getByRole("button", { name: /ip_reputation_1/ })
        .first()
        .click();
    },
  },
  {
    name: "editor-error",
    show: async (page, installation) => {
      const editor = await openRunInEditor(page, installation);
      await (await editor.tab("Error")).getByText("Status Code: 503.").waitFor();
    },
  },
  {
    name: "editor-block",
    show: async (page, installation) => {
      const editor = await openEditor(page, installation);
      await editor.select("create_ticket_1");
    },
  },
  {
    name: "editor-callback",
    show: async (page, installation) => {
      const { canvas } = await openRunInEditor(page, installation);
      const line = canvas.getByRole("button", { name: /callback ip_reputation_1 to decision_1$/ });
      await line.first().focus();
      await page.keyboard.press("Enter");
      await page.getByRole("complementary", { name: /^Callback / }).waitFor();
    },
  },
  { name: "runs", show: (page) => openTable(page, "/runs") },
  {
    name: "run",
    narrow: true,
    show: async (page, { runId }) => {
      await page.goto(`/runs/${runId}`);
      await page.getByText("RunFinished").first().waitFor();
    },
  },
  {
    name: "integrations",
    show: async (page) => {
      await page.goto("/configuration/integrations");
      await page.getByRole("list", { name: "Integrations" }).waitFor();
    },
  },
  {
    name: "integration",
    show: async (page) => {
      await page.goto("/");
      await openIntegration(page, "REST API Callback");
    },
  },
  {
    name: "connection",
    narrow: true,
    show: async (page) => {
      const dialog = await edrConnection(page, "https://edr.example.net");
      await choose(dialog, /^Test method/, "HEAD");
    },
  },
  {
    name: "connection-passed",
    show: async (page, { thirdParty }) => {
      const dialog = await edrConnection(page, thirdParty.url);
      await fillConnection(dialog, { allowedAddress: thirdParty.address });
      await expect(await testConnection(dialog)).toContainText("Test Connection Passed");
    },
  },
  {
    name: "connection-failed",
    show: async (page) => {
      const dialog = await edrConnection(page, closedPort);
      await fillConnection(dialog, { allowedAddress: "127.0.0.1:9" });
      await expect(await testConnection(dialog)).toContainText("Test Connection Failed");
    },
  },
  {
    name: "test-result",
    show: async (page) => {
      const dialog = await openCommand(page, "Sample Intel", "ip reputation");
      await dialog.getByRole("textbox", { name: /^ip/i }).fill("203.0.113.66");
      await dialog.getByRole("button", { name: "Run", exact: true }).click();
      await page.getByRole("dialog", { name: "Test Result" }).getByRole("table").waitFor();
    },
  },
  {
    name: "test-result-error",
    show: async (page) => {
      const dialog = await openCommand(page, "REST API Callback", "Send Request");
      await choose(dialog, /^Connection/, "team_chat");
      await dialog
        .getByRole("textbox", { name: /^URL/ })
        .fill("{{connector.restapi_url}}/fail/503");
      await dialog.getByRole("button", { name: "Run", exact: true }).click();
      await page.getByRole("tab", { name: /^Error/ }).waitFor();
    },
  },
  { name: "sites", show: (page) => openTable(page, "/configuration/sites") },
  { name: "users", show: (page) => openTable(page, "/configuration/users") },
  { name: "tokens", show: (page) => openTable(page, "/configuration/tokens") },
  { name: "run-log", show: (page) => openTable(page, "/configuration/run-log") },
];

async function openTable(page: Page, path: string): Promise<void> {
  await page.goto(path);
  // While it loads a table stands there without a row that has a name.
  await page.getByRole("rowheader").first().waitFor();
}

async function openEditor(page: Page, { playbookId }: Installation) {
  await page.goto(`/playbooks/${playbookId}`);
  const editor = editorOf(page);
  await editor.block("decision_1").waitFor();
  return editor;
}

async function openRunInEditor(page: Page, { playbookId, runId }: Installation) {
  await page.goto(`/playbooks/${playbookId}?run=${runId}`);
  const editor = editorOf(page);
  await page.getByRole("tab", { name: "Results" }).waitFor();
  await editor.block("decision_1").waitFor();
  return editor;
}

async function edrConnection(page: Page, origin: string): Promise<Locator> {
  await page.goto("/");
  await openIntegration(page, "REST API Callback");
  const dialog = await newConnection(page);
  await fillConnection(dialog, {
    name: "edr_lisbon",
    site: "Share to Internal Sites",
    recipient: "Headquarters",
    url: `${origin}/api/v2`,
    bearer: "bullets-are-all-one-sees",
    testPath: "status",
  });
  return dialog;
}

async function openCommand(page: Page, integration: string, command: string): Promise<Locator> {
  await page.goto("/");
  await openIntegration(page, integration);
  await page.getByRole("button", { name: `Test Command: ${command}` }).click();
  const dialog = page.getByRole("dialog", { name: "Test Command" });
  await dialog.waitFor();
  return dialog;
}

const test = base.extend<object, { installation: Installation }>({
  installation: [
    async ({ playwright: _ }, use) => {
      const installation = await startInstallation();
      await use(installation);
      await installation.dispose();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ installation }, use) => await use(installation.server.url),
});

for (const theme of ["light", "dark"] as const) {
  for (const shot of shots) {
    for (const size of shot.narrow ? [wide, narrow] : [wide]) {
      test(`${shot.name}, ${theme}, ${size.width}`, async ({ page, installation }) => {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
        if (shot.signedOut !== true) await signIn(page, installation.server.url, ana);
        await shot.show(page, installation);
        await take(page, [shot.name, ...(size === narrow ? ["1024"] : [])], theme);
      });
    }
  }
  base(`setup, ${theme}`, async ({ page }) => {
    const server = await startServer({ owner: null, sample: false });
    await page.setViewportSize(wide);
    await page.emulateMedia({ colorScheme: theme });
    await page.goto(server.url);
    await page.getByRole("textbox", { name: /^Your name/ }).waitFor();
    await take(page, ["setup"], theme);
    await server.dispose();
  });
}

async function take(page: Page, name: readonly string[], theme: string): Promise<void> {
  await page.mouse.move(1, 1);
  await page.evaluate(async () => {
    // A button that keeps the focus would show its tooltip.
    if (document.activeElement instanceof HTMLButtonElement) document.activeElement.blur();
    await document.fonts.ready;
  });
  await expect(page.getByRole("tooltip")).toHaveCount(0);
  await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
  const png = await page.screenshot({ animations: "disabled" });
  const file = [...name, ...(theme === "dark" ? ["dark"] : [])].join("-");
  writeFileSync(join(folder, `${file}.png`), shrinkPng(png));
}
