//! `corpus-lint allow TARGET --reason TEXT`: accepts a finding, by an `[[allow]]` in the config.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::args::AllowArgs;
use super::color::Colors;
use super::find::{Found, find};
use super::settings::Settings;
use super::trouble::{Stop, Trouble};
use super::{Status, Streams};
use crate::config::{Config, FILE_NAME, Selector, normal, shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::Color;

/// Fewest digits of a fingerprint that are taken for one.
const FEWEST_DIGITS: usize = 6;

/// What is to be allowed, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    /// The beginning of a fingerprint.
    Fingerprint(String),
    /// A file, a line, and perhaps a column.
    Place(PathBuf, usize, Option<usize>),
}

impl Target {
    fn parse(text: &str) -> Option<Self> {
        let digits = text.len() >= FEWEST_DIGITS && text.len() <= 16;
        if digits && text.chars().all(|c| c.is_ascii_hexdigit()) {
            return Some(Self::Fingerprint(text.to_lowercase()));
        }
        let (rest, last) = text.rsplit_once(':')?;
        let last: usize = last.parse().ok()?;
        if let Some((path, line)) = rest.rsplit_once(':')
            && let Ok(line) = line.parse()
        {
            return Some(Self::Place(path.into(), line, Some(last)));
        }
        Some(Self::Place(rest.into(), last, None))
    }
}

/// Writes the allowance; one for each finding that is meant.
pub(crate) fn run(args: AllowArgs, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let colors = Colors::new(args.color.color);
    let stop = |message: String, help: &str| Stop::one(Trouble::new(message, help), colors.err);
    let Some(target) = Target::parse(&args.target) else {
        let help = "give a fingerprint, or a place: articles/a.txt:12 or articles/a.txt:12:5";
        return Err(stop(format!("“{}” is neither a fingerprint nor a place", args.target), help));
    };
    if args.reason.trim().is_empty() {
        return Err(stop("a reason must not be empty".to_owned(), ""));
    }
    let paths = match &target {
        Target::Place(path, ..) if args.paths.is_empty() => vec![path.clone()],
        Target::Fingerprint(_) if args.paths.is_empty() => vec![PathBuf::from(".")],
        _ => args.paths.clone(),
    };
    let settings = Settings::plain(paths, args.set, colors);
    let found = find(&settings, streams)?;
    if let Some(failure) = found.failures.first() {
        return Err(stop(format!("{}: {}", failure.path, failure.message), &failure.help));
    }
    let meant = meant(&found, &target, args.rule.as_deref());
    let Some(first) = meant.first() else {
        let help = "the machine formats print fingerprints: --format jsonl; a copy of another document is \
                    found beside that one only: name the folder as well";
        return Err(stop(format!("no finding is meant by {}", args.target), help));
    };
    if meant.iter().any(|one| one.rule != first.rule) {
        return Err(Stop::one(several(&meant, &args.target), colors.err));
    }
    if !found.session.rules.rules.iter().any(|rule| rule.id == first.rule) {
        let help = "mend the input, or leave the file out with `exclude`";
        return Err(stop(format!("{} is no rule that could be allowed", first.rule), help));
    }
    let file = config_file(first, &found);
    let mut entries = String::new();
    let mut seen = Vec::new();
    for one in meant {
        if !seen.contains(&one.fingerprint) {
            seen.push(one.fingerprint);
            entries.push_str(&entry(one, &file, &args.reason, &found));
        }
    }
    append(&file, &entries, colors.err)?;
    writeln!(streams.out, "wrote {}:\n{}", shown(&file), entries.trim_end())?;
    Ok(Status::Clean)
}

/// The findings that are meant. Of those at a place the ones that begin there go before those that
/// only reach it, and what a person is shown before mere notes; with a rule named, all of that rule.
fn meant<'a>(found: &'a Found, target: &Target, rule: Option<&str>) -> Vec<&'a Diagnostic> {
    let rule = rule.map(Selector::new);
    let here = found.diagnostics.iter().filter(|one| {
        rule.as_ref().is_none_or(|rule| rule.matches(&one.rule)) && is_meant(one, target, found)
    });
    let mut meant: Vec<&Diagnostic> = here.collect();
    let mut prefer = |better: &dyn Fn(&Diagnostic) -> bool| {
        if meant.iter().any(|one| better(one)) {
            meant.retain(|one| better(one));
        }
    };
    if let Target::Place(_, line, column) = target {
        prefer(&|one| one.location.start.line == *line);
        if let Some(column) = column {
            prefer(&|one| one.location.start.column == *column);
        }
        if rule.is_none() {
            prefer(&|one| one.severity > Severity::Note);
        }
    }
    meant
}

