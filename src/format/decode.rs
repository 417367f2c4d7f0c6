//! Bytes → text: byte order marks, UTF-16, and bytes that are not valid UTF-8.

use std::sync::Arc;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, Raw, Shared};
use crate::span::{Span, SpanMap};

/// How many bytes at the start of a source tell whether it is text.
pub(super) const HEAD: usize = 8 * 1024;

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A text, and the first of each kind of byte that should not be in one.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    pub raw: Raw,
    /// Bytes that are not UTF-8, now read as Windows-1252: text bytes of the first, how many.
    invalid: Option<(Span, usize)>,
    /// Halves of UTF-16, now U+FFFD: text bytes of the first, how many.
    halves: Option<(Span, usize)>,
    /// NUL characters: text bytes of the first, how many.
    nul: Option<(Span, usize)>,
}

/// UTF-16, if the bytes begin with its mark.
pub(super) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether the first bytes of a source cannot be text in an encoding that is read here: NUL among
/// many other bytes that no text has, or mostly control characters.
pub(super) fn is_binary(head: &[u8]) -> bool {
    if utf16(head).is_some() {
        return false;
    }
    let control = |byte: &&u8| matches!(byte, 1..=8 | 11 | 14..=26 | 28..=31 | 127);
    let controls = head.iter().filter(control).count();
    let nuls = head.iter().filter(|byte| **byte == 0).count();
    let invalid: usize = head.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    controls * 10 > head.len() * 3 || nuls > 0 && (nuls + controls + invalid) * 10 > head.len()
}

/// The encoding of that label, if each of its characters is one byte.
pub(super) fn single_byte(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_single_byte())
}

/// Decodes `bytes`, which lie at `offset` of their source and begin on its line `first_line`.
pub(super) fn decode(bytes: Vec<u8>, offset: usize, first_line: usize) -> Decoded {
    decode_as(bytes, offset, first_line, None)
}

/// The same for bytes that name their encoding, should they not be UTF-8.
pub(super) fn decode_as(
    bytes: Vec<u8>,
    offset: usize,
    first_line: usize,
    named: Option<&'static Encoding>,
) -> Decoded {
    let marked = offset == 0;
    let mut decoded = match utf16(&bytes).filter(|_| marked) {
        Some(encoding) => from_utf16(&bytes, encoding),
        None => from_utf8(bytes, offset, marked, named),
    };
    decoded.raw.first_line = first_line;
    decoded.find_nul();
    decoded
}

fn from_utf8(
    mut bytes: Vec<u8>,
    offset: usize,
    marked: bool,
    named: Option<&'static Encoding>,
) -> Decoded {
    let mark = if marked && bytes.starts_with(UTF8_MARK) { UTF8_MARK.len() } else { 0 };
    bytes.drain(..mark);
    let offset = offset + mark;
    match String::from_utf8(bytes) {
        Ok(text) => {
            let to_disk = SpanMap::identity(offset, text.len());
            Decoded { raw: Raw { text: text.into(), to_disk, first_line: 1 }, ..Decoded::default() }
        }
        Err(error) => match named {
            Some(encoding) => from_single_bytes(error.as_bytes(), offset, encoding),
            None => mixed(error.as_bytes(), offset),
        },
    }
}

/// Keeps what is valid UTF-8 and reads the other bytes as Windows-1252. A file wholly in
/// Windows-1252 comes out right this way, because its letters beyond ASCII are not valid UTF-8,
/// and so does a UTF-8 file into which a few bytes have strayed.
fn mixed(bytes: &[u8], offset: usize) -> Decoded {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut to_disk = SpanMap::default();
    let mut disk = offset;
    let mut invalid: Option<(Span, usize)> = None;
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        to_disk.push(text.len(), valid.len(), disk, valid.len());
        text.push_str(valid);
        disk += valid.len();
        for byte in chunk.invalid() {
            let start = text.len();
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(&[*byte]).0);
            to_disk.push(start, text.len() - start, disk, 1);
            disk += 1;
            let first = Span::new(start, text.len());
            invalid = Some(invalid.map_or((first, 1), |(first, count)| (first, count + 1)));
        }
    }
    let raw = Raw { text: text.into(), to_disk, first_line: 1 };
    Decoded { raw, invalid, ..Decoded::default() }
}

