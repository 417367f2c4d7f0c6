//! Findings that a person accepted: by a comment in the document, or by `[[allow]]` in the config.
//!
//! While documents are linted their text is at hand: every allowance becomes a [`Scope`], a stretch
//! of one document in which rules are silent. What only the corpus shows comes later, when the texts
//! are gone, and is held against the same scopes. An allowance that silenced nothing is itself a
//! finding, so that it does not stay behind when the text is mended.

mod places;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::config::{Config, Selector, normal};
use crate::diagnostic::{Diagnostic, Severity, known_by};
use crate::document::Document;
use crate::rule::RuleSet;
use crate::source::{Location, Source, SourceId};
use crate::span::{LineIndex, Span};

/// The rule of an allowance that silenced nothing.
pub const UNUSED: &str = "suppression/unused-allow";
/// The rule of an allowance that names no rule.
pub const UNKNOWN: &str = "suppression/unknown-rule";

/// A document: its source and its record.
type Place = (SourceId, Option<usize>);

/// Names one allowance: of a config (config, entry), or of a document (comment, name in it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Config(usize, usize),
    Inline(usize, usize),
}

/// A stretch of a document in which a rule, a family or all rules are silent.
#[derive(Debug, Clone)]
struct Scope {
    rules: Selector,
    span: Span,
    by: By,
}

/// A comment that allows, for the report about it.
#[derive(Debug)]
struct Comment {
    source: SourceId,
    rules: Vec<String>,
    location: Location,
}

#[derive(Debug, Default)]
struct State {
    scopes: BTreeMap<Place, Vec<Scope>>,
    comments: Vec<Comment>,
    used: BTreeSet<By>,
    silenced: usize,
}

/// Holds findings against what was allowed.
#[derive(Debug)]
pub struct Suppressor<'a> {
    rules: &'a RuleSet,
    configs: &'a [Arc<Config>],
    /// By source: the allowances of configs whose path matches.
    by_source: Vec<Vec<(usize, usize)>>,
    state: Mutex<State>,
}

impl<'a> Suppressor<'a> {
    /// A suppressor for a run; `config_of` gives the config of each source, by its id.
    #[must_use]
    pub fn new(
        rules: &'a RuleSet,
        configs: &'a [Arc<Config>],
        sources: &[Source],
        config_of: &[Option<Arc<Config>>],
    ) -> Self {
        let by_source = sources.iter().zip(config_of).map(|(source, config)| {
            let Some(config) = config else { return Vec::new() };
            let number = configs.iter().position(|other| Arc::ptr_eq(other, config));
            let path = normal(source.as_path());
            let allows = config.allows.iter().enumerate();
            let here = allows.filter(|(_, allow)| allow.path.matches(&path));
            number.map_or_else(Vec::new, |number| here.map(|(at, _)| (number, at)).collect())
        });
        Self { rules, configs, by_source: by_source.collect(), state: Mutex::default() }
    }

