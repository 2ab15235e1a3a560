//! The generator's own randomness: `SplitMix64` (Steele, Lea, Flood 2014), written out so that no release of a library
//! can change what a seed gives.
//!
//! Each use has a stream of its own, keyed by words (task, institution, purpose), so that one task more leaves the
//! others as they were.

/// A stream of numbers that depends on its seed and key alone.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// The stream of `seed` for a key. The key is folded in by FNV-1a, with a separator after each word.
    #[must_use]
    pub fn keyed(seed: u64, key: &[&str]) -> Self {
        let bytes = key.iter().flat_map(|word| word.bytes().chain([0xff]));
        let folded = bytes
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        let mut stream = Self { state: seed };
        stream.state = stream.next() ^ folded;
        stream
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound` (0 where `bound` is 0). The bias of the remainder does not matter here.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % bound).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True in `percent` of 100 cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the texts; empty where there is none.
    pub fn text(&mut self, texts: &[&'static str]) -> &'static str {
        texts.get(self.below(texts.len())).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_published_algorithm() {
        let mut random = Random { state: 1_234_567 };
        let first = [random.next(), random.next(), random.next()];
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn a_key_is_read_word_by_word() {
        let first = |key: &[&str]| Random::keyed(7, key).next();
        assert_eq!(first(&["4", "mois"]), first(&["4", "mois"]));
        assert_ne!(first(&["4", "mois"]), first(&["4m", "ois"]));
    }
}
