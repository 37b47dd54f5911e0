/**
 * Random playbooks, and a small model of what a run of one must come to. The
 * model knows nothing of the engine: it walks the graph once, from sources to
 * targets, by the rules of dead paths.
 */
import type { PlaybookDocument } from "@callbook/core/document";
import fc from "fast-check";
import {
  action,
  type DrawnBlock,
  type DrawnComparison,
  debug,
  decision,
  delay,
  end,
  idOf,
  playbook,
  start,
} from "./playbook.ts";

type Kind = "action" | "decision" | "filter" | "debug" | "delay" | "end";

interface PlannedBlock {
  readonly kind: Kind;
  /** Of an action: whether all of its executions fail. */
  readonly fails: boolean;
  /**
   * Of a decision: which port it takes unless it reads an action, 0 to 2; the last is else. Of a filter:
   * which of its two outputs let something through, 2 both of them.
   */
  readonly choice: number;
  /** Of a decision or a filter: whether its second condition compares the status of an action before it, and which. */
  readonly reads: number | null;
  /** Blocks before it and their ports that lead into it. */
  readonly incoming: readonly { readonly source: number; readonly port: number }[];
}

export interface RandomGraph {
  readonly document: PlaybookDocument;
  /** From sources to targets; the first is Start. */
  readonly names: readonly string[];
  readonly blocks: readonly PlannedBlock[];
  /** Numbers by which the driver chooses which live action ends next. */
  readonly order: readonly number[];
  /** Where a log is cut, from 0 to 1. */
  readonly cut: number;
}

const plannedBlock: fc.Arbitrary<PlannedBlock> = fc.record({
  kind: fc.constantFrom<Kind>("action", "action", "decision", "filter", "debug", "delay", "end"),
  fails: fc.boolean(),
  choice: fc.nat(2),
  reads: fc.option(fc.nat(100), { nil: null }),
  incoming: fc.array(fc.record({ source: fc.nat(100), port: fc.nat(5) }), { maxLength: 3 }),
});

export const randomGraph: fc.Arbitrary<RandomGraph> = fc
  .record({
    blocks: fc.array(plannedBlock, { minLength: 1, maxLength: 14 }),
    order: fc.array(fc.nat(100), { minLength: 15, maxLength: 15 }),
    places: fc.array(fc.nat(1_000), { minLength: 60, maxLength: 60 }),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ blocks: planned, order, places, cut }) => {
    const first: PlannedBlock = {
      kind: "debug",
      fails: false,
      choice: 0,
      reads: null,
      incoming: [],
    };
    // A playbook has one End at most, and nothing leads out of it.
    const ended = planned.findIndex(({ kind }) => kind === "end");
    const blocks = [first, ...planned.filter(({ kind }, at) => kind !== "end" || at === ended)];
    const names = blocks.map(({ kind }, index) =>
      index === 0 ? "start" : kind === "end" ? "end" : `block_${index}`,
    );
    return { document: drawn(blocks, names, places), names, blocks, order, cut };
  });

function drawn(
  blocks: readonly PlannedBlock[],
  names: readonly string[],
  places: readonly number[],
): PlaybookDocument {
  const bodies = blocks.map((block, index) => body(block, index, blocks, names));
  const callbacks = blocks.flatMap(({ incoming }, index) =>
    incoming.flatMap(({ source, port }) => {
      const from = source % Math.max(index, 1);
      const ports = index === 0 || blocks[from]?.kind === "end" ? [] : portsOf(blocks, from);
      const name = ports[port % Math.max(ports.length, 1)];
      return name === undefined ? [] : [`${names[from]}.${name} > ${names[index]}`];
    }),
  );
  // The order in the document is not that of the graph; one port leads to one target once.
  const shuffled = <T>(items: readonly T[], from: number) =>
    items
      .map((item, index) => ({ item, place: places[(index + from) % places.length] ?? 0 }))
      .sort((a, b) => a.place - b.place)
      .map(({ item }) => item);
  return playbook(shuffled(bodies, 0), shuffled([...new Set(callbacks)], 20));
}

function portsOf(blocks: readonly PlannedBlock[], index: number): readonly string[] {
  if (index === 0) return ["next"];
  switch (blocks[index]?.kind) {
    case "action":
      return ["success", "error"];
    case "decision":
      return ["p0", "p1", "else"];
    case "filter":
      return ["p0", "p1"];
    case "debug":
    case "delay":
      return ["next"];
    default:
      return [];
  }
}

