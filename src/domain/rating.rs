//! Judgements by people. They never mix with the schedule light: in 2013 a green schedule light was read as "success".

use serde::{Deserialize, Serialize};

/// What a ministry says of its own work (자체평가).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelfRating {
    /// 정상추진
    OnTrack,
    /// 관심필요: a reason is required.
    Watch,
    /// 재검토필요: a reason is required.
    AtRisk,
    /// 완료 보고: a claim, which needs evidence.
    Claimed,
}

impl SelfRating {
    pub const ALL: [Self; 4] = [Self::OnTrack, Self::Watch, Self::AtRisk, Self::Claimed];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OnTrack => "on_track",
            Self::Watch => "watch",
            Self::AtRisk => "at_risk",
            Self::Claimed => "claimed",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rating| rating.code() == code)
    }

    /// A ministry that does not say 정상추진 must say why.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Watch | Self::AtRisk)
    }
}

/// What the PMO makes of a report (총괄 판정).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 정상추진
    OnTrack,
    /// 관심필요
    Watch,
    /// 재검토필요
    AtRisk,
    /// 완료확인
    Verified,
}

impl Verdict {
    pub const ALL: [Self; 4] = [Self::OnTrack, Self::Watch, Self::AtRisk, Self::Verified];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OnTrack => "on_track",
            Self::Watch => "watch",
            Self::AtRisk => "at_risk",
            Self::Verified => "verified",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }

    /// 관심필요 and 재검토필요 must say what would change them.
    #[must_use]
    pub const fn needs_condition(self) -> bool {
        matches!(self, Self::Watch | Self::AtRisk)
    }

    /// Whether the PMO sees it otherwise than the ministry does.
    #[must_use]
    pub const fn differs_from(self, own: SelfRating) -> bool {
        !matches!(
            (self, own),
            (Self::OnTrack, SelfRating::OnTrack)
                | (Self::Watch, SelfRating::Watch)
                | (Self::AtRisk, SelfRating::AtRisk)
                | (Self::Verified, SelfRating::Claimed)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for rating in SelfRating::ALL {
            assert_eq!(SelfRating::parse(rating.code()), Some(rating));
        }
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::parse(verdict.code()), Some(verdict));
        }
        assert_eq!(SelfRating::parse("verified"), None);
        assert_eq!(Verdict::parse("claimed"), None);
    }

    #[test]
    fn a_confirmed_completion_agrees_with_the_claim() {
        assert!(!Verdict::Verified.differs_from(SelfRating::Claimed));
        assert!(Verdict::Watch.differs_from(SelfRating::OnTrack));
        assert!(Verdict::OnTrack.differs_from(SelfRating::Claimed));
    }
}
