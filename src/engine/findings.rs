//! One document through all rules: matches → findings, levelled, merged and subsumed.

use std::borrow::Cow;

use super::fingerprint::fingerprint;
use super::policy::Policy;
use crate::analysis::Analysis;
use crate::analysis::zone::Zone;
use crate::detect::{LazyHits, Match, View};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::document::Document;
use crate::fix::Fix;
use crate::rule::{MergeScope, Rule, RuleSet};
use crate::source::Location;
use crate::span::Span;

/// A diagnostic that still points into the extracted text.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    /// Place of the rule in the set.
    pub rule: usize,
    pub severity: Severity,
    pub message: String,
    pub label: String,
    pub span: Span,
    /// Bytes of the raw text, if it stands outside of the text.
    pub raw: Option<Span>,
    /// What milder findings it stands for.
    pub scope: Span,
    pub related: Vec<(Span, String)>,
    /// What to do here, if that is not the rule's help.
    pub help: Option<String>,
    /// Safe repairs: what to replace, and with what.
    pub repairs: Vec<(Span, String)>,
    pub count: usize,
}

/// Most places of a merged finding that are labelled.
const MERGED_LABELS: usize = 3;

/// The rules that have to look at a document under some policy, by number.
#[derive(Debug)]
pub(crate) struct Running {
    first: Vec<usize>,
    /// Those that look at what others found.
    later: Vec<usize>,
}

impl Running {
    pub(crate) fn new(set: &RuleSet, policy: &Policy) -> Self {
        let on = |number: usize| policy.is_on(number, &set.rules[number]);
        // A rule that is off runs all the same if one that is on looks at its findings.
        let needed = |number: usize| set.rules[number].seen_by.iter().any(|other| on(*other));
        let (first, later): (Vec<usize>, Vec<usize>) =
            (0..set.rules.len()).partition(|number| set.rules[*number].looks_at.is_empty());
        Self {
            first: first.into_iter().filter(|number| on(*number) || needed(*number)).collect(),
            later: later.into_iter().filter(|number| on(*number)).collect(),
        }
    }
}

/// Everything the rules say about one document, in text order.
pub(crate) fn findings(
    document: &Document,
    analysis: &Analysis<'_>,
    set: &RuleSet,
    policy: &Policy,
    running: &Running,
) -> Vec<Finding> {
    let hits = LazyHits::new(Some(&set.patterns), analysis, &set.language.lexicon);
    let view = view(document, analysis, set, &hits, policy);
    let mut all = Vec::new();
    for number in &running.first {
        apply(*number, set, &view, policy, &mut all);
    }
    for number in &running.later {
        let rule = &set.rules[*number];
        let seen = all.iter().filter(|finding: &&Finding| rule.looks_at.contains(&finding.rule));
        let mut earlier: Vec<Span> = seen.map(|finding| finding.span).collect();
        earlier.sort_unstable();
        apply(*number, set, &View { earlier: &earlier, ..view }, policy, &mut all);
    }
    all.retain(|finding| policy.is_on(finding.rule, &set.rules[finding.rule]));
    all.sort_by_key(|finding| (finding.span, finding.rule));
    subsume(set, all)
}

/// Adds what one rule finds.
fn apply(number: usize, set: &RuleSet, view: &View<'_>, policy: &Policy, all: &mut Vec<Finding>) {
    let rule = &set.rules[number];
    let mut matches = Vec::new();
    rule.detector.detect(view, &mut matches);
    if matches.is_empty() {
        return;
    }
    matches.retain(|found| {
        speaks_in(rule, view.analysis, found.span) && !is_silent(rule, view, found)
    });
    let found = matches.iter().map(|found| finding(number, rule, found, view, policy));
    all.extend(merge(rule, found.collect(), &matches, view));
}

/// A match that only the corpus shows: its words were cut out of their document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut<'a> {
    /// Place of the rule in the set.
    pub number: usize,
    /// The words, or the head of them.
    pub excerpt: &'a str,
    /// An analysis that has found nothing, for there is no text.
    pub nothing: &'a Analysis<'a>,
    pub set: &'a RuleSet,
    pub policy: &'a Policy,
}

impl Cut<'_> {
    /// Its diagnostic at `location`; second places and fingerprint are for the caller to set. `None`
    /// if the rule is silent here. `dear` are tags that take long to find, the dearest last: the more
    /// tags, the more conditions hold, so none is asked for where the rule is silent without it.
    pub fn tell(
        self,
        mut found: Match,
        dear: impl Iterator<Item = &'static str>,
        location: Location,
    ) -> Option<Diagnostic> {
        let Self { number, excerpt, nothing, set, policy } = self;
        let rule = set.rules.get(number)?;
        let document = Document::of_words(excerpt);
        let hits = LazyHits::new(None, nothing, &set.language.lexicon);
        let view = view(&document, nothing, set, &hits, policy);
        if is_silent(rule, &view, &found) {
            return None;
        }
        for tag in dear {
            found.tags.push(tag);
            if is_silent(rule, &view, &found) {
                return None;
            }
        }
        let finding = finding(number, rule, &found, &view, policy);
        Some(Diagnostic {
            rule: rule.id.clone(),
            severity: finding.severity,
            message: finding.message,
            help: finding.help.unwrap_or_else(|| rule.help.to_string()),
            standards: rule.standards.clone(),
            location,
            label: finding.label,
            related: Vec::new(),
            count: finding.count,
            fingerprint: 0,
            failure: false,
        })
    }
}

