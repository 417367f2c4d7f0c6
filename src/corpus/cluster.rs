//! Pairs → clusters: the copies of one passage told once, whole documents told once, boilerplate learned.

use std::ops::Range;

use super::blocks::overlap;
use super::extend::Alike;
use super::pairs::Pair;
use super::print::Print;
use super::{Cluster, Copy, Kind, Limits, Place};

/// A known place of a document.
#[derive(Clone)]
struct Known {
    words: Range<usize>,
    /// The cluster it belongs to.
    cluster: usize,
    /// It holds less than half of the cluster's passage.
    part: bool,
}

/// Gathers clusters, document by document, in order of rank.
pub struct Clusters<'a> {
    prints: &'a [&'a Print],
    limits: &'a Limits,
    known: Vec<Vec<Known>>,
    found: Vec<Cluster>,
    /// The first copy of each: where it stands, in words.
    first: Vec<First>,
}

/// The pair of places with which a cluster began.
struct First {
    rank: usize,
    from: usize,
    a: Range<usize>,
    b: Range<usize>,
}

/// Most words between two passages that follow on each other.
const BESIDE: usize = 3;

impl<'a> Clusters<'a> {
    /// No clusters yet; `prints` in order of rank.
    pub fn new(prints: &'a [&'a Print], limits: &'a Limits) -> Self {
        let known = vec![Vec::new(); prints.len()];
        Self { prints, limits, known, found: Vec::new(), first: Vec::new() }
    }

    /// Adds what the document of that rank shares with earlier ones.
    pub fn add(&mut self, rank: usize, pairs: Vec<Pair>) {
        let whole = self.whole(rank, &pairs);
        let told = whole.map(|(first, cluster)| {
            let from = first.from;
            self.first.push(first);
            self.found.push(cluster);
            from
        });
        for pair in pairs.iter().filter(|pair| told != Some(pair.from as usize)) {
            self.add_passage(rank, pair);
        }
    }

    /// The document as a copy of one earlier document, if most of its words stand there.
    fn whole(&self, rank: usize, pairs: &[Pair]) -> Option<(First, Cluster)> {
        let total = self.prints[rank].len();
        let covered = |from: u32| -> usize {
            pairs.iter().filter(|pair| pair.from == from).map(|pair| pair.alike.b.len()).sum()
        };
        let lead = pairs
            .iter()
            .map(|pair| pair.from)
            .max_by_key(|from| (covered(*from), std::cmp::Reverse(*from)))?;
        let mine = || pairs.iter().filter(|pair| pair.from == lead).map(|pair| &pair.alike);
        // Copies that share words of this document count them once; they come in its order.
        let mut end = 0;
        let once = |alike: &Alike| {
            let twice = overlap(&alike.b, &(0..end));
            end = end.max(alike.b.end);
            alike.same.saturating_sub(twice)
        };
        let same: usize = mine().map(once).sum();
        let share = same as f64 / total.max(1) as f64;
        if share < self.limits.document_share || total < self.limits.min_words {
            return None;
        }
        let a = mine().map(|alike| alike.a.start).min()?..mine().map(|alike| alike.a.end).max()?;
        let b = mine().map(|alike| alike.b.start).min()?..mine().map(|alike| alike.b.end).max()?;
        let words: usize = mine().map(|alike| alike.words()).sum();
        let (place, own) = (self.place(rank, &b), b.len());
        let copy = Copy { place, words, same, own, part: false };
        let cluster = Cluster {
            kind: Kind::Document { share: share.min(1.0) },
            original: self.place(lead as usize, &a),
            copies: vec![copy],
            total: 1,
            documents: 2,
            partly: 0,
        };
        Some((First { rank, from: lead as usize, a, b }, cluster))
    }

    fn add_passage(&mut self, rank: usize, pair: &Pair) {
        let (from, alike) = (pair.from as usize, &pair.alike);
        let shared = |known: &Known| overlap(&known.words, &alike.a);
        let known = self.known[from]
            .iter()
            .filter(|known| shared(known) * 10 >= alike.a.len() * 7)
            .max_by_key(|known| (shared(known), std::cmp::Reverse(known.cluster)));
        let number = known.map_or(self.found.len(), |known| known.cluster);
        let first = self.found.get(number).and_then(|cluster| cluster.copies.first());
        let part = first.is_some_and(|first| alike.words() * 2 < first.words);
        let (place, words) = (self.place(rank, &alike.b), alike.words());
        let copy = Copy { place, words, same: alike.same, own: alike.b.len(), part };
        let mut here = self.known[rank].iter().filter(|known| known.cluster == number);
        let has_whole = here.clone().any(|known| !known.part);
        let has_any = here.next().is_some();
        self.known[rank].push(Known { words: alike.b.clone(), cluster: number, part });
        if let Some(cluster) = self.found.get_mut(number) {
            cluster.total += 1;
            if part {
                cluster.partly += usize::from(!has_any);
            } else if !has_whole {
                cluster.documents += 1;
                cluster.partly -= usize::from(has_any);
            }
            if cluster.copies.len() < self.limits.max_places {
                cluster.copies.push(copy);
            }
            return;
        }
        self.known[from].push(Known { words: alike.a.clone(), cluster: number, part: false });
        self.first.push(First { rank, from, a: alike.a.clone(), b: alike.b.clone() });
        self.found.push(Cluster {
            kind: Kind::Passage,
            original: self.place(from, &alike.a),
            copies: vec![copy],
            total: 1,
            documents: 2,
            partly: 0,
        });
    }

    /// The clusters; those that spread over many documents are boilerplate.
    pub fn finish(mut self) -> Vec<Cluster> {
        for cluster in &mut self.found {
            let spread = cluster.documents + cluster.partly >= self.limits.boilerplate_documents;
            if spread && matches!(cluster.kind, Kind::Passage) {
                cluster.kind = Kind::Boilerplate;
            }
        }
        let (found, first) = (std::mem::take(&mut self.found), std::mem::take(&mut self.first));
        let mut joined: Vec<(Cluster, First)> = Vec::with_capacity(found.len());
        for (cluster, first) in found.into_iter().zip(first) {
            match joined.last_mut() {
                Some(last) if follows(last, (&cluster, &first)) => self.join(last, cluster, first),
                _ => joined.push((cluster, first)),
            }
        }
        joined.into_iter().map(|(cluster, _)| cluster).collect()
    }

    /// Joins a passage to the one it follows on.
    fn join(&self, (to, before): &mut (Cluster, First), cluster: Cluster, first: First) {
        let between = first.b.start - before.b.end;
        before.a.end = first.a.end;
        before.b.end = first.b.end;
        to.original = self.place(before.from, &before.a);
        let place = self.place(before.rank, &before.b);
        for (copy, other) in to.copies.iter_mut().zip(cluster.copies) {
            copy.place = place;
            copy.words += other.words + between;
            copy.same += other.same;
            copy.own += other.own + between;
        }
    }

    fn place(&self, rank: usize, words: &Range<usize>) -> Place {
        let span = self.prints[rank].span(words.start as u32, words.end as u32);
        Place { document: rank, span }
    }
}

/// Whether a passage follows on another in the copy, and comes later in the original, of which something
/// was left out: one place, copied in parts. Nobody else has either.
fn follows((before, at): &(Cluster, First), (cluster, first): (&Cluster, &First)) -> bool {
    let alone = |cluster: &Cluster| cluster.kind == Kind::Passage && cluster.total == 1;
    alone(before)
        && alone(cluster)
        && (at.rank, at.from) == (first.rank, first.from)
        && first.a.start >= at.a.end
        && (at.b.end..=at.b.end + BESIDE).contains(&first.b.start)
}
