-- The register of information systems. A system's number is permanent; what is known of it is versioned, and so is its
-- continuity plan: a row is added, the one before it is marked superseded. Ids are given out by the writer, in order.
create table information_system (id integer primary key, code text not null unique, recorded_at integer not null) strict;
create table system_version (
  id integer primary key, system_id integer not null references information_system, name text not null,
  institution text not null, runner_kind text not null, runner text not null, purpose text not null, grade text,
  graded_on text, grade_basis text not null, users integer, needs text not null, site text, site_note text not null,
  redundancy text not null, recovery text not null, equipment text not null, contact text not null, retired_on text,
  hash text not null, import_id integer, by_id integer not null, by_name text not null, recorded_at integer not null,
  superseded_at integer) strict;
create unique index system_version_current on system_version (system_id) where superseded_at is null;
create unique index system_version_name on system_version (institution, name) where superseded_at is null and retired_on is null;
create index system_version_history on system_version (system_id, id);

create table continuity_standard (
  version integer primary key, content text not null, by_id integer not null, by_name text not null,
  recorded_at integer not null) strict;
create table continuity_plan (
  id integer primary key, system_id integer not null references information_system, version integer not null,
  state text not null, standard integer not null, content text not null, submitted_by integer, next_review text,
  drill text, hash text not null, act text not null, reason text not null, by_id integer not null, by_name text not null,
  on_behalf_of text, recorded_at integer not null, superseded_at integer) strict;
create unique index continuity_plan_current on continuity_plan (system_id, version) where superseded_at is null;
create index continuity_plan_history on continuity_plan (system_id, id);

create table system_sample (
  id integer primary key, seed integer not null, day text not null, grade text not null, institution text not null,
  asked integer not null, frame_size integer not null, frame_hash text not null, note text not null,
  by_id integer not null, by_name text not null, recorded_at integer not null) strict;
create table sampled_system (
  sample_id integer not null references system_sample, place integer not null,
  system_id integer not null references information_system, claimed text not null, primary key (sample_id, place)) strict;
create table sample_finding (
  id integer primary key, sample_id integer not null references system_sample,
  system_id integer not null references information_system, found text not null, note text not null,
  by_id integer not null, by_name text not null, recorded_at integer not null, superseded_at integer) strict;
create unique index sample_finding_current on sample_finding (sample_id, system_id) where superseded_at is null;

create table system_import (
  id integer primary key, file_name text not null, bytes integer not null, sha256 text not null, object text not null,
  state text not null, only_good integer not null, outcome text not null, by_id integer not null, by_name text not null,
  started_at integer not null, ended_at integer) strict;
create index system_import_person on system_import (by_id, id);
