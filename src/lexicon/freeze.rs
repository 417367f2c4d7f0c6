//! Words and the lists they are in → [`Lexicon`].

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::build::{ListFile, closure};
use super::short::ShortWords;
use super::{ClassId, Lexicon, ListId, WordId};

/// What is written to the end of words, and is a token of its own ("year", "'s").
pub(super) struct Clitics<'a> {
    all: Vec<&'a str>,
    /// The bytes they begin with: most words have none of them.
    first: Vec<u8>,
}

impl<'a> Clitics<'a> {
    pub(super) fn new(all: Vec<&'a str>) -> Self {
        let mut first: Vec<u8> = all.iter().filter_map(|one| one.bytes().next()).collect();
        first.sort_unstable();
        first.dedup();
        Self { all, first }
    }

    /// A word and the clitic written to it, as a text has them.
    pub(super) fn part<'w>(&self, word: &'w str) -> impl Iterator<Item = &'w str> + use<'w> {
        let may = word.bytes().any(|byte| self.first.contains(&byte));
        let all = if may { &*self.all } else { &[] };
        let is_written_to = |clitic: &&&str| word.len() > clitic.len() && word.ends_with(**clitic);
        let at = all.iter().find(is_written_to).map(|clitic| word.len() - clitic.len());
        let (word, clitic) = word.split_at(at.unwrap_or(word.len()));
        [word, clitic].into_iter().filter(|part| !part.is_empty())
    }
}

/// Words with their bit rows, before equal rows are shared.
#[derive(Debug, Default)]
pub(super) struct Freezer {
    stride: usize,
    pub(super) words: FxHashMap<Box<str>, WordId>,
    /// By word id, each `stride` long.
    rows: Vec<u64>,
    endings: BTreeMap<String, Vec<u64>>,
}

impl Freezer {
    /// The id of a word, a new one if it has none.
    pub(super) fn intern(&mut self, word: &str) -> WordId {
        if let Some(id) = self.words.get(word) {
            return *id;
        }
        let id = WordId(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        self.words.insert(word.into(), id);
        id
    }

    /// Notes that a word is in a list.
    pub(super) fn mark(&mut self, word: WordId, list: ListId) {
        set(&mut self.rows[word.0 as usize * self.stride..], list);
    }

    /// Makes the rows of all words, with the lists of their endings, and prepares the endings of unlisted
    /// words.
    pub(super) fn make_rows(
        &mut self,
        files: &BTreeMap<String, (usize, ListFile)>,
        by_name: &FxHashMap<String, ListId>,
    ) {
        self.stride = by_name.len().div_ceil(64).max(1);
        let mut except: FxHashMap<WordId, Vec<u64>> = FxHashMap::default();
        for name in files.keys() {
            let list = by_name[name];
            for (_, file) in closure(name, files).iter().filter_map(|part| files.get(part)) {
                for ending in &file.endings {
                    let row = self.endings.entry(ending.to_lowercase()).or_default();
                    row.resize(self.stride, 0);
                    set(row, list);
                }
                for word in &file.except {
                    let id = self.intern(&word.to_lowercase());
                    set(except.entry(id).or_insert_with(|| vec![0; self.stride]), list);
                }
            }
        }
        self.spread_to_longer_endings();
        self.rows = vec![0; self.words.len() * self.stride];
        self.mark_endings(&except);
    }

    fn mark_endings(&mut self, except: &FxHashMap<WordId, Vec<u64>>) {
        // By their last bytes, the longest first: few words have one of those.
        let mut by_last: FxHashMap<u8, Vec<(&str, &[u64])>> = FxHashMap::default();
        for (ending, row) in &self.endings {
            let Some(last) = ending.bytes().last() else { continue };
            by_last.entry(last).or_default().push((ending, row));
        }
        by_last.values_mut().for_each(|all| all.sort_by_key(|(ending, _)| Reverse(ending.len())));
        for (word, id) in &self.words {
            let Some(endings) = word.bytes().last().and_then(|last| by_last.get(&last)) else {
                continue;
            };
            let most = word.len().saturating_sub(super::MIN_STEM);
            let fits = |ending: &str| ending.len() <= most && word.ends_with(ending);
            let Some((_, row)) = endings.iter().find(|(ending, _)| fits(ending)) else { continue };
            let own = &mut self.rows[id.0 as usize * self.stride..];
            for (at, bits) in row.iter().enumerate() {
                own[at] |= bits & !except.get(id).map_or(0, |except| except[at]);
            }
        }
    }

    /// What ends in a longer ending ends in the shorter one, too.
    fn spread_to_longer_endings(&mut self) {
        let shorter = self.endings.clone();
        for (ending, row) in &mut self.endings {
            for (_, bits) in shorter.iter().filter(|(other, _)| ending.ends_with(*other)) {
                row.iter_mut().zip(bits).for_each(|(to, from)| *to |= from);
            }
        }
    }

    /// The lexicon of these words and of lists with these names and phrases.
    pub(super) fn finish(
        self,
        names: Vec<String>,
        by_name: FxHashMap<String, ListId>,
        phrases: Vec<Vec<Box<[WordId]>>>,
    ) -> Lexicon {
        let mut classes: FxHashMap<&[u64], ClassId> = FxHashMap::default();
        let mut rows = Vec::new();
        let nothing = vec![0; self.stride];
        let mut share = |row| {
            let next = ClassId(u32::try_from(classes.len()).unwrap_or(u32::MAX));
            *classes.entry(row).or_insert_with_key(|row| {
                rows.extend_from_slice(row);
                next
            })
        };
        share(&*nothing);
        let class_of: Vec<ClassId> = self.rows.chunks(self.stride).map(&mut share).collect();
        let mut ending_last = vec![false; 256];
        let mut ending_max = 0;
        let mut endings: FxHashMap<Box<str>, ClassId> = FxHashMap::default();
        for (ending, row) in &self.endings {
            if let Some(last) = ending.as_bytes().last() {
                ending_last[usize::from(*last)] = true;
                ending_max = ending_max.max(ending.len());
                endings.insert(ending.as_str().into(), share(row));
            }
        }
        let short = ShortWords::new(
            self.words.iter().map(|(word, id)| (&**word, *id, class_of[id.0 as usize])),
            endings.iter().map(|(ending, class)| (&**ending, *class)),
        );
        Lexicon {
            words: self.words,
            short,
            class_of,
            rows,
            stride: self.stride,
            names,
            by_name,
            phrases,
            endings,
            ending_last,
            ending_max,
        }
    }
}

fn set(row: &mut [u64], list: ListId) {
    row[usize::from(list.0 / 64)] |= 1 << (list.0 % 64);
}
