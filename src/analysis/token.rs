//! Text → tokens: words, numbers and punctuation with their class in the lexicon.

use crate::document::{Document, Markup};
use crate::lexicon::{ClassId, Lexicon, ListId, Short, WordId};
use crate::span::Span;

pub use shape::Shape;

mod shape;

/// A word, a number or a sign of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte of the text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The word, if the lexicon has it. For an unlisted compound with hyphens: its last part.
    pub word: WordId,
    /// The lists it belongs to.
    pub class: ClassId,
    /// What it looks like.
    pub shape: Shape,
}

impl Token {
    /// Its bytes of the text.
    #[must_use]
    pub const fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// Whether it belongs to a list.
    #[inline]
    #[must_use]
    pub fn has(&self, lexicon: &Lexicon, list: ListId) -> bool {
        lexicon.has(self.class, list)
    }
}

/// The quotation marks that count as double marks.
pub const DOUBLE_QUOTES: [char; 6] = ['"', '“', '”', '„', '«', '»'];

/// Splits `text` into tokens. Offsets are 32 bits: of a longer text only the first 4 GiB are read.
///
/// Clitics (the list `clitic`: "'s") become tokens of their own; hyphenated words, decimals, ISO
/// dates and dotted abbreviations stay whole; a run of stops is one token.
#[must_use]
pub fn tokenize(text: &str, lexicon: &Lexicon) -> Vec<Token> {
    let mut scanner = Scanner::new(text, lexicon);
    scanner.tokens.reserve(text.len() / 5);
    scanner.run();
    scanner.tokens
}

/// The tokens of some parts of `text`, in order; each must begin behind white space or at the start, and
/// end likewise.
#[must_use]
pub fn tokenize_parts(text: &str, parts: &[Span], lexicon: &Lexicon) -> Vec<Token> {
    let mut scanner = Scanner::new(text, lexicon);
    scanner.tokens.reserve(parts.iter().map(|part| part.len() / 5).sum());
    let whole = scanner.text;
    for part in parts {
        scanner.text = whole.get(..part.end).unwrap_or(whole);
        scanner.at = part.start;
        scanner.spaced = true;
        scanner.run();
    }
    scanner.tokens
}

