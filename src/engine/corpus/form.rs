//! Copies that are none: a form filled in twice, a row of names, titles and figures.
//!
//! “Ada Roe announced today that Lower Wick will receive $200” and the same with another town share most
//! of their words and tell different things. The words are those of the prints, but for what follows an
//! apostrophe: “Ada’s” has the same name as “Ada”. Which of them are names is asked of the text.

use std::ops::Range;

use crate::corpus::{BREAK, NUMBER, Print, STARTS, normal};
use crate::span::Span;

/// Least bytes of a word that carries meaning; shorter ones stand in names in lower case.
const HEAVY: usize = 4;

/// The bit of a word that a form leaves open, as it does a name or a figure.
const SLOT: u32 = STARTS;

/// The words of a place.
#[derive(Debug)]
pub(super) struct Form {
    /// With the [`SLOT`] of each in place of what else that bit may tell.
    words: Vec<u32>,
    /// Words that carry meaning.
    heavy: usize,
    /// How many of them are slots.
    heavy_slots: usize,
}

impl Form {
    /// Reads the words of `place` in `text`, of which `print` was made.
    pub fn new(print: &Print, text: &str, place: Span) -> Self {
        let mut form =
            Self { words: Vec::with_capacity(place.len() / 5), heavy: 0, heavy_slots: 0 };
        let bytes = text.as_bytes().get(place.range()).unwrap_or_default();
        // So few that to look at each word for one would take longer.
        let marks = memchr::memchr3_iter(b'\'', b':', "’".as_bytes()[0], bytes);
        let mut marks = marks.map(|at| place.start + at);
        let mut mark = marks.next().unwrap_or(usize::MAX);
        print.each_in(place, |word, span| {
            let inside = mark < span.end && mark >= span.start;
            if mark < span.end {
                mark = marks.find(|at| *at >= span.end).unwrap_or(usize::MAX);
            }
            if inside { form.add_parts(text, span) } else { form.add(word, text, span) }
        });
        form
    }

    #[inline]
    fn add(&mut self, word: u32, text: &str, span: Span) {
        if word == BREAK {
            return;
        }
        let number = word & NUMBER != 0;
        let slot = number | is_capital(text, span.start);
        let heavy = usize::from(number | (span.len() >= HEAVY));
        self.heavy += heavy;
        self.heavy_slots += heavy & usize::from(slot);
        self.words.push(word & !SLOT | if slot { SLOT } else { 0 });
    }

    /// Adds what stands between the apostrophes of a word, or the colons of a figure.
    fn add_parts(&mut self, text: &str, span: Span) {
        let mut start = span.start;
        for part in text.get(span.range()).unwrap_or_default().split_inclusive(JOINTS) {
            let own = Span::new(start, start + part.trim_end_matches(JOINTS).len());
            normal(part).into_iter().for_each(|word| self.add(word, text, own));
            start += part.len();
        }
    }

    /// The share of names, titles and figures among the words that carry meaning, in percent.
    pub fn names(&self) -> usize {
        (self.heavy_slots * 100).checked_div(self.heavy).unwrap_or_default()
    }

    /// Whether what differs between two texts is for the most part names and figures, `least` words of
    /// that kind on each side.
    pub fn is_filled_in_like(&self, other: &Self, least: usize) -> bool {
        let (a, b) = (&*self.words, &*other.words);
        let same = |(a, b): &(&u32, &u32)| **a | SLOT == **b | SLOT;
        let head = a.iter().zip(b).take_while(same).count();
        let (rest_a, rest_b) = (&a[head..], &b[head..]);
        let tail = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(same).count();
        let alone = |form: &Self, other: &Self| {
            let differ = head..form.words.len() - tail;
            if differ.len() < least { (0, 0) } else { form.alone(differ, other) }
        };
        let in_a = alone(self, other);
        if in_a.0 < least {
            return false;
        }
        let in_b = alone(other, self);
        in_b.0 >= least && in_a.0 + in_b.0 >= in_a.1 + in_b.1
    }

