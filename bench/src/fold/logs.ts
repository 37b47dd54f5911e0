/** Logs of runs of any length, as the product records them. */
import {
  type BlockPath,
  blockPath,
  executionSlot,
  inPass,
  type RunEvent,
  type RunEventBody,
} from "@callbook/core/log";

const AT = "2026-11-27T10:00:00.000Z";
const DUE = "2026-11-28T10:00:00.000Z";
/** The action of `fanOutPlaybook`. */
const ACTION = blockPath("b_get");

function recorded(bodies: readonly RunEventBody[]): readonly RunEvent[] {
  return bodies.map((event, index) => ({ seq: index + 1, at: AT, event }));
}

const started: RunEventBody = { v: 1, type: "RunStarted", revisionId: 1, testRun: false };

/** One action of so many executions, each of which is sent, waits, is answered and ends. */
export function executionsLog(executions: number): readonly RunEvent[] {
  const numbers = Array.from({ length: executions }, (_, number) => number);
  const at = (number: number) => ({ path: ACTION, slot: executionSlot(1, number) });
  const action = { actionRunId: 1, appRuns: [], executions };
  return recorded([
    started,
    { v: 1, type: "BlockStarted", path: ACTION, blockId: ACTION, action },
    ...numbers.flatMap((number): readonly RunEventBody[] => {
      const wait = { waitId: `w_${number}`, kind: "callback", deadline: DUE } as const;
      return [
        { v: 2, type: "RequestIntended", ...at(number), attempt: 1 },
        { v: 2, type: "BlockWaiting", ...at(number), ...wait },
      ];
    }),
    ...numbers.flatMap((number): readonly RunEventBody[] => {
      const delivery = { waitId: `w_${number}`, deliveryId: String(number) };
      return [
        { v: 2, type: "CallbackReceived", ...at(number), ...delivery },
        { v: 2, type: "ExecutionFinished", ...at(number), status: "success" },
      ];
    }),
  ]);
}

const blocks = 100;

/** A hundred blocks that run one after the other again and again, each calling the next: so many events. */
export function passesLog(events: number): readonly RunEvent[] {
  const passes = Array.from({ length: events - 1 }, (_, index): RunEventBody => {
    const blockId = `b_${index % blocks}`;
    const path: BlockPath = inPass(blockPath(blockId), Math.floor(index / blocks));
    const called = [[`c_${index % blocks}`, null]] as const;
    const args = {
      actionRunId: null,
      success: true,
      handleOf: null,
      filtered: null,
      containerVersion: null,
    };
    return {
      v: 1,
      type: "BlockRan",
      path,
      blockId,
      outcome: "succeeded",
      failure: null,
      taken: ["next"],
      called,
      died: [],
      mode: "direct",
      args,
      lines: ["info"],
    };
  });
  return recorded([started, ...passes]);
}
