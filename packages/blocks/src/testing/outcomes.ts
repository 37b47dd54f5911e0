/** Outcomes of an action's executions for tests, and the results that they amount to. */
import { type Failure, makeFailure } from "@callbook/core/failure";
import type { Json } from "@callbook/core/json";
import { executionSlot } from "@callbook/core/log";
import { entriesOf, type KeptOutcome, type ResultsEntry } from "@callbook/core/results";

/** An outcome of one execution. */
export type Outcome = { readonly data: readonly Json[] } | { readonly failed: string };

export const ok: Outcome = { data: [{ score: 7 }] };
export const fail: Outcome = { failed: "Internal Server Error" };

/** The outcome as the engine keeps it. */
export function keptOutcome(outcome: Outcome): KeptOutcome {
  if ("data" in outcome) {
    const { data } = outcome;
    return { status: "success", data, message: "Found", summary: {}, failure: null };
  }
  const failure = failed(outcome.failed);
  return { status: "failed", data: [], message: outcome.failed, summary: {}, failure };
}

function failed(message: string): Failure {
  return makeFailure({ class: "F-5xx", command: "lookup ip", place: { kind: "command" }, message });
}

/** The results of an action run: for each connection the outcomes of its rows. */
export function entriesFor(
  { id, name, command }: { readonly id: number; readonly name: string; readonly command: string },
  connections: readonly (readonly Outcome[])[],
): readonly ResultsEntry[] {
  const context = { guid: "g", artifact_id: null, parent_action_run: [] };
  const rows = Math.max(0, ...connections.map(({ length }) => length));
  const parameters = Array.from({ length: rows }, (_, row) => ({ ip: `192.0.2.${row}`, context }));
  const appRuns = connections.map((_, index) => ({
    appRunId: id * 10 + index,
    connectionId: index + 1,
    connection: ["first", "second"][index] ?? "third",
    integrationKey: "reputation",
    appId: 7,
    app: "Reputation",
  }));
  const results = connections.flatMap((outcomes, index) =>
    outcomes.map(
      (outcome, row) => [executionSlot(id * 10 + index, row), keptOutcome(outcome)] as const,
    ),
  );
  return entriesOf({ id, name, command, plan: { appRuns, parameters } }, new Map(results));
}
