import { randomUUID } from "node:crypto";
import { z } from "zod";
import { Refusal } from "../../refusal.ts";
import { audit } from "../../verb/audit.ts";
import { RowId, TestKey } from "../../verb/ids.ts";
import { verb } from "../../verb/verb.ts";
import { findConnection } from "../access/find.ts";
import { withSecrets } from "../record/with-secrets.ts";
import type { TestOutcome } from "../views.ts";
import { runTest, verdictColumns } from "./run-test.ts";

/** Tests a saved connection, also one that is not active, and keeps the verdict. */
export const connectionTestSaved = verb(
  "connection.testSaved",
  z.strictObject({ id: RowId, testKey: TestKey.optional() }),
  async (context, { id, testKey }): Promise<TestOutcome> => {
    const { connection } = await findConnection(context, "connection.testSaved", id, "use");
    const secrets = await withSecrets(context, connection);
    if (secrets === null)
      throw new Refusal(
        "CONFLICT",
        "Somebody has saved this connection at this moment. Try again.",
      );
    await audit(context.db, context.actor, {
      action: "connection.testSaved",
      subjectKind: "connection",
      subjectId: id,
      siteId: connection.siteId,
    });
    // A verdict belongs to the version that was tested.
    const where = { id, version: connection.version, deletedAt: null };
    await context.db.connection.updateMany({ where, data: { testStatus: "testing" } });
    try {
      const outcome = await runTest(context, secrets, testKey ?? randomUUID());
      await context.db.connection.updateMany({ where, data: verdictColumns(outcome) });
      return outcome;
    } catch (error) {
      const { testStatus } = connection;
      await context.db.connection.updateMany({ where, data: { testStatus } });
      throw error;
    }
  },
);
