//! `[detect.duplicate]`: the same words twice, in one document or in two.
//!
//! Words are compared normalised (case, quotation marks, dashes, punctuation and line breaks are
//! neutral), and a few of them may be edited, inserted or dropped. Within a document all scopes share
//! one search ([`crate::analysis::prose::Prose::repeats`]) and each takes what is its own: whole paragraphs, sentences
//! outside these, requotes in comment threads, sentences that return as quotations. The search across
//! the corpus is phase 2's; here only its limits are set.

mod common;
mod heading;
mod passage;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::{BuildContext, Detector, Match, View};
use crate::corpus::Limits;
use crate::lexicon::ListId;
use crate::mistake::Mistake;
use crate::span::Span;

/// Where copies are looked for, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Whole paragraphs of a document that stand in it before; neighbours are one finding.
    Paragraph,
    /// Sentences that stand in the document before, outside repeated paragraphs.
    Sentence,
    /// Headings that stand in the document before.
    Heading,
    /// Words in a comment thread that stand in the article or in an earlier comment.
    Thread,
    /// The author's words that stand elsewhere in the document inside quotation marks.
    Quote,
    /// Passages and documents that stand in another document of the corpus.
    Corpus,
}

/// The table as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DuplicateFile {
    /// Where copies are looked for.
    scope: Scope,
    /// Least words of a copy.
    min_words: usize,
    /// Least share of the words of the longer side that stand in both, 0 to 1.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    min_similarity: Option<Spanned<f64>>,
    /// `corpus`: least words of a copy that is a whole sentence or more; `min-words` if not given.
    #[serde(default)]
    #[schemars(with = "Option<usize>")]
    min_sentence_words: Option<Spanned<usize>>,
    /// `corpus`: least share of words that stand in both for a copy of fewer than `min-words`.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    min_sentence_similarity: Option<Spanned<f64>>,
    /// `corpus`: share of a document's words from which on the document as a whole is the copy.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    document_share: Option<Spanned<f64>>,
    /// `corpus`: documents in which a passage must stand to be boilerplate.
    #[serde(default)]
    #[schemars(with = "Option<usize>")]
    boilerplate_documents: Option<Spanned<usize>>,
    /// `corpus`: most copies of a passage that are listed.
    #[serde(default)]
    #[schemars(with = "Option<usize>")]
    max_places: Option<Spanned<usize>>,
    /// `paragraph`, `sentence`, `quote`: whether to leave alone what the document takes from a text that it
    /// announces and prints whole.
    #[serde(default)]
    #[schemars(with = "bool")]
    skip_enclosed: Option<Spanned<bool>>,
    /// `heading`: the word list of headings that may recur.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    list: Option<Spanned<String>>,
}

/// The detector of one rule.
#[derive(Debug)]
pub(super) struct Duplicate {
    scope: Scope,
    limits: Limits,
    skip_enclosed: bool,
    list: Option<ListId>,
}

impl DuplicateFile {
    pub(super) fn build(self, context: &mut BuildContext<'_>) -> Option<Box<dyn Detector>> {
        let before = context.mistakes.len();
        self.check_keys(context);
        let list = self.list.as_ref().and_then(|name| {
            let found = context.lexicon.list(name.as_ref());
            if found.is_none() {
                let message = format!("there is no word list “{}”", name.as_ref());
                let mistake = Mistake::new(&context.file, name.span(), message);
                let names = context.lexicon.list_names().iter().map(String::as_str);
                context.mistakes.push(mistake.nearest(name.as_ref(), names));
            }
            found
        });
        let limits = Limits {
            min_words: self.min_words,
            min_sentence_words: number(self.min_sentence_words.as_ref(), self.min_words, context),
            min_sentence_similarity: share(self.min_sentence_similarity.as_ref(), 0.8, context),
            min_similarity: share(self.min_similarity.as_ref(), 0.8, context),
            document_share: share(self.document_share.as_ref(), 0.8, context),
            boilerplate_documents: number(self.boilerplate_documents.as_ref(), 10, context),
            max_places: number(self.max_places.as_ref(), 8, context),
        };
        let skip_enclosed = self.skip_enclosed.is_some_and(Spanned::into_inner);
        let built = Duplicate { scope: self.scope, limits, skip_enclosed, list };
        (context.mistakes.len() == before).then(|| Box::new(built) as Box<dyn Detector>)
    }

