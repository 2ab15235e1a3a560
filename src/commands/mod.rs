//! The command line. Every setting is a flag or `IHAENG_…`; a command ends with 0, or with 1 and one clear sentence.
//! To add one: a variant of [`Command`], a file here with `pub async fn run(…)`.

pub mod demo;
mod export;
mod generate;
mod init;
mod plan;
pub mod seal_key;
pub mod seed;
mod serve;
mod systems;
mod user;
mod verify;

use crate::store::{Store, StoreError};
use clap::{Args, Parser, Subcommand};
use std::path::{Path, PathBuf};

/// Tracks how a government plan is carried out.
#[derive(Debug, Parser)]
#[command(name = "ihaeng", version, about, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the pages.
    Serve(serve::ServeArgs),
    /// Makes an empty database: the plan without any status, and the first administrator.
    Init(init::InitArgs),
    /// Adds people.
    User(user::UserArgs),
    /// Checks, imports or exports a plan file.
    Plan(plan::PlanArgs),
    /// Makes demonstrations of any size.
    Demo(generate::DemoArgs),
    /// Writes the state of a plan at a date to a file.
    Export(export::ExportArgs),
    /// Takes a spreadsheet into the register of information systems.
    Systems(systems::SystemsArgs),
    /// Makes, changes and shows the key that seals are signed with.
    SealKey(seal_key::SealKeyArgs),
    /// Checks a sealed file; without one the database: the audit chain, the seals, and what they cover.
    Verify(verify::VerifyArgs),
}

/// Where the data is.
#[derive(Clone, Debug, Args)]
pub struct Place {
    /// The folder for the database file and the evidence.
    #[arg(long, env = "IHAENG_DATA", default_value = "data", value_name = "DIR")]
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://…`; by default a file in the data folder.
    #[arg(long, env = "IHAENG_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
}

/// Why a command failed, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error("{0}")]
    Told(String),
    #[error("데이터베이스를 열 수 없습니다: {0}")]
    Store(#[from] StoreError),
}

impl CommandError {
    pub(crate) fn told(sentence: impl Into<String>) -> Self {
        Self::Told(sentence.into())
    }
}

pub type CommandResult<T> = Result<T, CommandError>;

impl Place {
    /// The database's address.
    #[must_use]
    pub fn url(&self) -> String {
        self.database.clone().unwrap_or_else(|| format!("sqlite:{}", self.data.join("ihaeng.db").display()))
    }

    /// Opens the database, which must be there already where it is a file.
    ///
    /// # Errors
    /// In one sentence.
    pub async fn open(&self) -> CommandResult<Store> {
        let url = self.url();
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.trim_start_matches("//");
            if !Path::new(path).is_file() {
                return Err(CommandError::told(format!(
                    "데이터베이스가 없습니다: {path} (먼저 `ihaeng init`을 실행하세요)"
                )));
            }
        }
        Ok(Store::open(&url).await?)
    }

    /// Opens the database or makes it.
    ///
    /// # Errors
    /// In one sentence.
    pub async fn make(&self) -> CommandResult<Store> {
        std::fs::create_dir_all(&self.data).map_err(|error| {
            CommandError::told(format!("자료 폴더 {}를 만들 수 없습니다: {error}", self.data.display()))
        })?;
        Ok(Store::open(&self.url()).await?)
    }
}

/// Runs a command.
///
/// # Errors
/// In one sentence.
pub async fn run(cli: Cli) -> CommandResult<()> {
    match cli.command {
        Command::Serve(args) => serve::run(args).await,
        Command::Init(args) => init::run(args).await,
        Command::User(args) => user::run(args).await,
        Command::Plan(args) => plan::run(args).await,
        Command::Demo(args) => generate::run(args).await,
        Command::Export(args) => export::run(args).await,
        Command::Systems(args) => systems::run(args).await,
        Command::SealKey(args) => seal_key::run(args).await,
        Command::Verify(args) => verify::run(args).await,
    }
}
