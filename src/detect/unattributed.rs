//! `[detect.unattributed]`: word patterns that need a source, where none stands near.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::{BuildContext, Detector, Match, View};
use crate::analysis::attribution::CueStrength;
use crate::analysis::voice::Voice;
use crate::mistake::Mistake;
use crate::pattern::GroupId;

/// The table as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct UnattributedFile {
    /// Word patterns; any of them makes a match.
    #[schemars(with = "Vec<String>")]
    any: Vec<Spanned<String>>,
    /// Word patterns that silence a match they overlap.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    not: Vec<Spanned<String>>,
    /// Word patterns that are a source as well: "figures of the ministry", "table".
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    sources: Vec<Spanned<String>>,
    /// How near a source must stand.
    within: Nearness,
}

/// How near a source must stand to what it vouches for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Nearness {
    /// The same sentence.
    Sentence,
    /// The same sentence, the one before or the one after.
    NeighbourSentence,
    /// The same paragraph.
    Paragraph,
}

#[derive(Debug)]
struct UnattributedDetector {
    any: GroupId,
    not: GroupId,
    sources: GroupId,
    within: Nearness,
}

impl UnattributedFile {
    pub(super) fn build(self, context: &mut BuildContext<'_>) -> Option<Box<dyn Detector>> {
        if self.any.is_empty() {
            let mistake = Mistake::new(&context.file, 0..0, "[detect.unattributed] has no `any`");
            context.mistakes.push(mistake.with_help("say what needs a source: any = [\"…\"]"));
            return None;
        }
        let before = context.mistakes.len();
        let made = UnattributedDetector {
            any: context.patterns(&self.any),
            not: context.patterns(&self.not),
            sources: context.patterns(&self.sources),
            within: self.within,
        };
        (context.mistakes.len() == before).then(|| Box::new(made) as Box<dyn Detector>)
    }
}

impl UnattributedDetector {
    /// The tokens in which a source would be near enough.
    fn reach(&self, view: &View<'_>, number: usize) -> Option<std::ops::Range<usize>> {
        let sentences = view.analysis.sentences();
        let sentence = sentences.get(number)?;
        let paragraph = view.analysis.paragraphs().get(sentence.paragraph)?;
        Some(match self.within {
            Nearness::Sentence => sentence.tokens.clone(),
            Nearness::Paragraph => paragraph.tokens.clone(),
            Nearness::NeighbourSentence => {
                let first = number.saturating_sub(1);
                let last = (number + 1).min(sentences.len() - 1);
                sentences[first].tokens.start..sentences[last].tokens.end
            }
        })
    }

    fn sourced(&self, view: &View<'_>, tokens: &std::ops::Range<usize>) -> bool {
        let analysis = view.analysis;
        let bytes = analysis.span_of(tokens.clone());
        let from = analysis.sentence_at(bytes.start).unwrap_or(0);
        let first = analysis.attributions().partition_point(|made| made.sentence < from);
        let attributed = analysis.attributions()[first..]
            .iter()
            .take_while(|made| made.cue.start < bytes.end)
            .any(|made| {
                (made.strength != CueStrength::Stance || made.states) && bytes.overlaps(made.cue)
            });
        attributed || !view.hits.within(self.sources, tokens).is_empty()
    }
}

impl Detector for UnattributedDetector {
    fn detect(&self, view: &View<'_>, out: &mut Vec<Match>) {
        let not = view.hits.of(self.not);
        for hit in view.hits.of(self.any) {
            let span = view.analysis.span_of(hit.focus.clone());
            let from = not.partition_point(|other| other.tokens.end <= hit.tokens.start);
            let silenced = not[from..]
                .iter()
                .take_while(|other| other.tokens.start < hit.tokens.end)
                .any(|other| other.tokens.end > hit.tokens.start);
            let spoken = view.analysis.speech_at(span.start).voice != Voice::Author;
            if silenced || spoken || out.last().is_some_and(|last| last.span.overlaps(span)) {
                continue;
            }
            let near = view
                .analysis
                .sentence_at(span.start)
                .and_then(|number| self.reach(view, number))
                .is_some_and(|tokens| self.sourced(view, &tokens));
            if !near {
                out.push(Match::at(span));
            }
        }
    }
}
