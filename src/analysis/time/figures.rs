//! Expressions that hang on figures inside a token: "2015-03-13", "10:41", "1990s", "6-7 May",
//! "14 August-24 August", "1914-1918".

use super::grammar::{Candidate, Reader, is_hyphen};
use super::numeric;
use super::point::Fields;
use super::{TimeExpression, TimeKind};
use crate::analysis::sentence::Sentence;
use crate::analysis::token::{Shape, Token};
use crate::span::Span;

fn leading_number(word: &str) -> Option<(i16, &str)> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = word.split_at(digits);
    Some((number.parse().ok()?, rest))
}

impl Reader<'_> {
    /// Adds what the figures of a sentence say.
    pub(super) fn figures(&self, sentence: &Sentence, number: usize, out: &mut Vec<Candidate>) {
        for at in sentence.tokens.clone() {
            let Some(token) = self.tokens.get(at) else { return };
            if !token.shape.is(Shape::NUMBER) || token.shape.is(Shape::CODE) {
                continue;
            }
            if token.shape.is(Shape::DAY) {
                self.month_compound(at, number, out);
                continue;
            }
            if token.shape.is(Shape::YEAR) {
                continue;
            }
            let word = token.span().of(self.text);
            let read = numeric::read(word, self.order)
                .map(|found| (found.kind, found.fields, at, at))
                .or_else(|| self.named_month(word, at))
                .or_else(|| self.decade(word, at))
                .or_else(|| self.range(word, at, sentence.tokens.end));
            let Some((kind, fields, from, to)) = read else { continue };
            let Some((first, last)) = self.tokens.get(from).zip(self.tokens.get(to)) else {
                continue;
            };
            let span = Span::new(first.start as usize, last.end as usize);
            out.push(candidate(span, from..to + 1, kind, fields, number));
        }
    }

    /// "13-Mar-2015".
    fn named_month(&self, word: &str, at: usize) -> Option<(TimeKind, Fields, usize, usize)> {
        let mut parts = word.split(is_hyphen);
        let [day, month, year] = [parts.next()?, parts.next()?, parts.next()?];
        let day = day.parse().ok().filter(|day| (1..=31).contains(day))?;
        let year = year.parse().ok().filter(|year| (1000..2200).contains(year))?;
        let class = self.lexicon.look_up(&month.to_lowercase()).1;
        let month = self.month(&Token { class, ..*self.tokens.get(at)? })?;
        let fields =
            Fields { year: Some(year), month: Some(month), day: Some(day), ..Fields::default() };
        parts.next().is_none().then_some((TimeKind::Full, fields, at, at))
    }

    /// "1990s"; "'90s" and "the 90s" have no century.
    fn decade(&self, word: &str, at: usize) -> Option<(TimeKind, Fields, usize, usize)> {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let (figures, ending) = word.split_at(digits);
        let ending = ending.trim_start_matches(['\'', '’']);
        if !figures.ends_with('0') || !self.ends(ending, self.values.decade) {
            return None;
        }
        if digits == 4 {
            let year = figures.parse().ok().filter(|year| (1000..2200).contains(year))?;
            let fields = Fields { year: Some(year), ..Fields::default() };
            return Some((TimeKind::Coarse, fields, at, at));
        }
        let sign = at.checked_sub(1)?;
        let lead = self.values.decade_lead;
        if digits == 2
            && lead
                .zip(self.tokens.get(sign))
                .is_some_and(|(list, token)| token.has(self.lexicon, list))
        {
            return Some((TimeKind::Partial, Fields::default(), at, at));
        }
        let apostrophe = matches!(self.word(sign)?, "'" | "’" | "‘");
        let joined = !self.tokens.get(at)?.shape.is(Shape::SPACED);
        (digits == 2 && apostrophe && joined)
            .then(|| (TimeKind::Partial, Fields::default(), sign, at))
    }

    /// "1914-1918", "1979-February"; "6-7 May" and "6-7 May 1918".
    fn range(&self, word: &str, at: usize, end: usize) -> Option<(TimeKind, Fields, usize, usize)> {
        let (first, rest) = leading_number(word)?;
        if (1000..2200).contains(&first) && rest.starts_with(char::is_uppercase) {
            // "14 March 2007The board": the space was lost, the year is plain all the same.
            let fields = Fields { year: Some(first), ..Fields::default() };
            return Some((TimeKind::Coarse, fields, at, at));
        }
        let rest = rest.strip_prefix(is_hyphen)?;
        if (1000..2200).contains(&first) {
            let second = leading_number(rest);
            let plain = second.is_none_or(|(_, rest)| rest.is_empty());
            let month = at.checked_sub(1).and_then(|before| self.month(self.tokens.get(before)?));
            let fields = Fields { year: Some(first), month, ..Fields::default() };
            let from = at - usize::from(month.is_some());
            return plain.then_some((TimeKind::Coarse, fields, from, at));
        }
        let (last, "") = leading_number(rest)? else { return None };
        let days = 1..=31;
        if !days.contains(&first) || !days.contains(&last) {
            return None;
        }
        let behind = self.tokens.get(at + 1).filter(|_| at + 1 < end);
        let (month, from, to) = match behind.and_then(|token| self.month(token)) {
            Some(month) => (month, at, at + 1),
            None => {
                let before = self.month_before(at)?;
                (self.month(self.tokens.get(before)?)?, before, at)
            }
        };
        let mut fields =
            Fields { month: Some(month), day: i8::try_from(first).ok(), ..Fields::default() };
        fields.until = i8::try_from(last).ok();
        let year = |at: usize| {
            self.tokens.get(at).is_some_and(|token| token.shape.is(Shape::YEAR)) && at < end
        };
        let next = to + 1 + usize::from(self.word(to + 1) == Some(","));
        if year(next) {
            fields.year = self.word(next)?.parse().ok();
            return Some((TimeKind::Full, fields, from, next));
        }
        Some((TimeKind::Partial, fields, from, to))
    }

    /// The capitalised month, shortened or not, right before `at`: "Sept. 1-4".
    fn month_before(&self, at: usize) -> Option<usize> {
        let dot = self.word(at.checked_sub(1)?) == Some(".");
        let before = at.checked_sub(1 + usize::from(dot))?;
        self.tokens.get(before).filter(|token| token.shape.is(Shape::CAPITAL)).map(|_| before)
    }

    /// "14 August-24 August": the hyphen has made one token of the month and the second day.
    fn month_compound(&self, at: usize, number: usize, out: &mut Vec<Candidate>) {
        let Some((day, token)) = self.tokens.get(at).zip(self.tokens.get(at + 1)) else { return };
        let word = token.span().of(self.text);
        let Some((head, tail)) = word.split_once(is_hyphen) else { return };
        let class = self.lexicon.look_up(&head.to_lowercase()).1;
        let head_token = Token { class, ..*token };
        let Some(month) = self.month(&head_token) else { return };
        let second = tail.parse::<i8>().ok().filter(|day| (1..=31).contains(day));
        let Some(second) = second else { return };
        let start = token.start as usize;
        let fields = Fields { month: Some(month), day: self.day(day), ..Fields::default() };
        let span = Span::new(day.start as usize, start + head.len());
        out.push(candidate(span, at..at + 1, TimeKind::Partial, fields, number));
        let Some(last) = self.tokens.get(at + 2) else { return };
        if let Some(month) = self.month(last) {
            let mut fields = Fields { month: Some(month), day: Some(second), ..Fields::default() };
            let year = self.tokens.get(at + 3).filter(|token| token.shape.is(Shape::YEAR));
            fields.year = year.and_then(|token| token.span().of(self.text).parse().ok());
            let kind = if year.is_some() { TimeKind::Full } else { TimeKind::Partial };
            let to = at + 3 + usize::from(year.is_some());
            let end = year.unwrap_or(last).end as usize;
            let span = Span::new(token.end as usize - tail.len(), end);
            out.push(candidate(span, at + 1..to, kind, fields, number));
        }
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).map(|token| token.span().of(self.text))
    }
}

fn candidate(
    span: Span,
    tokens: std::ops::Range<usize>,
    kind: TimeKind,
    fields: Fields,
    sentence: usize,
) -> Candidate {
    let len = tokens.len();
    let time = TimeExpression { fields, ..TimeExpression::new(span, tokens, kind, sentence) };
    Candidate { time, len, rank: 0 }
}
