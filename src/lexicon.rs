//! The words of a language: lists with inflected forms, endings and phrases, from a language pack.
//!
//! A language pack is a folder of TOML files (`rules/language/en/*.toml`). Every top-level table of
//! such a file is one word list:
//!
//! ```toml
//! [reporting-verb]
//! about    = "verbs that report what somebody said"
//! paradigm = "verb"                   # inflect every word by [paradigm.verb]
//! words    = ["warn", "say, says, said, said, saying", "point out"]
//! include  = ["thinking-verb"]        # everything in these lists too
//! endings  = ["ists"]                 # an unlisted word with this ending belongs here too …
//! except   = ["lists"]                # … but not these
//! ```
//!
//! An entry with commas spells out the forms in the paradigm's order; spaces make a phrase. A list
//! with a paradigm also makes one list per form, `reporting-verb.past`. Paradigms are data too, in the
//! pack's `paradigms.toml`: see [`Paradigm`]. The code below knows no word of any language.

mod build;
mod freeze;
mod inflect;
mod short;

pub use build::{LexiconBuilder, ListError};
pub use inflect::Paradigm;

use rustc_hash::FxHashMap;

pub(crate) use short::Short;
use short::ShortWords;

/// A word of the lexicon, lower case; [`WordId::UNKNOWN`] for every other word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WordId(pub u32);

impl WordId {
    /// Any word that no list and no pattern names.
    pub const UNKNOWN: Self = Self(0);
}

/// A word list, or one form of an inflected list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub(crate) u16);

/// The set of lists that a word belongs to; equal sets share a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ClassId(pub(crate) u32);

/// The frozen words and lists of one language and of all patterns over it.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: FxHashMap<Box<str>, WordId>,
    /// Those of them that are short, once more: nearly all that are looked up.
    short: ShortWords,
    /// By word id.
    class_of: Vec<ClassId>,
    /// Bit rows, `stride` words of 64 bits each, by class id; class 0 is the empty set.
    rows: Vec<u64>,
    stride: usize,
    names: Vec<String>,
    by_name: FxHashMap<String, ListId>,
    /// Phrases of each list.
    phrases: Vec<Vec<Box<[WordId]>>>,
    /// Ending → class of an unlisted word with it.
    endings: FxHashMap<Box<str>, ClassId>,
    ending_last: Vec<bool>,
    ending_max: usize,
}

/// Shortest rest of a word before an ending, in bytes: "ists" alone is not an ending of itself.
const MIN_STEM: usize = 2;

impl Lexicon {
    /// Looks up a word in lower case; gives its id and class. Unlisted words get a class by ending.
    #[must_use]
    pub fn look_up(&self, word: &str) -> (WordId, ClassId) {
        if let Some(word) = Short::new(word) {
            return self.look_up_short(word);
        }
        if let Some(id) = self.words.get(word) {
            return (*id, self.class_of[id.0 as usize]);
        }
        (WordId::UNKNOWN, self.class_by_ending(word))
    }

    /// The same of a short word.
    #[inline]
    pub(crate) fn look_up_short(&self, word: Short) -> (WordId, ClassId) {
        self.short.find(word).unwrap_or_else(|| (WordId::UNKNOWN, self.short.class_by_ending(word)))
    }

    fn class_by_ending(&self, word: &str) -> ClassId {
        let last = word.as_bytes().last().copied().unwrap_or(0);
        if !self.ending_last.get(usize::from(last)).copied().unwrap_or(false) {
            return ClassId(0);
        }
        let longest = self.ending_max.min(word.len().saturating_sub(MIN_STEM));
        (1..=longest)
            .rev()
            .filter_map(|len| word.get(word.len() - len..))
            .find_map(|ending| self.endings.get(ending).copied())
            .unwrap_or_default()
    }

