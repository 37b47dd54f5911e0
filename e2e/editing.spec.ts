import { randomUUID } from "node:crypto";
import { expect, expectAccessible, sites, test } from "./fixtures/test.ts";
import { oneRequest } from "./pages/documents.ts";
import { editorOf, makeConnection, makePlaybook, newPlaybook } from "./pages/editor.ts";
import { connectionParameter } from "./pages/test-command.ts";

const fresh = (name: string): string => `${name} ${randomUUID().slice(0, 8)}`;

test("An analyst can reload in the middle of editing and finds every edit, and can still undo it", async ({
  page,
}) => {
  const editor = await newPlaybook(page, fresh("Reload"), sites.north);
  await editor.add("Send Request");
  const form = page.getByRole("complementary", { name: "Block send_request_1" });
  await form.getByRole("textbox", { name: "Note" }).fill("do not lose this");
  // Not waited for: the edit is on its way while the page goes.
  await page.reload();
  await editor.select("send_request_1");
  await expect(form.getByRole("textbox", { name: "Note" })).toHaveValue("do not lose this");
  await editor.saved();
  await form.getByRole("textbox", { name: "Name", exact: true }).fill("renamed");
  await page.reload();
  await editor.select("renamed");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await editor.select("send_request_1");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(form.getByRole("textbox", { name: "Note" })).toHaveValue("");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(editor.block("send_request_1")).toHaveCount(0);
  await page.getByRole("button", { name: /^Redo/ }).click();
  await expect(editor.block("send_request_1")).toBeVisible();
  await editor.saved();
});

test("Two people can edit one playbook, and neither overwrites the other silently", async ({
  page,
  api,
  openBrowser,
  addPerson,
  thirdParty,
}) => {
  const rui = await openBrowser(
    await addPerson({ name: "Rui Tavares", memberships: [{ siteId: null, role: "editor" }] }),
  );
  const connectionId = await makeConnection(api, {
    name: fresh("c"),
    site: sites.north,
    url: thirdParty.url,
    address: thirdParty.address,
  });
  const id = await makePlaybook(
    api,
    fresh("Together"),
    sites.north,
    oneRequest("Together", connectionId, {}),
  );
  const ana = { page };
  const anaEditor = editorOf(page);
  const ruiEditor = editorOf(rui.page);
  await rui.page.goto(`/playbooks/${id}`);
  await page.goto(`/playbooks/${id}`);
  const ruiForm = await ruiEditor.select("send_request_1");
  const anaForm = await anaEditor.select("send_request_1");

  // What one does the other sees, without a reload.
  await ruiForm.getByRole("textbox", { name: "Note" }).fill("from Rui");
  await expect(anaForm.getByRole("textbox", { name: "Note" })).toHaveValue("from Rui");

  // Both change one field at the same time: theirs stays, both values are shown.
  await page.context().setOffline(true);
  await anaForm.getByRole("textbox", { name: /^URL/ }).fill("ana/path");
  await anaForm.getByRole("textbox", { name: "Note" }).focus();
  await ruiForm.getByRole("textbox", { name: /^URL/ }).fill("rui/path");
  await ruiForm.getByRole("textbox", { name: "Note" }).focus();
  await ruiEditor.saved();
  await page.context().setOffline(false);
  const notice = ana.page.getByRole("alert");
  await expect(notice).toContainText("has changed the same field");
  await expect(notice).toContainText("rui/path");
  await expect(notice).toContainText("ana/path");
  await expect(anaForm.getByRole("textbox", { name: /^URL/ })).toHaveValue("rui/path");
  await notice.getByRole("button", { name: "Use mine" }).click();
  await expect(ruiForm.getByRole("textbox", { name: /^URL/ })).toHaveValue("ana/path");

  // One deletes the block that the other changes: it can be brought back with the change.
  await page.context().setOffline(true);
  await anaForm.getByRole("textbox", { name: "Note" }).fill("still needed");
  await anaForm.getByRole("textbox", { name: /^URL/ }).focus();
  await ruiForm.getByRole("button", { name: "Delete" }).click();
  await ruiEditor.saved();
  await page.context().setOffline(false);
  await expect(notice).toContainText("has deleted the block");
  await notice.getByRole("button", { name: "Restore with my change" }).click();
  await expect(ruiEditor.block("send_request_1")).toBeVisible();
  const restored = await ruiEditor.select("send_request_1");
  await expect(restored.getByRole("textbox", { name: "Note" })).toHaveValue("still needed");
});

