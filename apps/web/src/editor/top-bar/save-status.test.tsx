import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { SaveState } from "../document/index.ts";
import { SaveStatus } from "./save-status.tsx";

it.each<[SaveState, string]>([
  [{ kind: "saved", at: null }, "Saved"],
  [{ kind: "saving" }, "Saving…"],
  [{ kind: "notStored", pending: 1 }, "Not saved locally"],
  [{ kind: "offline", kept: 1, stored: true }, "Offline, 1 change kept here"],
  [{ kind: "offline", kept: 3, stored: true }, "Offline, 3 changes kept here"],
  [{ kind: "offline", kept: 3, stored: false }, "Offline, 3 changes kept here, not saved locally"],
  [{ kind: "signedOut", kept: 2 }, "Signed out, 2 changes kept here"],
  [{ kind: "lost", why: "forbidden", kept: 2 }, "2 changes not taken"],
  [{ kind: "lost", why: "deleted", kept: 1 }, "1 change not taken"],
])("$0 is said as: $1", (state, words) => {
  expect(textOf(state)).toBe(words);
});

it("says when the last edit was saved", () => {
  const text = textOf({ kind: "saved", at: new Date("2026-01-01T10:51:20Z") });
  expect(text).toMatch(/^Saved \d\d:\d\d:\d\d$/);
});

function textOf(state: SaveState): string {
  return renderToStaticMarkup(<SaveStatus state={state} />).replaceAll(/<[^>]*>/g, "");
}
