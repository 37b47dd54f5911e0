/** Events of version 1 that have a later one, and how they are read. Logs of these shapes lie on disk for ever. */
import { assertNever } from "../json/index.ts";
import type {
  ArgumentReferences,
  DeathReason,
  MatchedResult,
  RunEventBody,
  RunFailure,
} from "./event.ts";
import type { BlockPath } from "./path.ts";
import { executionSlot, type Slot, slotNamed } from "./slot.ts";

type Arguments1 = Omit<ArgumentReferences, "filtered"> & {
  readonly filteredResults: readonly MatchedResult[] | null;
};

interface OfExecution1 {
  readonly v: 1;
  readonly path: BlockPath;
  readonly appRunId: number;
  readonly parameterIndex: number;
}

/** The shapes of version 1 whose present version is another. */
export type RunEventBody1 =
  | (OfExecution1 & { readonly type: "RequestIntended"; readonly attempt: number })
  | (OfExecution1 & {
      readonly type: "ExecutionFinished";
      readonly status: "success" | "failed";
    })
  | (OfExecution1 & {
      readonly type: "BlockWaiting";
      readonly waitId: string;
      readonly deadline: string;
    })
  | {
      readonly v: 1;
      readonly type: "CallbackReceived";
      readonly path: BlockPath;
      readonly waitId: string;
      readonly deliveryId: string;
    }
  | {
      readonly v: 1;
      readonly type: "WaitExpired";
      readonly path: BlockPath;
      readonly waitId: string;
    }
  | {
      readonly v: 1;
      readonly type: "CallbackCalled";
      readonly callbackId: string;
      readonly path: BlockPath;
      readonly mode: "direct" | "engine";
      readonly args: Arguments1;
    }
  | {
      readonly v: 1;
      readonly type: "CallbackDied";
      readonly callbackId: string;
      readonly reason: DeathReason;
    }
  | {
      readonly v: 1;
      readonly type: "BlockSkipped";
      readonly path: BlockPath;
      readonly blockId: string;
      readonly reason: string;
    }
  | {
      readonly v: 1;
      readonly type: "RunFinished";
      readonly state: "succeeded" | "failed" | "cancelled";
      readonly handledFailures: number;
      readonly unhandledFailures: number;
      readonly failure: Omit<RunFailure, "path"> | null;
    };

/** The slot that an answer or expiry of version 1 is about: it names the wait alone. */
export const SLOT_BY_WAIT = slotNamed("");

const TYPES: Readonly<Record<RunEventBody1["type"], true>> = {
  RequestIntended: true,
  ExecutionFinished: true,
  BlockWaiting: true,
  CallbackReceived: true,
  WaitExpired: true,
  CallbackCalled: true,
  CallbackDied: true,
  BlockSkipped: true,
  RunFinished: true,
};

/** Whether this is an event of version 1 whose type has a later version. Pure. */
export function isEvent1(event: {
  readonly v: number;
  readonly type: string;
}): event is RunEventBody1 {
  return event.v === 1 && Object.hasOwn(TYPES, event.type);
}

/** An event of version 1 in its present version. Pure. */
export function upgradeEvent1(event: RunEventBody1): RunEventBody {
  switch (event.type) {
    case "RequestIntended": {
      const { path, attempt } = event;
      return { v: 2, type: event.type, path, slot: slotOf(event), attempt };
    }
    case "ExecutionFinished": {
      const { path, status } = event;
      return { v: 2, type: event.type, path, slot: slotOf(event), status };
    }
    case "BlockWaiting": {
      const { path, waitId, deadline } = event;
      const slot = slotOf(event);
      return { v: 2, type: event.type, path, slot, waitId, kind: "callback", deadline };
    }
    case "CallbackReceived":
    case "WaitExpired":
      return { ...event, v: 2, slot: SLOT_BY_WAIT };
    case "CallbackCalled":
      return { ...event, v: 2, args: presentArguments(event.args) };
    case "CallbackDied":
      return { ...event, v: 2, path: null };
    case "BlockSkipped":
      return { ...event, v: 2, died: [] };
    case "RunFinished": {
      const { failure } = event;
      return { ...event, v: 2, failure: failure === null ? null : { ...failure, path: null } };
    }
    default:
      return assertNever(event, "event of version 1");
  }
}

function slotOf({ appRunId, parameterIndex }: OfExecution1): Slot {
  return executionSlot(appRunId, parameterIndex);
}

function presentArguments({ filteredResults, ...args }: Arguments1): ArgumentReferences {
  return { ...args, filtered: filteredResults === null ? null : { results: filteredResults } };
}
