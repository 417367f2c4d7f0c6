//! Short copies that are none: a form filled in twice, a row of names, titles and figures.
//!
//! “Ada Roe announced today that Lower Wick will receive $200” and the same with another town share most
//! of their words and tell different things.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// Least share of capitalised words and figures among the words of a row of names, in percent.
const NAMES: usize = 60;
/// Least characters of a word that carries meaning; shorter ones stand in names in lower case.
const HEAVY: usize = 4;

/// The words of a text; a figure keeps its signs ("1.6").
fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ','));
    let words = parts.flat_map(|part| {
        let part = part.trim_matches(['.', ',']);
        let figure = is_figure(part);
        part.split(move |c| !figure && matches!(c, '.' | ','))
    });
    words.filter(|word| !word.is_empty())
}

/// The hash of a word, whatever its case.
fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    if word.is_ascii() {
        word.bytes().for_each(|byte| hasher.write_u8(byte.to_ascii_lowercase()));
    } else {
        word.chars().flat_map(char::to_lowercase).for_each(|c| hasher.write_u32(c.into()));
    }
    hasher.finish()
}

fn is_figure(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// A word that a form leaves open: a name or a figure.
fn is_slot(word: &str) -> bool {
    is_figure(word) || word.starts_with(char::is_uppercase)
}

/// Whether what differs between two texts is for the most part names and figures, on both sides.
pub(super) fn filled_in(a: &str, b: &str) -> bool {
    let hashes = |text| {
        let mut all: Vec<u64> = words(text).map(hash).collect();
        all.sort_unstable();
        all
    };
    // Slots and other words that stand on one side only.
    let alone = |text, others: &[u64]| {
        let only = words(text).filter(|word| others.binary_search(&hash(word)).is_err());
        only.fold((0, 0), |(slots, rest), word| match is_slot(word) {
            true => (slots + 1, rest),
            false => (slots, rest + 1),
        })
    };
    let (in_a, in_b) = (alone(a, &hashes(b)), alone(b, &hashes(a)));
    in_a.0.min(in_b.0) > 0 && in_a.0 + in_b.0 >= in_a.1 + in_b.1
}

/// Whether the words that carry meaning are mostly names, titles and figures, and no sentence ends
/// with them.
pub(super) fn is_names(text: &str) -> bool {
    if text.ends_with(['.', '!', '?', '…', '”', '"', '»', ')']) {
        return false;
    }
    let heavy = || words(text).filter(|word| word.chars().count() >= HEAVY || is_figure(word));
    let slots = heavy().filter(|word| is_slot(word)).count();
    slots * 100 >= heavy().count() * NAMES
}

#[cfg(test)]
mod tests {
    use super::*;

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
