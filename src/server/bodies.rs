//! Drawn pages, kept as long as what they show has not changed.
//!
//! A kept body is cut at the places where something stands that is each answer's own, and put together again for each.
//! For gzip each piece between them is compressed once, to a whole number of bytes and without looking back at another
//! piece: a stream of gzip may be put together from such pieces, with what differs stored between them as it is, and the
//! checksum of the whole follows from those of the pieces. So neither drawing nor compressing is done twice.

use crate::server::errors::PageError;
use crate::store::DataVersion;
use flate2::{Compress, Compression, Crc, FlushCompress};
use memchr::memmem;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::Mutex as AsyncMutex;

/// Kept bodies take at most so many bytes together, plain and compressed.
const ROOM: usize = 24 * 1024 * 1024;
/// Fast, and near enough to the best: these are pages of a few hundred kilobytes at most.
const LEVEL: u32 = 3;

/// What is an answer's own, as HTML; or what stands for it in a body that was drawn for anybody.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a> {
    pub nonce: &'a str,
    /// The reader's name; it may stand in several places.
    pub name: &'a str,
    /// The number of unread notices, in the masthead: before everything that people typed, so that the first is it.
    pub unread: &'a str,
}

/// A drawn body, cut at its stand-ins.
pub struct Body {
    pub version: DataVersion,
    pieces: Vec<Piece>,
    packed: OnceLock<Vec<Packed>>,
}

enum Piece {
    Text(String),
    Nonce,
    Name,
    Unread,
}

/// A piece of a gzip stream: raw deflate that ends at a whole byte.
struct Packed {
    bytes: Vec<u8>,
    crc: Crc,
}

impl Body {
    /// A body in which these stand for what differs between answers.
    #[must_use]
    pub fn cut(version: DataVersion, html: &str, marks: &Own<'_>) -> Self {
        let places =
            |mark: &str| memmem::find_iter(html.as_bytes(), mark).map(|at| (at, mark.len())).collect::<Vec<_>>();
        let nonces = places(marks.nonce).into_iter().map(|place| (place, Piece::Nonce));
        let names = places(marks.name).into_iter().map(|place| (place, Piece::Name));
        let unread = places(marks.unread).into_iter().take(1).map(|place| (place, Piece::Unread));
        let mut marked: Vec<_> = nonces.chain(names).chain(unread).collect();
        marked.sort_by_key(|(place, _)| *place);
        let (mut pieces, mut from) = (Vec::new(), 0);
        for ((at, length), piece) in marked {
            pieces.push(Piece::Text(html[from..at].to_owned()));
            pieces.push(piece);
            from = at + length;
        }
        pieces.push(Piece::Text(html[from..].to_owned()));
        Self { version, pieces, packed: OnceLock::new() }
    }

    /// The page for one answer.
    #[must_use]
    pub fn plain(&self, own: &Own<'_>) -> Vec<u8> {
        let mut page = Vec::with_capacity(self.text_bytes() + 1024);
        for piece in &self.pieces {
            page.extend_from_slice(piece.text(own).as_bytes());
        }
        page
    }

    /// The page for one answer, as gzip.
    #[must_use]
    pub fn gzip(&self, own: &Own<'_>) -> Vec<u8> {
        const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
        // An empty stored block that says it is the last.
        const LAST: [u8; 5] = [1, 0, 0, 0xff, 0xff];
        let packed = self.packed.get_or_init(|| self.pieces.iter().map(Piece::pack).collect());
        let mut page = Vec::with_capacity(packed.iter().map(|piece| piece.bytes.len()).sum::<usize>() + 1024);
        let mut crc = Crc::new();
        page.extend(HEAD);
        for (piece, packed) in self.pieces.iter().zip(packed) {
            if let Piece::Text(_) = piece {
                page.extend_from_slice(&packed.bytes);
                crc.combine(&packed.crc);
            } else {
                let text = piece.text(own).as_bytes();
                store(&mut page, text);
                crc.update(text);
            }
        }
        page.extend(LAST);
        page.extend(crc.sum().to_le_bytes());
        page.extend(crc.amount().to_le_bytes());
        page
    }

