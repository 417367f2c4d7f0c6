//! Dates and times written in figures only.

use super::{Fields, TimeKind};

/// How dates in figures are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, schemars::JsonSchema, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Nobody has said.
    #[default]
    Open,
    /// 31/12/2015.
    DayFirst,
    /// 12/31/2015.
    MonthFirst,
}

/// What a token of figures says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numeric {
    pub kind: TimeKind,
    pub fields: Fields,
}

/// Reads "2015-03-13", "2015-03-13T10:41", "13.03.2015", "03/25/2015", "10:41", "1990s".
///
/// A date whose order is open (03/04/2015) has its year only.
pub(super) fn read(token: &str, order: Order) -> Option<Numeric> {
    let bytes = token.as_bytes();
    if bytes.len() < 4 || !bytes[0].is_ascii_digit() {
        return None;
    }
    if let Some(fields) = date(token, order) {
        let kind = if fields.year.is_some() { TimeKind::Full } else { TimeKind::Partial };
        return Some(Numeric { kind, fields });
    }
    if clock(token) {
        return Some(Numeric { kind: TimeKind::Clock, fields: Fields::default() });
    }
    None
}

/// Hours and minutes, and perhaps seconds, within their bounds.
fn clock(token: &str) -> bool {
    let mut parts = token.split(':');
    let bound = |part: Option<&str>, most: u8, len: std::ops::RangeInclusive<usize>| {
        part.is_some_and(|part| {
            len.contains(&part.len())
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && part.parse::<u8>().is_ok_and(|value| value <= most)
        })
    };
    token.contains(':')
        && bound(parts.next(), 24, 1..=2)
        && bound(parts.next(), 59, 2..=2)
        && parts.next().is_none_or(|part| bound(Some(part), 60, 2..=2))
        && parts.next().is_none()
}

/// The three numbers of a date in figures, in the order in which they are written.
pub(crate) fn date_parts(token: &str) -> Option<[u16; 3]> {
    let head = token.split(['T', 't']).next().unwrap_or(token);
    let separator = head.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '-' | '/' | '.' | '‐' | '‑') {
        return None;
    }
    let mut parts = head.split(separator).map(|part| match part.len() {
        1 | 2 | 4 if part.bytes().all(|byte| byte.is_ascii_digit()) => part.parse().ok(),
        _ => None,
    });
    let all = [parts.next()??, parts.next()??, parts.next()??];
    let year_len = |part: &str| part.len() == 4;
    let years = head.split(separator).filter(|part| year_len(part)).count();
    let outer = head.split(separator).nth(1).is_some_and(|middle| !year_len(middle));
    (parts.next().is_none() && years == 1 && outer).then_some(all)
}

fn date(token: &str, order: Order) -> Option<Fields> {
    let [first, middle, last] = date_parts(token)?;
    let small = |value: u16| i8::try_from(value).ok();
    let year_first = first > 99;
    let year = i16::try_from(if year_first { first } else { last }).ok()?;
    if !(1000..2200).contains(&year) {
        return None;
    }
    let fields = |month, day| {
        let (month, day) = (small(month), small(day));
        Some(Fields { year: Some(year), month, day, ..Fields::default() })
    };
    if year_first {
        return (middle <= 12 && last <= 31).then(|| fields(middle, last)).flatten();
    }
    match (first, middle) {
        (1..=12, 1..=12) if order == Order::DayFirst => fields(middle, first),
        (1..=12, 1..=12) if order == Order::MonthFirst => fields(first, middle),
        (1..=12, 1..=12) if first == middle => fields(first, middle),
        (1..=12, 1..=12) => Some(Fields { year: Some(year), ..Fields::default() }),
        (13..=31, 1..=12) => fields(middle, first),
        (1..=12, 13..=31) => fields(first, middle),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(token: &str) -> Option<String> {
        date(token, Order::Open)?.date().map(|date| date.to_string())
    }

    #[test]
    fn reads_dates_whose_order_is_plain() {
        assert_eq!(day("2015-03-13T10:41:00").as_deref(), Some("2015-03-13"));
        assert_eq!(day("13.03.2015").as_deref(), Some("2015-03-13"));
        assert_eq!(day("03/25/2015").as_deref(), Some("2015-03-25"));
        assert_eq!(day("04/04/2015").as_deref(), Some("2015-04-04"));
        assert_eq!(day("03/04/2015"), None);
        let said = |order| date("03/04/2015", order).and_then(|fields| fields.date());
        assert_eq!(said(Order::DayFirst), jiff::civil::Date::new(2015, 4, 3).ok());
        assert_eq!(said(Order::MonthFirst), jiff::civil::Date::new(2015, 3, 4).ok());
        assert_eq!(date("03/04/2015", Order::Open).unwrap().year, Some(2015));
    }

    #[test]
    fn leaves_other_figures_alone() {
        for other in ["1.2.3", "10-2015-3", "2015-2016", "192.168.1.1", "1,200", "40/41/2015"] {
            assert_eq!(read(other, Order::Open), None, "{other}");
        }
        assert_eq!(read("10:41", Order::Open).unwrap().kind, TimeKind::Clock);
        assert_eq!(read("25:70", Order::Open), None);
        assert_eq!(read("2:1", Order::Open), None);
    }
}
