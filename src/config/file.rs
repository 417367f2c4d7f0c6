//! `corpus-lint.toml` as written. Nothing is checked here but the shape; see [`super::check`].

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::value::Datetime;

use crate::analysis::zone::Zone;
use crate::diagnostic::Severity;
use crate::mistake::Spanned;

/// What a person may write in `corpus-lint.toml`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ConfigFile {
    /// The point of view: archive, news, strict or intel.
    pub(crate) profile: Option<Spanned<String>>,
    /// Folders of rules to add, relative to this file.
    #[serde(default)]
    pub(crate) rules: Vec<Spanned<String>>,
    /// Paths that are not linted, as in a .gitignore beside this file.
    #[serde(default)]
    pub(crate) exclude: Vec<Spanned<String>>,
    /// Findings of this level make the run fail.
    pub(crate) fail_on: Option<FailOn>,
    /// Findings below this level are not reported.
    pub(crate) min_severity: Option<Severity>,
    /// More warnings than this make the run fail.
    pub(crate) max_warnings: Option<usize>,
    /// The baseline: a file of known findings, relative to this file.
    pub(crate) baseline: Option<String>,
    /// Only these rules are on: names, categories or "all".
    pub(crate) select: Option<Spanned<Vec<Spanned<String>>>>,
    /// These rules are on, too.
    #[serde(default)]
    pub(crate) extend_select: Vec<Spanned<String>>,
    /// These rules are off.
    #[serde(default)]
    pub(crate) ignore: Vec<Spanned<String>>,
    /// Levels by rule or category.
    #[serde(default)]
    pub(crate) severity: BTreeMap<Spanned<String>, Severity>,
    /// The level at which a family fails the run, by rule or category.
    #[serde(default)]
    pub(crate) gate: BTreeMap<Spanned<String>, FailOn>,
    /// Thresholds of rules: `[options."category/name"]`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, BTreeMap<String, serde_json::Value>>")]
    pub(crate) options: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<toml::Value>>>,
    /// The names of the fields of a JSONL record.
    #[serde(default)]
    pub(crate) input: InputTable,
    /// Other settings for some paths.
    #[serde(default, rename = "override")]
    pub(crate) overrides: Vec<Spanned<OverrideTable>>,
    /// A CSV or JSONL file that tells what is known of documents, relative to this file.
    pub(crate) manifest: Option<Spanned<String>>,
    /// What is known of single documents.
    #[serde(default)]
    pub(crate) documents: Vec<Spanned<DocumentTable>>,
    /// Findings that are accepted.
    #[serde(default, rename = "allow")]
    pub(crate) allows: Vec<Spanned<AllowTable>>,
}

/// From which severity on a finding makes the run fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Errors only.
    Error,
    /// Warnings and errors.
    Warning,
    /// Every finding.
    Note,
    /// Nothing does.
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes the run fail.
    #[must_use]
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Note => true,
            Self::Never => false,
        }
    }

    /// The word a person writes for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
            Self::Never => "never",
        }
    }
}

/// `[input]`: where in a JSONL record things are.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct InputTable {
    /// The field that holds the text.
    pub(crate) text: Option<Spanned<String>>,
    /// The field that holds the record's own id.
    pub(crate) id: Option<Spanned<String>>,
    /// The field that holds the date.
    pub(crate) date: Option<Spanned<String>>,
}

/// `[[override]]`: other settings for the paths that match.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct OverrideTable {
    /// Globs, relative to this file.
    pub(crate) paths: Spanned<Vec<Spanned<String>>>,
    /// Only these rules are on here.
    pub(crate) select: Option<Spanned<Vec<Spanned<String>>>>,
    /// These rules are on here, too.
    #[serde(default)]
    pub(crate) extend_select: Vec<Spanned<String>>,
    /// These rules are off here.
    #[serde(default)]
    pub(crate) ignore: Vec<Spanned<String>>,
    /// Levels here, by rule or category.
    #[serde(default)]
    pub(crate) severity: BTreeMap<Spanned<String>, Severity>,
    /// What these documents are, whatever they look like.
    pub(crate) zone: Option<Zone>,
    /// When these documents were published, if they do not say.
    #[schemars(with = "Option<String>")]
    pub(crate) date: Option<Spanned<Datetime>>,
    /// Other metadata of these documents, if they do not say.
    #[serde(default)]
    pub(crate) metadata: BTreeMap<String, String>,
}

/// `[[documents]]`: what is known of a document besides its text.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct DocumentTable {
    /// Its path (or a glob), relative to this file.
    pub(crate) path: Spanned<String>,
    /// When it was published.
    #[schemars(with = "Option<String>")]
    pub(crate) date: Option<Spanned<Datetime>>,
    /// Who published it.
    pub(crate) source: Option<String>,
    /// Who wrote it.
    pub(crate) author: Option<String>,
    /// Where it was published.
    pub(crate) url: Option<String>,
}

/// `[[allow]]`: an accepted finding.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AllowTable {
    /// A glob, relative to this file.
    pub(crate) path: Spanned<String>,
    /// The rule: a name, a category or "all".
    pub(crate) rule: Spanned<String>,
    /// The words that are underlined in the report.
    pub(crate) text: Option<Spanned<String>>,
    /// The finding's fingerprint.
    pub(crate) fingerprint: Option<Spanned<String>>,
    /// Why it is accepted.
    pub(crate) reason: Spanned<String>,
}
