//! Text → hashes of normalised words.
//!
//! Case, quotation marks, dashes, punctuation and white space are neutral: a word is a run of letters
//! and digits, lower case, without its apostrophes; a compound with hyphens is several words; a number
//! keeps its digits only ("7,000" is 7000). This does not use the lexicon's tokens: it runs over every
//! byte of the corpus and has to be cheap, and what two writers of one word disagree on must not count.

use block::{BLOCK, Block, Open};

use super::bits::write_places;
use crate::span::Span;

mod block;

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

/// What the halves of the first and of every further sixteen bytes of a word are mixed with.
const KEYS: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xD134_2543_DE82_EF95];
/// Bytes that are hashed together.
const PIECE: usize = 16;
/// A bit that every hash has: none is [`BREAK`].
const SOME: u32 = 4;

/// Adds up to sixteen bytes of a word to the state of its hash: a product of 128 bits, folded (the
/// way of wyhash).
#[inline]
const fn fold(state: u64, bytes: [u64; 2]) -> u64 {
    product(state ^ bytes[0] ^ KEYS[0], bytes[1] ^ KEYS[1])
}

/// The halves of a product of 128 bits as one.
#[inline]
const fn product(a: u64, b: u64) -> u64 {
    let product = a as u128 * b as u128;
    (product >> 64) as u64 ^ product as u64
}

/// The hash of a word from its state; `first` is its first byte, or the first of what a letter beyond
/// ASCII becomes.
#[inline]
const fn finish(state: u64, first: u64) -> u32 {
    // Of letters and figures, only figures lack this bit.
    let kind = (SOME | NUMBER) ^ (first as u32 >> 5 & NUMBER);
    state as u32 & !(STARTS | NUMBER | SOME) | kind
}

/// The hash of a word of ASCII letters and digits.
#[inline]
fn hash_plain(text: &[u8], [start, end]: [u32; 2]) -> u32 {
    let (start, end) = (start as usize, end as usize);
    if let Some(mask) = MASKS.get(end - start)
        && let Some(bytes) = text.get(start..start + PIECE).and_then(<[u8]>::first_chunk)
    {
        // The same as below of the only piece.
        let [low, high] = halves(bytes);
        let mixed = product(
            (low & mask.letters[0]) ^ mask.rest[0],
            (high & mask.letters[1]) ^ mask.rest[1],
        );
        return finish(mixed, low);
    }
    hash_pieces(text.get(start..end).unwrap_or_default())
}

/// The same of a long word, or one near the end of the text.
#[cold]
fn hash_pieces(word: &[u8]) -> u32 {
    let mut state = 0;
    for piece in word.chunks(PIECE) {
        let mut bytes = [0; PIECE];
        bytes[..piece.len()].copy_from_slice(piece);
        bytes.iter_mut().take(piece.len()).for_each(|byte| *byte |= LOWER);
        state = fold(state, halves(&bytes));
    }
    finish(state, word.first().copied().map_or(0, u64::from))
}

/// Sixteen bytes as two numbers.
#[inline]
fn halves(bytes: &[u8; PIECE]) -> [u64; 2] {
    let (halves, _) = bytes.as_chunks();
    [0, 1].map(|half| u64::from_le_bytes(halves[half]))
}

/// Makes an ASCII letter small and leaves a figure as it is.
const LOWER: u8 = 0x20;

/// What makes the bytes of a word out of the sixteen from its first on, and mixes them with [`KEYS`].
#[derive(Clone, Copy)]
struct Mask {
    /// The bits of its bytes, without those that tell a small letter from a capital.
    letters: [u64; 2],
    /// Those, and the keys.
    rest: [u64; 2],
}

/// By the length of the word.
const MASKS: [Mask; PIECE + 1] = {
    let mut masks = [Mask { letters: [0; 2], rest: KEYS }; PIECE + 1];
    let mut len = 1;
    while len <= PIECE {
        masks[len] = masks[len - 1];
        let (half, shift) = ((len - 1) / 8, 8 * ((len - 1) % 8));
        masks[len].letters[half] |= (!LOWER as u64) << shift;
        masks[len].rest[half] ^= (LOWER as u64) << shift;
        len += 1;
    }
    masks
};

