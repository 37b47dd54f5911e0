import type { Prisma } from "@callbook/db";
import type { Db } from "../notice/notice.ts";
import type { Actor } from "../permissions/actor.ts";
import type { VerbName } from "../permissions/permissions.ts";

export type SubjectKind =
  | "person"
  | "site"
  | "token"
  | "integration"
  | "connection"
  | "playbook"
  | "run"
  | "installation";

export interface AuditRow {
  readonly action: VerbName | "session.setup" | "session.join" | "sample.seed";
  readonly subjectKind: SubjectKind;
  readonly subjectId: string | number;
  readonly siteId?: number | null;
  /** What changed, by name. Never a secret, never its length. */
  readonly detail?: Prisma.InputJsonObject;
}

/** What the audit tells of a verb that changes or does something. */
export type Audited =
  /** Of the subject that was there before. */
  | { readonly tells: "subject" }
  /** Of what the verb made; its output has the id. */
  | { readonly tells: "created"; readonly kind: SubjectKind }
  /** Of the run that the effect begins or ends: told by the effect itself, in its transaction. */
  | { readonly tells: "effect" }
  /** Of nothing, for a reason. */
  | { readonly tells: "nothing"; readonly because: string };

export const ofSubject = { tells: "subject" } as const satisfies Audited;

/** For effects of the engine, which takes an AuditNote. */
export const inEffect = { tells: "effect" } as const satisfies Audited;

export function created(kind: SubjectKind) {
  return { tells: "created", kind } as const satisfies Audited;
}

export function nothing(because: string) {
  return { tells: "nothing", because } as const satisfies Audited;
}

/**
 * Writes who did what, in the transaction of the effect. Verbs do not call it: they declare what
 * is audited. It is for the few effects that are no verb of anybody's.
 */
export async function audit(db: Db, actor: Pick<Actor, "userId">, row: AuditRow): Promise<void> {
  await db.auditEntry.create({
    data: {
      userId: actor.userId,
      action: row.action,
      subjectKind: row.subjectKind,
      subjectId: String(row.subjectId),
      siteId: row.siteId ?? null,
      detail: row.detail ?? {},
    },
  });
}
