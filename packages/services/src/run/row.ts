import { type JsonObject, member } from "@callbook/core/json";
import { readPath } from "@callbook/core/log";
import { requestNote } from "@callbook/core/run";
import type { RunHead } from "@callbook/engine";
import type { Context } from "../context.ts";
import type { RunFailureView, RunRow } from "./views.ts";

/** Rows of runs with the names that people read; one read of each kind for all of them. */
export async function toRunRows(
  { db, engine }: Context,
  runs: readonly RunHead[],
): Promise<RunRow[]> {
  const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
  const waiting = runs.filter(({ state }) => state === "waiting");
  const [playbooks, revisions, people, sites, nextWaits] = await Promise.all([
    db.playbook.findMany({
      where: { id: { in: unique(runs.map(({ playbookId }) => playbookId)) } },
      select: { id: true, name: true },
    }),
    db.revision.findMany({
      where: { id: { in: unique(runs.map(({ revisionId }) => revisionId)) } },
      select: { id: true, number: true },
    }),
    db.user.findMany({
      where: { id: { in: unique(runs.map(({ startedBy }) => startedBy)) } },
      select: { id: true, name: true },
    }),
    db.site.findMany({
      where: { id: { in: unique(runs.map(({ siteId }) => siteId)) } },
      select: { id: true, name: true },
    }),
    engine.runs.readNextWaits(waiting.map(({ key }) => key)),
  ]);
  const playbookNames = new Map(playbooks.map(({ id, name }) => [id, name]));
  const numbers = new Map(revisions.map(({ id, number }) => [id, number]));
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const siteNames = new Map(sites.map(({ id, name }) => [id, name]));
  const waits = new Map(nextWaits.map(({ runId, kind, deadline }) => [runId, { kind, deadline }]));
  return runs.map((run) => {
    const number = numbers.get(run.revisionId) ?? null;
    return {
      id: run.key.id,
      playbookId: run.playbookId,
      playbookName: playbookNames.get(run.playbookId) ?? `Playbook ${run.playbookId}`,
      revision: number === null ? "draft" : String(number),
      state: run.state,
      nextWait: waits.get(run.key.id) ?? null,
      testRun: run.testRun,
      startedBy: names.get(run.startedBy) ?? "somebody",
      queuedAt: run.queuedAt,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      handledFailures: run.handledFailures,
      requests: run.requests,
      failedRequests: run.failedRequests,
      unknownRequests: run.unknownRequests,
      requestNote: requestNote(run.state, run),
      failureMessage: run.failure?.message ?? null,
      siteName: siteNames.get(run.siteId) ?? "",
      pinned: run.pinned,
    };
  });
}

/** The failure of a run as the engine wrote it; null: it has not failed. */
export function readFailure(stored: JsonObject | null): RunFailureView | null {
  if (stored === null) return null;
  const blockId = member(stored, "blockId");
  const path = member(stored, "path");
  return {
    code: String(member(stored, "code")),
    message: String(member(stored, "message")),
    blockId: typeof blockId === "string" ? blockId : null,
    path: typeof path === "string" ? readPath(path) : null,
  };
}
