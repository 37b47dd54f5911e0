import { presentEvent, type RunEvent, type RunEventBody } from "@callbook/core/log";

/** One thing that happened. `line`: of a log line, its place among those that are told under the same seq. */
export interface SingleEvent extends RunEvent {
  readonly line: number | null;
}

/**
 * What an event of the log tells, each thing by itself and all in their present versions. The log
 * tells in one event that a block ran and whom it called; for who listens to a run, a block that
 * starts, writes, ends and calls is the same whatever its kind. They share the seq. Pure.
 */
export function singleEvents(recorded: RunEvent): readonly SingleEvent[] {
  const { seq, at } = recorded;
  const event = presentEvent(recorded.event);
  if (event === null) return [{ ...recorded, line: null }];
  const bodies = bodiesOf(event);
  let lines = 0;
  return bodies.map((body) => {
    const line = body.type === "LogWritten" ? lines++ : null;
    return { seq, at, event: body, line };
  });
}

function bodiesOf(event: RunEventBody): readonly RunEventBody[] {
  switch (event.type) {
    case "BlockRan":
      return ranBodies(event);
    case "BlockSkipped": {
      const { path, died } = event;
      const reason = "source skipped";
      return [
        { ...event, died: [] },
        ...died.map((callbackId): RunEventBody => {
          return { v: 2, type: "CallbackDied", callbackId, path, reason };
        }),
      ];
    }
    default:
      return [event];
  }
}

function ranBodies(
  event: Extract<RunEventBody, { readonly type: "BlockRan" }>,
): readonly RunEventBody[] {
  const { path, blockId, outcome, failure, taken, mode, args } = event;
  const of = { path, blockId };
  const counts = { succeeded: 0, total: 0 };
  return [
    { v: 1, type: "BlockStarted", ...of, action: null },
    ...event.lines.map((level): RunEventBody => ({ v: 1, type: "LogWritten", ...of, level })),
    { v: 1, type: "BlockFinished", ...of, outcome, ...counts, failure, taken },
    ...event.called.flatMap(([callbackId, slot]): RunEventBody[] => {
      if (args === null) return [];
      const own = slot === null ? args : { ...args, filtered: { path, slot } };
      return [{ v: 2, type: "CallbackCalled", callbackId, path, mode, args: own }];
    }),
    ...event.died.map(([callbackId, reason]): RunEventBody => {
      return { v: 2, type: "CallbackDied", callbackId, path, reason };
    }),
  ];
}
