import { describe, expect, test } from "vitest";
import { requestNote } from "./request-note.ts";

describe("What is said of a run beside its state", () => {
  const table = [
    ["succeeded", 4, 0, 0, null],
    ["succeeded", 4, 2, 0, "2 of 4 requests failed"],
    ["succeeded", 1, 1, 0, "1 of 1 request failed"],
    ["succeeded", 4, 2, 1, "2 of 4 requests failed, 1 request may have taken effect"],
    ["cancelled", 4, 2, 0, null],
    ["cancelled", 1, 1, 1, "1 request may have taken effect"],
    ["failed", 9, 9, 2, "2 requests may have taken effect"],
    ["failed", 9, 9, 0, null],
    ["running", 4, 2, 1, null],
    ["waiting", 4, 2, 1, null],
  ] as const;
  test.each(table)(
    "%s, of %i requests %i failed and %i are unknown: %s",
    (state, requests, failedRequests, unknownRequests, note) => {
      expect(requestNote(state, { requests, failedRequests, unknownRequests })).toBe(note);
    },
  );
});
