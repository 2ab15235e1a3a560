//! Notices: recorded in the write that they tell of, read in the inbox. Neither they nor the outbox move the data version.

use crate::domain::calendar::day_of;
use crate::domain::ids::{NoticeId, RoundId, Slug, UserId};
use crate::domain::notice::letter::Letter;
use crate::domain::notice::{Audience, NoticeKind, Reach, Rhythm, Told};
use crate::store::{Store, StoreResult, Tx, in_tx, instant, micros, on_db, on_writer, word};
use chrono::{DateTime, Utc};

/// A notice to be recorded, once for each person of its audience.
#[derive(Clone, Debug)]
pub struct NewNotice {
    pub kind: NoticeKind,
    pub audience: Audience,
    pub letter: Letter,
    /// The address within the product that it leads to.
    pub link: String,
    pub round: Option<RoundId>,
    pub institution: Option<Slug>,
}

/// A notice as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub id: NoticeId,
    pub kind: NoticeKind,
    pub letter: Letter,
    pub link: String,
    pub institution: Option<Slug>,
    pub recorded_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}

/// Which notices of a person are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoticeFilter {
    pub kind: Option<NoticeKind>,
    /// `Some(true)`: those read.
    pub read: Option<bool>,
}

#[derive(sqlx::FromRow)]
struct NoticeRow {
    id: i64,
    kind: String,
    subject: String,
    body: String,
    link: String,
    institution: Option<String>,
    recorded_at: i64,
    read_at: Option<i64>,
}

/// Somebody of an audience, and what they want; nothing where they never said.
#[derive(sqlx::FromRow)]
struct Recipient {
    id: i64,
    address: Option<String>,
    mail: Option<i64>,
    rhythm: Option<String>,
    reach: Option<String>,
}

impl Recipient {
    fn reach(&self, kind: NoticeKind) -> Reach {
        self.reach.as_deref().and_then(|code| Reach::parse(kind, code)).unwrap_or_default()
    }

    /// The address and rhythm of the mail, where one is to go out.
    fn mail(&self, kind: NoticeKind) -> Option<(&str, Rhythm)> {
        let wanted = self.mail != Some(0) && self.reach(kind) == Reach::InboxAndMail;
        let rhythm = self.rhythm.as_deref().and_then(Rhythm::parse).unwrap_or_default();
        self.address.as_deref().filter(|_| wanted).map(|address| (address, rhythm))
    }
}

/// The word of a filter by reading: all, `read` or `unread`.
const fn read_word(read: Option<bool>) -> &'static str {
    match read {
        None => "",
        Some(true) => "read",
        Some(false) => "unread",
    }
}

