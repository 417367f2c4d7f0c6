//! JSON values whose bytes are known: an object's fields unread, a string with its map.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::span::SpanMap;

/// A string, a number or a truth value as text.
pub(super) fn scalar(value: &RawValue) -> Option<String> {
    match value.get().as_bytes().first()? {
        b'"' => Some(string(value.get(), 0).text),
        b'[' | b'{' | b'n' => None,
        _ => Some(value.get().to_owned()),
    }
}

/// The fields of an object in the order written, values unread.
pub(super) struct Fields<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

/// A key, borrowed where it has no escapes.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some((Key(key), value)) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    fields.push((key, value));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

/// What a JSON string stands for.
pub(super) struct Unescaped {
    pub(super) text: String,
    /// The text → bytes of the line.
    pub(super) map: SpanMap,
    /// Halves of surrogate pairs, each now U+FFFD: byte of the line of the first, how many.
    pub(super) halves: Option<(usize, usize)>,
}

/// The string that the JSON `literal` (checked, with its quotes) stands for; the literal begins at
/// byte `at` of the line.
pub(super) fn string(literal: &str, at: usize) -> Unescaped {
    let body = literal.get(1..literal.len().saturating_sub(1)).unwrap_or_default();
    let mut text = String::with_capacity(body.len());
    let mut map = SpanMap::default();
    let mut halves: Option<(usize, usize)> = None;
    let mut copied = 0;
    while let Some(escape) = memchr::memchr(b'\\', &body.as_bytes()[copied..]) {
        let start = copied + escape;
        map.push(text.len(), start - copied, at + 1 + copied, start - copied);
        text.push_str(&body[copied..start]);
        let (c, len) = unescape(&body[start..]);
        let c = c.unwrap_or_else(|| {
            let (first, count) = halves.unwrap_or((at + 1 + start, 0));
            halves = Some((first, count + 1));
            char::REPLACEMENT_CHARACTER
        });
        map.push(text.len(), c.len_utf8(), at + 1 + start, len);
        text.push(c);
        copied = start + len;
    }
    map.push(text.len(), body.len() - copied, at + 1 + copied, body.len() - copied);
    text.push_str(&body[copied..]);
    Unescaped { text, map, halves }
}

/// The character of the escape at the start of `body`, if it is one, and the length of the escape in
/// bytes.
fn unescape(body: &str) -> (Option<char>, usize) {
    let simple = match body.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => return unicode(body),
        Some(byte) if byte.is_ascii() => char::from(*byte),
        _ => return (None, 1),
    };
    (Some(simple), 2)
}

fn unicode(body: &str) -> (Option<char>, usize) {
    let unit = |at: usize| {
        let digits = body.get(at..at + 6).and_then(|escape| escape.strip_prefix("\\u"));
        digits.and_then(|digits| u16::from_str_radix(digits, 16).ok())
    };
    let first = unit(0).unwrap_or(0xFFFD);
    let units = [first, unit(6).unwrap_or(0)];
    match char::decode_utf16(units).next() {
        Some(Ok(c)) => (Some(c), 6 * c.len_utf16()),
        _ => (None, 6.min(body.len())),
    }
}
