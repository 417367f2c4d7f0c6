//! The command as a person uses it.

use crate::{Ran, corpus_lint, folder, run_in, snapshots};

/// One warning of `speculation/not-ruled-out`, and nothing else of that rule.
const ONE: &str = "The harbour office met on Monday.\n\nA second leak cannot be ruled out.\n";
const RULE: &str = "speculation/not-ruled-out";

fn lint(files: &[(&str, &str)], args: &[&str]) -> Ran {
    let root = folder(files);
    let mut all = vec!["--select", RULE, "--format", "short"];
    all.extend(args);
    run_in(root.path(), &all)
}

#[test]
fn without_arguments_help_is_printed_and_the_status_is_2() {
    let ran = run_in(folder(&[]).path(), &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("Usage: corpus-lint [OPTIONS] PATH..."), "{}", ran.err);
}

#[test]
fn help_is_as_it_was() {
    let ran = run_in(folder(&[]).path(), &["-h"]);
    assert_eq!(ran.code, 0);
    snapshots().bind(|| insta::assert_snapshot!("help", ran.out));
}

#[test]
fn the_status_tells_whether_the_fail_level_was_reached() {
    let files = [("a.txt", ONE)];
    assert_eq!(lint(&files, &["."]).code, 0, "a warning is no error");
    for (level, code) in [("error", 0), ("warning", 1), ("note", 1), ("never", 0)] {
        for format in ["short", "human", "json", "jsonl"] {
            let root = folder(&files);
            let args = ["--select", RULE, "--format", format, "--fail-on", level, "."];
            assert_eq!(run_in(root.path(), &args).code, code, "{format} {level}");
        }
    }
    let raised = format!("{RULE}=error");
    assert_eq!(lint(&files, &["--severity", &raised, "."]).code, 1);
    assert_eq!(lint(&files, &["--max-warnings", "0", "."]).code, 1);
    assert_eq!(lint(&files, &["--max-warnings", "1", "."]).code, 0);
}

#[test]
fn the_status_is_never_a_count() {
    let many = "A leak cannot be ruled out.\n\n".repeat(300);
    assert_eq!(lint(&[("a.txt", &many)], &["--fail-on", "warning", "."]).code, 1);
}

