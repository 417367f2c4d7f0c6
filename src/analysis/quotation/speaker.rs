//! Who speaks a quotation: the attribution that belongs to it.

use super::Quotation;
use crate::analysis::attribution::{Attribution, AttributionForm, CueStrength, Parts, SourceClass};
use crate::analysis::block::Paragraph;
use crate::analysis::token::Shape;

/// How far from a quotation, in tokens, its cue may stand in the same sentence.
const NEAR: usize = 45;

/// Links every quotation to the attribution that names its speaker, if the text has one.
pub(crate) fn speakers(
    parts: Parts<'_>,
    quotations: &mut [Quotation],
    attributions: &mut [Attribution],
) {
    let finder = Finder { parts, attributions };
    for at in 0..quotations.len() {
        let (before, rest) = quotations.split_at_mut(at);
        let Some((this, after)) = rest.split_first_mut() else { continue };
        this.attribution = finder.speaker(before, this, after);
    }
    // A speaker who is named only behind the last paragraph of a quotation spoke them all.
    for at in (1..quotations.len()).rev() {
        if quotations[at].continues && quotations[at - 1].attribution.is_none() {
            quotations[at - 1].attribution = quotations[at].attribution;
        }
    }
    for quotation in quotations {
        if let Some(made) = quotation.attribution.and_then(|at| attributions.get_mut(at)) {
            made.quoted_words = made.quoted_words.max(quotation.words);
        }
    }
}

/// From so many tokens on a distance need not be counted exactly: it is too far for anything.
const FAR: usize = 8 * NEAR;
/// How far from a quotation and its neighbours, in bytes, a cue is looked for.
const REACH: usize = 8 * 1024;

/// Most headings between two quotations of one speaker.
const HEADINGS: usize = 2;
/// Most tokens of a line without a stop that is a heading.
const HEADING_TOKENS: usize = 8;

/// How far from a quotation, in words, a cue may stand that need not be one of speech.
const ADJACENT: usize = 3;

/// Whether the cue reports words, and not only a stand.
fn says(made: &Attribution) -> bool {
    made.strength != CueStrength::Stance || made.form == AttributionForm::Colon
}

struct Finder<'a> {
    parts: Parts<'a>,
    attributions: &'a [Attribution],
}

