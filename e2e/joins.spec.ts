import { randomUUID } from "node:crypto";
import { expect, expectAccessible, sites, test } from "./fixtures/test.ts";
import { editorOf, makePlaybook } from "./pages/editor.ts";

const fresh = (name: string): string => `${name} ${randomUUID().slice(0, 8)}`;

const added = { note: "", join: "all", parent: null, foreign: null } as const;
const debug = (name: string, x: number, y: number) => ({
  id: `b_${name}`,
  type: "debug",
  version: 1,
  name,
  position: { x, y },
  ...added,
  config: { message: name, level: "info" },
});
const start = {
  id: "b_start",
  type: "start",
  version: 1,
  name: "start_1",
  position: { x: 160, y: 0 },
  ...added,
  config: { inputs: [] },
};
const callback = (source: string, port: string, target: string) => ({
  id: `c_${source}_${target}`,
  source: `b_${source}`,
  port,
  target: `b_${target}`,
  awaited: true,
  foreign: null,
});
const playbook = (name: string, blocks: readonly object[], callbacks: readonly object[]) => ({
  formatVersion: 2,
  name,
  description: "",
  foreign: null,
  blocks,
  callbacks,
});

test("An analyst can choose what a join waits for, take a callback out of it, and undo both", async ({
  page,
  api,
}) => {
  const name = fresh("Join");
  const document = playbook(
    name,
    [start, debug("one", 0, 96), debug("two", 256, 96), debug("both", 128, 240)],
    [
      callback("start", "next", "one"),
      callback("start", "next", "two"),
      callback("one", "next", "both"),
      callback("two", "next", "both"),
    ],
  );
  await page.goto(`/playbooks/${await makePlaybook(api, name, sites.north, document)}`);
  const editor = editorOf(page);
  const alone = await editor.select("one");
  await expect(alone.getByRole("combobox", { name: "Join" })).toHaveCount(0);

  const form = await editor.select("both");
  const join = form.getByRole("combobox", { name: "Join" });
  await expect(join).toHaveText("Wait for All");
  await join.click();
  await page.getByRole("option", { name: "Wait for Any, Run Always" }).click();
  await expect(form.getByText(/Wait for Any, Run Always cannot be run yet/)).toBeVisible();
  await join.click();
  await page.getByRole("option", { name: "Wait for Any, Run Once" }).click();
  await expect(editor.block("both").getByText("Wait for Any, Run Once")).toBeVisible();
  await expect(form.getByText(/cannot be run yet/)).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(join).toHaveText("Wait for All");

  await editor.canvas.getByRole("button", { name: /^(?!Insert).*callback two to both$/ }).click();
  const opened = page.getByRole("complementary", { name: "Callback two to both" });
  const awaited = opened.getByRole("switch", { name: "Awaited by the join" });
  await expect(awaited).toBeChecked();
  await awaited.click();
  await expect(awaited).not.toBeChecked();
  await expect(editor.block("both").getByText("Wait for All: 1 of 2")).toBeVisible();
  await expectAccessible(page);
  await editor.saved();
  await page.reload();
  await expect(editor.block("both").getByText("Wait for All: 1 of 2")).toBeVisible();
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(editor.block("both").getByText("Wait for All", { exact: true })).toBeVisible();
});

test("A block of a type that is not known is shown with what it holds, keeps the playbook from running, and can be copied and deleted", async ({
  page,
  api,
}) => {
  const name = fresh("Unknown");
  const odd = { ...debug("odd", 128, 96), type: "teleport", config: { to: "the moon" } };
  const document = playbook(
    name,
    [start, odd, debug("after", 128, 240)],
    [callback("start", "next", "odd"), callback("odd", "arrived", "after")],
  );
  await page.goto(`/playbooks/${await makePlaybook(api, name, sites.north, document)}`);
  const editor = editorOf(page);
  await expect(editor.block("odd").getByText("teleport", { exact: true })).toBeVisible();
  const form = await editor.select("odd");
  await expect(form.getByText(/Block type "teleport" is not known here/)).toBeVisible();
  await expect(form.getByText("the moon")).toBeVisible();
  await expect(form.getByText("Calls on arrived")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await form.getByRole("button", { name: "Duplicate" }).click();
  await expect(editor.block("odd_1")).toBeVisible();
  await editor.select("odd");
  await form.getByRole("button", { name: "Delete" }).click();
  await expect(editor.block("odd")).toHaveCount(0);
  await expect(editor.block("odd_1")).toBeVisible();
  await editor.saved();
});
