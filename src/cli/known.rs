//! What was there before: the baseline, and the lines that did not change.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use super::Streams;
use super::find::Found;
use super::plan::Plan;
use super::session::Session;
use super::settings::Settings;
use super::trouble::{Stop, Trouble, write_notice};
use crate::baseline::{Baseline, Stale};
use crate::config::{normal, shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::diff::Diff;
use crate::source::Source;

/// Stale entries that are named; the rest is counted.
const NAMED: usize = 5;

/// Sorts what is new from what was known.
pub(crate) struct Known<'a> {
    sources: &'a [Source],
    by_path: HashMap<PathBuf, &'a Source>,
    plan: &'a Plan,
    session: &'a Session,
    settings: &'a Settings,
}

impl<'a> Known<'a> {
    /// For a run.
    pub(crate) fn new(found: &'a Found, settings: &'a Settings) -> Self {
        let by_path = found.sources.iter().map(|source| (normal(source.as_path()), source));
        Self {
            sources: &found.sources,
            by_path: by_path.collect(),
            plan: &found.plan,
            session: &found.session,
            settings,
        }
    }

    /// Takes away what was known, and gives how much the baseline knew.
    pub(crate) fn apply(
        &self,
        found: &mut Vec<Diagnostic>,
        streams: &mut Streams<'_>,
    ) -> Result<usize, Stop> {
        let config = self.session.config.as_deref();
        let from_config = config.and_then(|config| config.baseline.clone());
        let file = self.settings.baseline.clone().or(from_config);
        let known = match &file {
            Some(file) => self.baseline(file, found, streams)?,
            None if self.settings.update_baseline => {
                let help = "--baseline FILE, or baseline = \"FILE\" in the config";
                return Err(self.stop("--update-baseline: which file?".to_owned(), help));
            }
            None => 0,
        };
        if let Some(base) = &self.settings.diff {
            let diff = Diff::since(base, Path::new("."))
                .map_err(|said| self.stop(format!("--diff {base}: {said}"), ""))?;
            found.retain(|one| one.failure || diff.touches(self.sources, one));
        }
        Ok(known)
    }

    fn baseline(
        &self,
        file: &Path,
        found: &mut Vec<Diagnostic>,
        streams: &mut Streams<'_>,
    ) -> Result<usize, Stop> {
        let mut baseline = match Baseline::read(file) {
            Ok(baseline) => baseline,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if !self.settings.update_baseline {
                    let message = format!("{}: no such file", shown(file));
                    return Err(self.stop(message, "--update-baseline writes it"));
                }
                Baseline::new(file)
            }
            Err(error) => {
                let message = format!("{} is not a baseline: {error}", shown(file));
                return Err(self.stop(message, "--update-baseline writes one; delete this first"));
            }
        };
        if self.settings.update_baseline {
            self.update(file, &mut baseline, found, streams)?;
        }
        let known = baseline.take(self.sources, found);
        if !self.settings.update_baseline {
            self.tell_stale(file, &baseline, streams)?;
        }
        Ok(known)
    }

    fn update(
        &self,
        file: &Path,
        baseline: &mut Baseline,
        found: &[Diagnostic],
        streams: &mut Streams<'_>,
    ) -> Result<(), Stop> {
        let count = baseline.update(self.sources, found, &|path, rule| self.linted(path, rule));
        let text = baseline.to_text().map_err(io::Error::from)?;
        std::fs::write(file, text).map_err(|error| {
            self.stop(format!("{} cannot be written: {error}", shown(file)), "")
        })?;
        if !self.settings.quiet {
            let noun = if count == 1 { "finding" } else { "findings" };
            writeln!(streams.err, "wrote {}: {count} {noun}", shown(file))?;
        }
        Ok(())
    }

    fn tell_stale(
        &self,
        file: &Path,
        baseline: &Baseline,
        streams: &mut Streams<'_>,
    ) -> io::Result<()> {
        let stale = baseline.stale(&|path, rule| self.linted(path, rule));
        if stale.is_empty() || self.settings.quiet {
            return Ok(());
        }
        let total: usize = stale.iter().map(|one| one.count).sum();
        let noun = if total == 1 { "finding is" } else { "findings are" };
        let message = format!("{}: {total} known {noun} gone", shown(file));
        let help = "--update-baseline takes them out, so that they cannot come back unseen";
        write_notice(streams.err, Severity::Warning, &message, help, self.settings.colors.err)?;
        for Stale { path, rule, message, count } in stale.iter().take(NAMED) {
            let times = if *count > 1 { format!(" ({count} times)") } else { String::new() };
            writeln!(streams.err, "  = {path}: {rule}: {message}{times}")?;
        }
        if stale.len() > NAMED {
            writeln!(streams.err, "  = and {} more", stale.len() - NAMED)?;
        }
        Ok(())
    }

    /// Whether the document with this absolute path was linted with the rule on.
    fn linted(&self, path: &Path, rule: &str) -> bool {
        // What the engine itself reports has no rule that could be off.
        let is_on = |source: &Source| {
            self.session.rules.index(rule).is_none()
                || self.plan.is_on(&self.session.rules, source.id, rule)
        };
        self.source(path).is_some_and(is_on)
    }

    /// The source with this absolute path, if it was linted.
    fn source(&self, path: &Path) -> Option<&Source> {
        self.by_path.get(&normal(path)).copied()
    }

    fn stop(&self, message: String, help: &str) -> Stop {
        Stop::one(Trouble::new(message, help), self.settings.colors.err)
    }
}
