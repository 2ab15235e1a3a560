-- The register of information systems. A system's number is permanent; what is known of it is versioned, and so is its
-- continuity plan: a row is added, the one before it is marked superseded. Ids are given out by the writer, in order.
create table information_system (id bigint primary key, code text not null unique, recorded_at bigint not null);
create table system_version (
  id bigint primary key, system_id bigint not null references information_system, name text not null,
  institution text not null, runner_kind text not null, runner text not null, purpose text not null, grade text,
  graded_on text, grade_basis text not null, users bigint, needs text not null, site text, site_note text not null,
  redundancy text not null, recovery text not null, equipment text not null, contact text not null, retired_on text,
  hash text not null, import_id bigint, by_id bigint not null, by_name text not null, recorded_at bigint not null,
  superseded_at bigint);
create unique index system_version_current on system_version (system_id) where superseded_at is null;
create unique index system_version_name on system_version (institution, name) where superseded_at is null and retired_on is null;
create index system_version_history on system_version (system_id, id);

create table continuity_standard (
  version bigint primary key, content text not null, by_id bigint not null, by_name text not null,
  recorded_at bigint not null);
create table continuity_plan (
  id bigint primary key, system_id bigint not null references information_system, version bigint not null,
  state text not null, standard bigint not null, content text not null, submitted_by bigint, next_review text,
  drill text, hash text not null, act text not null, reason text not null, by_id bigint not null, by_name text not null,
  on_behalf_of text, recorded_at bigint not null, superseded_at bigint);
create unique index continuity_plan_current on continuity_plan (system_id, version) where superseded_at is null;
create index continuity_plan_history on continuity_plan (system_id, id);

create table system_sample (
  id bigint primary key, seed bigint not null, day text not null, grade text not null, institution text not null,
  asked bigint not null, frame_size bigint not null, frame_hash text not null, note text not null,
  by_id bigint not null, by_name text not null, recorded_at bigint not null);
create table sampled_system (
  sample_id bigint not null references system_sample, place bigint not null,
  system_id bigint not null references information_system, claimed text not null, primary key (sample_id, place));
create table sample_finding (
  id bigint primary key, sample_id bigint not null references system_sample,
  system_id bigint not null references information_system, found text not null, note text not null,
  by_id bigint not null, by_name text not null, recorded_at bigint not null, superseded_at bigint);
create unique index sample_finding_current on sample_finding (sample_id, system_id) where superseded_at is null;

create table system_import (
  id bigint primary key, file_name text not null, bytes bigint not null, sha256 text not null, object text not null,
  state text not null, only_good bigint not null, outcome text not null, by_id bigint not null, by_name text not null,
  started_at bigint not null, ended_at bigint);
create index system_import_person on system_import (by_id, id);
