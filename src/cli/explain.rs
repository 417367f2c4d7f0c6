//! `corpus-lint explain RULE`: what a rule is for, in full; of a family or all, one after the other.

use std::io::{self, Write};

use super::args::ExplainArgs;
use super::color::Colors;
use super::session::Session;
use super::trouble::{Stop, Trouble};
use super::{Status, Streams};
use crate::config::Selector;
use crate::diagnostic::Severity;
use crate::own::{OWN, Own};
use crate::report::Color;
use crate::rule::Rule;

/// Most lines of one example.
const EXAMPLE_LINES: usize = 6;
/// Most examples shown of each kind.
const EXAMPLES: usize = 4;
/// Characters in a line.
const WIDTH: usize = 88;

/// Explains the rules that are meant.
pub(crate) fn run(args: &ExplainArgs, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let colors = Colors::new(args.color.color);
    let mut session = Session::open(&[], &args.set, colors)?;
    session.check()?;
    let selector = Selector::new(&args.rule);
    let mut page = Page { out: streams.out, color: colors.out };
    let mut count = 0;
    let rules = session.rules.rules.iter().filter(|rule| selector.matches(&rule.id));
    for rule in rules {
        page.divide(&mut count)?;
        write(rule, &mut page)?;
    }
    for own in OWN.iter().filter(|own| selector.matches(own.id)) {
        page.divide(&mut count)?;
        write_own(own, &mut page)?;
    }
    if count == 0 {
        let own = OWN.iter().map(|own| own.id);
        let ids: Vec<&str> = session.rules.ids().chain(own).collect();
        let families = ids.iter().filter_map(|id| id.split_once('/').map(|(family, _)| family));
        let names = ids.iter().copied().chain(families).chain(["all"]);
        return Err(Stop::one(Trouble::unknown_rule(&args.rule, "", names), colors.err));
    }
    Ok(Status::Clean)
}

struct Page<'a> {
    out: &'a mut dyn Write,
    color: Color,
}

impl Page<'_> {
    /// Two blank lines between one rule and the next.
    fn divide(&mut self, count: &mut usize) -> io::Result<()> {
        *count += 1;
        if *count > 1 { write!(self.out, "\n\n") } else { Ok(()) }
    }

    /// The first line: id, level, when it is on.
    fn title(&mut self, id: &str, severity: Severity, when: &str) -> io::Result<()> {
        let bold = if self.color == Color::Always { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
        writeln!(self.out, "{}{id}{} · {severity} · {when}", bold.0, bold.1)
    }

    fn heading(&mut self, text: &str) -> io::Result<()> {
        match self.color {
            Color::Always => writeln!(self.out, "\n\x1b[1m{text}\x1b[0m"),
            Color::Never => writeln!(self.out, "\n{text}"),
        }
    }

    /// Paragraphs, wrapped and indented; blank lines divide them.
    fn prose(&mut self, text: &str) -> io::Result<()> {
        for (at, paragraph) in text.trim().split("\n\n").enumerate() {
            if at > 0 {
                writeln!(self.out)?;
            }
            for line in wrap(paragraph, WIDTH - 2) {
                writeln!(self.out, "  {line}")?;
            }
        }
        Ok(())
    }

    /// An example: its marks become underlining, or stay as they are without colours.
    fn example(&mut self, marked: &str) -> io::Result<()> {
        let lines = wrap(marked, WIDTH - 4);
        let cut = lines.len() > EXAMPLE_LINES;
        for (at, mut line) in lines.into_iter().take(EXAMPLE_LINES).enumerate() {
            if cut && at + 1 == EXAMPLE_LINES {
                line.push_str(" …");
            }
            let line = match self.color {
                Color::Always => line.replace('⟦', "\x1b[4;31m").replace('⟧', "\x1b[0m"),
                Color::Never => line,
            };
            writeln!(self.out, "  {} {line}", if at == 0 { "·" } else { " " })?;
        }
        Ok(())
    }
}

fn write_own(own: &Own, page: &mut Page<'_>) -> io::Result<()> {
    page.title(own.id, own.severity, "always on, made by no rule file")?;
    page.prose(own.summary)?;
    page.heading("Why")?;
    page.prose(own.rationale)?;
    page.heading("What to do")?;
    page.prose(own.help)
}

fn write(rule: &Rule, page: &mut Page<'_>) -> io::Result<()> {
    let when = match rule.profiles.as_slice() {
        [] => "on by default".to_owned(),
        profiles => format!("on in the profile {}", profiles.join(", ")),
    };
    page.title(&rule.id, rule.severity, &when)?;
    page.prose(&rule.summary)?;
    page.heading("Why")?;
    page.prose(&rule.rationale)?;
    page.heading("What to do")?;
    page.prose(&rule.help)?;
    if !rule.limits.trim().is_empty() {
        page.heading("Known limits")?;
        page.prose(&rule.limits)?;
    }
    for (title, fires) in [("It finds what stands in the marks", true), ("It leaves alone", false)]
    {
        let mut tests = rule.tests.iter().filter(|test| test.fires() == fires).peekable();
        if tests.peek().is_some() {
            page.heading(title)?;
            for test in tests.take(EXAMPLES) {
                page.example(&test.marked)?;
            }
        }
    }
    if !rule.standards.is_empty() {
        page.heading("It rests on")?;
        page.prose(&rule.standards.join(", "))?;
    }
    page.heading("In a config")?;
    let id = &rule.id;
    writeln!(page.out, "  ignore = [\"{id}\"]")?;
    writeln!(page.out, "  severity = {{ \"{id}\" = \"note\" }}")
}

/// `text` in lines of at most `width` characters, broken at white space.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
