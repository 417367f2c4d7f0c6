//! `[detect.pattern]`: words in a row, or a regular expression where characters matter.

use regex_automata::meta::Regex;
use regex_automata::util::syntax;
use regex_automata::{Input, MatchKind};
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::{BuildContext, Detector, Match, View};
use crate::mistake::Mistake;
use crate::pattern::GroupId;
use crate::span::Span;

/// The table as written.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct PatternFile {
    /// Word patterns; any of them makes a match.
    #[schemars(with = "Vec<String>")]
    any: Vec<Spanned<String>>,
    /// Word patterns that silence a match they overlap.
    #[schemars(with = "Vec<String>")]
    not: Vec<Spanned<String>>,
    /// Regular expressions over the text; `(?<focus>…)` marks what was found.
    #[schemars(with = "Vec<String>")]
    regex: Vec<Spanned<String>>,
}

#[derive(Debug)]
struct PatternDetector {
    any: GroupId,
    not: GroupId,
    regex: Vec<Regex>,
}

impl PatternFile {
    pub(super) fn build(self, context: &mut BuildContext<'_>) -> Option<Box<dyn Detector>> {
        let before = context.mistakes.len();
        let any = context.patterns(&self.any);
        let not = context.patterns(&self.not);
        let regex = self.regex.iter().filter_map(|text| compile(text, context)).collect();
        if self.any.is_empty() && self.regex.is_empty() {
            let mistake =
                Mistake::new(&context.file, 0..0, "[detect.pattern] has neither `any` nor `regex`");
            context.mistakes.push(mistake.with_help("say what to look for: any = [\"…\"]"));
        }
        (context.mistakes.len() == before)
            .then(|| Box::new(PatternDetector { any, not, regex }) as Box<dyn Detector>)
    }
}

fn compile(text: &Spanned<String>, context: &mut BuildContext<'_>) -> Option<Regex> {
    let config = syntax::Config::new().case_insensitive(true).multi_line(true);
    let mistake = |message: String| Mistake::new(&context.file, text.span(), message);
    let built = Regex::builder()
        .syntax(config)
        .configure(
            Regex::config().match_kind(MatchKind::LeftmostFirst).nfa_size_limit(Some(1 << 22)),
        )
        .build(text.as_ref());
    let problem = match built {
        Err(error) => {
            let reason =
                error.syntax_error().map_or_else(|| error.to_string(), ToString::to_string);
            let last = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
            mistake(format!("not a regular expression: {last}"))
        }
        Ok(_) if has_unicode_boundary(text.as_ref()) => {
            mistake("a Unicode word boundary is slow on text with curly quotes".to_owned())
                .with_help(r"write (?-u:\b) instead of \b")
        }
        Ok(regex) if regex.is_match("") => {
            mistake("the expression matches nothing at all".to_owned())
        }
        Ok(regex) => return Some(regex),
    };
    context.mistakes.push(problem);
    None
}

fn has_unicode_boundary(text: &str) -> bool {
    let hir = syntax::parse_with(text, &syntax::Config::new().case_insensitive(true));
    hir.is_ok_and(|hir| hir.properties().look_set().contains_word_unicode())
}

impl Detector for PatternDetector {
    fn detect(&self, view: &View<'_>, out: &mut Vec<Match>) {
        let analysis = view.analysis;
        let not = view.hits.of(self.not);
        let silenced = |span: Span| {
            let near =
                not.partition_point(|hit| analysis.span_of(hit.tokens.clone()).end <= span.start);
            not.get(near).is_some_and(|hit| analysis.span_of(hit.tokens.clone()).overlaps(span))
        };
        let hits = view.hits.of(self.any).iter().map(|hit| analysis.span_of(hit.focus.clone()));
        out.extend(hits.filter(|span| !silenced(*span)).map(Match::at));
        if self.regex.is_empty() {
            return;
        }
        let text = &view.document.text;
        for regex in &self.regex {
            let focus = regex.group_info().to_index(regex_automata::PatternID::ZERO, "focus");
            let mut captures = regex.create_captures();
            let mut input = Input::new(text);
            while input.start() <= text.len() {
                regex.search_captures(&input, &mut captures);
                let Some(found) = captures.get_match() else { break };
                let part =
                    focus.and_then(|group| captures.get_group(group)).unwrap_or(found.span());
                let span = Span::new(part.start, part.end);
                if !silenced(span) {
                    out.push(Match::at(span));
                }
                input.set_start(found.end().max(found.start() + 1));
            }
        }
        out.sort_by_key(|found| found.span);
        out.dedup_by_key(|found| found.span);
    }
}
