//! Days that no month has, beside a month and its year: "May 35, 2014", "on the 45th of June 2014".
//!
//! The analysis of times does not take them for dates at all, so they are looked for here.

use super::CalendarDetector;
use crate::analysis::token::{Shape, Token};
use crate::detect::{Match, View};
use crate::lexicon::ListId;
use crate::span::Span;

/// Days of the longest month.
const DAYS: u8 = 31;

impl CalendarDetector {
    /// A number above 31 between a month and its year, or before both where a date must stand ("on").
    /// Without the year it may count anything: "in May 35 ships came".
    pub(super) fn wrong_days(&self, view: &View<'_>, out: &mut Vec<Match>) {
        for (at, token) in view.analysis.tokens().iter().enumerate() {
            if !token.shape.is(Shape::NUMBER) || token.shape.is(Shape::CODE) {
                continue;
            }
            let Some(day) = self.no_day(view, token) else { continue };
            let Some(span) = self.month_first(view, at).or_else(|| self.day_first(view, at)) else {
                continue;
            };
            let mut found = Match::at(span);
            found.values.push(("why", format!("no month has {day} days")));
            out.push(found);
        }
    }

    /// The number above 31, alone or with an ordinal's letters.
    fn no_day(&self, view: &View<'_>, token: &Token) -> Option<u8> {
        let word = view.text(token.span());
        let (figures, ending) = word.split_at_checked(2)?;
        let lexicon = &view.language.lexicon;
        let ordinal = || {
            let class = lexicon.look_up(&ending.to_lowercase()).1;
            self.lists.ordinal.is_some_and(|list| lexicon.has(class, list))
        };
        let plain = figures.bytes().all(|byte| byte.is_ascii_digit());
        figures.parse().ok().filter(|day| plain && *day > DAYS && (ending.is_empty() || ordinal()))
    }

    /// "May 35, 2014".
    fn month_first(&self, view: &View<'_>, at: usize) -> Option<Span> {
        let before = at.checked_sub(1)?;
        let month = if self.is(view, before, ".") { before.checked_sub(1)? } else { before };
        let year = at + 1 + usize::from(self.is(view, at + 1, ","));
        self.span(view, month, month, year)
    }

    /// "on 35 May 2014", "the 35th of May, 2014".
    fn day_first(&self, view: &View<'_>, at: usize) -> Option<Span> {
        let of = self.listed(view, at + 1, self.lists.part);
        let month = at + 1 + usize::from(of);
        let dot = usize::from(self.is(view, month + 1, "."));
        let comma = usize::from(self.is(view, month + 1 + dot, ","));
        let dated = of || self.listed(view, at.checked_sub(1)?, self.lists.event);
        self.span(view, at, month, month + 1 + dot + comma).filter(|_| dated)
    }

    /// From `first` to the year, if a capitalised month and a year stand there.
    fn span(&self, view: &View<'_>, first: usize, month: usize, year: usize) -> Option<Span> {
        let tokens = view.analysis.tokens();
        let named = tokens.get(month)?.shape.is(Shape::CAPITAL)
            && self.listed(view, month, self.lists.month);
        let last = tokens.get(year).filter(|token| named && token.shape.is(Shape::YEAR))?;
        let first = self.weekday_before(view, first).unwrap_or(first);
        Some(tokens.get(first)?.span().cover(last.span()))
    }

    /// "Monday, May 35, 2014": the weekday is part of the date.
    fn weekday_before(&self, view: &View<'_>, first: usize) -> Option<usize> {
        let before = first.checked_sub(1)?;
        let at = if self.is(view, before, ",") { before.checked_sub(1)? } else { before };
        self.listed(view, at, self.lists.weekday).then_some(at)
    }

    fn listed(&self, view: &View<'_>, at: usize, list: Option<ListId>) -> bool {
        list.zip(view.analysis.tokens().get(at))
            .is_some_and(|(list, token)| token.has(&view.language.lexicon, list))
    }

    fn is(&self, view: &View<'_>, at: usize, sign: &str) -> bool {
        view.analysis.tokens().get(at).is_some_and(|token| view.text(token.span()) == sign)
    }
}
