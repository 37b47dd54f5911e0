import type { PlaybookDocument } from "@callbook/core/document";
import { isRunnable, validate } from "@callbook/core/validate";
import type { Playbook } from "@callbook/db";
import type { Context } from "../context.ts";
import type { Db } from "../notice/notice.ts";
import { Refusal } from "../refusal.ts";
import { asStored } from "./append.ts";
import type { Draft } from "./drafts.ts";

/** Refuses a document that has problems of level error. */
export function demandRunnable(context: Context, document: PlaybookDocument): void {
  const problems = validate(document, context.catalogue);
  if (isRunnable(problems)) return;
  const errors = problems.filter(({ level }) => level === "error");
  throw new Refusal("INVALID", notRunnable(errors.map(({ message }) => message)), {
    problems,
    fields: errors.map(({ path, message }) => ({ path: path.join("."), message })),
  });
}

function notRunnable([first, ...others]: readonly string[]): string {
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return `This playbook has problems that keep it from running: ${first}${more}`;
}

/** Refuses when edits came after the state that the asker has on his screen. */
export function demandSeq(draft: Draft, seq: number | undefined): void {
  if (seq === undefined || seq === draft.seq) return;
  throw new Refusal(
    "CONFLICT",
    "This playbook was edited meanwhile. Look at the changes and try again.",
  );
}

/** An immutable copy of the draft. `number` null: that of a test run, which is used again while nothing changes. */
export async function takeRevision(
  context: Context,
  db: Db,
  playbook: Playbook,
  draft: Draft,
  number: number | null,
): Promise<number> {
  if (number === null) {
    const same = await db.revision.findFirst({
      where: { playbookId: playbook.id, seq: draft.seq, draft: true },
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
      createdBy: context.actor.userId,
      createdAt: context.now(),
    },
    select: { id: true },
  });
  await context.drafts.snapshot(db, playbook.id, draft);
  return id;
}
