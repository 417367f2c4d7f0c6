//! Which documents share seeds, and where.

use rayon::prelude::*;

use links::Links;

use super::print::Print;

mod links;
mod piles;

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
    let links = Links::new(prints);
    let of_stretch = |room: &mut Room, number: usize| -> Vec<T> {
        let ranks = links.stretch(number, &mut room.links, &mut room.spare);
        let mut left = room.links.as_mut_slice();
        let of_document = |rank: usize| {
            let (start, end) = links.words(rank);
            let own = left.partition_point(|link| link.b < end);
            let own = left.split_off_mut(..own).unwrap_or_default();
            own.iter_mut().for_each(|link| link.b -= start);
            found(rank, gather(own, &mut room.spare))
        };
        ranks.map(of_document).collect()
    };
    let all: Vec<Vec<T>> =
        (0..links.stretches()).into_par_iter().map_init(Room::default, of_stretch).collect();
    all.into_iter().flatten().collect()
}

/// What a thread needs again for each stretch of documents.
#[derive(Debug, Default)]
struct Room {
    links: Vec<Link>,
    spare: Vec<Link>,
}

/// Slots in which the links of a document are dealt out, by their earlier documents.
const SLOTS: usize = 256;

/// The links of one document, given by place, in `room`: those to one earlier document together.
fn gather<'a>(links: &[Link], room: &'a mut Vec<Link>) -> &'a [Link] {
    scatter(links, room, &mut [0; SLOTS], Link::slot);
    for own in room.chunk_by_mut(|one, other| one.slot() == other.slot()) {
        // Two earlier documents in one slot.
        if own.iter().any(|link| link.from != own[0].from) {
            own.sort_unstable_by_key(Link::order);
        }
    }
    room
}

/// Copies things to `sorted` by their keys, those of equal keys in the order they have. `next` holds a
/// nought for each key, and then where the things of that key end.
#[inline]
fn scatter<T: Copy + Default>(
    things: &[T],
    sorted: &mut Vec<T>,
    next: &mut [u32],
    key: impl Fn(&T) -> usize,
) {
    things.iter().for_each(|thing| next[key(thing)] += 1);
    starts(next);
    // What it holds is written over.
    sorted.resize(things.len(), T::default());
    for thing in things {
        let place = &mut next[key(thing)];
        sorted[*place as usize] = *thing;
        *place += 1;
    }
}

/// Puts where each stretch begins in the place of how many things it has.
fn starts(counts: &mut [u32]) {
    let mut total = 0;
    for count in counts {
        total += std::mem::replace(count, total);
    }
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
        assert_eq!((inner(18), inner(19), inner(20)), (vec![0, 17], vec![0, 18], vec![0, 19]));
        assert!(found[19].iter().all(|link| link.from < 19));
        assert!(found[18].iter().all(|link| !link.is_rare()));
    }
}