    fn text_bytes(&self) -> usize {
        self.pieces.iter().map(|piece| if let Piece::Text(text) = piece { text.len() } else { 0 }).sum()
    }

    fn bytes(&self) -> usize {
        self.text_bytes() + self.packed.get().map_or(0, |all| all.iter().map(|piece| piece.bytes.len()).sum())
    }
}

impl Piece {
    fn text<'a>(&'a self, own: &Own<'a>) -> &'a str {
        match self {
            Self::Text(text) => text,
            Self::Nonce => own.nonce,
            Self::Name => own.name,
            Self::Unread => own.unread,
        }
    }

    fn pack(&self) -> Packed {
        let text = if let Self::Text(text) = self { text.as_bytes() } else { &[] };
        let mut crc = Crc::new();
        crc.update(text);
        Packed { bytes: deflated(text), crc }
    }
}

/// Raw deflate without a last block, flushed to a whole byte.
fn deflated(text: &[u8]) -> Vec<u8> {
    let mut squeeze = Compress::new(Compression::new(LEVEL), false);
    let mut bytes = Vec::with_capacity(text.len() / 4 + 64);
    loop {
        let taken = usize::try_from(squeeze.total_in()).unwrap_or(usize::MAX);
        let rest = text.get(taken..).unwrap_or_default();
        let squeezed = squeeze.compress_vec(rest, &mut bytes, FlushCompress::Full);
        // Room that was left says that all is out, the flush included.
        if squeezed.is_err() || bytes.len() < bytes.capacity() {
            return bytes;
        }
        bytes.reserve(bytes.capacity());
    }
}

/// Stored blocks: the bytes as they are, at most 65,535 in each.
fn store(page: &mut Vec<u8>, bytes: &[u8]) {
    for block in bytes.chunks(usize::from(u16::MAX)) {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        page.push(0);
        page.extend(length.to_le_bytes());
        page.extend((!length).to_le_bytes());
        page.extend_from_slice(block);
    }
}

/// The bodies kept, each under the key of all that it depends on but the facts.
#[derive(Default)]
pub struct BodyCache {
    places: Mutex<HashMap<String, Arc<Place>>>,
    /// Counts the answers, to tell which place was used last.
    turn: AtomicU64,
}

#[derive(Default)]
struct Place {
    body: Mutex<Option<Arc<Body>>>,
    /// Held while the page is drawn: who comes meanwhile waits for it or for the next.
    drawing: AsyncMutex<()>,
    used: AtomicU64,
}

impl BodyCache {
    /// The page of this key as it is at `version` or later; `draw` makes it where none is kept.
    ///
    /// However many ask at once, one draws at a time, with the newest facts; those who came before it began to read them
    /// are content with what it draws. A page that many read while somebody writes is so drawn no more often than it can be.
    ///
    /// # Errors
    /// Those of `draw`.
    pub async fn get(
        &self,
        key: &str,
        version: DataVersion,
        draw: impl Future<Output = Result<Body, PageError>>,
    ) -> Result<Arc<Body>, PageError> {
        let place = self.place(key);
        if let Some(body) = place.at(version) {
            return Ok(body);
        }
        let _drawing = place.drawing.lock().await;
        if let Some(body) = place.at(version) {
            return Ok(body);
        }
        let body = Arc::new(draw.await?);
        *place.body.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&body));
        self.make_room();
        Ok(body)
    }

    fn place(&self, key: &str) -> Arc<Place> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let place = match places.get(key) {
            Some(place) => Arc::clone(place),
            None => Arc::clone(places.entry(key.to_owned()).or_default()),
        };
        place.used.store(self.turn.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        place
    }

    /// Forgets the places used longest ago until the rest has room.
    fn make_room(&self) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let mut by_use: Vec<_> = places
            .iter()
            .map(|(key, place)| (place.used.load(Ordering::Relaxed), place.bytes(), key.clone()))
            .collect();
        by_use.sort_unstable_by(|one, other| other.cmp(one));
        let mut taken = 0;
        for (_, bytes, key) in by_use {
            taken += bytes;
            if taken > ROOM {
                places.remove(&key);
            }
        }
    }
}

