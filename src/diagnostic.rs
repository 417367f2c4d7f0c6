//! What the user reads: a [`Diagnostic`] with its labels, already located in its source.
//!
//! Nothing here knows rules or formats; `report/` turns these values into bytes.

use std::sync::Arc;

use crate::source::Location;

/// How much a finding matters.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Deserialize,
    serde::Serialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; hidden in the human report unless asked for.
    Note,
    /// Should be mended.
    Warning,
    /// Must be mended; fails the run by default.
    Error,
}

impl Severity {
    /// All levels, gravest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// The word printed for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    /// One level milder; a note stays a note.
    #[must_use]
    pub const fn lowered(self) -> Self {
        match self {
            Self::Error => Self::Warning,
            Self::Warning | Self::Note => Self::Note,
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// A second place that helps to understand the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where it points; may be in another source.
    pub location: Location,
    /// What to look at there; may be empty.
    pub message: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's id, `category/name`; ids under `input/` are problems of the input itself.
    pub rule: Arc<str>,
    /// How much it matters.
    pub severity: Severity,
    /// One line that stands alone.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
    /// Keys of the standards the rule rests on.
    pub standards: Arc<[String]>,
    /// The place.
    pub location: Location,
    /// What to look at in the place itself; may be empty.
    pub label: String,
    /// Second places.
    pub related: Vec<Label>,
    /// How many occurrences this one diagnostic stands for; 1 for an ordinary one.
    pub count: usize,
    /// The words of the finding, normalised, by which a baseline or an allowance knows it again.
    pub fingerprint: u64,
    /// Whether the job could not be done here (unreadable input): the run ends with status 2.
    pub failure: bool,
}

impl Diagnostic {
    /// A problem of the input itself: an error that stands for one occurrence and no failure.
    pub(crate) fn input(rule: &str, message: &str, location: Location) -> Self {
        Self {
            rule: rule.into(),
            severity: Severity::Error,
            message: message.to_owned(),
            help: String::new(),
            standards: Arc::from([]),
            location,
            label: String::new(),
            related: Vec::new(),
            count: 1,
            fingerprint: known_by(&[rule, message]),
            failure: false,
        }
    }

    /// The key that puts diagnostics in order: path, then place, then rule.
    pub(crate) fn order(&self) -> impl Ord + '_ {
        (self.location.source, self.location.span, &*self.rule, &*self.message)
    }
}

/// What a diagnostic is known by from run to run: the XXH3 of its parts, in 64 bits, the same on every
/// machine and in every version.
pub(crate) fn known_by(parts: &[&str]) -> u64 {
    let mut all = Parts::default();
    parts.iter().for_each(|part| all.part(part));
    all.finish()
}

/// The parts that a diagnostic is known by, as bytes.
#[derive(Debug, Default)]
pub(crate) struct Parts(Vec<u8>);

impl Parts {
    /// Room for so many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    #[inline]
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Adds what is left of a part, and its end.
    pub(crate) fn part(&mut self, part: &str) {
        self.bytes(part.as_bytes());
        self.bytes(&[0]);
    }

    pub(crate) fn finish(self) -> u64 {
        xxhash_rust::xxh3::xxh3_64(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_diagnostic_is_known_by_is_the_same_in_every_version() {
        // What XXH3 gives for no byte at all, by its authors.
        assert_eq!(known_by(&[]), 0x2d06_8005_38d3_94c2);
        assert_eq!(known_by(&["a/b", "7"]), known_by(&["a/b\u{0}7"]));
        assert_ne!(known_by(&["a/b", "7"]), known_by(&["a/b7"]));
    }
}
