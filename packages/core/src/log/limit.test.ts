import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEventBody } from "./event.ts";
import { fitted, isWithinLimit } from "./limit.ts";
import { readPath } from "./path.ts";

const path = readPath("b_lookup");
if (path === null) throw new Error("no path");
const place = { path, blockId: "b_lookup" };

/** Long names of every script, and characters that JSON writes as six. */
const text = fc
  .tuple(fc.constantFrom("a", "ü", "名", "😀", "\u0001", '"', "\ud800"), fc.nat(5000))
  .map(([letter, times]) => letter.repeat(times));

const failure = fc.record({
  class: fc.constant("F-5xx" as const),
  failureIndicator: text,
  statusCode: fc.constant(500),
  message: text,
  field: fc.option(text),
});

const event: fc.Arbitrary<RunEventBody> = fc.oneof(
  fc.array(text, { maxLength: 60 }).map(
    (names): RunEventBody => ({
      v: 1,
      type: "BlockStarted",
      ...place,
      action: {
        actionRunId: 1,
        executions: names.length,
        appRuns: names.map((connection, n) => ({ appRunId: n, connectionId: n, connection })),
      },
    }),
  ),
  failure.map(
    (one): RunEventBody => ({
      v: 1,
      type: "BlockFinished",
      ...place,
      outcome: "failed",
      succeeded: 0,
      total: 1,
      failure: one,
      taken: [],
    }),
  ),
  text.map((reason): RunEventBody => ({ v: 2, type: "BlockSkipped", ...place, reason, died: [] })),
  text.map((by): RunEventBody => ({ v: 1, type: "CancelRequested", by })),
  text.map(
    (message): RunEventBody => ({
      v: 2,
      type: "RunFinished",
      state: "failed",
      handledFailures: 0,
      unhandledFailures: 1,
      failure: { code: "F-5xx", message, blockId: "b_lookup", path },
    }),
  ),
);

describe("118: whatever people named things, an event can be recorded", () => {
  test("it is cut to what it has room for, and left alone where it has", () => {
    fc.assert(
      fc.property(event, (one) => {
        const cut = fitted(one);
        expect(isWithinLimit(cut)).toBe(true);
        expect(fitted(cut)).toEqual(cut);
      }),
    );
  });

  test("forty connections with long names in another script are named as far as there is room", () => {
    const appRuns = Array.from({ length: 40 }, (_, n) => ({
      appRunId: n,
      connectionId: n,
      connection: "接続".repeat(50),
    }));
    const started: RunEventBody = {
      v: 1,
      type: "BlockStarted",
      ...place,
      action: { actionRunId: 1, executions: 40, appRuns },
    };
    expect(isWithinLimit(started)).toBe(false);
    const cut = fitted(started);
    const named = cut.type === "BlockStarted" ? (cut.action?.appRuns ?? []) : [];
    expect(named.length).toBeGreaterThan(15);
    expect(named).toEqual(appRuns.slice(0, named.length));
  });
});
