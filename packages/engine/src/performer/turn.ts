/**
 * What one turn of a run amounts to, until it is handed to the journal in one piece. The memory of the
 * run changes only by `commit`, after that is on disk.
 */
import type { PlannedAction } from "@callbook/core/block";
import type { Json, JsonObject } from "@callbook/core/json";
import {
  type BlockPath,
  fitted,
  type KeptState,
  passAt,
  type RunEventBody,
  type RunState,
  type Slot,
} from "@callbook/core/log";
import {
  entriesOf,
  type KeptOutcome,
  type PassResults,
  type ResultReader,
} from "@callbook/core/results";
import { mayLeadOn, type PassValue, type Step } from "@callbook/core/run";
import { packBody } from "../store/body.ts";
import type { ActionRunRow, Append, BlockResultRow, LogRow, WaitRow } from "../store/rows.ts";
import type { PassMemory, PassSlot, RunMemory } from "./memory.ts";
import { nothingReceived } from "./packed.ts";

type Recorded = Extract<Step, { kind: "record" }>;

export class Turn {
  readonly memory: RunMemory;
  /** ISO time of all that happens in this turn. */
  readonly at: string;
  readonly waits: WaitRow[] = [];
  readonly accepted: { waitId: string; status: number }[] = [];
  readonly closedWaits: { path: BlockPath; slot: Slot }[] = [];
  readonly inboxTaken: string[] = [];
  readonly sparedDeliveries: string[] = [];
  /** To be performed once this is on disk. */
  readonly begin: PassSlot[] = [];
  readonly #state: KeptState;
  readonly #logs: LogRow[] = [];
  readonly #actionRuns: ActionRunRow[] = [];
  readonly #results: BlockResultRow[] = [];
  readonly #newPasses = new Map<BlockPath, PassMemory>();
  readonly #kept = new Map<BlockPath, Map<Slot, KeptOutcome>>();
  readonly #values = new Map<BlockPath, Map<Slot, Json>>();
  /** Results of passes that have ended, made when they are first read. */
  readonly #ended = new Map<BlockPath, PassResults>();
  #outputs: Readonly<Record<string, Json>> | null = null;
  #leadsOn = false;

  constructor(memory: RunMemory) {
    this.memory = memory;
    this.at = memory.clock.now();
    this.#state = memory.kept;
    // Of a turn that came to nothing.
    this.#state.drop();
  }

  /** With what was recorded in this turn. */
  get state(): RunState {
    return this.#state.ahead;
  }

  /** Whether the run may go on otherwise for what was recorded. */
  get leadsOn(): boolean {
    return this.#leadsOn;
  }

  get isEmpty(): boolean {
    const rows = [
      this.#state.recorded,
      this.accepted,
      this.closedWaits,
      this.inboxTaken,
      this.waits,
    ];
    return rows.every(({ length }) => length === 0) && this.memory.create === null;
  }

  /** About the bytes that this turn adds to what the run remembers. */
  get keptBytes(): number {
    return this.#results.reduce((sum, { size }) => sum + size, 0);
  }

  record(whole: RunEventBody): void {
    const event = fitted(whole);
    this.#state.record(event, this.at);
    this.#leadsOn ||= mayLeadOn(event);
  }

  /** What core decided: its events, the lines and values of the blocks that it evaluated, and the outputs. */
  async recordStep(step: Recorded): Promise<void> {
    const firstSeq = this.state.seq + 1;
    for (const event of step.events) this.record(event);
    let line = 0;
    let lastSeq = 0;
    for (const { event, ...written } of step.lines) {
      const seq = firstSeq + event;
      line = seq === lastSeq ? line + 1 : 0;
      lastSeq = seq;
      this.#logs.push({ seq, line, ...written });
    }
    for (const stored of step.stored) {
      const { path, slot, value } = stored;
      const values = this.#values.get(path) ?? new Map<Slot, Json>();
      this.#values.set(path, values.set(slot, value));
      this.#results.push(await this.#valueRow(stored));
    }
    if (step.outputs !== null) this.#outputs = step.outputs;
  }

