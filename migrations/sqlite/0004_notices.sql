-- Notices, the mail they go out in, and what each person wants of them.
create table person_mail (
  person_id integer primary key references person, address text not null, recorded_at integer not null) strict;
create table notice_preference (
  person_id integer primary key references person, mail integer not null, rhythm text not null, recorded_at integer not null) strict;
-- Only what differs from inbox and mail.
create table notice_reach (
  person_id integer not null references person, kind text not null, reach text not null, primary key (person_id, kind)) strict;

-- The outbox. A mail holds the notices that name it; what they say is written when it goes. `ready_at` follows the plan's
-- clock, `next_attempt_at` and `sent_at` the machine's.
create table mail (
  id integer primary key, person_id integer not null references person, address text not null, gathering text not null,
  state text not null, ready_at integer not null, attempts integer not null, next_attempt_at integer not null,
  last_error text, recorded_at integer not null, sent_at integer) strict;
create index mail_pending on mail (next_attempt_at) where state = 'pending';
create index mail_person on mail (person_id, gathering) where state = 'pending';
create table notice (
  id integer primary key, person_id integer not null references person, kind text not null, subject text not null,
  body text not null, link text not null, round_id integer references round, institution text, mail_id integer references mail,
  recorded_at integer not null, read_at integer) strict;
create index notice_person on notice (person_id, recorded_at);
create index notice_unread on notice (person_id) where read_at is null;
create index notice_mail on notice (mail_id) where mail_id is not null;

-- The reminders that were made: once a stage, an institution and a due day.
create table reminder (
  round_id integer not null references round, institution text not null, due text not null, stage text not null,
  recorded_at integer not null, primary key (round_id, institution, due, stage)) strict;

-- Which process does what only one may do. PostgreSQL has advisory locks for this and leaves it empty.
create table lease (name text primary key, holder text not null, until integer not null) strict;
