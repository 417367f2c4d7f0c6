//! Short copies that are none: a form filled in twice, a row of names, titles and figures.
//!
//! “Ada Roe announced today that Lower Wick will receive $200” and the same with another town share most
//! of their words and tell different things.

/// Least share of capitalised words and figures among the words of a row of names, in percent.
const NAMES: usize = 60;
/// Least characters of a word that carries meaning; shorter ones stand in names in lower case.
const HEAVY: usize = 4;
/// Mixes the bits of a hash.
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// The words of a short text.
#[derive(Debug)]
pub(super) struct Form {
    words: Box<[Word]>,
    /// It ends as a sentence does.
    ends: bool,
}

/// A hash of the word, whatever its case, with two bits for what else there is to know: thousands of
/// texts wait to be compared.
#[derive(Debug, Clone, Copy)]
struct Word(u64);

impl Word {
    /// A form leaves it open: a name or a figure.
    const SLOT: u64 = 1;
    /// It carries meaning.
    const HEAVY: u64 = 2;

    const fn hash(self) -> u64 {
        self.0 & !(Self::SLOT | Self::HEAVY)
    }

    const fn is_slot(self) -> bool {
        self.0 & Self::SLOT != 0
    }

    const fn is_heavy(self) -> bool {
        self.0 & Self::HEAVY != 0
    }
}

/// Where a reader of words stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum At {
    /// Behind white space or a sign.
    #[default]
    Gap,
    /// Among letters.
    Letters,
    /// In a figure, or behind a stop or a comma in it.
    Figure,
}

/// Reads words.
#[derive(Debug, Default)]
struct Reader {
    words: Vec<Word>,
    at: At,
    /// Of the word so far, and how many characters that is; none between words.
    hash: u64,
    chars: usize,
}

impl Reader {
    fn gap(&mut self) {
        (self.at, self.chars) = (At::Gap, 0);
    }

    /// A stop or a comma: part of a figure if something follows it there, else the end of a word.
    fn sign(&mut self, byte: u8) {
        if self.at == At::Figure {
            self.hash = mix(self.hash, u64::from(byte));
        } else {
            self.chars = 0;
        }
    }

    /// Some letters or digits, in lower case, several to a number; `figure` and `capital` are of the
    /// first as it stands.
    fn letters(
        &mut self,
        letters: impl Iterator<Item = u64>,
        chars: usize,
        (figure, capital): (bool, bool),
    ) {
        if self.chars == 0 {
            let slot = if figure || capital { Word::SLOT } else { 0 };
            self.words.push(Word(if figure { slot | Word::HEAVY } else { slot }));
            // What follows a word of letters without a gap is no figure with signs.
            self.at = if figure && self.at == At::Gap { At::Figure } else { At::Letters };
            self.hash = 0;
        }
        self.hash = letters.fold(self.hash, mix);
        self.chars += chars;
        if let Some(word) = self.words.last_mut() {
            let heavy = if self.chars >= HEAVY { Word::HEAVY } else { 0 };
            *word = Word(Word(self.hash).hash() | (word.0 & (Word::SLOT | Word::HEAVY)) | heavy);
        }
    }
}

impl Form {
    /// Reads a text. A figure keeps its signs ("1.6").
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut reader = Reader::default();
        reader.words.reserve(text.len() / 5);
        let mut next = 0;
        while let Some(byte) = bytes.get(next) {
            match KINDS[usize::from(*byte)] {
                OTHER => reader.gap(),
                SIGN => reader.sign(*byte),
                WIDE => {
                    let Some(c) = text[next..].chars().next() else { break };
                    if c.is_alphanumeric() {
                        let lower = c.to_lowercase().map(u32::from).map(u64::from);
                        let chars = lower.clone().count();
                        reader.letters(lower, chars, (false, c.is_uppercase()));
                    } else {
                        reader.gap();
                    }
                    next += c.len_utf8() - 1;
                }
                _ => {
                    let rest = &bytes[next..];
                    let letter = |byte: &&u8| KINDS[usize::from(**byte)] == LETTER;
                    let len = rest.iter().take_while(letter).count();
                    let letters = rest[..len].chunks(BLOCK).map(lower);
                    let first = (byte.is_ascii_digit(), byte.is_ascii_uppercase());
                    reader.letters(letters, len, first);
                    next += len - 1;
                }
            }
            next += 1;
        }
        let ends = text.ends_with(['.', '!', '?', '…', '”', '"', '»', ')']);
        Self { words: reader.words.into(), ends }
    }

    /// Whether what differs between two texts is for the most part names and figures, `least` words of
    /// that kind on each side.
    pub fn is_filled_in_like(&self, other: &Self, least: usize) -> bool {
        let (a, b) = (&*self.words, &*other.words);
        let same = |(a, b): &(&Word, &Word)| a.hash() == b.hash();
        let head = a.iter().zip(b).take_while(same).count();
        let (rest_a, rest_b) = (&a[head..], &b[head..]);
        let tail = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(same).count();
        let in_a = alone(&rest_a[..rest_a.len() - tail], b);
        let in_b = alone(&rest_b[..rest_b.len() - tail], a);
        in_a.0.min(in_b.0) >= least && in_a.0 + in_b.0 >= in_a.1 + in_b.1
    }

    /// Whether the words that carry meaning are mostly names, titles and figures, and no sentence ends
    /// with them.
    pub fn is_names(&self) -> bool {
        let heavy = || self.words.iter().filter(|word| word.is_heavy());
        let slots = heavy().filter(|word| word.is_slot()).count();
        !self.ends && slots * 100 >= heavy().count() * NAMES
    }
}

