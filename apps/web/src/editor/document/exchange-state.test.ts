import { describe, expect, it } from "vitest";
import {
  type ExchangeEvent,
  type ExchangeState,
  exchangeAfter,
  pauseAfter,
} from "./exchange-state.ts";
import { ServerTrouble, type ServerTroubleKind } from "./playbook-server.ts";

const exchanging = (
  standstill: Extract<ExchangeState, { kind: "exchanging" }>["standstill"] = null,
  isWoken = false,
): ExchangeState => ({ kind: "exchanging", standstill, isWoken });
const failed = (kind: ServerTroubleKind): ExchangeEvent => ({
  kind: "failed",
  trouble: new ServerTrouble(kind, kind),
});

const loading: ExchangeState = { kind: "loading" };
const idle: ExchangeState = { kind: "idle" };
const offline: ExchangeState = { kind: "offline", failures: 1 };
const signedOut: ExchangeState = { kind: "signedOut" };
const lost: ExchangeState = { kind: "lost", why: "forbidden" };
const closed: ExchangeState = { kind: "closed" };
const everyState = [loading, idle, exchanging(), exchanging(offline), offline, signedOut, lost];

describe("what leads from one state to the next", () => {
  it.each<[string, ExchangeState, ExchangeEvent, ExchangeState]>([
    ["what the browser kept has been read", loading, { kind: "loaded" }, idle],
    ["an edit is to be sent", idle, { kind: "started" }, exchanging()],
    ["all is answered", exchanging(), { kind: "finished" }, idle],
    ["the server does not answer", exchanging(), failed("unreachable"), offline],
    ["it is tried again after a pause", offline, { kind: "started" }, exchanging(offline)],
    [
      "it does not answer again",
      exchanging(offline),
      failed("unreachable"),
      { kind: "offline", failures: 2 },
    ],
    ["it cannot read what it was asked", exchanging(), failed("invalid"), offline],
    ["it answers again", exchanging(offline), { kind: "answered" }, exchanging()],
    ["the session has ended", exchanging(), failed("signedOut"), signedOut],
    [
      "the next edit tries with the same session",
      signedOut,
      { kind: "started" },
      exchanging(signedOut),
    ],
    ["somebody has signed in", signedOut, { kind: "woken" }, idle],
    ["the right to edit was taken away", exchanging(), failed("forbidden"), lost],
    ["the playbook was deleted", exchanging(), failed("deleted"), { kind: "lost", why: "deleted" }],
    ["the right may have been given again", lost, { kind: "woken" }, idle],
    ["the network is back", offline, { kind: "woken" }, idle],
    [
      "the network is back while it is tried",
      exchanging(offline),
      { kind: "woken" },
      exchanging(null, true),
    ],
    [
      "a request of before that fails says nothing",
      exchanging(null, true),
      failed("signedOut"),
      idle,
    ],
    ["one after it does", exchanging(null, true), { kind: "answered" }, exchanging()],
  ])("%s", (_, state, event, after) => {
    expect(exchangeAfter(state, event)).toEqual(after);
  });

  it("nothing is sent before what the browser kept has been read", () => {
    expect(exchangeAfter(loading, { kind: "started" })).toBe(loading);
    expect(exchangeAfter(loading, { kind: "woken" })).toBe(loading);
  });

  it("a page that is closed stays closed", () => {
    for (const state of everyState)
      expect(exchangeAfter(state, { kind: "closed" })).toEqual(closed);
    for (const kind of ["loaded", "started", "answered", "finished", "woken"] as const) {
      expect(exchangeAfter(closed, { kind })).toBe(closed);
    }
    expect(exchangeAfter(closed, failed("unreachable"))).toBe(closed);
  });

  it("an event that means nothing in a state changes nothing", () => {
    for (const state of [loading, idle, offline, signedOut, lost]) {
      for (const kind of ["answered", "finished"] as const) {
        expect(exchangeAfter(state, { kind })).toBe(state);
      }
      expect(exchangeAfter(state, failed("unreachable"))).toBe(state);
    }
    for (const state of [idle, exchanging(), offline, signedOut, lost]) {
      expect(exchangeAfter(state, { kind: "loaded" })).toBe(state);
    }
    expect(exchangeAfter(exchanging(), { kind: "started" })).toEqual(exchanging());
  });
});

it("the pauses before a new try grow from one second to fifteen", () => {
  const pauses = [1, 2, 3, 4, 5, 6, 100].map(pauseAfter);
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
});
