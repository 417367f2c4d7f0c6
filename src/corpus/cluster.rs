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
}

impl<'a> Clusters<'a> {
    /// No clusters yet; `prints` in order of rank.
    pub fn new(prints: &'a [&'a Print], limits: &'a Limits) -> Self {
        Self { prints, limits, known: vec![Vec::new(); prints.len()], found: Vec::new() }
    }

    /// Adds what the document of that rank shares with earlier ones.
    pub fn add(&mut self, rank: usize, pairs: Vec<Pair>) {
        let whole = self.whole(rank, &pairs);
        let told = whole.map(|(from, cluster)| {
            self.found.push(cluster);
            from
        });
        for pair in pairs.iter().filter(|pair| told != Some(pair.from)) {
            self.add_passage(rank, pair);
        }
    }

    /// The document as a copy of one earlier document, if most of its words stand there.
    fn whole(&self, rank: usize, pairs: &[Pair]) -> Option<(u32, Cluster)> {
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
        let copy = Copy { place: self.place(rank, &b), words, same, part: false };
        let cluster = Cluster {
            kind: Kind::Document { share: share.min(1.0) },
            original: self.place(lead as usize, &a),
            copies: vec![copy],
            total: 1,
            documents: 2,
            partly: 0,
        };
        Some((lead, cluster))
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
        let copy = Copy { place, words, same: alike.same, part };
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
        self.found
    }

    fn place(&self, rank: usize, words: &Range<usize>) -> Place {
        let span = self.prints[rank].span(words.start as u32, words.end as u32);
        Place { document: rank, span }
    }
}
