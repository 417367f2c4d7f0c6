//! Which documents share seeds, and where.

use rayon::prelude::*;

use places::{NONE, Place, Places};

use super::print::Print;

mod piles;
mod places;

/// Earlier places looked at for a seed that is not rare, besides the first of all: the nearest.
const PLACES: usize = 2;

/// One seed shared with an earlier document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Link {
    /// Rank of the earlier document.
    pub from: u32,
    /// Its first word here.
    pub b: u32,
    /// Its first word there, twice, and one more if the seed is rare.
    a: u32,
}

impl Link {
    #[inline]
    fn new(here: &Place, there: &Place, rare: bool) -> Self {
        Self { from: there.rank, b: here.at, a: there.at << 1 | u32::from(rare) }
    }

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

    /// The seed stands in few places: alone it may tell of a copy, if more words around it are equal.
    #[inline]
    pub const fn is_rare(self) -> bool {
        self.a & 1 != 0
    }
}

/// Finds the links of all documents and gives what `found` makes of those of each, by rank. `prints` come
/// in order of rank; the links to one earlier document come together, by place here and there.
pub fn each<T: Send>(prints: &[&Print], found: impl Fn(usize, &[Link]) -> T + Sync) -> Vec<T> {
    let places = Places::new(prints);
    let of_document = |room: &mut Room, rank: usize| {
        room.links.clear();
        places.of(rank).iter().for_each(|place| add_links(&places, place, &mut room.links));
        found(rank, gather(&room.links, &mut room.gathered))
    };
    let ranks = (0..prints.len()).into_par_iter().with_min_len(FEW);
    ranks.map_init(Room::default, of_document).collect()
}

/// Documents that one thread takes at once, at least.
const FEW: usize = 64;

/// What a thread needs again for each document.
#[derive(Debug, Default)]
struct Room {
    links: Vec<Link>,
    gathered: Vec<Link>,
}

/// Adds the links from a place to places of the same seed in earlier documents, in order: to all of
/// them if the seed is rare, else to the first of all and to the nearest.
#[inline]
fn add_links(places: &Places, here: &Place, links: &mut Vec<Link>) {
    let (mut next, first) = (here.before(), here.first());
    let start = links.len();
    if first == NONE {
        while let Some(there) = places.get(next) {
            if there.rank < here.rank {
                links.push(Link::new(here, there, true));
            }
            next = there.before();
        }
        links[start..].reverse();
        return;
    }
    let before =
        |next: u32| Some(next).filter(|next| *next != first).and_then(|next| places.get(next));
    for _ in 0..PLACES * 4 {
        let Some(own) = before(next).filter(|there| there.rank == here.rank) else { break };
        next = own.before();
    }
    for _ in 0..PLACES {
        let Some(there) = before(next) else { break };
        next = there.before();
        if there.rank < here.rank {
            links.push(Link::new(here, there, false));
        }
    }
    if let Some(there) = places.get(first).filter(|there| there.rank < here.rank) {
        links.push(Link::new(here, there, false));
    }
    links[start..].reverse();
}

/// Slots in which the links of a document are dealt out, by their earlier documents.
const SLOTS: usize = 256;

/// The links of one document, given by place, in `room`: those to one earlier document together.
fn gather<'a>(links: &[Link], room: &'a mut Vec<Link>) -> &'a [Link] {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::shingle::Seeds;
    use crate::corpus::words::Words;
    use crate::span::Span;

    /// The links of each document.
    fn links(texts: &[String]) -> Vec<Vec<Link>> {
        let print = |text: &String| {
            let mut words = Words::default();
            words.add(text, Span::new(0, text.len()));
            Print::new(&words, Seeds::new(&words.hashes))
        };
        let prints: Vec<Print> = texts.iter().map(print).collect();
        each(&prints.iter().collect::<Vec<_>>(), |_, links| links.to_vec())
    }

    /// The earlier documents that each link of one place is to.
    fn froms(links: &[Link]) -> Vec<Vec<u32>> {
        let mut by_place = links.to_vec();
        by_place.sort_by_key(|link| link.b);
        let of_place = by_place.chunk_by(|one, other| one.b == other.b);
        of_place.map(|links| links.iter().map(|link| link.from).collect()).collect()
    }

    const PASSAGE: &str = "the new ferry leaves the old quay at seven every day of the week";

    #[test]
    fn rare_seeds_are_tied_to_all_earlier_places() {
        let alone = |n: u32| format!("Sheet {n}{n}. {PASSAGE}, sheet {n}.");
        let found = links(&[alone(1), alone(2), format!("{PASSAGE}. {PASSAGE}."), alone(4)]);
        assert_eq!(found[0], []);
        assert!(froms(&found[1]).contains(&vec![0]));
        assert!(froms(&found[2]).contains(&vec![0, 1]));
        assert!(found[2].iter().all(|link| link.from < 2), "not to its own document");
        assert!(froms(&found[3]).contains(&vec![0, 1, 2, 2]));
        for link in &found[1] {
            assert!(link.is_rare());
            assert_eq!(link.a(), link.b as usize);
        }
        assert!(found[3].is_sorted_by_key(Link::order));
    }

    #[test]
    fn frequent_seeds_are_tied_to_the_first_and_the_nearest() {
        let text = |n: u32| match n {
            19 => [PASSAGE; 3].join(" there, ") + " there",
            _ => format!("Sheet {n}{n}. {PASSAGE}, sheet {n}."),
        };
        let texts: Vec<String> = (0..21).map(text).collect();
        let found = links(&texts);
        let inner = |rank: usize| froms(&found[rank])[2].clone();
        assert_eq!(
            (inner(18), inner(19), inner(20)),
            (vec![0, 16, 17], vec![0, 17, 18], vec![0, 19, 19])
        );
        assert!(found[19].iter().all(|link| link.from < 19));
        assert!(found[18].iter().all(|link| !link.is_rare()));
    }
}
