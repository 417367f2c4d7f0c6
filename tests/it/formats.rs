//! Bytes → documents: nothing panics, nothing is lost, and every span leads back to its bytes.

use std::io::Write;

use corpus_lint::diagnostic::Diagnostic;
use corpus_lint::document::Document;
use corpus_lint::format::{FormatKind, InputSettings, chunks_into, extract};
use corpus_lint::source::{Failure, Origin, Source, SourceId};
use corpus_lint::span::Span;
use proptest::prelude::*;

struct Read {
    documents: Vec<Document>,
    diagnostics: Vec<Diagnostic>,
    chunks: usize,
    failure: Option<Failure>,
}

fn read(path: &str, bytes: &[u8]) -> Read {
    let source = Source {
        id: SourceId(0),
        path: path.into(),
        origin: Origin::Memory(bytes.into()),
        explicit: true,
    };
    let settings = InputSettings::default();
    let mut read = Read { documents: vec![], diagnostics: vec![], chunks: 0, failure: None };
    let result = chunks_into(&source, &settings, &mut |chunk| {
        let found = extract(chunk, &settings);
        read.documents.extend(found.documents);
        read.diagnostics.extend(found.diagnostics);
        read.chunks += 1;
        // What it held must not come back.
        b"{\"text\": \"Old.\"}\n".repeat(99)
    });
    read.failure = result.err();
    read
}

/// Every word of a text, as spans.
fn words(text: &str) -> Vec<Span> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Checks what holds for any input: spans inside the bytes and, if these are UTF-8, on characters.
fn check(path: &str, bytes: &[u8]) -> Read {
    let found = read(path, bytes);
    let text = std::str::from_utf8(bytes).ok();
    for document in &found.documents {
        let mut spans = words(&document.text);
        spans.extend(document.markup.iter().map(|(span, _)| *span));
        spans.extend(document.allows.iter().map(|allow| allow.scope));
        spans.push(Span::new(0, document.text.len()));
        for span in spans {
            assert!(document.text.get(span.range()).is_some(), "{span:?} cuts a character");
            let place = document.locate(span);
            assert!(place.span.end <= bytes.len(), "{span:?} → {:?}", place.span);
            assert!(place.start <= place.end);
            if let Some(text) = text {
                assert!(
                    text.get(place.span.range()).is_some(),
                    "{:?} cuts a character",
                    place.span
                );
            }
        }
    }
    for diagnostic in &found.diagnostics {
        assert!(diagnostic.location.span.end <= bytes.len());
        assert!(diagnostic.rule.starts_with("input/"));
    }
    found
}

/// Pieces that the readers of formats know, among any characters.
fn page() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<li>",
        "<ul>",
        "</ul>",
        "<td>",
        "<tr>",
        "<table>",
        "</table>",
        "<article>",
        "</article>",
        "<q>",
        "</q>",
        "<br>",
        "<pre>",
        "</pre>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<a href='x'>",
        "</a>",
        "<h1>",
        "</h1>",
        "&amp;",
        "&eacute;",
        "&#8220;",
        "&lt",
        "&",
        "<",
        ">",
        "\"",
        "<!-- corpus-lint: allow a/b — c -->",
        "# ",
        "> ",
        "- ",
        "1. ",
        "**",
        "*",
        "`",
        "```\n",
        "[a](b)",
        "![a](b)",
        "[^1]",
        "[^1]: note",
        "| a | b |\n|---|---|\n",
        "---\n",
        "+++\n",
        "a: b\n",
        "\\*",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "    ",
        "\t",
        "\u{a0}",
        "word",
        "two words",
        "é",
        "“",
        "𝄞",
        "\0",
        "\u{feff}",
        "Ada 3 hours ago",
        "{\"text\": \"a\\u00e9\"}\n",
        "{\"text\": 1}\n",
        "{",
    ]);
    let any = prop::collection::vec(any::<char>(), 1..4).prop_map(String::from_iter);
    let piece = prop_oneof![8 => pieces.prop_map(str::to_owned), 1 => any];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

const NAMES: [&str; 4] = ["x.txt", "x.md", "x.html", "x.jsonl"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400), mark in 0..4_usize) {
        let mark: &[u8] = [&b""[..], b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF"][mark];
        let bytes = [mark, &bytes].concat();
        for name in NAMES {
            check(name, &bytes);
        }
    }

    #[test]
    fn any_page(page in page()) {
        for name in NAMES {
            check(name, page.as_bytes());
        }
    }

    #[test]
    fn plain_words_are_the_words_on_disk(page in page()) {
        for document in check("x.txt", page.as_bytes()).documents {
            for span in words(&document.text) {
                prop_assert_eq!(&page[document.locate(span).span.range()], span.of(&document.text));
            }
        }
    }

    #[test]
    fn words_of_markup_are_the_words_on_disk(page in page()) {
        for name in ["x.md", "x.html"] {
            for document in check(name, page.as_bytes()).documents {
                for span in words(&document.text) {
                    let disk = &page[document.locate(span).span.range()];
                    // Markup and references may stand inside a word; then it is longer on disk.
                    let plain = disk.chars().all(char::is_alphanumeric);
                    prop_assert!(!plain || disk == span.of(&document.text), "{} {}", name, disk);
                    prop_assert!(plain || disk.len() > 1);
                }
            }
        }
    }

    #[test]
    fn json_words_are_the_words_on_disk(text in page(), escape in any::<u64>()) {
        let mut literal = String::new();
        for (at, c) in text.chars().enumerate() {
            let must = c < ' ' || c == '"' || c == '\\';
            if must || escape >> (at % 64) & 1 == 1 {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    literal.push_str(&format!("\\u{unit:04x}"));
                }
            } else {
                literal.push(c);
            }
        }
        let line = format!("{{\"id\": \"é\", \"text\": \"{literal}\"}}");
        let found = check("x.jsonl", line.as_bytes());
        prop_assert_eq!(found.diagnostics.iter().filter(|d| &*d.rule != "input/nul-character").count(), 0);
        for document in found.documents {
            prop_assert_eq!(&document.text, &text);
            for span in words(&document.text) {
                let disk = &line[document.locate(span).span.range()];
                let word: String = serde_json::from_str(&format!("\"{disk}\"")).unwrap();
                prop_assert_eq!(word, span.of(&text));
            }
        }
    }
}

