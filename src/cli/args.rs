//! The command line as typed. What it means is [`super::settings`]' business.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Effects};
use clap::builder::{NonEmptyStringValueParser, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use crate::config::FailOn;
use crate::diagnostic::Severity;
use crate::report::Format;
use crate::rule::names::PROFILES;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().effects(Effects::BOLD))
    .usage(AnsiColor::Green.on_default().effects(Effects::BOLD))
    .literal(AnsiColor::Cyan.on_default().effects(Effects::BOLD))
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  corpus-lint articles/                       check a folder
  corpus-lint -                               check standard input
  corpus-lint --select dates,attribution a/   only two families of rules
  corpus-lint --format sarif=out.sarif a/     read it here, and keep a SARIF file
  corpus-lint explain dates/bare-weekday      what a rule is for

Exit status: 0 nothing at or above --fail-on was found, 1 something was, 2 the job could not be done.";

/// Finds what a reader of a corpus cannot rely on: claims without a source, copied passages,
/// speculation, dates that lead nowhere.
#[derive(Debug, Parser)]
#[command(
    name = "corpus-lint",
    version,
    styles = STYLES,
    after_help = EXAMPLES,
    max_term_width = 100,
    arg_required_else_help = true,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    override_usage = "corpus-lint [OPTIONS] PATH...\n       corpus-lint COMMAND",
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) lint: LintArgs,
}

/// Any words but none: an empty glob would leave out everything, an empty name nothing.
fn words() -> NonEmptyStringValueParser {
    NonEmptyStringValueParser::new()
}

/// Everything but linting.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the rules: level, on or off, what they find
    Rules(RulesArgs),
    /// Say what a rule is for, what it rests on and where it errs
    Explain(ExplainArgs),
    /// Run the tests that rule files carry
    Test(TestArgs),
    /// Write a commented corpus-lint.toml
    Init(InitArgs),
    /// Show the settings that hold for a path, and where each comes from
    Config(ConfigArgs),
    /// Show what the analysis sees: zones, sentences, quotations, attributions, times
    Inspect(InspectArgs),
    /// Accept a finding: write an [[allow]] with a reason into the config
    Allow(AllowArgs),
    /// Print the JSON Schema of corpus-lint.toml or of rule files
    Schema(SchemaArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

/// Linting.
#[derive(Debug, Args)]
pub(crate) struct LintArgs {
    /// Files and folders to check; - is standard input
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) rules: RuleArgs,

    #[command(flatten)]
    pub(crate) input: InputArgs,

    #[command(flatten)]
    pub(crate) report: ReportArgs,

    #[command(flatten)]
    pub(crate) gate: GateArgs,

    #[command(flatten)]
    pub(crate) fix: FixArgs,

    /// Threads to use [default: one a core]
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
}

/// Which rules.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub(crate) struct RuleArgs {
    /// Only these rules: names, families or "all"
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', value_parser = words())]
    pub(crate) select: Vec<String>,

    /// These rules, too
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', value_parser = words())]
    pub(crate) extend_select: Vec<String>,

    /// Not these rules
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', value_parser = words())]
    pub(crate) ignore: Vec<String>,

    /// Give a rule or a family another level
    #[arg(long, value_name = "RULE=LEVEL", value_delimiter = ',', value_parser = words())]
    pub(crate) severity: Vec<String>,

    #[command(flatten)]
    pub(crate) set: SetArgs,
}

/// Where rules and settings come from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub(crate) struct SetArgs {
    /// Point of view: a corpus read later than written, fresh news, everything, estimates
    #[arg(long, value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(PROFILES))]
    pub(crate) profile: Option<String>,

    /// Add a folder of rules; may be repeated
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) rules: Vec<PathBuf>,

    /// Use this config instead of the corpus-lint.toml found upwards of each file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,

    /// Use no config
    #[arg(long)]
    pub(crate) no_config: bool,
}

/// What is read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Leave out paths, as a .gitignore would; may be repeated
    #[arg(long, value_name = "GLOB", value_parser = words())]
    pub(crate) exclude: Vec<String>,

    /// Read these too, so that copies are found, and report of them only what copies the paths above
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) context: Vec<PathBuf>,

    /// The name to report standard input by; its extension tells the format
    #[arg(long, value_name = "NAME", value_parser = words())]
    pub(crate) stdin_path: Option<String>,

    /// The date of documents that bring none: YEAR-MONTH-DAY
    #[arg(long, value_name = "DATE", value_parser = words())]
    pub(crate) date: Option<String>,
}

/// What is printed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Report")]
pub(crate) struct ReportArgs {
    /// How to print, or with =FILE, what else to write; may be repeated
    ///
    /// human, short, json, jsonl, sarif, github, gitlab, junit, checkstyle, rdjsonl, markdown, dolma
    #[arg(short, long, value_name = "FORMAT[=FILE]", value_parser = parse_output)]
    pub(crate) format: Vec<OutputArg>,

    /// Write the report to a file instead of standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,

    /// Leave out milder findings [default: warning for people, note for machines]
    #[arg(long, value_name = "LEVEL", value_enum)]
    pub(crate) min_severity: Option<Level>,

    /// Count findings by rule and by document
    #[arg(long)]
    pub(crate) statistics: bool,

    /// Findings and errors only
    #[arg(short, long)]
    pub(crate) quiet: bool,

    #[command(flatten)]
    pub(crate) color: ColorArgs,
}

