//! What the human report looks like.

use super::super::testing::{Fixture, label, snapshot};
use super::super::{Color, Format};
use super::*;

const RULE: &str = "attribution/vague-collective";
const HARBOUR: &str = "The harbour wall\n\nWritten by Ada Roe\n\n\
    Experts believe that the northern districts will run out of water before the new \
    reservoir has filled, and that nobody has planned for it. The dam was begun in 1974. \
    Two hundred families were moved from the valley, and the road along the river was laid \
    anew on the slope above it. Since then, observers say, the lake has never been full. \
    Its western bay dries out each August, and the boats lie on the mud until the rains.\n\n\
    The mayor, Tim Okafor, said the pumps would be mended by 3 May 2021.\n";

fn one(file: &str, words: &str) -> Fixture {
    let mut fixture = Fixture::new(&[("corpus/harbour.txt", file)]);
    let at = fixture.find(0, words);
    fixture.push(RULE, Severity::Error, at, |_| {});
    fixture
}

#[test]
fn everything_a_diagnostic_can_say() {
    let mut fixture = Fixture::new(&[("corpus/harbour.txt", HARBOUR)]);
    let cue = fixture.find(0, "believe");
    let at = fixture.find(0, "Experts");
    fixture.push(RULE, Severity::Error, at, |diagnostic| {
        diagnostic.related.push(label(cue, "nobody is named here or in the next sentence"));
        diagnostic.help =
            "name the people or the organisation, or cite where they say it".to_owned();
        diagnostic.standards = ["AP-ATTR".to_owned(), "WTW-WEASEL".to_owned()].into();
    });
    insta::assert_snapshot!(fixture.human(), @r"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ corpus/harbour.txt:5:1
      │
    5 │ Experts believe that the northern districts will run out of water before the new reservoir …
      │ ^^^^^^^ ------- nobody is named here or in the next sentence
      │
      = help: name the people or the organisation, or cite where they say it
      = AP-ATTR, WTW-WEASEL · corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn a_place_far_down_a_line_begins_its_own_row() {
    insta::assert_snapshot!(one(HARBOUR, "observers").human(), @r"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ corpus/harbour.txt:5:294
      │
    5 │ … Since then, observers say, the lake has never been full. Its western bay dries out each …
      │               ^^^^^^^^^
      │
      = corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn two_labels_far_apart_on_a_line() {
    let mut fixture = one(HARBOUR, "Experts");
    let other = fixture.find(0, "observers say");
    fixture.diagnostics[0].related.push(label(other, "and here"));
    insta::assert_snapshot!(fixture.human(), @r"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ corpus/harbour.txt:5:1
      │
    5 │ Experts believe that the northern districts will run out of water before the new reservoir …
      │ ^^^^^^^
      ·
    5 │ … above it. Since then, observers say, the lake has never been full. Its western bay dries out …
      │                         ------------- and here
      │
      = corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn a_label_over_two_rows_of_a_line() {
    let at = "Two hundred families were moved from the valley, and the road along the river \
              was laid anew on the slope";
    let mut fixture = one(HARBOUR, at);
    fixture.diagnostics[0].label = "who counted them?".to_owned();
    insta::assert_snapshot!(fixture.human(), @r"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ corpus/harbour.txt:5:167
      │  
    5 │   … The dam was begun in 1974. Two hundred families were moved from the valley, and the road
      │ ╭──────────────────────────────^
      │ │ along the river was laid anew on the slope above it. Since then, observers say, the lake has …
      │ ╰──────────────────────────────────────────^ who counted them?
      │  
      = corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn a_long_passage_shows_its_ends() {
    let mut fixture = Fixture::new(&[("corpus/harbour.txt", HARBOUR)]);
    let start = HARBOUR.find("Experts").unwrap();
    let at = fixture.at(0, start..HARBOUR.len() - 1);
    fixture.push("duplication/repeated-paragraph", Severity::Warning, at, |diagnostic| {
        diagnostic.message = "these 4 lines stand twice".to_owned();
        diagnostic.label = "a copy".to_owned();
    });
    insta::assert_snapshot!(fixture.human(), @r"
    warning[duplication/repeated-paragraph]: these 4 lines stand twice
      ┌─ corpus/harbour.txt:5:1
      │  
    5 │ ╭ Experts believe that the northern districts will run out of water before the new reservoir …
      · │
    7 │ │ The mayor, Tim Okafor, said the pumps would be mended by 3 May 2021.
      │ ╰────────────────────────────────────────────────────────────────────^ a copy
      │  
      = corpus-lint explain duplication/repeated-paragraph
    ");
}

#[test]
fn of_a_whole_long_line_its_head_is_enough() {
    let mut fixture = Fixture::new(&[("corpus/harbour.txt", HARBOUR)]);
    let line = HARBOUR.lines().nth(4).unwrap();
    let at = fixture.find(0, line);
    fixture.push(RULE, Severity::Error, at, |d| d.label = "stands twice".to_owned());
    let inside = fixture.find(0, "observers");
    let at = fixture.find(0, line);
    fixture.push(RULE, Severity::Error, at, |d| d.related.push(label(inside, "who?")));
    insta::assert_snapshot!(fixture.human(), @r"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ corpus/harbour.txt:5:1
      │
    5 │ Experts believe that the northern districts will run out of water before the new reservoir …
      │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ stands twice
      │
      = corpus-lint explain attribution/vague-collective

    error[attribution/vague-collective]: who are the “experts”?
      ┌─ corpus/harbour.txt:5:1
      │  
    5 │ ╭ Experts believe that the northern districts will run out of water before the new reservoir …
      · │
    5 │ │ … above it. Since then, observers say, the lake has never been full. Its western bay dries out
      │ │                         --------- who?
      │ │ each August, and the boats lie on the mud until the rains.
      │ ╰──────────────────────────────────────────────────────────^
      │  
      = corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn bytes_that_are_no_text_are_not_shown() {
    let mut fixture = Fixture::new(&[("x.bin", "")]);
    fixture.sources[0].origin = crate::source::Origin::Memory(vec![0, 1, 255, 65, 0].into());
    let at = fixture.at(0, 0..0);
    fixture.push("input/binary-file", Severity::Error, at, |_| {});
    insta::assert_snapshot!(fixture.human(), @r"
    error[input/binary-file]: who are the “experts”?
      ┌─ x.bin:1:1
    ");
}

#[test]
fn what_is_wrong_with_a_record_is_shown_raw() {
    let mut fixture = Fixture::new(&[("a.jsonl", r#"{"text": "\u00e9 a" "b"}"#)]);
    let mut at = fixture.find(0, r#""b""#);
    at.record = Some(0);
    fixture.push("input/broken-json", Severity::Error, at, |_| {});
    insta::assert_snapshot!(fixture.human(), @r#"
    error[input/broken-json]: who are the “experts”?
      ┌─ a.jsonl:1:21
      │
    1 │ {"text": "\u00e9 a" "b"}
      │                     ^^^
      │
      = record 0
    "#);
}

#[test]
fn a_huge_passage_is_not_read_whole() {
    let text =
        format!("Start here. {}the end.\nMore.\n", "All of it again and again. ".repeat(9_000));
    let mut fixture = Fixture::new(&[("a.txt", &text)]);
    let at = fixture.at(0, "Start here. ".len()..text.len() - "\nMore.\n".len());
    fixture.push(RULE, Severity::Error, at, |d| d.label = "all one line".to_owned());
    insta::assert_snapshot!(fixture.human(), @r"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ a.txt:1:13
      │  
    1 │   Start here. All of it again and again. All of it again and again. All of it again and again. …
      │ ╭─────────────^
      · │
    1 │ │ … the end.
      │ ╰──────────^ all one line
      │  
      = corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn a_second_label_in_another_file() {
    let mut fixture = one(HARBOUR, "Experts");
    let other = Fixture::new(&[("", ""), ("corpus/copy.txt", "Experts believe it.\n")]);
    fixture.sources.push(other.sources[1].clone());
    fixture.diagnostics[0].related.push(label(other.find(1, "Experts believe"), "first here"));
    insta::assert_snapshot!(fixture.human(), @r"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ corpus/harbour.txt:5:1
      │
    5 │ Experts believe that the northern districts will run out of water before the new reservoir …
      │ ^^^^^^^
      │
      ┌─ corpus/copy.txt:1:1
      │
    1 │ Experts believe it.
      │ --------------- first here
      │
      = corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn the_end_of_the_file_and_an_empty_one() {
    let text = "“No one knew.\r\nNot even the";
    let mut fixture = Fixture::new(&[("end.txt", text), ("empty.txt", "")]);
    let end = fixture.at(0, text.len()..text.len());
    let empty = fixture.at(1, 0..0);
    fixture.push(RULE, Severity::Error, end, |d| d.label = "never closed".to_owned());
    fixture.push(RULE, Severity::Error, empty, |_| {});
    insta::assert_snapshot!(fixture.human(), @r"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ end.txt:2:13
      │
    2 │ Not even the
      │             ^ never closed
      │
      = corpus-lint explain attribution/vague-collective

    error[attribution/vague-collective]: who are the “experts”?
      ┌─ empty.txt:1:1
      │
    1 │ 
      │ ^
      │
      = corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn a_span_that_holds_the_line_end() {
    let mut fixture = Fixture::new(&[("x.txt", "one\r\ntwo\r\nthree\r\n")]);
    let at = fixture.at(0, 0..5);
    fixture.push(RULE, Severity::Error, at, |_| {});
    let at = fixture.at(0, 5..15);
    fixture.push(RULE, Severity::Error, at, |_| {});
    insta::assert_snapshot!(fixture.human(), @r"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ x.txt:1:1
      │
    1 │ one
      │ ^^^
      │
      = corpus-lint explain attribution/vague-collective

    error[attribution/vague-collective]: who are the “experts”?
      ┌─ x.txt:2:1
      │  
    2 │ ╭ two
    3 │ │ three
      │ ╰─────^
      │  
      = corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn tabs_and_wide_characters_line_up() {
    let mut fixture = Fixture::new(&[("x.txt", "\tfirst\tsecond\n専門家は水が足りないと言う。\n")]);
    for words in ["second", "水が", "と言う"] {
        let at = fixture.find(0, words);
        fixture.push(RULE, Severity::Error, at, |d| d.label = "here".to_owned());
    }
    insta::assert_snapshot!(fixture.human(), @r"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ x.txt:1:8
      │
    1 │     first   second
      │             ^^^^^^ here
      │
      = corpus-lint explain attribution/vague-collective

    error[attribution/vague-collective]: who are the “experts”?
      ┌─ x.txt:2:5
      │
    2 │ 専門家は水が足りないと言う。
      │         ^^^^ here
      │
      = corpus-lint explain attribution/vague-collective

    error[attribution/vague-collective]: who are the “experts”?
      ┌─ x.txt:2:11
      │
    2 │ 専門家は水が足りないと言う。
      │                     ^^^^^^ here
      │
      = corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn a_text_without_spaces_is_cut_where_it_must() {
    let text = "水".repeat(300);
    let mut fixture = Fixture::new(&[("x.txt", &text)]);
    let at = fixture.at(0, 600..606);
    fixture.push(RULE, Severity::Error, at, |_| {});
    insta::assert_snapshot!(fixture.human(), @r"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ x.txt:1:201
      │
    1 │ … 水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水 …
      │                                                   ^^^^
      │
      = corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn control_characters_stay_where_they_are() {
    let mut fixture = one("A \u{1b}[31mred\u{202e} word and experts\u{7} there\n", "experts");
    fixture.diagnostics[0].message = "\u{1b}]0;title\u{7}\nsecond line".to_owned();
    insta::assert_snapshot!(fixture.human(), @r"
    error[attribution/vague-collective]: ␛]0;title␇ second line
      ┌─ corpus/harbour.txt:1:22
      │
    1 │ A ␛[31mred� word and experts␇ there
      │                      ^^^^^^^
      │
      = corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn a_record_reads_like_text() {
    let line = r#"{"id":"doc-3","text":"A headline\n\nIt rained. \u201cNo,\u201d experts say, \"never\".\nMore."}"#;
    let mut fixture = Fixture::new(&[("a.jsonl", line)]);
    let mut at = fixture.find(0, "experts");
    at.record = Some(3);
    at.id = Some("doc-3".into());
    fixture.push(RULE, Severity::Error, at, |_| {});
    insta::assert_snapshot!(fixture.human(), @r#"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ a.jsonl:1:64
      │
    1 │ It rained. “No,” experts say, "never".
      │                  ^^^^^^^
      │
      = record 3, id doc-3
      = corpus-lint explain attribution/vague-collective
    "#);
}

#[test]
fn what_cannot_be_read_is_named() {
    let mut fixture = one(HARBOUR, "Experts");
    let other = fixture.find(0, "believe");
    fixture.diagnostics[0].related.push(label(other, "this cue"));
    fixture.diagnostics[0].help = "name them".to_owned();
    fixture.sources[0].origin = crate::source::Origin::File("no/such/file".into());
    insta::assert_snapshot!(fixture.human(), @r"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ corpus/harbour.txt:5:1
      = this cue: corpus/harbour.txt:5:9
      = help: name them
      = corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn many_second_places_are_counted() {
    let text = "a time\n".repeat(9);
    let mut fixture = Fixture::new(&[("x.txt", &text)]);
    let labels: Vec<_> = (1..9).map(|nth| label(fixture.nth(0, "time", nth), "")).collect();
    let at = fixture.find(0, "time");
    fixture.push(RULE, Severity::Error, at, |diagnostic| diagnostic.related = labels);
    insta::assert_snapshot!(fixture.human(), @r"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ x.txt:1:3
      │
    1 │ a time
      │   ^^^^
    2 │ a time
      │   ----
    3 │ a time
      │   ----
    4 │ a time
      │   ----
    5 │ a time
      │   ----
      │
      = and 4 more places
      = corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn help_is_wrapped() {
    let mut fixture = one(HARBOUR, "Experts");
    fixture.diagnostics[0].help = "name them, or ".repeat(12);
    insta::assert_snapshot!(fixture.human(), @r"
    error[attribution/vague-collective]: who are the “experts”?
      ┌─ corpus/harbour.txt:5:1
      │
    5 │ Experts believe that the northern districts will run out of water before the new reservoir …
      │ ^^^^^^^
      │
      = help: name them, or name them, or name them, or name them, or name them, or name them, or name
              them, or name them, or name them, or name them, or name them, or name them, or
      = corpus-lint explain attribution/vague-collective
    ");
}

#[test]
fn colours_only_when_told() {
    let mut fixture = one(HARBOUR, "Experts");
    fixture.diagnostics[0].help = "name them".to_owned();
    assert!(!fixture.human().contains('\x1b'));
    let settings = Settings { color: Color::Always, ..Settings::default() };
    let report = fixture.report(Format::Human, &settings);
    snapshot("human-colour", &report.replace('\x1b', "ESC"));
}

#[test]
fn notes_are_counted_and_shown_on_demand() {
    let mut fixture = one(HARBOUR, "Experts");
    let at = fixture.find(0, "observers");
    fixture.push("attribution/vague-quantifier", Severity::Note, at, |_| {});
    let report = fixture.report(Format::Human, &Settings::default());
    assert!(!report.contains("note["), "{report}");
    assert!(report.contains("1 note not shown (--min-severity note)"), "{report}");
    let all = Settings { min_severity: Some(Severity::Note), ..Settings::default() };
    assert!(fixture.report(Format::Human, &all).contains("note[attribution/vague-quantifier]"));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

    /// Whatever the text, the places and what became of the file since: a report, never a panic.
    #[test]
    fn any_text_and_any_place_can_be_shown(
        text in "([a-z“é水😀\"\\\\\t]{0,9}[ .\n\r\u{feff}\u{301}]{0,2}){0,80}",
        now in proptest::option::of(proptest::collection::vec(proptest::num::u8::ANY, 0..300)),
        cuts in proptest::collection::vec((0..2000_usize, 0..2000_usize), 1..5),
        json: bool,
        width in 0..120_usize,
    ) {
        let mut fixture = Fixture::new(&[("a.txt", &text)]);
        let boundary = |at: usize| text.floor_char_boundary(at % (text.len() + 1));
        let mut places = cuts.iter().map(|&(a, b)| {
            let (a, b) = (boundary(a), boundary(b));
            let mut at = fixture.at(0, a.min(b)..a.max(b));
            at.record = json.then_some(0);
            at
        });
        let first = places.next().unwrap();
        let related: Vec<_> = places.map(|at| label(at, "here")).collect();
        fixture.push(RULE, Severity::Error, first, |diagnostic| {
            diagnostic.label = "there".to_owned();
            diagnostic.related = related;
        });
        if let Some(now) = now {
            fixture.sources[0].origin = crate::source::Origin::Memory(now.into());
        }
        let report = fixture.report(Format::Human, &Settings { width, ..Settings::default() });
        proptest::prop_assert!(report.starts_with("error["));
        let control = |c: char| c.is_control() && c != '\n';
        proptest::prop_assert!(!report.contains(control), "{report:?}");
    }
}
