//! Points in time: what the calendar makes of a time expression.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// The parts of a date that an expression names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fields {
    /// The year, as written.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: Option<i8>,
    /// 1 to 31, not checked against the month.
    pub day: Option<i8>,
    /// Monday is 1.
    pub weekday: Option<i8>,
}

/// How long the stretch is that an expression names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grain {
    /// Parts of a day.
    Minute,
    /// A day.
    Day,
    /// A week, from Monday on.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// A stretch of the calendar: its first day and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The first day.
    pub date: Date,
    /// The stretch.
    pub grain: Grain,
}

/// A distance from the day of writing: `-2` weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// What is counted.
    pub unit: Grain,
    /// How many; negative into the past.
    pub amount: i32,
}

/// Which of the days, months or seasons of one name is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// The last one before the day of writing ("last Friday").
    Before,
    /// The first one after it ("next May").
    After,
    /// The one of that year ("June of this year").
    ThisYear,
    /// The one of the year before.
    LastYear,
    /// The one of the year after.
    NextYear,
}

/// Days ahead up to which a month or day without its year is taken to lie ahead although nothing in
/// the sentence says so: a text of October that names "January" mostly means the last one.
const SOON: i32 = 45;

impl Fields {
    /// The day, if year, month and day are there and such a day exists.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month?, self.day?).ok()
    }

    /// The same month or day in `year`.
    #[must_use]
    pub fn in_year(&self, year: i16) -> Option<Point> {
        let month = self.month?;
        match self.day {
            Some(day) => {
                Date::new(year, month, day).ok().map(|date| Point { date, grain: Grain::Day })
            }
            None => Date::new(year, month, 1).ok().map(|date| Point { date, grain: Grain::Month }),
        }
    }

    /// The month or day that a text of that day means which leaves out its year: the nearest one, if
    /// the weekday beside it and the tense (`ahead`: the sentence speaks of what is to come) agree.
    /// Nothing where they do not: better no year than a wrong one.
    #[must_use]
    pub fn nearest(&self, written: Date, ahead: bool) -> Option<Point> {
        let days =
            |point: &Point| point.date.since(written).map_or(i32::MAX, |span| span.get_days());
        let years = || {
            (-1..=1)
                .filter_map(|step| self.in_year(written.year().checked_add(step)?))
                .filter(|point| self.weekday_fits(point))
        };
        let nearest = years().min_by_key(|point| days(point).abs())?;
        let distance = days(&nearest);
        if self.weekday.is_some() && self.day.is_some() {
            return Some(nearest);
        }
        if ahead {
            let past = distance < 0 && self.in_year(written.year()) != Some(nearest)
                || nearest.last_day().is_none_or(|last| last < written);
            return (!past).then_some(nearest);
        }
        if distance > SOON {
            return years().filter(|point| days(point) <= 0).max_by_key(days);
        }
        Some(nearest)
    }

    /// Whether the day that the point names is the weekday that the text gives it.
    fn weekday_fits(&self, point: &Point) -> bool {
        match (self.weekday, point.grain) {
            (Some(weekday), Grain::Day) => point.date.weekday().to_monday_one_offset() == weekday,
            _ => true,
        }
    }

    /// The one that `turn` says, counted from the day of writing.
    #[must_use]
    pub fn turned(&self, written: Date, turn: Turn) -> Option<Point> {
        let years = || (-2..=2).filter_map(|step| self.in_year(written.year().checked_add(step)?));
        let weekday = |side| {
            let wanted = Weekday::from_monday_one_offset(self.weekday?).ok()?;
            let date = written.nth_weekday(side, wanted).ok()?;
            Some(Point { date, grain: Grain::Day })
        };
        match turn {
            Turn::Before if self.month.is_none() => weekday(-1),
            Turn::After if self.month.is_none() => weekday(1),
            Turn::Before => years()
                .filter(|point| point.last_day().is_some_and(|last| last < written))
                .max_by_key(|point| point.date),
            Turn::After => {
                years().filter(|point| point.date > written).min_by_key(|point| point.date)
            }
            Turn::ThisYear => self.in_year(written.year()),
            Turn::LastYear => self.in_year(written.year().checked_sub(1)?),
            Turn::NextYear => self.in_year(written.year().checked_add(1)?),
        }
    }

    /// The last such weekday up to the day of writing, or the first one after it.
    #[must_use]
    pub fn nearest_weekday(&self, written: Date, ahead: bool) -> Option<Point> {
        let wanted = Weekday::from_monday_one_offset(self.weekday?).ok()?;
        let date = if written.weekday() == wanted {
            written
        } else {
            written.nth_weekday(if ahead { 1 } else { -1 }, wanted).ok()?
        };
        Some(Point { date, grain: Grain::Day })
    }
}

impl Point {
    /// The last day of a day or month.
    fn last_day(&self) -> Option<Date> {
        match self.grain {
            Grain::Day => Some(self.date),
            Grain::Month => Some(self.date.last_of_month()),
            _ => None,
        }
    }
}

impl Shift {
    /// The point this far from the day of writing; nothing for hours.
    #[must_use]
    pub fn from(self, written: Date) -> Option<Point> {
        let amount = self.amount;
        let far = amount.checked_abs().is_some_and(|amount| amount <= 9_000);
        if !far {
            return None;
        }
        let date = written.checked_add(self.span()?).ok()?;
        let date = match self.unit {
            Grain::Week => {
                let back = i32::from(date.weekday().to_monday_zero_offset());
                date.checked_sub(back.days()).ok()?
            }
            Grain::Month => date.first_of_month(),
            Grain::Quarter => Date::new(date.year(), (date.month() - 1) / 3 * 3 + 1, 1).ok()?,
            Grain::Year => date.first_of_year(),
            Grain::Decade => Date::new(date.year() / 10 * 10, 1, 1).ok()?,
            Grain::Century => Date::new(date.year() / 100 * 100, 1, 1).ok()?,
            Grain::Minute | Grain::Day => date,
        };
        Some(Point { date, grain: self.unit })
    }

