//! What a token looks like.

/// What a token looks like; a set of flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shape(u16);

impl Shape {
    /// Begins with an upper-case letter.
    pub const CAPITAL: Self = Self(1);
    /// Two or more letters, all upper case.
    pub const UPPER: Self = Self(1 << 1);
    /// Begins with a digit.
    pub const NUMBER: Self = Self(1 << 2);
    /// Is a word: begins with a letter.
    pub const WORD: Self = Self(1 << 3);
    /// Is punctuation or another sign.
    pub const PUNCTUATION: Self = Self(1 << 4);
    /// White space stands before it (or nothing at all).
    pub const SPACED: Self = Self(1 << 5);
    /// A double quotation mark of any style, guillemets included.
    pub const QUOTE: Self = Self(1 << 6);
    /// First word of a sentence.
    pub const FIRST: Self = Self(1 << 7);
    /// A single upper-case letter.
    pub const INITIAL: Self = Self(1 << 8);
    /// An abbreviation written with stops between its letters ("U.S.").
    pub const DOTTED: Self = Self(1 << 9);
    /// An address on the web, a mail address or a handle.
    pub const ADDRESS: Self = Self(1 << 10);
    /// Stands where prose is not: code, by the format's word.
    pub const CODE: Self = Self(1 << 11);
    /// May be the day of a month: 1 to 31, alone or with an ordinal's letters.
    pub const DAY: Self = Self(1 << 12);
    /// May be a year: four digits, 1000 to 2199.
    pub const YEAR: Self = Self(1 << 13);

    /// Whether all flags of `other` are set.
    #[inline]
    #[must_use]
    pub const fn is(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Takes the flags of `other` away.
    pub const fn remove(&mut self, other: Self) {
        self.0 &= !other.0;
    }

    /// Sets the flags of `other`.
    pub const fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
