//! What a text repeats of itself.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::blocks::merged;
use super::extend::{Alike, extend};
use super::shingle::{SHINGLE, Seeds};
use super::words::{STARTS, same};

/// Earlier places looked at for one seed.
const PLACES: usize = 4;
/// Least share of words that stand in both for two stretches to be copies at all.
const MIN_SIMILARITY: f64 = 0.6;

/// Words that a copy must tell of alone to stay beside a better one that tells of most of it.
const OWN: usize = 12;

/// The copies of stretches of `words` that stand earlier in them, in order; each is tied to the
/// earliest stretch it repeats. `alike.a` and `alike.b` do not overlap.
#[must_use]
pub fn repeats(words: &[u32], seeds: &Seeds) -> Vec<Alike> {
    let mut blocks: Vec<Alike> = Vec::new();
    BUFFERS.with_borrow_mut(|buffers| {
        let Buffers { last, again, slots } = buffers;
        last.standing_again(words, seeds, again);
        if again.is_empty() {
            return;
        }
        let mut table = Table::new(words, again.len(), slots);
        for at in again.iter().map(|at| *at as usize) {
            let Some(five) = words.get(at..).and_then(<[u32]>::first_chunk) else { continue };
            if let Some(places) = table.add(five, at) {
                compare(words, places, at, &mut blocks);
            }
        }
    });
    if blocks.is_empty() {
        return blocks;
    }
    let mut found = merged(blocks, MIN_SIMILARITY, OWN, |whole| whole.a.end <= whole.b.start);
    found.retain(|alike| alike.similarity() >= MIN_SIMILARITY && alike.a.end <= alike.b.start);
    found
}

/// Looks at the places where a seed stood before its place `at`.
fn compare(words: &[u32], places: Places, at: usize, blocks: &mut Vec<Alike>) {
    for before in places.iter() {
        let known = |block: &Alike| {
            let told = block.a.contains(&before) || before > block.a.start && good(block);
            block.b.contains(&at) && told
        };
        if before + SHINGLE > at || blocks.iter().rev().take(8).any(known) {
            continue;
        }
        let alike = apart(words, before, at);
        if alike.same > SHINGLE {
            blocks.push(alike);
        }
    }
}

/// What is used anew for each document.
#[derive(Default)]
struct Buffers {
    last: Last,
    again: Vec<u32>,
    slots: Vec<u32>,
}

thread_local! {
    static BUFFERS: RefCell<Buffers> = RefCell::default();
}

/// Where seeds stood last, by their sketches.
#[derive(Default)]
struct Last {
    /// For each sketch the last place; places count on from one document to the next, and nothing need
    /// be emptied between them.
    places: Vec<u32>,
    /// What the places of the next document are counted from: all before them are less.
    next: u32,
    /// Pairs of neighbouring places of one sketch.
    pairs: Vec<[u32; 2]>,
    /// A bit for each word.
    bits: Vec<u64>,
}

/// Places for so many seeds: of those that stand once, few share theirs with another.
const fn room(seeds: usize) -> usize {
    (seeds * 8).next_power_of_two()
}

