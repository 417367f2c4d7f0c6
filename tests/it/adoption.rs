//! A gate that people can adopt: baseline, diff, allowances, schemas.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{Ran, folder, run_in};

const CONFIG: &str = "select = [\"speculation/not-ruled-out\"]\nfail-on = \"warning\"\n\
    baseline = \"known.json\"\n";
const OLD: &str = "The harbour office met on Monday.\n\nA second leak cannot be ruled out.\n";

fn lint(root: &Path, args: &[&str]) -> Ran {
    let mut all = vec!["--format", "short"];
    all.extend(args);
    run_in(root, &all)
}

fn findings(ran: &Ran) -> Vec<&str> {
    ran.out.lines().filter(|line| line.contains("[speculation/")).collect()
}

/// A folder whose one finding is in the baseline.
fn adopted() -> tempfile::TempDir {
    let root = folder(&[("corpus-lint.toml", CONFIG), ("in/a.txt", OLD)]);
    let ran = lint(root.path(), &["--update-baseline", "."]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("wrote known.json: 1 finding\n"), "{}", ran.err);
    root
}

#[test]
fn after_the_baseline_is_written_the_run_is_clean() {
    let root = adopted();
    let ran = lint(root.path(), &["."]);
    assert_eq!((ran.code, findings(&ran).len(), &*ran.err), (0, 0, ""), "{}", ran.out);
    // wherever it is run from
    let ran = lint(&root.path().join("in"), &["a.txt"]);
    assert_eq!((ran.code, findings(&ran).len()), (0, 0), "{}", ran.out);
}

#[test]
fn edits_elsewhere_revive_nothing_and_a_new_finding_is_told() {
    let root = adopted();
    let above = format!("Forty boats were out, the log of the office says.\n\n{OLD}");
    fs::write(root.path().join("in/a.txt"), &above).unwrap();
    assert_eq!(lint(root.path(), &["."]).code, 0);
    fs::write(
        root.path().join("in/a.txt"),
        format!("{above}\nA third leak cannot be ruled out.\n"),
    )
    .unwrap();
    let ran = lint(root.path(), &["."]);
    assert_eq!(ran.code, 1);
    assert_eq!(findings(&ran).len(), 1, "{}", ran.out);
    assert!(ran.out.contains("in/a.txt:7:"), "{}", ran.out);
    // the same words once more are new, too
    fs::write(root.path().join("in/a.txt"), format!("{OLD}\n{OLD}")).unwrap();
    assert_eq!(findings(&lint(root.path(), &["."])).len(), 1);
}

#[test]
fn a_mended_finding_is_named_stale() {
    let root = adopted();
    fs::write(root.path().join("in/a.txt"), "The harbour office met on Monday.\n").unwrap();
    let ran = lint(root.path(), &["."]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("warning: known.json: 1 known finding is gone"), "{}", ran.err);
    assert!(ran.err.contains("in/a.txt: speculation/not-ruled-out"), "{}", ran.err);
    // not when the document was not looked at, nor when the rule is off
    fs::write(root.path().join("b.txt"), "All is well.\n").unwrap();
    assert_eq!(lint(root.path(), &["b.txt"]).err, "");
    assert_eq!(lint(root.path(), &["--ignore", "all", "."]).err, "");
    // and the update takes it out
    lint(root.path(), &["--update-baseline", "."]);
    assert_eq!(lint(root.path(), &["."]).err, "");
}

#[test]
fn an_update_of_a_part_keeps_the_rest() {
    let root = adopted();
    fs::write(root.path().join("b.txt"), OLD).unwrap();
    let ran = lint(root.path(), &["--update-baseline", "b.txt"]);
    assert!(ran.err.contains("wrote known.json: 2 findings"), "{}", ran.err);
    assert_eq!(lint(root.path(), &["."]).code, 0);
}

