//! Paragraphs: the stretches between blank lines, or lines, whichever the text uses.

use std::ops::Range;

use super::token::Token;
use super::zone::Zone;
use crate::document::{Document, Markup};
use crate::span::Span;

/// A paragraph, a heading, a list item or a line of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Text bytes, without white space at the ends.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its sentences.
    pub sentences: Range<usize>,
    /// Kind of text; refined by `zones`.
    pub zone: Zone,
    /// A heading, by markup or because it is a short line without a stop.
    pub heading: bool,
    /// A block quotation, by markup.
    pub block_quote: bool,
    /// White space before its first line, in characters.
    pub indent: usize,
    /// A blank line (or nothing) stands before it.
    pub after_blank: bool,
}

/// Longest line, in bytes, that may be one of several lines of a hard-wrapped paragraph.
const WRAP_LIMIT: usize = 120;
/// Shortest line, in bytes, that a wrapping program leaves in the middle of a paragraph.
const WRAP_MIN: usize = 40;
/// The same if there is but one line before the last.
const WRAP_PAIR: usize = 60;
/// Most words a line without a stop may have and still be a heading.
const HEADING_WORDS: usize = 16;

/// Finds the paragraphs of `document`; `tokens` are those of its text.
#[must_use]
pub fn paragraphs(document: &Document, tokens: &[Token]) -> Vec<Paragraph> {
    let text = &document.text;
    let mut found = Vec::new();
    let mut over = Covering::new(document);
    each_block(text, |block| {
        for (number, span) in paragraph_spans(text, block).enumerate() {
            let from = found.last().map_or(0, |last: &Paragraph| last.tokens.end);
            found.push(paragraph(document, tokens, span, from, number == 0, over.of(span)));
        }
    });
    found
}

/// Lines of a block, as a rule fewer.
const LINES: usize = 16;

/// Bytes of a paragraph, as a rule more.
const USUAL: usize = 256;

/// The bytes of the same paragraphs.
#[must_use]
pub fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::with_capacity(text.len() / USUAL + 1);
    each_block(text, |block| spans.extend(paragraph_spans(text, block)));
    spans
}

/// The paragraphs of a block of lines: each line is one, unless they were broken at a margin.
fn paragraph_spans(text: &str, block: &[Span]) -> impl Iterator<Item = Span> {
    let size = if is_wrapped(text, block) { block.len().max(1) } else { 1 };
    block.chunks(size).filter_map(|lines| Some(lines.first()?.cover(*lines.last()?)))
}

/// The markup that lies over each of the paragraphs, asked for in order.
struct Covering<'a> {
    rest: &'a [(Span, Markup)],
    open: Vec<(Span, Markup)>,
}

impl<'a> Covering<'a> {
    fn new(document: &'a Document) -> Self {
        Self { rest: &document.markup, open: Vec::new() }
    }

    fn of(&mut self, span: Span) -> &[(Span, Markup)] {
        let next = self.rest.partition_point(|(over, _)| over.start <= span.start);
        let (begun, rest) = self.rest.split_at(next);
        self.rest = rest;
        self.open.extend(begun);
        self.open.retain(|(over, _)| over.contains(span));
        &self.open
    }
}

/// Calls `found` with every run of lines that are not blank; each line without its white space.
fn each_block(text: &str, mut found: impl FnMut(&[Span])) {
    let mut block = Vec::with_capacity(LINES);
    let mut start = 0;
    let ends = memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).chain([text.len()]);
    for end in ends {
        // The empty piece between the two bytes of CRLF is no blank line.
        let inside_crlf =
            end == start && start > 0 && end < text.len() && text[start - 1..].starts_with("\r\n");
        let body = without_space(text, Span::new(start, end));
        if !body.is_empty() {
            block.push(body);
        } else if !inside_crlf && !block.is_empty() {
            found(&block);
            block.clear();
        }
        start = (end + 1).min(text.len());
    }
    if !block.is_empty() {
        found(&block);
    }
}

/// The bytes of a line without the white space at its ends.
fn without_space(text: &str, line: Span) -> Span {
    // Nearly every line begins and ends with a sign that can be nothing else.
    let is_sign = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let own = line.of(text);
    let bytes = own.as_bytes();
    if bytes.is_empty() || is_sign(bytes.first()) && is_sign(bytes.last()) {
        return line;
    }
    // And of the others nearly every one but for plain white space.
    let (head, body) = (bytes.len() - bytes.trim_ascii_start().len(), bytes.trim_ascii());
    if is_sign(body.first()) && is_sign(body.last()) {
        return Span::new(line.start + head, line.start + head + body.len());
    }
    let body = own.trim_start();
    let start = line.start + own.len() - body.len();
    Span::new(start, start + body.trim_end().len())
}

