-- A spreadsheet between its upload and its confirmation: how far it is read, and what each of its rows would do. The lines
-- go once it is confirmed, thrown away or a day old; those that could not be taken stay until then.
alter table system_import add column kind text not null default 'systems';
alter table system_import add column rows_read integer not null default 0;
alter table system_import add column rows_all integer not null default 0;
alter table system_import add column touched_at integer not null default 0;
create index system_import_age on system_import (touched_at);
create table import_line (
  import_id integer not null references system_import, row_no integer not null, outcome text not null, code text not null,
  name text not null, contents text not null, primary key (import_id, row_no)) strict;
create index import_line_outcome on import_line (import_id, outcome, row_no);
