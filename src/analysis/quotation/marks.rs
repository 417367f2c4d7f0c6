//! Which mark opens a quotation and which closes it, paragraph by paragraph.

use super::{Quotation, StrayMark};
use crate::analysis::block::Paragraph;
use crate::analysis::token::{Shape, Token};
use crate::analysis::zone::Zone;
use crate::span::Span;

/// What a mark does, as far as its shape and its spaces tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    /// A straight mark with spaces on both sides or on neither.
    Either,
}

/// A quotation mark in its paragraph.
#[derive(Debug, Clone, Copy)]
struct Mark {
    token: usize,
    sign: char,
    side: Side,
    /// A space stands before it.
    spaced: bool,
    /// A space (or the end) stands behind it.
    followed: bool,
}

/// Finds the quotations of a text and the closing marks that nothing opened.
#[must_use]
pub fn quotations(
    text: &str,
    tokens: &[Token],
    paragraphs: &[Paragraph],
) -> (Vec<Quotation>, Vec<StrayMark>) {
    let mut finder = Finder { text, tokens, found: Vec::new(), stray: Vec::new() };
    let mut single = None;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        if paragraph.zone == Zone::Code {
            continue;
        }
        if paragraph.block_quote {
            finder.block(number, paragraph);
            continue;
        }
        let marks = finder.marks(paragraph, &mut single);
        let next = paragraphs.get(number + 1).filter(|next| finder.opens_with_mark(next));
        finder.pair(number, paragraph, &marks, next.is_some());
        finder.over_line_break(number, paragraphs);
    }
    (finder.found, finder.stray)
}

struct Finder<'a> {
    text: &'a str,
    tokens: &'a [Token],
    found: Vec<Quotation>,
    stray: Vec<StrayMark>,
}

/// Most unclosed marks of a paragraph that are followed up; with more, the marks mean nothing.
const MOST_UNCLOSED: usize = 16;

