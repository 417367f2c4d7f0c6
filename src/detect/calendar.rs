//! `[detect.calendar]`: dates and clock times against the calendar, and against their own spelling.

mod clock;
mod day;
mod figures;
mod numeric;
mod told;

use std::cell::OnceCell;

use jiff::civil::{Date, Weekday};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{BuildContext, Detector, Match, View};
use crate::analysis::dateline::DatePlace;
use crate::analysis::time::{Fields, Order, TimeExpression, TimeKind, day};
use crate::analysis::token::Shape;
use crate::lexicon::ListId;
use crate::mistake::Mistake;
use crate::span::Span;

/// The table as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CalendarFile {
    /// What to find.
    find: Find,
    /// The order of dates in figures, if the corpus has one.
    #[serde(default)]
    order: Order,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Find {
    /// 31 June; a Friday that was none; an event after the day of writing, told as past.
    Impossible,
    /// 03/04/2015.
    Ambiguous,
    /// "10: 41", "13/ 03/2015".
    Garbled,
}

#[derive(Debug)]
struct CalendarDetector {
    find: Find,
    order: Order,
    lists: Lists,
}

/// Lists that tell how a date is meant.
#[derive(Debug)]
struct Lists {
    /// Another calendar is declared, if one of the words of `calendar_noun` follows.
    other_calendar: Option<ListId>,
    calendar_noun: Option<ListId>,
    /// Another calendar is declared.
    calendar_mark: Option<ListId>,
    /// Verbs that tell what happened.
    happened: Option<ListId>,
    /// Those among them whose object is nothing that could be dated itself.
    deed: Option<ListId>,
    /// Those whose object may lie ahead.
    announcing: Option<ListId>,
    speech: Option<ListId>,
    /// All verbs of the past, participles too.
    past: Option<ListId>,
    /// Before a participle: what it tells has a subject.
    passive: Option<ListId>,
    preposition: Option<ListId>,
    /// Further up in the sentence: it may not have happened.
    unreal: Option<ListId>,
    /// What may stand between such a verb and its date.
    light: Vec<ListId>,
    /// It may not have happened.
    ahead: Option<ListId>,
    /// Opens another clause.
    turn: Option<ListId>,
    /// Before the date of an event ("on").
    event: Option<ListId>,
    weekday: Option<ListId>,
    /// Names of months, shortened ones too.
    month: Option<ListId>,
    /// Behind the number of a day ("th"), and behind that ("of").
    ordinal: Option<ListId>,
    part: Option<ListId>,
    /// Before a clock time ("at").
    clock_cue: Option<ListId>,
    /// Behind one ("pm").
    clock_ending: Option<ListId>,
}

/// Weekdays before this year may follow another calendar that nobody thought of naming.
const CALENDAR_SINCE: i16 = 1930;

impl CalendarFile {
    pub(super) fn build(self, context: &mut BuildContext<'_>) -> Option<Box<dyn Detector>> {
        let list = |name: &str| context.lexicon.list(name);
        let lists = Lists {
            other_calendar: list("other-calendar"),
            calendar_noun: list("calendar-noun"),
            calendar_mark: list("calendar-mark"),
            happened: list("past-event"),
            deed: list("past-deed"),
            announcing: list("announcing-verb"),
            speech: list("speech-past"),
            past: list("past-sign"),
            passive: list("tense-was"),
            preposition: list("preposition"),
            unreal: list("unreal-word"),
            light: ["event-light", "adverb", "pronoun-other"]
                .into_iter()
                .filter_map(list)
                .collect(),
            ahead: list("unsettled"),
            turn: list("clause-turn"),
            event: list("event-preposition"),
            weekday: list("weekday"),
            month: list("month-any"),
            ordinal: list("ordinal-ending"),
            part: list("part-preposition"),
            clock_cue: list("clock-cue"),
            clock_ending: list("clock-ending"),
        };
        if self.order != Order::Open && self.find != Find::Ambiguous {
            let mistake = Mistake::new(&context.file, 0..0, "`order` is for find = \"ambiguous\"");
            context.mistakes.push(mistake);
            return None;
        }
        if self.find == Find::Ambiguous {
            *context.order = self.order;
        }
        Some(Box::new(CalendarDetector { find: self.find, order: self.order, lists }))
    }
}

