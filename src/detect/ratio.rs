//! `[detect.sources]`: what the sources of a whole document add up to.

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{BuildContext, Detector, Match, View};
use crate::analysis::attribution::{Attribution, CueStrength, SourceClass};
use crate::analysis::zone::Zone;
use crate::mistake::Mistake;
use crate::span::Span;

/// The table as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SourcesFile {
    /// What is measured.
    measure: Measure,
    /// A document with fewer attributions is let off.
    min_attributions: usize,
    /// A text of fewer words is let off.
    #[serde(default)]
    min_words: usize,
    /// The share above which the rule speaks, from 0 to 1.
    #[serde(default)]
    above: Option<f64>,
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Measure {
    /// All attributions go back to one named person or body.
    Single,
    /// The share of attributions that name nobody.
    UnnamedShare,
    /// The share of attributions that run through news outlets.
    OutletShare,
}

#[derive(Debug)]
struct SourcesDetector(SourcesFile);

/// All that is reported was read in one outlet.
const SECOND_HAND: &str = "second-hand";

/// Most places that are labelled.
const PLACES: usize = 3;

impl SourcesFile {
    pub(super) fn build(self, context: &mut BuildContext<'_>) -> Option<Box<dyn Detector>> {
        let needs = self.measure != Measure::Single;
        let fits = self.above.is_some_and(|share| (0.0..=1.0).contains(&share));
        if needs && !fits {
            let mistake = Mistake::new(&context.file, 0..0, "[detect.sources] needs a share");
            context.mistakes.push(mistake.with_help("for example: above = 0.5"));
            return None;
        }
        Some(Box::new(SourcesDetector(self)))
    }
}

impl Detector for SourcesDetector {
    fn placeholders(&self) -> &'static [&'static str] {
        &["source", "found", "total"]
    }

    fn tags(&self) -> &'static [&'static str] {
        &[SECOND_HAND]
    }

    fn whole_document(&self) -> bool {
        true
    }

    fn detect(&self, view: &View<'_>, out: &mut Vec<Match>) {
        let analysis = view.analysis;
        let made: Vec<&Attribution> =
            analysis.attributions().iter().filter(|made| counts(view, made)).collect();
        if made.len() < self.0.min_attributions || analysis.word_count() < self.0.min_words {
            return;
        }
        let found = match self.0.measure {
            Measure::Single => single(view, &made),
            Measure::UnnamedShare => self.share(view, &made, |class| class.unnamed()),
            Measure::OutletShare => self.share(view, &made, |class| class == SourceClass::Outlet),
        };
        out.extend(found);
    }
}

impl SourcesDetector {
    fn share(
        &self,
        view: &View<'_>,
        made: &[&Attribution],
        wanted: impl Fn(SourceClass) -> bool,
    ) -> Option<Match> {
        let hits: Vec<&&Attribution> = made.iter().filter(|made| wanted(made.class)).collect();
        #[allow(clippy::cast_precision_loss)]
        let share = hits.len() as f64 / made.len().max(1) as f64;
        if share <= self.0.above.unwrap_or(1.0) {
            return None;
        }
        let places = hits.iter().filter_map(|made| made.source);
        Some(whole(view, places, String::new(), hits.len(), made.len()))
    }
}

/// An attribution of the article itself, with a source that somebody could ask.
fn counts(view: &View<'_>, made: &Attribution) -> bool {
    let zone = view.analysis.paragraph_at(made.cue.start).map(|at| &view.analysis.paragraphs()[at]);
    let article = zone.is_none_or(|paragraph| matches!(paragraph.zone, Zone::Article | Zone::Head));
    let feeling = made.strength == CueStrength::Opinion && made.pronoun;
    // Whom a poll counted are no sources: the poll is.
    article
        && !made.share
        && made.strength != CueStrength::Stance
        && !feeling
        && made.source.is_some()
}

/// All attributions go back to one name.
fn single(view: &View<'_>, made: &[&Attribution]) -> Option<Match> {
    let mut names: FxHashSet<&str> = FxHashSet::default();
    let mut first: Option<&Attribution> = None;
    for made in made {
        if made.pronoun || made.anaphor && made.class == SourceClass::Named {
            continue;
        }
        let nameable = matches!(
            made.class,
            SourceClass::Named | SourceClass::Institution | SourceClass::Outlet
        );
        if !nameable {
            return None;
        }
        names.insert(view.text(made.head?));
        first = first.or(Some(made));
    }
    if names.len() != 1 {
        return None;
    }
    let source = first?.source?;
    let places = made.iter().filter_map(|made| made.source);
    let whole = whole(view, places, view.text(source).to_owned(), made.len(), made.len());
    // An outlet has it from somebody else.
    let second_hand = first.is_some_and(|made| made.class == SourceClass::Outlet);
    let tags = if second_hand { vec![SECOND_HAND] } else { Vec::new() };
    Some(Match { tags, ..whole })
}

/// A match for the whole document: its first line, the first places as second labels.
fn whole(
    view: &View<'_>,
    places: impl Iterator<Item = Span>,
    source: String,
    found: usize,
    total: usize,
) -> Match {
    let first = view.analysis.paragraphs().first().map_or(Span::default(), |first| first.span);
    let line = first.of(&view.document.text).lines().next().unwrap_or("").len();
    Match {
        related: places.take(PLACES).map(|span| (span, String::new())).collect(),
        values: vec![
            ("source", source),
            ("found", found.to_string()),
            ("total", total.to_string()),
        ],
        ..Match::at(Span::new(first.start, first.start + line))
    }
}
