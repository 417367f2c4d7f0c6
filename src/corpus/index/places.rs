//! The places of the seeds that stand more than once, each tied to the one before it.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use rayon::prelude::*;

use super::piles::{Piles, grouped};
use crate::corpus::print::Print;

/// A seed that stands in no more places than this is rare.
pub const RARE: usize = 5;
/// No place.
pub const NONE: u32 = u32::MAX;

/// The places of all seeds that stand more than once, now and then of one that does not, in order of
/// rank and word.
#[derive(Debug)]
pub struct Places {
    all: Vec<Place>,
    /// The first place of each document, and one past the last of all.
    starts: Vec<usize>,
}

/// One place of a seed.
#[derive(Debug)]
pub struct Place {
    /// Rank of the document: 0 is the earliest.
    pub rank: u32,
    /// The seed's first word.
    pub at: u32,
    /// The place of the same seed before this one, or [`NONE`]. Written when its pile is looked
    /// through, by any thread.
    before: AtomicU32,
    /// The first place of a seed that is not rare, else [`NONE`]. The same.
    first: AtomicU32,
}

impl Place {
    #[inline]
    pub fn before(&self) -> u32 {
        self.before.load(Relaxed)
    }

    #[inline]
    pub fn first(&self) -> u32 {
        self.first.load(Relaxed)
    }
}

impl Places {
    /// Finds the places; `prints` come in order of rank.
    pub fn new(prints: &[&Print]) -> Self {
        let mut piles = Piles::new(prints);
        piles.keep_shared();
        let marks = Marks::new(&piles);
        let places = Self::marked(&piles, &marks);
        let (few, word_bits) = (piles.few(), piles.word_bits);
        let low = (1 << word_bits) - 1;
        piles.seeds.par_iter_mut().with_min_len(few).for_each_init(Vec::new, |room, pile| {
            // While they are in order: what is looked up lies in order, too.
            for seed in pile.iter_mut() {
                *seed = *seed & !low | u64::from(marks.number((*seed & low) as usize));
            }
            for same in grouped(&std::mem::take(pile), room, word_bits) {
                places.tie(same.iter().map(|seed| (seed & low) as u32), same.len() <= RARE);
            }
        });
        places
    }

    /// The marked places, none of them tied.
    fn marked(piles: &Piles, marks: &Marks) -> Self {
        let mut all = Vec::with_capacity(marks.count);
        let mut starts = Vec::new();
        for (rank, blocks) in piles.blocks().enumerate() {
            starts.push(all.len());
            for (block, bits) in marks.bits[blocks].iter().enumerate() {
                let mut bits = *bits;
                while bits != 0 {
                    let at = block * 64 + bits.trailing_zeros() as usize;
                    bits &= bits - 1;
                    let none = || AtomicU32::new(NONE);
                    let (rank, at) = (rank as u32, at as u32);
                    all.push(Place { rank, at, before: none(), first: none() });
                }
            }
        }
        starts.push(all.len());
        Self { all, starts }
    }

    /// Ties the places of one seed, given by their numbers in order.
    #[inline]
    fn tie(&self, mut numbers: impl Iterator<Item = u32>, rare: bool) {
        let Some(mut before) = numbers.next() else { return };
        let first = if rare { NONE } else { before };
        for number in numbers {
            let place = &self.all[number as usize];
            place.before.store(before, Relaxed);
            place.first.store(first, Relaxed);
            before = number;
        }
    }

    /// The places in one document.
    #[inline]
    pub fn of(&self, rank: usize) -> &[Place] {
        &self.all[self.starts[rank]..self.starts[rank + 1]]
    }

    /// The place of that number, if there is one.
    #[inline]
    pub fn get(&self, number: u32) -> Option<&Place> {
        self.all.get(number as usize)
    }
}

/// The words with which shared seeds begin, and how many of them come before each.
struct Marks {
    /// A bit for each word of all documents; those of a document begin with a block of their own.
    bits: Vec<u64>,
    /// Bits that are set before each block.
    before: Vec<u32>,
    count: usize,
}

impl Marks {
    fn new(piles: &Piles) -> Self {
        let mut bits = vec![0; piles.count_of_blocks()];
        let word_bits = piles.word_bits;
        for seed in piles.seeds.iter().flatten() {
            let word = (seed & ((1 << word_bits) - 1)) as usize;
            bits[word / 64] |= 1 << (word % 64);
        }
        let mut count = 0;
        let before = bits.iter().map(|bits: &u64| {
            let before = count;
            count += bits.count_ones();
            before
        });
        let before = before.collect();
        Self { bits, before, count: count as usize }
    }

    /// How many bits are set before that of a word.
    #[inline]
    fn number(&self, word: usize) -> u32 {
        let below = self.bits[word / 64] & ((1 << (word % 64)) - 1);
        self.before[word / 64] + below.count_ones()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::shingle::Seeds;
    use crate::corpus::words::Words;
    use crate::span::Span;

    fn print(text: &str) -> Print {
        let mut words = Words::default();
        words.add(text, Span::new(0, text.len()));
        let seeds = Seeds::new(&words.hashes);
        Print::new(&words, seeds)
    }

    #[test]
    fn each_place_is_tied_to_the_one_before_it() {
        let passage = "the new ferry leaves the old quay at seven every day but not on feast days";
        let other = "nobody at the yard could say who had painted the name on the white hull";
        let texts: Vec<Print> = (0..8)
            .map(|n| match n {
                0..3 => print(&format!("{passage}, and {n} says {passage}")),
                3..6 => print(passage),
                _ => print(&format!("{n}{n} {n}. {other}")),
            })
            .collect();
        let prints: Vec<&Print> = texts.iter().collect();
        let places = Places::new(&prints);
        assert_eq!(places.of(7).len(), places.of(6).len());
        assert!(places.of(6).len() >= 3, "what only these two share");
        for (here, there) in places.of(7).iter().zip(places.of(6)) {
            assert!(std::ptr::eq(places.get(here.before()).unwrap(), there));
            assert_eq!((here.at, here.rank, there.rank), (there.at, 7, 6));
            assert_eq!((here.first(), there.before(), there.first()), (NONE, NONE, NONE));
        }
        let place = &places.of(5)[2];
        let first = places.get(place.first()).unwrap();
        assert_eq!((first.rank, first.before()), (0, NONE));
        let before = |place: &&Place| places.get(place.before());
        let ranks = std::iter::successors(Some(place), before).map(|place| place.rank);
        assert_eq!(ranks.collect::<Vec<_>>(), [5, 4, 3, 2, 2, 1, 1, 0, 0]);
    }
}