impl Detector for CalendarDetector {
    fn placeholders(&self) -> &'static [&'static str] {
        &["why", "other"]
    }

    fn detect(&self, view: &View<'_>, out: &mut Vec<Match>) {
        match self.find {
            Find::Garbled => self.garbled(view, out),
            Find::Ambiguous => self.ambiguous(view, out),
            Find::Impossible => {
                let (times, other) = (view.analysis.times().iter(), OnceCell::new());
                out.extend(times.filter_map(|time| self.wrong(view, time, &other)));
                self.wrong_figures(view, out);
                self.wrong_days(view, out);
                out.extend(two_dates(view));
            }
        }
    }
}

impl CalendarDetector {
    /// What is wrong with a date; `other` remembers whether the text names another calendar than ours.
    fn wrong(
        &self,
        view: &View<'_>,
        time: &TimeExpression,
        other: &OnceCell<bool>,
    ) -> Option<Match> {
        let (why, help) = match time.kind {
            TimeKind::Full | TimeKind::Partial => no_such_day(time)
                .or_else(|| self.wrong_weekday(view, time, other))
                .or_else(|| self.told_too_early(view, time))?,
            _ => return None,
        };
        let mut found = Match::at(time.span);
        found.values.push(("why", why));
        found.help = Some(help);
        Some(found)
    }

    fn wrong_weekday(
        &self,
        view: &View<'_>,
        time: &TimeExpression,
        other: &OnceCell<bool>,
    ) -> Option<(String, String)> {
        let said = Weekday::from_monday_one_offset(time.fields.weekday?).ok()?;
        if shares_weekdays(view, time) {
            return None;
        }
        let date = time.date().or_else(|| yearless(view, time))?;
        if date.weekday() == said
            || date.year() < CALENDAR_SINCE
            || *other.get_or_init(|| self.other_calendar(view))
        {
            return None;
        }
        let is = date.strftime("%A").to_string();
        let meant = [-1, 1].map(|step| date.nth_weekday(step, said).ok());
        let near = meant.into_iter().flatten().map(day).collect::<Vec<_>>().join(" or ");
        let name = weekday_name(said);
        let years = [-1, 1].map(|step| {
            let year = date.year().checked_add(step)?;
            let other = Date::new(year, date.month(), date.day()).ok()?;
            (other.weekday() == said).then(|| format!("; in {year} it is a {name}"))
        });
        let year = years.into_iter().flatten().next().unwrap_or_default();
        Some((
            format!("{} is a {is}", day(date)),
            format!("write {is}, or the {name} that is meant ({near}){year}"),
        ))
    }
}

impl CalendarDetector {
    /// Whether the text names another calendar than ours.
    fn other_calendar(&self, view: &View<'_>) -> bool {
        let tokens = view.analysis.tokens();
        let has = |at: usize, list: Option<ListId>| {
            list.zip(tokens.get(at))
                .is_some_and(|(list, token)| token.has(&view.language.lexicon, list))
        };
        (0..tokens.len()).any(|at| {
            has(at, self.lists.calendar_mark)
                || has(at, self.lists.other_calendar) && has(at + 1, self.lists.calendar_noun)
        })
    }
}

