//! Reads a TOML file into a type and reports *all* mistakes of its shape, not only the first.
//!
//! serde stops at the first unknown key or wrong type. So the offending entry is cut out of the
//! parsed table and the reading starts over, until it succeeds or nothing is left to cut.

use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::{Mistake, TomlFile};

/// After so many mistakes the rest would not be read anyway.
const MOST: usize = 50;

/// Reads `file` as a `T`; what was wrong goes to `mistakes`.
///
/// A value can come back even if there are mistakes: it is then the file without the wrong entries,
/// good enough to check the rest of it.
pub fn read<T: DeserializeOwned>(file: &Arc<TomlFile>, mistakes: &mut Vec<Mistake>) -> Option<T> {
    let (mut table, broken) = DeTable::parse_recoverable(&file.text);
    if !broken.is_empty() {
        mistakes.extend(broken.iter().map(|error| Mistake::from_toml(file, error)));
        return None;
    }
    let mut cut_from: Vec<Range<usize>> = Vec::new();
    for _ in 0..MOST {
        let error = match T::deserialize(toml::Deserializer::from(table.clone())) {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..0);
        // Where something was cut out, a missing key or a table without any is no news.
        let lacking =
            error.message() == EMPTY || quoted(error.message(), "missing field").is_some();
        if !lacking || !cut_from.contains(&span) {
            mistakes.push(reworded(file, span.clone(), error.message()));
        }
        cut_from.push(cut_out(&mut table, &span)?);
    }
    None
}

/// serde's message in the words of this program, with the nearest valid name.
fn reworded(file: &Arc<TomlFile>, span: Range<usize>, message: &str) -> Mistake {
    let names: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
    if let Some(key) = quoted(message, "unknown field") {
        let mistake = Mistake::new(file, span, format!("unknown key “{key}”"));
        return suggested(mistake, key, &names, "the keys here are");
    }
    if let Some(word) = quoted(message, "unknown variant") {
        let mistake = Mistake::new(file, span, format!("unknown value “{word}”"));
        return suggested(mistake, word, &names, "use one of");
    }
    if let Some(key) = quoted(message, "missing field") {
        return Mistake::new(file, span, format!("the key “{key}” is missing"));
    }
    Mistake::new(file, span, plain(message))
}

/// What toml says of a table without a key, where one of several names must stand.
const EMPTY: &str = "wanted exactly 1 element, found 0 elements";

/// serde's words for types are Rust's; a person who writes TOML knows lists, tables and numbers.
fn plain(message: &str) -> String {
    if message == "wanted string or table" || message.starts_with("wanted exactly 1 element") {
        return "wrong type: expected one name in quotation marks, or a table of exactly one key"
            .to_owned();
    }
    // What the person wrote may hold any words; what was expected comes last.
    let message = message.replacen("invalid type: ", "wrong type: ", 1);
    let Some((found, expected)) = message.rsplit_once(", expected ") else { return message };
    let number =
        if found.starts_with("invalid value: ") { "a number from 0 up" } else { "a number" };
    let expected = match expected {
        "a sequence" => "a list",
        "a map" | "table" => "a table",
        "a boolean" => "true or false",
        "usize" | "u64" | "u32" | "f64" => number,
        "a TOML datetime" => "a date without quotation marks, such as 2024-03-01",
        other => other,
    };
    let found = match found.strip_prefix("wrong type: ") {
        Some("map") => "wrong type: a table",
        Some("sequence") => "wrong type: a list",
        _ => found,
    };
    format!("{}, expected {expected}", found.replacen("floating point", "number", 1))
}

fn suggested(mistake: Mistake, wanted: &str, names: &[&str], lead: &str) -> Mistake {
    let list = names.join(", ");
    match crate::suggest::nearest(wanted, names.iter().copied()) {
        Some(name) => mistake.with_help(format!("did you mean “{name}”?")),
        None if names.is_empty() => mistake,
        None => mistake.with_help(format!("{lead} {list}")),
    }
}

/// The word between backticks right after `lead`.
fn quoted<'a>(message: &'a str, lead: &str) -> Option<&'a str> {
    message.strip_prefix(lead)?.split('`').nth(1)
}

