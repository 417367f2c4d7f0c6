//! `corpus-lint PATH…`: lint, report, exit status.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use super::args::LintArgs;
use super::color::Colors;
use super::find::{Found, find};
use super::gate::Gate;
use super::known::Known;
use super::session::Session;
use super::settings::{Output, Settings};
use super::trouble::{Stop, Trouble, write_failure};
use super::{Status, Streams};
use crate::config::{Config, shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::own::Own;
use crate::report::{self, Color, RuleInfo, Totals};
use crate::rule::Rule;

/// Lints.
pub(crate) fn run(args: LintArgs, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let started = Instant::now();
    let colors = Colors::new(args.report.color.color);
    let settings = Settings::new(args).map_err(|all| Stop::Trouble(all, colors.err))?;
    let mut found = find(&settings, streams)?;
    let (mut diagnostics, mut baselined) = reported(&mut found, &settings, streams)?;
    let mut repair_failed = false;
    if settings.fix {
        let fixes = crate::fix::wanted(std::mem::take(&mut found.fixes), &diagnostics);
        let done = super::fix::run(
            &fixes,
            &found.sources,
            &found.before,
            settings.dry_run,
            streams,
            colors.err,
        )?;
        repair_failed = done.failed > 0;
        super::fix::tell(done, &settings, streams)?;
        if settings.dry_run {
            streams.out.flush().or_else(quiet)?;
            return Ok(if repair_failed { Status::Failed } else { Status::Clean });
        }
        if done.files > 0 {
            // What is left is told of the files as they are now.
            found = find(&settings, streams)?;
            (diagnostics, baselined) = reported(&mut found, &settings, streams)?;
        }
    }
    let config = found.session.config.as_deref();
    let own = crate::own::OWN.iter().map(own_info);
    let rules: Vec<RuleInfo> = found.session.rules.rules.iter().map(rule_info).chain(own).collect();
    let run = report::Run {
        sources: &found.sources,
        documents: &found.documents,
        failures: &found.failures,
        diagnostics: &diagnostics,
        rules: &rules,
        totals: Totals {
            documents: found.linted,
            words: found.words,
            skipped: found.skipped,
            suppressed: found.suppressed,
            baselined,
            elapsed: started.elapsed(),
        },
    };
    for output in &settings.outputs {
        write_report(&run, output, &settings, &found.session, streams)?;
    }
    streams.out.flush().or_else(quiet)?;
    for failure in &found.failures {
        write_failure(streams.err, failure, colors.err)?;
    }
    let status = if repair_failed
        || found.bad_rows
        || !found.failures.is_empty()
        || diagnostics.iter().any(|diagnostic| diagnostic.failure)
    {
        Status::Failed
    } else if Gate::new(&settings, config).fails(&diagnostics) {
        Status::Found
    } else {
        Status::Clean
    };
    // The program ends here: to give back the memory of thousands of findings piece by piece would be
    // work for nobody.
    std::mem::forget((diagnostics, found));
    Ok(status)
}

/// What is left to report when known findings and those below the wanted level are taken out, and
/// how many were known.
fn reported(
    found: &mut Found,
    settings: &Settings,
    streams: &mut Streams<'_>,
) -> Result<(Vec<Diagnostic>, usize), Stop> {
    let mut diagnostics = std::mem::take(&mut found.diagnostics);
    let baselined = Known::new(found, settings).apply(&mut diagnostics, streams)?;
    if let Some(min) = min_severity(settings, found.session.config.as_deref()) {
        diagnostics.retain(|diagnostic| diagnostic.severity >= min);
    }
    Ok((diagnostics, baselined))
}

fn min_severity(settings: &Settings, config: Option<&Config>) -> Option<Severity> {
    settings.min_severity.or_else(|| config.and_then(|config| config.min_severity))
}

fn rule_info(rule: &Rule) -> RuleInfo {
    RuleInfo {
        id: Arc::clone(&rule.id),
        summary: rule.summary.clone(),
        help: rule.help.to_string(),
        severity: rule.severity,
        rationale: rule.rationale.clone(),
        standards: rule.standards.to_vec(),
    }
}

fn own_info(own: &Own) -> RuleInfo {
    RuleInfo {
        id: own.id.into(),
        summary: own.summary.to_owned(),
        help: own.help.to_owned(),
        severity: own.severity,
        rationale: own.rationale.to_owned(),
        standards: Vec::new(),
    }
}

fn write_report(
    run: &report::Run<'_>,
    output: &Output,
    settings: &Settings,
    session: &Session,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    let gate = Gate::new(settings, session.config.as_deref());
    let how = report::Settings {
        min_severity: min_severity(settings, session.config.as_deref()),
        color: if output.file.is_none() { settings.colors.out } else { Color::Never },
        fail_on: gate.level(),
        summary: !settings.quiet,
        ..report::Settings::default()
    };
    let write = |out: &mut dyn Write| -> io::Result<()> {
        report::write(out, run, output.format, &how)?;
        if settings.statistics && output.format.is_for_people() {
            report::write_statistics(out, run)?;
        }
        out.flush().or_else(quiet)
    };
    match &output.file {
        None => Ok(write(streams.out)?),
        Some(path) => {
            let failed = |error: io::Error| cannot_write(path, &error, settings);
            let file = File::create(path).map_err(failed)?;
            write(&mut BufWriter::new(file)).map_err(failed)
        }
    }
}

fn cannot_write(path: &Path, error: &io::Error, settings: &Settings) -> Stop {
    let message = format!("{} cannot be written: {error}", shown(path));
    Stop::one(
        Trouble::new(message, "check the folder, and who may write there"),
        settings.colors.err,
    )
}

/// A reader that went away is no error.
fn quiet(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) }
}