/// When to colour.
#[derive(Debug, Args)]
#[command(next_help_heading = "Report")]
pub(crate) struct ColorArgs {
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: ColorChoice,
}

/// What fails the run.
#[derive(Debug, Args)]
#[command(next_help_heading = "Gate")]
pub(crate) struct GateArgs {
    /// The level from which on a finding makes the exit status 1 [default: error]
    #[arg(long, value_name = "LEVEL", value_enum)]
    pub(crate) fail_on: Option<FailOn>,

    /// More warnings than this make the exit status 1
    #[arg(long, value_name = "N")]
    pub(crate) max_warnings: Option<usize>,

    /// Leave out the findings that this file knows; only new ones count
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) baseline: Option<PathBuf>,

    /// Write what is found now into the baseline
    #[arg(long)]
    pub(crate) update_baseline: bool,

    /// Report only what stands on lines changed since this git commit or branch
    #[arg(long, value_name = "BASE", value_parser = words(), conflicts_with = "update_baseline")]
    pub(crate) diff: Option<String>,
}

/// What is repaired.
#[derive(Debug, Args)]
#[command(next_help_heading = "Repair")]
pub(crate) struct FixArgs {
    /// Make safe repairs in the files: stray spaces inside clock times and dates, or beside
    /// quotation marks
    #[arg(long)]
    pub(crate) fix: bool,

    /// Show what --fix would change, as a diff, and change nothing
    #[arg(long, requires = "fix")]
    pub(crate) dry_run: bool,
}

/// A level as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Level {
    Error,
    Warning,
    Note,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::Error,
            Level::Warning => Self::Warning,
            Level::Note => Self::Note,
        }
    }
}

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless NO_COLOR says otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// One output: a format, and a file unless it goes where the report goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OutputArg {
    pub(crate) format: Format,
    pub(crate) file: Option<PathBuf>,
}

fn parse_output(text: &str) -> Result<OutputArg, String> {
    let (name, file) = match text.split_once('=') {
        Some((_, "")) => return Err("a file name must follow the =".to_owned()),
        Some((name, file)) => (name, Some(PathBuf::from(file))),
        None => (text, None),
    };
    match Format::from_str(name, false) {
        Ok(format) => Ok(OutputArg { format, file }),
        Err(_) => {
            let values = Format::value_variants().iter().filter_map(Format::to_possible_value);
            let names: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
            let near = crate::suggest::nearest(name, names.iter().map(String::as_str));
            Err(match near {
                Some(near) => format!("there is no format “{name}”; did you mean “{near}”?"),
                None => format!("there is no format “{name}”; there are {}", names.join(", ")),
            })
        }
    }
}

/// `corpus-lint rules`.
#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// Only these: names or families
    #[arg(value_name = "RULE")]
    pub(crate) only: Vec<String>,

    /// Print a JSON array
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) set: SetArgs,

    #[command(flatten)]
    pub(crate) color: ColorArgs,
}

/// `corpus-lint explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The rule: category/name; or a category, or all
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,

    #[command(flatten)]
    pub(crate) set: SetArgs,

    #[command(flatten)]
    pub(crate) color: ColorArgs,
}

/// `corpus-lint inspect`.
#[derive(Debug, Args)]
pub(crate) struct InspectArgs {
    /// Files and folders to look at; - is standard input
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// Only this record of a JSONL file, counted from 0
    #[arg(long, value_name = "N")]
    pub(crate) record: Option<usize>,

    /// How to print; json is one object a document
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t = InspectFormat::Human)]
    pub(crate) format: InspectFormat,

    #[command(flatten)]
    pub(crate) set: SetArgs,

    #[command(flatten)]
    pub(crate) color: ColorArgs,
}

/// How `inspect` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InspectFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
}

/// `corpus-lint test`.
#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    /// A folder of rules to add to the built-in ones; its tests are run, the others' are not
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) dir: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) color: ColorArgs,
}

/// `corpus-lint init`.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Where to write it
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) dir: PathBuf,

    /// Replace a file that is there
    #[arg(long)]
    pub(crate) force: bool,
}

/// `corpus-lint config`.
#[derive(Debug, Args)]
pub(crate) struct ConfigArgs {
    /// The path whose settings to show
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(crate) path: PathBuf,

    #[command(flatten)]
    pub(crate) rules: RuleArgs,

    #[command(flatten)]
    pub(crate) color: ColorArgs,
}

/// `corpus-lint allow`.
#[derive(Debug, Args)]
pub(crate) struct AllowArgs {
    /// The finding: its fingerprint or the beginning of it, or its place, FILE:LINE[:COLUMN]
    #[arg(value_name = "FINDING")]
    pub(crate) target: String,

    /// Where to look for it [default: the file of the place, or the current folder]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// Why it is accepted
    #[arg(long, value_name = "TEXT", value_parser = words())]
    pub(crate) reason: String,

    /// The rule, if the place has findings of several
    #[arg(long, value_name = "RULE")]
    pub(crate) rule: Option<String>,

    #[command(flatten)]
    pub(crate) set: SetArgs,

    #[command(flatten)]
    pub(crate) color: ColorArgs,
}

/// `corpus-lint schema`.
#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// Of what
    #[arg(value_enum)]
    pub(crate) of: SchemaOf,
}

/// What there is a schema of.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SchemaOf {
    /// corpus-lint.toml
    Config,
    /// A rule file
    Rule,
}

/// `corpus-lint completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}
