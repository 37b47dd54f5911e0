-- What several processes have to know of each other.

-- A test of a connection that is under way is shown until then, should its process die meanwhile.
alter table connection add column testing_until timestamptz(3);
update connection set test_status = 'untested' where test_status = 'testing';

-- Tries that count against a limit, over all processes; a key is the digest of whom they are counted by.
-- Lost in a crash of the database, like what a process remembers.
create unlogged table rate_limit (
  key     bytea primary key,
  points  int not null,
  ends_at timestamptz not null
);
create index rate_limit_ends_idx on rate_limit (ends_at);

-- Places of connections, of which executions of all processes together take as many as the limit says.
create unlogged table connection_place (
  connection_id int not null,
  place         int not null,
  executor_id   text not null,
  turn          text not null, -- of the execution that has it; asked for again it has the same place
  primary key (connection_id, place)
);
create index connection_place_owner_idx on connection_place (executor_id);
