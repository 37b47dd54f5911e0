import { parseDocument } from "@callbook/core/document";
import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { revisionOf } from "./subject.ts";
import type { RevisionView } from "./views.ts";

/** An immutable document, also of a playbook that was taken away. */
export const playbookRevision = reading({
  name: "playbook.revision",
  input: z.strictObject({ revisionId: RowId }),
  subject: revisionOf,
  run: async ({ context, subject: revision }): Promise<RevisionView> => {
    const { id, playbookId, number, draft, createdAt, createdBy } = revision;
    const parsed = parseDocument(revision.document);
    if (!parsed.ok) throw new Error(`revision ${id} cannot be read`);
    const person = await context.db.user.findUnique({ where: { id: createdBy } });
    return {
      id,
      playbookId,
      number,
      draft,
      document: parsed.document,
      createdAt: createdAt.toISOString(),
      createdBy: person?.name ?? "somebody",
    };
  },
});
