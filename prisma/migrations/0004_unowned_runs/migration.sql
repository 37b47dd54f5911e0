-- Runs that go on and that nobody has: there should be none, and the sweep looks for them every two seconds.
create index run_unowned_idx on run (id) where state = 'running' and executor_id is null;
