//! Rules that name other rules: what they subsume, and whose findings they look at.

use std::sync::Arc;

use toml::Spanned;

use super::RuleSet;
use super::set::Files;
use crate::mistake::{Mistake, TomlFile};

/// Rule ids as one rule file names them: the naming rule's id, its file, the names.
pub(super) type Named = (String, Arc<TomlFile>, Vec<Spanned<String>>);

/// Turns names into places in the set; wrong names become mistakes.
pub(super) fn resolve(
    set: &mut RuleSet,
    subsumes: &[Named],
    files: &Files,
    mistakes: &mut Vec<Mistake>,
) {
    for named in subsumes {
        let found = places(set, named, files, mistakes);
        if let Some(at) = set.index(&named.0) {
            set.rules[at].subsumes = found;
        }
    }
    for at in 0..set.rules.len() {
        let rule = &set.rules[at];
        let names = rule.detector.looks_at().to_vec();
        if names.is_empty() {
            continue;
        }
        let named = (rule.id.to_string(), Arc::clone(&rule.file), names);
        let mut found = places(set, &named, files, mistakes);
        // Only one step: a rule over findings does not see what another such rule found.
        found.retain(|other| set.rules[*other].detector.looks_at().is_empty());
        for seen in &found {
            set.rules[*seen].seen_by.push(at);
        }
        set.rules[at].looks_at = found;
    }
}

fn places(
    set: &RuleSet,
    (id, file, names): &Named,
    files: &Files,
    mistakes: &mut Vec<Mistake>,
) -> Vec<usize> {
    let ids = || files.keys().map(|path| path.trim_end_matches(".toml"));
    let mut found = Vec::new();
    for name in names {
        let wanted = name.as_ref();
        let fits = |other: &str| match wanted.strip_suffix('*') {
            Some(start) => other.starts_with(start) && other != id,
            None => other == wanted,
        };
        found.extend((0..set.rules.len()).filter(|at| fits(&set.rules[*at].id)));
        if !ids().any(fits) {
            let mistake = Mistake::new(file, name.span(), format!("there is no rule “{wanted}”"));
            mistakes.push(mistake.nearest(wanted, ids()));
        }
    }
    found
}
