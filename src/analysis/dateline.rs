//! The document's own date: when it was published or written.
//!
//! Looked for where a publisher or collector puts it, in this order: metadata, a date line or dateline
//! in the head, a date line in the foot, the name of the file and its folders, what the user says of
//! documents that bring none (the configuration, the command line). A date in the running text is that of an event, and a date in a
//! comment thread is somebody else's.

use jiff::civil::Date;

use super::Analysis;
use super::block::Paragraph;
use super::time::{Fields, TimeExpression, TimeGrammar, TimeKind};
use super::token::{Shape, Token};
use super::zone::Zone;
use crate::document::Document;
use crate::lexicon::{Lexicon, ListId};
use crate::span::Span;

mod field;
mod label;
mod path;

pub(in crate::analysis) use field::in_metadata;
pub use field::{DateField, Doubt};
pub use path::date_in_path;

/// Lines of the head that may hold the date.
pub const HEAD_LINES: usize = 5;
/// Lines of the foot that may hold the date.
pub const FOOT_LINES: usize = 3;
/// Most tokens of a line that is nothing but a date line.
const DATE_LINE_TOKENS: usize = 24;
/// Most tokens of a place before the date of a dateline, and of an agency after it.
const DATELINE_TOKENS: usize = 8;
/// Lines of the head that may be a title.
const TITLE_LINES: usize = 2;
/// Lines above a date in the foot that may say that it is the date of a correction.
const CORRECTION_LINES: usize = 2;

/// Where a date was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DatePlace {
    /// A metadata field.
    Metadata,
    /// The first lines.
    Head,
    /// The last lines.
    Foot,
    /// The name of the file or of a folder.
    Path,
    /// The user said so.
    Given,
}

/// A date of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocumentDate {
    /// The day; none if it is written in a way that can be read two ways (03/04/2015).
    pub date: Option<Date>,
    /// Where it was found.
    pub place: DatePlace,
    /// Where it stands in the text, if it does.
    pub span: Option<Span>,
}

/// What is known of the document's date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dated {
    /// The date, from the first place that has one.
    pub found: Option<DocumentDate>,
    /// The date line of the text, even where another place goes before it.
    pub line: Option<DocumentDate>,
    /// A date line without a year: an index into `Analysis::times`.
    pub yearless: Option<usize>,
    /// A metadata field that should hold the date, and cannot be read.
    pub unreadable: Option<DateField>,
}

impl Dated {
    /// The day, if it is known for certain.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.found.and_then(|found| found.date)
    }
}

/// The lists that date lines need.
#[derive(Debug)]
pub(super) struct DateLists {
    field: Option<ListId>,
    /// Objects of metadata whose fields are facts about the document.
    group: Option<ListId>,
    cue: Option<ListId>,
    /// Words that begin a sentence, not the name of a place.
    opener: Option<ListId>,
    /// Other words of a line that dates the text ("report", "as of").
    label: Option<ListId>,
    /// Says that a date is that of something else ("born", "expires").
    event: Option<ListId>,
    /// The same before the date, unless nothing but labels stands before it ("for").
    lead: Option<ListId>,
    /// Says that the text was changed ("updated").
    change: Option<ListId>,
    /// Opens a paragraph that corrects the text.
    correction: Option<ListId>,
    /// "in print on".
    print: Option<ListId>,
    on: Option<ListId>,
    to: Option<ListId>,
    /// Before the number of a day ("the 20th May").
    the: Option<ListId>,
}

impl DateLists {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        Self {
            field: lexicon.list("date-field"),
            group: lexicon.list("metadata-group"),
            cue: lexicon.list("date-cue"),
            opener: lexicon.list("sentence-opener"),
            label: lexicon.list("date-label"),
            event: lexicon.list("date-event"),
            lead: lexicon.list("date-event-lead"),
            change: lexicon.list("date-change"),
            correction: lexicon.list("correction-word"),
            print: lexicon.list("print-word"),
            on: lexicon.list("event-preposition"),
            to: lexicon.list("tense-to"),
            the: lexicon.list("the-lead"),
        }
    }
}

/// Looks for the document's date.
pub(super) fn dated(
    document: &Document,
    analysis: &Analysis,
    lexicon: &Lexicon,
    lists: &DateLists,
    grammar: &TimeGrammar,
) -> Dated {
    let mut dated = Dated::default();
    let found = |date: Option<Date>, place| {
        date.map(|date| DocumentDate { date: Some(date), place, span: None })
    };
    let lines = Lines { text: &document.text, analysis, lexicon, lists };
    let seen = lines.find(&mut dated.yearless);
    dated.line = seen;
    let told = in_metadata(document, lexicon, lists, grammar);
    dated.unreadable = told.unreadable;
    dated.found = found(told.date, DatePlace::Metadata)
        .or(seen)
        .or_else(|| found(document.path_date, DatePlace::Path))
        .or_else(|| found(document.given_date, DatePlace::Given));
    dated
}