    /// Keys that would have no effect are mistakes.
    fn check_keys(&self, context: &mut BuildContext<'_>) {
        let corpus = self.scope == Scope::Corpus;
        let heading = self.scope == Scope::Heading;
        let within = matches!(self.scope, Scope::Paragraph | Scope::Sentence | Scope::Quote);
        let keys = [
            ("min-sentence-words", self.min_sentence_words.as_ref().map(Spanned::span), corpus),
            (
                "min-sentence-similarity",
                self.min_sentence_similarity.as_ref().map(Spanned::span),
                corpus,
            ),
            ("document-share", self.document_share.as_ref().map(Spanned::span), corpus),
            (
                "boilerplate-documents",
                self.boilerplate_documents.as_ref().map(Spanned::span),
                corpus,
            ),
            ("max-places", self.max_places.as_ref().map(Spanned::span), corpus),
            ("skip-enclosed", self.skip_enclosed.as_ref().map(Spanned::span), within),
            ("list", self.list.as_ref().map(Spanned::span), heading),
        ];
        for (key, span, fits) in keys {
            if let (Some(span), false) = (span, fits) {
                let message = format!("“{key}” has no effect in this scope");
                context.mistakes.push(Mistake::new(&context.file, span, message));
            }
        }
    }
}

/// A share as written; between 0.5 (below, different texts are alike) and 1.
fn share(written: Option<&Spanned<f64>>, default: f64, context: &mut BuildContext<'_>) -> f64 {
    let Some(written) = written else { return default };
    let value = *written.as_ref();
    if !(0.5..=1.0).contains(&value) {
        let message = format!("{value} is not a share from 0.5 to 1");
        context.mistakes.push(Mistake::new(&context.file, written.span(), message));
    }
    value
}

/// A number of things as written; at least one.
fn number(
    written: Option<&Spanned<usize>>,
    default: usize,
    context: &mut BuildContext<'_>,
) -> usize {
    let Some(written) = written else { return default };
    let value = *written.as_ref();
    if value == 0 {
        let message = "must be at least 1".to_owned();
        context.mistakes.push(Mistake::new(&context.file, written.span(), message));
    }
    value
}

/// The line of a place, as messages name it: all of a record's text stands on one line of its file.
fn line_of(view: &View<'_>, place: Span) -> String {
    if view.document.record.is_none() {
        return view.document.locate(place).start.line.to_string();
    }
    let before = view.document.text.get(..place.start).unwrap_or_default();
    format!("{} of the text", memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1)
}

impl Detector for Duplicate {
    fn placeholders(&self) -> &'static [&'static str] {
        match self.scope {
            Scope::Corpus => &["words", "share", "place", "documents"],
            Scope::Heading => &["line"],
            _ => &["words", "share", "line"],
        }
    }

    fn tags(&self) -> &'static [&'static str] {
        match self.scope {
            Scope::Corpus => &[
                "document",
                "boilerplate",
                "scattered",
                "form",
                "quoted",
                "syndicated",
                "several",
                "filled-in",
                "names",
            ],
            Scope::Thread => &["marked", "long"],
            _ => &[],
        }
    }

    fn whole_document(&self) -> bool {
        self.scope == Scope::Corpus
    }

    fn corpus(&self) -> Option<&Limits> {
        (self.scope == Scope::Corpus).then_some(&self.limits)
    }

    fn detect(&self, view: &View<'_>, out: &mut Vec<Match>) {
        match self.scope {
            Scope::Heading => heading::repeated(view, self.limits.min_words, self.list, out),
            Scope::Corpus => {}
            _ => passage::repeated(view, self.scope, &self.limits, self.skip_enclosed, out),
        }
    }
}
