//! Copies that are none: a form filled in twice, a row of names, titles and figures.
//!
//! “Ada Roe announced today that Lower Wick will receive $200” and the same with another town share most
//! of their words and tell different things. The words are those of the prints, but for what follows an
//! apostrophe: “Ada’s” has the same name as “Ada”. Which of them are names is asked of the text.

use std::ops::Range;

use super::step::out_of_step;
use crate::corpus::{BREAK, NUMBER, Print, STARTS, normal};
use crate::span::Span;

/// Least bytes of a word that carries meaning; shorter ones stand in names in lower case.
const HEAVY: usize = 4;

/// A place that may be compared with another: nothing of it is read before that is done.
#[derive(Debug)]
pub(super) struct Form<'a> {
    print: &'a Print,
    /// Its words in the print.
    words: Range<usize>,
    text: Box<str>,
    /// Whether there may be parts of words in it.
    has_joints: bool,
    /// Bytes of the document before it.
    start: usize,
}

impl<'a> Form<'a> {
    /// The form of `place` in `text`, of which `print` was made.
    pub fn new(print: &'a Print, text: &str, place: Span) -> Self {
        let words = print.words_in(place);
        let text = text.get(place.range()).unwrap_or_default();
        Self { print, words, text: text.into(), has_joints: has_joints(text), start: place.start }
    }

    fn words(&self) -> &'a [u32] {
        self.print.words.get(self.words.clone()).unwrap_or_default()
    }

    /// Whether at least so many in a hundred of the words that carry meaning are names, titles and
    /// figures. A text without small letters does not show them.
    pub fn is_names(&self, least: usize) -> bool {
        let has = |kind: fn(char) -> bool| self.text.contains(kind);
        if has(char::is_alphabetic) && !has(char::is_lowercase) {
            return false;
        }
        // Words that are still to come, at most.
        let mut left = if self.has_joints { self.text.len() } else { self.words.len() };
        let (mut slots, mut others) = (0_usize, 0);
        let is_enough = |slots: usize, others: usize| slots * 100 >= least * (slots + others);
        self.each(
            0..self.words.len(),
            |_| false,
            |part| {
                let is_heavy = part.hash & NUMBER != 0 || part.len >= HEAVY;
                slots += usize::from(is_heavy && part.is_slot);
                others += usize::from(is_heavy && !part.is_slot);
                left = left.saturating_sub(1);
                is_enough(slots + left, others)
            },
        );
        slots + others > 0 && is_enough(slots, others)
    }

    /// Whether what differs between two texts is for the most part names and figures, `least` words of
    /// that kind on each side.
    pub fn is_filled_in_like(&self, other: &Self, least: usize) -> bool {
        let [own, theirs] = out_of_step(self.words(), other.words());
        if own.is_empty() || theirs.is_empty() {
            return false;
        }
        let in_a = self.alone(&own, other, least);
        if in_a.0 < least {
            return false;
        }
        let in_b = other.alone(&theirs, self, least);
        in_b.0 >= least && in_a.0 + in_b.0 >= in_a.1 + in_b.1
    }

    /// How many names and figures and how many other words there are in `ranges` that are not among the
    /// words of `other`; more of them if there are fewer than `least` names and figures.
    fn alone(&self, ranges: &[Range<usize>], other: &Self, least: usize) -> (usize, usize) {
        let words = ranges.iter().map(ExactSizeIterator::len).sum();
        let known = Known::new(other.words(), words);
        let mut alone: Vec<Part> = Vec::new();
        for range in ranges {
            let is_known = |word| known.holds(word);
            self.each(range.clone(), is_known, |part| {
                // The word itself is looked up already.
                if part.hash == part.word || !is_known(part.hash) {
                    alone.push(part);
                }
                true
            });
        }
        let count = |alone: &[Part]| {
            let slots = alone.iter().filter(|part| part.is_slot).count();
            (slots, alone.len() - slots)
        };
        let all = count(&alone);
        if all.0 < least || !other.has_joints {
            return all;
        }
        // The parts of words take longer to find than all words together.
        let parts: Vec<u32> = joined(&other.text).flat_map(normal).collect();
        alone.retain(|part| !holds(&parts, part.word) && !holds(&parts, part.hash));
        count(&alone)
    }

    /// Calls `found` with each word of a range, or with its parts if it has several; but for words that
    /// are to be skipped. It goes on for as long as `found` says so.
    fn each(
        &self,
        range: Range<usize>,
        skip: impl Fn(u32) -> bool,
        mut found: impl FnMut(Part) -> bool,
    ) {
        let text = &*self.text;
        let mut add = |word: u32, hash: u32, at: usize, len: usize| {
            let is_slot = hash & NUMBER != 0 || is_capital(text, at);
            found(Part { word, hash, len, is_slot })
        };
        let places = self.print.places(self.words.start + range.start);
        let words = self.words().get(range).unwrap_or_default();
        for (word, place) in words.iter().zip(places) {
            if *word == BREAK || skip(*word) {
                continue;
            }
            let start = place.start.saturating_sub(self.start);
            let own = text.get(start..start + place.len()).unwrap_or_default();
            let goes_on = if self.has_joints && own.bytes().any(is_joint) {
                let mut at = start;
                own.split_inclusive(JOINTS).all(|part| {
                    let len = part.trim_end_matches(JOINTS).len();
                    let start = at;
                    at += part.len();
                    normal(part).into_iter().all(|hash| add(*word, hash, start, len))
                })
            } else {
                add(*word, *word, start, own.len())
            };
            if !goes_on {
                return;
            }
        }
    }
}

