//! Phase 2: what only the corpus shows.
//!
//! Phase 1 leaves a [`Kept`] of each document: its print and where it was read, never its text. The
//! copies are found on the prints alone; then the documents that hold them are read once more, to turn
//! places into lines and columns.

mod form;
mod spots;
mod step;

use std::sync::Arc;

use rayon::prelude::*;

use super::Policy;
use super::findings::Cut;
use crate::analysis::Analysis;
use crate::corpus::{Cluster, Copy, Kind, Place, Print, copies};
use crate::detect::Match;
use crate::diagnostic::{Diagnostic, Label};
use crate::document::Document;
use crate::format::{InputSettings, Stood};
use crate::rule::RuleSet;
use crate::source::Source;
use crate::span::Span;

use spots::{Compared, Key, Reading, Show, Spot, Spots};

/// What stays of a document.
#[derive(Debug)]
pub(super) struct Kept {
    print: Print,
    policy: Arc<Policy>,
    address: Address,
    /// Where its text stood in its record.
    stood: Option<Stood>,
    /// Bytes of its text: a file may change while it is linted.
    len: usize,
    /// Hashes of the news agencies it credits.
    credits: Box<[u32]>,
}

/// Where a document was read.
#[derive(Debug, Clone)]
pub(super) struct Address {
    pub source: Arc<Source>,
    /// Which chunk of its source.
    pub chunk: usize,
    /// Which record of its source, if that is a JSONL file.
    pub record: Option<usize>,
}

impl Kept {
    pub(super) fn new(analysis: Analysis<'_>, policy: &Arc<Policy>, address: Address) -> Self {
        let date = analysis.date();
        let len = analysis.document().text.len();
        let stood = Stood::of(analysis.document());
        let credits = analysis.credits();
        let mut print = analysis.into_prose().into_print();
        print.date = date;
        Self { print, policy: Arc::clone(policy), address, stood, len, credits }
    }
}

/// Whether a rule that looks at the corpus is on.
pub(super) fn wanted(set: &RuleSet, policy: &Policy) -> bool {
    let mut rules = set.rules.iter().enumerate();
    rules.any(|(number, rule)| rule.detector.corpus().is_some() && policy.is_on(number, rule))
}

/// What all rules that look at the corpus find.
pub(super) fn diagnostics(
    set: &RuleSet,
    kept: &[Kept],
    sources: &[Source],
    input: &InputSettings,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (number, rule) in set.rules.iter().enumerate() {
        let Some(limits) = rule.detector.corpus() else { continue };
        let mine: Vec<&Kept> = kept.iter().filter(|kept| kept.policy.is_on(number, rule)).collect();
        let prints: Vec<&Print> = mine.iter().map(|kept| &kept.print).collect();
        let told: Vec<Told> = copies(&prints, limits).iter().map(Told::new).collect();
        let keys = told.iter().flat_map(Told::places);
        let keys: Vec<Key> = keys.map(|(place, show)| (place.document, place.span, show)).collect();
        let spots = Reading { kept: &mine, rule, input }.spots(keys, sources);
        let empty = Document::of_words("");
        let nothing = &Analysis::new(&empty, &set.language);
        let teller = Teller { number, set, kept: &mine, spots: &spots, nothing };
        let diagnostic = |told: &Told| told.diagnostic(&teller);
        found.par_extend(told.par_iter().filter_map(diagnostic));
    }
    found
}

/// Least names and figures that differ between two documents made from one form; fewer are a text that
/// was put right or dated anew.
const FORM: usize = 4;

/// Most words of a passage that may be a form filled in.
const SHORT: usize = 90;
/// In so many words of a form at least one is filled in: a figure put right makes no other text.
const SLOTS: usize = 20;
/// Most bytes of a passage or a document of that kind.
const LONG: usize = 32 * 1024;

/// A cluster as it is told: one place, and others that belong to it.
struct Told {
    at: Place,
    /// The place stands for its whole document.
    whole: bool,
    boilerplate: bool,
    others: Vec<(Place, &'static str)>,
    /// Words of the copy.
    words: usize,
    /// Not a word of the copy differs from the original.
    exact: bool,
    /// Share of the words that stand in both, in percent.
    share: usize,
    documents: usize,
    tags: Vec<&'static str>,
}

impl Told {
    fn new(cluster: &Cluster) -> Self {
        let original = cluster.original;
        let as_label =
            |copy: &Copy| (copy.place, if copy.part { "part of it here" } else { "and here" });
        let copies = cluster.copies.iter();
        let (mut at, mut others) = (original, Vec::new());
        let mut tags = Vec::new();
        let boilerplate = matches!(cluster.kind, Kind::Boilerplate);
        if boilerplate {
            tags.push("boilerplate");
            others.extend(copies.map(as_label));
        } else {
            let mut copies = copies;
            at = copies.next().map_or(original, |copy| copy.place);
            others.push((original, "stands here already"));
            others.extend(copies.map(as_label));
        }
        let first = cluster.copies.first();
        // Of the words that are marked.
        let words = first.map_or(0, |copy| if boilerplate { copy.words } else { copy.own });
        let mut share = first.map_or(0.0, |copy| copy.same as f64 / copy.own.max(1) as f64);
        if let Kind::Document { share: of_document } = cluster.kind {
            share = of_document;
            tags.push("document");
        }
        let mut documents = cluster.documents;
        if documents > 2 {
            tags.push("several");
        }
        if boilerplate && cluster.partly > 0 {
            documents += cluster.partly;
            tags.push("scattered");
        }
        let share = (share * 100.0) as usize;
        let whole = matches!(cluster.kind, Kind::Document { .. });
        let exact = first.is_some_and(|copy| copy.same == copy.words);
        Self { at, words, exact, whole, boilerplate, others, share, documents, tags }
    }

