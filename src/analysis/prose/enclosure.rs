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

/// Most words of a sentence that are looked at, on either side.
const NEAR: usize = 25;
/// Most words of a title line.
const TITLE: usize = 15;
/// Bytes between two words that do not stand in one sentence.
const GAP: usize = 4;
/// Most of a report, in percent, that it may take from the enclosed text: what is more was printed twice.
const MOST: usize = 80;

/// What a phrase does.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// It names a text that is printed whole; with a sign or in a line of its own it announces it.
    Whole,
    /// It begins a title line.
    Title,
    /// A sign: it begins a sentence that names the text.
    Lead,
    /// It ends one.
    End,
    /// It ends one if no stop follows.
    Mark,
}

/// The kinds with their lists.
const KINDS: [(Kind, &str); 5] = [
    (Kind::Whole, "enclosure-whole"),
    (Kind::Title, "enclosure-title"),
    (Kind::Lead, "enclosure-lead"),
    (Kind::End, "enclosure-end"),
    (Kind::Mark, "enclosure-mark"),
];

/// A word or more, as hashes.
#[derive(Debug)]
struct Phrase {
    kind: Kind,
    words: Box<[u32]>,
}

impl Phrase {
    fn begins(&self, words: &[u32]) -> bool {
        let plain = |word: &u32| word & !STARTS;
        words.len() >= self.words.len()
            && self.words.iter().map(plain).eq(words.iter().take(self.words.len()).map(plain))
    }
}

/// The words that announce an enclosure.
#[derive(Debug)]
pub(super) struct Announcements {
    /// By their keys.
    phrases: FxHashMap<u32, Vec<Phrase>>,
    names: FxHashSet<u32>,
    /// First words of the phrases.
    first: Bits,
    /// Their keys: some of the first words are frequent.
    keys: Bits,
}

/// What phrases that begin with the same two words have in common, or are the same one word.
fn key(words: &[u32]) -> u32 {
    let plain = |at: usize| words.get(at).map_or(0, |word| word & !STARTS);
    plain(0) ^ plain(1).rotate_left(11)
}

/// What follows a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Stop,
    /// A colon, or the end of a line without a stop.
    Open,
}

/// A sentence as the search for copies sees it.
struct Sentence {
    words: Range<usize>,
    end: End,
}

impl Announcements {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let mut phrases: FxHashMap<u32, Vec<Phrase>> = FxHashMap::default();
        let (mut first, mut keys) = (Bits::default(), Bits::default());
        for (kind, name) in KINDS {
            for phrase in lexicon.entries(name) {
                let words = normal(&phrase);
                if let Some(word) = words.first() {
                    first.add(*word);
                    keys.add(key(&words));
                    let (key, words) = (key(&words), words.as_slice().into());
                    phrases.entry(key).or_default().push(Phrase { kind, words });
                }
            }
        }
        let names = lexicon.entries("enclosure-name").into_iter();
        let names = names.filter_map(|name| Some(normal(&name).first()? & !STARTS)).collect();
        Self { phrases, names, first, keys }
    }

    /// Whether words that begin with this one may announce an enclosure: few may.
    #[inline]
    const fn may_begin(&self, word: u32) -> bool {
        self.first.may_hold(word)
    }

    /// Whether the words from `at` on announce an enclosure; `sentence` is the one they stand in.
    fn stand_at(&self, words: &[u32], at: usize, sentence: impl Fn() -> Sentence) -> bool {
        let Some(ahead @ [first, ..]) = words.get(at..) else { return false };
        let keys = [key(&[*first]), key(ahead)];
        let known = keys.iter().filter(|key| self.keys.may_hold(**key));
        let phrases = known.filter_map(|key| self.phrases.get(key)).flatten();
        // Of each kind the longest.
        let mut lens = [None; KINDS.len()];
        for phrase in phrases.filter(|phrase| phrase.begins(ahead)) {
            let len = &mut lens[phrase.kind as usize];
            *len = (*len).max(Some(phrase.words.len()));
        }
        let [whole, title, lead, end, mark] = lens;
        if lens.iter().all(Option::is_none) {
            return false;
        }
        let Sentence { words: own, end: after } = sentence();
        let begins = own.start == at;
        let closes = |len: Option<usize>| len.is_some_and(|len| own.end == at + len);
        let named = || {
            let name = |word: &u32| self.names.contains(&(word & !STARTS));
            words.get(own.clone()).is_some_and(|words| words.iter().any(name))
        };
        let open = after == End::Open;
        let signs = lead.is_some() && begins || closes(end) || closes(mark) && open;
        let is_title = title.is_some() && begins && open && own.len() <= TITLE;
        signs && named() || is_title || whole.is_some() && open && own.len() <= NEAR
    }
}

impl Prose {
    /// Whether words between two stretches that repeat each other announce that another text follows
    /// whole, of which the first may be taken and in which the second stands.
    #[must_use]
    pub fn announces(
        &self,
        text: &str,
        taken: &Range<usize>,
        again: &Range<usize>,
        language: &Language,
    ) -> bool {
        let places = self.announcements.get_or_init(|| self.announcements(text, language));
        let first = places.partition_point(|at| *at < taken.end);
        let between = places[first..].iter().take_while(|at| **at < again.start);
        // What is most of the report is no quotation in it.
        between.copied().any(|at| taken.len() * 100 <= at * MOST)
    }

    /// The words between repeated stretches at which announcements begin, in order; none that return
    /// themselves, as they do where a page was saved twice.
    fn announcements(&self, text: &str, language: &Language) -> Vec<usize> {
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
        let first = self.repeats().iter().map(|alike| alike.a.end).min().unwrap_or_default();
        let last = self.repeats().iter().map(|alike| alike.b.start).max().unwrap_or_default();
        (first..last.min(words.len()))
            .filter(|at| known.may_begin(words[*at]))
            .filter(|at| known.stand_at(words, *at, || self.sentence_near(text, *at)))
            .filter(|at| !returns(at))
            .collect()
    }

    /// The sentence around a word, no more than so many words on either side.
    fn sentence_near(&self, text: &str, at: usize) -> Sentence {
        let (words, bytes) = (&self.words.hashes, &self.words.bytes);
        // What stands between a word and the one before it.
        let gap = |at: usize| {
            let from = at.checked_sub(1).map_or(0, |before| bytes[before][1]) as usize;
            let to = bytes.get(at).map_or(text.len(), |word| word[0] as usize);
            text.get(from..to).unwrap_or_default()
        };
        let begins = |at: &usize| {
            let gap = gap(*at);
            // A text that has lost its lines and stops shows them by wide gaps.
            words[*at] & STARTS != 0
                || words[*at] == BREAK
                || gap.len() >= GAP
                || gap.contains([':', '\n'])
        };
        let first = at.saturating_sub(NEAR);
        let last = words.len().min(at + NEAR);
        let start = (first..=at).rev().find(begins).unwrap_or(first);
        let end = (at + 1..last).find(begins).unwrap_or(last);
        let stops =
            gap(end).trim_start_matches(['”', '"', '’', ')', ']']).starts_with(['.', '!', '?']);
        Sentence { words: start..end, end: if stops { End::Stop } else { End::Open } }
    }
}
