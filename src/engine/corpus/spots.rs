//! The places of copies, found again in their sources: phase 2 has no text.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Kept;
use crate::analysis::prose::credits;
use crate::analysis::{Analysis, Language};
use crate::corpus::Place;
use crate::diagnostic::fnv;
use crate::document::Document;
use crate::engine::BATCH_BYTES;
use crate::engine::findings::neutral;
use crate::format::{Chunk, InputSettings, chunks, extract_records};
use crate::rule::{Rule, RuleSet};
use crate::source::{Location, Source};
use crate::span::Span;

/// How much of a place is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Show {
    /// Its words; it is what the finding is about.
    Told,
    /// Its words.
    Span,
    /// The first line of its words.
    Line,
    /// The first line of its document.
    Document,
}

/// A place, found again in its source.
#[derive(Debug)]
pub(super) struct Spot {
    pub location: Location,
    pub path: Arc<str>,
    /// The head of its words and their fingerprint, of the place that is told.
    pub words: Option<(String, u64)>,
    /// The place itself, if it is short.
    pub short: Option<Box<str>>,
    /// It lies between quotation marks: the text around it, and its bytes in that.
    pub quoted: Option<(Box<str>, Span)>,
    /// Hashes of the news agencies its document credits.
    pub credits: Arc<[u32]>,
}

/// Most bytes of a place that may be a form filled in, about seventy words.
const SHORT: usize = 480;
/// Most characters of a place that are kept, for messages.
const EXCERPT: usize = 200;

/// Document, bytes of its text, what of them.
pub(super) type Key = (usize, Span, Show);

/// All places of all clusters, by document.
pub(super) struct Spots(BTreeMap<Key, Spot>);

impl Spots {
    pub fn get(&self, place: Place, show: Show) -> Option<&Spot> {
        self.0.get(&(place.document, place.span, show))
    }
}

/// What is needed to read places again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    /// The documents that the keys count.
    pub kept: &'a [&'a Kept],
    pub set: &'a RuleSet,
    pub rule: &'a Rule,
    pub input: &'a InputSettings,
}

impl Reading<'_> {
    /// Reads the documents that hold the places once more.
    pub fn spots(self, mut keys: Vec<Key>, sources: &[Source]) -> Spots {
        keys.sort_unstable();
        keys.dedup();
        let mut by_chunk: BTreeMap<_, Vec<Key>> = BTreeMap::new();
        for key in keys {
            if let Some(kept) = self.kept.get(key.0) {
                let chunk = (kept.address.source.id, kept.address.chunk);
                by_chunk.entry(chunk).or_default().push(key);
            }
        }
        let mut spots = BTreeMap::new();
        let mut locate = |batch: Vec<(Chunk, Vec<Key>)>| {
            let locate = |(chunk, keys): (Chunk, Vec<Key>)| self.locate(chunk, &keys);
            let found: Vec<Vec<(Key, Spot)>> = batch.into_par_iter().map(locate).collect();
            spots.extend(found.into_iter().flatten());
        };
        for source in sources {
            let first = (source.id, 0);
            if by_chunk.range(first..).next().is_none_or(|(chunk, _)| chunk.0 != source.id) {
                continue;
            }
            let (mut number, mut batch, mut bytes) = (0, Vec::new(), 0);
            // What cannot be read any more was reported when it could not be read the first time.
            let _ = chunks(source, self.input, &mut |chunk| {
                if let Some(keys) = by_chunk.remove(&(source.id, number)) {
                    bytes += chunk.bytes.len();
                    batch.push((chunk, keys));
                    if bytes >= BATCH_BYTES {
                        locate(std::mem::take(&mut batch));
                        bytes = 0;
                    }
                }
                number += 1;
            });
            locate(batch);
        }
        Spots(spots)
    }

    /// Finds the places in one chunk; places in a document that has changed meanwhile are left out.
    fn locate(&self, chunk: Chunk, keys: &[Key]) -> Vec<(Key, Spot)> {
        let path = Arc::clone(&chunk.source.path);
        let record = |key: &Key| self.kept.get(key.0).and_then(|kept| kept.address.record);
        let mut records: Vec<usize> = keys.iter().filter_map(record).collect();
        records.sort_unstable();
        let wanted = |record: usize| records.binary_search(&record).is_ok();
        let documents = extract_records(chunk, self.input, &wanted).documents;
        let mut found = Vec::with_capacity(keys.len());
        for keys in keys.chunk_by(|one, other| one.0 == other.0) {
            let kept = keys.first().and_then(|key| self.kept.get(key.0));
            let Some((kept, document)) =
                kept.and_then(|kept| Some((kept, at_record(&documents, kept.address.record)?)))
            else {
                continue;
            };
            let text = &document.text;
            let fits = |key: &&Key| text.len() == kept.len && text.get(key.1.range()).is_some();
            let credits: Arc<[u32]> = credits(document, &self.set.language).into();
            for key in keys.iter().filter(fits) {
                found.push((*key, self.spot(key, document, &path, &credits)));
            }
        }
        found
    }

    fn spot(&self, key: &Key, document: &Document, path: &Arc<str>, credits: &Arc<[u32]>) -> Spot {
        let text = &document.text;
        let span = match key.2 {
            Show::Document => document.first_line(),
            Show::Line => first_line(text, key.1),
            Show::Told | Show::Span => with_marks(text, key.1),
        };
        let words = || {
            let id = document.id.as_deref().unwrap_or_default();
            let fingerprint = fnv(&[&self.rule.id, id, &neutral(span.of(text)), ""]);
            let words = span.of(text);
            let end = words.char_indices().nth(EXCERPT).map_or(words.len(), |(at, _)| at);
            (words[..end].to_owned(), fingerprint)
        };
        Spot {
            location: document.locate(span),
            path: Arc::clone(path),
            words: matches!(key.2, Show::Told | Show::Document).then(words),
            quoted: matches!(key.2, Show::Told | Show::Span)
                .then(|| quotation(text, key.1))
                .flatten(),
            credits: Arc::clone(credits),
            short: (key.1.len() <= SHORT).then(|| with_marks(text, key.1).of(text).into()),
        }
    }
}

