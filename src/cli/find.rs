//! Walks and lints: everything up to what was found.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Streams;
use super::fix::Before;
use super::plan::{Plan, Work};
use super::progress::Progress;
use super::session::Session;
use super::settings::Settings;
use super::trouble::{Stop, Trouble, write_notice};
use crate::config::{Config, normal};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::DocumentRef;
use crate::engine;
use crate::fix::Fix;
use crate::format::InputSettings;
use crate::report::write_mistakes;
use crate::source::{Failure, Location, Origin, Source, SourceId};
use crate::suppress::Suppressor;
use crate::walk::{Walked, walk};

/// What a run found, before anything is left out of the report.
pub(crate) struct Found {
    pub(crate) session: Session,
    pub(crate) plan: Plan,
    /// Each at the index its id names.
    pub(crate) sources: Vec<Source>,
    pub(crate) documents: Vec<DocumentRef>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Safe repairs, and what the files looked like before they were read.
    pub(crate) fixes: Vec<Fix>,
    pub(crate) before: Before,
    pub(crate) failures: Vec<Failure>,
    /// How many documents were linted.
    pub(crate) linted: usize,
    pub(crate) words: usize,
    /// Files of a kind that is not read.
    pub(crate) skipped: usize,
    /// Whether rows of a manifest could not be read.
    pub(crate) bad_rows: bool,
    /// Findings that an allowance silenced.
    pub(crate) suppressed: usize,
}

/// Lints what the settings name.
pub(crate) fn find(settings: &Settings, streams: &mut Streams<'_>) -> Result<Found, Stop> {
    let colors = settings.colors;
    let mut session = Session::open_without_tests(&settings.paths, &settings.set, colors)?;
    session.check_choice(&settings.line.choice)?;
    let all: Vec<PathBuf> = settings.paths.iter().chain(&settings.context).cloned().collect();
    let mut walked = walk(&all, &settings.walk, streams.input).map_err(|bad| {
        let message = format!("--exclude {}: {}", bad.path, bad.message);
        Stop::one(Trouble::new(message, bad.help), colors.err)
    })?;
    let config_of = configs(&mut session, &mut walked);
    session.check()?;
    notices(&session, settings, &walked, streams)?;
    let configs = session.finder.found();
    let bad_rows = configs.iter().any(|config| !config.bad_rows.is_empty());
    for config in configs {
        write_mistakes(streams.err, &config.bad_rows, Severity::Error, colors.err)?;
    }

    let plan = Plan::new(&session, settings.line.clone(), &walked.sources, config_of);
    let suppressor =
        Suppressor::new(&session.rules, session.finder.found(), &walked.sources, &plan.config_of);
    let progress = Progress::new(&walked.sources, settings.quiet);
    let work = Work { plan: &plan, suppressor: &suppressor, progress: &progress };
    let input = input(session.config.as_deref());
    let before = Before::look(if settings.fix { &walked.sources } else { &[] });
    let outcome = engine::run(&walked.sources, &session.rules, &work, &input, settings.jobs);
    progress.finish();

    let mut sources = walked.sources;
    let mut diagnostics = outcome.diagnostics;
    let suppressed = suppressor.finish(
        &mut diagnostics,
        &|source, rule| plan.is_on(&session.rules, source, rule),
        &|path| covers(settings, path),
        &mut |config| config_source(&mut sources, config),
    );
    if !settings.context.is_empty() {
        leave_out_context(settings, &sources, &mut diagnostics);
    }
    diagnostics.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut failures = walked.failures;
    failures.extend(outcome.failures);
    Ok(Found {
        session,
        plan,
        sources,
        documents: outcome.documents,
        diagnostics,
        fixes: outcome.fixes,
        before,
        failures,
        linted: outcome.linted,
        words: outcome.words,
        skipped: walked.skipped.values().sum(),
        bad_rows,
        suppressed,
    })
}