/// Whether the lines of a block are one paragraph broken at a right margin: no line is long, and
/// all but the last are about as long as the longest.
fn is_wrapped(text: &str, lines: &[Span]) -> bool {
    let Some((last, body)) = lines.split_last() else { return false };
    let longest = lines.iter().map(|line| line.len()).max().unwrap_or(0);
    if body.is_empty() || !(WRAP_MIN..=WRAP_LIMIT).contains(&longest) {
        return false;
    }
    let full = body.iter().filter(|line| line.len() * 4 >= longest * 3).count();
    let stops =
        body.iter().filter(|line| line.of(text).ends_with(['.', '!', '?', '”', '"', ':'])).count();
    // Two short lines are rather a title or the header of a post and what it heads.
    let pair = body.len() == 1 && longest < WRAP_PAIR;
    !pair
        && body.iter().all(|line| line.len() >= WRAP_MIN || body.len() > 2)
        && full * 5 >= body.len() * 4
        && stops * 2 <= body.len()
        && last.len() <= longest
}

fn paragraph(
    document: &Document,
    tokens: &[Token],
    span: Span,
    from: usize,
    after_blank: bool,
    over: &[(Span, Markup)],
) -> Paragraph {
    let text = &document.text;
    let start = from + tokens[from..].partition_point(|token| (token.start as usize) < span.start);
    let end = start + tokens[start..].partition_point(|token| (token.start as usize) < span.end);
    let marked = |wanted: Markup| over.iter().any(|(_, markup)| *markup == wanted);
    let zone = over.iter().find_map(|(_, markup)| match markup {
        Markup::Code => Some(Zone::Code),
        Markup::Zone(zone) => Some(*zone),
        _ => None,
    });
    let body = span.of(text);
    let line_start = text[..span.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let guessed = !document.structured && end - start <= HEADING_WORDS && is_title(body);
    Paragraph {
        span,
        tokens: start..end,
        sentences: 0..0,
        zone: zone.unwrap_or(Zone::Article),
        heading: guessed || marked(Markup::Heading),
        block_quote: marked(Markup::BlockQuote),
        indent: text[line_start..span.start].chars().count(),
        after_blank,
    }
}

/// Whether a line ends like a title.
fn is_title(line: &str) -> bool {
    ends_like_title(line) && line.chars().any(char::is_alphabetic)
}

/// Whether a line, or the end of one, has no stop at its end: in a text without markup no other is a
/// heading.
#[must_use]
pub fn ends_like_title(line: &str) -> bool {
    !line.ends_with(['.', '!', '?', ',', ';', ':', '…', '”', '"', '»'])
}

/// Whether a paragraph of a text without markup is a heading, by its text alone; some headings are not
/// recognised.
#[must_use]
pub fn is_surely_heading(paragraph: &str) -> bool {
    // No more tokens than runs of letters and digits, and other signs.
    let mut before = false;
    let most = paragraph.chars().filter(|c| {
        let part = c.is_alphanumeric();
        let counts = !(c.is_whitespace() || part && before);
        before = part;
        counts
    });
    most.take(HEADING_WORDS + 1).count() <= HEADING_WORDS && is_title(paragraph)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::token::tokenize;
    use crate::lexicon::Lexicon;

    fn split(text: &str) -> Vec<String> {
        let document = Document::from_text(text);
        let tokens = tokenize(text, &Lexicon::default());
        paragraphs(&document, &tokens).iter().map(|p| p.span.of(text).to_owned()).collect()
    }

    #[test]
    fn a_line_is_a_paragraph_unless_wrapped() {
        assert_eq!(split("One.\nTwo is here.\n\nThree"), ["One.", "Two is here.", "Three"]);
        let wrapped = "The harbour board met again this week to talk about\nthe dredging plan, and it heard from three engineers\nand a diver.";
        assert_eq!(split(wrapped), [wrapped]);
    }

    #[test]
    fn what_is_surely_a_heading_is_one() {
        for text in ["The Harbour", "Ada’s Plan — Too Late", "One.", "It’s 1,000 a.m. “now”", "12"]
        {
            let document = Document::from_text(text);
            let tokens = tokenize(text, &Lexicon::default());
            let heading = paragraphs(&document, &tokens)[0].heading;
            assert!(heading || !is_surely_heading(text), "{text}");
        }
        assert!(is_surely_heading("The Harbour — Too Late") && !is_surely_heading("Too late."));
        assert!(!is_surely_heading(&"word ".repeat(17)));
    }

    #[test]
    fn line_ends_of_all_kinds() {
        assert_eq!(split("One.\r\nTwo.\r\n\r\nThree.\rFour."), ["One.", "Two.", "Three.", "Four."]);
    }
}
