//! `cargo xtask bench`: the figures that the project promises, measured on the finished program and written down.
//!
//! To add a figure: push it in the function of its kind. What needs the inside of the program belongs into
//! `benches/budgets.rs`, whose lines (what, measured, budget, with tabs) are taken into the same table.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    demo::Demo,
    figures::{self, Figure},
    files,
    http::{Connection, Response},
    load, say, server, tool,
};

/// What a reader opens in a day.
const PAGES: [&str; 12] = [
    "/",
    "/ministries",
    "/tasks",
    "/deadlines",
    "/work",
    "/reviews",
    "/council",
    "/directives",
    "/difficulties",
    "/systems",
    "/search?q=%EC%9E%A5%EC%95%A0",
    "/inbox",
];

pub fn bench() -> Result<()> {
    let program = server::dist()?;
    let data = files::TemporaryFolder::new("bench")?;
    let mut found = Vec::new();
    say::step("start", || start(&program, data.path(), &mut found))?;
    let demo = Demo::start(&program, data.path())?;
    let cookie = log_in(demo.port)?;
    say::step("first and second visit", || visits(demo.port, &cookie, &mut found))?;
    say::step("memory", || memory(&demo, &cookie, &mut found))?;
    say::step("load", || throughput(&demo, &cookie, &mut found))?;
    say::step("exports", || exports(demo.port, &cookie, &mut found))?;
    drop(demo);
    say::step("benchmarks", || benchmarks(&mut found))?;

    let table = figures::table(&found);
    print!("{table}");
    write_down(&table)?;
    match found.iter().filter(|it| it.holds == Some(false)).count() {
        0 => Ok(()),
        1 => bail!("one figure is over its budget"),
        many => bail!("{many} figures are over their budgets"),
    }
}

/// The first start makes the demonstration's database; the second is what an operator sees.
fn start(program: &Path, data: &Path, found: &mut Vec<Figure>) -> Result<()> {
    let first = Demo::start(program, data)?.start;
    let second = Demo::start(program, data)?.start;
    found.push(Figure::at_most("start, until the first answer", second.as_secs_f64(), 0.3, "s"));
    found.push(Figure::without_budget("first start, with making the demonstration", first.as_secs_f64(), "s"));
    Ok(())
}

fn log_in(port: u16) -> Result<String> {
    let answer = Connection::open(port)?.post("/login", "login=viewer&password=ihaeng-demo")?;
    let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
    let session = cookies.filter_map(|(_, value)| value.split(';').next()).find(|it| it.starts_with("ihaeng_demo="));
    session.map(str::to_string).with_context(|| format!("the log-in as viewer was not accepted ({})", answer.status))
}

fn visits(port: u16, cookie: &str, found: &mut Vec<Figure>) -> Result<()> {
    let mut connection = Connection::open(port)?;
    let headers = [("Cookie", cookie), ("Accept-Encoding", "br, gzip")];
    let page = connection.get("/", &headers)?;
    ensure!(page.status == 200, "the overview answered {}", page.status);
    let plain = connection.get("/", &[("Cookie", cookie)])?;
    let (mut first, mut fonts) = (page.wire, 0);
    let mut second = again(&mut connection, "/", &page, &headers)?;
    let mut program = 0;
    for path in named_files(&String::from_utf8_lossy(&plain.body)) {
        let file = connection.get(&path, &headers)?;
        ensure!(file.status == 200, "{path} answered {}", file.status);
        let code = path.ends_with(".js") || path.ends_with(".wasm");
        if code {
            program += connection.get(&path, &[("Accept-Encoding", "gzip")])?.wire;
        }
        *(if path.ends_with(".woff2") { &mut fonts } else { &mut first }) += file.wire;
        second += again(&mut connection, &path, &file, &headers)?;
    }
    ensure!(program > 0, "the overview names no JavaScript or wasm to measure");
    let kb = |bytes: usize| bytes as f64 / 1000.0;
    found.push(Figure::at_most("first visit, as sent, without fonts", kb(first), 250.0, "kB"));
    found.push(Figure::at_most("wasm and JavaScript of it, gzip", kb(program), 120.0, "kB"));
    found.push(Figure::without_budget("fonts that the page asks for at once", kb(fonts), "kB"));
    found.extend(figures::of_site()?.into_iter().filter(|it| it.what == "fonts"));
    found.push(Figure::at_most("second visit", kb(second), 40.0, "kB"));
    Ok(())
}

