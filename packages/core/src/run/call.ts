/** Which callbacks a pass calls when it has ended or was skipped, with which arguments, and which of them die. */
import type { BlockSpec, Port } from "../block/index.ts";
import type { Block, Callback, DocumentIndex } from "../document/index.ts";
import {
  type ArgumentReferences,
  type BlockState,
  type CalledCallback,
  callOf,
  type DeadCallback,
  type DeathReason,
  type RunEventBody,
  type RunState,
  type Slot,
} from "../log/index.ts";
import { NO_ARGUMENTS, releaseArguments } from "./release.ts";

/** Of a pass that has ended, or will be in the event that holds these calls. */
export type EndedPass = Pick<BlockState, "path" | "state" | "taken" | "succeeded" | "action">;

export interface CallingBlock {
  readonly graph: DocumentIndex;
  readonly state: RunState;
  readonly spec: BlockSpec;
  readonly block: Block;
  readonly pass: EndedPass;
  /** By port: the slot of this pass that holds what the port let through; absent: what it was given. */
  readonly filtered: Readonly<Record<string, Slot>>;
  /** The handle of an action run; null: it has none. */
  readonly handle: (actionRunId: number) => string | null;
}

export interface Calls {
  readonly mode: "direct" | "engine";
  /** By port, and within a port in document order. */
  readonly called: readonly CalledCallback[];
  /** Of each that was called, but for what its own port let through. */
  readonly args: ArgumentReferences;
  readonly died: readonly DeadCallback[];
}

/** What becomes of every outgoing callback of which this pass has not decided yet. Pure. */
export function callsOfPass(calling: CallingBlock): Calls {
  const { graph, state, spec, block, pass } = calling;
  const open = graph
    .outgoing(block.id)
    .filter(({ id }) => callOf(state, id, pass.path) === undefined);
  const mode = spec.calls;
  if (open.length === 0) return { mode, args: NO_ARGUMENTS, called: [], died: [] };
  const called: CalledCallback[] = [];
  const died: DeadCallback[] = [];
  for (const { callback, port } of byPort(spec.ports(block), open)) {
    const reason = deathReason(pass, port);
    if (reason === null) called.push([callback.id, slotOf(calling, callback.port)]);
    else died.push([callback.id, reason]);
  }
  return { mode, args: argumentsFrom(calling), called, died };
}

function slotOf({ filtered }: CallingBlock, port: string): Slot | null {
  return Object.hasOwn(filtered, port) ? (filtered[port] ?? null) : null;
}

/** The same as events of their own. Pure. */
export function callbackEvents(calling: CallingBlock): readonly RunEventBody[] {
  const { path } = calling.pass;
  const { mode, args, called, died } = callsOfPass(calling);
  return [
    ...called.map(
      ([callbackId, slot]): RunEventBody => ({
        v: 2,
        type: "CallbackCalled",
        callbackId,
        path,
        mode,
        args: slot === null ? args : { ...args, filtered: { path, slot } },
      }),
    ),
    ...died.map(
      ([callbackId, reason]): RunEventBody => ({
        v: 2,
        type: "CallbackDied",
        callbackId,
        path,
        reason,
      }),
    ),
  ];
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
function deathReason({ state, taken }: EndedPass, port: Port | null): DeathReason | null {
  if (state === "skipped") return "source skipped";
  if (state === "cancelled") return "cancelled";
  if (port !== null && taken.includes(port.id)) return null;
  if (state === "failed") return "source failed";
  return port?.kind === "error" ? "source succeeded" : "branch not taken";
}

/** By reference, what the callbacks of an ended pass hand on. */
function argumentsFrom(calling: CallingBlock): ArgumentReferences {
  const { graph, state, spec, pass } = calling;
  const given = releaseArguments(graph, state, pass.path);
  const container = { ...NO_ARGUMENTS, containerVersion: given.containerVersion };
  switch (spec.passes) {
    case "own action": {
      const actionRunId = pass.action?.actionRunId ?? null;
      const hasHandle = actionRunId !== null && calling.handle(actionRunId) !== null;
      const handleOf = hasHandle ? actionRunId : null;
      return { ...container, actionRunId, success: pass.succeeded > 0, handleOf };
    }
    case "passed on":
      return given;
    case "container only":
    case "nothing":
      return container;
  }
}
