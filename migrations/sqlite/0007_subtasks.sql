-- Who may do what, and which sessions stand: bumped by log-outs, roles, deputies and passwords, so that every node knows at
-- once that what it remembers of people is old.
alter table data_version add column people integer not null default 0;

-- A part of a task (세부과제). A row is a wording of it: a change supersedes the row and adds another of the same number, and
-- a part that is retired has no row that stands. Published ones come from the plan's file, the others from the PMO.
create table subtask (
  id integer primary key, plan_id integer not null references plan, task_no integer not null, no integer not null,
  title text not null, title_en text not null, basis text not null, source text, by_name text not null,
  recorded_at integer not null, superseded_at integer) strict;
create index subtask_plan on subtask (plan_id, task_no, no, id);
alter table milestone add column subtask_no integer;

-- How the plan, its strategies, tasks and milestones were worded before: `place` as in `task 4` or `milestone 4-2`.
create table wording (
  id integer primary key, plan_id integer not null references plan, place text not null, title text not null,
  title_en text not null, recorded_at integer not null, superseded_at integer not null) strict;
create index wording_plan on wording (plan_id, id);

-- The secret address under which a person's calendar asks for the deadlines; only a hash of it is known here.
create table feed (
  token_hash text primary key, person_id integer not null references person, created_at integer not null,
  revoked_at integer) strict;
create index feed_person on feed (person_id, revoked_at);

create index date_change_assignment on date_change (assignment_id, milestone_id);
create index grant_institution on grant_of_role (institution, superseded_at);
create index audit_institution on audit (institution, no);
create index audit_at on audit (at, no);
