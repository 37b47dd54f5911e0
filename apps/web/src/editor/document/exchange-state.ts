/** How it stands between this tab and the server: one named state at a time, and what leads from one to the next. */
import type { ServerTrouble } from "./playbook-server.ts";

/** Why nothing is exchanged. It stands until the server answers again, also while that is tried. */
export type Standstill =
  /** The server did not answer, so many times in turn; it is asked again after a pause. */
  | { readonly kind: "offline"; readonly failures: number }
  /** Tried again by the next edit, and when somebody has signed in. */
  | { readonly kind: "signedOut" }
  /** The right to edit was taken away, or the playbook was deleted. */
  | { readonly kind: "lost"; readonly why: "forbidden" | "deleted" };

export type ExchangeState =
  /** What the browser kept from earlier pages is being read; nothing is sent before. */
  | { readonly kind: "loading" }
  /** Nothing is on its way and nothing stands in the way. */
  | { readonly kind: "idle" }
  | {
      readonly kind: "exchanging";
      readonly standstill: Standstill | null;
      /** Woken since the request that is under way was sent: when it fails, that says nothing about now. */
      readonly isWoken: boolean;
    }
  | Standstill
  | { readonly kind: "closed" };

export type ExchangeEvent =
  | { readonly kind: "loaded" }
  | { readonly kind: "started" }
  /** The server has answered, whatever it said. */
  | { readonly kind: "answered" }
  | { readonly kind: "failed"; readonly trouble: ServerTrouble }
  /** Nothing is left to be exchanged. */
  | { readonly kind: "finished" }
  /** A network, a window or a session came back: what stood in the way is forgotten. */
  | { readonly kind: "woken" }
  | { readonly kind: "closed" };

/** The state after an event; the same one when the event means nothing in it. Pure. */
export function exchangeAfter(state: ExchangeState, event: ExchangeEvent): ExchangeState {
  if (event.kind === "closed") return { kind: "closed" };
  switch (state.kind) {
    case "loading":
      return event.kind === "loaded" ? { kind: "idle" } : state;
    case "idle":
      return event.kind === "started" ? exchanging(null) : state;
    case "offline":
    case "signedOut":
    case "lost":
      if (event.kind === "started") return exchanging(state);
      return event.kind === "woken" ? { kind: "idle" } : state;
    case "exchanging":
      return whileExchanging(state, event);
    case "closed":
      return state;
  }
}

function whileExchanging(
  state: Extract<ExchangeState, { kind: "exchanging" }>,
  event: ExchangeEvent,
): ExchangeState {
  switch (event.kind) {
    case "answered":
      return state.standstill === null && !state.isWoken ? state : exchanging(null);
    case "woken":
      return { kind: "exchanging", standstill: null, isWoken: true };
    case "finished":
      return { kind: "idle" };
    case "failed":
      if (state.isWoken) return { kind: "idle" };
      return standstillAfter(event.trouble, state.standstill);
    case "loaded":
    case "started":
    case "closed":
      return state;
  }
}

function exchanging(standstill: Standstill | null): ExchangeState {
  return { kind: "exchanging", standstill, isWoken: false };
}

function standstillAfter(trouble: ServerTrouble, before: Standstill | null): Standstill {
  switch (trouble.kind) {
    case "signedOut":
      return { kind: "signedOut" };
    case "forbidden":
    case "deleted":
      return { kind: "lost", why: trouble.kind };
    case "unreachable":
    case "invalid":
      return { kind: "offline", failures: before?.kind === "offline" ? before.failures + 1 : 1 };
  }
}

/** Milliseconds to wait before the server is asked again. */
export function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, 500 * 2 ** Math.min(failures, 6));
}

const LONGEST_PAUSE_MS = 15_000;
