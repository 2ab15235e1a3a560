//! How many tests passed and failed, read from the closing lines of cargo test, nextest and Playwright.

use std::ops::AddAssign;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl Tally {
    /// The sum over all closing lines in the output of a runner; none when there is no such line.
    pub fn read(output: &str) -> Option<Self> {
        let mut all = None;
        for line in output.lines() {
            if let Some(one) = Self::of_line(line.trim()) {
                *all.get_or_insert_with(Self::default) += one;
            }
        }
        all
    }

    fn of_line(line: &str) -> Option<Self> {
        if let Some(rest) = line.strip_prefix("test result:") {
            return Some(Self::of_words(rest));
        }
        if let Some((_, rest)) = line.strip_prefix("Summary").and_then(|it| it.split_once("run:")) {
            return Some(Self::of_words(rest));
        }
        Self::of_playwright(line)
    }

    /// `12 passed (3.4s)`, `1 failed`, `2 skipped`: each alone on its line.
    fn of_playwright(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let count: u64 = words.next()?.parse().ok()?;
        let kind = words.next()?;
        if words.next().is_some_and(|it| !it.starts_with('(')) {
            return None;
        }
        match kind {
            "passed" | "flaky" => Some(Self { passed: count, ..Self::default() }),
            "failed" | "interrupted" => Some(Self { failed: count, ..Self::default() }),
            "skipped" => Some(Self { skipped: count, ..Self::default() }),
            _ => None,
        }
    }

    fn of_words(text: &str) -> Self {
        let words: Vec<&str> = text.split([' ', ',', ';', '.']).filter(|it| !it.is_empty()).collect();
        let count = |kind: &str| {
            words.windows(2).filter(|pair| pair[1] == kind).filter_map(|pair| pair[0].parse::<u64>().ok()).sum::<u64>()
        };
        Self {
            passed: count("passed"),
            failed: count("failed") + count("timed"),
            skipped: count("skipped") + count("ignored"),
        }
    }

    pub fn line(&self) -> String {
        let skipped = if self.skipped > 0 { format!(", {} skipped", self.skipped) } else { String::new() };
        format!("{} passed, {} failed{skipped}", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_test_is_read_and_added_up() {
        let output = "running 2 tests\ntest a ... ok\ntest result: ok. 2 passed; 0 failed; 1 ignored; 0 measured\n\
                      test result: FAILED. 3 passed; 1 failed; 0 ignored\n";
        assert_eq!(Tally::read(output), Some(Tally { passed: 5, failed: 1, skipped: 1 }));
    }

    #[test]
    fn nextest_is_read() {
        let output = "     Summary [   0.123s] 14 tests run: 12 passed (1 slow), 2 failed, 3 skipped\n";
        assert_eq!(Tally::read(output), Some(Tally { passed: 12, failed: 2, skipped: 3 }));
    }

    #[test]
    fn playwright_is_read_and_its_list_of_failures_is_not() {
        let output =
            "  1) journeys.spec.ts:3:1 › 2 passed tests\n  1 failed\n    [chromium] › a\n  20 passed (12.3s)\n";
        assert_eq!(Tally::read(output), Some(Tally { passed: 20, failed: 1, skipped: 0 }));
    }

    #[test]
    fn output_without_a_closing_line_has_no_sum() {
        assert_eq!(Tally::read("error: could not compile\n"), None);
    }
}
