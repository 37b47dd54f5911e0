import { randomInt } from "node:crypto";
import { presentDocument } from "@callbook/core/block";
import {
  idSource,
  newBlock,
  newDocument,
  type PlaybookDocument,
  parseDocument,
} from "@callbook/core/document";
import { z } from "zod";
import type { Context } from "../context.ts";
import type { Db } from "../notice/notice.ts";
import { Refusal } from "../refusal.ts";
import { siteOf } from "../site/subject.ts";
import { created } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { asStored } from "./append.ts";
import { PlaybookNameInput } from "./input.ts";

/** Makes a playbook with one Start block, or of a document. A bad document saves nothing. */
export const playbookCreate = changing({
  name: "playbook.create",
  input: z.strictObject({
    name: PlaybookNameInput,
    siteId: RowId,
    document: z.unknown().optional(),
  }),
  subject: siteOf("siteId"),
  audit: created("playbook"),
  run: async ({ context, db, input: { name, siteId, document }, tell }) => {
    tell({ detail: { name } });
    const made =
      document === undefined
        ? emptyDocument(context, name)
        : { ...presentDocument(readDocument(document), context.catalogue), name };
    return insertPlaybook(context, db, siteId, made);
  },
});

/**
 * A document that came from outside; refuses INVALID with the path of every fault. Block types
 * that are not known here are none: the draft keeps such blocks and cannot be published or run.
 */
export function readDocument(value: unknown): PlaybookDocument {
  const parsed = parseDocument(value);
  if (parsed.ok) return parsed.document;
  const fields = parsed.problems.map(({ path, message }) => ({ path: path.join("."), message }));
  const first = fields[0];
  const at = first === undefined || first.path === "" ? "" : ` (at ${first.path})`;
  throw new Refusal("INVALID", `${first?.message ?? "This is no playbook document."}${at}`, {
    fields,
  });
}

export async function insertPlaybook(
  { actor }: Pick<Context, "actor">,
  db: Db,
  siteId: number,
  document: PlaybookDocument,
): Promise<{ id: number }> {
  return db.playbook.create({
    data: {
      siteId,
      name: document.name,
      description: document.description,
      createdBy: actor.userId,
      draft: { create: { seq: 0, document: asStored(document) } },
    },
    select: { id: true },
  });
}

const MOST = 2 ** 40;

function emptyDocument({ catalogue }: Context, name: string): PlaybookDocument {
  const entry = [...catalogue.blocks.values()].find(({ kind }) => kind === "entry");
  if (entry === undefined) throw new Error("the catalogue has no block at which a run begins");
  const ids = idSource(() => randomInt(MOST) / MOST);
  const config = entry.defaultConfig(() => ids("i"));
  const { type, version } = entry;
  const block = newBlock({
    id: ids("b"),
    type,
    version,
    name: `${entry.baseName({ config })}_1`,
    config,
  });
  return newDocument({ name, blocks: [block] });
}
