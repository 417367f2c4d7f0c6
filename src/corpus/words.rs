//! Text → hashes of normalised words.
//!
//! Case, quotation marks, dashes, punctuation and white space are neutral: a word is a run of letters
//! and digits, lower case, without its apostrophes; a compound with hyphens is several words; a number
//! keeps its digits only ("7,000" is 7000). This does not use the lexicon's tokens: it runs over every
//! byte of the corpus and has to be cheap, and what two writers of one word disagree on must not count.

use block::{BLOCK, Block, Open};
use hash::hash_plain;
use scan::Scanner;

use super::bits::write_places;
use crate::span::Span;

mod block;
mod hash;
mod scan;

/// Lowest bit of a word hash: here a sentence begins. Never part of a comparison.
pub const STARTS: u32 = 1;
/// The next bit: the word begins with a digit.
pub const NUMBER: u32 = 2;
/// Stands between words that are not neighbours in the prose (code or page chrome was left out).
/// Equal to no word, itself included.
pub const BREAK: u32 = 0;

/// Whether two hashes are of the same word.
#[inline]
#[must_use]
pub const fn same(a: u32, b: u32) -> bool {
    a | STARTS == b | STARTS && a > STARTS
}

/// The words of a text, in order: their hashes and their bytes.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Hash of each word, [`BREAK`] where prose was left out.
    pub hashes: Vec<u32>,
    /// Start and end of each word in bytes of the text.
    pub bytes: Vec<[u32; 2]>,
    /// Words, or places of words to come, before which a stop may stand, since somebody took the last
    /// of them.
    pub loose: Vec<u32>,
}

impl Words {
    /// Forgets the words, and keeps the room.
    pub fn clear(&mut self) {
        self.hashes.clear();
        self.bytes.clear();
        self.loose.clear();
    }

    /// Makes room for the words of a text of `len` bytes.
    pub fn reserve(&mut self, len: usize) {
        self.hashes.reserve(len / 5);
        self.bytes.reserve(len / 5);
        self.loose.reserve(len / 128);
    }

    /// Adds the words of `span` of `text`.
    pub fn add(&mut self, text: &str, span: Span) {
        let mut scanner = Scanner { text, bytes: text.as_bytes(), at: span.start, end: span.end };
        let mut edges = Edges::default();
        loop {
            self.add_plain(&mut scanner, &mut edges);
            let Some((hash, start, end)) = scanner.next_word() else { break };
            self.loose.push(self.hashes.len() as u32);
            self.hashes.push(hash);
            self.bytes.push([start as u32, end as u32]);
        }
    }

    /// Adds words up to the first one that may be more than ASCII letters and digits: nearly all, and
    /// several times faster than one by one.
    fn add_plain(&mut self, scanner: &mut Scanner<'_>, edges: &mut Edges) {
        let mut open = Open::default();
        while scanner.at < scanner.end {
            let base = scanner.at;
            let left = (scanner.end - base).min(BLOCK);
            let rest = scanner.bytes.get(base..).unwrap_or_default();
            let mut padded = [0; BLOCK];
            let bytes = rest.first_chunk().unwrap_or_else(|| {
                padded[..rest.len()].copy_from_slice(rest);
                &padded
            });
            let block = Block::new(bytes, left, open);
            self.note_stops(&block, edges.starts());
            edges.add(block.edges, base as u32);
            scanner.at = base + block.len;
            open = block.open;
            if block.odd {
                // A word that reaches to there may go on.
                scanner.at = edges.give_up().unwrap_or(scanner.at);
                break;
            }
            if edges.are_many() {
                self.add_words(scanner.bytes, edges);
            }
        }
        edges.end(scanner.at as u32);
        self.add_words(scanner.bytes, edges);
    }

    /// Notes the words of a block before which a stop stands; `before`: how many words begin in the
    /// blocks before it and are not added yet.
    #[inline]
    fn note_stops(&mut self, block: &Block, before: usize) {
        let mut after_stop = block.after_stop;
        while after_stop != 0 {
            let first = after_stop & after_stop.wrapping_neg();
            let earlier = (block.starts & first.wrapping_sub(1)).count_ones() as usize;
            self.loose.push((self.bytes.len() + before + earlier) as u32);
            after_stop ^= first;
        }
    }

