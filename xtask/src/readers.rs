//! Programs that read our files and are not ours: packages of Python in a place of their own, and poppler.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, Result};

use crate::{
    files::{self, Stamp},
    tool::{self, find},
};

/// The Python that has the packages of `end2end/readers/requirements.txt`; nothing happens when they are there.
pub fn python() -> Result<PathBuf> {
    if find(&["pdfinfo"]).is_none() {
        tool::install(&["poppler-utils"], "poppler, which reads PDF")?;
    }
    let list = files::root().join("end2end/readers/requirements.txt");
    let home = files::workshop().join("readers");
    let python = home.join("bin/python");
    let wanted = fs::read(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let stamp = Stamp::new("readers", &[&wanted]);
    if stamp.is_fresh() && tool::runs(&python) {
        return Ok(python);
    }
    stamp.lift();
    make_place(&home)?;
    let words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"];
    let sentence = "the packages of end2end/readers could not be installed (pip)";
    tool::run(Command::new(&python).args(words).arg(&list), sentence)?;
    stamp.set()?;
    Ok(python)
}

/// Debian keeps what makes such a place in a package of its own.
fn make_place(home: &std::path::Path) -> Result<()> {
    if home.exists() {
        fs::remove_dir_all(home).with_context(|| format!("cannot remove {}", home.display()))?;
    }
    let has_venv = |command: &mut Command| command.args(["-c", "import venv, ensurepip"]).output();
    let well =
        find(&["python3"]).is_some() && has_venv(&mut Command::new("python3")).is_ok_and(|it| it.status.success());
    if !well {
        tool::install(&["python3", "python3-venv"], "Python 3 with venv")?;
    }
    let sentence = "a place for packages of Python could not be made (python3 -m venv)";
    tool::run(Command::new("python3").args(["-m", "venv"]).arg(home), sentence)
}
