-- Who may do what, and which sessions stand: bumped by log-outs, roles, deputies and passwords, so that every node knows at
-- once that what it remembers of people is old.
alter table data_version add column people integer not null default 0;

create index date_change_assignment on date_change (assignment_id, milestone_id);
create index grant_institution on grant_of_role (institution, superseded_at);
create index audit_institution on audit (institution, no);
create index audit_at on audit (at, no);
