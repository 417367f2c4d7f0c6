//! The grammar of time expressions: rows of patterns in a language pack → expressions in a text.

use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::point::{Fields, Grain, Shift, Turn};
use super::tense::{Ties, Verbs};
use super::{Order, TimeExpression, TimeKind};
use crate::analysis::sentence::Sentence;
use crate::analysis::token::{Shape, Token};
use crate::lexicon::{Lexicon, ListId};
use crate::mistake::{Mistake, TomlFile};
use crate::pattern::{GroupId, Pattern, PatternSet, PatternSetBuilder};
use crate::span::Span;

/// The grammar as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GrammarFile {
    #[serde(default)]
    row: Vec<RowFile>,
}

/// One row as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RowFile {
    kind: TimeKind,
    any: Vec<Spanned<String>>,
    unit: Option<UnitFile>,
    shift: Option<i32>,
    count: Option<i32>,
    turn: Option<Turn>,
    #[serde(default)]
    capital: bool,
    from_year: Option<i16>,
    reach: Option<Spanned<String>>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum UnitFile {
    /// The unit that stands in the expression.
    Match,
    Minute,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

#[derive(Debug)]
struct Row {
    group: GroupId,
    kind: TimeKind,
    unit: Option<UnitFile>,
    shift: Option<i32>,
    count: Option<i32>,
    turn: Option<Turn>,
    capital: bool,
    from_year: i16,
    reach: Option<ListId>,
}

/// How a language says when, ready to run.
#[derive(Debug, Default)]
pub struct TimeGrammar {
    rows: Vec<Row>,
    patterns: PatternSet,
    trigger: Option<ListId>,
    values: Values,
    /// How 03/04/2015 is to be read.
    order: Order,
    /// What may stand between two dates that share their year.
    pub(super) joint: Option<ListId>,
    /// What may stand between a relative time and the date that says the same.
    pub(super) apposed: Option<ListId>,
    /// Before a weekday that says which one a date is: "14 March 2015, a Saturday".
    pub(super) article: Option<ListId>,
    /// What ties a time to a verb.
    pub(super) ties: Ties,
    /// What verbs say of when.
    pub(super) verbs: Verbs,
}

/// Lists whose names carry values.
#[derive(Debug, Default)]
pub(super) struct Values {
    months: Vec<(ListId, i8)>,
    weekdays: Vec<(ListId, i8)>,
    numbers: Vec<(ListId, i32)>,
    units: Vec<(ListId, Grain)>,
    /// Among the words of a count, before it or behind it: the count is not exact.
    inexact: [Option<ListId>; 3],
    number_word: Option<ListId>,
    ordinal: Option<ListId>,
    pub(super) decade: Option<ListId>,
    pub(super) decade_lead: Option<ListId>,
}

const UNITS: [(&str, Grain); 8] = [
    ("unit-minute", Grain::Minute),
    ("unit-day", Grain::Day),
    ("unit-week", Grain::Week),
    ("unit-month", Grain::Month),
    ("unit-quarter", Grain::Quarter),
    ("unit-year", Grain::Year),
    ("unit-decade", Grain::Decade),
    ("unit-century", Grain::Century),
];

impl Values {
    fn new(lexicon: &Lexicon) -> Self {
        let numbered = |prefix: &str, most: i32| {
            (1..=most)
                .filter_map(|value| Some((lexicon.list(&format!("{prefix}-{value}"))?, value)))
                .collect::<Vec<_>>()
        };
        let small = |lists: Vec<(ListId, i32)>| {
            lists.into_iter().filter_map(|(list, n)| Some((list, i8::try_from(n).ok()?))).collect()
        };
        Self {
            months: small(numbered("month", 12)),
            weekdays: small(numbered("weekday", 7)),
            numbers: numbered("number", 100),
            units: UNITS.iter().filter_map(|(name, g)| Some((lexicon.list(name)?, *g))).collect(),
            inexact: ["count-inexact", "count-before", "count-after"]
                .map(|name| lexicon.list(name)),
            number_word: lexicon.list("number-word"),
            ordinal: lexicon.list("ordinal-ending"),
            decade: lexicon.list("decade-ending"),
            decade_lead: lexicon.list("decade-lead"),
        }
    }
}

pub(super) const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// The smallest number that a figure before it may multiply ("3 hundred").
const HUNDRED: i32 = 100;

/// "Ten years ago", "a hundred days ago": rarely to the year, or to the day.
const fn is_round(count: i32) -> bool {
    count >= 10 && count % 5 == 0
}

fn value<T: Copy>(lists: &[(ListId, T)], token: &Token, lexicon: &Lexicon) -> Option<T> {
    lists.iter().find(|(list, _)| token.has(lexicon, *list)).map(|(_, value)| *value)
}

impl TimeGrammar {
    /// Reads a grammar; its words are added to the lexicon. What is wrong goes to `mistakes`.
    #[must_use]
    pub fn read(file: &Arc<TomlFile>, lexicon: &mut Lexicon, mistakes: &mut Vec<Mistake>) -> Self {
        let written: GrammarFile =
            crate::mistake::read(file, mistakes).unwrap_or(GrammarFile { row: Vec::new() });
        let mut builder = PatternSetBuilder::default();
        let mut rows = Vec::new();
        for row in written.row {
            let mut patterns = Vec::new();
            for text in &row.any {
                match Pattern::parse(text.as_ref(), lexicon) {
                    Ok(pattern) => patterns.push(pattern),
                    Err(error) => {
                        let mistake = Mistake::new(file, text.span(), error.message);
                        mistakes.push(match error.nearest {
                            Some(name) => mistake.with_help(format!("did you mean “{name}”?")),
                            None => mistake,
                        });
                    }
                }
            }
            let reach = row.reach.and_then(|name| {
                let list = lexicon.list(name.as_ref());
                if list.is_none() {
                    let message = format!("there is no word list “{}”", name.as_ref());
                    let names = lexicon.list_names().iter().map(String::as_str);
                    let mistake = Mistake::new(file, name.span(), message);
                    mistakes.push(mistake.nearest(name.as_ref(), names));
                }
                list
            });
            rows.push(Row {
                group: builder.add(patterns),
                kind: row.kind,
                unit: row.unit,
                shift: row.shift,
                count: row.count,
                turn: row.turn,
                capital: row.capital,
                from_year: row.from_year.unwrap_or(0),
                reach,
            });
        }
        Self {
            rows,
            patterns: builder.build(lexicon),
            trigger: lexicon.list("time-trigger"),
            values: Values::new(lexicon),
            order: Order::default(),
            joint: lexicon.list("span-joint"),
            apposed: lexicon.list("apposed-lead"),
            article: lexicon.list("determiner-indefinite"),
            ties: Ties::new(lexicon),
            verbs: Verbs::new(lexicon),
        }
    }

    /// The same with dates in figures read in this order.
    #[must_use]
    pub fn with_order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// Finds the expressions of a text; none overlaps another.
    pub(crate) fn find(
        &self,
        text: &str,
        tokens: &[Token],
        sentences: &[Sentence],
        lexicon: &Lexicon,
    ) -> Vec<TimeExpression> {
        let Some(trigger) = self.trigger else { return Vec::new() };
        let speaks_of_time =
            |token: &Token| token.shape.is(Shape::NUMBER) || token.has(lexicon, trigger);
        let (numbers, chosen): (Vec<usize>, Vec<Sentence>) = sentences
            .iter()
            .enumerate()
            .filter(|(_, sentence)| tokens[sentence.tokens.clone()].iter().any(speaks_of_time))
            .map(|(number, sentence)| (number, sentence.clone()))
            .unzip();
        let hits = self.patterns.find(tokens, &chosen, lexicon);
        let reader = Reader { text, tokens, lexicon, values: &self.values, order: self.order };
        let mut candidates = Vec::new();
        for (rank, row) in self.rows.iter().enumerate() {
            for hit in hits.of(row.group) {
                let sentence = numbers[hit.sentence];
                let start = sentences.get(sentence).map_or(0, |sentence| sentence.tokens.start);
                let focus = reader.reach_back(row, hit.focus.clone(), start);
                if let Some(time) = reader.expression(row, focus, sentence) {
                    candidates.push(Candidate { time, len: hit.tokens.len(), rank });
                }
            }
        }
        for (number, sentence) in numbers.iter().zip(&chosen) {
            reader.figures(sentence, *number, &mut candidates);
        }
        settle(candidates)
    }
}

/// The candidates that begin first, then the longest, then the one whose row stands first.
fn settle(mut candidates: Vec<Candidate>) -> Vec<TimeExpression> {
    candidates.sort_by_key(|Candidate { time, len, rank }| {
        let focus = &time.tokens;
        (focus.start, std::cmp::Reverse(focus.len()), std::cmp::Reverse(*len), *rank)
    });
    let mut found: Vec<TimeExpression> = Vec::new();
    for Candidate { time, .. } in candidates {
        if found.last().is_none_or(|last| last.tokens.end <= time.tokens.start) {
            found.push(time);
        }
    }
    found
}

/// A reading of some words that others may contest.
pub(super) struct Candidate {
    pub time: TimeExpression,
    /// Length of the whole match, context included, in tokens.
    pub len: usize,
    /// Its row.
    pub rank: usize,
}

pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub lexicon: &'a Lexicon,
    pub values: &'a Values,
    pub order: Order,
}