    /// Takes away what is allowed in a document, and adds what is wrong with its comments.
    pub fn document(&self, source: &Source, document: &Document, found: &mut Vec<Diagnostic>) {
        let allows = self.allows_of(source.id);
        if document.allows.is_empty() && allows.is_empty() {
            return;
        }
        let place = (document.source, document.record);
        let mut scopes = Vec::new();
        for &(config, at) in allows {
            let Some(allow) = self.configs.get(config).and_then(|c| c.allows.get(at)) else {
                continue;
            };
            let spans = match &allow.text {
                Some(text) => places::find(&document.text, text),
                None => vec![Span::new(0, document.text.len())],
            };
            let by = By::Config(config, at);
            scopes.extend(spans.into_iter().map(|span| Scope {
                rules: allow.rule.clone(),
                span,
                by,
            }));
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        for allow in &document.allows {
            let comment = state.comments.len();
            let location = document.locate_raw(allow.comment, allow.scope);
            for (at, rule) in allow.rules.iter().enumerate() {
                let rules = Selector::new(rule);
                if rules.is_known(self.rules.ids()) {
                    let by = By::Inline(comment, at);
                    scopes.push(Scope { rules, span: allow.scope, by });
                } else {
                    found.push(self.unknown(rule, location.clone()));
                }
            }
            let rules = allow.rules.clone();
            state.comments.push(Comment { source: source.id, rules, location });
        }
        state.scopes.insert(place, scopes);
        self.filter(&mut state, found);
    }

    /// Takes away what is allowed of the findings that only the corpus shows, adds the allowances
    /// that silenced nothing, and gives the number of findings that were silenced in all.
    ///
    /// `is_on` tells whether a rule is on for a source (one that is off cannot be silenced);
    /// `whole` whether everything below a path was linted; `config_source` gives
    /// the config a source, so that the report can show it.
    pub fn finish(
        self,
        found: &mut Vec<Diagnostic>,
        is_on: &dyn Fn(SourceId, &str) -> bool,
        whole: &dyn Fn(&Path) -> bool,
        config_source: &mut dyn FnMut(&Config) -> SourceId,
    ) -> usize {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.filter(&mut state, found);
        for (comment, written) in state.comments.iter().enumerate() {
            for (at, rule) in written.rules.iter().enumerate() {
                let selector = Selector::new(rule);
                if !state.used.contains(&By::Inline(comment, at))
                    && self.some_rule(&selector, |id| is_on(written.source, id))
                {
                    found.push(unused(rule, written.location.clone()));
                }
            }
        }
        for (number, config) in self.configs.iter().enumerate() {
            for (at, allow) in config.allows.iter().enumerate() {
                let sources: Vec<SourceId> = (0u32..)
                    .zip(&self.by_source)
                    .filter(|(_, allows)| allows.contains(&(number, at)))
                    .map(|(source, _)| SourceId(source))
                    .collect();
                let could = sources
                    .iter()
                    .any(|source| self.some_rule(&allow.rule, |id| is_on(*source, id)));
                let lost = sources.is_empty() && allow.path.seen(whole);
                if !state.used.contains(&By::Config(number, at)) && (could || lost) {
                    let location = in_config(config, allow.span.clone(), config_source(config));
                    found.push(unused(&allow.rule.text, location));
                }
            }
        }
        state.silenced
    }

    fn allows_of(&self, source: SourceId) -> &[(usize, usize)] {
        let at = usize::try_from(source.0).unwrap_or(usize::MAX);
        self.by_source.get(at).map_or(&[], Vec::as_slice)
    }

    fn some_rule(&self, selector: &Selector, holds: impl Fn(&str) -> bool) -> bool {
        self.rules.ids().any(|id| selector.matches(id) && holds(id))
    }

    fn filter(&self, state: &mut State, found: &mut Vec<Diagnostic>) {
        let State { scopes, used, silenced, .. } = state;
        found.retain(|diagnostic| {
            let at = &diagnostic.location;
            let here = scopes.get(&(at.source, at.record)).map_or(&[][..], Vec::as_slice);
            let mut stands = true;
            for scope in here {
                if scope.rules.matches(&diagnostic.rule)
                    && touches(scope.span, at.text_span)
                    && self.fingerprint_fits(scope.by, diagnostic.fingerprint)
                {
                    used.insert(scope.by);
                    stands = false;
                }
            }
            *silenced += usize::from(!stands);
            stands
        });
    }

    fn fingerprint_fits(&self, by: By, fingerprint: u64) -> bool {
        let By::Config(config, at) = by else { return true };
        let allow = self.configs.get(config).and_then(|config| config.allows.get(at));
        allow.and_then(|allow| allow.fingerprint).is_none_or(|wanted| wanted == fingerprint)
    }

    fn unknown(&self, rule: &str, location: Location) -> Diagnostic {
        let help = match crate::suggest::nearest(rule, self.rules.ids()) {
            Some(name) => format!("did you mean “{name}”?"),
            None => "corpus-lint rules lists them".to_owned(),
        };
        let message = format!("there is no rule “{rule}” to allow");
        Diagnostic { help, ..warning(UNKNOWN, &message, rule, location) }
    }
}

fn touches(scope: Span, found: Span) -> bool {
    scope.overlaps(found)
        || (found.is_empty() && scope.start <= found.start && found.end <= scope.end)
}

fn unused(rule: &str, location: Location) -> Diagnostic {
    let message = format!("this allows {rule}, but nothing was found there");
    let help = "take it out: what it allowed is gone".to_owned();
    Diagnostic { help, ..warning(UNUSED, &message, rule, location) }
}

fn warning(id: &str, message: &str, name: &str, location: Location) -> Diagnostic {
    Diagnostic {
        severity: Severity::Warning,
        fingerprint: known_by(&[id, name]),
        ..Diagnostic::input(id, message, location)
    }
}

/// A place in a config, which is the source `source`.
fn in_config(config: &Config, span: std::ops::Range<usize>, source: SourceId) -> Location {
    let text = &config.file.text;
    let lines = LineIndex::new(text);
    // Of a table its head is enough.
    let end = text.get(span.clone()).and_then(|table| table.find('\n'));
    let span = Span::new(span.start, end.map_or(span.end, |end| span.start + end));
    Location {
        source,
        record: None,
        id: None,
        span,
        text_span: span,
        text_chars: chars(text, span),
        start: lines.position(text, span.start),
        end: lines.position(text, span.end),
        line_start: lines.line_start(span.start),
    }
}

/// The span counted in characters.
fn chars(text: &str, span: Span) -> Span {
    let count = |end: usize| text.get(..end).map_or(0, |before| before.chars().count());
    Span::new(count(span.start), count(span.end))
}
