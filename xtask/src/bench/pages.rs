//! Pages and exports of the demonstration, one after the other and under load.

use std::{
    cell::Cell,
    fs,
    thread::{self, ScopedJoinHandle},
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow, ensure};

use crate::{
    demo::Demo,
    figures::Figure,
    files,
    http::Connection,
    load::{self, Load},
    tool,
};

/// What a reader opens in a day.
const PAGES: [&str; 12] = [
    "/",
    "/ministries",
    "/tasks",
    "/deadlines",
    "/legend",
    "/reviews",
    "/council",
    "/directives",
    "/difficulties",
    "/systems",
    "/search?q=%EC%9E%A5%EC%95%A0",
    "/inbox",
];

pub fn memory(demo: &Demo, cookie: &str, found: &mut Vec<Figure>) -> Result<()> {
    let mut connection = Connection::open(demo.port)?;
    let headers = [("Cookie", cookie), ("Accept-Encoding", "gzip")];
    for page in PAGES {
        let answer = connection.get(page, &headers)?;
        ensure!(answer.status == 200, "{page} answered {}", answer.status);
    }
    found.push(Figure::at_most("memory after the main pages", load::memory(demo.id(), "VmRSS")?, 60.0, "MB"));
    for form in ["xlsx", "csv", "json", "hwpx", "pdf"] {
        let answer = connection.get(&format!("/reviews/2024-A1/export.{form}"), &headers)?;
        ensure!(answer.status == 200, "the report as {form} answered {}", answer.status);
    }
    found.push(Figure::at_most("memory after the reports of a round", load::memory(demo.id(), "VmRSS")?, 60.0, "MB"));
    found.push(Figure::without_budget("memory at its highest until then", load::memory(demo.id(), "VmHWM")?, "MB"));
    Ok(())
}

/// Made fresh, and as it was last asked for; the latter against a server that does nothing but send the same bytes.
pub fn overview(demo: &Demo, cookie: &str, found: &mut Vec<Figure>) -> Result<()> {
    let headers = [("Cookie", cookie)];
    // A page is kept by its address: one that nobody asked for yet has to be drawn.
    let turn = Cell::new(0_u32);
    let fresh = || {
        turn.set(turn.get() + 1);
        format!("/?n={}-{}", turn.get(), std::process::id())
    };
    let drawn = load::one_by_one(demo.port, demo.id(), fresh, &headers)?;
    found.push(Figure::at_most("overview made fresh: processor time", drawn.cpu_ms, 1.5, "ms"));

    let body = Connection::open(demo.port)?.get("/", &headers)?.body;
    let folder = files::TemporaryFolder::new("bare")?;
    fs::write(folder.path().join("body"), &body)?;
    let bare = Demo::run(&bare()?, |port| vec![port.to_string().into(), folder.path().join("body").into()])?;
    let (kept, plain) = in_turns(demo, &bare, &headers)?;
    let share = kept.requests_per_second / plain.requests_per_second;
    found.push(Figure::without_budget("overview unchanged: requests", kept.requests_per_second, "/s"));
    found.push(Figure::without_budget("a bare server of the same bytes: requests", plain.requests_per_second, "/s"));
    found.push(Figure::at_least("overview unchanged, share of the bare server", share * 100.0, 50.0, "%"));
    found.push(Figure::without_budget("overview unchanged: processor time", kept.cpu_ms, "ms"));
    Ok(())
}

/// Both by turns, the better of three: what else the machine does meets both.
fn in_turns(demo: &Demo, bare: &Demo, headers: &[(&str, &str)]) -> Result<(Load, Load)> {
    let mut best: Option<(Load, Load)> = None;
    for _ in 0..3 {
        let (kept, plain) =
            (load::put(demo.port, demo.id(), "/", headers)?, load::put(bare.port, bare.id(), "/", headers)?);
        best = Some(match best {
            None => (kept, plain),
            Some((one, other)) => (one.or_faster(kept), other.or_faster(plain)),
        });
    }
    best.ok_or_else(|| anyhow!("nothing was measured"))
}

