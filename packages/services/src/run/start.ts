import { z } from "zod";
import type { Context } from "../context.ts";
import { demandIn } from "../permissions/actor.ts";
import { findPlaybook } from "../playbook/find.ts";
import { Refusal } from "../refusal.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { begin, readInputs } from "./begin.ts";
import { InputsInput } from "./input.ts";
import type { PublishedPlaybook } from "./published-playbooks.ts";

/** Runs the published revision, with the rights of who published it. */
export const runStart = verb(
  "run.start",
  z.strictObject({
    playbookId: RowId,
    inputs: InputsInput,
    requestKey: z.string().min(1).max(200).optional(),
  }),
  async (context, { playbookId, inputs: given, requestKey }): Promise<{ runId: number }> => {
    const { siteId, revisionId } = await findPublished(context, playbookId);
    const revision = await context.revisions.read(revisionId);
    return begin(context, {
      playbookId,
      revisionId,
      siteId,
      testRun: false,
      actingUserId: revision.createdBy,
      startedBy: context.actor.userId,
      inputs: readInputs(revision.document, given),
      requestKey: requestKey ?? null,
    });
  },
);

async function findPublished(context: Context, playbookId: number): Promise<PublishedPlaybook> {
  const found = await context.published.find(playbookId);
  if (found === null) {
    await findPlaybook(context, context.db, "run.start", playbookId);
    throw new Refusal("CONFLICT", "This playbook has no published revision. Publish it first.");
  }
  demandIn(context.actor, "run.start", found.siteId, "playbook");
  return found;
}
