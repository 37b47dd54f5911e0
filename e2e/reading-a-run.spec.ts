import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, sites, test } from "./fixtures/test.ts";
import { oneRequest } from "./pages/documents.ts";
import { editorOf, makeConnection, makePlaybook } from "./pages/editor.ts";

const fresh = (name: string): string => `${name} ${randomUUID().slice(0, 8)}`;

/** Starts a test run of the open playbook and gives its number. */
async function runDraft(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL(/[?&]run=\d+/);
  return new URL(page.url()).searchParams.get("run") ?? "";
}

test("C3 D8 D15 D16: An analyst is led from a run to the field at fault, and reads call, callback and results", async ({
  page,
  api,
  thirdParty,
}) => {
  const connectionId = await makeConnection(api, {
    name: fresh("intel"),
    site: sites.north,
    url: thirdParty.url,
    address: thirdParty.address,
  });
  const name = fresh("Field");
  const id = await makePlaybook(
    api,
    name,
    sites.north,
    oneRequest(name, connectionId, { Header: '{"X-Of": "{{#b_log:nothing}}"}' }),
  );
  thirdParty.answer(() => ({ status: 200, body: { v: 1 } }));
  await page.goto(`/playbooks/${id}`);
  const editor = editorOf(page);
  await editor.select("send_request_1");
  const form = page.getByRole("complementary", { name: "Block send_request_1" });
  await test.step("a problem in the list leads to its field", async () => {
    await page.getByRole("button", { name: /^\d+ problems?$/ }).click();
    await page
      .getByRole("list", { name: "Problems" })
      .getByRole("button", { name: /send_request_1/ })
      .first()
      .click();
    await expect(form.getByRole("textbox", { name: /^Header/ })).toBeFocused();
    await form.getByRole("textbox", { name: /^Header/ }).fill("");
    await form.getByRole("textbox", { name: /^URL/ }).fill("");
    await form.getByRole("textbox", { name: "Note" }).focus();
    await editor.saved();
  });
  await test.step("the preview of the call shows its five parts", async () => {
    await form.getByText("Call preview").click();
    const preview = form.getByRole("region", { name: "Call preview" });
    for (const key of ["command", "parameters", "assets", "callback", "name"])
      await expect(preview).toContainText(`"${key}"`);
    await expect(preview).toContainText("Send Request");
    await expect(preview).toContainText("debug_1");
  });
  await test.step("mended, it runs, and callback and results are read", async () => {
    await form.getByRole("textbox", { name: /^URL/ }).fill("{{connector.restapi_url}}");
    await form.getByRole("textbox", { name: "Note" }).focus();
    await editor.saved();
    await runDraft(page);
    await expect(editor.block("end_1")).toHaveAccessibleName(/Succeeded/);
    const results = await editor.tab("Results");
    await results.getByRole("button", { name: /^send_request_1/ }).click();
    await results.getByRole("button", { name: /^intel/ }).waitFor();
    await results.getByRole("button", { name: /^URL/ }).click();
    await expect(results.getByRole("region", { name: "data" })).toContainText('"v"');
    const callbacks = await editor.tab("Callback");
    await callbacks.getByRole("button", { name: /send_request_1 to debug_1/ }).click();
    await expect(callbacks.getByRole("list", { name: "Arguments" })).toContainText(
      "deprecated: use action",
    );
  });
});

test("C3: An analyst is led to the input of a block that failed before anything was sent, from canvas and run page", async ({
  page,
  api,
}) => {
  const name = fresh("Unsent");
  const block = { version: 1, position: { x: 320, y: 0 }, note: "" };
  const input = { id: "i_of", name: "of", dataType: "string", required: false, default: null };
  const action = {
    integrationKey: "sample-intel",
    command: "geolocate ip",
    connectionIds: [],
    parameters: { ip: "{{playbook_input:#i_of}}" },
    handle: "",
    waitSeconds: 86_400,
    repeatSafe: false,
  };
  const id = await makePlaybook(api, name, "Headquarters", {
    formatVersion: 1,
    name,
    description: "",
    blocks: [
      {
        ...block,
        id: "b_start",
        type: "start",
        name: "start_1",
        config: { inputs: [{ ...input, description: "", contains: [] }] },
      },
      {
        ...block,
        id: "b_send",
        type: "action",
        name: "geolocate_ip_1",
        position: { x: 320, y: 144 },
        config: action,
      },
    ],
    callbacks: [{ id: "c_1", source: "b_start", port: "next", target: "b_send" }],
  });
  await page.goto(`/playbooks/${id}`);
  const editor = editorOf(page);
  await expect(editor.block("geolocate_ip_1")).toBeVisible();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Run" }).click();
  const error = await editor.tab("Error");
  await expect(error).toContainText("geolocate ip failed. Input: ip.");
  await expect(error).toContainText("Status Code: 400.");
  const run = new URL(page.url()).searchParams.get("run") ?? "";
  const form = page.getByRole("complementary", { name: "Block geolocate_ip_1" });
  await error.getByRole("button", { name: "Edit ip" }).click();
  await expect(form.getByRole("textbox", { name: /^ip/i })).toBeFocused();
  await page.goto(`/runs/${run}`);
  await (await editor.tab("Error")).getByRole("button", { name: "Edit ip" }).click();
  await expect(form.getByRole("textbox", { name: /^ip/i })).toBeFocused();
});

test("An analyst can search the palette by keyboard, choose blocks with a box, and paste them into another playbook as one step", async ({
  page,
  api,
}) => {
  const [from, to] = await Promise.all(
    ["From", "To"].map((name) =>
      makePlaybook(api, fresh(name), sites.north, {
        formatVersion: 1,
        name,
        description: "",
        blocks: [
          {
            id: "b_start",
            type: "start",
            name: "start_1",
            version: 1,
            position: { x: 320, y: 0 },
            note: "",
            config: { inputs: [] },
          },
        ],
        callbacks: [],
      }),
    ),
  );
  const editor = editorOf(page);
  const cards = editor.canvas.getByRole("group", { name: /^(start|decision|debug)_\d, / });
  await page.goto(`/playbooks/${from}`);
  await expect(editor.block("start_1")).toBeVisible();
  // Enter takes the first row that is found, so the rows have to be there.
  await expect(editor.palette.getByRole("button", { name: "Debug", exact: true })).toBeVisible();
  for (const word of ["decis", "debu"]) {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByRole("searchbox", { name: "Search blocks and commands" }).fill(word);
    await page.keyboard.press("Enter");
  }
  await expect(cards).toHaveCount(3);
  const boxes = await Promise.all((await cards.all()).map((card) => card.boundingBox()));
  const known = boxes.filter((box) => box !== null);
  const left = Math.min(...known.map(({ x }) => x)) - 40;
  const top = Math.min(...known.map(({ y }) => y)) - 24;
  const right = Math.max(...known.map(({ x, width }) => x + width)) + 24;
  const bottom = Math.max(...known.map(({ y, height }) => y + height)) + 16;
  await page.mouse.move(left, top);
  await page.mouse.down();
  await page.mouse.move(right, bottom, { steps: 10 });
  await page.mouse.up();
  await expect(page.getByText("3 blocks selected")).toBeVisible();
  await page.keyboard.press("Control+c");
  await editor.saved();
  await page.goto(`/playbooks/${to}`);
  await expect(editor.block("start_1")).toBeVisible();
  await page.keyboard.press("Control+v");
  await expect(editor.block("decision_1")).toBeVisible();
  await expect(cards).toHaveCount(3);
  await page.keyboard.press("Control+z");
  await expect(cards).toHaveCount(1);
  await editor.saved();
});
