//! The built-in rules load without a mistake, and each passes the tests in its own file.

use std::sync::Arc;

use corpus_lint::rule::{Overrides, RuleSet, run_tests};

#[test]
fn every_rule_passes_its_own_tests() {
    let (set, mistakes) = RuleSet::built_in();
    let told: Vec<_> =
        mistakes.iter().map(|m| format!("{}: {} ({})", m.file.path, m.message, m.help)).collect();
    assert_eq!(told, Vec::<String>::new());
    let report = run_tests(&set);
    let told: Vec<_> =
        report.failures.iter().map(|m| format!("{}: {}", m.file.path, m.message)).collect();
    assert_eq!(told, Vec::<String>::new());
    assert!(
        report.outcomes.iter().all(|(_, outcomes)| outcomes.len() >= 6),
        "three firing and three silent tests each"
    );
}

#[test]
fn a_rule_is_the_same_without_its_tests() {
    let (whole, _) = RuleSet::built_in();
    let (bare, mistakes) = RuleSet::load_without_tests(&[], &Overrides::new());
    assert_eq!((mistakes.len(), bare.rules.len()), (0, whole.rules.len()));
    for (rule, mut own) in bare.rules.into_iter().zip(whole.rules) {
        assert!(!own.tests.is_empty() && own.file.text.starts_with(&rule.file.text));
        own.tests.clear();
        own.file = Arc::clone(&rule.file);
        assert_eq!(format!("{rule:?}"), format!("{own:?}"));
    }
}

/// A list of the same name in a later file silently replaces the earlier one: meant for packs of
/// users, a mistake within one pack.
#[test]
fn no_word_list_of_the_pack_stands_in_two_files() {
    let pack = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/language/en");
    let mut seen = std::collections::BTreeMap::new();
    for file in std::fs::read_dir(pack).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for name in text.parse::<toml::Table>().unwrap().keys() {
            let before = seen.insert(name.clone(), path.clone());
            assert_eq!(before, None, "[{name}] stands in {} too", path.display());
        }
    }
}
