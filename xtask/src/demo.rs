//! A server with the demonstration's data that runs beside this program and ends with it.

use std::{
    ffi::OsString,
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{http::Connection, tool};

/// What the program is told so that it serves the demonstration.
pub fn words(port: u16, data: &Path) -> Result<Vec<OsString>> {
    fs::create_dir_all(data).with_context(|| format!("cannot make {}", data.display()))?;
    Ok(words_for(port, data))
}

fn words_for(port: u16, data: &Path) -> Vec<OsString> {
    let listen = format!("127.0.0.1:{port}");
    let mut words: Vec<OsString> = ["serve", "--demo", "--listen"].map(OsString::from).into();
    words.extend([listen.into(), "--data".into(), data.into()]);
    words
}

/// A port that nobody uses at this moment.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0").context("no free port")?.local_addr()?.port())
}

pub struct Demo {
    server: Child,
    pub port: u16,
    /// From starting the program to its first answer.
    pub start: Duration,
}

impl Demo {
    /// Starts the program on a free port and waits for `/livez`.
    pub fn start(program: &Path, data: &Path) -> Result<Self> {
        Self::start_on(program, data, None)
    }

    /// The same on a database of its own address.
    pub fn start_on(program: &Path, data: &Path, database: Option<&str>) -> Result<Self> {
        fs::create_dir_all(data).with_context(|| format!("cannot make {}", data.display()))?;
        Self::run(program, |port| {
            let mut words = words_for(port, data);
            words.extend(database.iter().flat_map(|url| ["--database".into(), url.into()]));
            words
        })
    }

    /// Starts any server that answers `/livez`, with the words for it.
    pub fn run(program: &Path, words: impl FnOnce(u16) -> Vec<OsString>) -> Result<Self> {
        let port = free_port()?;
        let began = Instant::now();
        let server = Command::new(program)
            .args(words(port))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let mut demo = Self { server, port, start: Duration::ZERO };
        demo.wait()?;
        demo.start = began.elapsed();
        Ok(demo)
    }

    pub fn id(&self) -> u32 {
        self.server.id()
    }

    fn wait(&mut self) -> Result<()> {
        let until = Instant::now() + Duration::from_secs(120);
        while Instant::now() < until {
            if let Some(status) = self.server.try_wait()? {
                bail!("the server stopped before it answered ({status})");
            }
            if Connection::open(self.port).and_then(|mut it| it.get("/livez", &[])).is_ok_and(|it| it.status == 200) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(1));
        }
        bail!("the server did not answer within two minutes")
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        tool::end(&mut self.server, "TERM");
    }
}
