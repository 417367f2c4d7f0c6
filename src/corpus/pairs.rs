//! The copies of one document: for each passage, the earlier document it is most likely copied from.

use std::ops::Range;

use super::Limits;
use super::blocks::{GAP, merged, overlap};
use super::extend::{Alike, extend};
use super::index::Link;
use super::shingle::SHINGLE;
use super::words::{BREAK, STARTS, same};

/// How alike, in percent, a copy must be for no other original to be looked for.
const SETTLED: u8 = 95;
/// By how much a later candidate must be more alike to take the place of an earlier one.
const BETTER: f64 = 0.04;
/// Equal words in a row that make a seed worth a look although no other stands close by.
const LONE: usize = 8;
/// Links on either side that are asked whether they support a link.
const NEIGHBOURS: usize = 4;
/// Most words between a copy and the end of its sentence that count as edited.
const SNAP: usize = 3;

/// A passage (`alike.b`) and the earlier document's passage it repeats (`alike.a`).
#[derive(Debug, Clone)]
pub struct Pair {
    /// Rank of the earlier document.
    pub from: u32,
    /// The two stretches.
    pub alike: Alike,
}

/// Finds what the document of that rank shares with earlier ones, in order of its words.
///
/// Each passage is tied to one earlier document: the one that shares most seeds, the earliest of
/// equals. So a passage that stands in a thousand documents costs a thousand extensions, not a million.
#[must_use]
pub fn pairs(texts: &[&[u32]], links: &[Link], rank: usize, limits: &Limits) -> Vec<Pair> {
    let groups = links.chunk_by(|x, y| x.from == y.from);
    let tells = |link: &Link| tells(texts[link.from as usize], texts[rank], *link);
    let mut groups: Vec<&[Link]> =
        groups.filter(|group| group.len() > 1 || tells(&group[0])).collect();
    groups.sort_unstable_by_key(|group| (std::cmp::Reverse(group.len()), group[0].from));
    if groups.is_empty() {
        return Vec::new();
    }
    let mut covered = vec![0; texts[rank].len()];
    let mut found: Vec<Found> = Vec::new();
    for group in groups {
        let from = group[0].from;
        let (a, b) = (texts[from as usize], texts[rank]);
        let (like, own) = (limits.min_similarity, limits.min_sentence_words);
        for alike in merged(blocks(a, b, group, &covered), like, own, |_| true) {
            let alike = whole_sentences(a, b, alike, limits);
            if alike.similarity() >= limits.min_similarity && long_enough(a, b, &alike, limits) {
                keep((Pair { from, alike }, group), limits, &mut found, &mut covered);
            }
        }
    }
    let mut found: Vec<Pair> = found.into_iter().map(|(pair, _)| pair).collect();
    found.sort_by_key(|pair| (pair.alike.b.start, pair.alike.b.end, pair.from));
    found
}

/// A pair, and the links to its earlier document.
type Found<'a> = (Pair, &'a [Link]);

/// Adds a copy, unless as good a one was found for most of its words; a clearly better one takes the
/// place of those it covers.
fn keep<'a>(
    (new, links): Found<'a>,
    limits: &Limits,
    found: &mut Vec<Found<'a>>,
    covered: &mut [u8],
) {
    let better = |(old, _): &Found| {
        new.alike.similarity() > old.alike.similarity() + BETTER
            && overlap(&old.alike.b, &new.alike.b) * 5 >= old.alike.b.len() * 4
    };
    // What was put into a copied text from elsewhere shares no seed with the original.
    let shares = |links: &[Link]| {
        let from = links.partition_point(|link| (link.b as usize) < new.alike.b.start);
        links.get(from).is_some_and(|link| new.alike.b.contains(&(link.b as usize)))
    };
    // A passage pieced together from two others is a copy of both.
    let rival = |(old, links): &Found| {
        let (known, words) = (overlap(&old.alike.b, &new.alike.b), new.alike.b.len());
        known * 2 >= words && words - known < limits.min_sentence_words && shares(links)
    };
    if found.iter().any(|old| rival(old) && !better(old)) {
        return;
    }
    found.retain(|old| !better(old));
    covered[new.alike.b.clone()].fill((new.alike.similarity() * 100.0) as u8);
    found.push((new, links));
}

/// Extends the links to one earlier document, leaving out what is covered already.
fn blocks(a: &[u32], b: &[u32], links: &[Link], covered: &[u8]) -> Vec<Alike> {
    let mut blocks: Vec<Alike> = Vec::new();
    for (number, link) in links.iter().enumerate() {
        let (at_a, at_b) = (link.a(), link.b as usize);
        // Most links of a long copy lie in what the first of them was extended to.
        let known = |block: &Alike| block.b.contains(&at_b) && block.a.contains(&at_a);
        if blocks.iter().rev().take(16).any(known) || covered[at_b] >= SETTLED {
            continue;
        }
        let tells = || supported(links, number) || tells(a, b, *link);
        if !tells() || !is_seed((a, at_a), (b, at_b)) {
            continue;
        }
        let bounds = (0..a.len(), 0..b.len());
        let alike = extend((a, b), (at_a, at_b), SHINGLE, bounds);
        if alike.same > SHINGLE {
            blocks.push(alike);
        }
    }
    blocks
}

