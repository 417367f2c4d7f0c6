//! From bytes on disk to characters fit for a terminal, each with the bytes it stands for.
//!
//! Decodes, resolves the escapes of a JSON string so that a record reads like text, and makes
//! control characters visible: what a corpus holds must not move the cursor of who reads about it.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

use super::excerpt::Encoding;

/// How one unit of the source is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// As this character.
    Char(char),
    /// As the end of a line of the source.
    Line,
    /// As a break inside a line of the source: an escaped line end, the bounds of a JSON string.
    Break,
    /// Not at all.
    Nothing,
}

/// One character of the source, or one escape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// Its first byte in the source.
    pub disk: usize,
    /// One past its last byte.
    pub disk_end: usize,
    /// What is shown for it.
    pub shown: Shown,
}

impl Unit {
    /// Display columns it takes; a tab counts as four wherever it stands.
    pub(super) fn width(&self) -> usize {
        match self.shown {
            // Nearly all.
            Shown::Char(' '..='~') => 1,
            Shown::Char('\t') => 4,
            Shown::Char(c) => c.width().unwrap_or(0),
            _ => 0,
        }
    }

    pub(super) fn is_space(&self) -> bool {
        matches!(self.shown, Shown::Char(c) if c.is_whitespace())
    }
}

/// Decodes `bytes`, which stand at `start` of a source and may begin inside a character if `cut`.
pub(super) fn units(
    bytes: &[u8],
    start: usize,
    encoding: Encoding,
    json: bool,
    cut: bool,
) -> Vec<Unit> {
    let mut units = match encoding {
        Encoding::Utf8 => utf8(bytes, start, cut),
        Encoding::Utf16 { big } => utf16(bytes, start, big),
    };
    if json {
        unescape(&mut units);
    }
    make_presentable(&mut units);
    units
}

/// Whether so much was made visible that this is no text at all.
pub(super) fn is_binary(units: &[Unit]) -> bool {
    let made =
        |unit: &&Unit| matches!(unit.shown, Shown::Char('\u{2400}'..='\u{2421}' | '\u{fffd}'));
    units.iter().filter(made).count() * 10 > units.len() * 3
}

/// A one-line text with nothing in it that a terminal would act on.
pub(super) fn safe(text: &str) -> Cow<'_, str> {
    let plain = |c: char| c == ' ' || (!c.is_whitespace() && presentable(c) == Some(c));
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().filter_map(|c| match c {
        '\n' | '\t' => Some(' '),
        '\r' => None,
        c => presentable(c),
    });
    Cow::Owned(shown.collect())
}

/// What stands for `c` on a terminal; nothing for a byte order mark or a soft hyphen.
fn presentable(c: char) -> Option<char> {
    match c {
        // Nearly all.
        ' '..='~' | '\t' => Some(c),
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)),
        '\x7f' => Some('\u{2421}'),
        '\u{feff}' | '\u{ad}' => None,
        '\u{2028}' | '\u{2029}' => Some(' '),
        // C1 controls, and the marks that turn the direction of all that follows
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(char::REPLACEMENT_CHARACTER)
        }
        c => Some(c),
    }
}

fn char_unit(disk: usize, len: usize, c: char) -> Unit {
    Unit { disk, disk_end: disk + len, shown: Shown::Char(c) }
}

fn utf8(bytes: &[u8], start: usize, cut: bool) -> Vec<Unit> {
    let partial =
        if cut { bytes.iter().take_while(|byte| **byte & 0xC0 == 0x80).count() } else { 0 };
    let skip = if partial < 4 { partial } else { 0 };
    let mut at = start + skip;
    let mut units = Vec::with_capacity(bytes.len());
    for chunk in bytes.get(skip..).unwrap_or_default().utf8_chunks() {
        for c in chunk.valid().chars() {
            units.push(char_unit(at, c.len_utf8(), c));
            at += c.len_utf8();
        }
        for byte in chunk.invalid() {
            let bytes = [*byte];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
            units.push(char_unit(at, 1, text.chars().next().unwrap_or('\u{fffd}')));
            at += 1;
        }
    }
    units
}

fn utf16(bytes: &[u8], start: usize, big: bool) -> Vec<Unit> {
    let code =
        |pair: &[u8; 2]| if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
    let (pairs, _) = bytes.as_chunks::<2>();
    let mut at = start;
    let decoded = char::decode_utf16(pairs.iter().map(code));
    let units = decoded.map(|c| {
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        let unit = char_unit(at, 2 * c.len_utf16(), c);
        at = unit.disk_end;
        unit
    });
    units.collect()
}

/// Resolves the escapes of a line of JSON; a bare quote bounds a string.
fn unescape(units: &mut Vec<Unit>) {
    let (mut kept, mut at) = (0, 0);
    while let Some(unit) = units.get(at).copied() {
        let (len, shown) = match unit.shown {
            Shown::Char('"') => (1, Shown::Break),
            Shown::Char('\\') => escape(units.get(at + 1..).unwrap_or_default()),
            shown => (1, shown),
        };
        let last = units.get(at + len - 1).unwrap_or(&unit);
        units[kept] = Unit { disk: unit.disk, disk_end: last.disk_end, shown };
        kept += 1;
        at += len;
    }
    units.truncate(kept);
}

