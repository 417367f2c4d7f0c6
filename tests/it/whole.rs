//! Whole reports: the table of all rules, one rule explained, the corpus of this repository linted.

use assert_cmd::Command;

fn printed(arguments: &[&str]) -> String {
    let output = Command::cargo_bin("corpus-lint").unwrap().args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn holds(name: &str, text: String) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.add_filter(r"\d+\.\d+ s\b", "[time] s");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn the_table_of_all_rules() {
    holds("rules", printed(&["rules"]));
}

#[test]
fn one_rule_explained() {
    holds("explain", printed(&["explain", "attribution/vague-collective"]));
}

#[test]
fn the_corpus_of_this_repository() {
    holds("corpus-human", printed(&["--no-config", "tests/corpus"]));
    holds(
        "corpus-short",
        printed(&["--no-config", "--format", "short", "--min-severity", "note", "tests/corpus"]),
    );
}

/// A date that cannot be is one finding, not a second one that asks for its year as well.
#[test]
fn an_impossible_date_is_told_once() {
    let told = |text: &str| {
        let output = Command::cargo_bin("corpus-lint")
            .unwrap()
            .args(["--no-config", "--select", "dates", "--date", "2015-03-14"])
            .args(["--format", "short", "--min-severity", "note", "-"])
            .write_stdin(text)
            .output()
            .unwrap();
        let report = String::from_utf8(output.stdout).unwrap();
        report.lines().map(|line| line[line.find('[').unwrap()..].to_owned()).collect::<Vec<_>>()
    };
    for (text, told_once) in [
        (
            "The hall opened on Monday, 6 March.",
            "“Monday, 6 March” cannot be right: 6 March 2015 is a Friday",
        ),
        ("The hall opened on 30 February.", "“30 February” cannot be right: February has 29 days"),
        (
            "The hall opened on Monday, May 35, 2014.",
            "“Monday, May 35, 2014” cannot be right: no month has 35 days",
        ),
    ] {
        assert_eq!(told(text), [format!("[dates/impossible-date]: {told_once}")]);
    }
}
