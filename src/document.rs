//! One lintable text and the way back to its source.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::analysis::zone::Zone;
use crate::source::{Location, SourceId};
use crate::span::{CharIndex, LineIndex, Span, SpanMap};

/// What a format knows of a stretch of text that plain text would have to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// A heading.
    Heading,
    /// A block quotation.
    BlockQuote,
    /// Code, in a block or in a line: not prose.
    Code,
    /// A list item.
    ListItem,
    /// A table.
    Table,
    /// The text of a link; empty for a reference without words (a footnote mark).
    Link,
    /// Something that is neither article nor chrome by the format's own word.
    Zone(Zone),
}

/// An inline suppression found in the document itself.
#[derive(Debug, Clone)]
pub struct InlineAllow {
    /// Rule ids as written.
    pub rules: Vec<String>,
    /// Why; may be empty.
    pub reason: String,
    /// Text bytes in which the rules are silent (empty if the comment stands before nothing).
    pub scope: Span,
    /// Bytes of the comment in the source, for reports about the comment itself.
    pub comment: Span,
}

/// The bytes one document was extracted from, in decoded form, to compute positions with.
///
/// For a file this is the whole file, for a JSONL record its line. Decoding (UTF-16, Windows-1252)
/// changes lengths: `to_disk` maps back.
#[derive(Debug, Clone, Default)]
pub struct Raw {
    /// The decoded text.
    pub text: Shared,
    /// Decoded text → bytes of the source.
    pub to_disk: SpanMap,
    /// 1-based line of the source on which `text` begins.
    pub first_line: usize,
}

/// A text that may be part of a longer one, whose memory it shares with the other parts.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    whole: Arc<String>,
    span: Span,
}

impl Shared {
    /// The part of `whole` under `span`.
    #[must_use]
    pub fn new(whole: &Arc<String>, span: Span) -> Self {
        debug_assert!(whole.get(span.range()).is_some());
        Self { whole: Arc::clone(whole), span }
    }
}

impl Deref for Shared {
    type Target = str;

    fn deref(&self) -> &str {
        self.span.of(&self.whole)
    }
}

impl From<String> for Shared {
    fn from(text: String) -> Self {
        let span = Span::new(0, text.len());
        Self { whole: Arc::new(text), span }
    }
}

/// One lintable text: a file, or one record of a JSONL file.
#[derive(Debug, Clone)]
pub struct Document {
    /// Where it came from.
    pub source: SourceId,
    /// 0-based record of a JSONL file.
    pub record: Option<usize>,
    /// The record's own id.
    pub id: Option<Arc<str>>,
    /// The extracted text.
    pub text: String,
    /// Extracted text → `raw.text`.
    pub map: SpanMap,
    /// What it was extracted from.
    pub raw: Arc<Raw>,
    /// Metadata: front matter, other fields of the record, by lower-case name.
    pub metadata: BTreeMap<String, String>,
    /// Bytes of `raw.text` at which values of `metadata` stand, where the format knows them; of several
    /// places of a name the last one counts.
    pub metadata_at: Vec<(String, Span)>,
    /// The format marks headings, quotations and lists itself: nothing need be guessed.
    pub structured: bool,
    /// What the format knows of stretches of `text`, sorted by start, the longer first; they nest.
    pub markup: Vec<(Span, Markup)>,
    /// The date that the user says the document has, if it brings none of its own.
    pub given_date: Option<jiff::civil::Date>,
    /// A date in the name of its file or folders.
    pub path_date: Option<jiff::civil::Date>,
    /// Suppressions written in the document.
    pub allows: Vec<InlineAllow>,
    lines: OnceLock<LineIndex>,
    chars: OnceLock<CharIndex>,
}

impl Document {
    /// A document of `text`, found by `map` in `raw`.
    #[must_use]
    pub fn new(source: SourceId, text: String, map: SpanMap, raw: Arc<Raw>) -> Self {
        Self {
            source,
            record: None,
            id: None,
            text,
            map,
            raw,
            metadata: BTreeMap::new(),
            metadata_at: Vec::new(),
            structured: false,
            markup: Vec::new(),
            given_date: None,
            path_date: None,
            allows: Vec::new(),
            lines: OnceLock::new(),
            chars: OnceLock::new(),
        }
    }

    /// Gives the document its text, found by `map` in its raw text, when that was not yet known.
    pub(crate) fn set_text(&mut self, text: String, map: SpanMap) {
        self.chars = OnceLock::new();
        (self.text, self.map) = (text, map);
    }

    /// Tells it that its raw text is one line, for none to look for more.
    pub(crate) fn set_one_line(&mut self) {
        self.lines = LineIndex::of_line(&self.raw.text).into();
    }

    /// A document that is just this text, for tests and `[[test]]` tables.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let map = SpanMap::identity(0, text.len());
        let raw = Raw { text: text.to_owned().into(), to_disk: map.clone(), first_line: 1 };
        Self::new(SourceId(0), text.to_owned(), map, Arc::new(raw))
    }

    /// Words that stand nowhere: nothing in them can be located.
    pub(crate) fn of_words(words: &str) -> Self {
        Self::new(SourceId(0), words.to_owned(), SpanMap::default(), Arc::default())
    }

    /// Where the value of that name in the metadata stands in `raw.text`, if the format knows it.
    #[must_use]
    pub fn place_of(&self, name: &str) -> Option<Span> {
        self.metadata_at.iter().rfind(|(own, _)| own == name).map(|(_, place)| *place)
    }

    /// Locates a span of the extracted text in the source.
    #[must_use]
    pub fn locate(&self, span: Span) -> Location {
        self.locate_raw(self.map.to_disk(span), span)
    }

    /// Locates a span of `raw.text` (a comment that is not in the text, say); `text_span` is the
    /// span of extracted text to report with it.
    #[must_use]
    pub fn locate_raw(&self, raw: Span, text_span: Span) -> Location {
        let shift = self.raw.first_line.saturating_sub(1);
        let lines = self.lines.get_or_init(|| LineIndex::new(&self.raw.text));
        let chars = self.chars.get_or_init(|| CharIndex::new(&self.text));
        let (mut start, mut end) = lines.positions(&self.raw.text, raw);
        start.line += shift;
        end.line += shift;
        let line_start = lines.line_start(raw.start);
        Location {
            source: self.source,
            record: self.record,
            id: self.id.clone(),
            span: self.raw.to_disk.to_disk(raw),
            text_span,
            text_chars: chars.span(&self.text, text_span),
            start,
            end,
            line_start: self.raw.to_disk.to_disk(Span::new(line_start, line_start)).start,
        }
    }

    /// The first line that is not blank, without its line end: what a diagnostic about the whole
    /// document points at. An empty text gives an empty span at its start.
    #[must_use]
    pub fn first_line(&self) -> Span {
        let text = &self.text;
        let start = text.len() - text.trim_start().len();
        let end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[start..])
            .map_or(text.len(), |at| start + at);
        Span::new(start, start + text[start..end].trim_end().len())
    }
}

/// Names one document of a run, or a line of a JSONL source that holds none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRef {
    /// Its source.
    pub source: SourceId,
    /// 0-based record of a JSONL source.
    pub record: Option<usize>,
    /// The record's own id.
    pub id: Option<Arc<str>>,
}