/// A word of a text, or one of its parts.
struct Part {
    /// The hash of all of the word.
    word: u32,
    hash: u32,
    /// Bytes.
    len: usize,
    /// Whether a form leaves it open, as it does a name or a figure.
    is_slot: bool,
}

/// What joins the parts of a word.
const JOINTS: [char; 4] = ['\'', '’', '‘', ':'];

/// Whether a joint may begin with that byte.
const fn is_joint(byte: u8) -> bool {
    matches!(byte, b'\'' | b':') || byte == "’".as_bytes()[0]
}

/// Whether there may be a joint.
fn has_joints(text: &str) -> bool {
    memchr::memchr3(b'\'', b':', "’".as_bytes()[0], text.as_bytes()).is_some()
}

/// Whether a capital letter stands there.
#[inline]
fn is_capital(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => byte.is_ascii_uppercase(),
        _ => text.get(at..).is_some_and(|rest| rest.starts_with(char::is_uppercase)),
    }
}

/// The words of a text, for others to be looked up among them.
enum Known<'a> {
    /// As they are: to look at all of them for each of a few takes less than to put them in order.
    Few(&'a [u32]),
    /// In a table: to sort them would take longer.
    Table(Table),
}

/// Most words that are looked up by looking at all.
const FEW: usize = 16;

impl<'a> Known<'a> {
    /// For so many words to be looked up.
    fn new(words: &'a [u32], lookups: usize) -> Self {
        if lookups <= FEW { Self::Few(words) } else { Self::Table(Table::new(words)) }
    }

    fn holds(&self, word: u32) -> bool {
        match self {
            Self::Few(words) => holds(words, word),
            Self::Table(table) => table.holds(word),
        }
    }
}

/// Whether a word is among others; so simple that they are compared side by side.
fn holds(words: &[u32], word: u32) -> bool {
    let word = word | STARTS;
    let holds = |few: &[u32]| few.iter().fold(false, |found, one| found | (one | STARTS == word));
    words.chunks(64).any(holds)
}

/// A table of words.
struct Table {
    /// 0 where there is none.
    slots: Vec<u32>,
    /// The high bits of a word tell where it is: what is left of it after so many are taken away.
    shift: u32,
}

impl Table {
    fn new(words: &[u32]) -> Self {
        // So much room that few words meet others, and always an empty slot.
        let room = 2 * words.len() + 2;
        let bits = room.next_power_of_two().trailing_zeros();
        let mut table = Self { slots: vec![0; 1 << bits], shift: u32::BITS - bits };
        for word in words {
            let slot = table.slot(*word);
            table.slots[slot] = word | STARTS;
        }
        table
    }

    fn holds(&self, word: u32) -> bool {
        self.slots[self.slot(word)] != 0
    }

