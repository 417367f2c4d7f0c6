//! The report: from sorted diagnostics to bytes, one file per output.
//!
//! A reporter decides nothing: it does not filter by rule, reorder, or judge. Machine formats are
//! pure functions of the diagnostics; only `human` looks at the sources again, for the lines it
//! shows. Nothing but the human summary knows how long the run took.

mod checkstyle;
mod counts;
mod dolma;
mod excerpt;
mod github;
mod gitlab;
mod human;
mod inspect;
mod json;
mod junit;
mod layout;
mod line;
mod markdown;
mod mistakes;
mod paint;
mod rdjsonl;
mod sarif;
mod shape;
mod short;
mod statistics;
mod summary;
#[cfg(test)]
mod testing;
mod wire;
mod xml;

pub use crate::document::DocumentRef;
pub use inspect::Inspection;
pub use mistakes::write_mistakes;

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Failure, Source, SourceId};

/// Everything a report is made from.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The sources, each at the index its id names.
    pub sources: &'a [Source],
    /// All documents read, in input order; only `dolma` needs them, others take an empty slice.
    pub documents: &'a [DocumentRef],
    /// What was found, sorted.
    pub diagnostics: &'a [Diagnostic],
    /// What could not be read.
    pub failures: &'a [Failure],
    /// What is known of the rules that ran.
    pub rules: &'a [RuleInfo],
    /// What was done to find it.
    pub totals: Totals,
}

/// What a report may say of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleInfo {
    /// `category/name`.
    pub id: Arc<str>,
    /// What is found, in one line.
    pub summary: String,
    /// What to do; may be empty.
    pub help: String,
    /// Its severity unless a finding says otherwise.
    pub severity: Severity,
    /// Why it matters and where it errs; may be empty.
    pub rationale: String,
    /// Keys of the standards it rests on.
    pub standards: Vec<String>,
}

/// The size of the job.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Documents checked.
    pub documents: usize,
    /// Words in them.
    pub words: usize,
    /// Files passed over because their kind is not read.
    pub skipped: usize,
    /// Findings silenced by an allowance.
    pub suppressed: usize,
    /// Findings left out because a baseline knows them.
    pub baselined: usize,
    /// Wall-clock time; shown to people only.
    pub elapsed: Duration,
}

/// An output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Format {
    /// The text with the place underlined, and a summary
    Human,
    /// One line a finding
    Short,
    /// One JSON object
    Json,
    /// One JSON object a finding
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitHub workflow annotations
    Github,
    /// GitLab code quality
    Gitlab,
    /// JUnit XML, a test case a finding
    Junit,
    /// Checkstyle XML
    Checkstyle,
    /// Reviewdog's format, one JSON object a finding
    Rdjsonl,
    /// A summary for a pull request
    Markdown,
    /// Span attributes beside a Dolma corpus, one line a document
    Dolma,
}

impl Format {
    /// Whether it is meant to be read by people, so that more text may follow it.
    #[must_use]
    pub const fn is_for_people(self) -> bool {
        matches!(self, Self::Human | Self::Short)
    }

    /// The mildest severity it shows unless told otherwise: people are spared the notes.
    #[must_use]
    pub const fn min_severity(self) -> Severity {
        match self {
            Self::Human | Self::Short => Severity::Warning,
            _ => Severity::Note,
        }
    }
}

/// Whether to colour; finding out (terminal, `NO_COLOR`) is the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Color {
    /// Plain text.
    #[default]
    Never,
    /// ANSI colours.
    Always,
}

/// How to report.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Leave out what is milder; none means the format's own default.
    pub min_severity: Option<Severity>,
    /// Colours in `human` and `short`.
    pub color: Color,
    /// Display columns of source text a line of `human` may take.
    pub width: usize,
    /// The mildest severity that fails the run, none if nothing does; JUnit's failures.
    pub fail_on: Option<Severity>,
    /// Whether `human` ends with the summary.
    pub summary: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            min_severity: None,
            color: Color::Never,
            width: 96,
            fail_on: Some(Severity::Error),
            summary: true,
        }
    }
}