test("An analyst can draw by mouse and by keyboard: drag in, connect ports, insert on a callback, copy, delete and undo", async ({
  page,
}) => {
  const editor = await newPlaybook(page, fresh("Draw"), sites.north);
  await editor.palette
    .getByRole("button", { name: "Debug", exact: true })
    .dragTo(editor.canvas, { targetPosition: { x: 600, y: 420 } });
  await expect(editor.block("debug_1")).toBeVisible();
  const start = await editor.block("start_1").boundingBox();
  const debug = await editor.block("debug_1").boundingBox();
  if (start === null || debug === null) throw new Error("no box");
  await page.mouse.move(start.x + start.width / 2, start.y + start.height);
  await page.mouse.down();
  await page.mouse.move(debug.x + debug.width / 2, debug.y - 4, { steps: 8 });
  await page.mouse.up();
  const callback = editor.canvas
    .getByRole("button", { name: /callback start_1 to debug_1$/ })
    .first();
  await expect(callback).toBeVisible();
  await callback.hover();
  await editor.canvas
    .getByRole("button", { name: /^Insert a block on .*start_1 to debug_1/ })
    .click();
  await page.getByRole("option", { name: /^Decision/ }).click();
  await expect(
    editor.canvas.getByRole("button", { name: /callback decision_1 to debug_1$/ }).first(),
  ).toBeVisible();
  await editor.select("debug_1");
  await page.keyboard.press("Escape");
  await editor.block("debug_1").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+d");
  await expect(editor.block("debug_2")).toBeVisible();
  await page.keyboard.press("Delete");
  await expect(editor.block("debug_2")).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(editor.block("debug_2")).toBeVisible();
  await editor.saved();
  await expectAccessible(page);
});

test("An analyst is told of a cycle on its callbacks, keeps the draft, and can neither run nor publish it", async ({
  page,
  api,
}) => {
  const document = {
    formatVersion: 1,
    name: "Round",
    description: "",
    blocks: [
      {
        id: "b_s",
        type: "start",
        version: 1,
        name: "start_1",
        position: { x: 0, y: 0 },
        note: "",
        config: { inputs: [] },
      },
      {
        id: "b_a",
        type: "debug",
        version: 1,
        name: "debug_1",
        position: { x: 0, y: 96 },
        note: "",
        config: { message: "a", level: "info" },
      },
      {
        id: "b_b",
        type: "debug",
        version: 1,
        name: "debug_2",
        position: { x: 0, y: 224 },
        note: "",
        config: { message: "b", level: "info" },
      },
    ],
    callbacks: [
      { id: "c_1", source: "b_s", port: "next", target: "b_a" },
      { id: "c_2", source: "b_a", port: "next", target: "b_b" },
      { id: "c_3", source: "b_b", port: "next", target: "b_a" },
    ],
  };
  const id = await makePlaybook(api, fresh("Round"), sites.north, document);
  await page.goto(`/playbooks/${id}`);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText(/cycle|calls itself|circle/i).first()).toBeVisible();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.reload();
  await expect(editorOf(page).block("debug_2")).toBeVisible();
});

test("An analyst who has a playbook open is offered a connection parameter as soon as an admin has added it", async ({
  page,
  api,
}) => {
  const parameter = `Later ${randomUUID().slice(0, 6)}`;
  const editor = await newPlaybook(page, fresh("Catalogue"), sites.north);
  await editor.add("Send Request");
  const form = await editor.select("send_request_1");
  const url = form.getByRole("textbox", { name: /^URL/ });
  const offered = page.getByRole("option", { name: new RegExp(parameter.replace(" ", "."), "i") });
  await url.pressSequentially("{{connector.");
  await expect(page.getByRole("option", { name: /restapi_url/ })).toBeVisible();
  await expect(offered).toHaveCount(0);
  await connectionParameter(api, parameter, "text");
  await url.pressSequentially("later");
  await expect(offered).toBeVisible();
  await editor.saved();
});
