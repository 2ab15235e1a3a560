//! Accounts: log-in names, passwords, the pace of guessing, and how long a session lasts.

use chrono::{DateTime, TimeDelta, Utc};

/// The shortest password, in characters. Length beats forced symbols.
pub const PASSWORD_MIN: usize = 10;
/// The longest password, in characters: hashing work must stay bounded.
pub const PASSWORD_MAX: usize = 200;
/// A session ends after this long without a request.
pub const SESSION_IDLE: TimeDelta = TimeDelta::hours(2);
/// A session ends after this long in any case.
pub const SESSION_LIFE: TimeDelta = TimeDelta::hours(12);
/// Wrong guesses before waiting begins.
pub const FREE_GUESSES: i64 = 5;
/// The longest wait between guesses.
pub const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);

/// Whether a new password will do.
///
/// # Errors
/// The reason for which it will not.
pub fn check_password(password: &str, login: &str) -> Result<(), PasswordFault> {
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        return Err(PasswordFault::TooShort);
    }
    if length > PASSWORD_MAX {
        return Err(PasswordFault::TooLong);
    }
    let lower = password.to_lowercase();
    if lower.contains(&login.to_lowercase()) {
        return Err(PasswordFault::HoldsLogin);
    }
    let mut characters = lower.chars();
    let first = characters.next();
    if characters.all(|c| Some(c) == first) {
        return Err(PasswordFault::OneCharacter);
    }
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    TooShort,
    TooLong,
    HoldsLogin,
    OneCharacter,
}

/// A log-in name: letters, digits, `.`, `-`, `_`, at most 60 characters, in lower case.
#[must_use]
pub fn parse_login(text: &str) -> Option<String> {
    let login = text.trim().to_lowercase();
    let fits =
        (2..=60).contains(&login.len()) && login.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b));
    fits.then_some(login)
}

/// When the next guess is looked at, after `failures` wrong ones in a row: five are free, then the wait doubles from two
/// seconds to a quarter of an hour. It slows guessing and locks nobody out for ever.
#[must_use]
pub fn next_guess_at(failures: i64, last_failure: DateTime<Utc>) -> DateTime<Utc> {
    let over = failures - FREE_GUESSES;
    if over < 0 {
        return last_failure;
    }
    let doubled = TimeDelta::seconds(1_i64 << (over + 1).min(20));
    last_failure + doubled.min(LONGEST_WAIT)
}

/// Whether a session made at `created` and last used at `seen` still stands.
#[must_use]
pub fn session_stands(created: DateTime<Utc>, seen: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now < created + SESSION_LIFE && now < seen + SESSION_IDLE
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_710_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn a_password_is_long_and_not_the_login() {
        assert_eq!(check_password("열 글자가 넘는 문장", "mois.head"), Ok(()));
        assert_eq!(check_password("short", "mois.head"), Err(PasswordFault::TooShort));
        assert_eq!(check_password("MOIS.head-2024", "mois.head"), Err(PasswordFault::HoldsLogin));
        assert_eq!(check_password("aaaaaaaaaaaa", "mois.head"), Err(PasswordFault::OneCharacter));
    }

    #[test]
    fn five_wrong_guesses_are_free_and_then_the_wait_doubles_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (1..=20).map(|n| (next_guess_at(n, at(0)) - at(0)).num_seconds()).collect();
        assert_eq!(waits[..8], [0, 0, 0, 0, 2, 4, 8, 16]);
        assert_eq!(waits[19], 900);
    }

    #[test]
    fn a_session_ends_idle_or_old() {
        assert!(session_stands(at(0), at(0), at(7199)));
        assert!(!session_stands(at(0), at(0), at(7200)));
        assert!(!session_stands(at(0), at(43_000), at(43_200)));
    }

    proptest! {
        #[test]
        fn the_wait_never_shrinks_and_never_exceeds_the_longest(failures in 0i64..1000) {
            let (one, two) = (next_guess_at(failures, at(0)), next_guess_at(failures + 1, at(0)));
            prop_assert!(one <= two && two <= at(0) + LONGEST_WAIT);
        }
    }
}
