//! Headings that are printed more than once.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::line_of;
use crate::analysis::block::{self, Paragraph};
use crate::analysis::prose::Prose;
use crate::analysis::token::Shape;
use crate::analysis::zone::Zone;
use crate::corpus::{STARTS, normal};
use crate::detect::{Match, View};
use crate::document::Document;
use crate::lexicon::ListId;

/// Paragraphs at the top of a text without markup among which its headline stands.
const HEAD: usize = 5;
/// Most bytes of a heading; longer lines are no headings.
const MAX_BYTES: usize = 300;

pub(super) fn repeated(
    view: &View<'_>,
    min_words: usize,
    stock: Option<ListId>,
    out: &mut Vec<Match>,
) {
    if !lines_recur(view, min_words) {
        return;
    }
    // No other line can be a heading that stands twice.
    let prose = view.analysis.prose();
    let recurring = recurring(prose);
    let words = recurring.iter().map(|number| prose.paragraph(*number));
    let near = view
        .analysis
        .near(&words.map(|words| prose.words.span(words.start, words.end)).collect::<Vec<_>>());
    let view = &View { analysis: near.as_ref().unwrap_or(view.analysis), ..*view };
    let mut first: FxHashMap<Vec<u32>, usize> = FxHashMap::default();
    for number in recurring {
        let Some(paragraph) = view.analysis.paragraphs().get(number) else { continue };
        let reporting = matches!(paragraph.zone, Zone::Head | Zone::Article);
        if !paragraph.heading || !reporting || paragraph.span.len() > MAX_BYTES {
            continue;
        }
        let tokens = &view.analysis.tokens()[paragraph.tokens.clone()];
        let words = tokens.iter().filter(|token| token.shape.is(Shape::WORD)).count();
        if words < min_words || is_stock(view, paragraph, stock) {
            continue;
        }
        let words = normal(view.text(paragraph.span));
        // Further down a short line that is no heading by markup is an address or a name as well.
        let known = number < HEAD || view.document.structured;
        match first.get(&words) {
            None if !known => {}
            None => drop(first.insert(words, number)),
            Some(before) => {
                let before = view.analysis.paragraphs()[*before].span;
                out.push(Match {
                    related: vec![(before, "first stands here".to_owned())],
                    values: vec![("line", line_of(view, before))],
                    ..Match::at(paragraph.span)
                });
            }
        }
    }
}

/// The short lines whose words are those of another one.
fn recurring(prose: &Prose) -> Vec<usize> {
    let mut lines: FxHashMap<Vec<u32>, Vec<usize>> = FxHashMap::default();
    for (number, words) in prose.paragraphs().iter().enumerate() {
        let words = prose.words.hashes.get(words.clone()).unwrap_or_default();
        if words.len() <= MAX_BYTES / 2 {
            let words = words.iter().map(|word| word & !STARTS).collect();
            lines.entry(words).or_default().push(number);
        }
    }
    let again = lines.into_values().filter(|numbers| numbers.len() > 1);
    let mut numbers: Vec<usize> = again.flatten().collect();
    numbers.sort_unstable();
    numbers
}

/// Whether any two short lines that may be headings have the same words: most documents end here.
fn lines_recur(view: &View<'_>, min_words: usize) -> bool {
    let prose = view.analysis.prose();
    let ranges = || {
        let fits = |words: &&Range<usize>| (min_words..=MAX_BYTES / 2).contains(&words.len());
        prose.paragraphs().iter().filter(fits)
    };
    let lines = || ranges().filter_map(|words| prose.words.hashes.get(words.clone()));
    // Of most lines not even length, first and last word are those of another: a bit for these.
    let mut bits = [0_u64; 16];
    let again = lines().any(|words| {
        let end = |word: Option<&u32>| word.copied().unwrap_or_default();
        let last = end(words.last()) ^ words.len() as u32;
        let ends = u64::from(end(words.first())) << 32 | u64::from(last);
        let hash = ends.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let (part, bit) = (&mut bits[(hash >> 60) as usize], 1 << (hash >> 54 & 63));
        let again = *part & bit != 0;
        *part |= bit;
        again
    });
    let mut seen: FxHashSet<&[u32]> = FxHashSet::default();
    let mut is_new = |words: &Range<usize>| {
        prose.words.hashes.get(words.clone()).is_none_or(|words| seen.insert(words))
    };
    again && ranges().filter(|words| may_be_heading(view, words)).any(|words| !is_new(words))
}

/// Whether a paragraph of these words may be a heading, by its end.
fn may_be_heading(view: &View<'_>, words: &Range<usize>) -> bool {
    let Document { text, structured, markup, .. } = view.document;
    let end = view.analysis.prose().words.span(words.start, words.end).end;
    let rest = text.get(end..).unwrap_or_default();
    let line = rest.find(['\n', '\r']).map_or(rest, |len| &rest[..len]);
    *structured || !markup.is_empty() || block::ends_like_title(line.trim_end())
}

/// Whether the heading is one of those that may recur.
fn is_stock(view: &View<'_>, paragraph: &Paragraph, stock: Option<ListId>) -> bool {
    let Some(stock) = stock else { return false };
    let lexicon = &view.language.lexicon;
    let tokens = &view.analysis.tokens()[paragraph.tokens.clone()];
    let words: Vec<_> = tokens.iter().map(|token| token.word).collect();
    tokens.first().is_some_and(|token| token.has(lexicon, stock))
        || lexicon.phrases(stock).iter().any(|phrase| words.starts_with(phrase))
}
