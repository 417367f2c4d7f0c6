//! Points in time: what the calendar makes of a time expression.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::Direction;

/// The parts of a date that an expression names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fields {
    /// The year, as written.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: Option<i8>,
    /// 1 to 31, not checked against the month.
    pub day: Option<i8>,
    /// The last of several days of one month ("6-7 May").
    pub until: Option<i8>,
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
    /// The one of the week or year before ("last Friday", "last May").
    Before,
    /// The one of the week or year after ("next May").
    After,
    /// The one of this week, this season of the year ("this Friday", "this May").
    This,
    /// The last one before the day of writing ("this past Friday").
    Latest,
    /// The first one after it ("this coming Friday").
    Coming,
    /// The one of that year ("June of this year").
    ThisYear,
    /// The one of the year before.
    LastYear,
    /// The one of the year after.
    NextYear,
}

/// Days to either side up to which a month or day without its year is the nearest one although no verb
/// says which way it lies.
const SOON: i32 = 45;
/// Days to either side within which a month of "this May" lies.
const THIS: i32 = 240;
/// Days to one side after which a month or day without its year is no more taken for granted: a writer
/// who means the one of almost a year ago names the year.
const FAR: i32 = 330;

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

    /// The month or day nearest to `written` on which the weekday beside it fits.
    #[must_use]
    pub fn nearest(&self, written: Date) -> Option<Point> {
        self.about(written).min_by_key(|point| point.days_from(written).abs())
    }

    /// The same of the years around `written`, where the weekday beside it fits.
    fn about(&self, written: Date) -> impl Iterator<Item = Point> {
        (-1..=1)
            .filter_map(move |step| self.in_year(written.year().checked_add(step)?))
            .filter(|point| self.weekday_fits(point))
    }

    /// The month or day that a text means which leaves out its year, if the verb beside it says which
    /// way it lies, or it lies near. Nothing where that is open: better no year than a wrong one.
    #[must_use]
    pub fn toward(&self, written: Date, direction: Direction) -> Option<Point> {
        let days = |point: &Point| point.days_from(written);
        let begun = |point: &Point| point.date <= written;
        let found = match direction {
            Direction::Past => self.about(written).filter(begun).max_by_key(days)?,
            Direction::Ahead => {
                self.about(written).filter(|point| days(point) >= 0).min_by_key(days)?
            }
            // A weekday that fits one of three years tells the year.
            _ if self.weekday.is_some() && self.day.is_some() => self.nearest(written)?,
            Direction::Open => return None,
            Direction::Unsaid => self.nearest(written).filter(|point| days(point).abs() <= SOON)?,
        };
        (days(&found).abs() <= FAR).then(|| self.widened(found))
    }

    /// Of several days the month: a point is one stretch.
    fn widened(&self, point: Point) -> Point {
        match self.until {
            Some(_) => Point { date: point.date.first_of_month(), grain: Grain::Month },
            None => point,
        }
    }

    /// Whether the day that the point names is the weekday that the text gives it.
    fn weekday_fits(&self, point: &Point) -> bool {
        match (self.weekday, point.grain) {
            (Some(weekday), Grain::Day) => point.date.weekday().to_monday_one_offset() == weekday,
            _ => true,
        }
    }

    /// The one that `turn` says, counted from the day of writing, if that is beyond doubt: written on a
    /// Friday, "last Monday" may be that of this week or of the one before.
    #[must_use]
    pub fn turned(&self, written: Date, turn: Turn, direction: Direction) -> Option<Point> {
        if self.month.is_none() {
            return self.turned_weekday(written, turn, direction);
        }
        let years = || (-2..=2).filter_map(|step| self.in_year(written.year().checked_add(step)?));
        let before = || {
            years()
                .filter(|point| point.last_day().is_some_and(|last| last < written))
                .max_by_key(|point| point.date)
        };
        let after = || years().filter(|point| point.date > written).min_by_key(|point| point.date);
        match turn {
            Turn::Before => before().filter(|point| point.date.year() < written.year()),
            Turn::After => after().filter(|point| point.date.year() > written.year()),
            Turn::Latest => before(),
            Turn::Coming => after(),
            Turn::This => {
                self.in_year(written.year()).filter(|point| point.days_from(written).abs() <= THIS)
            }
            Turn::ThisYear => self.in_year(written.year()),
            Turn::LastYear => self.in_year(written.year().checked_sub(1)?),
            Turn::NextYear => self.in_year(written.year().checked_add(1)?),
        }
    }

    fn turned_weekday(&self, written: Date, turn: Turn, direction: Direction) -> Option<Point> {
        let wanted = Weekday::from_monday_one_offset(self.weekday?).ok()?;
        let (before, after) = (written.nth_weekday(-1, wanted), written.nth_weekday(1, wanted));
        let monday = |date: Date| monday(date).unwrap_or(date);
        let other_week = |date: &Date| monday(*date) != monday(written);
        let date = match turn {
            Turn::Before => before.ok().filter(other_week),
            // The Sunday is at the end of the week, or at its beginning.
            Turn::After => {
                after.ok().filter(other_week).filter(|_| written.weekday() != Weekday::Sunday)
            }
            Turn::Latest => before.ok(),
            Turn::Coming => after.ok(),
            Turn::This => {
                let day = self.in_week(monday(written))?.date;
                let fits = match direction {
                    Direction::Past => day <= written,
                    _ => day >= written,
                };
                fits.then_some(day)
            }
            Turn::ThisYear | Turn::LastYear | Turn::NextYear => None,
        };
        Some(Point { date: date?, grain: Grain::Day })
    }

    /// The weekday in the week that begins on `monday`.
    #[must_use]
    pub fn in_week(&self, monday: Date) -> Option<Point> {
        let days = i32::from(self.weekday?) - 1;
        Some(Point { date: monday.checked_add(days.days()).ok()?, grain: Grain::Day })
    }

    /// The last such weekday up to the day of writing, or the first one after it. Nothing if no verb
    /// says which, or if it is yet to come and the day of writing has the same name.
    #[must_use]
    pub fn weekday_toward(&self, written: Date, direction: Direction) -> Option<Point> {
        let wanted = Weekday::from_monday_one_offset(self.weekday?).ok()?;
        let same = written.weekday() == wanted;
        let date = match direction {
            Direction::Past if same => written,
            Direction::Past => written.nth_weekday(-1, wanted).ok()?,
            Direction::Ahead if !same => written.nth_weekday(1, wanted).ok()?,
            _ => return None,
        };
        Some(Point { date, grain: Grain::Day })
    }
}

