//! The links of all documents, found pile by pile and dealt out to stretches of documents.
//!
//! Whatever is written out of order is written to where it stays in the cache: the links of a pile in
//! order of its seeds, then by stretches, and the links of a stretch by their places.

use std::ops::Range;

use rayon::prelude::*;

use super::piles::{Piles, grouped, keep_shared};
use super::{Link, scatter, starts};
use crate::corpus::print::Print;

/// A seed that stands in no more places than this is rare.
const RARE: usize = 5;
/// Places in one document that are passed over on the way to an earlier one.
const OWN: usize = 8;
/// The documents of a stretch are those that begin in the same so many blocks.
const STRETCH: usize = 256;
/// Words are counted through all documents; each begins with a block of so many of its own.
const BLOCK: usize = 64;

/// The links of all documents.
#[derive(Debug)]
pub struct Links {
    /// The block with which each document begins, and one past the last of all.
    starts: Vec<usize>,
    /// Those that were found in each pile.
    dealt: Vec<Dealt>,
}

/// The links of one pile.
#[derive(Debug)]
struct Dealt {
    /// Stretch by stretch, by turns of places in no order. `b` is counted from where the stretch begins.
    links: Box<[Link]>,
    /// Where the links of each stretch end.
    ends: Box<[u32]>,
}

impl Links {
    /// Finds the links; `prints` come in order of rank.
    pub fn new(prints: &[&Print]) -> Self {
        let blocks = Blocks::new(prints);
        let words = blocks.starts.iter().map(|start| start * BLOCK);
        let piles = Piles::new(prints.iter().copied().zip(words));
        let (few, word_bits) = (piles.few(), piles.word_bits);
        let of_pile = |room: &mut Room, mut pile: Vec<u64>| {
            keep_shared(&mut pile);
            room.found.clear();
            for same in grouped(&pile, &mut room.seeds, word_bits).filter(|same| same.len() > 1) {
                room.group.clear();
                room.group.extend(same.iter().map(|seed| blocks.place(*seed, word_bits)));
                add_links(&room.group, &mut room.found);
            }
            Dealt::new(&room.found, stretches(&blocks.starts))
        };
        let piles = piles.seeds.into_par_iter().with_min_len(few);
        let dealt = piles.map_init(Room::default, of_pile).collect();
        Self { starts: blocks.starts, dealt }
    }

    /// How many stretches of documents there are.
    pub fn stretches(&self) -> usize {
        stretches(&self.starts)
    }

    /// Puts the links of the documents of a stretch into `links`, by place; gives the ranks of the
    /// documents.
    pub fn stretch(
        &self,
        number: usize,
        links: &mut Vec<Link>,
        spare: &mut Vec<Link>,
    ) -> Range<usize> {
        links.clear();
        for dealt in &self.dealt {
            links.extend_from_slice(dealt.of(number));
        }
        let documents = &self.starts[..self.starts.len() - 1];
        let rank = |stretch: usize| documents.partition_point(|start| start / STRETCH < stretch);
        let ranks = rank(number)..rank(number + 1);
        let words = (self.starts[ranks.end] - number * STRETCH) * BLOCK;
        for shift in (0..words.next_power_of_two().trailing_zeros()).step_by(8) {
            scatter(links, spare, &mut [0; 256], |link| (link.b >> shift) as usize & 255);
            std::mem::swap(links, spare);
        }
        ranks
    }

    /// The first word of a document and one past its last one, counted from where its stretch begins.
    pub fn words(&self, rank: usize) -> (u32, u32) {
        let first = self.starts[rank] / STRETCH * STRETCH;
        let word = |rank: usize| ((self.starts[rank] - first) * BLOCK) as u32;
        (word(rank), word(rank + 1))
    }
}

/// How many stretches there are of documents that begin with these blocks, but for the last one.
fn stretches(starts: &[usize]) -> usize {
    starts.iter().rev().nth(1).map_or(0, |start| start / STRETCH + 1)
}

impl Dealt {
    /// Deals out what was found in one pile.
    fn new(found: &[Found], stretches: usize) -> Self {
        let mut ends = vec![0; stretches].into_boxed_slice();
        found.iter().for_each(|found| ends[found.stretch as usize] += 1);
        starts(&mut ends);
        let mut links = vec![Link::default(); found.len()].into_boxed_slice();
        for Found { stretch, link } in found {
            let place = &mut ends[*stretch as usize];
            links[*place as usize] = *link;
            *place += 1;
        }
        Self { links, ends }
    }

