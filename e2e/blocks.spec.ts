import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { type Api, numberOf } from "./fixtures/api.ts";
import { expect, expectAccessible, sites, test } from "./fixtures/test.ts";
import { type Editor, editorOf, makePlaybook, newPlaybook } from "./pages/editor.ts";

const fresh = (name: string): string => `${name} ${randomUUID().slice(0, 8)}`;

/** Of these the sample's service says that the first lies in the United States. */
const addresses = ["8.8.8.8", "203.0.113.66", "198.51.100.23"];

/** Opens a playbook that looks these addresses up at the sample's service. */
async function openLookup(page: Page, api: Api, name: string): Promise<Editor> {
  const integrations = await api.query("integrations.list");
  const sample = Array.isArray(integrations)
    ? integrations.find((one: { key?: unknown }) => one.key === "sample-intel")
    : undefined;
  const integration = await api.query("integrations.get", { id: numberOf(sample, "id") });
  const connections: unknown =
    typeof integration === "object" && integration !== null && "connections" in integration
      ? integration.connections
      : [];
  const connectionId = numberOf(Array.isArray(connections) ? connections[0] : null, "id");
  const config = {
    integrationKey: "sample-intel",
    command: "geolocate ip",
    connectionIds: [connectionId],
    parameters: { ip: "{{playbook_input:#i_ips}}" },
    handle: "",
    waitSeconds: 86_400,
    repeatSafe: false,
  };
  const input = {
    id: "i_ips",
    name: "ips",
    dataType: "json",
    required: true,
    contains: ["ip"],
    description: "Addresses to look up",
    default: JSON.stringify(addresses),
  };
  const at = (y: number) => ({ version: 1, position: { x: 320, y }, note: "" });
  const document = {
    formatVersion: 1,
    name,
    description: "",
    blocks: [
      { id: "b_start", type: "start", name: "start_1", ...at(0), config: { inputs: [input] } },
      { id: "b_lookup", type: "action", name: "lookup_1", ...at(112), config },
    ],
    callbacks: [{ id: "c_1", source: "b_start", port: "next", target: "b_lookup" }],
  };
  await page.goto(`/playbooks/${await makePlaybook(api, name, sites.north, document)}`);
  const editor = editorOf(page);
  await editor.select("lookup_1");
  return editor;
}

/** Picks a datapath by searching for it in the picker of a field. */
async function pick(page: Page, field: string, search: string, path: string): Promise<void> {
  await page
    .getByRole("button", { name: `Insert a datapath into ${field}` })
    .first()
    .click();
  await page.getByPlaceholder("Search datapaths").fill(search);
  await page.getByRole("option").filter({ hasText: path }).first().click();
}

/** Starts the run with the inputs that are there. */
async function run(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Run", exact: true }).click();
}

test("An analyst can let a run wait by a Delay", async ({ page }) => {
  const editor = await newPlaybook(page, fresh("Wait"), sites.north);
  await editor.add("Delay");
  const form = page.getByRole("complementary", { name: "Block delay_1" });
  const amount = form.getByRole("textbox", { name: /^Wait for/ });
  await expect(amount).toHaveValue("5");
  await amount.fill("0");
  await expect(form.getByText("Write at least 1.")).toBeVisible();
  await amount.fill("6");
  await form.getByRole("combobox", { name: /^Unit/ }).click();
  await page.getByRole("option", { name: "Seconds", exact: true }).click();
  await expect(editor.block("delay_1")).toContainText("6 seconds");
  await editor.add("End");
  await editor.saved();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(editor.block("delay_1")).toHaveAccessibleName(/Waiting/);
  await expect(editor.block("delay_1")).toContainText(/until \d\d:\d\d:\d\d/);
  await expect(await editor.tab("Results")).toContainText(/Waits until \d\d:\d\d:\d\d/);
  await expect(editor.block("delay_1")).toHaveAccessibleName(/Succeeded/);
  await expect(editor.block("end_1")).toHaveAccessibleName(/Succeeded/);
  await page.goto("/runs");
  await page.getByRole("table").getByRole("link").first().click();
  const log = page.getByRole("region", { name: "Events" });
  await expect(log).toContainText("delay_1: the delay is over");
});

