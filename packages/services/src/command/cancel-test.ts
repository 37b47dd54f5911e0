import { z } from "zod";
import { TestKey } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";

/** Stops a command test that the asker started; false: it has ended already. */
export const commandCancelTest = verb(
  "command.cancelTest",
  z.strictObject({ testKey: TestKey }),
  async (context, { testKey }): Promise<{ cancelled: boolean }> => ({
    cancelled: context.tests.cancel(testKey, context.actor.userId),
  }),
);
