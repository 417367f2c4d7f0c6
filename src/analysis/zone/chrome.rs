//! Page chrome: lines that belong to the page and not to the article.

use rustc_hash::FxHashMap;

use super::{Page, Zone, ZoneLists};
use crate::analysis::block::Paragraph;
use crate::analysis::token::{Shape, Token, tokenize};
use crate::lexicon::{Lexicon, ListId, WordId};
use crate::span::Span;

/// Most words of a paragraph that begins like chrome.
const OPENER_WORDS: usize = 60;
/// Most words of a paragraph that holds a phrase of chrome.
const PHRASE_WORDS: usize = 30;
/// Most words of a line whose words are all chrome.
const LINE_WORDS: usize = 12;

/// The words and phrases of a list, to be found at a place.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    single: Option<ListId>,
    by_first: FxHashMap<WordId, Vec<Box<[WordId]>>>,
}

impl Phrases {
    pub(super) fn new(lexicon: &Lexicon, name: &str) -> Self {
        let Some(list) = lexicon.list(name) else { return Self::default() };
        let mut by_first: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for phrase in lexicon.phrases(list) {
            if let Some(first) = phrase.first() {
                by_first.entry(*first).or_default().push(phrase.clone());
            }
        }
        Self { single: Some(list), by_first }
    }

    /// The longest entry at the start of `tokens`: how many tokens it takes.
    fn at_start(&self, tokens: &[Token]) -> Option<usize> {
        let phrases = self.by_first.get(&tokens.first()?.word)?;
        let fits = |phrase: &[WordId]| {
            phrase.len() <= tokens.len()
                && phrase.iter().zip(tokens).all(|(word, token)| *word == token.word)
        };
        phrases.iter().filter(|phrase| fits(phrase)).map(|phrase| phrase.len()).max()
    }

    /// Whether `tokens` are one entry and nothing else.
    pub(super) fn is_all(&self, lexicon: &Lexicon, tokens: &[Token]) -> bool {
        match tokens {
            [] => false,
            [one] => self.single.is_some_and(|list| one.has(lexicon, list)),
            more => self.at_start(more) == Some(more.len()),
        }
    }

    /// The same for a text of its own.
    pub(super) fn is_text(&self, lexicon: &Lexicon, text: &str) -> bool {
        self.is_all(lexicon, &tokenize(text, lexicon))
    }
}

/// Marks the paragraphs that are chrome.
pub(super) fn mark(page: &Page<'_>, paragraphs: &mut [Paragraph]) {
    for paragraph in paragraphs {
        if paragraph.zone == Zone::Article
            && !paragraph.block_quote
            && is_chrome(page, paragraph.span, page.tokens_of(paragraph))
        {
            paragraph.zone = Zone::Chrome;
        }
    }
}

pub(super) fn is_word(token: &Token) -> bool {
    !token.shape.is(Shape::PUNCTUATION) && !token.shape.is(Shape::NUMBER)
}

pub(super) fn is_chrome(page: &Page<'_>, span: Span, tokens: &[Token]) -> bool {
    if tokens.len() > OPENER_WORDS * 3 / 2 || has_quotation(page, tokens) {
        return false;
    }
    let words: Vec<_> = tokens.iter().filter(|token| is_word(token)).copied().collect();
    let lists = page.lists;
    if words.len() <= LINE_WORDS && is_line(page, span, tokens, &words) {
        return true;
    }
    // Inside a longer paragraph the same words would be part of a sentence.
    let stops = tokens.iter().filter(|token| is_stop(page, token)).count();
    let addressed = |most| words.len() <= most && stops <= 2;
    addressed(OPENER_WORDS) && opens_words(lists, &words)
        || addressed(PHRASE_WORDS)
            && (is_labelled(page, tokens)
                || is_notice(page, tokens)
                || (0..words.len()).any(|at| lists.chrome_phrase.at_start(&words[at..]).is_some()))
}

/// Whether the head of a longer line, in `tokens`, is one with which chrome begins.
pub(super) fn opens(page: &Page<'_>, tokens: &[Token]) -> bool {
    let words: Vec<_> = tokens.iter().filter(|token| is_word(token)).copied().collect();
    opens_words(page.lists, &words) || is_labelled(page, tokens)
}

fn opens_words(lists: &ZoneLists, words: &[Token]) -> bool {
    lists.chrome_opener.at_start(words).is_some()
}

/// Whether somebody is quoted; a "»" that nothing opens is an arrow.
fn has_quotation(page: &Page<'_>, tokens: &[Token]) -> bool {
    let mut marks = tokens.iter().filter(|token| token.shape.is(Shape::QUOTE));
    marks.any(|mark| mark.span().of(page.text) != "»")
}

fn is_stop(page: &Page<'_>, token: &Token) -> bool {
    token.shape.is(Shape::PUNCTUATION) && token.span().of(page.text).starts_with(['.', '!', '?'])
}

/// A whole line of chrome: one of the listed lines, or several buttons in a row.
fn is_line(page: &Page<'_>, span: Span, tokens: &[Token], words: &[Token]) -> bool {
    if page.lists.chrome_line.is_all(page.lexicon, words) {
        // "Share." as a sentence of its own is none of the page's buttons.
        return words.len() > 1 || !span.of(page.text).ends_with(['.', ',', ';']);
    }
    let buttons = words.iter().filter(|word| page.has(word, page.lists.chrome_word)).count();
    let plain = !tokens.iter().any(|token| is_stop(page, token));
    words.len() >= 2 && buttons == words.len() && plain
}

/// "Read more: …": a listed label before a colon.
fn is_labelled(page: &Page<'_>, tokens: &[Token]) -> bool {
    let colon = tokens.iter().take(6).position(|token| token.span().of(page.text) == ":");
    colon.is_some_and(|colon| page.lists.chrome_label.is_all(page.lexicon, &tokens[..colon]))
}

/// "© 2021 …": a copyright line.
fn is_notice(page: &Page<'_>, tokens: &[Token]) -> bool {
    let [first, rest @ ..] = tokens else { return false };
    first.span().of(page.text) == "©"
        && rest.iter().take(3).any(|token| token.shape.is(Shape::NUMBER))
}
