//! A manifest: a CSV or JSONL file that tells of many documents what `[[documents]]` tells of one.
//!
//! Each row has a `path`, relative to the manifest, and metadata: `date`, `source`, `author`, `url`,
//! or anything else.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{DATE, normal};
use crate::mistake::{Mistake, TomlFile};

/// What is known of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Metadata, by lower-case name.
    pub metadata: BTreeMap<String, String>,
    /// Where it is written: the manifest's path.
    pub file: String,
    /// And the 1-based line.
    pub line: usize,
}

/// Rows by absolute path.
pub type Manifest = BTreeMap<PathBuf, Row>;

/// Reads a manifest; what is wrong with the whole goes to `mistakes`, what is wrong with single rows to
/// `bad_rows`: such a row does without its date, or is left out, and the others hold.
///
/// # Errors
/// If it cannot be read or is not UTF-8.
pub(super) fn read(
    path: &Path,
    mistakes: &mut Vec<Mistake>,
    bad_rows: &mut Vec<Mistake>,
) -> std::io::Result<Manifest> {
    let text = std::fs::read_to_string(path)?;
    let file = Arc::new(TomlFile { path: super::shown(path), text });
    let folder = normal(path).parent().map(Path::to_owned).unwrap_or_default();
    let is_csv = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    let mut reader = Reader { file: &file, folder, mistakes, bad_rows, manifest: Manifest::new() };
    if is_csv {
        reader.csv()
    } else {
        reader.jsonl()
    }
    Ok(reader.manifest)
}

/// The day of "2015-03-13" or "2015-03-13T10:41:00Z", the one its own clock showed.
fn day(date: &str) -> Option<jiff::civil::Date> {
    let plain = date.parse().ok();
    plain.or_else(|| {
        date.parse::<jiff::Timestamp>().ok()?;
        date.get(..10)?.parse().ok()
    })
}

struct Reader<'a> {
    file: &'a Arc<TomlFile>,
    folder: PathBuf,
    mistakes: &'a mut Vec<Mistake>,
    bad_rows: &'a mut Vec<Mistake>,
    manifest: Manifest,
}

