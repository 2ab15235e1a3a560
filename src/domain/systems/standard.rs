//! The standard form of continuity plans (서비스 연속성 계획 표준안): what every plan answers for every service. The PMO edits
//! it; each edit is a new version, and a plan says which version it follows.
//!
//! The questions of the first form can be reworded and made optional but not taken away, because the counter's staff look
//! for them in every plan; the PMO may add more.

use crate::domain::report::value;
use crate::domain::text::{LINE_MAX, required_text};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The most questions the PMO may add.
pub const EXTRA_MAX: usize = 10;
/// The longest guidance, in characters.
pub const GUIDANCE_MAX: usize = 600;

/// The part of the form a question belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 수기 처리
    Manual,
    /// 대체 창구
    Counter,
    /// 소급 적용
    Retroactive,
    /// 처리기한 연장
    Extension,
    /// 대국민 안내
    Notice,
    /// What the PMO added (추가 항목).
    Extra,
}

/// A question that a plan answers for each of its services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub key: String,
    pub part: Part,
    pub title: String,
    pub guidance: String,
    pub required: bool,
}

/// One version of the standard form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standard {
    /// 제N판; 0: the form the program brings along, before the PMO has recorded one.
    pub version: i64,
    pub title: String,
    pub effective_on: NaiveDate,
    pub questions: Vec<Question>,
    /// What changed against the version before.
    pub note: String,
}

/// Key, part, title, guidance, whether an answer is required.
const FIRST: [(&str, Part, &str, &str, bool); 10] = [
    ("manual_forms", Part::Manual, "수기 처리 서식", "어떤 서식으로 접수·처리하는지, 서식 번호와 이름", true),
    ("manual_who", Part::Manual, "수기 처리 담당", "누가 접수하고 누가 처리하는지", true),
    ("manual_kept", Part::Manual, "서식 보관 장소", "전산이 멈춰도 꺼낼 수 있는 장소와 수량", true),
    ("counter_which", Part::Counter, "대체 창구", "다른 시스템, 다른 기관, 방문·전화·팩스 창구", true),
    (
        "counter_announced",
        Part::Counter,
        "대체 창구 안내 방법",
        "누리집, 문자, 현장 게시 등 안내하는 길과 맡은 사람",
        true,
    ),
    ("retro_rule", Part::Retroactive, "소급 적용 기준", "어느 시점의 접수로 보는지, 무엇으로 확인하는지", true),
    ("retro_basis", Part::Retroactive, "소급 적용 근거", "법령·훈령·공고의 조항", true),
    ("retro_until", Part::Retroactive, "소급 적용 기한", "언제까지 신청하면 소급하는지", true),
    ("extension", Part::Extension, "처리기한 연장", "며칠을, 누구의 결정으로, 어떻게 알리는지", true),
    ("notice_text", Part::Notice, "대국민 안내문", "장애 직후와 복구 뒤에 그대로 낼 문안", true),
];

impl Standard {
    /// The form to begin with.
    #[must_use]
    pub fn built_in() -> Self {
        let question = |(key, part, title, guidance, required): (&str, Part, &str, &str, bool)| Question {
            key: key.to_owned(),
            part,
            title: title.to_owned(),
            guidance: guidance.to_owned(),
            required,
        };
        Self {
            version: 0,
            title: "정보시스템 서비스 연속성 계획".to_owned(),
            effective_on: NaiveDate::from_ymd_opt(2024, 1, 31).unwrap_or_default(),
            questions: FIRST.map(question).to_vec(),
            note: String::new(),
        }
    }

    #[must_use]
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.key == key)
    }

    /// The form as fields: `title`, `effective_on`, `note`, and for each question `t_KEY`, `g_KEY`, `r_KEY`.
    #[must_use]
    pub fn to_fields(&self) -> Vec<(String, String)> {
        let plain = [("title", self.title.clone()), ("effective_on", self.effective_on.to_string())];
        let plain = plain.into_iter().map(|(name, value)| (name.to_owned(), value));
        let questions = self.questions.iter().flat_map(|one| {
            let required = one.required.then(|| (format!("r_{}", one.key), "on".to_owned()));
            let texts =
                [(format!("t_{}", one.key), one.title.clone()), (format!("g_{}", one.key), one.guidance.clone())];
            texts.into_iter().chain(required)
        });
        plain.chain(questions).collect()
    }
}

/// Why an edit of the standard form was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandardFault {
    Missing,
    TooLong(usize),
    Day,
    /// Nothing differs from the version before.
    Unchanged,
}

