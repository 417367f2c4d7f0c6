//! What a finding is known by from run to run.

use crate::diagnostic::Fnv;

/// The fingerprint of a finding: of its rule, the document's own id, the words found and those around
/// them, case and spacing neutral.
pub(super) fn fingerprint(rule: &str, document: &str, words: &str, around: &str) -> u64 {
    let mut hash = Fnv::default();
    hash.part(rule);
    hash.part(document);
    for words in [words, around] {
        add_neutral(&mut hash, words);
        hash.part("");
    }
    hash.finish()
}

/// Bytes that are looked at together.
const BLOCK: usize = 8;

/// Adds words in lower case, one space between them.
fn add_neutral(hash: &mut Fnv, words: &str) {
    if words.contains('Σ') {
        // The one letter whose lower case depends on where in its word it stands.
        let words: Vec<&str> = words.split_whitespace().collect();
        hash.bytes(words.join(" ").to_lowercase().as_bytes());
        return;
    }
    let words = words.trim();
    let (mut rest, mut at_gap) = (words, false);
    while let Some(block) = rest.as_bytes().first_chunk::<BLOCK>() {
        let block = Block(u64::from_le_bytes(*block));
        let plain = block.plain(at_gap);
        rest = &rest[plain..];
        if plain == BLOCK {
            hash.block(block.lower());
            at_gap = block.0 >> (u64::BITS - 8) == u64::from(b' ');
        } else {
            let lower = block.lower().to_le_bytes();
            hash.bytes(&lower[..plain]);
            at_gap = plain.checked_sub(1).map_or(at_gap, |last| lower[last] == b' ');
            rest = add_first(hash, rest, &mut at_gap);
        }
    }
    while !rest.is_empty() {
        rest = add_first(hash, rest, &mut at_gap);
    }
}

/// Adds the first character, whatever it is; gives what is left.
fn add_first<'a>(hash: &mut Fnv, words: &'a str, at_gap: &mut bool) -> &'a str {
    let mut rest = words.chars();
    let Some(c) = rest.next() else { return words };
    if !c.is_whitespace() {
        *at_gap = false;
        let mut buffer = [0; 4];
        for lower in c.to_lowercase() {
            hash.bytes(lower.encode_utf8(&mut buffer).as_bytes());
        }
    } else if !*at_gap {
        *at_gap = true;
        hash.bytes(b" ");
    }
    rest.as_str()
}

/// Eight bytes as one number.
#[derive(Clone, Copy)]
struct Block(u64);

impl Block {
    const EVERY: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * Self::EVERY;

    /// How many bytes at the start are ASCII with single spaces as their only white space; `at_gap`: a
    /// space at the very start is one too many.
    const fn plain(self, at_gap: bool) -> usize {
        let Self(block) = self;
        // The high bit of each byte that is one of these.
        let low = block & !Self::HIGH;
        let wide = block & Self::HIGH;
        let control = !(low + (0x80 - 0x20) * Self::EVERY) & Self::HIGH;
        let space = !((low ^ (0x20 * Self::EVERY)) + 0x7f * Self::EVERY) & !block & Self::HIGH;
        let before = if at_gap { 0x80 } else { 0 };
        let odd = wide | control | (space & ((space << 8) | before));
        odd.trailing_zeros() as usize / 8
    }

    /// The same with ASCII letters in lower case.
    const fn lower(self) -> u64 {
        let Self(block) = self;
        let low = block & !Self::HIGH;
        let from_a = low + (0x80 - b'A' as u64) * Self::EVERY;
        let beyond_z = low + (0x80 - b'Z' as u64 - 1) * Self::EVERY;
        block | (from_a & !beyond_z & !block & Self::HIGH) >> 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::fnv;

    fn of(words: &str) -> u64 {
        fingerprint("a/b", "7", words, "")
    }

    #[test]
    fn words_count_not_their_layout() {
        let known = |neutral: &str| fnv(&["a/b", "7", neutral, ""]);
        assert_eq!(of(" The\n\u{b}  Old\tMILL. "), known("the old mill."));
        assert_eq!(of("\u{a0}Old  Café\u{2003}Été "), known("old café été"));
        assert_eq!(of(" \n"), known(""));
        assert_eq!(of("ΟΔΟΣ  ΣΑΣ"), known("οδος σας"));
        assert_eq!(fingerprint("a/b", "7", "It", "It IS"), fnv(&["a/b", "7", "it", "it is"]));
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
                    assert_eq!(of(&text), fnv(&["a/b", "7", &plain(&text), ""]), "{text:?}");
                }
            }
        }
    }
}
