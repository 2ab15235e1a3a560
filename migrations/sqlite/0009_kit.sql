-- A filled-in kit (오프라인 작성 파일) between its upload and its confirmation: what was read of it, not the file. It belongs
-- to the person who uploaded it and is forgotten after a day.
create table kit_upload (
  id text primary key, return_id integer not null references return_, person_id integer not null references person,
  file_name text not null, sha256 text not null, filled text not null, uploaded_at integer not null) strict;
create index kit_upload_age on kit_upload (uploaded_at);
