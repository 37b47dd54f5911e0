import type { Run } from "@callbook/db";
import type { Context } from "../context.ts";
import { demandIn } from "../permissions/actor.ts";
import type { VerbName } from "../permissions/permissions.ts";
import { notFound } from "../refusal.ts";

/** The run, for an actor whom the table of roles lets do this in its site. */
export async function findRun(context: Context, verb: VerbName, id: number): Promise<Run> {
  const run = await context.db.run.findFirst({ where: { id, deletedAt: null } });
  if (run === null) throw notFound("run");
  demandIn(context.actor, verb, run.siteId, "run");
  return run;
}
