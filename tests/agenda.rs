//! The agenda of a round's meeting, edited and read as a browser does.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod desk;

use desk::{Desk, run};

const PATH: &str = "/reviews/2024-Q1/agenda";

async fn post(desk: &Desk, login: &str, fields: &[(&str, &str)]) -> (u16, String, String) {
    let cookie = desk.cookie(login).await;
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let (status, place, page) = desk.ask(cookie.as_deref(), "POST", PATH, &body).await;
    (status.as_u16(), place, page)
}

async fn get(desk: &Desk, login: &str, path: &str) -> String {
    let cookie = desk.cookie(login).await;
    desk.ask(cookie.as_deref(), "GET", path, "").await.2
}

/// The keys that stand in `page` as values of fields of a name.
fn values(page: &str, name: &str) -> Vec<String> {
    let mark = format!("name=\"{name}\" value=\"");
    page.split(&mark).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

#[test]
fn the_pmo_takes_in_orders_words_and_takes_out_and_readers_see_what_is_left() {
    run(async |desk| {
        let page = get(&desk, "pmo", PATH).await;
        let found = values(&page, "take");
        assert!(found.len() > 3, "{found:?}");
        let rules: std::collections::BTreeSet<&str> = found.iter().filter_map(|key| key.split(':').next()).collect();
        for rule in ["newly_late", "slipped", "claim_waiting", "request"] {
            assert!(rules.contains(rule), "{rule} in {rules:?}");
        }
        let (one, two) = (found[0].as_str(), found[1].as_str());
        let (status, place, _) =
            post(&desk, "pmo", &[("seen", "0"), ("step", "take"), ("take", one), ("take", two)]).await;
        assert_eq!((status, place.as_str()), (303, "/reviews/2024-Q1/agenda#kept"));
        let page = get(&desk, "pmo", PATH).await;
        assert_eq!(values(&page, "key"), [one, two]);
        assert!(!values(&page, "take").contains(&one.to_owned()), "what is on the agenda is no candidate");

        let up = format!("up:{two}");
        let typed = [
            ("seen", "1"),
            ("key", one),
            ("no", "1"),
            ("wanted", "기한을 <확정>"),
            ("key", two),
            ("no", "2"),
            ("wanted", ""),
            ("step", &up),
        ];
        assert_eq!(post(&desk, "pmo", &typed).await.0, 303);
        let page = get(&desk, "pmo", PATH).await;
        assert_eq!(values(&page, "key"), [two, one]);
        assert!(page.contains("기한을 &lt;확정&gt;"), "a button that moves saves what was typed");

        let remove = format!("remove:{two}");
        assert_eq!(post(&desk, "pmo2", &[("seen", "2"), ("step", &remove)]).await.0, 303);
        for login in ["viewer", "mois.officer"] {
            let page = get(&desk, login, PATH).await;
            assert!(page.contains("기한을 &lt;확정&gt;") && !page.contains("안건 후보") && !page.contains("<textarea"));
            assert!(get(&desk, login, &format!("{PATH}/1")).await.contains("기한을 &lt;확정&gt;"));
        }
        assert!(get(&desk, "pmo", PATH).await.contains(&format!("restore:{two}")));
        let restore = format!("restore:{two}");
        assert_eq!(post(&desk, "pmo", &[("seen", "3"), ("step", &restore)]).await.0, 303);
        assert_eq!(values(&get(&desk, "pmo", PATH).await, "key"), [two, one]);
        let then = get(&desk, "viewer", &format!("{PATH}?asof=2024-03-19")).await;
        assert!(!then.contains("기한을"), "nothing was taken in on that day");
    });
}

#[test]
fn what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost() {
    run(async |desk| {
        let found = values(&get(&desk, "pmo", PATH).await, "take");
        let key = found[0].as_str();
        assert_eq!(post(&desk, "pmo", &[("seen", "0"), ("step", "take"), ("take", key)]).await.0, 303);
        let long = "가".repeat(501);
        let typed = [("seen", "1"), ("key", key), ("no", "하나"), ("wanted", &long), ("step", "save")];
        let (status, _, page) = post(&desk, "pmo", &typed).await;
        assert_eq!(status, 422);
        for part in ["href=\"#f-no-0\"", "href=\"#f-wanted-0\"", "value=\"하나\"", &long, "id=\"f-no-0-e\""] {
            assert!(page.contains(part), "{}", part.chars().take(20).collect::<String>());
        }
        let (status, _, page) = post(&desk, "pmo", &[("seen", "1"), ("step", "take")]).await;
        assert_eq!(status, 422);
        assert!(page.contains("하나 이상 골라"));
        let typed = [("seen", "0"), ("key", key), ("no", "1"), ("wanted", "늦게 쓴 글"), ("step", "save")];
        let (status, _, page) = post(&desk, "pmo2", &typed).await;
        assert_eq!(status, 409);
        assert!(
            page.contains("님이 안건을 고쳤습니다") && page.contains("늦게 쓴 글"),
            "who comes second keeps the text"
        );
        assert_eq!(values(&page, "seen"), ["1"]);
        let (status, _, _) = post(&desk, "pmo", &[("step", "take"), ("take", "newly_late:99"), ("seen", "1")]).await;
        assert_eq!(status, 422, "what no rule found is not taken in");
    });
}
