//! HTML: the article of a page, without what surrounds it.
//!
//! The tokenizer is a library; no library that picks out articles keeps the bytes of the page, so
//! the picking is done here on a small tree, by the signs that such libraries use: what the page
//! itself marks as its article, else where most of the prose stands.

mod article;
mod meta;
pub(super) mod token;
mod tree;
mod write;

use std::sync::Arc;

use super::builder::TextBuilder;
use super::decode::{decode_as, single_byte};
use super::{Chunk, Extraction};
use tree::Tree;

/// How many bytes from the start a page may name its encoding in.
const CHARSET_WITHIN: usize = 4096;

/// The one document of a page; none if it holds no text.
pub(super) fn extract(chunk: Chunk) -> Extraction {
    let head = String::from_utf8_lossy(&chunk.bytes[..chunk.bytes.len().min(CHARSET_WITHIN)]);
    let encoding = meta::charset(&head).and_then(|name| single_byte(&name));
    drop(head);
    let mut decoded = decode_as(chunk.bytes, chunk.offset, chunk.first_line, encoding);
    let raw = Arc::new(std::mem::take(&mut decoded.raw));
    let tree = Tree::new(&raw.text);
    let mut out = TextBuilder::new(&raw.text);
    let article = article::find(&tree, &raw.text);
    write::write(&tree, &raw.text, &article, &mut out);
    let (mut document, mistakes) = out.finish(chunk.source.id, Arc::clone(&raw));
    meta::read(&tree, &raw.text, article.root).tell(&mut document);
    let mut diagnostics = decoded.diagnostics(&document);
    diagnostics.extend(mistakes);
    let blank = document.text.trim().is_empty();
    let documents = if blank { Vec::new() } else { vec![document] };
    Extraction { documents, diagnostics, ..Extraction::default() }
}

#[cfg(test)]
mod tests;
