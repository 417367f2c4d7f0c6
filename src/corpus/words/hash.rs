//! Hashes of single words.

use super::{NUMBER, STARTS};

/// What the halves of the first and of every further sixteen bytes of a word are mixed with.
const KEYS: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xD134_2543_DE82_EF95];
/// Bytes that are hashed together.
const PIECE: usize = 16;
/// A bit that every hash has: none is [`BREAK`].
const SOME: u32 = 4;

/// Adds up to sixteen bytes of a word to the state of its hash: a product of 128 bits, folded (the
/// way of wyhash).
#[inline]
const fn fold(state: u64, bytes: [u64; 2]) -> u64 {
    product(state ^ bytes[0] ^ KEYS[0], bytes[1] ^ KEYS[1])
}

/// The halves of a product of 128 bits as one.
#[inline]
const fn product(a: u64, b: u64) -> u64 {
    let product = a as u128 * b as u128;
    (product >> 64) as u64 ^ product as u64
}

/// The hash of a word from its state; `first` is its first byte, or the first of what a letter beyond
/// ASCII becomes.
#[inline]
const fn finish(state: u64, first: u64) -> u32 {
    // Of letters and figures, only figures lack this bit.
    let kind = (SOME | NUMBER) ^ (first as u32 >> 5 & NUMBER);
    state as u32 & !(STARTS | NUMBER | SOME) | kind
}

/// The hash of a word of ASCII letters and digits.
#[inline]
pub fn hash_plain(text: &[u8], [start, end]: [u32; 2]) -> u32 {
    let (start, end) = (start as usize, end as usize);
    if let Some(mask) = MASKS.get(end - start)
        && let Some(bytes) = text.get(start..start + PIECE).and_then(<[u8]>::first_chunk)
    {
        // The same as below of the only piece.
        let [low, high] = halves(bytes);
        let mixed = product(
            (low & mask.letters[0]) ^ mask.rest[0],
            (high & mask.letters[1]) ^ mask.rest[1],
        );
        return finish(mixed, low);
    }
    hash_pieces(text.get(start..end).unwrap_or_default())
}

/// The same of a long word, or one near the end of the text.
#[cold]
fn hash_pieces(word: &[u8]) -> u32 {
    let mut state = 0;
    for piece in word.chunks(PIECE) {
        let mut bytes = [0; PIECE];
        bytes[..piece.len()].copy_from_slice(piece);
        bytes.iter_mut().take(piece.len()).for_each(|byte| *byte |= LOWER);
        state = fold(state, halves(&bytes));
    }
    finish(state, word.first().copied().map_or(0, u64::from))
}

/// Sixteen bytes as two numbers.
#[inline]
fn halves(bytes: &[u8; PIECE]) -> [u64; 2] {
    let (halves, _) = bytes.as_chunks();
    [0, 1].map(|half| u64::from_le_bytes(halves[half]))
}

/// Makes an ASCII letter small and leaves a figure as it is.
const LOWER: u8 = 0x20;

/// What makes the bytes of a word out of the sixteen from its first on, and mixes them with [`KEYS`].
#[derive(Clone, Copy)]
struct Mask {
    /// The bits of its bytes, without those that tell a small letter from a capital.
    letters: [u64; 2],
    /// Those, and the keys.
    rest: [u64; 2],
}

/// By the length of the word.
const MASKS: [Mask; PIECE + 1] = {
    let mut masks = [Mask { letters: [0; 2], rest: KEYS }; PIECE + 1];
    let mut len = 1;
    while len <= PIECE {
        masks[len] = masks[len - 1];
        let (half, shift) = ((len - 1) / 8, 8 * ((len - 1) % 8));
        masks[len].letters[half] |= (!LOWER as u64) << shift;
        masks[len].rest[half] ^= (LOWER as u64) << shift;
        len += 1;
    }
    masks
};

/// Hashes the bytes of a normalised word one by one.
#[derive(Default)]
pub struct Hasher {
    state: u64,
    pending: u128,
    length: u32,
    first: u8,
}

impl Hasher {
    /// Takes the next byte.
    #[inline]
    pub const fn push(&mut self, byte: u8) {
        if self.state == 0 && self.length == 0 {
            self.first = byte;
        }
        if self.length == PIECE as u32 {
            self.state = fold(self.state, self.piece());
            (self.pending, self.length) = (0, 0);
        }
        self.pending |= (byte as u128) << (8 * self.length);
        self.length += 1;
    }

    const fn piece(&self) -> [u64; 2] {
        [self.pending as u64, (self.pending >> 64) as u64]
    }

    /// The hash of the bytes taken.
    pub const fn finish(self) -> u32 {
        finish(fold(self.state, self.piece()), self.first as u64)
    }
}
