//! The places of copies, found again in their sources: phase 2 has no text.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::Kept;
use super::form::Form;
use crate::analysis::{Analysis, Language};
use crate::corpus::Place;
use crate::document::Document;
use crate::engine::batch_bytes;
use crate::engine::fingerprint::fingerprint;
use crate::format::{Chunk, InPlace, InputSettings, chunks, extract_records};
use crate::rule::Rule;
use crate::source::{Location, Source};
use crate::span::{Span, characters};

/// What of a place is shown, and what is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Show {
    /// It stands for its whole document: its first line is shown, of the place that is told that of
    /// the document.
    pub whole: bool,
    /// The finding is about it.
    pub told: bool,
    /// What of it is compared with the other side.
    pub compared: Compared,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Compared {
    /// Nothing.
    Nothing,
    /// Whether it is quoted.
    Marks,
    /// Its words.
    Words,
    /// Both.
    Both,
}

/// A place, found again in its source.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    pub location: Location,
    pub path: Arc<str>,
    /// The head of its words and their fingerprint, of the place that is told.
    pub words: Option<(String, u64)>,
    /// Its words, if they are to be compared.
    form: Option<Form<'a>>,
    /// It ends as a sentence does.
    ends: bool,
    /// It is to be compared and lies between quotation marks.
    pub quoted: bool,
    /// The text around the place that is told, and its bytes in that, if it is quoted.
    around: Option<(Box<str>, Span)>,
}

/// Most characters of a place that are kept, for messages.
const EXCERPT: usize = 200;

/// Document, bytes of its text, what of them.
pub(super) type Key = (usize, Span, Show);

/// All places of all clusters.
pub(super) struct Spots<'a> {
    /// As they were found, chunk by chunk, sorted: to bring so many together would only take time.
    chunks: Vec<Vec<(Key, Spot<'a>)>>,
    /// Of each document its chunk and which there are its own.
    own: Vec<(usize, Range<usize>)>,
}

impl<'a> Spots<'a> {
    fn new(chunks: Vec<Vec<(Key, Spot<'a>)>>, documents: usize) -> Self {
        let mut own = vec![(0, 0..0); documents];
        for (nth, chunk) in chunks.iter().enumerate() {
            for (at, ((document, ..), _)) in chunk.iter().enumerate() {
                let (chunk, range) = &mut own[*document];
                if range.end == 0 {
                    (*chunk, range.start) = (nth, at);
                }
                range.end = at + 1;
            }
        }
        Self { chunks, own }
    }

    pub fn get(&self, place: Place, show: Show) -> Option<&Spot<'a>> {
        let (chunk, range) = self.own.get(place.document)?;
        let own = self.chunks.get(*chunk)?.get(range.clone())?;
        let key = (place.document, place.span, show);
        let at = own.binary_search_by(|(other, _)| other.cmp(&key)).ok()?;
        own.get(at).map(|(_, spot)| spot)
    }
}

/// What is needed to read places again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    /// The documents that the keys count.
    pub kept: &'a [&'a Kept],
    pub rule: &'a Rule,
    pub input: &'a InputSettings,
}

/// Bytes that are read at once from a file of which only parts are read again.
const STRETCH: usize = 128 * 1024;
/// Bytes between two of these parts that are read because to pass over them would take longer.
const GAP: usize = 8 * 1024;

