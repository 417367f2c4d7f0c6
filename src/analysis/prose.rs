//! The words of a document as the search for copies sees them.
//!
//! Made from the text alone, without tokens: the search runs over every byte of a corpus, and most
//! documents repeat nothing.

use std::cell::Cell;
use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::Analysis;
use super::attribution::SourceClass;
use super::zone::{Line, Zone};
use crate::corpus::{Alike, BREAK, Print, STARTS, Seeds, Words, normal, repeats};
use crate::document::{Document, Markup};
use crate::lexicon::Lexicon;
use crate::span::Span;

mod enclosure;
mod seam;

use enclosure::Announcements;

/// The words that this part needs, as hashes.
#[derive(Debug)]
pub(super) struct ProseWords {
    /// A stop after one of these ends no sentence.
    abbreviations: FxHashSet<u32>,
    /// Names of news agencies, or the first words of them.
    agencies: FxHashSet<u32>,
    agency_bits: Bits,
    announcements: Announcements,
}

impl ProseWords {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let hashes = |names: &[&str]| {
            let lists = names.iter().filter_map(|name| lexicon.list(name));
            let words = lists.flat_map(|list| lexicon.words_of(list));
            words.filter_map(|word| normal(word).first().copied()).collect()
        };
        let agencies: FxHashSet<u32> = hashes(&["news-agency"]);
        let mut agency_bits = Bits::default();
        agencies.iter().for_each(|hash| agency_bits.add(*hash));
        let abbreviations = hashes(&["abbreviation", "abbreviation-before-name"]);
        Self { abbreviations, agencies, agency_bits, announcements: Announcements::new(lexicon) }
    }

    /// Whether the word with that hash is or begins the name of a news agency.
    fn is_agency(&self, hash: u32) -> bool {
        self.agency_bits.may_hold(hash) && self.agencies.contains(&(hash & !STARTS))
    }
}

/// A bit for each of some words, by their hashes: nearly all other words have another.
#[derive(Debug, Default)]
struct Bits([u64; 16]);

impl Bits {
    /// One of 1024 bits for a word.
    const fn of(hash: u32) -> (usize, u64) {
        let high = hash >> 22;
        (high as usize / 64, 1 << (high % 64))
    }

    fn add(&mut self, hash: u32) {
        let (part, bit) = Self::of(hash);
        self.0[part] |= bit;
    }

    #[inline]
    const fn may_hold(&self, hash: u32) -> bool {
        let (part, bit) = Self::of(hash);
        self.0[part] & bit != 0
    }
}

thread_local! {
    /// Room for the words of the next document.
    static SPARE: Cell<Words> = Cell::default();
}

/// Most words for which room is kept.
const MOST_SPARE: usize = 1 << 16;

/// The words of a document, without code and page chrome.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// Normalised words with their bytes. Where sentences begin is guessed from stops and capitals.
    pub words: Words,
    seeds: Seeds,
    repeats: OnceLock<Vec<Alike>>,
    announcements: OnceLock<Vec<usize>>,
    /// For each paragraph its words.
    paragraphs: Vec<Range<usize>>,
    /// Words in comment threads.
    threads: Vec<Range<usize>>,
    left_out: usize,
    /// No part of the text can be anything but reporting.
    all_reporting: bool,
}

impl Prose {
    pub(super) fn new(document: &Document, analysis: &Analysis<'_>) -> Self {
        let text = &document.text;
        let mut prose = Self { words: SPARE.take(), ..Self::default() };
        prose.words.reserve(text.len());
        let spans = analysis.paragraph_spans();
        prose.add_all(text, spans, &analysis.language.prose);
        let marked =
            |(_, markup): &(Span, Markup)| matches!(markup, Markup::Code | Markup::Zone(_));
        let has_zones = analysis.is_laid_out()
            || document.markup.iter().any(marked)
            || analysis.language.zone.may_differ(
                text,
                spans.iter().zip(&prose.paragraphs).map(|(span, words)| Line {
                    span: *span,
                    words: prose.words.hashes.get(words.clone()).unwrap_or_default(),
                }),
                &analysis.language.lexicon,
            );
        if has_zones {
            prose.leave_out(text, analysis);
        }
        prose.all_reporting = !has_zones;
        prose.seeds = Seeds::new(&prose.words.hashes);
        prose
    }

    /// Adds the words of a text with these paragraphs: all of it at once, for nothing but white space
    /// stands outside of them.
    fn add_all(&mut self, text: &str, paragraphs: &[Span], words: &ProseWords) {
        self.words.add(text, Span::new(0, text.len()));
        seam::mark(text.as_bytes(), &mut self.words, 0, &words.abbreviations);
        let mut start = 0;
        self.paragraphs.reserve(paragraphs.len());
        for paragraph in paragraphs {
            let rest = self.words.bytes.get(start..).unwrap_or_default();
            let end = start + rest.partition_point(|[at, _]| (*at as usize) < paragraph.end);
            if let Some(first) = self.words.hashes.get_mut(start).filter(|_| start < end) {
                *first |= STARTS;
            }
            self.paragraphs.push(start..end);
            start = end;
        }
    }

