use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::rule::RuleSet;

fn config(text: &str) -> Arc<Config> {
    let file = Arc::new(TomlFile { path: FILE_NAME.to_owned(), text: text.to_owned() });
    let mut mistakes = Vec::new();
    let config = Config::check(file, Path::new("/c"), &mut mistakes);
    assert_eq!(mistakes, []);
    Arc::new(config.unwrap())
}

/// Ids of the rules that are on at a path.
fn on(config: &Arc<Config>, path: &str, line: CommandLine) -> Vec<String> {
    let (rules, _) = RuleSet::built_in();
    let settings = Resolver::new(&rules, line).settings(Path::new(path), Some(config));
    let pairs = rules.ids().zip(&settings.rules);
    pairs.filter(|(_, state)| state.on.0).map(|(id, _)| id.to_owned()).collect()
}

#[test]
fn the_command_line_wins_over_overrides_and_these_over_the_file() {
    let rule = "speculation/not-ruled-out";
    let config = config(&format!(
        "ignore = [\"speculation\"]\n[[override]]\npaths = [\"old/\"]\nextend-select = [\"{rule}\"]\n",
    ));
    let is_on = |path: &str, line| on(&config, path, line).iter().any(|id| id == rule);
    assert!(!is_on("/c/a.txt", CommandLine::default()));
    assert!(is_on("/c/old/a.txt", CommandLine::default()));
    let choice = Choice { ignore: vec![Selector::new("all")], ..Choice::default() };
    assert!(!is_on("/c/old/a.txt", CommandLine { choice, ..CommandLine::default() }));
}

#[test]
fn a_narrower_selector_wins_within_one_layer() {
    let (rules, _) = RuleSet::built_in();
    let Some(one) = rules.ids().find(|id| id.starts_with("speculation/")) else { return };
    let config = config(&format!("ignore = [\"all\"]\nselect = [\"{one}\"]\n"));
    assert_eq!(on(&config, "/c/a.txt", CommandLine::default()), [one]);
}

#[test]
fn documents_bring_metadata() {
    let config =
        config("[[documents]]\npath = \"a.txt\"\ndate = 2024-03-01\nauthor = \"A. Roe\"\n");
    let (rules, _) = RuleSet::built_in();
    let resolver = Resolver::new(&rules, CommandLine::default());
    let settings = resolver.settings(Path::new("/c/a.txt"), Some(&config));
    assert_eq!(settings.metadata[DOCUMENT_DATE].0, "2024-03-01");
    assert_eq!(
        settings.metadata["author"].1,
        Origin::Config { path: FILE_NAME.to_owned(), line: 1 }
    );
    assert!(resolver.settings(Path::new("/c/b.txt"), Some(&config)).metadata.is_empty());
}

#[test]
fn keys_of_the_run_are_told_in_other_folders() {
    let config = config("select = [\"all\"]\nfail-on = \"note\"\n[options.\"a/b\"]\nx = 1\n");
    let told: Vec<String> =
        config.run_keys("corpus-lint.toml").into_iter().map(|mistake| mistake.message).collect();
    assert_eq!(told.len(), 2);
    assert!(told.iter().any(|message| message.contains("fail-on")));
}
