//! Markdown: what a reader sees of it. Markup, link targets, pictures and comments are left out;
//! code stays, marked, because the sentence around it needs it.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::builder::{Opened, TextBuilder};
use super::decode::decode;
use super::html::token::{Space, Token, is_hidden, is_inline, push_text, tokens};
use super::{Chunk, Extraction, front};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Markup;
use crate::span::Span;

/// Bytes of the fence that opens front matter.
const FENCE: usize = 3;

/// The one document of a Markdown file.
pub(super) fn extract(chunk: Chunk) -> Extraction {
    let mut decoded = decode(chunk.bytes, chunk.offset, chunk.first_line);
    let raw = Arc::new(std::mem::take(&mut decoded.raw));
    let front = front::read(&raw.text);
    let body = front.as_ref().map_or(0, |front| front.len);
    let mut reader =
        Reader { raw: &raw.text, out: TextBuilder::new(&raw.text), blocks: Vec::new(), images: 0 };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    for (event, range) in Parser::new_ext(&raw.text[body..], options).into_offset_iter() {
        reader.event(event, range.start + body..range.end + body);
    }
    let (mut document, mistakes) = reader.out.finish(chunk.source.id, Arc::clone(&raw));
    let mut diagnostics = decoded.diagnostics(&document);
    let wrong = front.and_then(|front| match front.fields {
        Ok(fields) => {
            fields.tell(&mut document);
            (!front.closed).then(|| "the front matter is opened here and never closed".to_owned())
        }
        Err(mistake) => Some(format!("the front matter cannot be read: {mistake}")),
    });
    if let Some(message) = wrong {
        let location = document.locate_raw(Span::new(0, FENCE), Span::default());
        let mut found = Diagnostic::input("input/front-matter", &message, location);
        found.severity = Severity::Warning;
        diagnostics.push(found);
    }
    diagnostics.extend(mistakes);
    Extraction { documents: vec![document], diagnostics, ..Extraction::default() }
}

struct Reader<'a> {
    raw: &'a str,
    out: TextBuilder<'a>,
    /// What each open tag has opened.
    blocks: Vec<[Option<Opened>; 2]>,
    /// Depth of pictures; their text is not read.
    images: usize,
}

/// Whether blank lines stand around what the tag holds.
fn is_block(tag: &TagEnd) -> bool {
    use TagEnd as E;
    !matches!(
        tag,
        E::Emphasis
            | E::Strong
            | E::Strikethrough
            | E::Link
            | E::Image
            | E::Superscript
            | E::Subscript
    )
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            _ if self.images > 0 => {}
            Event::Text(text) => {
                // A dropped comment leaves two spaces behind.
                let copied = self.raw.get(range.clone()) == Some(&*text);
                let lead = usize::from(copied && self.out.at_space() && text.starts_with(' '));
                self.out.unit(&text[lead..], range.start + lead..range.end);
            }
            Event::Code(code) => self.inline_code(&code, range),
            // A line break is a space, whatever stands at the head of the next line.
            Event::SoftBreak => self.out.unit(" ", range),
            Event::HardBreak => self.out.unit("\n", range),
            Event::InlineHtml(_) => self.html(range),
            Event::FootnoteReference(_) => self.out.mark(Markup::Link),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let markup = match tag {
            Tag::Heading { .. } => Some(Markup::Heading),
            Tag::BlockQuote(_) => Some(Markup::BlockQuote),
            Tag::CodeBlock(_) => Some(Markup::Code),
            Tag::Item => Some(Markup::ListItem),
            Tag::Table(_) => Some(Markup::Table),
            Tag::Link { .. } => Some(Markup::Link),
            _ => None,
        };
        if matches!(tag, Tag::Image { .. }) {
            self.images += 1;
        }
        if matches!(tag, Tag::HtmlBlock) {
            self.html_block(range);
        }
        let block = is_block(&tag.to_end());
        if block {
            self.out.end_block();
        }
        let allows = (block && !matches!(tag, Tag::HtmlBlock)).then(|| self.out.open_allows());
        self.blocks.push([allows, markup.map(|markup| self.out.open(markup))]);
    }

    fn end(&mut self, tag: TagEnd) {
        if let Some(opened) = self.blocks.pop() {
            for opened in opened.iter().rev().flatten() {
                self.out.close(opened);
            }
        }
        if tag == TagEnd::Image {
            self.images = self.images.saturating_sub(1);
        }
        if is_block(&tag) {
            self.out.end_block();
        }
    }

    fn inline_code(&mut self, code: &str, range: Range<usize>) {
        let opened = self.out.open(Markup::Code);
        let inside = self.raw.get(range.clone()).and_then(|raw| {
            let ticks = raw.len() - raw.trim_start_matches('`').len();
            let at = raw.get(ticks..)?.find(code)?;
            Some(range.start + ticks + at)
        });
        match inside {
            Some(start) => self.out.copy(start..start + code.len()),
            None => self.out.unit(code, range),
        }
        self.out.close(&opened);
    }
}

