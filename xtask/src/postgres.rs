//! A PostgreSQL of our own for the length of a test run: in a temporary folder, on a Unix socket alone, gone afterwards.

use std::{
    fs,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{
    files::TemporaryFolder,
    tool::{self, find},
};

/// The connections are for tests that run beside each other, each with its own pool.
const SETTINGS: [&str; 3] = ["listen_addresses=", "max_connections=300", "client_min_messages=warning"];

/// Speed over safety, where nothing but the outcome of a test is asked for.
const FLEETING: [&str; 3] = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/// Whether a commit waits for the disk, as it does where people work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    Yes,
    No,
}

pub struct Postgres {
    server: Child,
    folder: TemporaryFolder,
}

impl Postgres {
    pub fn start(lasting: Lasting) -> Result<Self> {
        let programs = programs()?;
        let folder = TemporaryFolder::new("postgres")?;
        let owner = Owner::of_this_machine()?;
        owner.take(folder.path())?;
        let data = folder.path().join("data");
        let init = ["-U", "ihaeng", "-A", "trust", "--locale=C.UTF-8", "--encoding=UTF8", "--no-sync", "-D"];
        tool::read(owner.command(&programs.join("initdb"), folder.path()).args(init).arg(&data))?;

        let log = fs::File::create(folder.path().join("log"))?;
        let mut command = owner.command(&programs.join("postgres"), folder.path());
        command.arg("-D").arg(&data).arg("-k").arg(folder.path()).stdin(Stdio::null());
        let fleeting = FLEETING.iter().filter(|_| lasting == Lasting::No);
        command.args(SETTINGS.iter().chain(fleeting).flat_map(|setting| ["-c", setting]));
        let server = command.stdout(log.try_clone()?).stderr(log).spawn().context("cannot start postgres")?;
        let mut postgres = Self { server, folder };
        postgres.wait()?;
        Ok(postgres)
    }

    /// The address for sqlx: a host that is a folder has its slashes written as %2F.
    pub fn url(&self) -> String {
        format!("postgres://ihaeng@{}/postgres", self.folder.path().to_string_lossy().replace('/', "%2F"))
    }

    /// The server itself writes into this file when it is ready to be asked.
    fn wait(&mut self) -> Result<()> {
        let state = self.folder.path().join("data/postmaster.pid");
        let until = Instant::now() + Duration::from_secs(60);
        while Instant::now() < until {
            if self.server.try_wait()?.is_some() {
                break;
            }
            if fs::read_to_string(&state).is_ok_and(|it| it.lines().any(|line| line.trim() == "ready")) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(20));
        }
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        bail!("PostgreSQL did not start: {}", log.lines().last().unwrap_or("it said nothing"))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        tool::end(&mut self.server, "INT");
    }
}

/// The folder with `initdb` and `postgres`; Debian keeps it away from PATH.
fn programs() -> Result<PathBuf> {
    if let Some(folder) = find_programs() {
        return Ok(folder);
    }
    tool::install(&["postgresql"], "PostgreSQL")?;
    find_programs().context("PostgreSQL was installed, but initdb and postgres are not where they should be")
}

fn find_programs() -> Option<PathBuf> {
    let on_path =
        find(&["initdb"]).and_then(|it| it.canonicalize().ok()).and_then(|it| it.parent().map(Path::to_path_buf));
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let complete = |it: &PathBuf| tool::runs(&it.join("initdb")) && tool::runs(&it.join("postgres"));
    on_path.into_iter().chain(folders.into_iter().rev()).find(complete)
}

/// Who runs the server: it refuses to be run by root.
#[derive(Debug, PartialEq)]
enum Owner {
    Me,
    Other { user: u32, group: u32 },
}

impl Owner {
    fn of_this_machine() -> Result<Self> {
        if !tool::am_root() {
            return Ok(Self::Me);
        }
        let users = fs::read_to_string("/etc/passwd").context("cannot read the users of this machine")?;
        let known = ["postgres", "nobody"].iter().find_map(|name| Self::in_list(&users, name));
        known.context("PostgreSQL does not run as root, and there is neither a user postgres nor nobody here")
    }

    fn in_list(users: &str, name: &str) -> Option<Self> {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let fields: Vec<&str> = line.split(':').collect();
        Some(Self::Other { user: fields.get(2)?.parse().ok()?, group: fields.get(3)?.parse().ok()? })
    }

    fn take(&self, folder: &Path) -> Result<()> {
        match self {
            Self::Me => Ok(()),
            Self::Other { user, group } => Ok(chown(folder, Some(*user), Some(*group))?),
        }
    }

    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        // The present folder may be closed to that user. Settings of a server that the caller works with stay out.
        command.current_dir(folder).env("LC_ALL", "C.UTF-8").env_remove("PGDATA").env_remove("PGPORT");
        if let Self::Other { user, group } = self {
            command.uid(*user).gid(*group);
        }
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_the_whole_name() {
        let users = "root:x:0:0::/:/bin/sh\npostgres2:x:7:8::/:\npostgres:x:101:104:admin:/var:/bin/bash\n";
        assert_eq!(Owner::in_list(users, "postgres"), Some(Owner::Other { user: 101, group: 104 }));
        assert_eq!(Owner::in_list(users, "nobody"), None);
    }
}
