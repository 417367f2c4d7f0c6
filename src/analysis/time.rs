//! Time expressions, and whether a reader can tell what time they mean.
//!
//! How a language says when is data (`grammar/time.toml` of its pack, read by [`TimeGrammar`]); the
//! calendar is jiff's. What is left to the code: values of the words, numeric dates, and what an
//! expression without a year can lean on.

mod anchor;
mod figures;
mod grammar;
mod join;
mod numeric;
mod point;
mod tense;

pub use grammar::TimeGrammar;
pub use numeric::Order;
pub(crate) use numeric::date_parts;
pub use point::{Fields, Grain, Point, Shift, Turn, day};
pub use tense::Direction;

use std::ops::Range;

use super::block::Paragraph;
use super::sentence::Sentence;
use super::token::Token;
use crate::lexicon::Lexicon;
use crate::span::Span;

/// Kinds of time expressions, after TimeML.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    schemars::JsonSchema,
    serde::Deserialize,
    serde::Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum TimeKind {
    /// Day, month and year.
    Full,
    /// A year, a decade with its century, a month or a season with its year.
    Coarse,
    /// Day and month, a month, a season, a holiday, without a year.
    Partial,
    /// "yesterday", "three weeks ago", "recently": counted from the day of writing.
    Relative,
    /// "now", "currently".
    Present,
    /// "recent", "in the future".
    PastFuture,
    /// "on Friday".
    Weekday,
    /// "in recent years".
    VaguePeriod,
    /// "three weeks".
    Duration,
    /// "two days later", "that spring": counted from another time in the text.
    Sequence,
    /// "every 1 May", "on Fridays".
    Recurring,
    /// The name of something that happened ("September 11 attacks"), or no time at all.
    Name,
    /// A time of day.
    Clock,
}

/// What tells the year of an expression that does not name it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    schemars::JsonSchema,
    serde::Deserialize,
    serde::Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    /// A date in the same sentence.
    Sentence,
    /// A date earlier in the same paragraph.
    Paragraph,
    /// Only a date further up in the document.
    Earlier,
}

/// A time expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeExpression {
    /// Its bytes.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it is.
    pub kind: TimeKind,
    /// Year, month, day and weekday, as far as it names them.
    pub fields: Fields,
    /// How far it lies from the day of writing, if it says so.
    pub shift: Option<Shift>,
    /// Which of its name it is, counted from the day of writing, if it says so.
    pub turn: Option<Turn>,
    /// The nearest thing in the text that tells its year.
    pub anchor: Option<Anchor>,
    /// The year that the anchor tells.
    pub anchor_year: Option<i16>,
    /// The last full date before it in its block, if it is a weekday: the story may be of that week.
    pub told: Option<jiff::civil::Date>,
    /// The sentence it stands in.
    pub sentence: usize,
}

/// Days between two texts of one week: a weekday in the one is the same day in the other.
const SAME_WEEK: i32 = 7;

impl TimeExpression {
    /// The calendar day that the expression itself names.
    #[must_use]
    pub fn date(&self) -> Option<jiff::civil::Date> {
        self.fields.date()
    }

    /// Whether it names its own year.
    #[must_use]
    pub const fn has_year(&self) -> bool {
        matches!(self.kind, TimeKind::Full | TimeKind::Coarse)
    }

    /// What time it means in a text written on `written` that speaks in that direction, if there is no
    /// doubt: a time that is stated must be right.
    #[must_use]
    pub fn resolve(&self, written: jiff::civil::Date, direction: Direction) -> Option<Point> {
        if let Some(turn) = self.turn {
            return self.fields.turned(written, turn, direction);
        }
        match (self.shift, self.kind) {
            (Some(week), TimeKind::Weekday) => self.fields.in_week(week.from(written)?.date),
            // "Today" may be these days.
            (Some(Shift { unit: Grain::Day, amount: 0 }), _)
                if matches!(direction, Direction::Open | Direction::Unsaid) =>
            {
                None
            }
            (Some(shift), _) => shift.from(written),
            (None, TimeKind::Weekday) => {
                let days =
                    |date: jiff::civil::Date| date.since(written).ok().map(|far| far.get_days());
                let astray = self
                    .told
                    .is_some_and(|told| days(told).is_none_or(|days| days.abs() > SAME_WEEK));
                self.fields.weekday_toward(written, direction).filter(|_| !astray)
            }
            (None, TimeKind::Partial) => self.year_less(written, direction),
            _ => None,
        }
    }

    fn year_less(&self, written: jiff::civil::Date, direction: Direction) -> Option<Point> {
        match self.anchor_year {
            Some(year) if self.anchor != Some(Anchor::Earlier) => self.fields.in_year(year),
            // The story of another time may go on; or it may not.
            Some(year) if direction != Direction::Ahead => {
                self.fields.toward(written, direction).filter(|point| point.date.year() == year)
            }
            _ => self.fields.toward(written, direction),
        }
    }

    pub(crate) const fn new(
        span: Span,
        tokens: Range<usize>,
        kind: TimeKind,
        sentence: usize,
    ) -> Self {
        Self {
            span,
            tokens,
            kind,
            fields: Fields { year: None, month: None, day: None, until: None, weekday: None },
            shift: None,
            turn: None,
            anchor: None,
            anchor_year: None,
            told: None,
            sentence,
        }
    }
}

/// Finds all time expressions of a text, in text order.
pub(super) fn times(
    text: &str,
    tokens: &[Token],
    paragraphs: &[Paragraph],
    sentences: &[Sentence],
    lexicon: &Lexicon,
    grammar: &TimeGrammar,
) -> Vec<TimeExpression> {
    let mut found = grammar.find(text, tokens, sentences, lexicon);
    join::join(text, tokens, lexicon, grammar, &mut found);
    anchor::anchor(text, tokens, paragraphs, sentences, lexicon, grammar, &mut found);
    found
}

#[cfg(test)]
mod tests;
