//! The tests that a rule file carries, and how they are run.

use std::ops::Range;
use std::sync::Arc;

use super::file::TestFile;
use super::{RuleSet, names};
use crate::analysis::Analysis;
use crate::analysis::dateline::date_in_path;
use crate::diagnostic::Severity;
use crate::document::Document;
use crate::engine::{Policy, Running, findings, run as run_engine};
use crate::format::InputSettings;
use crate::mistake::Mistake;
use crate::source::{Origin, Source, SourceId};
use crate::span::Span;

/// Stands between the documents of a test where they are shown as one text.
const BETWEEN: &str = "\n\n—— another document ——\n\n";

/// A checked test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// The text with its marks, as written.
    pub marked: String,
    /// The text without marks.
    pub text: String,
    /// The documents of `text`: usually it is one.
    pub documents: Vec<Span>,
    /// Bytes of `text` that stood between ⟦ and ⟧: exactly what must be found.
    pub expected: Vec<Span>,
    /// Where the test stands in the rule file.
    pub place: Range<usize>,
    profile: String,
    severity: Option<Severity>,
    message: Option<String>,
    metadata: std::collections::BTreeMap<String, String>,
    path: Option<String>,
    markdown: bool,
}

impl Test {
    /// Checks a test; the error is a place in the file and what is wrong there.
    pub(super) fn read(
        written: TestFile,
        place: Range<usize>,
    ) -> Result<Self, (Range<usize>, String)> {
        let texts = match (written.text, written.documents) {
            (Some(text), documents) if documents.is_empty() => vec![text],
            (None, documents) if !documents.is_empty() => documents,
            _ => return Err((place, "a test has either `text` or `documents`".to_owned())),
        };
        let profile = match written.profile {
            None => names::DEFAULT_PROFILE.to_owned(),
            Some(name) if names::PROFILES.contains(&name.as_ref().as_str()) => name.into_inner(),
            Some(name) => {
                return Err((name.span(), format!("there is no profile “{}”", name.as_ref())));
            }
        };
        let (mut marked, mut text) = (String::new(), String::new());
        let (mut documents, mut expected) = (Vec::new(), Vec::new());
        for written in texts {
            let (own, spans) = strip_marks(written.as_ref())
                .map_err(|message| (written.span(), message.to_owned()))?;
            if !text.is_empty() {
                marked.push_str(BETWEEN);
                text.push_str(BETWEEN);
            }
            let start = text.len();
            marked.push_str(written.as_ref());
            text.push_str(&own);
            documents.push(Span::new(start, text.len()));
            expected.extend(spans.into_iter().map(|span| span.shifted(start)));
        }
        Ok(Self {
            marked,
            text,
            documents,
            expected,
            place,
            profile,
            severity: written.severity,
            message: written.message,
            metadata: written.metadata,
            path: written.path,
            markdown: written.markdown,
        })
    }

    /// Whether the rule must find something.
    #[must_use]
    pub fn fires(&self) -> bool {
        !self.expected.is_empty()
    }
}

fn strip_marks(marked: &str) -> Result<(String, Vec<Span>), &'static str> {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut open = None;
    for part in marked.split_inclusive(['⟦', '⟧']) {
        let body = part.trim_end_matches(['⟦', '⟧']);
        text.push_str(body);
        match &part[body.len()..] {
            "⟦" if open.is_none() => open = Some(text.len()),
            "⟧" => match open.take() {
                Some(start) => spans.push(Span::new(start, text.len())),
                None => return Err("a ⟧ that no ⟦ opens"),
            },
            "" => {}
            _ => return Err("marks do not nest"),
        }
    }
    if open.is_some() { Err("a ⟦ that nothing closes") } else { Ok((text, spans)) }
}

/// How a test went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestOutcome {
    /// Everything marked was found, and nothing else.
    Reported,
    /// Nothing was to be found, and nothing was.
    Silent,
    /// Something marked was not found.
    Missing,
    /// Something was found that is not marked.
    Noisy,
    /// What was found begins or ends elsewhere than the marks say, or has another level or message.
    Misplaced,
}

/// The tests of one run.
#[derive(Debug, Default)]
pub struct TestReport {
    /// Each rule's id with its outcomes.
    pub outcomes: Vec<(Arc<str>, Vec<TestOutcome>)>,
    /// Failed tests, each pointing at the test in its rule file.
    pub failures: Vec<Mistake>,
}

