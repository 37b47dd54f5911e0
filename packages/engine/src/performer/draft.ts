/** What one turn of a run amounts to, until it is handed to the journal in one piece. */
import type { Json, JsonObject } from "@callbook/core/json";
import type { RunEvent, RunEventBody, RunState, Step } from "@callbook/core/run";
import { applyEvent, draftOf, type RunStateDraft } from "@callbook/core/run";
import type { ActionResultRow, ActionRunRow, Append, LogRow, WaitRow } from "../journal/append.ts";
import type { Execution, RunMemory } from "./memory.ts";

type Recorded = Extract<Step, { kind: "record" }>;

export class Draft {
  readonly memory: RunMemory;
  private readonly at: string;
  private readonly folded: RunStateDraft;
  private readonly headSeq: number;
  readonly events: RunEvent[] = [];
  readonly logs: LogRow[] = [];
  readonly actionRuns: ActionRunRow[] = [];
  readonly results: ActionResultRow[] = [];
  readonly waits: WaitRow[] = [];
  readonly accepted: { waitId: string; status: number }[] = [];
  readonly closedWaits: { appRunId: number; parameterIndex: number }[] = [];
  readonly inboxTaken: string[] = [];
  /** Executions to begin once this is on disk. */
  readonly effects: Execution[] = [];
  outputs: Readonly<Record<string, Json>> | null = null;

  constructor(memory: RunMemory, now: Date) {
    this.memory = memory;
    this.at = now.toISOString();
    this.folded = draftOf(memory.state);
    this.headSeq = memory.state.seq;
  }

  /** With what was recorded in this turn. */
  get state(): RunState {
    return this.folded;
  }

  get startedAt(): string {
    return this.at;
  }

  get isEmpty(): boolean {
    const rows = [this.events, this.accepted, this.closedWaits, this.inboxTaken, this.waits];
    return rows.every((each) => each.length === 0) && this.memory.create === null;
  }

  record(event: RunEventBody): void {
    const recorded: RunEvent = { seq: this.folded.seq + 1, at: this.at, event };
    this.events.push(recorded);
    applyEvent(this.folded, recorded);
  }

  recordStep(step: Recorded): void {
    let line = 0;
    for (const event of step.events) {
      this.record(event);
      if (event.type !== "LogWritten") continue;
      const log = step.logs[line];
      line += 1;
      if (log !== undefined) this.logs.push({ seq: this.folded.seq, ...log });
    }
    if (step.outputs !== null) this.outputs = step.outputs;
  }

  toAppend(released: boolean): Append {
    const { state, memory } = this;
    return {
      runId: memory.id,
      epoch: memory.epoch,
      headSeq: this.headSeq,
      create: memory.create,
      events: this.events,
      logs: this.logs,
      actionRuns: this.actionRuns,
      results: this.results,
      waits: this.waits,
      accepted: this.accepted,
      closedWaits: this.closedWaits,
      closesAllWaits: memory.hasWaits && state.finishedAt !== null,
      inboxTaken: this.inboxTaken,
      columns: {
        state: state.state,
        startedAt: state.startedAt,
        finishedAt: state.finishedAt,
        handledFailures: state.handledFailures,
        failure: failureColumn(state),
        outputs: this.outputs,
        released,
      },
    };
  }
}

function failureColumn({ failure }: RunState): JsonObject | null {
  if (failure === null) return null;
  const { code, message, blockId } = failure;
  return blockId === null ? { code, message } : { code, message, blockId };
}
