//! `cargo xtask test`: the one gate, the same here and in CI. Each step is named and timed; the first that does not
//! hold ends the run with one sentence. Whatever is missing is installed or ends the run too: nothing is skipped.

use std::{
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use crate::{
    browser, figures, files,
    postgres::{Lasting, Postgres},
    readers, say, server, site,
    tally::Tally,
    tool::{self, Profile},
    wasm,
};

#[derive(Default)]
struct Gate {
    steps: Vec<(&'static str, Duration, bool)>,
    tally: Option<Tally>,
}

/// Prints the steps, then the sentence if there is one, and as the last line the sum.
pub fn test(fast: bool) -> ExitCode {
    let mut gate = Gate::default();
    let outcome = gate.pass(fast);
    gate.print_steps();
    if let Err(fault) = &outcome {
        println!("\nxtask: {fault:#}");
    }
    if let Some(tally) = gate.tally {
        println!("\n{}", tally.line());
    }
    if outcome.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Gate {
    fn pass(&mut self, fast: bool) -> Result<()> {
        self.step("format", |_| format())?;
        self.step("site", |_| site::build(Profile::Release))?;
        self.step("clippy, server", |_| clippy_server())?;
        self.step("clippy, browser", |_| clippy_browser())?;
        self.step("tests of the tools", Self::test_tools)?;
        self.step("tests", Self::test_program)?;
        self.step("release", |_| server::dist().map(drop))?;
        self.step("size", |_| size())?;
        if fast {
            return Ok(());
        }
        self.step("in the browser", |gate| gate.test_in_browser(&[], None))?;
        self.step("in the browser, on PostgreSQL", |gate| {
            let postgres = Postgres::start(Lasting::No)?;
            // What the engine could change does not hang on JavaScript.
            gate.test_in_browser(&["--project=no-js"], Some(&postgres.url()))
        })
    }

    fn step(&mut self, name: &'static str, work: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let began = Instant::now();
        let outcome = say::step(name, || work(self));
        self.steps.push((name, began.elapsed(), outcome.is_ok()));
        outcome
    }

    fn test_tools(&mut self) -> Result<()> {
        self.run_tests(&mut cargo_test(&["--package", "xtask"]), "a test of xtask failed")
    }

    /// The contract suite runs on both engines: it finds PostgreSQL by this variable.
    fn test_program(&mut self) -> Result<()> {
        let postgres = say::step("PostgreSQL", || Postgres::start(Lasting::No))?;
        let mut command = cargo_test(&["--package", "ihaeng", "--no-default-features", "--features", "ssr"]);
        command.env("IHAENG_TEST_POSTGRES", postgres.url());
        self.run_tests(&mut command, "a test failed")
    }

    fn test_in_browser(&mut self, words: &[&str], database: Option<&str>) -> Result<()> {
        let chromium = browser::chromium()?;
        let folder = browser::packages()?;
        let mut command = browser::node("npx", &folder);
        command.args(["--no-install", "playwright", "test"]).args(words).env("CHROMIUM", chromium);
        command.envs(database.map(|url| ("IHAENG_TEST_POSTGRES", url)));
        command.env("IHAENG_BIN", files::target().join("dist/ihaeng"));
        command.env("READERS_PYTHON", readers::python()?);
        self.run_tests(&mut command, "a test in the browser failed")
    }

    fn run_tests(&mut self, command: &mut Command, else_say: &str) -> Result<()> {
        let (well, output) = tool::run_and_read(command)?;
        let tally = Tally::read(&output);
        if let Some(tally) = tally {
            *self.tally.get_or_insert_default() += tally;
        }
        match tally {
            Some(it) if it == Tally::default() => bail!("no test was run"),
            Some(_) if !well => bail!("{else_say}"),
            None if !well => bail!("the tests did not compile or did not start"),
            _ => Ok(()),
        }
    }

    fn print_steps(&self) {
        let width = self.steps.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
        println!();
        for (name, time, well) in &self.steps {
            println!("{name:width$}  {:>12}  {}", say::spell(*time), if *well { "passed" } else { "FAILED" });
        }
        let all: Duration = self.steps.iter().map(|(_, time, _)| *time).sum();
        println!("{:width$}  {:>12}", "all", say::spell(all));
    }
}

fn format() -> Result<()> {
    let sentence = "the source is not formatted as rustfmt has it (cargo fmt --all)";
    tool::run(&mut tool::cargo(&["fmt", "--all", "--check"]), sentence)
}

fn clippy_server() -> Result<()> {
    let words = ["clippy", "--workspace", "--all-targets", "--no-default-features", "--features", "ihaeng/ssr"];
    let mut command = tool::cargo(&words);
    tool::run(command.args(["--target-dir", "target", "--", "-D", "warnings"]), "clippy objects to the server")
}

fn clippy_browser() -> Result<()> {
    wasm::add_target()?;
    let mut command = tool::cargo(&wasm::cargo_words("clippy", Profile::Release));
    tool::run(command.args(["--", "-D", "warnings"]), "clippy objects to the browser part")
}

/// nextest where it is there: it runs the tests of all files beside each other. There are no tests in documentation.
fn cargo_test(words: &[&str]) -> Command {
    let runner: &[&str] = if tool::find(&["cargo-nextest"]).is_some() {
        &["nextest", "run", "--no-fail-fast"]
    } else {
        &["test", "--lib", "--bins", "--tests", "--no-fail-fast"]
    };
    let mut command = tool::cargo(runner);
    if words.contains(&"xtask") && runner[0] == "test" {
        // cargo test refuses --lib for a package that has none.
        command = tool::cargo(&["test", "--bins"]);
    }
    command.args(words).args(["--target-dir", "target"]);
    command
}

fn size() -> Result<()> {
    let figures = figures::of_site()?;
    eprint!("{}", figures::table(&figures));
    match figures.iter().find(|it| it.holds == Some(false)) {
        Some(it) => bail!("too large for its budget: {} is {}, budget {}", it.what, it.measured, it.budget),
        None => Ok(()),
    }
}
