//! Clock times and dates that a stray space has broken.

use super::{CalendarDetector, broken};
use crate::analysis::time::{Grain, TimeKind};
use crate::analysis::token::{Shape, Token};
use crate::detect::{Match, View};

/// Spaces in a row inside a broken time, in bytes: more are columns of a table.
const MOST_SPACE: usize = 2;

impl CalendarDetector {
    /// "at 10: 41", "10 :41 pm", "13/ 03/2015", and hours that no clock has ("at 25:70").
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

    /// Hours, a colon, minutes, and white space beside the colon.
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
        // "1 : 10" is how ratios are written.
        let sure = colon.end == minutes.start || hours.end == colon.start || hour.len() == 2;
        (broken_here && self.is_clock(view, at, at + 3, sure))
            .then(|| broken(span, format!("{hour}:{minute}"), view))
    }

    /// Figures around a colon that no clock shows, where only a clock time can stand.
    fn no_such_time(&self, view: &View<'_>, at: usize) -> Option<Match> {
        let token = view.analysis.tokens().get(at)?;
        let word = view.text(token.span());
        let (hours, minutes) = word.split_once(':')?;
        let figures = number(hours, 99, 1..=2) && number(minutes, 99, 2..=2);
        let fits = number(hours, 24, 1..=2) && number(minutes, 59, 2..=2);
        if !figures || fits || !self.is_clock(view, at, at + 1, true) {
            return None;
        }
        let mut found = Match::at(token.span());
        found.values.push(("other", "a time from 00:00 to 24:00".to_owned()));
        found.help = Some("look the time up in the source".to_owned());
        Some(found)
    }

    /// Whether what stands around `from..to` says that these figures are a time of day: "pm" behind
    /// them, a date beside them, or, where they are `sure` to be no ratio, "at" before them. "John 3: 16"
    /// is a verse, "2: 10" a score; "the vote was 12 : 30" has no sign of a clock either.
    fn is_clock(&self, view: &View<'_>, from: usize, to: usize, sure: bool) -> bool {
        let tokens = view.analysis.tokens();
        let has = |at: Option<usize>, list: Option<crate::lexicon::ListId>| {
            let token = at.and_then(|at| tokens.get(at));
            list.zip(token).is_some_and(|(list, token)| token.has(&view.language.lexicon, list))
        };
        has(Some(to), self.lists.clock_ending)
            || sure && has(from.checked_sub(1), self.lists.clock_cue)
            || beside_date(view, from, to)
    }
}

/// Whether a day is named right before `from`, or with its year right behind `to`, a comma between them
/// at most: "4 May 2015, 9 :05". "16 : 10 on Saturday" is a score.
fn beside_date(view: &View<'_>, from: usize, to: usize) -> bool {
    let times = view.analysis.times();
    let next = times.partition_point(|time| time.tokens.start < from);
    let joins = |gap: std::ops::Range<usize>| {
        let tokens = view.analysis.tokens().get(gap);
        tokens.is_some_and(|gap| gap.iter().all(|token| view.text(token.span()) == ","))
    };
    let before = next.checked_sub(1).and_then(|at| times.get(at)).is_some_and(|time| {
        let day = match time.kind {
            TimeKind::Full | TimeKind::Weekday => true,
            TimeKind::Partial => time.fields.day.is_some(),
            TimeKind::Relative => time.shift.is_some_and(|shift| shift.unit == Grain::Day),
            _ => false,
        };
        day && joins(time.tokens.end..from)
    });
    let behind = times
        .get(next..)
        .and_then(|times| times.iter().find(|time| time.tokens.start >= to))
        .is_some_and(|time| time.kind == TimeKind::Full && joins(to..time.tokens.start));
    before || behind
}

/// "13/ 03/2015", "25 / 03 / 2014", "2015- 03-13": the pieces of one date in figures.
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
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b" /-".contains(&byte));
        let wide = text.bytes().filter(|byte| *byte == b' ').count() > MOST_SPACE;
        // Around each stroke there may be a space on both sides; "5 - 6 - 2014" may be a sum.
        let columns = wide && (text.contains("  ") || text.contains('-'));
        if !plain || columns || !text.contains(' ') || !text.contains(['/', '-']) {
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
