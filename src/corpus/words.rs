//! Text → hashes of normalised words.
//!
//! Case, quotation marks, dashes, punctuation and white space are neutral: a word is a run of letters
//! and digits, lower case, without its apostrophes; a compound with hyphens is several words; a number
//! keeps its digits only ("7,000" is 7000). This does not use the lexicon's tokens: it runs over every
//! byte of the corpus and has to be cheap, and what two writers of one word disagree on must not count.

use crate::span::Span;

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
    pub bytes: Vec<(u32, u32)>,
}

impl Words {
    /// Makes room for the words of a text of `len` bytes.
    pub fn reserve(&mut self, len: usize) {
        self.hashes.reserve(len / 5);
        self.bytes.reserve(len / 5);
    }

    /// Adds the words of `span` of `text`.
    pub fn add(&mut self, text: &str, span: Span) {
        let mut scanner = Scanner { text, bytes: text.as_bytes(), at: span.start, end: span.end };
        loop {
            self.add_plain(&mut scanner);
            let Some((hash, start, end)) = scanner.next_word() else { break };
            self.push(hash, start, end);
        }
    }

    #[inline]
    fn push(&mut self, hash: u32, start: usize, end: usize) {
        self.hashes.push(hash);
        self.bytes.push((start as u32, end as u32));
    }

    /// Adds words up to the first one that is more than ASCII letters and digits, or too near to the
    /// end of the text: nearly all, and several times faster than one by one.
    fn add_plain(&mut self, scanner: &mut Scanner<'_>) {
        loop {
            let base = scanner.at;
            let Some(block) = scanner.bytes.get(base..).and_then(<[u8]>::first_chunk) else {
                return;
            };
            let Masks { mut word, mut wide } = Masks::new(block);
            let left = scanner.end.saturating_sub(base).min(BLOCK);
            if left == 0 {
                return;
            }
            let inside = u64::MAX >> (BLOCK - left);
            (word, wide) = (word & inside, wide & inside);
            let wide = wide.trailing_zeros() as usize;
            let mut rest = word;
            loop {
                let start = rest.trailing_zeros() as usize;
                if start >= wide.min(left) {
                    scanner.at = base + wide.min(left);
                    if wide < left {
                        return;
                    }
                    break;
                }
                let len = (!(word >> start)).trailing_zeros() as usize;
                let end = start + len;
                if end == BLOCK && start > 0 && base + end < scanner.end {
                    // It may go on: a new block begins with it.
                    scanner.at = base + start;
                    break;
                }
                let joined = end < left
                    && matches!(block[end], b'\'' | b'.' | b',' | b':')
                    && block[end + 1].is_ascii_alphanumeric();
                if end >= BLOCK || end == wide || joined {
                    scanner.at = base + start;
                    return;
                }
                self.push(hash_plain(block, start, len), base + start, base + end);
                rest = rest >> end << end;
            }
        }
    }

    /// Adds a break, unless one is the last thing or nothing stands before it.
    pub fn add_break(&mut self, at: usize) {
        if self.hashes.last().is_some_and(|last| *last != BREAK) {
            self.hashes.push(BREAK);
            self.bytes.push((at as u32, at as u32));
        }
    }

    /// Bytes of the words `from..to`.
    #[must_use]
    pub fn span(&self, from: usize, to: usize) -> Span {
        match (self.bytes.get(from), to.checked_sub(1).and_then(|last| self.bytes.get(last))) {
            (Some(first), Some(last)) if from < to => Span::new(first.0 as usize, last.1 as usize),
            _ => Span::default(),
        }
    }

    /// The first word that ends after the byte `offset`.
    #[must_use]
    pub fn at(&self, offset: usize) -> usize {
        self.bytes.partition_point(|(_, end)| *end as usize <= offset)
    }
}

const EVERY: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * EVERY;
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// The high bit of each of the eight bytes that is an ASCII letter or digit.
#[inline]
const fn alphanumeric(bytes: u64) -> u64 {
    let low = bytes & !HIGH;
    let lower = low | (0x20 * EVERY);
    let letter = (lower + (0x80 - b'a' as u64) * EVERY) & !(lower + (0x7f - b'z' as u64) * EVERY);
    let digit = (low + (0x80 - b'0' as u64) * EVERY) & !(low + (0x7f - b'9' as u64) * EVERY);
    (letter | digit) & !bytes & HIGH
}

/// Bytes that are looked at together.
const BLOCK: usize = 64;
/// The same, and one piece of a word that begins in them.
const AHEAD: usize = BLOCK + 8;

