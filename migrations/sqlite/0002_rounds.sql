-- Rounds and returns. What happened stands in events and is never edited; the state beside them says where the last event
-- left it, and is what two people who act at once compete for. `settings` is the round as an event left it, as JSON.
alter table round add column state text not null default 'planned';
create table round_event (
  id integer primary key, round_id integer not null references round, plan_id integer not null references plan,
  kind text not null, settings text not null, reason text not null, by_id integer references person, by_name text not null,
  recorded_at integer not null) strict;
create index round_event_plan on round_event (plan_id, id);

-- A return (제출본): what one institution hands in for one round.
create table return_ (
  id integer primary key, round_id integer not null references round, plan_id integer not null references plan,
  institution text not null, state text not null, recorded_at integer not null, unique (round_id, institution)) strict;
create table return_event (
  id integer primary key, return_id integer not null references return_, plan_id integer not null references plan,
  kind text not null, reason text not null, way text not null, nil integer not null, by_id integer references person,
  by_name text not null, on_behalf_of text, recorded_at integer not null) strict;
create index return_event_plan on return_event (plan_id, id);
create index return_event_return on return_event (return_id, id);
-- One assignment in a return, as it is being written: the form's fields as typed, shared by all who write for the
-- institution. Not asked: done when the round opened.
create table return_entry (
  return_id integer not null references return_, assignment_id integer not null references assignment,
  asked integer not null, fields text, no_change integer not null, revision integer not null, saved_at integer,
  saved_by text not null, primary key (return_id, assignment_id)) strict;
create index return_entry_assignment on return_entry (assignment_id);

-- A question of the PMO about one field of one assignment (질의), numbered within its round.
create table query_ (
  id integer primary key, plan_id integer not null references plan, round_id integer not null references round,
  return_id integer not null references return_, assignment_id integer not null references assignment, no integer not null,
  field text not null, question text not null, due text not null, asked_by_id integer not null references person,
  asked_by text not null, asked_at integer not null, answer text not null, answered_by_id integer references person,
  answered_by text not null, answered_at integer, closed_by text not null, closed_at integer, unique (round_id, no)) strict;
create index query_return on query_ (return_id, id);

-- A reminder by whatever way (독려), with what was promised.
create table chase (
  id integer primary key, plan_id integer not null references plan, round_id integer not null references round,
  institution text not null, level text not null, way text not null, note text not null, promised_on text,
  by_id integer references person, by_name text not null, recorded_at integer not null) strict;
create index chase_round on chase (round_id, institution, id);

alter table report add column return_id integer references return_;
create index report_return on report (return_id);
-- Evidence that is put with a return's entry belongs to the institution, not to one person's draft.
alter table evidence add column return_id integer references return_;
create index evidence_return on evidence (return_id, assignment_id);
