//! The choices of the register, each with its code word.

use serde::{Deserialize, Serialize};

/// An enum whose variants have code words, for storage, addresses and JSON alike.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $code:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$of])* #[serde(rename = $code)] $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    )+};
}

words! {
    /// 등급: 1 is the most important (decree, article 70-3: importance, users, dependent systems).
    Grade { One = "1", Two = "2", Three = "3", Four = "4" }

    /// Who runs the system (운영 주체).
    RunnerKind {
        /// The institution itself.
        Own = "own",
        /// One of its affiliates or a body under it (소속·산하기관).
        Affiliate = "affiliate",
        /// A province, city, county or district (지방자치단체).
        Local = "local",
    }

    /// Where the system stands (입주 장소).
    Site {
        /// 국가정보자원관리원 대전
        NirsDaejeon = "nirs_daejeon",
        /// 국가정보자원관리원 광주
        NirsGwangju = "nirs_gwangju",
        /// 국가정보자원관리원 대구
        NirsDaegu = "nirs_daegu",
        /// A computer room of the institution's own (자체 전산실).
        Own = "own",
        /// 민간 클라우드
        Cloud = "cloud",
        Other = "other",
    }

    /// Whether a part of the system is there twice (이중화).
    Doubled {
        Yes = "yes",
        No = "no",
        /// Nobody has looked yet (미확인): neither a yes nor a no.
        Unknown = "unknown",
        /// There is no such part (해당 없음).
        NotNeeded = "not_needed",
    }

    /// The way of disaster recovery (재해복구 방식).
    RecoveryWay {
        /// Nobody has looked yet (미확인).
        Unknown = "unknown",
        None = "none",
        /// Data is kept elsewhere, but no system to restore it to (백업만): no disaster recovery by the standard.
        Backup = "backup",
        Cold = "cold",
        Warm = "warm",
        Hot = "hot",
        Mirror = "mirror",
    }

    /// How a drill ended (훈련 결과).
    DrillResult {
        /// The promised times were kept.
        Passed = "passed",
        /// It was restored, later than promised.
        Partly = "partly",
        Failed = "failed",
    }

    /// Kinds of equipment (장비 종류).
    EquipmentKind {
        Server = "server",
        Storage = "storage",
        Network = "network",
        Security = "security",
        Power = "power",
        Backup = "backup",
        Other = "other",
    }

    /// Where a continuity plan is on its way (서비스 연속성 계획의 상태).
    PlanState {
        /// 작성
        Drafting = "drafting",
        /// 부서 검토
        Review = "department_review",
        /// 승인
        Approved = "approved",
        /// 훈련 완료
        Drilled = "drilled",
    }
}

impl Grade {
    /// Grades 1 and 2: what the standard of redundancy is for.
    #[must_use]
    pub const fn is_high(self) -> bool {
        matches!(self, Self::One | Self::Two)
    }
}

impl RecoveryWay {
    /// Whether there is a place to go on: `None` while nobody knows.
    #[must_use]
    pub const fn recovers(self) -> Option<bool> {
        match self {
            Self::Unknown => None,
            Self::None | Self::Backup => Some(false),
            Self::Cold | Self::Warm | Self::Hot | Self::Mirror => Some(true),
        }
    }
}

impl PlanState {
    /// Whether the plan may be followed in an outage.
    #[must_use]
    pub const fn is_in_force(self) -> bool {
        matches!(self, Self::Approved | Self::Drilled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_and_is_what_json_says() {
        for site in Site::ALL {
            assert_eq!(Site::parse(site.code()), Some(*site));
            assert_eq!(serde_json::to_string(site).unwrap(), format!("\"{}\"", site.code()));
        }
        assert_eq!(Grade::parse("5"), None);
    }

    #[test]
    fn a_backup_alone_is_no_disaster_recovery_and_unknown_is_no_answer() {
        assert_eq!(RecoveryWay::Backup.recovers(), Some(false));
        assert_eq!(RecoveryWay::Cold.recovers(), Some(true));
        assert_eq!(RecoveryWay::Unknown.recovers(), None);
    }
}
