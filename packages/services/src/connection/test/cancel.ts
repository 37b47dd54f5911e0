import { z } from "zod";
import { TestKey } from "../../verb/ids.ts";
import { verb } from "../../verb/verb.ts";

/** Stops a test that the asker started; false: it has ended already. */
export const connectionCancelTest = verb(
  "connection.cancelTest",
  z.strictObject({ testKey: TestKey }),
  async (context, { testKey }): Promise<{ cancelled: boolean }> => ({
    cancelled: context.tests.cancel(testKey, context.actor.userId),
  }),
);