impl Place {
    fn at(&self, version: DataVersion) -> Option<Arc<Body>> {
        let body = self.body.lock().unwrap_or_else(PoisonError::into_inner);
        body.as_ref().filter(|body| body.version.facts >= version.facts).cloned()
    }

    fn bytes(&self) -> usize {
        self.body.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map_or(0, |body| body.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use proptest::prelude::*;
    use std::io::Read;
    use std::sync::atomic::AtomicUsize;

    const MARKS: Own<'static> = Own { nonce: "NONCE", name: "\u{E000}", unread: "\u{E001}" };

    fn at(facts: i64) -> DataVersion {
        DataVersion { facts, registry: 0 }
    }

    fn unpacked(page: &[u8]) -> String {
        let mut text = String::new();
        GzDecoder::new(page).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn an_answer_has_its_own_nonce_and_name_in_both_encodings() {
        let (long, Own { nonce, name, unread }) = ("가나다".repeat(9_000), MARKS);
        let drawn = format!("<a nonce={nonce}>{name}{unread}</a>{long}{unread}<b nonce={nonce}>");
        let body = Body::cut(at(1), &drawn, &MARKS);
        for (nonce, name, mark) in [("n-1", "김하나", "3"), ("n-two", "이 &amp; 둘", ""), ("n-3", "", "99+")] {
            let expected = format!("<a nonce={nonce}>{name}{mark}</a>{long}{unread}<b nonce={nonce}>");
            let own = Own { nonce, name, unread: mark };
            assert_eq!(String::from_utf8(body.plain(&own)).unwrap(), expected);
            let packed = body.gzip(&own);
            assert!(packed.len() < 2_000, "{}", packed.len());
            assert_eq!(unpacked(&packed), expected);
        }
    }

    proptest! {
        #[test]
        fn any_page_unpacks_to_what_was_drawn(parts in prop::collection::vec("[a-z가-힣]{0,400}", 0..12), name in "[가-힣]{0,9}") {
            let body = Body::cut(at(1), &parts.join(MARKS.name), &MARKS);
            let own = Own { nonce: "x", name: &name, unread: "" };
            prop_assert_eq!(unpacked(&body.gzip(&own)), parts.join(&name));
        }
    }

    async fn drawn(cache: &BodyCache, version: i64, newest: i64, draws: &AtomicUsize) -> i64 {
        let draw = async {
            draws.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Ok(Body::cut(at(newest), "", &MARKS))
        };
        cache.get("key", at(version), draw).await.unwrap().version.facts
    }

    #[tokio::test]
    async fn many_who_ask_at_once_share_one_drawing_and_nobody_sees_less_than_they_asked_for() {
        let (cache, draws) = (BodyCache::default(), AtomicUsize::new(0));
        let asked = (1..=8).map(|version| drawn(&cache, version, 8, &draws));
        let seen = futures::future::join_all(asked).await;
        assert_eq!(seen, [8; 8]);
        assert_eq!(draws.load(Ordering::Relaxed), 1);
        assert_eq!(drawn(&cache, 9, 9, &draws).await, 9);
        assert_eq!(draws.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn a_drawing_that_fails_is_tried_again_by_the_next() {
        let cache = BodyCache::default();
        let failed = cache.get("key", at(1), async { Err(PageError::NotFound) }).await;
        assert!(failed.is_err());
        assert_eq!(drawn(&cache, 1, 1, &AtomicUsize::new(0)).await, 1);
    }

    #[tokio::test]
    async fn what_was_used_longest_ago_makes_room() {
        let cache = BodyCache::default();
        let large = "가".repeat(ROOM / 8);
        for key in ["a", "b", "a", "c", "d"] {
            let draw = async { Ok(Body::cut(at(1), &large, &MARKS)) };
            cache.get(key, at(1), draw).await.unwrap();
        }
        let kept = cache.places.lock().unwrap();
        let mut keys: Vec<_> = kept.keys().cloned().collect();
        keys.sort();
        assert_eq!(keys, ["c", "d"]);
    }
}
