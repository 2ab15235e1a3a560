//! A return from its first draft to its approval, asked over the routes as browsers ask.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod desk;

use axum::http::StatusCode;
use desk::{Desk, run};
use ihaeng::domain::calendar::start_of;
use ihaeng::domain::ids::{AssignmentId, Slug};
use ihaeng::domain::ledger::Ledger;
use ihaeng::domain::returns::{Return, ReturnState};
use ihaeng::domain::round::{RoundSettings, RoundSlug};
use ihaeng::domain::standing::Standing;
use ihaeng::store::{Actor, NewRound, Opening};

const FORM: &str = "/reviews/2024-A9/returns/mois";

fn mois() -> Slug {
    Slug::parse("mois").unwrap()
}

async fn ledger(desk: &Desk) -> Ledger {
    let plan = desk.store.plan_list().await.unwrap().remove(0);
    desk.store.ledger(plan).await.unwrap()
}

async fn the_return(desk: &Desk) -> Return {
    let reviews = ledger(desk).await.reviews;
    let round = reviews.round(&RoundSlug::parse("2024-A9").unwrap()).unwrap().id;
    reviews.return_of(round, &mois()).unwrap().clone()
}

/// An ad hoc round over three of 행정안전부's assignments that are on their way, opened this morning.
async fn open(desk: &Desk) -> Vec<(i64, AssignmentId)> {
    let today = "2024-03-20".parse().unwrap();
    let at = start_of(today) + chrono::TimeDelta::hours(8);
    let ledger = ledger(desk).await;
    let standing = Standing::derive(&ledger, today);
    let mine = standing.assignments.iter().filter(|one| {
        one.institution == mois() && one.light.is_open() && ihaeng::domain::report::may_repeat(one, 0).is_ok()
    });
    let mine: Vec<_> = mine.map(|one| (one.task_no, one.id)).take(3).collect();
    assert_eq!(mine.len(), 3);
    let settings = RoundSettings {
        base_date: today,
        window_from: today,
        due: "2024-03-29".parse().unwrap(),
        meeting_on: None,
        meeting_place: String::new(),
        tasks: mine.iter().map(|(no, _)| *no).collect(),
        two_steps: false,
    };
    let plan = ledger.plan.id;
    let new = NewRound { plan, slug: RoundSlug::parse("2024-A9").unwrap(), ordinal: 9, settings };
    let mut tx = desk.store.write(&Actor::system(), at).await.unwrap();
    tx.plan_round(&new).await.unwrap();
    tx.commit().await.unwrap();
    let rounds = desk.store.rounds(plan).await.unwrap();
    let round = rounds.iter().find(|round| round.slug == new.slug).unwrap();
    let opening = Opening { institution: mois(), assignments: mine.iter().map(|(_, id)| (*id, true)).collect() };
    let mut tx = desk.store.write(&Actor::system(), at).await.unwrap();
    tx.open_round(plan, round, &[opening]).await.unwrap();
    tx.commit().await.unwrap();
    mine.into_iter().map(|(no, id)| (no.0, id)).collect()
}

/// The fields of a form as a browser would post them, by the ids and names in the page.
fn fields_of(page: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        Some(unescaped(&tag[from..from + tag[from..].find('"')?]))
    };
    let form = &page[page.find("data-draft=").unwrap()..];
    let form = &form[..form.find("</form>").unwrap()];
    let mut fields = Vec::new();
    for (place, _) in form.match_indices('<') {
        let tag = &form[place..place + form[place..].find('>').unwrap_or(0)];
        let Some(name) = attribute(tag, "name") else { continue };
        let value = attribute(tag, "value").unwrap_or_default();
        match tag.split([' ', '>']).next().unwrap() {
            "<input" if tag.contains("type=\"file\"") => {}
            "<input" if tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"") => {
                fields.extend(tag.contains(" checked").then_some((name, value)));
            }
            "<input" => fields.push((name, value)),
            "<textarea" => {
                let text = &form[place + tag.len() + 1..];
                let text = unescaped(&text[..text.find("</textarea>").unwrap()]);
                // Browsers drop the first line end of a text field.
                fields.push((name, text.strip_prefix('\n').unwrap_or(&text).to_owned()));
            }
            "<select" => {
                let body = &form[place..place + form[place..].find("</select>").unwrap()];
                let chosen = body.match_indices("<option").find_map(|(at, _)| {
                    let option = &body[at..at + body[at..].find('>').unwrap()];
                    option.contains(" selected").then(|| attribute(option, "value").unwrap_or_default())
                });
                fields.push((name, chosen.unwrap_or_default()));
            }
            _ => {}
        }
    }
    fields
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("<!>", "")
}

fn with(fields: &[(String, String)], changes: &[(&str, &str)]) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| name == changed)) {
        body.append_pair(name, value);
    }
    for (name, value) in changes {
        body.append_pair(name, value);
    }
    body.finish()
}