/// Hashes the bytes of a normalised word one by one.
#[derive(Default)]
struct Hasher {
    state: u64,
    pending: u128,
    length: u32,
    first: u8,
}

impl Hasher {
    #[inline]
    const fn push(&mut self, byte: u8) {
        if self.state == 0 && self.length == 0 {
            self.first = byte;
        }
        if self.length == PIECE as u32 {
            self.state = fold(self.state, self.piece());
            (self.pending, self.length) = (0, 0);
        }
        self.pending |= (byte as u128) << (8 * self.length);
        self.length += 1;
    }

    const fn piece(&self) -> [u64; 2] {
        [self.pending as u64, (self.pending >> 64) as u64]
    }

    const fn finish(self) -> u32 {
        finish(fold(self.state, self.piece()), self.first as u64)
    }
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '’' | '‘' | 'ʼ')
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl Scanner<'_> {
    /// The next word: hash, first byte, one past the last byte.
    #[inline]
    fn next_word(&mut self) -> Option<(u32, usize, usize)> {
        while self.at < self.end && !self.starts_word() {}
        if self.at >= self.end {
            return None;
        }
        let start = self.at;
        let mut hasher = Hasher::default();
        loop {
            self.ascii(&mut hasher);
            match self.bytes.get(self.at).filter(|_| self.at < self.end) {
                Some(byte) if byte.is_ascii() => {
                    if !self.joins(*byte) {
                        break;
                    }
                    self.at += 1;
                }
                Some(_) if self.wide(&mut hasher) => {}
                _ => break,
            }
        }
        Some((hasher.finish(), start, self.at))
    }

    /// Takes the run of ASCII letters and digits that stands here.
    #[inline]
    fn ascii(&mut self, hasher: &mut Hasher) {
        while self.at < self.end && self.bytes[self.at].is_ascii_alphanumeric() {
            hasher.push(self.bytes[self.at].to_ascii_lowercase());
            self.at += 1;
        }
    }

    /// Whether a word starts here; steps over the character if not.
    #[inline]
    fn starts_word(&mut self) -> bool {
        let byte = self.bytes[self.at];
        if byte.is_ascii() {
            let starts = byte.is_ascii_alphanumeric();
            self.at += usize::from(!starts);
            return starts;
        }
        let Some(c) = self.wide_char() else { return false };
        // One of the apostrophes is a letter to Unicode; taken for a word of its own it would end
        // before it began, again and again.
        if !c.is_alphanumeric() || is_apostrophe(c) {
            self.at += c.len_utf8();
            return false;
        }
        true
    }

    fn wide_char(&mut self) -> Option<char> {
        let c = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        if c.is_none() {
            self.at = self.end;
        }
        c
    }

    /// An apostrophe between letters, or a separator between digits, does not end a word.
    #[inline]
    fn joins(&self, byte: u8) -> bool {
        if !matches!(byte, b'\'' | b'.' | b',' | b':') {
            return false;
        }
        let next = self.bytes.get(self.at + 1).filter(|_| self.at + 1 < self.end);
        if byte == b'\'' {
            return next.is_some_and(u8::is_ascii_alphabetic);
        }
        let before = self.at.checked_sub(1).and_then(|at| self.bytes.get(at));
        next.is_some_and(u8::is_ascii_digit) && before.is_some_and(u8::is_ascii_digit)
    }

    /// Takes a character beyond ASCII into the word; false if it ends the word.
    fn wide(&mut self, hasher: &mut Hasher) -> bool {
        let Some(c) = self.wide_char() else { return false };
        let next = self.at + c.len_utf8();
        if is_apostrophe(c) {
            let goes_on = next < self.end
                && self.text.get(next..).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
            if goes_on {
                self.at = next;
            }
            return goes_on;
        }
        let mark = ('\u{300}'..='\u{36f}').contains(&c) || c == '\u{ad}';
        if !c.is_alphanumeric() && !mark {
            return false;
        }
        if !mark {
            let mut buffer = [0; 4];
            for lower in c.to_lowercase() {
                lower.encode_utf8(&mut buffer).bytes().for_each(|byte| hasher.push(byte));
            }
        }
        self.at = next;
        true
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
