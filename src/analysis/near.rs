//! An analysis of a few paragraphs only.
//!
//! What a document repeats of itself is a sentence here and there; to lay out all of the text for it
//! would take longer than to find it.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::block::{self, Paragraph};
use super::prose::Prose;
use super::quotation::{may_quote, may_quote_singly};
use super::sentence;
use super::token::tokenize_parts;
use super::{Analysis, Layout};
use crate::span::Span;

/// The greatest part of a text for which it is worth while to lay out less than all, in percent.
const PART: usize = 80;

/// What is known of a text and its parts: several rules look at the same ones.
#[derive(Debug)]
pub(super) struct Known {
    paragraphs: OnceLock<Vec<Span>>,
    /// The first parts that somebody wanted.
    parts: OnceLock<(Vec<Span>, Arc<Layout>)>,
}

impl Known {
    pub(super) const fn new() -> Self {
        Self { paragraphs: OnceLock::new(), parts: OnceLock::new() }
    }

    /// The bytes of all paragraphs.
    fn paragraphs(&self, text: &str) -> &[Span] {
        self.paragraphs.get_or_init(|| block::spans(text))
    }

    /// The layout of these parts, if they lie in those that are known.
    fn layout_of(&self, parts: &[Span]) -> Option<&Arc<Layout>> {
        let (known, layout) = self.parts.get()?;
        let is_known = |part: &Span| known.iter().any(|known| known.contains(*part));
        parts.iter().all(is_known).then_some(layout)
    }
}

impl<'a> Analysis<'a> {
    /// The same document with only those paragraphs laid out that hold one of `spans`, and the
    /// neighbours of those that may quote, for a quotation may go on there: tokens, sentences, headings
    /// and quotation marks of these paragraphs are what they are in the whole; of other paragraphs
    /// perhaps nothing is there. Paragraphs keep their numbers.
    ///
    /// `None` if this would not be true (there may be more than reporting, or single quotation marks),
    /// or would save nothing.
    #[must_use]
    pub fn near(&self, spans: &[Span]) -> Option<Self> {
        let document = self.document;
        if spans.is_empty() || self.is_laid_out() || !self.is_reporting() {
            return None;
        }
        let text = &document.text;
        let all = self.paragraph_spans();
        let mut chosen: Vec<Range<usize>> =
            spans.iter().map(|span| around(text, all, *span)).collect();
        chosen.sort_unstable_by_key(|range| range.start);
        let mut parts: Vec<Span> = Vec::new();
        for range in chosen {
            let own = all.get(range).unwrap_or_default();
            let (Some(first), Some(last)) = (own.first(), own.last()) else { continue };
            let part = first.cover(*last);
            match parts.last_mut() {
                Some(before) if part.start < before.end => *before = before.cover(part),
                _ => parts.push(part),
            }
        }
        if let Some(layout) = self.near.layout_of(&parts) {
            return self.with_layout(layout);
        }
        let size: usize = parts.iter().map(|part| part.len()).sum();
        if size * 100 > text.len() * PART
            || parts.iter().any(|part| may_quote_singly(part.of(text)))
        {
            return None;
        }
        let language = self.language;
        let mut tokens = tokenize_parts(text, &parts, &language.lexicon);
        let mut paragraphs: Vec<Paragraph> = block::paragraphs(document, &tokens);
        let sentences = sentence::sentences(
            text,
            &mut tokens,
            &mut paragraphs,
            &language.lexicon,
            &language.sentence,
        );
        let layout = Arc::new(Layout { tokens, paragraphs, threads: Vec::new(), sentences });
        // Somebody else's may be there already.
        let _ = self.near.parts.set((parts, Arc::clone(&layout)));
        self.with_layout(&layout)
    }

    /// The bytes of all paragraphs, without a layout.
    pub fn paragraph_spans(&self) -> &[Span] {
        self.near.paragraphs(&self.document.text)
    }

    /// The same document laid out like this.
    fn with_layout(&self, layout: &Arc<Layout>) -> Option<Self> {
        let near = Self::new(self.document, self.language);
        near.layout.set(Arc::clone(layout)).ok()?;
        Some(near)
    }

    /// Whether it is known without a layout that the whole text is reporting, headlines included, and
    /// that no markup says anything else.
    #[must_use]
    pub fn is_reporting(&self) -> bool {
        self.document.markup.is_empty() && self.prose.get().is_some_and(Prose::is_all_reporting)
    }
}

