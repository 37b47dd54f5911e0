import { parseDocument } from "@callbook/core/document";
import { z } from "zod";
import { demandIn } from "../permissions/actor.ts";
import { notFound } from "../refusal.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import type { RevisionView } from "./views.ts";

/** An immutable document, also of a playbook that was taken away. */
export const playbookRevision = verb(
  "playbook.revision",
  z.strictObject({ revisionId: RowId }),
  async (context, { revisionId }): Promise<RevisionView> => {
    const row = await context.db.revision.findUnique({
      where: { id: revisionId },
      include: { playbook: { select: { siteId: true } } },
    });
    if (row === null) throw notFound("revision");
    demandIn(context.actor, "playbook.revision", row.playbook.siteId, "revision");
    const parsed = parseDocument(row.document);
    if (!parsed.ok) throw new Error(`revision ${revisionId} cannot be read`);
    const person = await context.db.user.findUnique({ where: { id: row.createdBy } });
    return {
      id: row.id,
      playbookId: row.playbookId,
      number: row.number,
      draft: row.draft,
      document: parsed.document,
      createdAt: row.createdAt.toISOString(),
      createdBy: person?.name ?? "somebody",
    };
  },
);