/// "Monday and Tuesday, July 2nd and 3rd": the weekday before the date belongs to another one.
fn shares_weekdays(view: &View<'_>, time: &TimeExpression) -> bool {
    let times = view.analysis.times();
    let first = view.analysis.tokens().get(time.tokens.start);
    // "Tuesday-Friday, 13 March"
    if first.is_some_and(|one| one.shape.is(Shape::WORD) && view.text(one.span()).contains('-')) {
        return true;
    }
    let at = times.partition_point(|other| other.tokens.start < time.tokens.start);
    at.checked_sub(1).and_then(|before| times.get(before)).is_some_and(|before| {
        before.kind == TimeKind::Weekday && before.tokens.end + 1 >= time.tokens.start
    })
}

/// Days between two dates of one publication: an agency's dateline and the paper that prints it.
const SAME_ISSUE_DAYS: i32 = 7;

/// A date line that lies before the date that metadata gives.
fn two_dates(view: &View<'_>) -> Option<Match> {
    let dated = view.analysis.dated();
    let found = dated.found.filter(|found| found.place == DatePlace::Metadata)?;
    let line = dated.line.filter(|line| line.place == DatePlace::Head)?;
    let (recorded, printed) = (found.date?, line.date?);
    let days = printed.since(recorded).ok()?.get_days();
    // A later one may be that of an event which the text announces.
    if days >= -SAME_ISSUE_DAYS {
        return None;
    }
    let mut two = Match::at(line.span?);
    two.values.push(("why", format!("the metadata says {}", day(recorded))));
    two.help = Some("check both dates of publication".to_owned());
    Some(two)
}

/// Days from the day of writing within which a day without its year is meant to lie, if a weekday
/// stands beside it.
const NEAR_DAYS: i32 = 45;

/// The day that a text of a known day means by "Friday, 13 March", if that weekday is wrong in each of
/// the years that could be meant.
fn yearless(view: &View<'_>, time: &TimeExpression) -> Option<Date> {
    let written = view.analysis.dated().date()?;
    let bare = time.kind == TimeKind::Partial && time.fields.day.is_some() && time.anchor.is_none();
    if !bare || time.fields.nearest(written).is_some() {
        return None;
    }
    let fields = Fields { weekday: None, ..time.fields };
    let date = fields.nearest(written)?.date;
    let days = date.since(written).ok()?.get_days();
    (days.abs() <= NEAR_DAYS).then_some(date)
}

/// A day that no month has: 31 June, 30 February, 29 February of a common year.
fn no_such_day(time: &TimeExpression) -> Option<(String, String)> {
    let (month, said) = (time.fields.month?, time.fields.day?);
    let year = time.fields.year;
    // Without a year 29 February may be right.
    let first = Date::new(year.unwrap_or(2000), month, 1).ok()?;
    let last = first.days_in_month();
    if said <= last {
        return None;
    }
    let name = match year {
        Some(year) if month == 2 => format!("February {year}"),
        _ => first.strftime("%B").to_string(),
    };
    let next = first.last_of_month().tomorrow().ok()?;
    let close = |date: Date| match year {
        Some(_) => day(date),
        None => date.strftime("%-d %B").to_string(),
    };
    let help = if said == last + 1 {
        format!("{} or {}?", close(first.last_of_month()), close(next))
    } else {
        format!("the last day of the month is {}", close(first.last_of_month()))
    };
    Some((format!("{name} has {last} days"), help))
}

fn weekday_name(weekday: Weekday) -> String {
    // Any week has one: the first of 2024 began on a Monday.
    let offset = weekday.to_monday_zero_offset();
    Date::new(2024, 1, 1 + offset).map(|date| date.strftime("%A").to_string()).unwrap_or_default()
}

/// A finding with a repair that changes nothing but spaces.
fn broken(span: Span, repaired: String, view: &View<'_>) -> Match {
    let mut found = Match::at(span);
    found.values.push(("other", repaired.clone()));
    found.help = Some(format!("write {repaired}"));
    // Repairs are for a run of plain characters: nothing is rewritten that the eye does not see.
    if view.text(span).chars().all(|c| c.is_ascii_digit() || ":/-. ".contains(c)) {
        found.fix = Some((span, repaired));
    }
    found
}
