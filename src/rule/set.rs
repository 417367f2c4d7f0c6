//! Gathers rule files and the language pack into a [`RuleSet`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::Rule;
use super::check::check;
use super::file::RuleFile;
use super::links;
use crate::analysis::Language;
use crate::analysis::time::{Order, TimeGrammar};
use crate::detect::BuildContext;
use crate::lexicon::LexiconBuilder;
use crate::mistake::{Mistake, TomlFile};
use crate::pattern::{PatternSet, PatternSetBuilder};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// The folder of a language pack, below `rules`.
const LANGUAGE: &str = "language/";
/// Where the tests of a rule begin; in the built-in rules they come last.
const TESTS: &str = "\n[[test]]\n";
/// How the language says when, below the pack.
const TIME_GRAMMAR: &str = "/grammar/time.toml";

/// Values for keys of rules' `[detect.…]` tables, by rule id and key: thresholds from the
/// configuration.
pub type Overrides = BTreeMap<String, BTreeMap<String, toml::Value>>;

/// All rules, with the words and patterns they share.
#[derive(Debug)]
pub struct RuleSet {
    /// The rules, sorted by id.
    pub rules: Vec<Rule>,
    /// The words of the language.
    pub language: Language,
    /// The patterns of all rules.
    pub patterns: PatternSet,
    /// The files of the language pack.
    pub pack: Vec<Arc<TomlFile>>,
}

/// Files by path below their folder of rules; a later file replaces an earlier one of that path.
pub(super) type Files = BTreeMap<String, Arc<TomlFile>>;

impl RuleSet {
    /// The built-in rules.
    #[must_use]
    pub fn built_in() -> (Self, Vec<Mistake>) {
        Self::load(&[], &Overrides::new())
    }

    /// The built-in rules and those of further folders; a file of the same path below its folder
    /// replaces the built-in one. Gives all rules that can be used, and everything that is wrong.
    #[must_use]
    pub fn load(folders: &[&Path], overrides: &Overrides) -> (Self, Vec<Mistake>) {
        Self::read(folders, overrides, true)
    }

    /// The same for those who look at no tests: half of what a built-in rule says is its tests, and
    /// nothing is wrong with them.
    #[must_use]
    pub fn load_without_tests(folders: &[&Path], overrides: &Overrides) -> (Self, Vec<Mistake>) {
        Self::read(folders, overrides, false)
    }

    fn read(folders: &[&Path], overrides: &Overrides, tests: bool) -> (Self, Vec<Mistake>) {
        let mut files = Files::new();
        let mut mistakes = Vec::new();
        embedded(&BUILT_IN, tests, &mut files);
        let mut theirs = Files::new();
        for folder in folders {
            let mut own = Files::new();
            read_folder(folder, folder, &mut own, &mut mistakes);
            for (path, file) in own {
                if let Some(first) = theirs.get(&path) {
                    let message = format!("a second file for “{}”", path.trim_end_matches(".toml"));
                    let mistake = Mistake::new(&file, 0..0, message);
                    mistakes.push(mistake.with_help(format!("the first one is {}", first.path)));
                } else {
                    theirs.insert(path, file);
                }
            }
        }
        let untested: BTreeSet<String> = match tests {
            true => BTreeSet::new(),
            false => files.keys().filter(|path| !theirs.contains_key(*path)).cloned().collect(),
        };
        files.extend(theirs);
        let set = Self::from_files(&files, &untested, overrides, &mut mistakes);
        drop_consequences(&mut mistakes);
        mistakes.sort_by(|a, b| (&a.file.path, a.span.start).cmp(&(&b.file.path, b.span.start)));
        (set, mistakes)
    }

    /// The rule of that id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.index(id).map(|at| &self.rules[at])
    }

    /// The place of a rule in `rules`.
    #[must_use]
    pub fn index(&self, id: &str) -> Option<usize> {
        self.rules.binary_search_by(|rule| (*rule.id).cmp(id)).ok()
    }

    /// All ids, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| &*rule.id)
    }

    fn from_files(
        files: &Files,
        untested: &BTreeSet<String>,
        overrides: &Overrides,
        mistakes: &mut Vec<Mistake>,
    ) -> Self {
        let (pack, rules): (Vec<_>, Vec<_>) =
            files.iter().partition(|(path, _)| path.starts_with(LANGUAGE));
        let (grammars, lists): (Vec<_>, Vec<_>) =
            pack.iter().copied().partition(|(path, _)| path.ends_with(TIME_GRAMMAR));
        let mut lexicon = lexicon(&lists, mistakes);
        let mut time = TimeGrammar::default();
        for (_, file) in grammars {
            time = TimeGrammar::read(file, &mut lexicon, mistakes);
        }
        let mut order = Order::default();
        let mut patterns = PatternSetBuilder::default();
        let mut checked = Vec::new();
        let mut subsumes = Vec::new();
        for (path, file) in rules {
            let id = path.trim_end_matches(".toml");
            let Some(written) = read_rule(id, file, overrides, mistakes) else { continue };
            subsumes.push((id.to_owned(), Arc::clone(file), written.subsumes.clone()));
            let mut context = BuildContext {
                file: Arc::clone(file),
                lexicon: &mut lexicon,
                patterns: &mut patterns,
                order: &mut order,
                mistakes,
            };
            checked.extend(check(id, written, !untested.contains(path), &mut context));
        }
        checked.sort_by(|a, b| a.id.cmp(&b.id));
        let patterns = patterns.build(&lexicon);
        let pack = pack.into_iter().map(|(_, file)| Arc::clone(file)).collect();
        let mut set = Self {
            rules: checked,
            language: Language::new(lexicon).with_time(time.with_order(order)),
            patterns,
            pack,
        };
        links::resolve(&mut set, &subsumes, files, mistakes);
        set
    }
}

