//! What stands around every page: the document, the bands, the header with its menus, the footer.
//!
//! The forms it posts: `/logout`; `/display` with `contrast` (`high` or `normal`) and `back`, the address to come back to.

use crate::domain::permission::{Action, Reader, Role, may};
use crate::pages::components::{full_day, hidden, icon, instant};
use crate::pages::lang::Lang;
use crate::pages::plan_choice::plan_form;
use crate::pages::texts::{common, inbox, seal, search, shell as texts};
use crate::pages::{PageInfo, Section, format};
use leptos::config::LeptosOptions;
use leptos::hydration::HydrationScripts;
use leptos::prelude::*;

const SPRITE: &str = include_str!("components/sprite.svg");

impl PageInfo {
    /// The address of this page without some of its query's keys, and with another pair.
    #[must_use]
    pub fn same_page(&self, without: &[&str], with: Option<(&str, &str)>) -> String {
        let key = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
        let dropped = |pair: &&str| !pair.is_empty() && !without.contains(&key(pair).as_str());
        let kept = self.query.split('&').filter(dropped).map(str::to_owned);
        let pairs: Vec<String> = kept.chain(with.map(|(key, value)| format!("{key}={value}"))).collect();
        if pairs.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, pairs.join("&")) }
    }
}

/// The whole document. `wide`: printed in landscape.
#[must_use]
pub fn shell(info: &PageInfo, title: &str, wide: bool, body: AnyView) -> AnyView {
    let lang = info.lang;
    let mode = info.high_contrast.then_some("high-contrast");
    let class = wide.then_some("wide");
    view! {
        <!DOCTYPE html>
        <html lang=lang.code() data-krds-mode=mode data-print=print_foot(info)>
            {head(info, title)}
            <body class=class>
                <div inner_html=SPRITE></div>
                <a class="skip" href="#main">{common::skip(lang)}</a>
                {demo_band(info)}
                {header(info)}
                {asof_band(info)}
                {sealed_band(info)}
                <main id="main" tabindex="-1"><div class="wrap">{flash(info)}{body}</div></main>
                {footer(info)}
            </body>
        </html>
    }
    .into_any()
}

fn head(info: &PageInfo, title: &str) -> AnyView {
    let build = &info.build;
    view! {
        <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>{format!("{title} | {}", common::product(info.lang))}</title>
            <link rel="preload" href="/static/fonts/PretendardGOV-Regular-1.3.9.subset.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
            <link rel="stylesheet" href=format!("/static/{build}/style.css")/>
            <link rel="icon" r#type="image/svg+xml" href=format!("/static/{build}/icons/favicon.svg")/>
            {island_script(info)}
        </head>
    }
    .into_any()
}

/// Loads the islands; the nonce comes from the context of the request. `LEPTOS_OUTPUT_NAME` in `.cargo/config.toml` makes
/// leptos ask for `ihaeng.wasm`.
fn island_script(info: &PageInfo) -> AnyView {
    let options = LeptosOptions::builder().output_name("ihaeng").site_pkg_dir(format!("static/{}", info.build)).build();
    view! { <HydrationScripts options=options islands=true/> }.into_any()
}

fn demo_band(info: &PageInfo) -> AnyView {
    let lang = info.lang;
    let band = info.demo.then(|| {
        view! {
            <aside class="demo" aria-label=texts::demo_label(lang)><div class="wrap">
                <b>{texts::demo(lang, info.today)}</b>" "<span>{texts::demo_note(lang)}</span>
            </div></aside>
        }
    });
    band.into_any()
}

/// Says which day is seen, and leads back to today.
fn asof_band(info: &PageInfo) -> AnyView {
    let lang = info.lang;
    let band = info.asof.map(|day| {
        let known = info.last_recorded_at.map_or_else(String::new, |at| texts::asof_last(lang, format::instant(lang, at)));
        let now = info.same_page(&["asof"], None);
        view! {
            <aside class="asof-b" aria-label=texts::asof_label(lang)><div class="wrap">
                <b>{texts::asof_seen(lang, format::full(lang, day))}</b>" "<span>{texts::asof_note(lang)}{known}</span>" "
                <a href=now>{texts::asof_now(lang)}</a>
            </div></aside>
        }
    });
    band.into_any()
}

