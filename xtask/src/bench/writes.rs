//! Recording reports through the form, as officers do it.

use std::{
    thread::{self, ScopedJoinHandle},
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow, ensure};

use super::log_in;
use crate::{demo::Demo, figures::Figure, http::Connection, load};

const LENGTH: Duration = Duration::from_secs(5);
/// The first of the register: their returns are approved, so that their officers report directly.
const INSTITUTIONS: [&str; 8] = ["moef", "moe", "msit", "mofa", "mou", "moj", "mnd", "mois"];
const TASKS: u32 = 12;

/// An officer of an institution of a generated plan.
pub struct Officer {
    connection: Connection,
    cookie: String,
    slug: &'static str,
    task: u32,
    tasks: u32,
}

impl Officer {
    pub fn of(port: u16, slug: &'static str, tasks: u32) -> Result<Self> {
        let cookie = log_in(port, &format!("{slug}.officer"))?;
        Ok(Self { connection: Connection::open(port)?, cookie, slug, task: 0, tasks })
    }

    /// States that nothing changed in the next task; whether it was recorded.
    pub fn report(&mut self) -> Result<bool> {
        self.task = self.task % self.tasks + 1;
        let path = format!("/work/{}/{}", self.slug, self.task);
        let answer = self.connection.post(&path, Some(&self.cookie), "action=no_change")?;
        ensure!(matches!(answer.status, 303 | 409 | 422), "{path} answered {}", answer.status);
        Ok(answer.status == 303)
    }
}

pub fn recording(demo: &Demo, found: &mut Vec<Figure>) -> Result<()> {
    let mut officers: Vec<Officer> =
        INSTITUTIONS.iter().map(|slug| Officer::of(demo.port, slug, TASKS)).collect::<Result<_>>()?;
    let (began, cpu) = (Instant::now(), load::cpu_seconds(demo.id())?);
    let recorded: u32 = thread::scope(|scope| {
        let all: Vec<ScopedJoinHandle<Result<u32>>> =
            officers.iter_mut().map(|officer| scope.spawn(|| report_on(officer))).collect();
        all.into_iter().map(|it| it.join().map_err(|_| anyhow!("an officer broke"))?).sum::<Result<u32>>()
    })?;
    ensure!(recorded > 0, "no report was recorded");
    let cpu = (load::cpu_seconds(demo.id())? - cpu) * 1000.0 / f64::from(recorded);
    let rate = f64::from(recorded) / began.elapsed().as_secs_f64();
    found.push(Figure::at_most("a report through its form: processor time", cpu, 0.5, "ms"));
    found.push(Figure::at_least("reports through the form, durable", rate, 1000.0, "/s"));
    Ok(())
}

fn report_on(officer: &mut Officer) -> Result<u32> {
    let until = Instant::now() + LENGTH;
    let mut recorded = 0;
    while Instant::now() < until {
        recorded += u32::from(officer.report()?);
    }
    Ok(recorded)
}
