//! The text of a record read a second time, without a look at its other fields.

use std::sync::Arc;

use super::super::Chunk;
use super::super::json::string;
use crate::document::{Document, Raw};
use crate::span::{Span, SpanMap};

/// Where a record and its text stood when they were read.
#[derive(Debug, Clone)]
pub struct Stood {
    record: usize,
    id: Option<Arc<str>>,
    first_line: usize,
    /// Bytes of the source: the line without its end.
    line: Span,
    /// Bytes of the line: the text with its quotation marks.
    literal: Span,
}

impl Stood {
    /// Where this document stands. `None` if it is no record, or if its line had to be decoded.
    #[must_use]
    pub fn of(document: &Document) -> Option<Self> {
        let Raw { text: line, to_disk, first_line } = &*document.raw;
        let start = to_disk.as_it_is()?;
        let text = document.map.to_disk(Span::new(0, document.text.len()));
        let literal = Span::new(text.start.checked_sub(1)?, text.end + 1);
        is_literal(line.get(literal.range())?)
            .then(|| Self {
                record: document.record.unwrap_or_default(),
                id: document.id.clone(),
                first_line: *first_line,
                line: Span::new(start, start + line.len()),
                literal,
            })
            .filter(|_| document.record.is_some())
    }

    /// Bytes of the source that are read for it: its line, and the byte behind that.
    #[must_use]
    pub const fn stretch(&self) -> Span {
        Span::new(self.line.start, self.line.end + 1)
    }

    /// The text and its place; nothing else of the document is read again. `chunk` holds
    /// [`Self::stretch`]. `None` if the source has changed so much that no string stands there.
    #[must_use]
    pub fn read(&self, chunk: &Chunk) -> Option<Document> {
        let start = self.line.start.checked_sub(chunk.offset)?;
        let end = start + self.line.len();
        let is_end = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b'\n' | b'\r'));
        let line = chunk.bytes.get(start..end).filter(|_| is_end(chunk.bytes.get(end)))?;
        let line = std::str::from_utf8(line).ok()?;
        let literal = line.get(self.literal.range()).filter(|literal| is_literal(literal))?;
        let read = string(literal, self.literal.start)?;
        let to_disk = SpanMap::identity(self.line.start, line.len());
        let raw = Raw { text: line.to_owned().into(), to_disk, first_line: self.first_line };
        let mut document = Document::new(chunk.source.id, read.text, read.map, Arc::new(raw));
        document.record = Some(self.record);
        document.id.clone_from(&self.id);
        document.set_one_line();
        Some(document)
    }
}

/// Whether it stands between quotation marks.
fn is_literal(text: &str) -> bool {
    text.len() > 1 && text.starts_with('"') && text.ends_with('"')
}

#[cfg(test)]
mod tests {
    use super::super::super::{FormatKind, InputSettings, extract};
    use super::*;
    use crate::source::{Origin, Source, SourceId};

    fn chunk(bytes: &[u8]) -> Chunk {
        let origin = Origin::Memory(bytes.into());
        Chunk {
            source: Arc::new(Source {
                id: SourceId(3),
                path: "a.jsonl".into(),
                origin,
                explicit: true,
            }),
            format: FormatKind::Jsonl,
            offset: 70,
            first_line: 5,
            first_record: 2,
            binary: false,
            bytes: bytes.to_vec(),
        }
    }

    #[test]
    fn a_text_is_read_again_as_it_was() {
        let chunk = chunk(
            "{\"id\":7,\"text\":\"Caf\\u00e9\\n“É\\\"\"}\n\n{\"text\": \"\\\\Second\\ud834\\udd1e\", \"id\": \"b\"}\r\n"
                .as_bytes(),
        );
        let first = extract(chunk.clone(), &InputSettings::default()).documents;
        assert_eq!(first.len(), 2);
        for document in first {
            let again = Stood::of(&document).and_then(|stood| stood.read(&chunk)).unwrap();
            assert_eq!(again.text, document.text);
            for (start, c) in document.text.char_indices() {
                let span = Span::new(start, start + c.len_utf8());
                assert_eq!(again.locate(span), document.locate(span));
            }
        }
    }

    #[test]
    fn what_has_changed_is_not_read() {
        let bytes = b"{\"text\":\"One two.\"}\n{\"text\":\"Three.\"}\n";
        let before = chunk(bytes);
        let documents = extract(before.clone(), &InputSettings::default()).documents;
        let stood: Vec<Stood> = documents.iter().filter_map(Stood::of).collect();
        let read = |bytes: &[u8], at: usize| stood[at].read(&chunk(bytes)).map(|one| one.text);
        assert_eq!(read(bytes, 1).as_deref(), Some("Three."));
        assert_eq!(read(&bytes[..30], 1), None);
        assert_eq!(read(b"", 0), None);
        assert_eq!(read(b"{\"text\":\"One two, three, four.\"}\n", 0), None);
        assert_eq!(read(b"{\"text\":\xFFOne two.\"}\n", 0), None);
        assert_eq!(stood[0].read(&Chunk { offset: 90, ..before }).map(|one| one.text), None);
    }

    #[test]
    fn decoded_lines_have_no_place_to_read_again() {
        let documents =
            extract(chunk(b"{\"text\":\"Caf\xE9 one two.\"}\n"), &InputSettings::default());
        assert!(Stood::of(&documents.documents[0]).is_none());
        assert!(Stood::of(&Document::from_text("\"Text\"")).is_none());
    }
}