    /// Adds the words of a paragraph.
    fn add(&mut self, text: &str, span: Span, words: &ProseWords) {
        let start = self.words.hashes.len();
        self.words.add(text, span);
        seam::mark(text.as_bytes(), &mut self.words, start, &words.abbreviations);
        self.paragraphs.push(start..self.words.hashes.len());
    }

    /// Makes it anew without the paragraphs that are code or page chrome, and notes the threads.
    fn leave_out(&mut self, text: &str, analysis: &Analysis<'_>) {
        let other = |zone| matches!(zone, Zone::Code | Zone::Chrome);
        let paragraphs = analysis.paragraphs();
        if paragraphs.iter().any(|paragraph| other(paragraph.zone)) {
            let all = self.words.hashes.len();
            let mut kept = Self::default();
            for paragraph in paragraphs {
                if other(paragraph.zone) {
                    kept.words.add_break(paragraph.span.start);
                    let at = kept.words.hashes.len();
                    kept.paragraphs.push(at..at);
                } else {
                    kept.add(text, paragraph.span, &analysis.language.prose);
                }
            }
            let words = kept.words.hashes.iter().filter(|word| **word != BREAK).count();
            kept.left_out = all - words.min(all);
            *self = kept;
        }
        let thread = |number: usize| {
            paragraphs.get(number).is_some_and(|one| one.zone == Zone::CommentThread)
        };
        let ranges = self.paragraphs.iter().enumerate();
        self.threads =
            ranges.filter(|(number, _)| thread(*number)).map(|(_, words)| words.clone()).collect();
    }

    /// What the document repeats of itself, in order of the copies, in numbers of words.
    pub fn repeats(&self) -> &[Alike] {
        self.repeats.get_or_init(|| repeats(&self.words.hashes, &self.seeds))
    }

    /// Whether it is certain that the text has no comments, no code and no page chrome.
    #[must_use]
    pub const fn is_all_reporting(&self) -> bool {
        self.all_reporting
    }

    /// Whether a word stands in a comment thread.
    #[must_use]
    pub fn in_thread(&self, word: usize) -> bool {
        self.threads.iter().any(|thread| thread.contains(&word))
    }

    /// Whether the range covers a good part of a sentence, by where sentences seem to begin.
    #[must_use]
    pub fn covers_sentence(&self, words: &Range<usize>) -> bool {
        let begins = |word: &u32| word & STARTS != 0 || *word == BREAK;
        // A sentence that goes on outside for as long as the range is not covered: where a text has no
        // stops, its sentences have no end.
        let reach = words.len();
        let hashes = &self.words.hashes;
        let (first, last) = (words.start.saturating_sub(reach), words.end.saturating_add(reach));
        let find = |from: usize, to: usize| {
            let words = hashes.get(from..to.min(hashes.len())).unwrap_or_default();
            words.iter().position(begins).map(|at| from + at)
        };
        let before = hashes.get(first..=words.start).unwrap_or_default();
        let before = before.iter().rposition(begins).map(|at| first + at);
        let inside = || find(words.start, words.end);
        let Some(mut start) = before.or((first == 0).then_some(0)).or_else(inside) else {
            return false;
        };
        while start < words.end {
            let end = find(start + 1, last);
            let Some(end) = end.or((last >= hashes.len()).then_some(hashes.len())) else {
                return false;
            };
            let covered = end.min(words.end).saturating_sub(start.max(words.start));
            if covered * 10 >= (end - start) * COVERED {
                return true;
            }
            start = end;
        }
        false
    }

    /// The words of every paragraph, none for those left out.
    #[must_use]
    pub fn paragraphs(&self) -> &[Range<usize>] {
        &self.paragraphs
    }

    /// The words of a paragraph, empty if it is left out.
    #[must_use]
    pub fn paragraph(&self, number: usize) -> Range<usize> {
        self.paragraphs.get(number).cloned().unwrap_or_default()
    }

    /// The paragraphs that share words with the range.
    #[must_use]
    pub fn paragraphs_in(&self, words: &Range<usize>) -> Range<usize> {
        let from = self.paragraphs.partition_point(|paragraph| paragraph.end <= words.start);
        let to = self.paragraphs.partition_point(|paragraph| paragraph.start < words.end);
        from..to.max(from)
    }

    /// How many words the document has, code and page chrome included.
    #[must_use]
    pub fn word_count(&self) -> usize {
        let breaks = if self.left_out == 0 {
            0
        } else {
            self.words.hashes.iter().filter(|word| **word == BREAK).count()
        };
        self.words.hashes.len() - breaks + self.left_out
    }

