//! A rule file as written → a checked [`Rule`].

use std::sync::Arc;

use toml::Spanned;

use super::file::{LevelFile, MergeFile, RuleFile, TestFile};
use super::test::Test;
use super::{Condition, Level, Merge, Rule, Template, names};
use crate::analysis::zone::Zone;
use crate::detect::{BuildContext, Detector};
use crate::mistake::Mistake;

/// Zones in which a rule speaks unless it names others.
const REPORTING: [Zone; 2] = [Zone::Head, Zone::Article];

/// Checks a rule; `None` if it cannot be used, in which case there are mistakes.
/// What it subsumes is resolved later, when all ids are known. `tests`: it has its tests with it.
pub(super) fn check(
    id: &str,
    written: RuleFile,
    tests: bool,
    context: &mut BuildContext<'_>,
) -> Option<Rule> {
    let before = context.mistakes.len();
    let file = Arc::clone(&context.file);
    for (what, text) in [
        ("summary", &written.summary),
        ("message", &written.message),
        ("help", &written.help),
        ("rationale", &written.rationale),
    ] {
        if text.as_ref().trim().is_empty() {
            context.mistakes.push(Mistake::new(&file, text.span(), format!("the {what} is empty")));
        }
    }
    if written.help.as_ref().contains('{') {
        context.mistakes.push(Mistake::new(
            &file,
            written.help.span(),
            "a help line takes no placeholders",
        ));
    }
    let detector = written.detect.build(context)?;
    let known: Vec<&str> =
        names::PLACEHOLDERS.iter().chain(detector.placeholders()).copied().collect();
    let message = Template::parse(&written.message, &known, &file, context.mistakes);
    let label = match &written.label {
        Some(label) => Template::parse(label, &known, &file, context.mistakes),
        None => Template::default(),
    };
    let profiles = profiles(&written.profiles, context);
    let merge = written.merge.map(|merge| check_merge(&merge, &known, context));
    let tags = detector.tags();
    let unless =
        written.unless.into_iter().map(|when| Condition::build(when, tags, context)).collect();
    let levels =
        written.level.into_iter().map(|level| check_level(level, tags, &known, context)).collect();
    let tests = if tests { check_tests(written.test, context) } else { Vec::new() };
    let zones = written.zones.unwrap_or_else(|| default_zones(&*detector));
    (context.mistakes.len() == before).then(|| Rule {
        id: id.into(),
        summary: written.summary.into_inner(),
        help: written.help.into_inner().into(),
        severity: written.severity,
        standards: written.standards.into(),
        rationale: written.rationale.into_inner(),
        limits: written.limits,
        profiles,
        tests,
        file,
        message,
        label,
        zones,
        subsumes: Vec::new(),
        looks_at: Vec::new(),
        seen_by: Vec::new(),
        merge,
        unless,
        levels,
        detector,
    })
}

fn default_zones(detector: &dyn Detector) -> Vec<Zone> {
    if detector.whole_document() { Zone::ALL.to_vec() } else { REPORTING.to_vec() }
}

fn profiles(written: &[Spanned<String>], context: &mut BuildContext<'_>) -> Vec<String> {
    for name in written.iter().filter(|name| !names::PROFILES.contains(&name.as_ref().as_str())) {
        let mistake = Mistake::new(
            &context.file,
            name.span(),
            format!("there is no profile “{}”", name.as_ref()),
        )
        .with_help(format!("one of: {}", names::PROFILES.join(", ")));
        context.mistakes.push(mistake);
    }
    written.iter().map(|name| name.as_ref().clone()).collect()
}

fn check_merge(written: &MergeFile, known: &[&str], context: &mut BuildContext<'_>) -> Merge {
    Merge {
        message: Template::parse(&written.message, known, &context.file, context.mistakes),
        within: written.within,
        from: written.from.max(2),
    }
}

fn check_level(
    written: LevelFile,
    tags: &[&'static str],
    known: &[&str],
    context: &mut BuildContext<'_>,
) -> Level {
    let message = written
        .message
        .as_ref()
        .map(|message| Template::parse(message, known, &context.file, context.mistakes));
    Level {
        when: Condition::build(written.when, tags, context),
        severity: written.severity,
        lower: written.lower,
        message,
        help: written.help,
    }
}

/// Reads the tests; every rule has at least one that fires and one that stays silent.
fn check_tests(written: Vec<Spanned<TestFile>>, context: &mut BuildContext<'_>) -> Vec<Test> {
    let file = Arc::clone(&context.file);
    let mut tests = Vec::new();
    for test in written {
        let span = test.span();
        match Test::read(test.into_inner(), span) {
            Ok(test) => tests.push(test),
            Err((span, message)) => context.mistakes.push(Mistake::new(&file, span, message)),
        }
    }
    for (fires, what) in [(true, "fires"), (false, "stays silent")] {
        if !tests.iter().any(|test| test.fires() == fires) {
            let mistake = Mistake::new(&file, 0..0, format!("no test in which the rule {what}"));
            context.mistakes.push(mistake.with_help(if fires {
                "add [[test]] text = \"…\" with ⟦marks⟧ around what must be found"
            } else {
                "add [[test]] text = \"…\" without marks, close to what the rule finds"
            }));
        }
    }
    tests
}
