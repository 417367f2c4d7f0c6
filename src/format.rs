//! Bytes → documents. Reading is streamed in chunks; extraction is pure and never fails.
//!
//! [`chunks`] does the I/O: a whole file, or a batch of whole lines of a JSONL file. [`extract`]
//! turns a chunk into documents on any thread; whatever is wrong with the bytes becomes a
//! diagnostic under `input/`, and the rest goes on.

mod builder;
mod decode;
mod directive;
mod front;
mod html;
mod json;
mod jsonl;
mod markdown;
mod metadata;
mod plain;
mod reader;
mod stretch;

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::source::{Location, Source};
use crate::span::{Position, Span};

pub(crate) use jsonl::Stood;
pub use reader::{chunks, chunks_into};
pub use stretch::InPlace;

/// How the bytes of a source are read.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize,
)]
#[serde(rename_all = "lowercase")]
pub enum FormatKind {
    /// Text as it is.
    Plain,
    /// Markdown, with or without front matter.
    Markdown,
    /// A web page, read for its article.
    Html,
    /// One JSON object a line, each a document.
    Jsonl,
}

impl FormatKind {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Plain, Self::Markdown, Self::Html, Self::Jsonl];

    /// The name used in settings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Jsonl => "jsonl",
        }
    }

    /// The format that reads files of this extension, if there is one; `.gz` and `.zst` after it
    /// are passed over.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let path = if is_packed(path) { Path::new(path.file_stem()?) } else { path };
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match extension.as_str() {
            "txt" | "text" => Self::Plain,
            "md" | "markdown" | "mdown" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Html,
            "jsonl" | "ndjson" => Self::Jsonl,
            _ => return None,
        })
    }
}

/// Whether the name says that the file is packed: spans in it are then bytes of what was packed.
#[must_use]
pub fn is_packed(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        ["gz", "zst", "zstd"].iter().any(|packed| extension.eq_ignore_ascii_case(packed))
    })
}

/// What the user can say about the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputSettings {
    /// The format of every source, instead of what its extension says.
    pub format: Option<FormatKind>,
    /// The field of a JSONL record that holds its text.
    pub text_field: String,
    /// The field that holds its id.
    pub id_field: String,
    /// The field that holds its date; becomes the metadata field `date`.
    pub date_field: String,
}

impl Default for InputSettings {
    fn default() -> Self {
        Self {
            format: None,
            text_field: "text".into(),
            id_field: "id".into(),
            date_field: "date".into(),
        }
    }
}

/// A part of a source that can be extracted on its own.
#[derive(Debug, Clone)]
pub struct Chunk {
    /// Where it comes from.
    pub source: Arc<Source>,
    /// How to read it.
    pub format: FormatKind,
    /// Byte of the source at which `bytes` begins.
    pub offset: usize,
    /// 1-based line of the source on which `bytes` begins.
    pub first_line: usize,
    /// 0-based record of the first line of a JSONL chunk. Lines of white space are no records.
    pub first_record: usize,
    /// The source is no text; `bytes` is empty.
    pub binary: bool,
    /// The bytes as they lie on disk, or in the stream that was packed.
    pub bytes: Vec<u8>,
}

/// What was found in a chunk.
#[derive(Debug, Default)]
pub struct Extraction {
    /// The documents, in source order.
    pub documents: Vec<Document>,
    /// Problems of the input, in source order; their rule ids begin with `input/`.
    pub diagnostics: Vec<Diagnostic>,
    /// The text of a JSONL chunk, which its documents share.
    shared: Arc<String>,
    /// The records of a JSONL chunk that gave no document, in order, each with its own id if that
    /// could be read.
    pub empty: Vec<(usize, Option<Arc<str>>)>,
}

impl Extraction {
    /// The memory of a JSONL chunk, to be used again now that its documents are done with.
    #[must_use]
    pub fn spent(self) -> Vec<u8> {
        let Self { documents, shared, .. } = self;
        drop(documents);
        Arc::try_unwrap(shared).map(String::into_bytes).unwrap_or_default()
    }
}

/// The documents in a chunk, and what is wrong with its bytes.
#[must_use]
pub fn extract(chunk: Chunk, settings: &InputSettings) -> Extraction {
    extract_records(chunk, settings, &|_| true)
}

/// The same; of a JSONL chunk only the `wanted` records, by number.
#[must_use]
pub fn extract_records(
    chunk: Chunk,
    settings: &InputSettings,
    wanted: &dyn Fn(usize) -> bool,
) -> Extraction {
    if chunk.binary {
        let diagnostics = vec![binary_file(&chunk.source)];
        return Extraction { diagnostics, ..Extraction::default() };
    }
    match chunk.format {
        FormatKind::Plain => plain::extract(chunk),
        FormatKind::Markdown => markdown::extract(chunk),
        FormatKind::Html => html::extract(chunk),
        FormatKind::Jsonl => jsonl::extract(chunk, settings, wanted),
    }
}

fn binary_file(source: &Source) -> Diagnostic {
    let start = Position { line: 1, column: 1 };
    let location = Location {
        source: source.id,
        record: None,
        id: None,
        span: Span::default(),
        text_span: Span::default(),
        text_chars: Span::default(),
        start,
        end: start,
        line_start: 0,
    };
    let mut found =
        Diagnostic::input("input/binary-file", "this is not a text file, skipped", location);
    found.help = "leave it out with --exclude, or convert it to text".into();
    found.failure = source.explicit;
    if !source.explicit {
        found.severity = Severity::Warning;
    }
    found
}
