//! What a text repeats of itself.

use super::blocks::merged;
use super::extend::{Alike, extend};
use super::shingle::{SHINGLE, Seeds, hash};
use super::words::STARTS;

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
    let twice = twice(words, seeds);
    if twice.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new(twice.len());
    let mut blocks: Vec<Alike> = Vec::new();
    for (hash, at) in twice {
        for before in table.add(hash, at).into_iter().flatten() {
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
    let mut found = merged(blocks, MIN_SIMILARITY, OWN, |whole| whole.a.end <= whole.b.start);
    found.retain(|alike| alike.similarity() >= MIN_SIMILARITY && alike.a.end <= alike.b.start);
    found
}

/// Slots of the sieve for each seed: of those that stand once few share a slot with another.
const SLOTS: usize = 32;

/// The hashes and first words of all seeds that stand more than once, and of a few others, in order.
fn twice(words: &[u32], seeds: &Seeds) -> Vec<(u64, usize)> {
    let count = seeds.len();
    let mut slots = vec![Slots::default(); (count * SLOTS / 64).next_power_of_two()];
    let mask = slots.len() * 64 - 1;
    let mut found = Vec::with_capacity(count);
    seeds.each_place(words, |five, at| {
        let slot = sketch(five) & mask;
        let (slots, bit) = (&mut slots[slot / 64], 1 << (slot % 64));
        slots.twice |= slots.once & bit;
        slots.once |= bit;
        found.push((slot as u32, at as u32));
    });
    let is_twice = |slot: u32| slots[slot as usize / 64].twice >> (slot % 64) & 1 != 0;
    let twice = found.iter().filter(|(slot, _)| is_twice(*slot)).map(|(_, at)| *at as usize);
    let hashed = |at: usize| Some((hash(words.get(at..)?.first_chunk()?), at));
    twice.filter_map(hashed).collect()
}

/// Which slots were hit, and which of them again.
#[derive(Debug, Clone, Copy, Default)]
struct Slots {
    once: u64,
    twice: u64,
}

/// A hash of two of the five words that costs a fraction of the full one; equal seeds have the same.
#[inline]
fn sketch(five: &[u32; SHINGLE]) -> usize {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let pair = u64::from(five[0] | STARTS) << 32 | u64::from(five[SHINGLE - 1] | STARTS);
    (pair.wrapping_mul(FACTOR) >> 32) as usize
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

/// The places of each hash: the first ones, in order.
struct Table {
    /// One more than the index of the newest entry of a hash; 0 is empty.
    slots: Vec<u32>,
    entries: Vec<Entry>,
}

struct Entry {
    hash: u64,
    places: [u32; PLACES],
    count: u32,
}

impl Table {
    fn new(seeds: usize) -> Self {
        Self { slots: vec![0; (seeds * 2).next_power_of_two()], entries: Vec::new() }
    }

    /// Adds a place; gives the places before it.
    fn add(&mut self, hash: u64, at: usize) -> [Option<usize>; PLACES] {
        let mut before = [None; PLACES];
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while let Some(number) = self.slots[slot].checked_sub(1) {
            let entry = &mut self.entries[number as usize];
            if entry.hash != hash {
                slot = (slot + 1) & mask;
                continue;
            }
            for (place, out) in entry.places.iter().zip(&mut before).take(entry.count as usize) {
                *out = Some(*place as usize);
            }
            if let Some(place) = entry.places.get_mut(entry.count as usize) {
                *place = at as u32;
                entry.count += 1;
            }
            return before;
        }
        let mut places = [0; PLACES];
        places[0] = at as u32;
        self.entries.push(Entry { hash, places, count: 1 });
        self.slots[slot] = self.entries.len() as u32;
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
    fn monotony_is_cut_into_stretches_that_do_not_overlap() {
        let text = "la ".repeat(500);
        let mut words = Words::default();
        words.add(&text, Span::new(0, text.len()));
        let all = repeats(&words.hashes, &Seeds::new(&words.hashes));
        assert!(!all.is_empty());
        assert!(all.iter().all(|alike| alike.a.end <= alike.b.start));
    }
}