/// Says that the page's round is sealed, with the hash that every file of it carries too.
fn sealed_band(info: &PageInfo) -> AnyView {
    let lang = info.lang;
    let band = info.sealed.clone().map(|sealed| {
        let note = seal::band_note(lang, format::instant(lang, sealed.sealed_at), &sealed.short);
        let addenda = (sealed.addenda > 0).then(|| seal::band_addenda(lang, sealed.addenda));
        let addenda = addenda.map(|text| view! { " "<span>{text}</span> });
        let href = info.link(&format!("/reviews/{}/seal", sealed.round));
        view! {
            <aside class="asof-b sealed-b" aria-label=seal::band_label(lang)><div class="wrap">
                {icon("lock")}<b>{seal::band(lang)}</b>" "<span>{note}</span>{addenda}" "<a href=href>{seal::band_link(lang)}</a>
            </div></aside>
        }
    });
    band.into_any()
}

/// What stands at the foot of every printed page.
fn print_foot(info: &PageInfo) -> Option<String> {
    let sealed = info.sealed.as_ref()?;
    Some(seal::print_foot(info.lang, &sealed.short, &info.plan_title, &sealed.round))
}

fn header(info: &PageInfo) -> AnyView {
    let home = match &info.reader {
        Some(reader) if !may(reader, Action::ReadDashboards) && may(reader, Action::Administer) => "/admin".to_owned(),
        _ => info.link("/"),
    };
    view! {
        <header class="top">
            <div class="wrap top-1">
                <a class="logo" href=home>{icon("mk")}<b>{common::product(info.lang)}</b><span>{info.plan_title.clone()}</span></a>
                <div class="top-r">{plan_form(info)}{asof_form(info)}{search_form(info)}{bell(info)}{account(info)}</div>
            </div>
            {nav(info)}
        </header>
    }
    .into_any()
}

fn asof_form(info: &PageInfo) -> AnyView {
    let lang = info.lang;
    let may_read = info.reader.as_ref().is_some_and(|reader| may(reader, Action::ReadDashboards));
    if !info.dated || !may_read {
        return ().into_any();
    }
    let plan = info.plan_slug.clone().map(|slug| hidden("plan", slug));
    // Shown as the server reads it back.
    let typed = match lang {
        Lang::Ko => format::full(lang, info.day()),
        Lang::En => info.day().to_string(),
    };
    view! {
        <form class="asof" action=info.path.clone() method="get">
            <label for="asof">{texts::asof_field(lang)}</label>
            <input id="asof" name="asof" type="text" inputmode="numeric" autocomplete="off"
                value=typed aria-label=texts::asof_field(lang) required/>
            {plan}
            <button class="krds-btn small" type="submit">{texts::asof_show(lang)}</button>
        </form>
    }
    .into_any()
}

/// Stands in a drawn page for how many notices its reader has not read; no text of ours holds a private-use character.
pub const UNREAD: &str = "\u{E001}";

/// The link to the inbox. The number comes afterwards: a kept page is drawn once for many readers.
fn bell(info: &PageInfo) -> AnyView {
    let lang = info.lang;
    let bell = info.reader.as_ref().map(|_| view! { <a class="bell" href="/inbox">{inbox::title(lang)}{UNREAD}</a> });
    bell.into_any()
}

/// What [`UNREAD`] stands for, as HTML: nothing, or the number with its words for those who listen.
#[must_use]
pub fn unread_mark(lang: Lang, unread: i64) -> String {
    let words = inbox::shell_unread(lang);
    match unread {
        ..=0 => String::new(),
        1..=99 => format!(" <b class=\"cnt\">{unread}</b><span class=\"sr-only\">{words}</span>"),
        _ => format!(" <b class=\"cnt\">99+</b><span class=\"sr-only\">{words}</span>"),
    }
}