/// Records of about a kilobyte, some lines broken or blank, with the line ends given.
fn records(count: usize, end: &str) -> Vec<u8> {
    let mut out = String::new();
    for record in 0..count {
        match record % 97 {
            13 => out.push_str("{\"text\": oops}"),
            14 => out.push_str(end),
            _ => {}
        }
        if record % 97 != 13 {
            out.push_str(&format!(
                "{{\"id\": {record}, \"text\": \"r{record} {}\"}}",
                "wörd ".repeat(200)
            ));
        }
        out.push_str(end);
    }
    out.into_bytes()
}

#[test]
fn a_streamed_file_is_read_as_a_whole_one() {
    for end in ["\n", "\r\n", "\r"] {
        let bytes = records(1000, end);
        let found = read("x.jsonl", &bytes);
        assert!(found.chunks > 3);
        assert_eq!(found.documents.len(), 989);
        assert_eq!(found.diagnostics.len(), 11);
        let lines: Vec<&[u8]> =
            bytes.split(|byte| *byte == end.as_bytes()[end.len() - 1]).collect();
        for document in &found.documents {
            let record = document.record.unwrap();
            assert_eq!(document.id.as_deref(), Some(&*record.to_string()));
            let word = Span::new(0, document.text.find(' ').unwrap());
            let place = document.locate(word);
            assert_eq!(&bytes[place.span.range()], word.of(&document.text).as_bytes());
            let line = String::from_utf8_lossy(lines[place.start.line - 1]);
            assert!(line.contains(&format!("\"id\": {record},")));
        }
        assert_eq!(found.diagnostics[1].location.record, Some(110));
    }
}

#[test]
fn a_long_line_is_one_record() {
    let text = "word ".repeat(400_000);
    let bytes = format!("{{\"text\": \"{text}\"}}\n{{\"text\": \"end\"}}");
    let found = read("x.jsonl", bytes.as_bytes());
    assert_eq!(found.documents.len(), 2);
    assert_eq!(found.documents[0].text.len(), text.len());
    assert_eq!(found.documents[1].raw.first_line, 2);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

#[test]
fn packed_files_are_read_by_their_names_inside() {
    let bytes = records(300, "\n");
    let (first, second) = bytes.split_at(bytes.len() / 2);
    // A skippable frame, then two frames; two members of gzip.
    let skippable = [&[0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
    for (name, packed) in [
        ("x.jsonl.gz", [gzip(first), gzip(second)].concat()),
        ("x.jsonl.zst", [skippable, zstd(first), zstd(second)].concat()),
    ] {
        let found = read(name, &packed);
        assert_eq!(found.failure, None, "{name}");
        assert_eq!(found.documents.len(), 297);
        let place = found.documents[200].locate(Span::new(0, 4));
        assert_eq!(&bytes[place.span.range()], b"r202");
    }
    let text = read("x.md.gz", &gzip(b"# A *title*\n"));
    assert_eq!(text.documents[0].text, "A title");
}

#[test]
fn what_a_cut_off_file_still_holds_is_read() {
    let bytes = records(2000, "\n");
    for (name, packed) in [("x.jsonl.gz", gzip(&bytes)), ("x.jsonl.zst", zstd(&bytes))] {
        let found = read(name, &packed[..packed.len() * 2 / 3]);
        let failure = found.failure.unwrap();
        assert!(failure.message.contains("damaged or cut off"), "{}", failure.message);
        assert!(!failure.help.is_empty());
        assert!((100..1900).contains(&found.documents.len()), "{}", found.documents.len());
        assert!(found.diagnostics.iter().all(|one| one.location.record.unwrap() % 97 == 13));
    }
}

#[test]
fn extensions_tell_formats() {
    let format = |name: &str| FormatKind::of_path(std::path::Path::new(name));
    assert_eq!(format("a/b.JSONL.gz"), Some(FormatKind::Jsonl));
    assert_eq!(format("b.htm"), Some(FormatKind::Html));
    assert_eq!(format("b.txt.zst"), Some(FormatKind::Plain));
    assert_eq!(format("b.gz"), None);
    assert_eq!(format(".gz"), None);
    assert_eq!(format("b.png"), None);
}
