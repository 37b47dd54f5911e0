/** What is appended after the last execution of a pass has ended. */
import type { BlockSpec, Catalogue } from "../block/index.ts";
import {
  type Block,
  type DocumentIndex,
  indexDocument,
  type PlaybookDocument,
} from "../document/index.ts";
import {
  type BlockOutcome,
  type BlockPath,
  blockIdOf,
  type FailureSummary,
  passAt,
  type RunEventBody,
  type RunState,
} from "../log/index.ts";
import type { KeptOutcome } from "../results/index.ts";
import { callbackEvents } from "./call.ts";

/** Characters of a failure's message in an event. */
export const EVENT_MESSAGE_LIMIT = 1_000;

/** A pass that a runner performed, with all that it came to. */
export interface FinishedPass {
  readonly document: PlaybookDocument;
  readonly catalogue: Catalogue;
  /** With the BlockStarted of this pass. */
  readonly state: RunState;
  readonly path: BlockPath;
  /** One for each slot, in their order. */
  readonly results: readonly Pick<KeptOutcome, "status" | "failure">[];
  /** Why nothing was executed, or what to say instead of the first failed result; null: take that one. */
  readonly failure: FailureSummary | null;
  /** The handle of an action run; null: it has none. */
  readonly handle: (actionRunId: number) => string | null;
}

/**
 * BlockFinished with the pass's outcome, then CallbackCalled and
 * CallbackDied of its callbacks. It failed only if every execution of
 * it did, and also when there was none. A failed one takes its error port when
 * that is wired, else its normal ports with success false. Pure.
 */
export function finishBlockEvents(finished: FinishedPass): readonly RunEventBody[] {
  const { document, catalogue, state, path, results, handle } = finished;
  const graph = indexDocument(document);
  const { block, spec } = blockOf(graph, catalogue, blockIdOf(path));
  const succeeded = results.filter(({ status }) => status === "success").length;
  const outcome = outcomeOf(succeeded, results.length);
  const taken = portsTaken(graph, spec, block, outcome === "failed");
  const failure = outcome === "succeeded" ? null : failureOf(finished, spec.failingName(block));
  const total = results.length;
  const counts = { succeeded, total };
  const action = passAt(state, path)?.action ?? null;
  const pass = { path, state: outcome, taken, succeeded, action };
  return [
    { v: 1, type: "BlockFinished", path, blockId: block.id, outcome, ...counts, failure, taken },
    ...callbackEvents({ graph, state, spec, block, pass, filtered: {}, handle }),
  ];
}

/** How a pass ended from the counts of its executions; no execution at all is a failure. Pure. */
export function outcomeOf(succeeded: number, total: number): Exclude<BlockOutcome, "cancelled"> {
  if (succeeded === 0) return "failed";
  return succeeded === total ? "succeeded" : "partly_succeeded";
}

/** The block and its spec. Throws when either is missing: a revision was validated before it runs. */
export function blockOf(
  graph: DocumentIndex,
  catalogue: Catalogue,
  blockId: string,
): { readonly block: Block; readonly spec: BlockSpec } {
  const block = graph.blocks.get(blockId);
  if (block === undefined) throw new Error(`the document has no block ${blockId}`);
  const spec = catalogue.blocks.get(block.type);
  if (spec === undefined) throw new Error(`there is no block type ${block.type}`);
  return { block, spec };
}

/** Whether a callback leads away from an error port of the block. Pure. */
export function isErrorPortWired(graph: DocumentIndex, spec: BlockSpec, block: Block): boolean {
  const errorPorts = spec.ports(block).filter(({ kind }) => kind === "error");
  return graph
    .outgoing(block.id)
    .some((callback) => errorPorts.some(({ id }) => id === callback.port));
}

function portsTaken(
  graph: DocumentIndex,
  spec: BlockSpec,
  block: Block,
  failed: boolean,
): readonly string[] {
  const kind = failed && isErrorPortWired(graph, spec, block) ? "error" : "normal";
  return spec
    .ports(block)
    .filter((port) => port.kind === kind)
    .map(({ id }) => id);
}

function failureOf({ failure, results }: FinishedPass, name: string): FailureSummary {
  if (failure !== null) return shortened(failure);
  const first = results.find(({ status }) => status === "failed")?.failure ?? null;
  if (first === null) return nothingExecuted(name);
  const { class: failureClass, failureIndicator, statusCode, message } = first;
  return shortened({ class: failureClass, failureIndicator, statusCode, message, field: null });
}

function nothingExecuted(name: string): FailureSummary {
  return {
    class: "F-INPUT",
    failureIndicator: `${name} failed.`,
    statusCode: 400,
    message: "Nothing was executed: there were no parameters or no usable connection",
    field: null,
  };
}

/** The failure as an event may hold it: a long message is cut, never inside a character. Pure. */
export function shortened(failure: FailureSummary): FailureSummary {
  const message = failure.message.slice(0, EVENT_MESSAGE_LIMIT).replace(/[\ud800-\udbff]$/, "");
  return { ...failure, message };
}
