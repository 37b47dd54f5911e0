import { randomUUID } from "node:crypto";
import { z } from "zod";
import { Refusal } from "../../refusal.ts";
import { ofSubject } from "../../verb/audit.ts";
import { RowId, TestKey } from "../../verb/ids.ts";
import { acting } from "../../verb/verb.ts";
import { connectionOf } from "../access/subject.ts";
import { withSecrets } from "../record/with-secrets.ts";
import type { TestOutcome } from "../views.ts";
import { runTest, verdictColumns } from "./run-test.ts";

/** No test takes longer: what is told of one that goes on is left by a process that died. */
const LONGEST_TEST_MS = 5 * 60_000;

/** Tests a saved connection, also one that is not active, and keeps the verdict. */
export const connectionTestSaved = acting({
  name: "connection.testSaved",
  input: z.strictObject({ id: RowId, testKey: TestKey.optional() }),
  subject: connectionOf("id", "use"),
  audit: ofSubject,
  run: async ({ context, subject: { connection }, input: { testKey } }): Promise<TestOutcome> => {
    const secrets = await withSecrets(context, connection);
    if (secrets === null)
      throw new Refusal(
        "CONFLICT",
        "Somebody has saved this connection at this moment. Try again.",
      );
    const { id, version } = connection;
    // A verdict belongs to the version that was tested.
    const where = { id, version, deletedAt: null };
    const testingUntil = new Date(context.now().getTime() + LONGEST_TEST_MS);
    await context.db.connection.updateMany({ where, data: { testingUntil } });
    try {
      const outcome = await runTest(context, secrets, testKey ?? randomUUID());
      await context.db.connection.updateMany({ where, data: verdictColumns(outcome) });
      return outcome;
    } finally {
      await context.db.connection.updateMany({ where: { id }, data: { testingUntil: null } });
    }
  },
});
