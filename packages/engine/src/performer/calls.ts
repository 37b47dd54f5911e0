/** The calls of a run that are in flight, and the answers to them: by the call itself, by callback, by deadline. */
import { type AnswerRow, executionOf, recordAnswer, recordCancelled } from "./answers.ts";
import type { PerformerContext } from "./context.ts";
import type { Draft } from "./draft.ts";
import type { CallEnd, Intent } from "./execute.ts";
import { unknownOutcome } from "./failures.ts";
import type { Execution } from "./memory.ts";
import { failExecution, finishExecution, type PackedOutcome } from "./outcomes.ts";

/** What came for a wait; the outcome is null when it is its deadline. */
export interface Answer {
  readonly row: AnswerRow;
  readonly outcome: PackedOutcome | null;
}

interface InFlight {
  readonly execution: Execution;
  /** Its unsafe request may have left. */
  unsafe: boolean;
}

export class Calls {
  private readonly context: PerformerContext;
  private readonly inFlight = new Map<string, InFlight>();
  /** Answers that came before the request was answered. */
  private readonly early = new Map<string, Answer>();
  private readonly outboundStatus: Map<string, number>;

  /** `outboundStatus`: by execution key, of waits whose request was answered before. */
  constructor(context: PerformerContext, outboundStatus: ReadonlyMap<string, number>) {
    this.context = context;
    this.outboundStatus = new Map(outboundStatus);
  }

  get size(): number {
    return this.inFlight.size;
  }

  begin(execution: Execution): void {
    this.inFlight.set(execution.key, { execution, unsafe: false });
  }

  forget(): void {
    this.inFlight.clear();
  }

  /** What must be on disk before the request leaves. */
  intend(draft: Draft, { execution, unsafe, wait }: Intent): void {
    const { action, appRun, parameterIndex, attempt } = execution;
    const { path } = action.row;
    const of = { path, appRunId: appRun.appRunId, parameterIndex };
    const flight = this.inFlight.get(execution.key);
    if (unsafe && flight !== undefined) flight.unsafe = true;
    if (unsafe) draft.record({ v: 1, type: "RequestIntended", ...of, attempt });
    if (wait === null) return;
    draft.waits.push(wait);
    draft.memory.hasWaits = true;
    // A repeat makes a second address beside the first, which stays valid.
    if (waitIdOf(draft, execution) !== null) return;
    const { id: waitId, deadline } = wait;
    draft.record({ v: 1, type: "BlockWaiting", ...of, waitId, deadline });
  }

  /** A call has come back. */
  end(draft: Draft, execution: Execution, end: CallEnd): void {
    const flight = this.inFlight.get(execution.key);
    if (flight === undefined) return;
    this.inFlight.delete(execution.key);
    const early = this.early.get(execution.key);
    this.early.delete(execution.key);
    const isCancelled = draft.state.cancelRequestedBy !== null;
    if (end.kind === "waiting") {
      this.outboundStatus.set(execution.key, end.status);
      draft.accepted.push({ waitId: end.waitId, status: end.status });
      if (early !== undefined) this.answer(draft, early);
    } else if (end.kind === "ended") {
      if (early !== undefined) draft.inboxTaken.push(early.row.id);
      closeWaits(draft, execution);
      // A call that failed because it was told to stop: its block ends as cancelled, not as failed.
      const isStop = isCancelled && end.outcome.failure?.class === "F-CANCEL";
      if (!isStop) finishExecution(this.context, draft, execution, end.outcome);
      else if (flight.unsafe) this.fail(draft, execution);
    } else if (flight.unsafe && isCancelled) this.fail(draft, execution);
    if (isCancelled && this.inFlight.size === 0) recordCancelled(this.context, draft);
  }

  /** An answer by callback, or the deadline of one. */
  answer(draft: Draft, answer: Answer): void {
    const { row } = answer;
    const execution = executionOf(draft, row);
    // The request is still open: its answer decides first, and this one is kept until then.
    if (execution !== null && this.inFlight.has(execution.key)) {
      if (this.early.has(execution.key)) draft.inboxTaken.push(row.id);
      else this.early.set(execution.key, answer);
      return;
    }
    draft.inboxTaken.push(row.id);
    if (execution === null) return;
    const outcome = this.withStatus(execution, answer.outcome);
    recordAnswer(this.context, draft, row, execution, outcome);
  }

  /** Calls that do not stop: what is unsafe and has left is unknown, the rest ends as cancelled. */
  giveUp(draft: Draft): void {
    for (const { execution, unsafe } of this.inFlight.values())
      if (unsafe) this.fail(draft, execution);
    this.inFlight.clear();
    recordCancelled(this.context, draft);
  }

  private fail(draft: Draft, execution: Execution): void {
    const failure = unknownOutcome(execution.action.row.command);
    failExecution(this.context, draft, execution, failure);
  }

  private withStatus(execution: Execution, outcome: PackedOutcome | null): PackedOutcome | null {
    if (outcome === null) return null;
    const status = this.outboundStatus.get(execution.key) ?? null;
    return { ...outcome, summary: { ...outcome.summary, outbound_status_code: status } };
  }
}

function closeWaits(draft: Draft, execution: Execution): void {
  if (waitIdOf(draft, execution) === null) return;
  const { appRun, parameterIndex } = execution;
  draft.closedWaits.push({ appRunId: appRun.appRunId, parameterIndex });
}

function waitIdOf(draft: Draft, { action, key }: Execution): string | null {
  return draft.state.blocks[action.row.path]?.executions[key]?.waitId ?? null;
}