/// The first day of the week.
fn monday(date: Date) -> Option<Date> {
    date.checked_sub(i32::from(date.weekday().to_monday_zero_offset()).days()).ok()
}

impl Point {
    /// Days from `written` to the stretch: 0 within it, negative if it is over.
    fn days_from(&self, written: Date) -> i32 {
        let days = |date: Date| date.since(written).map_or(i32::MAX, |span| span.get_days());
        let (first, last) = (days(self.date), days(self.last_day().unwrap_or(self.date)));
        if first > 0 { first } else { last.min(0) }
    }

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
            // "Last week", written on a Sunday, may be the week that ends or the one before.
            Grain::Week if written.weekday() == Weekday::Sunday => return None,
            Grain::Week => monday(date)?,
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

    fn weekday(number: i8) -> Fields {
        Fields { weekday: Some(number), ..Fields::default() }
    }

    fn month(number: i8) -> Fields {
        Fields { month: Some(number), ..Fields::default() }
    }

    #[test]
    fn weekdays_lie_within_a_week() {
        let lies = |fields: Fields, direction| {
            fields.weekday_toward(date(2015, 3, 16), direction).map(|point| point.date)
        };
        let (friday, monday) = (weekday(5), weekday(1));
        assert_eq!(lies(friday, Direction::Past), Some(date(2015, 3, 13)));
        assert_eq!(lies(friday, Direction::Ahead), Some(date(2015, 3, 20)));
        assert_eq!(lies(friday, Direction::Unsaid), None);
        // Written on a Monday, "on Monday" was today; "will … on Monday" may be in a week.
        assert_eq!(lies(monday, Direction::Past), Some(date(2015, 3, 16)));
        assert_eq!(lies(monday, Direction::Ahead), None);
    }

