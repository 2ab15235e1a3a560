//! What is going on and how long it took, on standard error, so that standard output holds results alone.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Does one named piece of work and says how long it took, well or badly.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("── {name}");
    let began = Instant::now();
    let outcome = work();
    let verdict = if outcome.is_ok() { "done in" } else { "failed after" };
    eprintln!("   {name}: {verdict} {}", spell(began.elapsed()));
    outcome
}

/// A remark that belongs to the step before it.
pub fn note(words: &str) {
    eprintln!("   {words}");
}

/// `0.4 s`, `12.0 s`, `3 min 05 s`.
pub fn spell(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        return format!("{:.1} s", time.as_secs_f64());
    }
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_spelt_in_seconds_then_in_minutes() {
        assert_eq!(spell(Duration::from_millis(440)), "0.4 s");
        assert_eq!(spell(Duration::from_secs(185)), "3 min 05 s");
    }
}
