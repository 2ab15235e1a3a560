-- A check on the spot is drawn grade by grade: what was asked of each, and what it was drawn from. `last_version`: the
-- register was drawn from as its versions up to that row said, so that the draw can be repeated.
alter table system_sample add column last_version bigint not null default 0;
alter table sampled_system add column grade text not null default '';
create table sample_stratum (
  sample_id bigint not null references system_sample, grade text not null, asked bigint not null,
  frame_size bigint not null, frame_hash text not null, primary key (sample_id, grade));
