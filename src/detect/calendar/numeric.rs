//! Dates in figures that can be read two ways.

use jiff::civil::Date;

use super::CalendarDetector;
use crate::analysis::time::{Order, TimeKind, date_parts, day};
use crate::detect::{Match, View};

impl CalendarDetector {
    /// "03/04/2015", unless the corpus or another date of the document shows the order.
    pub(super) fn ambiguous(&self, view: &View<'_>, out: &mut Vec<Match>) {
        if self.order != Order::Open {
            return;
        }
        let times = view.analysis.times().iter().filter(|time| time.kind == TimeKind::Full);
        let figures: Vec<_> = times
            .filter_map(|time| Some((time.span, date_parts(view.text(time.span))?)))
            .filter(|(_, [first, ..])| *first <= 31)
            .collect();
        if figures.iter().any(|(_, [first, middle, _])| *first > 12 || *middle > 12) {
            return;
        }
        for (span, [first, middle, year]) in figures {
            let read = |month: u16, date: u16| {
                let (year, month) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?);
                Date::new(year, month, i8::try_from(date).ok()?).ok().map(day)
            };
            let (Some(one), Some(two)) = (read(middle, first), read(first, middle)) else {
                continue;
            };
            if one != two {
                let mut found = Match::at(span);
                found.values.push(("why", one));
                found.values.push(("other", two));
                out.push(found);
            }
        }
    }
}
