//! Why a run stopped before it was done.

use std::io::{self, Write};

use crate::config::Selector;
use crate::diagnostic::Severity;
use crate::mistake::Mistake;
use crate::own::{NO_RULE, OWN};
use crate::report::{Color, write_mistakes};
use crate::source::Failure;

/// What the person typed, or what is in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// What is wrong, in one line.
    pub(crate) message: String,
    /// What to do; may be empty.
    pub(crate) help: String,
}

impl Trouble {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }

    /// A name that does not exist, with the nearest one that does, or else where to look.
    pub(crate) fn unknown_rule<'a>(
        name: &str,
        option: &str,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let own = OWN.iter().any(|own| Selector::new(name).matches(own.id));
        let help = match crate::suggest::nearest(name, names) {
            _ if own => NO_RULE.to_owned(),
            Some(near) => format!("did you mean “{near}”?"),
            None => "corpus-lint rules lists them".to_owned(),
        };
        let place = if option.is_empty() { String::new() } else { format!(" ({option})") };
        Self::new(format!("there is no rule “{name}”{place}"), help)
    }

    pub(crate) fn write(&self, out: &mut dyn Write, color: Color) -> io::Result<()> {
        write_notice(out, Severity::Error, &self.message, &self.help, color)
    }
}

/// Writes `error: message` with its help line.
pub(crate) fn write_notice(
    out: &mut dyn Write,
    severity: Severity,
    message: &str,
    help: &str,
    color: Color,
) -> io::Result<()> {
    let (code, bold, reset) = match (color, severity) {
        (Color::Never, _) => ("", "", ""),
        (Color::Always, Severity::Error) => ("\x1b[1;31m", "\x1b[1m", "\x1b[0m"),
        (Color::Always, Severity::Warning) => ("\x1b[1;33m", "\x1b[1m", "\x1b[0m"),
        (Color::Always, Severity::Note) => ("\x1b[1;36m", "\x1b[1m", "\x1b[0m"),
    };
    writeln!(out, "{code}{severity}{reset}{bold}: {message}{reset}")?;
    if !help.is_empty() {
        writeln!(out, "  = help: {help}")?;
    }
    Ok(())
}

/// Writes what could not be read.
pub(crate) fn write_failure(
    out: &mut dyn Write,
    failure: &Failure,
    color: Color,
) -> io::Result<()> {
    let message = format!("{}: {}", failure.path, failure.message);
    write_notice(out, Severity::Error, &message, &failure.help, color)
}

/// Why a run stopped.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Bad usage.
    Trouble(Vec<Trouble>, Color),
    /// Mistakes in a config or a rule.
    Mistakes(Vec<Mistake>, Color),
    /// The report could not be written.
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Stop {
    pub(crate) fn one(trouble: Trouble, color: Color) -> Self {
        Self::Trouble(vec![trouble], color)
    }

    pub(crate) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Trouble(troubles, color) => {
                troubles.iter().try_for_each(|trouble| trouble.write(out, *color))
            }
            Self::Mistakes(mistakes, color) => {
                write_mistakes(out, mistakes, Severity::Error, *color)
            }
            Self::Io(error) => {
                let message = format!("the report could not be written: {error}");
                write_notice(out, Severity::Error, &message, "", Color::Never)
            }
        }
    }
}
