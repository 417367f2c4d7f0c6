//! Messages with `{placeholders}`, checked when the rule is loaded.

use crate::mistake::Mistake;
use toml::Spanned;

/// A message as a row of literal parts and placeholders.
#[derive(Debug, Clone, Default)]
pub(crate) struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
enum Part {
    Text(String),
    Value(String),
}

/// Longest value put into a message, in characters; a longer one is cut.
const MAX_VALUE: usize = 60;

/// Bytes of most values, for which there is room at once.
const USUAL_VALUE: usize = 16;

impl Template {
    /// Reads a message; `known` are the names it may use.
    pub(crate) fn parse(
        written: &Spanned<String>,
        known: &[&str],
        file: &std::sync::Arc<crate::mistake::TomlFile>,
        mistakes: &mut Vec<Mistake>,
    ) -> Self {
        let mut parts = Vec::new();
        let mut rest = written.as_ref().as_str();
        while let Some(open) = rest.find('{') {
            parts.push(Part::Text(rest[..open].to_owned()));
            let Some(len) = rest[open..].find('}') else {
                mistakes.push(Mistake::new(file, written.span(), "a “{” that nothing closes"));
                return Self { parts };
            };
            let name = &rest[open + 1..open + len];
            if !known.contains(&name) {
                let mistake = Mistake::new(
                    file,
                    written.span(),
                    format!("there is no placeholder “{{{name}}}”"),
                );
                let mistake = mistake.nearest(name, known.iter().copied());
                let list: Vec<_> = known.iter().map(|name| format!("{{{name}}}")).collect();
                let help = if mistake.help.is_empty() {
                    format!("this kind has {}", list.join(", "))
                } else {
                    mistake.help.clone()
                };
                mistakes.push(mistake.with_help(help));
            }
            parts.push(Part::Value(name.to_owned()));
            rest = &rest[open + len + 1..];
        }
        parts.push(Part::Text(rest.to_owned()));
        Self { parts }
    }

    /// Fills the placeholders. Values are put on one line and cut at 60 characters.
    pub(crate) fn fill<'a>(
        &self,
        value: impl Fn(&str) -> Option<std::borrow::Cow<'a, str>>,
    ) -> String {
        let len = |part: &Part| match part {
            Part::Text(text) => text.len(),
            Part::Value(_) => USUAL_VALUE,
        };
        let mut out = String::with_capacity(self.parts.iter().map(len).sum());
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Value(name) => push_short(&mut out, &value(name).unwrap_or_default()),
            }
        }
        out
    }
}

/// Adds the value on one line, cut if it is long.
fn push_short(out: &mut String, value: &str) {
    if value.len() <= MAX_VALUE && value.bytes().all(|byte| byte.is_ascii_graphic()) {
        out.push_str(value);
        return;
    }
    let start = out.len();
    for word in value.split_whitespace() {
        // Longer than what is left of it in any case: a value may be a whole passage.
        if out.len() - start > MAX_VALUE * char::MAX.len_utf8() {
            break;
        }
        if out.len() > start {
            out.push(' ');
        }
        out.push_str(word);
    }
    let line = &out[start..];
    if let Some((cut, _)) = line.char_indices().nth(MAX_VALUE) {
        let end = line[..cut].rfind(' ').filter(|end| *end > cut / 2).unwrap_or(cut);
        let end = line[..end].trim_end().len();
        out.truncate(start + end);
        out.push('…');
    }
}
