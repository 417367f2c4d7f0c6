//! Short words as numbers: nearly every word of a text has at most sixteen bytes, and two numbers are
//! compared and hashed in a fraction of the time that two strings take.

use rustc_hash::FxHashMap;
use wide::{i8x16, u8x16};

use super::{ClassId, MIN_STEM, WordId};

/// A word of 1 to [`Short::MAX`] bytes, none of them NUL, as a number: its first byte is the lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Short {
    bytes: u128,
    len: usize,
}

impl Short {
    /// Most bytes.
    pub(crate) const MAX: usize = size_of::<u128>();

    /// The word as a number, if it is short.
    pub(crate) fn new(word: &str) -> Option<Self> {
        let len = word.len();
        let mut bytes = [0; Self::MAX];
        bytes.get_mut(..len)?.copy_from_slice(word.as_bytes());
        (len > 0 && !bytes[..len].contains(&0)).then(|| Self::of(bytes, len))
    }

    /// The first `len` bytes, from 1 to [`Self::MAX`], of these.
    #[inline]
    pub(crate) const fn of(bytes: [u8; Self::MAX], len: usize) -> Self {
        Self { bytes: u128::from_le_bytes(bytes) & (u128::MAX >> (8 * (Self::MAX - len))), len }
    }

    /// A word of one ASCII character, not NUL.
    #[inline]
    pub(crate) const fn one(byte: u8) -> Self {
        Self { bytes: byte as u128, len: 1 }
    }

    /// How many of these bytes, from the first on, are ASCII letters and digits.
    #[inline]
    pub(crate) fn plain(bytes: [u8; Self::MAX]) -> usize {
        let bytes: i8x16 = u8x16::new(bytes).cast_signed();
        // Moved up so that the last of them is the greatest number of all.
        let among = |bytes: i8x16, last: u8, count: u8| {
            let moved = bytes + i8x16::splat(127 - last as i8);
            moved.simd_gt(i8x16::splat(127 - count as i8))
        };
        let letters = among(bytes | i8x16::splat(0x20), b'z', 26);
        (letters | among(bytes, b'9', 10)).to_bitmask().trailing_ones() as usize
    }

    /// Of a word of ASCII letters and digits: the word in lower case, how many letters it has (none, one,
    /// two or more) and whether all of them are upper case.
    #[inline]
    pub(crate) const fn lowered(self) -> (Self, Letters) {
        /// What tells letters from digits, and small letters from capitals, in each byte.
        const LETTER: u128 = u128::from_le_bytes([0x40; Short::MAX]);
        const SMALL: u128 = u128::from_le_bytes([0x20; Short::MAX]);
        let all = u128::MAX >> (8 * (Self::MAX - self.len));
        let letters = (self.bytes & LETTER) >> 1;
        let letters = Letters {
            several: letters & letters.wrapping_sub(1) != 0,
            upper: self.bytes & SMALL & letters == 0,
        };
        (Self { bytes: self.bytes | (SMALL & all), len: self.len }, letters)
    }

    /// Its last `len` bytes as a number.
    #[inline]
    const fn ending(self, len: usize) -> u128 {
        self.bytes >> (8 * (self.len - len))
    }

    #[inline]
    const fn hash(self) -> u32 {
        const FACTORS: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F];
        let (low, high) = (self.bytes as u64, (self.bytes >> 64) as u64);
        let mixed = low.wrapping_mul(FACTORS[0]) ^ high.wrapping_mul(FACTORS[1]);
        ((mixed ^ mixed >> 29).wrapping_mul(FACTORS[1]) >> 32) as u32
    }
}

/// What the letters of a word are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letters {
    /// Two or more.
    pub(crate) several: bool,
    /// None is lower case.
    pub(crate) upper: bool,
}

/// The short words and endings of a lexicon.
#[derive(Debug, Default)]
pub(super) struct ShortWords {
    /// A hash table with open addressing, a power of two long: hashes and ids of words, id 0 where
    /// nothing stands. What is in no list is nearly always known by that alone.
    slots: Vec<(u32, WordId)>,
    /// By word id, side by side since both are read of a word that is found: its bytes, 0 if it is not
    /// short, and its class.
    words: Vec<(u128, ClassId)>,
    count: usize,
    endings: FxHashMap<u128, ClassId>,
    /// For each last byte a bit for each length, less one, that endings with it have.
    lengths: Vec<u16>,
}

