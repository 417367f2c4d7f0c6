//! Plain text: the text is the file.

use std::sync::Arc;

use super::decode::decode;
use super::{Chunk, Extraction};
use crate::document::Document;
use crate::span::SpanMap;

/// The one document of a text file; none if the file holds nothing but white space.
pub(super) fn extract(chunk: Chunk) -> Extraction {
    let mut decoded = decode(chunk.bytes, chunk.offset, chunk.first_line);
    let raw = Arc::new(std::mem::take(&mut decoded.raw));
    let map = SpanMap::identity(0, raw.text.len());
    let document = Document::new(chunk.source.id, String::from(&*raw.text), map, raw);
    let diagnostics = decoded.diagnostics(&document);
    let blank = document.text.trim().is_empty();
    let documents = if blank { Vec::new() } else { vec![document] };
    Extraction { documents, diagnostics, ..Extraction::default() }
}
