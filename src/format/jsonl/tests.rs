use super::*;
use crate::format::FormatKind;
use crate::source::{Origin, Source, SourceId};

fn read(bytes: &[u8]) -> Extraction {
    let source = Source {
        id: SourceId(0),
        path: "x.jsonl".into(),
        origin: Origin::Memory(Arc::from([])),
        explicit: true,
    };
    let chunk = Chunk {
        source: Arc::new(source),
        format: FormatKind::Jsonl,
        offset: 0,
        first_line: 1,
        first_record: 0,
        binary: false,
        bytes: bytes.to_vec(),
    };
    extract(chunk, &InputSettings::default(), &|_| true)
}

#[test]
fn escapes_map_to_their_bytes() {
    let line = r#"{"id": 7, "text": "a\n\u00e9\ud834\udd1e\"b\ud800c", "date": "2020-01-02"}"#;
    let found = read(line.as_bytes());
    let document = &found.documents[0];
    assert_eq!(document.text, "a\né𝄞\"b\u{fffd}c");
    assert_eq!(document.id.as_deref(), Some("7"));
    assert_eq!(document.metadata["date"], "2020-01-02");
    let disk = |word: &str| {
        let at = document.text.find(word).unwrap();
        &line[document.locate(Span::new(at, at + word.len())).span.range()]
    };
    assert_eq!(disk("a"), "a");
    assert_eq!(disk("é"), r"\u00e9");
    assert_eq!(disk("𝄞"), r"\ud834\udd1e");
    assert_eq!(disk("\"b"), r#"\"b"#);
    assert_eq!(disk("c"), "c");
}

#[test]
fn what_a_text_cannot_hold_is_told_where_it_stands() {
    let line = r#"{"text":"one","text":"a\ud800\u0000b\udc00\ufffd"}"#;
    let found = read(line.as_bytes());
    assert_eq!(found.documents[0].text, "a\u{fffd}\0b\u{fffd}\u{fffd}");
    let told: Vec<_> = found
        .diagnostics
        .iter()
        .map(|one| (&*one.rule, &line[one.location.span.start..][..3], one.severity))
        .collect();
    let warning = Severity::Warning;
    assert_eq!(
        told,
        [
            ("input/duplicate-field", "\"a\\", warning),
            ("input/invalid-utf16", "\\ud", warning),
            ("input/nul-character", "\\u0", warning)
        ]
    );
    assert!(found.diagnostics[1].message.starts_with("2 halves"));
    let many = format!("{line}\n").repeat(9);
    assert_eq!(read(many.as_bytes()).diagnostics.len(), 27, "three kinds in turn are no run");
    let many = "{\"text\":\"\\ud800\"}\n".repeat(9);
    assert_eq!(read(many.as_bytes()).diagnostics[0].count, 9);
}

#[test]
fn other_fields_are_metadata() {
    let found = read(
        br#"{"text": "x", "Author": ["A. Roe", "T. Okafor"], "n": 3, "meta": {"url": "u"}, "no": null}"#,
    );
    let expected = [("author", "A. Roe, T. Okafor"), ("meta.url", "u"), ("n", "3")];
    let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert!(found.documents[0].metadata.clone().into_iter().eq(expected));
    let line = r#"{"text": "x", "when": "so\"on", "n": 12}"#;
    let found = read(line.as_bytes());
    let at = |name: &str| found.documents[0].place_of(name).unwrap().of(line).to_owned();
    assert_eq!([at("when"), at("n")], [r#"so\"on"#, "12"]);
}

#[test]
fn a_broken_line_is_one_diagnostic_and_the_rest_goes_on() {
    let found =
        read(b"\xEF\xBB\xBF{\"text\":\"one\"}\r\n\r\n{\"text\": oops}\n[1]\n{\"text\":\"two\"}");
    let records: Vec<_> = found.documents.iter().map(|d| (d.record, d.raw.first_line)).collect();
    assert_eq!(records, [(Some(0), 1), (Some(3), 5)]);
    assert_eq!(found.empty, [(1, None), (2, None)]);
    let places: Vec<_> = found
        .diagnostics
        .iter()
        .map(|d| (&*d.rule, d.location.start.line, d.location.start.column, d.location.record))
        .collect();
    assert_eq!(
        places,
        [("input/broken-json", 3, 10, Some(1)), ("input/broken-json", 4, 1, Some(2))]
    );
}

#[test]
fn what_is_wrong_with_a_line_is_said_plainly() {
    for (line, said) in [
        ("not json", "no JSON value begins like this"),
        ("{\"text\": \"a", "it ends too early"),
        ("{\"text\": \"a\"} {}", "something follows behind its end"),
        ("[1]", "it is a list"),
        ("\"a\"", "it is a string"),
        ("12", "it is a single value"),
        ("{'text': 1}", "key must be a string"),
    ] {
        let found = read(line.as_bytes());
        let expected = format!("the line is not a JSON object: {said}");
        assert_eq!(found.diagnostics[0].message, expected, "{line}");
    }
}

#[test]
fn a_missing_text_says_what_there_is() {
    let found = read(b"{\"body\":\"one\"}\n{\"text\":[1]}");
    assert_eq!(found.diagnostics[0].rule.as_ref(), "input/missing-text");
    assert!(found.diagnostics[0].help.contains("`body`"));
    assert_eq!(found.diagnostics[1].location.start.column, 9);
}

#[test]
fn a_record_without_text_keeps_its_id() {
    let found = read(b"{\"text\":\" \",\"id\":\"a\"}\n{\"id\":7}\n{\"text\":\"x\",\"id\":8}");
    assert_eq!(found.empty, [(0, Some("a".into())), (1, Some("7".into()))]);
}

#[test]
fn a_long_run_of_bad_lines_is_one_diagnostic() {
    let found = read("{\n".repeat(50).as_bytes());
    assert_eq!(found.diagnostics.len(), 1);
    assert_eq!(found.diagnostics[0].count, 50);
}

#[test]
fn utf16_lines() {
    let text = "{\"text\":\"Ärger\"}\r\n{\"text\":\"“Ja”\"}\r\n";
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let found = read(&bytes);
    assert_eq!(found.documents[1].text, "“Ja”");
    let span = found.documents[1].locate(Span::new(0, 8)).span;
    let units: Vec<_> =
        bytes[span.range()].chunks(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
    assert_eq!(String::from_utf16(&units).unwrap(), "“Ja”");
    assert_eq!(found.documents[1].raw.first_line, 2);
}