impl<'a> Reading<'a> {
    /// Reads the documents that hold the places once more.
    pub fn spots(self, mut keys: Vec<Key>, sources: &[Source]) -> Spots<'a> {
        keys.sort_unstable();
        keys.dedup();
        keys.retain(|key| key.0 < self.kept.len());
        let mut spots = Vec::new();
        let mut locate = |batch: Vec<(Chunk, &[Key])>| {
            let locate = |(chunk, keys): (Chunk, &[Key])| self.locate(chunk, keys);
            spots.par_extend(batch.into_par_iter().map(locate));
        };
        // Documents are numbered as they were read: source by source, chunk by chunk.
        let source = |key: &Key| self.kept[key.0].address.source.id;
        let mut sources = sources.iter();
        for keys in keys.chunk_by(|a, b| source(a) == source(b)) {
            let Some(source) = sources.find(|one| one.id == source(&keys[0])) else { break };
            let (mut batch, mut bytes) = (Vec::new(), 0);
            self.read(source, keys, &mut |chunk, keys| {
                bytes += chunk.bytes.len();
                batch.push((chunk, keys));
                if bytes >= batch_bytes(rayon::current_num_threads()) {
                    locate(std::mem::take(&mut batch));
                    bytes = 0;
                }
            });
            locate(batch);
        }
        Spots::new(spots, self.kept.len())
    }

    /// Reads what holds the places in a source, part by part. What cannot be read any more was reported
    /// when it could not be read the first time.
    fn read<'k>(self, source: &Source, keys: &'k [Key], sink: &mut dyn FnMut(Chunk, &'k [Key])) {
        let stretches = self.stretches(keys);
        let file = stretches.as_ref().and_then(|_| InPlace::open(source));
        if let (Some(stretches), Some(mut file)) = (stretches, file) {
            for (stretch, keys) in stretches {
                file.read(stretch).into_iter().for_each(|chunk| sink(chunk, keys));
            }
            return;
        }
        let chunk = |key: &Key| self.kept[key.0].address.chunk;
        let mut wanted = keys.chunk_by(|a, b| chunk(a) == chunk(b)).peekable();
        let mut number = 0;
        let _ = chunks(source, self.input, &mut |read| {
            if let Some(keys) = wanted.next_if(|keys| chunk(&keys[0]) == number) {
                sink(read, keys);
            }
            number += 1;
        });
    }

    /// The stretches of a source that hold the places, if it is known of all of them where they stand.
    fn stretches(self, keys: &[Key]) -> Option<Vec<(Span, &[Key])>> {
        let mut all: Vec<(Span, &[Key])> = Vec::new();
        let (mut start, mut end) = (0, 0);
        for of_document in keys.chunk_by(|one, other| one.0 == other.0) {
            let next = self.kept[of_document[0].0].stood.as_ref()?.stretch();
            end += of_document.len();
            match all.last_mut() {
                Some((stretch, own))
                    if stretch.len() < STRETCH && next.start <= stretch.end + GAP =>
                {
                    (*stretch, *own) = (stretch.cover(next), &keys[start..end]);
                }
                _ => {
                    start = end - of_document.len();
                    all.push((next, of_document));
                }
            }
        }
        Some(all)
    }

    /// Finds the places in one chunk; places in a document that has changed meanwhile are left out.
    fn locate(&self, chunk: Chunk, keys: &[Key]) -> Vec<(Key, Spot<'a>)> {
        let path = Arc::clone(&chunk.source.path);
        let mut found = Vec::with_capacity(keys.len());
        let mut left = Vec::new();
        for keys in keys.chunk_by(|one, other| one.0 == other.0) {
            match &self.kept[keys[0].0].stood {
                None => left.push(keys),
                Some(stood) => {
                    if let Some(document) = stood.read(&chunk) {
                        self.add(&document, keys, &path, &mut found);
                    }
                }
            }
        }
        if left.is_empty() {
            return found;
        }
        let record = |keys: &[Key]| self.kept[keys[0].0].address.record;
        let records: Vec<usize> = left.iter().filter_map(|keys| record(keys)).collect();
        let wanted = |record: usize| records.binary_search(&record).is_ok();
        let documents = extract_records(chunk, self.input, &wanted).documents;
        for keys in left {
            if let Some(document) = at_record(&documents, record(keys)) {
                self.add(document, keys, &path, &mut found);
            }
        }
        found.sort_unstable_by_key(|(key, _)| *key);
        found
    }

    /// Adds the places of one document.
    fn add(
        &self,
        document: &Document,
        keys: &[Key],
        path: &Arc<str>,
        found: &mut Vec<(Key, Spot<'a>)>,
    ) {
        let text = &document.text;
        let len = keys.first().map(|key| self.kept[key.0].len);
        let fits = |key: &&Key| Some(text.len()) == len && text.get(key.1.range()).is_some();
        found.extend(keys.iter().filter(fits).map(|key| (*key, self.spot(key, document, path))));
    }

    fn spot(&self, key: &Key, document: &Document, path: &Arc<str>) -> Spot<'a> {
        let text = &document.text;
        let (number, place, show) = *key;
        let span = match (show.whole, show.told) {
            (true, true) => document.first_line(),
            (true, false) => first_line(text, place),
            (false, _) => with_marks(text, place),
        };
        let words = || {
            let id = document.id.as_deref().unwrap_or_default();
            let words = span.of(text);
            let fingerprint = fingerprint(&self.rule.id, id, words, "");
            (head(words, EXCERPT).to_owned(), fingerprint)
        };
        let compared = matches!(show.compared, Compared::Words | Compared::Both);
        let marks = matches!(show.compared, Compared::Marks | Compared::Both);
        let quoted = marks && share_between_marks(text, place) >= QUOTED;
        Spot {
            location: document.locate(span),
            path: Arc::clone(path),
            words: show.told.then(words),
            form: compared.then(|| Form::new(&self.kept[number].print, text, place)),
            ends: span.of(text).ends_with(['.', '!', '?', '…', '”', '"', '»', ')']),
            quoted,
            around: (quoted && show.told).then(|| around(text, place)),
        }
    }
}

/// At most so many characters.
fn head(text: &str, most: usize) -> &str {
    match text.get(..most) {
        Some(head) if head.is_ascii() => head,
        _ => text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end]),
    }
}

/// The document of a record, or the only one of its source.
fn at_record(documents: &[Document], record: Option<usize>) -> Option<&Document> {
    let at = documents.binary_search_by_key(&record, |document| document.record).ok()?;
    documents.get(at)
}

/// Share of a place that must be quoted for it to be a quotation.
const QUOTED: f64 = 0.8;
/// First bytes of the quotation marks that are not ASCII.
const MARKS: [u8; 2] = ["“".as_bytes()[0], "«".as_bytes()[0]];
/// Lines before a place that are read to find out who is quoted in it.
const LINES_BEFORE: usize = 4;

