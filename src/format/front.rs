//! Front matter: the YAML or TOML between fences at the head of a file, as metadata.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser};

use super::metadata::Metadata;
use crate::span::Span;

/// A block of front matter: how many bytes it takes with its fences, what it says or what is wrong
/// with it, and whether a fence ends it.
pub(super) struct Front {
    pub len: usize,
    pub fields: Result<Metadata, String>,
    pub closed: bool,
}

/// The two kinds of front matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Yaml,
    Toml,
}

impl Kind {
    fn read(self, body: &str, base: usize) -> Result<Metadata, String> {
        match self {
            Self::Yaml => yaml(body, base),
            Self::Toml => toml(body, base),
        }
    }

    /// Whether a line can only be one of front matter: `name: value`, `name = value`.
    fn has_field(self, line: &str) -> bool {
        let sign = if self == Self::Yaml { ':' } else { '=' };
        let Some((name, value)) = line.split_once(sign) else { return false };
        let name = name.trim_end();
        let letters = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
        name.len() > 1
            && name.bytes().all(letters)
            && (self == Self::Toml || value.is_empty() || value.starts_with([' ', '\t']))
    }
}

/// The front matter at the head of `text`, if it opens with a fence. One that nothing closes ends
/// before the first blank line, if all its lines are fields.
pub(super) fn read(text: &str) -> Option<Front> {
    let (kind, fence, closing): (_, _, &[&str]) = if text.starts_with("---") {
        (Kind::Yaml, "---", &["---", "..."])
    } else {
        (Kind::Toml, "+++", &["+++"])
    };
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == fence)?;
    let mut end = first.len();
    for line in lines {
        if closing.contains(&line.trim_end()) {
            let body = &text[first.len()..end];
            // A rule, text and another rule are no front matter.
            if body.trim().is_empty() || kind == Kind::Yaml && !body.contains(':') {
                return None;
            }
            let fields = kind.read(body, first.len());
            return Some(Front { len: end + line.len(), fields, closed: true });
        }
        end += line.len();
    }
    unclosed(text, first.len(), kind)
}

/// Fewest lines of fields under a fence that nothing closes: one line with a colon may be prose.
const UNCLOSED_FIELDS: usize = 2;

fn unclosed(text: &str, start: usize, kind: Kind) -> Option<Front> {
    let mut end = start;
    let mut fields = 0;
    for line in text[start..].split_inclusive('\n') {
        let said = line.trim_end();
        let nested = fields > 0 && (line.starts_with([' ', '\t']) || line.starts_with("- "));
        if said.is_empty() {
            break;
        }
        if !nested && !kind.has_field(said) {
            return None;
        }
        fields += usize::from(!nested);
        end += line.len();
    }
    let read = (fields >= UNCLOSED_FIELDS).then(|| kind.read(&text[start..end], start))?;
    read.is_ok().then_some(Front { len: end, fields: read, closed: false })
}

fn toml(body: &str, base: usize) -> Result<Metadata, String> {
    let table: BTreeMap<String, toml::Spanned<toml::Value>> =
        toml::from_str(body).map_err(|error| error.message().to_owned())?;
    let mut fields = Metadata::default();
    for (name, value) in &table {
        let at = Span::new(value.span().start, value.span().end).shifted(base);
        match value.get_ref() {
            toml::Value::Table(inner) => {
                for (key, value) in inner {
                    fields.add(&format!("{name}.{key}"), plain(value), None);
                }
            }
            value => fields.add(name, plain(value), Some(at)),
        }
    }
    Ok(fields)
}

fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        toml::Value::Table(_) => String::new(),
        other => other.to_string(),
    }
}

/// Takes scalars, lists of scalars and the scalars one level down. Values stay as written: a date
/// is read where dates are read.
fn yaml(body: &str, base: usize) -> Result<Metadata, String> {
    let mut fields = Metadata::default();
    // The names of the mappings that are open, and the key that waits for its value in each.
    let mut keys: Vec<Option<String>> = Vec::new();
    let mut lists = 0;
    let mut items: Vec<String> = Vec::new();
    let mut bytes = Bytes { body, chars: 0, byte: 0 };
    for event in Parser::new_from_str(body) {
        let (event, place) = event.map_err(|error| error.info().to_owned())?;
        match event {
            Event::MappingStart(..) => keys.push(None),
            Event::MappingEnd => {
                keys.pop();
                end_value(&mut keys);
            }
            Event::SequenceStart(..) => lists += 1,
            Event::SequenceEnd => {
                lists -= 1;
                if lists == 0 {
                    fields.add(&name(&keys), std::mem::take(&mut items).join(", "), None);
                    end_value(&mut keys);
                }
            }
            Event::Scalar(value, ..) if lists > 0 => items.push(value.into_owned()),
            Event::Scalar(value, ..) => match keys.last_mut() {
                Some(key @ None) => *key = Some(value.into_owned()),
                Some(Some(_)) => {
                    if keys.len() <= 2 {
                        let start = bytes.of(place.start.index());
                        let end = bytes.of(place.end.index()).max(start);
                        let at = Span::new(start, end).shifted(base);
                        fields.add(&name(&keys), value.into_owned(), Some(at));
                    }
                    end_value(&mut keys);
                }
                None => {}
            },
            Event::Alias(_) if lists == 0 => end_value(&mut keys),
            _ => {}
        }
    }
    Ok(fields)
}

