import { blockRunners } from "@callbook/blocks/runners";
import { blockPath, emptyRunState, KeptState, slotNamed } from "@callbook/core/log";
import { expect, it } from "vitest";
import { action, debug, end, playbook, start } from "../testing/playbook.ts";
import { catalogue } from "../testing/ports.ts";
import type { PassMemory, RunMemory } from "./memory.ts";
import { releaseResults } from "./release.ts";
import { RunClock } from "./run-clock.ts";

const document = playbook(
  [
    start(),
    action("read", "get", "/read"),
    action("unread", "get", "/unread"),
    action("live", "get", "/live"),
    debug("say", "#b_read:action_result.message"),
    end(),
  ],
  ["start > read", "read > unread", "unread > live", "live > say", "say > end"],
);

it("a live run keeps what a block to come reads, and what has not ended, and nothing else", () => {
  const memory = remembered(["read", "unread"], ["live"]);
  releaseResults(memory);
  const kept = [...memory.passes.values()].filter(({ results }) => results.size > 0);
  expect(kept.map(({ block }) => block.name)).toEqual(["read", "live"]);
});

it("what nobody reads any more goes with the block that read it", () => {
  const memory = remembered(["read", "unread", "live", "say"], []);
  releaseResults(memory);
  expect([...memory.passes.values()].flatMap(({ results }) => [...results.keys()])).toEqual([]);
});

/** A run in which these have ended and those go on, each with a result. */
function remembered(ended: readonly string[], live: readonly string[]): RunMemory {
  const at = "2026-01-02T03:04:05.000Z";
  const kept = new KeptState(emptyRunState);
  kept.record({ v: 1, type: "RunStarted", revisionId: 1, testRun: false }, at);
  const passes = new Map([...ended, ...live].map((name) => [blockPath(`b_${name}`), pass(name)]));
  for (const { path, block } of passes.values()) {
    const action = { actionRunId: 1, appRuns: [], executions: 1 };
    kept.record({ v: 1, type: "BlockStarted", path, blockId: block.id, action }, at);
    if (!ended.includes(block.name)) continue;
    const counts = { succeeded: 1, total: 1, failure: null, taken: [] };
    const finished = { v: 1, type: "BlockFinished", path, blockId: block.id } as const;
    kept.record({ ...finished, outcome: "succeeded", ...counts }, at);
  }
  kept.commit();
  return {
    key: { id: 1, day: "2026-01-02" },
    epoch: 1,
    playbookId: 1,
    siteId: 1,
    actingUserId: "u_1",
    document,
    catalogue,
    inputs: {},
    kept,
    clock: new RunClock(() => new Date(at)),
    hasWaits: false,
    outputs: null,
    create: null,
    passes,
    values: new Map(),
  };
}

function pass(name: string): PassMemory {
  const block = document.blocks.find((one) => one.name === name);
  const runner = blockRunners.find(({ type }) => type === "action");
  if (block === undefined || runner === undefined) throw new Error(`there is no block ${name}`);
  const slot = slotNamed("1/0");
  const result = {
    status: "success" as const,
    data: [{ of: name }],
    message: "fine",
    summary: {},
    failure: null,
  };
  return {
    path: blockPath(block.id),
    block,
    runner,
    action: null,
    slots: [slot],
    results: new Map([[slot, result]]),
  };
}
