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
            _ => string(literal, 0).map(|read| read.text),
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
        Self::read_with(text, None).map(|(fields, _)| fields)
    }

    /// The same, and what the last string of that name stands for if it could be read along the way.
    ///
    /// # Errors
    /// Likewise.
    pub(super) fn read_with(
        text: &'a str,
        name: Option<&str>,
    ) -> serde_json::Result<(Self, Option<Unescaped>)> {
        match Object::new(text, 0).and_then(|object| object.fields(name)) {
            Some(read) => Ok(read),
            None => Ok((serde_json::from_str(text)?, None)),
        }
    }
}

/// Reads the fields of an object in which nothing is wrong or out of the ordinary, several times faster
/// than the JSON library, which looks at every byte of a string for what must not stand in it.
struct Object<'a> {
    text: &'a str,
    at: usize,
    /// Byte of the line at which the text begins.
    start: usize,
}

impl<'a> Object<'a> {
    /// Of a text without control characters: none may stand in a string.
    fn new(text: &'a str, start: usize) -> Option<Self> {
        // The least of many bytes is found faster than the first that is too small.
        let least = text.bytes().fold(u8::MAX, u8::min);
        (least >= b' ').then_some(Self { text, at: 0, start })
    }

    fn fields(mut self, name: Option<&str>) -> Option<(Fields<'a>, Option<Unescaped>)> {
        let mut fields = Vec::with_capacity(8);
        let mut named = None;
        self.take(b'{')?;
        loop {
            self.space();
            let key = body(self.string()?);
            if key.contains('\\') {
                return None;
            }
            self.take(b':')?;
            self.space();
            let start = self.at;
            let is_named = name == Some(key);
            let value = if is_named && self.next()? == b'"' {
                named = Some(self.unescaped()?);
                self.text.get(start..self.at)?
            } else {
                named = named.filter(|_| !is_named);
                self.value()?
            };
            fields.push((Cow::Borrowed(key), value));
            self.space();
            if self.next()? == b',' {
                self.at += 1;
            } else {
                break;
            }
        }
        self.take(b'}')?;
        self.space();
        (self.at == self.text.len()).then_some((Fields(fields), named))
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
        let start = self.at;
        self.pass(|_, _| {})?;
        self.text.get(start..self.at)
    }

    /// What the string that begins here stands for.
    fn unescaped(&mut self) -> Option<Unescaped> {
        let (line, base) = (self.text, self.start);
        let first = self.at + 1;
        let mut copied = first;
        // As a rule the text is most of its record.
        let text = String::with_capacity(line.len() - self.at);
        let mut read = Unescaped { text, ..Unescaped::default() };
        self.pass(|at, escape| {
            if copied == first {
                read.map.reserve(FEW_ESCAPES + (line.len() - at) / PER_ESCAPE);
            }
            read.copy(&line[copied..at], base + copied);
            read.add(escape, base + at);
            copied = at + escape.len;
        })?;
        read.copy(line.get(copied..self.at - 1)?, base + copied);
        Some(read)
    }

    /// Passes over the string that begins here, and tells of its escapes and where they stand.
    #[inline]
    fn pass(&mut self, mut tell: impl FnMut(usize, Escape)) -> Option<()> {
        if self.next()? != b'"' {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        loop {
            at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
            if bytes[at] == b'"' {
                break;
            }
            let escape = Escape::read(&bytes[at..])?;
            tell(at, escape);
            at += escape.len;
        }
        self.at = at + 1;
        Some(())
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
#[derive(Debug, Default)]
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

impl Unescaped {
    /// Adds what stands at byte `at` of the line as it is.
    fn copy(&mut self, part: &str, at: usize) {
        self.map.push(self.text.len(), part.len(), at, part.len());
        self.text.push_str(part);
    }

    /// Adds the character of the escape at byte `at` of the line.
    fn add(&mut self, escape: Escape, at: usize) {
        let count = |found: &mut Option<(usize, usize)>| {
            let (first, count) = found.unwrap_or((at, 0));
            *found = Some((first, count + 1));
        };
        match escape.stands_for {
            None => count(&mut self.halves),
            Some('\0') => count(&mut self.nuls),
            Some(_) => {}
        }
        let c = escape.stands_for.unwrap_or(char::REPLACEMENT_CHARACTER);
        self.map.push(self.text.len(), c.len_utf8(), at, escape.len);
        self.text.push(c);
    }
}

/// What the JSON `literal`, a string with its quotes, stands for; it begins at byte `at` of the line.
/// `None` if it is not one.
pub(super) fn string(literal: &str, at: usize) -> Option<Unescaped> {
    let mut object = Object { text: literal, at: 0, start: at };
    object.unescaped().filter(|_| object.at == literal.len())
}

/// An escape in a string.
#[derive(Debug, Clone, Copy)]
struct Escape {
    /// `None` for half a surrogate pair.
    stands_for: Option<char>,
    /// Bytes that it takes.
    len: usize,
}

impl Escape {
    /// The escape at the start of `bytes`, if there is one.
    #[inline]
    fn read(bytes: &[u8]) -> Option<Self> {
        let simple = match bytes.get(1)? {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            byte @ (b'"' | b'\\' | b'/') => char::from(*byte),
            b'u' => return Self::unicode(bytes),
            _ => return None,
        };
        Some(Self { stands_for: Some(simple), len: 2 })
    }

    fn unicode(bytes: &[u8]) -> Option<Self> {
        let first = unit(bytes)?;
        let pair = || {
            let second = bytes.get(LEN..).filter(|rest| rest.starts_with(b"\\u")).and_then(unit)?;
            char::decode_utf16([first, second]).next()?.ok()
        };
        let (stands_for, len) = match char::from_u32(first.into()) {
            Some(c) => (Some(c), LEN),
            None => pair().map_or((None, LEN), |c| (Some(c), 2 * LEN)),
        };
        Some(Self { stands_for, len })
    }
}

/// Bytes of `\uXXXX`.
const LEN: usize = 6;

/// The number in the escape `\uXXXX` at the start of `bytes`.
fn unit(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.get(2..LEN)?;
    let add = |all: u32, digit: &u8| Some(all << 4 | char::from(*digit).to_digit(16)?);
    digits.iter().try_fold(0, add).map(|all| all as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Fields<'_>> {
        Object::new(text, 0)?.fields(None).map(|(fields, _)| fields)
    }

    #[test]
    fn what_is_read_fast_is_what_the_library_reads() {
        let texts = [
            r#"{"text": "One.", "n": 12 , "x":-1.5e3,"none":null}"#,
            r#" { "a" : "b\"c\\" , "u":"\u00e9\ud83d\ude00" } "#,
            r#"{"list": [1, "}"], "inner": {"a": {"b": "]"}}, "yes": true, "é": "ü"}"#,
            r#"{"a": "1", "a": "2", "": ""}"#,
        ];
        for text in texts {
            let fast = read(text);
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
            assert_eq!(read(text), None, "{text}");
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