    /// All places, the one it is told at first; a whole document is shown by one line.
    fn places(&self) -> impl Iterator<Item = (Place, Show)> {
        let [told, original] = self.compared();
        let whole = self.whole;
        let others = self.others.iter().enumerate().map(move |(nth, (place, _))| {
            let compared = if nth == 0 { original } else { Compared::Nothing };
            (*place, Show { whole, told: false, compared })
        });
        std::iter::once((self.at, Show { whole, told: true, compared: told })).chain(others)
    }

    /// What of the place and of its original is compared: nothing that is known or plays no part.
    fn compared(&self) -> [Compared; 2] {
        let original = self.others.first().map_or(0, |(place, _)| place.span.len());
        let longest = self.at.span.len().max(original);
        match (self.boilerplate, self.whole) {
            (true, _) => [Compared::Nothing; 2],
            (false, true) if self.exact || longest > LONG => [Compared::Nothing; 2],
            (false, true) => [Compared::Words; 2],
            (false, false) if self.words > SHORT || longest > LONG => [Compared::Marks; 2],
            (false, false) if self.exact => [Compared::Both, Compared::Marks],
            (false, false) => [Compared::Both; 2],
        }
    }

    fn diagnostic(&self, teller: &Teller<'_>) -> Option<Diagnostic> {
        let Teller { number, set, kept, spots, nothing } = *teller;
        let mut found = self.places().map(|(place, show)| spots.get(place, show));
        let here = found.next()??;
        let there: Vec<Option<&Spot<'_>>> = found.collect();
        let place = there.first().copied().flatten().unwrap_or(here);
        let values = vec![
            ("words", self.words.to_string()),
            ("share", self.share.to_string()),
            ("documents", self.documents.to_string()),
            ("place", [&place.path, ":", &place.location.start.line.to_string()].concat()),
        ];
        let (excerpt, fingerprint) = here.words.as_ref()?;
        let policy = &kept.get(self.at.document)?.policy;
        let tags = self.tags.clone();
        let found = Match { values, tags, ..Match::at(Span::new(0, excerpt.len())) };
        let cut = Cut { number, excerpt, nothing, set, policy };
        let original = there.first().copied().flatten().filter(|_| !self.boilerplate);
        let compared = original.map(|original| self.compared_tags(here, original, teller));
        let dear = compared.into_iter().flatten();
        let mut diagnostic = cut.tell(found, dear, here.location.clone())?;
        diagnostic.fingerprint = *fingerprint;
        let spots = there.into_iter().zip(&self.others);
        diagnostic.related = spots
            .filter_map(|(spot, (_, message))| {
                let location = spot?.location.clone();
                Some(Label { location, message: (*message).to_owned() })
            })
            .collect();
        Some(diagnostic)
    }

    /// Tags for what the place and its original say of each other; each is found when it is asked for.
    fn compared_tags(
        &self,
        here: &Spot<'_>,
        original: &Spot<'_>,
        teller: &Teller<'_>,
    ) -> impl Iterator<Item = &'static str> {
        let tags: &[_] = if self.whole {
            &["syndicated", "form"]
        } else {
            &["syndicated", "names", "filled-in", "quoted"]
        };
        tags.iter().copied().filter(|tag| match *tag {
            "syndicated" => self.is_syndicated(teller.kept),
            "names" => here.is_names(),
            "filled-in" => here.is_filled_in_like(original, self.words.div_ceil(SLOTS)),
            "form" => here.is_filled_in_like(original, FORM),
            _ => original.quoted && here.is_from_named(&teller.set.language),
        })
    }

    /// Whether both credit the same agency.
    fn is_syndicated(&self, kept: &[&Kept]) -> bool {
        let credits = |place: &Place| kept.get(place.document).map_or(&[][..], |one| &one.credits);
        let theirs = self.others.first().map_or(&[][..], |(place, _)| credits(place));
        credits(&self.at).iter().any(|credit| theirs.contains(credit))
    }
}

/// What is needed to tell of copies.
struct Teller<'a> {
    /// Place of the rule in the set.
    number: usize,
    set: &'a RuleSet,
    /// The documents that the places count.
    kept: &'a [&'a Kept],
    spots: &'a Spots<'a>,
    /// An analysis that has found nothing.
    nothing: &'a Analysis<'a>,
}
