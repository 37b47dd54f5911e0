/** The callbacks of a document as a graph, for questions about all of it at once. Linear but for `isUpstream`'s bits. */
import { indexDocument, type PlaybookDocument } from "../document/index.ts";

export interface Graph {
  /** True when callbacks lead from `above` to `below`; false for a block and itself outside a cycle. */
  isUpstream(above: string, below: string): boolean;
  /** True when the callback is part of a cycle. */
  isInCycle(source: string, target: string): boolean;
  /** Ids of the blocks that can be reached from these, themselves included. */
  reachableFrom(blockIds: readonly string[]): ReadonlySet<string>;
}

export function graphOf(document: PlaybookDocument): Graph {
  const index = indexDocument(document);
  const targets = (id: string): string[] =>
    index
      .outgoing(id)
      .map((callback) => callback.target)
      .filter((target) => index.blocks.has(target));
  const components = componentsOf([...index.blocks.keys()], targets);
  const componentOf = new Map<string, number>();
  for (const [i, members] of components.entries()) for (const id of members) componentOf.set(id, i);
  const ancestors = ancestorsOf(components, componentOf, targets);
  return {
    isUpstream: (above, below) => {
      const a = componentOf.get(above);
      const b = componentOf.get(below);
      if (a === undefined || b === undefined) return false;
      return a === b ? isCycle(components[a] ?? [], targets) : hasBit(ancestors[b], a);
    },
    isInCycle: (source, target) =>
      source === target ||
      (componentOf.has(source) && componentOf.get(source) === componentOf.get(target)),
    reachableFrom: (blockIds) => reachable(blockIds, targets),
  };
}

function isCycle(members: readonly string[], targets: (id: string) => string[]): boolean {
  const [first] = members;
  return members.length > 1 || (first !== undefined && targets(first).includes(first));
}

function reachable(
  from: readonly string[],
  targets: (id: string) => string[],
): ReadonlySet<string> {
  const seen = new Set(from);
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const target of targets(id)) {
      if (seen.has(target)) continue;
      seen.add(target);
      open.push(target);
    }
  }
  return seen;
}

interface Visit {
  readonly id: string;
  readonly targets: readonly string[];
  next: number;
}

/** Strongly connected components after Tarjan, without recursion; those further down come first. */
function componentsOf(ids: readonly string[], targets: (id: string) => string[]): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const components: string[][] = [];
  const lower = (id: string, to: number): void => {
    low.set(id, Math.min(low.get(id) ?? to, to));
  };
  for (const root of ids) {
    const path: Visit[] = [];
    const enter = (id: string): void => {
      order.set(id, order.size);
      lower(id, order.size - 1);
      stack.push(id);
      onStack.add(id);
      path.push({ id, targets: targets(id), next: 0 });
    };
    if (!order.has(root)) enter(root);
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const target = visit.targets[visit.next];
      visit.next += 1;
      if (target !== undefined) {
        const seen = order.get(target);
        if (seen === undefined) enter(target);
        else if (onStack.has(target)) lower(visit.id, seen);
        continue;
      }
      path.pop();
      const lowest = low.get(visit.id) ?? 0;
      const above = path.at(-1);
      if (above !== undefined) lower(above.id, lowest);
      if (lowest === order.get(visit.id)) components.push(popComponent(visit.id, stack, onStack));
    }
  }
  return components;
}

function popComponent(root: string, stack: string[], onStack: Set<string>): string[] {
  const members: string[] = [];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    onStack.delete(id);
    members.push(id);
    if (id === root) break;
  }
  return members;
}

/** For each component a bit per component above it. */
function ancestorsOf(
  components: readonly (readonly string[])[],
  componentOf: ReadonlyMap<string, number>,
  targets: (id: string) => string[],
): Uint32Array[] {
  const words = Math.ceil(components.length / 32);
  const ancestors = components.map(() => new Uint32Array(words));
  for (let from = components.length - 1; from >= 0; from -= 1) {
    const above = ancestors[from];
    if (above === undefined) continue;
    for (const id of components[from] ?? []) {
      for (const target of targets(id)) {
        const to = componentOf.get(target) ?? from;
        const below = ancestors[to];
        if (to === from || below === undefined) continue;
        for (let word = 0; word < words; word += 1)
          below[word] = (below[word] ?? 0) | (above[word] ?? 0);
        below[from >> 5] = (below[from >> 5] ?? 0) | (1 << (from & 31));
      }
    }
  }
  return ancestors;
}

function hasBit(bits: Uint32Array | undefined, at: number): boolean {
  return (((bits?.[at >> 5] ?? 0) >> (at & 31)) & 1) === 1;
}