    /// The list of that name (`reporting-verb` or `reporting-verb.past`), if the pack has it.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<ListId> {
        self.by_name.get(name).copied()
    }

    /// The name of a list.
    #[must_use]
    pub fn list_name(&self, list: ListId) -> &str {
        &self.names[usize::from(list.0)]
    }

    /// All list names, form lists included, in the order of their ids.
    #[must_use]
    pub fn list_names(&self) -> &[String] {
        &self.names
    }

    /// Whether words of `class` belong to `list`.
    #[inline]
    #[must_use]
    pub fn has(&self, class: ClassId, list: ListId) -> bool {
        let at = class.0 as usize * self.stride + usize::from(list.0 / 64);
        self.rows.get(at).is_some_and(|bits| bits >> (list.0 % 64) & 1 == 1)
    }

    /// The classes whose words belong to `list`.
    pub fn classes_of(&self, list: ListId) -> impl Iterator<Item = ClassId> {
        let (part, bit) = (usize::from(list.0 / 64), list.0 % 64);
        let parts = self.rows.iter().skip(part).step_by(self.stride.max(1));
        let has = move |(bits, _): &(&u64, u32)| *bits >> bit & 1 == 1;
        parts.zip(0..).filter(has).map(|(_, class)| ClassId(class))
    }

    /// The phrases (entries of several words) of a list.
    #[must_use]
    pub fn phrases(&self, list: ListId) -> &[Box<[WordId]>] {
        &self.phrases[usize::from(list.0)]
    }

    /// All single words, in no order.
    pub fn words(&self) -> impl Iterator<Item = (&str, WordId)> {
        self.words.iter().map(|(word, id)| (&**word, *id))
    }

    /// All single words by their ids.
    #[must_use]
    pub fn spelled(&self) -> Vec<&str> {
        let mut all = vec![""; self.word_count()];
        self.words().for_each(|(word, id)| all[id.0 as usize] = word);
        all
    }

    /// The single words of a list, in no order.
    pub fn words_of(&self, list: ListId) -> impl Iterator<Item = &str> {
        let listed = move |(_, id): &(&str, WordId)| self.has(self.class_of(*id), list);
        self.words().filter(listed).map(|(word, _)| word)
    }

    /// The entries of the list of that name spelled out, words and phrases, in no order; none if there is
    /// no such list.
    #[must_use]
    pub fn entries(&self, name: &str) -> Vec<String> {
        let Some(list) = self.list(name) else { return Vec::new() };
        let phrases = self.phrases(list);
        let spelled = if phrases.is_empty() { Vec::new() } else { self.spelled() };
        let spell = |phrase: &[WordId]| {
            phrase.iter().map(|id| spelled[id.0 as usize]).collect::<Vec<_>>().join(" ")
        };
        let words = self.words_of(list).map(str::to_owned);
        words.chain(phrases.iter().map(|phrase| spell(phrase))).collect()
    }

    /// The id of a lower-case word, if any list or pattern names it.
    #[must_use]
    pub fn word(&self, word: &str) -> Option<WordId> {
        self.words.get(word).copied()
    }

    /// How many words there are, [`WordId::UNKNOWN`] included.
    #[must_use]
    pub fn word_count(&self) -> usize {
        self.class_of.len()
    }

    /// The class of a known word.
    #[must_use]
    pub fn class_of(&self, word: WordId) -> ClassId {
        self.class_of[word.0 as usize]
    }

    /// How many classes there are.
    #[must_use]
    pub fn class_count(&self) -> usize {
        self.rows.len().checked_div(self.stride).unwrap_or(0)
    }

    /// The id of a word that a pattern names, added if it is new.
    pub fn intern(&mut self, word: &str) -> WordId {
        if let Some(id) = self.words.get(word) {
            return *id;
        }
        let id = WordId(u32::try_from(self.class_of.len()).unwrap_or(u32::MAX));
        let class = self.class_by_ending(word);
        self.class_of.push(class);
        self.words.insert(word.into(), id);
        self.short.add(word, id, class);
        id
    }
}