  async #valueRow({ path, slot, value, message = "" }: PassValue): Promise<BlockResultRow> {
    const data = await packBody(value);
    const when = { startedAt: this.at, finishedAt: this.at };
    const plain = { statusCode: null, message, summary: {}, error: null, trace: [] };
    const received = { data, raw: nothingReceived, size: data.length };
    return {
      path,
      slot,
      attempt: 1,
      connectionId: null,
      status: "success",
      ...plain,
      ...received,
      ...when,
    };
  }

  /** A pass that a runner is to perform. */
  addPass(pass: PassMemory): void {
    this.#newPasses.set(pass.path, pass);
    const { action, block, path } = pass;
    if (action === null) return;
    const { id, command, handle, plan } = action;
    const row = { id, path, blockId: block.id, name: block.name, command, handle, plan };
    this.#actionRuns.push({ ...row, startedAt: this.at });
  }

  /** undefined: no runner performs a pass at this path. */
  pass(path: BlockPath): PassMemory | undefined {
    return this.#newPasses.get(path) ?? this.memory.passes.get(path);
  }

  /** undefined: the slot has not ended. */
  resultOf(pass: PassMemory, slot: Slot): KeptOutcome | undefined {
    return this.#kept.get(pass.path)?.get(slot) ?? pass.results.get(slot);
  }

  countResults(pass: PassMemory): number {
    return pass.results.size + (this.#kept.get(pass.path)?.size ?? 0);
  }

  /** How a slot ended. `row` null: it is on disk already. */
  keep(pass: PassMemory, slot: Slot, result: KeptOutcome, row: BlockResultRow | null): void {
    const kept = this.#kept.get(pass.path) ?? new Map<Slot, KeptOutcome>();
    this.#kept.set(pass.path, kept.set(slot, result));
    if (row !== null) this.#results.push(row);
  }

  /** The handle of an action run; null: it has none. */
  handle(actionRunId: number): string | null {
    for (const passes of [this.#newPasses, this.memory.passes])
      for (const { action } of passes.values())
        if (action?.id === actionRunId) return action.handle;
    return null;
  }

  /** Reads what has ended; what core asks for has been loaded before. */
  reader(): ResultReader {
    return {
      pass: (path) => this.#resultsOf(path),
      handle: (actionRunId) => this.handle(actionRunId),
      inputs: () => this.memory.inputs,
    };
  }

  #resultsOf(path: BlockPath): PassResults | undefined {
    const known = this.#ended.get(path);
    if (known !== undefined) return known;
    const pass = this.pass(path);
    if (pass === undefined) {
      const values = this.#values.get(path) ?? this.memory.values.get(path);
      return values === undefined ? undefined : { entries: [], value: (slot) => values.get(slot) };
    }
    if ((passAt(this.state, path)?.outcome ?? null) === null) return undefined;
    const { block, action } = pass;
    const entries =
      action === null ? [] : entriesOf({ ...action, name: block.name }, this.#resultsIn(pass));
    const results = { entries, value: () => undefined };
    this.#ended.set(path, results);
    return results;
  }

  #resultsIn(pass: PassMemory): ReadonlyMap<Slot, KeptOutcome> {
    const kept = this.#kept.get(pass.path);
    return kept === undefined ? pass.results : new Map([...pass.results, ...kept]);
  }

  toAppend(released: boolean): Append {
    const { memory, state } = this;
    return {
      run: memory.key,
      epoch: memory.epoch,
      headSeq: memory.kept.onDisk.seq,
      create: memory.create,
      events: memory.kept.recorded,
      logs: this.#logs,
      actionRuns: this.#actionRuns,
      results: this.#results,
      waits: this.waits,
      accepted: this.accepted,
      closedWaits: this.closedWaits,
      closesAllWaits: (memory.hasWaits || this.waits.length > 0) && state.finishedAt !== null,
      inboxTaken: this.inboxTaken,
      sparedDeliveries: this.sparedDeliveries,
      columns: {
        state: state.state,
        startedAt: state.startedAt,
        finishedAt: state.finishedAt,
        handledFailures: state.handledFailures,
        requests: state.requests,
        failedRequests: state.failedRequests,
        unknownRequests: state.unknownRequests,
        failure: failureColumn(state),
        outputs: this.#outputs,
        released,
      },
    };
  }

  /** It is on disk: the memory is what this turn made of it. */
  commit(): void {
    const { memory } = this;
    memory.kept.commit();
    memory.outputs = this.#outputs ?? memory.outputs;
    memory.create = null;
    memory.hasWaits ||= this.waits.length > 0;
    for (const [path, pass] of this.#newPasses) memory.passes.set(path, pass);
    for (const [path, kept] of this.#kept)
      for (const [slot, result] of kept) memory.passes.get(path)?.results.set(slot, result);
    for (const [path, values] of this.#values)
      memory.values.set(path, new Map([...(memory.values.get(path) ?? []), ...values]));
  }
}

function failureColumn({ failure }: RunState): JsonObject | null {
  if (failure === null) return null;
  const { code, message, blockId, path } = failure;
  if (blockId === null) return { code, message };
  return path === null ? { code, message, blockId } : { code, message, blockId, path };
}

/** The planned action of a row that lies on disk. */
export function plannedAction({ id, command, handle, plan }: ActionRunRow): PlannedAction {
  return { id, command, handle, plan };
}