impl Finder<'_> {
    fn speaker(
        &self,
        before: &[Quotation],
        this: &Quotation,
        after: &[Quotation],
    ) -> Option<usize> {
        let previous = before.last();
        if this.continues
            && let Some(speaker) = previous.and_then(|previous| previous.attribution)
        {
            return Some(speaker);
        }
        self.beside(this, before, after)
            .or_else(|| self.carried_on(this, previous))
            .or_else(|| self.neighbour(this, before, after))
    }

    fn sentence_at(&self, offset: usize) -> Option<usize> {
        let sentences = self.parts.sentences;
        sentences.partition_point(|sentence| sentence.span.start <= offset).checked_sub(1)
    }

    /// Attributions whose cue stands in the sentences `from..=to`, outside all quotations given.
    fn outside<'q>(
        &'q self,
        from: usize,
        to: usize,
        quotations: &'q [&'q Quotation],
    ) -> impl Iterator<Item = usize> + 'q {
        let low = quotations.iter().map(|quotation| quotation.span.start).min().unwrap_or(0);
        let high = quotations.iter().map(|quotation| quotation.span.end).max().unwrap_or(0);
        let near = self.attributions.partition_point(|made| made.cue.start + REACH < low);
        let first = self.attributions.partition_point(|made| made.sentence < from).max(near);
        (first..self.attributions.len())
            .take_while(move |at| {
                let made = &self.attributions[*at];
                made.sentence <= to && made.cue.start <= high + REACH
            })
            .filter(move |at| {
                let made = &self.attributions[*at];
                let cue = made.cue;
                made.class != SourceClass::None
                    && !quotations.iter().any(|quotation| quotation.span.overlaps(cue))
            })
    }

    /// In the sentences that the quotation touches: behind it before all, else before it.
    fn beside(&self, this: &Quotation, before: &[Quotation], after: &[Quotation]) -> Option<usize> {
        let first = self.sentence_at(this.span.start)?;
        let last = self.sentence_at(this.span.end.saturating_sub(1))?.max(first);
        let near: Vec<&Quotation> =
            before.iter().rev().take(4).chain([this]).chain(after.iter().take(4)).collect();
        let mut behind: Option<usize> = None;
        let mut ahead: Option<usize> = None;
        for at in self.outside(first, last + 1, &near) {
            let made = &self.attributions[at];
            let place = made.source.map_or(made.cue, |source| source.cover(made.cue));
            let gap = if place.start >= this.span.end {
                self.words_between(this.span.end, place.start)
            } else {
                self.words_between(place.end, this.span.start)
            };
            if !says(made) && gap > ADJACENT {
                continue;
            }
            if place.start >= this.span.end {
                // The sentence may have been cut behind the closing mark: "…!” she said."
                let joined = made.sentence <= last
                    || self.same_paragraph(this, made.sentence)
                        && self.follows_directly(this, place.start);
                let distance = self.words_between(this.span.end, place.start);
                if joined && distance <= NEAR && behind.is_none() {
                    behind = Some(at);
                }
            } else if place.end <= this.span.start
                && self.words_between(place.end, this.span.start) <= NEAR
            {
                ahead = Some(at);
            }
        }
        let close_behind = behind.filter(|at| {
            let made = &self.attributions[*at];
            let place = made.source.map_or(made.cue, |source| source.cover(made.cue));
            self.words_between(this.span.end, place.start) <= 1
        });
        close_behind.or(ahead).or(behind)
    }

    fn words_between(&self, from: usize, to: usize) -> usize {
        let tokens = self.parts.tokens;
        let first = tokens.partition_point(|token| (token.start as usize) < from);
        let last = tokens.partition_point(|token| (token.start as usize) < to);
        if last.saturating_sub(first) > FAR {
            return last - first;
        }
        tokens[first..last.max(first)]
            .iter()
            .filter(|token| !token.shape.is(Shape::PUNCTUATION))
            .count()
    }

    fn same_paragraph(&self, this: &Quotation, sentence: usize) -> bool {
        self.parts.sentences.get(sentence).is_some_and(|found| found.paragraph == this.paragraph)
    }

    fn follows_directly(&self, this: &Quotation, place: usize) -> bool {
        place >= this.span.end && place - this.span.end <= 2
    }

    /// The same paragraph's quotation before it has a speaker, and nobody else came between.
    fn carried_on(&self, this: &Quotation, previous: Option<&Quotation>) -> Option<usize> {
        let previous = previous?;
        let speaker = previous.attribution?;
        let adjacent = previous.paragraph == this.paragraph
            || self.only_headings(previous.paragraph + 1, this.paragraph)
                && self.opens_paragraph(this);
        let spoken = previous.words >= 3 || this.paragraph == previous.paragraph;
        (adjacent && spoken).then_some(speaker)
    }

    /// Whether nothing stands between two paragraphs but headings.
    fn only_headings(&self, from: usize, to: usize) -> bool {
        let between = self.parts.paragraphs.get(from..to).unwrap_or_default();
        between.len() <= HEADINGS && between.iter().all(|paragraph| self.heading(paragraph))
    }

    /// A heading, or a line of a few words without a stop.
    fn heading(&self, paragraph: &Paragraph) -> bool {
        let last = self.parts.tokens.get(paragraph.tokens.end.saturating_sub(1));
        let stops = last.is_some_and(|last| last.shape.is(Shape::PUNCTUATION));
        paragraph.heading || paragraph.tokens.len() <= HEADING_TOKENS && !stops
    }

    fn opens_paragraph(&self, this: &Quotation) -> bool {
        self.parts
            .paragraphs
            .get(this.paragraph)
            .is_some_and(|paragraph| paragraph.tokens.start == this.tokens.0)
    }

    /// The sentence before or behind names somebody (or a pronoun of somebody) who speaks.
    fn neighbour(
        &self,
        this: &Quotation,
        before: &[Quotation],
        after: &[Quotation],
    ) -> Option<usize> {
        let first = self.sentence_at(this.span.start)?;
        let last = self.sentence_at(this.span.end.saturating_sub(1))?.max(first);
        let near: Vec<&Quotation> =
            before.iter().rev().take(4).chain([this]).chain(after.iter().take(4)).collect();
        let lead = first.checked_sub(1).filter(|lead| self.lead_in(*lead, this));
        let found = lead.and_then(|lead| {
            self.outside(lead, lead, &near)
                .filter(|at| {
                    let made = &self.attributions[*at];
                    let praises = self.opens_paragraph(this) && made.class == SourceClass::Named;
                    (says(made) || praises) && self.may_lead(*at, lead)
                })
                .last()
        });
        found.or_else(|| {
            let follows = self
                .parts
                .sentences
                .get(last + 1)
                .is_some_and(|next| next.paragraph <= this.paragraph + 1);
            self.outside(last + 1, last + 1, &near)
                .filter(|_| follows)
                .find(|at| says(&self.attributions[*at]) && self.identified(*at))
        })
    }

    /// Whether the sentence `lead` may introduce the quotation: same paragraph or the one before.
    fn lead_in(&self, lead: usize, this: &Quotation) -> bool {
        self.parts
            .sentences
            .get(lead)
            .is_some_and(|sentence| sentence.paragraph + 1 >= this.paragraph)
    }

    fn may_lead(&self, at: usize, lead: usize) -> bool {
        let colon =
            self.parts.sentences.get(lead).is_some_and(|sentence| {
                sentence.span.of(self.parts.text).trim_end().ends_with(':')
            });
        colon || self.identified(at)
    }

    /// Somebody whom the reader can tell: not a class of people, not an unnamed source.
    fn identified(&self, at: usize) -> bool {
        let made = &self.attributions[at];
        made.form != AttributionForm::Noun
            && matches!(
                made.class,
                SourceClass::Named
                    | SourceClass::Institution
                    | SourceClass::Outlet
                    | SourceClass::Document
            )
    }
}
