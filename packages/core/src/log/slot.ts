/** What there is several of within one pass of a block: executions, outputs of a filter, values. */
import type { Brand } from "../json/index.ts";

/** Unique within its pass, and made of its kind's own ids: "70/0", "i_4f2k9x", "text". */
export type Slot = Brand<string, "Slot">;

/** A slot by its name. */
export function slotNamed(name: string): Slot {
  return name as Slot;
}

/** The slot of an execution: a connection's app run with one of the parameter objects. */
export function executionSlot(appRunId: number, parameterIndex: number): Slot {
  return slotNamed(`${appRunId}/${parameterIndex}`);
}

/** App run and parameter of an execution's slot; null: the slot is no execution's. */
export function executionOf(
  slot: Slot,
): { readonly appRunId: number; readonly parameterIndex: number } | null {
  const match = /^(\d+)\/(\d+)$/.exec(slot);
  return match === null ? null : { appRunId: Number(match[1]), parameterIndex: Number(match[2]) };
}
