//! Bad input: a clear message with the place, status 2 where the job could not be done, and the
//! other files linted all the same.

use std::fs;
use std::io::Read;
use std::ops::Add;
use std::path::Path;

use crate::{Ran, folder, run_in};

const ONE: &str = "The harbour office met on Monday.\n\nA second leak cannot be ruled out.\n";
const RULE: &str = "speculation/not-ruled-out";

fn lint(root: &Path, paths: &[&str]) -> Ran {
    let mut args = vec!["--select", RULE, "--format", "short", "--quiet"];
    args.extend(paths);
    run_in(root, &args)
}

/// The finding of `good.txt` that every run must bring, whatever else is wrong.
fn the_rest_is_linted(ran: &Ran) {
    assert!(ran.out.contains("good.txt:3:15: warning["), "{}\n{}", ran.out, ran.err);
}

#[test]
fn a_missing_path() {
    let root = folder(&[("good.txt", ONE)]);
    let ran = lint(root.path(), &["good.txt", "nowhere.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("error: nowhere.txt: no such file or folder"), "{}", ran.err);
    the_rest_is_linted(&ran);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt;
    let root = folder(&[("good.txt", ONE), ("locked.txt", ONE)]);
    let locked = root.path().join("locked.txt");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    let ran = lint(root.path(), &["."]);
    the_rest_is_linted(&ran);
    // Nothing is locked for the superuser.
    if fs::File::open(&locked).is_err() {
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("locked.txt: permission denied"), "{}", ran.err);
    }
}

#[test]
fn an_empty_file_and_an_empty_folder() {
    let root = folder(&[("good.txt", ONE), ("empty.txt", ""), ("blank.txt", " \n\n")]);
    fs::create_dir(root.path().join("void")).unwrap();
    let ran = lint(root.path(), &["."]);
    assert_eq!((ran.code, &*ran.err), (0, ""));
    the_rest_is_linted(&ran);
    let ran = run_in(root.path(), &["--select", RULE, "void"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("warning: void: nothing in this folder"), "{}", ran.err);
}

#[test]
fn a_binary_file() {
    let root = folder(&[("good.txt", ONE)]);
    let mut bytes = b"\x7fELF\x02\x01\x01".to_vec();
    bytes.extend([0; 64]);
    fs::write(root.path().join("tool.txt"), bytes).unwrap();
    let ran = lint(root.path(), &["."]);
    assert_eq!(ran.code, 0, "it was not named, only met: {}", ran.err);
    assert!(ran.out.contains("tool.txt:1:1: warning[input/binary-file]"), "{}", ran.out);
    the_rest_is_linted(&ran);
    let ran = lint(root.path(), &["tool.txt", "good.txt"]);
    assert_eq!(ran.code, 2);
    the_rest_is_linted(&ran);
}

#[test]
fn invalid_utf8_is_told_where_it_stands() {
    let root = folder(&[("good.txt", ONE)]);
    let bytes = [ONE.as_bytes(), b"A caf\xe9 \x81 opened.\n"].concat();
    fs::write(root.path().join("mixed.txt"), bytes).unwrap();
    let ran = lint(root.path(), &["."]);
    assert!(ran.out.contains("mixed.txt:4:6: "), "{}", ran.out);
    assert!(ran.out.contains("mixed.txt:3:15: warning[speculation"), "{}", ran.out);
    the_rest_is_linted(&ran);
}

#[test]
fn utf16_with_a_mark_is_read() {
    let root = folder(&[("good.txt", ONE)]);
    for (name, big) in [("le.txt", false), ("be.txt", true)] {
        let units = std::iter::once(0xfeff).chain(ONE.encode_utf16());
        let bytes: Vec<u8> = units
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect();
        fs::write(root.path().join(name), bytes).unwrap();
    }
    let ran = lint(root.path(), &["."]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out.matches(":3:15: warning[speculation").count(), 3, "{}", ran.out);
}

#[test]
fn a_nul_byte_is_told_and_the_text_is_linted() {
    let root = folder(&[("good.txt", ONE)]);
    fs::write(root.path().join("nul.txt"), ONE.replace("Monday", "Mon\0day")).unwrap();
    let ran = lint(root.path(), &["."]);
    assert!(ran.out.contains("nul.txt:1:"), "{}", ran.out);
    the_rest_is_linted(&ran);
}

#[test]
fn a_line_of_fifty_megabytes() {
    let root = folder(&[("good.txt", ONE)]);
    // A tenth of it prose, the rest words without end: what costs is the prose.
    let prose = "The dam holds and the water is low. ".repeat(5 * 1024 * 1024 / 36);
    let long = prose + &"water".repeat(200).add(" ").repeat(45 * 1024);
    fs::write(root.path().join("long.txt"), long + "A leak cannot be ruled out.").unwrap();
    let ran = lint(root.path(), &["."]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.lines().any(|line| line.starts_with("long.txt:1:")), "{}", ran.out);
    assert!(ran.out.lines().all(|line| line.len() < 400), "a raw line is shown");
    the_rest_is_linted(&ran);
}

#[test]
fn line_ends_and_a_byte_order_mark_do_not_move_places() {
    let root = folder(&[
        ("good.txt", ONE),
        ("crlf.txt", &ONE.replace('\n', "\r\n")),
        ("cr.txt", &ONE.replace('\n', "\r")),
        ("bom.txt", &format!("\u{feff}{ONE}")),
    ]);
    let ran = lint(root.path(), &["."]);
    assert_eq!(ran.code, 0);
    for name in ["bom", "cr", "crlf", "good"] {
        assert!(ran.out.contains(&format!("{name}.txt:3:15: warning")), "{name}: {}", ran.out);
    }
}

#[cfg(unix)]
#[test]
fn a_loop_of_links() {
    let root = folder(&[("good.txt", ONE), ("in/other.txt", ONE)]);
    std::os::unix::fs::symlink("..", root.path().join("in/up")).unwrap();
    std::os::unix::fs::symlink("self.txt", root.path().join("self.txt")).unwrap();
    let ran = lint(root.path(), &["."]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out.matches(": warning[speculation").count(), 2, "{}", ran.out);
    let ran = lint(root.path(), &["good.txt", "self.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("self.txt: "), "{}", ran.err);
    the_rest_is_linted(&ran);
}

#[test]
fn a_reader_that_goes_away() {
    let many = "A leak cannot be ruled out.\n\n".repeat(20_000);
    let root = folder(&[("a.txt", &many)]);
    for format in ["short", "human", "json", "jsonl"] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_corpus-lint"))
            .args(["--select", RULE, "--fail-on", "never", "--format", format, "."])
            .current_dir(root.path())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut [0; 10]).unwrap();
        drop(out);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
    }
}

#[test]
fn a_name_that_says_packed_and_bytes_that_are_not() {
    let root = folder(&[("good.txt", ONE), ("plain.txt.gz", ONE), ("void.jsonl.zst", "")]);
    let ran = lint(root.path(), &["."]);
    assert_eq!(ran.code, 2);
    for name in ["plain.txt.gz", "void.jsonl.zst"] {
        assert!(ran.err.contains(&format!("error: {name}: the name says")), "{}", ran.err);
        assert!(!ran.out.contains(name), "{}", ran.out);
    }
    the_rest_is_linted(&ran);
}

#[test]
fn what_a_record_cannot_hold_is_told_and_the_rest_of_it_linted() {
    let record = r#"{"text":"x","text":"A \ud800\u0000 leak cannot be ruled out."}"#;
    let root = folder(&[("good.txt", ONE), ("a.jsonl", record)]);
    let half = [ONE.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(), vec![b'x']];
    let half = [&b"\xFF\xFE"[..], &half.concat()].concat();
    fs::write(root.path().join("half.txt"), half).unwrap();
    let ran = lint(root.path(), &["."]);
    assert_eq!(ran.code, 0, "warnings: {}", ran.err);
    for told in [
        "a.jsonl:1:20: warning[input/duplicate-field]",
        "a.jsonl:1:23: warning[input/invalid-utf16]",
        "a.jsonl:1:29: warning[input/nul-character]",
        "a.jsonl:1:41: warning[speculation",
        "half.txt:4:1: warning[input/invalid-utf16]",
        "half.txt:3:15: warning[speculation",
    ] {
        assert!(ran.out.contains(told), "{told}\n{}", ran.out);
    }
    the_rest_is_linted(&ran);
}

#[test]
fn broken_records_are_told_and_the_others_linted() {
    let record = |text: &str| format!("{{\"id\":\"x\",\"text\":\"{text}\"}}\n");
    let good = record("A leak cannot be ruled out.");
    let root = folder(&[
        ("good.txt", ONE),
        ("a.jsonl", &[&*good, "{\"id\": 1, \"text\"\n", "{\"id\":2}\n", "[]\n", &good].concat()),
    ]);
    let ran = lint(root.path(), &["."]);
    for line in 2..=4 {
        assert!(ran.out.contains(&format!("a.jsonl:{line}:")), "{line}: {}", ran.out);
    }
    assert_eq!(ran.out.matches("a.jsonl:1:").count(), 1);
    assert_eq!(ran.out.matches("a.jsonl:5:").count(), 1);
    the_rest_is_linted(&ran);
}

#[test]
fn a_date_field_that_cannot_be_read_is_told_at_its_place() {
    let meta = "<meta name=\"date\" content=\"soon\">";
    let page = format!("<html><head>{meta}</head><body><article><p>{ONE}</p></article></body>");
    let root = folder(&[
        ("2015-03-14-known.md", "---\ntitle: Æ\ndate: 2015\n---\nText.\n"),
        ("config.md", "---\ndate: soon\n---\nText.\n"),
        (
            "corpus-lint.toml",
            "select = [\"dates/no-publication-date\", \"dates/unreadable-date\"]\n\
             [[documents]]\npath = \"config.md\"\ndate = 2015-03-14\n",
        ),
        ("front.md", "---\ntitle: Æ\ndate: 2015-02-29\n---\nText.\n"),
        ("none.txt", ONE),
        ("open.md", "---\ntitle: A\ndate: 2015-02-28\n\nText.\n"),
        ("page.html", &page),
        (
            "wire.jsonl",
            "{\"text\":\"One.\",\"date\":\"2015-03-14\"}\n{\"date\":\"03/04/2015\",\"text\":\"Two.\"}\n",
        ),
    ]);
    let ran = run_in(root.path(), &["--format", "short", "--quiet", "."]);
    let told = |value: &str| format!("the date field “date” cannot be read: “{value}”");
    let expected = [
        format!("2015-03-14-known.md:3:7: warning[dates/unreadable-date]: {}", told("2015")),
        format!("config.md:2:7: warning[dates/unreadable-date]: {}", told("soon")),
        format!("front.md:3:7: error[dates/no-publication-date]: {}", told("2015-02-29")),
        "none.txt:1:1: error[dates/no-publication-date]: no publication date: not in metadata, \
         first 5 lines, last 3 or file name"
            .to_owned(),
        "open.md:1:1: warning[input/front-matter]: the front matter is opened here and never closed"
            .to_owned(),
        format!("page.html:1:13: error[dates/no-publication-date]: {}", told("soon")),
        format!("wire.jsonl:2:10: error[dates/no-publication-date]: {}", told("03/04/2015")),
    ];
    assert_eq!(ran.out.lines().collect::<Vec<_>>(), expected, "{}", ran.err);
    let ran = run_in(root.path(), &["--format", "human", "wire.jsonl"]);
    assert!(
        ran.out.contains("it is 3 April 2015 or 4 March 2015: write 2015-04-03"),
        "{}",
        ran.out
    );
}
