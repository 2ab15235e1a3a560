//! Lights and ratings as official documents show them: a sign and a word, never a colour alone.
//!
//! The schedule is a square or triangle of its own, a judgement a ring, triangle or cross, as on the pages. Each sign is
//! one that the typeface has.

use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::schedule::Light;
use crate::reports::labels;

/// The schedule light: ■ 지연, ◆ 임박, …
#[must_use]
pub fn light(light: Light) -> String {
    let sign = match light {
        Light::Late => "■",
        Light::DueSoon => "◆",
        Light::OnTime => "□",
        Light::Planned => "◇",
        Light::Done => "✓",
        Light::Dropped | Light::Superseded => "-",
    };
    format!("{sign} {}", labels::light(light))
}

/// 자체평가: ○ 정상추진, △ 관심필요, × 재검토필요, ☆ 완료 보고; without one 보고 없음.
#[must_use]
pub fn self_rating(rating: Option<SelfRating>) -> String {
    rating.map_or_else(
        || "보고 없음".into(),
        |rating| {
            let sign = match rating {
                SelfRating::OnTrack => "○",
                SelfRating::Watch => "△",
                SelfRating::AtRisk => "×",
                SelfRating::Claimed => "☆",
            };
            format!("{sign} {}", labels::self_rating(rating))
        },
    )
}

/// 총괄 판정; without one 판정 전.
#[must_use]
pub fn verdict(verdict: Option<Verdict>) -> String {
    verdict.map_or_else(
        || "판정 전".into(),
        |verdict| {
            let sign = match verdict {
                Verdict::OnTrack => "○",
                Verdict::Watch => "△",
                Verdict::AtRisk => "×",
                Verdict::Verified => "●",
            };
            format!("{sign} {}", labels::verdict(verdict))
        },
    )
}

/// Tenths of a per cent as 62.5%; unknown is 미상, never 0.
#[must_use]
pub fn tenths(value: Option<i64>) -> String {
    value.map_or_else(|| "미상".into(), |value| format!("{}.{}%", value / 10, (value % 10).abs()))
}

/// Per cent; unknown is 미상, never 0.
#[must_use]
pub fn per_cent(value: Option<i64>) -> String {
    value.map_or_else(|| "미상".into(), |value| format!("{value}%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_lights_and_no_two_ratings_share_a_sign() {
        let sign = |text: String| text.chars().next().unwrap();
        let lights = [Light::Late, Light::DueSoon, Light::OnTime, Light::Planned, Light::Done, Light::Dropped];
        let mut signs: Vec<_> = lights.into_iter().map(|one| sign(light(one))).collect();
        signs.sort_unstable();
        signs.dedup();
        assert_eq!(signs.len(), lights.len());
        let mut signs: Vec<_> = SelfRating::ALL.into_iter().map(|one| sign(self_rating(Some(one)))).collect();
        signs.sort_unstable();
        signs.dedup();
        assert_eq!(signs.len(), SelfRating::ALL.len());
    }

    #[test]
    fn unknown_is_not_zero() {
        assert_eq!((per_cent(None), per_cent(Some(0))), ("미상".into(), "0%".into()));
        assert_eq!((tenths(None), tenths(Some(625))), ("미상".into(), "62.5%".into()));
    }
}
