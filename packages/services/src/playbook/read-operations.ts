import type { LoggedOperation } from "@callbook/core/operation";
import { readOperation } from "@callbook/core/operation";
import type { Db } from "../notice/notice.ts";
import type { OperationsPage } from "./views.ts";

/** Operations in one answer. */
const PAGE = 500;

/** The log after a seq, in server order; whoever asks has the right to it. */
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
