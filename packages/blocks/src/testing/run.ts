/** Takes runs of a document forward in tests as the engine does, with a log instead of a database. */
import type { Catalogue } from "@callbook/core/block";
import type { PlaybookDocument } from "@callbook/core/document";
import type { IntegrationManifest } from "@callbook/core/integration";
import type { Json } from "@callbook/core/json";
import {
  type BlockPath,
  type BlockState,
  blockPath,
  type CallbackState,
  foldRun,
  lastCall,
  lastPass,
  type MatchedResult,
  type RunEvent,
  type RunEventBody,
  type RunState,
  type Slot,
} from "@callbook/core/log";
import { type ResultReader, type ResultsEntry, readStoredIds } from "@callbook/core/results";
import { cancelEvents, finishBlockEvents, nextSteps, type PassValue } from "@callbook/core/run";
import { blocksByType } from "../specs.ts";
import { geolocation, reputation } from "./manifests.ts";
import { entriesFor, keptOutcome, type Outcome } from "./outcomes.ts";
import { idOf } from "./playbook.ts";

export const catalogue: Catalogue = catalogueOf([reputation, geolocation]);

export function catalogueOf(integrations: readonly IntegrationManifest[]): Catalogue {
  return { blocks: blocksByType, integrations };
}

export const AT = "2026-01-02T03:04:05.000Z";

export class TestRun {
  readonly document: PlaybookDocument;
  readonly catalogue: Catalogue;
  readonly events: RunEvent[] = [];
  readonly logs: string[] = [];
  /** Names of the blocks that a runner was to perform, in their order. */
  readonly performed: string[] = [];
  outputs: Readonly<Record<string, Json>> | null = null;
  readonly reader: ResultReader;
  private readonly entries = new Map<BlockPath, readonly ResultsEntry[]>();
  private readonly stored = new Map<BlockPath, Map<Slot, Json>>();
  private readonly handles = new Map<number, string>();

  constructor(
    document: PlaybookDocument,
    inputs: Readonly<Record<string, Json>> = {},
    known: Catalogue = catalogue,
  ) {
    this.document = document;
    this.catalogue = known;
    this.reader = {
      pass: (path) => {
        const entries = this.entries.get(path);
        const values = this.stored.get(path);
        if (entries === undefined && values === undefined) return undefined;
        return { entries: entries ?? [], value: (slot) => values?.get(slot) };
      },
      handle: (actionRunId) => this.handles.get(actionRunId) ?? null,
      inputs: () => inputs,
    };
    this.append({ v: 1, type: "RunStarted", revisionId: 1, testRun: true });
    this.advance();
  }

  get state(): RunState {
    return foldRun(this.events);
  }

  block(name: string): BlockState | undefined {
    return lastPass(this.state, idOf(name));
  }

  callback(id: string): CallbackState | undefined {
    return lastCall(this.state, id);
  }

  /** The results that a callback hands on as filtered; null: nothing was filtered. */
  filtered(callbackId: string): readonly MatchedResult[] | null {
    const filtered = this.callback(callbackId)?.args?.filtered ?? null;
    if (filtered === null || "results" in filtered) return filtered?.results ?? null;
    return readStoredIds(this.stored.get(filtered.path)?.get(filtered.slot))?.results ?? null;
  }

  append(...events: readonly RunEventBody[]): void {
    for (const event of events) this.events.push({ seq: this.events.length + 1, at: AT, event });
  }

  /** Asks for the next steps and does what the engine does with them. */
  advance(): void {
    const { document, catalogue: known, reader, state } = this;
    for (const step of nextSteps({ document, state, catalogue: known, results: reader })) {
      if (step.kind === "record") {
        this.append(...step.events);
        this.logs.push(...step.lines.map(({ text }) => text));
        for (const value of step.stored) this.keep(value);
        this.outputs = step.outputs ?? this.outputs;
        continue;
      }
      const block = document.blocks.find(({ id }) => id === step.blockId);
      this.performed.push(block?.name ?? "");
      const actionRunId = 100 + this.performed.length;
      const appRuns = [{ appRunId: actionRunId * 10, connectionId: 1, connection: "first" }];
      const { path, blockId } = step;
      const started = { actionRunId, appRuns, executions: 1 };
      const isEffect = known.blocks.get(block?.type ?? "")?.kind === "effect";
      const action = isEffect ? started : null;
      this.append({ v: 1, type: "BlockStarted", path, blockId, action });
    }
  }

  /** Ends a started action: one row of outcomes for each connection, then goes on. */
  finish(name: string, ...connections: readonly (readonly Outcome[])[]): this {
    const path = blockPath(idOf(name));
    const id = this.block(name)?.action?.actionRunId ?? 0;
    const block = this.document.blocks.find((one) => one.id === idOf(name));
    const command = String(block?.config["command"]);
    const handle = block?.config["handle"];
    if (typeof handle === "string" && handle !== "") this.handles.set(id, handle);
    this.entries.set(path, entriesFor({ id, name, command }, connections));
    const results = connections.flat().map(keptOutcome);
    this.append(...finishBlockEvents({ ...this.situation(), path, results, failure: null }));
    this.advance();
    return this;
  }

  results(name: string): readonly ResultsEntry[] {
    return this.entries.get(blockPath(idOf(name))) ?? [];
  }

  cancel(by = "Ada"): this {
    this.append({ v: 1, type: "CancelRequested", by });
    this.append(...cancelEvents(this.situation()));
    this.advance();
    return this;
  }

  /** Types of the events of a block or a callback, and of the run. */
  types(): readonly string[] {
    return this.events.map(({ event }) => event.type);
  }

  private situation() {
    const { document, catalogue: known, state, reader } = this;
    const handle = (actionRunId: number) => reader.handle(actionRunId);
    return { document, catalogue: known, state, handle };
  }

  private keep({ path, slot, value }: PassValue): void {
    const values = this.stored.get(path) ?? new Map<Slot, Json>();
    this.stored.set(path, values.set(slot, value));
  }
}
