//! `cargo xtask shots`: a picture of every page at both widths, for looking at and for the README.

use crate::{browser, files, readers, say, server, tool};
use anyhow::Result;

pub fn shots() -> Result<()> {
    let program = server::dist()?;
    let chromium = browser::chromium()?;
    let folder = browser::packages()?;
    let out = files::target().join("shots");
    std::fs::create_dir_all(&out)?;
    say::step("pictures", || {
        let mut command = browser::node("npx", &folder);
        command.args(["--no-install", "playwright", "test", "--config", "pictures.config.ts"]);
        // Some pages show what came out of a file that was filled in.
        command.env("CHROMIUM", chromium).env("IHAENG_BIN", program).env("READERS_PYTHON", readers::python()?);
        tool::run(command.env("OUT", &out), "the pictures could not be taken")
    })
}
