//! The check on the spot (표본점검): a random draw that anybody can repeat, what was found, and how far it is from what was
//! claimed.

use super::SystemCode;
use super::coverage::Item;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The largest sample.
pub const SIZE_MAX: usize = 400;

/// Numbers from a seed: `SplitMix64` (Steele, Lea, Flood 2014), written out so that a draw can be repeated for as long as
/// its record is kept, by this program or with pencil and paper.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Each number below `bound` is as likely as any other: what falls into the uneven rest is drawn again.
    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        let limit = u64::MAX - u64::MAX % bound;
        loop {
            let drawn = self.next();
            if drawn < limit {
                return usize::try_from(drawn % bound).unwrap_or(0);
            }
        }
    }
}

/// Draws `size` of the systems of `frame`, which must be sorted: the first places of a Fisher-Yates shuffle. A frame that
/// is smaller is taken whole.
#[must_use]
pub fn draw(seed: i64, frame: &[SystemCode], size: usize) -> Vec<SystemCode> {
    let mut numbers = Numbers(seed.cast_unsigned());
    let mut rest: Vec<&SystemCode> = frame.iter().collect();
    let size = size.min(rest.len());
    for place in 0..size {
        let other = place + numbers.below(rest.len() - place);
        rest.swap(place, other);
    }
    rest.into_iter().take(size).cloned().collect()
}

/// SHA-256 over a frame, one number a line: shows later that the same systems were drawn from.
#[must_use]
pub fn frame_hash(frame: &[SystemCode]) -> String {
    let mut hasher = Sha256::new();
    for code in frame {
        hasher.update(code.as_str().as_bytes());
        hasher.update(b"\n");
    }
    hex::encode(hasher.finalize())
}

/// What the register said of an item when the sample was drawn, and what was found on the spot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub item: Item,
    /// `None`: the register did not know.
    pub claimed: Option<bool>,
    /// `None`: not checked.
    pub found: Option<bool>,
}

/// A share of so many with its interval, in tenths of a per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub yes: i64,
    pub of: i64,
}

impl Share {
    #[must_use]
    pub const fn tenths(self) -> Option<i64> {
        if self.of == 0 { None } else { Some((self.yes * 2000 + self.of) / (2 * self.of)) }
    }

    /// The 95 % interval by Wilson's score (1927), in tenths of a per cent: good for small samples and for shares near 0
    /// and 1, where the usual interval fails. It takes the sample for a small part of a large whole; where it is not, the
    /// true interval is narrower.
    #[must_use]
    pub fn interval(self) -> Option<(i64, i64)> {
        const Z: f64 = 1.959_963_984_540_054;
        if self.of == 0 {
            return None;
        }
        let (n, p) = (self.of as f64, self.yes as f64 / self.of as f64);
        let square = Z * Z;
        let middle = (p + square / (2.0 * n)) / (1.0 + square / n);
        let half = Z / (1.0 + square / n) * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
        let tenths = |share: f64| (share.clamp(0.0, 1.0) * 1000.0).round() as i64;
        Some((tenths(middle - half), tenths(middle + half)))
    }
}

/// What a sample says of one item, over the systems that were checked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    pub item: Item,
    /// The share that the register claimed.
    pub claimed: Share,
    /// The share that was found.
    pub found: Share,
    /// Claimed and not found.
    pub overstated: i64,
    /// Not claimed and found.
    pub understated: i64,
}

/// Compares claims with findings, item by item; items that were not checked anywhere are left out.
#[must_use]
pub fn compare(seen: &[Seen]) -> Vec<Finding> {
    let of_item = |item: &Item| {
        let checked: Vec<(bool, bool)> = seen
            .iter()
            .filter(|one| one.item == *item)
            .filter_map(|one| one.found.map(|found| (one.claimed == Some(true), found)))
            .collect();
        let count = |fits: fn(&(bool, bool)) -> bool| {
            i64::try_from(checked.iter().filter(|one| fits(one)).count()).unwrap_or(0)
        };
        let of = count(|_| true);
        (of > 0).then(|| Finding {
            item: *item,
            claimed: Share { yes: count(|one| one.0), of },
            found: Share { yes: count(|one| one.1), of },
            overstated: count(|one| one.0 && !one.1),
            understated: count(|one| !one.0 && one.1),
        })
    };
    Item::ALL.iter().filter_map(of_item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frame(n: usize) -> Vec<SystemCode> {
        (0..n).map(|n| SystemCode::parse(&format!("x-{n:04}")).unwrap()).collect()
    }

    #[test]
    fn the_draw_is_the_same_for_as_long_as_its_record_is_kept() {
        let drawn: Vec<String> = draw(20_240_320, &frame(1700), 5).iter().map(ToString::to_string).collect();
        // Worked out with another program from the description above.
        assert_eq!(drawn, ["x-0411", "x-0586", "x-0528", "x-1272", "x-1654"]);
        assert_ne!(draw(1, &frame(1700), 5), draw(2, &frame(1700), 5));
    }

    #[test]
    fn the_interval_is_wilsons() {
        // Newcombe 1998, table I: 81 of 263 and 15 of 148; 0 of 20.
        assert_eq!(Share { yes: 81, of: 263 }.interval(), Some((255, 366)));
        assert_eq!(Share { yes: 15, of: 148 }.interval(), Some((62, 160)));
        assert_eq!(Share { yes: 0, of: 20 }.interval(), Some((0, 161)));
        assert_eq!(Share { yes: 0, of: 0 }.interval(), None);
    }

    #[test]
    fn only_what_was_checked_is_compared() {
        let seen = |claimed, found| Seen { item: Item::Redundant, claimed, found };
        let all = [
            seen(Some(true), Some(true)),
            seen(Some(true), Some(false)),
            seen(None, Some(true)),
            seen(Some(true), None),
        ];
        let finding = compare(&all)[0];
        assert_eq!((finding.claimed, finding.found), (Share { yes: 2, of: 3 }, Share { yes: 2, of: 3 }));
        assert_eq!((finding.overstated, finding.understated), (1, 1));
        assert_eq!(compare(&[seen(Some(true), None)]), []);
    }

    #[test]
    fn every_system_is_as_likely_as_any_other() {
        let frame = frame(10);
        let mut counts = [0; 10];
        for seed in 0..4_000 {
            for code in draw(seed, &frame, 3) {
                counts[frame.iter().position(|one| *one == code).unwrap()] += 1;
            }
        }
        assert!(counts.iter().all(|count| (1_060..1_340).contains(count)), "{counts:?}");
    }

    proptest! {
        #[test]
        fn a_draw_takes_each_at_most_once_and_only_from_the_frame(seed: i64, n in 0usize..200, size in 0usize..300) {
            let frame = frame(n);
            let drawn = draw(seed, &frame, size);
            prop_assert_eq!(drawn.len(), size.min(n));
            let mut once = drawn.clone();
            once.sort();
            once.dedup();
            prop_assert_eq!(once.len(), drawn.len());
            prop_assert!(drawn.iter().all(|code| frame.contains(code)));
        }

        #[test]
        fn the_share_lies_within_its_interval(of in 1i64..500, part in 0.0f64..=1.0) {
            let share = Share { yes: (of as f64 * part) as i64, of };
            let (low, high) = share.interval().unwrap();
            prop_assert!(low <= share.tenths().unwrap() && share.tenths().unwrap() <= high);
            prop_assert!((0..=1000).contains(&low) && (0..=1000).contains(&high));
        }
    }
}
