//! From a seed to the whole copy: extension that tolerates edited, inserted and dropped words.
//!
//! A greedy walk in both directions: equal words count for the copy, every edited word counts against
//! it, and the walk ends when it has lost [`DROP`] words from its best point, to which it then returns.

use std::ops::Range;

use wide::u32x4;

use super::words::{BREAK, STARTS, same};

/// Most words in a row that may differ before the two texts must agree again.
const REACH: usize = 8;
/// How far the score may fall below its best before the walk ends.
const DROP: i32 = 9;

/// Two stretches of words that are copies of each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Words of the first text.
    pub a: Range<usize>,
    /// Words of the second text.
    pub b: Range<usize>,
    /// How many words stand in both, in the same order.
    pub same: usize,
}

impl Alike {
    /// The share of the longer stretch's words that stand in both, 0 to 1.
    #[must_use]
    pub fn similarity(&self) -> f64 {
        self.same as f64 / self.words().max(1) as f64
    }

    /// Words of the longer stretch.
    #[must_use]
    pub fn words(&self) -> usize {
        self.a.len().max(self.b.len())
    }
}

/// Extends a seed of `len` equal words at `a[at.0]` and `b[at.1]` as far as the texts are alike.
///
/// The stretches stay inside `bounds` (of `a`, of `b`), which must hold the seed.
#[must_use]
pub fn extend(
    (a, b): (&[u32], &[u32]),
    at: (usize, usize),
    len: usize,
    bounds: (Range<usize>, Range<usize>),
) -> Alike {
    let before = (&a[bounds.0.start..at.0], &b[bounds.1.start..at.1]);
    let after = (&a[at.0 + len..bounds.0.end], &b[at.1 + len..bounds.1.end]);
    let left = walk(Ahead::<true> { a: before.0, b: before.1 });
    let right = walk(Ahead::<false> { a: after.0, b: after.1 });
    Alike {
        a: at.0 - left.0..at.0 + len + right.0,
        b: at.1 - left.1..at.1 + len + right.1,
        same: left.2 + len + right.2,
    }
}

/// What lies on one side of a seed in two texts, counted from the seed; `BACK`: before it.
#[derive(Clone, Copy)]
struct Ahead<'a, const BACK: bool> {
    a: &'a [u32],
    b: &'a [u32],
}

impl<const BACK: bool> Ahead<'_, BACK> {
    /// How many words in a row are equal from there on.
    #[inline]
    fn run(self, i: usize, j: usize) -> usize {
        let equal = |(x, y): &(&u32, &u32)| same(**x, **y);
        if BACK {
            let (a, b) = (&self.a[..self.a.len() - i], &self.b[..self.b.len() - j]);
            a.iter().rev().zip(b.iter().rev()).take_while(equal).count()
        } else {
            self.a[i..].iter().zip(&self.b[j..]).take_while(equal).count()
        }
    }

    /// The word that stands there; [`BREAK`] beyond the end.
    #[inline]
    fn word(words: &[u32], at: usize) -> u32 {
        let place = if BACK { words.len().checked_sub(at + 1) } else { Some(at) };
        place.and_then(|place| words.get(place)).copied().unwrap_or(BREAK)
    }

    /// Whether the texts agree again after one replaced word: most differences are that.
    #[inline]
    fn is_replaced(self, i: usize, j: usize) -> bool {
        let equal = |by: usize| same(Self::word(self.a, i + by), Self::word(self.b, j + by));
        equal(1) && equal(2)
    }

    /// The next words of one text; `none` in place of those that are equal to nothing.
    #[inline]
    fn near(words: &[u32], at: usize, none: u32) -> [u32; NEAR] {
        let whole: Option<[u32; NEAR]> = if BACK {
            let chunk = words.get(..words.len() - at).and_then(|rest| rest.last_chunk::<NEAR>());
            chunk.map(|chunk| std::array::from_fn(|at| chunk[NEAR - 1 - at]))
        } else {
            words.get(at..).and_then(|rest| rest.first_chunk::<NEAR>()).copied()
        };
        let near = whole.unwrap_or_else(|| std::array::from_fn(|by| Self::word(words, at + by)));
        near.map(|word| if word | STARTS == BREAK | STARTS { none } else { word | STARTS })
    }
}