function body(
  block: PlannedBlock,
  index: number,
  blocks: readonly PlannedBlock[],
  names: readonly string[],
): DrawnBlock {
  const name = names[index] ?? "";
  if (index === 0) return start(["choices"]);
  if (block.kind === "end") return end({ done: "yes" });
  if (block.kind === "debug") return debug(name);
  if (block.kind === "delay") return delay(name);
  if (block.kind === "action") return action(name);
  const read = readBy(blocks, index);
  const isFilter = block.kind === "filter";
  const holds = (whether: boolean): DrawnComparison =>
    isFilter
      ? ["playbook_input:#i_choices", whether ? "==" : "!=", "None"]
      : ["1", "==", whether ? "1" : "2"];
  const second: DrawnComparison =
    read === null
      ? holds(isFilter ? block.choice > 0 : block.choice === 1)
      : [`#${idOf(names[read] ?? "")}:action_result.status`, "==", "failed"];
  const conditions = [
    { id: "p0", comparisons: [holds(isFilter ? block.choice !== 1 : block.choice === 0)] },
    { id: "p1", comparisons: [second] },
  ];
  return { ...decision(name, conditions), type: block.kind };
}

/** The action among its ancestors that a decision or a filter reads. */
function readBy(blocks: readonly PlannedBlock[], index: number): number | null {
  const reads = blocks[index]?.reads ?? null;
  if (reads === null) return null;
  const actions = [...ancestors(blocks, index)]
    .filter((at) => blocks[at]?.kind === "action")
    .sort((a, b) => a - b);
  return actions[reads % Math.max(actions.length, 1)] ?? null;
}

function ancestors(blocks: readonly PlannedBlock[], index: number): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { source } of blocks[index]?.incoming ?? []) {
    const from = source % Math.max(index, 1);
    if (index === 0 || blocks[from]?.kind === "end") continue;
    found.add(from);
    for (const before of ancestors(blocks, from)) found.add(before);
  }
  return found;
}

export interface Prediction {
  /** By block id. */
  readonly states: Readonly<Record<string, "succeeded" | "failed" | "skipped">>;
  /** By callback id. */
  readonly callbacks: Readonly<Record<string, "called" | "dead">>;
  readonly state: "succeeded" | "failed";
}

/** What a run must come to, in whatever order its actions end. */
export function predict({ document, names, blocks }: RandomGraph): Prediction {
  const ran = new Map<string, boolean>();
  const called = new Map<string, boolean>();
  const states: Record<string, "succeeded" | "failed" | "skipped"> = {};
  let unhandled = false;
  for (const [index, name] of names.entries()) {
    const id = idOf(name);
    const runs = index === 0 || document.callbacks.some((c) => c.target === id && called.get(c.id));
    const block = blocks[index];
    const fails = block?.kind === "action" && block.fails;
    ran.set(id, runs);
    states[id] = runs ? (fails ? "failed" : "succeeded") : "skipped";
    const outgoing = document.callbacks.filter(({ source }) => source === id);
    const wired = outgoing.some(({ port }) => port === "error");
    const stateAt = (at: number) => states[idOf(names[at] ?? "")];
    const took = index === 0 ? ["next"] : portsTaken(blocks, index, wired, stateAt);
    for (const { id: callback, port } of outgoing)
      called.set(callback, runs && took.includes(port));
  }
  for (const [index, name] of names.entries()) {
    if (states[idOf(name)] !== "failed") continue;
    const wired = document.callbacks.some((c) => c.source === idOf(name) && c.port === "error");
    const read = blocks.some(
      (_, at) =>
        hasConditions(blocks[at]) && readBy(blocks, at) === index && ran.get(idOf(names[at] ?? "")),
    );
    if (!wired && !read) unhandled = true;
  }
  const callbacks = Object.fromEntries(
    [...called].map(([id, is]) => [id, is ? "called" : "dead"] as const),
  );
  return { states, callbacks, state: unhandled ? "failed" : "succeeded" };
}

function hasConditions(block: PlannedBlock | undefined): boolean {
  return block?.kind === "decision" || block?.kind === "filter";
}

function portsTaken(
  blocks: readonly PlannedBlock[],
  index: number,
  errorWired: boolean,
  stateAt: (index: number) => string | undefined,
): readonly string[] {
  const block = blocks[index];
  if (block?.kind === "action") return [block.fails && errorWired ? "error" : "success"];
  if (block === undefined || !hasConditions(block)) return ["next"];
  const read = readBy(blocks, index);
  const second = read === null ? null : stateAt(read) === "failed";
  if (block.kind === "filter") {
    const first = block.choice === 1 ? [] : ["p0"];
    return (second ?? block.choice > 0) ? [...first, "p1"] : first;
  }
  if (block.choice === 0) return ["p0"];
  return [(second ?? block.choice === 1) ? "p1" : "else"];
}
