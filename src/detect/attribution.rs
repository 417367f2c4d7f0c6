//! `[detect.attribution]`: who is said to have said something, by what a reader can do with it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{BuildContext, Detector, Match, View};
use crate::analysis::attribution::{Attribution, AttributionForm, CueStrength, SourceClass};
use crate::analysis::voice::Voice;
use crate::mistake::Mistake;
use crate::span::Span;

/// The table as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AttributionFile {
    /// Classes of sources to find.
    class: Vec<SourceClass>,
    /// How the attribution is made; nothing means any way.
    #[serde(default)]
    form: Vec<AttributionForm>,
    /// How surely the cue reports; nothing means all but a mere stand.
    #[serde(default)]
    strength: Vec<CueStrength>,
    /// Tags that must all hold.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    with: Vec<toml::Spanned<String>>,
    /// What to look at in the cue.
    #[serde(default)]
    cue_label: String,
    /// What to look at where the source is named after all.
    #[serde(default)]
    name_label: String,
    /// What to look at where it says why nobody is named.
    #[serde(default)]
    reason_label: String,
}

#[derive(Debug)]
struct AttributionDetector {
    file: AttributionFile,
    with: Vec<String>,
}

/// A tag and when it holds.
type Tag = (&'static str, fn(&Seen<'_>) -> bool);

/// An attribution with what tags ask about.
struct Seen<'a> {
    made: &'a Attribution,
    head: &'a str,
}

/// A quotation of as many words is somebody's statement, not a borrowed word.
const STATEMENT_WORDS: usize = 5;

const TAGS: &[Tag] = &[
    ("pronoun", |seen| seen.made.pronoun),
    ("anaphor", |seen| seen.made.anaphor),
    ("resolved", |seen| seen.made.antecedent.is_some()),
    ("plural", |seen| seen.made.plural),
    ("singular", |seen| !seen.made.plural),
    ("unresolved", |seen| {
        seen.made.anaphor && !seen.made.pronoun && seen.made.antecedent.is_none()
    }),
    ("known-person", |seen| !seen.made.plural && seen.made.antecedent.is_some()),
    ("source-word", |seen| seen.made.source_word),
    ("the-person", |seen| {
        let made = seen.made;
        made.anaphor && !made.pronoun && !made.plural && !made.source_word
    }),
    ("one-of-somebody", |seen| !seen.made.plural && seen.made.owned),
    ("affiliated", |seen| seen.made.affiliated),
    ("owned", |seen| seen.made.owned),
    ("share", |seen| seen.made.share),
    ("faceless", |seen| seen.made.faceless),
    ("quantified", |seen| seen.made.quantifier.is_some()),
    ("named-later", |seen| seen.made.named_later.is_some()),
    ("reason", |seen| seen.made.reason.is_some()),
    ("quotation", |seen| seen.made.quoted_words >= STATEMENT_WORDS),
    ("capital", |seen| seen.head.starts_with(char::is_uppercase)),
    ("bare", |seen| {
        seen.made.head.zip(seen.made.source).is_some_and(|(head, all)| head.start == all.start)
    }),
];

const TAG_NAMES: &[&str] = &[
    "pronoun",
    "anaphor",
    "resolved",
    "plural",
    "singular",
    "unresolved",
    "known-person",
    "source-word",
    "the-person",
    "one-of-somebody",
    "affiliated",
    "owned",
    "share",
    "faceless",
    "quantified",
    "named-later",
    "reason",
    "quotation",
    "capital",
    "bare",
];

impl AttributionFile {
    pub(super) fn build(mut self, context: &mut BuildContext<'_>) -> Option<Box<dyn Detector>> {
        if self.class.is_empty() {
            let mistake = Mistake::new(&context.file, 0..0, "[detect.attribution] names no class");
            context.mistakes.push(mistake.with_help("for example: class = [\"anonymous\"]"));
            return None;
        }
        let unknown = self.with.iter().filter(|tag| !TAG_NAMES.contains(&tag.as_ref().as_str()));
        let mistakes: Vec<Mistake> = unknown
            .map(|tag| {
                let name = tag.as_ref();
                Mistake::new(&context.file, tag.span(), format!("there is no tag “{name}”"))
                    .nearest(name, TAG_NAMES.iter().copied())
            })
            .collect();
        if !mistakes.is_empty() {
            context.mistakes.extend(mistakes);
            return None;
        }
        let with = std::mem::take(&mut self.with).into_iter().map(toml::Spanned::into_inner);
        Some(Box::new(AttributionDetector { with: with.collect(), file: self }))
    }
}

impl AttributionDetector {
    fn wants(&self, made: &Attribution) -> bool {
        let strength = if self.file.strength.is_empty() {
            made.strength != CueStrength::Stance
        } else {
            self.file.strength.contains(&made.strength)
        };
        strength
            && self.file.class.contains(&made.class)
            && (self.file.form.is_empty() || self.file.form.contains(&made.form))
    }

    fn labels(&self, made: &Attribution, span: Span) -> Vec<(Span, String)> {
        let mut labels = Vec::new();
        if made.cue != span && !made.cue.is_empty() && !span.overlaps(made.cue) {
            labels.push((made.cue, self.file.cue_label.clone()));
        }
        if let (Some(name), false) = (made.named_later, self.file.name_label.is_empty()) {
            labels.push((name, self.file.name_label.clone()));
        }
        if let (Some(reason), false) = (made.reason, self.file.reason_label.is_empty()) {
            labels.push((reason, self.file.reason_label.clone()));
        }
        labels
    }
}

impl Detector for AttributionDetector {
    fn placeholders(&self) -> &'static [&'static str] {
        &["source", "cue"]
    }

    fn tags(&self) -> &'static [&'static str] {
        TAG_NAMES
    }

    fn detect(&self, view: &View<'_>, out: &mut Vec<Match>) {
        let analysis = view.analysis;
        for (number, made) in analysis.attributions().iter().enumerate() {
            if !self.wants(made) {
                continue;
            }
            let span = made.source.unwrap_or(made.cue);
            let seen = Seen { made, head: made.head.map_or("", |head| view.text(head)) };
            let tags: Vec<&'static str> =
                TAGS.iter().filter(|(_, holds)| holds(&seen)).map(|(name, _)| *name).collect();
            if !self.with.iter().all(|wanted| tags.contains(&wanted.as_str())) {
                continue;
            }
            // A source stands in what it says itself ("According to experts, …"): the voice is another's.
            let own = analysis.speech_at(span.start).attribution == Some(number);
            out.push(Match {
                voice: own.then_some(Voice::Author),
                related: self.labels(made, span),
                values: vec![
                    ("source", view.text(span).to_owned()),
                    ("cue", view.text(made.cue).to_owned()),
                ],
                tags,
                ..Match::at(span)
            });
        }
        out.sort_by_key(|found| found.span);
        out.dedup_by_key(|found| found.span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_is_declared() {
        let names: Vec<_> = TAGS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, TAG_NAMES);
    }
}
