//! Paths as given on the command line → the sources to lint, in the order of the report.
//!
//! Folders are walked with the rules of `.gitignore` and without hidden files; symbolic links found
//! on the way are not followed, so a loop of links is harmless and a linked file is not linted
//! twice. A file named by the user is linted whatever its extension.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};

use crate::format::FormatKind;
use crate::source::{Failure, Origin, Source, SourceId};

/// What is walked and what is left out.
#[derive(Debug, Clone, Default)]
pub struct WalkOptions {
    /// Globs of paths to leave out, as in a `.gitignore` of the current folder; they also leave
    /// out files named by the user.
    pub exclude: Vec<String>,
    /// The name under which standard input (`-`) is reported; its extension tells the format.
    pub stdin_path: Option<String>,
}

/// What the walk found.
#[derive(Debug, Clone, Default)]
pub struct Walked {
    /// Sources sorted by path, each once; a source's id is its place here.
    pub sources: Vec<Source>,
    /// Files passed over because no format reads them, by extension (without the dot, lower case;
    /// empty for none).
    pub skipped: BTreeMap<String, usize>,
    /// Folders given by the user in which there was nothing to lint.
    pub empty: Vec<Arc<str>>,
    /// Paths that could not be read.
    pub failures: Vec<Failure>,
}

/// Finds the sources under `paths`; `stdin` is read only if one of them is `-`.
///
/// # Errors
/// If a glob of `options.exclude` is malformed: the glob and what is wrong with it.
pub fn walk(
    paths: &[PathBuf],
    options: &WalkOptions,
    stdin: &mut dyn Read,
) -> Result<Walked, Failure> {
    let mut walker = Walker {
        exclude: overrides(&options.exclude)?,
        found: BTreeMap::new(),
        walked: Walked::default(),
    };
    for path in paths {
        if path.as_os_str() == "-" {
            walker.stdin(options.stdin_path.as_deref().unwrap_or("<stdin>"), stdin);
        } else {
            walker.path(path);
        }
    }
    Ok(walker.finish())
}

fn overrides(globs: &[String]) -> Result<Override, Failure> {
    let mut builder = OverrideBuilder::new(".");
    let bad = |glob: &str, error: &ignore::Error| Failure {
        path: glob.into(),
        message: format!("not a glob: {error}"),
        help: "write it as in a .gitignore: drafts/, *.md, 2024/**".into(),
    };
    for glob in globs {
        // In the crate's overrides a bare glob selects and one with `!` leaves out.
        builder.add(&format!("!{glob}")).map_err(|error| bad(glob, &error))?;
    }
    builder.build().map_err(|error| bad(&globs.join(" "), &error))
}

/// Whether a file is left out: itself, or a folder above it.
fn excluded(exclude: &Override, path: &Path) -> bool {
    !exclude.is_empty()
        && (exclude.matched(path, false).is_ignore()
            || path.ancestors().skip(1).any(|above| {
                !above.as_os_str().is_empty() && exclude.matched(above, true).is_ignore()
            }))
}

struct Walker {
    exclude: Override,
    /// By shown path, so that a file given twice, or also under a folder, is one source.
    found: BTreeMap<String, (Origin, bool)>,
    walked: Walked,
}

impl Walker {
    fn stdin(&mut self, name: &str, input: &mut dyn Read) {
        let mut bytes = Vec::new();
        match input.read_to_end(&mut bytes) {
            Ok(_) => self.add(name.to_owned(), Origin::Memory(bytes.into()), true),
            Err(error) => self.walked.failures.push(Failure::io(name, &error)),
        }
    }

    fn path(&mut self, path: &Path) {
        match std::fs::metadata(path) {
            Ok(data) if data.is_dir() => self.folder(path),
            Ok(_) if excluded(&self.exclude, path) => {}
            Ok(_) => self.add(shown(path), Origin::File(path.to_owned()), true),
            Err(error) => self.walked.failures.push(Failure::io(&shown(path), &error)),
        }
    }

