//! Headings that are printed more than once.

use rustc_hash::{FxHashMap, FxHashSet};

use super::line_of;
use crate::analysis::block::Paragraph;
use crate::analysis::prose::Prose;
use crate::analysis::token::Shape;
use crate::analysis::zone::Zone;
use crate::corpus::normal;
use crate::detect::{Match, View};
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
    if !lines_recur(view.analysis.prose(), min_words) {
        return;
    }
    let mut first: FxHashMap<Vec<u32>, usize> = FxHashMap::default();
    for (number, paragraph) in view.analysis.paragraphs().iter().enumerate() {
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

/// Whether any two short lines have the same words at all: most documents end here.
fn lines_recur(prose: &Prose, min_words: usize) -> bool {
    let lines = || {
        let long = prose.paragraphs().iter().filter(|words| words.len() >= min_words);
        let words = long.filter_map(|words| prose.words.hashes.get(words.clone()));
        words.filter(|words| words.len() <= MAX_BYTES / 2)
    };
    // Of most lines not even length, first and last word are those of another.
    let mut ends: Vec<_> =
        lines().map(|words| (words.len(), words.first(), words.last())).collect();
    ends.sort_unstable();
    let mut seen: FxHashSet<&[u32]> = FxHashSet::default();
    ends.windows(2).any(|pair| pair[0] == pair[1]) && lines().any(|words| !seen.insert(words))
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
