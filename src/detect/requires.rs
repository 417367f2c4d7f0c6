//! `[detect.requires]`: something that a document must have somewhere, and has not.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{BuildContext, Detector, Match, View};
use crate::analysis::attribution::{CueStrength, SourceClass};
use crate::analysis::dateline::{DateField, Doubt, FOOT_LINES, HEAD_LINES};
use crate::analysis::time::day;
use crate::analysis::voice::Voice;
use crate::mistake::Mistake;

/// The table as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RequiresFile {
    /// One of these must be there.
    any: Vec<Thing>,
    /// A text of fewer words is let off.
    #[serde(default)]
    min_words: usize,
}

/// What a document can be asked to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Thing {
    /// A date of its own: see [`crate::analysis::dateline`].
    PublicationDate,
    /// No metadata field that should hold its date and cannot be read.
    ReadableDate,
    /// At least one attribution, whoever the source.
    Attribution,
    /// A writer who speaks in the first person: a speech, a statement, a letter.
    FirstPerson,
}

#[derive(Debug)]
struct RequiresDetector {
    any: Vec<Thing>,
    min_words: usize,
}

impl RequiresFile {
    pub(super) fn build(self, context: &mut BuildContext<'_>) -> Option<Box<dyn Detector>> {
        if self.any.is_empty() {
            let mistake = Mistake::new(&context.file, 0..0, "[detect.requires] asks for nothing");
            context.mistakes.push(mistake.with_help("for example: any = [\"publication-date\"]"));
            return None;
        }
        Some(Box::new(RequiresDetector { any: self.any, min_words: self.min_words }))
    }
}

/// So many pronouns of the first person, outside quotations, make a text its speaker's own.
const FIRST_PERSON: usize = 3;

/// How often the text speaks in the first person.
fn first_person(view: &View<'_>) -> usize {
    let lexicon = &view.language.lexicon;
    let Some(list) = lexicon.list("pronoun-self") else { return 0 };
    let analysis = view.analysis;
    let own = |start: u32| analysis.speech_at(start as usize).voice != Voice::Quoted;
    analysis.tokens().iter().filter(|token| token.has(lexicon, list) && own(token.start)).count()
}

impl Thing {
    fn is_in(self, view: &View<'_>) -> bool {
        match self {
            Self::PublicationDate => view.analysis.dated().found.is_some(),
            Self::ReadableDate => view.analysis.dated().unreadable.is_none(),
            Self::FirstPerson => first_person(view) >= FIRST_PERSON,
            Self::Attribution => view.analysis.attributions().iter().any(|made| {
                let report =
                    made.class == SourceClass::Named && made.strength == CueStrength::Report;
                made.source.is_some() && (made.states || report || made.quoted_words > 0)
            }),
        }
    }
}

/// A metadata field should say it, and cannot be read.
const UNREADABLE: &str = "unreadable";
/// Most characters of a field's value in a message.
const SHOWN: usize = 32;

/// Tells of a date field that cannot be read, at its place.
fn unreadable(field: &DateField, found: &mut Match) {
    let mut value: String = field.value.chars().take(SHOWN).collect();
    if value.len() < field.value.len() {
        value.push('…');
    }
    let help = match field.doubt {
        Doubt::Open(one, other) => {
            format!(
                "it is {} or {}: write {one} or {other}, or set the option order = \"day-first\" or \"month-first\"",
                day(one),
                day(other)
            )
        }
        Doubt::NoSuchDay => {
            "the calendar has no such day: write the right one as YYYY-MM-DD".into()
        }
        Doubt::Coarse => "year, month and day are needed: write YYYY-MM-DD".into(),
        Doubt::Unknown => "write it as YYYY-MM-DD".into(),
    };
    found.raw = field.at;
    found.tags.push(UNREADABLE);
    found.values.extend([("field", field.name.clone()), ("value", value)]);
    found.help = Some(help);
}

impl Detector for RequiresDetector {
    fn placeholders(&self) -> &'static [&'static str] {
        &["looked", "field", "value"]
    }

    fn tags(&self) -> &'static [&'static str] {
        &[UNREADABLE]
    }

    fn whole_document(&self) -> bool {
        true
    }

    fn detect(&self, view: &View<'_>, out: &mut Vec<Match>) {
        let span = view.document.first_line();
        if span.is_empty()
            || self.any.iter().any(|thing| thing.is_in(view))
            || view.analysis.word_count() < self.min_words
        {
            return;
        }
        let mut found = Match::at(span);
        if self
            .any
            .iter()
            .any(|thing| matches!(thing, Thing::PublicationDate | Thing::ReadableDate))
            && let Some(field) = &view.analysis.dated().unreadable
        {
            unreadable(field, &mut found);
        }
        if self.any.contains(&Thing::PublicationDate) {
            let looked =
                format!("metadata, first {HEAD_LINES} lines, last {FOOT_LINES} or file name");
            found.values.push(("looked", looked));
            let yearless = view.analysis.dated().yearless;
            if let Some(time) = yearless.and_then(|at| view.analysis.times().get(at)) {
                found.related.push((time.span, "this date has no year".to_owned()));
            }
        }
        out.push(found);
    }
}
