import type { RunHead } from "@callbook/engine";
import type { Context } from "../context.ts";
import { inSite, type Subject } from "../verb/subject.ts";
import type { PublishedPlaybook } from "./published-playbooks.ts";

/** The run that the input's `key` names. */
export function runOf<Key extends string>(
  key: Key,
): Subject<Context, { readonly [K in Key]: number }, RunHead, readonly number[]> {
  return {
    kind: "run",
    what: "run",
    find: async ({ context, input }) => {
      const id = input[key];
      const run = await context.engine.runs.readRun(id);
      return run === null ? null : inSite(run, id, run.siteId);
    },
  };
}

/** The run that an action run belongs to. */
export const runOfAction: Subject<Context, { readonly id: number }, RunHead, readonly number[]> = {
  kind: "run",
  what: "action run",
  find: async ({ context, input: { id } }) => {
    const { runs } = context.engine;
    const found = await runs.findActionRun(id);
    const run = found === null ? null : await runs.readRun(found.id);
    return run === null ? null : inSite(run, run.key.id, run.siteId);
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
