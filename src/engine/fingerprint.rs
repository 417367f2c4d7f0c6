//! What a finding is known by from run to run.

use wide::{i8x16, u8x16};

use crate::diagnostic::Parts;

/// The fingerprint of a finding: of its rule, the document's own id, the words found and those around
/// them, case and spacing neutral.
pub(super) fn fingerprint(rule: &str, document: &str, words: &str, around: &str) -> u64 {
    let mut parts =
        Parts::with_capacity(rule.len() + document.len() + words.len() + around.len() + 8);
    parts.part(rule);
    parts.part(document);
    for words in [words, around] {
        add_neutral(&mut parts, words);
        parts.part("");
    }
    parts.finish()
}

/// Adds words in lower case, one space between them.
fn add_neutral(parts: &mut Parts, words: &str) {
    if words.contains('Σ') {
        // The one letter whose lower case depends on where in its word it stands.
        let words: Vec<&str> = words.split_whitespace().collect();
        parts.bytes(words.join(" ").to_lowercase().as_bytes());
        return;
    }
    let (mut rest, mut at_gap) = (words.trim(), false);
    while !rest.is_empty() {
        let mut padded = [0; BLOCK];
        let bytes = rest.as_bytes().first_chunk().unwrap_or_else(|| {
            padded[..rest.len()].copy_from_slice(rest.as_bytes());
            &padded
        });
        let block = Block::new(*bytes);
        // What it was padded with is not plain.
        let plain = block.plain(at_gap);
        let lower = block.lower();
        if plain == BLOCK {
            // Nearly always, and faster than so many bytes as there are.
            parts.bytes(&lower);
        } else {
            parts.bytes(&lower[..plain]);
        }
        if let Some(last) = plain.checked_sub(1) {
            at_gap = lower[last] == b' ';
        }
        rest = &rest[plain..];
        if plain < BLOCK {
            rest = add_first(parts, rest, &mut at_gap);
        }
    }
}

/// Adds the first character, whatever it is, or all white space there is; gives what is left.
fn add_first<'a>(parts: &mut Parts, words: &'a str, at_gap: &mut bool) -> &'a str {
    let mut rest = words.chars();
    let Some(c) = rest.next() else { return words };
    if c.is_whitespace() {
        if !*at_gap {
            *at_gap = true;
            parts.bytes(b" ");
        }
        return rest.as_str().trim_start();
    }
    *at_gap = false;
    let mut buffer = [0; 4];
    for lower in c.to_lowercase() {
        parts.bytes(lower.encode_utf8(&mut buffer).as_bytes());
    }
    rest.as_str()
}

/// Bytes that are looked at together.
const BLOCK: usize = 16;

/// So many bytes side by side.
#[derive(Clone, Copy)]
struct Block(i8x16);

impl Block {
    fn new(bytes: [u8; BLOCK]) -> Self {
        Self(u8x16::new(bytes).cast_signed())
    }

    /// How many bytes at the start are ASCII with single spaces as their only white space; `at_gap`: a
    /// space at the very start is one too many.
    #[inline]
    fn plain(self, at_gap: bool) -> usize {
        let spaces = self.0.simd_eq(i8x16::splat(b' '.cast_signed())).to_bitmask();
        // Those beyond ASCII are less than nothing.
        let others = self.0.simd_lt(i8x16::splat(b' '.cast_signed())).to_bitmask();
        let odd = others | spaces & (spaces << 1 | u32::from(at_gap));
        (odd.trailing_zeros() as usize).min(BLOCK)
    }

    /// The same with ASCII letters in lower case.
    #[inline]
    fn lower(self) -> [u8; BLOCK] {
        // Moved up so that the last of the capitals is the greatest number of all.
        let moved = self.0 + i8x16::splat(127 - b'Z'.cast_signed());
        let capitals = moved.simd_gt(i8x16::splat(127 - 26));
        (self.0 | capitals & i8x16::splat(0x20)).cast_unsigned().to_array()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::known_by;

    fn of(words: &str) -> u64 {
        fingerprint("a/b", "7", words, "")
    }

    #[test]
    fn words_count_not_their_layout() {
        let known = |neutral: &str| known_by(&["a/b", "7", neutral, ""]);
        assert_eq!(of(" The\n\u{b}  Old\tMILL. "), known("the old mill."));
        assert_eq!(of("\u{a0}Old  Café\u{2003}Été "), known("old café été"));
        assert_eq!(of(" \n"), known(""));
        assert_eq!(of("ΟΔΟΣ  ΣΑΣ"), known("οδος σας"));
        assert_eq!(fingerprint("a/b", "7", "It", "It IS"), known_by(&["a/b", "7", "it", "it is"]));
    }

    #[test]
    fn words_are_neutral_wherever_they_stand_among_others() {
        let plain = |text: &str| {
            let words: Vec<&str> = text.split_whitespace().collect();
            words.join(" ").to_lowercase()
        };
        let parts = [
            "Mill ",
            "  ",
            "“Old” ",
            "\t",
            "A",
            " ",
            "É",
            "\u{a0}",
            "x\0y ",
            "@[`{\u{7f}AZaz\u{ff}",
        ];
        let long = "The Mill on the River was Closed in Spring and Sold ";
        for first in parts {
            for second in parts {
                for third in parts {
                    let text = format!("{first}{long}{second}{long}{third}");
                    assert_eq!(of(&text), known_by(&["a/b", "7", &plain(&text), ""]), "{text:?}");
                }
            }
        }
    }
}
