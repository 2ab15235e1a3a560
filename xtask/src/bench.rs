//! `cargo xtask bench`: the figures that the project promises, measured on the finished program and written down.
//!
//! One file a kind: what a browser loads (`visits`), pages and exports (`pages`), recording (`writes`), many institutions
//! over years on both engines (`scale`), Lighthouse (`lighthouse`). To add a figure: push it in the file of its kind.

mod lighthouse;
mod pages;
mod scale;
mod visits;
mod writes;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    demo::Demo,
    figures::{self, Figure},
    files,
    http::Connection,
    say, server, tool,
};

/// The institutions and tasks of the plan, each task asking every institution: what most budgets speak of.
const PLAN_SIZE: [&str; 6] = ["--institutions", "47", "--tasks", "12", "--quarters", "4"];

/// What can be measured by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The demonstration: its start, what a browser loads, memory, Lighthouse.
    Demonstration,
    /// The plan's own size, each task asking every institution: the overview, exports, recording.
    Plan,
    /// Hundreds of thousands of reports on both engines.
    Scale,
}

impl Part {
    pub const ALL: [Self; 3] = [Self::Demonstration, Self::Plan, Self::Scale];

    fn measure(self, program: &Path, found: &mut Vec<Figure>) -> Result<()> {
        match self {
            Self::Demonstration => demonstration(program, found),
            Self::Plan => plan(program, found),
            Self::Scale => scale::both_engines(program, found),
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        match name {
            "demonstration" => Some(Self::Demonstration),
            "plan" => Some(Self::Plan),
            "scale" => Some(Self::Scale),
            _ => None,
        }
    }
}

/// Measures; all of it is written down, a part only printed.
pub fn bench(part: Option<Part>) -> Result<()> {
    let program = server::dist()?;
    let mut found = Vec::new();
    let mut asked = Part::ALL.into_iter().filter(|one| part.is_none_or(|only| only == *one));
    let outcome = asked.try_for_each(|one| one.measure(&program, &mut found));
    // What was measured until something failed is worth reading too.
    let table = figures::table(&found);
    print!("{table}");
    outcome?;
    if part.is_none() {
        write_down(&table)?;
    }
    match found.iter().filter(|it| it.holds == Some(false)).count() {
        0 => Ok(()),
        1 => bail!("one figure is over its budget"),
        many => bail!("{many} figures are over their budgets"),
    }
}

fn demonstration(program: &Path, found: &mut Vec<Figure>) -> Result<()> {
    let data = files::TemporaryFolder::new("bench")?;
    say::step("start", || start(program, data.path(), found))?;
    let demo = Demo::start(program, data.path())?;
    let viewer = log_in(demo.port, "viewer")?;
    say::step("first and second visit", || visits::visits(demo.port, &viewer, found))?;
    say::step("memory", || pages::memory(&demo, &viewer, found))?;
    say::step("Lighthouse", || lighthouse::scores(demo.port, &viewer, found))
}

fn plan(program: &Path, found: &mut Vec<Figure>) -> Result<()> {
    let data = files::TemporaryFolder::new("bench-plan")?;
    say::step("a plan in full scope", || generate(program, data.path(), None, &PLAN_SIZE))?;
    let demo = Demo::start(program, data.path())?;
    let (viewer, pmo) = (log_in(demo.port, "viewer")?, log_in(demo.port, "pmo")?);
    say::step("overview", || pages::overview(&demo, &viewer, found))?;
    say::step("exports", || pages::exports(demo.port, &pmo, found))?;
    say::step("readers beside exports", || pages::beside_exports(demo.port, &viewer, &pmo, &mut *found))?;
    say::step("recording", || writes::recording(&demo, found))
}

/// The first start makes the demonstration's database; the second is what an operator sees.
fn start(program: &Path, data: &Path, found: &mut Vec<Figure>) -> Result<()> {
    let first = Demo::start(program, data)?.start;
    let second = Demo::start(program, data)?.start;
    found.push(Figure::at_most("start, until the first answer", second.as_secs_f64(), 0.3, "s"));
    found.push(Figure::without_budget("first start, with making the demonstration", first.as_secs_f64(), "s"));
    Ok(())
}

/// The cookie of a session of one of the demonstration's accounts.
fn log_in(port: u16, login: &str) -> Result<String> {
    let answer = Connection::open(port)?.post("/login", None, &format!("login={login}&password=ihaeng-demo"))?;
    let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
    let session = cookies.filter_map(|(_, value)| value.split(';').next()).find(|it| it.starts_with("ihaeng_demo="));
    session.map(str::to_string).with_context(|| format!("the log-in as {login} was not accepted ({})", answer.status))
}

/// A demonstration of the size asked for.
fn generate(program: &Path, data: &Path, database: Option<&str>, size: &[&str]) -> Result<()> {
    let mut command = Command::new(program);
    command.args(["demo", "generate", "--data"]).arg(data).args(size);
    command.args(database.iter().flat_map(|url| ["--database", url]));
    tool::read(&mut command).map(drop)
}

fn write_down(table: &str) -> Result<()> {
    let month = tool::read(Command::new("date").arg("+%Y-%m"))?;
    let cores = std::thread::available_parallelism()?;
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find(|it| it.starts_with("model name")).and_then(|it| it.split_once(": "));
    let model = model.map_or("of an unnamed kind", |(_, name)| name.trim());
    let file = notes();
    let known = fs::read_to_string(&file).unwrap_or_default();
    let text = format!(
        "# Performance\n\nMeasured {month} by `cargo xtask bench` on {cores} cores ({model}). The server and the load \
         share them.\n\n{table}{}",
        words_below(&known)
    );
    files::write_whole(&file, text.as_bytes())?;
    say::note("written to docs/performance.md");
    Ok(())
}

fn notes() -> PathBuf {
    files::root().join("docs/performance.md")
}

/// What people wrote below the table, from its first heading on.
fn words_below(known: &str) -> String {
    known.find("\n## ").map_or_else(String::new, |at| known[at..].to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_below_the_table_stays() {
        let known = "# Performance\n\n| a | b |\n\n## How\n\nWords.\n";
        assert_eq!(words_below(known), "\n## How\n\nWords.\n");
        assert_eq!(words_below("# Performance\n"), "");
    }
}
