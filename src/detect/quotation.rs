//! `[detect.quotation]`: what is wrong with quotations: their marks, their cuts, their speaker.

use schemars::JsonSchema;
use serde::Deserialize;

use super::repair::move_space;
use super::{BuildContext, Detector, Match, View};
use crate::analysis::quotation::Quotation;
use crate::analysis::token::Shape;
use crate::mistake::Mistake;
use crate::span::Span;

/// The table as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct QuotationFile {
    /// What to look for.
    fault: Fault,
    /// Shortest quotation that counts, in words.
    #[serde(default)]
    min_words: usize,
    /// Longest quotation that counts, in words.
    #[serde(default)]
    max_words: Option<usize>,
}

/// What can be wrong with a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Fault {
    /// A mark without its partner in the paragraph.
    Unbalanced,
    /// A space on the wrong side of a mark.
    Detached,
    /// Opened in one style and closed in another.
    Mixed,
    /// Words left out within it.
    Elided,
    /// Nobody is said to speak it.
    NoSpeaker,
    /// A word or two, put in the mouth of a speaker.
    Fragment,
}

#[derive(Debug)]
struct QuotationDetector(QuotationFile);

/// The mark opens, or it closes.
const OPENS: &str = "opens";
const CLOSES: &str = "closes";
/// The quotation is a paragraph of its own.
const PARAGRAPH: &str = "whole-paragraph";
/// A colon stands before it.
const COLON: &str = "colon";
/// It ends like a sentence.
const SENTENCE: &str = "sentence";

impl QuotationFile {
    pub(super) fn build(self, context: &mut BuildContext<'_>) -> Option<Box<dyn Detector>> {
        if self.max_words.is_some_and(|most| most < self.min_words) {
            let mistake = Mistake::new(&context.file, 0..0, "`max-words` is below `min-words`");
            context.mistakes.push(mistake.with_help("no quotation can have so many and so few"));
            return None;
        }
        Some(Box::new(QuotationDetector(self)))
    }
}

impl QuotationDetector {
    fn counts(&self, quotation: &Quotation) -> bool {
        quotation.words >= self.0.min_words
            && self.0.max_words.is_none_or(|most| quotation.words <= most)
    }

    fn each(&self, view: &View<'_>, number: usize, out: &mut Vec<Match>) {
        let quotations = view.analysis.quotations();
        let Some(quotation) = quotations.get(number) else { return };
        let mark = |span: Span, tag| Match { tags: vec![tag], ..Match::at(span) };
        match self.0.fault {
            Fault::Unbalanced if quotation.unclosed() => {
                let open = Span::new(quotation.span.start, quotation.inner.start);
                out.push(mark(open, OPENS));
            }
            Fault::Detached => out.extend(quotation.detached.iter().map(|span| {
                let opens = span.start == quotation.span.start;
                let fix = move_space(&view.document.text, *span, opens);
                Match { fix, ..mark(*span, if opens { OPENS } else { CLOSES }) }
            })),
            Fault::Mixed if mixed(quotation) => {
                let close = Span::new(quotation.inner.end, quotation.span.end);
                let open = Span::new(quotation.span.start, quotation.inner.start);
                let mut found = mark(close, CLOSES);
                found.related.push((open, "opened like this".to_owned()));
                out.push(found);
            }
            Fault::Elided if quotation.open.is_some() => {
                out.extend(cuts(view, quotation).into_iter().map(Match::at));
            }
            Fault::NoSpeaker
                if self.counts(quotation)
                    && quotation.attribution.is_none()
                    && !signed(quotation, quotations.get(number + 1)) =>
            {
                out.extend(speakerless(view, quotation));
            }
            Fault::Fragment
                if self.counts(quotation)
                    && quotation.attribution.is_some()
                    && quotation.open.is_some() =>
            {
                out.push(Match::at(quotation.span));
            }
            _ => {}
        }
    }
}

impl Detector for QuotationDetector {
    fn tags(&self) -> &'static [&'static str] {
        &[OPENS, CLOSES, PARAGRAPH, COLON, SENTENCE]
    }

    fn detect(&self, view: &View<'_>, out: &mut Vec<Match>) {
        for number in 0..view.analysis.quotations().len() {
            self.each(view, number, out);
        }
        if self.0.fault == Fault::Unbalanced {
            let stray = view.analysis.stray_marks();
            out.extend(
                stray.iter().map(|mark| Match { tags: vec![CLOSES], ..Match::at(mark.span) }),
            );
            out.sort_by_key(|found| found.span);
        }
    }
}

/// Straight and curly, or two kinds of marks, in one quotation.
fn mixed(quotation: &Quotation) -> bool {
    let fits = |open: char, close: char| {
        matches!(
            (open, close),
            ('"', '"')
                | ('“', '”')
                | ('„', '“' | '”')
                | ('«', '»')
                | ('»', '«')
                | ('‘', '’')
                | ('\'', '\'')
                | ('`', '\'')
                | ('’', '’')
        )
    };
    quotation.open.zip(quotation.close).is_some_and(|(open, close)| !fits(open, close))
}

