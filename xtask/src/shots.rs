//! `cargo xtask shots`: pictures of the main pages, for looking at and for the README.

use crate::{browser, demo::Demo, files, say, server, tool};
use anyhow::Result;

pub fn shots() -> Result<()> {
    let program = server::dist()?;
    let chromium = browser::chromium()?;
    let folder = browser::packages()?;
    let out = files::target().join("shots");
    std::fs::create_dir_all(&out)?;
    let data = files::TemporaryFolder::new("shots")?;
    let demo = say::step("demonstration", || Demo::start(&program, data.path()))?;
    say::step("pictures", || {
        let mut command = browser::node("node", &folder);
        command.arg(folder.join("shots.mjs")).env("BASE_URL", format!("http://127.0.0.1:{}", demo.port));
        tool::run(command.env("CHROMIUM", chromium).env("OUT", &out), "the pictures could not be taken")
    })
}