/// "Sat Mar 14 09:30:00 EST 2015": the year that follows a day, behind a clock time.
fn with_year_behind(
    times: &[TimeExpression],
    at: usize,
    stands_between: impl Fn(usize) -> bool,
) -> Option<Date> {
    let time = times.get(at)?;
    let (clock, year) = (times.get(at + 1)?, times.get(at + 2)?);
    let alone = year.fields.month.is_none() && year.fields.day.is_none();
    let parted = (clock.tokens.end..year.tokens.start).all(stands_between);
    let fits = time.kind == TimeKind::Partial && clock.kind == TimeKind::Clock && alone && parted;
    let fields = Fields { year: year.fields.year, ..time.fields };
    fits.then(|| fields.date()).flatten()
}

struct Lines<'a> {
    text: &'a str,
    analysis: &'a Analysis<'a>,
    lexicon: &'a Lexicon,
    lists: &'a DateLists,
}

impl Lines<'_> {
    /// A dated line of the head, else of the foot; a day of publication before one of a change.
    /// `yearless` becomes a date line of the head that has no year.
    fn find(&self, yearless: &mut Option<usize>) -> Option<DocumentDate> {
        let ours = |paragraph: &&Paragraph| matches!(paragraph.zone, Zone::Head | Zone::Article);
        let paragraphs = self.analysis.paragraphs();
        let mut changed = None;
        // A title may speak of something “earlier”; below it such a word opens a correction.
        let stops = |(number, paragraph): &(usize, &Paragraph)| {
            *number >= TITLE_LINES && self.is_correction(paragraph)
        };
        let head = paragraphs.iter().filter(ours).take(HEAD_LINES).enumerate();
        for (_, paragraph) in head.take_while(|line| !stops(line)) {
            for (number, time) in self.times_of(paragraph) {
                let line = self.is_date_line(paragraph, time);
                if !line && !self.is_dateline(paragraph, time) && !self.is_stamp(paragraph, time) {
                    continue;
                }
                let date = if let Some(fields) = full(time) {
                    fields.date()
                } else if time.kind == TimeKind::Partial && time.fields.day.is_some() {
                    *yearless = yearless.or(Some(number));
                    match self.year_behind(number).filter(|_| line) {
                        Some(date) => Some(date),
                        None => continue,
                    }
                } else {
                    continue;
                };
                let found = DocumentDate { date, place: DatePlace::Head, span: Some(time.span) };
                if !self.is_change(paragraph, time) {
                    return Some(found);
                }
                changed = changed.or(Some(found));
            }
            if let Some(found) = self.bare_figures(paragraph, DatePlace::Head) {
                return Some(found);
            }
        }
        changed.or_else(|| self.foot())
    }

    fn foot(&self) -> Option<DocumentDate> {
        let copyright = |paragraph: &Paragraph| {
            paragraph.zone == Zone::Chrome
                && paragraph.span.of(self.text).trim_start().starts_with('©')
        };
        let ours = |paragraph: &&Paragraph| {
            matches!(paragraph.zone, Zone::Head | Zone::Article) || copyright(paragraph)
        };
        let paragraphs = self.analysis.paragraphs();
        let lines: Vec<&Paragraph> =
            paragraphs.iter().rev().filter(ours).take(FOOT_LINES + CORRECTION_LINES).collect();
        let mut changed = None;
        for (number, paragraph) in lines.iter().enumerate().take(FOOT_LINES) {
            let mut above = lines.iter().skip(number).take(1 + CORRECTION_LINES);
            if above.any(|paragraph| self.is_correction(paragraph)) {
                continue;
            }
            for (_, time) in self.times_of(paragraph) {
                let Some(fields) = full(time) else { continue };
                if self.is_date_line(paragraph, time) || self.is_print_note(time) {
                    let (place, span) = (DatePlace::Foot, Some(time.span));
                    let found = DocumentDate { date: fields.date(), place, span };
                    if !self.is_change(paragraph, time) {
                        return Some(found);
                    }
                    changed = changed.or(Some(found));
                }
            }
        }
        changed
    }

    /// The year that stands behind a clock time.
    fn year_behind(&self, number: usize) -> Option<Date> {
        let between = |at: usize| self.is(at, self.lists.cue);
        with_year_behind(self.analysis.times(), number, between)
    }

    /// A line that is nothing but "20150313".
    fn bare_figures(&self, paragraph: &Paragraph, place: DatePlace) -> Option<DocumentDate> {
        let token = self.analysis.tokens().get(paragraph.tokens.start)?;
        let date = field::eight_figures(token.span().of(self.text))?;
        let span = Some(token.span());
        (paragraph.tokens.len() == 1).then_some(DocumentDate { date: Some(date), place, span })
    }

    fn times_of(&self, paragraph: &Paragraph) -> impl Iterator<Item = (usize, &TimeExpression)> {
        let times = self.analysis.times();
        let tokens = paragraph.tokens.clone();
        let from = times.partition_point(|time| time.tokens.start < tokens.start);
        let of_paragraph =
            move |(_, time): &(usize, &TimeExpression)| time.tokens.start < tokens.end;
        times.iter().enumerate().skip(from).take_while(of_paragraph)
    }

    /// A short line with a date and little else: places, names, clock times, words like
    /// "published".
    fn is_date_line(&self, paragraph: &Paragraph, time: &TimeExpression) -> bool {
        if paragraph.tokens.len() > DATE_LINE_TOKENS {
            return false;
        }
        // "Today: July 24, 2008" is the day on which somebody looked at the page.
        let mut others = self.times_of(paragraph).map(|(_, other)| other.kind);
        if others.any(|kind| matches!(kind, TimeKind::Relative | TimeKind::Present)) {
            return false;
        }
        if self.is_of_event(paragraph, time) || self.is_of_name(paragraph, time) {
            return false;
        }
        let tokens = self.analysis.tokens();
        let dates: Vec<_> = self
            .times_of(paragraph)
            .filter(|(_, other)| matches!(other.kind, TimeKind::Full | TimeKind::Clock))
            .map(|(_, other)| other.tokens.clone())
            .collect();
        let others = || paragraph.tokens.clone().filter(|at| !time.tokens.contains(at));
        let known = |at: usize| {
            let token = &tokens[at];
            token.shape.is(Shape::PUNCTUATION)
                || token.shape.is(Shape::NUMBER)
                || token.shape.is(Shape::ADDRESS)
                || self.is_label(at)
                || at + 1 == time.tokens.start && self.has(token, self.lists.the)
                || dates.iter().any(|date| date.contains(&at))
        };
        let unknown: Vec<usize> = others().filter(|at| !known(*at)).collect();
        let named = unknown.iter().all(|at| tokens[*at].shape.is(Shape::CAPITAL));
        let edge = self.at_edge(paragraph, time, &known);
        // A headline in capitals names the day of an event: a date line has few names.
        named && unknown.len() <= 6 && edge
    }

    /// The date opens or closes the line, or nothing but words like "published" and clock times
    /// stand on one side of it.
    fn at_edge(
        &self,
        paragraph: &Paragraph,
        time: &TimeExpression,
        known: &dyn Fn(usize) -> bool,
    ) -> bool {
        let before = (paragraph.tokens.start..time.tokens.start).all(known);
        let after = (time.tokens.end..paragraph.tokens.end).all(known);
        let tokens = self.analysis.tokens();
        let parted = time.tokens.start.checked_sub(1).is_some_and(|at| {
            tokens.get(at).is_some_and(|token| token.shape.is(Shape::PUNCTUATION))
        });
        before || (after && (parted || !self.opens_sentence(paragraph)))
    }

    fn opens_sentence(&self, paragraph: &Paragraph) -> bool {
        let first = self.analysis.tokens().get(paragraph.tokens.start);
        first.is_none_or(|token| {
            self.has(token, self.lists.opener) && !self.has(token, self.lists.cue)
        })
    }

    /// "LONDON, 13 March 2015 (Agency) – The board …": names, a date, a dash.
    fn is_dateline(&self, paragraph: &Paragraph, time: &TimeExpression) -> bool {
        let tokens = self.analysis.tokens();
        let before = paragraph.tokens.start..time.tokens.start;
        let place = |token: &Token| {
            token.shape.is(Shape::PUNCTUATION)
                || ((token.shape.is(Shape::CAPITAL) || token.shape.is(Shape::DOTTED))
                    && (token.shape.is(Shape::UPPER) || !self.has(token, self.lists.opener)))
        };
        before.len() <= DATELINE_TOKENS
            && tokens[before].iter().all(place)
            && !self.is_of_event(paragraph, time)
            && !self.is_title(paragraph, time)
            && self.dash_follows(time.tokens.end, paragraph.tokens.end)
    }

    /// A dash, a stroke or a stop, after an agency in brackets or in capitals perhaps.
    fn dash_follows(&self, start: usize, end: usize) -> bool {
        let tokens = self.analysis.tokens();
        let mut bracket = false;
        let end = end.min(start + DATELINE_TOKENS);
        for (at, token) in tokens.iter().enumerate().take(end).skip(start) {
            let word = token.span().of(self.text);
            match word {
                "(" | "[" => bracket = true,
                ")" | "]" => bracket = false,
                "-" | "--" | "–" | "—" | "/" | "|" | ":" => return true,
                "." | "," if at == start => {
                    if word == "." {
                        return true;
                    }
                }
                _ if bracket || token.shape.is(Shape::UPPER) => {}
                _ => return false,
            }
        }
        false
    }

    fn has(&self, token: &Token, list: Option<ListId>) -> bool {
        list.is_some_and(|list| token.has(self.lexicon, list))
    }
}

