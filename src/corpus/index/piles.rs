//! The seeds of all documents in piles that fit into the cache.
//!
//! A seed is one number: in its lower bits the word it begins with, counted through all documents, in
//! the upper ones as much of its hash as there is room for, without the bits that choose the pile. So
//! equal seeds stand together when numbers are sorted, in order of rank and word. The bits that are
//! left out make two seeds equal that are not, once among some 10¹³ pairs in a corpus of 100 MB; words
//! are compared before anything is told.

use crate::corpus::print::Print;

/// About how many seeds a pile holds.
const PILE: usize = 1 << 15;
/// Most bits of the hash by which seeds are dealt out: there are few enough piles to write to all of
/// them in turn.
const MOST_BITS: u32 = 10;

/// The seeds of all documents.
#[derive(Debug)]
pub struct Piles {
    /// Those of each pile, in order of rank and word.
    pub seeds: Vec<Vec<u64>>,
    /// How many bits of a seed are the word.
    pub word_bits: u32,
}

impl Piles {
    /// Deals out the seeds; `prints` come in order of rank, and with each the number of its first word.
    pub fn new<'a>(prints: impl Iterator<Item = (&'a Print, usize)> + Clone) -> Self {
        let count: usize = prints.clone().map(|(print, _)| print.seeds.len()).sum();
        let words = prints.clone().last().map_or(0, |(print, start)| start + print.len());
        let word_bits = words.next_power_of_two().trailing_zeros();
        let bits = (count / PILE).max(2).ilog2().min(MOST_BITS);
        let each = count >> bits;
        let room = || Vec::with_capacity(each + each / 8);
        let mut seeds: Vec<Vec<u64>> = std::iter::repeat_with(room).take(1 << bits).collect();
        for (print, start) in prints {
            print.seeds.each(&print.words, |hash, at| {
                let seed = hash << bits >> word_bits << word_bits | (start + at) as u64;
                seeds[(hash >> (64 - bits)) as usize].push(seed);
            });
        }
        Self { seeds, word_bits }
    }

    /// Piles that one thread takes at once.
    pub fn few(&self) -> usize {
        self.seeds.len() / 4
    }
}

/// Leaves out most seeds that stand once: three in five, which need no sorting.
pub fn keep_shared(pile: &mut Vec<u64>) {
    let mut sieve = Sieve::new(pile.len());
    pile.iter().for_each(|seed| sieve.add(*seed));
    let mut kept = 0;
    for at in 0..pile.len() {
        // Taken whether it is kept or not: a wrong guess of the processor costs more.
        let seed = pile[at];
        pile[kept] = seed;
        kept += usize::from(sieve.is_twice(seed));
    }
    pile.truncate(kept);
}

/// The seeds of a pile, equal ones together, in order; in `room`.
pub fn grouped<'a>(
    pile: &[u64],
    room: &'a mut Vec<u64>,
    word_bits: u32,
) -> impl Iterator<Item = &'a [u64]> {
    // About two seeds a slot: the table stays in the fastest cache.
    let bits = pile.len().next_power_of_two().trailing_zeros().saturating_sub(2).clamp(1, 20);
    let slot = |seed: &u64| (seed >> (64 - bits)) as usize;
    let mut next = vec![0; 1 << bits];
    super::scatter(pile, room, &mut next, slot);
    let mut start = 0;
    for end in next {
        let same = &mut room[start as usize..end as usize];
        start = end;
        if !same.is_sorted() {
            same.sort_unstable();
        }
    }
    room.chunk_by(move |one, other| (one ^ other) >> word_bits == 0)
}

/// Counts seeds to two, now and then one too many.
struct Sieve {
    /// Two bits a slot, four slots a byte.
    slots: Vec<u8>,
    /// By how much a seed is shifted to get its slot.
    shift: u32,
}

impl Sieve {
    /// Room for so many seeds.
    fn new(seeds: usize) -> Self {
        let len = seeds.next_power_of_two().clamp(16, 1 << 24);
        Self { slots: vec![0; len], shift: 64 - 2 - len.trailing_zeros() }
    }

    #[inline]
    fn slot(&self, seed: u64) -> (usize, u32) {
        let slot = (seed >> self.shift) as usize;
        (slot >> 2 & (self.slots.len() - 1), (slot as u32 & 3) * 2)
    }

    /// Counts one.
    #[inline]
    fn add(&mut self, seed: u64) {
        let (at, shift) = self.slot(seed);
        let held = self.slots[at] >> shift & 3;
        self.slots[at] |= (held << 1 | 1) << shift & 3 << shift;
    }

    /// Whether it was counted twice.
    #[inline]
    fn is_twice(&self, seed: u64) -> bool {
        let (at, shift) = self.slot(seed);
        self.slots[at] >> shift & 2 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(n: u64) -> u64 {
        n.wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    #[test]
    fn the_sieve_counts_to_two() {
        let mut sieve = Sieve::new(2_100);
        (0..2_000).chain(500..600).for_each(|n| sieve.add(hash(n)));
        assert!((500..600).all(|n| sieve.is_twice(hash(n))));
        let wrong = (600..2_000).filter(|n| sieve.is_twice(hash(*n))).count();
        assert!(wrong < 500, "{wrong}");
    }

    #[test]
    fn equal_seeds_come_together_in_order() {
        let pile: Vec<u64> = (0..5_000).map(|word| hash(word % 700) >> 20 << 20 | word).collect();
        let mut room = Vec::new();
        let groups: Vec<&[u64]> = grouped(&pile, &mut room, 20).collect();
        assert_eq!(groups.len(), 700);
        for group in groups {
            assert!(group.is_sorted() && (7..=8).contains(&group.len()));
            assert!(group.iter().all(|seed| seed >> 20 == group[0] >> 20));
        }
    }
}
