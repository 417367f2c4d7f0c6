//! Sixty-four bytes of text at a time: where its plain words are, those of ASCII letters and digits.

use wide::{i8x16, u8x16};

/// Bytes that are looked at together.
pub const BLOCK: usize = 64;

/// What stands in a block. The lowest bit is the first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// First bytes of the plain words.
    pub starts: u64,
    /// One past their last bytes.
    pub ends: u64,
    /// Those of the first bytes before which, since the word before them, a stop stands.
    pub after_stop: u64,
    /// Bytes that were looked at to the end. What follows the last word is left to the next block, with
    /// the word after it.
    pub len: usize,
    /// The next word may not be plain.
    pub odd: bool,
}

impl Block {
    /// Looks at the first `left` bytes, from one to [`BLOCK`]; if fewer, the text ends with them.
    #[inline]
    pub fn new(bytes: &[u8; BLOCK], left: usize) -> Self {
        let inside = u64::MAX >> (BLOCK - left);
        let signs = Signs::new(bytes);
        let word = signs.word & inside;
        // A sign between letters or digits may join them; what follows the block is not known.
        let follows = word >> 1 | 1 << (BLOCK - 1);
        let odd = signs.wide & inside | signs.joint & word << 1 & follows;
        let seen = if odd == 0 { left } else { odd.trailing_zeros() as usize };
        // A word that reaches to there may go on.
        let open = if odd == 0 && left < BLOCK {
            0
        } else {
            word.unbounded_shl((BLOCK - seen) as u32).leading_ones() as usize
        };
        let len = seen - open;
        let whole = word & u64::MAX.unbounded_shr((BLOCK - len) as u32);
        let starts = whole & !(whole << 1);
        let ends = !whole & whole << 1;
        Self {
            starts,
            ends,
            // Carried from the stop over the bytes between the words to the next word.
            after_stop: (signs.stop & !word).wrapping_add(!word) & starts,
            len: if ends == 0 || len == left && left < BLOCK {
                len
            } else {
                BLOCK - 1 - ends.leading_zeros() as usize
            },
            odd: odd != 0 || len == 0,
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
        let mut bytes = [b'~'; BLOCK];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Block::new(&bytes, text.len().min(BLOCK))
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
        assert_eq!(found.ends, bits(&[1, 6, 11, 17]));
        assert_eq!((found.len, found.odd), (18, false));
        for odd in ["mill o'er", "mill 2.5", "mill caf\u{e9}", "mill mo\u{301}"] {
            let found = block(odd);
            assert_eq!((found.starts, found.ends), (1, bits(&[4])), "{odd}");
            assert_eq!((found.len, found.odd), (4, true), "{odd}");
        }
        let found = block("\u{201c}mill");
        assert_eq!((found.len, found.odd), (0, true));
        assert_eq!(block("mill. “").len, 4);
    }

    #[test]
    fn words_after_stops() {
        let found = block("Oh! (Mill?!) e. -- f; g “h” i");
        assert_eq!(found.after_stop, bits(&[5, 13, 19]));
    }

    #[test]
    fn a_word_that_may_go_on_is_left_for_the_next_block() {
        let found = block(&format!("{} mill", " ".repeat(59)));
        assert_eq!((found.starts, found.len, found.odd), (0, 60, false));
        let found = block(&format!("{} mill.x", " ".repeat(57)));
        assert_eq!((found.starts, found.len, found.odd), (0, 58, true));
        let found = block(&format!("a mill.{}x", " ".repeat(56)));
        assert_eq!((found.starts, found.ends), (bits(&[0, 2]), bits(&[1, 6])));
        assert_eq!((found.len, found.odd), (6, false), "the stop goes with the next word");
        let long = block(&"m".repeat(64));
        assert_eq!((long.starts, long.ends, long.len, long.odd), (0, 0, 0, true));
        assert_eq!(block(&"m".repeat(63)).ends, bits(&[63]));
    }
}