/// Characters, as the parser counts them, to bytes; asked for in growing order.
struct Bytes<'a> {
    body: &'a str,
    chars: usize,
    byte: usize,
}

impl Bytes<'_> {
    fn of(&mut self, chars: usize) -> usize {
        let rest = self.body[self.byte..].chars().take(chars.saturating_sub(self.chars));
        self.byte += rest.map(char::len_utf8).sum::<usize>();
        self.chars = self.chars.max(chars);
        self.byte
    }
}

fn name(keys: &[Option<String>]) -> String {
    keys.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(".")
}

fn end_value(keys: &mut [Option<String>]) {
    if let Some(key) = keys.last_mut() {
        *key = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<(String, String)> {
        read(text).unwrap().fields.unwrap().facts.into_iter().collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn yaml_scalars_lists_and_one_level_down() {
        let text = "---\nTitle: \"Dredging: a plan\"\ndate: 2021-03-04\ntags: [sea, port]\nauthor:\n  name: Ada Roe\n---\ntext";
        let front = read(text).unwrap();
        assert_eq!(&text[front.len..], "text");
        let expected = [
            ("author.name", "Ada Roe"),
            ("date", "2021-03-04"),
            ("tags", "sea, port"),
            ("title", "Dredging: a plan"),
        ];
        assert_eq!(fields(text), pairs(&expected));
    }

    #[test]
    fn toml_with_plus_signs() {
        let text = "+++\ntitle = \"Plan\"\ndate = 2021-03-04\n[extra]\nauthor = \"Ada\"\n+++\n";
        let expected = [("date", "2021-03-04"), ("extra.author", "Ada"), ("title", "Plan")];
        assert_eq!(fields(text), pairs(&expected));
    }

    #[test]
    fn rules_are_no_front_matter() {
        assert!(read("---\nA line.\n---\n").is_none());
        assert!(read("text\n---\n").is_none());
    }

    #[test]
    fn an_open_fence_holds_the_fields_under_it() {
        let text = "---\ntitle: Plan\ntags:\n  - sea\ndate: 2021-03-04\n\nText: a plan.\n";
        let front = read(text).unwrap();
        assert!(!front.closed);
        assert_eq!(&text[front.len..], "\nText: a plan.\n");
        assert_eq!(front.fields.unwrap().facts["date"], "2021-03-04");
        let toml = read("+++\ntitle = \"Plan\"\ndate = 2021-03-04\n").unwrap();
        assert_eq!((toml.closed, toml.len), (false, 37));
        for other in [
            "---\nNote: it rains.\n",
            "---\n\ntitle: a\ndate: b\n",
            "---\nQ: Why?\nA: Who knows.\n",
            "---\ntitle: a\ndate: b\nA line of prose.\n",
            "---\ntitle: a\nurl: [b\n\n",
        ] {
            assert!(read(other).is_none(), "{other}");
        }
    }

    #[test]
    fn values_have_their_places() {
        for (text, written) in [
            ("---\ntitle: Æ “é”\ndate: 2015-02-29 \n---\n", "2015-02-29"),
            ("---\ndate: \"soon\"\n---\n", "\"soon\""),
            ("+++\ntitle = \"é\"\ndate = \"soon\"\n+++\n", "\"soon\""),
        ] {
            let mut document = crate::document::Document::from_text(text);
            read(text).unwrap().fields.unwrap().tell(&mut document);
            assert_eq!(document.place_of("date").unwrap().of(text), written, "{text}");
        }
    }

    #[test]
    fn a_mistake_is_told() {
        assert!(read("---\na: [b\n---\n").unwrap().fields.is_err());
        assert!(read("+++\na = \n+++\n").unwrap().fields.is_err());
    }
}
