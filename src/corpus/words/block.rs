//! Sixty-four bytes of text at a time: where its plain words are, those of ASCII letters and digits.

use wide::{i8x16, u8x16};

/// Bytes that are looked at together.
pub const BLOCK: usize = 64;

/// What stands in a block. The lowest bit is the first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// First bytes of the plain words and one past their last bytes, by turns; one past the end of the
    /// block is an edge of the next one.
    pub edges: u64,
    /// The first bytes among them.
    pub starts: u64,
    /// Those of the first bytes before which, since the word before them, a stop stands.
    pub after_stop: u64,
    /// Bytes that were looked at.
    pub len: usize,
    /// What follows may not be plain, nor the word that reaches to there.
    pub odd: bool,
    /// What is left open.
    pub open: Open,
}

/// What one block leaves for the next: each 0 or 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Open {
    /// Its last byte is of a word.
    word: u64,
    /// A stop stands after its last word.
    stop: u64,
}

impl Block {
    /// Looks at the first `left` bytes, from one to [`BLOCK`]; if fewer, the text ends with them.
    /// `before`: what the bytes before them leave open.
    #[inline]
    pub fn new(bytes: &[u8; BLOCK], left: usize, before: Open) -> Self {
        let inside = u64::MAX >> (BLOCK - left);
        let signs = Signs::new(bytes);
        let mut word = signs.word & inside;
        // A sign between letters or digits may join them; what follows the block is not known.
        let follows = word >> 1 | 1 << (BLOCK - 1);
        let odd = signs.wide & inside | signs.joint & (word << 1 | before.word) & follows;
        let mut len = left;
        if odd != 0 {
            len = odd.trailing_zeros() as usize;
            word &= (1 << len) - 1;
        }
        let shifted = word << 1 | before.word;
        let starts = word & !shifted;
        // Carried from the stop over the bytes between the words to the next word.
        let (sum, over) = (signs.stop & !word).overflowing_add(!word);
        let (sum, again) = sum.overflowing_add(before.stop);
        Self {
            edges: if odd == 0 { word ^ shifted } else { (word ^ shifted) & ((1 << len) - 1) },
            starts,
            after_stop: sum & starts,
            len,
            odd: odd != 0,
            open: Open { word: word >> (BLOCK - 1), stop: u64::from(over | again) },
        }
    }
}

/// A bit for each byte of a block.
struct Signs {
    /// ASCII letters and digits.
    word: u64,
    /// Bytes beyond ASCII.
    wide: u64,
    /// Apostrophe, comma, full stop, colon: between letters or digits they may belong to the word.
    joint: u64,
    /// Full stop, question and exclamation mark: a sentence may end with them.
    stop: u64,
}

impl Signs {
    #[inline]
    fn new(block: &[u8; BLOCK]) -> Self {
        let (mut word, mut wide, mut joint, mut stop) = (0, 0, 0, 0);
        let (chunks, _) = block.as_chunks::<16>();
        for (number, chunk) in chunks.iter().take(BLOCK / 16).enumerate() {
            let bytes: i8x16 = u8x16::new(*chunk).cast_signed();
            let above = |last: u8, count: u8, bytes: i8x16| {
                // Moved up so that the last of them is the greatest number of all.
                let moved = bytes + i8x16::splat(127 - last as i8);
                moved.simd_gt(i8x16::splat(127 - count as i8))
            };
            let letter = above(b'z', 26, bytes | i8x16::splat(0x20));
            let digit = above(b'9', 10, bytes);
            let is = |bytes: i8x16, sign: u8| bytes.simd_eq(i8x16::splat(sign as i8));
            let full = is(bytes, b'.');
            let joins = full | is(bytes, b',') | is(bytes, b'\'') | is(bytes, b':');
            let stops = full | is(bytes, b'!') | is(bytes, b'?');
            let bits = |mask: i8x16| u64::from(mask.to_bitmask()) << (16 * number);
            word |= bits(letter | digit);
            wide |= bits(bytes);
            joint |= bits(joins);
            stop |= bits(stops);
        }
        Self { word, wide, joint, stop }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str) -> Block {
        after(Open::default(), text)
    }

