import { type Catalogue, specOf } from "@callbook/core/block";
import type { PlaybookDocument } from "@callbook/core/document";
import { z } from "zod";
import { withinSites } from "../permissions/actor.ts";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { connectionOf } from "./access/subject.ts";

/** Playbooks of the asker's sites whose draft or published revision names the connection. */
export const connectionWhereUsed = reading({
  name: "connection.whereUsed",
  input: z.strictObject({ id: RowId }),
  subject: connectionOf("id", "use"),
  run: async ({ context, input: { id } }): Promise<{ playbookId: number; name: string }[]> => {
    const playbooks = await context.db.playbook.findMany({
      where: { deletedAt: null, ...withinSites(context.actor) },
      orderBy: { name: "asc" },
    });
    const used: { playbookId: number; name: string }[] = [];
    for (const { id: playbookId, name, headSeq, publishedRevisionId } of playbooks) {
      const { document } = await context.drafts.at(context.db, playbookId, headSeq);
      const published =
        publishedRevisionId === null ? null : await context.revisions.read(publishedRevisionId);
      const documents = published === null ? [document] : [document, published.document];
      if (documents.some((one) => connectionsOf(one, context.catalogue).has(id)))
        used.push({ playbookId, name });
    }
    return used;
  },
});

/** Connections that the blocks of a document name. */
function connectionsOf({ blocks }: PlaybookDocument, catalogue: Catalogue): ReadonlySet<number> {
  const uses = blocks.flatMap((block) => specOf(block, catalogue)?.uses(block) ?? []);
  return new Set(uses.flatMap(({ connectionIds }) => connectionIds));
}
