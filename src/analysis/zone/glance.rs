//! A look at the words of a line that costs next to nothing: whether it may be page chrome or the header
//! of a post. What cannot be either is most of every text, and need not be read closely.

use rustc_hash::FxHashMap;

use super::header;
use crate::corpus::{STARTS, normal};
use crate::lexicon::{Lexicon, WordId};

/// What a word may be part of.
#[derive(Debug, Clone, Default)]
struct Uses {
    /// In a header, beside the name.
    header: bool,
    /// The age of a post.
    age: bool,
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
    uses: FxHashMap<u32, Uses>,
    /// A bit for every word of `uses`, and now and then for another.
    known: Box<[u64; 1 << (KNOWN - 6)]>,
}

/// Bits of a hash that choose its bit in `known`.
const KNOWN: u32 = 16;
/// Parts of names written with a hyphen are words of their own here.
const NAME: usize = header::NAME * 2;

impl Glance {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let mut glance =
            Self { uses: FxHashMap::default(), known: Box::new([0; 1 << (KNOWN - 6)]) };
        let words: FxHashMap<WordId, &str> = lexicon.words().map(|(word, id)| (id, word)).collect();
        for (names, add) in LISTS {
            for list in names.iter().filter_map(|name| lexicon.list(name)) {
                let single = lexicon.words_of(list).map(str::to_owned);
                let phrases = lexicon.phrases(list).iter().map(|phrase| joined(phrase, &words));
                for entry in single.chain(phrases) {
                    if let [first, rest @ ..] = &*normal(&entry) {
                        add(glance.uses.entry(*first).or_default(), rest);
                        let (at, bit) = place(*first);
                        glance.known[at] |= bit;
                    }
                }
            }
        }
        glance
    }

    /// Whether a line of these words, numbers left out, may begin like chrome.
    pub(super) fn opens(&self, words: &[u32]) -> bool {
        let Some((first, rest)) = words.split_first() else { return false };
        self.uses(*first).is_some_and(|uses| begins(rest, &uses.opens))
    }

    /// Whether a short line may be chrome or a header; `words` are those that are no number.
    pub(super) fn tells(&self, words: &[u32], numbers: usize) -> bool {
        let (mut others, mut buttons, mut ages) = (0, 0, 0);
        for (at, word) in words.iter().enumerate() {
            let Some(uses) = self.uses(*word) else {
                others += 1;
                continue;
            };
            let rest = &words[at + 1..];
            if begins(rest, &uses.anywhere) || at == 0 && begins(rest, &uses.opens) {
                return true;
            }
            others += usize::from(!uses.header);
            buttons += usize::from(uses.button);
            ages += usize::from(uses.age);
        }
        let header =
            words.len() + numbers <= header::TOKENS && others <= NAME && numbers + ages > 0;
        header || buttons > 0 && buttons == words.len()
    }

    #[inline]
    fn uses(&self, word: u32) -> Option<&Uses> {
        let word = word & !STARTS;
        let (at, bit) = place(word);
        if self.known[at] & bit == 0 { None } else { self.uses.get(&word) }
    }
}

#[inline]
const fn place(word: u32) -> (usize, u64) {
    let at = word >> (32 - KNOWN);
    ((at >> 6) as usize, 1 << (at & 63))
}

fn begins(words: &[u32], entries: &[Box<[u32]>]) -> bool {
    let same = |(word, wanted): (&u32, &u32)| word & !STARTS == *wanted;
    let fits = |entry: &[u32]| entry.len() <= words.len() && words.iter().zip(entry).all(same);
    entries.iter().any(|entry| fits(entry))
}

/// The words of a phrase with white space between them, as a text has them.
fn joined(phrase: &[WordId], words: &FxHashMap<WordId, &str>) -> String {
    let mut text = String::new();
    for word in phrase.iter().filter_map(|id| words.get(id)) {
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

const LISTS: [(&[&str], Add); 5] = [
    (&["chrome-line", "chrome-opener", "chrome-label"], |uses, rest| uses.opens.push(rest.into())),
    (&["chrome-phrase"], |uses, rest| uses.anywhere.push(rest.into())),
    (&["chrome-word"], |uses, _| uses.button = true),
    (&["post-age-unit"], |uses, _| (uses.header, uses.age) = (true, true)),
    (
        &[
            "post-ago",
            "post-cue",
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
