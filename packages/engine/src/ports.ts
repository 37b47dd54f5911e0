/**
 * What the engine needs of the rest of the product. apps/server hands in the
 * implementations, so that the engine knows neither blocks nor integrations nor
 * services, and never sees a secret.
 */
import type {
  BlockRunner,
  Catalogue,
  ChosenConnection,
  CommandRequest,
  ConnectionsRequest,
  DescribedCommand,
  DescribeRequest,
} from "@callbook/core/block";
import type { PlaybookDocument } from "@callbook/core/document";
import type { CommandOutcome } from "@callbook/core/integration";
import type { Json } from "@callbook/core/json";

export interface ExecuteRequest extends CommandRequest {
  /** Aborted when the run is cancelled or taken away, or the process stops. */
  readonly signal: AbortSignal;
}

/** A revision as its runs need it: the document, and the catalogue that it was published with. */
export interface RunnableRevision {
  readonly document: PlaybookDocument;
  readonly catalogue: Catalogue;
}

/** A revision that this version of the program cannot run as it was meant. */
export class UnfitRevision extends Error {
  override name = "UnfitRevision";
  /** For people: "it has blocks of a type that ..." */
  readonly reason: string;

  constructor(revisionId: number, reason: string) {
    super(`revision ${revisionId} does not run here: ${reason}`);
    this.reason = reason;
  }
}

/** What arrives passes it before anything of it is kept. Cutting comes after. */
export interface ArrivalMasker {
  text(value: string): string;
  bytes(value: Uint8Array): Uint8Array;
  json(value: Json): Json;
}

export interface EnginePorts {
  /**
   * Rejects when there is no such revision, and with UnfitRevision for one that does not run here: its
   * runs are left to a process that has what they need. Asked at every start and opening: whoever implements it keeps what it gave. */
  loadRevision(revisionId: number): Promise<RunnableRevision>;
  /** By block type: what performs blocks of kind effect and wait. */
  readonly runners: ReadonlyMap<string, BlockRunner>;
  /** `catalogue`: what the run's revision was published with, and so which integrations offer the command. */
  connectionsFor(
    request: ConnectionsRequest,
    catalogue: Catalogue,
  ): Promise<readonly ChosenConnection[]>;
  /** Method and kind of answer, before anything is sent; null: its code is not here any more. */
  describe(request: DescribeRequest): DescribedCommand | null;
  /**
   * One execution (connection x parameter). Failures are outcomes; it throws only
   * for bugs and when it was aborted. F-UNKNOWN after an abort is told by the engine.
   */
  execute(request: ExecuteRequest): Promise<CommandOutcome>;
  /**
   * Takes the secrets of a connection (null: not known) and a callback's token out of what arrived
   * from outside. Rejects while it cannot be known what they are.
   */
  maskerFor(connectionId: number | null, token: string): Promise<ArrivalMasker>;
  /** Address of a callback record: "<PUBLIC_URL>/api/callbacks/<id>/<token>". */
  callbackUrl(id: string, token: string): string;
  /** Never given a secret, a token or a body. */
  readonly log: EngineLog;
  /** True: the error says that our database is away for a while, of which one word is told, by whoever watches it. */
  readonly isOutage: (error: unknown) => boolean;
}

/** Tells what went wrong in the engine's own work, where trying again is all that is done about it. */
export type Tell = (
  what: string,
  error: unknown,
  detail?: Readonly<Record<string, string | number>>,
) => void;

/** A database that is away is told once, and not by everybody who misses it. */
export function teller({ log, isOutage }: Pick<EnginePorts, "log" | "isOutage">): Tell {
  return (what, error, detail = {}) => {
    if (isOutage(error)) return;
    const message = error instanceof Error ? error.message : String(error);
    log("warning", `${what} failed`, { ...detail, message });
  };
}

export type EngineLog = (
  level: "info" | "warning" | "error",
  message: string,
  detail: Readonly<Record<string, string | number | boolean | null>>,
) => void;
