//! `cargo xtask run`: build what is needed and become the server.

use std::{os::unix::process::CommandExt, process::Command};

use anyhow::{Context, Result};

use crate::{demo, files, server, site, tool::Profile};

pub fn run(port: u16, profile: Profile) -> Result<()> {
    site::build(profile)?;
    let program = server::build(profile)?;
    let fault = Command::new(&program).args(demo::words(port, &files::target().join("demo"))?).exec();
    // Only reached when this process could not become the other.
    Err(fault).with_context(|| format!("cannot start {}", program.display()))
}
