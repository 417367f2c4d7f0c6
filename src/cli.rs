//! The command: [`args`] as typed → settings as meant → one of the subcommands.
//!
//! Nothing here prints on its own: `main` hands in where to write. Exit status: 0 nothing at or
//! above the fail level, 1 something is, 2 the job could not be done.

mod allow;
mod args;
mod color;
mod config;
mod explain;
mod find;
mod fix;
mod gate;
mod generate;
mod init;
mod inspect;
mod known;
mod lint;
mod plan;
mod progress;
mod rules;
mod session;
mod settings;
mod test;
mod trouble;

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Command};
use trouble::Stop;

/// Where a run reads and writes.
pub struct Streams<'a> {
    /// Standard input.
    pub input: &'a mut dyn Read,
    /// Standard output: the report.
    pub out: &'a mut dyn Write,
    /// Standard error: everything else.
    pub err: &'a mut dyn Write,
}

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Nothing at or above the fail level.
    Clean,
    /// Something is.
    Found,
    /// The job, or a part of it, could not be done.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Clean => 0,
            Status::Found => 1,
            Status::Failed => 2,
        })
    }
}

/// Reads the arguments. Options that stand before a command's name belong to it: the name is then
/// looked for among what would else be paths that do not exist.
fn parse(args: Vec<OsString>) -> Result<Cli, clap::Error> {
    let parsed = Cli::try_parse_from(&args);
    let first = match &parsed {
        Ok(Cli { command: None, lint }) => lint.paths.first().filter(|path| !path.exists()),
        _ => None,
    };
    let Some(name) = first.map(|path| path.as_os_str()) else { return parsed };
    let is_command = Cli::command().get_subcommands().any(|command| command.get_name() == name);
    let Some(at) = args.iter().skip(1).position(|arg| arg == name).filter(|_| is_command) else {
        return parsed;
    };
    let mut moved = args;
    let name = moved.remove(at + 1);
    moved.insert(1, name);
    Cli::try_parse_from(moved)
}

/// Runs the command with these arguments, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>, streams: &mut Streams<'_>) -> ExitCode {
    let cli = match parse(args.into_iter().collect()) {
        Ok(cli) => cli,
        Err(error) => {
            // clap knows where its text belongs and whether to colour it.
            let _ = error.print();
            return ExitCode::from(if error.exit_code() == 0 { 0 } else { 2 });
        }
    };
    let done = match cli.command {
        None => lint::run(cli.lint, streams),
        Some(Command::Rules(args)) => rules::run(&args, streams),
        Some(Command::Explain(args)) => explain::run(&args, streams),
        Some(Command::Test(args)) => test::run(&args, streams),
        Some(Command::Init(args)) => init::run(&args, streams),
        Some(Command::Config(args)) => config::run(&args, streams),
        Some(Command::Inspect(args)) => inspect::run(&args, streams),
        Some(Command::Allow(args)) => allow::run(args, streams),
        Some(Command::Schema(args)) => generate::schema(&args, streams),
        Some(Command::Completions(args)) => generate::completions(&args, streams),
        Some(Command::Man) => generate::man(streams),
    };
    let done = done.and_then(|status| {
        streams.out.flush()?;
        Ok(status)
    });
    match done {
        Ok(status) => status.into(),
        // Who reads has gone away: nothing to say, and nobody to say it to.
        Err(Stop::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(stop) => {
            let _ = stop.write(streams.err);
            Status::Failed.into()
        }
    }
}
