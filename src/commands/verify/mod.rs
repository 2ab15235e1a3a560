//! `ihaeng verify`: a sealed file by itself, on any machine; or, without a file, the database.

mod database;
mod file;

use crate::commands::{CommandResult, Place};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// A sealed file (`seal.json`, or an addendum) to check without any database; the database without.
    #[arg(value_name = "FILE", requires = "key")]
    file: Option<PathBuf>,
    /// The public keys that are trusted (`seal.pub`); for the database those registered in it, without.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The sealed file before, to check that the chain holds.
    #[arg(long, value_name = "FILE", requires = "file")]
    previous: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

pub async fn run(args: VerifyArgs) -> CommandResult<()> {
    match (&args.file, &args.key) {
        (Some(sealed), Some(key)) => file::run(sealed, key, args.previous.as_deref()),
        _ => database::run(&args.place, args.key.as_deref()).await,
    }
}
