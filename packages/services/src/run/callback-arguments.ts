import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { CallbackCall } from "./views.ts";

export const runCallbackArguments = verb(
  "run.callbackArguments",
  z.strictObject({ id: RowId, callbackId: z.string().min(1).max(60) }),
  async (): Promise<CallbackCall> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
