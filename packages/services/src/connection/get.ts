import type { Failure } from "@callbook/core/failure";
import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { connectionOf } from "./access/subject.ts";
import { toFormView } from "./form/form-view.ts";
import { testStatusOf } from "./record/row.ts";
import type { ConnectionDetails } from "./views.ts";

/** A connection with everything but its secrets: of those, only that they are set and since when. */
export const connectionGet = reading({
  name: "connection.get",
  input: z.strictObject({ id: RowId }),
  subject: connectionOf("id", "use"),
  run: async ({ context, subject: { connection, level } }): Promise<ConnectionDetails> => {
    const { id } = connection;
    const secrets = await context.db.connectionSecret.findMany({
      where: { connectionId: id },
      select: { field: true, updatedAt: true },
    });
    return {
      id,
      integrationId: connection.integrationId,
      form: toFormView(connection),
      secrets: Object.fromEntries(
        secrets.map(({ field, updatedAt }) => [
          field,
          { set: true as const, updatedAt: updatedAt.toISOString() },
        ]),
      ),
      version: connection.version,
      testStatus: testStatusOf(connection, context.now()),
      lastTestAt: connection.lastTestAt?.toISOString() ?? null,
      lastTestError: asFailure(connection.lastTestError),
      myLevel: level,
    };
  },
});

/** Written by this program alone, whole or not at all. */
function asFailure(value: unknown): Failure | null {
  return isFailure(value) ? value : null;
}

function isFailure(value: unknown): value is Failure {
  return typeof value === "object" && value !== null && "failureIndicator" in value;
}