/// What is missing in a file has no place to point at, and often follows from another mistake there.
fn drop_consequences(mistakes: &mut Vec<Mistake>) {
    let placed: BTreeSet<String> = mistakes
        .iter()
        .filter(|mistake| !mistake.span.is_empty())
        .map(|mistake| mistake.file.path.clone())
        .collect();
    mistakes.retain(|mistake| !mistake.span.is_empty() || !placed.contains(&mistake.file.path));
}

fn lexicon(
    pack: &[(&String, &Arc<TomlFile>)],
    mistakes: &mut Vec<Mistake>,
) -> crate::lexicon::Lexicon {
    let mut builder = LexiconBuilder::default();
    for (path, file) in pack {
        if path.ends_with("/paradigms.toml") {
            builder.add_paradigms(&file.text);
        } else {
            builder.add_lists(&file.text);
        }
    }
    let (lexicon, errors) = builder.build();
    mistakes.extend(errors.into_iter().map(|error| {
        let mistake = Mistake::new(pack[error.file].1, error.span, error.message);
        match error.nearest {
            Some(name) => mistake.with_help(format!("did you mean “{name}”?")),
            None => mistake,
        }
    }));
    lexicon
}

fn read_rule(
    id: &str,
    file: &Arc<TomlFile>,
    overrides: &Overrides,
    mistakes: &mut Vec<Mistake>,
) -> Option<RuleFile> {
    if id.split('/').count() != 2 {
        let mistake = Mistake::new(file, 0..0, "a rule lies in the folder of its category");
        mistakes.push(mistake.with_help("move it to <rules>/<category>/<name>.toml"));
        return None;
    }
    match overrides.get(id) {
        None => crate::mistake::read(file, mistakes),
        Some(values) => {
            let changed =
                TomlFile { path: file.path.clone(), text: overridden(&file.text, values) };
            crate::mistake::read(&Arc::new(changed), mistakes)
        }
    }
}

/// The rule's text with other values in its `[detect.…]` table.
fn overridden(text: &str, values: &BTreeMap<String, toml::Value>) -> String {
    let Ok(mut table) = toml::from_str::<toml::Table>(text) else { return text.to_owned() };
    let kinds = table.get_mut("detect").and_then(toml::Value::as_table_mut);
    for kind in kinds
        .into_iter()
        .flat_map(|kinds| kinds.iter_mut())
        .filter_map(|(_, kind)| kind.as_table_mut())
    {
        kind.extend(values.clone());
    }
    toml::to_string(&table).unwrap_or_default()
}

fn embedded(dir: &Dir<'_>, tests: bool, files: &mut Files) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let (true, Some(text)) = (path.ends_with(".toml"), file.contents_utf8()) {
            let shown = format!("rules/{path}");
            let end = if tests { None } else { text.find(TESTS) };
            let text = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
            files.insert(path, Arc::new(TomlFile { path: shown, text: text.to_owned() }));
        }
    }
    for inner in dir.dirs() {
        embedded(inner, tests, files);
    }
}

fn read_folder(root: &Path, folder: &Path, files: &mut Files, mistakes: &mut Vec<Mistake>) {
    let mut fail = |path: &Path, error: &std::io::Error| {
        let file = Arc::new(TomlFile { path: path.display().to_string(), text: String::new() });
        mistakes.push(Mistake::new(&file, 0..0, format!("cannot be read: {error}")));
    };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return fail(folder, &error),
    };
    let mut paths: Vec<_> =
        entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read_folder(root, &path, files, mistakes);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let below =
                path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            match std::fs::read_to_string(&path) {
                Ok(text) => {
                    let shown = path.display().to_string();
                    files.insert(below, Arc::new(TomlFile { path: shown, text }));
                }
                Err(error) => {
                    let file = Arc::new(TomlFile {
                        path: path.display().to_string(),
                        text: String::new(),
                    });
                    mistakes.push(Mistake::new(&file, 0..0, format!("cannot be read: {error}")));
                }
            }
        }
    }
}
