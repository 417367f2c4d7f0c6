//! Which documents share seeds, and where.

use rayon::prelude::*;

use super::print::Print;
use super::shingle::SHINGLE;
use super::words::STARTS;

/// Earlier places looked at for a seed that stands in many, besides the first of all: the nearest.
const PLACES: usize = 2;
/// A seed that stands in no more places than this is rare.
const RARE: usize = 5;
/// Equal words in a row that make a seed worth a look although no other stands close by.
pub const LONE: usize = 8;

/// One seed shared with an earlier document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Link {
    /// Rank of this document.
    rank: u32,
    /// Rank of the earlier document.
    pub from: u32,
    /// Its first word here.
    pub b: u32,
    /// Its first word there, twice, and one more if the link is telling.
    a: u32,
}

impl Link {
    /// Its first word in the earlier document.
    #[inline]
    pub const fn a(self) -> usize {
        (self.a >> 1) as usize
    }

    /// Orders links: by the earlier document, the place here, the place there.
    #[inline]
    fn order(&self) -> u128 {
        u128::from(self.from) << 64 | u128::from(self.b) << 32 | u128::from(self.a)
    }

    /// The slot of its earlier document.
    #[inline]
    const fn slot(&self) -> usize {
        self.from as usize % SLOTS
    }

    /// The seed stands in few places, and more words around it seem to be equal: alone it may tell of
    /// a copy.
    #[inline]
    pub const fn is_telling(self) -> bool {
        self.a & 1 != 0
    }
}

/// Finds the links of all documents and gives what `found` makes of those of each, by rank. `prints` come
/// in order of rank; the links to one earlier document come together, by place here and there.
///
/// A link that is not telling is left out if it is the only one to its earlier document.
pub fn each<T: Send>(prints: &[&Print], found: impl Fn(usize, &[Link]) -> T + Sync) -> Vec<T> {
    let mut piles = deal(prints, &marks(prints));
    let take = |mut deal: Deal, pile: &mut Vec<Seed>| {
        deal.take(pile);
        *pile = Vec::new();
        deal
    };
    let dealt_out = piles.par_iter_mut().with_min_len(PILES / 4);
    let deals: Vec<Deal> = dealt_out.fold(|| Deal::new(prints.len()), take).collect();
    drop(piles);
    let hands = 0..prints.len().div_ceil(HAND);
    let of_hand = |hand: usize| {
        let ranks = hand * HAND..prints.len().min((hand + 1) * HAND);
        let blocks: Vec<&[Link]> = deals.iter().flat_map(|deal| deal.blocks(hand)).collect();
        let (mut links, ends) = dealt(&blocks, ranks.start, ranks.len());
        let (mut start, mut room) = (0, Vec::new());
        let own = |(rank, end): (usize, u32)| {
            let own = &mut links[start as usize..end as usize];
            start = end;
            found(rank, gather(own, &mut room))
        };
        ranks.zip(ends).map(own).collect::<Vec<_>>()
    };
    hands.into_par_iter().flat_map_iter(of_hand).collect()
}

/// Documents whose links are gathered together, to be sorted in the cache.
const HAND: usize = 256;

/// Links by document, roughly: those of each [`HAND`] of documents, in blocks of [`BLOCK`], for one
/// list that grows would leave its smaller selves behind.
#[derive(Debug)]
struct Deal {
    /// The blocks that are being filled.
    open: Vec<Vec<Link>>,
    full: Vec<Vec<Vec<Link>>>,
    room: Vec<Seed>,
}

/// Links in a block.
const BLOCK: usize = 256;

impl Deal {
    fn new(documents: usize) -> Self {
        let hands = documents.div_ceil(HAND);
        Self { open: vec![Vec::new(); hands], full: vec![Vec::new(); hands], room: Vec::new() }
    }

    /// Adds the links that the seeds of a pile make.
    fn take(&mut self, pile: &[Seed]) {
        let Self { open, full, room } = self;
        group(pile, room);
        for seeds in room.chunk_by(|one, other| one.hash() == other.hash()) {
            link(seeds, |link| {
                let hand = link.rank as usize / HAND;
                let block = &mut open[hand];
                if block.len() == block.capacity() {
                    let next = Vec::with_capacity(BLOCK);
                    full[hand].push(std::mem::replace(block, next));
                }
                block.push(link);
            });
        }
    }

