import type { DeliveryView } from "@callbook/engine";
import { z } from "zod";
import { RunId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { type Page, pageOf } from "./page.ts";
import { runOf } from "./subject.ts";

const Input = z.strictObject({
  runId: RunId,
  waitId: z.string().min(1).max(100),
  /** Id of the last one that is known. */
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.int().min(1).max(200).default(50),
});

/** What arrived at the callback URL of a wait, oldest first, and what was answered. */
export const runDeliveries = reading({
  name: "run.deliveries",
  input: Input,
  subject: runOf("runId"),
  run: async ({ context, subject: { key }, input }): Promise<Page<DeliveryView, string>> => {
    const { waitId, after = null, limit } = input;
    const { runs } = context.engine;
    const deliveries = await runs.listDeliveries(key, waitId, after, limit + 1);
    return pageOf(deliveries, limit, ({ id }) => id);
  },
});
