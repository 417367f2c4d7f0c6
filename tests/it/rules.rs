//! The built-in rules load without a mistake, and each passes the tests in its own file.

use corpus_lint::rule::{RuleSet, run_tests};

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
