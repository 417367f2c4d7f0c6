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
    words: Vec<Word>,
    /// It ends as a sentence does.
    ends: bool,
}

#[derive(Debug, Clone, Copy)]
struct Word {
    /// Of the word, whatever its case.
    hash: u64,
    /// A form leaves it open: a name or a figure.
    slot: bool,
    /// It carries meaning.
    heavy: bool,
}

/// Where a reader of words stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Behind white space or a sign.
    Gap,
    /// Among letters.
    Letters,
    /// In a figure, or behind a stop or a comma in it.
    Figure,
}

impl Form {
    /// Reads a text. A figure keeps its signs ("1.6").
    pub fn new(text: &str) -> Self {
        let mut words: Vec<Word> = Vec::with_capacity(text.len() / 4);
        let (mut at, mut hash, mut chars) = (At::Gap, 0, 0);
        for c in text.chars() {
            let sign = matches!(c, '.' | ',');
            if !c.is_alphanumeric() && !sign {
                (at, chars) = (At::Gap, 0);
                continue;
            }
            if sign && at != At::Figure {
                chars = 0;
                continue;
            }
            if !sign && chars == 0 {
                let figure = c.is_ascii_digit();
                words.push(Word { hash: 0, slot: figure || c.is_uppercase(), heavy: figure });
                // What follows a word of letters without a gap is no figure with signs.
                at = if figure && at == At::Gap { At::Figure } else { At::Letters };
                hash = 0;
            }
            hash = mix(hash, c);
            chars += 1;
            // A sign counts if something follows it.
            if let (Some(word), false) = (words.last_mut(), sign) {
                word.hash = hash;
                word.heavy |= chars >= HEAVY;
            }
        }
        let ends = text.ends_with(['.', '!', '?', '…', '”', '"', '»', ')']);
        Self { words, ends }
    }

    /// Whether what differs between two texts is for the most part names and figures, on both sides.
    pub fn is_filled_in_like(&self, other: &Self) -> bool {
        let (a, b) = (&*self.words, &*other.words);
        let same = |(a, b): &(&Word, &Word)| a.hash == b.hash;
        let head = a.iter().zip(b).take_while(same).count();
        let (rest_a, rest_b) = (&a[head..], &b[head..]);
        let tail = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(same).count();
        let in_a = alone(&rest_a[..rest_a.len() - tail], b);
        let in_b = alone(&rest_b[..rest_b.len() - tail], a);
        in_a.0.min(in_b.0) > 0 && in_a.0 + in_b.0 >= in_a.1 + in_b.1
    }

    /// Whether the words that carry meaning are mostly names, titles and figures, and no sentence ends
    /// with them.
    pub fn is_names(&self) -> bool {
        let heavy = || self.words.iter().filter(|word| word.heavy);
        let slots = heavy().filter(|word| word.slot).count();
        !self.ends && slots * 100 >= heavy().count() * NAMES
    }
}

/// The hash of a word with one more character, whatever its case.
fn mix(hash: u64, c: char) -> u64 {
    let add = |hash: u64, c: char| (hash.rotate_left(5) ^ u64::from(c)).wrapping_mul(MULTIPLIER);
    if c.is_ascii() { add(hash, c.to_ascii_lowercase()) } else { c.to_lowercase().fold(hash, add) }
}

/// How many slots and how many other words there are among `words` that are not among `others`.
fn alone(words: &[Word], others: &[Word]) -> (usize, usize) {
    let only = words.iter().filter(|word| others.iter().all(|other| other.hash != word.hash));
    only.fold((0, 0), |(slots, rest), word| match word.slot {
        true => (slots + 1, rest),
        false => (slots, rest + 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled_in(a: &str, b: &str) -> bool {
        Form::new(a).is_filled_in_like(&Form::new(b))
    }

    fn is_names(text: &str) -> bool {
        Form::new(text).is_names()
    }

    #[test]
    fn words_and_figures() {
        let count = |text| Form::new(text).words.len();
        assert_eq!(count("It cost 1,600.5 or so, e.g. $2."), 8);
        assert_eq!(count("...,; -"), 0);
        let same = |a, b| Form::new(a).words[0].hash == Form::new(b).words[0].hash;
        assert!(same("1,6", "“1,6,”") && same("ÉTÉ", "été.") && !same("1.6", "16"));
        let word = |text, at: usize| {
            let Word { slot, heavy, .. } = Form::new(text).words[at];
            (slot, heavy)
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
