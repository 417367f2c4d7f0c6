//! What every subcommand needs first: the configs and the rules.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::SetArgs;
use super::color::Colors;
use super::settings;
use super::trouble::{Stop, Trouble};
use crate::config::{Choice, Config, Finder, Resolver, Selector};
use crate::mistake::Mistake;
use crate::rule::names::PROFILES;
use crate::rule::{Overrides, RuleSet};

/// Configs and rules of a run.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) finder: Finder,
    /// The config that holds for the run as a whole.
    pub(crate) config: Option<Arc<Config>>,
    pub(crate) rules: RuleSet,
    /// Mistakes so far; nothing may run before [`Session::check`].
    mistakes: Vec<Mistake>,
    /// Rules that are there but cannot be used; a config may name them.
    broken: Vec<String>,
    colors: Colors,
}

impl Session {
    /// Finds the config of the run (that of the first path which has one) and loads the rules.
    pub(crate) fn open(paths: &[PathBuf], set: &SetArgs, colors: Colors) -> Result<Self, Stop> {
        Self::load(paths, set, RuleSet::load, colors)
    }

    /// The same for those who look at no tests of rules.
    pub(crate) fn open_without_tests(
        paths: &[PathBuf],
        set: &SetArgs,
        colors: Colors,
    ) -> Result<Self, Stop> {
        Self::load(paths, set, RuleSet::load_without_tests, colors)
    }

    fn load(
        paths: &[PathBuf],
        set: &SetArgs,
        load: fn(&[&Path], &Overrides) -> (RuleSet, Vec<Mistake>),
        colors: Colors,
    ) -> Result<Self, Stop> {
        let mut finder = Finder::new(settings::search(set));
        let here = [PathBuf::from(".")];
        let paths = if paths.is_empty() { &here[..] } else { paths };
        let config = paths.iter().find_map(|path| {
            let path = if path.as_os_str() == "-" { Path::new(".") } else { path };
            finder.config(path)
        });
        let mut folders: Vec<&Path> = Vec::new();
        let mut overrides = Overrides::new();
        if let Some(config) = &config {
            folders.extend(config.rules.iter().map(|folder| folder.value.as_path()));
            for (rule, values) in &config.options {
                let values =
                    values.iter().map(|(key, value)| (key.value.clone(), value.value.clone()));
                overrides.entry(rule.value.clone()).or_default().extend(values);
            }
        }
        let missing: Vec<Trouble> = set
            .rules
            .iter()
            .filter(|folder| !folder.is_dir())
            .map(|folder| {
                Trouble::new(format!("--rules: there is no folder {}", folder.display()), "")
            })
            .collect();
        if !missing.is_empty() {
            return Err(Stop::Trouble(missing, colors.err));
        }
        folders.extend(set.rules.iter().map(PathBuf::as_path));
        let (rules, mut mistakes) = load(&folders, &overrides);
        let broken = mistakes.iter().map(|mistake| id_of(&mistake.file.path)).collect();
        if let Some(config) = &config {
            mistakes = mistakes.into_iter().map(|mistake| in_config(mistake, config)).collect();
        }
        Ok(Self { finder, config, rules, mistakes, broken, colors })
    }

    /// The names on the command line.
    pub(crate) fn check_choice(&self, choice: &Choice) -> Result<(), Stop> {
        let ids: Vec<&str> = self.rules.ids().collect();
        let families = ids.iter().filter_map(|id| id.split_once('/').map(|(family, _)| family));
        let names: Vec<&str> = ids.iter().copied().chain(families).chain(["all"]).collect();
        let lists: [(&str, Vec<&Selector>); 4] = [
            ("--select", choice.select.iter().flatten().collect()),
            ("--extend-select", choice.extend.iter().collect()),
            ("--ignore", choice.ignore.iter().collect()),
            ("--severity", choice.severity.iter().map(|(selector, _)| selector).collect()),
        ];
        let troubles: Vec<Trouble> = lists
            .into_iter()
            .flat_map(|(option, list)| list.into_iter().map(move |selector| (option, selector)))
            .filter(|(_, selector)| !selector.is_known(ids.iter().copied()))
            .map(|(option, selector)| {
                Trouble::unknown_rule(&selector.text, option, names.iter().copied())
            })
            .collect();
        if troubles.is_empty() { Ok(()) } else { Err(Stop::Trouble(troubles, self.colors.err)) }
    }

    /// Stops if anything is wrong with rules or configs; call it when all configs are found.
    pub(crate) fn check(&mut self) -> Result<(), Stop> {
        let broken = self.broken.iter().map(String::as_str);
        let ids: Vec<&str> = self.rules.ids().chain(broken).collect();
        let mut mistakes = std::mem::take(&mut self.finder.mistakes);
        for config in self.finder.found() {
            config.check_names(&ids, &mut mistakes);
        }
        mistakes.append(&mut self.mistakes);
        mistakes.sort_by(|a, b| (&a.file.path, a.span.start).cmp(&(&b.file.path, b.span.start)));
        let troubles: Vec<Trouble> = std::mem::take(&mut self.finder.unreadable)
            .into_iter()
            .map(|bad| Trouble::new(format!("{}: {}", bad.path, bad.message), bad.help))
            .collect();
        match (troubles.is_empty(), mistakes.is_empty()) {
            (true, true) => Ok(()),
            (true, false) => Err(Stop::Mistakes(mistakes, self.colors.err)),
            (false, _) => Err(Stop::Trouble(troubles, self.colors.err)),
        }
    }

    /// Settings by path.
    pub(crate) fn resolver(&self, line: crate::config::CommandLine) -> Resolver<'_> {
        debug_assert!(line.profile.as_deref().is_none_or(|name| PROFILES.contains(&name)));
        Resolver::new(&self.rules, line)
    }
}

/// A mistake in a rule whose thresholds the config sets is the config's.
fn in_config(mistake: Mistake, config: &Arc<Config>) -> Mistake {
    let id = id_of(&mistake.file.path);
    let Some((rule, values)) = config.options.iter().find(|(rule, _)| rule.value == id) else {
        return mistake;
    };
    let named = |text: &str| mistake.message.contains(&format!("“{text}”"));
    let span = match (values.iter().find(|(key, _)| named(&key.value)), values.as_slice()) {
        (Some((key, _)), _) => key.span.clone(),
        (None, [(_, value)]) => value.span.clone(),
        _ => rule.span.clone(),
    };
    Mistake { file: Arc::clone(&config.file), span, ..mistake }
}

/// The id of the rule in a file.
fn id_of(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut parts = path.trim_end_matches(".toml").rsplitn(3, '/');
    let (name, category) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    format!("{category}/{name}")
}
