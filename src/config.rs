//! `corpus-lint.toml`: the file as written, checked ([`Config`]), found ([`Finder`]) and
//! applied to one path ([`Resolver`]).
//!
//! The file is source code of its own: every mistake in it is a [`Mistake`] that points at its
//! place, all of them at once. Names of rules can only be checked once the rules are loaded, and the
//! file may name folders of rules; hence two steps, [`Config::read`] and [`Config::check_names`].

mod check;
mod file;
mod find;
mod manifest;
mod paths;
mod resolve;
mod selector;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::analysis::zone::Zone;
use crate::diagnostic::Severity;
use crate::mistake::{Mistake, TomlFile};

pub use file::FailOn;
pub use find::{Finder, Search};
pub use manifest::{Manifest, Row};
pub use paths::{Globs, normal, shown};
pub use resolve::{CommandLine, Origin, Resolver, RuleState, Settings};
pub use selector::Selector;

/// The name of the file that is looked for.
pub const FILE_NAME: &str = "corpus-lint.toml";

/// A checked `corpus-lint.toml`.
#[derive(Debug)]
pub struct Config {
    /// The file, for messages that point into it.
    pub file: Arc<TomlFile>,
    /// The folder it stands in, absolute; its globs are relative to it.
    pub folder: PathBuf,
    /// The profile, if it names one.
    pub profile: Option<At<String>>,
    /// Folders of rules to add, absolute.
    pub rules: Vec<At<PathBuf>>,
    /// Paths that are not linted.
    pub exclude: Globs,
    /// From which severity on a finding makes the run fail.
    pub fail_on: Option<FailOn>,
    /// Findings below are not reported.
    pub min_severity: Option<Severity>,
    /// More warnings than this make the run fail.
    pub max_warnings: Option<usize>,
    /// The file of known findings.
    pub baseline: Option<PathBuf>,
    /// Which rules are on, and their levels.
    pub choice: Choice,
    /// From which severity on a family makes the run fail; the narrowest entry holds.
    pub gate: Vec<(Selector, FailOn)>,
    /// Thresholds by rule.
    pub options: Vec<RuleOptions>,
    /// Names of the fields of a JSONL record.
    pub input: Input,
    /// What is known of documents, from a file of their own.
    pub manifest: Manifest,
    /// What is wrong with its rows; the others hold.
    pub bad_rows: Vec<Mistake>,
    /// Where that file is named.
    pub manifest_key: Option<Range<usize>>,
    /// That file: no document, wherever it lies.
    pub manifest_path: Option<PathBuf>,
    /// Other settings for some paths, in the order written.
    pub overrides: Vec<PathOverride>,
    /// Accepted findings.
    pub allows: Vec<Allow>,
}

/// Thresholds of a rule: its id, then keys and values.
pub type RuleOptions = (At<String>, Vec<(At<String>, At<toml::Value>)>);

/// A value and where it is written, in bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// Which rules are on, and their levels.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Only these are on, if given.
    pub select: Option<Vec<Selector>>,
    /// These are on, too.
    pub extend: Vec<Selector>,
    /// These are off.
    pub ignore: Vec<Selector>,
    /// Levels.
    pub severity: Vec<(Selector, Severity)>,
}

impl Choice {
    /// Every selector in it.
    pub fn selectors(&self) -> impl Iterator<Item = &Selector> {
        let lists = self.select.iter().flatten().chain(&self.extend).chain(&self.ignore);
        lists.chain(self.severity.iter().map(|(selector, _)| selector))
    }
}

/// The names of the fields of a JSONL record; `None` is the default name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// The field of the text.
    pub text: Option<String>,
    /// The field of the record's id.
    pub id: Option<String>,
    /// The field of the date.
    pub date: Option<String>,
}

/// Metadata: the date of documents that bring none.
pub const DATE: &str = "date";
/// Metadata: the date that a manifest or `[[documents]]` records of one document. It counts as if the
/// document brought it.
pub const DOCUMENT_DATE: &str = "document-date";

