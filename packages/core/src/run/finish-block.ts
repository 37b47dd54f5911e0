/** What is appended after the last execution of an action has ended. */
import type { BlockSpec, Catalogue } from "../block/index.ts";
import {
  type Block,
  type DocumentIndex,
  indexDocument,
  type PlaybookDocument,
} from "../document/index.ts";
import { FAILURE_CLASSES } from "../failure/index.ts";
import type { ActionResult, ResultsEntry } from "../results/index.ts";
import { callbackEvents } from "./call.ts";
import type { BlockOutcome, FailureSummary, RunEventBody } from "./event.ts";
import { foldOnto } from "./fold.ts";
import type { RunState } from "./state.ts";

/** Characters of a failure's message in an event. */
export const EVENT_MESSAGE_LIMIT = 1_000;

export interface FinishedAction {
  readonly document: PlaybookDocument;
  readonly catalogue: Catalogue;
  /** With the BlockStarted of this action. */
  readonly state: RunState;
  readonly path: string;
  /** One for each connection; each with one action result for each parameter object. */
  readonly entries: readonly ResultsEntry[];
  /** Why nothing was executed, or what to say instead of the first failed result; null: take that one. */
  readonly failure: FailureSummary | null;
}

/**
 * BlockFinished with the action's outcome, then CallbackCalled and
 * CallbackDied of its callbacks. An action failed only if every execution of
 * it did, and also when there was none. A failed one takes its error port when
 * that is wired, else its normal ports with success false. Pure.
 */
export function finishBlockEvents(finished: FinishedAction): readonly RunEventBody[] {
  const { document, catalogue, state, path } = finished;
  const graph = indexDocument(document);
  const { block, spec } = blockOf(graph, catalogue, state.blocks[path]?.blockId ?? path);
  const results = finished.entries.flatMap(({ action_results }) => action_results);
  const succeeded = results.filter(({ status }) => status === "success").length;
  const outcome = outcomeOf(succeeded, results.length);
  const event: RunEventBody = {
    v: 1,
    type: "BlockFinished",
    path,
    blockId: block.id,
    outcome,
    succeeded,
    total: results.length,
    failure: outcome === "succeeded" ? null : failureOf(finished, block, results),
    taken: portsTaken(graph, spec, block, outcome === "failed"),
  };
  const after = foldOnto(state, [{ seq: state.seq + 1, at: "", event }]);
  return [event, ...callbackEvents({ graph, state: after, spec, block, filteredResults: null })];
}

/** How an action ended from its counts; no execution at all is a failure. Pure. */
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

function failureOf(
  finished: FinishedAction,
  block: Block,
  results: readonly ActionResult[],
): FailureSummary {
  if (finished.failure !== null) return shortened(finished.failure);
  const error = results.find(({ status }) => status === "failed")?.error ?? null;
  if (error === null) return nothingExecuted(block);
  return shortened({
    class: FAILURE_CLASSES.find((known) => known === error.class) ?? "F-INTERNAL",
    failureIndicator: error.failure_indicator,
    statusCode: error.status_code,
    message: error.message,
    field: null,
  });
}

function nothingExecuted(block: Block): FailureSummary {
  return {
    class: "F-INPUT",
    failureIndicator: `${commandOf(block)} failed.`,
    statusCode: 400,
    message: "Nothing was executed: there were no parameters or no usable connection",
    field: null,
  };
}

/** The command of an action block, else the block's name: what a failure indicator begins with. Pure. */
export function commandOf(block: Block): string {
  const command = block.config["command"];
  return typeof command === "string" && command !== "" ? command : block.name;
}

/** The failure as an event may hold it: a long message is cut, never inside a character. Pure. */
export function shortened(failure: FailureSummary): FailureSummary {
  const message = failure.message.slice(0, EVENT_MESSAGE_LIMIT).replace(/[\ud800-\udbff]$/, "");
  return { ...failure, message };
}
