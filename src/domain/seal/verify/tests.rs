use super::*;
use crate::domain::ids::{Slug, UserId};
use crate::domain::seal::addendum::{AddendumFacts, Amended};
use crate::domain::seal::document::{AuditHead, Cover, Gap, SealFacts, Sealed, Sections};
use crate::domain::seal::key::SealKey;
use proptest::prelude::*;
use serde_json::json;

fn key(seed: u8) -> SealKey {
    SealKey::from_seed(&[seed; 32])
}

fn trusting(key: &SealKey) -> KeyRing {
    KeyRing::new(vec![key.public()])
}

fn facts(no: i64, previous: Option<Link>) -> SealFacts {
    SealFacts {
        plan: Slug::parse("digital-trust-2024").unwrap(),
        plan_title: "디지털행정서비스 국민신뢰 제고 대책".into(),
        round: format!("2024-Q{no}"),
        ordinal: no + 1,
        base_date: "2024-03-15".parse().unwrap(),
        no,
        sealed_at: "2024-04-02T01:00:00.123456Z".parse().unwrap(),
        sealed_by: UserId(1),
        sealed_by_name: "이서연".into(),
        previous,
        missing: vec![Gap { what: "not_submitted".into(), items: vec!["mnd".into()] }],
        reason: "기한까지 내지 않음".into(),
        covers: BTreeMap::from([("reports".to_owned(), Cover { after: 0, until: 2 })]),
        audit: AuditHead { no: 12, hash: Digest::of(b"audit").to_string() },
        demonstration: true,
    }
}

fn sections(keys: &[EndorsedKey]) -> Sections {
    let reports = json!([{ "id": 1, "done": "- 37개 중 31개 재산정" }, { "id": 2, "done": "\"따옴표\"\n줄" }]);
    let verdicts = json!([{ "id": 7, "verdict": "watch", "reason": "심의가 늦음", "progress": null }]);
    Sections::from([("reports".to_owned(), reports), ("verdicts".to_owned(), verdicts), (KEYS.to_owned(), json!(keys))])
}

fn endorsed(new: &SealKey, by: Option<&SealKey>) -> EndorsedKey {
    EndorsedKey {
        id: new.public().id(),
        public_key: new.public().to_hex(),
        since: "2024-03-01T00:00:00Z".parse().unwrap(),
        endorsed_by: by.map(|by| by.public().id()),
        endorsement: by.map(|by| by.endorse(&new.public())),
    }
}

fn first() -> Sealed {
    Sealed::make(facts(1, None), &sections(&[endorsed(&key(1), None)]), &key(1)).unwrap()
}

fn second() -> Sealed {
    let link = Link { no: 1, round: "2024-Q1".into(), hash: first().hash };
    let keys = [endorsed(&key(1), None), endorsed(&key(2), Some(&key(1)))];
    Sealed::make(facts(2, Some(link)), &sections(&keys), &key(2)).unwrap()
}

fn addendum(text: &str) -> Sealed {
    let facts = AddendumFacts {
        plan: Slug::parse("digital-trust-2024").unwrap(),
        round: "2024-Q1".into(),
        amends: Amended { no: 1, hash: first().hash },
        no: 1,
        previous: None,
        text: text.into(),
        added_at: "2024-04-10T01:00:00Z".parse().unwrap(),
        added_by: UserId(1),
        added_by_name: "이서연".into(),
        demonstration: true,
    };
    Addendum::make(facts, &Sections::from([(KEYS.to_owned(), json!([endorsed(&key(1), None)]))]), &key(1)).unwrap()
}

/// The file with one text in it replaced.
fn with(sealed: &Sealed, from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(sealed.file.clone()).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to).into_bytes()
}

fn fault(file: &[u8]) -> Mismatch {
    verify(file, &trusting(&key(1)), None).unwrap_err()
}

#[test]
fn an_untouched_file_holds_and_says_what_it_is() {
    let verified = verify(&first().file, &trusting(&key(1)), None).unwrap();
    assert_eq!((verified.hash, verified.previous), (first().hash, Previous::First));
    let Statement::Seal(head) = verified.statement else { panic!("a seal") };
    assert_eq!(head.facts, facts(1, None));
}