fn bare() -> Result<std::path::PathBuf> {
    let words = ["build", "--release", "--package", "ihaeng", "--bench", "bare", "--no-default-features"];
    let mut command = tool::cargo(&words);
    // A folder of its own: what tests need besides would have the program itself built anew each time.
    command.args(["--features", "ssr", "--target-dir", "target/bench", "--message-format", "json-render-diagnostics"]);
    let messages = tool::read(&mut command)?;
    let made = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let place =
        made.filter(|it| it["target"]["name"] == "bare").find_map(|it| it["executable"].as_str().map(Into::into));
    place.ok_or_else(|| anyhow!("the bare server was not built"))
}

/// The state of the plan, and the report of its last closed round, in each form.
pub fn exports(port: u16, cookie: &str, found: &mut Vec<Figure>) -> Result<()> {
    let budgets = [("csv", 5.0), ("xlsx", 100.0), ("json", 0.0), ("hwpx", 200.0), ("pdf", 500.0)];
    for (form, budget) in budgets.into_iter().take(3) {
        export(port, cookie, &format!("/export.{form}"), budget, found)?;
    }
    for (form, budget) in budgets {
        export(port, cookie, &format!("/reviews/2024-Q4/export.{form}"), budget, found)?;
    }
    Ok(())
}

fn export(port: u16, cookie: &str, path: &str, budget: f64, found: &mut Vec<Figure>) -> Result<()> {
    let time = median_of_five(port, path, cookie)?.as_secs_f64() * 1000.0;
    found.push(if budget > 0.0 {
        Figure::at_most(path, time, budget, "ms")
    } else {
        Figure::without_budget(path, time, "ms")
    });
    Ok(())
}

/// What readers wait for while eight reports are made at once.
pub fn beside_exports(port: u16, viewer: &str, pmo: &str, found: &mut Vec<Figure>) -> Result<()> {
    const LENGTH: Duration = Duration::from_secs(5);
    let until = Instant::now() + LENGTH;
    let (made, times) = thread::scope(|scope| {
        let exporting: Vec<ScopedJoinHandle<Result<u32>>> = (0..8)
            .map(|number| {
                let path = format!("/reviews/2024-Q4/export.{}", ["pdf", "hwpx", "xlsx", "csv"][number % 4]);
                scope.spawn(move || Ok(ask_until(port, pmo, &[&path], Duration::ZERO, until)?.len() as u32))
            })
            .collect();
        let pages = ["/", "/ministries", "/tasks", "/deadlines"];
        let reading: Vec<ScopedJoinHandle<Result<Vec<Duration>>>> = (0..8)
            .map(|_| scope.spawn(move || ask_until(port, viewer, &pages, Duration::from_millis(100), until)))
            .collect();
        let made = exporting.into_iter().map(joined).sum::<Result<u32>>()?;
        let times = reading.into_iter().map(joined).collect::<Result<Vec<_>>>()?.concat();
        anyhow::Ok((made, times))
    })?;
    ensure!(made > 0 && !times.is_empty(), "nothing was exported or nothing read");
    let rate = f64::from(made) / LENGTH.as_secs_f64();
    found.push(Figure::without_budget("reports of a round, eight at once", rate, "/s"));
    found.push(Figure::at_most("readers meanwhile, 99 of 100", load::ninety_nine(times), 50.0, "ms"));
    Ok(())
}

fn joined<T>(thread: ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread.join().map_err(|_| anyhow!("a part of the load broke"))?
}

/// Asks for the pages in turn, each a little after the one before, and says what each took.
fn ask_until(port: u16, cookie: &str, pages: &[&str], pause: Duration, until: Instant) -> Result<Vec<Duration>> {
    let mut connection = Connection::open(port)?;
    let mut times = Vec::new();
    for page in pages.iter().cycle() {
        let began = Instant::now();
        if began >= until {
            break;
        }
        let answer = connection.get(page, &[("Cookie", cookie), ("Accept-Encoding", "gzip")])?;
        times.push(began.elapsed());
        ensure!(answer.status == 200, "{page} answered {}", answer.status);
        thread::sleep(pause);
    }
    Ok(times)
}

fn median_of_five(port: u16, path: &str, cookie: &str) -> Result<Duration> {
    let mut connection = Connection::open(port)?;
    let mut times = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        let answer = connection.get(path, &[("Cookie", cookie)])?;
        times.push(began.elapsed());
        ensure!(answer.status == 200, "{path} answered {}", answer.status);
    }
    times.sort();
    Ok(times[2])
}
