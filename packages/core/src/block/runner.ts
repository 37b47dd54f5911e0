/**
 * What performs a block of kind effect or wait: code in the block's own folder, against ports that
 * the engine hands in. The engine keeps what a runner decides, and asks it again after a crash: a
 * runner remembers nothing by itself.
 */
import type { DatapathScope } from "../datapath/index.ts";
import type { Block, PlaybookDocument } from "../document/index.ts";
import type { Failure, TraceStep } from "../failure/index.ts";
import type { CommandOutcome } from "../integration/index.ts";
import type { Json } from "../json/index.ts";
import type { BlockPath, FailureSummary, RunState, Slot, WaitKind } from "../log/index.ts";
import type { ActionPlan, KeptOutcome } from "../results/index.ts";
import type {
  CallbackTarget,
  ChosenConnection,
  CommandRequest,
  ConnectionsRequest,
  DescribedCommand,
  DescribeRequest,
} from "./ports.ts";
import type { Catalogue } from "./spec.ts";

/** The run that a pass belongs to. */
export interface RunOfPass {
  readonly runId: number;
  readonly siteId: number;
  readonly playbookId: number;
  readonly actingUserId: string;
}

/** A pass that was released. */
export interface StartingPass {
  readonly run: RunOfPass;
  readonly document: PlaybookDocument;
  readonly catalogue: Catalogue;
  readonly block: Block;
  readonly path: BlockPath;
  /** What its datapaths read. */
  readonly scope: DatapathScope;
  readonly state: Pick<RunState, "blocks">;
}

export interface StartPorts {
  connectionsFor(request: ConnectionsRequest): Promise<readonly ChosenConnection[]>;
  /** Numbers that no other action run or app run of the installation has. */
  ids(count: number): Promise<readonly number[]>;
  guid(): string;
  /** The database's clock, by which deadlines are counted. */
  now(): Date;
}

/** What a pass is about to do: kept before anything of it begins. */
export interface PassPlan {
  /** null: it has no action run, and its callbacks no action. */
  readonly action: PlannedAction | null;
  /** What is to be performed, in this order. */
  readonly perform: readonly Slot[];
  /** What fails without being performed. */
  readonly refused: readonly { readonly slot: Slot; readonly failure: Failure }[];
  /** What it waits for from now on. */
  readonly waits: readonly PlannedWait[];
  /** Why there is nothing of all this; null: there is, or the block's own words say it. */
  readonly failure: FailureSummary | null;
}

export interface PlannedAction {
  readonly id: number;
  /** What is shown as the name of the action. */
  readonly command: string;
  /** Handed to the callback; null: none. */
  readonly handle: string | null;
  readonly plan: ActionPlan;
}

export interface PlannedWait {
  readonly slot: Slot;
  readonly kind: WaitKind;
  /** ISO time. */
  readonly deadline: string;
}

/** One slot of a pass that goes on. */
export interface Execution {
  readonly run: RunOfPass;
  readonly catalogue: Catalogue;
  readonly block: Block;
  readonly path: BlockPath;
  readonly slot: Slot;
  /** Counts from 1. */
  readonly attempt: number;
  /** null: the pass has no action run. */
  readonly action: PlannedAction | null;
}

/** The outcome of one execution. Never holds a secret. */
export interface Outcome extends KeptOutcome {
  /** Of the third party or the platform; null: there is none. */
  readonly statusCode: number | null;
  readonly trace: readonly TraceStep[];
  /** As received; null: nothing was. `text` null: binary. */
  readonly raw: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly text: string | null;
  } | null;
  /** Bytes of the decoded body. */
  readonly size: number;
  /** ISO times. */
  readonly startedAt: string;
  readonly finishedAt: string;
}

export type ExecutionEnd =
  | { readonly kind: "ended"; readonly outcome: Outcome }
  /** The third party took the request and will call back; `status` is that of its answer. */
  | { readonly kind: "waiting"; readonly status: number };

/** What a runner performs one execution by. Everything it awaits rejects once the run is told to stop. */
export interface PerformPorts {
  /** null: the code of the command is not here any more. */
  describe(request: DescribeRequest): DescribedCommand | null;
  /** Works while it has one of `limit` places on the connection. */
  inTurn<T>(connectionId: number, limit: number, work: () => Promise<T>): Promise<T>;
  /** Makes the record of a callback URL; it is on disk once `intend` has resolved. */
  prepareCallback(waitSeconds: number): CallbackTarget;
  /**
   * Resolves when the intent is on disk, with the callback that was prepared. `unsafe`: after a crash
   * nobody may send it again.
   */
  intend(unsafe: boolean): Promise<void>;
  /** Sends; `idempotencyKey` stays the same over repeats of one attempt. */
  execute(request: CommandRequest): Promise<CommandOutcome>;
  /** ISO time. */
  now(): string;
}

/** What arrived at a callback URL. */
export interface CallbackAnswer {
  readonly waitId: string;
  readonly receivedAt: string;
  /** What the sender was answered. */
  readonly answered: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly view: Json;
  readonly text: string;
  readonly size: number;
  /** Arrivals at this callback URL until now, this one included. */
  readonly attempts: number;
  /** Of the answer to the request that was sent; null: not known. */
  readonly outboundStatus: number | null;
}

interface Runner {
  readonly type: string;
  /** Rejects only for bugs, and while the database is away. */
  start(pass: StartingPass, ports: StartPorts): Promise<PassPlan>;
  /** What it comes to that nothing arrived before the deadline. */
  expired(execution: Execution, at: string): Outcome;
}

export interface EffectRunner extends Runner {
  readonly kind: "effect";
  /** Failures are outcomes; it rejects for bugs and when it was stopped. */
  perform(execution: Execution, ports: PerformPorts): Promise<ExecutionEnd>;
  /** What an answer by callback comes to. */
  answered(execution: Execution, answer: CallbackAnswer, at: string): Outcome;
  /** Whether what may have been sent before a crash may be performed again, whatever its method. */
  mayRepeat(execution: Execution): boolean;
}

export interface WaitRunner extends Runner {
  readonly kind: "wait";
}

export type BlockRunner = EffectRunner | WaitRunner;
