//! Zones: which stretches of a text are reporting, and which are something else.
//!
//! Page chrome is known by its words, a thread of readers' posts by its structure: headers of one
//! shape, each with a name and a time, each followed by what was posted. The words come from the
//! lists `chrome-…`, `thread-…` and `post-…` of the language pack.

mod chrome;
mod glance;
mod head;
mod header;
mod thread;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::block::Paragraph;
use super::token::{Token, tokenize};
use crate::document::{Document, Markup};
use crate::lexicon::{Lexicon, ListId};
use crate::span::Span;

use chrome::Phrases;
use glance::{Glance, May};

/// What kind of text a paragraph is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Deserialize,
    serde::Serialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Zone {
    /// Title lines, dateline and byline above the article.
    Head,
    /// The reporting itself.
    Article,
    /// Reader comments or forum posts.
    CommentThread,
    /// Navigation, sign-in, subscription and share lines of the page.
    Chrome,
    /// Code or preformatted text.
    Code,
}

impl Zone {
    /// Every zone.
    pub const ALL: [Self; 5] =
        [Self::Head, Self::Article, Self::CommentThread, Self::Chrome, Self::Code];
}

/// A run of readers' posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Text bytes, from the first post's header to the last post's last word.
    pub span: Span,
    /// Its paragraphs, all of them in the zone [`Zone::CommentThread`].
    pub paragraphs: Range<usize>,
    /// Its posts; none if the format says that this is a thread and its headers have no known shape.
    pub posts: Vec<Post>,
}

/// One post of a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// The paragraphs of its header: number, name, date and time.
    pub header: Range<usize>,
    /// Text bytes of the writer's name.
    pub handle: Span,
    /// Text bytes of its date and time.
    pub stamp: Span,
    /// The paragraphs that were posted; may be empty.
    pub body: Range<usize>,
}

/// The lists that zones need.
#[derive(Debug)]
pub struct ZoneLists {
    chrome_line: Phrases,
    chrome_opener: Phrases,
    chrome_phrase: Phrases,
    chrome_label: Phrases,
    chrome_word: Option<ListId>,
    thread_heading: Phrases,
    /// Values of a genre in the metadata, lower case.
    thread_genre: Phrases,
    cue: Option<ListId>,
    filler: Option<ListId>,
    age_unit: Option<ListId>,
    ago: Option<ListId>,
    day: Option<ListId>,
    ordinal: Option<ListId>,
    month: Option<ListId>,
    weekday: [Option<ListId>; 2],
    glance: Glance,
}

impl ZoneLists {
    /// Finds the lists in the pack.
    #[must_use]
    pub fn new(lexicon: &Lexicon) -> Self {
        let phrases = |name| Phrases::new(lexicon, name);
        Self {
            chrome_line: phrases("chrome-line"),
            chrome_opener: phrases("chrome-opener"),
            chrome_phrase: phrases("chrome-phrase"),
            chrome_label: phrases("chrome-label"),
            chrome_word: lexicon.list("chrome-word"),
            thread_heading: phrases("thread-heading"),
            thread_genre: phrases("thread-genre"),
            cue: lexicon.list("post-cue"),
            filler: lexicon.list("post-filler"),
            age_unit: lexicon.list("post-age-unit"),
            ago: lexicon.list("post-ago"),
            day: lexicon.list("post-day"),
            ordinal: lexicon.list("post-ordinal"),
            month: lexicon.list("month-any"),
            weekday: [lexicon.list("weekday"), lexicon.list("weekday-short")],
            glance: Glance::new(lexicon),
        }
    }

    /// Whether a text without markup may hold anything but reporting: a quick look at its short
    /// lines, where page chrome and the headers of posts stand, and at how the others begin.
    /// `lines` are its paragraphs with their words.
    pub fn may_differ<'a>(
        &self,
        text: &str,
        lines: impl IntoIterator<Item = Line<'a>>,
        lexicon: &Lexicon,
    ) -> bool {
        let mut headers = Vec::new();
        let chrome = lines.into_iter().any(|line| {
            let body = line.span.of(text);
            let short = body.len() <= SHORT;
            let mut may = if short {
                self.glance.tells(body, line.words)
            } else {
                let opens = self.glance.opens(&line.words[..line.words.len().min(OPENER)]);
                May { chrome: opens, header: false }
            };
            if body.starts_with('©') {
                may = May { chrome: true, header: short };
            }
            headers.extend(may.header.then_some(body));
            if !may.chrome || !short && !self.opens_chrome(body, lexicon) {
                return false;
            }
            let tokens = tokenize(body, lexicon);
            let page = Page { text: body, tokens: &tokens, lexicon, lists: self };
            chrome::is_chrome(&page, Span::new(0, body.len()), &tokens)
        });
        // Few texts have as many lines with a number in them, and need to have them read.
        let is_header = |line: &&str| {
            let tokens = tokenize(line, lexicon);
            let page = Page { text: line, tokens: &tokens, lexicon, lists: self };
            header::read(&page, &tokens).is_some()
        };
        let posts = thread::SURE_POSTS;
        chrome
            || headers.len() >= posts
                && headers.iter().filter(|line| is_header(line)).take(posts).count() >= posts
    }

    /// Whether a line begins like chrome.
    fn opens_chrome(&self, line: &str, lexicon: &Lexicon) -> bool {
        let head = &line[..line.floor_char_boundary(OPENING)];
        let tokens = tokenize(head, lexicon);
        let page = Page { text: head, tokens: &tokens, lexicon, lists: self };
        head.starts_with('©') || chrome::opens(&page, &tokens)
    }
}

/// A paragraph and its words.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Its bytes of the text.
    pub span: Span,
    /// The hashes of its words.
    pub words: &'a [u32],
}

/// Most bytes of a line that holds at most thirty words of chrome, or a header.
const SHORT: usize = 240;
/// Words at the start of a line in which an opener of chrome stands whole.
const OPENER: usize = 12;
/// Bytes at the start of a line in which an opener of chrome stands whole.
const OPENING: usize = 80;
/// What the parts of this module look at.
struct Page<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lexicon: &'a Lexicon,
    lists: &'a ZoneLists,
}

impl Page<'_> {
    fn tokens_of(&self, paragraph: &Paragraph) -> &[Token] {
        self.tokens.get(paragraph.tokens.clone()).unwrap_or_default()
    }

    fn has(&self, token: &Token, list: Option<ListId>) -> bool {
        list.is_some_and(|list| token.has(self.lexicon, list))
    }
}

/// Sets the zone of each paragraph and finds the threads. What the format or the user has said of
/// a paragraph stands.
pub fn zones(
    document: &Document,
    tokens: &[Token],
    paragraphs: &mut [Paragraph],
    lexicon: &Lexicon,
    lists: &ZoneLists,
) -> Vec<Thread> {
    let page = Page { text: &document.text, tokens, lexicon, lists };
    let whole = Span::new(0, document.text.len());
    let said =
        |(span, markup): &(Span, Markup)| matches!(markup, Markup::Zone(_)) && *span == whole;
    if document.markup.first().is_some_and(said) {
        return thread::marked(paragraphs);
    }
    chrome::mark(&page, paragraphs);
    let declared = ["genre", "type", "category"]
        .iter()
        .filter_map(|name| document.metadata.get(*name))
        .any(|genre| lists.thread_genre.is_text(lexicon, genre));
    let threads = if declared { Vec::new() } else { thread::find(&page, paragraphs) };
    head::mark(&page, paragraphs);
    threads
}
