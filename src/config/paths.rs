//! Globs of a config, in the one language people know for them: that of `.gitignore`.

use std::path::{Component, Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Globs relative to the folder of a config.
#[derive(Debug, Clone)]
pub struct Globs {
    folder: PathBuf,
    globs: Gitignore,
    /// The absolute paths that are meant, if each glob means just one.
    single: Option<Vec<PathBuf>>,
}

impl Globs {
    /// Compiles the globs.
    ///
    /// # Errors
    /// For each malformed glob its place in the list and what is wrong with it.
    pub fn new<'a>(
        folder: &Path,
        globs: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, Vec<(usize, String)>> {
        let mut builder = GitignoreBuilder::new(folder);
        let mut wrong = Vec::new();
        let mut single = Some(Vec::new());
        for (at, glob) in globs.into_iter().enumerate() {
            let path = single_path(glob).map(|path| normal(&folder.join(path)));
            single = single.zip(path).map(|(mut paths, path)| {
                paths.push(path);
                paths
            });
            // A .gitignore forgives an open bracket; a config does not.
            if let Err(error) = globset::Glob::new(glob) {
                wrong.push((at, error.kind().to_string()));
            } else if let Err(error) = builder.add_line(None, glob) {
                wrong.push((at, reason(&error)));
            }
        }
        match builder.build() {
            Ok(globs) if wrong.is_empty() => Ok(Self { folder: folder.to_owned(), globs, single }),
            Ok(_) => Err(wrong),
            Err(error) => Err(vec![(0, reason(&error))]),
        }
    }

    /// Globs that match nothing.
    #[must_use]
    pub fn none(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), globs: Gitignore::empty(), single: None }
    }

    /// Whether what is meant must have been seen: `seen` tells whether all below a path was. A path
    /// that is not there (any more) was seen wherever one looked.
    #[must_use]
    pub fn seen(&self, seen: &dyn Fn(&Path) -> bool) -> bool {
        let gone = |path: &PathBuf| seen(path) || !path.exists();
        seen(&self.folder) || self.single.as_ref().is_some_and(|paths| paths.iter().all(gone))
    }

    /// Whether the absolute, [`normal`] path matches, or a folder above it.
    #[must_use]
    pub fn matches(&self, path: &Path) -> bool {
        !self.globs.is_empty()
            && path
                .strip_prefix(&self.folder)
                .is_ok_and(|below| self.globs.matched_path_or_any_parents(below, false).is_ignore())
    }
}

/// The path that a glob means if it means only one: from the folder of the config on, without
/// wildcards.
fn single_path(glob: &str) -> Option<String> {
    if !glob.trim_end_matches('/').contains('/') || glob.starts_with(['!', '#']) {
        return None;
    }
    let mut path = String::new();
    let mut chars = glob.chars();
    while let Some(c) = chars.next() {
        match c {
            '*' | '?' | '[' | ']' | '{' | '}' => return None,
            '\\' => path.extend(chars.next()),
            c => path.push(c),
        }
    }
    Some(path.trim_start_matches('/').to_owned())
}

fn reason(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        error => error.to_string(),
    }
}

/// The absolute path without `.` and `..`; symbolic links stay as they are.
#[must_use]
pub fn normal(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

/// The path as a person wants to see it: relative to the current folder where it lies below it.
#[must_use]
pub fn shown(path: &Path) -> String {
    let normal = normal(path);
    let here = std::env::current_dir().unwrap_or_default();
    let short = normal.strip_prefix(&here).unwrap_or(&normal);
    short.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_matches_all_below_and_a_name_matches_anywhere() {
        let globs = Globs::new(Path::new("/c"), ["drafts/", "*.md", "/a/*.txt"]).unwrap();
        for (path, expected) in [
            ("/c/drafts/x.txt", true),
            ("/c/y/z.md", true),
            ("/c/a/b.txt", true),
            ("/c/d/a/b.txt", false),
            ("/other/x.md", false),
        ] {
            assert_eq!(globs.matches(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn a_glob_without_wildcards_from_the_folder_on_means_one_path() {
        for (glob, path) in [
            ("/a.txt", Some("a.txt")),
            ("in/a\\[1\\].txt", Some("in/a[1].txt")),
            ("a.txt", None),
            ("in/", None),
            ("in/*.txt", None),
            ("!in/a.txt", None),
        ] {
            assert_eq!(single_path(glob).as_deref(), path, "{glob}");
        }
        let globs = Globs::new(Path::new("/c"), ["/gone/a.txt"]).unwrap();
        assert!(globs.seen(&|_| false));
    }

    #[test]
    fn a_malformed_glob_is_named() {
        let wrong = Globs::new(Path::new("/c"), ["ok", "a[b"]).unwrap_err();
        assert_eq!(wrong.len(), 1);
        assert_eq!(wrong[0].0, 1);
    }

    #[test]
    fn a_normal_path_has_no_dots() {
        assert_eq!(normal(Path::new("/a/./b/../c")), Path::new("/a/c"));
    }
}