    fn after(before: Open, text: &str) -> Block {
        let mut bytes = [b'~'; BLOCK];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Block::new(&bytes, text.len().min(BLOCK), before)
    }

    /// The bits of these bytes.
    fn bits(at: &[usize]) -> u64 {
        at.iter().fold(0, |bits, at| bits | 1 << at)
    }

    #[test]
    fn every_byte_is_told_apart() {
        for byte in 0..=u8::MAX {
            let signs = Signs::new(&[byte; BLOCK]);
            let all = |is: bool| if is { u64::MAX } else { 0 };
            assert_eq!(signs.word, all(byte.is_ascii_alphanumeric()), "{byte}");
            assert_eq!(signs.wide, all(!byte.is_ascii()), "{byte}");
            assert_eq!(signs.joint, all(b"',.:".contains(&byte)), "{byte}");
        }
    }

    #[test]
    fn plain_words_up_to_the_end_or_to_what_is_odd() {
        let found = block("A mill, (b2) ends.");
        assert_eq!(found.starts, bits(&[0, 2, 9, 13]));
        assert_eq!(found.edges & !found.starts, bits(&[1, 6, 11, 17]));
        assert_eq!((found.len, found.odd), (18, false));
        for (odd, len) in
            [("mill o'er", 6), ("mill 2.5", 6), ("mill caf\u{e9}", 8), ("mill mo\u{301}", 7)]
        {
            let found = block(odd);
            assert_eq!((found.starts, found.edges), (bits(&[0, 5]), bits(&[0, 4, 5])), "{odd}");
            assert_eq!((found.len, found.odd), (len, true), "{odd}");
        }
        let found = block("\u{201c}mill");
        assert_eq!((found.edges, found.len, found.odd), (0, 0, true));
        assert_eq!(block("mill. “").edges, bits(&[0, 4]));
    }

    #[test]
    fn words_after_stops() {
        let found = block("Oh! (Mill?!) e. -- f; g “h” i");
        assert_eq!(found.after_stop, bits(&[5, 13, 19]));
    }

    #[test]
    fn a_word_goes_on_in_the_next_block() {
        let first = block(&format!("{} mill", " ".repeat(59)));
        assert_eq!((first.edges, first.len, first.odd), (bits(&[60]), 64, false));
        assert_eq!(first.open, Open { word: 1, stop: 0 });
        assert_eq!(after(first.open, "s, ab").edges, bits(&[1, 3, 5]));
        assert_eq!(after(first.open, ", ab").edges, bits(&[0, 2, 4]));
        let joined = after(first.open, "'s");
        assert_eq!((joined.edges, joined.len, joined.odd), (0, 0, true));
        let last = block(&format!("{} mill.", " ".repeat(58)));
        assert_eq!((last.edges, last.len, last.odd), (bits(&[59]), 63, true), "x may follow");
        let long = block(&"m".repeat(64));
        assert_eq!((long.edges, long.open), (1, Open { word: 1, stop: 0 }));
        assert_eq!(after(long.open, &"m".repeat(64)).edges, 0);
    }

    #[test]
    fn a_stop_is_remembered_over_blocks() {
        let first = block(&format!("mill.{}", " ".repeat(59)));
        assert_eq!(first.open, Open { word: 0, stop: 1 });
        let second = after(first.open, &format!(". {}", " ".repeat(62)));
        assert_eq!(second.open, first.open);
        assert_eq!(after(second.open, "Go on").after_stop, bits(&[0]));
        assert_eq!(after(second.open, "  Go on").after_stop, bits(&[2]));
        assert_eq!(after(Open::default(), "  Go on").after_stop, 0);
    }
}