impl Store {
    /// A page of a person's notices, unread ones first, then newest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn inbox(
        &self,
        person: UserId,
        filter: NoticeFilter,
        limit: i64,
        offset: i64,
    ) -> StoreResult<Vec<Notice>> {
        let kind = filter.kind.map_or("", NoticeKind::code);
        let rows: Vec<NoticeRow> = on_db!(self, db => sqlx::query_as(
            "select id, kind, subject, body, link, institution, recorded_at, read_at from notice \
             where person_id = $1 and ($2 = '' or kind = $2) \
             and ($3 = '' or ($3 = 'read' and read_at is not null) or ($3 = 'unread' and read_at is null)) \
             order by case when read_at is null then 0 else 1 end, recorded_at desc, id desc limit $4 offset $5")
            .bind(person.0).bind(kind).bind(read_word(filter.read)).bind(limit).bind(offset).fetch_all(db).await)?;
        rows.into_iter().map(notice).collect()
    }

    /// How many notices of a person a filter lets through, and how many of those are unread.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn inbox_size(&self, person: UserId, filter: NoticeFilter) -> StoreResult<(i64, i64)> {
        let kind = filter.kind.map_or("", NoticeKind::code);
        Ok(on_db!(self, db => sqlx::query_as(
            "select count(*) as total, count(*) - count(read_at) as unread from notice \
             where person_id = $1 and ($2 = '' or kind = $2) \
             and ($3 = '' or ($3 = 'read' and read_at is not null) or ($3 = 'unread' and read_at is null))")
            .bind(person.0).bind(kind).bind(read_word(filter.read)).fetch_one(db).await)?)
    }

    /// Notes that a person has read one of their notices, and tells where it leads; `None` where it is not theirs.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn read_notice(&self, person: UserId, id: NoticeId, now: DateTime<Utc>) -> StoreResult<Option<String>> {
        Ok(on_writer!(self, db => sqlx::query_scalar(
            "update notice set read_at = coalesce(read_at, $3) where id = $1 and person_id = $2 returning link")
            .bind(id.0).bind(person.0).bind(micros(now)).fetch_optional(db).await)?)
    }

    /// Notes that a person has read all their notices up to `last`, of a kind where one is given.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn read_notices(
        &self,
        person: UserId,
        kind: Option<NoticeKind>,
        last: NoticeId,
        now: DateTime<Utc>,
    ) -> StoreResult<()> {
        on_writer!(self, db => sqlx::query(
            "update notice set read_at = $4 where person_id = $1 and read_at is null and ($2 = '' or kind = $2) and id <= $3")
            .bind(person.0).bind(kind.map_or("", NoticeKind::code)).bind(last.0).bind(micros(now))
            .execute(db).await.map(drop))?;
        Ok(())
    }

    /// Notes that everybody read, as it came, what came before `before`: for histories that are loaded at once.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn read_notices_before(&self, before: DateTime<Utc>) -> StoreResult<()> {
        on_writer!(self, db => sqlx::query("update notice set read_at = recorded_at where read_at is null and recorded_at < $1")
            .bind(micros(before)).execute(db).await.map(drop))?;
        Ok(())
    }

    /// The newest notice of a person; 0 where there is none.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn last_notice(&self, person: UserId) -> StoreResult<NoticeId> {
        let id: Option<i64> = on_db!(self, db => sqlx::query_scalar("select max(id) from notice where person_id = $1")
            .bind(person.0).fetch_one(db).await)?;
        Ok(NoticeId(id.unwrap_or_default()))
    }
}

fn notice(row: NoticeRow) -> StoreResult<Notice> {
    Ok(Notice {
        id: NoticeId(row.id),
        kind: word(&row.kind, NoticeKind::parse)?,
        letter: Letter { subject: row.subject, body: row.body },
        link: row.link,
        institution: row.institution.as_deref().map(|slug| word(slug, Slug::parse)).transpose()?,
        recorded_at: instant(row.recorded_at),
        read_at: row.read_at.map(instant),
    })
}