/// A bit for each byte of a block.
struct Masks {
    /// ASCII letters and digits.
    word: u64,
    /// Bytes beyond ASCII.
    wide: u64,
}

impl Masks {
    #[inline]
    fn new(block: &[u8; AHEAD]) -> Self {
        let (mut word, mut wide) = (0, 0);
        let (chunks, _) = block.as_chunks::<8>();
        for (number, chunk) in chunks.iter().take(BLOCK / 8).enumerate() {
            let bytes = u64::from_le_bytes(*chunk);
            word |= gathered(alphanumeric(bytes)) << (8 * number);
            wide |= gathered(bytes & HIGH) << (8 * number);
        }
        Self { word, wide }
    }
}

/// The high bits of eight bytes, side by side.
#[inline]
const fn gathered(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// The hash of the word of `len` ASCII letters and digits that begins and ends in the block.
#[inline]
fn hash_plain(block: &[u8; AHEAD], start: usize, len: usize) -> u32 {
    let piece = |at: usize| {
        let chunk = block.get(start + at..).and_then(<[u8]>::first_chunk);
        chunk.map_or(0, |chunk| u64::from_le_bytes(*chunk) | (0x20 * EVERY))
    };
    let (mut hasher, mut at) = (Hasher::default(), 0);
    while len - at >= 8 {
        hasher.pending = piece(at);
        hasher.fold();
        at += 8;
    }
    hasher.length = len as u32;
    hasher.pending = piece(at) & ((1 << (8 * (len - at))) - 1);
    hasher.finish(block[start].is_ascii_digit())
}

/// Hashes the bytes of a normalised word eight at a time.
#[derive(Default)]
struct Hasher {
    pending: u64,
    state: u64,
    length: u32,
}

impl Hasher {
    /// Adds one byte.
    #[inline]
    fn push(&mut self, byte: u8) {
        self.pending |= u64::from(byte) << (self.length % 8 * 8);
        self.length += 1;
        if self.length.is_multiple_of(8) {
            self.fold();
        }
    }

    /// Adds the first `count` (at most 8) of these bytes, ASCII letters or digits, as lower case.
    #[inline]
    fn push_ascii(&mut self, bytes: u64, count: u32) {
        if count == 0 {
            return;
        }
        let bytes = (bytes | (0x20 * EVERY)) & (u64::MAX >> (64 - 8 * count));
        let used = self.length % 8;
        self.pending |= bytes << (8 * used);
        self.length += count;
        if used + count >= 8 {
            self.fold();
            self.pending = if used == 0 { 0 } else { bytes >> (64 - 8 * used) };
        }
    }

    #[inline]
    const fn fold(&mut self) {
        self.state = (self.state.rotate_left(23) ^ self.pending).wrapping_mul(MULTIPLIER);
        self.state ^= self.state >> 29;
        self.pending = 0;
    }

    #[inline]
    fn finish(mut self, number: bool) -> u32 {
        self.pending ^= u64::from(self.length) << 56;
        self.fold();
        let hash = (self.state.wrapping_mul(MULTIPLIER) >> 32) as u32 & !(STARTS | NUMBER);
        let hash = if hash == BREAK { 4 } else { hash };
        if number { hash | NUMBER } else { hash }
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
        let number = self.bytes[start].is_ascii_digit();
        Some((hasher.finish(number), start, self.at))
    }

    /// Takes the run of ASCII letters and digits that stands here.
    #[inline]
    fn ascii(&mut self, hasher: &mut Hasher) {
        while let Some(chunk) = self.bytes[..self.end].get(self.at..).and_then(<[u8]>::first_chunk)
        {
            let chunk = u64::from_le_bytes(*chunk);
            let count = (!alphanumeric(chunk) & HIGH).trailing_zeros() / 8;
            hasher.push_ascii(chunk, count);
            self.at += count as usize;
            if count < 8 {
                return;
            }
        }
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
                let mut slow = Words::default();
                let mut scanner = Scanner { text: &text, bytes: text.as_bytes(), at: start, end };
                while let Some((hash, start, end)) = scanner.next_word() {
                    slow.push(hash, start, end);
                }
                assert_eq!(words.hashes, slow.hashes);
                assert_eq!(words.bytes, slow.bytes);
            }
        }
        assert_eq!(all.len(), 9 * 11);
    }

    #[test]
    fn words_keep_their_bytes() {
        let text = " «Éa’b» c.d 1.5!";
        let mut words = Words::default();
        words.add(text, Span::new(0, text.len()));
        let found: Vec<_> =
            words.bytes.iter().map(|(start, end)| &text[*start as usize..*end as usize]).collect();
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
