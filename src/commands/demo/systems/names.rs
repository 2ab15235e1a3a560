//! Names of systems that no ministry has, made of what ministries' systems do.

use super::super::random::Random;

const WORK: [&str; 64] = [
    "민원 접수·처리",
    "인허가 관리",
    "대표 누리집",
    "통계 포털",
    "예산 집행관리",
    "보조금 관리",
    "자격시험 관리",
    "상담 관리",
    "신고센터",
    "현장점검 관리",
    "데이터 개방 포털",
    "연구과제 관리",
    "교육훈련 관리",
    "정책홍보 포털",
    "감사업무 관리",
    "법령정보 제공",
    "위치정보 서비스",
    "상황전파",
    "영상회의",
    "전자문서 유통",
    "행정지원",
    "성과관리",
    "국제협력 정보",
    "수출입 승인",
    "안전점검",
    "품질시험 관리",
    "장비 예약",
    "도서관리",
    "기록물 관리",
    "업무협업",
    "온라인 신청",
    "증명 발급",
    "등록·신고",
    "과태료 관리",
    "수수료 납부",
    "심사·평가",
    "위원회 운영",
    "사업자 관리",
    "실태조사",
    "현황판",
    "모바일 민원",
    "문자 알림",
    "콜센터",
    "채용 관리",
    "급여 관리",
    "복무 관리",
    "자산 관리",
    "차량 관리",
    "계약 관리",
    "물품 관리",
    "출입 관리",
    "연계 허브",
    "자료 저장소",
    "지식관리",
    "설문조사",
    "행사 관리",
    "이러닝",
    "사전예약",
    "정보공개",
    "공간정보",
    "빅데이터 분석",
    "시설물 관리",
    "재난대응 지원",
    "통합 인증",
];
const KIND: [&str; 3] = ["시스템", "시스템", "서비스"];

/// So many different names.
pub fn of_institution(short: &str, count: usize, random: &mut Random) -> Vec<String> {
    let mut works: Vec<&str> = WORK.to_vec();
    for place in 0..works.len() {
        let other = place + random.below(works.len() - place);
        works.swap(place, other);
    }
    (0..count)
        .map(|n| {
            let work = works[n % works.len()];
            let kind = if work.ends_with("포털") || work.ends_with("센터") || work.ends_with("누리집") {
                String::new()
            } else {
                format!(" {}", KIND[random.below(KIND.len())])
            };
            match n / works.len() {
                0 => format!("{short} {work}{kind}"),
                turn => format!("{short} {work}{kind} {}", turn + 1),
            }
        })
        .collect()
}

/// What a system is for, from its name.
pub fn purpose(name: &str) -> String {
    let work = name.split_once(' ').map_or(name, |(_, work)| work);
    format!("{work}의 운영(시연을 위해 지은 내용)")
}

/// Bodies under an institution, and local bodies.
pub const AFFILIATES: [&str; 5] = ["소속 연구원", "소속 교육원", "산하 진흥원", "산하 공단", "지방청"];
pub const LOCALS: [&str; 4] = ["시·도 공통", "시·군·구 공통", "광역자치단체", "기초자치단체"];
