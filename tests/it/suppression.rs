//! What a person accepted is silent; what is accepted for nothing is told.

use crate::{Ran, folder, run_in};

const ONE: &str = "The harbour office met on Monday.\n\nA second leak cannot be ruled out.\n\n\
    A third leak cannot be ruled out.\n";
const ALLOW: &str = "select = [\"speculation\"]\n[[allow]]\npath = \"*.txt\"\nrule = \"speculation/not-ruled-out\"\n";

fn lint(files: &[(&str, &str)], args: &[&str]) -> Ran {
    let root = folder(files);
    let mut all = vec!["--format", "short", "--quiet"];
    all.extend(args);
    run_in(root.path(), &all)
}

#[test]
fn an_allow_silences_a_whole_document() {
    let config = format!("{ALLOW}reason = \"a log of the office\"\n");
    let ran = lint(&[("corpus-lint.toml", &config), ("a.txt", ONE)], &["."]);
    assert_eq!((ran.code, &*ran.out), (0, ""), "{}", ran.err);
}

#[test]
fn an_allow_silences_only_the_words_it_quotes() {
    let config = format!("{ALLOW}text = \"A second\\n leak cannot\"\nreason = \"as read aloud\"\n");
    let ran = lint(&[("corpus-lint.toml", &config), ("a.txt", ONE)], &["."]);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(ran.out.starts_with("a.txt:5:14: warning[speculation"), "{}", ran.out);
}

#[test]
fn an_allow_silences_a_fingerprint() {
    let files = [("corpus-lint.toml", "select = [\"speculation\"]\n"), ("a.txt", ONE)];
    let root = folder(&files);
    let found = run_in(root.path(), &["--format", "jsonl", "."]).out;
    let first: serde_json::Value = serde_json::from_str(found.lines().next().unwrap()).unwrap();
    let print = first["fingerprint"].as_str().unwrap();
    let config = format!("{ALLOW}fingerprint = \"{print}\"\nreason = \"known\"\n");
    std::fs::write(root.path().join("corpus-lint.toml"), config).unwrap();
    let left = run_in(root.path(), &["--format", "jsonl", "."]).out;
    assert!(left.lines().count() < found.lines().count(), "{left}");
}

#[test]
fn an_allow_that_matches_nothing_is_told_at_its_place() {
    let config = format!("{ALLOW}text = \"a fourth leak\"\nreason = \"gone\"\n");
    let files = [("corpus-lint.toml", &*config), ("a.txt", ONE)];
    let ran = lint(&files, &["."]);
    let told = ran.out.lines().last().unwrap();
    assert!(told.starts_with("corpus-lint.toml:2:1: warning[suppression/unused-allow]"), "{told}");

    // a path that is not there is told only if everything was looked at
    let config = ALLOW.replace("*.txt", "gone.txt") + "reason = \"gone\"\n";
    let files = [("corpus-lint.toml", &*config), ("a.txt", ONE)];
    assert!(lint(&files, &["."]).out.contains("suppression/unused-allow"));
    assert!(!lint(&files, &["a.txt"]).out.contains("suppression/unused-allow"));

    // a rule that is off cannot be silenced
    let config = config.replace("gone.txt", "*.txt").replace("select", "ignore");
    let files = [("corpus-lint.toml", &*config), ("a.txt", ONE)];
    assert!(!lint(&files, &["."]).out.contains("suppression/unused-allow"));
}

#[test]
fn a_comment_in_markdown_silences_the_next_block() {
    let text = "The harbour office met.\n\n\
        <!-- corpus-lint: allow speculation/not-ruled-out — read aloud -->\n\
        A second leak cannot be ruled out.\n\nA third leak cannot be ruled out.\n";
    let ran = lint(&[("a.md", text)], &["--select", "speculation", "."]);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(ran.out.starts_with("a.md:6:14: "), "{}", ran.out);
}

#[test]
fn comments_that_silence_nothing_or_name_no_rule_are_told() {
    let text = "<!-- corpus-lint: allow speculation/not-ruled-out — gone -->\nAll is well.\n\n\
        <!-- corpus-lint: allow speculation/not-ruled-ot — a slip -->\nAll is well.\n";
    let root = folder(&[("a.md", text)]);
    let args = ["--select", "speculation", "--format", "jsonl", "."];
    let out = run_in(root.path(), &args).out;
    let told: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let rules: Vec<&str> = told.iter().map(|one| one["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["suppression/unused-allow", "suppression/unknown-rule"]);
    assert_eq!(told[0]["line"], 1);
    assert_eq!(told[1]["line"], 4);
    assert_eq!(told[1]["help"], "did you mean “speculation/not-ruled-out”?");
    let off = ["--ignore", "speculation", "--format", "short", "--quiet", "."];
    assert!(!run_in(root.path(), &off).out.contains("unused-allow"));
}

#[test]
fn what_is_no_rule_is_not_written_into_the_config() {
    let config = "select = [\"speculation\"]\n";
    let root = folder(&[("corpus-lint.toml", config), ("a.jsonl", "not json\n")]);
    let ran = run_in(root.path(), &["allow", "a.jsonl:1", "--reason", "broken"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("input/broken-json is no rule"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(root.path().join("corpus-lint.toml")).unwrap(), config);
}

#[test]
fn a_manifest_is_no_document() {
    let files = [
        ("corpus-lint.toml", "manifest = \"list.jsonl\"\nselect = [\"speculation\"]\n"),
        ("list.jsonl", "{\"path\":\"a.txt\",\"date\":\"2015-03-13\"}\n"),
        ("a.txt", ONE),
    ];
    let ran = lint(&files, &["."]);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 2), "{}", ran.out);
}
