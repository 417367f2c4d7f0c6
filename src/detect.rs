//! Detectors: the kinds of detection that a rule file can ask for, one file per kind.
//!
//! A detector looks at one analysed document and returns matches. It does no I/O and knows no path,
//! rule id or severity. To add a kind: a file in this folder, a variant of [`DetectFile`] and its
//! line in [`DetectFile::build`].

mod attribution;
mod calendar;
mod duplicate;
mod findings;
mod pattern;
mod quotation;
mod ratio;
mod repair;
mod requires;
mod time;
mod unattributed;
mod zone;

use std::cell::OnceCell;
use std::fmt::Debug;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::analysis::attribution::SourceClass;
use crate::analysis::voice::Voice;
use crate::analysis::{Analysis, Language};
use crate::corpus::Limits;
use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::mistake::{Mistake, TomlFile};
use crate::pattern::{GroupId, Hits, Pattern, PatternSet, PatternSetBuilder};
use crate::span::Span;

/// Where the patterns of all rules matched, looked for when a rule first asks.
#[derive(Debug)]
pub struct LazyHits<'a> {
    found: OnceCell<Hits>,
    patterns: Option<&'a PatternSet>,
    analysis: &'a Analysis<'a>,
    lexicon: &'a Lexicon,
}

impl<'a> LazyHits<'a> {
    /// The hits of these patterns; no hits without patterns.
    #[must_use]
    pub const fn new(
        patterns: Option<&'a PatternSet>,
        analysis: &'a Analysis<'a>,
        lexicon: &'a Lexicon,
    ) -> Self {
        Self { found: OnceCell::new(), patterns, analysis, lexicon }
    }
}

impl std::ops::Deref for LazyHits<'_> {
    type Target = Hits;

    fn deref(&self) -> &Hits {
        self.found.get_or_init(|| {
            let find = |patterns: &PatternSet| {
                patterns.find(self.analysis.tokens(), self.analysis.sentences(), self.lexicon)
            };
            self.patterns.map(find).unwrap_or_default()
        })
    }
}

/// What a detector sees of one document.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The document.
    pub document: &'a Document,
    /// What a reader sees in it.
    pub analysis: &'a Analysis<'a>,
    /// The words of its language.
    pub language: &'a Language,
    /// Where the patterns of all rules matched.
    pub hits: &'a LazyHits<'a>,
    /// The profile in force (`archive`, `news`, `strict`, `intel`).
    pub profile: &'a str,
    /// Where the rules spoke that this rule's detector names in [`Detector::looks_at`], in text
    /// order.
    pub earlier: &'a [Span],
}

impl View<'_> {
    /// The text under a span.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        span.of(&self.document.text)
    }
}

/// What a detector found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Match {
    /// Text bytes of what was found.
    pub span: Span,
    /// Bytes of the document's raw text, if what was found stands outside of the text: a metadata
    /// field. `span` is then what of the text it concerns.
    pub raw: Option<Span>,
    /// Text bytes that the finding speaks for, when that is more than `span`: milder findings in
    /// it are subsumed.
    pub scope: Option<Span>,
    /// Second places, with what to look at there.
    pub related: Vec<(Span, String)>,
    /// Values of the placeholders that the detector declares.
    pub values: Vec<(&'static str, String)>,
    /// What to do, where the detector knows better than the rule's own help.
    pub help: Option<String>,
    /// A repair that is safe to make: what to replace, and with what.
    pub fix: Option<(Span, String)>,
    /// Which of the detector's tags hold.
    pub tags: Vec<&'static str>,
    /// Voice at the place, if the detector knows better than the analysis does at `span.start`.
    pub voice: Option<Voice>,
    /// Class of the speaker who owns the words, likewise.
    pub owner: Option<SourceClass>,
}

impl Match {
    /// A match of this span with nothing else to say.
    #[must_use]
    pub fn at(span: Span) -> Self {
        Self { span, ..Self::default() }
    }
}

