//! Reading the query of an address: unknown or malformed filters are as if they were not there.

/// The last value given for `key`, unless it is empty.
#[must_use]
pub fn value<'a>(pairs: &'a [(String, String)], key: &str) -> Option<&'a str> {
    let given = pairs.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value.trim());
    given.filter(|value| !value.is_empty())
}

/// The page of a stream asked for by `?page=`, from 1.
#[must_use]
pub fn page_number(pairs: &[(String, String)]) -> i64 {
    value(pairs, "page").and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

/// `path?a=1&b=2` from the pairs that say something. The values are codes and numbers, which an address carries as they
/// are.
#[must_use]
pub fn address(path: &str, pairs: &[(&str, Option<String>)]) -> String {
    let given: Vec<String> =
        pairs.iter().filter_map(|(key, value)| value.as_ref().map(|value| format!("{key}={value}"))).collect();
    if given.is_empty() { path.to_owned() } else { format!("{path}?{}", given.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
        given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_empty_filter_is_no_filter() {
        assert_eq!(value(&pairs(&[("light", " ")]), "light"), None);
        assert_eq!(value(&pairs(&[("light", "late")]), "light"), Some("late"));
    }

    #[test]
    fn a_page_that_is_no_number_is_the_first() {
        assert_eq!(page_number(&pairs(&[("page", "x")])), 1);
        assert_eq!(page_number(&pairs(&[("page", "-3")])), 1);
        assert_eq!(page_number(&pairs(&[("page", "3")])), 3);
    }

    #[test]
    fn an_address_holds_only_what_was_asked() {
        assert_eq!(address("/tasks", &[("light", None)]), "/tasks");
        assert_eq!(address("/tasks", &[("light", Some("late".into())), ("sort", None)]), "/tasks?light=late");
    }
}
