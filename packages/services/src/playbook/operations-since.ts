import type { LoggedOperation } from "@callbook/core/operation";
import { readOperation } from "@callbook/core/operation";
import { z } from "zod";
import type { Db } from "../notice/notice.ts";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { playbookOf } from "./subject.ts";
import type { OperationsPage } from "./views.ts";

/** Operations in one answer. */
const PAGE = 500;

/** The log after a seq, in server order. */
export const playbookOperationsSince = reading({
  name: "playbook.operationsSince",
  input: z.strictObject({ id: RowId, seq: z.int().min(0) }),
  subject: playbookOf("id"),
  run: async ({ context, input: { id, seq } }) => readOperationsSince(context.db, id, seq),
});

/** The same without a question of rights, for the stream that has asked it. */
export async function readOperationsSince(
  db: Db,
  id: number,
  seq: number,
): Promise<OperationsPage> {
  const rows = await db.playbookOperation.findMany({
    where: { playbookId: id, seq: { gt: seq } },
    orderBy: { seq: "asc" },
    take: PAGE + 1,
  });
  const page = rows.slice(0, PAGE);
  const people = await db.user.findMany({
    where: { id: { in: [...new Set(page.map(({ userId }) => userId))] } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map((person) => [person.id, person.name]));
  const operations = page.map((row): LoggedOperation => {
    const read = readOperation(row.operation);
    if (!read.ok) throw new Error(`operation ${row.seq} of playbook ${id} cannot be read`);
    return {
      seq: row.seq,
      id: row.operationId,
      userId: row.userId,
      userName: names.get(row.userId) ?? "somebody",
      at: row.at.toISOString(),
      label: row.label,
      operation: read.operation,
      undoes: row.undoes,
    };
  });
  return { operations, more: rows.length > PAGE };
}
