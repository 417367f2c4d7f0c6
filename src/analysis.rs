//! What a reader sees in a text, found once and used by every rule.
//!
//! The code here knows structure; every word it looks for comes from the language pack
//! (`rules/language/…`) through named lists. All spans count bytes of the document's text.

pub mod attribution;
pub mod block;
pub mod dateline;
mod near;
pub mod prose;
pub mod quotation;
pub mod sentence;
pub mod time;
pub mod token;
pub mod voice;
pub mod zone;

use attribution::{Attribution, AttributionLists};
use block::Paragraph;
use dateline::{DateLists, Dated};
use prose::{Prose, ProseWords};
use quotation::{Quotation, StrayMark};
use sentence::{Sentence, SentenceLists};
use time::{Direction, TimeExpression, TimeGrammar};
use token::Token;
use voice::SpeechSpan;
use zone::{Thread, ZoneLists};

use std::sync::{Arc, OnceLock};

use crate::corpus::normal;
use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::span::Span;

/// A language pack ready for use: the lexicon and the lists each part of the analysis needs.
#[derive(Debug)]
pub struct Language {
    /// The words.
    pub lexicon: Lexicon,
    sentence: SentenceLists,
    attribution: AttributionLists,
    zone: ZoneLists,
    time: TimeGrammar,
    dates: DateLists,
    prose: ProseWords,
}

impl Language {
    /// Looks up the lists that the analysis needs.
    #[must_use]
    pub fn new(lexicon: Lexicon) -> Self {
        Self {
            sentence: SentenceLists::new(&lexicon),
            attribution: AttributionLists::new(&lexicon),
            zone: ZoneLists::new(&lexicon),
            time: TimeGrammar::default(),
            dates: DateLists::new(&lexicon),
            prose: ProseWords::new(&lexicon),
            lexicon,
        }
    }

    /// Whether the words around this time speak of what has been or of what is to come.
    #[must_use]
    pub fn direction(&self, analysis: &Analysis, time: &TimeExpression) -> Direction {
        let Some(sentence) = analysis.sentences().get(time.sentence) else {
            return Direction::Unsaid;
        };
        let time = (&time.tokens, time.kind);
        self.time.direction(analysis.tokens(), &sentence.tokens, time, &self.lexicon)
    }

    /// The same with a grammar of time expressions.
    #[must_use]
    pub fn with_time(mut self, grammar: TimeGrammar) -> Self {
        self.time = grammar;
        self
    }
}

/// Everything found in one document, each part when a rule first asks for it: what nobody asks for
/// costs nothing.
#[derive(Debug)]
pub struct Analysis<'a> {
    document: &'a Document,
    language: &'a Language,
    layout: OnceLock<Arc<Layout>>,
    near: near::Known,
    marked: OnceLock<(Vec<Quotation>, Vec<StrayMark>)>,
    said: OnceLock<Said>,
    times: OnceLock<Vec<TimeExpression>>,
    dated: OnceLock<Dated>,
    prose: OnceLock<Prose>,
}

/// How the text is laid out.
#[derive(Debug, Default)]
struct Layout {
    tokens: Vec<Token>,
    paragraphs: Vec<Paragraph>,
    threads: Vec<Thread>,
    sentences: Vec<Sentence>,
}

/// Who says what in the text.
#[derive(Debug, Default)]
struct Said {
    quotations: Vec<Quotation>,
    attributions: Vec<Attribution>,
    speech: Vec<SpeechSpan>,
}

impl<'a> Analysis<'a> {
    /// The analysis of a document, yet to be made.
    #[must_use]
    pub const fn new(document: &'a Document, language: &'a Language) -> Self {
        Self {
            document,
            language,
            layout: OnceLock::new(),
            near: near::Known::new(),
            marked: OnceLock::new(),
            said: OnceLock::new(),
            times: OnceLock::new(),
            dated: OnceLock::new(),
            prose: OnceLock::new(),
        }
    }

    fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| Arc::new(Layout::new(self.document, self.language)))
    }

    fn is_laid_out(&self) -> bool {
        self.layout.get().is_some()
    }

    fn said(&self) -> &Said {
        self.said.get_or_init(|| {
            let parts = self.parts();
            let lists = &self.language.attribution;
            let mut attributions = attribution::attributions(parts, lists);
            let mut quotations = self.marked().0.clone();
            quotation::speakers(parts, &mut quotations, &mut attributions);
            let speech = voice::speech(parts.sentences, parts.tokens, &quotations, &attributions);
            Said { quotations, attributions, speech }
        })
    }

    fn marked(&self) -> &(Vec<Quotation>, Vec<StrayMark>) {
        self.marked.get_or_init(|| {
            let Layout { tokens, paragraphs, .. } = self.layout();
            quotation::quotations(&self.document.text, tokens, paragraphs)
        })
    }

    fn parts(&self) -> attribution::Parts<'_> {
        let Layout { tokens, paragraphs, sentences, .. } = self.layout();
        attribution::Parts { text: &self.document.text, tokens, paragraphs, sentences }
    }

    /// Words and signs.
    pub fn tokens(&self) -> &[Token] {
        &self.layout().tokens
    }

    /// Paragraphs, headings, lines.
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.layout().paragraphs
    }

    /// Runs of readers' posts.
    pub fn threads(&self) -> &[Thread] {
        &self.layout().threads
    }

    /// Sentences.
    pub fn sentences(&self) -> &[Sentence] {
        &self.layout().sentences
    }

    /// Quotations, in text order.
    pub fn quotations(&self) -> &[Quotation] {
        &self.said().quotations
    }

    /// The same by their marks alone, without a look at who speaks.
    pub fn quotation_marks(&self) -> &[Quotation] {
        &self.marked().0
    }

    /// Closing quotation marks that nothing opened, in text order.
    pub fn stray_marks(&self) -> &[StrayMark] {
        &self.marked().1
    }

    /// Attributions, in order of their cues.
    pub fn attributions(&self) -> &[Attribution] {
        &self.said().attributions
    }

    /// Stretches that are not the author's own words, in text order, without overlap.
    pub fn speech(&self) -> &[SpeechSpan] {
        &self.said().speech
    }

    /// Time expressions, in text order.
    pub fn times(&self) -> &[TimeExpression] {
        self.times.get_or_init(|| {
            let Layout { tokens, paragraphs, sentences, .. } = self.layout();
            let Language { lexicon, time, .. } = self.language;
            time::times(&self.document.text, tokens, paragraphs, sentences, lexicon, time)
        })
    }

    /// When the document was written, as far as it says.
    pub fn dated(&self) -> &Dated {
        self.dated.get_or_init(|| {
            let Language { lexicon, dates, time, .. } = self.language;
            dateline::dated(self.document, self, lexicon, dates, time)
        })
    }

    /// The day on which the document was written, if it is known for certain; cheaper than all of
    /// [`Self::dated`] where the metadata has it.
    #[must_use]
    pub fn date(&self) -> Option<jiff::civil::Date> {
        let Language { lexicon, dates, time, .. } = self.language;
        let told = || dateline::in_metadata(self.document, lexicon, dates, time).date;
        if self.dated.get().is_none()
            && let Some(date) = told()
        {
            return Some(date);
        }
        self.dated().date()
    }

    /// The words of the document as the search for copies sees them.
    pub fn prose(&self) -> &Prose {
        self.prose.get_or_init(|| Prose::new(self.document, self))
    }

    /// The same, for who needs nothing else any more.
    #[must_use]
    pub fn into_prose(mut self) -> Prose {
        self.prose();
        self.prose.take().unwrap_or_default()
    }

    /// What is analysed.
    #[must_use]
    pub const fn document(&self) -> &'a Document {
        self.document
    }

    /// The token that holds the byte at `offset`, or the next one.
    #[must_use]
    pub fn token_at(&self, offset: usize) -> usize {
        self.tokens().partition_point(|token| token.end as usize <= offset)
    }

    /// The sentence that holds the byte at `offset`, or the one before it.
    #[must_use]
    pub fn sentence_at(&self, offset: usize) -> Option<usize> {
        self.sentences().partition_point(|sentence| sentence.span.start <= offset).checked_sub(1)
    }

    /// The paragraph that holds the byte at `offset`, or the one before it.
    #[must_use]
    pub fn paragraph_at(&self, offset: usize) -> Option<usize> {
        self.paragraphs().partition_point(|paragraph| paragraph.span.start <= offset).checked_sub(1)
    }

    /// From the first token's first byte to the last token's last.
    #[must_use]
    pub fn span_of(&self, tokens: std::ops::Range<usize>) -> Span {
        match (
            self.tokens().get(tokens.start),
            tokens.end.checked_sub(1).and_then(|at| self.tokens().get(at)),
        ) {
            (Some(first), Some(last)) if first.start <= last.start => {
                Span::new(first.start as usize, last.end as usize)
            }
            _ => Span::default(),
        }
    }

    /// How many words the document has, as the search for copies counts them.
    #[must_use]
    pub fn word_count(&self) -> usize {
        self.prose.get().map_or_else(|| normal(&self.document.text).len(), Prose::word_count)
    }
}

impl Layout {
    fn new(document: &Document, language: &Language) -> Self {
        let lexicon = &language.lexicon;
        let mut tokens = token::tokenize(&document.text, lexicon);
        token::mark_code(document, &mut tokens);
        let mut paragraphs = block::paragraphs(document, &tokens);
        let threads = zone::zones(document, &tokens, &mut paragraphs, lexicon, &language.zone);
        let sentences = sentence::sentences(
            &document.text,
            &mut tokens,
            &mut paragraphs,
            lexicon,
            &language.sentence,
        );
        Self { tokens, paragraphs, threads, sentences }
    }
}