type Hit<'a> = &'a dyn Fn(Option<Range<usize>>, Range<usize>) -> bool;

/// Cuts the entry at `span` out of the table: the key there, else the value there, else the
/// smallest value around it. Returns the span of the table or array it was cut from.
fn cut_out(table: &mut Spanned<DeTable<'_>>, span: &Range<usize>) -> Option<Range<usize>> {
    let whole = table.span();
    let table = table.get_mut();
    cut_table(table, &whole, &|key, _| key.as_ref() == Some(span))
        .or_else(|| cut_table(table, &whole, &|_, value| value == *span))
        .or_else(|| {
            cut_table(table, &whole, &|_, value| value.start <= span.start && span.end <= value.end)
        })
}

fn cut_table(table: &mut DeTable<'_>, place: &Range<usize>, hit: Hit<'_>) -> Option<Range<usize>> {
    let mut found = None;
    for (key, value) in table.iter_mut() {
        let span = value.span();
        if let Some(from) = cut_value(value.get_mut(), &span, hit) {
            return Some(from);
        }
        if hit(Some(key.span()), span) {
            found = Some(key.get_ref().to_string());
            break;
        }
    }
    table.remove(found?.as_str());
    Some(place.clone())
}

fn cut_value(value: &mut DeValue<'_>, place: &Range<usize>, hit: Hit<'_>) -> Option<Range<usize>> {
    match value {
        DeValue::Table(table) => cut_table(table, place, hit),
        DeValue::Array(array) => {
            for element in array.iter_mut() {
                let span = element.span();
                if let Some(from) = cut_value(element.get_mut(), &span, hit) {
                    return Some(from);
                }
            }
            let at = array.iter().position(|element| hit(None, element.span()))?;
            let old = std::mem::replace(array, DeArray::new());
            *array =
                old.into_iter().enumerate().filter(|(n, _)| *n != at).map(|(_, v)| v).collect();
            Some(place.clone())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        name: Option<String>,
        #[serde(default)]
        part: Vec<Part>,
    }

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Part {
        #[expect(dead_code)]
        size: u32,
    }

    fn mistakes(text: &str) -> (Option<Sample>, Vec<(String, String)>) {
        let file = Arc::new(TomlFile { path: "x.toml".to_owned(), text: text.to_owned() });
        let mut found = Vec::new();
        let value = read(&file, &mut found);
        let list = found.into_iter().map(|m| (m.message, text[m.span].to_owned())).collect();
        (value, list)
    }

    #[test]
    fn every_mistake_is_found_at_its_place() {
        let text = "nam = 1\nname = \"ok\"\n[[part]]\nsize = \"big\"\n[[part]]\nsise = 2\n[[part]]\n[[part]]\nsize = 3\n";
        let (value, found) = mistakes(text);
        let value = value.unwrap();
        assert_eq!(value.name.as_deref(), Some("ok"));
        assert_eq!(value.part.len(), 1);
        let places: Vec<&str> = found.iter().map(|(_, place)| place.as_str()).collect();
        assert_eq!(places, ["nam", "\"big\"", "sise", "[[part]]"]);
    }

    #[test]
    fn types_are_told_in_the_words_of_toml() {
        for (rust, told) in [
            ("invalid type: map, expected a sequence", "wrong type: a table, expected a list"),
            (
                "invalid value: integer `-1`, expected u32",
                "invalid value: integer `-1`, expected a number from 0 up",
            ),
            (
                "invalid type: string \", expected u32\", expected u32",
                "wrong type: string \", expected u32\", expected a number",
            ),
        ] {
            assert_eq!(plain(rust), told);
        }
        for odd in [EMPTY, "wanted exactly 1 element, found 2 elements", "wanted string or table"] {
            assert!(!plain(odd).contains("wanted"), "{odd}");
        }
    }

    #[test]
    fn broken_syntax_is_reported_and_nothing_is_read() {
        let (value, found) = mistakes("name = \n");
        assert!(value.is_none());
        assert_eq!(found.len(), 1);
    }
}
