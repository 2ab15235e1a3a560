-- The address at which a person's calendar program fetches deadlines without a log-in. Of its secret a hash alone is kept;
-- a row is superseded when the address is renewed or withdrawn.
create table calendar_address (
  id integer primary key, person_id integer not null references person, secret_hash text not null unique,
  recorded_at integer not null, superseded_at integer) strict;
create index calendar_address_person on calendar_address (person_id, superseded_at);

-- How a part of a plan was worded until a day. The wording in force stands with the part itself. `place` is `plan`,
-- `strategy.1`, `task.4`, `milestone.4.1` or `source.KEY`; `other` is the English title, or where a source was published.
create table wording (
  id integer primary key, plan_id integer not null references plan, place text not null, title text not null,
  other text not null, superseded_at integer not null) strict;
create index wording_plan on wording (plan_id, id);

-- Subtasks (세부과제), a row a version. `milestones` are the numbers of the task's milestones that belong to it, as JSON;
-- `retired` is the reason for which it was given up, in its last version.
create table subtask (
  id integer primary key, plan_id integer not null references plan, task_no integer not null, no integer not null,
  title text not null, title_en text not null, lead text, milestones text not null, basis text not null, source text,
  retired text, by_name text not null, recorded_at integer not null, superseded_at integer) strict;
create index subtask_plan on subtask (plan_id, task_no, no, id);
