//! Quotations: their marks, their words and whether the marks are right.

mod marks;
mod speaker;
#[cfg(test)]
mod tests;

pub use marks::quotations;
pub(super) use speaker::speakers;

use super::token::DOUBLE_QUOTES;
use crate::span::Span;

/// A stretch between quotation marks, a paragraph of a longer quotation, or a block quotation.
///
/// Marks inside a quotation belong to it; quotations never overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// With its marks.
    pub span: Span,
    /// Without them.
    pub inner: Span,
    /// Its tokens, marks included.
    pub tokens: (usize, usize),
    /// The paragraph it stands in.
    pub paragraph: usize,
    /// How many words it holds.
    pub words: usize,
    /// The opening mark, if there is one.
    pub open: Option<char>,
    /// The closing mark, if there is one.
    pub close: Option<char>,
    /// It goes on from the paragraph before (a mark opens each paragraph, the last one closes).
    pub continues: bool,
    /// It goes on in the next paragraph, and rightly has no closing mark.
    pub goes_on: bool,
    /// A mark has its space on the wrong side: the span of that mark.
    pub detached: Vec<Span>,
    /// The attribution that names its speaker: an index into `Analysis::attributions`.
    pub attribution: Option<usize>,
}

impl Quotation {
    /// Whether it begins with a mark that nothing closes.
    #[must_use]
    pub const fn unclosed(&self) -> bool {
        self.open.is_some() && self.close.is_none() && !self.goes_on
    }
}

/// A closing mark that nothing opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StrayMark {
    /// Its bytes.
    pub span: Span,
    /// The paragraph it stands in.
    pub paragraph: usize,
}

/// Whether there may be a quotation in a text without markup: more than apostrophes.
#[must_use]
pub fn may_quote(text: &str) -> bool {
    memchr::memchr2(b'"', b'`', text.as_bytes()).is_some()
        || may_close(text)
        || !text.is_ascii() && text.contains(DOUBLE_QUOTES)
}

/// Whether single marks may quote in a text: there is one that may open, and one that may close.
#[must_use]
pub fn may_quote_singly(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Before most apostrophes stands a letter.
    let opens = |at: usize| {
        at == 0
            || !bytes[at - 1].is_ascii_alphanumeric()
                && text[..at].chars().next_back().is_none_or(char::is_whitespace)
    };
    may_close(text)
        && (memchr::memchr_iter(b'\'', bytes).any(opens)
            || memchr::memmem::find_iter(bytes, "‘").any(opens))
}

/// Whether there is a single mark behind a sign, or behind another one, with which it is a double mark.
/// One behind a letter is an apostrophe for as long as there are no others.
fn may_close(text: &str) -> bool {
    let bytes = text.as_bytes();
    let behind_sign = |at: usize| {
        at.checked_sub(1)
            .is_some_and(|before| matches!(bytes[before], b'.' | b',' | b'!' | b'?' | b'\''))
    };
    memchr::memchr_iter(b'\'', bytes).any(behind_sign)
        || !text.is_ascii()
            && text
                .match_indices(['‘', '’'])
                .any(|(at, _)| behind_sign(at) || text[..at].ends_with(['‘', '’']))
}