/// Runs every rule's own tests; each rule is alone while its tests run.
#[must_use]
pub fn run_tests(set: &RuleSet) -> TestReport {
    let mut report = TestReport::default();
    for (number, rule) in set.rules.iter().enumerate() {
        let mut outcomes = Vec::new();
        for test in &rule.tests {
            let found = run(set, number, test);
            let (outcome, why) = judge(test, &found);
            outcomes.push(outcome);
            if !why.is_empty() {
                let mistake = Mistake::new(&rule.file, test.place.clone(), why);
                report
                    .failures
                    .push(mistake.with_help("mend the rule, or the ⟦marks⟧ of its test"));
            }
        }
        report.outcomes.push((rule.id.clone(), outcomes));
    }
    report
}

/// What was found, in bytes of the test's text.
struct Found {
    span: Span,
    severity: Severity,
    message: String,
}

fn run(set: &RuleSet, rule: usize, test: &Test) -> Vec<Found> {
    let policy = Policy::only(set, rule, &test.profile);
    if test.documents.len() > 1 || test.markdown {
        return run_corpus(set, policy, test);
    }
    let mut document = Document::from_text(&test.text);
    document.metadata.extend(test.metadata.clone());
    document.path_date = test.path.as_deref().and_then(|path| date_in_path(path.as_ref()));
    let analysis = Analysis::new(&document, &set.language);
    let running = Running::new(set, &policy);
    let found = findings(&document, &analysis, set, &policy, &running).into_iter();
    let found = found.map(|it| Found { span: it.span, severity: it.severity, message: it.message });
    found.collect()
}

/// Several documents are a corpus: files named 1.txt, 2.txt … What is read as Markdown is a file, too.
fn run_corpus(set: &RuleSet, mut policy: Policy, test: &Test) -> Vec<Found> {
    policy.metadata.extend(test.metadata.clone());
    let extension = if test.markdown { "md" } else { "txt" };
    let source = |(number, document): (u32, &Span)| Source {
        id: SourceId(number),
        path: format!("{}.{extension}", number + 1).into(),
        origin: Origin::Memory(document.of(&test.text).as_bytes().into()),
        explicit: true,
    };
    let sources: Vec<Source> = (0..).zip(&test.documents).map(source).collect();
    let outcome = run_engine(&sources, set, &Arc::new(policy), &InputSettings::default(), 1);
    let found = outcome.diagnostics.into_iter().filter_map(|it| {
        let start = test.documents.get(it.location.source.0 as usize)?.start;
        let span = if test.markdown { it.location.span } else { it.location.text_span };
        let span = span.shifted(start);
        Some(Found { span, severity: it.severity, message: it.message })
    });
    found.collect()
}

fn judge(test: &Test, found: &[Found]) -> (TestOutcome, String) {
    let quote = |span: Span| {
        let words: String = span.of(&test.text).chars().take(60).collect();
        format!("“{words}”")
    };
    let exact = |span: &Span| found.iter().any(|finding| finding.span == *span);
    if let Some(missed) = test.expected.iter().find(|span| !exact(span)) {
        return match found.iter().find(|finding| finding.span.overlaps(*missed)) {
            Some(other) => (
                TestOutcome::Misplaced,
                format!("misplaced: {} is marked, {} was found", quote(*missed), quote(other.span)),
            ),
            None => (TestOutcome::Missing, format!("missing: {} was not found", quote(*missed))),
        };
    }
    if let Some(extra) = found.iter().find(|finding| !test.expected.contains(&finding.span)) {
        return (
            TestOutcome::Noisy,
            format!("noisy: {} was found: {}", quote(extra.span), extra.message),
        );
    }
    if let Some(other) =
        found.iter().find(|finding| test.severity.is_some_and(|level| level != finding.severity))
    {
        return (
            TestOutcome::Misplaced,
            format!("misplaced: {} is of level {}", quote(other.span), other.severity),
        );
    }
    if let (Some(wanted), Some(first)) = (&test.message, found.first())
        && *wanted != first.message
    {
        return (TestOutcome::Misplaced, format!("misplaced: the message is “{}”", first.message));
    }
    (if test.fires() { TestOutcome::Reported } else { TestOutcome::Silent }, String::new())
}
