//! `[detect.time]`: time expressions by kind, unless something in the text tells which time is meant.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{BuildContext, Detector, Match, View};
use crate::analysis::Analysis;
use crate::analysis::time::{Anchor, TimeExpression, TimeKind};
use crate::mistake::Mistake;

/// The table as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TimeFile {
    /// Kinds of expressions to find.
    kinds: Vec<TimeKind>,
    /// What in the text is enough to tell the time: then the detector is silent.
    #[serde(default)]
    anchored_by: Vec<Anchor>,
}

#[derive(Debug)]
struct TimeDetector {
    kinds: Vec<TimeKind>,
    anchored_by: Vec<Anchor>,
}

/// The day is known on which the document was written, and the expression resolves against it.
const RESOLVED: &str = "resolved";
/// The day is known, and the expression says no more than "about then".
const SETTLED: &str = "settled";
/// The line that dates the document itself.
const DATELINE: &str = "dateline";
/// Points at the present: "now", "currently".
const PRESENT: &str = "present";
/// Points at no more than past or future: "recent", "in the future".
const VAGUE: &str = "vague";
/// Only a date further up in the document gives the year.
const EARLIER: &str = "year-earlier";

impl TimeFile {
    pub(super) fn build(self, context: &mut BuildContext<'_>) -> Option<Box<dyn Detector>> {
        if self.kinds.is_empty() {
            let mistake = Mistake::new(&context.file, 0..0, "[detect.time] names no kinds");
            context.mistakes.push(mistake.with_help("for example: kinds = [\"weekday\"]"));
            return None;
        }
        Some(Box::new(TimeDetector { kinds: self.kinds, anchored_by: self.anchored_by }))
    }
}

impl TimeDetector {
    fn wants(&self, analysis: &Analysis, time: &TimeExpression) -> bool {
        let anchored = time.anchor.is_some_and(|anchor| self.anchored_by.contains(&anchor));
        self.kinds.contains(&time.kind) && (!anchored || by_dateline(analysis, time))
    }
}

/// Whether a weekday has no other date in its sentence than the dateline, which says when the text was
/// written, not which Friday is meant.
fn by_dateline(analysis: &Analysis, time: &TimeExpression) -> bool {
    let dateline = analysis.dated().found.and_then(|found| found.span);
    let Some((span, sentence)) = dateline.zip(analysis.sentences().get(time.sentence)) else {
        return false;
    };
    let of_sentence = analysis.times().iter().filter(|other| other.sentence == time.sentence);
    time.kind == TimeKind::Weekday
        && sentence.span.contains(span)
        && !of_sentence.clone().any(|other| other.kind == TimeKind::Full && other.span != span)
}

impl Detector for TimeDetector {
    fn placeholders(&self) -> &'static [&'static str] {
        &["date"]
    }

    fn tags(&self) -> &'static [&'static str] {
        &[RESOLVED, SETTLED, DATELINE, PRESENT, VAGUE, EARLIER]
    }

    fn detect(&self, view: &View<'_>, out: &mut Vec<Match>) {
        let analysis = view.analysis;
        let dated = analysis.dated();
        for (number, time) in analysis.times().iter().enumerate() {
            let is_dateline = dated.yearless == Some(number);
            // Metadata may give the year that a dateline leaves out.
            let settled_line = is_dateline && dated.found.is_some();
            if !self.wants(analysis, time) || settled_line {
                continue;
            }
            let mut found = Match::at(time.span);
            if let Some(written) = dated.date() {
                let direction = view.language.direction(analysis, time);
                match time.resolve(written, direction) {
                    Some(point) => {
                        found.tags.push(RESOLVED);
                        found.values.push(("date", point.to_string()));
                    }
                    None => found.tags.push(SETTLED),
                }
            }
            if is_dateline {
                found.tags.push(DATELINE);
            }
            if time.anchor == Some(Anchor::Earlier) {
                found.tags.push(EARLIER);
            }
            match time.kind {
                TimeKind::Present => found.tags.push(PRESENT),
                TimeKind::PastFuture => found.tags.push(VAGUE),
                _ => {}
            }
            out.push(found);
        }
    }
}
