//! `--fix`: makes the safe repairs, or shows them.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::Streams;
use super::settings::Settings;
use super::trouble::write_notice;
use crate::diagnostic::Severity;
use crate::fix::{self, Fix, Stamp};
use crate::format::is_packed;
use crate::report::Color;
use crate::source::{Origin, Source, SourceId};

/// What the files looked like before they were linted, by source.
pub(crate) struct Before {
    stamps: Vec<Option<Stamp>>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Done {
    /// Repairs that were made (or shown).
    pub(crate) repairs: usize,
    /// Files that were changed (or would be).
    pub(crate) files: usize,
    /// Files that should have been repaired and were not.
    pub(crate) failed: usize,
}

impl Before {
    /// Looks at the files; call it before they are read.
    pub(crate) fn look(sources: &[Source]) -> Self {
        let stamp = |source: &Source| match &source.origin {
            Origin::File(path) => Stamp::of(path),
            Origin::Memory(_) => None,
        };
        Self { stamps: sources.iter().map(stamp).collect() }
    }

    fn stamp(&self, source: SourceId) -> Option<Stamp> {
        self.stamps.get(usize::try_from(source.0).ok()?).copied().flatten()
    }
}

/// Repairs the files, or shows what would change. `fixes` are in source order.
pub(crate) fn run(
    fixes: &[Fix],
    sources: &[Source],
    before: &Before,
    dry: bool,
    streams: &mut Streams<'_>,
    color: Color,
) -> io::Result<Done> {
    let mut done = Done::default();
    for of_file in fixes.chunk_by(|a, b| a.source == b.source) {
        let source =
            sources.iter().find(|source| Some(source.id) == of_file.first().map(|f| f.source));
        let Some(Source { id, path: shown, origin: Origin::File(path), .. }) = source else {
            continue;
        };
        if is_packed(path) {
            let message = format!("{shown}: not repaired: it is packed");
            write_notice(streams.err, Severity::Warning, &message, "unpack it first", color)?;
            continue;
        }
        let changed = before.stamp(*id).is_none() || before.stamp(*id) != Stamp::of(path);
        let outcome = if changed {
            Err("it has changed since it was read".to_owned())
        } else {
            repair(path, shown, of_file, dry, streams.out)?
        };
        match outcome {
            Ok(()) => {
                done.files += 1;
                done.repairs += of_file.len();
            }
            Err(reason) => {
                done.failed += 1;
                let message = format!("{shown}: not repaired: {reason}");
                write_notice(streams.err, Severity::Error, &message, "run --fix again", color)?;
            }
        }
    }
    Ok(done)
}

/// The outer error is that of the report, the inner one that of the file.
fn repair(
    path: &Path,
    shown: &str,
    fixes: &[Fix],
    dry: bool,
    out: &mut dyn Write,
) -> io::Result<Result<(), String>> {
    let old = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let Some(new) = fix::repaired(&old, fixes) else {
        return Ok(Err("it does not hold the words that were found".to_owned()));
    };
    if dry {
        let (old, new) = (String::from_utf8_lossy(&old), String::from_utf8_lossy(&new));
        out.write_all(fix::diff(shown, &old, &new).as_bytes())?;
        return Ok(Ok(()));
    }
    Ok(fix::replace(path, &new).map_err(|error| error.to_string()))
}

/// Says what was done, unless it is not to be said.
pub(crate) fn tell(done: Done, settings: &Settings, streams: &mut Streams<'_>) -> io::Result<()> {
    if settings.quiet {
        return Ok(());
    }
    let (places, files) = (plural(done.repairs, "place"), plural(done.files, "file"));
    match (done.repairs, settings.dry_run) {
        (0, _) => writeln!(streams.err, "nothing to repair"),
        (_, true) => writeln!(streams.err, "{places} in {files} would be repaired"),
        (_, false) => writeln!(streams.err, "repaired {places} in {files}"),
    }
}

fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "At 10: 41.").unwrap();
        let source = Source {
            id: SourceId(0),
            path: "a.txt".into(),
            origin: Origin::File(path.clone()),
            explicit: true,
        };
        let fix = Fix {
            source: source.id,
            rule: "dates/garbled-time".into(),
            finding: (3..9).into(),
            span: (3..9).into(),
            original: "10: 41".to_owned(),
            replacement: "10:41".to_owned(),
        };
        let sources = [source];
        let before = Before::look(&sources);
        fs::write(&path, "At 10: 41. And more.").unwrap();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut streams = Streams { input: &mut io::empty(), out: &mut out, err: &mut err };
        let done = run(&[fix], &sources, &before, false, &mut streams, Color::Never).unwrap();
        assert_eq!(done, Done { repairs: 0, files: 0, failed: 1 });
        assert_eq!(fs::read_to_string(&path).unwrap(), "At 10: 41. And more.");
        let told = String::from_utf8(err).unwrap();
        assert!(told.contains("a.txt: not repaired: it has changed since it was read"), "{told}");
    }
}
