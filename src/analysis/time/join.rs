//! Parts of one date that brackets or commas keep apart: "Friday, 2015-03-13", "13 March 2015 (Friday)",
//! "25 October (7 November) 1917".

use super::{TimeExpression, TimeGrammar, TimeKind};
use crate::analysis::token::{Shape, Token};
use crate::lexicon::Lexicon;

/// Most tokens in a bracket between a day and its year.
const BRACKET: usize = 6;
/// Most tokens between a date and the weekday behind it.
const GAP: usize = 2;

/// Gives every date the year and the weekday that belong to it; a weekday that does is no time of its
/// own any more.
pub(super) fn join(
    text: &str,
    tokens: &[Token],
    lexicon: &Lexicon,
    grammar: &TimeGrammar,
    times: &mut Vec<TimeExpression>,
) {
    let words = Words { text, tokens, lexicon, grammar };
    for time in &mut *times {
        words.year_behind_bracket(time);
    }
    let mut at = 1;
    while at < times.len() {
        if words.leads(&times[at - 1], &times[at]) {
            times[at].fields.weekday = times[at - 1].fields.weekday;
            times.remove(at - 1);
        } else if words.trails(&times[at - 1], &times[at]) {
            times[at - 1].fields.weekday = times[at].fields.weekday;
            times.remove(at);
        } else {
            at += 1;
        }
    }
}

struct Words<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lexicon: &'a Lexicon,
    grammar: &'a TimeGrammar,
}

impl Words<'_> {
    fn word(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).map(|token| token.span().of(self.text))
    }

    /// "25 October (7 November) 1917", the day in the bracket as well as the one before it.
    fn year_behind_bracket(&self, time: &mut TimeExpression) {
        if time.kind != TimeKind::Partial || time.fields.day.is_none() {
            return;
        }
        let end = time.tokens.end;
        if let (Some("("), Some(")")) = (self.word(end), self.word(end + 2)) {
            // "13 March (2015)"
            return self.give_year(time, end + 1);
        }
        let from = if self.word(end) == Some("(") { end + 1 } else { end };
        let close = (from..from + BRACKET).find(|at| matches!(self.word(*at), Some("(" | ")")));
        // Of the day in the bracket nothing but the bracket's end follows.
        let close = close.filter(|at| from > end || *at == end);
        let Some(close) = close.filter(|at| self.word(*at) == Some(")")) else { return };
        self.give_year(time, close + 1);
    }

    fn give_year(&self, time: &mut TimeExpression, at: usize) {
        let year = self.tokens.get(at).filter(|token| token.shape.is(Shape::YEAR));
        if let Some(year) = year.and_then(|token| token.span().of(self.text).parse().ok()) {
            time.fields.year = Some(year);
            time.kind = TimeKind::Full;
        }
    }

    /// "Friday, 2015-03-13", "On Saturday (14 March 2015)".
    fn leads(&self, weekday: &TimeExpression, date: &TimeExpression) -> bool {
        let gap = weekday.tokens.end..date.tokens.start;
        is_weekday(weekday)
            && takes_weekday(date)
            && date.kind == TimeKind::Full
            && weekday.sentence == date.sentence
            && gap.len() <= 1
            && gap.clone().all(|at| matches!(self.word(at), Some("," | "(")))
    }

    /// "14 March 2015 (Saturday)", "14 March 2015, a Saturday".
    fn trails(&self, date: &TimeExpression, weekday: &TimeExpression) -> bool {
        let gap = date.tokens.end..weekday.tokens.start;
        let article = |at: usize| {
            let list = self.grammar.article;
            list.zip(self.tokens.get(at)).is_some_and(|(list, token)| token.has(self.lexicon, list))
        };
        let parted = match (self.word(gap.start), gap.len()) {
            (Some("("), 1) => true,
            (Some("(" | ","), GAP) => article(gap.start + 1),
            _ => false,
        };
        let ends = self.tokens.get(weekday.tokens.end);
        is_weekday(weekday)
            && takes_weekday(date)
            && date.sentence == weekday.sentence
            && parted
            && ends.is_none_or(|token| token.shape.is(Shape::PUNCTUATION))
    }
}

fn is_weekday(time: &TimeExpression) -> bool {
    time.kind == TimeKind::Weekday && time.shift.is_none() && time.turn.is_none()
}

fn takes_weekday(time: &TimeExpression) -> bool {
    // "03/04/2015" has its day, too, although nobody can tell which.
    let day =
        time.kind == TimeKind::Full || time.kind == TimeKind::Partial && time.fields.day.is_some();
    day && time.fields.weekday.is_none() && time.fields.until.is_none()
}
