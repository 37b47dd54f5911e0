import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { SavedConnection } from "../api/types.ts";
import { TestColumn } from "./test-column.tsx";

const failure: NonNullable<SavedConnection["lastTestError"]> = {
  class: "F-4xx",
  failureIndicator: "Test Connection failed.",
  statusCode: 401,
  message: "Bad key",
  field: null,
  step: "verdict",
  remedy: "Check the credentials.",
  target: { kind: "none" },
};
const untested = { state: "untested" } as const;
const before = (testStatus: SavedConnection["testStatus"]) => ({
  testStatus,
  lastTestAt: "2026-11-21T10:00:00Z",
  lastTestError: failure,
});
const tabs = (known: SavedConnection["testStatus"]) =>
  renderToStaticMarkup(<TestColumn test={untested} before={before(known)} />);

it("A34: a saved connection whose last test failed still has its Error when it is opened again", () => {
  expect(tabs("failed")).toContain("Error");
});

it("A34: an error from before a change of the connection is not shown", () => {
  expect(tabs("untested")).not.toContain("Error");
});
