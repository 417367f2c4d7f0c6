//! JSONL: one JSON object a line, each a document.
//!
//! Records are numbered by the lines that are not blank. The text is decoded here rather than by
//! the JSON library, because every escape must map back to its bytes.

mod again;

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::decode::{Decoded, decode, halves_message, nul_message};
use super::json::{Fields, scalar, string};
use super::{Chunk, Extraction, InputSettings};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::span::{Span, SpanMap};

pub use again::Stood;

/// A line without its line end, and where it stands in the chunk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    start: usize,
    bytes: &'a [u8],
}

impl Line<'_> {
    /// The bytes of the chunk that it takes.
    const fn span(&self) -> Span {
        Span::new(self.start, self.start + self.bytes.len())
    }

    /// Whether it holds no record: white space, or the byte order mark alone.
    pub(super) fn is_blank(&self) -> bool {
        let bytes = self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(self.bytes);
        bytes.trim_ascii().is_empty()
    }
}

/// The lines of `bytes`; `\n`, `\r\n` and a lone `\r` end a line (none can stand inside a string
/// of JSON). The rest after the last line end is a line if it is not empty.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    let mut ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
    std::iter::from_fn(move || {
        if start >= bytes.len() {
            return None;
        }
        let end = ends.next().unwrap_or(bytes.len());
        let line = Line { start, bytes: &bytes[start..end] };
        start = end + 1;
        if bytes[end..].starts_with(b"\r\n") {
            ends.next();
            start += 1;
        }
        Some(line)
    })
}

/// Bytes of `\u0000`.
const UNICODE_ESCAPE: usize = 6;

/// Most neighbouring lines with the same problem that are told one by one; a longer run (a field
/// with another name, a file that is not JSONL at all) is one diagnostic with a count.
const RUN: usize = 3;

/// The documents of a batch of lines, of those records that are `wanted`.
pub(super) fn extract(
    mut chunk: Chunk,
    settings: &InputSettings,
    wanted: &dyn Fn(usize) -> bool,
) -> Extraction {
    if super::decode::utf16(&chunk.bytes).is_some() && chunk.offset == 0 {
        return from_utf16(chunk, settings);
    }
    let text = String::from_utf8(std::mem::take(&mut chunk.bytes)).map(Arc::new);
    let bytes = match &text {
        Ok(text) => text.as_bytes(),
        Err(error) => error.as_bytes(),
    };
    let mut reader = Reader::new(&chunk, bytes.len(), settings);
    for (number, line) in lines(bytes).enumerate() {
        if line.is_blank() {
            continue;
        }
        if wanted(reader.record) {
            let (at, number) = (chunk.offset + line.start, chunk.first_line + number);
            reader.record(match &text {
                Ok(text) => Decoded::line(text, line.span(), at, number),
                Err(_) => decode(line.bytes.to_vec(), at, number),
            });
        } else {
            reader.record += 1;
        }
    }
    Extraction { shared: text.unwrap_or_default(), ..reader.finish() }
}

/// UTF-16 is decoded as a whole first: its line ends are not single bytes.
fn from_utf16(mut chunk: Chunk, settings: &InputSettings) -> Extraction {
    let mut all = decode(std::mem::take(&mut chunk.bytes), 0, 1);
    let mut reader = Reader::new(&chunk, 0, settings);
    let raw = Arc::new(std::mem::take(&mut all.raw));
    let place = Document::new(chunk.source.id, String::new(), SpanMap::default(), Arc::clone(&raw));
    reader.found.diagnostics.extend(all.diagnostics(&place));
    for (number, line) in lines(raw.text.as_bytes()).enumerate() {
        if !line.is_blank() {
            let over = line.span();
            let text = over.of(&raw.text).to_owned();
            reader.record(Decoded::from_text(text.into(), raw.to_disk.cut(over), 1 + number));
        }
    }
    reader.finish()
}

/// Bytes of a record of no great length, and for how many there is room at once.
const USUAL_RECORD: usize = 2048;
const MANY: usize = 64;

