//! Findings that were there before: known by document and words, so that only new ones count.
//!
//! A line number is no part of it: an edit elsewhere in the document revives nothing. Equal findings
//! in one document are counted, so one more of them is new. Paths are relative to the folder of the
//! baseline, wherever the command was started.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::config::normal;
use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// The version of the file that is written and read.
const VERSION: u32 = 1;

/// Known findings.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    folder: PathBuf,
    known: BTreeMap<Key, Known>,
}

/// A document and the words found in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    path: String,
    rule: String,
    fingerprint: String,
}

#[derive(Debug, Clone, Default)]
struct Known {
    count: usize,
    message: String,
}

/// The file as written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BaselineWire {
    version: u32,
    findings: Vec<KnownWire>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownWire {
    path: String,
    rule: String,
    fingerprint: String,
    count: usize,
    message: String,
}

/// A known finding that is found no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// The document, relative to the folder of the baseline.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// What it said.
    pub message: String,
    /// How many of them are gone.
    pub count: usize,
}

impl Baseline {
    /// An empty baseline for a file that is to be written.
    #[must_use]
    pub fn new(file: &Path) -> Self {
        let folder = normal(file).parent().map(Path::to_owned).unwrap_or_default();
        Self { folder, known: BTreeMap::new() }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read, or is not a baseline of this version.
    pub fn read(file: &Path) -> io::Result<Self> {
        let text = std::fs::read_to_string(file)?;
        let wire: BaselineWire = serde_json::from_str(&text).map_err(io::Error::other)?;
        if wire.version != VERSION {
            let message = format!("version {} of a baseline is not known", wire.version);
            return Err(io::Error::other(message));
        }
        let mut baseline = Self::new(file);
        for one in wire.findings {
            let key = Key { path: one.path, rule: one.rule, fingerprint: one.fingerprint };
            baseline.known.insert(key, Known { count: one.count, message: one.message });
        }
        Ok(baseline)
    }

    /// Takes away the known findings and gives how many there were; what is left of the baseline is
    /// then what was not found. Problems of the input are never known.
    pub fn take(&mut self, sources: &[Source], found: &mut Vec<Diagnostic>) -> usize {
        let before = found.len();
        found.retain(|diagnostic| {
            let Some(key) = self.key(sources, diagnostic) else { return true };
            match self.known.get_mut(&key) {
                Some(known) if known.count > 0 => {
                    known.count -= 1;
                    false
                }
                _ => true,
            }
        });
        before - found.len()
    }

    /// What is left after [`Baseline::take`], of documents that were linted with the rule on, and of
    /// documents that are gone.
    pub fn stale(&self, linted: &dyn Fn(&Path, &str) -> bool) -> Vec<Stale> {
        let left = self.known.iter().filter(|(key, known)| {
            let path = self.folder.join(&key.path);
            known.count > 0 && (linted(&path, &key.rule) || !path.exists())
        });
        left.map(|(key, known)| Stale {
            path: key.path.clone(),
            rule: key.rule.clone(),
            message: known.message.clone(),
            count: known.count,
        })
        .collect()
    }

    /// Puts in what is found now, in place of what was known of documents that were linted with the
    /// rule on, or are gone; gives how many findings are known then.
    pub fn update(
        &mut self,
        sources: &[Source],
        found: &[Diagnostic],
        linted: &dyn Fn(&Path, &str) -> bool,
    ) -> usize {
        let folder = self.folder.clone();
        self.known.retain(|key, known| {
            let path = folder.join(&key.path);
            known.count > 0 && !linted(&path, &key.rule) && path.exists()
        });
        for diagnostic in found {
            if let Some(key) = self.key(sources, diagnostic) {
                let known = self.known.entry(key).or_default();
                known.count += 1;
                known.message.clone_from(&diagnostic.message);
            }
        }
        self.known.values().map(|known| known.count).sum()
    }

    /// The file: one finding a line, sorted, so that changes to it can be reviewed.
    ///
    /// # Errors
    /// If a finding cannot be written as JSON, which does not happen.
    pub fn to_text(&self) -> serde_json::Result<String> {
        let mut text = format!("{{\"version\":{VERSION},\"findings\":[");
        for (at, (key, known)) in self.known.iter().enumerate() {
            let wire = KnownWire {
                path: key.path.clone(),
                rule: key.rule.clone(),
                fingerprint: key.fingerprint.clone(),
                count: known.count,
                message: known.message.clone(),
            };
            text.push_str(if at == 0 { "\n" } else { ",\n" });
            text.push_str(&serde_json::to_string(&wire)?);
        }
        text.push_str("\n]}\n");
        Ok(text)
    }

    fn key(&self, sources: &[Source], diagnostic: &Diagnostic) -> Option<Key> {
        if diagnostic.failure {
            return None;
        }
        let at = usize::try_from(diagnostic.location.source.0).ok()?;
        let path = normal(sources.get(at)?.as_path());
        let path = path.strip_prefix(&self.folder).unwrap_or(&path);
        Some(Key {
            path: path.to_string_lossy().replace('\\', "/"),
            rule: diagnostic.rule.to_string(),
            fingerprint: format!("{:016x}", diagnostic.fingerprint),
        })
    }
}