/// What the same file costs a browser that has it already: nothing when it is immutable, else the answer to asking.
fn again(connection: &mut Connection, path: &str, known: &Response, headers: &[(&str, &str)]) -> Result<usize> {
    if known.header("cache-control").is_some_and(|it| it.contains("immutable")) {
        return Ok(0);
    }
    let mut headers = headers.to_vec();
    headers.extend(known.header("etag").map(|tag| ("If-None-Match", tag)));
    Ok(connection.get(path, &headers)?.wire)
}

/// The files of our own that a page names between quotes, wherever it does: in links, in preloads, in its script.
fn named_files(html: &str) -> BTreeSet<String> {
    let kinds = [".css", ".js", ".wasm", ".woff2", ".svg", ".ico"];
    let mut found = BTreeSet::new();
    for piece in html.split(['"', '\'', '`', '<', '>', ' ', '(', ')']) {
        let path = piece.split(['?', '#']).next().unwrap_or_default();
        if path.starts_with('/') && !path.starts_with("//") && kinds.iter().any(|it| path.ends_with(it)) {
            found.insert(path.to_string());
        }
    }
    found
}

fn memory(demo: &Demo, cookie: &str, found: &mut Vec<Figure>) -> Result<()> {
    let mut connection = Connection::open(demo.port)?;
    let mut answered = 0;
    for page in PAGES {
        answered += usize::from(connection.get(page, &[("Cookie", cookie)])?.status == 200);
    }
    say::note(&format!("{answered} of {} pages answered", PAGES.len()));
    found.push(Figure::at_most("memory after the main pages", load::memory(demo.id(), "VmRSS")?, 60.0, "MB"));
    found.push(Figure::at_most("memory at its highest until then", load::memory(demo.id(), "VmHWM")?, 60.0, "MB"));
    Ok(())
}

/// Without `If-None-Match`: the whole page is sent each time.
fn throughput(demo: &Demo, cookie: &str, found: &mut Vec<Figure>) -> Result<()> {
    for (name, path) in [("overview, unchanged", "/"), ("/livez, to compare", "/livez")] {
        let load = load::put(demo, path, &[("Cookie", cookie)])?;
        found.push(Figure::without_budget(&format!("{name}: requests"), load.requests_per_second, "/s"));
        found.push(Figure::without_budget(&format!("{name}: processor time"), load.cpu_ms, "ms"));
    }
    Ok(())
}

fn exports(port: u16, cookie: &str, found: &mut Vec<Figure>) -> Result<()> {
    for (path, budget) in [("/export.csv", Some(5.0)), ("/export.xlsx", Some(100.0)), ("/export.json", None)] {
        let time = median_of_five(port, path, cookie)?.as_secs_f64() * 1000.0;
        found.push(match budget {
            Some(budget) => Figure::at_most(path, time, budget, "ms"),
            None => Figure::without_budget(path, time, "ms"),
        });
    }
    Ok(())
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

fn benchmarks(found: &mut Vec<Figure>) -> Result<()> {
    if !files::root().join("benches/budgets.rs").exists() {
        say::note("there is no benches/budgets.rs");
        return Ok(());
    }
    let words = ["bench", "--package", "ihaeng", "--bench", "budgets", "--no-default-features", "--features", "ssr"];
    let (well, output) = tool::run_and_read(tool::cargo(&words).args(["--target-dir", "target"]))?;
    ensure!(well, "the benchmarks failed (cargo bench)");
    found.extend(output.lines().filter_map(Figure::of_line));
    Ok(())
}

fn write_down(table: &str) -> Result<()> {
    let month = tool::read(Command::new("date").arg("+%Y-%m"))?;
    let cores = std::thread::available_parallelism()?;
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find(|it| it.starts_with("model name")).and_then(|it| it.split_once(": "));
    let model = model.map_or("of an unnamed kind", |(_, name)| name.trim());
    let text = format!(
        "# Performance\n\nMeasured {month} by `cargo xtask bench` on {cores} cores ({model}). The server, and the load \
         where there is one, share them.\n\n{table}"
    );
    let file = files::root().join("docs/performance.md");
    files::write_whole(&file, text.as_bytes())?;
    say::note("written to docs/performance.md");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_files_in_links_and_scripts() {
        let html = r#"<link rel="stylesheet" href="/style.css?v=1"><script>import("/a.js"); load('/b.wasm')</script>
                      <a href="https://example.org/c.js">x</a><script src=//cdn/d.js></script><link href="/a.js">"#;
        assert_eq!(named_files(html).into_iter().collect::<Vec<_>>(), ["/a.js", "/b.wasm", "/style.css"]);
    }
}
