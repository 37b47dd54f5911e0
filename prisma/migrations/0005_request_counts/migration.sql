-- Executions of commands that have ended in a run, of them those that failed, and those that may have
-- taken effect although nobody knows: what a state alone does not tell. Of runs from before: not counted.
alter table run
  add column requests integer not null default 0,
  add column failed_requests integer not null default 0,
  add column unknown_requests integer not null default 0;