fn view<'a>(
    document: &'a Document,
    analysis: &'a Analysis<'a>,
    set: &'a RuleSet,
    hits: &'a LazyHits<'a>,
    policy: &'a Policy,
) -> View<'a> {
    let language = &set.language;
    View { document, analysis, language, hits, profile: &policy.profile, earlier: &[] }
}

fn speaks_in(rule: &Rule, analysis: &Analysis, span: Span) -> bool {
    let reporting = [Zone::Head, Zone::Article].iter().all(|zone| rule.zones.contains(zone));
    if reporting && analysis.is_reporting() {
        return true;
    }
    let paragraph = analysis.paragraph_at(span.start).map(|at| &analysis.paragraphs()[at]);
    paragraph.is_none_or(|paragraph| rule.zones.contains(&paragraph.zone))
}

fn is_silent(rule: &Rule, view: &View<'_>, found: &Match) -> bool {
    rule.unless.iter().any(|condition| condition.holds(view, found))
}

fn finding(number: usize, rule: &Rule, found: &Match, view: &View<'_>, policy: &Policy) -> Finding {
    let mut severity = rule.severity;
    let mut message = &rule.message;
    let mut help = None;
    let mut decided = false;
    for level in rule.levels.iter().filter(|level| level.when.holds(view, found)) {
        if let (Some(to), false) = (level.severity, decided) {
            severity = to;
            decided = true;
            message = level.message.as_ref().unwrap_or(message);
            help = level.help.clone();
        }
        if level.lower {
            severity = severity.lowered();
        }
    }
    let value = |name: &str| value(name, found, 1, view);
    Finding {
        rule: number,
        severity: policy.fixed(number).unwrap_or(severity),
        message: message.fill(value),
        label: rule.label.fill(value),
        span: found.span,
        raw: found.raw,
        scope: found.scope.unwrap_or(found.span).cover(found.span),
        related: found.related.clone(),
        help: found.help.clone().or(help),
        repairs: found.fix.iter().cloned().collect(),
        count: 1,
    }
}

fn value<'a>(name: &str, found: &'a Match, count: usize, view: &View<'a>) -> Option<Cow<'a, str>> {
    match name {
        "match" => Some(Cow::Borrowed(found.span.of(&view.document.text))),
        "count" => Some(Cow::Owned(count.to_string())),
        _ => found
            .values
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| Cow::Borrowed(value.as_str())),
    }
}

/// Recurring symptoms become one finding with a count; `matches` are those of `found`, in order.
fn merge(rule: &Rule, found: Vec<Finding>, matches: &[Match], view: &View<'_>) -> Vec<Finding> {
    let Some(merge) = &rule.merge else { return found };
    let place = |finding: &Finding| match merge.within {
        MergeScope::Document => Some(0),
        MergeScope::Paragraph => view.analysis.paragraph_at(finding.span.start),
        MergeScope::Sentence => view.analysis.sentence_at(finding.span.start),
    };
    let mut out: Vec<Finding> = Vec::new();
    let mut start = 0;
    while start < found.len() {
        let same = found[start..]
            .iter()
            .take_while(|finding| place(finding) == place(&found[start]))
            .count();
        let run = &found[start..start + same];
        let first = &matches[start];
        start += same;
        if same < merge.from {
            out.extend_from_slice(run);
            continue;
        }
        let mut one = run[0].clone();
        one.count = same;
        one.severity = run.iter().map(|finding| finding.severity).max().unwrap_or(one.severity);
        one.help = None;
        one.repairs = run.iter().flat_map(|finding| finding.repairs.clone()).collect();
        one.message = merge.message.fill(|name| value(name, first, same, view));
        one.related.extend(
            run[1..].iter().take(MERGED_LABELS).map(|finding| (finding.span, String::new())),
        );
        out.push(one);
    }
    out
}

/// Drops findings in the scope of a finding whose rule subsumes theirs.
fn subsume(set: &RuleSet, all: Vec<Finding>) -> Vec<Finding> {
    let mut scopes: Vec<(usize, Scopes)> = Vec::new();
    for (number, rule) in set.rules.iter().enumerate() {
        let of_rule = || all.iter().filter(|finding| finding.rule == number);
        if !rule.subsumes.is_empty() && of_rule().next().is_some() {
            scopes.push((number, Scopes::new(of_rule().map(|finding| finding.scope))));
        }
    }
    let stands = |finding: &Finding| {
        !scopes.iter().any(|(rule, scopes)| {
            set.rules[*rule].subsumes.contains(&finding.rule) && scopes.overlap(finding.span)
        })
    };
    all.into_iter().filter(stands).collect()
}