/// Takes the words in code, by the format's word, out of every list, and its marks quote nothing:
/// code is no prose.
pub fn mark_code(document: &Document, tokens: &mut [Token]) {
    for (span, _) in document.markup.iter().filter(|(_, markup)| *markup == Markup::Code) {
        let from = tokens.partition_point(|token| (token.start as usize) < span.start);
        for token in &mut tokens[from..] {
            if token.start as usize >= span.end {
                break;
            }
            token.shape.add(Shape::CODE);
            token.shape.remove(Shape::QUOTE);
            token.word = WordId::UNKNOWN;
            token.class = ClassId::default();
        }
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    lexicon: &'a Lexicon,
    clitic: Option<ListId>,
    lower: String,
    tokens: Vec<Token>,
    spaced: bool,
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ')
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, lexicon: &'a Lexicon) -> Self {
        Self {
            text: &text[..text.floor_char_boundary(u32::MAX as usize)],
            at: 0,
            lexicon,
            clitic: lexicon.list("clitic"),
            lower: String::new(),
            tokens: Vec::new(),
            spaced: true,
        }
    }

    fn run(&mut self) {
        while let Some(c) = self.peek(self.at) {
            if c == ' ' {
                self.at += 1;
                self.spaced = true;
            } else if c.is_ascii_alphabetic() && self.plain_word() {
                // That was all.
            } else if c.is_whitespace() {
                self.at += c.len_utf8();
                self.spaced = true;
            } else if c.is_alphabetic() {
                self.word();
            } else if c.is_ascii_digit() || c.is_numeric() {
                self.number();
            } else {
                self.sign(c);
            }
        }
    }

    #[inline]
    fn peek(&self, at: usize) -> Option<char> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte < 128 { Some(char::from(byte)) } else { self.text[at..].chars().next() }
    }

    /// Takes the word that begins here if it is a short one of ASCII letters and digits that nothing
    /// joins to what follows; nearly all are, and the other ways to read a word need not be tried.
    #[inline]
    fn plain_word(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut bytes = [0; Short::MAX];
            bytes[..rest.len()].copy_from_slice(rest);
            bytes
        });
        let len = Short::plain(bytes);
        let joined = match rest.get(len) {
            None => false,
            Some(b'\'' | b'-' | b'@' | b'_') => true,
            // An abbreviation with stops, or an address.
            Some(b'.') => len == 1 || rest.starts_with(b"www"),
            Some(b':') => rest.starts_with(b"http"),
            // Or a word that is longer than that.
            Some(byte) => !byte.is_ascii() || byte.is_ascii_alphanumeric(),
        };
        if joined {
            return false;
        }
        let (lower, letters) = Short::of(bytes, len).lowered();
        let mut shape = Shape::WORD;
        if bytes[0].is_ascii_uppercase() {
            shape.add(Shape::CAPITAL);
            if letters.several && letters.upper {
                shape.add(Shape::UPPER);
            } else if len == 1 {
                shape.add(Shape::INITIAL);
            }
        }
        let (word, class) = self.lexicon.look_up_short(lower);
        self.add(self.at, self.at + len, (word, class), shape);
        true
    }

    /// End of the run of letters, digits and combining marks from `at` on.
    fn letters(&self, mut at: usize) -> usize {
        while let Some(c) = self.peek(at) {
            let joins = c.is_alphanumeric() || c == '_' || ('\u{300}'..='\u{36f}').contains(&c);
            if !joins {
                break;
            }
            at += c.len_utf8();
        }
        at
    }

    fn word(&mut self) {
        let start = self.at;
        if let Some(end) = self.address(start) {
            return self.push(start, end, Shape::ADDRESS);
        }
        if let Some(end) = self.dotted(start) {
            return self.push(start, end, Shape::DOTTED);
        }
        let mut end = self.letters(start);
        let mut clitic = None;
        while let Some(c) = self.peek(end) {
            let next = end + c.len_utf8();
            let goes_on = self.peek(next).is_some_and(char::is_alphanumeric);
            if !goes_on || !(is_apostrophe(c) || matches!(c, '-' | '‐' | '‑')) {
                break;
            }
            let part = self.letters(next);
            if is_apostrophe(c) && self.is_clitic(end, part) {
                clitic = Some((end, part));
                break;
            }
            end = part;
        }
        self.push(start, end, Shape::WORD);
        if let Some((from, to)) = clitic {
            self.push(from, to, Shape::WORD);
        }
    }

    fn is_clitic(&mut self, start: usize, end: usize) -> bool {
        let Some(list) = self.clitic else { return false };
        lower_into(&mut self.lower, &self.text[start..end]);
        self.lexicon.has(self.lexicon.look_up(&self.lower).1, list)
    }

    /// "U.S.", "a.m.", "e.g.": single letters, each with a stop; at least two of them.
    fn dotted(&self, start: usize) -> Option<usize> {
        let mut at = start;
        let mut letters = 0;
        while let Some(c) = self.peek(at).filter(|c| c.is_alphabetic()) {
            let stop = at + c.len_utf8();
            if self.peek(stop) != Some('.') {
                break;
            }
            letters += 1;
            at = stop + 1;
        }
        let ends = !self.peek(at).is_some_and(char::is_alphanumeric);
        (letters >= 2 && ends).then_some(at)
    }

    /// "https://…", "www.…", "name@host".
    fn address(&self, start: usize) -> Option<usize> {
        let rest = &self.text.as_bytes()[start..];
        let link = rest.starts_with(b"http") || rest.starts_with(b"www.");
        let end = || {
            let len = rest.iter().position(|b| b.is_ascii_whitespace() || b"<>\"|".contains(b));
            let raw = &self.text[start..start + len.unwrap_or(rest.len())];
            start
                + raw
                    .trim_end_matches(['.', ',', ';', ':', ')', ']', '”', '’', '\'', '!', '?'])
                    .len()
        };
        if link
            && (rest.starts_with(b"www.")
                || self.text[start..].starts_with("http://")
                || self.text[start..].starts_with("https://"))
        {
            return Some(end());
        }
        let word_end = self.letters(start);
        let host = self.peek(word_end) == Some('@')
            && self.peek(word_end + 1).is_some_and(char::is_alphanumeric);
        host.then(end)
    }

    fn number(&mut self) {
        let start = self.at;
        let mut end = self.letters(start);
        while let Some(c) = self.peek(end) {
            let next = end + c.len_utf8();
            let digit = self.peek(next).is_some_and(|c| c.is_ascii_digit());
            let letter = self.peek(next).is_some_and(char::is_alphabetic);
            let joins = matches!(c, '.' | ',' | ':') && digit
                || matches!(c, '-' | '‐' | '‑') && (digit || letter)
                || c == '/' && digit;
            if !joins {
                break;
            }
            end = self.letters(next);
        }
        let mut shape = Shape::NUMBER;
        shape.add(calendar_shape(&self.text.as_bytes()[start..end]));
        self.push(start, end, shape);
    }

    fn sign(&mut self, c: char) {
        let start = self.at;
        let mut end = start + c.len_utf8();
        if is_apostrophe(c) && self.peek(end).is_some_and(char::is_alphabetic) && !self.spaced {
            let part = self.letters(end);
            if self.is_clitic(start, part) {
                return self.push(start, part, Shape::WORD);
            }
        }
        // Two single marks in a row stand for a double one.
        let doubled =
            is_apostrophe(c) && self.peek(end) == Some(c) || c == '`' && self.peek(end) == Some(c);
        if doubled {
            end += c.len_utf8();
        }
        if matches!(c, '.' | '-' | '…') {
            while self.peek(end) == Some(c) {
                end += c.len_utf8();
            }
        }
        if c == '@' && self.peek(end).is_some_and(char::is_alphanumeric) {
            return self.push(start, self.letters(end), Shape::ADDRESS);
        }
        let quote = doubled || DOUBLE_QUOTES.contains(&c);
        self.push(start, end, Shape::PUNCTUATION);
        if let (true, Some(last)) = (quote, self.tokens.last_mut()) {
            last.shape.add(Shape::QUOTE);
        }
    }

    fn push(&mut self, start: usize, end: usize, mut shape: Shape) {
        let text = &self.text[start..end];
        if let ([sign @ 1..=0x7f], true) = (text.as_bytes(), shape.is(Shape::PUNCTUATION)) {
            let known = self.lexicon.look_up_short(Short::one(*sign));
            return self.add(start, end, known, shape);
        }
        lower_into(&mut self.lower, text);
        let (mut word, mut class) = self.lexicon.look_up(&self.lower);
        if word == WordId::UNKNOWN
            && shape.is(Shape::WORD)
            && let Some((_, last)) = self.lower.rsplit_once(['-', '‐', '‑'])
        {
            (word, class) = self.lexicon.look_up(last);
        }
        let mut letters = text.chars().filter(|c| c.is_alphabetic());
        if let Some(first) = letters.next().filter(|c| c.is_uppercase()) {
            if text.starts_with(first) {
                shape.add(Shape::CAPITAL);
            }
            let more = letters.clone().next().is_some();
            if more && letters.all(char::is_uppercase) {
                shape.add(Shape::UPPER);
            } else if !more && text.len() == first.len_utf8() {
                shape.add(Shape::INITIAL);
            }
        }
        self.add(start, end, (word, class), shape);
    }

    /// Adds a token; the text goes on behind it.
    #[inline]
    fn add(
        &mut self,
        start: usize,
        end: usize,
        (word, class): (WordId, ClassId),
        mut shape: Shape,
    ) {
        if self.spaced {
            shape.add(Shape::SPACED);
        }
        self.spaced = false;
        self.at = end;
        let (start, end) = (start as u32, end as u32);
        self.tokens.push(Token { start, end, word, class, shape });
    }
}