async fn form(desk: &Desk, cookie: Option<&str>) -> Vec<(String, String)> {
    let (status, place, page) = desk.ask(cookie, "GET", FORM, "").await;
    assert_eq!(status, StatusCode::OK, "{place}");
    fields_of(&page)
}

#[test]
fn a_return_goes_from_draft_to_approval() {
    run(async |desk| {
        let mine = open(&desk).await;
        let first = format!("a{}.progress", mine[0].0);
        let (officer, head) = (desk.cookie("mois.officer").await, desk.cookie("mois.head").await);
        let (pmo, viewer) = (desk.cookie("pmo").await, desk.cookie("viewer").await);
        let typed = form(&desk, officer.as_deref()).await;
        let (status, ..) =
            desk.ask(officer.as_deref(), "POST", FORM, &with(&typed, &[(&first, "77"), ("action", "draft")])).await;
        assert_eq!((status, the_return(&desk).await.state), (StatusCode::SEE_OTHER, ReturnState::Draft));

        let typed = form(&desk, head.as_deref()).await;
        assert!(typed.contains(&(first.clone(), "77".into())), "the head sees what the officer typed");
        let (status, _, page) = desk.ask(head.as_deref(), "POST", FORM, &with(&typed, &[("action", "review")])).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("변경 없음을 확인해 주세요"), "what is missing is named");
        let (status, ..) = desk.ask(head.as_deref(), "POST", FORM, &with(&typed, &[("action", "no_change_all")])).await;
        assert_eq!(status, StatusCode::SEE_OTHER);

        let typed = form(&desk, head.as_deref()).await;
        let (status, place, _) = desk.ask(head.as_deref(), "POST", FORM, &with(&typed, &[("action", "review")])).await;
        assert_eq!((status, place.as_str()), (StatusCode::SEE_OTHER, "/reviews/2024-A9/returns/mois?step=submit"));
        let (_, _, page) = desk.ask(head.as_deref(), "GET", &place, "").await;
        let revisions = page.split("name=\"revisions\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let submit = format!("{FORM}/submission");
        let stale = desk.ask(head.as_deref(), "POST", &submit, "revisions=0").await.0;
        assert_eq!(stale, StatusCode::CONFLICT, "what was shown is no longer what stands");
        let (status, ..) = desk.ask(head.as_deref(), "POST", &submit, &format!("revisions={revisions}")).await;
        assert_eq!((status, the_return(&desk).await.state), (StatusCode::SEE_OTHER, ReturnState::Submitted));
        let standing = Standing::derive(&ledger(&desk).await, "2024-03-20".parse().unwrap());
        let reported = standing.by_id(mine[0].1).unwrap();
        assert_eq!((reported.progress(), reported.unreviewed), (Some(77), true));

        assert_eq!(desk.ask(viewer.as_deref(), "GET", FORM, "").await.0, StatusCode::NOT_FOUND);
        let no = mine[0].0;
        let question = format!("assignment={no}&ask{no}.field=progress&ask{no}.question=x&ask{no}.due=2024-03-22");
        let (status, ..) = desk.ask(pmo.as_deref(), "POST", &format!("{FORM}/queries"), &question).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (status, _, page) = desk.ask(pmo.as_deref(), "POST", &format!("{FORM}/approval"), "").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("답하지 않은 질의 1건"));
        let empty = desk.ask(officer.as_deref(), "POST", FORM, "action=answer%3A1&q1.answer=+").await;
        assert_eq!(empty.0, StatusCode::UNPROCESSABLE_ENTITY);
        let (status, ..) = desk.ask(officer.as_deref(), "POST", FORM, "action=answer%3A1&q1.answer=%EB%8B%B5").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (status, ..) = desk.ask(pmo.as_deref(), "POST", &format!("{FORM}/approval"), "").await;
        assert_eq!((status, the_return(&desk).await.state), (StatusCode::SEE_OTHER, ReturnState::Approved));
        assert_eq!(desk.ask(viewer.as_deref(), "GET", FORM, "").await.0, StatusCode::OK);
    });
}