    fn folder(&mut self, folder: &Path) {
        let before = self.found.len();
        let mut seen = false;
        let walk = WalkBuilder::new(folder).overrides(self.exclude.clone()).build();
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    seen |= self.file(entry.path());
                }
                Ok(_) => {}
                Err(error) => self.error(folder, &error),
            }
        }
        if !seen && self.found.len() == before {
            self.walked.empty.push(shown(folder).into());
        }
    }

    /// Adds a file found in a folder; false if no format reads it.
    fn file(&mut self, path: &Path) -> bool {
        if path.file_name().is_some_and(|name| name == crate::config::FILE_NAME) {
            return false;
        }
        if FormatKind::of_path(path).is_none() {
            let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            *self.walked.skipped.entry(extension).or_default() += 1;
            return false;
        }
        self.add(shown(path), Origin::File(path.to_owned()), false);
        true
    }

    fn error(&mut self, folder: &Path, error: &ignore::Error) {
        let place = path_of(error).map_or_else(|| shown(folder), shown);
        let failure = match error.io_error() {
            Some(io) => Failure::io(&place, io),
            None => Failure { path: place.into(), message: error.to_string(), help: String::new() },
        };
        self.walked.failures.push(failure);
    }

    fn add(&mut self, path: String, origin: Origin, explicit: bool) {
        let entry = self.found.entry(path).or_insert((origin, explicit));
        entry.1 |= explicit;
    }

    fn finish(mut self) -> Walked {
        self.walked.sources = (0..)
            .zip(self.found)
            .map(|(id, (path, (origin, explicit)))| Source {
                id: SourceId(id),
                path: path.into(),
                origin,
                explicit,
            })
            .collect();
        self.walked.failures.sort();
        self.walked.failures.dedup();
        self.walked
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithLineNumber { err, .. } | ignore::Error::WithDepth { err, .. } => {
            path_of(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

/// The path as shown: as given, with `/` between its parts and without `.` parts.
fn shown(path: &Path) -> String {
    let mut out = String::new();
    for part in path.components() {
        let name = match part {
            Component::CurDir => continue,
            Component::RootDir => "/".into(),
            part => part.as_os_str().to_string_lossy(),
        };
        if !out.is_empty() && !out.ends_with('/') && name != "/" {
            out.push('/');
        }
        out.push_str(&name);
    }
    if out.is_empty() { ".".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        root
    }

    fn walked(root: &tempfile::TempDir, paths: &[&str], exclude: &[&str]) -> Walked {
        let paths: Vec<_> = paths.iter().map(|path| root.path().join(path)).collect();
        let exclude = exclude.iter().map(|&glob| glob.to_owned()).collect();
        let options = WalkOptions { exclude, stdin_path: None };
        walk(&paths, &options, &mut std::io::empty()).unwrap()
    }

    fn names(root: &tempfile::TempDir, walked: &Walked) -> Vec<String> {
        let prefix = format!("{}/", shown(root.path()));
        walked.sources.iter().map(|source| source.path.replace(&prefix, "")).collect()
    }

    #[test]
    fn a_folder_is_sorted_and_known_extensions_only() {
        let root =
            tree(&["b.txt", "a/z.md", "a/b.jsonl", "a.png", "x.PNG", ".hidden.txt", "LICENSE"]);
        let found = walked(&root, &["", "b.txt", "./a/../b.txt"], &[]);
        assert_eq!(names(&root, &found), ["a/../b.txt", "a/b.jsonl", "a/z.md", "b.txt"]);
        assert_eq!(found.skipped, BTreeMap::from([("png".into(), 2), (String::new(), 1)]));
        // The config was read, after all.
        assert_eq!(
            walked(&tree(&["corpus-lint.toml", "a.txt"]), &[""], &[]).skipped,
            BTreeMap::new()
        );
        assert!(found.sources[3].explicit && !found.sources[2].explicit);
        assert_eq!(found.sources[2].id, SourceId(2));
    }

    #[test]
    fn a_named_file_is_linted_whatever_its_extension() {
        let root = tree(&["notes.rst"]);
        assert_eq!(names(&root, &walked(&root, &["notes.rst"], &[])), ["notes.rst"]);
    }

    #[test]
    fn globs_leave_out_files_and_folders() {
        let root = tree(&["drafts/a.txt", "b.txt", "c.txt"]);
        let found = walked(&root, &["", "c.txt", "drafts/a.txt"], &["drafts/", "c.*"]);
        assert_eq!(names(&root, &found), ["b.txt"]);
        let options = WalkOptions { exclude: vec!["a[".into()], stdin_path: None };
        assert!(walk(&[], &options, &mut std::io::empty()).is_err());
    }

    #[test]
    fn gitignore_is_honoured_in_a_repository() {
        let root = tree(&[".git/HEAD", "a.txt", "b.txt"]);
        fs::write(root.path().join(".gitignore"), "b.txt\n").unwrap();
        assert_eq!(names(&root, &walked(&root, &[""], &[])), ["a.txt"]);
    }

    #[test]
    fn missing_paths_and_empty_folders_are_told() {
        let root = tree(&["a.txt"]);
        fs::create_dir(root.path().join("void")).unwrap();
        let found = walked(&root, &["nowhere.txt", "a.txt", "void"], &[]);
        assert_eq!(names(&root, &found), ["a.txt"]);
        assert_eq!(found.failures[0].message, "no such file or folder");
        assert_eq!(found.empty.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_is_harmless() {
        let root = tree(&["a.txt", "in/b.txt"]);
        std::os::unix::fs::symlink(root.path(), root.path().join("in/up")).unwrap();
        std::os::unix::fs::symlink("self", root.path().join("self")).unwrap();
        let found = walked(&root, &["", "self"], &[]);
        assert_eq!(names(&root, &found), ["a.txt", "in/b.txt"]);
        assert_eq!(found.failures.len(), 1);
    }

    #[test]
    fn standard_input_has_a_name() {
        let options = WalkOptions { stdin_path: Some("x.md".into()), ..WalkOptions::default() };
        let found = walk(&["-".into()], &options, &mut &b"text"[..]).unwrap();
        assert_eq!(&*found.sources[0].path, "x.md");
        assert!(matches!(&found.sources[0].origin, Origin::Memory(bytes) if &**bytes == b"text"));
    }
}
