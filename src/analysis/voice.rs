//! Voice and owner: who speaks the words at a place.

use super::Analysis;
use super::attribution::{Attribution, AttributionForm, CueStrength, SourceClass};
use super::quotation::Quotation;
use super::sentence::Sentence;
use super::token::Token;
use crate::span::Span;

/// Whose words stand at a place.
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
pub enum Voice {
    /// The author's own.
    Author,
    /// Indirect speech of a source.
    Reported,
    /// Inside a quotation.
    Quoted,
}

/// Voice and owner of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speech {
    /// Whose words.
    pub voice: Voice,
    /// Class of the speaker; `None` in the author's voice, [`SourceClass::None`] if a quotation
    /// has no speaker.
    pub owner: Option<SourceClass>,
    /// The attribution, an index into `Analysis::attributions`.
    pub attribution: Option<usize>,
}

/// A stretch of other people's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpeechSpan {
    /// Its bytes.
    pub span: Span,
    /// Quoted or reported.
    pub voice: Voice,
    /// Whose words, if the text says.
    pub attribution: Option<usize>,
}

/// The stretches of quoted and reported words. A quotation goes before indirect speech; of two
/// indirect speeches the later one, which is the inner one as a rule.
pub(super) fn speech(
    sentences: &[Sentence],
    tokens: &[Token],
    quotations: &[Quotation],
    attributions: &[Attribution],
) -> Vec<SpeechSpan> {
    let mut owners = vec![AUTHOR; tokens.len()];
    let mut paint = |span: Span, range: std::ops::Range<usize>, owner: u32| {
        // Of a sentence as long as a book only the tokens under the span are looked at.
        let token_at = |byte: usize| tokens.partition_point(|token| (token.start as usize) < byte);
        let (first, end) = (token_at(span.start).max(range.start), token_at(span.end));
        let end = end.min(range.end);
        if let Some(slots) = owners.get_mut(first..end) {
            slots.fill(owner);
        }
    };
    for (at, attribution) in attributions.iter().enumerate() {
        if attribution.strength == CueStrength::Stance {
            continue;
        }
        if let (Some(content), Some(sentence)) =
            (attribution.content, sentences.get(attribution.sentence))
        {
            // What stands behind the label of a speaker may be several sentences.
            let label = attribution.form == AttributionForm::Colon;
            let end = if label { tokens.len() } else { sentence.tokens.end };
            paint(content, sentence.tokens.start..end, code(Some(at), Voice::Reported));
        }
    }
    for quotation in quotations {
        let range = quotation.tokens.0..quotation.tokens.1;
        paint(quotation.span, range, code(quotation.attribution, Voice::Quoted));
    }
    runs(tokens, &owners)
}

const AUTHOR: u32 = u32::MAX;

/// One number for owner and voice: bit 0 the voice, the rest the attribution, 0 for nobody.
fn code(attribution: Option<usize>, voice: Voice) -> u32 {
    let owner = attribution.and_then(|at| u32::try_from(at + 1).ok()).unwrap_or(0);
    owner.min(u32::MAX >> 2) << 1 | u32::from(voice == Voice::Quoted)
}

fn runs(tokens: &[Token], owners: &[u32]) -> Vec<SpeechSpan> {
    let mut found: Vec<SpeechSpan> = Vec::new();
    let mut last = AUTHOR;
    for (token, owner) in tokens.iter().zip(owners) {
        if *owner != AUTHOR {
            let end = token.end as usize;
            match found.last_mut() {
                Some(run) if last == *owner => run.span.end = end,
                _ => found.push(SpeechSpan {
                    span: token.span(),
                    voice: if owner & 1 == 1 { Voice::Quoted } else { Voice::Reported },
                    attribution: (*owner as usize >> 1).checked_sub(1),
                }),
            }
        }
        last = *owner;
    }
    found
}

impl Analysis<'_> {
    /// Who speaks the byte at `offset` of the text.
    #[must_use]
    pub fn speech_at(&self, offset: usize) -> Speech {
        let author = Speech { voice: Voice::Author, owner: None, attribution: None };
        let next = self.speech().partition_point(|run| run.span.end <= offset);
        let Some(run) = self.speech().get(next).filter(|run| run.span.start <= offset) else {
            return author;
        };
        let class =
            run.attribution.and_then(|at| self.attributions().get(at)).map(Attribution::owner);
        let owner = class.or((run.voice == Voice::Quoted).then_some(SourceClass::None));
        Speech { voice: run.voice, owner, attribution: run.attribution }
    }
}
