//! `corpus-lint test [DIR]`: the tests that rule files carry.

use std::path::Path;

use super::args::{SetArgs, TestArgs};
use super::color::Colors;
use super::session::Session;
use super::trouble::{Stop, Trouble};
use super::{Status, Streams};
use crate::diagnostic::Severity;
use crate::report::write_mistakes;
use crate::rule::{TestOutcome, run_tests};

/// Runs the tests; one that fails is reported in its rule file and makes the status 1.
pub(crate) fn run(args: &TestArgs, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let colors = Colors::new(args.color.color);
    let set = SetArgs {
        profile: None,
        rules: args.dir.iter().cloned().collect(),
        config: None,
        no_config: args.dir.is_some(),
    };
    let mut session = Session::open(&[], &set, colors)?;
    session.check()?;
    let within = |path: &str| args.dir.as_ref().is_none_or(|dir| Path::new(path).starts_with(dir));
    let mine = |id: &str| session.rules.rule(id).is_some_and(|rule| within(&rule.file.path));
    if let Some(dir) = &args.dir
        && !session.rules.ids().any(mine)
    {
        let message = format!("{}: there is no rule in this folder", dir.display());
        let help = "a rule is a file category/name.toml below it";
        return Err(Stop::one(Trouble::new(message, help), colors.err));
    }
    let mut report = run_tests(&session.rules);
    report.outcomes.retain(|(id, _)| mine(id));
    report.failures.retain(|mistake| within(&mistake.file.path));
    write_mistakes(streams.out, &report.failures, Severity::Error, colors.out)?;

    let count = |outcome: TestOutcome| {
        report.outcomes.iter().flat_map(|(_, all)| all).filter(|one| **one == outcome).count()
    };
    let named = [
        (count(TestOutcome::Reported), "reported"),
        (count(TestOutcome::Silent), "silent"),
        (count(TestOutcome::Missing), "missing"),
        (count(TestOutcome::Noisy), "noisy"),
        (count(TestOutcome::Misplaced), "misplaced"),
    ];
    let total: usize = named.iter().map(|(count, _)| count).sum();
    let parts: Vec<String> = named
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    let parts = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    let rules = report.outcomes.len();
    let noun = if rules == 1 { "rule" } else { "rules" };
    writeln!(streams.out, "{rules} {noun}, {total} tests{parts}")?;
    Ok(if report.failures.is_empty() { Status::Clean } else { Status::Found })
}
