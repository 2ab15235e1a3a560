//! The workshop of the project: everything a developer or a machine does with the source goes through `cargo xtask`.
//!
//! One file a command (`run`, `dev`, `check` for `test`, `shots`, `bench`) over the parts they share: `site` (what the
//! browser gets), `server` (the program), `demo` (a running program), `postgres`, `browser`. To add a command: a file
//! with one public function, a variant of [`Order`], a line in [`USAGE`].

mod bench;
mod browser;
mod check;
mod demo;
mod dev;
mod figures;
mod files;
mod http;
mod load;
mod pack;
mod postgres;
mod readers;
mod run;
mod say;
mod server;
mod shots;
mod site;
mod style;
mod tally;
mod tool;
mod wasm;

use std::process::ExitCode;

use crate::{bench::Part, tool::Profile};

const USAGE: &str = "\
cargo xtask COMMAND

  run [--port N] [--dev]  build what is needed and serve the demonstration on http://127.0.0.1:3000
  dev [--port N]          the same in debug, rebuilt and restarted whenever a source file changes
  test [--fast]           every check and test; --fast leaves out the browser
  build                   one self-contained program: target/dist/ihaeng
  shots                   pictures of every page: target/shots
  bench [PART]            measure against the budgets and write docs/performance.md; with a part (demonstration, plan
                          or scale) only that is measured, and printed
";

#[derive(Debug, PartialEq)]
enum Order {
    Run { port: u16, profile: Profile },
    Dev { port: u16 },
    Test { fast: bool },
    Build,
    Shots,
    Bench { part: Option<Part> },
    Help,
}

fn main() -> ExitCode {
    let order = match parse(lexopt::Parser::from_env()) {
        Ok(order) => order,
        Err(fault) => {
            eprintln!("xtask: {fault}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match carry_out(order) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("xtask: {fault:#}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(order: Order) -> anyhow::Result<ExitCode> {
    match order {
        Order::Run { port, profile } => run::run(port, profile)?,
        Order::Dev { port } => dev::dev(port)?,
        Order::Test { fast } => return Ok(check::test(fast)),
        Order::Build => drop(server::dist()?),
        Order::Shots => shots::shots()?,
        Order::Bench { part } => bench::bench(part)?,
        Order::Help => print!("{USAGE}"),
    }
    Ok(ExitCode::SUCCESS)
}

fn parse(mut words: lexopt::Parser) -> Result<Order, lexopt::Error> {
    use lexopt::prelude::*;
    let command = match words.next()? {
        Some(Value(word)) => word.string()?,
        Some(Short('h') | Long("help")) => return Ok(Order::Help),
        Some(other) => return Err(other.unexpected()),
        None => return Err("a command is missing".into()),
    };
    let (mut port, mut dev, mut fast, mut part) = (3000, false, false, None);
    while let Some(word) = words.next()? {
        match (command.as_str(), word) {
            ("run" | "dev", Long("port")) => port = words.value()?.parse()?,
            ("run", Long("dev")) => dev = true,
            ("test", Long("fast")) => fast = true,
            ("bench", Value(name)) => part = Some(part_named(&name.string()?)?),
            (_, Short('h') | Long("help")) => return Ok(Order::Help),
            (_, other) => return Err(other.unexpected()),
        }
    }
    match command.as_str() {
        "run" => Ok(Order::Run { port, profile: if dev { Profile::Debug } else { Profile::Release } }),
        "dev" => Ok(Order::Dev { port }),
        "test" => Ok(Order::Test { fast }),
        "build" => Ok(Order::Build),
        "shots" => Ok(Order::Shots),
        "bench" => Ok(Order::Bench { part }),
        "help" => Ok(Order::Help),
        other => Err(format!("there is no command '{other}'").into()),
    }
}

fn part_named(name: &str) -> Result<Part, lexopt::Error> {
    Part::named(name).ok_or_else(|| format!("there is no part '{name}' to measure").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(line: &str) -> Result<Order, lexopt::Error> {
        parse(lexopt::Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn run_listens_on_3000_unless_told() {
        assert_eq!(order("run").unwrap(), Order::Run { port: 3000, profile: Profile::Release });
        assert_eq!(order("run --dev --port 80").unwrap(), Order::Run { port: 80, profile: Profile::Debug });
    }

    #[test]
    fn an_option_of_another_command_is_wrong_usage() {
        assert!(order("build --fast").is_err());
        assert!(order("test --port 1").is_err());
    }

    #[test]
    fn a_part_of_the_measuring_has_a_name() {
        assert_eq!(order("bench").unwrap(), Order::Bench { part: None });
        assert_eq!(order("bench scale").unwrap(), Order::Bench { part: Some(Part::Scale) });
        assert!(order("bench moon").is_err());
    }

    #[test]
    fn an_unknown_or_missing_command_is_wrong_usage() {
        assert!(order("fly").is_err());
        assert!(order("").is_err());
        assert!(order("run --port seventy").is_err());
    }
}