test("An analyst can make a text by Format and read it in a later block", async ({ page, api }) => {
  const editor = await openLookup(page, api, fresh("Text"));
  await editor.add("Format");
  const format = page.getByRole("complementary", { name: "Block format_1" });
  await format
    .getByRole("textbox", { name: /^Template/ })
    .fill("Looked up:\n%%\n- {0} is in {1}\n%%");
  for (const [place, path] of [
    "lookup_1:action_result.parameter.ip",
    "lookup_1:action_result.data.*.country_name",
  ].entries()) {
    await format.getByRole("button", { name: "Add datapath" }).click();
    const field = format.getByRole("textbox", { name: /^Datapath/ }).nth(place);
    await field.fill(path);
    await field.blur();
    await expect(format.getByText(`{${place}}`, { exact: true })).toBeVisible();
  }
  await editor.add("Debug");
  const debug = page.getByRole("complementary", { name: "Block debug_1" });
  await debug.getByRole("textbox", { name: /^Message/ }).fill("");
  await pick(page, "Message", "format_1", "format_1:formatted_data");
  await expect(debug.getByRole("textbox", { name: /^Message/ })).toHaveValue(
    "{{format_1:formatted_data}}",
  );
  await debug.getByRole("textbox", { name: "Note" }).focus();
  await editor.add("End");
  await editor.saved();
  await expect(page.getByRole("button", { name: "No problems" })).toBeVisible();

  await run(page);
  await expect(editor.block("end_1")).toHaveAccessibleName(/Succeeded/);
  const results = await editor.tab("Results");
  await results.getByRole("button", { name: /^format_1/ }).click();
  await results.getByRole("button", { name: /^text .*Looked up:…/ }).click();
  const text = results.getByRole("region", { name: "value" });
  await expect(text).toContainText("Looked up:");
  await expect(text).toContainText("- 8.8.8.8 is in United States");
  await expectAccessible(page);
  await page.goto("/runs");
  await page.getByRole("table").getByRole("link").first().click();
  await expect(page.getByRole("region", { name: "Events" })).toContainText(
    /debug_1: Looked up:\s+- 8\.8\.8\.8 is in United States\s+- 203\.0\.113\.66 is in/,
  );
});

test("An analyst can let only some results through by a Filter", async ({ page, api }) => {
  const editor = await openLookup(page, api, fresh("Some"));
  await editor.add("Filter");
  const filter = page.getByRole("complementary", { name: "Block filter_1" });
  const first = filter.getByRole("region", { name: "Condition 1" });
  await first.getByRole("textbox", { name: "Name" }).fill("in the US");
  await pick(page, "Value", "iso", "lookup_1:action_result.data.*.country_iso_code");
  await first.getByRole("textbox", { name: "Compared with" }).fill("US");
  await filter.getByRole("button", { name: "Add condition" }).click();
  const second = filter.getByRole("region", { name: "Condition 2" });
  await second
    .getByRole("textbox", { name: "Value" })
    .fill("lookup_1:action_result.data.*.country_iso_code");
  await second.getByRole("combobox", { name: "Operator" }).click();
  await page.getByRole("option", { name: "!=", exact: true }).click();
  await second.getByRole("textbox", { name: "Compared with" }).fill("US");
  await second.getByRole("textbox", { name: "Name" }).focus();
  await expect(editor.block("filter_1")).toContainText("in the US");
  await expect(editor.block("filter_1")).toContainText("condition 2");
  await expectAccessible(page);

  await editor.add("Debug");
  const debug = page.getByRole("complementary", { name: "Block debug_1" });
  await debug.getByRole("textbox", { name: /^Message/ }).fill("");
  await pick(page, "Message", "filter_1:condition_1 parameter", "lookup_1:action_result.parameter");
  await expect(debug.getByRole("textbox", { name: /^Message/ })).toHaveValue(
    "{{filtered-data:filter_1:condition_1:lookup_1:action_result.parameter.ip}}",
  );
  await debug.getByRole("textbox", { name: "Note" }).focus();
  await editor.saved();

  await run(page);
  await expect(editor.block("debug_1")).toHaveAccessibleName(/Succeeded/);
  const results = await editor.tab("Results");
  await results.getByRole("button", { name: /^filter_1/ }).click();
  await expect(results.getByRole("button", { name: /^condition 2 .*2 results/ })).toBeVisible();
  await results.getByRole("button", { name: /^in the US .*1 result/ }).click();
  const through = results.getByRole("list", { name: "Let through" });
  await expect(through.getByRole("listitem")).toHaveText([/lookup_1 on sample_intel, parameter 1/]);

  const callback = editor.canvas.getByRole("button", { name: /callback filter_1 to debug_1/ });
  await callback.first().focus();
  await page.keyboard.press("Enter");
  await expect(editor.inspector).toContainText("1 let through");
  await editor.inspector.getByRole("button", { name: /^filtered_results/ }).click();
  await expect(editor.inspector.getByRole("list", { name: "Arguments" })).toContainText("8.8.8.8");
  await page.goto("/runs");
  await page.getByRole("table").getByRole("link").first().click();
  await expect(page.getByRole("region", { name: "Events" })).toContainText("debug_1: 8.8.8.8");
});
