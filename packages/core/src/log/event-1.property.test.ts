import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEvent, RunEventBody } from "./event.ts";
import type { RunEventBody1 } from "./event-1.ts";
import { foldRun } from "./fold.ts";
import { presentEvent } from "./known.ts";
import { executionOf, type Slot } from "./slot.ts";
import type { BlockState, RunState } from "./state.ts";
import { type Choose, randomLog, recorded } from "./testing/random-log.ts";

/** Holds of a run that version 1 could record; `stored`: as it did. */
function holdsOfVersion1(
  check: (events: readonly RunEvent[], stored: readonly RunEvent[], choose: Choose) => void,
): void {
  fc.assert(
    fc.property(fc.gen(), fc.nat(120), (generator, steps) => {
      const choose: Choose = (below) => generator(fc.nat, { max: Math.max(0, below - 1) });
      const events = recorded(randomLog({ choose, steps, present: false }));
      check(events, events.map(asVersion1), choose);
    }),
    { numRuns: 200 },
  );
}

describe("A log of version 1", () => {
  test("folds as its events in their present versions do", () => {
    holdsOfVersion1((events, stored) => {
      const state = foldRun(stored);
      const upgraded = stored.map((one) => ({ ...one, event: present(one.event) }));
      expect(foldRun(upgraded)).toEqual(state);
      expect(upgraded.map(({ event }) => presentEvent(event))).toEqual(
        upgraded.map(({ event }) => event),
      );
      expect(upgraded.map(({ event }) => event.type)).toEqual(
        events.map(({ event }) => event.type),
      );
    });
  });

  test("folds to what the same run folds to when it is recorded today, but for paths it did not know", () => {
    holdsOfVersion1((events, stored) => {
      expect(foldRun(stored)).toEqual(withoutUnknownPaths(foldRun(events)));
    });
  });

  test("may be gone on with by events of the present versions at any point", () => {
    holdsOfVersion1((events, stored, choose) => {
      const middle = choose(events.length + 1);
      const mixed = [...stored.slice(0, middle), ...events.slice(middle)];
      expect(withoutUnknownPaths(foldRun(mixed))).toEqual(foldRun(stored));
    });
  });
});

/** The event as version 1 wrote it. It lies on disk under the name of events, hence the type. */
function asVersion1({ event, ...place }: RunEvent): RunEvent {
  const body: RunEventBody1 | RunEventBody = body1(event);
  return { ...place, event: body as RunEventBody };
}

function body1(event: RunEventBody): RunEventBody1 | RunEventBody {
  switch (event.type) {
    case "RequestIntended":
      return { v: 1, type: event.type, ...ofExecution(event), attempt: event.attempt };
    case "ExecutionFinished":
      return { v: 1, type: event.type, ...ofExecution(event), status: event.status };
    case "BlockWaiting": {
      const { type, waitId, deadline } = event;
      return { v: 1, type, ...ofExecution(event), waitId, deadline };
    }
    case "CallbackReceived": {
      const { type, path, waitId, deliveryId } = event;
      return { v: 1, type, path, waitId, deliveryId };
    }
    case "WaitExpired": {
      const { type, path, waitId } = event;
      return { v: 1, type, path, waitId };
    }
    case "CallbackCalled": {
      const { filtered, ...args } = event.args;
      const filteredResults = filtered !== null && "results" in filtered ? filtered.results : null;
      return { ...event, v: 1, args: { ...args, filteredResults } };
    }
    case "CallbackDied": {
      const { type, callbackId, reason } = event;
      return { v: 1, type, callbackId, reason };
    }
    case "BlockSkipped": {
      const { type, path, blockId, reason } = event;
      return { v: 1, type, path, blockId, reason };
    }
    case "RunFinished": {
      const { failure } = event;
      if (failure === null) return { ...event, v: 1, failure };
      const { code, message, blockId } = failure;
      return { ...event, v: 1, failure: { code, message, blockId } };
    }
    default:
      return event;
  }
}

function ofExecution({ path, slot }: { readonly path: BlockState["path"]; readonly slot: Slot }) {
  const execution = executionOf(slot);
  if (execution === null) throw new Error("version 1 knew executions only");
  return { path, ...execution };
}

/** Version 1 did not tell whose callback died, nor the pass at fault. */
function withoutUnknownPaths(state: RunState): RunState {
  const callbacks = Object.entries(state.callbacks).map(([id, calls]) => [
    id,
    calls.map((call) => (call.state === "dead" ? { ...call, path: null } : call)),
  ]);
  const failure = state.failure === null ? null : { ...state.failure, path: null };
  return { ...state, callbacks: Object.fromEntries(callbacks), failure };
}

function present(event: RunEventBody): RunEventBody {
  const known = presentEvent(event);
  if (known === null) throw new Error(`${event.type} is not known`);
  return known;
}
