//! Conditions on a match: voice, owner, zone, tags and what stands nearby.

use std::ops::Range;

use super::file::{ConditionFile, NearFile, Reach};
use super::label::Labels;
use super::names;
use crate::analysis::Analysis;
use crate::analysis::attribution::SourceClass;
use crate::analysis::token::Shape;
use crate::analysis::voice::Voice;
use crate::analysis::zone::Zone;
use crate::detect::{BuildContext, Match, View};
use crate::mistake::Mistake;
use crate::pattern::GroupId;
use crate::span::Span;

/// A checked condition; everything that is given must hold.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    voice: Option<Vec<Voice>>,
    owner: Option<Vec<SourceClass>>,
    zone: Option<Vec<Zone>>,
    tag: Option<Vec<String>>,
    profile: Option<Vec<String>>,
    heading: Option<bool>,
    dated: Option<bool>,
    labelled: Option<Labels>,
    near: Option<(Reach, GroupId)>,
    not_near: Option<(Reach, GroupId)>,
}

impl Condition {
    pub(super) fn build(
        file: ConditionFile,
        tags: &[&'static str],
        context: &mut BuildContext<'_>,
    ) -> Self {
        let tag = file.tag.map(|tag| known(tag, tags, "tag", context));
        let profile =
            file.profile.map(|profile| known(profile, names::PROFILES, "profile", context));
        let labelled = file.labelled.map(|names| Labels::build(names, context));
        let mut near = |near: NearFile| (near.within, context.patterns(&near.any));
        Self {
            voice: file.voice,
            owner: file.owner,
            zone: file.zone,
            tag,
            profile,
            heading: file.heading,
            dated: file.dated,
            labelled,
            near: file.near.map(&mut near),
            not_near: file.not_near.map(&mut near),
        }
    }

    pub(crate) fn holds(&self, view: &View<'_>, found: &Match) -> bool {
        let analysis = view.analysis;
        let paragraph =
            || analysis.paragraph_at(found.span.start).map(|at| &analysis.paragraphs()[at]);
        let is = |wanted: &Option<Vec<_>>, actual: &dyn Fn(&String) -> bool| {
            wanted.as_ref().is_none_or(|wanted: &Vec<String>| wanted.iter().any(actual))
        };
        is(&self.profile, &|profile| profile == view.profile)
            && is(&self.tag, &|tag| found.tags.contains(&tag.as_str()))
            && self.dated.is_none_or(|dated| analysis.dated().found.is_some() == dated)
            && self.heading.is_none_or(|heading| paragraph().is_some_and(|p| p.heading == heading))
            && self
                .zone
                .as_ref()
                .is_none_or(|zones| paragraph().is_some_and(|p| zones.contains(&p.zone)))
            && self.labelled.as_ref().is_none_or(|labels| labels.hold(view))
            && self.speech_fits(view, found)
            && self.near.is_none_or(|near| stands_near(near, view, found.span))
            && !self.not_near.is_some_and(|near| stands_near(near, view, found.span))
    }

    fn speech_fits(&self, view: &View<'_>, found: &Match) -> bool {
        if self.voice.is_none() && self.owner.is_none() {
            return true;
        }
        let speech = view.analysis.speech_at(found.span.start);
        let voice = found.voice.unwrap_or(speech.voice);
        let owner = found.owner.or(speech.owner);
        self.voice.as_ref().is_none_or(|voices| voices.contains(&voice))
            && self
                .owner
                .as_ref()
                .is_none_or(|owners| owner.is_some_and(|owner| owners.contains(&owner)))
    }
}

fn known(
    written: Vec<toml::Spanned<String>>,
    names: &[&str],
    what: &str,
    context: &mut BuildContext<'_>,
) -> Vec<String> {
    for name in written.iter().filter(|name| !names.contains(&name.as_ref().as_str())) {
        let mut mistake = Mistake::new(
            &context.file,
            name.span(),
            format!("there is no {what} “{}”", name.as_ref()),
        );
        mistake = mistake.nearest(name.as_ref(), names.iter().copied());
        if mistake.help.is_empty() && !names.is_empty() {
            mistake = mistake.with_help(format!("one of: {}", names.join(", ")));
        }
        context.mistakes.push(mistake);
    }
    written.into_iter().map(toml::Spanned::into_inner).collect()
}

fn stands_near((reach, group): (Reach, GroupId), view: &View<'_>, span: Span) -> bool {
    let Some(tokens) = reach_of(reach, view.analysis, span) else { return false };
    if reach == Reach::Match {
        let hits = view.hits.of(group);
        let from = hits.partition_point(|hit| hit.tokens.end <= tokens.start);
        return hits.get(from).is_some_and(|hit| hit.tokens.start < tokens.end);
    }
    !view.hits.within(group, &tokens).is_empty()
}

/// The tokens within `reach` of a span.
fn reach_of(reach: Reach, analysis: &Analysis, span: Span) -> Option<Range<usize>> {
    let first = analysis.token_at(span.start);
    let last = analysis.token_at(span.end.saturating_sub(1)).max(first) + 1;
    let number = analysis.sentence_at(span.start)?;
    let sentence = analysis.sentences()[number].tokens.clone();
    let around = |before: usize, after: usize| {
        let from = number.saturating_sub(before);
        let to = (number + after).min(analysis.sentences().len() - 1);
        analysis.sentences()[from].tokens.start..analysis.sentences()[to].tokens.end
    };
    Some(match reach {
        Reach::Match => first..last.min(analysis.tokens().len()),
        Reach::Clause => {
            let sign = |at: &usize| analysis.tokens()[*at].shape.is(Shape::PUNCTUATION);
            let start =
                (sentence.start..first).rev().find(sign).map_or(sentence.start, |at| at + 1);
            let end = (last..sentence.end).find(sign).unwrap_or(sentence.end);
            start..end.max(start)
        }
        Reach::Sentence => sentence,
        Reach::NextSentence => around(0, 1),
        Reach::NeighbourSentence => around(1, 1),
        Reach::Paragraph => {
            analysis.paragraphs()[analysis.sentences()[number].paragraph].tokens.clone()
        }
        Reach::Document => 0..analysis.tokens().len(),
    })
}
