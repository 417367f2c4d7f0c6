//! The header of a post: a name and a time, and hardly anything else.

use super::Page;
use crate::analysis::token::{Shape, Token};
use crate::lexicon::ListId;
use crate::span::Span;

/// Most tokens of a header line.
pub(super) const TOKENS: usize = 24;
/// Most words of a name.
pub(super) const NAME: usize = 5;

/// A line that gives a time of writing, and mostly a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// The name; empty if the line has none.
    pub handle: Span,
    /// From the first part of the date or time to the last.
    pub stamp: Span,
    /// The parts of the line in order, runs of the same kind as one: headers of one page agree.
    pub shape: Vec<Part>,
}

/// What a token of a header is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Name,
    Date,
    Month,
    Number,
    Clock,
    Age,
    Ago,
    Day,
    Cue,
    Filler,
    Sign,
}

impl Part {
    const fn is_time(self) -> bool {
        matches!(
            self,
            Self::Date
                | Self::Month
                | Self::Number
                | Self::Clock
                | Self::Age
                | Self::Ago
                | Self::Day
        )
    }
}

/// Reads a line as the header of a post.
pub(super) fn read(page: &Page<'_>, tokens: &[Token]) -> Option<Header> {
    let tokens = without_number(page, tokens);
    if tokens.len() < 2 || tokens.len() > TOKENS {
        return None;
    }
    let parts = parts(page, tokens)?;
    let has = |part| parts.contains(&part);
    let date = has(Part::Date) || has(Part::Month) && has(Part::Number);
    let clock = has(Part::Clock);
    let aged = has(Part::Age) && (has(Part::Ago) || has_compact_age(page, tokens));
    let timed = clock && (date || has(Part::Day)) || aged || date && has(Part::Cue);
    if !timed {
        return None;
    }
    let stamp = cover(tokens, &parts, Part::is_time)?;
    let handle = handle(tokens, &parts, stamp)?;
    Some(Header { handle, stamp, shape: shape(&parts) })
}

/// The order of the parts; "5m" and "3 hours ago" are alike.
fn shape(parts: &[Part]) -> Vec<Part> {
    let kind = |at: usize| match parts[at] {
        Part::Ago => Part::Age,
        Part::Number if parts.get(at + 1) == Some(&Part::Age) => Part::Age,
        part => part,
    };
    let mut shape: Vec<_> = (0..parts.len()).map(kind).collect();
    shape.dedup();
    shape
}

/// The name: words on one side of the time, after it only if somebody "wrote" there. None if there
/// is more than a name.
fn handle(tokens: &[Token], parts: &[Part], stamp: Span) -> Option<Span> {
    let Some(name) = cover(tokens, parts, |part| part == Part::Name) else {
        return Some(Span::new(stamp.start, stamp.start));
    };
    let words = parts.iter().filter(|part| **part == Part::Name).count();
    let before = name.end <= stamp.start;
    let after = name.start >= stamp.end && parts.contains(&Part::Cue);
    (words <= NAME && (before || after)).then_some(name)
}

fn cover(tokens: &[Token], parts: &[Part], wanted: impl Fn(Part) -> bool) -> Option<Span> {
    let mut spans =
        tokens.iter().zip(parts).filter(|(_, part)| wanted(**part)).map(|(token, _)| token.span());
    let first = spans.next()?;
    Some(spans.next_back().map_or(first, |last| first.cover(last)))
}

/// The line without the number of a list item or a post ("12.", "#12").
pub(super) fn without_number<'a>(page: &Page<'_>, tokens: &'a [Token]) -> &'a [Token] {
    let sign = |token: &Token, signs: &[&str]| signs.contains(&token.span().of(page.text));
    match tokens {
        [number, stop, rest @ ..] if number.shape.is(Shape::NUMBER) && sign(stop, &[".", ")"]) => {
            rest
        }
        [hash, number, rest @ ..] if sign(hash, &["#"]) && number.shape.is(Shape::NUMBER) => rest,
        all => all,
    }
}

/// What each token is; none if one of them has no place in a header.
fn parts(page: &Page<'_>, tokens: &[Token]) -> Option<Vec<Part>> {
    let mut parts = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        if let Some(len) = broken_clock(page, &tokens[at..]) {
            parts.extend(std::iter::repeat_n(Part::Clock, len));
            at += len;
            continue;
        }
        parts.push(part(page, &tokens[at])?);
        at += 1;
    }
    Some(parts)
}

fn part(page: &Page<'_>, token: &Token) -> Option<Part> {
    let lists = page.lists;
    let text = token.span().of(page.text);
    let listed = [
        (lists.month, Part::Month),
        (lists.ago, Part::Ago),
        (lists.day, Part::Day),
        (lists.weekday[0], Part::Day),
        (lists.weekday[1], Part::Day),
        (lists.cue, Part::Cue),
        (lists.filler, Part::Filler),
    ];
    // Sums of money look like times ("$5m"), and a sentence is no header.
    let foreign = ['!', '?', '…', '$', '€', '£', '¥', '%', '='];
    // A lone "»" is an arrow between name and time.
    let quote = token.shape.is(Shape::QUOTE) && text != "»";
    if quote || text.starts_with(foreign) || text == "..." {
        return None;
    }
    if token.shape.is(Shape::PUNCTUATION) {
        return Some(Part::Sign);
    }
    if token.shape.is(Shape::NUMBER) {
        return Some(number(page, text));
    }
    if let Some((_, part)) = listed.iter().find(|(list, _)| page.has(token, *list)) {
        return Some(*part);
    }
    Some(if page.has(token, lists.age_unit) { Part::Age } else { Part::Name })
}

fn number(page: &Page<'_>, text: &str) -> Part {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let lead = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (first, rest) = text.split_at(lead);
    if rest.is_empty() {
        return Part::Number;
    }
    if rest.starts_with(':') && first.len() <= 2 {
        return Part::Clock;
    }
    let joined: Vec<_> = text.split(['-', '/', '.']).collect();
    if let [a, b, c] = joined[..] {
        let day = &c[..c.bytes().take_while(u8::is_ascii_digit).count()];
        if digits(a) && digits(b) && !day.is_empty() {
            return Part::Date;
        }
    }
    let ending = page.lexicon.look_up(rest).1;
    let is = |list: Option<ListId>| list.is_some_and(|list| page.lexicon.has(ending, list));
    if is(page.lists.age_unit) {
        Part::Age
    } else if is(page.lists.ordinal) {
        Part::Number
    } else {
        Part::Name
    }
}

/// "3h" stands for itself, without a word for "ago".
fn has_compact_age(page: &Page<'_>, tokens: &[Token]) -> bool {
    tokens.iter().any(|token| {
        token.shape.is(Shape::NUMBER) && number(page, token.span().of(page.text)) == Part::Age
    })
}

/// "09: 41": a clock time that a conversion has broken; how many tokens it takes.
fn broken_clock(page: &Page<'_>, tokens: &[Token]) -> Option<usize> {
    let [hour, colon, minute, ..] = tokens else { return None };
    let digits = |token: &Token, least: usize| {
        let text = token.span().of(page.text);
        (least..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    (digits(hour, 1) && colon.span().of(page.text) == ":" && digits(minute, 2)).then_some(3)
}