    /// The document's print for the search across the corpus: its reporting, without comments.
    #[must_use]
    pub fn into_print(mut self) -> Print {
        if !self.threads.is_empty() {
            for thread in &self.threads {
                self.words.hashes[thread.clone()].fill(BREAK);
            }
            self.seeds = Seeds::new(&self.words.hashes);
        }
        let print = Print::new(&self.words, self.seeds);
        if self.words.hashes.capacity() <= MOST_SPARE {
            self.words.clear();
            SPARE.set(self.words);
        }
        print
    }
}

/// Tenths of a guessed sentence that a copy must cover; rules ask for more of the real one.
const COVERED: usize = 7;
/// Bytes at the head of a document among which an agency may be credited.
const HEAD: usize = 400;
/// Bytes at its end.
const TAIL: usize = 300;
/// Tokens at the head and at the end, likewise.
const EDGES: (usize, usize) = (40, 30);
/// Most tokens of a line that is a credit.
const CREDIT_LINE: usize = 7;

/// The end of the head of a text and the start of its tail, in bytes.
fn edges(text: &str) -> (usize, usize) {
    let head = text.floor_char_boundary(HEAD);
    (head, text.floor_char_boundary(text.len().saturating_sub(TAIL)))
}

impl Analysis<'_> {
    /// The news agencies that the document credits at its head or its end, as hashes, sorted.
    #[must_use]
    pub fn credits(&self) -> Box<[u32]> {
        let named = self.agency_named();
        if named == (false, false) {
            return Box::default();
        }
        let text = &self.document.text;
        let (head, tail) = edges(text);
        // Whole lines, for an agency may stand in a line of its own.
        let head = text[head..].find('\n').map_or(text.len(), |at| head + at);
        let tail = text[..tail].rfind('\n').map_or(0, |at| at + 1);
        let mut credits = Vec::new();
        let mut read = |part: &str, edges| {
            let part = Document::of_words(part);
            Analysis::new(&part, self.language).credits_near(edges, &mut credits);
        };
        if tail <= head {
            read(text, EDGES);
        } else {
            if named.0 {
                read(&text[..head], (EDGES.0, 0));
            }
            if named.1 {
                read(&text[tail..], (0, EDGES.1));
            }
        }
        credits.sort_unstable();
        credits.dedup();
        credits.into()
    }

    /// Whether words of an agency's name stand at the head and at the end of the text, whether as a
    /// credit or not. Few texts have one, and their words are known.
    fn agency_named(&self) -> (bool, bool) {
        let text = &self.document.text;
        let (head, tail) = edges(text);
        let known = &self.prose().words;
        let all;
        let words = if self.prose().left_out == 0 {
            known
        } else {
            // A credit may stand in what is left out.
            let mut words = Words::default();
            words.add(text, Span::new(0, head));
            words.add(text, Span::new(tail.max(head), text.len()));
            all = words;
            &all
        };
        let names_one = |range: Range<usize>| {
            let known = &self.language.prose;
            let hashes = words.hashes.get(range).unwrap_or_default();
            hashes.iter().any(|hash| known.is_agency(*hash))
        };
        let head = words.bytes.partition_point(|[start, _]| (*start as usize) < head);
        (names_one(0..head), names_one(words.at(tail)..words.hashes.len()))
    }

    /// Adds the agencies credited among the first and the last so many tokens.
    fn credits_near(&self, edges: (usize, usize), credits: &mut Vec<u32>) {
        let lexicon = &self.language.lexicon;
        let Some(agencies) = lexicon.list("news-agency") else { return };
        let tokens = self.tokens();
        let near_edge = |at: &usize| *at < edges.0 || at + edges.1 >= tokens.len();
        let found = (0..tokens.len())
            .filter(near_edge)
            .filter(|at| tokens[*at].has(lexicon, agencies) && self.is_credit(*at));
        credits.extend(found.flat_map(|at| normal(tokens[at].span().of(&self.document.text))));
    }

    /// Whether the name of an agency stands where a credit stands: first, after a bracket, a dash or
    /// a stroke, or in a line of its own.
    fn is_credit(&self, at: usize) -> bool {
        let tokens = self.tokens();
        let Some(before) = at.checked_sub(1).map(|at| tokens[at]) else { return true };
        let text = before.span().of(&self.document.text);
        let line = self.paragraph_at(tokens[at].start as usize);
        let short = line.is_some_and(|line| self.paragraphs()[line].tokens.len() <= CREDIT_LINE);
        short || text.ends_with(['(', '[', '-', '–', '—', '/', '©'])
    }

    /// The share of the bytes of `span` that lies inside quotations of named speakers, 0 to 1.
    #[must_use]
    pub fn share_quoted_from_named(&self, span: Span) -> f64 {
        let named = self.quotations().iter().filter(|quotation| {
            let made = quotation.attribution.and_then(|at| self.attributions().get(at));
            made.is_some_and(|made| made.class == SourceClass::Named)
        });
        let shared =
            |quoted: Span| quoted.end.min(span.end).saturating_sub(quoted.start.max(span.start));
        let quoted: usize = named.map(|quotation| shared(quotation.span)).sum();
        quoted as f64 / span.len().max(1) as f64
    }
}
