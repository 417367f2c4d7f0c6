//! `json` and `jsonl`: the findings for programs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::Run;
use super::counts::{BySeverity, Counts};
use super::line;
use super::wire::Finding;
use crate::diagnostic::Severity;

/// The version of the shape of `json`; raised when a reader would have to change.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    tool: Tool,
    diagnostics: Findings<'a>,
    documents: usize,
    summary: Summary<'a>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
    spans: &'static str,
}

/// Bytes of lines that are written together.
const LINES: usize = 32 * 1024;

/// What the numbers in `span` count.
const SPANS: &str = "bytes of the file; of a packed file, bytes of what is packed in it";

/// Counts of the diagnostics written.
#[derive(Serialize)]
struct Summary<'a> {
    errors: usize,
    warnings: usize,
    notes: usize,
    words: usize,
    skipped: usize,
    suppressed: usize,
    baselined: usize,
    failures: usize,
    rules: BTreeMap<&'a str, usize>,
    paths: BTreeMap<&'a str, usize>,
}

/// The findings, turned into their wire form one by one.
struct Findings<'a> {
    run: &'a Run<'a>,
    min: Severity,
}

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.run.at_least(self.min).map(|d| Finding::new(self.run, d)))
    }
}

/// Writes one object that holds everything at or above `min`.
pub(super) fn write(out: &mut dyn Write, run: &Run<'_>, min: Severity) -> io::Result<()> {
    let counts = Counts::new(run.at_least(min));
    let BySeverity { errors, warnings, notes } = counts.all;
    let paths = counts.by_source.iter().map(|(id, count)| (run.path(*id), count.total()));
    let report = Report {
        version: VERSION,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            spans: SPANS,
        },
        diagnostics: Findings { run, min },
        documents: run.totals.documents,
        summary: Summary {
            errors,
            warnings,
            notes,
            words: run.totals.words,
            skipped: run.totals.skipped,
            suppressed: run.totals.suppressed,
            baselined: run.totals.baselined,
            failures: counts.failures + run.failures.len(),
            rules: counts.by_rule.iter().map(|(rule, count)| (*rule, count.total())).collect(),
            paths: paths.collect(),
        },
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

/// Writes one object a line, a line a finding.
pub(super) fn write_lines(out: &mut dyn Write, run: &Run<'_>, min: Severity) -> io::Result<()> {
    // Put together in memory: a line is hundreds of small parts, and `out` may be anything.
    let mut lines = Vec::with_capacity(2 * LINES);
    for diagnostic in run.at_least(min) {
        line::write(&mut lines, &Finding::new(run, diagnostic))?;
        if lines.len() >= LINES {
            out.write_all(&lines)?;
            lines.clear();
        }
    }
    out.write_all(&lines)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fixture, label};
    use super::super::{Format, Settings};
    use super::*;

    fn fixture() -> Fixture {
        let mut fixture = Fixture::new(&[
            ("a.txt", "“É” experts say.\n"),
            ("b.jsonl", "{\"text\":\"\"}\n{\"id\":\"doc-3\",\"text\":\"Experts say.\"}\n"),
        ]);
        let at = fixture.find(0, "experts");
        let mut second = fixture.find(1, "Experts");
        second.record = Some(1);
        second.id = Some("doc-3".into());
        fixture.push("attribution/vague-collective", Severity::Error, at, |diagnostic| {
            diagnostic.related.push(label(second.clone(), "here too"));
            diagnostic.help = "name them".to_owned();
        });
        fixture.push("attribution/vague-collective", Severity::Note, second, |diagnostic| {
            diagnostic.fingerprint = u64::MAX;
        });
        fixture
    }

    #[test]
    fn a_line_a_finding_in_the_promised_shape() {
        insta::assert_snapshot!(fixture().report(Format::Jsonl, &Settings::default()), @r#"
        {"rule":"attribution/vague-collective","severity":"error","message":"who are the “experts”?","help":"name them","path":"a.txt","record":null,"id":null,"line":1,"column":5,"end_line":1,"end_column":12,"span":{"start":9,"end":16},"text_span":{"start":9,"end":16},"related":[{"path":"b.jsonl","record":1,"id":"doc-3","line":2,"column":23,"span":{"start":34,"end":41},"text_span":{"start":34,"end":41},"message":"here too"}],"fingerprint":"0000000000009f2c"}
        {"rule":"attribution/vague-collective","severity":"note","message":"who are the “experts”?","help":"","path":"b.jsonl","record":1,"id":"doc-3","line":2,"column":23,"end_line":2,"end_column":30,"span":{"start":34,"end":41},"text_span":{"start":34,"end":41},"related":[],"fingerprint":"ffffffffffffffff"}
        "#);
    }

    #[test]
    fn one_object_holds_the_same_findings_and_no_clock() {
        let fixture = fixture();
        let text = fixture.report(Format::Json, &Settings::default());
        let whole: serde_json::Value = serde_json::from_str(&text).unwrap();
        let lines = fixture.report(Format::Jsonl, &Settings::default());
        let lines: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(whole["diagnostics"], serde_json::Value::Array(lines));
        assert_eq!((&whole["version"], &whole["documents"]), (&1.into(), &2.into()));
        insta::assert_snapshot!(whole["summary"], @r#"
        {"baselined":0,"errors":1,"failures":0,"notes":1,"paths":{"a.txt":1,"b.jsonl":1},"rules":{"attribution/vague-collective":2},"skipped":0,"suppressed":0,"warnings":0,"words":12345}
        "#);
        assert!(!text.contains("elapsed") && !text.contains("0.21"));
    }
}