impl Reader<'_> {
    /// An inline tag or comment; what it encloses comes as text of its own.
    fn html(&mut self, range: Range<usize>) {
        let Some(raw) = self.raw.get(range.clone()) else { return };
        for token in tokens(raw, range.start) {
            if let Token::Comment(at) = token {
                self.out.comment(at);
            }
        }
    }

    /// A block of HTML: its comments, and the text between its tags.
    fn html_block(&mut self, range: Range<usize>) {
        let Some(raw) = self.raw.get(range.clone()) else { return };
        let mut hidden = false;
        for token in tokens(raw, range.start) {
            match token {
                Token::Comment(at) => self.out.comment(at),
                Token::Text(at) if !hidden => {
                    push_text(&mut self.out, self.raw, at, Space::Collapse);
                }
                Token::Text(_) => {}
                Token::Start { tag, .. } => {
                    hidden |= is_hidden(&tag.name);
                    if !is_inline(&tag.name) {
                        self.out.end_block();
                    }
                }
                Token::End { name, .. } => {
                    hidden &= !is_hidden(&name);
                    if !is_inline(&name) {
                        self.out.end_block();
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::format::FormatKind;
    use crate::source::{Origin, Source, SourceId};

    fn read(text: &str) -> (Document, Vec<Diagnostic>) {
        let source = Source {
            id: SourceId(0),
            path: "x.md".into(),
            origin: Origin::Memory(Arc::from([])),
            explicit: true,
        };
        let chunk = Chunk {
            source: Arc::new(source),
            format: FormatKind::Markdown,
            offset: 0,
            first_line: 1,
            first_record: 0,
            binary: false,
            bytes: text.as_bytes().to_vec(),
        };
        let mut found = extract(chunk);
        (found.documents.remove(0), found.diagnostics)
    }

    fn marked(document: &Document, markup: Markup) -> Vec<&str> {
        let spans = document.markup.iter().filter(|(_, kind)| *kind == markup);
        spans.map(|(span, _)| span.of(&document.text)).collect()
    }

    #[test]
    fn what_a_reader_sees() {
        let (document, _) = read(
            "# The *quay*\n\nThe board\n  met **twice**, says [the report](https://a.example/x \"t\").\n\n![map](m.png)\n\n> A quoted\n> line.\n\n- one\n- two `x_y`\n\n```\ncode here\n```\n\n| a | b |\n|---|---|\n| c | d |\n",
        );
        assert_eq!(
            document.text,
            "The quay\n\nThe board met twice, says the report.\n\nA quoted line.\n\none\n\ntwo x_y\n\ncode here\n\na\n\nb\n\nc\n\nd"
        );
        assert_eq!(marked(&document, Markup::Heading), ["The quay"]);
        assert_eq!(marked(&document, Markup::Link), ["the report"]);
        assert_eq!(marked(&document, Markup::BlockQuote), ["A quoted line."]);
        assert_eq!(marked(&document, Markup::ListItem), ["one", "two x_y"]);
        assert_eq!(marked(&document, Markup::Code), ["x_y", "code here"]);
    }

    #[test]
    fn spans_lead_back_through_markup_escapes_and_entities() {
        let text = "---\ntitle: T\n---\n> He said\n> **no** &amp; 5 \\* 3.\n";
        let (document, _) = read(text);
        assert_eq!(document.text, "He said no & 5 * 3.");
        let disk = |word: &str| {
            let at = document.text.find(word).unwrap();
            &text[document.locate(Span::new(at, at + word.len())).span.range()]
        };
        assert_eq!(disk("no"), "no");
        assert_eq!(disk("&"), "&amp;");
        assert_eq!(disk("said no"), "said\n> **no");
        assert_eq!(document.metadata["title"], "T");
    }

    #[test]
    fn a_comment_allows_for_the_next_block() {
        let (document, mistakes) = read(
            "Before.\n\n<!-- corpus-lint: allow a/b — she asked -->\n- one\n- two\n\nAfter.\n\n<!-- corpus-lint: allow c/d -->Same line.\n\n<!-- corpus-lint: alow x -->\n\nAn <!-- corpus-lint: allow e/f --> inline one.\n\n<!-- corpus-lint: allow g/h -->\n",
        );
        let scopes: Vec<_> = document
            .allows
            .iter()
            .map(|allow| (allow.rules[0].as_str(), allow.scope.of(&document.text)))
            .collect();
        let expected =
            [("a/b", "one\n\ntwo"), ("c/d", "Same line."), ("e/f", "An inline one."), ("g/h", "")];
        assert_eq!(scopes, expected);
        assert_eq!(document.allows[0].reason, "she asked");
        assert_eq!(mistakes.len(), 1);
        assert_eq!(mistakes[0].location.start.line, 11);
    }

    #[test]
    fn front_matter_that_cannot_be_read_is_told() {
        let (document, mistakes) = read("---\na: [b\n---\nText.");
        assert_eq!(document.text, "Text.");
        assert_eq!(&*mistakes[0].rule, "input/front-matter");
        let (document, mistakes) = read("---\ntitle: T\ndate: 2015-03-13\n\nText.");
        assert_eq!((&*document.text, &*document.metadata["date"]), ("Text.", "2015-03-13"));
        assert!(mistakes[0].message.ends_with("never closed"));
    }
}