    /// How many slots and how many other words there are in `range` that are not among the words of
    /// `other`.
    fn alone(&self, range: Range<usize>, other: &Self) -> (usize, usize) {
        let words = &self.words[range];
        let mut alone = Alone::new(words);
        other.words.iter().for_each(|word| alone.strike(*word));
        let only = words.iter().filter(|word| alone.holds(**word));
        only.fold((0, 0), |(slots, rest), word| match word & SLOT != 0 {
            true => (slots + 1, rest),
            false => (slots, rest + 1),
        })
    }
}

/// What joins the parts of a word.
const JOINTS: [char; 4] = ['\'', '’', '‘', ':'];

/// Whether a capital letter stands there.
#[inline]
fn is_capital(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => byte.is_ascii_uppercase(),
        _ => text.get(at..).is_some_and(|rest| rest.starts_with(char::is_uppercase)),
    }
}

/// Words in a table, to be struck out: to sort them would take longer.
struct Alone {
    /// 0 where there is none; without [`SLOT`] if it is struck out.
    slots: Vec<u32>,
    /// The high bits of a word tell where it is: what is left of it after so many are taken away.
    shift: u32,
}

impl Alone {
    fn new(words: &[u32]) -> Self {
        // So much room that few words meet others, and always an empty slot.
        let bits = (2 * words.len() + 2).next_power_of_two().trailing_zeros();
        let mut table = Self { slots: vec![0; 1 << bits], shift: u32::BITS - bits };
        for word in words {
            let slot = table.slot(*word);
            table.slots[slot] = word | SLOT;
        }
        table
    }

    #[inline]
    fn strike(&mut self, word: u32) {
        let slot = self.slot(word);
        self.slots[slot] &= !SLOT;
    }

    #[inline]
    fn holds(&self, word: u32) -> bool {
        self.slots[self.slot(word)] & SLOT != 0
    }

    /// The slot of a word, or the empty one where it would be.
    #[inline]
    fn slot(&self, word: u32) -> usize {
        let mut slot = (word >> self.shift) as usize;
        while self.slots[slot] != 0 && self.slots[slot] | SLOT != word | SLOT {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Seeds, Words};

    fn print(text: &str) -> Print {
        let mut words = Words::default();
        words.add(text, Span::new(0, text.len()));
        Print::new(&words, Seeds::default())
    }

    fn filled_in(a: &str, b: &str) -> bool {
        let prints = [print(a), print(b)];
        let form = |print, text: &str| Form::new(print, text, Span::new(0, text.len()));
        form(&prints[0], a).is_filled_in_like(&form(&prints[1], b), 1)
    }

    fn names(text: &str) -> usize {
        Form::new(&print(text), text, Span::new(0, text.len())).names()
    }

    #[test]
    fn names_and_figures_are_slots() {
        let text = "on Élan 1,600 it’s Ada’s “Mill”";
        let print = print(text);
        let place = Span::new(3, text.len() - 1);
        let slots = |text: &str| {
            let form = Form::new(&print, text, place);
            form.words.iter().map(|word| word & SLOT).collect::<Vec<_>>()
        };
        assert_eq!(slots(text), [1, 1, 0, 0, 1, 0, 1]);
        // A text that has become shorter.
        assert_eq!(slots("on"), [0, 1, 0, 0, 0]);
    }

    #[test]
    fn the_parts_of_a_word_are_words() {
        let words = |text: &str| Form::new(&print(text), text, Span::new(0, text.len())).words;
        assert_eq!(
            words("at 9:30 Ada’s and 1,600.5 o'clock"),
            words("at 9 30 Ada s and 16005 o clock")
        );
        assert_eq!(words("Ada’s")[..1], words("“Ada”"));
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
    fn what_stands_in_another_place_is_not_alone() {
        let a = "Lower Wick and Upper Marsh will share a boat";
        assert!(!filled_in(a, "Upper Marsh and Lower Wick will share a boat"));
        assert!(filled_in(a, "Upper Marsh and Sandy Hook will share a boat"));
    }

    #[test]
    fn a_row_of_names() {
        let row = "The Honorable Ida Falk, Chair of the Harbour Board, 12 Quay Street, Lower Wick";
        assert!(names(row) > 90, "{}", names(row));
        let text = "The board of the harbour in Lower Wick met again to talk about the bridge";
        assert!(names(text) < 40, "{}", names(text));
        assert_eq!(names("to be or not to be"), 0);
    }
}
