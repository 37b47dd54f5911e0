import { type Catalogue, givesCallbacks, specOf, takesCallbacks } from "../block/index.ts";
import {
  type Block,
  type Callback,
  indexDocument,
  type PlaybookDocument,
  type Problem,
  START_TYPE,
} from "../document/index.ts";
import type { Graph } from "./graph.ts";

/** Findings about callbacks: ports that are gone, ends that take none, cycles, duplicates. `sound`: blocks whose configuration fits their schema. */
export function checkCallbacks(
  document: PlaybookDocument,
  catalogue: Catalogue,
  graph: Graph,
  sound: ReadonlySet<string>,
): Problem[] {
  const { blocks } = indexDocument(document);
  const portIds = new Map<string, ReadonlySet<string>>();
  const portsOf = (block: Block): ReadonlySet<string> | null => {
    const spec = specOf(block, catalogue);
    if (spec === null || !sound.has(block.id)) return null;
    const known = portIds.get(block.id);
    if (known !== undefined) return known;
    const made = new Set(spec.ports(block).map((port) => port.id));
    portIds.set(block.id, made);
    return made;
  };
  const pairs = new Set<string>();
  return document.callbacks.flatMap((callback) => {
    const source = blocks.get(callback.source);
    const target = blocks.get(callback.target);
    const problems: Problem[] = [];
    const find = (code: string, key: keyof Callback, message: string): void => {
      problems.push(callbackProblem(callback, code, key, message));
    };
    if (source === undefined || target === undefined) {
      const end = source === undefined ? "source" : "target";
      find("CALLBACK_DANGLING", end, "One end of this callback is gone. Delete it.");
      return problems;
    }
    const targetSpec = specOf(target, catalogue);
    const sourceSpec = specOf(source, catalogue);
    if (targetSpec !== null && !takesCallbacks(targetSpec)) {
      find("CALLBACK_TARGET", "target", `${target.name} cannot be called. Delete this callback.`);
    }
    if (sourceSpec !== null && !givesCallbacks(sourceSpec)) {
      find("CALLBACK_SOURCE", "source", `${source.name} calls nobody. Delete this callback.`);
    } else if (portsOf(source)?.has(callback.port) === false) {
      find(
        "CALLBACK_PORT",
        "port",
        `The port of ${source.name} that this callback starts from is gone. Connect another one.`,
      );
    }
    if (graph.isInCycle(callback.source, callback.target)) {
      find(
        "CALLBACK_CYCLE",
        "target",
        `${source.name} and ${target.name} are part of a cycle of callbacks. Delete a callback of it; repetition is made by a loop, not by a cycle.`,
      );
    }
    const pair = `${callback.source} ${callback.target} ${callback.port}`;
    if (pairs.has(pair))
      find(
        "CALLBACK_TWICE",
        "target",
        `${source.name} calls ${target.name} twice from one port. Delete one.`,
      );
    pairs.add(pair);
    return problems;
  });
}

function callbackProblem(callback: Callback, code: string, key: string, message: string): Problem {
  return {
    code,
    level: "error",
    message,
    blockId: null,
    callbackId: callback.id,
    path: ["callbacks", callback.id, key],
    field: null,
  };
}

/** Findings about which blocks there are: no Start, too many of a type, some that nothing reaches. */
export function checkBlocks(
  document: PlaybookDocument,
  catalogue: Catalogue,
  graph: Graph,
): Problem[] {
  const starts = document.blocks.filter((block) => block.type === START_TYPE);
  const problems: Problem[] = [];
  if (starts.length === 0) {
    const message = "The playbook has no Start block, so no run can begin. Add one.";
    problems.push({ ...BLANK, code: "START_MISSING", level: "error", message, path: ["blocks"] });
  }
  const counts = new Map<string, number>();
  for (const block of document.blocks) {
    const count = (counts.get(block.type) ?? 0) + 1;
    counts.set(block.type, count);
    const spec = catalogue.blocks.get(block.type);
    const most = spec?.atMost ?? null;
    if (spec === undefined || most === null || count <= most) continue;
    const message = `A playbook has at most ${most} ${spec.title} block${most === 1 ? "" : "s"}. Delete ${block.name}.`;
    problems.push({
      ...BLANK,
      code: "BLOCK_TOO_MANY",
      level: "error",
      message,
      blockId: block.id,
      path: ["blocks", block.id],
    });
  }
  if (starts.length === 0) return problems;
  const reached = graph.reachableFrom(starts.map((block) => block.id));
  for (const block of document.blocks) {
    if (reached.has(block.id)) continue;
    const message = `No callback leads from Start to ${block.name}, so it never runs. Connect it, or delete it.`;
    problems.push({
      ...BLANK,
      code: "BLOCK_UNREACHABLE",
      level: "warning",
      message,
      blockId: block.id,
      path: ["blocks", block.id],
    });
  }
  return problems;
}

const BLANK = { blockId: null, callbackId: null, field: null } as const;