/// The paragraphs that hold a stretch of text, with a neighbour on either side if they may quote.
fn around(text: &str, paragraphs: &[Span], span: Span) -> Range<usize> {
    let first = paragraphs.partition_point(|paragraph| paragraph.end <= span.start);
    let last =
        paragraphs.partition_point(|paragraph| paragraph.start < span.end.max(span.start + 1));
    let own = first..last.max(first);
    let is_plain = |paragraph: &Span| !may_quote(paragraph.of(text));
    if !own.is_empty() && paragraphs[own.clone()].iter().all(is_plain) {
        return own;
    }
    own.start.saturating_sub(1)..(own.end + 1).min(paragraphs.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Language;
    use crate::document::Document;
    use crate::lexicon::Lexicon;

    /// Ten lines of several sentences, with quotations some of which a line break parts.
    fn text() -> String {
        let mut text = String::new();
        for number in 0..10 {
            text += &format!("The Quay {number}\n\n... Dr Roe sailed at {number}.30. It’s late");
            text +=
                ["; “no”, she said. ”Stay” or «go»?\n", "; he said: “Go\n", ".” So ``we'' left.\n"]
                    [number % 3];
        }
        text
    }

    #[test]
    fn what_is_near_is_what_it_is_in_the_whole() {
        let language = Language::new(Lexicon::default());
        let text = text();
        let document = Document::from_text(&text);
        let whole = Analysis::new(&document, &language);
        let paragraphs = block::spans(&text);
        assert!(whole.quotation_marks().len() > 12);
        for (number, own) in paragraphs.iter().enumerate() {
            let analysis = Analysis::new(&document, &language);
            analysis.prose();
            let last = paragraphs[(number + 11).min(paragraphs.len() - 1)];
            let near = analysis.near(&[last, Span::new(own.start + 2, own.end - 2)]).unwrap();
            assert!(near.tokens().len() < whole.tokens().len() / 2);
            for own in [*own, last] {
                let inside = |span: &Span| own.contains(*span);
                let tokens = |of: &Analysis<'_>| -> Vec<_> {
                    of.tokens().iter().copied().filter(|token| inside(&token.span())).collect()
                };
                assert_eq!(tokens(&near), tokens(&whole));
                let sentences = |of: &Analysis<'_>| -> Vec<_> {
                    of.sentences().iter().map(|one| (one.span, one.paragraph)).collect()
                };
                let all = sentences(&whole);
                let mut here = sentences(&near).into_iter().filter(|(span, _)| inside(span));
                assert!(here.all(|one| all.contains(&one)));
                let quoted = |of: &Analysis<'_>| -> Vec<_> {
                    let marks = of.quotation_marks().iter().map(|quote| quote.span);
                    marks.filter(inside).collect()
                };
                assert_eq!(quoted(&near), quoted(&whole));
            }
            let headings = (near.paragraphs()[number].heading, whole.paragraphs()[number].heading);
            assert_eq!(headings.0, headings.1);
            assert_eq!(near.paragraphs().len(), paragraphs.len());
            // What is known of two parts is what the next one sees of either.
            let again = analysis.near(&[last]).unwrap();
            assert!(std::ptr::eq(again.tokens(), near.tokens()));
            let other = paragraphs[(number + 5) % paragraphs.len()];
            let apart = analysis.near(&[other]).unwrap();
            let is_known = near.tokens().iter().any(|token| other.contains(token.span()));
            let is_new = |token| !near.tokens().contains(token);
            assert!(is_known || apart.tokens().iter().any(is_new));
        }
    }

    #[test]
    fn where_it_would_not_be_there_is_none() {
        let language = Language::new(Lexicon::default());
        // In the second paragraph.
        let span = [Span::new(14, 17)];
        let near = |text: &str| {
            let document = Document::from_text(text);
            let analysis = Analysis::new(&document, &language);
            assert!(analysis.near(&span).is_none(), "nothing is known of the text yet");
            analysis.prose();
            let near = analysis.near(&span).is_some();
            analysis.tokens();
            assert!(analysis.near(&span).is_none(), "all is there already");
            near
        };
        assert!(near(&text()));
        assert!(!near(&text().replace("sailed", "'sailed,'")), "single marks");
        assert!(
            near(&text().replace("sailed", "'sailed")) && near(&text().replace("sailed", "sail's"))
        );
        assert!(!near("The quay and the mole."), "all of the text");
    }
}
