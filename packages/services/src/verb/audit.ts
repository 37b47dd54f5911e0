import type { Prisma } from "@callbook/db";
import type { Db } from "../notice/notice.ts";
import type { Actor } from "../permissions/actor.ts";
import type { VerbName } from "../permissions/permissions.ts";

export interface AuditRow {
  readonly action: VerbName | "session.setup" | "session.join" | "sample.seed";
  readonly subjectKind:
    | "person"
    | "site"
    | "token"
    | "integration"
    | "connection"
    | "playbook"
    | "run"
    | "installation";
  readonly subjectId: string | number;
  readonly siteId?: number | null;
  /** What changed, by name. Never a secret, never its length. */
  readonly detail?: Prisma.InputJsonObject;
}

/** Writes who did what, in the transaction of the effect. */
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