/// Reads the next version from what the PMO typed.
///
/// # Errors
/// Each field with its fault.
pub fn read_standard(
    fields: &[(String, String)],
    current: &Standard,
) -> Result<Standard, Vec<(String, StandardFault)>> {
    let mut faults = Vec::new();
    let mut text = |name: String, max: usize, required: bool| match required_text(value(fields, &name), max) {
        Ok(text) => text,
        Err(crate::domain::text::TextFault::TooLong { max, .. }) => {
            faults.push((name, StandardFault::TooLong(max)));
            String::new()
        }
        Err(crate::domain::text::TextFault::Empty) => {
            if required {
                faults.push((name, StandardFault::Missing));
            }
            String::new()
        }
    };
    let title = text("title".into(), LINE_MAX, true);
    let note = text("note".into(), GUIDANCE_MAX, true);
    let mut questions = Vec::new();
    for (key, part) in keys(current) {
        let is_extra = part == Part::Extra;
        let wording = text(format!("t_{key}"), LINE_MAX, !is_extra);
        let guidance = text(format!("g_{key}"), GUIDANCE_MAX, false);
        // An added question whose title was emptied is taken out again.
        if !wording.is_empty() {
            let required = value(fields, &format!("r_{key}")) == "on";
            questions.push(Question { key, part, title: wording, guidance, required });
        }
    }
    let effective_on = crate::domain::due::parse_typed_day(value(fields, "effective_on"));
    if effective_on.is_none() {
        faults.push(("effective_on".into(), StandardFault::Day));
    }
    match effective_on {
        Some(effective_on) if faults.is_empty() => {
            if title == current.title && questions == current.questions && effective_on == current.effective_on {
                return Err(vec![("title".into(), StandardFault::Unchanged)]);
            }
            Ok(Standard { version: current.version + 1, title, effective_on, questions, note })
        }
        _ => Err(faults),
    }
}

/// The keys of the present questions, and those that may be added. A key that was given up is not given out again while
/// another is free, so that an old plan's answer never stands under a new question.
pub fn keys(current: &Standard) -> Vec<(String, Part)> {
    let fixed = FIRST.iter().map(|(key, part, ..)| ((*key).to_owned(), *part));
    let extra = (1..=EXTRA_MAX).map(|n| (format!("extra_{}_{n}", current.version + 1), Part::Extra));
    let kept: Vec<(String, Part)> = current
        .questions
        .iter()
        .filter(|one| one.part == Part::Extra)
        .map(|one| (one.key.clone(), Part::Extra))
        .collect();
    let free = EXTRA_MAX - kept.len().min(EXTRA_MAX);
    fixed.chain(kept).chain(extra.take(free.min(3))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(changes: &[(&str, &str)]) -> Result<Standard, Vec<(String, StandardFault)>> {
        let mut fields = Standard::built_in().to_fields();
        fields.push(("note".into(), "문구 정리".into()));
        for (name, new) in changes {
            fields.retain(|(key, _)| key != name);
            fields.push(((*name).to_owned(), (*new).to_owned()));
        }
        read_standard(&fields, &Standard::built_in())
    }

    #[test]
    fn a_reworded_question_is_a_new_version() {
        let next = edited(&[("t_extension", "처리기한을 늘리는 방법"), ("r_extension", "")]).unwrap();
        assert_eq!(next.version, 1);
        let question = next.question("extension").unwrap();
        assert_eq!((question.title.as_str(), question.required), ("처리기한을 늘리는 방법", false));
    }

    #[test]
    fn the_first_questions_cannot_be_taken_away() {
        assert_eq!(edited(&[("t_notice_text", " ")]), Err(vec![("t_notice_text".into(), StandardFault::Missing)]));
    }

    #[test]
    fn an_added_question_can_be_taken_out_again_and_its_key_is_not_used_anew() {
        let first = edited(&[("t_extra_1_1", "보안 조치")]).unwrap();
        assert_eq!(first.questions.last().unwrap().part, Part::Extra);
        let mut fields = first.to_fields();
        fields.retain(|(key, _)| key != "t_extra_1_1");
        fields.push(("note".into(), "뺌".into()));
        let second = read_standard(&fields, &first).unwrap();
        assert_eq!(second.questions.len(), FIRST.len());
        assert!(keys(&second).iter().all(|(key, _)| key != "extra_1_1"));
    }

    #[test]
    fn an_edit_that_changes_nothing_is_no_version() {
        assert_eq!(edited(&[]), Err(vec![("title".into(), StandardFault::Unchanged)]));
        assert_eq!(edited(&[("title", "새 이름"), ("note", "")]), Err(vec![("note".into(), StandardFault::Missing)]));
    }
}
