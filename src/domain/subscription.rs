//! Where a calendar program fetches deadlines without a log-in: `/calendar/{secret}/deadlines.ics`.

/// Everything of such an address up to its secret.
pub const FOLDER: &str = "/calendar/";
/// The file behind the secret.
pub const FILE: &str = "deadlines.ics";

/// The path of the calendar with this secret.
#[must_use]
pub fn path_of(secret: &str) -> String {
    format!("{FOLDER}{secret}/{FILE}")
}

/// A path as it may stand in a log: whoever reads the log must not be able to read the calendar.
#[must_use]
pub fn masked(path: &str) -> String {
    match path.strip_prefix(FOLDER) {
        Some(rest) => {
            let file = rest.split_once('/').map_or("", |(_, file)| file);
            format!("{FOLDER}…/{file}")
        }
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_left_in_a_path_for_the_log() {
        assert_eq!(masked(&path_of("5ec2e7")), "/calendar/…/deadlines.ics");
        assert_eq!(masked("/calendar/5ec2e7"), "/calendar/…/");
        assert_eq!(masked("/tasks/4"), "/tasks/4");
    }
}
