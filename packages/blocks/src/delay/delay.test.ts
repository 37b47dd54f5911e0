import type { Execution, StartingPass, StartPorts } from "@callbook/core/block";
import { emptyScope } from "@callbook/core/datapath";
import { newBlock, newDocument } from "@callbook/core/document";
import { blockPath, slotNamed } from "@callbook/core/log";
import { describe, expect, it } from "vitest";
import { DelayConfig, MOST_SECONDS, secondsOf } from "./config.ts";
import { delay as runner } from "./runner.ts";
import { delay } from "./spec.ts";

const NOW = new Date("2026-11-27T06:00:00.000Z");
const CATALOGUE = { blocks: new Map(), integrations: [] };

function block(config: Record<string, string | number>) {
  return newBlock({ id: "b_wait", type: "delay", version: 1, name: "delay_1", config });
}

function starting(config: Record<string, string | number>): StartingPass {
  const placed = block(config);
  return {
    run: { runId: 1, siteId: 1, playbookId: 1, actingUserId: "u_1" },
    document: newDocument({ name: "Test", blocks: [placed] }),
    catalogue: CATALOGUE,
    block: placed,
    path: blockPath(placed.id),
    scope: emptyScope,
    state: { blocks: {} },
  };
}

const ports: StartPorts = {
  connectionsFor: () => Promise.reject(new Error("a delay asks for no connections")),
  ids: () => Promise.reject(new Error("a delay has no action run")),
  guid: () => "",
  now: () => NOW,
};

describe("Delay", () => {
  it.each([
    [{ amount: 90, unit: "seconds" }, 90, "2026-11-27T06:01:30.000Z"],
    [{ amount: 5, unit: "minutes" }, 300, "2026-11-27T06:05:00.000Z"],
    [{ amount: 1.5, unit: "hours" }, 5_400, "2026-11-27T07:30:00.000Z"],
    [{ amount: 30, unit: "days" }, MOST_SECONDS, "2026-12-27T06:00:00.000Z"],
  ])("waits %j from the database's now on", async (config, seconds, deadline) => {
    expect(secondsOf(DelayConfig.parse(config))).toBe(seconds);
    expect(await runner.start(starting(config), ports)).toEqual({
      action: null,
      perform: [],
      refused: [],
      waits: [{ slot: "delay", kind: "delay", deadline }],
      failure: null,
    });
  });

  it("takes the end of its time for success", () => {
    const { run, catalogue, block: placed, path } = starting({ amount: 1, unit: "hours" });
    const slot = slotNamed("delay");
    const execution: Execution = {
      run,
      catalogue,
      block: placed,
      path,
      slot,
      attempt: 1,
      action: null,
    };
    expect(runner.expired(execution, NOW.toISOString())).toMatchObject({
      status: "success",
      message: "Waited 1 hour",
      summary: { seconds: 3_600 },
      failure: null,
    });
  });

  it("shows its time on the card", () => {
    expect(delay.card(block({ amount: 5, unit: "minutes" }), CATALOGUE).subtitle).toBe("5 minutes");
    expect(delay.card(block({ amount: 0, unit: "minutes" }), CATALOGUE).subtitle).toBeNull();
  });

  it("says that a run waits for 30 days at most", () => {
    const document = newDocument({ name: "Test" });
    const problems = (amount: number) =>
      delay.problems(block({ amount, unit: "days" }), document, CATALOGUE);
    expect(problems(30)).toEqual([]);
    expect(problems(31)).toMatchObject([{ code: "DELAY_TOO_LONG", level: "error" }]);
  });
});
