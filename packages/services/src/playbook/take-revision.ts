import { isDeepStrictEqual } from "node:util";
import type { PlaybookDocument, Problem } from "@callbook/core/document";
import { isRunnable, validate } from "@callbook/core/validate";
import type { Playbook } from "@callbook/db";
import type { Context } from "../context.ts";
import type { Db } from "../notice/notice.ts";
import { Refusal } from "../refusal.ts";
import { asStored } from "./append.ts";
import type { Draft } from "./drafts.ts";

/**
 * Refuses a document that has problems of level error by the present catalogue.
 * @param seen version of the catalogue that the asker's page validated it with; undefined: there is
 *   none. Another one is told of only where it makes a difference.
 */
export async function demandRunnable(
  context: Context,
  document: PlaybookDocument,
  seen: number | undefined,
): Promise<void> {
  const { catalogue, catalogues } = context;
  const problems = validate(document, catalogue);
  if (isRunnable(problems)) return;
  const errors = errorsOf(problems);
  const old = seen === undefined || seen === catalogue.id ? null : await catalogues.read(seen);
  const isNews = old !== null && !isDeepStrictEqual(errorsOf(validate(document, old)), errors);
  throw new Refusal("INVALID", `${isNews ? CHANGED : ""}${notRunnable(errors)}`, {
    problems,
    fields: errors.map(({ path, message }) => ({ path: path.join("."), message })),
  });
}

const CHANGED = "The integrations have changed since this page read them. ";

function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ level }) => level === "error");
}

function notRunnable(errors: readonly Problem[]): string {
  const [first] = errors;
  const more = errors.length === 1 ? "" : ` (and ${errors.length - 1} more)`;
  return `This playbook has problems that keep it from running: ${first?.message ?? ""}${more}`;
}

/** Refuses when edits came after the state that the asker has on his screen. */
export function demandSeq(draft: Draft, seq: number | undefined): void {
  if (seq === undefined || seq === draft.seq) return;
  throw new Refusal(
    "CONFLICT",
    "This playbook was edited meanwhile. Look at the changes and try again.",
  );
}

/**
 * An immutable copy of the draft, which names the catalogue that it was validated with.
 * @param number null: that of a test run, which is used again while nothing changes
 */
export async function takeRevision(
  context: Context,
  db: Db,
  playbook: Playbook,
  draft: Draft,
  number: number | null,
): Promise<number> {
  const { id: catalogueId } = context.catalogue;
  if (number === null) {
    const same = await db.revision.findFirst({
      where: { playbookId: playbook.id, seq: draft.seq, draft: true, catalogueId },
      select: { id: true },
    });
    if (same !== null) return same.id;
  }
  const { id } = await db.revision.create({
    data: {
      playbookId: playbook.id,
      number,
      draft: number === null,
      seq: draft.seq,
      document: asStored(draft.document),
      catalogueId,
      createdBy: context.actor.userId,
      createdAt: context.now(),
    },
    select: { id: true },
  });
  await context.drafts.snapshot(db, playbook.id, draft);
  return id;
}