impl Tx {
    /// Tells everybody of an audience but the one who acts.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn notify(&mut self, new: &NewNotice) -> StoreResult<Told> {
        let actor = self.actor.id.0;
        let mut told = Told::default();
        for one in self.recipients(new).await? {
            if one.id != actor && one.reach(new.kind) != Reach::Nowhere {
                let mail = match one.mail(new.kind) {
                    Some((address, rhythm)) => Some(self.post(&one, new, address, rhythm).await?),
                    None => None,
                };
                self.insert_notice(&one, new, mail).await?;
                told.people += 1;
                told.mailed += usize::from(mail.is_some());
            }
        }
        Ok(told)
    }

    async fn recipients(&mut self, new: &NewNotice) -> StoreResult<Vec<Recipient>> {
        let (kind, today) = (new.kind.code(), day_of(self.at).to_string());
        let recipients = match &new.audience {
            Audience::Institution(slug) => self.people_of(slug, kind, &today, (true, true)).await?,
            Audience::Officers(slug) => self.people_of(slug, kind, &today, (true, false)).await?,
            Audience::Heads(slug) => self.people_of(slug, kind, &today, (false, true)).await?,
            Audience::Pmo => in_tx!(self, db => sqlx::query_as(
                "select p.id, m.address, f.mail, f.rhythm, r.reach from person p \
                 left join person_mail m on m.person_id = p.id left join notice_preference f on f.person_id = p.id \
                 left join notice_reach r on r.person_id = p.id and r.kind = $1 where p.active = 1 \
                 and p.id in (select person_id from grant_of_role where role = 'pmo' and superseded_at is null) order by p.id")
                .bind(kind).fetch_all(db).await)?,
            Audience::Person(person) => in_tx!(self, db => sqlx::query_as(
                "select p.id, m.address, f.mail, f.rhythm, r.reach from person p \
                 left join person_mail m on m.person_id = p.id left join notice_preference f on f.person_id = p.id \
                 left join notice_reach r on r.person_id = p.id and r.kind = $1 where p.active = 1 and p.id = $2")
                .bind(kind).bind(person.0).fetch_all(db).await)?,
        };
        Ok(recipients)
    }

    /// The officers of an institution, its heads with their deputies in force, or all of them.
    async fn people_of(
        &mut self,
        slug: &Slug,
        kind: &str,
        today: &str,
        (officers, heads): (bool, bool),
    ) -> StoreResult<Vec<Recipient>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select p.id, m.address, f.mail, f.rhythm, r.reach from person p \
             left join person_mail m on m.person_id = p.id left join notice_preference f on f.person_id = p.id \
             left join notice_reach r on r.person_id = p.id and r.kind = $2 where p.active = 1 and (p.id in \
             (select person_id from grant_of_role where institution = $1 and superseded_at is null \
             and ((role = 'head' and $5 = 1) or (role = 'officer' and $4 = 1))) or ($5 = 1 and p.id in (select d.deputy_id from deputy d \
             join person h on h.id = d.head_id and h.active = 1 where d.institution = $1 and d.superseded_at is null \
             and d.from_day <= $3 and d.until_day >= $3))) order by p.id")
            .bind(slug.as_str()).bind(kind).bind(today).bind(i64::from(officers)).bind(i64::from(heads)).fetch_all(db).await)?)
    }

    async fn insert_notice(&mut self, one: &Recipient, new: &NewNotice, mail: Option<i64>) -> StoreResult<()> {
        let at = micros(self.at);
        in_tx!(self, db => sqlx::query(
            "insert into notice (person_id, kind, subject, body, link, round_id, institution, mail_id, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(one.id).bind(new.kind.code()).bind(&new.letter.subject).bind(&new.letter.body).bind(&new.link)
            .bind(new.round.map(|id| id.0)).bind(new.institution.as_ref().map(Slug::as_str)).bind(mail).bind(at)
            .execute(db).await.map(drop))?;
        Ok(())
    }

    /// The mail that a notice goes out in: one that waits for more of its kind, or a new one.
    async fn post(&mut self, one: &Recipient, new: &NewNotice, address: &str, rhythm: Rhythm) -> StoreResult<i64> {
        let gathering = gathering(new, rhythm);
        if !gathering.is_empty() {
            // An update, so that no process can take the mail away between finding and joining it.
            let waiting: Option<i64> = in_tx!(self, db => sqlx::query_scalar(
                "update mail set address = $3 where person_id = $1 and gathering = $2 and state = 'pending' and attempts = 0 \
                 returning id")
                .bind(one.id).bind(&gathering).bind(address).fetch_optional(db).await)?;
            if let Some(id) = waiting {
                return Ok(id);
            }
        }
        let ready = crate::domain::notice::ready_at(new.kind, rhythm, self.at);
        let at = micros(self.at);
        Ok(in_tx!(self, db => sqlx::query_scalar(
            "insert into mail (person_id, address, gathering, state, ready_at, attempts, next_attempt_at, recorded_at) \
             values ($1, $2, $3, 'pending', $4, 0, 0, $5) returning id")
            .bind(one.id).bind(address).bind(&gathering).bind(micros(ready)).bind(at).fetch_one(db).await)?)
    }
}

/// What a mail gathers: everything of a day, or a kind about one institution or, for the PMO, one round; or nothing.
fn gathering(new: &NewNotice, rhythm: Rhythm) -> String {
    if rhythm == Rhythm::Daily {
        return rhythm.code().to_owned();
    }
    if !new.kind.gathers() {
        return String::new();
    }
    let institution = new.institution.as_ref().filter(|_| new.audience != Audience::Pmo);
    let round = new.round.map_or_else(String::new, |id| id.to_string());
    format!("{} {round} {}", new.kind.code(), institution.map_or("", Slug::as_str))
}
