//! [`ConfigFile`] → [`Config`]: everything that can be wrong with values, each at its place.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::file::{AllowTable, ConfigFile, DocumentTable, OverrideTable};
use super::selector::names;
use super::{
    Allow, At, Choice, Config, DATE, DOCUMENT_DATE, Globs, Input, Manifest, PathOverride,
    RuleOptions, Selector, manifest, normal, shown,
};
use crate::diagnostic::Severity;
use crate::mistake::{Mistake, Spanned, TomlFile, read};
use crate::own::{NO_RULE, OWN};
use crate::rule::names::PROFILES;
use crate::source::Failure;

impl Config {
    /// Reads and checks a file; mistakes go to `mistakes`. `None` if nothing of it can be used.
    ///
    /// # Errors
    /// If the file cannot be read or is not UTF-8.
    pub fn read(path: &Path, mistakes: &mut Vec<Mistake>) -> std::io::Result<Option<Self>> {
        let text = std::fs::read_to_string(path)?;
        let folder = normal(path).parent().unwrap_or(path).to_owned();
        let file = Arc::new(TomlFile { path: super::paths::shown(path), text });
        Ok(Self::check(file, &folder, mistakes))
    }

    /// Checks a file that was read; its globs are relative to `folder`, an absolute path.
    pub fn check(file: Arc<TomlFile>, folder: &Path, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        let written: ConfigFile = read(&file, mistakes)?;
        let mut checker = Checker { file: &file, folder, mistakes };
        Some(checker.config(written))
    }

    /// Checks the names of rules, now that the rules are known.
    pub fn check_names(&self, rules: &[&str], mistakes: &mut Vec<Mistake>) {
        let gate = self.gate.iter().map(|(selector, _)| selector);
        let overrides = self.overrides.iter().flat_map(|part| part.choice.selectors());
        let allows = self.allows.iter().map(|allow| &allow.rule);
        for selector in self.choice.selectors().chain(gate).chain(overrides).chain(allows) {
            if !selector.is_known(rules.iter().copied()) {
                mistakes.push(unknown(&self.file, &selector.span, &selector.text, names(rules)));
            }
        }
        for (rule, _) in &self.options {
            if !rules.contains(&&*rule.value) {
                mistakes.push(unknown(&self.file, &rule.span, &rule.value, rules.to_vec()));
            }
        }
    }
}

fn unknown(file: &Arc<TomlFile>, span: &Range<usize>, name: &str, names: Vec<&str>) -> Mistake {
    let mistake = Mistake::new(file, span.clone(), format!("there is no rule “{name}”"));
    if OWN.iter().any(|own| Selector::new(name).matches(own.id)) {
        return mistake.with_help(NO_RULE);
    }
    mistake.with_help("corpus-lint rules lists them").nearest(name, names)
}

struct Checker<'a> {
    file: &'a Arc<TomlFile>,
    folder: &'a Path,
    mistakes: &'a mut Vec<Mistake>,
}

