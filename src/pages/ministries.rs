//! `/ministries`: every institution of a kind, how its tasks stand, and when it last reported.

use crate::domain::calendar::day_of;
use crate::domain::institution::{Institution, Kind};
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, InstitutionStanding};
use crate::pages::components::{Empty, light_word, progress, rule, section};
use crate::pages::record::cells::{date, day_text, kind_word};
use crate::pages::record::chips;
use crate::pages::record::query::{address, value};
use crate::pages::record::sorting::{SortLink, sort_head};
use crate::pages::record::{Scene, institution_name};
use crate::pages::texts;
use leptos::prelude::*;

/// By what the list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MinistrySort {
    #[default]
    Late,
    Soon,
    Progress,
    Name,
    /// Days since the last report.
    Silent,
}

impl MinistrySort {
    const ALL: [Self; 5] = [Self::Late, Self::Soon, Self::Progress, Self::Name, Self::Silent];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Soon => "soon",
            Self::Progress => "progress",
            Self::Name => "name",
            Self::Silent => "silent",
        }
    }

    /// Whether the greatest stands first unless asked otherwise.
    const fn descends(self) -> bool {
        matches!(self, Self::Late | Self::Soon | Self::Silent)
    }
}

/// What the address asks for; what it does not understand is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinistriesQuery {
    /// `None`: the four central kinds.
    pub kind: Option<Kind>,
    pub light: Option<Light>,
    pub sort: MinistrySort,
    pub descending: bool,
}

impl MinistriesQuery {
    #[must_use]
    pub fn parse(pairs: &[(String, String)]) -> Self {
        let asked = value(pairs, "sort");
        let sort = MinistrySort::ALL.into_iter().find(|sort| Some(sort.code()) == asked).unwrap_or_default();
        let descending = match value(pairs, "dir") {
            Some("asc") => false,
            Some("desc") => true,
            _ => sort.descends(),
        };
        Self {
            kind: value(pairs, "kind").and_then(Kind::parse),
            light: value(pairs, "light").and_then(Light::parse),
            sort,
            descending,
        }
    }

    fn address(&self) -> String {
        let sorted = self.sort != MinistrySort::default();
        let turned = self.descending != self.sort.descends();
        address(
            "/ministries",
            &[
                ("kind", self.kind.map(|kind| kind.code().to_owned())),
                ("light", self.light.map(|light| light.code().to_owned())),
                ("sort", sorted.then(|| self.sort.code().to_owned())),
                ("dir", turned.then(|| if self.descending { "desc" } else { "asc" }.to_owned())),
            ],
        )
    }
}

/// An institution as the list shows it.
struct Row<'a> {
    institution: &'a Institution,
    standing: Option<&'a InstitutionStanding>,
    last_report: Option<chrono::NaiveDate>,
    stale: usize,
    planned: Option<i64>,
}

impl<'a> Row<'a> {
    fn of(scene: &Scene<'a>, institution: &'a Institution) -> Self {
        let standing = scene.standing.institution(&institution.slug);
        let own: Vec<&AssignmentStanding> = scene.standing.of_institution(&institution.slug).collect();
        let reported = own.iter().filter_map(|one| one.last_report.as_ref());
        let planned = crate::domain::progress::mean_progress(own.iter().map(|one| one.planned_progress));
        Self {
            institution,
            standing,
            last_report: reported.map(|report| day_of(report.recorded_at)).max(),
            stale: own.iter().filter(|one| one.is_stale()).count(),
            planned: planned.tenths.map(|tenths| (tenths + 5) / 10),
        }
    }

    fn progress(&self) -> Option<i64> {
        self.standing.and_then(|one| one.progress.tenths)
    }

    fn count(&self, light: Light) -> i64 {
        let Some(lights) = self.standing.map(|one| one.lights) else { return 0 };
        match light {
            Light::Planned => lights.planned,
            Light::OnTime => lights.on_time,
            Light::DueSoon => lights.due_soon,
            Light::Late => lights.late,
            Light::Done => lights.done,
            Light::Dropped | Light::Superseded => lights.ended,
        }
    }
}

