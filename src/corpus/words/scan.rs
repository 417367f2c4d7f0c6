//! Words that are more than ASCII letters and figures, read one by one.

use super::hash::Hasher;

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '’' | '‘' | 'ʼ')
}

/// Reads a text word by word, whatever characters they are made of.
pub struct Scanner<'a> {
    pub text: &'a str,
    pub bytes: &'a [u8],
    pub at: usize,
    pub end: usize,
}

impl Scanner<'_> {
    /// The next word: hash, first byte, one past the last byte.
    #[inline]
    pub fn next_word(&mut self) -> Option<(u32, usize, usize)> {
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
