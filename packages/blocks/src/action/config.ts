/** What an action block is configured with. */
import { z } from "zod";

export const WAIT_SECONDS = { least: 10, most: 2_592_000, normal: 86_400 } as const;
/** Of a handle, in bytes of UTF-8. */
export const HANDLE_LIMIT_BYTES = 64 * 1024;

/** Port ids of an action. */
export const SUCCESS_PORT = "success";
export const ERROR_PORT = "error";

export const ActionConfig = z.strictObject({
  /** null: every integration that offers a command of this name. */
  integrationKey: z.string().min(1).max(100).nullable(),
  command: z.string().max(100),
  /** Empty: every active, permitted connection that offers the command. */
  connectionIds: z.array(z.int().min(1)).max(100),
  /** Input name to the text as it is stored, with datapaths and templates by id. */
  parameters: z.record(z.string().min(1).max(100), z.string().max(1_000_000)),
  /** Handed to the callback; empty: none. */
  handle: z.string().max(HANDLE_LIMIT_BYTES),
  /** How long an answer by callback may take. */
  waitSeconds: z.int().min(WAIT_SECONDS.least).max(WAIT_SECONDS.most),
  /** The author says that the third party honours Idempotency-Key. */
  repeatSafe: z.boolean(),
});
export type ActionConfig = z.infer<typeof ActionConfig>;
