//! Rules: TOML files, checked into [`Rule`]s and gathered in a [`RuleSet`].
//!
//! A rule is one file, `rules/<category>/<name>.toml`; its id is `category/name`. All mistakes in all
//! files are found at load time and point into the TOML.

mod check;
mod condition;
mod file;
mod label;
mod links;
pub mod names;
mod set;
mod template;
mod test;

use std::sync::Arc;

use crate::analysis::zone::Zone;
use crate::detect::Detector;
use crate::diagnostic::Severity;
use crate::mistake::TomlFile;
pub(crate) use condition::Condition;
pub use file::{MergeScope, Reach};
pub use set::{Overrides, RuleSet};
pub(crate) use template::Template;
pub use test::{TestOutcome, TestReport, run_tests};

/// A checked rule.
#[derive(Debug)]
pub struct Rule {
    /// `category/name`.
    pub id: Arc<str>,
    /// What it is about, in one line.
    pub summary: String,
    /// What to do.
    pub help: Arc<str>,
    /// Default level.
    pub severity: Severity,
    /// Keys of the standards it rests on.
    pub standards: Arc<[String]>,
    /// Why it matters, when it is fine.
    pub rationale: String,
    /// Where it is known to be wrong or blind.
    pub limits: String,
    /// Profiles that turn it on; empty means: on unless turned off.
    pub profiles: Vec<String>,
    /// Examples: the rule's own tests, marks included; none if they were not read.
    pub tests: Vec<test::Test>,
    /// The file it was read from.
    pub file: Arc<TomlFile>,
    pub(crate) message: Template,
    pub(crate) label: Template,
    pub(crate) zones: Vec<Zone>,
    pub(crate) subsumes: Vec<usize>,
    /// Rules whose findings the detector looks at.
    pub(crate) looks_at: Vec<usize>,
    /// Rules whose detectors look at the findings of this one.
    pub(crate) seen_by: Vec<usize>,
    pub(crate) merge: Option<Merge>,
    pub(crate) unless: Vec<Condition>,
    pub(crate) levels: Vec<Level>,
    pub(crate) detector: Box<dyn Detector>,
}

impl Rule {
    /// The part of the id before the stroke.
    #[must_use]
    pub fn category(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// Whether it is on in a profile, if nobody says otherwise.
    #[must_use]
    pub fn is_on(&self, profile: &str) -> bool {
        self.profiles.is_empty() || self.profiles.iter().any(|name| name == profile)
    }
}

/// When several findings of a rule become one diagnostic.
#[derive(Debug)]
pub(crate) struct Merge {
    pub message: Template,
    pub within: MergeScope,
    pub from: usize,
}

/// Another level where a condition holds.
#[derive(Debug)]
pub(crate) struct Level {
    pub when: Condition,
    pub severity: Option<Severity>,
    pub lower: bool,
    pub message: Option<Template>,
    pub help: Option<String>,
}

/// The JSON Schema of a rule file, from which editors complete and check it.
#[must_use]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(file::RuleFile)
}

/// The built-in rules, loaded once for all unit tests.
#[cfg(test)]
pub(crate) fn built_in_once() -> &'static RuleSet {
    static SET: std::sync::OnceLock<RuleSet> = std::sync::OnceLock::new();
    SET.get_or_init(|| RuleSet::built_in().0)
}