#[test]
fn two_who_write_in_different_assignments_do_not_disturb_each_other() {
    run(async |desk| {
        let mine = open(&desk).await;
        let (one, two) = (format!("a{}.next", mine[0].0), format!("a{}.next", mine[1].0));
        let (officer, head) = (desk.cookie("mois.officer").await, desk.cookie("mois.head").await);
        let (hers, his) = (form(&desk, officer.as_deref()).await, form(&desk, head.as_deref()).await);
        let first = with(&hers, &[(&one, "- 하나"), ("action", "draft")]);
        assert_eq!(desk.ask(officer.as_deref(), "POST", FORM, &first).await.0, StatusCode::SEE_OTHER);
        let second = with(&his, &[(&two, "- 둘"), ("action", "draft")]);
        assert_eq!(desk.ask(head.as_deref(), "POST", FORM, &second).await.0, StatusCode::SEE_OTHER);
        let both = form(&desk, head.as_deref()).await;
        let said = |name: &str| both.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
        assert_eq!((said(&one), said(&two)), (Some("- 하나"), Some("- 둘")));

        let over = with(&his, &[(&one, "- 셋"), ("action", "draft")]);
        let (status, _, page) = desk.ask(head.as_deref(), "POST", FORM, &over).await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert!(page.contains("- 하나") && page.contains("- 셋"), "both versions are shown");
        let again = with(&fields_of(&page), &[("action", "draft")]);
        assert_eq!(desk.ask(head.as_deref(), "POST", FORM, &again).await.0, StatusCode::SEE_OTHER);
        assert!(form(&desk, head.as_deref()).await.contains(&(one, "- 셋".into())), "now it is replaced knowingly");
    });
}

#[test]
fn while_a_return_is_open_the_officers_own_form_leads_to_it() {
    run(async |desk| {
        let mine = open(&desk).await;
        let officer = desk.cookie("mois.officer").await;
        let own = format!("/work/mois/{}", mine[0].0);
        let (status, place, _) = desk.ask(officer.as_deref(), "GET", &own, "").await;
        assert_eq!((status, place), (StatusCode::SEE_OTHER, format!("{FORM}#a-{}", mine[0].0)));
        let (status, _, page) =
            desk.ask(officer.as_deref(), "POST", &own, "action=review&self_rating=on_track&done=zzz").await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert!(page.contains("zzz") && page.contains(&format!("{FORM}#a-")), "nothing typed is lost");
    });
}

#[test]
fn the_pmo_hands_in_for_an_institution_and_does_not_review_that_itself() {
    run(async |desk| {
        open(&desk).await;
        let (pmo, pmo2) = (desk.cookie("pmo").await, desk.cookie("pmo2").await);
        let page = desk.ask(pmo.as_deref(), "GET", &format!("{FORM}?on_behalf=1"), "").await.2;
        let body = with(&fields_of(&page), &[("action", "no_change_all")]);
        let (status, ..) = desk.ask(pmo.as_deref(), "POST", &format!("{FORM}?on_behalf=1"), &body).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let submit = format!("{FORM}/submission");
        let (status, _, page) =
            desk.ask(pmo.as_deref(), "POST", &submit, "on_behalf=1&revisions=3&officer=&way=mail").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("담당자"), "for whom is asked");
        let (status, ..) =
            desk.ask(pmo.as_deref(), "POST", &submit, "on_behalf=1&revisions=3&officer=kim&way=mail").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let event = the_return(&desk).await.submission().unwrap().clone();
        assert_eq!((event.on_behalf_of.as_deref(), event.nil), (Some("kim"), true));
        let approve = format!("{FORM}/approval");
        let (status, _, page) = desk.ask(pmo.as_deref(), "POST", &approve, "").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("스스로 제출한 것은"));
        assert_eq!(desk.ask(pmo2.as_deref(), "POST", &approve, "").await.0, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_head_calls_back_until_the_review_began_and_sending_back_needs_a_reason() {
    run(async |desk| {
        open(&desk).await;
        let (head, pmo) = (desk.cookie("mois.head").await, desk.cookie("pmo").await);
        let hand_in = async || {
            let body = with(&form(&desk, head.as_deref()).await, &[("action", "no_change_all")]);
            desk.ask(head.as_deref(), "POST", FORM, &body).await;
            let entries = desk.store.entries(the_return(&desk).await.id).await.unwrap();
            let revisions: i64 = entries.values().map(|entry| entry.revision).sum();
            desk.ask(head.as_deref(), "POST", &format!("{FORM}/submission"), &format!("revisions={revisions}")).await.0
        };
        assert_eq!(hand_in().await, StatusCode::SEE_OTHER);
        let call_back = format!("{FORM}/call-back");
        assert_eq!(desk.ask(head.as_deref(), "POST", &call_back, "").await.0, StatusCode::SEE_OTHER);
        assert_eq!(the_return(&desk).await.state, ReturnState::Draft);
        assert_eq!(hand_in().await, StatusCode::SEE_OTHER);
        assert_eq!(desk.ask(pmo.as_deref(), "POST", &format!("{FORM}/review"), "").await.0, StatusCode::SEE_OTHER);
        let (status, _, page) = desk.ask(head.as_deref(), "POST", &call_back, "").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("검토가 이미 시작"));
        let back = format!("{FORM}/sending-back");
        assert_eq!(desk.ask(pmo.as_deref(), "POST", &back, "back_reason=+").await.0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(desk.ask(pmo.as_deref(), "POST", &back, "back_reason=x").await.0, StatusCode::SEE_OTHER);
        assert_eq!(the_return(&desk).await.state, ReturnState::Returned);
    });
}