/// Walks away from the seed; gives the words taken of either text and how many are equal.
#[inline]
fn walk<const BACK: bool>(ahead: Ahead<'_, BACK>) -> (usize, usize, usize) {
    let (mut i, mut j, mut matched, mut score) = (0, 0, 0, 0);
    let mut best = (0, 0, 0);
    let mut best_score = 0;
    loop {
        let run = ahead.run(i, j);
        (i, j, matched, score) = (i + run, j + run, matched + run, score + run as i32);
        if score > best_score {
            (best, best_score) = ((i, j, matched), score);
        }
        // What costs more would end the walk.
        let most = (DROP - (best_score - score)).min(REACH as i32);
        if most < 1 {
            return best;
        }
        if ahead.is_replaced(i, j) {
            (i, j, score) = (i + 1, j + 1, score - 1);
            continue;
        }
        let near = |words, at, none| Ahead::<BACK>::near(words, at, none);
        let (a, b) = (near(ahead.a, i, BREAK | STARTS), near(ahead.b, j, BREAK));
        let Some((di, dj)) = resume(&a, &b, most as usize) else { return best };
        // Words that are equal between two changed ones.
        matched += (1..di.min(dj)).filter(|at| a[*at] == b[*at]).count();
        score -= di.max(dj) as i32;
        (i, j) = (i + di, j + dj);
    }
}

/// Words that are looked at for a place where two texts agree again.
const NEAR: usize = 12;

/// The cheapest way past a difference: words to skip on either side, at most `most`, until the texts
/// agree again.
///
/// One agreeing word is enough after one replaced word; the longer the skip, the longer the agreement
/// has to be, for two texts soon share an article or a preposition by chance.
#[inline]
fn resume(a: &[u32; NEAR], b: &[u32; NEAR], most: usize) -> Option<(usize, usize)> {
    let equal = equal(a, b);
    // The bit `j` of number `i`: so many words are equal from `a[i]` and `b[j]` on.
    let (mut two, mut any) = ([0; NEAR], 0);
    for at in 0..NEAR {
        two[at] = equal[at] & equal[at + 1] >> 1;
        any |= two[at];
    }
    if any == 0 {
        return (a[1] == b[1]).then_some((1, 1));
    }
    let mut three = [0; NEAR];
    for at in 0..NEAR {
        three[at] = two[at] & equal[at + 2] >> 2;
    }
    for cost in 1..=most.min(REACH) {
        let runs = if cost <= 3 { &two } else { &three };
        let has = |i: usize, j: usize| runs[i] >> j & 1 != 0;
        if has(cost, cost) {
            return Some((cost, cost));
        }
        for other in (0..cost).rev() {
            if has(cost, other) {
                return Some((cost, other));
            }
            if has(other, cost) {
                return Some((other, cost));
            }
        }
        if cost == 1 && a[1] == b[1] {
            return Some((1, 1));
        }
    }
    None
}

/// For each word of `a` (and for two beyond them) a bit for each word of `b` that equals it.
#[inline]
fn equal(a: &[u32; NEAR], b: &[u32; NEAR]) -> [u32; NEAR + 2] {
    let part = |at: usize| u32x4::new([b[at], b[at + 1], b[at + 2], b[at + 3]]);
    let parts = [part(0), part(4), part(8)];
    let mut equal = [0; NEAR + 2];
    for (word, bits) in a.iter().zip(&mut equal) {
        let is = |part: u32x4| part.simd_eq(u32x4::splat(*word)).to_bitmask();
        *bits = is(parts[0]) | is(parts[1]) << 4 | is(parts[2]) << 8;
    }
    equal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<u32> {
        text.bytes().map(|byte| u32::from(byte) * 2).collect()
    }

    /// Letters stand for words.
    fn alike(a: &str, b: &str, at: (usize, usize)) -> (String, String, usize) {
        let (x, y) = (words(a), words(b));
        let found = extend((&x, &y), at, 5, (0..x.len(), 0..y.len()));
        (a[found.a].to_owned(), b[found.b].to_owned(), found.same)
    }

    #[test]
    fn runs_to_the_ends_of_what_is_equal() {
        assert_eq!(
            alike("1234abcdefghij5678", "!?abcdefghij#%&/", (6, 4)),
            ("abcdefghij".into(), "abcdefghij".into(), 10)
        );
    }

    #[test]
    fn passes_edited_inserted_and_dropped_words() {
        assert_eq!(
            alike("abcdefghijklmnop", "abcXefghijYklmop", (4, 4)),
            ("abcdefghijklmnop".into(), "abcXefghijYklmop".into(), 14)
        );
    }

    #[test]
    fn equal_words_between_changed_ones_count() {
        assert_eq!(
            alike("abcdefghijklmnop", "abcdefXYiZklmnop", (0, 0)),
            ("abcdefghijklmnop".into(), "abcdefXYiZklmnop".into(), 13)
        );
    }

    #[test]
    fn does_not_run_into_what_differs() {
        let (a, b, same) = alike("abcdefgh1234567890ab", "abcdefghABCDEFGHIJab", (0, 0));
        assert_eq!((a.as_str(), b.as_str(), same), ("abcdefgh", "abcdefgh", 8));
    }
}