fn from_single_bytes(bytes: &[u8], offset: usize, encoding: &'static Encoding) -> Decoded {
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut to_disk = SpanMap::default();
    let (all, _) = encoding.decode_without_bom_handling(bytes);
    // Each byte gives one character, a byte that means nothing gives U+FFFD.
    for (at, c) in all.chars().enumerate() {
        to_disk.push(text.len(), c.len_utf8(), offset + at, 1);
        text.push(c);
    }
    Decoded { raw: Raw { text: text.into(), to_disk, first_line: 1 }, ..Decoded::default() }
}

fn from_utf16(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes.get(2..).unwrap_or_default());
    let mut to_disk = SpanMap::default();
    let mut halves: Option<(Span, usize)> = None;
    let mut disk = 2;
    for (at, c) in text.char_indices() {
        // A lone surrogate or an odd last byte became U+FFFD; both are at most two bytes.
        let len = (c.len_utf16() * 2).min(bytes.len() - disk);
        let unit = bytes.get(disk..disk + len).unwrap_or_default();
        if c == char::REPLACEMENT_CHARACTER && !matches!(unit, [0xFD, 0xFF] | [0xFF, 0xFD]) {
            let first = Span::new(at, at + c.len_utf8());
            halves = Some(halves.map_or((first, 1), |(first, count)| (first, count + 1)));
        }
        to_disk.push(at, c.len_utf8(), disk, len);
        disk += len;
    }
    let raw = Raw { text: text.into_owned().into(), to_disk, first_line: 1 };
    Decoded { raw, halves, ..Decoded::default() }
}

impl Decoded {
    /// A part of a text that was decoded before; what was wrong with its bytes was told then.
    pub(super) fn from_text(text: Shared, to_disk: SpanMap, first_line: usize) -> Self {
        Self { raw: Raw { text, to_disk, first_line }, ..Self::default() }
    }

    /// The line `span` of a text that is UTF-8; it lies at `offset` of its source.
    pub(super) fn line(text: &Arc<String>, span: Span, offset: usize, first_line: usize) -> Self {
        let marked = offset == 0 && span.of(text).as_bytes().starts_with(UTF8_MARK);
        let mark = if marked { UTF8_MARK.len() } else { 0 };
        let span = Span::new(span.start + mark, span.end);
        let to_disk = SpanMap::identity(offset + mark, span.len());
        let mut decoded = Self::from_text(Shared::new(text, span), to_disk, first_line);
        decoded.find_nul();
        decoded
    }

    fn find_nul(&mut self) {
        let bytes = self.raw.text.as_bytes();
        if let Some(first) = memchr::memchr(0, bytes) {
            let count = memchr::memchr_iter(0, bytes).count();
            self.nul = Some((Span::new(first, first + 1), count));
        }
    }

    /// What is wrong with the bytes, located by `place` (a document over the same raw text).
    pub(super) fn diagnostics(&self, place: &Document) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut tell =
            |rule: &str, seen: Option<(Span, usize)>, message: &dyn Fn(usize) -> String| {
                let Some((first, count)) = seen else { return };
                let location = place.locate_raw(first, Span::default());
                let mut one = Diagnostic::input(rule, &message(count), location);
                one.severity = Severity::Warning;
                one.help = crate::own::own(rule).map_or("", |own| own.help).into();
                one.label = if count == 1 { "here" } else { "the first one" }.into();
                found.push(one);
            };
        tell("input/invalid-utf8", self.invalid, &|count| match count {
            1 => "a byte is not valid UTF-8, read as Windows-1252".to_owned(),
            _ => format!("{count} bytes are not valid UTF-8, read as Windows-1252"),
        });
        tell("input/invalid-utf16", self.halves, &halves_message);
        tell("input/nul-character", self.nul, &nul_message);
        found
    }
}

