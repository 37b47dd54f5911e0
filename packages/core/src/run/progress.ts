/** A run being taken forward within one call: events are recorded and folded as they come about. */
import type { BlockSpec, Catalogue, Evaluation } from "../block/index.ts";
import {
  type Block,
  type DocumentIndex,
  indexDocument,
  type PlaybookDocument,
} from "../document/index.ts";
import type { Json } from "../json/index.ts";
import { callbackEvents } from "./call.ts";
import type { ArgumentReferences, FailureSummary, RunEventBody } from "./event.ts";
import type { RunStateDraft } from "./executions.ts";
import { blockOf, shortened } from "./finish-block.ts";
import { applyEvent, draftOf } from "./fold.ts";
import { releaseArguments } from "./release.ts";
import { readerWithFailures } from "./result-reader.ts";
import type { BlockState, RunState } from "./state.ts";
import type { ResultReader, Step } from "./step.ts";

export interface RunSituation {
  readonly document: PlaybookDocument;
  readonly state: RunState;
  readonly catalogue: Catalogue;
  readonly results: ResultReader;
}

type Recorded = Extract<Step, { kind: "record" }>;
export type Outputs = Recorded["outputs"];

export class Progress {
  readonly document: PlaybookDocument;
  readonly graph: DocumentIndex;
  readonly catalogue: Catalogue;
  readonly state: RunStateDraft;
  readonly events: RunEventBody[] = [];
  readonly logs: Recorded["logs"][number][] = [];
  /** Ids of blocks whose last incoming callback was just called or died, in that order. */
  readonly touched: string[] = [];
  /** By block id, of those evaluated in this call. */
  private readonly outputs = new Map<string, Readonly<Record<string, Json>>>();
  private readonly results: ResultReader;

  constructor({ document, state, catalogue, results }: RunSituation) {
    this.document = document;
    this.graph = indexDocument(document);
    this.catalogue = catalogue;
    this.state = draftOf(state);
    this.results = readerWithFailures(results, this.state);
  }

  find(blockId: string): { readonly block: Block; readonly spec: BlockSpec } {
    return blockOf(this.graph, this.catalogue, blockId);
  }

  stateOf(blockId: string): BlockState | undefined {
    return this.state.blocks[blockId];
  }

  record(event: RunEventBody): void {
    this.events.push(event);
    applyEvent(this.state, { seq: this.state.seq + 1, at: "", event });
  }

  /** Starts a pure block, evaluates it, finishes it and calls its callbacks. */
  run(blockId: string): void {
    this.record({ v: 1, type: "BlockStarted", path: blockId, blockId, action: null });
    this.finish(blockId);
  }

  /** The second half of `run`, also for a block whose start is on disk and whose end is not. */
  finish(blockId: string): void {
    const { spec } = this.find(blockId);
    const evaluation = this.evaluate(blockId);
    if (evaluation.status === "failed") {
      this.recordEnd(blockId, "failed", [], failureOf(spec, evaluation));
      this.call(blockId, null);
      return;
    }
    for (const { level, text } of evaluation.logs) {
      this.record({ v: 1, type: "LogWritten", path: blockId, blockId, level });
      this.logs.push({ blockId, level, text });
    }
    this.outputs.set(blockId, evaluation.outputs);
    this.recordEnd(blockId, "succeeded", evaluation.taken, null);
    this.call(blockId, evaluation.filteredResults);
  }

  evaluate(blockId: string): Evaluation {
    const { block, spec } = this.find(blockId);
    if (spec.evaluate === null) throw new Error(`block type ${block.type} cannot be evaluated`);
    const releasedBy = releaseArguments(this.graph, this.state, blockId);
    return spec.evaluate({ document: this.document, block, results: this.results, releasedBy });
  }

  /** End: it has no way out, and names the outputs once nothing else is live. */
  isLast(blockId: string): boolean {
    const { spec } = this.find(blockId);
    return !spec.limits.outgoing && spec.evaluate !== null;
  }

  /** What a finished End names. Nothing was live when it finished, so evaluating it again gives the same. */
  outputsOf(blockId: string): Readonly<Record<string, Json>> {
    const known = this.outputs.get(blockId);
    if (known !== undefined) return known;
    const evaluation = this.evaluate(blockId);
    return evaluation.status === "done" ? evaluation.outputs : {};
  }

  skip(blockId: string, reason: string): void {
    this.record({ v: 1, type: "BlockSkipped", path: blockId, blockId, reason });
    this.call(blockId, null);
  }

  /** Calls or lets die what has not yet been, of a block that has ended. */
  call(blockId: string, filteredResults: ArgumentReferences["filteredResults"]): void {
    const { block, spec } = this.find(blockId);
    const { graph, state } = this;
    for (const event of callbackEvents({ graph, state, spec, block, filteredResults }))
      this.record(event);
    this.touched.push(...graph.outgoing(blockId).map(({ target }) => target));
  }

  private recordEnd(
    blockId: string,
    outcome: "succeeded" | "failed",
    taken: readonly string[],
    failure: FailureSummary | null,
  ): void {
    const counts = { succeeded: 0, total: 0 };
    const type = "BlockFinished";
    this.record({ v: 1, type, path: blockId, blockId, outcome, ...counts, failure, taken });
  }
}

function failureOf(
  spec: BlockSpec,
  failed: Extract<Evaluation, { status: "failed" }>,
): FailureSummary {
  const input = failed.field === null ? "" : ` Input: ${failed.field}.`;
  return shortened({
    class: failed.class,
    failureIndicator: `${spec.title} failed.${input}`,
    statusCode: 400,
    message: failed.message,
    field: failed.field,
  });
}