/// Signs of omission between two words of the quotation.
fn cuts(view: &View<'_>, quotation: &Quotation) -> Vec<Span> {
    let tokens = view.analysis.tokens();
    let (first, last) = quotation.tokens;
    let text = |at: usize| tokens.get(at).map_or("", |token| view.text(token.span()));
    let is_dots = |at: usize| text(at).starts_with("..") || text(at).starts_with('…');
    let word = |at: usize| tokens.get(at).is_some_and(|token| !token.shape.is(Shape::PUNCTUATION));
    let mut found = Vec::new();
    for at in first + 1..last.saturating_sub(1) {
        let bracketed = is_dots(at) && matches!(text(at - 1), "(" | "[");
        if !is_dots(at)
            || found.last().is_some_and(|span: &Span| span.holds(tokens[at].start as usize))
        {
            continue;
        }
        let (from, to) = if bracketed { (at - 1, at + 1) } else { (at, at) };
        let before = (first + 1..from).any(word);
        let after = if bracketed {
            (to + 1..last).any(word)
        } else {
            to + 1 < last && word(to + 1) && lower(text(to + 1))
        };
        if before
            && after
            && let (Some(start), Some(end)) = (tokens.get(from), tokens.get(to))
        {
            found.push(start.span().cover(end.span()));
        }
    }
    found
}

fn lower(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_lowercase)
}

/// A pull quote: its last line, within the marks, is the name of who said it.
fn signed(quotation: &Quotation, next: Option<&Quotation>) -> bool {
    let last = next.filter(|next| quotation.goes_on && next.continues && next.close.is_some());
    last.is_some_and(|last| {
        // The mark before the line closes nothing: the line has none of its own.
        last.span.start == last.inner.start && last.words <= SIGNATURE_WORDS
    })
}

/// Most words of a name with its office.
const SIGNATURE_WORDS: usize = 14;

/// Most of its words have a capital: the title of a work or a law.
fn title(view: &View<'_>, quotation: &Quotation) -> bool {
    let inside = view.analysis.tokens().get(quotation.tokens.0 + 1..quotation.tokens.1);
    let words = inside
        .unwrap_or_default()
        .iter()
        .filter(|token| token.shape.is(Shape::WORD) && token.end - token.start >= LONG_WORD);
    let (mut all, mut capital) = (0, 0);
    for token in words {
        all += 1;
        capital += usize::from(token.shape.is(Shape::CAPITAL));
    }
    capital * 4 >= all * 3
}

/// A word of so many bytes has a capital in a title.
const LONG_WORD: u32 = 4;

/// Whether a quotation is a statement whose speaker the text does not tell, nor leads in with a colon.
pub(super) fn lacks_speaker(view: &View<'_>, number: usize) -> bool {
    let quotations = view.analysis.quotations();
    quotations.get(number).is_some_and(|quotation| {
        quotation.attribution.is_none()
            && !signed(quotation, quotations.get(number + 1))
            && speakerless(view, quotation).is_some_and(|found| !found.tags.contains(&COLON))
    })
}

/// A statement, not a title or a borrowed phrase, whose speaker the text does not tell.
fn speakerless(view: &View<'_>, quotation: &Quotation) -> Option<Match> {
    if quotation.continues || quotation.unclosed() {
        return None;
    }
    let analysis = view.analysis;
    let paragraph = analysis.paragraphs().get(quotation.paragraph)?;
    if paragraph.heading || paragraph.block_quote {
        return None;
    }
    let inner = quotation.inner.of(&view.document.text).trim_end();
    let behind = view.document.text[quotation.span.end..].trim_start().chars().next();
    let stop = |c: char| matches!(c, '.' | '!' | '?' | '…' | ',');
    // A signature behind it: "[the Gazette]", "— Ada Roe".
    if matches!(behind, Some('[' | '(' | '—' | '–' | '-')) {
        return None;
    }
    // A passage of an article that quotes others is no statement of one person.
    let marks =
        |at: &usize| analysis.tokens().get(*at).is_some_and(|token| token.shape.is(Shape::QUOTE));
    if (quotation.tokens.0 + 1..quotation.tokens.1.saturating_sub(1)).filter(marks).count() > 1 {
        return None;
    }
    if title(view, quotation) {
        return None;
    }
    let single = matches!(quotation.open, Some('‘' | '’' | '\''));
    if single && quotation.tokens.0 != paragraph.tokens.start {
        return None;
    }
    let sentence = inner.ends_with(stop);
    let starts = inner.trim_start().chars().next().is_some_and(char::is_uppercase);
    let whole = quotation.tokens.0 == paragraph.tokens.start
        && quotation.tokens.1 + 1 >= paragraph.tokens.end;
    let colon = quotation.tokens.0.checked_sub(1).and_then(|at| analysis.tokens().get(at));
    let colon = colon.is_some_and(|token| view.text(token.span()) == ":");
    if !(whole || sentence && starts || starts && behind == Some('.')) {
        return None;
    }
    let tags = [(PARAGRAPH, whole), (COLON, colon), (SENTENCE, sentence)];
    let tags = tags.iter().filter(|(_, holds)| *holds).map(|(tag, _)| *tag).collect();
    Some(Match { tags, ..Match::at(quotation.span) })
}
