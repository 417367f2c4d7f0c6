//! `[detect.findings]`: what other rules found, gathered by place.
//!
//! Two hedges in one clause, or all the guesses of one anonymous speaker, are one defect: such a
//! rule names the rules it gathers and, as a rule, subsumes them.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::quotation::lacks_speaker;
use super::{BuildContext, Detector, Match, View};
use crate::analysis::attribution::{Attribution, SourceClass};
use crate::analysis::token::Shape;
use crate::analysis::voice::Voice;
use crate::mistake::Mistake;
use crate::span::Span;

/// The table as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FindingsFile {
    /// Rules whose findings are gathered: ids, or `category/*`.
    #[schemars(with = "Vec<String>")]
    of: Vec<Spanned<String>>,
    /// What is gathered into one.
    within: Within,
    /// From how many on.
    #[serde(default = "one")]
    at_least: usize,
    /// Most tokens between one finding and the next; more, and they are apart.
    #[serde(default)]
    gap: Option<usize>,
}

fn one() -> usize {
    1
}

/// The place in which findings are gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Within {
    /// Between the same two signs of a sentence.
    Clause,
    Sentence,
    /// What one attribution or quotation covers; the author's own words are none.
    Speech,
}

#[derive(Debug)]
struct FindingsDetector {
    of: Vec<Spanned<String>>,
    within: Within,
    at_least: usize,
    gap: usize,
}

impl FindingsFile {
    pub(super) fn build(self, context: &mut BuildContext<'_>) -> Option<Box<dyn Detector>> {
        let Self { of, within, at_least, gap } = self;
        if of.is_empty() {
            let mistake = Mistake::new(&context.file, 0..0, "[detect.findings] names no rule");
            context.mistakes.push(mistake.with_help("say whose findings: of = [\"category/*\"]"));
            return None;
        }
        let gap = gap.unwrap_or(usize::MAX);
        Some(Box::new(FindingsDetector { of, within, at_least: at_least.max(1), gap }))
    }
}

/// Tokens after which a stretch without a sign is no clause any more.
const LONG_CLAUSE: usize = 400;

impl Within {
    /// Findings with the same key are in one place; `None` is no such place.
    fn key(self, view: &View<'_>, at: usize) -> Option<(usize, usize)> {
        let analysis = view.analysis;
        match self {
            Self::Clause => {
                let sentence = analysis.sentence_at(at)?;
                let start = analysis.sentences().get(sentence)?.tokens.start;
                let token = analysis.token_at(at);
                let before = analysis.tokens().get(start..token)?;
                let far = before.len().saturating_sub(LONG_CLAUSE);
                let near = before.get(far..)?;
                let sign = near.iter().rposition(|token| token.shape.is(Shape::PUNCTUATION));
                // Without one, stretches of that length stand for clauses.
                Some((sentence, sign.map_or(far - far % LONG_CLAUSE, |sign| far + sign + 1)))
            }
            Self::Sentence => Some((analysis.sentence_at(at)?, 0)),
            Self::Speech => {
                let speech = analysis.speech_at(at);
                let polled = |made: &Attribution| made.share;
                let made = speech.attribution.and_then(|at| analysis.attributions().get(at));
                match (speech.voice, speech.attribution) {
                    _ if made.is_some_and(polled) => None,
                    (_, Some(attribution)) => Some((0, attribution)),
                    (Voice::Quoted, None) => Some((1, whole_quotation(view, at)?)),
                    _ => Some((0, nobodys_cue(view, at)?)),
                }
            }
        }
    }

    /// Whose words a place of that key holds; `None` is left to the match's own place.
    fn owner(self, view: &View<'_>, key: (usize, usize)) -> Option<SourceClass> {
        let reported = matches!(self, Self::Speech) && key.0 == 0;
        let made = view.analysis.attributions().get(key.1).filter(|_| reported);
        made.map(Attribution::guesser)
    }

    /// Whether the whole place from the first to the last finding is to be shown, not the first.
    const fn is_close(self) -> bool {
        !matches!(self, Self::Speech)
    }
}

/// The attribution whose cue stands at `at`, if nobody who could be asked believes so: "many analysts
/// expect", "it is widely believed". Answers of a poll are counted, not guessed; of those who belong to
/// somebody, or were told of before, a reader knows more than nothing.
fn nobodys_cue(view: &View<'_>, at: usize) -> Option<usize> {
    let attributions = view.analysis.attributions();
    let number = attributions.partition_point(|made| made.cue.start <= at).checked_sub(1)?;
    let made = &attributions[number];
    let nobody = matches!(
        made.guesser(),
        SourceClass::Anonymous | SourceClass::VaguePlural | SourceClass::None
    );
    let known = made.share || made.anaphor || made.owned || made.affiliated;
    (made.cue.holds(at) && nobody && !known).then_some(number)
}

/// The quotation without a speaker at `at` that opens its sentence. For a few words quoted within a
/// sentence of his own, the author answers himself.
fn whole_quotation(view: &View<'_>, at: usize) -> Option<usize> {
    let analysis = view.analysis;
    let quotations = analysis.quotations();
    let number = quotations.partition_point(|quotation| quotation.span.end <= at);
    let start = quotations.get(number).filter(|quotation| quotation.span.holds(at))?.span.start;
    let sentence = analysis.sentences().get(analysis.sentence_at(start)?)?;
    (sentence.span.start == start && lacks_speaker(view, number)).then_some(number)
}

impl Detector for FindingsDetector {
    fn placeholders(&self) -> &'static [&'static str] {
        &["words"]
    }

    fn looks_at(&self) -> &[Spanned<String>] {
        &self.of
    }

    fn detect(&self, view: &View<'_>, out: &mut Vec<Match>) {
        let mut groups: Vec<((usize, usize), Vec<Span>)> = Vec::new();
        // The last group of each place: a document may hold thousands of places.
        let mut last_of: FxHashMap<(usize, usize), usize> = FxHashMap::default();
        for span in view.earlier {
            let Some(key) = self.within.key(view, span.start) else { continue };
            let near = |spans: &[Span]| {
                spans.last().is_some_and(|last| {
                    let tokens = |at| view.analysis.token_at(at);
                    tokens(span.start).saturating_sub(tokens(last.end)) <= self.gap
                })
            };
            let group = last_of.get(&key).and_then(|at| groups.get_mut(*at));
            match group.filter(|(_, spans)| near(spans)) {
                // Two rules that speak of the same words count once.
                Some((_, spans)) if spans.last().is_some_and(|last| last.overlaps(*span)) => {}
                Some((_, spans)) => spans.push(*span),
                None => {
                    last_of.insert(key, groups.len());
                    groups.push((key, vec![*span]));
                }
            }
        }
        groups.retain(|(_, spans)| spans.len() >= self.at_least);
        out.extend(groups.iter().filter_map(|(key, spans)| {
            let owner = self.within.owner(view, *key);
            Some(Match { owner, ..self.found(view, spans)? })
        }));
        out.sort_by_key(|found| found.span);
    }
}

impl FindingsDetector {
    fn found(&self, view: &View<'_>, spans: &[Span]) -> Option<Match> {
        let (first, rest) = spans.split_first()?;
        let all = rest.iter().fold(*first, |all, span| all.cover(*span));
        let words: Vec<_> = spans.iter().map(|span| view.text(*span)).collect();
        let close = self.within.is_close();
        let label = |span: &Span| (*span, String::new());
        Some(Match {
            span: if close { all } else { *first },
            scope: Some(all),
            related: if close { Vec::new() } else { rest.iter().map(label).collect() },
            values: vec![("words", words.join(", "))],
            ..Match::default()
        })
    }
}