    fn span(self) -> Option<Span> {
        let amount = self.amount;
        Some(match self.unit {
            Grain::Minute => return None,
            Grain::Day => amount.days(),
            Grain::Week => amount.weeks(),
            Grain::Month => amount.months(),
            Grain::Quarter => (amount * 3).months(),
            Grain::Year => amount.years(),
            Grain::Decade => (amount.checked_mul(10).filter(|years| years.abs() < 9_000)?).years(),
            Grain::Century => {
                (amount.checked_mul(100).filter(|years| years.abs() < 9_000)?).years()
            }
        })
    }
}

impl std::fmt::Display for Point {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let date = self.date;
        match self.grain {
            Grain::Minute | Grain::Day => write!(f, "{}", day(date)),
            Grain::Week => write!(f, "the week of {}", day(date)),
            Grain::Month => write!(f, "{}", date.strftime("%B %Y")),
            Grain::Quarter => {
                write!(f, "{} to {}", date.strftime("%B"), last_month(date).strftime("%B %Y"))
            }
            Grain::Year => write!(f, "{}", date.year()),
            Grain::Decade => write!(f, "the {}s", date.year()),
            Grain::Century => write!(f, "{} to {}", date.year(), date.year().saturating_add(99)),
        }
    }
}

fn last_month(date: Date) -> Date {
    date.checked_add(2.months()).unwrap_or(date)
}

/// A day as reports print it: "13 March 2015".
#[must_use]
pub fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weekdays_lie_within_a_week() {
        let friday = Fields { weekday: Some(5), ..Fields::default() };
        let written = date(2015, 3, 16);
        assert_eq!(friday.nearest_weekday(written, false).unwrap().date, date(2015, 3, 13));
        assert_eq!(friday.nearest_weekday(written, true).unwrap().date, date(2015, 3, 20));
        let monday = Fields { weekday: Some(1), ..Fields::default() };
        assert_eq!(monday.nearest_weekday(written, false).unwrap().date, written);
    }

    #[test]
    fn a_day_without_year_is_the_nearest_one() {
        let december = Fields { month: Some(12), day: Some(28), ..Fields::default() };
        let near = |fields: &Fields, written, ahead| {
            fields.nearest(written, ahead).map(|point| point.date)
        };
        assert_eq!(near(&december, date(2015, 1, 5), false), Some(date(2014, 12, 28)));
        let leap = Fields { month: Some(2), day: Some(29), ..Fields::default() };
        assert_eq!(near(&leap, date(2018, 6, 1), false), None);
        // Told in October, "in January" is the last one; "will … in January" the next.
        let january = Fields { month: Some(1), ..Fields::default() };
        assert_eq!(near(&january, date(2007, 10, 24), false), Some(date(2007, 1, 1)));
        assert_eq!(near(&january, date(2007, 10, 24), true), Some(date(2008, 1, 1)));
        // "The bill passed in June will help": no telling from the sentence.
        let june = Fields { month: Some(6), ..Fields::default() };
        assert_eq!(near(&june, date(2007, 10, 24), true), None);
        assert_eq!(near(&june, date(2007, 6, 24), true), Some(date(2007, 6, 1)));
    }

    #[test]
    fn the_weekday_beside_a_date_gives_its_year() {
        let thursday =
            Fields { weekday: Some(4), month: Some(10), day: Some(5), ..Fields::default() };
        let found = thursday.nearest(date(2007, 5, 24), false).unwrap();
        assert_eq!(found.date, date(2006, 10, 5));
        assert_eq!(thursday.nearest(date(2012, 5, 24), false), None, "2011 to 2013 have none");
    }

    #[test]
    fn turns_leave_out_the_day_of_writing() {
        let turned = |fields: Fields, turn| fields.turned(date(2015, 3, 13), turn).unwrap().date;
        let friday = Fields { weekday: Some(5), ..Fields::default() };
        assert_eq!(turned(friday, Turn::Before), date(2015, 3, 6));
        assert_eq!(turned(friday, Turn::After), date(2015, 3, 20));
        let march = Fields { month: Some(3), ..Fields::default() };
        assert_eq!(turned(march, Turn::Before), date(2014, 3, 1));
        assert_eq!(turned(march, Turn::After), date(2016, 3, 1));
        assert_eq!(turned(march, Turn::LastYear), date(2014, 3, 1));
    }

    #[test]
    fn shifts_print_as_what_they_name() {
        let say =
            |unit, amount| Shift { unit, amount }.from(date(2015, 3, 18)).unwrap().to_string();
        assert_eq!(say(Grain::Day, -1), "17 March 2015");
        assert_eq!(say(Grain::Week, -1), "the week of 9 March 2015");
        assert_eq!(say(Grain::Month, -2), "January 2015");
        assert_eq!(say(Grain::Quarter, 0), "January to March 2015");
        assert_eq!(say(Grain::Decade, -1), "the 2000s");
        assert_eq!(Shift { unit: Grain::Century, amount: i32::MIN }.from(date(2015, 3, 1)), None);
    }
}