    /// Adds the words that are whole.
    fn add_words(&mut self, text: &[u8], edges: &mut Edges) {
        let words = edges.words();
        self.bytes.extend_from_slice(words);
        self.hashes.extend(words.iter().map(|word| hash_plain(text, *word)));
        edges.clear();
    }

    /// Adds a break, unless one is the last thing or nothing stands before it.
    pub fn add_break(&mut self, at: usize) {
        if self.hashes.last().is_some_and(|last| *last != BREAK) {
            self.hashes.push(BREAK);
            self.bytes.push([at as u32; 2]);
        }
    }

    /// Bytes of the words `from..to`.
    #[must_use]
    pub fn span(&self, from: usize, to: usize) -> Span {
        match (self.bytes.get(from), to.checked_sub(1).and_then(|last| self.bytes.get(last))) {
            (Some(first), Some(last)) if from < to => {
                Span::new(first[0] as usize, last[1] as usize)
            }
            _ => Span::default(),
        }
    }

    /// The first word that ends after the byte `offset`.
    #[must_use]
    pub fn at(&self, offset: usize) -> usize {
        self.bytes.partition_point(|[_, end]| *end as usize <= offset)
    }
}

/// First bytes of plain words and one past their last bytes, by turns; of the last word the end may
/// not be there yet.
struct Edges {
    places: [u32; MANY + BLOCK + LATER],
    count: usize,
}

/// Edges that are gathered before their words are added.
const MANY: usize = 256;
/// Edges of a block that are taken at once: most blocks have no more.
const FIRST: usize = 24;
/// Those of blocks with more.
const LATER: usize = 8;

impl Default for Edges {
    fn default() -> Self {
        Self { places: [0; MANY + BLOCK + LATER], count: 0 }
    }
}

impl Edges {
    /// Adds the edges of a block that begins at `base`.
    #[inline]
    fn add(&mut self, edges: u64, base: u32) {
        write_places::<FIRST, LATER>(edges, base, &mut self.places, &mut self.count);
    }

    /// How many words begin.
    #[inline]
    const fn starts(&self) -> usize {
        self.count.div_ceil(2)
    }

    /// Whether the next block may find no room.
    #[inline]
    const fn are_many(&self) -> bool {
        self.count > MANY
    }

    /// Forgets the word that has no end yet, if there is one; gives its first byte.
    fn give_up(&mut self) -> Option<usize> {
        if self.count.is_multiple_of(2) {
            return None;
        }
        self.count -= 1;
        Some(self.places[self.count] as usize)
    }

    /// The text ends at this byte, and with it the word that has no end yet.
    fn end(&mut self, at: u32) {
        if !self.count.is_multiple_of(2) {
            self.places[self.count] = at;
            self.count += 1;
        }
    }

    /// The words that are whole.
    fn words(&self) -> &[[u32; 2]] {
        self.places[..self.count].as_chunks().0
    }

    /// Forgets these.
    fn clear(&mut self) {
        let open = self.count % 2;
        if open == 1 {
            self.places[0] = self.places[self.count - 1];
        }
        self.count = open;
    }
}

#[cfg(test)]
mod tests {
    use proptest::test_runner::Config as ProptestConfig;

    use super::*;

    fn hashes(text: &str) -> Vec<u32> {
        let mut words = Words::default();
        words.add(text, Span::new(0, text.len()));
        words.hashes
    }

    #[test]
    fn case_quotes_dashes_and_line_breaks_are_neutral() {
        let plain = hashes("The harbour master s report its well known 7000 boats");
        let dressed = hashes("“THE Harbour—master’s” report,\nit’s well-known: 7,000 boats…");
        assert_eq!(plain.len(), 10);
        assert_eq!(dressed.len(), 9, "an apostrophe does not split a word");
        assert_eq!(plain[3..].len(), dressed[3..].len() + 1);
        assert_eq!(plain[4], dressed[3]);
        assert_eq!(hashes("don't"), hashes("DON’T"));
        assert_eq!(hashes("Élan"), hashes("élan"));
        assert_ne!(hashes("abcdefgh"), hashes("abcdefghi"));
    }

