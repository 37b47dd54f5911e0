/**
 * When a block's turn comes. A block with two or more incoming callbacks is a
 * join and waits for all of them: each is called, dead, or still open.
 */
import type { DocumentIndex } from "../document/index.ts";
import { assertNever } from "../json/index.ts";
import type { ArgumentReferences } from "./event.ts";
import type { RunState } from "./state.ts";

/** The arguments of a callback of which none is set. */
export const NO_ARGUMENTS: ArgumentReferences = Object.freeze({
  actionRunId: null,
  success: null,
  handleOf: null,
  containerVersion: null,
  filteredResults: null,
});

export type Readiness =
  /** At least one callback may still come; a join lists the ids it waits for. */
  | { readonly kind: "open"; readonly waitsFor: readonly string[] }
  | { readonly kind: "released"; readonly args: ArgumentReferences; readonly seq: number }
  /** It can no longer be called. */
  | { readonly kind: "skipped"; readonly reason: string; readonly seq: number };

/**
 * Whether the callbacks that lead to a block release it, skip it or leave it
 * open. A join hands on the container and the handle alone, of the callback
 * that came last; a block with one incoming callback sees that one's
 * arguments. `seq` is that of the event which decided it (0: there is no
 * callback). Start has no incoming callback and is released by the run. Pure.
 */
export function readiness(graph: DocumentIndex, state: RunState, blockId: string): Readiness {
  const incoming = graph.incoming(blockId);
  const waitsFor: string[] = [];
  const reasons = new Set<string>();
  let last: { readonly seq: number; readonly args: ArgumentReferences } | null = null;
  let seq = 0;
  for (const { id } of incoming) {
    const callback = state.callbacks[id];
    if (callback === undefined) {
      waitsFor.push(id);
      continue;
    }
    seq = Math.max(seq, callback.seq);
    switch (callback.state) {
      case "dead":
        if (callback.reason !== null) reasons.add(callback.reason);
        break;
      case "called":
        if (last === null || callback.seq > last.seq)
          last = { seq: callback.seq, args: callback.args ?? NO_ARGUMENTS };
        break;
      default:
        assertNever(callback.state, "callback state");
    }
  }
  if (waitsFor.length > 0) return { kind: "open", waitsFor };
  if (last !== null)
    return { kind: "released", args: incoming.length > 1 ? joined(last.args) : last.args, seq };
  const reason = incoming.length === 0 ? "no callback leads to it" : [...reasons].join(", ");
  return { kind: "skipped", reason, seq };
}

function joined(args: ArgumentReferences): ArgumentReferences {
  return { ...NO_ARGUMENTS, handleOf: args.handleOf, containerVersion: args.containerVersion };
}

/** The arguments with which a block was or would be released now; none when it is Start, open or skipped. Pure. */
export function releaseArguments(
  graph: DocumentIndex,
  state: RunState,
  blockId: string,
): ArgumentReferences {
  const now = readiness(graph, state, blockId);
  return now.kind === "released" ? now.args : NO_ARGUMENTS;
}