/// What a byte is.
const KINDS: [u8; 256] = {
    let mut kinds = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        let at = byte as u8;
        if at.is_ascii_alphanumeric() {
            kinds[byte] = LETTER;
        } else if at == SIGN || at == b',' {
            kinds[byte] = SIGN;
        } else if !at.is_ascii() {
            kinds[byte] = WIDE;
        }
        byte += 1;
    }
    kinds
};
/// Stands between words.
const OTHER: u8 = 0;
/// A stop or a comma.
const SIGN: u8 = b'.';
/// Part of a character that is not ASCII.
const WIDE: u8 = 0x80;
/// A letter or a digit.
const LETTER: u8 = b'a';

/// Letters that are hashed together.
const BLOCK: usize = 8;

/// Up to [`BLOCK`] letters or digits in lower case, as one number. The bit by which small letters differ
/// from capitals is set in every digit; a byte left over becomes a space, which no word has.
fn lower(letters: &[u8]) -> u64 {
    let mut block = [0; BLOCK];
    block[..letters.len()].copy_from_slice(letters);
    u64::from_le_bytes(block) | 0x2020_2020_2020_2020
}

/// The hash of a word with some more of its characters.
fn mix(hash: u64, letters: u64) -> u64 {
    (hash.rotate_left(5) ^ letters).wrapping_mul(MULTIPLIER)
}

/// How many slots and how many other words there are among `words` that are not among `others`.
fn alone(words: &[Word], others: &[Word]) -> (usize, usize) {
    let mut known: Vec<u64> = others.iter().map(|word| word.hash()).collect();
    known.sort_unstable();
    let only = words.iter().filter(|word| known.binary_search(&word.hash()).is_err());
    only.fold((0, 0), |(slots, rest), word| match word.is_slot() {
        true => (slots + 1, rest),
        false => (slots, rest + 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled_in(a: &str, b: &str) -> bool {
        Form::new(a).is_filled_in_like(&Form::new(b), 1)
    }

    fn is_names(text: &str) -> bool {
        Form::new(text).is_names()
    }

    #[test]
    fn words_and_figures() {
        let count = |text| Form::new(text).words.len();
        assert_eq!(count("It cost 1,600.5 or so, e.g. $2."), 8);
        assert_eq!(count("...,; -"), 0);
        let same = |a, b| Form::new(a).words[0].hash() == Form::new(b).words[0].hash();
        assert!(
            same("1,6", "“1,6,”")
                && same("ÉTÉ", "été.")
                && !same("1.6", "16")
                && !same("1.6", "1,6")
        );
        let word = |text, at: usize| {
            let word = Form::new(text).words[at];
            (word.is_slot(), word.is_heavy())
        };
        assert_eq!(word("Ada", 0), (true, false));
        assert_eq!(word("harbour", 0), (false, true));
        assert_eq!(word("a.5.6", 1), (true, true));
        assert_eq!(Form::new("a.5.6").words.len(), 3);
    }

    #[test]
    fn a_form_with_other_names_or_figures() {
        let form = "Ada Roe announced today that the school of Lower Wick will receive $200";
        assert!(filled_in(
            form,
            "Ada Roe announced today that the school of Upper Marsh will receive $310"
        ));
        assert!(!filled_in(form, form));
        assert!(!filled_in(
            form,
            "Ada Roe said yesterday that the school of Lower Wick would receive $200"
        ));
        assert!(filled_in(
            "Two towns will share $1.6 million",
            "Two towns will share $1.1 million"
        ));
        // A figure that one side only has was left out or put in.
        assert!(!filled_in(
            form,
            "Ada Roe announced today that the school of Lower Wick will receive money"
        ));
    }

    #[test]
    fn a_row_of_names() {
        assert!(is_names(
            "The Honorable Ida Falk, Chair of the Harbour Board, 12 Quay Street, Lower Wick"
        ));
        assert!(!is_names(
            "The board of the harbour in Lower Wick met again to talk about the bridge"
        ));
    }
}