/// Collects what the records of one chunk give.
struct Reader<'a> {
    chunk: &'a Chunk,
    settings: &'a InputSettings,
    record: usize,
    found: Extraction,
    /// Problems of the records just before, all of one kind.
    run: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn new(chunk: &'a Chunk, size: usize, settings: &'a InputSettings) -> Self {
        let record = chunk.first_record;
        // Documents are large, and moved whenever their list grows.
        let documents = Vec::with_capacity((size / USUAL_RECORD).min(MANY));
        let found = Extraction { documents, ..Extraction::default() };
        Self { chunk, settings, record, found, run: Vec::new() }
    }

    fn finish(mut self) -> Extraction {
        self.end_run();
        self.found
    }

    fn record(&mut self, mut decoded: Decoded) {
        let raw = Arc::new(std::mem::take(&mut decoded.raw));
        let mut document =
            Document::new(self.chunk.source.id, String::new(), SpanMap::default(), raw);
        document.record = Some(self.record);
        self.record += 1;
        let mut doubts = Vec::new();
        let result = fill(&mut document, self.settings, &mut doubts);
        let bytes = decoded.diagnostics(&document);
        if (result.is_ok() && doubts.is_empty()) || !bytes.is_empty() {
            self.end_run();
        }
        self.found.diagnostics.extend(bytes);
        for doubt in doubts {
            let found = Diagnostic { severity: Severity::Warning, ..doubt.locate(&document) };
            self.problem(found);
        }
        match result {
            Ok(()) if !document.text.trim().is_empty() => {
                self.found.documents.push(document);
                return;
            }
            Ok(()) => {}
            Err(problem) => self.problem(problem.locate(&document)),
        }
        self.found.empty.extend(document.record.map(|record| (record, document.id.take())));
    }

    fn problem(&mut self, problem: Diagnostic) {
        if self.run.first().is_some_and(|first| first.rule != problem.rule) {
            self.end_run();
        }
        match self.run.first_mut() {
            // Only the first ones are kept; the count tells of the others.
            Some(first) if first.count >= RUN => first.count += 1,
            Some(first) => {
                first.count += 1;
                self.run.push(problem);
            }
            None => self.run.push(problem),
        }
    }

    fn end_run(&mut self) {
        let mut run = std::mem::take(&mut self.run);
        if let Some(first) = run.first_mut() {
            if first.count > RUN {
                first.message.push_str(&format!(" (and {} more lines in a row)", first.count - 1));
                run.truncate(1);
            } else {
                first.count = 1;
            }
        }
        self.found.diagnostics.append(&mut run);
    }
}

/// Something wrong with a record.
struct Problem {
    rule: &'static str,
    message: String,
    help: String,
    /// Byte of the line.
    at: usize,
    /// Bytes from there on; at least one character is shown.
    len: usize,
}

impl Problem {
    fn locate(self, document: &Document) -> Diagnostic {
        let text = &document.raw.text;
        let mut start = self.at.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let end = start + text[start..].chars().next().map_or(0, char::len_utf8);
        let end = text.ceil_char_boundary((self.at + self.len).min(text.len())).max(end);
        let location = document.locate_raw(Span::new(start, end), Span::default());
        let mut found = Diagnostic::input(self.rule, &self.message, location);
        found.help = self.help;
        found
    }
}