/// Whether the words of a seed are equal: seeds are taken for equal by their hashes.
fn is_seed((a, at_a): (&[u32], usize), (b, at_b): (&[u32], usize)) -> bool {
    (0..SHINGLE).all(|step| same(a[at_a + step], b[at_b + step]))
}

/// Whether a link without another one close by is worth a look: few texts have its words, and more
/// words around them are equal.
fn tells(a: &[u32], b: &[u32], link: Link) -> bool {
    let (at_a, at_b) = (link.a(), link.b as usize);
    if !link.is_rare() {
        return false;
    }
    let pairs = |from: usize| a[at_a + from..].iter().zip(&b[at_b + from..]);
    let after = pairs(SHINGLE).take(LONE).take_while(|(x, y)| same(**x, **y)).count();
    let before = a[..at_a].iter().rev().zip(b[..at_b].iter().rev());
    let before = before.take(LONE).take_while(|(x, y)| same(**x, **y)).count();
    SHINGLE + before + after >= LONE
}

/// Whether another seed of the same two documents stands close by: a frequent phrase alone tells
/// nothing, and looking into each would cost most of the time.
fn supported(links: &[Link], number: usize) -> bool {
    let link = links[number];
    let close = |other: &Link| {
        let (da, db) = (other.a() as i64 - link.a() as i64, i64::from(other.b) - i64::from(link.b));
        db != 0 && db.abs() <= GAP as i64 && (da - db).abs() <= 8
    };
    let from = number.saturating_sub(NEIGHBOURS);
    links[from..(number + NEIGHBOURS + 1).min(links.len())].iter().any(close)
}

/// Lets a copy begin and end where sentences do, if they begin or end close by: a reader sees sentences.
///
/// The few words missing from a sentence are taken in; a few words of a sentence that is not copied are
/// let go.
fn whole_sentences(a: &[u32], b: &[u32], alike: Alike, limits: &Limits) -> Alike {
    let mut whole = alike.clone();
    let back = |words: &[u32], at: usize| (0..=SNAP.min(at)).find(|step| begins(words, at - step));
    let ahead = |words: &[u32], at: usize| (0..=SNAP).find(|step| ends(words, at + step));
    let inner = |bound: usize, found: &dyn Fn(usize) -> bool| {
        (1..=SNAP + 1).find(|step| *step < bound && found(*step))
    };
    let bound = alike.b.len().min(alike.a.len()) / 2;
    let equal = |i: usize, j: usize| same(a[i], b[j]);
    let head = inner(bound, &|step| begins(b, alike.b.start + step));
    match (back(a, alike.a.start), back(b, alike.b.start)) {
        (Some(x), Some(y)) if head.is_none_or(|head| head > x.max(y)) => {
            whole.a.start -= x;
            whole.b.start -= y;
        }
        _ => {
            let fits =
                |step: &usize| (0..*step).all(|at| equal(alike.a.start + at, alike.b.start + at));
            if let Some(step) = head.filter(fits) {
                whole.a.start += step;
                whole.b.start += step;
                whole.same -= step;
            }
        }
    }
    let tail = inner(bound, &|step| ends(b, alike.b.end - step));
    match (ahead(a, alike.a.end), ahead(b, alike.b.end)) {
        (Some(x), Some(y)) if tail.is_none_or(|tail| tail > x.max(y)) => {
            whole.a.end += x;
            whole.b.end += y;
        }
        _ => {
            let fits =
                |step: &usize| (1..=*step).all(|at| equal(alike.a.end - at, alike.b.end - at));
            if let Some(step) = tail.filter(fits) {
                whole.a.end -= step;
                whole.b.end -= step;
                whole.same -= step;
            }
        }
    }
    if whole.similarity() >= limits.min_similarity { whole } else { alike }
}

/// Whether a sentence begins with the word `at`.
fn begins(words: &[u32], at: usize) -> bool {
    let after_break = at == 0 || words.get(at - 1) == Some(&BREAK);
    words.get(at).is_some_and(|word| *word != BREAK && (after_break || word & STARTS != 0))
}

/// Whether a sentence ends before the word `at`.
fn ends(words: &[u32], at: usize) -> bool {
    at == words.len() || words.get(at).is_some_and(|word| *word == BREAK || word & STARTS != 0)
}

/// Whether a copy is worth telling: long, or a whole sentence that is not short.
fn long_enough(a: &[u32], b: &[u32], alike: &Alike, limits: &Limits) -> bool {
    let words = alike.a.len().min(alike.b.len());
    let sentence =
        |words, range: &Range<usize>| sentence_words(words, range) >= limits.min_sentence_words;
    words >= limits.min_words
        || words >= limits.min_sentence_words
            && alike.similarity() >= limits.min_sentence_similarity
            && (sentence(b, &alike.b) || sentence(a, &alike.a))
}

/// Words from the first beginning of a sentence in the range to the last end of one.
fn sentence_words(words: &[u32], range: &Range<usize>) -> usize {
    let begin = range.clone().find(|at| begins(words, *at));
    let end = (range.start + 1..=range.end).rev().find(|at| ends(words, *at));
    match (begin, end) {
        (Some(begin), Some(end)) => end.saturating_sub(begin),
        _ => 0,
    }
}
