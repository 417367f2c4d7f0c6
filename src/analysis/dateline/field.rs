//! The document's date in its metadata: front matter, fields of a record, meta elements, a manifest.

use jiff::civil::Date;

use super::{DateLists, with_year_behind};
use crate::analysis::sentence::Sentence;
use crate::analysis::time::{TimeGrammar, TimeKind, date_parts};
use crate::analysis::token::tokenize;
use crate::document::Document;
use crate::lexicon::{Lexicon, ListId};
use crate::span::Span;

/// The field that every format and setting puts the date into, if it has the choice.
const DATE: &str = "date";
/// Most bytes of a value in which a date is looked for.
const LONGEST: usize = 100;
/// Years that a number of four figures may mean.
const YEARS: std::ops::Range<i16> = 1000..2200;

/// Why a value is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It can be read in two ways: 03/04/2015. The first day is that of day, month, year.
    Open(Date, Date),
    /// No calendar has such a day: 2015-02-29.
    NoSuchDay,
    /// A year or a month.
    Coarse,
    /// Nothing that is known here.
    Unknown,
}

/// A metadata field that should hold the date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateField {
    /// Its name, in lower case.
    pub name: String,
    /// Its value as written.
    pub value: String,
    /// What is wrong with the value.
    pub doubt: Doubt,
    /// Where the value stands in the document's raw text, if it stands there.
    pub at: Option<Span>,
}

/// What the metadata says of the date.
#[derive(Debug, Default)]
pub(in crate::analysis) struct Told {
    /// The day, from the first field that can be read.
    pub date: Option<Date>,
    /// The first field that cannot be read, if none that can be goes before it.
    pub unreadable: Option<DateField>,
}

/// Looks for the date in the fields whose names say that they hold one: `date` first, the others by
/// name.
pub(in crate::analysis) fn in_metadata(
    document: &Document,
    lexicon: &Lexicon,
    lists: &DateLists,
    grammar: &TimeGrammar,
) -> Told {
    let listed = |name: &str, list: Option<ListId>| {
        list.is_some_and(|list| lexicon.has(lexicon.look_up(name).1, list))
    };
    let holds_date = |name: &str| {
        listed(name, lists.field)
            || name.split_once('.').is_some_and(|(group, name)| {
                listed(group, lists.group) && listed(name, lists.field)
            })
    };
    let first = document.metadata.get_key_value(DATE);
    let others = document.metadata.iter().filter(|(name, _)| *name != DATE);
    let mut told = Told::default();
    for (name, value) in first.into_iter().chain(others) {
        if !holds_date(&name.to_lowercase()) || is_empty(value) {
            continue;
        }
        match read(value, lexicon, grammar) {
            Ok(date) => {
                told.date = Some(date);
                break;
            }
            Err(doubt) if told.unreadable.is_none() => {
                let at = document.place_of(name);
                let (name, value) = (name.clone(), value.trim().to_owned());
                told.unreadable = Some(DateField { name, value, doubt, at });
            }
            Err(_) => {}
        }
    }
    told
}

/// What formats of data write where there is nothing to say, or say of whether a text was published
/// rather than when.
fn is_empty(value: &str) -> bool {
    let value = value.trim();
    ["", "~", "-", "null", "true", "false", "yes", "no"]
        .iter()
        .any(|empty| value.eq_ignore_ascii_case(empty))
}

/// The first full date of a short text.
fn read(value: &str, lexicon: &Lexicon, grammar: &TimeGrammar) -> Result<Date, Doubt> {
    let value = value.trim();
    let iso = value.get(..10).and_then(|day| day.parse::<Date>().ok());
    let iso = iso.filter(|date| YEARS.contains(&date.year()));
    if let Some(date) = iso.or_else(|| machine_date(value)) {
        return Ok(date);
    }
    let value = &value[..value.floor_char_boundary(LONGEST)];
    let tokens = tokenize(value, lexicon);
    let Some(last) = tokens.last() else { return Err(Doubt::Unknown) };
    let sentence =
        Sentence { span: Span::new(0, last.end as usize), tokens: 0..tokens.len(), paragraph: 0 };
    let times = grammar.find(value, &tokens, &[sentence], lexicon);
    let behind = |at| with_year_behind(&times, at, |_| true);
    let mut dates = times.iter().enumerate();
    if let Some(date) = dates.find_map(|(at, time)| time.date().or_else(|| behind(at))) {
        return Ok(date);
    }
    if let Some(parts) = tokens.iter().find_map(|token| date_parts(token.span().of(value))) {
        return Err(figures(parts));
    }
    if times.iter().any(|time| time.kind == TimeKind::Full) {
        return Err(Doubt::NoSuchDay);
    }
    Err(if has_year(value) { Doubt::Coarse } else { Doubt::Unknown })
}