/// The list of institutions.
#[must_use]
pub fn page(scene: &Scene, query: &MinistriesQuery) -> AnyView {
    let lang = scene.lang();
    let of_kind = rows(scene, query.kind);
    let with = |light: Light| of_kind.iter().filter(|row| row.count(light) > 0).count();
    let say = texts::ministries::say(lang, of_kind.len(), with(Light::Late), with(Light::DueSoon));
    let lights = light_chips(scene, query, &of_kind);
    let mut shown: Vec<Row> =
        of_kind.into_iter().filter(|row| query.light.is_none_or(|light| row.count(light) > 0)).collect();
    sort(scene, &mut shown, query);
    let note = texts::ministries::note(lang, shown.len());
    let body = if shown.is_empty() {
        Empty::new(texts::ministries::none(lang), texts::ministries::none_why(lang))
            .link(texts::ministries::show_all(lang), scene.info.link("/ministries"))
            .view()
    } else {
        table(scene, query, &shown)
    };
    let download = (texts::record::download(lang), scene.info.link("/export.xlsx"));
    view! {
        <div class="head"><div><h1>{texts::ministries::title(lang)}</h1><p class="sub">{say}</p></div></div>
        {kind_chips(scene, query)}
        {lights}
        <section class="sec">
            {section::head(texts::ministries::list(lang), None, Some(note), Some(download))}
            {body}
            {rule(lang, format!("{} {}", texts::ministries::rule_progress(lang), texts::ministries::rule_silent(lang)))}
        </section>
    }
    .into_any()
}

/// Those valid on the day, and those that are gone but still hold something.
fn rows<'a>(scene: &Scene<'a>, kind: Option<Kind>) -> Vec<Row<'a>> {
    let of_kind = |institution: &&Institution| match kind {
        Some(kind) => institution.kind == kind,
        None => institution.kind.is_central(),
    };
    let all = scene.ledger.institutions.iter().filter(of_kind).map(|institution| Row::of(scene, institution));
    all.filter(|row| row.institution.is_valid_on(scene.standing.day) || row.standing.is_some()).collect()
}

fn sort(scene: &Scene, rows: &mut [Row], query: &MinistriesQuery) {
    let lang = scene.lang();
    let compare = |a: &Row, b: &Row| match query.sort {
        MinistrySort::Late => {
            let key = |row: &Row| (row.count(Light::Late), row.count(Light::DueSoon));
            key(a).cmp(&key(b))
        }
        MinistrySort::Soon => a.count(Light::DueSoon).cmp(&b.count(Light::DueSoon)),
        MinistrySort::Progress => a.progress().cmp(&b.progress()),
        MinistrySort::Name => institution_name(lang, a.institution).cmp(institution_name(lang, b.institution)),
        MinistrySort::Silent => b.last_report.cmp(&a.last_report),
    };
    // Ties stay in the order of the register.
    rows.sort_by(|a, b| if query.descending { compare(b, a) } else { compare(a, b) });
    // Those that owe nothing stand at the end, whichever way the rest goes.
    rows.sort_by_key(|row| row.standing.is_none());
}

fn kind_chips(scene: &Scene, query: &MinistriesQuery) -> AnyView {
    let lang = scene.lang();
    let chip = |kind: Option<Kind>, word: &str| chips::Chip {
        word: word.to_owned(),
        count: rows(scene, kind).len(),
        link: scene.info.link(&MinistriesQuery { kind, ..*query }.address()),
        current: query.kind == kind,
    };
    let central = chip(None, texts::ministries::central(lang));
    let all = std::iter::once(central).chain(Kind::ALL.into_iter().map(|kind| chip(Some(kind), kind_word(lang, kind))));
    chips::view(texts::ministries::kinds(lang), all.filter(|chip| chip.count > 0 || chip.current))
}

fn light_chips(scene: &Scene, query: &MinistriesQuery, rows: &[Row]) -> AnyView {
    let lang = scene.lang();
    let link = |light| scene.info.link(&MinistriesQuery { light, ..*query }.address());
    let any = chips::Chip {
        word: texts::ministries::any_light(lang).to_owned(),
        count: rows.len(),
        link: link(None),
        current: query.light.is_none(),
    };
    let some = [Light::Late, Light::DueSoon, Light::OnTime, Light::Planned, Light::Done].map(|light| chips::Chip {
        word: light_word(lang, light).to_owned(),
        count: rows.iter().filter(|row| row.count(light) > 0).count(),
        link: link(Some(light)),
        current: query.light == Some(light),
    });
    chips::view(texts::ministries::lights(lang), std::iter::once(any).chain(some))
}

