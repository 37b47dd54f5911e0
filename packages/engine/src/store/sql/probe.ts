/**
 * What succeeds if the run log can be written: nobody holds its tables, writes are taken, and there is room.
 * To be rolled back. The rows go to a table of their own that costs no log.
 */
export const WRITE_PROBE = `set local lock_timeout = '150ms';
  lock table run, run_body, run_event, action_run, block_result, run_log, wait, callback_delivery, run_inbox
    in row exclusive mode;
  insert into write_probe (filler) select repeat(md5(random()::text), 1000)`;