#[test]
fn the_hash_is_that_of_the_document_as_any_other_tool_finds_it() {
    let text = String::from_utf8(first().file).unwrap();
    let inner = text.strip_prefix("{\"document\":").unwrap();
    let (document, _) = inner.rsplit_once(",\"hash\":").unwrap();
    assert_eq!(Digest::of(document.as_bytes()), first().hash);
}

#[test]
fn what_was_changed_is_named() {
    assert_eq!(fault(&with(&first(), "31개", "37개")), Mismatch::Sections(vec!["reports".into()]));
    assert_eq!(fault(&with(&first(), "심의가 늦음", "심의가 빠름")), Mismatch::Sections(vec!["verdicts".into()]));
    assert_eq!(fault(&with(&first(), "\"reason\":\"기한까지", "\"reason\":\"기한 전까지")), Mismatch::Head);
    assert_eq!(fault(&with(&first(), "[{\"done\"", "[ {\"done\"")), Mismatch::NotCanonical { at: at_of("[{\"done\"") });
    let hash = first().hash.to_string();
    assert_eq!(
        fault(&with(
            &first(),
            &format!("\"hash\":\"{hash}\",\"signature\""),
            &format!("\"hash\":\"{}\",\"signature\"", Digest::of(b"x"))
        )),
        Mismatch::Hash
    );
    assert_eq!(
        fault(&with(&first(), "\"ihaeng-seal/1\"", "\"ihaeng-seal/9\"")),
        Mismatch::Format { found: "ihaeng-seal/9".into() }
    );
    assert_eq!(fault(b"{}"), Mismatch::Shape { part: "document, hash, signature" });
    assert_eq!(fault(b"{\"document\":1,}"), Mismatch::Unreadable { at: 15 });
    assert_eq!(fault(b"{\"\xff\"}"), Mismatch::Unreadable { at: 3 });
}

/// Where the second byte of `text` stands in the first seal's file, counted from 1.
fn at_of(text: &str) -> usize {
    String::from_utf8(first().file).unwrap().find(text).unwrap() + 2
}

#[test]
fn a_section_taken_away_or_put_in_is_named() {
    let mut value: Value = serde_json::from_slice(&first().file).unwrap();
    value["document"]["sections"].as_object_mut().unwrap().remove("verdicts");
    assert_eq!(fault(&canonical(&value).unwrap()), Mismatch::Sections(vec!["verdicts".into()]));
    let mut value: Value = serde_json::from_slice(&first().file).unwrap();
    value["document"]["sections"]["meetings"] = json!([]);
    assert_eq!(fault(&canonical(&value).unwrap()), Mismatch::Sections(vec!["meetings".into()]));
}

#[test]
fn a_document_forged_with_all_its_hashes_fails_by_its_signature() {
    let mut changed = sections(&[endorsed(&key(1), None)]);
    changed.insert("reports".to_owned(), json!([]));
    let forged = Sealed::make(facts(1, None), &changed, &key(1)).unwrap();
    let mut value: Value = serde_json::from_slice(&forged.file).unwrap();
    let genuine: Value = serde_json::from_slice(&first().file).unwrap();
    value["signature"] = genuine["signature"].clone();
    assert_eq!(fault(&canonical(&value).unwrap()), Mismatch::Signature);
}

#[test]
fn a_stranger_s_key_is_not_trusted_even_where_the_document_names_it() {
    let stranger = key(9);
    let forged = Sealed::make(facts(1, None), &sections(&[endorsed(&stranger, None)]), &stranger).unwrap();
    assert_eq!(fault(&forged.file), Mismatch::KeyNotTrusted { key: stranger.public().id().to_string() });
    let vouched = Sealed::make(facts(1, None), &sections(&[endorsed(&stranger, Some(&stranger))]), &stranger).unwrap();
    assert_eq!(fault(&vouched.file), Mismatch::KeyNotTrusted { key: stranger.public().id().to_string() });
}