/// All that is there, so that one of it can be named.
fn several(meant: &[&Diagnostic], target: &str) -> Trouble {
    let message = format!("{target} means findings of several rules; say which with --rule");
    let one = |one: &&Diagnostic| {
        let at = one.location.start;
        format!("{}:{}: --rule {}: {}", at.line, at.column, one.rule, one.message)
    };
    let lines: Vec<String> = meant.iter().map(one).collect();
    Trouble::new(message, lines.join("\n          "))
}

fn is_meant(one: &Diagnostic, target: &Target, found: &Found) -> bool {
    match target {
        Target::Fingerprint(start) => format!("{:016x}", one.fingerprint).starts_with(start),
        Target::Place(path, line, column) => {
            normal(&source_path(one, found)) == normal(path)
                && (one.location.start.line..=one.location.end.line).contains(line)
                && column.is_none_or(|column| {
                    let (start, end) = (one.location.start, one.location.end);
                    (*line > start.line || start.column <= column)
                        && (*line < end.line || column < end.column.max(start.column + 1))
                })
        }
    }
}

fn source_path(one: &Diagnostic, found: &Found) -> PathBuf {
    let at = usize::try_from(one.location.source.0).unwrap_or(usize::MAX);
    found.sources.get(at).map(|source| source.as_path().to_owned()).unwrap_or_default()
}

/// The config that holds for the finding's document, or a new one here.
fn config_file(one: &Diagnostic, found: &Found) -> PathBuf {
    let at = usize::try_from(one.location.source.0).unwrap_or(usize::MAX);
    match found.plan.config_of.get(at) {
        Some(Some(config)) => PathBuf::from(&config.file.path),
        _ => PathBuf::from(FILE_NAME),
    }
}

fn entry(one: &Diagnostic, file: &Path, reason: &str, found: &Found) -> String {
    let folder = normal(file).parent().map(Path::to_owned).unwrap_or_default();
    let path = normal(&source_path(one, found));
    let below = path.strip_prefix(&folder).unwrap_or(&path);
    // A stroke at the front: this file, and none of that name in a folder below.
    let below = format!("/{}", below.to_string_lossy().replace('\\', "/"));
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut entry = String::from("\n[[allow]]\n");
    let _ = writeln!(entry, "# {}", one.message.replace(char::is_control, " "));
    let _ = writeln!(entry, "path = {}", quoted(&escaped(&below)));
    let _ = writeln!(entry, "rule = {}", quoted(&one.rule));
    let _ = writeln!(entry, "fingerprint = \"{:016x}\"", one.fingerprint);
    let _ = writeln!(entry, "reason = {}", quoted(reason.trim()));
    entry
}

/// A path as a glob that matches nothing else.
fn escaped(path: &str) -> String {
    let mut glob = String::new();
    for c in path.chars() {
        if matches!(c, '*' | '?' | '[' | ']' | '{' | '}' | '\\' | '!' | '#') {
            glob.push('\\');
        }
        glob.push(c);
    }
    glob
}

/// Adds to the end of the config and makes sure that it can still be read.
fn append(file: &Path, entries: &str, color: Color) -> Result<(), Stop> {
    let stop = |message: String, help: &str| Stop::one(Trouble::new(message, help), color);
    let old = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(stop(format!("{}: {error}", shown(file)), "")),
    };
    let gap = if old.is_empty() || old.ends_with('\n') { "" } else { "\n" };
    let entries = if old.is_empty() { entries.trim_start() } else { entries };
    let text = format!("{old}{gap}{entries}");
    let written = crate::mistake::TomlFile { path: shown(file), text };
    let written = std::sync::Arc::new(written);
    let mut mistakes = Vec::new();
    let folder = normal(file).parent().map(Path::to_owned).unwrap_or_default();
    let _ = Config::check(std::sync::Arc::clone(&written), &folder, &mut mistakes);
    if !mistakes.is_empty() {
        let help = "write it there by hand: is allow = […] in it?";
        return Err(stop(format!("{} cannot take an [[allow]]", shown(file)), help));
    }
    std::fs::write(file, &written.text)
        .map_err(|error| stop(format!("{} cannot be written: {error}", shown(file)), ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_fingerprint_or_a_place() {
        assert_eq!(Target::parse("9F2Cab"), Some(Target::Fingerprint("9f2cab".to_owned())));
        assert_eq!(Target::parse("a.txt:3"), Some(Target::Place("a.txt".into(), 3, None)));
        assert_eq!(
            Target::parse("C:/a.txt:3:7"),
            Some(Target::Place("C:/a.txt".into(), 3, Some(7)))
        );
        assert_eq!(Target::parse("a.txt"), None);
    }
}
