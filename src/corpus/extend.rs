//! From a seed to the whole copy: extension that tolerates edited, inserted and dropped words.
//!
//! A greedy walk in both directions: equal words count for the copy, every edited word counts against
//! it, and the walk ends when it has lost [`DROP`] words from its best point, to which it then returns.

use std::ops::Range;

use super::words::same;

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
    let left = walk(Ahead { a: before.0, b: before.1, back: true });
    let right = walk(Ahead { a: after.0, b: after.1, back: false });
    Alike {
        a: at.0 - left.0..at.0 + len + right.0,
        b: at.1 - left.1..at.1 + len + right.1,
        same: left.2 + len + right.2,
    }
}

/// What lies on one side of a seed in two texts, counted from the seed.
#[derive(Clone, Copy)]
struct Ahead<'a> {
    a: &'a [u32],
    b: &'a [u32],
    /// The texts are walked backwards.
    back: bool,
}

impl Ahead<'_> {
    #[inline]
    fn equal(self, i: usize, j: usize) -> bool {
        let at = |words: &[u32], step: usize| {
            words[if self.back { words.len() - 1 - step } else { step }]
        };
        same(at(self.a, i), at(self.b, j))
    }

    /// How many words in a row are equal from there on.
    #[inline]
    fn run(self, i: usize, j: usize) -> usize {
        let equal = |(x, y): &(&u32, &u32)| same(**x, **y);
        if self.back {
            let (a, b) = (&self.a[..self.a.len() - i], &self.b[..self.b.len() - j]);
            a.iter().rev().zip(b.iter().rev()).take_while(equal).count()
        } else {
            self.a[i..].iter().zip(&self.b[j..]).take_while(equal).count()
        }
    }
}

/// Walks away from the seed; gives the words taken of either text and how many are equal.
#[inline]
fn walk(ahead: Ahead<'_>) -> (usize, usize, usize) {
    let (n, m) = (ahead.a.len(), ahead.b.len());
    let (mut i, mut j, mut matched, mut score) = (0, 0, 0, 0);
    let mut best = (0, 0, 0);
    let mut best_score = 0;
    loop {
        let run = ahead.run(i, j);
        (i, j, matched, score) = (i + run, j + run, matched + run, score + run as i32);
        if score > best_score {
            (best, best_score) = ((i, j, matched), score);
        }
        let run = |di: usize, dj: usize, need: usize| {
            i + di + need <= n
                && j + dj + need <= m
                && (0..need).all(|at| ahead.equal(i + di + at, j + dj + at))
        };
        let Some((di, dj)) = resume(run) else { return best };
        score -= di.max(dj) as i32;
        if best_score - score > DROP {
            return best;
        }
        (i, j) = (i + di, j + dj);
    }
}

/// The cheapest way past a difference: words to skip on either side until the texts agree again.
///
/// One agreeing word is enough after one replaced word; the longer the skip, the longer the agreement
/// has to be, for two texts soon share an article or a preposition by chance.
#[inline]
fn resume(run: impl Fn(usize, usize, usize) -> bool) -> Option<(usize, usize)> {
    if run(1, 1, 2) {
        return Some((1, 1));
    }
    for cost in 1..=REACH {
        let need = if cost <= 3 { 2 } else { 3 };
        if run(cost, cost, need) {
            return Some((cost, cost));
        }
        for other in (0..cost).rev() {
            if run(cost, other, need) {
                return Some((cost, other));
            }
            if run(other, cost, need) {
                return Some((other, cost));
            }
        }
        if cost == 1 && run(1, 1, 1) {
            return Some((1, 1));
        }
    }
    None
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
    fn does_not_run_into_what_differs() {
        let (a, b, same) = alike("abcdefgh1234567890ab", "abcdefghABCDEFGHIJab", (0, 0));
        assert_eq!((a.as_str(), b.as_str(), same), ("abcdefgh", "abcdefgh", 8));
    }
}
