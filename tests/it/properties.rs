//! Any text, any bytes: no panic, and every span points at what it says.

use std::sync::{Arc, LazyLock};

use corpus_lint::diagnostic::Diagnostic;
use corpus_lint::engine::{self, Policy, RuleLevel};
use corpus_lint::format::InputSettings;
use corpus_lint::rule::RuleSet;
use corpus_lint::source::{Origin, Source, SourceId};
use proptest::prelude::*;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::built_in().0);

/// Lints bytes under a file name with every rule on.
fn lint(path: &str, bytes: &[u8]) -> Vec<Diagnostic> {
    let mut policy = Policy::default_of(&RULES);
    policy.levels.fill(RuleLevel::On);
    lint_with(policy, path, bytes)
}

fn lint_with(policy: Policy, path: &str, bytes: &[u8]) -> Vec<Diagnostic> {
    let source = Source {
        id: SourceId(0),
        path: path.into(),
        origin: Origin::Memory(bytes.into()),
        explicit: true,
    };
    engine::run(&[source], &RULES, &Arc::new(policy), &InputSettings::default(), 1).diagnostics
}

/// Text that looks enough like news for the rules to speak: words they know, marks, dates, breaks.
fn newsy() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Experts",
        "believe",
        "say",
        "said",
        "a source",
        "Ada Roe",
        "she",
        "the ministry",
        "according to",
        "it is believed",
        "may",
        "could",
        "probably",
        "on Friday",
        "14 March",
        "2015",
        "March 2015",
        "yesterday",
        "three years ago",
        "10: 45",
        "“",
        "”",
        "\"",
        "’s",
        "’",
        ",",
        ".",
        ". ",
        ": ",
        "; ",
        " — ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        "  ",
        "1. Ann\n   Ann 3 June 2023 09: 12\n",
        "Read more\n",
        "# ",
        "> ",
        "`",
        "```\n",
        "**",
        "&amp;",
        "\\",
        "<!-- corpus-lint: allow all -->",
        "---\n",
        "é",
        "日本",
        "\u{301}",
        "\u{feff}",
        "\0",
        "🦆",
        "U.S.",
        "Mr.",
        "...",
        "the",
        "of",
        "and",
        "that",
        "was",
        "reported",
        "by",
        "not",
        "evidence",
        "everyone knows",
        "(",
        ")",
        "[",
        "]",
        "…",
        "«",
        "»",
    ]);
    prop::collection::vec((pieces, prop::bool::ANY), 0..120).prop_map(|pieces| {
        pieces
            .into_iter()
            .map(|(piece, space)| if space { format!("{piece} ") } else { piece.to_owned() })
            .collect()
    })
}

fn check_plain(text: &str) {
    for found in lint("a.txt", text.as_bytes()) {
        if found.rule.starts_with("input/") {
            continue;
        }
        for location in std::iter::once(&found.location)
            .chain(found.related.iter().map(|label| &label.location))
        {
            let words = text.get(location.span.range());
            assert!(
                words.is_some(),
                "{}: {:?} is not on character boundaries",
                found.rule,
                location.span
            );
        }
    }
}

/// The words at `span` of the file, unescaped, are the words at `text_span` of the text.
fn check_jsonl(text: &str) {
    let line = serde_json::json!({ "id": "x", "text": text }).to_string();
    let lines = format!("{line}\n{line}\n");
    for found in lint("a.jsonl", lines.as_bytes()) {
        let location = &found.location;
        // Of the input itself, which is no text.
        if found.rule.starts_with("input/") {
            continue;
        }
        let disk = lines.get(location.span.range()).unwrap();
        let words: String = serde_json::from_str(&format!("\"{disk}\"")).unwrap();
        assert_eq!(Some(words.as_str()), text.get(location.text_span.range()), "{}", found.rule);
    }
}

/// Ada's text with marks in it → the same words in the file once the marks are taken out.
fn check_markdown(text: &str) {
    for found in lint("a.md", text.as_bytes()) {
        assert!(text.get(found.location.span.range()).is_some(), "{}", found.rule);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plain_text_of_any_kind(text in "\\PC{0,400}") {
        check_plain(&text);
        check_markdown(&text);
    }

    #[test]
    fn text_like_news(text in newsy()) {
        check_plain(&text);
        check_jsonl(&text);
        check_markdown(&text);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for path in ["a.txt", "a.md", "a.jsonl"] {
            for found in lint(path, &bytes) {
                prop_assert!(found.location.span.end <= bytes.len());
            }
        }
    }
}

#[test]
fn marks_that_never_close_and_brackets_without_end_cost_no_run() {
    let text = "He said \"no. ".repeat(3000);
    assert!(lint("a.txt", text.as_bytes()).len() < 3000);
    let deep = format!("{}a{}", "(".repeat(5000), ")".repeat(5000));
    let mut lexicon = corpus_lint::lexicon::Lexicon::default();
    let error = corpus_lint::pattern::Pattern::parse(&deep, &mut lexicon).unwrap_err();
    assert!(error.message.contains("deep"), "{}", error.message);
}

/// Guesses by the ten thousand cost time that grows with their number: looking through all earlier
/// ones for each would take minutes.
#[test]
fn many_guesses_are_gathered_in_time() {
    let text = "It may rain. ".repeat(60_000) + "It might perhaps snow.";
    let mut policy = Policy::default_of(&RULES);
    policy.levels.fill(RuleLevel::Off);
    policy.levels[RULES.index("speculation/stacked-hedge").unwrap()] = RuleLevel::On;
    let start = std::time::Instant::now();
    let found = lint_with(policy, "a.txt", text.as_bytes());
    assert_eq!(found.len(), 1);
    assert!(start.elapsed().as_secs() < 25, "{:?}", start.elapsed());
}
