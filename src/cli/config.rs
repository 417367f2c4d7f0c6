//! `corpus-lint config PATH`: the settings that hold for a path, and where each comes from.

use std::io::{self, Write};

use super::args::ConfigArgs;
use super::color::Colors;
use super::session::Session;
use super::settings::command_line;
use super::trouble::Stop;
use super::{Status, Streams};
use crate::config::{Config, FailOn, Origin, Settings, normal, shown};
use crate::rule::RuleSet;

/// Shows settings.
pub(crate) fn run(args: &ConfigArgs, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let colors = Colors::new(args.color.color);
    let mut troubles = Vec::new();
    let line = command_line(&args.rules, &mut troubles);
    if !troubles.is_empty() {
        return Err(Stop::Trouble(troubles, colors.err));
    }
    let paths = [args.path.clone()];
    let mut session = Session::open(&paths, &args.rules.set, colors)?;
    session.check_choice(&line.choice)?;
    session.check()?;
    let path = normal(&args.path);
    let settings = session.resolver(line).settings(&path, session.config.as_ref());
    write(&settings, &session.rules, &shown(&args.path), streams.out)?;
    Ok(Status::Clean)
}

fn write(settings: &Settings, rules: &RuleSet, path: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: Vec<(String, String, String)> = Vec::new();
    let mut row = |key: &str, value: &str, origin: &dyn std::fmt::Display| {
        rows.push((key.to_owned(), value.to_owned(), origin.to_string()));
    };
    let config = settings.config.as_deref();
    row("profile", &settings.profile.0, &settings.profile.1);
    whole_run(config, &mut row);
    if let Some((zone, origin)) = &settings.zone {
        let name = serde_json::to_value(zone).unwrap_or_default();
        row("zone", name.as_str().unwrap_or_default(), origin);
    }
    for (name, (value, origin)) in &settings.metadata {
        row(name, value, origin);
    }
    for (rule, state) in rules.rules.iter().zip(&settings.rules) {
        let on = if state.on.0 { "on" } else { "off" };
        match &state.severity {
            Some((severity, origin)) if state.on.0 => {
                row(&rule.id, &format!("{on} {severity}"), origin);
            }
            _ => row(&rule.id, &format!("{on} {}", rule.severity), &state.on.1),
        }
    }
    let place = if path.is_empty() { "." } else { path };
    match config {
        Some(config) => writeln!(out, "# {place}: {}", config.file.path)?,
        None => writeln!(out, "# {place}: no corpus-lint.toml here or above")?,
    }
    let width = |of: fn(&(String, String, String)) -> &str| {
        rows.iter().map(|row| of(row).chars().count()).max().unwrap_or_default()
    };
    let (keys, values) = (width(|row| &row.0), width(|row| &row.1));
    for (key, value, origin) in &rows {
        writeln!(out, "{key:keys$}  {value:values$}  # {origin}")?;
    }
    Ok(())
}

/// The settings that belong to a run.
fn whole_run(config: Option<&Config>, row: &mut dyn FnMut(&str, &str, &dyn std::fmt::Display)) {
    let from = |set: bool| match config {
        Some(config) if set => config.file.path.clone(),
        _ => Origin::Default.to_string(),
    };
    let fail_on = config.and_then(|config| config.fail_on);
    row("fail-on", fail_on.unwrap_or(FailOn::Error).name(), &from(fail_on.is_some()));
    let min = config.and_then(|config| config.min_severity);
    row("min-severity", min.map_or("by format", |min| min.name()), &from(min.is_some()));
    if let Some(max) = config.and_then(|config| config.max_warnings) {
        row("max-warnings", &max.to_string(), &from(true));
    }
    for (selector, level) in config.iter().flat_map(|config| &config.gate) {
        row(&format!("gate {}", selector.text), level.name(), &from(true));
    }
    if let Some(file) = config.and_then(|config| config.baseline.as_ref()) {
        row("baseline", &shown(file), &from(true));
    }
    let input = config.map(|config| &config.input);
    for (key, name) in [
        ("input text", input.and_then(|input| input.text.as_ref())),
        ("input id", input.and_then(|input| input.id.as_ref())),
        ("input date", input.and_then(|input| input.date.as_ref())),
    ] {
        if let Some(name) = name {
            row(key, name, &from(true));
        }
    }
    for folder in config.iter().flat_map(|config| &config.rules) {
        row("rules", &shown(&folder.value), &from(true));
    }
}
