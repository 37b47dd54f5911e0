/** Waits. The wait lies on disk, so that no process and no memory is needed until it is over. */
import type { Execution, Outcome, PassPlan, WaitRunner } from "@callbook/core/block";
import { slotNamed } from "@callbook/core/log";
import { DelayConfig, durationText, secondsOf } from "./config.ts";

const SLOT = slotNamed("delay");

export const delay: WaitRunner = {
  kind: "wait",
  type: "delay",
  start: ({ block }, ports): Promise<PassPlan> => {
    const seconds = secondsOf(DelayConfig.parse(block.config));
    const deadline = new Date(ports.now().getTime() + seconds * 1000).toISOString();
    return Promise.resolve({
      action: null,
      perform: [],
      refused: [],
      waits: [{ slot: SLOT, kind: "delay", deadline }],
      failure: null,
    });
  },
  expired: waited,
};

/** That the time is over is what the block was for. */
function waited({ block }: Execution, at: string): Outcome {
  const config = DelayConfig.parse(block.config);
  return {
    status: "success",
    statusCode: null,
    message: `Waited ${durationText(config)}`,
    summary: { seconds: secondsOf(config) },
    data: [],
    failure: null,
    trace: [],
    raw: null,
    size: 0,
    startedAt: at,
    finishedAt: at,
  };
}
