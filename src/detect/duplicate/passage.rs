//! Passages of a document that stand in it before, sorted into the scopes that tell of them.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::common::common;
use super::{Scope, line_of};
use crate::analysis::prose::Prose;
use crate::analysis::token::{Shape, Token};
use crate::analysis::zone::Zone;
use crate::analysis::{Analysis, block, quotation};
use crate::corpus::{Alike, Limits, STARTS, overlap};
use crate::detect::{Match, View};
use crate::span::Span;

/// Words from which on a paragraph is told as such; shorter ones count as sentences.
const PARAGRAPH: usize = 12;
/// Words from which on a copy of sentences is told as one of paragraphs.
const PASSAGE: usize = 80;
/// Most pairs of words that are compared to count those that two stretches share.
const COMPARED: usize = 1 << 20;
/// Words from which on a requote is long.
const LONG: usize = 25;
/// Most words of a handle that stands in a line of its own.
const HANDLE: usize = 3;
/// Most words of the head of a comment: number, handle, date and time.
const HEAD: usize = 10;
/// Words of a headline outside the sentence that it may be taken from: who says it, say.
const HEADLINE: usize = 4;
/// Least bytes of a word that carries meaning; shorter ones stand in names in lower case.
const HEAVY: u32 = 4;

pub(super) fn repeated(
    view: &View<'_>,
    scope: Scope,
    limits: &Limits,
    skip_enclosed: bool,
    out: &mut Vec<Match>,
) {
    let prose = view.analysis.prose();
    let finder = Finder { view, prose, analysis: view.analysis, limits };
    let is_enclosed = |alike: &Alike| {
        skip_enclosed && prose.announces(&view.document.text, &alike.a, &alike.b, view.language)
    };
    let wanted: Vec<&Alike> = prose
        .repeats()
        .iter()
        .filter(|alike| finder.may_be(alike, scope) && !is_enclosed(alike))
        .collect();
    if wanted.is_empty() {
        return;
    }
    // What follows looks at the paragraphs of the copies only.
    let sides = wanted.iter().flat_map(|alike| [&alike.a, &alike.b]);
    let near = view.analysis.near(&sides.map(|side| finder.span(side)).collect::<Vec<_>>());
    let analysis = near.as_ref().unwrap_or(view.analysis);
    let finder = Finder { analysis, ..finder };
    for alike in wanted {
        if finder.scope(alike) != scope {
            continue;
        }
        match scope {
            Scope::Paragraph => out.extend(finder.paragraphs(alike)),
            Scope::Sentence => finder.sentences(alike, out),
            Scope::Thread => out.extend(finder.requote(alike)),
            Scope::Quote => out.extend(finder.echo(alike)),
            Scope::Heading | Scope::Corpus => {}
        }
    }
}

/// Whether a copy is too long to be told as a sentence, whatever the paragraphs are: some texts have none.
fn is_passage(alike: &Alike) -> bool {
    alike.words() >= PASSAGE
}

struct Finder<'a> {
    view: &'a View<'a>,
    prose: &'a Prose,
    analysis: &'a Analysis<'a>,
    limits: &'a Limits,
}

