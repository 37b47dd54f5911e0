/** What the top of the editor says about where the edits are. */
import type { ExchangeState, Standstill } from "./exchange-state.ts";

export type SaveState =
  | { readonly kind: "saved"; readonly at: Date | null }
  | { readonly kind: "saving" }
  | { readonly kind: "offline"; readonly kept: number; readonly stored: boolean }
  | { readonly kind: "signedOut"; readonly kept: number }
  /** The browser keeps nothing on disk; closing the tab now would lose edits. */
  | { readonly kind: "notStored"; readonly pending: number }
  /** The right to edit was taken away, or the playbook was deleted; edits are offered as a file. */
  | { readonly kind: "lost"; readonly why: "forbidden" | "deleted"; readonly kept: number };

export interface SaveFacts {
  readonly exchange: ExchangeState;
  /** Edits that are not part of the server's log here. */
  readonly pending: number;
  /** Whether all of them are on the browser's disk. */
  readonly stored: boolean;
  /** When the last one became part of it; null: none has since the page was opened. */
  readonly savedAt: Date | null;
}

export function saveStateOf({ exchange, pending, stored, savedAt }: SaveFacts): SaveState {
  const standstill = standstillOf(exchange);
  switch (standstill?.kind) {
    case "lost":
      return { kind: "lost", why: standstill.why, kept: pending };
    case "signedOut":
      return { kind: "signedOut", kept: pending };
    case "offline":
      // With nothing left to send it does not matter here that the server was away.
      if (pending > 0) return { kind: "offline", kept: pending, stored };
      break;
    case undefined:
      break;
  }
  if (pending > 0) return stored ? { kind: "saving" } : { kind: "notStored", pending };
  return { kind: "saved", at: savedAt };
}

/** What stands in the way, also while the server is asked again; null: nothing. */
function standstillOf(exchange: ExchangeState): Standstill | null {
  switch (exchange.kind) {
    case "exchanging":
      return exchange.standstill;
    case "offline":
    case "signedOut":
    case "lost":
      return exchange;
    case "loading":
    case "idle":
    case "closed":
      return null;
  }
}