    #[track_caller]
    fn lies(fields: Fields, written: Date, direction: Direction, expected: Option<Date>) {
        assert_eq!(fields.toward(written, direction).map(|point| point.date), expected);
    }

    #[test]
    fn a_day_without_year_lies_where_the_verb_says() {
        use Direction::{Ahead, Open, Past, Unsaid};
        let december = Fields { month: Some(12), day: Some(28), ..Fields::default() };
        lies(december, date(2015, 1, 5), Past, Some(date(2014, 12, 28)));
        lies(december, date(2015, 1, 5), Unsaid, Some(date(2014, 12, 28)));
        lies(december, date(2015, 1, 5), Open, None);
        lies(december, date(2015, 1, 5), Ahead, None); // in 51 weeks: nobody says so
        let leap = Fields { month: Some(2), day: Some(29), ..Fields::default() };
        lies(leap, date(2018, 6, 1), Past, None);
        let written = date(2007, 10, 24);
        lies(month(1), written, Past, Some(date(2007, 1, 1)));
        lies(month(1), written, Ahead, Some(date(2008, 1, 1)));
        lies(month(1), written, Unsaid, None);
        lies(month(6), written, Ahead, Some(date(2008, 6, 1)));
        lies(month(6), date(2007, 6, 24), Ahead, Some(date(2007, 6, 1)));
        lies(month(4), date(2007, 3, 14), Past, Some(date(2006, 4, 1)));
    }

    #[test]
    fn of_several_days_the_month_is_told() {
        let days = Fields { month: Some(5), day: Some(6), until: Some(7), ..Fields::default() };
        let point = days.toward(date(2015, 6, 1), Direction::Past).unwrap();
        assert_eq!(point.to_string(), "May 2015");
    }

    #[test]
    fn the_weekday_beside_a_date_gives_its_year() {
        let thursday =
            Fields { weekday: Some(4), month: Some(10), day: Some(5), ..Fields::default() };
        lies(thursday, date(2007, 5, 24), Direction::Open, Some(date(2006, 10, 5)));
        lies(thursday, date(2007, 5, 24), Direction::Past, Some(date(2006, 10, 5)));
        lies(thursday, date(2007, 5, 24), Direction::Ahead, None);
        assert_eq!(thursday.nearest(date(2012, 5, 24)), None, "2011 to 2013 have none");
    }

    #[test]
    fn turns_are_of_another_week_or_year() {
        let turned = |fields: Fields, written, turn| {
            fields.turned(written, turn, Direction::Open).map(|point| point.date)
        };
        let written = date(2015, 3, 13); // a Friday
        assert_eq!(turned(weekday(5), written, Turn::Before), Some(date(2015, 3, 6)));
        assert_eq!(turned(weekday(5), written, Turn::After), Some(date(2015, 3, 20)));
        assert_eq!(turned(weekday(1), written, Turn::Before), None, "of this week, or the last?");
        assert_eq!(turned(weekday(1), written, Turn::Latest), Some(date(2015, 3, 9)));
        assert_eq!(turned(weekday(7), written, Turn::After), None);
        assert_eq!(turned(weekday(7), written, Turn::Coming), Some(date(2015, 3, 15)));
        assert_eq!(turned(weekday(7), written, Turn::This), Some(date(2015, 3, 15)));
        assert_eq!(turned(weekday(2), written, Turn::This), None, "no verb says");
        assert_eq!(turned(month(3), written, Turn::Before), Some(date(2014, 3, 1)));
        assert_eq!(turned(month(3), written, Turn::After), Some(date(2016, 3, 1)));
        assert_eq!(turned(month(3), written, Turn::LastYear), Some(date(2014, 3, 1)));
        assert_eq!(turned(month(2), written, Turn::Before), None, "weeks ago, or a year?");
        assert_eq!(turned(month(2), written, Turn::Latest), Some(date(2015, 2, 1)));
        assert_eq!(turned(month(12), written, Turn::This), None);
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