#[test]
fn what_is_no_baseline_is_told() {
    let root = folder(&[("corpus-lint.toml", CONFIG), ("a.txt", OLD)]);
    let ran = lint(root.path(), &["."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("known.json: no such file"), "{}", ran.err);
    fs::write(root.path().join("known.json"), "[]").unwrap();
    let ran = lint(root.path(), &["."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("known.json is not a baseline"), "{}", ran.err);
    let ran = run_in(root.path(), &["--no-config", "--update-baseline", "."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--baseline FILE"), "{}", ran.err);
}

fn git(root: &Path, args: &[&str]) {
    let identity = ["-c", "user.name=A. Roe", "-c", "user.email=a@example.org"];
    let done = Command::new("git").current_dir(root).args(identity).args(args).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_diff_reports_changed_lines_and_new_files_only() {
    let root = folder(&[
        ("corpus-lint.toml", "select = [\"speculation/not-ruled-out\"]\n"),
        ("a b.txt", OLD),
        ("c.txt", OLD),
    ]);
    git(root.path(), &["init", "-q", "-b", "main"]);
    git(root.path(), &["add", "."]);
    git(root.path(), &["commit", "-q", "-m", "first"]);
    let none = lint(root.path(), &["--diff", "HEAD", "."]);
    assert_eq!(findings(&none).len(), 0, "{}", none.out);
    let more = format!("{OLD}\nA third leak cannot be ruled out.\n");
    fs::write(root.path().join("a b.txt"), more).unwrap();
    fs::write(root.path().join("new.txt"), OLD).unwrap();
    let ran = lint(root.path(), &["--diff", "HEAD", "."]);
    let places: Vec<&str> =
        findings(&ran).iter().filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(places, ["a b.txt:5:14", "new.txt:3:15"], "{}", ran.out);
    // a branch is held against where it parted from its base
    git(root.path(), &["checkout", "-q", "-b", "topic"]);
    git(root.path(), &["add", "."]);
    git(root.path(), &["commit", "-q", "-m", "second"]);
    git(root.path(), &["checkout", "-q", "main"]);
    fs::write(root.path().join("c.txt"), "All is well.\n").unwrap();
    git(root.path(), &["commit", "-q", "-a", "-m", "third"]);
    git(root.path(), &["checkout", "-q", "topic"]);
    let ran = lint(root.path(), &["--diff", "main", "."]);
    assert_eq!(findings(&ran).len(), 2, "{}", ran.out);

    let ran = lint(root.path(), &["--diff", "nowhere", "."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("git knows no commit “nowhere”"), "{}", ran.err);
}

#[test]
fn a_diff_needs_a_repository() {
    let root = folder(&[("a.txt", OLD)]);
    let ran = lint(root.path(), &["--diff", "HEAD", "."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--diff HEAD: not a git repository"), "{}", ran.err);
}

#[test]
fn allow_writes_what_silences_the_finding() {
    let config = "# ours\nselect = [\"speculation/not-ruled-out\"]\nfail-on = \"warning\"";
    let two = format!("{OLD}\nA third leak cannot be ruled out.\n");
    let root = folder(&[("corpus-lint.toml", config), ("in/a.txt", &two), ("a.txt", OLD)]);
    let ran = run_in(root.path(), &["allow", "in/a.txt:3", "--reason", "a \"quoted\" memo"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let written = fs::read_to_string(root.path().join("corpus-lint.toml")).unwrap();
    assert!(written.starts_with(config), "{written}");
    let ran = lint(root.path(), &["."]);
    let places: Vec<&str> =
        findings(&ran).iter().filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(places, ["a.txt:3:15", "in/a.txt:5:14"], "{}", ran.out);

    let found = run_in(root.path(), &["--format", "jsonl", "in"]).out;
    let one: serde_json::Value = serde_json::from_str(found.lines().next().unwrap()).unwrap();
    let start = &one["fingerprint"].as_str().unwrap()[..8];
    assert_eq!(run_in(root.path(), &["allow", start, "in", "--reason", "the log"]).code, 0);
    assert_eq!(run_in(root.path(), &["--format", "jsonl", "in"]).out, "");
}

#[test]
fn allow_tells_all_that_stands_on_a_line_and_nothing_else() {
    let text = "A third leak\ncannot be ruled out, experts say.\n\nAll is well.\n";
    let root = folder(&[("a.txt", text)]);
    let allow = |args: &[&str]| {
        let all = [&["allow"], args, &["--reason", "a memo"]].concat();
        run_in(root.path(), &all)
    };
    let ran = allow(&["a.txt:2"]);
    assert_eq!(ran.code, 2);
    let told: Vec<&str> = ran.err.matches("--rule ").collect();
    let shown = run_in(root.path(), &["--format", "short", "-q", "a.txt"]).out;
    let there: Vec<&str> = shown.lines().filter(|line| line.starts_with("a.txt:2:")).collect();
    assert!(there.len() > 1 && told.len() == there.len(), "{}\n{shown}", ran.err);
    for line in there {
        let rule = line.split(['[', ']']).nth(1).unwrap();
        assert!(ran.err.contains(&format!("--rule {rule}: ")), "{rule}: {}", ran.err);
    }
    assert!(!ran.err.contains("no-publication-date"), "{}", ran.err);
    assert_eq!(allow(&["a.txt:2", "--rule", "attribution"]).code, 0);
}

#[test]
fn what_is_known_of_documents_that_are_gone_is_told_wherever_one_looks() {
    let config = "select = [\"speculation/not-ruled-out\"]\n\
        [[documents]]\npath = \"in/gone.txt\"\ndate = 2015-03-13\n\
        [[documents]]\npath = \"in/a.txt\"\ndate = 2015-03-13\n\
        [[allow]]\npath = \"/in/gone.txt\"\nrule = \"all\"\nreason = \"x\"\n\
        [[allow]]\npath = \"/b.txt\"\nrule = \"all\"\nreason = \"x\"\n";
    let manifest = "manifest = \"m.csv\"\n".to_owned() + config;
    let csv = "path,date\nin/a.txt,2015-03-13\nin/lost.txt,2015-03-13\n";
    let root = folder(&[
        ("corpus-lint.toml", &*manifest),
        ("m.csv", csv),
        ("in/a.txt", "All is well.\n"),
        ("b.txt", OLD),
    ]);
    for (folder, path) in [(root.path().to_owned(), "in"), (root.path().join("in"), "a.txt")] {
        let ran = lint(&folder, &[path]);
        assert!(ran.err.contains("corpus-lint.toml:3:1"), "{}", ran.err);
        assert_eq!(ran.err.matches("no document has this path").count(), 1, "{}", ran.err);
        assert!(ran.err.contains("1 row is about documents that are not there"), "{}", ran.err);
        assert!(ran.err.contains("in line 3 of"), "{}", ran.err);
        assert_eq!(ran.out.matches("suppression/unused-allow").count(), 1, "{}", ran.out);
    }
}

#[test]
fn an_update_with_fewer_rules_keeps_what_the_others_found() {
    let root = adopted();
    let ran =
        lint(root.path(), &["--select", "dates/no-publication-date", "--update-baseline", "."]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(findings(&lint(root.path(), &["."])), Vec::<&str>::new());
}

#[test]
fn allow_makes_a_config_where_there_is_none_and_refuses_what_it_cannot_find() {
    let root = folder(&[("a.txt", OLD)]);
    let rule = "speculation/not-ruled-out";
    for (target, told) in [
        ("a.txt:1", "no finding is meant by a.txt:1"),
        ("0123456789", "no finding is meant by 0123456789"),
        ("a.txt", "neither a fingerprint nor a place"),
        ("b.txt:1", "b.txt: no such file"),
    ] {
        let ran = run_in(root.path(), &["allow", target, "--rule", rule, "--reason", "x"]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(told), "{}", ran.err);
    }
    let ran = run_in(root.path(), &["allow", "a.txt:3", "--rule", rule, "--reason", " "]);
    assert_eq!(ran.code, 2);
    let ran = run_in(root.path(), &["allow", "a.txt:3:15", "--rule", rule, "--reason", "a memo"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("wrote corpus-lint.toml:\n"), "{}", ran.out);
    assert_eq!(run_in(root.path(), &["--select", rule, "--format", "short", "-q", "."]).out, "");
}

fn schema(of: &str) -> serde_json::Value {
    let ran = run_in(folder(&[]).path(), &["schema", of]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

/// What a validator says against a TOML text.
fn objections(validator: &jsonschema::Validator, text: &str) -> Vec<String> {
    let table: toml::Table = toml::from_str(text).unwrap();
    let value = serde_json::to_value(table).unwrap();
    validator.iter_errors(&value).map(|error| error.to_string()).collect()
}

#[test]
fn every_built_in_rule_fits_the_schema_of_rules() {
    let schema = schema("rule");
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut seen = 0;
    for category in fs::read_dir("rules").unwrap() {
        let category = category.unwrap().path();
        if category.ends_with("language") || !category.is_dir() {
            continue;
        }
        for file in fs::read_dir(category).unwrap() {
            let path = file.unwrap().path();
            let found = objections(&validator, &fs::read_to_string(&path).unwrap());
            assert_eq!(found, Vec::<String>::new(), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 20);
    // What stands inside [detect] is known, too: editors complete it.
    let whole = |detect: &str| {
        let words =
            ["summary", "message", "help", "rationale"].map(|key| format!("{key} = \"x\"\n"));
        format!("{}severity = \"note\"\n{detect}\n", words.concat())
    };
    let right = whole("[detect.pattern]\nany = [\"a\"]\n");
    assert_eq!(objections(&validator, &right), Vec::<String>::new());
    for broken in [
        "[detect.patern]\nany = [\"a\"]",
        "[detect.pattern]\nanny = [\"a\"]",
        "[detect.time]\nkinds = [\"weakday\"]",
        "[detect.attribution]\nclass = \"named\"",
        "[detect.duplicate]\nscope = \"corpus\"",
    ] {
        assert!(!objections(&validator, &whole(broken)).is_empty(), "{broken}");
    }
    assert!(!objections(&validator, &right.replace("severity", "severty")).is_empty());
}

#[test]
fn configs_fit_the_schema_of_configs() {
    let schema = schema("config");
    let validator = jsonschema::validator_for(&schema).unwrap();
    let config = "profile = \"news\"\nselect = [\"dates\"]\nmax-warnings = 3\n\
        [severity]\ndates = \"note\"\n[gate]\ndates = \"never\"\n\
        [options.\"a/b\"]\nmin-words = 3\n[[override]]\npaths = [\"a/\"]\nzone = \"head\"\n\
        [[allow]]\npath = \"a\"\nrule = \"all\"\nreason = \"x\"\n";
    assert_eq!(objections(&validator, config), Vec::<String>::new());
    for broken in
        ["selct = []\n", "fail-on = \"warn\"\n", "[[allow]]\npath = \"a\"\nrule = \"b\"\n"]
    {
        assert!(!objections(&validator, broken).is_empty(), "{broken}");
    }
}

#[test]
fn completions_and_the_manual_know_the_options() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run_in(folder(&[]).path(), &["completions", shell]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("max-severity") || ran.out.contains("min-severity"), "{shell}");
    }
    let ran = run_in(folder(&[]).path(), &["man"]);
    assert!(ran.out.contains(".TH corpus-lint 1"), "{}", ran.out);
}