/// One kind of detection, set up by one rule.
pub trait Detector: Debug + Send + Sync {
    /// Placeholders for messages that every match fills, besides `match` and `count`.
    fn placeholders(&self) -> &'static [&'static str] {
        &[]
    }

    /// Tags that conditions may ask for.
    fn tags(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether the rule looks at whole documents, whatever their zones.
    fn whole_document(&self) -> bool {
        false
    }

    /// What the rule looks for across the corpus, if it does: phase 2 does the search.
    fn corpus(&self) -> Option<&Limits> {
        None
    }

    /// Rules (ids, or `category/*`) whose findings this detector looks at; they run before it.
    fn looks_at(&self) -> &[toml::Spanned<String>] {
        &[]
    }

    /// Adds what is found in one document, in text order.
    fn detect(&self, view: &View<'_>, out: &mut Vec<Match>);
}

/// The `[detect.<kind>]` table of a rule file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DetectFile {
    /// Words in a row, or a regular expression.
    Pattern(pattern::PatternFile),
    /// Time expressions by kind.
    Time(time::TimeFile),
    /// Dates and clock times against the calendar.
    Calendar(calendar::CalendarFile),
    /// Something that the document has not.
    Requires(requires::RequiresFile),
    /// The same words twice.
    Duplicate(duplicate::DuplicateFile),
    /// Stretches that are no reporting.
    Zone(zone::ZoneFile),
    /// What other rules found, gathered by clause, sentence or speaker.
    Findings(findings::FindingsFile),
    /// Sources, by what a reader can do with them.
    Attribution(attribution::AttributionFile),
    /// Faults of quotations.
    Quotation(quotation::QuotationFile),
    /// What the sources of a document add up to.
    Sources(ratio::SourcesFile),
    /// Word patterns that need a source, where none stands near.
    Unattributed(unattributed::UnattributedFile),
}

impl DetectFile {
    /// Sets the detector up, or reports what is wrong with the table.
    pub(crate) fn build(self, context: &mut BuildContext<'_>) -> Option<Box<dyn Detector>> {
        match self {
            Self::Pattern(file) => file.build(context),
            Self::Time(file) => file.build(context),
            Self::Calendar(file) => file.build(context),
            Self::Requires(file) => file.build(context),
            Self::Duplicate(file) => file.build(context),
            Self::Zone(file) => file.build(context),
            Self::Findings(file) => file.build(context),
            Self::Attribution(file) => file.build(context),
            Self::Quotation(file) => file.build(context),
            Self::Sources(file) => file.build(context),
            Self::Unattributed(file) => file.build(context),
        }
    }
}

/// What a detector needs while its rule is loaded.
#[derive(Debug)]
pub struct BuildContext<'a> {
    /// The rule's file.
    pub file: Arc<TomlFile>,
    /// Word lists; patterns add their words.
    pub lexicon: &'a mut Lexicon,
    /// All patterns of all rules.
    pub patterns: &'a mut PatternSetBuilder,
    /// How dates in figures are to be read, by the rule that asks for it.
    pub order: &'a mut crate::analysis::time::Order,
    /// What is wrong so far.
    pub mistakes: &'a mut Vec<Mistake>,
}

impl BuildContext<'_> {
    /// Adds patterns as one group; wrong ones become mistakes.
    pub fn patterns(&mut self, written: &[toml::Spanned<String>]) -> GroupId {
        let mut good = Vec::new();
        for text in written {
            match Pattern::parse(text.as_ref(), self.lexicon) {
                Ok(pattern) => good.push(pattern),
                Err(error) => {
                    let mut mistake = Mistake::new(&self.file, text.span(), error.message);
                    if let Some(name) = error.nearest {
                        mistake = mistake.with_help(format!("did you mean “{name}”?"));
                    }
                    self.mistakes.push(mistake);
                }
            }
        }
        self.patterns.add(good)
    }
}
