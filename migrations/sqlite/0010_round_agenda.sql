-- The agenda of a round's meeting, whole as each edit left it: nothing is overwritten, and what was on it on any day can be
-- read. `revision` is what two people who edit at once compete for; `entries` is the list as JSON, in its order.
create table round_agenda (
  id integer primary key, plan_id integer not null references plan, round_id integer not null references round,
  revision integer not null, entries text not null, by_id integer references person, by_name text not null,
  recorded_at integer not null, unique (round_id, revision)) strict;
