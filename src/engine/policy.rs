//! What the user asked for, for one path: which rules speak, how loud, and what is known beforehand.

use std::collections::BTreeMap;

use crate::analysis::zone::Zone;
use crate::config::{DATE, DOCUMENT_DATE};
use crate::diagnostic::Severity;
use crate::document::{Document, Markup};
use crate::rule::{Rule, RuleSet, names};
use crate::span::Span;

/// What was asked of one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RuleLevel {
    /// On or off as the profile has it, at its own level.
    #[default]
    Default,
    /// On, at its own level.
    On,
    /// Off.
    Off,
    /// On, at this level whatever the circumstances.
    Fixed(Severity),
}

/// The settings in force for a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// By the rule's place in the set.
    pub levels: Vec<RuleLevel>,
    /// The profile.
    pub profile: String,
    /// What the documents are, whatever they look like.
    pub zone: Option<Zone>,
    /// Metadata of documents that bring none of that name.
    pub metadata: BTreeMap<String, String>,
}

impl Policy {
    /// The default of a profile.
    #[must_use]
    pub fn of_profile(set: &RuleSet, profile: &str) -> Self {
        Self {
            levels: vec![RuleLevel::Default; set.rules.len()],
            profile: profile.to_owned(),
            zone: None,
            metadata: BTreeMap::new(),
        }
    }

    /// The default of the default profile.
    #[must_use]
    pub fn default_of(set: &RuleSet) -> Self {
        Self::of_profile(set, names::DEFAULT_PROFILE)
    }

    /// Only this rule.
    #[must_use]
    pub fn only(set: &RuleSet, rule: usize, profile: &str) -> Self {
        let mut policy = Self::of_profile(set, profile);
        policy.levels.fill(RuleLevel::Off);
        if let Some(level) = policy.levels.get_mut(rule) {
            *level = RuleLevel::On;
        }
        policy
    }

    /// Tells a document what the user knows of it.
    pub(crate) fn tell(&self, document: &mut Document) {
        if let Some(zone) = self.zone {
            let whole = Span::new(0, document.text.len());
            document.markup.insert(0, (whole, Markup::Zone(zone)));
        }
        for (name, value) in &self.metadata {
            let name = match name.as_str() {
                DATE => {
                    // Not metadata of its own: a date line in the text goes first.
                    document.given_date = value.parse().ok();
                    continue;
                }
                DOCUMENT_DATE => DATE,
                other => other,
            };
            document.metadata.entry(name.to_owned()).or_insert_with(|| value.clone());
        }
        // Where the document's own date cannot be read.
        if let Some(date) = self.metadata.get(DOCUMENT_DATE).and_then(|date| date.parse().ok()) {
            document.given_date = Some(date);
        }
    }

    pub(crate) fn is_on(&self, number: usize, rule: &Rule) -> bool {
        match self.levels.get(number).copied().unwrap_or_default() {
            RuleLevel::Default => rule.is_on(&self.profile),
            RuleLevel::On | RuleLevel::Fixed(_) => true,
            RuleLevel::Off => false,
        }
    }

    pub(crate) fn fixed(&self, number: usize) -> Option<Severity> {
        match self.levels.get(number) {
            Some(RuleLevel::Fixed(severity)) => Some(*severity),
            _ => None,
        }
    }
}
