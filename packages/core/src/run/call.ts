/** Which callbacks a finished or skipped block calls, with which arguments, and which of them die. */
import type { BlockSpec, Port } from "../block/index.ts";
import type { Block, Callback, DocumentIndex } from "../document/index.ts";
import type { ArgumentReferences, DeathReason, RunEventBody } from "./event.ts";
import { NO_ARGUMENTS, releaseArguments } from "./release.ts";
import type { BlockState, RunState } from "./state.ts";

/** Results that made a condition true, as an event may hold them. */
export const FILTERED_RESULTS_LIMIT = 200;

export interface CallingBlock {
  readonly graph: DocumentIndex;
  readonly state: RunState;
  readonly spec: BlockSpec;
  readonly block: Block;
  /** Of a decision: the results that made the taken condition true; null: those it was given. */
  readonly filteredResults: ArgumentReferences["filteredResults"];
}

/**
 * CallbackCalled or CallbackDied of every outgoing callback that has neither
 * yet, by port and within a port in document order. The state must hold the
 * block as finished or skipped. Pure.
 */
export function callbackEvents(calling: CallingBlock): readonly RunEventBody[] {
  const { graph, state, spec, block } = calling;
  const source = state.blocks[block.id];
  if (source === undefined) return [];
  const open = graph.outgoing(block.id).filter(({ id }) => state.callbacks[id] === undefined);
  if (open.length === 0) return [];
  const ports = spec.ports(block);
  const args = argumentsFrom(calling, source);
  return byPort(ports, open).map(({ callback, port }): RunEventBody => {
    const reason = deathReason(source, port);
    if (reason !== null) return { v: 1, type: "CallbackDied", callbackId: callback.id, reason };
    // An action ends asynchronously, so the engine calls for it; a pure block calls by itself.
    const mode = spec.evaluate === null ? "engine" : "direct";
    return { v: 1, type: "CallbackCalled", callbackId: callback.id, path: source.path, mode, args };
  });
}

interface PlacedAtPort {
  readonly callback: Callback;
  /** null: the block has no such port (any more). */
  readonly port: Port | null;
}

function byPort(ports: readonly Port[], callbacks: readonly Callback[]): readonly PlacedAtPort[] {
  const known = ports.flatMap((port) =>
    callbacks
      .filter((callback) => callback.port === port.id)
      .map((callback) => ({ callback, port })),
  );
  const unknown = callbacks
    .filter((callback) => !ports.some(({ id }) => id === callback.port))
    .map((callback) => ({ callback, port: null }));
  return [...known, ...unknown];
}

/** Why a callback of this port dies; null: it is called. */
function deathReason(source: BlockState, port: Port | null): DeathReason | null {
  if (source.state === "skipped") return "source skipped";
  if (source.state === "cancelled") return "cancelled";
  if (port !== null && source.taken.includes(port.id)) return null;
  if (source.state === "failed") return "source failed";
  return port?.kind === "error" ? "source succeeded" : "branch not taken";
}

/** By reference, what the callbacks of a finished block hand on. */
function argumentsFrom(calling: CallingBlock, source: BlockState): ArgumentReferences {
  const { graph, state, spec, block } = calling;
  const given = releaseArguments(graph, state, block.id);
  const container = { ...NO_ARGUMENTS, containerVersion: given.containerVersion };
  switch (spec.passes) {
    case "own action":
      return {
        ...container,
        actionRunId: source.action?.actionRunId ?? null,
        success: source.succeeded > 0,
        handleOf: hasHandle(block) ? (source.action?.actionRunId ?? null) : null,
      };
    case "passed on":
      return {
        ...given,
        filteredResults:
          calling.filteredResults?.slice(0, FILTERED_RESULTS_LIMIT) ?? given.filteredResults,
      };
    case "container only":
    case "nothing":
      return container;
  }
}

function hasHandle(block: Block): boolean {
  const handle = block.config["handle"];
  return typeof handle === "string" && handle !== "";
}