/// Whether a number may be a day or a year.
fn calendar_shape(number: &[u8]) -> Shape {
    let digits = number.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let value = number[..digits.min(4)]
        .iter()
        .fold(0_u16, |value, digit| value * 10 + u16::from(digit - b'0'));
    let rest = &number[digits..];
    match digits {
        1 | 2 if (1..=31).contains(&value) && matches!(rest.len(), 0 | 2) => {
            if rest.iter().all(u8::is_ascii_alphabetic) { Shape::DAY } else { Shape::default() }
        }
        4 if (1000..2200).contains(&value) && rest.is_empty() => Shape::YEAR,
        _ => Shape::default(),
    }
}

/// Lower case, with one kind of apostrophe: the form in which the lexicon knows words.
pub(crate) fn lower_into(out: &mut String, text: &str) {
    out.clear();
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if is_apostrophe(c) {
            out.push('\'');
        } else {
            out.extend(c.to_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::LexiconBuilder;

    fn split(text: &str) -> Vec<String> {
        let mut builder = LexiconBuilder::default();
        builder.add_lists("[clitic]\nwords = [\"'s\", \"'re\"]");
        let (lexicon, _) = builder.build();
        tokenize(text, &lexicon).iter().map(|token| token.span().of(text).to_owned()).collect()
    }

    #[test]
    fn keeps_words_numbers_and_abbreviations_whole() {
        assert_eq!(
            split("U.S. law-makers don’t, 7,000.5 on 2015-03-13."),
            ["U.S.", "law-makers", "don’t", ",", "7,000.5", "on", "2015-03-13", "."]
        );
    }

    #[test]
    fn a_plain_word_is_what_the_long_way_makes_of_it() {
        let mut builder = LexiconBuilder::default();
        builder.add_lists(
            "[clitic]\nwords = [\"'s\"]\n[q]\nwords = ['quay', 'wharf', '.']\nendings = ['ers', 's']",
        );
        let (lexicon, _) = builder.build();
        let text = "The QUAY, a Wharf. I saw 2 dockers: X1 y A. b www. wwww. http httpx: AB1 Ab1 \
                    quays internationalisers; Internationalisers Éa quay’s a_b a@b.example O.K. \
                    \"quay\" (wharf) Quay-side quay";
        for end in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            let text = &text[..end];
            let mut long = Scanner::new(text, &lexicon);
            while let Some(c) = long.peek(long.at) {
                if c.is_whitespace() {
                    long.at += 1;
                    long.spaced = true;
                } else if c.is_alphabetic() {
                    long.word();
                } else if c.is_numeric() {
                    long.number();
                } else {
                    long.sign(c);
                }
            }
            assert_eq!(tokenize(text, &lexicon), long.tokens, "{text}");
        }
        let listed = lexicon.list("q").unwrap();
        let found = tokenize(text, &lexicon);
        let found = found.iter().filter(|token| token.has(&lexicon, listed));
        assert!(found.count() > 9);
    }

    #[test]
    fn splits_clitics_and_initials() {
        assert_eq!(
            split("Z.Okoro’s view: they're"),
            ["Z", ".", "Okoro", "’s", "view", ":", "they", "'re"]
        );
    }

    #[test]
    fn runs_of_stops_and_addresses_are_one_token() {
        assert_eq!(
            split("wait... see https://a.example/x?y."),
            ["wait", "...", "see", "https://a.example/x?y", "."]
        );
        assert_eq!(
            split("ask @ada or a@b.example, now"),
            ["ask", "@ada", "or", "a@b.example", ",", "now"]
        );
    }
}
