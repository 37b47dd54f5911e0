import type { Run } from "@callbook/db";
import type { Context } from "../context.ts";
import { asRunState } from "../playbook/list.ts";
import type { RunRow } from "./views.ts";

/** Rows of runs with the names that people read; one read of each kind for all of them. */
export async function toRunRows({ db }: Context, runs: readonly Run[]): Promise<RunRow[]> {
  const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
  const [playbooks, revisions, people, sites] = await Promise.all([
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
  ]);
  const playbookNames = new Map(playbooks.map(({ id, name }) => [id, name]));
  const numbers = new Map(revisions.map(({ id, number }) => [id, number]));
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const siteNames = new Map(sites.map(({ id, name }) => [id, name]));
  return runs.map((run) => {
    const number = numbers.get(run.revisionId) ?? null;
    return {
      id: run.id,
      playbookId: run.playbookId,
      playbookName: playbookNames.get(run.playbookId) ?? `Playbook ${run.playbookId}`,
      revision: number === null ? "draft" : String(number),
      state: asRunState(run.state),
      testRun: run.testRun,
      startedBy: names.get(run.startedBy) ?? "somebody",
      queuedAt: run.queuedAt.toISOString(),
      startedAt: run.startedAt?.toISOString() ?? null,
      finishedAt: run.finishedAt?.toISOString() ?? null,
      handledFailures: run.handledFailures,
      failureMessage: readFailure(run.failure)?.message ?? null,
      siteName: siteNames.get(run.siteId) ?? "",
    };
  });
}

export interface RunFailure {
  readonly code: string;
  readonly message: string;
  readonly blockId: string | null;
}

/** The failure of a run as the engine wrote it. */
export function readFailure(stored: unknown): RunFailure | null {
  if (typeof stored !== "object" || stored === null) return null;
  if (!("code" in stored) || !("message" in stored)) return null;
  const { code, message } = stored;
  const blockId = "blockId" in stored && typeof stored.blockId === "string" ? stored.blockId : null;
  return { code: String(code), message: String(message), blockId };
}