impl Reader<'_> {
    /// The match with the words of the row's list, and a number, that stand right before it.
    fn reach_back(&self, row: &Row, tokens: Range<usize>, start: usize) -> Range<usize> {
        let Some(list) = row.reach else { return tokens };
        let joins = |at: usize| {
            let token = &self.tokens[at];
            // "300 a year ago", "12 in recent years": the figure counts something else.
            let counts = || at + 1 == tokens.start || self.is_multiplier(&self.tokens[at + 1]);
            token.has(self.lexicon, list) || token.shape.is(Shape::NUMBER) && counts()
        };
        let from = (start..tokens.start.min(self.tokens.len())).rev().take_while(|at| joins(*at));
        from.last().unwrap_or(tokens.start)..tokens.end
    }

    /// A word that a figure before it multiplies: "3 million".
    fn is_multiplier(&self, token: &Token) -> bool {
        self.values.number_word.is_some_and(|list| token.has(self.lexicon, list))
            && value(&self.values.numbers, token, self.lexicon).is_none_or(|count| count >= HUNDRED)
    }

    /// What a match of `row` says, unless its words contradict it.
    fn expression(
        &self,
        row: &Row,
        tokens: Range<usize>,
        sentence: usize,
    ) -> Option<TimeExpression> {
        let words = self.tokens.get(tokens.clone())?;
        if row.capital && !words.iter().any(|token| self.is_capital(token)) {
            return None;
        }
        // "This five-year plan" is no year.
        if row.kind == TimeKind::Relative && words.last().is_some_and(|word| self.is_compound(word))
        {
            return None;
        }
        let fields = self.fields(words)?;
        if fields.year.is_some_and(|year| year < row.from_year) {
            return None;
        }
        let span = Span::new(words.first()?.start as usize, words.last()?.end as usize);
        let shift = self.shift(row, &tokens);
        let kind = row.kind;
        Some(TimeExpression {
            fields,
            shift,
            turn: row.turn,
            ..TimeExpression::new(span, tokens, kind, sentence)
        })
    }

    /// A unit of time joined to another word: "five-year".
    fn is_compound(&self, token: &Token) -> bool {
        token.span().of(self.text).contains(is_hyphen)
            && self.values.units.iter().any(|(unit, _)| token.has(self.lexicon, *unit))
    }

    /// Capitalised, or a compound whose last part is ("mid-August").
    fn is_capital(&self, token: &Token) -> bool {
        let word = token.span().of(self.text);
        token.shape.is(Shape::CAPITAL)
            || word
                .rsplit_once(is_hyphen)
                .is_some_and(|(_, last)| last.starts_with(char::is_uppercase))
    }

    /// The values of the words; nothing if a number for a day is none ("10am").
    fn fields(&self, words: &[Token]) -> Option<Fields> {
        let mut fields = Fields::default();
        for token in words {
            if token.shape.is(Shape::DAY) {
                let day = self.day(token)?;
                match fields.day {
                    None => fields.day = Some(day),
                    Some(_) => fields.until = fields.until.or(Some(day)),
                }
            } else if token.shape.is(Shape::YEAR) {
                fields.year = fields.year.or(token.span().of(self.text).parse().ok());
            } else {
                fields.month = fields.month.or_else(|| self.month(token));
                fields.weekday =
                    fields.weekday.or_else(|| value(&self.values.weekdays, token, self.lexicon));
            }
        }
        Some(fields)
    }

    pub(super) fn month(&self, token: &Token) -> Option<i8> {
        value(&self.values.months, token, self.lexicon)
    }

    /// The day that a number names, unless other letters than an ordinal's follow it.
    pub(super) fn day(&self, token: &Token) -> Option<i8> {
        let word = token.span().of(self.text);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let (number, ending) = word.split_at(digits);
        if !ending.is_empty() && !self.ends(ending, self.values.ordinal) {
            return None;
        }
        number.parse().ok()
    }

    pub(super) fn ends(&self, ending: &str, list: Option<ListId>) -> bool {
        let class = self.lexicon.look_up(&ending.to_lowercase()).1;
        list.is_some_and(|list| self.lexicon.has(class, list))
    }

    fn shift(&self, row: &Row, tokens: &Range<usize>) -> Option<Shift> {
        let words = self.tokens.get(tokens.clone())?;
        let unit = match row.unit? {
            UnitFile::Match => {
                words.iter().find_map(|token| value(&self.values.units, token, self.lexicon))?
            }
            UnitFile::Minute => Grain::Minute,
            UnitFile::Day => Grain::Day,
            UnitFile::Week => Grain::Week,
            UnitFile::Month => Grain::Month,
            UnitFile::Quarter => Grain::Quarter,
            UnitFile::Year => Grain::Year,
            UnitFile::Decade => Grain::Decade,
            UnitFile::Century => Grain::Century,
        };
        let amount = match row.count {
            None => row.shift?,
            // "A decade ago" is a round number.
            Some(_) if matches!(unit, Grain::Decade | Grain::Century) => return None,
            Some(sign) => {
                let mut counts = words.iter().filter_map(|token| self.count(token));
                let count = counts.next()?;
                // "two or three weeks ago", "two hundred years ago": no one number to count with.
                if counts.next().is_some() || is_round(count) || self.is_inexact(tokens) {
                    return None;
                }
                count.checked_mul(sign)?
            }
        };
        Some(Shift { unit, amount })
    }

    /// "a few weeks ago", "six and a half weeks ago", "two weeks ago or more".
    fn is_inexact(&self, tokens: &Range<usize>) -> bool {
        let [among, before, behind] = self.values.inexact;
        let has = |at: usize, list: Option<ListId>| {
            list.zip(self.tokens.get(at)).is_some_and(|(list, token)| token.has(self.lexicon, list))
        };
        tokens.clone().any(|at| has(at, among))
            || tokens.start.checked_sub(1).is_some_and(|at| has(at, before))
            || has(tokens.end, behind)
    }

    fn count(&self, token: &Token) -> Option<i32> {
        if token.shape.is(Shape::NUMBER) {
            return token.span().of(self.text).parse().ok();
        }
        value(&self.values.numbers, token, self.lexicon)
    }
}