/// Other settings for the paths that match.
#[derive(Debug)]
pub struct PathOverride {
    /// Which paths.
    pub paths: Globs,
    /// It tells of a document (`[[documents]]`) rather than of any that may come.
    pub document: bool,
    /// Where it is written.
    pub span: Range<usize>,
    /// Rules and levels here.
    pub choice: Choice,
    /// What these documents are, whatever they look like.
    pub zone: Option<Zone>,
    /// Metadata of these documents, where they bring none of that name; [`DATE`] is the date of those
    /// that bring none at all, [`DOCUMENT_DATE`] what is known of one document.
    pub metadata: BTreeMap<String, String>,
}

/// An accepted finding.
#[derive(Debug)]
pub struct Allow {
    /// Which paths.
    pub path: Globs,
    /// Which rules.
    pub rule: Selector,
    /// The words under the span, as written.
    pub text: Option<String>,
    /// The finding's fingerprint.
    pub fingerprint: Option<u64>,
    /// Why.
    pub reason: String,
    /// Where it is written.
    pub span: Range<usize>,
}

/// Keys that belong to a run, not to a path.
const RUN_KEYS: &[&str] =
    &["rules", "options", "input", "fail-on", "min-severity", "max-warnings", "gate", "baseline"];

impl Config {
    /// Keys that belong to a run have no effect in the config of another folder: one mistake for
    /// each that stands there. `run` is the path of the config that holds for the run.
    #[must_use]
    pub fn run_keys(&self, run: &str) -> Vec<Mistake> {
        let (table, _) = toml::de::DeTable::parse_recoverable(&self.file.text);
        let keys = table.get_ref().keys().filter(|key| RUN_KEYS.contains(&&**key.get_ref()));
        keys.map(|key| {
            let message = format!("“{}” has no effect here", key.get_ref());
            Mistake::new(&self.file, key.span(), message)
                .with_help(format!("it belongs to the whole run, whose config is {run}"))
        })
        .collect()
    }

    /// What is said of documents that are not there: one mistake for each table, one for the rows of
    /// the manifest. `sources` are the paths that are linted, absolute and [`normal`]; `whole` tells
    /// whether everything below a path is.
    #[must_use]
    pub fn stale(&self, sources: &[PathBuf], whole: &dyn Fn(&Path) -> bool) -> Vec<Mistake> {
        let lost = |globs: &Globs| {
            globs.seen(whole) && !sources.iter().any(|source| globs.matches(source))
        };
        let parts = self.overrides.iter().filter(|part| part.document && lost(&part.paths));
        let mut stale: Vec<Mistake> = parts
            .map(|part| {
                let text = self.file.text.get(part.span.clone()).unwrap_or_default();
                let head = part.span.start..part.span.start + text.find('\n').unwrap_or(text.len());
                Mistake::new(&self.file, head, "no document has this path")
                    .with_help("take it out, or mend the path: it is relative to this file")
            })
            .collect();
        stale.extend(self.stale_rows());
        stale
    }

    fn stale_rows(&self) -> Option<Mistake> {
        let mut gone: Vec<(&PathBuf, &Row)> =
            self.manifest.iter().filter(|(path, _)| !path.exists()).collect();
        gone.sort_by_key(|(_, row)| row.line);
        let (path, row) = gone.first()?;
        let rows = if gone.len() == 1 { "row is" } else { "rows are" };
        let message = format!("{} {rows} about documents that are not there", gone.len());
        let key = self.manifest_key.clone().unwrap_or_default();
        let help = format!("the first is {} in line {} of {}", shown(path), row.line, row.file);
        Some(Mistake::new(&self.file, key, message).with_help(help))
    }

    /// The 1-based line on which a byte of the file stands.
    #[must_use]
    pub fn line(&self, at: usize) -> usize {
        let before = self.file.text.as_bytes().get(..at).unwrap_or_default();
        1 + memchr::memchr_iter(b'\n', before).count()
    }
}

/// The JSON Schema of `corpus-lint.toml`, from which editors complete and check it.
#[must_use]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(file::ConfigFile)
}
