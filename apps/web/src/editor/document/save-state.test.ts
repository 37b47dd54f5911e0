import { expect, it } from "vitest";
import type { ExchangeState } from "./exchange-state.ts";
import { type SaveFacts, type SaveState, saveStateOf } from "./save-state.ts";

const savedAt = new Date("2026-01-01T10:51:20Z");
const onDisk = { stored: true, savedAt };
const nothingOpen: Omit<SaveFacts, "exchange"> = { ...onDisk, pending: 0 };
const twoOpen: Omit<SaveFacts, "exchange"> = { ...onDisk, pending: 2 };
const notOnDisk: Omit<SaveFacts, "exchange"> = { ...twoOpen, stored: false };

const loading: ExchangeState = { kind: "loading" };
const idle: ExchangeState = { kind: "idle" };
const sending: ExchangeState = { kind: "exchanging", standstill: null, isWoken: false };
const offline = { kind: "offline", failures: 3 } as const;
const tryingAgain: ExchangeState = { kind: "exchanging", standstill: offline, isWoken: false };
const signedOut: ExchangeState = { kind: "signedOut" };
const forbidden: ExchangeState = { kind: "lost", why: "forbidden" };
const deleted: ExchangeState = { kind: "lost", why: "deleted" };

const saved: SaveState = { kind: "saved", at: savedAt };
const saving: SaveState = { kind: "saving" };
const notStored: SaveState = { kind: "notStored", pending: 2 };
const offlineWithTwo: SaveState = { kind: "offline", kept: 2, stored: true };

it.each<[string, ExchangeState, Omit<SaveFacts, "exchange">, SaveState]>([
  ["nothing was edited", idle, { ...nothingOpen, savedAt: null }, { kind: "saved", at: null }],
  ["all is with the server", idle, nothingOpen, saved],
  ["others' edits are being read", sending, nothingOpen, saved],
  ["edits of an earlier page may still be on disk", loading, nothingOpen, saved],
  ["edits are made before those are read", loading, twoOpen, saving],
  ["edits are on their way", sending, twoOpen, saving],
  ["edits wait for their turn in the log", idle, twoOpen, saving],
  ["edits are on their way, and on no disk", sending, notOnDisk, notStored],
  ["edits are on no disk before earlier ones are read", loading, notOnDisk, notStored],
  ["the server is away, and nothing is to be sent", offline, nothingOpen, saved],
  ["the server is away", offline, twoOpen, offlineWithTwo],
  ["the server is asked again", tryingAgain, twoOpen, offlineWithTwo],
  ["the server is asked again, and nothing is to be sent", tryingAgain, nothingOpen, saved],
  [
    "the server is away, and the edits are on no disk",
    offline,
    notOnDisk,
    { kind: "offline", kept: 2, stored: false },
  ],
  ["the session has ended", signedOut, twoOpen, { kind: "signedOut", kept: 2 }],
  [
    "the session has ended, and all is saved",
    signedOut,
    nothingOpen,
    { kind: "signedOut", kept: 0 },
  ],
  [
    "the session has ended, and the edits are on no disk",
    signedOut,
    notOnDisk,
    { kind: "signedOut", kept: 2 },
  ],
  ["the right to edit is gone", forbidden, twoOpen, { kind: "lost", why: "forbidden", kept: 2 }],
  [
    "the right to edit is gone, and all was saved",
    forbidden,
    nothingOpen,
    { kind: "lost", why: "forbidden", kept: 0 },
  ],
  ["the playbook is deleted", deleted, twoOpen, { kind: "lost", why: "deleted", kept: 2 }],
  ["the page is closed", { kind: "closed" }, nothingOpen, saved],
])("what the top of the editor says when %s", (_, exchange, facts, said) => {
  expect(saveStateOf({ ...facts, exchange })).toEqual(said);
});
