-- Public keys alone: the private key is a file outside the database.
create table seal_key (
  id integer primary key, key_id text not null unique, public_key text not null, endorsed_by text, endorsement text,
  reason text not null, recorded_at integer not null) strict;
-- `file` is the sealed document, byte for byte as it is served; the other columns repeat what lists need of it.
create table seal (
  id integer primary key, plan_id integer not null references plan, round_id integer not null unique references round,
  no integer not null, hash text not null unique, previous_hash text, key_id text not null references seal_key (key_id),
  reason text not null, missing text not null, file blob not null, by_id integer not null references person,
  by_name text not null, recorded_at integer not null, unique (plan_id, no)) strict;
create table addendum (
  id integer primary key, seal_id integer not null references seal, no integer not null, hash text not null unique,
  key_id text not null references seal_key (key_id), text text not null, file blob not null,
  by_id integer not null references person, by_name text not null, recorded_at integer not null,
  unique (seal_id, no)) strict;
-- The first making of an export of a seal. `institution` is empty for the whole round, `scope` for all of its contents.
create table sealed_file (
  id integer primary key, seal_id integer not null references seal, format text not null, institution text not null,
  scope text not null, name text not null, media_type text not null, sha256 text not null, bytes blob not null,
  recorded_at integer not null, unique (seal_id, format, institution, scope)) strict;