/// What is said of so many halves of UTF-16.
pub(super) fn halves_message(count: usize) -> String {
    match count {
        1 => "half a UTF-16 character stands in the text, read as U+FFFD".to_owned(),
        _ => format!("{count} halves of UTF-16 characters stand in the text, read as U+FFFD"),
    }
}

/// What is said of so many NUL characters.
pub(super) fn nul_message(count: usize) -> String {
    match count {
        1 => "a NUL character stands in the text".to_owned(),
        _ => format!("{count} NUL characters stand in the text"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk<'a>(decoded: &Decoded, bytes: &'a [u8], word: &str) -> &'a [u8] {
        let at = decoded.raw.text.find(word).unwrap();
        &bytes[decoded.raw.to_disk.to_disk(Span::new(at, at + word.len())).range()]
    }

    #[test]
    fn windows_1252_and_utf8_mixed() {
        let bytes = b"a \x93caf\xe9\x94 and caf\xc3\xa9";
        let decoded = decode(bytes.to_vec(), 0, 1);
        assert_eq!(&*decoded.raw.text, "a “café” and café");
        assert_eq!(disk(&decoded, bytes, "“café”"), b"\x93caf\xe9\x94");
        assert_eq!(disk(&decoded, bytes, "and"), b"and");
        assert_eq!(decoded.invalid.unwrap(), (Span::new(2, 5), 3));
    }

    #[test]
    fn utf16_with_a_mark() {
        let text = "Vår “sak” 𝄞 slutt";
        for little in [true, false] {
            let mut bytes = if little { vec![0xFF, 0xFE] } else { vec![0xFE, 0xFF] };
            bytes.extend(
                text.encode_utf16()
                    .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }),
            );
            let decoded = decode(bytes.clone(), 0, 1);
            assert_eq!(&*decoded.raw.text, text);
            assert_eq!(disk(&decoded, &bytes, "𝄞").len(), 4);
            assert_eq!(disk(&decoded, &bytes, "slutt"), &bytes[bytes.len() - 10..]);
        }
    }

    #[test]
    fn a_broken_utf16_file_stays_inside_its_bytes() {
        let bytes = [0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00, 0x42];
        let decoded = decode(bytes.to_vec(), 0, 1);
        assert_eq!(&*decoded.raw.text, "\u{fffd}A\u{fffd}");
        assert_eq!(decoded.raw.to_disk.to_disk(Span::new(3, 4)), Span::new(4, 6));
        assert_eq!(decoded.raw.to_disk.to_disk(Span::new(4, 7)), Span::new(6, 7));
        assert_eq!(decoded.halves, Some((Span::new(0, 3), 2)));
        assert_eq!(decode(b"\xFF\xFE\xFD\xFF".to_vec(), 0, 1).halves, None);
    }

    #[test]
    fn a_mark_is_no_text_and_counts_on_disk() {
        let decoded = decode(b"\xEF\xBB\xBFab".to_vec(), 0, 1);
        assert_eq!(&*decoded.raw.text, "ab");
        assert_eq!(decoded.raw.to_disk.to_disk(Span::new(0, 1)), Span::new(3, 4));
        assert_eq!(&*decode(b"\xEF\xBB\xBFab".to_vec(), 9, 1).raw.text, "\u{feff}ab");
    }

    #[test]
    fn binary_is_told_from_text() {
        assert!(is_binary(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0"));
        assert!(is_binary(&[0, 1, 2, 3]));
        assert!(!is_binary(b"A long enough line of text with one \0 in it."));
        assert!(!is_binary(b"\xcf\xf0\xe8\xe2\xe5\xf2"));
        assert!(!is_binary(b""));
    }
}