/// The search box; on narrow screens the account menu leads to the page instead.
fn search_form(info: &PageInfo) -> AnyView {
    let may_read = info.reader.as_ref().is_some_and(|reader| may(reader, Action::ReadDashboards));
    if !may_read {
        return ().into_any();
    }
    let (lang, plan) = (info.lang, info.plan_slug.clone().map(|slug| hidden("plan", slug)));
    view! {
        <form class="only-w" action="/search" method="get" role="search">
            <label class="sr-only" for="q">{search::title(lang)}</label>
            <input class="find" id="q" name="q" type="search" maxlength="80" placeholder=search::box_hint(lang)/>
            {plan}
        </form>
    }
    .into_any()
}

/// The account menu; before log-in it holds the language and the display mode alone.
fn account(info: &PageInfo) -> AnyView {
    let lang = info.lang;
    let summary = match &info.reader {
        Some(reader) => {
            let role = role_word(lang, reader);
            view! { <span>{reader.name.clone()}" "<span class="mute">{role}</span></span> }.into_any()
        }
        None => view! { <span>{texts::settings(lang)}</span> }.into_any(),
    };
    let own = info.reader.as_ref().map(|_| view! { <a href="/account">{texts::account(lang)}</a> });
    let may_read = info.reader.as_ref().is_some_and(|reader| may(reader, Action::ReadDashboards));
    let find = may_read.then(|| view! { <a class="only-n" href=info.link("/search")>{search::title(lang)}</a> });
    let log_out = info.reader.as_ref().map(|_| {
        view! { <form action="/logout" method="post"><button type="submit">{texts::log_out(lang)}</button></form> }
    });
    view! {
        <details class="me">
            <summary>{summary}{icon("menu")}</summary>
            <div class="menu">{find}{own}{language_link(info)}{display_form(info)}{log_out}</div>
        </details>
    }
    .into_any()
}

fn language_link(info: &PageInfo) -> AnyView {
    let other = if info.lang == Lang::Ko { Lang::En } else { Lang::Ko };
    let word = if other == Lang::Ko { "한국어" } else { "English" };
    let href = info.same_page(&["lang"], Some(("lang", other.code())));
    view! { <a href=href lang=other.code() hreflang=other.code()>{word}</a> }.into_any()
}

fn display_form(info: &PageInfo) -> AnyView {
    let lang = info.lang;
    let (value, word) =
        if info.high_contrast { ("normal", texts::display_normal(lang)) } else { ("high", texts::display_high(lang)) };
    view! {
        <form action="/display" method="post">
            {hidden("contrast", value)}
            {hidden("back", info.same_page(&[], None))}
            <button type="submit">{word}</button>
        </form>
    }
    .into_any()
}

/// The widest of the reader's roles.
const fn word_of_role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Officer => texts::role_officer(lang),
        Role::Head => texts::role_head(lang),
        Role::Pmo => texts::role_pmo(lang),
        Role::Viewer => texts::role_viewer(lang),
        Role::Admin => texts::role_admin(lang),
    }
}

fn role_word(lang: Lang, reader: &Reader) -> &'static str {
    let order = [Role::Pmo, Role::Head, Role::Officer, Role::Viewer, Role::Admin];
    let held = order.into_iter().find(|role| reader.has(*role));
    match held {
        Some(role) => word_of_role(lang, role),
        None if reader.deputyships.is_empty() => "",
        None => texts::role_deputy(lang),
    }
}

fn nav(info: &PageInfo) -> AnyView {
    let Some(reader) = &info.reader else { return ().into_any() };
    let lang = info.lang;
    let dashboards = may(reader, Action::ReadDashboards);
    let all = [
        (Section::Overview, "/", common::nav_overview(lang), dashboards),
        (Section::Tasks, "/tasks", common::nav_tasks(lang), dashboards),
        (Section::Ministries, "/ministries", common::nav_ministries(lang), dashboards),
        (Section::Deadlines, "/deadlines", common::nav_deadlines(lang), dashboards),
        (Section::Reviews, "/reviews", common::nav_reviews(lang), dashboards),
        (Section::Council, "/council", common::nav_council(lang), dashboards),
        (Section::Systems, "/systems", common::nav_systems(lang), may(reader, Action::CountSystems)),
        (Section::Work, "/work", common::nav_work(lang), may(reader, Action::ReadOwnWork)),
        (Section::Audit, "/audit", common::nav_audit(lang), may(reader, Action::ReadAudit)),
        (Section::Admin, "/admin", common::nav_admin(lang), may(reader, Action::Administer)),
    ];
    let items: Vec<AnyView> = all
        .into_iter()
        .filter(|(_, _, _, shown)| *shown)
        .map(|(section, path, word, _)| {
            let here = match info.section {
                Section::CouncilDesk => Section::Council,
                Section::SystemsDesk => Section::Systems,
                section => section,
            };
            let current = (section == here).then_some("page");
            view! { <li><a href=info.link(path) aria-current=current>{word}</a></li> }.into_any()
        })
        .collect();
    view! { <nav class="nav wrap" aria-label=common::nav_main(lang)><ul>{items}</ul></nav> }.into_any()
}