fn table(scene: &Scene, query: &MinistriesQuery, rows: &[Row]) -> AnyView {
    let lang = scene.lang();
    let head = |sort: MinistrySort, word: &'static str, number: bool| {
        let on = query.sort == sort;
        let descending = if on { !query.descending } else { sort.descends() };
        let link = scene.info.link(&MinistriesQuery { sort, descending, ..*query }.address());
        sort_head(&SortLink { word, link, descending: on.then_some(query.descending), number })
    };
    let body: Vec<AnyView> = rows.iter().map(|row| table_row(scene, row)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::ministries::caption(lang)}</caption>
            <thead><tr>
                {head(MinistrySort::Name, texts::record::col_institution(lang), false)}
                <th scope="col" class="num">{texts::ministries::col_tasks(lang)}</th>
                {head(MinistrySort::Late, texts::ministries::col_late(lang), true)}
                {head(MinistrySort::Soon, texts::ministries::col_soon(lang), true)}
                <th scope="col" class="num">{texts::ministries::col_done(lang)}</th>
                {head(MinistrySort::Progress, texts::ministries::col_progress(lang), false)}
                {head(MinistrySort::Silent, texts::ministries::col_last(lang), false)}
            </tr></thead>
            <tbody>{body}</tbody>
        </table>
    }
    .into_any()
}

fn table_row(scene: &Scene, row: &Row) -> AnyView {
    let lang = scene.lang();
    let institution = row.institution;
    let late = row.count(Light::Late);
    let link = scene.info.link(&format!("/ministries/{}", institution.slug));
    let head_class = if late > 0 { "rowlate" } else { "" };
    let name = view! {
        <th scope="row" class=head_class>
            <span class="ttl"><a href=link>{institution_name(lang, institution).to_owned()}</a></span>
            {note_of(scene, institution)}
        </th>
    };
    let Some(standing) = row.standing else {
        return view! { <tr>{name}<td colspan="6" class="mute">{texts::ministries::no_tasks(lang)}</td></tr> }
            .into_any();
    };
    let late_class = if late > 0 { "num late-t" } else { "num" };
    let soon_class = if standing.lights.due_soon > 0 { "num soon-t" } else { "num" };
    let unknown = (standing.progress.unknown > 0).then(
        || view! { " "<span class="mute xs">{texts::ministries::unknown(lang, standing.progress.unknown)}</span> },
    );
    view! {
        <tr>
            {name}
            <td class="num" data-l=texts::ministries::col_tasks(lang)>{standing.assignments.len()}</td>
            <td class=late_class data-l=texts::ministries::col_late(lang)>{late}</td>
            <td class=soon_class data-l=texts::ministries::col_soon(lang)>{standing.lights.due_soon}</td>
            <td class="num" data-l=texts::ministries::col_done(lang)>{standing.lights.done}</td>
            <td data-l=texts::ministries::col_progress(lang)>
                <span class="inl">{progress(lang, standing.progress.tenths, row.planned)}{unknown}</span>
            </td>
            <td data-l=texts::ministries::col_last(lang)>{last_report(scene, row)}</td>
        </tr>
    }
    .into_any()
}

fn note_of(scene: &Scene, institution: &Institution) -> Option<AnyView> {
    let lang = scene.lang();
    let until = institution.valid_until.filter(|until| *until <= scene.standing.day).and_then(|until| until.pred_opt());
    let ended = until.map(|last| texts::ministries::ended(lang, day_text(scene, last)));
    let parent = institution.parent.as_ref().map(|slug| texts::ministries::by_parent(lang, scene.institution(slug)));
    let note = ended.or(parent)?;
    Some(view! { " "<span class="mute xs">{note}</span> }.into_any())
}

fn last_report(scene: &Scene, row: &Row) -> AnyView {
    let lang = scene.lang();
    let stale = (row.stale > 0)
        .then(|| view! { " "<span class="tag tag--hold">{texts::ministries::stale(lang, row.stale)}</span> });
    let Some(day) = row.last_report else {
        return view! { <span class="mute">{texts::ministries::never(lang)}</span>{stale} }.into_any();
    };
    let days = (scene.standing.day - day).num_days();
    let ago =
        if days == 0 { texts::ministries::today(lang).to_owned() } else { texts::ministries::days_ago(lang, days) };
    view! { {date(scene, day)}" "<span class="mute xs">{ago}</span>{stale} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(given: &[(&str, &str)]) -> MinistriesQuery {
        let pairs: Vec<_> = given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        MinistriesQuery::parse(&pairs)
    }

    #[test]
    fn without_a_query_the_late_stand_first() {
        let query = parse(&[]);
        assert_eq!((query.kind, query.light, query.sort, query.descending), (None, None, MinistrySort::Late, true));
        assert_eq!(query.address(), "/ministries");
    }

    #[test]
    fn what_is_not_understood_is_not_there() {
        assert_eq!(parse(&[("kind", "planet"), ("light", "green"), ("sort", "luck"), ("dir", "up")]), parse(&[]));
    }

    #[test]
    fn the_address_says_what_was_asked() {
        let asked = parse(&[("kind", "agency"), ("light", "late"), ("sort", "name"), ("dir", "desc")]);
        assert_eq!(asked.address(), "/ministries?kind=agency&light=late&sort=name&dir=desc");
    }
}
