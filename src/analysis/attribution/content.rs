//! How far what is said reaches.

use super::cue::Found;
use super::words::{Role, View};
use super::{AttributionForm, SourceClass};
use crate::analysis::sentence::Sentence;
use crate::analysis::token::Shape;
use crate::span::Span;

/// In a longer sentence, in tokens, marks are not counted: it is none.
const LONGEST: usize = 512;

/// Tokens of an infinitive with all that hangs on it: what lies further in a text without signs is
/// another sentence.
const LONG_INFINITIVE: usize = 24;

/// Tokens of the longest report: without a sign in so many, the signs were lost.
const LONG_REPORT: usize = 100;

impl View<'_> {
    /// The sentence, or as much of it as stands within the same quotation marks as the cue.
    fn within_marks(&self, sentence: &Sentence, cue: usize) -> (usize, usize) {
        let (low, high) = (sentence.tokens.start, sentence.tokens.end);
        if high - low > LONGEST {
            return (low, high);
        }
        let (count, last) = (low..cue)
            .filter(|at| self.is_quote(*at))
            .fold((0, None), |(count, _), at| (count + 1, Some(at)));
        let open = last.filter(|_| count % 2 == 1);
        let close = (cue..high).find(|at| self.is_quote(*at));
        match (open, close) {
            (Some(open), Some(close)) => (open + 1, close),
            _ => (low, high),
        }
    }

    fn ends(&self, at: usize, high: usize) -> bool {
        at >= high || self.shape(at).is(Shape::PUNCTUATION) && !self.is_sign(at, b',')
    }

    /// The bounds of a sentence as far as nothing shows that signs were lost: the author's own words
    /// must not be given to people without a name who stand far away.
    fn without_gaps(&self, low: usize, high: usize, first: usize, last: usize) -> (usize, usize) {
        let from = low.max(first.saturating_sub(LONG_REPORT));
        let to = high.min(last + LONG_REPORT);
        let start = (from + 1..first).rev().find(|at| self.wide_gap(*at)).unwrap_or(from);
        let end = (last..to).find(|at| self.wide_gap(*at)).unwrap_or(to);
        (start, end)
    }

    /// The part of the sentence that the source is said to have said.
    pub(super) fn content(
        &self,
        found: &Found,
        sentence: &Sentence,
        class: SourceClass,
    ) -> Option<Span> {
        let (low, high) = self.within_marks(sentence, found.cue.0);
        let (first, last) = match &found.subject {
            None => found.cue,
            Some(subject) => {
                (found.cue.0.min(subject.phrase.start), found.cue.1.max(subject.phrase.end))
            }
        };
        let named = !class.unnamed() && class != SourceClass::None;
        let (low, high) =
            if named { (low, high) } else { self.without_gaps(low, high, first, last) };
        let span = |from: usize, to: usize| {
            let start = self.tokens.get(from)?.start as usize;
            let end = self.tokens.get(to.checked_sub(1)?)?.end as usize;
            (start < end).then(|| Span::new(start, end))
        };
        match found.form {
            AttributionForm::AccordingTo | AttributionForm::Noun => span(low, high),
            AttributionForm::Inverted => span(low, first),
            AttributionForm::Colon => span(last, high),
            // "is expected to fall, and the town may move": an infinitive ends with its clause.
            AttributionForm::Passive => {
                let parted = first > low && self.is_sign(first - 1, b',');
                if found.subject.is_none() && parted && self.ends(last, high) {
                    return span(low, first); // "…, it is said."
                }
                let clause = [last, last.saturating_sub(1)];
                let clause = clause.iter().any(|at| self.is(*at, Role::SUBORDINATOR));
                let near = high.min(last + LONG_INFINITIVE);
                let sign = (last + 1..near).find(|at| self.is_sign(*at, b','));
                span(last, if clause { high } else { sign.unwrap_or(near) })
            }
            AttributionForm::Subject => {
                let parted =
                    first > low && (self.is_sign(first - 1, b',') || self.is_quote(first - 1));
                let goes_on = (last..high).any(|at| self.is(at, Role::VERB));
                let subordinate = self.is(last, Role::SUBORDINATOR);
                let that = subordinate && self.is(last, Role::RELATIVE.or(Role::DEFINITE));
                if parted && subordinate && !that {
                    return span(low, first); // "…, she said as she turned"
                }
                if !parted || that {
                    return span(last, high);
                }
                if goes_on && self.is_sign(last, b',') {
                    span(low, high)
                } else if goes_on {
                    span(last, high)
                } else {
                    span(low, first)
                }
            }
        }
    }
}
