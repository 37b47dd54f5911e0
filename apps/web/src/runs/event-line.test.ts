import { newBlock, newCallback, newDocument } from "@callbook/core/document";
import {
  blockPath,
  executionSlot,
  foldRun,
  inPass,
  type RunEvent,
  type RunEventBody,
  slotNamed,
} from "@callbook/core/log";
import { expect, it } from "vitest";
import { eventLines } from "./event-line.ts";

const block = (name: string) =>
  newBlock({ id: `b_${name}`, type: "debug", version: 1, name, config: {} });
const document = newDocument({
  name: "Triage",
  blocks: [block("look"), block("log")],
  callbacks: [newCallback({ id: "c_1", source: "b_look", port: "next", target: "b_log" })],
});
const look = blockPath("b_look");
const at = "2026-11-21T10:00:00.000Z";

/** The lines of the last of these events. */
function lines(events: readonly RunEventBody[], written: readonly string[] = []) {
  const recorded = events.map((event, index): RunEvent => ({ seq: index + 1, at, event }));
  const last = recorded.at(-1);
  if (last === undefined) return [];
  return eventLines(last, { document, state: foldRun(recorded) }, written).map(
    ({ what, text, level }) => (level === null ? `${what} ${text}` : `${what} ${level} ${text}`),
  );
}

it("what computed in one event has a line for itself, for each text it wrote and for each callback", () => {
  const ran: RunEventBody = {
    v: 1,
    type: "BlockRan",
    path: look,
    blockId: "b_look",
    outcome: "succeeded",
    failure: null,
    taken: ["next"],
    mode: "direct",
    args: null,
    called: [["c_1", null]],
    died: [["c_gone", "branch not taken"]],
    lines: ["warning", "info"],
  };
  expect(lines([ran], ["three hits"])).toEqual([
    "BlockRan look succeeded",
    "LogWritten warning look: three hits",
    "LogWritten info look",
    "CallbackCalled look to log, direct",
    "CallbackDied c_gone, branch not taken",
  ]);
});

it("a skipped block says why, and names the callbacks that died with it", () => {
  const skipped: RunEventBody = {
    v: 2,
    type: "BlockSkipped",
    path: look,
    blockId: "b_look",
    reason: "source failed",
    died: ["c_1"],
  };
  expect(lines([skipped])).toEqual([
    "BlockSkipped look, source failed",
    "CallbackDied look to log, source skipped",
  ]);
});

it("executions are told by app run and parameter, further passes by their number", () => {
  const path = inPass(look, 2);
  expect(
    lines([{ v: 2, type: "RequestIntended", path, slot: executionSlot(70, 1), attempt: 1 }]),
  ).toEqual(["RequestIntended look, pass 2, app run 70, parameter 2, attempt 1"]);
});

it("that nothing came is the end of a delay, and a missing answer of a callback", () => {
  const slot = slotNamed("wait");
  const after = (kind: "callback" | "delay") =>
    lines([
      { v: 1, type: "BlockStarted", path: look, blockId: "b_look", action: null },
      { v: 2, type: "BlockWaiting", path: look, slot, waitId: "w", kind, deadline: at },
      { v: 2, type: "WaitExpired", path: look, slot, waitId: "w" },
    ]);
  expect(after("delay")).toEqual(["WaitExpired look: the delay is over"]);
  expect(after("callback")).toEqual(["WaitExpired look: no answer in time"]);
});

it("an event of version 1 reads as it always did, and one of a newer program is passed over in words", () => {
  const old = { v: 1, type: "CallbackDied", callbackId: "c_1", reason: "source failed" };
  expect(lines([old as unknown as RunEventBody])).toEqual([
    "CallbackDied look to log, source failed",
  ]);
  const newer = { v: 1, type: "PromptAsked", path: "b_look" };
  expect(lines([newer as unknown as RunEventBody])).toEqual([
    "PromptAsked not known to this version",
  ]);
});