impl Reader<'_> {
    fn csv(&mut self) {
        let text = Arc::clone(self.file);
        let mut rows = csv::ReaderBuilder::new().from_reader(text.text.as_bytes());
        let header: Vec<String> = match rows.headers() {
            Ok(names) => names.iter().map(|name| name.trim().to_lowercase()).collect(),
            Err(error) => {
                self.mistakes.push(Mistake::new(self.file, 0..0, error.to_string()));
                return;
            }
        };
        if !header.iter().any(|name| name == "path") {
            let message = "the first row names no column “path”";
            self.mistakes.push(Mistake::new(self.file, self.line_at(0), message));
            return;
        }
        for row in rows.records() {
            match row {
                Ok(row) => {
                    let start = row.position().map_or(0, |at| at.byte());
                    let span = self.line_at(usize::try_from(start).unwrap_or_default());
                    let values = row.iter().map(|value| value.trim().to_owned());
                    self.row(header.iter().cloned().zip(values).collect(), span);
                }
                Err(error) => {
                    let start = error.position().map_or(0, |at| at.byte());
                    let span = self.line_at(usize::try_from(start).unwrap_or_default());
                    self.wrong(span, "this row has more or fewer values than the first".to_owned());
                }
            }
        }
    }

    fn jsonl(&mut self) {
        let text = Arc::clone(self.file);
        let mut start = 0;
        for line in text.text.split_inclusive('\n') {
            let span = start..start + line.trim_end().len();
            start += line.len();
            if line.trim().is_empty() {
                continue;
            }
            match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line) {
                Ok(object) => {
                    let values = object.into_iter().filter_map(|(name, value)| match value {
                        serde_json::Value::String(text) => Some((name.to_lowercase(), text)),
                        serde_json::Value::Number(number) => {
                            Some((name.to_lowercase(), number.to_string()))
                        }
                        _ => None,
                    });
                    self.row(values.collect(), span);
                }
                Err(error) => self.wrong(span, format!("not a JSON object: {error}")),
            }
        }
    }

    fn row(&mut self, mut metadata: BTreeMap<String, String>, span: Range<usize>) {
        metadata.retain(|_, value| !value.is_empty());
        let Some(path) = metadata.remove("path") else {
            return self.wrong(span, "this row has no path".to_owned());
        };
        if let Some(date) = metadata.remove(DATE) {
            if let Some(day) = day(&date) {
                metadata.insert(DATE.to_owned(), day.to_string());
            } else {
                let message = format!("“{date}” is not a date");
                let mistake = Mistake::new(self.file, span.clone(), message);
                self.bad_rows.push(mistake.with_help("write year, month and day: 2024-03-01"));
            }
        }
        let before = self.file.text.get(..span.start).unwrap_or_default();
        let line = 1 + memchr::memchr_iter(b'\n', before.as_bytes()).count();
        let row = Row { metadata, file: self.file.path.clone(), line };
        let path = normal(&self.folder.join(path));
        if let Some(first) = self.manifest.get(&path) {
            let message = format!("this document stands in line {} already", first.line);
            return self.wrong(span, message);
        }
        self.manifest.insert(path, row);
    }

    fn wrong(&mut self, span: Range<usize>, message: String) {
        self.bad_rows.push(Mistake::new(self.file, span, message));
    }

    /// From a byte to the end of its line.
    fn line_at(&self, start: usize) -> Range<usize> {
        let rest = self.file.text.get(start..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let line = rest.trim_start_matches(['\r', '\n']).lines().next().unwrap_or_default();
        start + blank..start + blank + line.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(name: &str, text: &str) -> (Manifest, Vec<(usize, String)>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let (mut mistakes, mut rows) = (Vec::new(), Vec::new());
        let read = read(&path, &mut mistakes, &mut rows).unwrap();
        mistakes.extend(rows);
        let root = normal(folder.path());
        let below = |path: PathBuf| path.strip_prefix(&root).map(Path::to_owned).unwrap();
        let line = |at: usize| 1 + text[..at].matches('\n').count();
        (
            read.into_iter().map(|(path, row)| (below(path), row)).collect(),
            mistakes.into_iter().map(|m| (line(m.span.start), m.message)).collect(),
        )
    }

    #[test]
    fn csv_and_jsonl_say_the_same() {
        let csv = "Path,date,author\na.txt,2015-03-13T23:41:00+02:00,\"Roe, Ada\"\nin/b.txt,,\n";
        let jsonl = "{\"path\":\"a.txt\",\"date\":\"2015-03-13T10:41:00Z\",\"author\":\"Roe, Ada\"}\n\n\
            {\"path\":\"in/b.txt\",\"author\":null}\n";
        for (name, text) in [("m.csv", csv), ("m.jsonl", jsonl)] {
            let (read, mistakes) = manifest(name, text);
            assert_eq!(mistakes, []);
            assert_eq!(read.len(), 2);
            let row = &read[Path::new("a.txt")];
            assert_eq!(row.metadata["date"], "2015-03-13");
            assert_eq!(row.metadata["author"], "Roe, Ada");
            assert!(read[Path::new("in/b.txt")].metadata.is_empty());
        }
    }

    #[test]
    fn what_is_wrong_is_told_at_its_line() {
        let csv = "path,date\na.txt,soon\nb.txt\nc.txt,2015-03-13\nc.txt,2015-03-14\n,2015-03-13\n";
        let (read, mistakes) = manifest("m.csv", csv);
        assert_eq!(read.len(), 2, "a row without a date still names its document");
        let lines: Vec<usize> = mistakes.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 3, 5, 6], "{mistakes:?}");
        assert_eq!(manifest("m.csv", "file,date\n").1[0].0, 1);
        assert_eq!(manifest("m.jsonl", "{\"path\":\"a\"}\n[1]\n").1[0].0, 2);
    }
}
