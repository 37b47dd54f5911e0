/** Delay: waits for a time, then calls on with the same arguments. */
import { usualDeclaration, type WaitBlock } from "@callbook/core/block";
import type { Block, Problem } from "@callbook/core/document";
import { problemOf } from "../problem.ts";
import { DelayConfig, durationText, MOST_SECONDS, secondsOf, UNITS } from "./config.ts";

export const delay: WaitBlock = {
  ...usualDeclaration,
  kind: "wait",
  type: "delay",
  version: 1,
  title: "Delay",
  description: "Waits for a time, also through a restart, and calls on with the same arguments.",
  icon: "timer",
  group: "Flow",
  config: DelayConfig,
  fields: [
    {
      key: "amount",
      kind: "number",
      label: "Wait for",
      hint: "How long, from the moment the block is called.",
      required: true,
      least: 1,
      most: MOST_SECONDS,
    },
    {
      key: "unit",
      kind: "menu",
      label: "Unit",
      hint: "30 days is the longest.",
      required: true,
      options: UNITS.map((unit) => ({
        value: unit,
        label: `${unit.charAt(0).toUpperCase()}${unit.slice(1)}`,
      })),
    },
  ],
  defaultConfig: () => ({ amount: 5, unit: "minutes" }),
  baseName: () => "delay",
  failingName: () => "Delay",
  ports: () => [{ id: "next", name: "Next", kind: "normal" }],
  card: ({ config }) => {
    const parsed = DelayConfig.safeParse(config);
    const subtitle = parsed.success ? durationText(parsed.data) : null;
    return { icon: "timer", subtitle, connectionIds: null };
  },
  problems: delayProblems,
  calls: "engine",
  passes: "passed on",
  stores: null,
};

function delayProblems(block: Block): readonly Problem[] {
  const parsed = DelayConfig.safeParse(block.config);
  if (!parsed.success || secondsOf(parsed.data) <= MOST_SECONDS) return [];
  const message = "A block waits for 30 days at most. Write a shorter time.";
  return [problemOf(block, { code: "DELAY_TOO_LONG", message, at: ["amount"], field: "Wait for" })];
}