    /// The blocks of one hand.
    fn blocks(&self, hand: usize) -> impl Iterator<Item = &[Link]> {
        self.full[hand].iter().chain([&self.open[hand]]).map(Vec::as_slice)
    }
}

/// The links by rank, those of one document by place, and where those of each of the `count` documents
/// from `first` on end.
///
/// They are too many to be compared with each other: they are dealt out by one key after the other.
fn dealt(blocks: &[&[Link]], first: usize, count: usize) -> (Vec<Link>, Vec<u32>) {
    let links = blocks.iter().flat_map(|block| *block);
    let last = links.clone().map(|link| link.b).max().unwrap_or(0);
    // Of a very long document neighbouring places share a bucket.
    let shift = (u32::BITS - last.leading_zeros()).saturating_sub(PLACE_BITS);
    let mut next = vec![0; (last >> shift) as usize + 1];
    let mut by_place = Vec::new();
    scatter(links, &mut by_place, &mut next, |link| (link.b >> shift) as usize);
    let mut ends = vec![0; count];
    let mut by_rank = Vec::new();
    scatter(by_place.iter(), &mut by_rank, &mut ends, |link| link.rank as usize - first);
    (by_rank, ends)
}

/// Most bits of a place by which links are dealt out.
const PLACE_BITS: u32 = 16;
/// Slots in which the links of a document are dealt out, by their earlier documents.
const SLOTS: usize = 256;

/// Of the links of one document, by place, those that are telling or not alone, now and then one more,
/// in `room`; the links to one earlier document together. Most documents share a phrase with many
/// others, and nothing else.
fn gather<'a>(links: &mut [Link], room: &'a mut Vec<Link>) -> &'a [Link] {
    let mut counts = [0_u32; SLOTS];
    links.iter().for_each(|link| counts[link.slot()] += 1);
    let mut kept = 0;
    for at in 0..links.len() {
        links[kept] = links[at];
        let keep = links[kept].is_telling() || counts[links[kept].slot()] > 1;
        kept += usize::from(keep);
    }
    let links = &links[..kept];
    scatter(links.iter(), room, &mut [0; SLOTS], Link::slot);
    for own in room.chunk_by_mut(|one, other| one.slot() == other.slot()) {
        // Two earlier documents in one slot.
        if !own.is_sorted_by_key(Link::order) {
            own.sort_unstable_by_key(Link::order);
        }
    }
    room
}

/// Copies things to `sorted` by their keys, those of equal keys in the order they have. `next` holds a
/// nought for each key, and then where the things of that key end.
#[inline]
fn scatter<'a, T: Copy + Default + 'a>(
    things: impl Iterator<Item = &'a T> + Clone,
    sorted: &mut Vec<T>,
    next: &mut [u32],
    key: impl Fn(&T) -> usize,
) {
    things.clone().for_each(|thing| next[key(thing)] += 1);
    let count = starts(next);
    sorted.clear();
    sorted.resize(count as usize, T::default());
    things.for_each(|thing| {
        let place = &mut next[key(thing)];
        sorted[*place as usize] = *thing;
        *place += 1;
    });
}

/// Puts where each stretch begins in the place of how many things it has; gives how many all have.
fn starts(counts: &mut [u32]) -> u32 {
    let mut total = 0;
    for count in counts {
        total += std::mem::replace(count, total);
    }
    total
}

/// One seed: where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Seed {
    /// Hash of the shingle, the upper half first.
    hash: [u32; 2],
    /// Rank of the document: 0 is the earliest.
    rank: u32,
    /// Its first word.
    at: u32,
    /// The words around it.
    around: Around,
}

impl Seed {
    #[inline]
    fn hash(&self) -> u64 {
        u64::from(self.hash[0]) << 32 | u64::from(self.hash[1])
    }
}

/// A few bits of each of the three words before a seed and after it, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Around(u32);

impl Around {
    /// Words on either side.
    const WORDS: usize = LONE - SHINGLE;
    /// Bits of a word.
    const BITS: usize = 5;
    /// Bits of a side.
    const SIDE: usize = Self::WORDS * Self::BITS;