/// The fields of a full date.
fn full(time: &TimeExpression) -> Option<&Fields> {
    (time.kind == TimeKind::Full).then_some(&time.fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::built_in_once;

    fn dated(text: &str, metadata: &[(&str, &str)]) -> (Option<String>, Option<DatePlace>) {
        let mut document = Document::from_text(text);
        document
            .metadata
            .extend(metadata.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let dated = Analysis::new(&document, &built_in_once().language).dated().clone();
        (dated.date().map(|date| date.to_string()), dated.found.map(|found| found.place))
    }

    #[track_caller]
    fn is_dated(text: &str, place: DatePlace) {
        assert_eq!(dated(text, &[]), (Some("2015-03-13".to_owned()), Some(place)), "{text}");
    }

    const BODY: &str =
        "The board voted to dredge the basin, and the unions left the table at once.";

    #[test]
    fn heads_and_feet() {
        is_dated(&format!("13 March 2015\n\n{BODY}"), DatePlace::Head);
        is_dated(
            &format!("The basin\nBy Ada Roe | Friday, March 13, 2015 10:41 AM\n\n{BODY}"),
            DatePlace::Head,
        );
        is_dated(&format!("Published on 2015-03-13 at 10:41 GMT\n\n{BODY}"), DatePlace::Head);
        is_dated(&format!("LUNDHAVN, March 13, 2015 (Nordpress) -- {BODY}"), DatePlace::Head);
        is_dated(&format!("Lundhavn. 13 March 2015. NORDPRESS/ {BODY}"), DatePlace::Head);
        let text = format!("{}Lundhavn, 13 March 2015", format!("{BODY}\n\n").repeat(6));
        is_dated(&text, DatePlace::Foot);
    }

    #[test]
    fn events_do_not_date_a_text() {
        for text in [
            "On 13 March 2015 the board voted to dredge the basin.",
            "In Lundhavn, 13 March 2015 was a wet day - wetter than most.",
            "Today: March 13, 2015\n\nThe board voted to dredge the basin.",
            "The basin\n\nThe vote of March 13, 2015: who won, who lost and what it will cost the town in the end.",
        ] {
            assert_eq!(dated(text, &[]), (None, None), "{text}");
        }
    }

    #[test]
    fn what_machines_write() {
        is_dated(&format!("The basin\nFri Mar 13 09:30:00 EST 2015\n\n{BODY}"), DatePlace::Head);
        for (name, value) in [
            ("created_at", "Fri Mar 13 08:00:00 +0000 2015"),
            ("metadata.date", "20150313"),
            ("timestamp", "1426233600"),
            ("date", "1426233600000"),
            ("date", "1426233600.25"),
            ("date", "20150313104100"),
            ("date", "20150313T104100Z"),
        ] {
            let (date, place) = dated(BODY, &[(name, value)]);
            let expected = (Some("2015-03-13"), Some(DatePlace::Metadata));
            assert_eq!((date.as_deref(), place), expected, "{name}: {value}");
        }
        assert_eq!(dated(BODY, &[("user.created_at", "2015-03-13")]), (None, None));
    }

    #[test]
    fn metadata_goes_before_what_the_text_says() {
        let text = format!("12 March 2015\n\n{BODY}");
        let (date, place) = dated(&text, &[("pubdate", "Fri, 13 Mar 2015 08:00:00 GMT")]);
        assert_eq!((date.as_deref(), place), (Some("2015-03-13"), Some(DatePlace::Metadata)));
        assert_eq!(dated(BODY, &[("title", "13 March 2015"), ("date", "soon")]), (None, None));
    }
}