/// Why three numbers are no date.
fn figures([first, middle, last]: [u16; 3]) -> Doubt {
    let day = |month: u16, day: u16| {
        let year = i16::try_from(last).ok().filter(|year| YEARS.contains(year))?;
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    match (day(middle, first), day(first, middle)) {
        (Some(one), Some(other)) => Doubt::Open(one, other),
        _ => Doubt::NoSuchDay,
    }
}

/// Whether a number of four figures in the value can be a year.
fn has_year(value: &str) -> bool {
    let numbers = value.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4);
    numbers.flat_map(str::parse).any(|year: i16| YEARS.contains(&year))
}

/// The day that a number of a machine names: "20150314", "20150314104100", "20150314T104100Z", or
/// seconds or milliseconds since 1970.
fn machine_date(value: &str) -> Option<Date> {
    const MILLI: i64 = 1000;
    /// Seconds of the year 2100: what is more is no time stamp.
    const MOST: i64 = 4_102_444_800;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = match value.split_once(['.', 'T']) {
        Some((day, _)) if value.as_bytes().get(8) == Some(&b'T') => day,
        Some((whole, part)) if digits(part) && whole.len() > 8 => whole,
        Some(_) => return None,
        None => value,
    };
    if !digits(number) {
        return None;
    }
    let seconds = match number.len() {
        8 | 14 => return figures_in_row(number),
        9 | 10 => number.parse::<i64>().ok()?,
        12 | 13 => number.parse::<i64>().ok()? / MILLI,
        _ => return None,
    };
    let time = jiff::Timestamp::from_second(seconds).ok().filter(|_| seconds < MOST)?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// Year, month and day without a sign between them.
fn figures_in_row(number: &str) -> Option<Date> {
    let part = |range: std::ops::Range<usize>| number.get(range)?.parse::<i8>().ok();
    Date::new(number.get(..4)?.parse().ok()?, part(4..6)?, part(6..8)?).ok()
}

/// "20150313": the day that eight figures name, if it is of our times.
pub(super) fn eight_figures(word: &str) -> Option<Date> {
    let plain = word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit());
    figures_in_row(word).filter(|date| plain && (1900..2100).contains(&date.year()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analysis;
    use crate::rule::built_in_once;

    fn told(metadata: &[(&str, &str)]) -> (Option<String>, Option<DateField>) {
        let mut document = Document::from_text("The board voted to dredge the basin.");
        let fields = metadata.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        document.metadata.extend(fields);
        let dated = Analysis::new(&document, &built_in_once().language).dated().clone();
        (dated.date().map(|date| date.to_string()), dated.unreadable)
    }

    #[test]
    fn why_a_value_is_no_date() {
        let day = |year, month, day| Date::new(year, month, day).unwrap();
        for (value, doubt) in [
            ("soon", Doubt::Unknown),
            ("99999999999999999999", Doubt::Unknown),
            ("9999999999", Doubt::Unknown),
            ("20151313", Doubt::Unknown),
            ("12/03/15", Doubt::Unknown),
            ("2015", Doubt::Coarse),
            ("2015-03", Doubt::Coarse),
            ("March 2015", Doubt::Coarse),
            ("2015-02-29", Doubt::NoSuchDay),
            ("2015-13-01", Doubt::NoSuchDay),
            ("31 June 2015", Doubt::NoSuchDay),
            ("0000-00-00 00:00:00", Doubt::NoSuchDay),
            ("12.03.2015", Doubt::Open(day(2015, 3, 12), day(2015, 12, 3))),
            ("03/04/2015", Doubt::Open(day(2015, 4, 3), day(2015, 3, 4))),
        ] {
            let (date, field) = told(&[("date", value)]);
            assert_eq!((date, field.map(|field| field.doubt)), (None, Some(doubt)), "{value}");
        }
    }

    #[test]
    fn nothing_written_is_nothing_to_read() {
        for value in ["", " ", "null", "True", "no", "~"] {
            assert_eq!(told(&[("published", value)]), (None, None), "{value}");
        }
        assert_eq!(told(&[("title", "soon")]), (None, None));
    }

    #[test]
    fn a_field_that_can_be_read_hides_only_what_stands_behind_it() {
        let (date, field) = told(&[("created", "2015-03-13"), ("date", "soon")]);
        assert_eq!(date.as_deref(), Some("2015-03-13"));
        assert_eq!(field.map(|field| field.name).as_deref(), Some("date"));
        assert_eq!(told(&[("date", "2015-03-13"), ("created", "soon")]).1, None);
    }
}