    #[inline]
    fn new(words: &[u32], at: usize) -> Self {
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
    const fn runs_on(self, other: Self) -> bool {
        let differ = self.0 ^ other.0;
        let before = (differ | 1 << Self::SIDE).trailing_zeros() as usize / Self::BITS;
        let after = differ >> Self::SIDE | 1 << Self::SIDE;
        before + after.trailing_zeros() as usize / Self::BITS >= Self::WORDS
    }
}

/// Bits of the hash by which seeds are dealt out before they are sorted: a pile fits into the cache, and
/// there are few enough to write to all of them in turn.
const PILE_BITS: u32 = 6;
const PILES: usize = 1 << PILE_BITS;

/// The pile of a hash.
#[inline]
const fn pile(hash: u64) -> usize {
    (hash >> (64 - PILE_BITS)) as usize
}

/// For each pile a bit for each seed dealt to it, in order: whether it stands more than once, now and
/// then one too many. More than half of all seeds need not be kept.
fn marks(prints: &[&Print]) -> Vec<Vec<u64>> {
    let each = seeds(prints) / PILES;
    let mut piles: Vec<Vec<u32>> =
        (0..PILES).map(|_| Vec::with_capacity(each + each / 8)).collect();
    for print in prints {
        print.seeds.each(&print.words, |hash, _| piles[pile(hash)].push(hash as u32));
    }
    let marks = |pile: &Vec<u32>| {
        let mut sieve = Sieve::new(pile.len());
        pile.iter().for_each(|hash| sieve.add(*hash));
        let twice = |hash: &u32| u64::from(sieve.is_twice(*hash));
        let bits = |hashes: &[u32]| hashes.iter().rev().fold(0, |all, hash| all << 1 | twice(hash));
        pile.chunks(64).map(bits).collect()
    };
    piles.par_iter().with_min_len(PILES / 4).map(marks).collect()
}

/// How many seeds all documents have.
fn seeds(prints: &[&Print]) -> usize {
    prints.iter().map(|print| print.seeds.len()).sum()
}

/// Puts the marked seeds in piles by hash; in each pile in order of rank and place.
fn deal(prints: &[&Print], marks: &[Vec<u64>]) -> Vec<Vec<Seed>> {
    let marked = |marks: &Vec<u64>| marks.iter().map(|bits| bits.count_ones() as usize).sum();
    let mut piles: Vec<Vec<Seed>> =
        marks.iter().map(|marks| Vec::with_capacity(marked(marks))).collect();
    let mut next = [0; PILES];
    let mut kept = Vec::new();
    for (rank, print) in prints.iter().enumerate() {
        // Taken whether it is kept or not: which it is cannot be foreseen, and a wrong guess of the
        // processor costs more.
        kept.clear();
        kept.resize(print.seeds.len(), (0, 0));
        let mut count = 0;
        print.seeds.each(&print.words, |hash, at| {
            kept[count] = (hash, at);
            let number = &mut next[pile(hash)];
            count += (marks[pile(hash)][*number / 64] >> (*number % 64) & 1) as usize;
            *number += 1;
        });
        for (hash, at) in &kept[..count] {
            piles[pile(*hash)].push(Seed {
                hash: [(hash >> 32) as u32, *hash as u32],
                rank: rank as u32,
                at: *at as u32,
                around: Around::new(&print.words, *at),
            });
        }
    }
    piles
}

/// Copies a pile to `sorted` by hash, equal ones in the order they had.
fn group(pile: &[Seed], sorted: &mut Vec<Seed>) {
    // About two seeds a slot: the table stays in the fastest cache.
    let bits = pile.len().next_power_of_two().trailing_zeros().saturating_sub(2).clamp(1, 20);
    let slot = |seed: &Seed| (seed.hash[0] << PILE_BITS >> (32 - bits)) as usize;
    let mut next = vec![0; 1 << bits];
    scatter(pile.iter(), sorted, &mut next, slot);
    let mut start = 0;
    for end in next {
        let same = &mut sorted[start as usize..end as usize];
        start = end;
        if same.windows(2).any(|pair| pair[0].hash() > pair[1].hash()) {
            same.sort_by_key(Seed::hash);
        }
    }
}

/// Counts hashes to two, now and then one too many: three seeds in five stand once, and need no sorting.
struct Sieve {
    /// Two bits a slot, four slots a byte.
    slots: Vec<u8>,
}

impl Sieve {
    /// Room for so many hashes.
    fn new(hashes: usize) -> Self {
        Self { slots: vec![0; hashes.next_power_of_two().max(16)] }
    }

