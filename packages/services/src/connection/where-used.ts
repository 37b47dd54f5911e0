import { type Catalogue, specOf } from "@callbook/core/block";
import type { PlaybookDocument } from "@callbook/core/document";
import { z } from "zod";
import type { Db } from "../notice/notice.ts";
import { sitesOf } from "../permissions/actor.ts";
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
      where: { id: { in: await readCandidates(context.db, id, sitesOf(context.actor)) } },
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

/**
 * Playbooks that may name the connection: somewhere in their blocks stands its number, or they have been
 * edited since they were last written as a whole. No other is read.
 */
async function readCandidates(
  db: Db,
  connectionId: number,
  sites: "all" | readonly number[],
): Promise<number[]> {
  const number = JSON.stringify({ number: connectionId, text: String(connectionId) });
  const rows = await db.$queryRaw<{ id: number }[]>`
    SELECT p.id
      FROM playbook p
      LEFT JOIN playbook_draft d ON d.playbook_id = p.id
      LEFT JOIN revision r ON r.id = p.published_revision_id
     WHERE p.deleted_at IS NULL AND (${sites === "all"} OR p.site_id = ANY(${sites === "all" ? [] : [...sites]}))
       AND (d.seq IS DISTINCT FROM p.head_seq
         OR jsonb_path_exists(d.document, ${NAMES}::jsonpath, ${number}::jsonb)
         OR jsonb_path_exists(r.document, ${NAMES}::jsonpath, ${number}::jsonb))`;
  return rows.map(({ id }) => id);
}

const NAMES = "$.blocks.** ? (@ == $number || @ == $text)";

/** Connections that the blocks of a document name. */
function connectionsOf({ blocks }: PlaybookDocument, catalogue: Catalogue): ReadonlySet<number> {
  const uses = blocks.flatMap((block) => specOf(block, catalogue)?.uses(block) ?? []);
  return new Set(uses.flatMap(({ connectionIds }) => connectionIds));
}
