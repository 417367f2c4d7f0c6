//! A rule file as written.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::analysis::attribution::SourceClass;
use crate::analysis::voice::Voice;
use crate::analysis::zone::Zone;
use crate::detect::DetectFile;
use crate::diagnostic::Severity;

/// `rules/<category>/<name>.toml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RuleFile {
    /// What the rule is about, in one line.
    #[schemars(with = "String")]
    pub summary: Spanned<String>,
    /// What a finding says; `{placeholders}` are filled from the match.
    #[schemars(with = "String")]
    pub message: Spanned<String>,
    /// What to look at in the place itself.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub label: Option<Spanned<String>>,
    /// What to do.
    #[schemars(with = "String")]
    pub help: Spanned<String>,
    /// Default level.
    pub severity: Severity,
    /// Keys of the standards the rule rests on.
    #[serde(default)]
    pub standards: Vec<String>,
    /// Why it matters, when it is fine.
    #[schemars(with = "String")]
    pub rationale: Spanned<String>,
    /// Where the rule is known to be wrong or blind.
    #[serde(default)]
    pub limits: String,
    /// Profiles that turn the rule on; none means: on unless turned off.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub profiles: Vec<Spanned<String>>,
    /// Zones in which the rule speaks.
    #[serde(default)]
    pub zones: Option<Vec<Zone>>,
    /// Rules (ids, or `category/*`) whose findings in the scope of one of this rule's are dropped.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub subsumes: Vec<Spanned<String>>,
    /// A symptom that recurs is one diagnostic.
    #[serde(default)]
    pub merge: Option<MergeFile>,
    /// How it is found.
    pub detect: DetectFile,
    /// Silent where one of these holds.
    #[serde(default)]
    pub unless: Vec<ConditionFile>,
    /// Another level where its condition holds.
    #[serde(default)]
    pub level: Vec<LevelFile>,
    /// The rule's own tests.
    #[serde(default)]
    #[schemars(with = "Vec<TestFile>")]
    pub test: Vec<Spanned<TestFile>>,
}

/// `[merge]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct MergeFile {
    /// What the message says when there is more than one; `{count}` is how many.
    #[schemars(with = "String")]
    pub message: Spanned<String>,
    /// Within what several are one.
    #[serde(default)]
    pub within: MergeScope,
    /// From how many on.
    #[serde(default = "two")]
    pub from: usize,
}

fn two() -> usize {
    2
}

/// Within what several findings of a rule are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MergeScope {
    /// The whole document.
    #[default]
    Document,
    /// A paragraph.
    Paragraph,
    /// A sentence.
    Sentence,
}

/// A condition on a match: everything that is given must hold.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(crate) struct ConditionFile {
    /// Whose words the match stands in.
    pub voice: Option<Vec<Voice>>,
    /// Class of the speaker who owns these words.
    pub owner: Option<Vec<SourceClass>>,
    /// Zone of the paragraph.
    pub zone: Option<Vec<Zone>>,
    /// Tags of the detector; one of them is enough.
    #[schemars(with = "Option<Vec<String>>")]
    pub tag: Option<Vec<Spanned<String>>>,
    /// The profile in force.
    #[schemars(with = "Option<Vec<String>>")]
    pub profile: Option<Vec<Spanned<String>>>,
    /// The document's own date is (or is not) known.
    pub dated: Option<bool>,
    /// The paragraph is (or is not) a heading.
    pub heading: Option<bool>,
    /// The document calls itself by a word of these lists, in its metadata or at its head:
    /// `genre-statement` of an interview or a press release.
    #[schemars(with = "Option<Vec<String>>")]
    pub labelled: Option<Vec<Spanned<String>>>,
    /// A pattern stands nearby.
    pub near: Option<NearFile>,
    /// No pattern stands nearby.
    pub not_near: Option<NearFile>,
}

/// A pattern near a match.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct NearFile {
    /// How near.
    pub within: Reach,
    /// Word patterns; one is enough.
    #[schemars(with = "Vec<String>")]
    pub any: Vec<Spanned<String>>,
}

/// How far from a match a condition looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Overlaps the match.
    Match,
    /// Between the same two signs of the sentence.
    Clause,
    /// The same sentence.
    Sentence,
    /// This sentence or the next, also across a paragraph break.
    NextSentence,
    /// This sentence, the one before or the next.
    NeighbourSentence,
    /// The same paragraph.
    Paragraph,
    /// Anywhere.
    Document,
}

/// `[[level]]`: the first whose condition holds sets the severity; every `lower` that holds takes
/// one more level off.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct LevelFile {
    /// When it applies.
    pub when: ConditionFile,
    /// The level.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// One level milder than it would be.
    #[serde(default)]
    pub lower: bool,
    /// Another message for this case.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub message: Option<Spanned<String>>,
    /// Other help for this case.
    #[serde(default)]
    pub help: Option<String>,
}

/// `[[test]]`: a text in which ⟦marks⟧ stand around everything that the rule must find; without
/// marks the rule must stay silent.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(crate) struct TestFile {
    /// The text.
    #[schemars(with = "Option<String>")]
    pub text: Option<Spanned<String>>,
    /// Several documents, for rules that look at the corpus.
    #[schemars(with = "Vec<String>")]
    pub documents: Vec<Spanned<String>>,
    /// `markdown` if the text is to be read as such.
    pub markdown: bool,
    /// Metadata of the document.
    pub metadata: std::collections::BTreeMap<String, String>,
    /// A name for the file, for dates that stand there.
    pub path: Option<String>,
    /// The profile in force.
    #[schemars(with = "Option<String>")]
    pub profile: Option<Spanned<String>>,
    /// The level that every finding must have.
    pub severity: Option<Severity>,
    /// The message that the first finding must have.
    pub message: Option<String>,
}
