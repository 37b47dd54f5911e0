import { z } from "zod";
import { nothing } from "../../verb/audit.ts";
import { TestKey } from "../../verb/ids.ts";
import { none } from "../../verb/subject.ts";
import { acting } from "../../verb/verb.ts";

/** Stops a test that the asker started; false: it has ended, or runs at another process, which is told. */
export const connectionCancelTest = acting({
  name: "connection.cancelTest",
  input: z.strictObject({ testKey: TestKey }),
  subject: none,
  audit: nothing("it ends what the asker himself has begun"),
  run: async ({ context, input: { testKey } }): Promise<{ cancelled: boolean }> => ({
    cancelled: await context.tests.cancel(testKey, context.actor.userId),
  }),
});
