-- Instants are microseconds since 1970 UTC (the same number on both engines), days are ISO text, flags are 0 or 1.
create table setting (key text primary key, value text not null) strict;
-- One row. `facts` is bumped by every recorded fact, `registry` by every edit of plan, institutions and assignments.
create table data_version (id integer primary key check (id = 1), facts integer not null, registry integer not null) strict;
insert into data_version values (1, 0, 0);

create table plan (
  id integer primary key, slug text not null unique, title text not null, title_en text not null,
  announced_on text not null, lead text not null, contact_unit text not null, contact_phone text not null,
  recorded_at integer not null) strict;
create table source (
  plan_id integer not null references plan, key text not null, title text not null, location text not null,
  published_on text not null, primary key (plan_id, key)) strict;
create table strategy (
  plan_id integer not null references plan, no integer not null, title text not null, title_en text not null,
  primary key (plan_id, no)) strict;
create table task (
  plan_id integer not null references plan, no integer not null, strategy_no integer not null, title text not null,
  title_en text not null, scope text not null, lead text not null, lead_basis text not null, lead_source text,
  coverage text, primary key (plan_id, no)) strict;
create table milestone (
  id integer primary key, plan_id integer not null references plan, task_no integer not null, no integer not null,
  title text not null, due text not null, basis text not null, source text, known_from text not null,
  reported_done_by text, reported_in text, unique (plan_id, task_no, no)) strict;

create table institution (
  id integer primary key, slug text not null unique, position integer not null, name_ko text not null, name_en text not null,
  short_ko text not null, kind text not null, code text not null, parent text, valid_from text, valid_until text,
  note text not null, recorded_at integer not null) strict;
create table successor (slug text not null, successor text not null, primary key (slug, successor)) strict;
create table holiday (day text primary key, name_ko text not null) strict;

create table assignment (
  id integer primary key, plan_id integer not null references plan, task_no integer not null, role text not null,
  basis text not null, recorded_at integer not null, ended_at integer) strict;
create index assignment_plan on assignment (plan_id, task_no);
create table holder (
  assignment_id integer not null references assignment, institution text not null, since integer not null,
  primary key (assignment_id, since)) strict;
create table duty (
  id integer primary key, assignment_id integer not null references assignment, owner_id integer, reviewer_id integer,
  contact text not null, recorded_at integer not null, superseded_at integer) strict;
create index duty_assignment on duty (assignment_id, superseded_at);

create table person (
  id integer primary key, login text not null unique, name text not null, password_hash text not null,
  must_change integer not null, active integer not null, recorded_at integer not null) strict;
create table grant_of_role (
  id integer primary key, person_id integer not null references person, role text not null, institution text,
  recorded_at integer not null, superseded_at integer) strict;
create index grant_person on grant_of_role (person_id, superseded_at);
create table deputy (
  id integer primary key, institution text not null, head_id integer not null references person,
  deputy_id integer not null references person, from_day text not null, until_day text not null,
  recorded_at integer not null, superseded_at integer) strict;
create index deputy_person on deputy (deputy_id, superseded_at);
create table session (
  id_hash text primary key, person_id integer not null references person, created_at integer not null,
  seen_at integer not null, ended_at integer) strict;
create index session_person on session (person_id);
create table guess (account text primary key, failures integer not null, last_failure integer not null) strict;

create table step_due (
  id integer primary key, assignment_id integer not null references assignment, milestone_id integer not null references milestone,
  due text not null, reason text not null, by_id integer references person, recorded_at integer not null) strict;
create table report (
  id integer primary key, plan_id integer not null, assignment_id integer not null references assignment, kind text not null,
  self_rating text not null, rating_reason text not null, progress integer, done text not null, next text not null,
  obstacle text not null, request text not null, base_date text not null, previous_id integer, by_id integer not null references person,
  by_name text not null, on_behalf_of text, evidence_count integer not null, steps text not null, recorded_at integer not null) strict;
create index report_plan on report (plan_id, id);
create index report_assignment on report (assignment_id, recorded_at, id);
create table evidence (
  id integer primary key, institution text not null, assignment_id integer not null references assignment, draft_of integer,
  report_id integer references report, name text not null, link text, media_type text not null, bytes integer not null,
  sha256 text not null, object text, by_id integer not null references person, recorded_at integer not null, removed_at integer) strict;
create index evidence_report on evidence (report_id);
create index evidence_draft on evidence (assignment_id, draft_of);
create table draft (
  person_id integer not null references person, assignment_id integer not null references assignment, fields text not null,
  based_on integer, revision integer not null, saved_at integer not null, primary key (person_id, assignment_id)) strict;
create table verdict (
  id integer primary key, plan_id integer not null, report_id integer not null references report, assignment_id integer not null,
  verdict text not null, reason text not null, condition text not null, by_id integer not null references person,
  by_name text not null, recorded_at integer not null) strict;
create index verdict_plan on verdict (plan_id, id);
create table verification (
  id integer primary key, plan_id integer not null, assignment_id integer not null references assignment,
  milestone_id integer not null references milestone, verified integer not null, reason text not null,
  by_id integer not null references person, by_name text not null, recorded_at integer not null) strict;
create index verification_plan on verification (plan_id, id);
create table ending (
  id integer primary key, plan_id integer not null, assignment_id integer not null references assignment,
  milestone_id integer not null references milestone, ending text not null, reason text not null, decider text not null,
  by_id integer not null references person, by_name text not null, recorded_at integer not null) strict;
create index ending_plan on ending (plan_id, id);
create table date_change (
  id integer primary key, plan_id integer not null, assignment_id integer not null references assignment,
  milestone_id integer not null references milestone, from_due text not null, to_due text not null, reason text not null,
  by_id integer references person, by_name text not null, recorded_at integer not null, approved integer,
  decision_reason text, decided_by_id integer references person, decided_by_name text, decided_at integer) strict;
create index date_change_plan on date_change (plan_id, id);
create table round (
  id integer primary key, plan_id integer not null references plan, slug text not null, ordinal integer not null,
  base_date text not null, recorded_at integer not null, unique (plan_id, slug)) strict;

create table audit (
  no integer primary key, at integer not null, actor text not null, on_behalf_of text, action text not null,
  subject text not null, institution text, old_value text not null, new_value text not null, hash text not null) strict;
create index audit_actor on audit (actor, no);
create index audit_action on audit (action, no);
create table audit_head (id integer primary key check (id = 1), no integer not null, hash text not null) strict;
insert into audit_head values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
