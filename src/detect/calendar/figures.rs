//! Dates in figures that fit no order of day and month: "2014-13-01", "on 13/13/2014".

use jiff::civil::Date;

use super::CalendarDetector;
use crate::analysis::time::{date_parts, day};
use crate::analysis::token::{Shape, Token};
use crate::detect::{Match, View};

const MONTHS: u16 = 12;
const DAYS: u16 = 31;
/// Years that a date in figures may name; other numbers are no dates.
const YEARS: std::ops::Range<u16> = 1900..2100;

impl CalendarDetector {
    /// Figures written as a date that can be none. A file number looks like that too, so they must
    /// stand where a date does ("on"), or become a date once day and month change places.
    pub(super) fn wrong_figures(&self, view: &View<'_>, out: &mut Vec<Match>) {
        let tokens = view.analysis.tokens();
        for (at, token) in tokens.iter().enumerate() {
            if !token.shape.is(Shape::NUMBER) || token.shape.is(Shape::CODE) {
                continue;
            }
            let word = view.text(token.span());
            let Some(parts) = date_parts(word).filter(|parts| fits_no_order(*parts)) else {
                continue;
            };
            let swapped = swapped(word, parts);
            if swapped.is_none() && !self.follows_event_preposition(view, tokens, at) {
                continue;
            }
            let mut found = Match::at(token.span());
            found.values.push(("why", why(parts)));
            found.help =
                swapped.map(|date| format!("day and month changed places: {}?", day(date)));
            out.push(found);
        }
    }

    fn follows_event_preposition(&self, view: &View<'_>, tokens: &[Token], at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        self.lists
            .event
            .zip(before)
            .is_some_and(|(list, token)| token.has(&view.language.lexicon, list))
    }
}

/// The two numbers beside the year.
const fn beside_year([first, middle, last]: [u16; 3]) -> (u16, u16, u16) {
    if first > 99 { (first, middle, last) } else { (last, first, middle) }
}

/// Whether the figures can be a day of a year in some order.
pub(super) fn is_date(parts: [u16; 3]) -> bool {
    YEARS.contains(&beside_year(parts).0) && !fits_no_order(parts)
}

fn fits_no_order(parts: [u16; 3]) -> bool {
    let (year, one, two) = beside_year(parts);
    let read = |month: u16, day: u16| (1..=MONTHS).contains(&month) && (1..=DAYS).contains(&day);
    // After a leading year comes the month; behind, either order is in use.
    let reads = read(one, two) || (parts[0] <= 99 && read(two, one));
    YEARS.contains(&year) && !reads
}

/// "2014-13-01" with day and month in their places.
fn swapped(word: &str, parts: [u16; 3]) -> Option<Date> {
    let iso = word.len() == "2014-13-01".len() && word.contains('-') && parts[0] > 99;
    let (year, day, month) = beside_year(parts);
    let date = Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
    date.ok().filter(|_| iso)
}

fn why(parts: [u16; 3]) -> String {
    let (_, one, two) = beside_year(parts);
    match (one, two) {
        (0, _) | (_, 0) => "no day or month is 0".to_owned(),
        _ if one.max(two) > DAYS => format!("no month has {} days", one.max(two)),
        _ => format!("there is no month {}", if parts[0] > 99 { one } else { one.min(two) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_fits_no_order() {
        for (word, expected) in [
            ("2014-13-01", true),
            ("2014-02-30", false), // the calendar of the month says more
            ("2014-00-10", true),
            ("13/13/2014", true),
            ("13/12/2014", false),
            ("12/13/2014", false),
            ("32.01.2014", true),
            ("40/41/1201", false),
        ] {
            assert_eq!(date_parts(word).is_some_and(fits_no_order), expected, "{word}");
        }
        assert_eq!(why([2014, 13, 1]), "there is no month 13");
        assert_eq!(why([14, 13, 2014]), "there is no month 13");
        assert_eq!(why([32, 1, 2014]), "no month has 32 days");
        let date = swapped("2014-13-01", [2014, 13, 1]).unwrap();
        assert_eq!(day(date), "13 January 2014");
        assert_eq!(swapped("13/13/2014", [13, 13, 2014]), None);
    }
}