/// Reads the fields of the record in `document.raw` into `document`; `doubts` are what a reader of the
/// text should know all the same.
fn fill(
    document: &mut Document,
    settings: &InputSettings,
    doubts: &mut Vec<Problem>,
) -> Result<(), Problem> {
    let raw = Arc::clone(&document.raw);
    let line = &*raw.text;
    let (fields, named) = Fields::read_with(line, Some(&settings.text_field))
        .map_err(|error| broken(line, &error))?;
    let mut text = None;
    for (name, value) in &fields.0 {
        if *name == settings.text_field {
            text = Some(*value);
        } else if *name == settings.id_field {
            document.id = scalar(value).map(Arc::from);
        } else {
            metadata(document, name, value, span(line, value));
        }
    }
    let date = fields.0.iter().rev().find(|(name, _)| *name == settings.date_field);
    if let Some((_, value)) = date
        && document.place_of("date") != Some(span(line, value))
        && let Some(date) = scalar(value)
    {
        document.metadata.insert("date".into(), date);
        document.metadata_at.push(("date".into(), span(line, value)));
    }
    let at = |value: &str| (value.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
    doubts.extend(twice(&fields).into_iter().map(|(name, value)| Problem {
        rule: "input/duplicate-field",
        message: format!("the record has the field `{name}` more than once; the last one is read"),
        help: "keep one, or give the other another name".into(),
        at: at(value),
        len: 0,
    }));
    match (named.or_else(|| string(text?, at(text?))), text) {
        (Some(read), _) => {
            let odd = [
                ("input/invalid-utf16", read.halves.map(|(first, n)| (first, halves_message(n)))),
                ("input/nul-character", read.nuls.map(|(first, n)| (first, nul_message(n)))),
            ];
            doubts.extend(odd.into_iter().filter_map(|(rule, found)| {
                let (at, message) = found?;
                let help = crate::own::own(rule).map_or("", |own| own.help).into();
                Some(Problem { rule, message, help, at, len: UNICODE_ESCAPE })
            }));
            document.set_text(read.text, read.map);
            Ok(())
        }
        (None, Some(value)) => Err(Problem {
            rule: "input/missing-text",
            message: format!("the field `{}` is not a string", settings.text_field),
            help: "give each record its text as one string".into(),
            at: at(value),
            len: 0,
        }),
        (None, None) => Err(missing(line, &fields, settings)),
    }
}

/// The bytes of a value in the line that it was read from; of a string what its marks hold.
fn span(line: &str, value: &str) -> Span {
    let start = (value.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
    let marks = usize::from(value.starts_with('"'));
    Span::new(start + marks, start + value.len() - marks)
}

/// So many fields are each compared with all others.
const FEW: usize = 12;

/// The first field that stands more than once, and its last value.
fn twice<'a>(fields: &'a Fields<'_>) -> Option<(&'a str, &'a str)> {
    let is_first = |(at, (name, _)): (usize, &(Cow<'_, str>, &str))| {
        fields.0[..at].iter().all(|(before, _)| before != name)
    };
    // Nearly all records have a few fields, each once.
    if fields.0.len() <= FEW && fields.0.iter().enumerate().all(is_first) {
        return None;
    }
    let mut seen = rustc_hash::FxHashSet::default();
    let (name, _) = fields.0.iter().find(|(name, _)| !seen.insert(&**name))?;
    let last = fields.0.iter().rev().find(|(other, _)| other == name)?;
    Some((name, last.1))
}

fn broken(line: &str, error: &serde_json::Error) -> Problem {
    Problem {
        rule: "input/broken-json",
        message: format!("the line is not a JSON object: {}", cause(error)),
        help: "a JSONL file has one JSON object on each line".into(),
        // The column is that of the last byte read; at the end of the line that is its last one.
        at: error.column().saturating_sub(1).min(line.len().saturating_sub(1)),
        len: 0,
    }
}

/// What the JSON library says, in words for who does not write parsers.
fn cause(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let said = message.rsplit_once(" at line ").map_or(&*message, |(said, _)| said);
    if error.is_eof() {
        return "it ends too early".to_owned();
    }
    match said {
        "expected ident" | "expected value" => "no JSON value begins like this".to_owned(),
        "trailing characters" => "something follows behind its end".to_owned(),
        _ => match said.strip_prefix("invalid type: ").and_then(|kind| kind.split_once(", ")) {
            Some(("sequence", _)) => "it is a list".to_owned(),
            Some((kind, _)) if kind.starts_with("string") => "it is a string".to_owned(),
            Some(_) => "it is a single value".to_owned(),
            None => said.to_owned(),
        },
    }
}

fn missing(line: &str, fields: &Fields<'_>, settings: &InputSettings) -> Problem {
    let mut names: Vec<_> = fields.0.iter().map(|(name, _)| format!("`{name}`")).collect();
    names.truncate(8);
    let help = match names.as_slice() {
        [] => "the record is empty".to_owned(),
        names => format!(
            "it has {}; `[input] text = \"…\"` in the config names the one",
            names.join(", ")
        ),
    };
    Problem {
        rule: "input/missing-text",
        message: format!("the record has no field `{}`", settings.text_field),
        help,
        at: line.len() - line.trim_start().len(),
        len: 0,
    }
}

/// Most bytes of a field that become metadata: a longer one is a text, not a fact about one.
const METADATA_LIMIT: usize = 4096;

/// Takes a field over as metadata: scalars, lists of them (joined by commas), and the scalars of
/// an object one level down as `outer.inner`.
fn metadata(document: &mut Document, name: &str, value: &str, at: Span) {
    let mut add = |name: &str, value: String| {
        if value.len() <= METADATA_LIMIT {
            let name = name.to_lowercase();
            document.metadata_at.push((name.clone(), at));
            document.metadata.insert(name, value);
        }
    };
    if let Some(value) = scalar(value) {
        add(name, value);
    } else if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(value) {
        let items: Vec<_> = items.into_iter().filter_map(|item| scalar(item.get())).collect();
        add(name, items.join(", "));
    } else if let Ok(inner) = Fields::read(value) {
        for (key, value) in &inner.0 {
            if let Some(value) = scalar(value) {
                add(&format!("{name}.{key}"), value);
            }
        }
    }
}

#[cfg(test)]
mod tests;
