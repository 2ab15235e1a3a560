//! `/account/notices`: what one wants to be told, by which way.

use crate::domain::notice::{MailAddress, NoticeKind, Preferences, Reach, Rhythm};
use crate::domain::permission::Reader;
use crate::pages::admin::Filled;
use crate::pages::inbox::kind_word;
use crate::pages::lang::Lang;
use crate::pages::notice_settings::{SettingsModel, field_of, filled, page};
use crate::pages::texts::inbox as texts;
use crate::pages::{PageInfo, Section};
use crate::server::forms::{noted, sheet, status_of};
use crate::server::posted::Posted;
use crate::server::render::draw;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use axum::extract::{OriginalUri, State};
use axum::http::Uri;
use std::sync::Arc;

/// `GET /account/notices`
///
/// # Errors
/// Not logged in, or the database fails.
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let reader = visitor.reader()?;
    let address = app.store.mail_address(reader.id).await?;
    let preferences = app.store.preferences(reader.id).await?;
    let form = filled(address.as_ref().map_or("", MailAddress::as_str), &preferences);
    answer(&app, &visitor, &uri, reader, form).await
}

fn kinds_for(reader: &Reader) -> Vec<NoticeKind> {
    NoticeKind::ALL.into_iter().filter(|kind| kind.concerns(reader)).collect()
}

async fn answer(app: &App, visitor: &Visitor, uri: &Uri, reader: &Reader, form: Filled) -> Answer {
    let status = status_of(&form.faults);
    let model = Arc::new(SettingsModel { form, kinds: kinds_for(reader), sends: app.mail.get().is_some() });
    let body = move |info: &PageInfo| page(info, &model);
    Ok(draw(status, sheet(app, visitor, uri, Section::None, texts::settings(visitor.lang), body)).await)
}

/// `POST /account/notices`
///
/// # Errors
/// Not logged in, or the database fails.
pub async fn save(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    posted: Posted,
) -> Answer {
    let reader = visitor.reader()?;
    let mut form = Filled { typed: posted.fields, faults: vec![] };
    if posted.show_only {
        return answer(&app, &visitor, &uri, reader, form).await;
    }
    let kinds = kinds_for(reader);
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    let (old_address, old) = (app.store.mail_address(reader.id).await?, app.store.preferences(reader.id).await?);
    match read(visitor.lang, &kinds, &old, &form) {
        Ok((address, new)) => {
            let who = (reader.id, reader.login.as_str());
            if address != old_address {
                tx.set_mail_address(who, old_address.as_ref(), address.as_ref()).await?;
            }
            if new != old {
                tx.set_preferences(who, &old, &new).await?;
            }
            tx.commit().await?;
            Ok(noted(&app, "/account/notices", "notice_settings_saved"))
        }
        Err(faults) => {
            drop(tx);
            form.faults = faults;
            answer(&app, &visitor, &uri, reader, form).await
        }
    }
}

type Faults = Vec<(&'static str, String)>;

/// An address as typed; empty is none.
pub(super) fn read_address(lang: Lang, form: &Filled) -> Result<Option<MailAddress>, (&'static str, String)> {
    let typed = form.get("address");
    if typed.is_empty() {
        return Ok(None);
    }
    MailAddress::parse(typed).map(Some).ok_or_else(|| ("address", texts::address_unfit(lang).to_owned()))
}

fn read(
    lang: Lang,
    kinds: &[NoticeKind],
    old: &Preferences,
    form: &Filled,
) -> Result<(Option<MailAddress>, Preferences), Faults> {
    let mut faults = Faults::new();
    let address = read_address(lang, form).unwrap_or_else(|fault| {
        faults.push(fault);
        None
    });
    let rhythm = Rhythm::parse(form.get("rhythm"));
    if rhythm.is_none() {
        faults.push(("rhythm", texts::rhythm_missing(lang).to_owned()));
    }
    // What was said of kinds that do not concern the reader now stays said.
    let mut new = Preferences { mail: form.get("mail") == "on", ..old.clone() };
    for kind in kinds {
        match Reach::parse(*kind, form.get(field_of(*kind))) {
            Some(reach) if reach == Reach::default() => drop(new.reach.remove(kind)),
            Some(reach) => drop(new.reach.insert(*kind, reach)),
            None => faults.push((field_of(*kind), texts::reach_missing(lang, kind_word(lang, *kind)))),
        }
    }
    match rhythm {
        Some(rhythm) if faults.is_empty() => Ok((address, Preferences { rhythm, ..new })),
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Filled {
        let typed = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Filled { typed, faults: vec![] }
    }

    const KINDS: [NoticeKind; 2] = [NoticeKind::SentBack, NoticeKind::Approved];

    fn faults_of(pairs: &[(&str, &str)]) -> Vec<&'static str> {
        let read = read(Lang::Ko, &KINDS, &Preferences::default(), &form(pairs));
        read.err().unwrap_or_default().into_iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn what_was_chosen_is_kept_and_what_is_usual_is_not_written_down() {
        let mut old = Preferences::default();
        old.reach.insert(NoticeKind::Submitted, Reach::Nowhere);
        let typed = form(&[
            ("address", "kim@mois.go.kr"),
            ("rhythm", "daily"),
            ("reach_sent_back", "inbox"),
            ("reach_approved", "mail"),
        ]);
        let (address, new) = read(Lang::Ko, &KINDS, &old, &typed).unwrap();
        assert_eq!(address, MailAddress::parse("kim@mois.go.kr"));
        assert_eq!((new.mail, new.rhythm), (false, Rhythm::Daily));
        let expected = [(NoticeKind::SentBack, Reach::Inbox), (NoticeKind::Submitted, Reach::Nowhere)];
        assert_eq!(new.reach.into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn each_thing_that_is_wrong_is_told_at_its_field() {
        assert_eq!(
            faults_of(&[
                ("address", "kim"),
                ("rhythm", "hourly"),
                ("reach_sent_back", "none"),
                ("reach_approved", "x")
            ]),
            ["address", "rhythm", "reach_sent_back", "reach_approved"]
        );
    }
}
