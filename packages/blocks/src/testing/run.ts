/** Takes runs of a document forward in tests as the engine does, with a log instead of a database. */
import type { Catalogue } from "@callbook/core/block";
import type { PlaybookDocument } from "@callbook/core/document";
import type { IntegrationManifest } from "@callbook/core/integration";
import type { Json, JsonObject } from "@callbook/core/json";
import { type ActionResult, type ResultsEntry, resultsEntry } from "@callbook/core/results";
import {
  type BlockState,
  type CallbackState,
  cancelEvents,
  finishBlockEvents,
  foldRun,
  nextSteps,
  type ResultReader,
  type RunEvent,
  type RunEventBody,
  type RunState,
} from "@callbook/core/run";
import { blocksByType } from "../specs.ts";
import { geolocation, reputation } from "./manifests.ts";
import { idOf } from "./playbook.ts";

export const catalogue: Catalogue = catalogueOf([reputation, geolocation]);

export function catalogueOf(integrations: readonly IntegrationManifest[]): Catalogue {
  return { blocks: blocksByType, integrations };
}

/** An outcome of one execution. */
export type Outcome = { readonly data: readonly Json[] } | { readonly failed: string };

export const AT = "2026-01-02T03:04:05.000Z";

export class TestRun {
  readonly document: PlaybookDocument;
  readonly events: RunEvent[] = [];
  readonly logs: string[] = [];
  /** Names of action blocks in the order in which they were to be performed. */
  readonly performed: string[] = [];
  outputs: Readonly<Record<string, Json>> | null = null;
  readonly reader: ResultReader;
  private readonly entries = new Map<string, readonly ResultsEntry[]>();
  private readonly handles = new Map<number, string>();

  constructor(document: PlaybookDocument, inputs: Readonly<Record<string, Json>> = {}) {
    this.document = document;
    this.reader = {
      results: (path) => this.entries.get(path),
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
    return this.state.blocks[idOf(name)];
  }

  callback(id: string): CallbackState | undefined {
    return this.state.callbacks[id];
  }

  append(...events: readonly RunEventBody[]): void {
    for (const event of events) this.events.push({ seq: this.events.length + 1, at: AT, event });
  }

  /** Asks for the next steps and does what the engine does with them. */
  advance(): void {
    const { document, reader } = this;
    for (const step of nextSteps({ document, state: this.state, catalogue, results: reader })) {
      if (step.kind === "record") {
        this.append(...step.events);
        this.logs.push(...step.logs.map(({ text }) => text));
        this.outputs = step.outputs ?? this.outputs;
        continue;
      }
      const name = document.blocks.find(({ id }) => id === step.blockId)?.name ?? "";
      this.performed.push(name);
      const actionRunId = 100 + this.performed.length;
      const appRuns = [{ appRunId: actionRunId * 10, connectionId: 1, connection: "first" }];
      const { path, blockId } = step;
      const started = { actionRunId, appRuns, executions: 1 };
      this.append({ v: 1, type: "BlockStarted", path, blockId, action: started });
    }
  }

  /** Ends a started action: one row of outcomes for each connection, then goes on. */
  finish(name: string, ...connections: readonly (readonly Outcome[])[]): this {
    const path = idOf(name);
    const actionRunId = this.block(name)?.action?.actionRunId ?? 0;
    const block = this.document.blocks.find(({ id }) => id === path);
    const command = String(block?.config["command"]);
    const entries = connections.map((outcomes, index) =>
      resultsEntry({
        connection: { id: index + 1, name: ["first", "second"][index] ?? "third" },
        integration: { id: 7, name: "Reputation" },
        command,
        blockName: name,
        actionRunId,
        appRunId: actionRunId * 10 + index,
        results: outcomes.map((outcome, row) => actionResult(outcome, { ip: `192.0.2.${row}` })),
      }),
    );
    const handle = block?.config["handle"];
    if (typeof handle === "string" && handle !== "") this.handles.set(actionRunId, handle);
    this.entries.set(path, entries);
    const { document, state } = this;
    this.append(...finishBlockEvents({ document, catalogue, state, path, entries, failure: null }));
    this.advance();
    return this;
  }

  results(name: string): readonly ResultsEntry[] {
    return this.entries.get(idOf(name)) ?? [];
  }

  cancel(by = "Ada"): this {
    this.append({ v: 1, type: "CancelRequested", by });
    this.append(...cancelEvents({ document: this.document, catalogue, state: this.state }));
    this.advance();
    return this;
  }

  /** Types of the events of a block or a callback, and of the run. */
  types(): readonly string[] {
    return this.events.map(({ event }) => event.type);
  }
}

export function actionResult(outcome: Outcome, parameter: JsonObject): ActionResult {
  const context = { guid: "g", artifact_id: null, parent_action_run: [] };
  const known = { parameter: { ...parameter, context }, summary: {} };
  if ("data" in outcome)
    return { ...known, status: "success", data: outcome.data, message: "Found", error: null };
  const error = {
    failure_indicator: "lookup ip failed.",
    status_code: 500,
    message: outcome.failed,
    class: "F-5xx",
  };
  return { ...known, status: "failed", data: [], message: outcome.failed, error };
}

export const ok: Outcome = { data: [{ score: 7 }] };
export const fail: Outcome = { failed: "Internal Server Error" };