#[test]
fn an_unknown_rule_is_an_error_with_a_suggestion() {
    for option in ["--select", "--ignore", "--extend-select"] {
        let ran = lint(&[("a.txt", ONE)], &[option, "speculation/not-ruled-ot", "."]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("there is no rule “speculation/not-ruled-ot”"), "{}", ran.err);
        assert!(ran.err.contains("did you mean “speculation/not-ruled-out”?"), "{}", ran.err);
        assert!(ran.out.is_empty());
    }
    let ran = run_in(folder(&[]).path(), &["explain", "not-ruled-out"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean “speculation/not-ruled-out”?"), "{}", ran.err);
}

#[test]
fn wrong_usage_is_told_all_at_once() {
    let args = ["--severity", "dates=loud", "--severity", "dates", "--date", "May", "."];
    let ran = lint(&[("a.txt", ONE)], &args);
    assert_eq!(ran.code, 2);
    for part in ["“loud” is none of", "there is no level in it", "--date May"] {
        assert!(ran.err.contains(part), "{part} is missing in:\n{}", ran.err);
    }
    let ran = lint(&[("a.txt", ONE)], &["--format", "sarf", "."]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn an_empty_word_is_no_choice() {
    for option in ["--exclude", "--select", "--ignore", "--severity", "--context", "--diff"] {
        let ran = lint(&[("a.txt", ONE)], &[option, "", "."]);
        assert_eq!(ran.code, 2, "{option}");
        assert!(ran.err.contains(option), "{}", ran.err);
    }
    assert_eq!(lint(&[("a.txt", ONE)], &[""]).code, 2);
}

#[test]
fn options_may_stand_before_a_command() {
    let root = folder(&[("mine/house/leak.txt", "")]);
    let ran = run_in(root.path(), &["--rules", "mine", "--profile", "news", "explain", RULE]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with(RULE), "{}", ran.out);
    let ran = run_in(root.path(), &["--fix", "explain", RULE]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("unexpected argument '--fix'"), "{}", ran.err);
    // A path of that name is a path.
    let root = folder(&[("explain/a.txt", ONE)]);
    let ran = run_in(root.path(), &["--select", RULE, "--format", "short", "-q", "explain"]);
    assert!(ran.out.starts_with("explain/a.txt:3:15"), "{}{}", ran.out, ran.err);
}

#[test]
fn explain_takes_families_and_what_no_rule_file_makes() {
    let explain = |name: &str| run_in(folder(&[]).path(), &["explain", name]);
    let family = explain("quotation").out;
    assert!(family.matches(" · on ").count() > 1 && !family.contains("dates/"), "{family}");
    assert!(explain("input/broken-json").out.starts_with("input/broken-json · error"));
    let all = explain("all").out;
    assert!(all.contains("dates/") && all.contains("suppression/unused-allow"));
    let ran = explain("input/broken-jason");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean “input/broken-json”?"), "{}", ran.err);
}

#[test]
fn a_folder_without_rules_has_nothing_to_test() {
    let ran = run_in(folder(&[("void/a.txt", "")]).path(), &["test", "void"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("void: there is no rule"), "{}", ran.err);
}

#[test]
fn levels_choose_what_is_shown() {
    let note = format!("{RULE}=note");
    let files = [("a.txt", ONE)];
    assert!(!lint(&files, &["--severity", &note, "."]).out.contains("not-ruled-out"));
    let shown = lint(&files, &["--severity", &note, "--min-severity", "note", "."]);
    assert!(shown.out.contains("a.txt:3:15: note[speculation/not-ruled-out]"), "{}", shown.out);
    let hidden = lint(&files, &["--min-severity", "error", "--fail-on", "warning", "."]);
    assert_eq!((hidden.code, hidden.out.contains("not-ruled-out")), (0, false));
}

#[test]
fn standard_input_is_linted_under_the_name_given() {
    let root = folder(&[]);
    let args = ["--select", RULE, "--format", "short", "--stdin-path", "draft.md", "-"];
    let output =
        corpus_lint().current_dir(root.path()).args(args).write_stdin(ONE).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.starts_with("draft.md:3:15: warning"), "{out}");
}

#[test]
fn several_reports_come_from_one_run() {
    let root = folder(&[("a.txt", ONE)]);
    let args = ["--select", RULE, "-f", "jsonl=x.jsonl", "-f", "short", "-f", "json=y.json", "."];
    let ran = run_in(root.path(), &args);
    assert!(ran.out.contains("a.txt:3:15"), "{}", ran.out);
    let line = std::fs::read_to_string(root.path().join("x.jsonl")).unwrap();
    assert_eq!(line.lines().count(), 1);
    let whole: serde_json::Value =
        serde_json::from_slice(&std::fs::read(root.path().join("y.json")).unwrap()).unwrap();
    assert_eq!(whole["diagnostics"].as_array().unwrap().len(), 1);
    let ran = run_in(root.path(), &["-f", "short", "-f", "json", "."]);
    assert_eq!(ran.code, 2);
    let ran = run_in(root.path(), &["-o", "nowhere/x.txt", "."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nowhere/x.txt cannot be written"), "{}", ran.err);
}

#[test]
fn context_is_read_but_not_reported() {
    let root = folder(&[("a.txt", ONE), ("b.txt", ONE), ("c/d.txt", ONE)]);
    let args = ["--select", RULE, "--format", "short", "--quiet", "--context", ".", "a.txt", "c"];
    let ran = run_in(root.path(), &args);
    let files: Vec<&str> = ran.out.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(files, ["a.txt", "c/d.txt"], "{}", ran.err);
}

#[test]
fn colours_are_for_those_who_ask() {
    let root = folder(&[("a.txt", ONE)]);
    let run = |variable: Option<&str>, when: &str| {
        let mut command = corpus_lint();
        command.current_dir(root.path()).args(["--select", RULE, "--color", when, "."]);
        if let Some(variable) = variable {
            command.env(variable, "1");
        }
        String::from_utf8(command.output().unwrap().stdout).unwrap().contains('\x1b')
    };
    assert!(!run(None, "auto"), "a pipe is no terminal");
    assert!(run(None, "always"));
    assert!(run(Some("CLICOLOR_FORCE"), "auto"));
    assert!(!run(Some("CLICOLOR_FORCE"), "never"));
    assert!(run(Some("NO_COLOR"), "always"), "the option is the last word");
}

#[test]
fn more_threads_than_there_can_be_do_no_harm() {
    assert_eq!(lint(&[("a.txt", ONE)], &["--jobs", "1000000", "."]).code, 0);
}

#[test]
fn threads_do_not_show() {
    let run = |jobs: &str| {
        let args = ["--no-config", "--format", "jsonl", "--jobs", jobs, "tests/corpus"];
        corpus_lint().args(args).output().unwrap().stdout
    };
    assert_eq!(run("1"), run("7"));
}

#[test]
fn quiet_leaves_only_findings() {
    let root = folder(&[("a.txt", ONE), ("empty/x.png", "")]);
    let args = ["--select", RULE, "--quiet", "--format", "short", "a.txt", "empty"];
    let ran = run_in(root.path(), &args);
    assert_eq!((ran.out.lines().count(), &*ran.err), (1, ""), "{}", ran.out);
}

#[test]
fn a_config_is_found_upwards_of_each_file() {
    let root = folder(&[
        ("a/x.txt", ONE),
        ("a/corpus-lint.toml", "ignore = [\"all\"]\n"),
        ("a/deep/er/y.txt", ONE),
        ("b/z.txt", ONE),
        ("b/old/w.txt", ONE),
        (
            "b/corpus-lint.toml",
            "select = [\"speculation\"]\nexclude = [\"old/\"]\n[severity]\nspeculation = \"error\"\n",
        ),
        ("c.txt", ONE),
    ]);
    let ran = run_in(root.path(), &["--format", "short", "--quiet", "a", "b"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("b/z.txt:3:15: error["), "{}", ran.out);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    let ran = run_in(
        root.path(),
        &["--format", "short", "--quiet", "--no-config", "--select", RULE, "a", "b", "c.txt"],
    );
    assert_eq!(ran.out.lines().count(), 5, "{}", ran.out);
    let args = ["--config", "b/corpus-lint.toml", "--format", "short", "--quiet", "c.txt"];
    assert!(run_in(root.path(), &args).out.starts_with("c.txt:3:15: error["));
}

#[test]
fn the_keys_of_a_run_are_told_where_they_have_no_effect() {
    let root = folder(&[
        ("a.txt", ONE),
        ("corpus-lint.toml", "select = [\"speculation\"]\n"),
        ("in/b.txt", ONE),
        ("in/corpus-lint.toml", "fail-on = \"note\"\n"),
    ]);
    let ran = run_in(root.path(), &["."]);
    assert!(ran.err.contains("“fail-on” has no effect here"), "{}", ran.err);
    assert!(ran.err.contains("in/corpus-lint.toml:1:1"), "{}", ran.err);
}

#[test]
fn overrides_speak_for_some_paths() {
    let config = "select = [\"speculation\"]\n\
        [[override]]\npaths = [\"letters/\"]\nseverity = { speculation = \"error\" }\n\
        [[override]]\npaths = [\"threads/\"]\nzone = \"comment-thread\"\n";
    let root = folder(&[
        ("corpus-lint.toml", config),
        ("a.txt", ONE),
        ("letters/b.txt", ONE),
        ("threads/c.txt", ONE),
    ]);
    let ran = run_in(root.path(), &["--format", "short", "--quiet", "."]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ran.out);
    assert!(lines[0].starts_with("a.txt:3:15: warning"));
    assert!(lines[1].starts_with("letters/b.txt:3:15: error"));
}

#[test]
fn a_gate_of_a_family_decides_over_the_level_for_all() {
    let gate = |level: &str| {
        let config = format!("select = [\"speculation\"]\n[gate]\nspeculation = \"{level}\"\n");
        let root = folder(&[("corpus-lint.toml", &config), ("a.txt", ONE)]);
        (run_in(root.path(), &["."]).code, run_in(root.path(), &["--fail-on", "error", "."]).code)
    };
    assert_eq!(gate("warning"), (1, 0));
    assert_eq!(gate("never"), (0, 0));
}

#[test]
fn thresholds_of_rules_are_settings() {
    let config = "select = [\"speculation/not-ruled-out\"]\n\
        [options.\"speculation/not-ruled-out\"]\nany = [\"second leak\"]\n";
    let root = folder(&[("corpus-lint.toml", config), ("a.txt", ONE)]);
    let ran = run_in(root.path(), &["--format", "short", "--quiet", "."]);
    assert!(ran.out.starts_with("a.txt:3:3: warning"), "{}{}", ran.out, ran.err);
}

#[test]
fn init_writes_a_config_that_changes_nothing() {
    let root = folder(&[("a.txt", ONE)]);
    let before = run_in(root.path(), &["--format", "jsonl", "."]).out;
    assert_eq!(run_in(root.path(), &["init"]).code, 0);
    let again = run_in(root.path(), &["init"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("corpus-lint.toml is there already"), "{}", again.err);
    assert_eq!(run_in(root.path(), &["init", "--force"]).code, 0);
    assert_eq!(run_in(root.path(), &["--format", "jsonl", "."]).out, before);
}

#[test]
fn a_manifest_gives_dates() {
    let manifest = "path,date\na.txt,2015-03-13\n";
    let root = folder(&[
        ("corpus-lint.toml", "manifest = \"lists/m.csv\"\n"),
        ("lists/m.csv", &manifest.replace("a.txt", "../a.txt")),
        ("a.txt", ONE),
        ("b.txt", ONE),
    ]);
    let args = ["--select", "dates/no-publication-date", "--format", "short", "--quiet", "."];
    let ran = run_in(root.path(), &args);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(ran.out.starts_with("b.txt:1:1: "), "{}", ran.out);
    let ran = run_in(root.path(), &["config", "a.txt"]);
    assert!(ran.out.contains("# lists/m.csv:2"), "{}", ran.out);
    std::fs::write(root.path().join("lists/m.csv"), "path,date\n../a.txt,soon\n").unwrap();
    let ran = run_in(root.path(), &args);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("lists/m.csv:2:1"), "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 2, "the rest is linted: {}", ran.out);
}

#[test]
fn every_line_that_init_comments_out_is_a_setting() {
    let template = include_str!("../../src/cli/init.toml");
    let config: String = template
        .lines()
        .map(|line| {
            let bare = line.strip_prefix("# ").unwrap_or(line);
            let key = bare.split([' ', '.']).next().unwrap_or_default();
            let setting = bare.starts_with('[')
                || (bare.contains(" = ")
                    && key.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
                || bare.starts_with('"');
            if setting { format!("{bare}\n") } else { format!("{line}\n") }
        })
        .collect();
    assert!(config.contains("\n[[allow]]\npath = "));
    let root = folder(&[
        ("corpus-lint.toml", &config),
        ("my-rules/README", ""),
        ("documents.csv", "path,date\n"),
    ]);
    let ran = run_in(root.path(), &["config", "."]);
    // Rules that the example names need not exist under that name for ever, but keys must.
    assert!(!ran.err.contains("unknown key") && !ran.err.contains("wrong type"), "{}", ran.err);
}

#[test]
fn config_shows_where_a_setting_comes_from() {
    let config = "profile = \"news\"\n\n[[override]]\npaths = [\"old/\"]\ndate = 2019-05-04\n\
        severity = { speculation = \"note\" }\n";
    let root = folder(&[("corpus-lint.toml", config), ("old/a.txt", ONE)]);
    let ran = run_in(root.path(), &["config", "old/a.txt"]);
    let off = run_in(root.path(), &["config", "--ignore", RULE, "old/a.txt"]);
    assert_eq!((ran.code, off.code), (0, 0));
    assert!(off.out.lines().any(|line| line.starts_with(RULE) && line.ends_with("# command line")));
    let line = |key: &str| {
        let found = ran.out.lines().find(|line| line.starts_with(key));
        found.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("profile"), "profile news # corpus-lint.toml:1");
    assert_eq!(line("date "), "date 2019-05-04 # corpus-lint.toml:3");
    assert_eq!(line(RULE), format!("{RULE} on note # corpus-lint.toml:6"));
    assert_eq!(line("fail-on"), "fail-on error # default");
}

#[test]
fn config_shows_the_settings_of_the_run() {
    let config =
        "baseline = \"known.json\"\n[gate]\nduplication = \"warning\"\n[input]\ntext = \"body\"\n";
    let root = folder(&[("corpus-lint.toml", config)]);
    let out = run_in(root.path(), &["config"]).out;
    let row = |start: &str| out.lines().find(|line| line.starts_with(start)).unwrap_or_default();
    assert!(row("gate duplication ").contains(" warning "), "{out}");
    assert!(row("baseline ").contains(" known.json "), "{out}");
    assert!(row("input text ").contains(" body "), "{out}");
}

#[test]
fn what_the_program_says_itself_is_no_rule_to_choose() {
    let ran = lint(&[("a.txt", ONE)], &["--ignore", "input/invalid-utf8", "."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("told by the program itself"), "{}", ran.err);
}

#[test]
fn rules_lists_and_explain_explains_every_rule() {
    let root = folder(&[]);
    let ran = run_in(root.path(), &["rules", "--json"]);
    let rules: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let table = run_in(root.path(), &["rules"]).out;
    for rule in rules.as_array().unwrap() {
        let id = rule["rule"].as_str().unwrap();
        assert!(table.contains(id));
    }
    let ran = run_in(root.path(), &["explain", RULE]);
    for part in ["Why", "What to do", "It finds", "It leaves alone", "It rests on", "ICD203-2"] {
        assert!(ran.out.contains(part), "{part} is missing in:\n{}", ran.out);
    }
}

#[test]
fn rules_of_ones_own_are_tested_and_used() {
    let rule = "summary = \"a shrug\"\nmessage = \"“{match}” says nothing\"\nhelp = \"say more\"\n\
        severity = \"error\"\nrationale = \"A shrug is no report.\"\n\
        [detect.pattern]\nany = [\"who knows\"]\n\
        [[test]]\ntext = \"⟦Who knows⟧?\"\n[[test]]\ntext = \"She knows.\"\n";
    let root = folder(&[("mine/style/shrug.toml", rule), ("a.txt", "The dam holds. Who knows?\n")]);
    let ran = run_in(root.path(), &["test", "mine"]);
    assert_eq!((ran.code, &*ran.out), (0, "1 rule, 2 tests: 1 reported, 1 silent\n"));
    let args = ["--rules", "mine", "--select", "style", "--format", "short", "--quiet", "a.txt"];
    let ran = run_in(root.path(), &args);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out, "a.txt:1:16: error[style/shrug]: “Who knows” says nothing\n");

    let broken = rule.replace("She knows.", "Who knows.");
    std::fs::write(root.path().join("mine/style/shrug.toml"), broken).unwrap();
    let ran = run_in(root.path(), &["test", "mine"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("noisy: “Who knows” was found"), "{}", ran.out);
}

#[test]
fn the_order_of_dates_in_figures_holds_everywhere() {
    let page = "---\ndate: 03/04/2015\n---\nThe board voted on Friday.\n";
    let line = "03/04/2015\n\nThe board of the port met yesterday.\n";
    let config = "[options.\"dates/ambiguous-numeric-date\"]\norder = \"day-first\"\n";
    let lint = |files: &[(&str, &str)]| {
        let files = folder(files);
        run_in(files.path(), &["--format", "short", "--min-severity", "note", "."]).out
    };
    let out = lint(&[("a.md", page), ("b.txt", line), ("corpus-lint.toml", config)]);
    assert!(out.contains("“Friday” is 3 April 2015"), "{out}");
    assert!(out.contains("“yesterday” is 2 April 2015"), "{out}");
    assert_eq!(out.lines().count(), 2, "{out}");
    let out = lint(&[("a.md", page), ("b.txt", line)]);
    assert!(out.contains("cannot be read: “03/04/2015”"), "{out}");
}