/// Keeps what has to do with the paths that were asked for: a copy may be told at its other place.
fn leave_out_context(settings: &Settings, sources: &[Source], found: &mut Vec<Diagnostic>) {
    let asked: Vec<PathBuf> = settings.paths.iter().map(|path| normal(path)).collect();
    let is_asked = |source: &Source| {
        let path = normal(source.as_path());
        matches!(source.origin, Origin::Memory(_)) || asked.iter().any(|one| path.starts_with(one))
    };
    let asked: Vec<bool> = sources.iter().map(is_asked).collect();
    let holds = |at: &Location| {
        let source = usize::try_from(at.source.0).unwrap_or(usize::MAX);
        asked.get(source).copied().unwrap_or_default()
    };
    found.retain(|one| {
        holds(&one.location) || one.related.iter().any(|label| holds(&label.location))
    });
}

/// The config of each source that is left when those which its config excludes are taken out.
fn configs(session: &mut Session, walked: &mut Walked) -> Vec<Option<Arc<Config>>> {
    let mut config_of = Vec::new();
    walked.sources.retain(|source| {
        let config = session.finder.config(source.as_path());
        let path = normal(source.as_path());
        // A manifest tells of documents and is none.
        let stays = config.as_ref().is_none_or(|config| {
            !config.exclude.matches(&path) && config.manifest_path.as_ref() != Some(&path)
        });
        if stays {
            config_of.push(config);
        }
        stays
    });
    for (id, source) in (0..).zip(&mut walked.sources) {
        source.id = SourceId(id);
    }
    config_of
}

/// What a person should know before the report.
fn notices(
    session: &Session,
    settings: &Settings,
    walked: &Walked,
    streams: &mut Streams<'_>,
) -> io::Result<()> {
    if settings.quiet {
        return Ok(());
    }
    let color = settings.colors.err;
    let run = session.config.as_ref();
    for config in session.finder.found() {
        if let Some(run) = run
            && !Arc::ptr_eq(run, config)
        {
            let told = config.run_keys(&run.file.path);
            write_mistakes(streams.err, &told, Severity::Warning, color)?;
        }
    }
    let sources: Vec<PathBuf> =
        walked.sources.iter().map(|source| normal(source.as_path())).collect();
    for config in session.finder.found() {
        let told = config.stale(&sources, &|path| covers(settings, path));
        write_mistakes(streams.err, &told, Severity::Warning, color)?;
    }
    for folder in &walked.empty {
        let message = format!("{folder}: nothing in this folder is of a kind that is read");
        let help = if walked.skipped.is_empty() {
            "it is empty, or everything in it is ignored or hidden"
        } else {
            "name a file to have it read as plain text"
        };
        write_notice(streams.err, Severity::Warning, &message, help, color)?;
    }
    Ok(())
}

/// Whether everything below a path was asked for.
fn covers(settings: &Settings, path: &Path) -> bool {
    settings.paths.iter().any(|asked| path.starts_with(normal(asked)))
}

fn input(config: Option<&Config>) -> InputSettings {
    let mut input = InputSettings::default();
    let Some(fields) = config.map(|config| &config.input) else { return input };
    for (to, from) in [
        (&mut input.text_field, &fields.text),
        (&mut input.id_field, &fields.id),
        (&mut input.date_field, &fields.date),
    ] {
        if let Some(name) = from {
            to.clone_from(name);
        }
    }
    input
}

/// The config as a source, so that findings in it can be shown; it comes after all others.
fn config_source(sources: &mut Vec<Source>, config: &Config) -> SourceId {
    let path = config.file.path.as_str();
    if let Some(source) = sources.iter().find(|source| &*source.path == path) {
        return source.id;
    }
    let id = SourceId(u32::try_from(sources.len()).unwrap_or(u32::MAX));
    sources.push(Source {
        id,
        path: path.into(),
        origin: Origin::Memory(config.file.text.as_bytes().into()),
        explicit: true,
    });
    id
}
