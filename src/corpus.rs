//! What phase 2 may see, and what it finds: passages that stand in several documents.
//!
//! Phase 1 keeps a [`Print`] of each document: hashes of its normalised words and packed byte offsets,
//! about five bytes a word; the text is dropped. Phase 2 ([`copies`]) sorts the *seeds* (five-word
//! shingles, winnowed) of all prints, ties each passage to one earlier document before it extends
//! anything, extends the seeds with tolerance for edits, and gathers the pairs into clusters. Work grows
//! with the number of seeds, not with the number of pairs; nothing depends on threads or hash order.

mod bits;
mod blocks;
mod cluster;
mod extend;
mod index;
mod pairs;
mod print;
mod repeats;
mod shingle;
mod words;

pub use blocks::{merged, overlap};
pub use extend::{Alike, extend};
pub use print::Print;
pub use repeats::repeats;
pub use shingle::{SHINGLE, Seeds};
pub use words::{BREAK, NUMBER, STARTS, Words, same};

use crate::span::Span;

/// What counts as a copy across documents, and how much of it is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Least words of a copied passage.
    pub min_words: usize,
    /// Least words of a copied passage that is a whole sentence or more.
    pub min_sentence_words: usize,
    /// Least share of words that stand in both for a copy of fewer than `min_words`, 0 to 1.
    pub min_sentence_similarity: f64,
    /// Least share of the longer side's words that stand in both, 0 to 1.
    pub min_similarity: f64,
    /// Share of a document's words from which on the document as a whole is the copy, 0 to 1.
    pub document_share: f64,
    /// Documents in which a passage must stand to be boilerplate.
    pub boilerplate_documents: usize,
    /// Most copies listed for one cluster.
    pub max_places: usize,
}

/// The words of a short text, normalised as everywhere here: equal words have equal numbers.
#[must_use]
pub fn normal(text: &str) -> Vec<u32> {
    let mut words = Words::default();
    words.add(text, Span::new(0, text.len()));
    words.hashes
}

/// A place in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Index into the prints given to [`copies`].
    pub document: usize,
    /// Bytes of its text.
    pub span: Span,
}

/// A copy of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Where it stands.
    pub place: Place,
    /// Words of the longer of the two sides.
    pub words: usize,
    /// How many of them stand in both.
    pub same: usize,
    /// Words of the copy itself.
    pub own: usize,
    /// Less than half of the cluster's passage stands there.
    pub part: bool,
}

/// What a cluster is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A passage.
    Passage,
    /// A whole document; `share` of its words stand in the original, 0 to 1.
    Document {
        /// Share of its words.
        share: f64,
    },
    /// A passage that stands in many documents: a footer, a disclaimer, a form of words.
    Boilerplate,
}

/// The places of one passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// What it is about.
    pub kind: Kind,
    /// The earliest place.
    pub original: Place,
    /// The copies, earliest first, at most [`Limits::max_places`]; the first was compared to the
    /// original itself, a later one perhaps to another copy.
    pub copies: Vec<Copy>,
    /// How many copies there are.
    pub total: usize,
    /// In how many documents the passage stands, the original's included.
    pub documents: usize,
    /// In how many more a part of it stands, less than half.
    pub partly: usize,
}

/// Finds the passages that stand in more than one document.
///
/// `prints` come in the order of the report (by path); the earliest by date, then by that order, is the
/// original. The clusters come in the order of their first copies.
#[must_use]
pub fn copies(prints: &[&Print], limits: &Limits) -> Vec<Cluster> {
    let mut order: Vec<usize> = (0..prints.len()).collect();
    order.sort_by_key(|at| (prints[*at].date.is_none(), prints[*at].date, *at));
    let ranked: Vec<&Print> = order.iter().map(|at| prints[*at]).collect();
    let texts: Vec<&[u32]> = ranked.iter().map(|print| &*print.words).collect();
    let pairs = index::each(&ranked, |rank, links| pairs::pairs(&texts, links, rank, limits));
    let mut clusters = cluster::Clusters::new(&ranked, limits);
    for (rank, pairs) in pairs.into_iter().enumerate() {
        clusters.add(rank, pairs);
    }
    let mut found = clusters.finish();
    for cluster in &mut found {
        let places = cluster.copies.iter_mut().map(|copy| &mut copy.place);
        for place in places.chain([&mut cluster.original]) {
            place.document = order[place.document];
        }
    }
    found
}