/// Least share of names and figures among the words that carry meaning for them to be a row of names, in
/// percent; and for what ends as a sentence does to be one.
const NAMES: usize = 60;
const ALL_NAMES: usize = 95;

impl Spot<'_> {
    /// Whether its words are for the most part names, titles and figures.
    pub fn is_names(&self) -> bool {
        let least = if self.ends { ALL_NAMES } else { NAMES };
        self.form.as_ref().is_some_and(|form| form.is_names(least))
    }

    /// Whether it and another place are one form filled in twice, with so many names and figures on each
    /// side. Not if no word differs, for then there are no words to compare.
    pub fn is_filled_in_like(&self, other: &Self, least: usize) -> bool {
        let forms = self.form.as_ref().zip(other.form.as_ref());
        forms.is_some_and(|(form, other)| form.is_filled_in_like(other, least))
    }

    /// Whether the place lies inside quotations of named speakers. The lines around it are analysed,
    /// not the whole document.
    pub fn is_from_named(&self, language: &Language) -> bool {
        self.around.as_ref().is_some_and(|(around, place)| {
            let around = Document::from_text(around);
            Analysis::new(&around, language).share_quoted_from_named(*place) >= QUOTED
        })
    }
}

/// The text around a place, and the place in it.
fn around(text: &str, span: Span) -> (Box<str>, Span) {
    let lines = text[..span.start].rmatch_indices('\n').map(|(at, _)| at + 1);
    let start = lines.take(LINES_BEFORE).last().unwrap_or(0);
    let rest = &text[span.end..];
    let end = rest.match_indices('\n').map(|(at, _)| span.end + at).nth(1).unwrap_or(text.len());
    (text[start..end].into(), Span::new(span.start - start, span.end - start))
}

/// The share of the characters of `span` that stand between quotation marks, 0 to 1. Each paragraph
/// begins outside of marks.
fn share_between_marks(text: &str, span: Span) -> f64 {
    let from = memchr::memrchr(b'\n', &text.as_bytes()[..span.start]).map_or(0, |at| at + 1);
    let within = &text.as_bytes()[from..span.end];
    if memchr::memchr3(b'"', MARKS[0], MARKS[1], within).is_none() {
        return 0.0;
    }
    // Characters of the span, for marks stand before it too.
    let count = |start: usize, end: usize| {
        characters(text.as_bytes().get(start.max(span.start)..end).unwrap_or_default())
    };
    let (mut quoted, mut signs, mut start) = (0, 0, from);
    let ends = memchr::memchr_iter(b'\n', within).map(|at| from + at);
    for end in ends.chain([span.end]) {
        let line = &text[start..end];
        let mut opened: Option<usize> = None;
        for at in memchr::memchr3_iter(b'"', MARKS[0], MARKS[1], line.as_bytes()) {
            let Some(mark) = line[at..].chars().next() else { break };
            let opens = match mark {
                '“' | '„' | '«' => true,
                '”' | '»' => false,
                '"' => opened.is_none(),
                _ => continue,
            };
            let at = start + at;
            quoted += opened.map_or(0, |opened| count(opened, at));
            signs += count(at, at + mark.len_utf8());
            opened = opens.then_some(at + mark.len_utf8());
        }
        quoted += opened.map_or(0, |opened| count(opened, end));
        signs += count(end, end + 1);
        start = end + 1;
    }
    if quoted == 0 {
        return 0.0;
    }
    // A line end behind the span is none of its signs.
    let signs = signs - count(span.end, span.end + 1);
    quoted as f64 / (count(span.start, span.end) - signs).max(1) as f64
}

fn first_line(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let end = memchr::memchr2(b'\n', b'\r', words.as_bytes()).unwrap_or(words.len());
    Span::new(span.start, span.start + words[..end].trim_end().len())
}

/// The span with the stop and the quotation marks that belong to its words.
fn with_marks(text: &str, span: Span) -> Span {
    let before = text[..span.start].trim_end_matches(['“', '"', '«', '„', '‘', '(']).len();
    let opens = text[..before].is_empty() || text[..before].ends_with(char::is_whitespace);
    let after = &text[span.end..];
    let marks =
        after.len() - after.trim_start_matches(['.', '!', '?', '…', '”', '"', '»', '’', ')']).len();
    let rest = &after[marks..];
    let closes = rest.is_empty() || rest.starts_with(char::is_whitespace);
    Span::new(
        if opens { before } else { span.start },
        if closes { span.end + marks } else { span.end },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_belong_to_the_words() {
        let grown = |text: &str, words: &str| {
            let start = text.find(words).unwrap();
            with_marks(text, Span::new(start, start + words.len())).of(text).to_owned()
        };
        assert_eq!(grown("He said: “It is so.” Then", "It is so"), "“It is so.”");
        assert_eq!(grown("It is so.", "It is so"), "It is so.");
        assert_eq!(grown("a/(b.c)", "b"), "b");
    }
}
