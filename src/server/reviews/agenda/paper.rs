//! GET /reviews/{round}/agenda.{hwpx,pdf}

use super::Table;
use crate::domain::calendar::KST;
use crate::domain::standing::name_of;
use crate::pages::PageInfo;
use crate::pages::lang::Lang;
use crate::pages::record::Scene;
use crate::pages::record::cells::due_text;
use crate::pages::reviews::agenda::{AgendaLine, AgendaModel, about, line_title, quotes, subject};
use crate::pages::reviews::round_full;
use crate::pages::reviews::words::{candidate_facts, number_words, rule_text, rule_word};
use crate::pages::texts::agenda as texts;
use crate::reports::ExportError;
use crate::reports::agenda::{AgendaPage, AgendaPaper, FindingRow, Signals, document};
use crate::reports::official::{Document, hwpx as hwpx_writer, long_day, pdf as pdf_writer};
use crate::server::errors::PageError;
use crate::server::files::download;
use crate::server::reviews::desk::RoundDesk;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};

type Writer = fn(&Document) -> Result<Vec<u8>, ExportError>;

/// GET /reviews/{round}/agenda.hwpx
pub(in crate::server::reviews) async fn hwpx(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(round): Path<String>,
) -> Answer {
    let table = Table::of(RoundDesk::open(&app, &visitor, &uri, &round, true).await?).await?;
    write(&table, "hwpx", "application/hwp+zip", hwpx_writer::hwpx).await
}

/// GET /reviews/{round}/agenda.pdf
pub(in crate::server::reviews) async fn pdf(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(round): Path<String>,
) -> Answer {
    let table = Table::of(RoundDesk::open(&app, &visitor, &uri, &round, true).await?).await?;
    write(&table, "pdf", "application/pdf", pdf_writer::pdf).await
}

async fn write(table: &Table, extension: &str, media_type: &str, writer: Writer) -> Answer {
    let model = table.model().await?;
    let document = {
        let reading = &table.desk.reading;
        // Documents are Korean, whatever language the page was in.
        let info = PageInfo { lang: Lang::Ko, ..reading.info.clone() };
        let plan = &reading.plan;
        let scene = Scene { info: &info, ledger: &plan.ledger, standing: &reading.standing, calendar: &plan.calendar };
        document(&paper(&scene, &model))
    };
    let name = format!("{}_점검회의_안건.{extension}", model.round.slug);
    let work = move || writer(&document);
    let bytes = tokio::task::spawn_blocking(work).await.map_err(|error| PageError::Failed(error.to_string()))?;
    Ok(download(&name, media_type, bytes.map_err(|error| PageError::Failed(error.to_string()))?))
}

fn paper(scene: &Scene, model: &AgendaModel) -> AgendaPaper {
    let (ledger, settings) = (scene.ledger, &model.round.settings);
    let meeting = settings.meeting_on.map(|on| format!("{} {}", long_day(on), settings.meeting_place));
    let made_at = model.agenda.saved_at.max(scene.standing.last_recorded_at).or(model.round.opened_at());
    AgendaPaper {
        round: round_full(Lang::Ko, &model.round),
        number: model.round.slug.to_string(),
        plan_title: ledger.plan.title.clone(),
        institution: name_of(ledger, &ledger.plan.lead).to_owned(),
        base_date: model.round.base_date(),
        meeting: meeting.map(|meeting| meeting.trim().to_owned()),
        made_at: made_at.unwrap_or(scene.standing.cutoff).with_timezone(&KST),
        seal: scene.info.sealed.as_ref().map(|seal| seal.short.clone()),
        demonstration: scene.info.demo,
        items: model.lines.iter().map(|line| item(scene, model, line)).collect(),
    }
}

fn item(scene: &Scene, model: &AgendaModel, line: &AgendaLine) -> AgendaPage {
    let rule = line.shown.rule;
    let quoted = quotes(scene, model, line).into_iter();
    AgendaPage {
        title: line_title(scene, line),
        rule: rule_word(Lang::Ko, rule).to_owned(),
        about_rule: rule_text(Lang::Ko, rule).to_owned(),
        facts: candidate_facts(scene, Lang::Ko, &line.shown),
        note: (!line.stands).then(|| texts::gone_note(Lang::Ko, long_day(line.entry.taken_on))),
        findings: line.shown.exceptions.iter().map(|one| finding(scene, one)).collect(),
        said: quoted.map(|(who, kind, words)| (format!("{who} · {kind}"), words)).collect(),
        wanted: line.entry.wanted.clone(),
    }
}

fn finding(scene: &Scene, one: &crate::domain::exceptions::round::RoundException) -> FindingRow {
    let (assignment, step) = about(scene, one);
    let signals = assignment.map(|known| Signals {
        light: one.milestone.and(step).map_or(known.light, |step| step.light),
        self_rating: known.self_rating(),
        verdict: known.verdict.as_ref().map(|fact| fact.verdict),
    });
    let counted = number_words(Lang::Ko, one.rule, one.number, false);
    FindingRow {
        institution: scene.institution(&one.institution),
        subject: subject(scene, one),
        due: step.map_or_else(|| "-".to_owned(), |step| due_text(scene, step.due)),
        forecast: step.and_then(|step| step.forecast).map(long_day).unwrap_or_default(),
        signals,
        counted: counted.unwrap_or_else(|| rule_word(Lang::Ko, one.rule).to_owned()),
    }
}