    #[inline]
    fn slot(&self, hash: u32) -> (usize, u32) {
        ((hash >> 2) as usize & (self.slots.len() - 1), (hash & 3) * 2)
    }

    /// Counts one.
    #[inline]
    fn add(&mut self, hash: u32) {
        let (at, shift) = self.slot(hash);
        let held = self.slots[at] >> shift & 3;
        self.slots[at] |= (held << 1 | 1) << shift & 3 << shift;
    }

    /// Whether it was counted twice.
    #[inline]
    fn is_twice(&self, hash: u32) -> bool {
        let (at, shift) = self.slot(hash);
        self.slots[at] >> shift & 2 != 0
    }
}

/// Calls `found` with the links between places of one seed, given in order of rank and place.
fn link(seeds: &[Seed], mut found: impl FnMut(Link)) {
    let rare = seeds.len() <= RARE;
    for (number, here) in seeds.iter().enumerate().skip(1) {
        let mut push = |there: &Seed| {
            if there.rank < here.rank {
                let telling = rare && here.around.runs_on(there.around);
                let a = there.at << 1 | u32::from(telling);
                found(Link { rank: here.rank, from: there.rank, b: here.at, a });
            }
        };
        if rare {
            seeds[..number].iter().for_each(push);
        } else {
            push(&seeds[0]);
            let own = seeds[1..number].iter().rev().take(PLACES * 4);
            let own = own.take_while(|there| there.rank == here.rank).count();
            seeds[1..number - own].iter().rev().take(PLACES).rev().for_each(&mut push);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sieve_counts_to_two() {
        let hash = |n: u32| n.wrapping_mul(0x9E37_79B1).rotate_left(16);
        let mut sieve = Sieve::new(2_100);
        (0..2_000).chain(500..600).for_each(|n| sieve.add(hash(n)));
        assert!((500..600).all(|n| sieve.is_twice(hash(n))));
        let wrong = (600..2_000).filter(|n| sieve.is_twice(hash(*n))).count();
        assert!(wrong < 500, "{wrong}");
    }

    #[test]
    fn each_seed_is_tied_to_earlier_documents() {
        let seed =
            |hash: u32, rank: u32| Seed { hash: [0, hash], rank, at: rank, ..Seed::default() };
        let mut pile: Vec<Seed> = (0..3).flat_map(|rank| [seed(9, rank), seed(7, rank)]).collect();
        pile.extend((0..30).map(|rank| seed(8, rank)));
        pile.push(seed(7, 2));
        pile.extend((100..200).map(|once| seed(once, 29)));
        let mut deal = Deal::new(300);
        deal.take(&pile);
        let found = deal.blocks(0).collect::<Vec<_>>().concat();
        let of = |rank: u32| found.iter().filter(|link| link.rank == rank).count();
        assert_eq!((of(0), of(1)), (0, 3));
        assert_eq!(of(29), 3, "the first and the two nearest");
        let same = found.iter().filter(|link| link.rank == 2 && link.is_telling()).count();
        assert_eq!(same, 2 + 4, "not to its own document");
        assert!(found.iter().all(|link| link.a() == link.from as usize));
        let (links, ends) = dealt(&[&found], 0, 300);
        assert_eq!((ends[1], ends[29] - ends[28], ends[299] as usize), (3, 3, links.len()));
        assert!(links.is_sorted_by_key(|link| link.rank));
    }

    #[test]
    fn equal_hashes_come_together_in_order() {
        let pile: Vec<Seed> = (0..5_000_u32)
            .map(|at| Seed { hash: [(at % 700) << 5, at % 3], at, ..Seed::default() })
            .collect();
        let mut sorted = Vec::new();
        group(&pile, &mut sorted);
        assert_eq!(sorted.len(), 5_000);
        assert!(sorted.is_sorted_by_key(|seed| (seed.hash(), seed.at)));
    }

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
