import type { ExecutionBody } from "@callbook/core/results";
import type { Run } from "@callbook/db";
import { readActions, readBody } from "@callbook/engine";
import type { Context } from "../context.ts";
import type { Db } from "../notice/notice.ts";
import { inSite, type Subject } from "../verb/subject.ts";
import type { PublishedPlaybook } from "./published-playbooks.ts";

/** The run that the input's `id` names. */
export const runOf: Subject<Context, { readonly id: number }, Run, readonly number[]> = {
  kind: "run",
  what: "run",
  find: async ({ db, input: { id } }) => {
    const run = await findRun(db, id);
    return run === null ? null : inSite(run, id, run.siteId);
  },
};

type Action = Awaited<ReturnType<typeof readActions>>[number];

/** One execution of an action block in a run. */
export const actionRunOf: Subject<Context, { readonly id: number }, Action, readonly number[]> = {
  kind: "run",
  what: "action run",
  find: async ({ context, db, input: { id } }) => {
    const [action] = await readActions(context.pool, [id]);
    const run = action === undefined ? null : await findRun(db, action.runId);
    return action === undefined || run === null ? null : inSite(action, run.id, run.siteId);
  },
};

/** The body of one execution of an action's parameter row on a connection. */
export const bodyOf: Subject<
  Context,
  { readonly appRunId: number; readonly parameterIndex: number },
  ExecutionBody,
  readonly number[]
> = {
  kind: "run",
  what: "execution",
  find: async ({ context, db, input: { appRunId, parameterIndex } }) => {
    const body = await readBody(context.pool, appRunId, parameterIndex);
    const run = body === null ? null : await findRun(db, body.runId);
    if (body === null || run === null) return null;
    return inSite({ data: body.data, raw: body.raw }, run.id, run.siteId);
  },
};

/**
 * What is published of a playbook, as of a second ago at most: starting a run costs no query
 * here. Row null: nothing is published.
 */
export const publishedOf: Subject<
  Context,
  { readonly playbookId: number },
  PublishedPlaybook | null,
  readonly number[]
> = {
  kind: "playbook",
  what: "playbook",
  find: async ({ context, db, input: { playbookId: id } }) => {
    const published = await context.published.find(id);
    if (published !== null) return inSite(published, id, published.siteId);
    const playbook = await db.playbook.findFirst({ where: { id, deletedAt: null } });
    return playbook === null ? null : inSite(null, id, playbook.siteId);
  },
};

function findRun(db: Db, id: number): Promise<Run | null> {
  return db.run.findFirst({ where: { id, deletedAt: null } });
}
