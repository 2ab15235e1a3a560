//! A small load on our own server on this machine, bounded in time, and what it costs the server.

use std::{
    fs,
    thread::{self, ScopedJoinHandle},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, ensure};

use crate::http::Connection;

/// The kernel counts processor time in hundredths of a second, on every Linux that we know.
const TICKS_PER_SECOND: f64 = 100.0;
const CONNECTIONS: usize = 4;
const LENGTH: Duration = Duration::from_secs(3);

#[derive(Clone, Copy)]
pub struct Load {
    pub requests_per_second: f64,
    /// Processor time of the server for one request, in milliseconds.
    pub cpu_ms: f64,
}

impl Load {
    /// The one of the two in which more was answered.
    pub fn or_faster(self, other: Self) -> Self {
        if other.requests_per_second > self.requests_per_second { other } else { self }
    }
}

/// Asks for one page over a few kept connections as fast as the answers come.
pub fn put(port: u16, id: u32, path: &str, headers: &[(&str, &str)]) -> Result<Load> {
    // One round first, so that what is made once is not part of the figure.
    ask(port, || path.to_string(), headers, Duration::from_millis(300))?;
    measure(id, || {
        thread::scope(|scope| {
            let asking = || ask(port, || path.to_string(), headers, LENGTH);
            let askers: Vec<ScopedJoinHandle<Result<u64>>> = (0..CONNECTIONS).map(|_| scope.spawn(asking)).collect();
            askers.into_iter().map(|it| it.join().map_err(|_| anyhow!("a connection of the load broke"))?).sum()
        })
    })
}

/// Asks for one address after the other over one connection.
pub fn one_by_one(port: u16, id: u32, next: impl Fn() -> String, headers: &[(&str, &str)]) -> Result<Load> {
    ask(port, &next, headers, Duration::from_millis(300))?;
    measure(id, || ask(port, &next, headers, LENGTH))
}

fn measure(id: u32, asking: impl FnOnce() -> Result<u64>) -> Result<Load> {
    let (began, cpu) = (Instant::now(), cpu_seconds(id)?);
    let asked = asking()?;
    ensure!(asked > 0, "the server did not answer once");
    let spent = cpu_seconds(id)? - cpu;
    Ok(Load {
        requests_per_second: asked as f64 / began.elapsed().as_secs_f64(),
        cpu_ms: spent * 1000.0 / asked as f64,
    })
}

fn ask(port: u16, next: impl Fn() -> String, headers: &[(&str, &str)], length: Duration) -> Result<u64> {
    let mut connection = Connection::open(port)?;
    let until = Instant::now() + length;
    let mut asked = 0;
    while Instant::now() < until {
        let path = next();
        let answer = connection.get(&path, headers)?;
        ensure!(answer.status == 200, "{path} answered {} under load", answer.status);
        asked += 1;
    }
    Ok(asked)
}

/// The time in milliseconds in which 99 of 100 were done; zero of none.
pub fn ninety_nine(mut times: Vec<Duration>) -> f64 {
    times.sort();
    let place = (times.len() * 99).div_ceil(100).saturating_sub(1);
    times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}

/// Processor time that a program has used since its start.
pub fn cpu_seconds(id: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).context("the server is gone")?;
    ticks(&stat).map(|it| it / TICKS_PER_SECOND).context("/proc/…/stat is not as expected")
}

/// utime and stime, the 14th and 15th field; the second is the name of the program and may itself hold blanks.
fn ticks(stat: &str) -> Option<f64> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    Some(fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?)
}

/// Memory of the server in megabytes: `VmRSS`, or `VmHWM` for the most it ever had.
pub fn memory(id: u32, which: &str) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).context("the server is gone")?;
    let line = status.lines().find_map(|line| line.strip_prefix(which)?.strip_prefix(':'));
    let kilobytes = line.and_then(|it| it.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    // The kernel's kB is 1024 bytes.
    kilobytes.map(|it| it * 1024.0 / 1e6).context("/proc/…/status is not as expected")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_found_behind_a_name_with_blanks() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194560 1 2 3 4 250 50 0 0 20 0 5 0 1 2 3";
        assert_eq!(ticks(stat), Some(300.0));
    }

    #[test]
    fn one_of_a_hundred_may_take_longer() {
        let times = |count: u64| (1..=count).rev().map(Duration::from_millis).collect();
        assert_eq!((ninety_nine(times(100)), ninety_nine(times(200)), ninety_nine(times(1))), (99.0, 198.0, 1.0));
        assert_eq!(ninety_nine(vec![]), 0.0);
    }

    #[test]
    fn this_very_process_has_memory() {
        assert!(memory(std::process::id(), "VmRSS").unwrap() > 0.1);
        assert!(memory(std::process::id(), "VmNo").is_err());
    }
}
