//! Where a document announces that it prints another text whole: a letter, a speech, a bill.
//!
//! What the report quotes from that text stands in the document twice, and has to. The words come from the
//! lists `enclosure…` of the language pack.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Bits, Prose};
use crate::analysis::Language;
use crate::corpus::{BREAK, STARTS, normal};
use crate::lexicon::Lexicon;

/// Most words between a sign and the name of what is printed.
const NEAR: usize = 25;

/// Bytes between two words that do not stand in one sentence.
const GAP: u32 = 4;

/// Words and phrases, as hashes, by their first words.
#[derive(Debug, Default)]
struct Phrases(FxHashMap<u32, Vec<Box<[u32]>>>);

impl Phrases {
    fn new(lexicon: &Lexicon, name: &str) -> Self {
        let mut by_first: FxHashMap<u32, Vec<Box<[u32]>>> = FxHashMap::default();
        for phrase in lexicon.entries(name) {
            let words = normal(&phrase);
            if let Some(first) = words.first() {
                by_first.entry(first & !STARTS).or_default().push(words.into());
            }
        }
        Self(by_first)
    }

    /// How many of `words`, from the first on, are one of them.
    fn at_start(&self, words: &[u32]) -> Option<usize> {
        let phrases = self.0.get(&(words.first()? & !STARTS))?;
        let plain = |word: &u32| word & !STARTS;
        let fits = |phrase: &[u32]| {
            words.len() >= phrase.len()
                && phrase.iter().map(plain).eq(words.iter().take(phrase.len()).map(plain))
        };
        phrases.iter().filter(|phrase| fits(phrase)).map(|phrase| phrase.len()).max()
    }
}

/// The words that announce an enclosure.
#[derive(Debug)]
pub(super) struct Announcements {
    /// They announce it wherever they stand.
    anywhere: Phrases,
    /// They announce it at the beginning of a sentence.
    titles: Phrases,
    /// They announce it at either end of a sentence that names what is enclosed.
    signs: Phrases,
    names: FxHashSet<u32>,
    /// First words of all of these phrases.
    first: Bits,
}

impl Announcements {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let phrases = |name| Phrases::new(lexicon, name);
        let names = lexicon.entries("enclosure-name").into_iter();
        let [anywhere, titles, signs] =
            ["enclosure", "enclosure-title", "enclosure-sign"].map(phrases);
        let mut first = Bits::default();
        for word in [&anywhere, &titles, &signs].iter().flat_map(|phrases| phrases.0.keys()) {
            first.add(*word);
        }
        Self {
            anywhere,
            titles,
            signs,
            first,
            names: names.filter_map(|name| Some(normal(&name).first()? & !STARTS)).collect(),
        }
    }

    /// Whether the words from `at` on announce an enclosure; `sentence` is the one they stand in.
    fn stand_at(&self, words: &[u32], at: usize, sentence: impl Fn() -> Range<usize>) -> bool {
        let Some(ahead) = words.get(at..).filter(|_| self.first.may_hold(words[at])) else {
            return false;
        };
        if self.anywhere.at_start(ahead).is_some() {
            return true;
        }
        if self.titles.at_start(ahead).is_some() && sentence().start == at {
            return true;
        }
        let Some(len) = self.signs.at_start(ahead) else { return false };
        let sentence = sentence();
        let at_edge = sentence.start == at || sentence.end == at + len;
        let named = |word: &u32| self.names.contains(&(word & !STARTS));
        at_edge && words.get(sentence).is_some_and(|words| words.iter().any(named))
    }
}

impl Prose {
    /// Whether words in the range announce that another text follows whole, and do not themselves return
    /// in the document, as they do where a page was saved twice.
    #[must_use]
    pub fn announces(&self, range: Range<usize>, language: &Language) -> bool {
        let places = self.announcements.get_or_init(|| self.announcements(language));
        let first = places.partition_point(|at| *at < range.start);
        places.get(first).is_some_and(|at| *at < range.end)
    }

    /// The words at which announcements begin, in order.
    fn announcements(&self, language: &Language) -> Vec<usize> {
        let known = &language.prose.announcements;
        let words = &self.words.hashes;
        // What returns, by where it begins, with the furthest end so far.
        let mut ends: Vec<(usize, usize)> =
            self.repeats().iter().map(|alike| (alike.a.start, alike.a.end)).collect();
        ends.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut ends {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        let returns = |at: &usize| {
            let before = ends.partition_point(|(start, _)| start <= at);
            before > 0 && ends[before - 1].1 > *at
        };
        (0..words.len())
            .filter(|at| known.stand_at(words, *at, || self.sentence_near(*at)) && !returns(at))
            .collect()
    }

    /// The words around `at` in its sentence and its paragraph, no more than so many on either side.
    fn sentence_near(&self, at: usize) -> Range<usize> {
        let (words, bytes) = (&self.words.hashes, &self.words.bytes);
        // A text that has lost its lines and stops shows them by wide gaps.
        let wide = |at: usize| at > 0 && bytes[at].0.saturating_sub(bytes[at - 1].1) >= GAP;
        let begins = |at: &usize| words[*at] & STARTS != 0 || words[*at] == BREAK || wide(*at);
        let first = at.saturating_sub(NEAR);
        let last = words.len().min(at + NEAR);
        let start = (first..=at).rev().find(begins).unwrap_or(first);
        start..(at + 1..last).find(begins).unwrap_or(last)
    }
}