impl Last {
    /// The places of the seeds that stand more than once, and of a few that share a sketch with another
    /// one, in order.
    ///
    /// Nearly every seed stands once. One look at where its sketch stood last sorts those out without a
    /// guess that could fail, and the places of a document stay in the nearest cache.
    fn standing_again(&mut self, words: &[u32], seeds: &Seeds, again: &mut Vec<u32>) {
        again.clear();
        let count = seeds.len();
        let from = self.make_room(words.len(), count);
        let Self { places, pairs, bits, .. } = self;
        let places = &mut places[..room(count)];
        let mask = places.len() - 1;
        let mut found = 0;
        seeds.each_place(words, |five, at| {
            let slot = sketch(five) as usize & mask;
            let (Some(last), Some(pair)) = (places.get_mut(slot), pairs.get_mut(found)) else {
                return;
            };
            // Written whether they are a pair or not, for that cannot be foreseen.
            *pair = [last.wrapping_sub(from), at as u32];
            found += usize::from(*last >= from);
            *last = from + at as u32;
        });
        if found == 0 {
            return;
        }
        bits.clear();
        bits.resize(words.len().div_ceil(64), 0);
        for at in pairs.iter().take(found).flatten() {
            bits[*at as usize / 64] |= 1 << (at % 64);
        }
        for (number, bits) in bits.iter().enumerate() {
            let mut bits = *bits;
            while bits != 0 {
                again.push(number as u32 * 64 + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
    }

    /// Makes room for a document; gives what its places are counted from.
    fn make_room(&mut self, words: usize, seeds: usize) -> u32 {
        if self.places.len() < room(seeds) {
            self.places.resize(room(seeds), 0);
        }
        if self.pairs.len() < seeds {
            self.pairs.resize(seeds, [0; 2]);
        }
        let from = self.next.max(1);
        self.next = from.saturating_add(words as u32);
        if self.next < u32::MAX {
            return from;
        }
        self.places.fill(0);
        self.next = 1 + words as u32;
        1
    }
}

/// A hash of five words without the one in the middle, good enough for a table of one document, for a
/// third of what the full one costs.
#[inline]
fn sketch(five: &[u32; SHINGLE]) -> u32 {
    // Two neighbours are read as one number.
    let pair = |at: usize| {
        (u64::from(five[at]) | u64::from(five[at + 1]) << 32)
            | u64::from(STARTS) << 32
            | u64::from(STARTS)
    };
    let sum = pair(0).wrapping_add(pair(3).rotate_left(23));
    (sum.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// Whether a block is so alike that no other place needs to be looked at.
fn good(block: &Alike) -> bool {
    block.similarity() >= 0.9
}

/// Extends two equal shingles of one text without letting the stretches run into each other.
fn apart(words: &[u32], a: usize, b: usize) -> Alike {
    let all = 0..words.len();
    let found = extend((words, words), (a, b), SHINGLE, (0..b, a + SHINGLE..all.end));
    if found.a.end <= found.b.start {
        return found;
    }
    let middle = usize::midpoint(a + SHINGLE, b);
    extend((words, words), (a, b), SHINGLE, (0..middle, middle..all.end))
}

/// The places of each seed. Nearly all stand once: of those only a number is kept.
struct Table<'a> {
    words: &'a [u32],
    /// One more than the first place of a seed; 0 is empty.
    slots: &'a mut Vec<u32>,
    /// All places of the seeds that stand more than once, by their first.
    again: FxHashMap<u32, Places>,
}

/// The first places of a seed, in order.
#[derive(Debug, Clone, Copy)]
struct Places {
    places: [u32; PLACES],
    count: usize,
}

impl Places {
    fn iter(&self) -> impl Iterator<Item = usize> {
        self.places.iter().take(self.count).map(|place| *place as usize)
    }
}

impl<'a> Table<'a> {
    /// Slots for each seed: one that stands once seldom meets another, and the table stays small.
    const ROOM: usize = 2;

    fn new(words: &'a [u32], seeds: usize, slots: &'a mut Vec<u32>) -> Self {
        slots.clear();
        slots.resize((seeds * Self::ROOM).next_power_of_two(), 0);
        Self { words, slots, again: FxHashMap::default() }
    }

    /// Adds a place of a seed of these words; gives the places before it, if there are any.
    #[inline]
    fn add(&mut self, five: &[u32; SHINGLE], at: usize) -> Option<Places> {
        let mask = self.slots.len() - 1;
        let mut slot = sketch(five) as usize & mask;
        while let Some(first) = self.slots[slot].checked_sub(1) {
            if self.stands(five, first as usize) {
                return Some(self.add_again(first, at as u32));
            }
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = at as u32 + 1;
        None
    }

    /// Whether these words stand at a place.
    #[inline]
    fn stands(&self, five: &[u32; SHINGLE], at: usize) -> bool {
        let there = self.words.get(at..).and_then(<[u32]>::first_chunk::<SHINGLE>);
        there.is_some_and(|there| five.iter().zip(there).all(|(one, other)| same(*one, *other)))
    }

    fn add_again(&mut self, first: u32, at: u32) -> Places {
        let mut places = [0; PLACES];
        places[0] = first;
        let held = self.again.entry(first).or_insert(Places { places, count: 1 });
        let before = *held;
        if let Some(place) = held.places.get_mut(held.count) {
            *place = at;
            held.count += 1;
        }
        before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Words;
    use crate::span::Span;

    fn found(text: &str) -> Vec<(String, String)> {
        let mut words = Words::default();
        words.add(text, Span::new(0, text.len()));
        for (stop, _) in text.match_indices(". ") {
            let at = words.at(stop + 2);
            words.hashes[at] |= crate::corpus::STARTS;
        }
        let seeds = Seeds::new(&words.hashes);
        repeats(&words.hashes, &seeds)
            .into_iter()
            .map(|alike| {
                let span = |range: std::ops::Range<usize>| words.span(range.start, range.end);
                (span(alike.a).of(text).to_owned(), span(alike.b).of(text).to_owned())
            })
            .collect()
    }

    #[test]
    fn finds_a_repeated_sentence_with_a_changed_word() {
        let text = "Today. The ferry to the outer islands will not sail before the spring. Nobody asked why. \
                    The ferry to the northern islands will not sail before the spring!";
        assert_eq!(
            found(text),
            [(
                "The ferry to the outer islands will not sail before the spring".to_owned(),
                "The ferry to the northern islands will not sail before the spring".to_owned()
            )]
        );
    }

    #[test]
    fn a_third_copy_points_at_the_first() {
        let text = "One two three four five six seven eight. a. \
                    One two three four five six seven eight. b. \
                    One two three four five six seven eight.";
        let found = found(text);
        assert_eq!(found.len(), 2);
        let mut words = Words::default();
        words.add(text, Span::new(0, text.len()));
        let all = repeats(&words.hashes, &Seeds::new(&words.hashes));
        assert!(all.iter().all(|alike| alike.a.start == 0), "{all:?}");
    }

    #[test]
    fn seeds_that_share_a_slot_are_told_apart() {
        let words: Vec<u32> = (0..400).flat_map(|n| [8, 16 + n * 4, 8, 8, 8]).collect();
        let mut slots = Vec::new();
        let mut table = Table::new(&words, 400, &mut slots);
        let mut add = |at: usize| {
            let five = words[at..].first_chunk().unwrap();
            table.add(five, at).map(|places| places.iter().collect::<Vec<_>>())
        };
        assert!((0..400).all(|n| add(n * 5).is_none()));
        assert_eq!(add(35), Some(vec![35]));
        for _ in 0..6 {
            add(40);
        }
        assert_eq!((add(40), add(35)), (Some(vec![40; 4]), Some(vec![35, 35])));
    }

    #[test]
    fn seeds_that_stand_again_are_sorted_out() {
        let numbers = (0..3_000).chain(70..95).chain(3_000..4_000).chain(80..90);
        let words: Vec<u32> =
            numbers.map(|n: u32| (n + 1).wrapping_mul(0x9E37_79B1) << 2).collect();
        let seeds = Seeds::new(&words);
        let mut last = Last::default();
        let mut again = |seeds: &Seeds| -> Vec<usize> {
            let mut again = vec![7; 3];
            last.standing_again(&words, seeds, &mut again);
            again.iter().map(|at| *at as usize).collect()
        };
        let found = again(&seeds);
        assert_eq!(again(&seeds), found, "nothing of the document before");
        let mut inside = Vec::new();
        seeds.each_place(&words, |_, at| {
            let copied = (70..=90).contains(&at) || (3_000..=3_020).contains(&at) || at >= 4_025;
            inside.extend(copied.then_some(at));
        });
        assert!(inside.len() > 12);
        let shared: Vec<_> = inside.iter().filter(|at| !found.contains(at)).collect();
        assert!(shared.len() <= 4, "at the edges others are chosen: {shared:?}");
        assert!(found.len() < inside.len() + seeds.len() / 8);
        assert!(found.is_sorted());
        assert!(again(&Seeds::default()).is_empty());
        last.next = u32::MAX - 99;
        for _ in 0..2 {
            let mut again = Vec::new();
            last.standing_again(&words, &seeds, &mut again);
            assert!(again.iter().map(|at| *at as usize).eq(found.iter().copied()));
        }
    }

    #[test]
    fn monotony_is_cut_into_stretches_that_do_not_overlap() {
        let text = "la ".repeat(500);
        let mut words = Words::default();
        words.add(&text, Span::new(0, text.len()));
        let all = repeats(&words.hashes, &Seeds::new(&words.hashes));
        assert!(!all.is_empty());
        assert!(all.iter().all(|alike| alike.a.end <= alike.b.start));
    }
}