impl Finder<'_> {
    fn sign(&self, at: usize) -> Option<char> {
        let token = self.tokens.get(at)?;
        token.shape.is(Shape::PUNCTUATION).then(|| token.span().of(self.text).chars().next())?
    }

    fn is_mark(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.shape.is(Shape::QUOTE))
    }

    fn opens_with_mark(&self, paragraph: &Paragraph) -> bool {
        self.is_mark(paragraph.tokens.start)
            && !matches!(self.sign(paragraph.tokens.start), Some('”' | '»'))
    }

    /// The double marks of a paragraph; single ones too where they are what the text quotes with.
    fn marks(&self, paragraph: &Paragraph, single: &mut Option<bool>) -> Vec<Mark> {
        let double: Vec<Mark> = paragraph
            .tokens
            .clone()
            .filter(|at| self.is_mark(*at))
            .filter_map(|at| self.mark(at, paragraph))
            .collect();
        let double = self.outside_tags(double, paragraph);
        if !double.is_empty() {
            *single = Some(false);
            return double;
        }
        if *single == Some(false) {
            return double;
        }
        self.single(paragraph)
    }

    /// Marks in the tags of a markup language quote nothing.
    fn outside_tags(&self, marks: Vec<Mark>, paragraph: &Paragraph) -> Vec<Mark> {
        let begins = |at: &usize| {
            let next = self.tokens.get(at + 1);
            self.sign(*at) == Some('<') && next.is_some_and(|next| !next.shape.is(Shape::SPACED))
        };
        if marks.is_empty() || !paragraph.span.of(self.text).contains('<') {
            return marks;
        }
        let mut tags = Vec::new();
        let mut at = paragraph.tokens.start;
        while let Some(open) = (at..paragraph.tokens.end).find(begins) {
            let close = (open..paragraph.tokens.end).find(|at| self.sign(*at) == Some('>'));
            let Some(close) = close else { break };
            tags.push(open..close);
            at = close + 1;
        }
        marks.into_iter().filter(|mark| !tags.iter().any(|tag| tag.contains(&mark.token))).collect()
    }

    /// A quotation that a line break parts, with one mark at either end: neither mark is alone.
    fn over_line_break(&mut self, number: usize, paragraphs: &[Paragraph]) {
        let Some(before) = number.checked_sub(1).and_then(|before| paragraphs.get(before)) else {
            return;
        };
        let paragraph = &paragraphs[number];
        let first = paragraph.tokens.clone().find(|at| self.is_mark(*at));
        let Some(close) =
            first.filter(|at| self.stray.iter().any(|mark| mark.span == self.tokens[*at].span()))
        else {
            return;
        };
        let between = self.text.get(before.span.end..paragraph.span.start).unwrap_or("");
        let open = self.found.iter().rposition(|found| {
            found.unclosed() && found.paragraph + 1 == number && found.tokens.1 == before.tokens.end
        });
        let (Some(open), true) = (open, between.matches('\n').count() == 1) else { return };
        let mark = self.tokens[close];
        self.found[open].goes_on = true;
        self.stray.retain(|stray| stray.span != mark.span());
        let rest = Quotation {
            span: Span::new(paragraph.span.start, mark.end as usize),
            inner: Span::new(paragraph.span.start, mark.start as usize),
            tokens: (paragraph.tokens.start, close + 1),
            paragraph: number,
            words: self.words(paragraph.tokens.start, close),
            open: self.found[open].open,
            close: self.sign(close),
            continues: true,
            goes_on: false,
            detached: Vec::new(),
            attribution: None,
        };
        let place = self.found.partition_point(|found| found.span.start < rest.span.start);
        self.found.insert(place, rest);
    }

    fn words(&self, from: usize, to: usize) -> usize {
        (from..to).filter(|at| !self.tokens[*at].shape.is(Shape::PUNCTUATION)).count()
    }

    fn mark(&self, at: usize, paragraph: &Paragraph) -> Option<Mark> {
        let sign = self.sign(at)?;
        let spaced = at == paragraph.tokens.start || self.tokens[at].shape.is(Shape::SPACED);
        let followed = at + 1 >= paragraph.tokens.end
            || self.tokens[at + 1].shape.is(Shape::SPACED)
            || self.tokens[at + 1].start == self.tokens[at].end
                && matches!(self.sign(at + 1), Some('.' | ',' | ';' | ':' | '!' | '?' | ')' | '—'));
        let side = match sign {
            '“' | '„' | '«' => Side::Opens,
            '”' | '»' => Side::Closes,
            _ if spaced && !followed => Side::Opens,
            _ if !spaced && followed => Side::Closes,
            _ => Side::Either,
        };
        Some(Mark { token: at, sign, side, spaced, followed })
    }

    /// ‘…’ and '…', where an opening mark stands before a word and a closing one behind a sign.
    fn single(&self, paragraph: &Paragraph) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut open = false;
        // An apostrophe that ends a word closes too if another mark opens before one that closes.
        let mut apostrophe = None;
        let last = self.last_close(paragraph);
        for at in paragraph.tokens.clone() {
            let Some(sign @ ('‘' | '’' | '\'')) = self.sign(at) else { continue };
            let Some(mark) = self.mark(at, paragraph) else { continue };
            let behind_sign = at > paragraph.tokens.start
                && matches!(self.sign(at - 1), Some('.' | ',' | '!' | '?'));
            // The '90s, left in '98.
            let year = self.tokens.get(at + 1).is_some_and(|next| next.shape.is(Shape::NUMBER));
            let opens = sign != '’' && mark.spaced && !mark.followed && !(sign == '\'' && year);
            let closes = sign != '‘' && mark.followed && !mark.spaced;
            if opens && (!open || apostrophe.is_some()) && last.is_some_and(|last| at + 2 <= last) {
                marks.extend(apostrophe.take());
                marks.push(Mark { side: Side::Opens, ..mark });
                open = true;
            } else if open && closes && behind_sign {
                marks.push(Mark { side: Side::Closes, ..mark });
                (open, apostrophe) = (false, None);
            } else if open && closes {
                apostrophe.get_or_insert(Mark { side: Side::Closes, ..mark });
            }
        }
        marks
    }

    /// The last single mark that can only close: behind a sign, with no space before it.
    fn last_close(&self, paragraph: &Paragraph) -> Option<usize> {
        (paragraph.tokens.start + 1..paragraph.tokens.end).rev().find(|at| {
            matches!(self.sign(*at), Some('’' | '\''))
                && matches!(self.sign(at - 1), Some('.' | ',' | '!' | '?'))
                && !self.tokens[*at].shape.is(Shape::SPACED)
        })
    }

    fn pair(&mut self, number: usize, paragraph: &Paragraph, marks: &[Mark], next_opens: bool) {
        let mut rest = marks;
        for _ in 0..MOST_UNCLOSED {
            match self.pair_once(number, paragraph, rest, next_opens) {
                Some(from) => rest = &rest[from..],
                None => return,
            }
        }
    }

    /// Pairs marks; if the first of them is never closed, the place of the mark to start over from.
    fn pair_once(
        &mut self,
        number: usize,
        paragraph: &Paragraph,
        marks: &[Mark],
        next_opens: bool,
    ) -> Option<usize> {
        let mut open: Vec<Mark> = Vec::new();
        for (place, mark) in marks.iter().enumerate() {
            match self.role(*mark, &open, marks.get(place + 1)) {
                Side::Opens => open.push(*mark),
                _ => match open.pop() {
                    Some(start) if open.is_empty() => {
                        self.push(number, paragraph, start, Some(*mark), false);
                    }
                    Some(_) => {}
                    None if self.is_inch(*mark) => {}
                    None => self.stray.push(StrayMark {
                        span: self.tokens[mark.token].span(),
                        paragraph: number,
                    }),
                },
            }
        }
        let first = open.first().copied()?;
        // What was taken for marks inside the unclosed one are quotations of their own.
        let from = marks.partition_point(|mark| mark.token <= first.token);
        let next = marks.get(from).filter(|_| !(next_opens && open.len() == 1));
        let Some(next) = next else {
            self.push(number, paragraph, first, None, next_opens);
            return None;
        };
        self.push_unclosed(number, paragraph, first, *next);
        Some(from)
    }

    /// A straight mark right behind a number is a measure.
    fn is_inch(&self, mark: Mark) -> bool {
        let before = mark.token.checked_sub(1).and_then(|at| self.tokens.get(at));
        matches!(mark.sign, '"' | '\'')
            && !mark.spaced
            && before.is_some_and(|token| token.shape.is(Shape::NUMBER))
    }

    /// What a mark does, given what is open.
    fn role(&self, mark: Mark, open: &[Mark], next: Option<&Mark>) -> Side {
        let Some(last) = open.last() else {
            // A mark with its space on the wrong side opens if another one is there to close.
            let closes = mark.side == Side::Closes;
            let straight = matches!(mark.sign, '"' | '\'' | '”') && !mark.followed;
            if closes && straight && mark.spaced && next.is_some() {
                return Side::Opens;
            }
            return if closes { Side::Closes } else { Side::Opens };
        };
        match mark.sign {
            '“' if last.sign == '„' || mark.followed && (!mark.spaced || next.is_none()) => {
                Side::Closes
            }
            '“' | '„' | '«' => Side::Opens,
            '”' | '»' => Side::Closes,
            _ if mark.side == Side::Opens => Side::Opens,
            _ => Side::Closes,
        }
    }

    /// An opening mark without its partner before `next`: it reaches to the end of what stands
    /// before that mark.
    fn push_unclosed(&mut self, number: usize, paragraph: &Paragraph, start: Mark, next: Mark) {
        let mut cut = paragraph.clone();
        cut.tokens.end = next.token;
        if cut.tokens.end > start.token + 1 {
            self.push(number, &cut, start, None, false);
        }
    }

    fn push(
        &mut self,
        number: usize,
        paragraph: &Paragraph,
        start: Mark,
        end: Option<Mark>,
        goes_on: bool,
    ) {
        let last = end.map_or(paragraph.tokens.end, |mark| mark.token);
        let open = self.tokens[start.token];
        let inner_start = open.end as usize;
        let (inner_end, span_end, close) = match end {
            Some(mark) => {
                let token = self.tokens[mark.token];
                (token.start as usize, token.end as usize, Some(mark.sign))
            }
            None => {
                let stop = self.tokens[last - 1].end as usize;
                (stop, stop, None)
            }
        };
        let words = self.words(start.token + 1, last);
        let guillemets = start.sign == '«';
        let mut detached = Vec::new();
        if start.followed && !guillemets && self.spaced_after(start.token) {
            detached.push(open.span());
        }
        if let Some(mark) = end.filter(|mark| mark.spaced && !guillemets) {
            detached.push(self.tokens[mark.token].span());
        }
        let previous = self.found.last();
        let continues = start.token == paragraph.tokens.start
            && previous
                .is_some_and(|previous| previous.goes_on && previous.paragraph + 1 == number);
        self.found.push(Quotation {
            span: Span::new(open.start as usize, span_end.max(inner_start)),
            inner: Span::new(inner_start, inner_end.max(inner_start)),
            tokens: (start.token, end.map_or(last, |mark| mark.token + 1)),
            paragraph: number,
            words,
            open: Some(start.sign),
            close,
            continues,
            goes_on,
            detached,
            attribution: None,
        });
    }

    fn spaced_after(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|token| token.shape.is(Shape::SPACED))
    }

    fn block(&mut self, number: usize, paragraph: &Paragraph) {
        let words = self.words(paragraph.tokens.start, paragraph.tokens.end);
        let continues = self
            .found
            .last()
            .is_some_and(|last| last.open.is_none() && last.paragraph + 1 == number);
        self.found.push(Quotation {
            span: paragraph.span,
            inner: paragraph.span,
            tokens: (paragraph.tokens.start, paragraph.tokens.end),
            paragraph: number,
            words,
            open: None,
            close: None,
            continues,
            goes_on: false,
            detached: Vec::new(),
            attribution: None,
        });
    }
}