impl Checker<'_> {
    fn config(&mut self, written: ConfigFile) -> Config {
        let profile = written.profile.and_then(|profile| self.profile(profile));
        let rules = written.rules.into_iter().filter_map(|dir| self.rule_folder(dir)).collect();
        let mut overrides: Vec<_> =
            written.documents.into_iter().map(|table| self.document(table)).collect();
        overrides.extend(written.overrides.into_iter().map(|table| self.path_override(table)));
        let mut bad_rows = Vec::new();
        Config {
            file: Arc::clone(self.file),
            folder: self.folder.to_owned(),
            profile,
            rules,
            exclude: self.globs(&written.exclude),
            fail_on: written.fail_on,
            min_severity: written.min_severity,
            max_warnings: written.max_warnings,
            baseline: written.baseline.map(|file| self.folder.join(file)),
            choice: self.choice(
                written.select,
                written.extend_select,
                written.ignore,
                written.severity,
            ),
            gate: written.gate.into_iter().map(|(rule, level)| (selector(rule), level)).collect(),
            options: options(written.options),
            input: Input {
                text: written.input.text.and_then(|name| self.not_empty(name)),
                id: written.input.id.and_then(|name| self.not_empty(name)),
                date: written.input.date.and_then(|name| self.not_empty(name)),
            },
            manifest_key: written.manifest.as_ref().map(Spanned::span),
            manifest_path: written
                .manifest
                .as_ref()
                .map(|file| normal(&self.folder.join(file.get_ref()))),
            manifest: written
                .manifest
                .map(|file| self.manifest(&file, &mut bad_rows))
                .unwrap_or_default(),
            bad_rows,
            overrides,
            allows: written.allows.into_iter().map(|table| self.allow(table)).collect(),
        }
    }

    fn profile(&mut self, written: Spanned<String>) -> Option<At<String>> {
        let span = written.span();
        let value = written.into_inner();
        if PROFILES.contains(&&*value) {
            return Some(At { value, span });
        }
        let mistake = Mistake::new(self.file, span, format!("there is no profile “{value}”"))
            .with_help(format!("the profiles are {}", PROFILES.join(", ")))
            .nearest(&value, PROFILES.iter().copied());
        self.mistakes.push(mistake);
        None
    }

    fn rule_folder(&mut self, written: Spanned<String>) -> Option<At<std::path::PathBuf>> {
        let span = written.span();
        let path = self.folder.join(written.get_ref());
        if path.is_dir() {
            return Some(At { value: path, span });
        }
        let message = format!("there is no folder “{}”", written.get_ref());
        self.mistakes.push(
            Mistake::new(self.file, span, message)
                .with_help("folders of rules are given relative to this file"),
        );
        None
    }

    fn manifest(&mut self, written: &Spanned<String>, bad_rows: &mut Vec<Mistake>) -> Manifest {
        let path = self.folder.join(written.get_ref());
        manifest::read(&path, self.mistakes, bad_rows).unwrap_or_else(|error| {
            let failure = Failure::io(&shown(&path), &error);
            let message = format!("{}: {}", failure.path, failure.message);
            self.mistakes.push(Mistake::new(self.file, written.span(), message));
            Manifest::new()
        })
    }

    /// Compiles globs; malformed ones are mistakes and match nothing.
    fn globs(&mut self, written: &[Spanned<String>]) -> Globs {
        for empty in written.iter().filter(|glob| glob.get_ref().trim().is_empty()) {
            let mistake = Mistake::new(self.file, empty.span(), "this must not be empty");
            self.mistakes
                .push(mistake.with_help("name a path, as in a .gitignore beside this file"));
        }
        match Globs::new(self.folder, written.iter().map(|glob| glob.get_ref().as_str())) {
            Ok(globs) => globs,
            Err(wrong) => {
                for (at, reason) in wrong {
                    let Some(glob) = written.get(at) else { continue };
                    let message = format!("“{}” is not a glob: {reason}", glob.get_ref());
                    self.mistakes.push(
                        Mistake::new(self.file, glob.span(), message)
                            .with_help("write it as in a .gitignore: drafts/, *.md, 2024/**"),
                    );
                }
                Globs::none(self.folder)
            }
        }
    }

    /// Which rules are on; a list that selects nothing would let everything pass.
    fn choice(
        &mut self,
        select: Option<Spanned<Vec<Spanned<String>>>>,
        extend: Vec<Spanned<String>>,
        ignore: Vec<Spanned<String>>,
        severity: BTreeMap<Spanned<String>, Severity>,
    ) -> Choice {
        let list = |written: Vec<Spanned<String>>| written.into_iter().map(selector).collect();
        if let Some(none) = select.as_ref().filter(|select| select.get_ref().is_empty()) {
            let mistake = Mistake::new(self.file, none.span(), "this selects no rule");
            self.mistakes.push(mistake.with_help("to turn all off, write ignore = [\"all\"]"));
        }
        Choice {
            select: select.map(|select| list(select.into_inner())),
            extend: list(extend),
            ignore: list(ignore),
            severity: severity.into_iter().map(|(rule, level)| (selector(rule), level)).collect(),
        }
    }

    fn not_empty(&mut self, written: Spanned<String>) -> Option<String> {
        if written.get_ref().trim().is_empty() {
            self.mistakes.push(Mistake::new(self.file, written.span(), "this must not be empty"));
            return None;
        }
        Some(written.into_inner())
    }

    fn path_override(&mut self, table: Spanned<OverrideTable>) -> PathOverride {
        let span = table.span();
        let table = table.into_inner();
        if table.paths.get_ref().is_empty() {
            self.mistakes.push(
                Mistake::new(self.file, table.paths.span(), "an override without a path")
                    .with_help("for every path, write the setting at the top of the file"),
            );
        }
        let mut metadata = table.metadata;
        metadata.extend(table.date.and_then(|date| self.date(DATE, &date)));
        PathOverride {
            paths: self.globs(table.paths.get_ref()),
            document: false,
            span,
            choice: self.choice(table.select, table.extend_select, table.ignore, table.severity),
            zone: table.zone,
            metadata,
        }
    }

    fn document(&mut self, table: Spanned<DocumentTable>) -> PathOverride {
        let span = table.span();
        let table = table.into_inner();
        let fields = [("source", table.source), ("author", table.author), ("url", table.url)];
        let mut metadata: BTreeMap<String, String> = fields
            .into_iter()
            .filter_map(|(name, value)| value.map(|value| (name.to_owned(), value)))
            .collect();
        metadata.extend(table.date.and_then(|date| self.date(DOCUMENT_DATE, &date)));
        PathOverride {
            paths: self.globs(&[table.path]),
            document: true,
            span,
            choice: Choice::default(),
            zone: None,
            metadata,
        }
    }

    fn date(
        &mut self,
        name: &str,
        written: &Spanned<toml::value::Datetime>,
    ) -> Option<(String, String)> {
        match written.get_ref().date {
            Some(date) => Some((name.to_owned(), date.to_string())),
            None => {
                self.mistakes.push(
                    Mistake::new(self.file, written.span(), "this is a time without a date")
                        .with_help("write year, month and day: 2024-03-01"),
                );
                None
            }
        }
    }

    fn allow(&mut self, table: Spanned<AllowTable>) -> Allow {
        let span = table.span();
        let table = table.into_inner();
        let fingerprint = table.fingerprint.and_then(|written| {
            let value = u64::from_str_radix(written.get_ref(), 16).ok();
            if value.is_none() {
                let message = "a fingerprint is 16 hexadecimal digits";
                self.mistakes.push(
                    Mistake::new(self.file, written.span(), message)
                        .with_help("the machine formats print it with each finding"),
                );
            }
            value
        });
        let path = self.globs(&[table.path]);
        let rule = selector(table.rule);
        let text = table.text.and_then(|text| self.not_empty(text));
        let reason = self.not_empty(table.reason).unwrap_or_default();
        Allow { path, rule, text, fingerprint, reason, span }
    }
}

fn selector(written: Spanned<String>) -> Selector {
    Selector { span: written.span(), text: written.into_inner() }
}

type OptionTables = BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<toml::Value>>>;

fn options(written: OptionTables) -> Vec<RuleOptions> {
    written
        .into_iter()
        .map(|(rule, values)| {
            let values = values.into_iter().map(|(key, value)| (at(key), at(value))).collect();
            (at(rule), values)
        })
        .collect()
}

fn at<T>(written: Spanned<T>) -> At<T> {
    At { span: written.span(), value: written.into_inner() }
}
