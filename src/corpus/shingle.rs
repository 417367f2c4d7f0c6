//! Seeds: hashes of five neighbouring words, thinned by winnowing.
//!
//! Of every four neighbouring shingles the one with the least hash is kept (Schleimer, Wilkerson and
//! Aiken 2003), so that any eight words which two texts share are sure to leave a common seed.

use super::words::{BREAK, STARTS};

/// Words in a shingle.
pub const SHINGLE: usize = 5;
/// Neighbouring shingles of which one is kept.
const WINDOW: usize = 4;
/// One odd number for each place in a shingle.
const FACTORS: [u64; SHINGLE] = [
    0x9E37_79B9_7F4A_7C15,
    0xC2B2_AE3D_27D4_EB4F,
    0x1656_67B1_9E37_79F9,
    0x9FB2_1C65_1E98_DF25,
    0xD6E8_FEB8_6659_FD93,
];

/// The hash of five words.
#[inline]
#[must_use]
pub fn hash(words: &[u32; SHINGLE]) -> u64 {
    let mut sum = 0_u64;
    for (word, factor) in words.iter().zip(FACTORS) {
        sum = sum.wrapping_add(u64::from(*word | STARTS).wrapping_mul(factor));
    }
    // Spread the entropy over all 64 bits: winnowing compares hashes by size.
    let sum = (sum ^ sum >> 32).wrapping_mul(FACTORS[4]);
    sum ^ sum >> 32
}

/// The seeds of one document: a bit for the first word of each.
#[derive(Debug, Clone, Default)]
pub struct Seeds(Box<[u64]>);

impl Seeds {
    /// Chooses the seeds of `words`.
    ///
    /// The first and the last five words of a sentence always are seeds, so that a sentence of ten words
    /// or more of which one was edited is sure to leave one.
    #[must_use]
    pub fn new(words: &[u32]) -> Self {
        let mut bits = vec![0_u64; words.len().div_ceil(64)].into_boxed_slice();
        let mut start = 0;
        for run in words.split(|word| *word == BREAK) {
            choose(run, |at| bits[(start + at) / 64] |= 1 << ((start + at) % 64));
            start += run.len() + 1;
        }
        Self(bits)
    }

    /// Calls `found` with the hash and the first word of every seed, in order; `words` are those that
    /// the seeds were chosen from.
    #[inline]
    pub fn each(&self, words: &[u32], mut found: impl FnMut(u64, usize)) {
        self.each_place(words, |five, at| found(hash(five), at));
    }

    /// The same with the words of every seed.
    #[inline]
    pub fn each_place(&self, words: &[u32], mut found: impl FnMut(&[u32; SHINGLE], usize)) {
        for (block, bits) in self.0.iter().enumerate() {
            let mut bits = *bits;
            while bits != 0 {
                let at = block * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                if let Some(five) = words.get(at..).and_then(<[u32]>::first_chunk) {
                    found(five, at);
                }
            }
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of memory it holds.
    #[must_use]
    pub fn memory(&self) -> usize {
        size_of_val(&*self.0)
    }
}

/// Calls `keep` with the first word of every seed of a stretch without breaks, of some more than once.
#[inline]
fn choose(run: &[u32], mut keep: impl FnMut(usize)) {
    let Some(last) = run.len().checked_sub(SHINGLE) else { return };
    // The newest hashes; the lowest bits of each say where in its turn it stands. Of equal hashes any
    // may be kept: they are the same seed.
    let mut window = [u64::MAX; WINDOW];
    let turn = WINDOW as u64 - 1;
    let mut least = u64::MAX;
    for (at, five) in run.windows(SHINGLE).enumerate() {
        let Some(five) = five.first_chunk() else { return };
        window[at % WINDOW] = (hash(five) & !turn) | (at as u64 & turn);
        least = window[0].min(window[1]).min(window[2].min(window[3]));
        if at + 1 >= WINDOW {
            keep(at - (at.wrapping_sub(least as usize) & turn as usize));
        }
        let ends = run.get(at + SHINGLE).is_none_or(|next| next & STARTS != 0);
        if ends || five[0] & STARTS != 0 {
            keep(at);
        }
    }
    if last + 1 < WINDOW {
        keep(last - (last.wrapping_sub(least as usize) & turn as usize));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(numbers: impl IntoIterator<Item = u32>) -> Vec<u32> {
        numbers.into_iter().map(|n| n * 2 + 2).collect()
    }

    fn seeds(words: &[u32]) -> Vec<(u64, usize)> {
        let mut found = Vec::new();
        Seeds::new(words).each(words, |hash, at| found.push((hash, at)));
        found
    }

    #[test]
    fn eight_shared_words_leave_a_common_seed() {
        for salt in 0..500 {
            let a = words((0..30).map(|n| n * 7919 + salt * 31));
            let b = words((0..40).map(|n| {
                if (12..20).contains(&n) {
                    (n - 2) * 7919 + salt * 31
                } else {
                    1_000_000 + n + salt
                }
            }));
            let (a, b) = (seeds(&a), seeds(&b));
            assert!(a.iter().any(|seed| b.iter().any(|other| seed.0 == other.0)), "{salt}");
        }
    }

    #[test]
    fn about_two_shingles_in_five_are_kept() {
        let count = seeds(&words((0..10_000).map(|n| n * 7919))).len();
        assert!((3_700..4_300).contains(&count), "{count}");
    }

    #[test]
    fn sentence_starts_do_not_change_a_hash_and_breaks_divide() {
        let plain = words([5, 6, 7, 8, 9]);
        let mut marked = plain.clone();
        marked[2] |= STARTS;
        assert_eq!(seeds(&plain), seeds(&marked));
        let mut divided = plain.clone();
        divided.insert(3, BREAK);
        assert_eq!(seeds(&divided), []);
        let twice = [&plain[..], &[BREAK], &plain].concat();
        let found = seeds(&twice);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].0, found[0].1 + 6), found[1]);
    }

    #[test]
    fn a_sentence_with_one_edit_leaves_a_seed() {
        for edit in 0..10 {
            let mut sentence = words((0..10).map(|n| n * 104_729));
            sentence[0] |= STARTS;
            let copy = |salt: u32| {
                let mut all = words((0..7).map(|n| n + salt));
                all.extend(&sentence);
                all.extend(words((20..27).map(|n| n + salt)));
                all[17] |= STARTS;
                all
            };
            let first = copy(1_000);
            let mut second = copy(9_000);
            second[7 + edit] = 77_777_778 | second[7 + edit] & STARTS;
            let (first, second) = (seeds(&first), seeds(&second));
            assert!(first.iter().any(|a| second.iter().any(|b| a.0 == b.0)), "{edit}");
        }
    }
}
