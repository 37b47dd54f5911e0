/** A run being taken forward within one call: events are recorded and folded as they come about. */
import { type BlockSpec, type Catalogue, type Evaluation, scopeOf } from "../block/index.ts";
import {
  type Block,
  type DocumentIndex,
  indexDocument,
  type PlaybookDocument,
} from "../document/index.ts";
import type { Json } from "../json/index.ts";
import {
  applyEvent,
  type BlockPath,
  type BlockState,
  blockIdOf,
  blockPath,
  draftOf,
  type EventOf,
  type FailureSummary,
  fitted,
  isWithinLimit,
  passAt,
  type RunEventBody,
  type RunState,
  type RunStateDraft,
} from "../log/index.ts";
import type { ResultReader } from "../results/index.ts";
import { callbackEvents, callsOfPass } from "./call.ts";
import { blockOf, shortened } from "./finish-block.ts";
import { releaseArguments } from "./release.ts";
import { readerWithFailures, readerWithStored } from "./result-reader.ts";
import type { PassValue, Step, WrittenLine } from "./step.ts";

export interface RunSituation {
  readonly document: PlaybookDocument;
  readonly state: RunState;
  readonly catalogue: Catalogue;
  readonly results: ResultReader;
}

export type Outputs = Extract<Step, { kind: "record" }>["outputs"];

type EvaluatedSpec = Extract<BlockSpec, { readonly evaluate: unknown }>;
type Done = Extract<Evaluation, { status: "done" }>;
type Filtered = Done["filtered"];

export class Progress {
  readonly document: PlaybookDocument;
  readonly graph: DocumentIndex;
  readonly catalogue: Catalogue;
  readonly state: RunStateDraft;
  readonly events: RunEventBody[] = [];
  readonly lines: WrittenLine[] = [];
  readonly stored: PassValue[] = [];
  /** Ids of blocks whose last incoming callback was just called or died, in that order. */
  readonly touched: string[] = [];
  /** Of passes evaluated in this call. */
  private readonly outputs = new Map<BlockPath, Readonly<Record<string, Json>>>();
  private readonly results: ResultReader;

  constructor({ document, state, catalogue, results }: RunSituation) {
    this.document = document;
    this.graph = indexDocument(document);
    this.catalogue = catalogue;
    this.state = draftOf(state);
    this.results = readerWithFailures(readerWithStored(results, this.stored), this.state);
  }

  find(blockId: string): { readonly block: Block; readonly spec: BlockSpec } {
    return blockOf(this.graph, this.catalogue, blockId);
  }

  passOf(blockId: string): BlockState | undefined {
    return passAt(this.state, blockPath(blockId));
  }

  record(whole: RunEventBody): void {
    const event = fitted(whole);
    this.events.push(event);
    applyEvent(this.state, { seq: this.state.seq + 1, at: "", event });
  }

  /** Evaluates a pass, ends it and calls its callbacks: one event. */
  run(path: BlockPath): void {
    const { block, spec } = this.findEvaluated(path);
    const evaluation = this.evaluate(path);
    const failure = evaluation.status === "failed" ? failureOf(spec, block, evaluation) : null;
    const outcome = failure === null ? "succeeded" : "failed";
    const taken = evaluation.status === "done" ? evaluation.taken : [];
    const pass = { path, state: outcome, taken, succeeded: 0, action: null } as const;
    const filtered = evaluation.status === "done" ? evaluation.filtered : {};
    const calls = callsOfPass({ ...this.calling(block, spec, filtered), pass });
    const whole: EventOf<"BlockRan"> = {
      v: 1,
      type: "BlockRan",
      path,
      blockId: block.id,
      outcome,
      failure,
      taken,
      ...calls,
      args: calls.called.length > 0 ? calls.args : null,
      lines: evaluation.status === "done" ? evaluation.logs.map(({ level }) => level) : [],
    };
    // Callbacks that do not fit become events of their own.
    const fits = isWithinLimit(fitted(whole));
    const event = fits ? whole : { ...whole, args: null, called: [], died: [] };
    if (evaluation.status === "done") this.keep(path, evaluation);
    this.record(event);
    if (!fits) this.callEach(block, spec, path, filtered);
    this.touch(block.id);
  }

  /** Lines, stored values and outputs of a pass whose event comes next. */
  private keep(path: BlockPath, { logs, stored, outputs }: Done): void {
    const at = { event: this.events.length, path, blockId: blockIdOf(path) };
    this.lines.push(...logs.map((line) => ({ ...at, ...line })));
    this.stored.push(...stored.map((value) => ({ path, ...value })));
    this.outputs.set(path, outputs);
  }

  evaluate(path: BlockPath): Evaluation {
    const { block, spec } = this.findEvaluated(path);
    const { document, catalogue, results, state } = this;
    const releasedBy = releaseArguments(this.graph, state, path);
    const scope = scopeOf({ document, catalogue, results, state, releasedBy });
    return spec.evaluate({ document, block, path, scope, results, releasedBy });
  }

  /** What a finished End names. Nothing was live when it finished, so evaluating it again gives the same. */
  outputsOf(path: BlockPath): Readonly<Record<string, Json>> {
    const known = this.outputs.get(path);
    if (known !== undefined) return known;
    const evaluation = this.evaluate(path);
    return evaluation.status === "done" ? evaluation.outputs : {};
  }

  skip(blockId: string, reason: string): void {
    const path = blockPath(blockId);
    const { block, spec } = this.find(blockId);
    const died = this.graph.outgoing(blockId).map(({ id }) => id);
    const whole: EventOf<"BlockSkipped"> = {
      v: 2,
      type: "BlockSkipped",
      path,
      blockId,
      reason,
      died,
    };
    this.record(isWithinLimit(fitted(whole)) ? whole : { ...whole, died: [] });
    this.callEach(block, spec, path, {});
    this.touch(blockId);
  }

  /** Calls or lets die what has not yet been, of a pass that has ended. */
  call({ path, blockId }: BlockState): void {
    const { block, spec } = this.find(blockId);
    this.callEach(block, spec, path, {});
    this.touch(blockId);
  }

  private callEach(block: Block, spec: BlockSpec, path: BlockPath, filtered: Filtered): void {
    const pass = passAt(this.state, path);
    if (pass === undefined) return;
    for (const event of callbackEvents({ ...this.calling(block, spec, filtered), pass }))
      this.record(event);
  }

  private calling(block: Block, spec: BlockSpec, filtered: Filtered) {
    const { graph, state, results } = this;
    return { graph, state, block, spec, filtered, handle: (id: number) => results.handle(id) };
  }

  private touch(blockId: string): void {
    this.touched.push(...this.graph.outgoing(blockId).map(({ target }) => target));
  }

  private findEvaluated(path: BlockPath): { readonly block: Block; readonly spec: EvaluatedSpec } {
    const { block, spec } = this.find(blockIdOf(path));
    if (spec.kind === "effect" || spec.kind === "wait")
      throw new Error(`block type ${block.type} cannot be evaluated`);
    return { block, spec };
  }
}

function failureOf(
  spec: BlockSpec,
  block: Block,
  failed: Extract<Evaluation, { status: "failed" }>,
): FailureSummary {
  const input = failed.field === null ? "" : ` Input: ${failed.field}.`;
  return shortened({
    class: failed.class,
    failureIndicator: `${spec.failingName(block)} failed.${input}`,
    statusCode: 400,
    message: failed.message,
    field: failed.field,
  });
}