    /// The slot of a word, or the empty one where it would be.
    fn slot(&self, word: u32) -> usize {
        let word = word | STARTS;
        let mut slot = (word >> self.shift) as usize;
        while self.slots[slot] != 0 && self.slots[slot] != word {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }
}

/// What stands before and after each joint between letters or figures.
fn joined(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let marks = memchr::memchr3_iter(b'\'', b':', "’".as_bytes()[0], bytes);
    let parts = marks.filter_map(|at| {
        let joint = text.get(at..)?.chars().next().filter(|joint| JOINTS.contains(joint))?;
        let (before, after) = (text.get(..at)?, text.get(at + joint.len_utf8()..)?);
        if !(before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)) {
            return None;
        }
        let ends = |c: char| c.is_whitespace() || JOINTS.contains(&c);
        Some([before.rsplit(ends).next()?, after.split(ends).next()?])
    });
    parts.flatten()
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

    fn is_names(text: &str, least: usize) -> bool {
        Form::new(&print(text), text, Span::new(0, text.len())).is_names(least)
    }

    #[test]
    fn names_and_figures_are_slots() {
        let text = "on Élan 1,600 it’s Ada’s “Mill”";
        let print = print(text);
        let place = Span::new(3, text.len() - "”".len());
        let slots = |text: &str| {
            let mut slots = Vec::new();
            let form = Form::new(&print, text, place);
            form.each(
                0..form.words.len(),
                |_| false,
                |part| {
                    slots.push(part.is_slot);
                    true
                },
            );
            slots
        };
        assert_eq!(slots(text), [true, true, false, false, true, false, true]);
        // A text that has become shorter.
        assert_eq!(slots("on"), [false, true, false, false, false]);
    }

    #[test]
    fn the_parts_of_a_word_are_words() {
        let words = |text: &str| {
            let (print, mut words) = (print(text), Vec::new());
            let form = Form::new(&print, text, Span::new(0, text.len()));
            form.each(
                0..form.words.len(),
                |_| false,
                |part| {
                    words.push((part.hash, part.len));
                    true
                },
            );
            words
        };
        let parts = words("at 9:30 Ada’s and o'clock");
        assert_eq!(parts, words("at 9 30 Ada s and o clock"));
        let all: Vec<&str> = joined("at 9:30: “Ada’s ‘and’ it-is—o'clock").collect();
        assert_eq!(all, ["9", "30", "“Ada", "s", "it-is—o", "clock"]);
    }

    #[test]
    fn a_name_in_the_genitive_is_that_name() {
        let a = "Ada’s school in Lower Wick";
        assert!(!filled_in(a, "Ada and the school in Lower Wick"));
        assert!(!filled_in("Ada and the school in Lower Wick", a));
        assert!(filled_in(a, "Ida’s school in Lower Wick"));
        // The apostrophe was lost.
        assert!(!filled_in("Wick’s school is new", "Wicks school is new"));
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
    fn many_words_are_looked_up_as_few_are() {
        let many: Vec<String> = (0..40).map(|at| format!("Ada{at} sold {at}")).collect();
        let (one, other) = (many.join(" and "), many[1..].join(", "));
        let prints = [print(&one), print(&other)];
        let words = [&prints[0].words, &prints[1].words];
        for lookups in [FEW, FEW + 1] {
            let known = Known::new(words[1], lookups);
            let alone: Vec<usize> =
                (0..words[0].len()).filter(|at| !known.holds(words[0][*at])).collect();
            // “Ada0”, “0”, and every “and”.
            assert_eq!(alone.len(), 2 + 39);
        }
    }

    #[test]
    fn a_row_of_names() {
        let row = "The Honorable Ida Falk, Chair of the Harbour Board, 12 Quay Street, Lower Wick";
        assert!(is_names(row, 91));
        let text = "The board of the harbour in Lower Wick met again to talk about the bridge";
        assert!(!is_names(text, 40));
        assert!(!is_names("to be or not to be", 1));
        assert!(!is_names("THE PIER LEAKS AGAIN", 1) && is_names("12 14 16", 100));
        // What comes late counts as well.
        let text = "the pier leaks again at Lower Wick, Upper Marsh, Sandy Hook and Bell’s Rock";
        assert!(is_names(text, 72) && !is_names(text, 73));
    }
}
