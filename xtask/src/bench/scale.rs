//! Three hundred institutions, a hundred tasks, twenty quarters: 600,000 reports, read by many while one writes.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread::{self, ScopedJoinHandle},
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow, ensure};

use super::{generate, log_in, writes::Officer};
use crate::{
    demo::Demo,
    figures::Figure,
    files,
    http::Connection,
    load,
    postgres::{Lasting, Postgres},
    say,
};

const SIZE: [&str; 8] = ["--institutions", "300", "--tasks", "100", "--quarters", "20", "--systems", "20000"];
const READERS: usize = 32;
const LENGTH: Duration = Duration::from_secs(20);
/// Between two pages of one reader; without it two cores would measure nothing but their own queue.
const READING: Duration = Duration::from_millis(500);
/// Between two reports of the writer: an institution's whole return in twenty seconds.
const WRITING: Duration = Duration::from_millis(200);

const PAGES: [&str; 14] = [
    "/",
    "/ministries",
    "/ministries/demo-0007",
    "/ministries/demo-0150",
    "/tasks",
    "/tasks/7",
    "/tasks/7/demo-0007",
    "/deadlines",
    "/reviews",
    "/reviews/2028-Q4",
    "/directives",
    "/systems?grade=1&sort=name&page=9",
    "/systems?q=%EC%8B%9C%EC%8A%A4%ED%85%9C&sort=-users&page=120",
    "/search?q=%EC%8B%9C%EC%97%B0",
];

pub fn both_engines(program: &Path, found: &mut Vec<Figure>) -> Result<()> {
    one_engine(program, "SQLite", None, found)?;
    let postgres = Postgres::start(Lasting::Yes)?;
    one_engine(program, "PostgreSQL", Some(&postgres.url()), found)
}

fn one_engine(program: &Path, engine: &str, database: Option<&str>, found: &mut Vec<Figure>) -> Result<()> {
    let data = files::TemporaryFolder::new("scale")?;
    say::step(&format!("600,000 reports on {engine}"), || generate(program, data.path(), database, &SIZE))?;
    let demo = Demo::start_on(program, data.path(), database)?;
    let cookie = log_in(demo.port, "pmo")?;
    let pages = say::step("readers and a writer", || crowd(&demo, &cookie))?;
    for (page, times) in pages {
        ensure!(!times.is_empty(), "{page} was not read once");
        found.push(Figure::at_most(&format!("{engine}: {page}, 99 of 100"), load::ninety_nine(times), 50.0, "ms"));
    }
    let memory = load::memory(demo.id(), "VmRSS")?;
    found.push(Figure::without_budget(&format!("{engine}: memory with 600,000 reports"), memory, "MB"));
    Ok(())
}

type Times = Vec<(&'static str, Vec<Duration>)>;

fn crowd(demo: &Demo, cookie: &str) -> Result<Times> {
    warm(demo, cookie)?;
    let mut writer = Officer::of(demo.port, "demo-0003", 100)?;
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let over = &over;
        let writing: ScopedJoinHandle<Result<u32>> = scope.spawn(move || {
            let mut recorded = 0;
            while !over.load(Ordering::Relaxed) {
                recorded += u32::from(writer.report()?);
                thread::sleep(WRITING);
            }
            Ok(recorded)
        });
        let readers: Vec<ScopedJoinHandle<Result<Times>>> =
            (0..READERS).map(|number| scope.spawn(move || read(demo.port, cookie, number))).collect();
        let mut all: Times = PAGES.iter().map(|page| (*page, Vec::new())).collect();
        for reader in readers {
            for ((_, all), (_, times)) in all.iter_mut().zip(reader.join().map_err(|_| anyhow!("a reader broke"))??) {
                all.extend(times);
            }
        }
        over.store(true, Ordering::Relaxed);
        let recorded = writing.join().map_err(|_| anyhow!("the writer broke"))??;
        ensure!(recorded > 0, "the writer recorded nothing");
        say::note(&format!(
            "{} pages read, {recorded} reports recorded",
            all.iter().map(|it| it.1.len()).sum::<usize>()
        ));
        Ok(all)
    })
}

/// Each page once, so that what a start costs is not part of the figure.
fn warm(demo: &Demo, cookie: &str) -> Result<()> {
    let mut connection = Connection::open(demo.port)?;
    for page in PAGES {
        let answer = connection.get(page, &[("Cookie", cookie), ("Accept-Encoding", "gzip")])?;
        ensure!(answer.status == 200, "{page} answered {}", answer.status);
    }
    Ok(())
}

/// One reader: page after page, each begun at another place of the list and of the half second.
fn read(port: u16, cookie: &str, number: usize) -> Result<Times> {
    let mut connection = Connection::open(port)?;
    let mut all: Times = PAGES.iter().map(|page| (*page, Vec::new())).collect();
    let until = Instant::now() + LENGTH;
    thread::sleep(READING.mul_f64(number as f64 / READERS as f64));
    let mut place = number;
    while Instant::now() < until {
        place = (place + 1) % PAGES.len();
        let began = Instant::now();
        let answer = connection.get(PAGES[place], &[("Cookie", cookie), ("Accept-Encoding", "gzip")])?;
        all[place].1.push(began.elapsed());
        ensure!(answer.status == 200, "{} answered {}", PAGES[place], answer.status);
        thread::sleep(READING.saturating_sub(began.elapsed()));
    }
    Ok(all)
}
