import {
  type ArgumentReferences,
  blockPath,
  foldRun,
  type RunEvent,
  type RunEventBody,
  type RunState,
  slotNamed,
} from "@callbook/core/log";
import { describe, expect, it } from "vitest";
import { singleEvents } from "./single-events.ts";

const at = "2026-01-02T03:04:05.000Z";
const path = blockPath("b_filter");
const slot = slotNamed("high");
const args: ArgumentReferences = {
  actionRunId: null,
  success: null,
  handleOf: null,
  containerVersion: null,
  filtered: null,
};
const log: readonly RunEventBody[] = [
  { v: 1, type: "RunStarted", revisionId: 1, testRun: false },
  {
    v: 1,
    type: "BlockRan",
    path,
    blockId: "b_filter",
    outcome: "succeeded",
    failure: null,
    taken: ["high"],
    mode: "direct",
    args,
    lines: ["info", "warning"],
    called: [
      ["c_1", slot],
      ["c_2", null],
    ],
    died: [["c_3", "branch not taken"]],
  },
  {
    v: 2,
    type: "BlockSkipped",
    path: blockPath("b_other"),
    blockId: "b_other",
    reason: "branch not taken",
    died: ["c_4", "c_5"],
  },
];
const events: readonly RunEvent[] = log.map((event, index) => ({ seq: index + 1, at, event }));

function told(recorded: RunEvent | undefined) {
  if (recorded === undefined) throw new Error("there is no such event");
  return singleEvents(recorded);
}

describe("what the log tells of a block in one event", () => {
  it("is told thing by thing under the same seq: start, lines, end, calls and dead callbacks", () => {
    const singles = told(events[1]);
    expect(singles.map(({ event }) => event.type)).toEqual([
      "BlockStarted",
      "LogWritten",
      "LogWritten",
      "BlockFinished",
      "CallbackCalled",
      "CallbackCalled",
      "CallbackDied",
    ]);
    expect(singles.map(({ seq }) => seq)).toEqual(singles.map(() => 2));
    expect(singles.flatMap(({ line }) => (line === null ? [] : [line]))).toEqual([0, 1]);
  });

  it("gives each call what its port let through, and to the others what was passed on", () => {
    const calls = told(events[1]).flatMap(({ event }) =>
      event.type === "CallbackCalled" ? [event.args.filtered] : [],
    );
    expect(calls).toEqual([{ path, slot }, null]);
  });

  it("tells of a skipped block that its callbacks died with it", () => {
    const singles = told(events[2]).map(({ event }) => event);
    expect(singles[0]).toMatchObject({ type: "BlockSkipped", reason: "branch not taken" });
    const died = { v: 2, type: "CallbackDied", path: "b_other", reason: "source skipped" };
    expect(singles.slice(1)).toEqual([
      { ...died, callbackId: "c_4" },
      { ...died, callbackId: "c_5" },
    ]);
  });

  it("comes to the same state, thing by thing", () => {
    const singles = events
      .flatMap((event) => singleEvents(event))
      .map(({ event }, index) => ({ seq: index + 1, at, event }));
    expect(withoutSeqs(foldRun(singles))).toEqual(withoutSeqs(foldRun(events)));
  });
});

describe("an event that tells one thing", () => {
  it("is told as it is, one of an older version as the present one", () => {
    expect(told(events[0])).toEqual([{ ...events[0], line: null }]);
    const old = { v: 1, type: "CallbackDied", callbackId: "c_1", reason: "cancelled" };
    const [single] = singleEvents({ seq: 9, at, event: old as unknown as RunEventBody });
    expect(single?.event).toEqual({ ...old, v: 2, path: null });
  });

  it("is passed through when a newer program wrote it", () => {
    const newer = { v: 7, type: "BlockDreamt" } as unknown as RunEventBody;
    expect(singleEvents({ seq: 9, at, event: newer })).toEqual([
      { seq: 9, at, event: newer, line: null },
    ]);
  });
});

function withoutSeqs({ callbacks, seq: _, ...state }: RunState) {
  const calls = Object.values(callbacks).flat();
  return { ...state, callbacks: calls.map(({ seq: _seq, ...call }) => call) };
}
