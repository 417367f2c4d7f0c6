//! Seeds: hashes of five neighbouring words, thinned by winnowing.
//!
//! Of every four neighbouring shingles the one with the least key is kept (Schleimer, Wilkerson and
//! Aiken 2003), so that any eight words which two texts share are sure to leave a common seed. The key
//! is made of two words of the shingle: it is compared by size only, sixteen bits of it are enough.

use wide::u8x16;

use super::words::{BREAK, STARTS};

/// Words in a shingle.
pub const SHINGLE: usize = 5;
/// Neighbouring shingles of which one is kept.
const WINDOW: usize = 4;
/// What the words of a shingle are mixed with.
const KEYS: [u64; 3] = [0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0xD6E8_FEB8_6659_FD93];

/// The hash of five words: a product of 128 bits, folded (the way of wyhash).
#[inline]
#[must_use]
pub fn hash(words: &[u32; SHINGLE]) -> u64 {
    const BOTH: u64 = STARTS as u64 | (STARTS as u64) << 32;
    // Two neighbours are read as one number.
    let pair = |at: usize| u64::from(words[at]) | u64::from(words[at + 1]) << 32 | BOTH;
    let product = u128::from(pair(0) ^ KEYS[0]) * u128::from(pair(2) ^ KEYS[1]);
    let last = u64::from(words[4] | STARTS).wrapping_mul(KEYS[2]);
    (product >> 64) as u64 ^ product as u64 ^ last ^ last >> 32
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
        let has_breaks = words.contains(&BREAK);
        let blocks = words.len().div_ceil(BLOCK);
        let mut seeds = Vec::with_capacity(blocks);
        let mut next = Bits::new(words, 0, has_breaks);
        let mut before = 0;
        for number in 0..blocks {
            let here = next;
            next = Bits::new(words, (number + 1) * BLOCK, has_breaks);
            let both = |here: u64, next: u64| u128::from(next) << BLOCK | u128::from(here);
            let breaks = both(here.breaks, next.breaks);
            let broken = breaks | breaks >> 1 | breaks >> 2 | breaks >> 3 | breaks >> 4;
            let starts = both(here.starts, next.starts);
            let edges = starts | starts >> SHINGLE | broken >> 1;
            let least = least(words, number * BLOCK, broken << REACH | before);
            seeds.push((least | edges as u64) & !(broken as u64));
            before = broken >> (BLOCK - REACH) & ((1 << REACH) - 1);
        }
        Self(seeds.into())
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
        const NEAR: usize = BLOCK + SHINGLE - 1;
        for (block, bits) in self.0.iter().enumerate() {
            // All words of the shingles of a block: no further check is needed for any of them.
            let rest = words.get(block * BLOCK..).unwrap_or_default();
            let mut padded = [BREAK; NEAR];
            let near: &[u32; NEAR] = rest.first_chunk().unwrap_or_else(|| {
                padded[..rest.len()].copy_from_slice(rest);
                &padded
            });
            let mut bits = *bits;
            while bits != 0 {
                let at = bits.trailing_zeros() as usize;
                bits &= bits - 1;
                if let Some(five) = near.get(at..).and_then(<[u32]>::first_chunk) {
                    found(five, block * BLOCK + at);
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

/// Words whose seeds are chosen together.
const BLOCK: usize = 64;
/// Shingles before and after one that share a window with it.
const REACH: usize = WINDOW - 1;

/// A bit for each word of a block, the lowest for the first.
#[derive(Debug, Clone, Copy)]
struct Bits {
    /// Where sentences begin.
    starts: u64,
    /// Breaks, and what lies beyond the last word.
    breaks: u64,
}

impl Bits {
    #[inline]
    fn new(words: &[u32], from: usize, has_breaks: bool) -> Self {
        let rest = words.get(from..).unwrap_or_default();
        let mut padded = [BREAK; BLOCK];
        let block = rest.first_chunk().unwrap_or_else(|| {
            padded[..rest.len()].copy_from_slice(rest);
            &padded
        });
        let breaks = match has_breaks {
            true => bits(&block.map(|word| if word == BREAK { 0x80 } else { 0 })),
            false => u64::MAX.unbounded_shl(rest.len() as u32),
        };
        Self { starts: bits(&block.map(|word| (word << 7) as u8)), breaks }
    }
}

/// The highest bit of each byte.
#[inline]
fn bits(bytes: &[u8; BLOCK]) -> u64 {
    let (chunks, _) = bytes.as_chunks::<16>();
    let bits = chunks.iter().map(|chunk| u64::from(u8x16::new(*chunk).to_bitmask()));
    bits.rev().fold(0, |all, bits| all << 16 | bits)
}

/// A bit for each of the shingles from `base` on whose key is the least of a window of neighbours.
/// `broken`: which shingles from [`REACH`] before them on are none; a window counts without those.
///
/// A key is made of two words of the shingle: which shingle is kept depends on nothing outside of it,
/// and equal keys are kept both.
#[inline]
fn least(words: &[u32], base: usize, broken: u128) -> u64 {
    const LEN: usize = BLOCK + 2 * REACH;
    const NEAR: usize = LEN + SHINGLE;
    let mut padded = [BREAK; NEAR];
    let whole = base.checked_sub(REACH).and_then(|from| words.get(from..from + NEAR));
    let near: &[u32; NEAR] = whole.and_then(<[u32]>::first_chunk).unwrap_or_else(|| {
        // Nothing stands before the text and after it.
        let from = base.saturating_sub(REACH);
        let skip = REACH - (base - from);
        let rest = words.get(from..).unwrap_or_default();
        let rest = &rest[..rest.len().min(NEAR - skip)];
        padded[skip..skip + rest.len()].copy_from_slice(rest);
        &padded
    });
    let mut keys = [i16::MAX; LEN + 2];
    for (at, key) in keys.iter_mut().take(LEN).enumerate() {
        *key = ((near[at + 1] ^ near[at + 3] << 7) >> 16) as i16;
    }
    let mut broken = broken & ((1 << LEN) - 1);
    while broken != 0 {
        keys[broken.trailing_zeros() as usize] = i16::MAX;
        broken &= broken - 1;
    }
    // The least key of each window, then the greatest of these of the windows that hold a shingle.
    let least = |keys: &[i16; LEN + 2], at: usize| {
        keys[at].min(keys[at + 1]).min(keys[at + 2].min(keys[at + 3]))
    };
    let mut windows = [0; BLOCK + REACH];
    for (at, window) in windows.iter_mut().enumerate() {
        *window = least(&keys, at);
    }
    let mut kept = [0; BLOCK];
    for (at, kept) in kept.iter_mut().enumerate() {
        let of = &windows[at..at + WINDOW];
        let greatest = of[0].max(of[1]).max(of[2].max(of[3]));
        *kept = if greatest == keys[at + REACH] { 0x80 } else { 0 };
    }
    bits(&kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(numbers: impl IntoIterator<Item = u32>) -> Vec<u32> {
        // Spread as hashes are.
        numbers.into_iter().map(|n| (n + 1).wrapping_mul(0x9E37_79B1) << 1).collect()
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
