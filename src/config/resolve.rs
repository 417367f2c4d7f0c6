//! What holds for one path: defaults, then the config, then its overrides for the path, then the
//! command line.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Choice, Config, DATE, DOCUMENT_DATE, Row, Selector};
use crate::analysis::zone::Zone;
use crate::diagnostic::Severity;
use crate::rule::names::DEFAULT_PROFILE;
use crate::rule::{Rule, RuleSet};

/// What the command line says about rules.
#[derive(Debug, Clone, Default)]
pub struct CommandLine {
    /// The profile.
    pub profile: Option<String>,
    /// Rules and levels.
    pub choice: Choice,
    /// The date of every document that brings none.
    pub date: Option<String>,
}

/// Where a setting comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// A line of a config.
    Config {
        /// The config's path.
        path: String,
        /// The 1-based line.
        line: usize,
    },
    /// The command line.
    CommandLine,
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Config { path, line } => write!(f, "{path}:{line}"),
            Self::CommandLine => f.write_str("command line"),
        }
    }
}

/// What holds for one rule at one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleState {
    /// Whether it is on, and who says so.
    pub on: (bool, Origin),
    /// Its level if another than its own was chosen, and who says so.
    pub severity: Option<(Severity, Origin)>,
}

/// What holds for one path.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The config that was found.
    pub config: Option<Arc<Config>>,
    /// The profile, and who says so.
    pub profile: (String, Origin),
    /// By rule, in the order of the rule set.
    pub rules: Vec<RuleState>,
    /// What these documents are, whatever they look like.
    pub zone: Option<(Zone, Origin)>,
    /// Metadata of documents that bring none of that name.
    pub metadata: BTreeMap<String, (String, Origin)>,
}

/// Gives the settings for a path; equal settings are made once.
#[derive(Debug)]
pub struct Resolver<'a> {
    rules: &'a RuleSet,
    command_line: CommandLine,
    made: Mutex<HashMap<Key, Arc<Settings>>>,
}

/// A config (by address, 0 for none), those of its overrides that match, and the path if a manifest
/// knows it.
type Key = (usize, Vec<usize>, Option<PathBuf>);

impl<'a> Resolver<'a> {
    /// A resolver for a run.
    #[must_use]
    pub fn new(rules: &'a RuleSet, command_line: CommandLine) -> Self {
        Self { rules, command_line, made: Mutex::default() }
    }

    /// The settings for a path, which must be absolute and [`super::normal`], with its config.
    #[must_use]
    pub fn settings(&self, path: &Path, config: Option<&Arc<Config>>) -> Arc<Settings> {
        let matching: Vec<usize> = config
            .iter()
            .flat_map(|config| config.overrides.iter().enumerate())
            .filter(|(_, part)| part.paths.matches(path))
            .map(|(at, _)| at)
            .collect();
        let row = config.and_then(|config| config.manifest.get(path));
        let address = config.map_or(0, |config| Arc::as_ptr(config).addr());
        let key = (address, matching, row.map(|_| path.to_owned()));
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = made.get(&key) {
            return Arc::clone(settings);
        }
        let settings = Arc::new(self.make(config, &key.1, row));
        made.insert(key, Arc::clone(&settings));
        settings
    }

    fn make(
        &self,
        config: Option<&Arc<Config>>,
        matching: &[usize],
        row: Option<&Row>,
    ) -> Settings {
        let profile = self.profile(config);
        let states = self.rules.rules.iter().map(|rule| RuleState {
            on: (rule.is_on(&profile.0), Origin::Default),
            severity: None,
        });
        let mut settings = Settings {
            config: config.cloned(),
            rules: states.collect(),
            profile,
            zone: None,
            metadata: BTreeMap::new(),
        };
        if let Some(config) = config {
            let place = |at: usize| Origin::Config {
                path: config.file.path.clone(),
                line: config.line(at),
            };
            self.apply(&mut settings, &config.choice, &|selector| place(selector.span.start));
            for part in matching.iter().filter_map(|at| config.overrides.get(*at)) {
                self.apply(&mut settings, &part.choice, &|selector| place(selector.span.start));
                if let Some(zone) = part.zone {
                    settings.zone = Some((zone, place(part.span.start)));
                }
                for (name, value) in &part.metadata {
                    let value = (value.clone(), place(part.span.start));
                    settings.metadata.insert(name.clone(), value);
                }
            }
        }
        if let Some(row) = row {
            let origin = Origin::Config { path: row.file.clone(), line: row.line };
            for (name, value) in &row.metadata {
                let name = if name == DATE { DOCUMENT_DATE } else { name };
                settings.metadata.insert(name.to_owned(), (value.clone(), origin.clone()));
            }
        }
        self.apply(&mut settings, &self.command_line.choice, &|_| Origin::CommandLine);
        if let Some(date) = &self.command_line.date {
            settings.metadata.insert(DATE.to_owned(), (date.clone(), Origin::CommandLine));
        }
        settings
    }

    fn profile(&self, config: Option<&Arc<Config>>) -> (String, Origin) {
        if let Some(profile) = &self.command_line.profile {
            return (profile.clone(), Origin::CommandLine);
        }
        if let Some((config, profile)) =
            config.and_then(|config| config.profile.as_ref().map(|profile| (config, profile)))
        {
            let line = config.line(profile.span.start);
            let origin = Origin::Config { path: config.file.path.clone(), line };
            return (profile.value.clone(), origin);
        }
        (DEFAULT_PROFILE.to_owned(), Origin::Default)
    }

    fn apply(
        &self,
        settings: &mut Settings,
        choice: &Choice,
        origin: &dyn Fn(&Selector) -> Origin,
    ) {
        let profile = &settings.profile.0;
        for (rule, state) in self.rules.rules.iter().zip(&mut settings.rules) {
            if let Some((on, by)) = decide(rule, choice, profile) {
                state.on = (on, by.map_or(Origin::CommandLine, origin));
            }
            let levels = choice.severity.iter().filter(|(by, _)| by.matches(&rule.id));
            if let Some((by, level)) = levels.max_by_key(|(by, _)| by.narrowness()) {
                state.severity = Some((*level, origin(by)));
            }
        }
    }
}

/// Whether a choice turns the rule on or off, and by which selector; `None` if it leaves it alone.
///
/// The narrower selector decides; of two equally narrow ones the one that turns off. A family or
/// `all` chooses among the rules that are on in the profile; another rule must be named itself.
fn decide<'a>(
    rule: &Rule,
    choice: &'a Choice,
    profile: &str,
) -> Option<(bool, Option<&'a Selector>)> {
    let narrowest = |list: &mut dyn Iterator<Item = &'a Selector>| {
        list.filter(|by| by.matches(&rule.id)).max_by_key(|by| by.narrowness())
    };
    let may_turn_on = |by: &&Selector| rule.is_on(profile) || by.text == *rule.id;
    let on = narrowest(
        &mut choice.select.iter().flatten().chain(&choice.extend).filter(|by| may_turn_on(by)),
    );
    let off = narrowest(&mut choice.ignore.iter());
    match (on, off) {
        (Some(on), Some(off)) if on.narrowness() > off.narrowness() => Some((true, Some(on))),
        (_, Some(off)) => Some((false, Some(off))),
        (Some(on), None) => Some((true, Some(on))),
        (None, None) => choice.select.as_ref().map(|selected| (false, selected.first())),
    }
}