fn flash(info: &PageInfo) -> AnyView {
    let said = info
        .flash
        .clone()
        .map(|text| view! { <div class="flash" role="status">{icon("ok")}<p><b>{text}</b></p></div> });
    said.into_any()
}

fn footer(info: &PageInfo) -> AnyView {
    let lang = info.lang;
    let time = match info.last_recorded_at {
        Some(at) => view! { <span>{texts::last_recorded(lang)}" "{instant(lang, at)}</span> }.into_any(),
        None => view! { <span>{full_day(lang, info.day())}</span> }.into_any(),
    };
    view! {
        <footer class="foot"><div class="wrap">
            <span>{info.plan_title.clone()}</span>
            <a href=info.link("/legend")>{texts::legend(lang)}</a>
            {time}
        </div></footer>
    }
    .into_any()
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::domain::ids::UserId;
    use crate::domain::permission::Grant;

    /// A page's circumstances on 20 March 2024, for a reader of one role.
    pub fn info(role: Role) -> PageInfo {
        let grants = vec![Grant { role, institution: None }];
        PageInfo {
            lang: Lang::Ko,
            high_contrast: false,
            reader: Some(Reader {
                id: UserId(1), login: "x".into(), name: "김○○".into(), grants, deputyships: vec![]
            }),
            section: Section::Overview,
            path: "/tasks/4".into(),
            query: "asof=2024-03-20&lang=ko&page=2".into(),
            plan_slug: None,
            plan_title: "대책".into(),
            plans: vec![],
            demo: true,
            today: "2024-03-20".parse().unwrap(),
            dated: true,
            asof: None,
            last_recorded_at: None,
            now: "2024-03-20T05:40:00Z".parse().unwrap(),
            nonce: "n".into(),
            build: "b".into(),
            unread: 0,
            sealed: None,
            flash: None,
        }
    }

    fn drawn(info: &PageInfo) -> String {
        Owner::new().with(|| shell(info, "종합현황", true, ().into_any()).to_html())
    }

    #[test]
    fn a_link_to_the_same_page_keeps_the_rest_of_its_query() {
        let info = info(Role::Viewer);
        assert_eq!(info.same_page(&["asof"], None), "/tasks/4?lang=ko&page=2");
        assert_eq!(info.same_page(&["lang"], Some(("lang", "en"))), "/tasks/4?asof=2024-03-20&page=2&lang=en");
        assert_eq!(info.same_page(&["asof", "lang", "page"], None), "/tasks/4");
    }

    #[test]
    fn everybody_is_offered_what_they_may_open() {
        let of = |role| {
            let html = drawn(&info(role));
            ["\"/\"", "\"/tasks\"", "\"/work\"", "\"/audit\"", "\"/admin\""]
                .map(|path| html.contains(&format!("<a href={path}")))
        };
        assert_eq!(of(Role::Viewer), [true, true, false, false, false]);
        assert_eq!(of(Role::Pmo), [true, true, false, true, false]);
        assert_eq!(of(Role::Admin), [false, false, false, true, true]);
    }

    #[test]
    fn an_earlier_day_is_said_above_the_page_with_the_way_back() {
        let seen = PageInfo { asof: "2024-02-15".parse().ok(), ..info(Role::Viewer) };
        let html = drawn(&seen);
        assert!(html.starts_with("<!DOCTYPE html>"), "{html}");
        assert!(html.contains("2024. 2. 15.(목)") && html.contains("href=\"/tasks/4?lang=ko&amp;page=2\""), "{html}");
    }
}
