//! The words around a seed, in a few bits.

use super::LONE;
use crate::corpus::shingle::SHINGLE;
use crate::corpus::words::STARTS;

/// A few bits of each of the three words before a seed and after it, nearest first.
#[derive(Debug, Clone, Copy)]
pub struct Around(u32);

impl Around {
    /// Words on either side.
    const WORDS: usize = LONE - SHINGLE;
    /// Bits of a word.
    const BITS: usize = 5;
    /// Bits of a side.
    const SIDE: usize = Self::WORDS * Self::BITS;

    /// Those around the seed that begins with the word `at`.
    #[inline]
    pub fn new(words: &[u32], at: usize) -> Self {
        const ALL: usize = SHINGLE + 2 * Around::WORDS;
        let from = at.wrapping_sub(Self::WORDS);
        let mut padded = [STARTS; ALL];
        let near = words.get(from..).and_then(<[u32]>::first_chunk).unwrap_or_else(|| {
            for (step, word) in padded.iter_mut().enumerate() {
                *word = words.get(from.wrapping_add(step)).copied().unwrap_or(STARTS);
            }
            &padded
        });
        let mut bits = 0;
        for step in 0..Self::WORDS {
            let short = |word: u32| word >> 7 & ((1 << Self::BITS) - 1);
            let (before, after) =
                (near[Self::WORDS - 1 - step], near[Self::WORDS + SHINGLE + step]);
            bits |= short(before) << (step * Self::BITS);
            bits |= short(after) << (Self::SIDE + step * Self::BITS);
        }
        Self(bits)
    }

    /// Whether so many words around two seeds seem to be equal that [`LONE`] in a row are.
    #[inline]
    pub const fn runs_on(self, other: Self) -> bool {
        let differ = self.0 ^ other.0;
        let before = (differ | 1 << Self::SIDE).trailing_zeros() as usize / Self::BITS;
        let after = differ >> Self::SIDE | 1 << Self::SIDE;
        before + after.trailing_zeros() as usize / Self::BITS >= Self::WORDS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_a_seed_are_compared_from_inside_out() {
        let words: Vec<u32> = (0..20).map(|n: u32| n.wrapping_mul(0x9E37_79B1) & !1).collect();
        let seed = Around::new(&words, 8);
        let runs_on = |changed: &[usize]| {
            let mut other = words.clone();
            changed.iter().for_each(|at| other[*at] ^= 0xffff_fff0);
            seed.runs_on(Around::new(&other, 8))
        };
        assert!(runs_on(&[]) && runs_on(&[5, 15]) && runs_on(&[7]) && runs_on(&[13, 4]));
        assert!(runs_on(&[6, 15]) && runs_on(&[5, 14]));
        assert!(!runs_on(&[7, 13]) && !runs_on(&[6, 14]) && !runs_on(&[5, 13]));
    }
}