/// The document of a record, or the only one of its source.
fn at_record(documents: &[Document], record: Option<usize>) -> Option<&Document> {
    let at = documents.binary_search_by_key(&record, |document| document.record).ok()?;
    documents.get(at)
}

/// Share of a place that must be quoted for it to be a quotation.
const QUOTED: f64 = 0.8;
/// Lines before a place that are read to find out who is quoted in it.
const LINES_BEFORE: usize = 4;

impl Spot {
    /// Whether the place lies inside quotations of named speakers. The lines around it are analysed,
    /// not the whole document.
    pub fn is_from_named(&self, language: &Language) -> bool {
        self.quoted.as_ref().is_some_and(|(around, place)| {
            let around = Document::from_text(around);
            Analysis::new(&around, language).share_quoted_from_named(*place) >= QUOTED
        })
    }
}

/// The text around the place, if it lies between quotation marks.
fn quotation(text: &str, span: Span) -> Option<(Box<str>, Span)> {
    if share_between_marks(text, span) < QUOTED {
        return None;
    }
    let lines = text[..span.start].rmatch_indices('\n').map(|(at, _)| at + 1);
    let start = lines.take(LINES_BEFORE).last().unwrap_or(0);
    let rest = &text[span.end..];
    let end = rest.match_indices('\n').map(|(at, _)| span.end + at).nth(1).unwrap_or(text.len());
    Some((text[start..end].into(), Span::new(span.start - start, span.end - start)))
}

/// The share of the characters of `span` that stand between quotation marks, 0 to 1. Each paragraph
/// begins outside of marks.
fn share_between_marks(text: &str, span: Span) -> f64 {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let marks = memchr::memchr3(
        b'"',
        "“".as_bytes()[0],
        "«".as_bytes()[0],
        &text.as_bytes()[start..span.end],
    );
    if marks.is_none() {
        return 0.0;
    }
    let (mut inside, mut quoted, mut all) = (false, 0, 0);
    for (at, c) in text[start..span.end].char_indices() {
        match c {
            '“' | '„' | '«' => inside = true,
            '”' | '»' | '\n' => inside = false,
            '"' => inside = !inside,
            _ if start + at >= span.start => {
                all += 1;
                quoted += usize::from(inside);
            }
            _ => {}
        }
    }
    f64::from(quoted as u32) / f64::from(all.max(1) as u32)
}

fn first_line(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let end = words.find(['\n', '\r']).unwrap_or(words.len());
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