    #[test]
    fn a_word_has_one_hash_wherever_it_stands() {
        for word in
            ["a", "harbour", "harbours", "Breakwaters", "Élancourt", "naïveté2", "l’Hôpitaux"]
        {
            let alone = hashes(&word.to_uppercase());
            let inside = hashes(&format!("({word}), and so on"));
            assert_eq!(alone[0], inside[0], "{word}");
            assert_eq!(hashes(&format!("x {word}"))[1], alone[0], "{word}");
        }
        assert_eq!(hashes("o'clockmaking"), hashes("oclockmaking"));
        assert_eq!(hashes("1,234,567,890"), hashes("1234567890"));
    }

    /// The words of a text, none of them read by blocks.
    fn one_by_one(text: &str, bytes: std::ops::Range<usize>) -> Words {
        let mut slow = Words::default();
        let (at, end) = (bytes.start, bytes.end);
        let mut scanner = Scanner { text, bytes: text.as_bytes(), at, end };
        while let Some((hash, start, end)) = scanner.next_word() {
            slow.hashes.push(hash);
            slow.bytes.push([start as u32, end as u32]);
        }
        slow
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_has_the_same_words_by_blocks(
            text in "([a-zA-Z]{1,20}|[0-9]{1,9}|[.,:;'’“”!?…é\u{301}\u{ad}\n -]| ){0,90}",
        ) {
            let mut words = Words::default();
            words.add(&text, Span::new(0, text.len()));
            let slow = one_by_one(&text, 0..text.len());
            proptest::prop_assert_eq!(words.hashes, slow.hashes);
            proptest::prop_assert_eq!(words.bytes, slow.bytes);
        }
    }

    #[test]
    fn blocks_cut_no_word() {
        let text = "Ab cd, it’s 1,234.5 o'clock—well-known: naïve internationalisation 9:30 “x”. "
            .repeat(9);
        let all = hashes(&text);
        for start in
            (0..200).filter(|at| text.is_char_boundary(*at) && text[*at..].starts_with(' '))
        {
            for end in (start..text.len()).filter(|at| text.is_char_boundary(*at)) {
                let mut words = Words::default();
                words.add(&text, Span::new(start, end));
                let slow = one_by_one(&text, start..end);
                assert_eq!(words.hashes, slow.hashes);
                assert_eq!(words.bytes, slow.bytes);
            }
        }
        assert_eq!(all.len(), 9 * 11);
    }

    #[test]
    fn many_words_are_added_part_by_part() {
        let text = "a1 b, (c) d-e; f. ".repeat(3 * MANY) + &"m".repeat(3 * BLOCK) + " n";
        let mut words = Words::default();
        words.add(&text, Span::new(0, text.len()));
        let slow = one_by_one(&text, 0..text.len());
        assert_eq!((words.hashes, words.bytes), (slow.hashes, slow.bytes));
        let stops: Vec<u32> = (1..=3 * MANY as u32).map(|sentence| sentence * 6).collect();
        assert_eq!(words.loose, stops);
    }

    #[test]
    fn words_keep_their_bytes() {
        let text = " «Éa’b» c.d 1.5!";
        let mut words = Words::default();
        words.add(text, Span::new(0, text.len()));
        let found: Vec<_> =
            words.bytes.iter().map(|[start, end]| &text[*start as usize..*end as usize]).collect();
        assert_eq!(found, ["Éa’b", "c", "d", "1.5"]);
    }

    #[test]
    fn apostrophes_that_are_letters_end() {
        assert_eq!(hashes("ʼ a ʼʼ, bʼ ʼc aʼb").len(), 4);
    }

    #[test]
    fn a_break_equals_nothing() {
        assert!(!same(BREAK, BREAK));
        assert!(same(6, 7));
        assert!(!same(6, 8));
    }
}
