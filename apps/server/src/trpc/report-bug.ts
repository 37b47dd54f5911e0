import type { TRPCError } from "@trpc/server";
import type { Logger } from "pino";
import { shownRefusal } from "./refusal.ts";

/** Writes bugs to the log, under the reference that the asker was shown. Refusals are no bugs. */
export function reportBug(log: Logger, error: TRPCError, path: string, reference: string): void {
  if (shownRefusal(error) !== null) return;
  log.error(
    { err: error.cause ?? error, procedure: path, reference },
    "a procedure failed by a bug",
  );
}