    /// The links of a stretch.
    fn of(&self, stretch: usize) -> &[Link] {
        let start = stretch.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.links[start as usize..self.ends[stretch] as usize]
    }
}

/// What a thread needs again for each pile.
#[derive(Debug, Default)]
struct Room {
    seeds: Vec<u64>,
    group: Vec<Place>,
    found: Vec<Found>,
}

/// A link, and the stretch of its later document.
#[derive(Debug)]
struct Found {
    stretch: u32,
    link: Link,
}

impl Found {
    #[inline]
    const fn new(here: &Place, there: &Place, rare: bool) -> Self {
        let stretch = here.start / STRETCH;
        let b = ((here.start - stretch * STRETCH) * BLOCK) as u32 + here.at;
        let link = Link { from: there.rank, b, a: there.at << 1 | rare as u32 };
        Self { stretch: stretch as u32, link }
    }
}

/// A place of a seed.
#[derive(Debug)]
struct Place {
    /// Rank of the document: 0 is the earliest.
    rank: u32,
    /// The seed's first word.
    at: u32,
    /// The block with which the document begins.
    start: usize,
}

/// The blocks of words of all documents.
struct Blocks {
    /// For each the rank of its document.
    ranks: Vec<u32>,
    /// The first of each document, and one past the last of all.
    starts: Vec<usize>,
}

impl Blocks {
    fn new(prints: &[&Print]) -> Self {
        let (mut ranks, mut starts) = (Vec::new(), vec![0]);
        for (rank, print) in (0..).zip(prints) {
            ranks.resize(ranks.len() + print.len().div_ceil(BLOCK), rank);
            starts.push(ranks.len());
        }
        Self { ranks, starts }
    }

    /// The place of a seed.
    #[inline]
    fn place(&self, seed: u64, word_bits: u32) -> Place {
        let word = (seed & ((1 << word_bits) - 1)) as usize;
        let rank = self.ranks[word / BLOCK];
        let start = self.starts[rank as usize];
        Place { rank, at: (word - start * BLOCK) as u32, start }
    }
}

/// Adds the links from each place of one seed to its places in earlier documents, in order: to all of them
/// if the seed is rare, else to the first of all and to the nearest.
#[inline]
fn add_links(places: &[Place], links: &mut Vec<Found>) {
    let rare = places.len() <= RARE;
    for (number, here) in places.iter().enumerate().skip(1) {
        let is_earlier = |there: &&Place| there.rank < here.rank;
        let link = |there| Found::new(here, there, rare);
        if rare {
            links.extend(places[..number].iter().filter(is_earlier).map(link));
            continue;
        }
        let own = |there: &&Place| there.rank == here.rank;
        let own = places[1..number].iter().rev().take(OWN).take_while(own).count();
        let nearest = places[1..number - own].last();
        links.extend(places[..1].iter().chain(nearest).filter(is_earlier).map(link));
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
    fn the_links_of_a_stretch_come_in_order_of_place() {
        let passage =
            "the new ferry leaves the old quay at seven every day but not on feast days. ";
        let long = passage.repeat(30) + &"x y z ".repeat(100);
        let texts: Vec<Print> = (0..150).map(|n| print(&format!("{n} {long} {n}"))).collect();
        let prints: Vec<&Print> = texts.iter().collect();
        let links = Links::new(&prints);
        assert!(links.stretches() > 2, "{}", links.stretches());
        let (mut own, mut spare, mut next) = (Vec::new(), Vec::new(), 0);
        for number in 0..links.stretches() {
            let ranks = links.stretch(number, &mut own, &mut spare);
            assert_eq!(ranks.start, next);
            next = ranks.end;
            assert!(own.is_sorted_by_key(|link| (link.b, link.from, link.a)));
            for rank in ranks {
                let (start, end) = links.words(rank);
                let from = own.partition_point(|link| link.b < start);
                let to = own.partition_point(|link| link.b < end);
                assert_eq!(to > from, rank > 0);
                assert!(own[from..to].iter().all(|link| (link.from as usize) < rank));
            }
        }
        assert_eq!(next, prints.len());
    }
}