/// Spans by their start, each with the furthest end so far: thousands of them may stand in one text.
struct Scopes(Vec<(usize, usize)>);

impl Scopes {
    fn new(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<(usize, usize)> = spans.map(|span| (span.start, span.end)).collect();
        spans.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut spans {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self(spans)
    }

    fn overlap(&self, span: Span) -> bool {
        let before = self.0.partition_point(|(start, _)| *start < span.end);
        self.0[..before].last().is_some_and(|(_, end)| *end > span.start)
    }
}

impl Finding {
    /// The diagnostic, located in its source.
    pub(crate) fn locate(
        &self,
        document: &Document,
        analysis: &Analysis,
        rule: &Rule,
    ) -> Diagnostic {
        let related = self.related.iter().map(|(span, message)| Label {
            location: document.locate(*span),
            message: message.clone(),
        });
        let location = match self.raw {
            Some(raw) => document.locate_raw(raw, self.span),
            None => document.locate(self.span),
        };
        Diagnostic {
            rule: rule.id.clone(),
            severity: self.severity,
            message: self.message.clone(),
            help: self.help.clone().unwrap_or_else(|| rule.help.to_string()),
            standards: rule.standards.clone(),
            location,
            label: self.label.clone(),
            related: related.collect(),
            count: self.count,
            fingerprint: self.fingerprint(document, analysis, rule),
            failure: false,
        }
    }

    /// Its safe repairs, as bytes of the source. Only what stands on disk as it stands in the text is
    /// repaired.
    pub(crate) fn fixes(&self, document: &Document, rule: &Rule) -> Vec<Fix> {
        let fix = |(span, replacement): &(Span, String)| Fix {
            source: document.source,
            rule: rule.id.clone(),
            finding: document.locate(self.span).span,
            span: document.locate(*span).span,
            original: span.of(&document.text).to_owned(),
            replacement: replacement.clone(),
        };
        let plain = |fix: &Fix| fix.span.len() == fix.original.len();
        self.repairs.iter().map(fix).filter(plain).collect()
    }

    /// By the rule, the document's own id, the words found and the sentence around them, case and
    /// spacing neutral: line numbers, the path and the text around play no part, so an edit
    /// elsewhere changes nothing.
    fn fingerprint(&self, document: &Document, analysis: &Analysis, rule: &Rule) -> u64 {
        let id = document.id.as_deref().unwrap_or_default();
        let text = &document.text;
        let sentence =
            analysis.sentence_at(self.span.start).map(|at| analysis.sentences()[at].span);
        let around = sentence.filter(|sentence| sentence.contains(self.span));
        let around = around.map(|sentence| near(text, sentence, self.span).of(text));
        fingerprint(&rule.id, id, self.span.of(text), around.unwrap_or_default())
    }
}

/// A sentence of more bytes than this is no sentence, and thousands of findings may stand in it.
const LONG_SENTENCE: usize = 8 * 1024;

/// The part of a sentence that a fingerprint takes in: all of it, or if it is too long what stands
/// near `span`.
fn near(text: &str, sentence: Span, span: Span) -> Span {
    if sentence.len() <= LONG_SENTENCE {
        return sentence;
    }
    let reach = LONG_SENTENCE / 8;
    let start = text.floor_char_boundary(span.start.saturating_sub(reach));
    let end = text.ceil_char_boundary((span.end + reach).min(text.len()));
    Span::new(start.max(sentence.start), end.min(sentence.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_overlap_what_any_of_them_does() {
        let spans = [(10, 40), (12, 14), (50, 60)].map(|(start, end)| Span::new(start, end));
        let scopes = Scopes::new(spans.into_iter());
        let overlaps = |start, end| scopes.overlap(Span::new(start, end));
        assert!(overlaps(30, 31) && overlaps(5, 11) && overlaps(59, 70));
        assert!(!overlaps(0, 10) && !overlaps(40, 50) && !overlaps(60, 61));
    }

    #[test]
    fn of_an_endless_sentence_only_what_is_near_counts() {
        let text = "é".repeat(LONG_SENTENCE);
        let all = Span::new(0, text.len());
        let short = Span::new(0, 40);
        assert_eq!(near(&text, short, Span::new(2, 4)), short);
        let found = Span::new(4000, 4002);
        let around = near(&text, all, found);
        assert!(around.contains(found) && around.len() < LONG_SENTENCE / 2);
        assert!(text.is_char_boundary(around.start) && text.is_char_boundary(around.end));
        assert_eq!(near(&text, all, Span::new(0, 2)).start, 0);
    }
}
