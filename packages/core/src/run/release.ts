/**
 * When a block's turn comes. A block with two or more incoming callbacks is a
 * join and waits for all of them: each is called, dead, or still open.
 */
import type { Callback, DocumentIndex } from "../document/index.ts";
import { assertNever } from "../json/index.ts";
import {
  type ArgumentReferences,
  type BlockPath,
  blockIdOf,
  type CallbackState,
  lastCall,
  type RunState,
} from "../log/index.ts";

/** The arguments of a callback of which none is set. */
export const NO_ARGUMENTS: ArgumentReferences = Object.freeze({
  actionRunId: null,
  success: null,
  handleOf: null,
  containerVersion: null,
  filtered: null,
});

export type Readiness =
  /** At least one callback may still come; a join lists the ids it waits for. */
  | { readonly kind: "open"; readonly waitsFor: readonly string[] }
  | { readonly kind: "released"; readonly args: ArgumentReferences; readonly seq: number }
  /** It can no longer be called. */
  | { readonly kind: "skipped"; readonly reason: string; readonly seq: number };

/**
 * Whether the callbacks that lead to a block release it, skip it or leave it
 * open. A join that waits for all is released when none that it awaits is open
 * and at least one was called; one that waits for any, by the first call. A
 * join hands on the container and the handle alone, of the callback that
 * released it; a block with one incoming callback sees that one's
 * arguments. `seq` is that of the event which decided it (0: there is no
 * callback). Start has no incoming callback and is released by the run. Pure.
 * Source: the three join modes of D3 SOAR.
 */
export function readiness(graph: DocumentIndex, state: RunState, blockId: string): Readiness {
  const incoming = graph.incoming(blockId);
  const waitsForAny = (graph.blocks.get(blockId)?.join ?? "all") !== "all";
  const met = meet(incoming, state);
  const { called, open } = met;
  const releasing = waitsForAny ? called[0] : called.at(-1);
  const isHeld = !waitsForAny && open.some(({ awaited }) => awaited);
  if (releasing !== undefined && !isHeld) {
    const args = releasing.args ?? NO_ARGUMENTS;
    const seq = waitsForAny ? releasing.seq : met.seq;
    return { kind: "released", args: incoming.length > 1 ? joined(args) : args, seq };
  }
  if (open.length > 0) {
    const awaited = open.filter((callback) => callback.awaited || !isHeld);
    return { kind: "open", waitsFor: awaited.map(({ id }) => id) };
  }
  const reason = incoming.length === 0 ? "no callback leads to it" : [...met.reasons].join(", ");
  return { kind: "skipped", reason, seq: met.seq };
}

interface Met {
  readonly open: readonly Callback[];
  /** In the order of the calls. */
  readonly called: readonly CallbackState[];
  readonly reasons: ReadonlySet<string>;
  /** Of the newest call or death. */
  readonly seq: number;
}

function meet(incoming: readonly Callback[], state: RunState): Met {
  const open: Callback[] = [];
  const called: CallbackState[] = [];
  const reasons = new Set<string>();
  let seq = 0;
  for (const callback of incoming) {
    const last = lastCall(state, callback.id);
    if (last === undefined) {
      open.push(callback);
      continue;
    }
    seq = Math.max(seq, last.seq);
    switch (last.state) {
      case "dead":
        if (last.reason !== null) reasons.add(last.reason);
        break;
      case "called":
        called.push(last);
        break;
      default:
        assertNever(last.state, "callback state");
    }
  }
  return { open, called: called.sort((a, b) => a.seq - b.seq), reasons, seq };
}

function joined(args: ArgumentReferences): ArgumentReferences {
  return { ...NO_ARGUMENTS, handleOf: args.handleOf, containerVersion: args.containerVersion };
}

/** The arguments with which a pass was or would be released now; none when it is Start's, open or skipped. Pure. */
export function releaseArguments(
  graph: DocumentIndex,
  state: RunState,
  path: BlockPath,
): ArgumentReferences {
  const now = readiness(graph, state, blockIdOf(path));
  return now.kind === "released" ? now.args : NO_ARGUMENTS;
}