impl Finder<'_> {
    /// Whether a copy may belong to the scope, without a look at the analysis: most documents have
    /// nothing but names and short phrases that recur.
    fn may_be(&self, alike: &Alike, scope: Scope) -> bool {
        // A sentence counts as copied from eight of ten words on.
        let long = alike.words() * 10 >= self.limits.min_words * 8;
        let like = alike.similarity() >= self.limits.min_similarity;
        let (a, b) = (&alike.a, &alike.b);
        long && like
            && match scope {
                Scope::Thread => self.prose.in_thread(b.start),
                Scope::Paragraph => {
                    (self.covers_paragraph(a) || self.covers_paragraph(b) || is_passage(alike))
                        && !self.differ_in_figures(a, b)
                }
                Scope::Quote => {
                    (self.prose.covers_sentence(a) || self.prose.covers_sentence(b))
                        && (self.may_quote(a) || self.may_quote(b))
                }
                _ => {
                    (self.prose.covers_sentence(a) && self.prose.covers_sentence(b))
                        && !(self.is_surely_heading(a) || self.is_surely_heading(b))
                        && !self.differ_in_figures(a, b)
                }
            }
    }

    /// Whether either side has a figure that the other has not: [`Self::same_facts`] would find the same.
    fn differ_in_figures(&self, a: &Range<usize>, b: &Range<usize>) -> bool {
        let (words, text) = (&self.prose.words, self.view.document.text.as_bytes());
        let figures = |range: &Range<usize>| {
            let is_figure = |at: &usize| {
                let [start, _] = words.bytes[*at];
                text.get(start as usize).is_some_and(u8::is_ascii_digit)
            };
            let hash = |at: usize| words.hashes[at] & !STARTS;
            range.clone().filter(is_figure).map(hash).collect::<Vec<_>>()
        };
        let (a, b) = (figures(a), figures(b));
        let only = |these: &[u32], those: &[u32]| these.iter().any(|one| !those.contains(one));
        only(&a, &b) && only(&b, &a)
    }

    /// Whether the range lies in one paragraph that the analysis is sure to take for a heading.
    fn is_surely_heading(&self, words: &Range<usize>) -> bool {
        let [paragraph] = self.paragraph_spans(words) else { return false };
        !self.view.document.structured && block::is_surely_heading(self.view.text(*paragraph))
    }

    /// Whether a paragraph that is no short line lies in the range nearly whole.
    fn covers_paragraph(&self, words: &Range<usize>) -> bool {
        self.prose.paragraphs_in(words).any(|number| self.is_covered(number, words))
    }

    fn is_covered(&self, paragraph: usize, words: &Range<usize>) -> bool {
        let own = self.prose.paragraph(paragraph);
        own.len() >= PARAGRAPH && overlap(&own, words) * 10 >= own.len() * 9
    }

    /// Whether there may be a quotation in the paragraphs of the range, in a text without markup.
    fn may_quote(&self, words: &Range<usize>) -> bool {
        let own = self.paragraph_spans(words).iter();
        own.copied().any(|paragraph| quotation::may_quote(self.view.text(paragraph)))
    }

    /// The bytes of the paragraphs that share words with the range.
    fn paragraph_spans(&self, words: &Range<usize>) -> &[Span] {
        let own = self.prose.paragraphs_in(words);
        self.view.analysis.paragraph_spans().get(own).unwrap_or_default()
    }

    /// The scope a copy belongs to: each copy is told once.
    fn scope(&self, alike: &Alike) -> Scope {
        if self.zone(alike.b.start) == Zone::CommentThread {
            return Scope::Thread;
        }
        let paragraph = |words| self.whole_paragraphs(words).is_some();
        match (paragraph(&alike.a), paragraph(&alike.b)) {
            (true, true) => Scope::Paragraph,
            _ if self.is_echo(alike) => Scope::Quote,
            (false, false) if !is_passage(alike) => Scope::Sentence,
            _ => Scope::Paragraph,
        }
    }

    /// Whether one side is quoted and the other is not.
    fn is_echo(&self, alike: &Alike) -> bool {
        let (a, b) = (self.quoted(&alike.a), self.quoted(&alike.b));
        a > 0.8 && b < 0.2 || a < 0.2 && b > 0.8
    }

    fn span(&self, words: &Range<usize>) -> Span {
        self.prose.words.span(words.start, words.end)
    }

    /// The bytes of the words, with the marks of the sentences that begin and end with them.
    fn sentence_span(&self, words: &Range<usize>) -> Span {
        let mut span = self.span(words);
        let sentence = |at: usize| {
            self.analysis.sentence_at(at).and_then(|number| self.analysis.sentences().get(number))
        };
        let first = sentence(span.start)
            .filter(|first| self.prose.words.at(first.span.start) == words.start);
        let last = sentence(span.end.saturating_sub(1))
            .filter(|last| self.prose.words.at(last.span.end) == words.end);
        span.start = first.map_or(span.start, |first| first.span.start.min(span.start));
        span.end = last.map_or(span.end, |last| last.span.end.max(span.end));
        span
    }

    fn zone(&self, word: usize) -> Zone {
        let paragraph = self.prose.paragraphs_in(&(word..word + 1)).start;
        self.analysis.paragraphs().get(paragraph).map_or(Zone::Article, |paragraph| paragraph.zone)
    }

    /// The share of these words that is quoted.
    fn quoted(&self, words: &Range<usize>) -> f64 {
        if self.view.document.markup.is_empty() && !self.may_quote(words) {
            return 0.0;
        }
        let all = self.span(words);
        let first =
            self.analysis.quotation_marks().partition_point(|quote| quote.span.end <= all.start);
        let quoted: usize = self.analysis.quotation_marks()[first..]
            .iter()
            .take_while(|quote| quote.span.start < all.end)
            .map(|quote| {
                quote.span.end.min(all.end).saturating_sub(quote.span.start.max(all.start))
            })
            .sum();
        quoted as f64 / all.len().max(1) as f64
    }

    /// The words of the paragraphs (no headings) that lie in the range nearly whole, if any is long
    /// enough; the range itself is kept where it reaches further into a paragraph by a sentence or so.
    fn whole_paragraphs(&self, words: &Range<usize>) -> Option<Range<usize>> {
        let whole = |number: &usize| {
            self.is_covered(*number, words)
                && self.analysis.paragraphs().get(*number).is_some_and(|it| !it.heading)
        };
        let inside: Vec<usize> = self.prose.paragraphs_in(words).filter(whole).collect();
        let (first, last) = (*inside.first()?, *inside.last()?);
        let start = self.prose.paragraph(first).start;
        let end = self.prose.paragraph(last).end;
        let near = |at: usize, edge: usize| at.abs_diff(edge) < 8;
        Some(Range {
            start: if near(words.start, start) { start } else { words.start.min(start) },
            end: if near(words.end, end) { end } else { words.end.max(end) },
        })
    }

    fn good(&self, alike: &Alike) -> bool {
        alike.words() >= self.limits.min_words && alike.similarity() >= self.limits.min_similarity
    }

    fn paragraphs(&self, alike: &Alike) -> Option<Match> {
        if !self.good(alike) || !self.same_facts(&alike.a, &alike.b) {
            return None;
        }
        let b = self.whole_paragraphs(&alike.b).unwrap_or_else(|| alike.b.clone());
        let a = self.whole_paragraphs(&alike.a).unwrap_or_else(|| alike.a.clone());
        Some(self.tell(alike, b, a))
    }

    /// Whether figures and names agree: two items of a list that differ in them are a form filled in
    /// twice, not a copy. What one side only lacks is no difference, nor is a name among many words
    /// that were edited.
    fn same_facts(&self, a: &Range<usize>, b: &Range<usize>) -> bool {
        if self.view.text(self.span(a)) == self.view.text(self.span(b)) {
            return true;
        }
        let digit =
            |token: &Token| self.view.text(token.span()).bytes().any(|byte| byte.is_ascii_digit());
        let name = |token: &Token| {
            token.shape.is(Shape::CAPITAL) && !token.shape.is(Shape::FIRST) && !digit(token)
        };
        // How many words of that kind stand on one side only, for either side.
        let alone = |wanted: &dyn Fn(&Token) -> bool| {
            let (a, b) = (self.words_like(a, wanted), self.words_like(b, wanted));
            let only = |these: &[&str], those: &[&str]| {
                let those: FxHashSet<&str> = those.iter().copied().collect();
                these.iter().filter(|one| !those.contains(*one)).count()
            };
            (only(&a, &b), only(&b, &a))
        };
        let both = |count: (usize, usize)| count.0.min(count.1) > 0;
        if both(alone(&digit)) {
            return false;
        }
        let names = alone(&name);
        if !both(names) {
            return true;
        }
        let others = alone(&|token| token.shape.is(Shape::WORD) && !name(token));
        names.0 + names.1 < others.0 + others.1
    }

    fn words_like(&self, words: &Range<usize>, wanted: &dyn Fn(&Token) -> bool) -> Vec<&str> {
        let span = self.span(words);
        let tokens = self.analysis.token_at(span.start)..self.analysis.token_at(span.end);
        let tokens = self.analysis.tokens().get(tokens).unwrap_or_default().iter();
        tokens.filter(|token| wanted(token)).map(|token| self.view.text(token.span())).collect()
    }

    /// The sentences that lie in the copy whole; neighbours are one finding.
    fn sentences(&self, alike: &Alike, out: &mut Vec<Match>) {
        if alike.similarity() < self.limits.min_similarity {
            return;
        }
        let (Some(b), Some(a)) = (self.whole_sentences(&alike.b), self.whole_sentences(&alike.a))
        else {
            return;
        };
        // Words of the sentences that the copy does not reach differ.
        let words = a.len().max(b.len());
        let share = alike.same.min(words) as f64 / words.max(1) as f64;
        let long = b.len().min(a.len()) >= self.limits.min_words;
        let like = share >= self.limits.min_similarity;
        if long && like && self.same_facts(&a, &b) && !self.is_idle(&b) {
            out.push(self.tell(alike, b, a));
        }
    }

    /// The words of the sentences, outside headings, that lie in the range nearly whole.
    fn whole_sentences(&self, words: &Range<usize>) -> Option<Range<usize>> {
        let span = self.span(words);
        let from = self.analysis.sentence_at(span.start)?;
        let mut whole: Option<Range<usize>> = None;
        for sentence in
            self.analysis.sentences()[from..].iter().take_while(|s| s.span.start < span.end)
        {
            let own =
                self.prose.words.at(sentence.span.start)..self.prose.words.at(sentence.span.end);
            let heading =
                self.analysis.paragraphs().get(sentence.paragraph).is_some_and(|p| p.heading);
            let covered = overlap(&own, words) * 10 >= own.len() * 8;
            if !heading && covered && !own.is_empty() {
                let start = whole.as_ref().map_or(own.start, |whole| whole.start);
                whole = Some(start..own.end);
            }
        }
        whole
    }

    /// Whether the words are a headline, lead in to what follows, or name something: all may recur.
    fn is_idle(&self, words: &Range<usize>) -> bool {
        self.view.text(self.sentence_span(words)).ends_with(':')
            || self.is_headline(words)
            || self.is_name(words)
    }

    /// Whether the words are all of the first paragraph.
    fn is_headline(&self, words: &Range<usize>) -> bool {
        let first = self.prose.paragraph(0);
        words.start < first.end && first.len() <= words.len() + HEADLINE
    }

    /// Whether the words that carry meaning are mostly capitalised: names, titles, official bodies.
    fn is_name(&self, words: &Range<usize>) -> bool {
        let span = self.span(words);
        let tokens = self.analysis.token_at(span.start)..self.analysis.token_at(span.end);
        let heavy = || {
            self.analysis.tokens()[tokens.clone()]
                .iter()
                .filter(|token| token.shape.is(Shape::WORD) && token.end - token.start >= HEAVY)
        };
        let capitals = heavy().filter(|token| token.shape.is(Shape::CAPITAL)).count();
        capitals * 10 >= heavy().count() * 6
    }

    fn requote(&self, alike: &Alike) -> Option<Match> {
        let (copy, words) = self.spoken(&alike.b)?;
        let (original, _) = self.spoken(&alike.a)?;
        if words < self.limits.min_words || alike.similarity() < self.limits.min_similarity {
            return None;
        }
        let mut found = self.tell(alike, copy.clone(), original);
        found.values.retain(|(name, _)| *name != "words");
        found.values.push(("words", words.to_string()));
        if self.quoted(&copy) > 0.5 || self.block_quote(&copy) {
            found.tags.push("marked");
        }
        if words >= LONG {
            found.tags.push("long");
        }
        Some(found)
    }

    /// The range without the heads of comments (number, handle, date) at its ends, and how many of
    /// its words stand in no head.
    fn spoken(&self, words: &Range<usize>) -> Option<(Range<usize>, usize)> {
        let mut spoken: Option<Range<usize>> = None;
        let mut count = 0;
        for number in self.prose.paragraphs_in(words).filter(|number| !self.is_head(*number)) {
            let own = self.prose.paragraph(number);
            count += overlap(&own, words);
            let start = spoken.map_or(own.start.max(words.start), |spoken| spoken.start);
            spoken = Some(start..own.end.min(words.end));
        }
        Some((spoken?, count))
    }

    /// Whether a line of a thread only says who writes and when.
    fn is_head(&self, number: usize) -> bool {
        let words = self.prose.paragraph(number).len();
        let Some(line) = self.analysis.paragraphs().get(number) else { return true };
        let first = self.analysis.times().partition_point(|time| time.span.start < line.span.start);
        let dated =
            self.analysis.times().get(first).is_some_and(|time| line.span.contains(time.span));
        line.zone == Zone::CommentThread && (words <= HANDLE || dated && words <= HEAD)
    }

    fn block_quote(&self, words: &Range<usize>) -> bool {
        let paragraphs = self.prose.paragraphs_in(words);
        let first = paragraphs.start;
        self.analysis.paragraphs()[paragraphs].iter().any(|paragraph| paragraph.block_quote)
            || first > 0 && self.is_lead_in(first - 1)
    }

    /// Whether a line ends in a colon: it announces what follows.
    fn is_lead_in(&self, paragraph: usize) -> bool {
        let line = self.analysis.paragraphs().get(paragraph).map(|line| self.view.text(line.span));
        line.is_some_and(|line| line.ends_with(':') || line.contains(": "))
    }

    /// The author's sentence that is a quotation elsewhere; headings may be taken from quotations.
    fn echo(&self, alike: &Alike) -> Option<Match> {
        let quoted_first = self.quoted(&alike.a) > 0.8;
        let (own, other) = if quoted_first { (&alike.b, &alike.a) } else { (&alike.a, &alike.b) };
        let sentence = self.whole_sentences(own)?;
        let reporting = matches!(self.zone(own.start), Zone::Article | Zone::Head)
            && !self.is_headline(&sentence);
        if !reporting || !self.good(alike) {
            return None;
        }
        let mut found = self.tell(alike, sentence, other.clone());
        found.related = vec![(self.span(other), "the same words as a quotation".to_owned())];
        Some(found)
    }

    /// How many words of two stretches are the same and in the same order, as the longest common
    /// subsequence has them; `None` if the two are too long to be compared word by word.
    fn same_words(&self, a: &Range<usize>, b: &Range<usize>) -> Option<usize> {
        if a.len().saturating_mul(b.len()) > COMPARED {
            return None;
        }
        let words = |range: &Range<usize>| self.prose.words.hashes.get(range.clone());
        Some(common(words(a)?, words(b)?))
    }

    /// The finding about the words `copy`, which repeat the words `original`.
    fn tell(&self, alike: &Alike, copy: Range<usize>, original: Range<usize>) -> Match {
        let words = copy.len();
        let same = self.same_words(&original, &copy).unwrap_or(alike.same.min(words));
        let share = (same * 100).checked_div(words).unwrap_or_default();
        let (copy, original) = (self.sentence_span(&copy), self.sentence_span(&original));
        Match {
            scope: Some(copy),
            related: vec![(original, "first stands here".to_owned())],
            values: vec![
                ("words", words.to_string()),
                ("share", share.to_string()),
                ("line", line_of(self.view, original)),
            ],
            ..Match::at(copy)
        }
    }
}