impl<'a> Run<'a> {
    /// The path shown for a source.
    fn path(&self, id: SourceId) -> &'a str {
        self.source(id).map_or("?", |source| &*source.path)
    }

    fn source(&self, id: SourceId) -> Option<&'a Source> {
        self.sources.get(usize::try_from(id.0).ok()?)
    }

    /// What is known of the rule called `id`.
    fn rule(&self, id: &str) -> Option<&'a RuleInfo> {
        self.rules.iter().find(|rule| &*rule.id == id)
    }

    /// Whether something was left undone: a source or document that could not be read.
    fn failed(&self) -> bool {
        !self.failures.is_empty() || self.diagnostics.iter().any(|diagnostic| diagnostic.failure)
    }

    /// The diagnostics at or above `min`, in order.
    fn at_least(&self, min: Severity) -> impl Iterator<Item = &'a Diagnostic> + use<'a> {
        self.diagnostics.iter().filter(move |diagnostic| diagnostic.severity >= min)
    }
}

/// Writes the report of `run` as `format`.
///
/// # Errors
/// Those of `out`; a reader that went away ([`io::ErrorKind::BrokenPipe`]) ends the report quietly.
/// A source that cannot be read again is shown without its text.
pub fn write(
    out: &mut dyn Write,
    run: &Run<'_>,
    format: Format,
    settings: &Settings,
) -> io::Result<()> {
    let min = settings.min_severity.unwrap_or(format.min_severity());
    let written = match format {
        Format::Human => human::write(out, run, min, settings),
        Format::Short => short::write(out, run, min, settings.color),
        Format::Json => json::write(out, run, min),
        Format::Jsonl => json::write_lines(out, run, min),
        Format::Sarif => sarif::write(out, run, min),
        Format::Github => github::write(out, run, min),
        Format::Gitlab => gitlab::write(out, run, min),
        Format::Junit => junit::write(out, run, min, settings.fail_on),
        Format::Checkstyle => checkstyle::write(out, run, min),
        Format::Rdjsonl => rdjsonl::write(out, run, min),
        Format::Markdown => markdown::write(out, run, min),
        Format::Dolma => dolma::write(out, run, min),
    };
    quiet_end(written.and_then(|()| out.flush()))
}

/// Writes the counts by rule and by document as a table.
///
/// # Errors
/// As [`write`].
pub fn write_statistics(out: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    quiet_end(statistics::write(out, run).and_then(|()| out.flush()))
}

fn quiet_end(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::testing::Fixture;
    use super::*;

    /// A reader that goes away after some bytes.
    struct Gone {
        left: usize,
        how: io::ErrorKind,
    }

    impl Write for Gone {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.left);
            self.left -= taken;
            if taken == 0 && !bytes.is_empty() { Err(self.how.into()) } else { Ok(taken) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_went_away_ends_every_report_quietly() {
        let mut fixture = Fixture::new(&[("a.txt", "Experts agree.\n")]);
        let at = fixture.find(0, "Experts");
        fixture.push("attribution/vague-collective", Severity::Error, at, |_| {});
        let documents = [DocumentRef { source: SourceId(0), record: None, id: None }];
        let run = Run { documents: &documents, ..fixture.run() };
        let settings = Settings { color: Color::Always, ..Settings::default() };
        for format in Format::value_variants() {
            for left in [0, 1, 20] {
                let mut gone = Gone { left, how: io::ErrorKind::BrokenPipe };
                write(&mut gone, &run, *format, &settings).unwrap();
                let mut full = Gone { left, how: io::ErrorKind::StorageFull };
                let error = write(&mut full, &run, *format, &settings).unwrap_err();
                assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{format:?}");
            }
        }
    }
}