impl ShortWords {
    /// Those of these words and endings that are short.
    pub(super) fn new<'a>(
        words: impl Iterator<Item = (&'a str, WordId, ClassId)>,
        endings: impl Iterator<Item = (&'a str, ClassId)>,
    ) -> Self {
        let slots = (words.size_hint().0 * 2 + 2).next_power_of_two();
        let slots = vec![(0, WordId::UNKNOWN); slots];
        let mut all = Self { slots, lengths: vec![0; 1 << 8], ..Self::default() };
        for (ending, class) in endings {
            let Some(short) = Short::new(ending) else { continue };
            let last = short.ending(1) as usize;
            all.lengths[last] |= 1 << (short.len - 1);
            all.endings.insert(short.bytes, class);
        }
        words.for_each(|(word, id, class)| all.add(word, id, class));
        all
    }

    /// Adds a word, if it is short; it must be new.
    pub(super) fn add(&mut self, word: &str, id: WordId, class: ClassId) {
        let Some(word) = Short::new(word) else { return };
        if self.count * 2 >= self.slots.len() {
            self.slots = vec![(0, WordId::UNKNOWN); (self.slots.len() * 2).max(64)];
            for at in 0..self.words.len() {
                let (bytes, _) = self.words[at];
                if bytes != 0 {
                    self.put(Short { bytes, len: 0 }, WordId(at as u32));
                }
            }
        }
        let at = id.0 as usize;
        if self.words.len() <= at {
            self.words.resize(at + 1, (0, ClassId::default()));
        }
        self.words[at] = (word.bytes, class);
        self.count += 1;
        self.put(word, id);
    }

    fn put(&mut self, word: Short, id: WordId) {
        let mask = self.slots.len() - 1;
        let hash = word.hash();
        let mut slot = hash as usize & mask;
        while self.slots[slot].1 != WordId::UNKNOWN {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = (hash, id);
    }

    /// The id and the class of a word, if it has an id.
    #[inline]
    pub(super) fn find(&self, word: Short) -> Option<(WordId, ClassId)> {
        let mask = self.slots.len().checked_sub(1)?;
        let hash = word.hash();
        let mut slot = hash as usize & mask;
        loop {
            let (held, id) = self.slots[slot];
            if id == WordId::UNKNOWN {
                return None;
            }
            if held == hash
                && let (bytes, class) = self.words[id.0 as usize]
                && bytes == word.bytes
            {
                return Some((id, class));
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The class of an unlisted word, by its longest ending that has one.
    #[inline]
    pub(super) fn class_by_ending(&self, word: Short) -> ClassId {
        let last = word.ending(1) as usize;
        let fit = (1_u32 << word.len.saturating_sub(MIN_STEM)) - 1;
        let mut lengths = self.lengths.get(last).map_or(0, |lengths| u32::from(*lengths) & fit);
        while lengths != 0 {
            let longest = lengths.ilog2();
            if let Some(class) = self.endings.get(&word.ending(longest as usize + 1)) {
                return *class;
            }
            lengths ^= 1 << longest;
        }
        ClassId::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_among_many() {
        let words: Vec<String> = (1..3000).map(|n: u32| format!("w{}", n * n)).collect();
        let listed = words.iter().zip(1..).map(|(word, n)| (&**word, WordId(n), ClassId(n * 2)));
        let mut short = ShortWords::new(listed, std::iter::empty());
        short.add("isles", WordId(7000), ClassId(9));
        short.add("isleworthianisation", WordId(7001), ClassId(9));
        let find = |word: &str| short.find(Short::new(word).unwrap());
        for (word, number) in words.iter().zip(1..) {
            assert_eq!(find(word), Some((WordId(number), ClassId(number * 2))), "{word}");
        }
        assert_eq!(find("isles"), Some((WordId(7000), ClassId(9))));
        assert_eq!((find("isle"), find("w2")), (None, None));
        assert_eq!(Short::new("isleworthianisation"), None);
        assert_eq!((Short::new(""), Short::new("a\0")), (None, None));
    }

    #[test]
    fn letters_and_digits_are_plain() {
        for byte in 0..=u8::MAX {
            let wanted = if byte.is_ascii_alphanumeric() { Short::MAX } else { 0 };
            assert_eq!(Short::plain([byte; Short::MAX]), wanted, "{byte}");
        }
        assert_eq!(Short::plain(*b"Quay9, wharf. a1"), 5);
    }

    #[test]
    fn letters_are_told_from_digits() {
        let look = |word: &str| {
            let (lower, letters) = Short::new(word).unwrap().lowered();
            assert_eq!(lower, Short::new(&word.to_ascii_lowercase()).unwrap());
            (letters.several, letters.upper)
        };
        assert_eq!(look("A"), (false, true));
        assert_eq!(look("A1"), (false, true));
        assert_eq!(look("ZA1"), (true, true));
        assert_eq!(look("Za"), (true, false));
        assert_eq!(look("InternationalXYZ"), (true, false));
        assert_eq!(look("INTERNATIONALXYZ"), (true, true));
    }
}
