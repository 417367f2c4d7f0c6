//! Inflection as data: how the forms of a regular word follow from its base form.

use serde::Deserialize;
use std::collections::BTreeMap;

/// How words of one kind are inflected, as the language pack states it.
///
/// ```toml
/// [paradigm.verb]
/// forms = ["base", "third", "past", "participle", "gerund"]
/// phrase = "first"                      # which word of a phrase is inflected
/// [[paradigm.verb.rule]]                # the rule with the longest ending that fits wins
/// endings = ["e"]
/// cut = 1                               # bytes taken off before the form's own ending is put on
/// add = ["e", "es", "ed", "ed", "ing"]
/// ```
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Paradigm {
    /// Names of the forms; the first is the one that entries are written in.
    pub forms: Vec<String>,
    /// Which word of a phrase takes the inflection.
    #[serde(default)]
    pub phrase: PhraseHead,
    /// Inflection rules; one of them must have the empty ending.
    #[serde(rename = "rule")]
    pub rules: Vec<InflectionRule>,
}

/// Which word of a phrase is inflected.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PhraseHead {
    /// The first: verbs with a particle.
    #[default]
    First,
    /// The last: compound nouns.
    Last,
}

/// One inflection rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InflectionRule {
    /// Endings of base forms to which the rule applies.
    pub endings: Vec<String>,
    /// Bytes cut off the base form.
    #[serde(default)]
    pub cut: usize,
    /// What each form puts on instead, in the order of `forms`.
    pub add: Vec<String>,
}

/// The paradigms of a pack, by name.
pub(super) type Paradigms = BTreeMap<String, Paradigm>;

impl Paradigm {
    /// All forms of `entry`: spelled out with commas, or regular. `Err` says what is wrong.
    pub(super) fn forms_of(&self, entry: &str) -> Result<Vec<String>, String> {
        if entry.contains(',') {
            let forms: Vec<_> = entry.split(',').map(|form| form.trim().to_owned()).collect();
            return if forms.len() == self.forms.len() {
                Ok(forms)
            } else {
                Err(format!(
                    "“{entry}” spells out {} forms; the paradigm has {}: {}",
                    forms.len(),
                    self.forms.len(),
                    self.forms.join(", ")
                ))
            };
        }
        let words: Vec<&str> = entry.split_whitespace().collect();
        let head = match self.phrase {
            PhraseHead::First => 0,
            PhraseHead::Last => words.len().saturating_sub(1),
        };
        let base = words.get(head).copied().unwrap_or_default();
        let last = base.bytes().last();
        // Most endings have another last byte.
        let fits = |ending: &str| {
            ending.is_empty() || ending.bytes().last() == last && base.ends_with(ending)
        };
        let rule = self
            .rules
            .iter()
            .flat_map(|rule| rule.endings.iter().map(move |ending| (ending, rule)))
            .filter(|(ending, _)| fits(ending))
            .max_by_key(|(ending, _)| ending.len());
        let Some((_, rule)) = rule else {
            return Err(format!("no rule of the paradigm fits “{base}”"));
        };
        let Some(stem) = base.len().checked_sub(rule.cut).and_then(|end| base.get(..end)) else {
            return Err(format!("“{base}” is too short for its inflection rule"));
        };
        if rule.add.len() != self.forms.len() {
            return Err(format!(
                "an inflection rule adds {} forms, not {}",
                rule.add.len(),
                self.forms.len()
            ));
        }
        let form = |add: &String| {
            let mut form = String::with_capacity(entry.len() + add.len());
            for (at, word) in words.iter().enumerate() {
                form.push_str(if at > 0 { " " } else { "" });
                let parts = if at == head { [stem, add] } else { [*word, ""] };
                parts.iter().for_each(|part| form.push_str(part));
            }
            form
        };
        Ok(rule.add.iter().map(form).collect())
    }
}
