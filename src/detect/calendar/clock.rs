//! Clock times and dates that a stray space has broken.

use super::{CalendarDetector, broken};
use crate::analysis::token::{Shape, Token};
use crate::detect::{Match, View};

/// Spaces inside a broken time, in bytes: more are columns of a table.
const MOST_SPACE: usize = 2;

impl CalendarDetector {
    /// "10: 41", "10 :41 pm", "13/ 03/2015", and hours that no clock has ("25:70 pm").
    pub(super) fn garbled(&self, view: &View<'_>, out: &mut Vec<Match>) {
        let tokens = view.analysis.tokens();
        for (at, token) in tokens.iter().enumerate() {
            if token.shape.is(Shape::NUMBER) && !token.shape.is(Shape::CODE) {
                let found = self
                    .broken_clock(view, at)
                    .or_else(|| self.no_such_time(view, at))
                    .or_else(|| broken_date(view, at));
                out.extend(found);
            }
        }
    }

    /// Hours, a colon, minutes, and white space on one side of the colon.
    fn broken_clock(&self, view: &View<'_>, at: usize) -> Option<Match> {
        let [hours, colon, minutes] = view.analysis.tokens().get(at..at + 3)? else { return None };
        let word = |token: &Token| view.text(token.span());
        let (hour, minute) = (word(hours), word(minutes));
        if word(colon) != ":" || !number(hour, 24, 1..=2) || !number(minute, 59, 2..=2) {
            return None;
        }
        let span = hours.span().cover(minutes.span());
        let spaces = span.len() - hour.len() - minute.len() - 1;
        let broken_here = (1..=MOST_SPACE).contains(&spaces) && !view.text(span).contains('\n');
        (broken_here && self.is_clock(view, at, at + 3, hour.len() == 2))
            .then(|| broken(span, format!("{hour}:{minute}"), view))
    }

    /// Figures around a colon that no clock shows, where only a clock time can stand.
    fn no_such_time(&self, view: &View<'_>, at: usize) -> Option<Match> {
        let token = view.analysis.tokens().get(at)?;
        let word = view.text(token.span());
        let (hours, minutes) = word.split_once(':')?;
        let figures = number(hours, 99, 1..=2) && number(minutes, 99, 2..=2);
        let fits = number(hours, 24, 1..=2) && number(minutes, 59, 2..=2);
        let ending = view.analysis.tokens().get(at + 1)?;
        if !figures || fits || !self.has(view, ending, self.lists.clock_ending) {
            return None;
        }
        let mut found = Match::at(token.span());
        found.values.push(("other", "a time from 00:00 to 24:00".to_owned()));
        found.help = Some("look the time up in the source".to_owned());
        Some(found)
    }

    /// Whether what stands around `from..to` says that these figures are a time of day; figures
    /// with two digits on both sides need less of it. "John 3: 16" is a verse, "2: 10" a score.
    fn is_clock(&self, view: &View<'_>, from: usize, to: usize, two_digits: bool) -> bool {
        let tokens = view.analysis.tokens();
        let next = tokens.get(to);
        if next.is_some_and(|token| self.has(view, token, self.lists.clock_ending)) {
            return true;
        }
        let Some(before) = from.checked_sub(1).and_then(|at| tokens.get(at)) else {
            return two_digits;
        };
        let times = view.analysis.times();
        let after_date = times
            .get(times.partition_point(|time| time.tokens.end < from))
            .is_some_and(|time| time.tokens.end == from);
        let named = before.shape.is(Shape::CAPITAL) && !before.shape.is(Shape::FIRST);
        after_date || self.has(view, before, self.lists.clock_cue) || (two_digits && !named)
    }

    fn has(&self, view: &View<'_>, token: &Token, list: Option<crate::lexicon::ListId>) -> bool {
        list.is_some_and(|list| token.has(&view.language.lexicon, list))
    }
}

/// "13/ 03/2015", "2015- 03-13": the pieces of one date in figures.
fn broken_date(view: &View<'_>, at: usize) -> Option<Match> {
    let tokens = view.analysis.tokens().get(at..(at + 5).min(view.analysis.tokens().len()))?;
    let starts = at.checked_sub(1).and_then(|before| view.analysis.tokens().get(before));
    if starts.is_some_and(|token| matches!(view.text(token.span()), "/" | "-")) {
        return None;
    }
    (2..=tokens.len()).rev().find_map(|count| {
        let pieces = tokens.get(..count)?;
        let span = pieces.first()?.span().cover(pieces.last()?.span());
        let text = view.text(span);
        let spaces = text.bytes().filter(|byte| *byte == b' ').count();
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b" /-".contains(&byte));
        if !plain || !(1..=MOST_SPACE).contains(&spaces) || !text.contains(['/', '-']) {
            return None;
        }
        let joined = text.replace(' ', "");
        let date = crate::analysis::time::date_parts(&joined)?;
        if !super::figures::is_date(date) {
            return None;
        }
        Some(broken(span, joined, view))
    })
}

fn number(word: &str, most: u8, len: std::ops::RangeInclusive<usize>) -> bool {
    len.contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && word.parse::<u8>().is_ok_and(|value| value <= most)
}
