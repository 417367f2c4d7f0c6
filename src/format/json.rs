//! JSON values whose bytes are known: an object's fields as written, a string with its map.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::span::SpanMap;

/// A string, a number or a truth value, written like this, as text.
pub(super) fn scalar(literal: &str) -> Option<String> {
    match literal.as_bytes().first()? {
        b'"' => match body(literal) {
            body if memchr::memchr(b'\\', body.as_bytes()).is_none() => Some(body.to_owned()),
            _ => Some(string(literal, 0).text),
        },
        b'[' | b'{' | b'n' => None,
        _ => Some(literal.to_owned()),
    }
}

/// What stands between the quotes of a string.
fn body(literal: &str) -> &str {
    literal.get(1..literal.len().saturating_sub(1)).unwrap_or_default()
}

/// The fields of an object in the order written, values as written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fields<'a>(pub(super) Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Fields<'a> {
    /// The fields of the object that is all of `text`.
    ///
    /// # Errors
    /// If it is no object.
    pub(super) fn read(text: &'a str) -> serde_json::Result<Self> {
        Object::new(text).and_then(Object::fields).map_or_else(|| serde_json::from_str(text), Ok)
    }
}

/// Reads the fields of an object in which nothing is wrong or out of the ordinary, several times faster
/// than the JSON library, which looks at every byte of a string for what must not stand in it.
struct Object<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Object<'a> {
    /// Of a text without control characters: none may stand in a string.
    fn new(text: &'a str) -> Option<Self> {
        // So many at a time that they are compared side by side.
        let plain = |bytes: &[u8]| !bytes.iter().fold(false, |found, byte| found | (*byte < b' '));
        text.as_bytes().chunks(1 << 10).all(plain).then_some(Self { text, at: 0 })
    }

    fn fields(mut self) -> Option<Fields<'a>> {
        let mut fields = Vec::with_capacity(8);
        self.take(b'{')?;
        loop {
            self.space();
            let key = body(self.string()?);
            if key.contains('\\') {
                return None;
            }
            self.take(b':')?;
            fields.push((Cow::Borrowed(key), self.value()?));
            self.space();
            if self.next()? == b',' {
                self.at += 1;
            } else {
                break;
            }
        }
        self.take(b'}')?;
        self.space();
        (self.at == self.text.len()).then_some(Fields(fields))
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.next() == Some(b' ') {
            self.at += 1;
        }
    }

    /// Passes over this sign and the spaces before it.
    fn take(&mut self, sign: u8) -> Option<()> {
        self.space();
        (self.next()? == sign).then(|| self.at += 1)
    }

    fn value(&mut self) -> Option<&'a str> {
        self.space();
        if self.next()? == b'"' {
            return self.string();
        }
        let rest = self.text.get(self.at..)?;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        let value = values.next()?.ok()?;
        self.at += values.byte_offset();
        Some(value.get())
    }

    /// The string that begins here, with its quotes.
    fn string(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        if self.next()? != b'"' {
            return None;
        }
        let mut at = start + 1;
        loop {
            at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
            if bytes[at] == b'"' {
                break;
            }
            at += match bytes.get(at + 1)? {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
                b'u' if bytes.get(at + 2..at + 6)?.iter().all(u8::is_ascii_hexdigit) => 6,
                _ => return None,
            };
        }
        self.at = at + 1;
        self.text.get(start..self.at)
    }
}

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
                    fields.push((key, value.get()));
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
    /// NUL characters, which only an escape can write: likewise.
    pub(super) nuls: Option<(usize, usize)>,
}

/// Pieces of a map for which there is room at once, and bytes of the string for each more.
const FEW_ESCAPES: usize = 8;
const PER_ESCAPE: usize = 256;

/// The string that the JSON `literal` (checked, with its quotes) stands for; the literal begins at
/// byte `at` of the line.
pub(super) fn string(literal: &str, at: usize) -> Unescaped {
    let body = body(literal);
    let mut text = String::with_capacity(body.len());
    let mut map = SpanMap::default();
    let (mut halves, mut nuls) = (None, None);
    let count = |found: &mut Option<(usize, usize)>, at: usize| {
        let (first, count) = found.unwrap_or((at, 0));
        *found = Some((first, count + 1));
    };
    let mut copied = 0;
    while let Some(escape) = memchr::memchr(b'\\', &body.as_bytes()[copied..]) {
        let start = copied + escape;
        if copied == 0 {
            map.reserve(FEW_ESCAPES + body.len() / PER_ESCAPE);
        }
        map.push(text.len(), start - copied, at + 1 + copied, start - copied);
        text.push_str(&body[copied..start]);
        let (c, len) = unescape(&body[start..]);
        let c = c.unwrap_or_else(|| {
            count(&mut halves, at + 1 + start);
            char::REPLACEMENT_CHARACTER
        });
        if c == '\0' {
            count(&mut nuls, at + 1 + start);
        }
        map.push(text.len(), c.len_utf8(), at + 1 + start, len);
        text.push(c);
        copied = start + len;
    }
    map.push(text.len(), body.len() - copied, at + 1 + copied, body.len() - copied);
    text.push_str(&body[copied..]);
    Unescaped { text, map, halves, nuls }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_fast_is_what_the_library_reads() {
        let texts = [
            r#"{"text": "One.", "n": 12 , "x":-1.5e3,"none":null}"#,
            r#" { "a" : "b\"c\\" , "u":"\u00e9\ud83d\ude00" } "#,
            r#"{"list": [1, "}"], "inner": {"a": {"b": "]"}}, "yes": true, "é": "ü"}"#,
            r#"{"a": "1", "a": "2", "": ""}"#,
        ];
        for text in texts {
            let fast = Object::new(text).and_then(Object::fields);
            assert_eq!(fast, serde_json::from_str(text).ok(), "{text}");
            assert!(fast.is_some(), "{text}");
            for (end, _) in text.trim_end().char_indices() {
                assert!(Fields::read(&text[..end]).is_err(), "{}", &text[..end]);
            }
        }
    }

    #[test]
    fn what_is_wrong_is_left_to_the_library() {
        for text in [
            "",
            "{}",
            "[1]",
            r#"{"a": 01}"#,
            r#"{"a": "\x"}"#,
            r#"{"a": "\u12g4"}"#,
            r#"{"a\n": 1}"#,
            r#"{"a": 1,}"#,
            r#"{"a": 1} x"#,
            r#"{"a" 1}"#,
            r#"{a: 1}"#,
            "{\"a\": \"b\tc\"}",
            "{\t\"a\": 1}",
        ] {
            assert_eq!(Object::new(text).and_then(Object::fields), None, "{text}");
        }
        assert!(Fields::read("{\t\"a\\n\": 1}").is_ok());
    }

    #[test]
    fn scalars_are_text() {
        let scalars = [r#""a\tb""#, r#""ab""#, "12", "true", "null", "[1]", r#""""#].map(scalar);
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            scalars,
            [text("a\tb"), text("ab"), text("12"), text("true"), None, None, text("")]
        );
    }
}
