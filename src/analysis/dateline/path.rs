//! A date in the name of a file or of its folders.

use std::path::Path;

use jiff::civil::Date;

/// The date in a path: `2023-05-04-name.txt`, `name_20230504.md`, `2023/05/04/name.txt`.
///
/// The order year, month, day counts, and day, month, year where it can be read in one way only
/// (`25-12-2023`).
#[must_use]
pub fn date_in_path(path: &Path) -> Option<Date> {
    let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
    let (name, folders) = parts.split_last()?;
    in_name(name).or_else(|| match folders {
        [.., year, month, day] => in_name(day)
            .or_else(|| in_folders(year, month, day))
            .or_else(|| in_folders(month, day, stem(name))),
        [year, month] => in_name(month).or_else(|| in_folders(year, month, stem(name))),
        [inner] => in_name(inner),
        [] => None,
    })
}

/// The name before its first dot.
fn stem(name: &str) -> &str {
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

fn in_folders(year: &str, month: &str, day: &str) -> Option<Date> {
    let plain = year.len() == 4 && month.len() <= 2 && day.len() <= 2;
    let year = plain.then(|| year.parse::<i16>().ok())??;
    (1900..2200)
        .contains(&year)
        .then(|| Date::new(year, month.parse().ok()?, day.parse().ok()?).ok())?
}

/// A number above it is no month.
const MONTHS: i8 = 12;

/// Year, month and day in one name, with or without signs between them.
fn in_name(name: &str) -> Option<Date> {
    let numbers: Vec<&str> =
        name.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).collect();
    let apart = numbers.windows(3).find_map(|window| match window {
        [year, month, day] if year.len() == 4 => {
            joined(name, window).then(|| in_folders(year, month, day))?
        }
        [day, month, year] if year.len() == 4 => joined(name, window)
            .then(|| in_folders(year, month, day))?
            .filter(|date| date.day() > MONTHS || date.day() == date.month()),
        _ => None,
    });
    apart.or_else(|| {
        numbers
            .iter()
            .filter(|number| number.len() == 8)
            .find_map(|number| in_folders(number.get(..4)?, number.get(4..6)?, number.get(6..)?))
    })
}

/// Only one sign stands between the numbers.
fn joined(name: &str, window: &[&str]) -> bool {
    ["-", "_", "."].iter().any(|sign| name.contains(&window.join(sign)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(path: &str) -> Option<String> {
        date_in_path(Path::new(path)).map(|date| date.to_string())
    }

    #[test]
    fn reads_names_and_folders() {
        for path in [
            "a/2023-05-04-harbour.txt",
            "a/harbour_20230504.md",
            "news/2023/05/04/harbour.txt",
            "news/2023-05-04/harbour.txt",
            "harbour.2023.5.4.txt",
            "news/2023/05/04.txt",
            "2023/5/4.md.gz",
        ] {
            assert_eq!(date(path).as_deref(), Some("2023-05-04"), "{path}");
        }
    }

    #[test]
    fn the_day_may_come_first_where_it_is_no_month() {
        assert_eq!(date("a/harbour_25-12-2023.txt").as_deref(), Some("2023-12-25"));
        assert_eq!(date("a/12.12.2023.txt").as_deref(), Some("2023-12-12"));
        assert_eq!(date("a/12-25-2023.txt"), None);
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for path in [
            "a/2023-13-45-harbour.txt",
            "04-05-2023.txt",
            "a/1d972bf5b544f785.txt",
            "v2.10.3.txt",
            "2023/report-5/4.txt",
            "a/12345678.txt",
            "report-2023-05.txt",
        ] {
            assert_eq!(date(path), None, "{path}");
        }
    }
}