#[test]
fn a_key_that_the_trusted_one_vouches_for_is_trusted() {
    let verified = verify(&second().file, &trusting(&key(1)), Some(&first().file)).unwrap();
    assert_eq!(verified.previous, Previous::Held);
    let alone = verify(&second().file, &trusting(&key(2)), None).unwrap();
    assert!(matches!(alone.previous, Previous::NotGiven(link) if link.contains(first().hash.short())));
}

#[test]
fn a_seal_follows_the_seal_it_names_and_no_other() {
    let other = Sealed::make(
        SealFacts { reason: "다른 봉인".into(), ..facts(1, None) },
        &sections(&[endorsed(&key(1), None)]),
        &key(1),
    )
    .unwrap();
    let ring = trusting(&key(1));
    assert!(matches!(verify(&second().file, &ring, Some(&other.file)), Err(Mismatch::Chain { .. })));
    assert_eq!(verify(&first().file, &ring, Some(&other.file)), Err(Mismatch::NoPrevious));
    let torn = with(&first(), "31개", "37개");
    let told = verify(&second().file, &ring, Some(&torn)).unwrap_err();
    assert_eq!(told, Mismatch::PreviousFile(Box::new(Mismatch::Sections(vec!["reports".into()]))));
}

#[test]
fn an_addendum_names_the_seal_it_amends() {
    let ring = trusting(&key(1));
    let verified = verify(&addendum("표 3의 합계를 바로잡음").file, &ring, Some(&first().file)).unwrap();
    assert_eq!((verified.previous, verified.statement.words().as_str()), (Previous::Held, "2024-Q1 봉인의 추록 1"));
    let torn = with(&addendum("표 3의 합계를 바로잡음"), "표 3", "표 4");
    assert_eq!(fault(&torn), Mismatch::Head);
    assert!(matches!(verify(&addendum("가").file, &ring, Some(&second().file)), Err(Mismatch::Chain { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_flipped_bit_of_the_file_is_found(place in any::<prop::sample::Index>(), bit in 0u8..8) {
        let mut file = first().file;
        let place = place.index(file.len());
        file[place] ^= 1 << bit;
        prop_assert!(verify(&file, &trusting(&key(1)), None).is_err(), "byte {} bit {}", place, bit);
    }

    #[test]
    fn a_letter_changed_in_a_section_is_located_there(index in any::<prop::sample::Index>(), letter in b'a'..=b'z') {
        let file = first().file;
        let text = String::from_utf8(file.clone()).unwrap();
        let (from, to) = (text.find("\"reports\":[").unwrap() + 11, text.find("\"verdicts\":[").unwrap());
        let letters: Vec<usize> = (from..to).filter(|at| file[*at].is_ascii_lowercase() && file[at - 1] != b'\\').collect();
        let at = letters[index.index(letters.len())];
        prop_assume!(file[at] != letter);
        let mut touched = file;
        touched[at] = letter;
        prop_assert_eq!(fault(&touched), Mismatch::Sections(vec!["reports".into()]));
    }

    #[test]
    fn a_byte_cut_off_or_put_in_is_found(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let file = first().file;
        let place = place.index(file.len());
        let mut shorter = file.clone();
        shorter.remove(place);
        let mut longer = file.clone();
        longer.insert(place, byte);
        prop_assert!(verify(&shorter, &trusting(&key(1)), None).is_err());
        prop_assert!(verify(&longer, &trusting(&key(1)), None).is_err());
    }
}

/// Hash and signature are short: every bit of them is tried.
#[test]
fn every_bit_of_hash_and_signature_counts() {
    let file = first().file;
    let tail = file.len() - 128 - 64 - 40;
    for place in tail..file.len() {
        for bit in 0..8 {
            let mut touched = file.clone();
            touched[place] ^= 1 << bit;
            assert!(verify(&touched, &trusting(&key(1)), None).is_err(), "byte {place} bit {bit}");
        }
    }
}
