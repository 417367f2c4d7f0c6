//! The command line as meant: checked, with everything wrong told at once.

use std::path::PathBuf;

use super::args::{LintArgs, OutputArg, RuleArgs, SetArgs};
use super::color::Colors;
use super::trouble::Trouble;
use crate::config::{Choice, CommandLine, FailOn, Search, Selector};
use crate::diagnostic::Severity;
use crate::report::Format;
use crate::walk::WalkOptions;

/// More threads than this only cost: what is found does not depend on their number.
const MOST_JOBS: usize = 256;

/// A lint as meant.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) paths: Vec<PathBuf>,
    /// Paths that are read, but in which nothing is reported.
    pub(crate) context: Vec<PathBuf>,
    pub(crate) set: SetArgs,
    pub(crate) line: CommandLine,
    pub(crate) walk: WalkOptions,
    pub(crate) outputs: Vec<Output>,
    pub(crate) min_severity: Option<Severity>,
    pub(crate) fail_on: Option<FailOn>,
    pub(crate) max_warnings: Option<usize>,
    pub(crate) baseline: Option<PathBuf>,
    pub(crate) update_baseline: bool,
    pub(crate) diff: Option<String>,
    /// Repair; with `dry_run`, show the repairs.
    pub(crate) fix: bool,
    pub(crate) dry_run: bool,
    pub(crate) statistics: bool,
    pub(crate) quiet: bool,
    pub(crate) colors: Colors,
    pub(crate) jobs: usize,
}

/// One report to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) format: Format,
    /// Where to; `None` is standard output.
    pub(crate) file: Option<PathBuf>,
}

impl Settings {
    /// What was typed, in the words of the program.
    pub(crate) fn new(args: LintArgs) -> Result<Self, Vec<Trouble>> {
        let mut troubles = Vec::new();
        let mut line = command_line(&args.rules, &mut troubles);
        line.date = args.input.date.and_then(|date| check_date(date, &mut troubles));
        let outputs = outputs(args.report.format, args.report.output, &mut troubles);
        if args.fix.fix && args.paths.iter().any(|path| path.as_os_str() == "-") {
            let message = "--fix: standard input cannot be repaired";
            troubles.push(Trouble::new(message, "name a file"));
        }
        let settings = Self {
            paths: args.paths,
            context: args.input.context,
            set: args.rules.set,
            line,
            walk: WalkOptions { exclude: args.input.exclude, stdin_path: args.input.stdin_path },
            outputs,
            min_severity: args.report.min_severity.map(Severity::from),
            fail_on: args.gate.fail_on,
            max_warnings: args.gate.max_warnings,
            baseline: args.gate.baseline,
            update_baseline: args.gate.update_baseline,
            diff: args.gate.diff,
            fix: args.fix.fix,
            dry_run: args.fix.dry_run,
            statistics: args.report.statistics,
            quiet: args.report.quiet,
            colors: Colors::new(args.report.color.color),
            jobs: args.jobs.unwrap_or(0).min(MOST_JOBS),
        };
        if troubles.is_empty() { Ok(settings) } else { Err(troubles) }
    }
}

impl Settings {
    /// A lint of these paths, as the configs have it.
    pub(crate) fn plain(paths: Vec<PathBuf>, set: SetArgs, colors: Colors) -> Self {
        Self {
            paths,
            context: Vec::new(),
            line: CommandLine { profile: set.profile.clone(), ..CommandLine::default() },
            set,
            walk: WalkOptions::default(),
            outputs: Vec::new(),
            min_severity: None,
            fail_on: None,
            max_warnings: None,
            baseline: None,
            update_baseline: false,
            diff: None,
            fix: false,
            dry_run: false,
            statistics: false,
            quiet: true,
            colors,
            jobs: 0,
        }
    }
}

/// What the command line says about rules.
pub(crate) fn command_line(args: &RuleArgs, troubles: &mut Vec<Trouble>) -> CommandLine {
    let list = |names: &[String]| names.iter().map(|name| Selector::new(name)).collect::<Vec<_>>();
    let choice = Choice {
        select: (!args.select.is_empty()).then(|| list(&args.select)),
        extend: list(&args.extend_select),
        ignore: list(&args.ignore),
        severity: args.severity.iter().filter_map(|text| severity(text, troubles)).collect(),
    };
    CommandLine { profile: args.set.profile.clone(), choice, date: None }
}

/// Where configs are looked for.
pub(crate) fn search(args: &SetArgs) -> Search {
    match &args.config {
        Some(file) => Search::Only(file.clone()),
        None if args.no_config => Search::Off,
        None => Search::Upwards,
    }
}

fn severity(text: &str, troubles: &mut Vec<Trouble>) -> Option<(Selector, Severity)> {
    let wrong = |message: String| {
        Trouble::new(message, "write it as attribution/vague-media=note, or dates=error")
    };
    let Some((rule, level)) = text.split_once('=') else {
        troubles.push(wrong(format!("--severity {text}: there is no level in it")));
        return None;
    };
    match Severity::ALL.into_iter().find(|severity| severity.name() == level) {
        Some(severity) => Some((Selector::new(rule), severity)),
        None => {
            troubles.push(wrong(format!(
                "--severity {text}: “{level}” is none of error, warning, note"
            )));
            None
        }
    }
}

fn check_date(date: String, troubles: &mut Vec<Trouble>) -> Option<String> {
    match date.parse::<jiff::civil::Date>() {
        // Before the year 1000 no day of writing lies that times are counted from.
        Ok(parsed) if parsed.year() >= 1000 => Some(parsed.to_string()),
        _ => {
            let message = format!("--date {date}: this is not a date");
            troubles.push(Trouble::new(message, "write year, month and day: 2024-03-01"));
            None
        }
    }
}

/// The reports to write: what goes to standard output (or `--output`), then files.
fn outputs(
    formats: Vec<OutputArg>,
    file: Option<PathBuf>,
    troubles: &mut Vec<Trouble>,
) -> Vec<Output> {
    let (main, files): (Vec<_>, Vec<_>) =
        formats.into_iter().partition(|output| output.file.is_none());
    if main.len() > 1 {
        let message = "two formats for one output";
        let help = "write one of them to a file: --format sarif=report.sarif";
        troubles.push(Trouble::new(message, help));
    }
    let format = main.first().map_or(Format::Human, |output| output.format);
    let mut outputs = vec![Output { format, file }];
    outputs.extend(files.into_iter().map(|OutputArg { format, file }| Output { format, file }));
    let mut seen: Vec<&PathBuf> = Vec::new();
    for output in &outputs {
        let Some(file) = &output.file else { continue };
        if seen.contains(&file) {
            let message = format!("two reports would be written to {}", file.display());
            troubles.push(Trouble::new(message, "give each its own file"));
        }
        seen.push(file);
    }
    outputs
}
