/**
 * Tables that migrations make and Prisma neither reads nor compares: those of the run log, which are
 * partitioned or have partial indexes, and what is unlogged.
 */
export const externalTables: readonly string[] = [
  "run",
  "run_body",
  "run_event",
  "action_run",
  "block_result",
  "run_log",
  "wait",
  "callback_delivery",
  "run_inbox",
  "run_count",
  "process_heartbeat",
  "rate_limit",
  "connection_place",
  "write_probe",
];
