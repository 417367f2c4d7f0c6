//! A look at the words of a line that costs next to nothing: whether it may be page chrome or the header
//! of a post. What cannot be either is most of every text, and need not be read closely.

use rustc_hash::FxHashMap;

use super::header;
use crate::corpus::{NUMBER, STARTS, normal};
use crate::lexicon::{Lexicon, WordId};

/// What a word may be part of.
#[derive(Debug, Clone, Default)]
struct Uses {
    /// In a header, beside the name.
    header: bool,
    /// The age of a post.
    age: bool,
    /// Says that somebody wrote.
    cue: bool,
    /// A button: a line of nothing but these is chrome.
    button: bool,
    /// Entries that begin with it and stand at the head of a line: the words after it.
    opens: Vec<Box<[u32]>>,
    /// The same of entries that stand anywhere in a short line.
    anywhere: Vec<Box<[u32]>>,
}

/// The words of the lists about zones, as hashes.
#[derive(Debug)]
pub(super) struct Glance {
    /// A bit for each of the words, by their hash: nearly every word of a text is looked up, and nearly
    /// none is there.
    bits: Box<[u64; BITS]>,
    /// A hash table with open addressing, a power of two long: hash of a word (0: none) and its place
    /// in `uses`.
    slots: Box<[(u32, u32)]>,
    uses: Box<[Uses]>,
}

/// Numbers of 64 bits: so many that most words that are not there have a bit of their own, so few that
/// they stay in the nearest cache.
const BITS: usize = 512;

/// The bit of a word, whether a sentence begins with it or not: which number, and which bit of it.
#[inline]
const fn bit_of(word: u32) -> (usize, u64) {
    (word as usize >> 23, 1 << (word >> 17 & 63))
}

/// What a line may be, as far as a glance tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct May {
    pub(super) chrome: bool,
    /// The header of a post.
    pub(super) header: bool,
}

/// Parts of names written with a hyphen are words of their own here.
const NAME: usize = header::NAME * 2;

impl Glance {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let mut all: FxHashMap<u32, Uses> = FxHashMap::default();
        let words = lexicon.spelled();
        for (names, add) in LISTS {
            for list in names.iter().filter_map(|name| lexicon.list(name)) {
                let single = lexicon.words_of(list).map(str::to_owned);
                let phrases = lexicon.phrases(list).iter().map(|phrase| joined(phrase, &words));
                for entry in single.chain(phrases) {
                    if let [first, rest @ ..] = &*normal(&entry) {
                        add(all.entry(*first).or_default(), rest);
                    }
                }
            }
        }
        let len = (all.len() * 4).next_power_of_two();
        let mut glance = Self {
            bits: Box::new([0; BITS]),
            slots: vec![(0, 0); len].into(),
            uses: Box::default(),
        };
        let mut uses = Vec::with_capacity(all.len());
        for (word, its) in all {
            let (number, bit) = bit_of(word);
            glance.bits[number] |= bit;
            let slot = glance.slot(word);
            glance.slots[slot] = (word, uses.len() as u32);
            uses.push(its);
        }
        glance.uses = uses.into();
        glance
    }

    /// Whether a line of these words may begin like chrome.
    pub(super) fn opens(&self, words: &[u32]) -> bool {
        let Some(at) = words.iter().position(is_word) else { return false };
        self.uses(words[at]).is_some_and(|uses| begins(&words[at + 1..], &uses.opens))
    }

    /// What a short line with these words may be.
    pub(super) fn tells(&self, line: &str, words: &[u32]) -> May {
        let (mut plain, mut others, mut buttons, mut ages, mut cues) = (0, 0, 0, 0, 0);
        for (at, word) in words.iter().enumerate().filter(|(_, word)| is_word(word)) {
            plain += 1;
            let Some(uses) = self.uses(*word) else {
                others += 1;
                continue;
            };
            let rest = &words[at + 1..];
            if begins(rest, &uses.anywhere) || plain == 1 && begins(rest, &uses.opens) {
                return May { chrome: true, header: true };
            }
            others += usize::from(!uses.header);
            buttons += usize::from(uses.button);
            ages += usize::from(uses.age);
            cues += usize::from(uses.cue);
        }
        let named = words.len() <= header::TOKENS && others <= NAME;
        let timed = || ages > 0 || words.len() > plain && (cues > 0 || has_time(line));
        May { chrome: buttons > 0 && buttons == plain, header: named && timed() }
    }

    #[inline]
    fn uses(&self, word: u32) -> Option<&Uses> {
        let (number, bit) = bit_of(word);
        if self.bits[number] & bit == 0 {
            return None;
        }
        let (held, at) = self.slots[self.slot(word & !STARTS)];
        if held == 0 { None } else { self.uses.get(at as usize) }
    }

    /// The slot of a word, or the empty one where it would stand.
    #[inline]
    fn slot(&self, word: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = word as usize >> 8 & mask;
        while self.slots[slot].0 != 0 && self.slots[slot].0 != word {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

/// Whether the numbers of a line may be a clock time or an age: a colon or a letter stands behind one.
fn has_time(line: &str) -> bool {
    let clock = |at: usize| line[..at].trim_end().ends_with(|c: char| c.is_ascii_digit());
    let compact = |pair: &[u8]| {
        pair[0].is_ascii_digit() && (pair[1].is_ascii_alphabetic() || !pair[1].is_ascii())
    };
    memchr::memchr_iter(b':', line.as_bytes()).any(clock) || line.as_bytes().windows(2).any(compact)
}

/// Whether this is no number.
#[inline]
fn is_word(word: &u32) -> bool {
    word & NUMBER == 0
}

/// Whether these words, numbers left out, begin with one of the entries.
fn begins(words: &[u32], entries: &[Box<[u32]>]) -> bool {
    entries.iter().any(|entry| {
        let mut words = words.iter().filter(|word| is_word(word)).map(|word| word & !STARTS);
        entry.iter().filter(|word| is_word(word)).all(|wanted| words.next() == Some(*wanted))
    })
}

/// The words of a phrase with white space between them, as a text has them.
fn joined(phrase: &[WordId], words: &[&str]) -> String {
    let mut text = String::new();
    for word in phrase.iter().filter_map(|id| words.get(id.0 as usize)) {
        // A contraction is two words to the lexicon and one to a hash.
        if !word.contains(['\'', '’']) {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

/// How an entry of some lists is added to the uses of its first word.
type Add = fn(&mut Uses, &[u32]);

const LISTS: [(&[&str], Add); 6] = [
    (&["chrome-line", "chrome-opener", "chrome-label"], |uses, rest| uses.opens.push(rest.into())),
    (&["chrome-phrase"], |uses, rest| uses.anywhere.push(rest.into())),
    (&["chrome-word"], |uses, _| uses.button = true),
    (&["post-age-unit"], |uses, _| (uses.header, uses.age) = (true, true)),
    (&["post-cue"], |uses, _| (uses.header, uses.cue) = (true, true)),
    (
        &[
            "post-ago",
            "post-day",
            "post-filler",
            "post-ordinal",
            "month-any",
            "weekday",
            "weekday-short",
        ],
        |uses, _| uses.header = true,
    ),
];
