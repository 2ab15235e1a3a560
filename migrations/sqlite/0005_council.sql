-- What meetings came to and the registers beside them: each record in all its versions, the last one not superseded.
create table council_record (
  id integer primary key, plan_id integer not null references plan, kind text not null, meeting_id integer references council_record,
  no integer, client_key text, recorded_at integer not null, unique (plan_id, client_key)) strict;
create index council_record_meeting on council_record (meeting_id, id);
create index council_record_kind on council_record (plan_id, kind, id);
create table council_version (
  id integer primary key, record_id integer not null references council_record, plan_id integer not null references plan,
  body text not null, by_id integer references person, by_name text not null, on_behalf_of text, recorded_at integer not null,
  superseded_at integer) strict;
create index council_version_plan on council_version (plan_id, id);
create index council_version_record on council_version (record_id, id);

-- Pairs of letters of the reports' texts, by report; `report_indexed` names the last report that is in it.
create virtual table report_gram using fts5 (grams, content = '', detail = none, tokenize = 'ascii');
create table report_indexed (id integer primary key check (id = 1), report_id integer not null) strict;
insert into report_indexed values (1, 0);