/// How many units the escape whose backslash stands before `rest` takes, and what it means.
fn escape(rest: &[Unit]) -> (usize, Shown) {
    let char_at = |at: usize| match rest.get(at).map(|unit| unit.shown) {
        Some(Shown::Char(c)) => Some(c),
        _ => None,
    };
    let hex = |from: usize| {
        (from..from + 4).try_fold(0, |code, at| Some(code * 16 + char_at(at)?.to_digit(16)?))
    };
    match char_at(0) {
        Some('n') => (2, Shown::Break),
        Some('r') => (2, Shown::Nothing),
        Some('t') => (2, Shown::Char('\t')),
        Some('b') => (2, Shown::Char('\x08')),
        Some('f') => (2, Shown::Char('\x0c')),
        Some(c @ ('"' | '\\' | '/')) => (2, Shown::Char(c)),
        Some('u') => match hex(1) {
            Some(high @ 0xD800..=0xDBFF) if char_at(5) == Some('\\') && char_at(6) == Some('u') => {
                let low = hex(7).filter(|low| (0xDC00..=0xDFFF).contains(low));
                let code = low.map(|low| 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00));
                let c = code.and_then(char::from_u32);
                (if c.is_some() { 12 } else { 6 }, Shown::Char(c.unwrap_or('\u{fffd}')))
            }
            Some(code) => match char::from_u32(code) {
                Some('\n' | '\r') => (6, Shown::Break),
                c => (6, Shown::Char(c.unwrap_or('\u{fffd}'))),
            },
            None => (1, Shown::Char('\\')),
        },
        _ => (1, Shown::Char('\\')),
    }
}

/// Spaces in a row that are shown: where some program put hundreds, the words behind them would be lost.
const MOST_SPACES: usize = 12;

/// Turns `\n`, `\r\n` and a lone `\r` into one line end each, other characters into what stands for them.
fn make_presentable(units: &mut Vec<Unit>) {
    let (mut kept, mut at, mut spaces) = (0, 0, 0);
    while let Some(mut unit) = units.get(at).copied() {
        at += 1;
        if let Shown::Char(c) = unit.shown {
            unit.shown = match c {
                '\n' | '\r' => Shown::Line,
                c => presentable(c).map_or(Shown::Nothing, Shown::Char),
            };
            let next = units.get(at).filter(|next| c == '\r' && next.shown == Shown::Char('\n'));
            if let Some(next) = next {
                unit.disk_end = next.disk_end;
                at += 1;
            }
        }
        spaces = if unit.shown == Shown::Char(' ') { spaces + 1 } else { 0 };
        if spaces > MOST_SPACES {
            // The one before stands for it as well.
            units[kept - 1].disk_end = unit.disk_end;
            continue;
        }
        units[kept] = unit;
        kept += 1;
    }
    units.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &[u8], encoding: Encoding, json: bool) -> String {
        let show = |unit: &Unit| match unit.shown {
            Shown::Char(c) => Some(c),
            Shown::Line => Some('¶'),
            Shown::Break => Some('|'),
            Shown::Nothing => None,
        };
        units(bytes, 0, encoding, json, false).iter().filter_map(show).collect()
    }

    #[test]
    fn control_characters_are_made_visible() {
        assert_eq!(shown(b"a\x1b[31m\0\x7f", Encoding::Utf8, false), "a␛[31m␀␡");
        assert_eq!(shown("\u{feff}x\u{202e}y".as_bytes(), Encoding::Utf8, false), "x\u{fffd}y");
        assert_eq!(safe("one\ntwo\x1b"), "one two␛");
        assert!(matches!(safe("plain “text”"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_long_run_of_spaces_is_shown_short() {
        let text = format!("a{}b", " ".repeat(300));
        let units = units(text.as_bytes(), 0, Encoding::Utf8, false, false);
        assert_eq!(units.len(), 2 + MOST_SPACES);
        assert_eq!((units[MOST_SPACES].disk_end, units[MOST_SPACES + 1].disk), (301, 301));
    }

    #[test]
    fn every_line_end_is_one() {
        assert_eq!(shown(b"a\nb\r\nc\rd", Encoding::Utf8, false), "a¶b¶c¶d");
        let units = units(b"a\r\nb", 0, Encoding::Utf8, false, false);
        assert_eq!((units[1].disk, units[1].disk_end, units[2].disk), (1, 3, 3));
    }

    #[test]
    fn other_encodings_are_decoded() {
        assert_eq!(shown(b"caf\xe9 \x93x\x94", Encoding::Utf8, false), "café “x”");
        let le = [0xFF, 0xFE, 0x3D, 0xD8, 0x00, 0xDE, 0x61, 0x00];
        assert_eq!(shown(&le, Encoding::Utf16 { big: false }, false), "😀a");
        let units = units(&le, 0, Encoding::Utf16 { big: false }, false, false);
        assert_eq!((units[1].disk, units[1].disk_end), (2, 6));
    }

    #[test]
    fn json_reads_like_text() {
        let line = br#"{"text":"He said \u201cno\u201d.\r\n\tAnd \ud83d\ude00 \"x\" \\ \ud800!"}"#;
        let expected = "{|text|:|He said “no”.|\tAnd 😀 \"x\" \\ \u{fffd}!|}";
        assert_eq!(shown(line, Encoding::Utf8, true), expected);
        assert_eq!(shown(br"\u12", Encoding::Utf8, true), r"\u12");
        assert_eq!(shown(br"\", Encoding::Utf8, true), r"\");
    }

    #[test]
    fn a_character_cut_at_the_start_is_left_out() {
        let units = units(b"\x80\x9dab", 7, Encoding::Utf8, false, true);
        assert_eq!(units.first().map(|unit| (unit.disk, unit.shown)), Some((9, Shown::Char('a'))));
    }
}
