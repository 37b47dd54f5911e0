import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { revisionOf } from "./subject.ts";
import type { RevisionView } from "./views.ts";

/**
 * An immutable document, also of a playbook that was taken away, as it runs here: configurations of
 * its blocks are of the present versions of their types.
 */
export const playbookRevision = reading({
  name: "playbook.revision",
  input: z.strictObject({ revisionId: RowId }),
  subject: revisionOf,
  run: async ({ context, input }): Promise<RevisionView> => {
    const revision = await context.revisions.read(input.revisionId);
    const { id, playbookId, number, draft, document, catalogueId, createdAt, createdBy } = revision;
    const person = await context.db.user.findUnique({ where: { id: createdBy } });
    return {
      id,
      playbookId,
      number,
      draft,
      document,
      catalogueId,
      createdAt: createdAt.toISOString(),
      createdBy: person?.name ?? "somebody",
    };
  },
});
