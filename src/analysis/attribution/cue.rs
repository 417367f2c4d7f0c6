//! Cues: the words that say that somebody says so.

use std::ops::Range;

use super::classify::{Classified, Names};
use super::subject::Subject;
use super::words::{Role, View};
use super::{AttributionForm, CueStrength, SourceClass};

/// An attribution before pronouns and definite forms are resolved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) sentence: usize,
    /// Tokens of the cue.
    pub(super) cue: (usize, usize),
    pub(super) subject: Option<Subject>,
    pub(super) classified: Classified,
    pub(super) form: AttributionForm,
    pub(super) strength: CueStrength,
}

const NOBODY: Classified = Classified {
    class: SourceClass::None,
    anaphor: false,
    plural: false,
    affiliated: false,
    owned: false,
    share: false,
    faceless: false,
    quantifier: None,
};

impl View<'_> {
    /// Adds the attributions of one sentence.
    pub(super) fn cues_of(
        &self,
        sentence: usize,
        tokens: Range<usize>,
        names: &dyn Names,
        out: &mut Vec<Found>,
    ) {
        let first = out.len();
        for at in tokens.clone() {
            let role = self.role(at);
            if !role.any(Role::CUE.or(Role::ACCORD).or(Role::SAYING_NOUN)) {
                let colon = at > tokens.start && self.is_sign(at - 1, b':');
                if at - tokens.start < 8
                    && self.is_sign(at, b':')
                    && let Some(made) = self.label(tokens.start, at, names)
                {
                    let classified = Classified { class: SourceClass::Named, ..made.classified };
                    out.push(Found { sentence, classified, ..made });
                } else if role.any(Role::PER)
                    && let Some(made) = self.per(at, &tokens)
                    && let Some(subject) = &made.subject
                    && let Some(classified) = self.classify(subject, made.strength, names)
                {
                    out.push(Found { sentence, classified, ..made });
                }
                if colon && (self.is_quote(at) || self.opens_single(at)) {
                    self.colon(sentence, tokens.start, at - 1, first, names, out);
                }
                continue;
            }
            let made = if role.any(Role::ACCORD) {
                self.according(at, tokens.end)
            } else if role.any(Role::CUE) && !self.name_like(at) {
                self.verb(at, tokens.start, tokens.end).or_else(|| self.noun(at, &tokens))
            } else {
                self.noun(at, &tokens)
            };
            let Some(made) = made else { continue };
            let classified = match &made.subject {
                None => Some(NOBODY),
                Some(subject) => self.classify(subject, made.strength, names),
            };
            let Some(mut classified) = classified else { continue };
            if made.form == AttributionForm::AccordingTo && self.thing_consulted(&made, classified)
            {
                classified.class = SourceClass::Document;
            }
            if !self.agrees(at, &made, classified) || self.supposed(&made, classified) {
                continue;
            }
            out.push(Found { sentence, classified, ..made });
        }
    }

    pub(super) fn made(
        cue: (usize, usize),
        subject: Option<Subject>,
        form: AttributionForm,
        strength: CueStrength,
    ) -> Found {
        Found { sentence: 0, cue, subject, classified: NOBODY, form, strength }
    }

    pub(super) fn strength(&self, at: usize) -> CueStrength {
        let role = self.role(at);
        if role.any(Role::PLAIN_SPEECH) {
            CueStrength::Plain
        } else if role.any(Role::REPORT.or(Role::PARTICLE_VERB)) {
            CueStrength::Report
        } else if role.any(Role::OPINION) {
            CueStrength::Opinion
        } else {
            CueStrength::Stance
        }
    }

    /// A verb of saying or thinking.
    fn verb(&self, at: usize, low: usize, high: usize) -> Option<Found> {
        let role = self.role(at);
        let end = if role.any(Role::PARTICLE_VERB) { at + 2 } else { at + 1 };
        let strength = self.strength(at);
        if self.other_verb(at, high) {
            return None;
        }
        let quotes = self.is_quote(end) || self.is_sign(end, b',') && self.is_quote(end + 1);
        let by_saying = role.any(Role::GERUND) && (quotes || strength == CueStrength::Plain);
        if at > low && !by_saying && (self.noun_position(at - 1) || self.noun_rather(at)) {
            return None;
        }
        let auxiliaries = self.before_auxiliaries(low, at);
        if role.any(Role::PARTICIPLE) && self.passive(auxiliaries, at) {
            return self.passive_cue(auxiliaries, (at, end), strength, high);
        }
        if self.adjective(at, auxiliaries) {
            return None;
        }
        if self.says_nothing(at, end, high)
            || (auxiliaries..at).any(|at| self.is(at, Role::POSSIBLE))
        {
            return None; // "some may recall": nobody has said anything
        }
        let made = |form, subject| Self::made((at, end), Some(subject), form, strength);
        if role.any(Role::INVERTED)
            && self.may_invert(low, at)
            && !self.is(end, Role::SUBORDINATOR)
            && let Some(subject) = self.subject_right(end, high)
        {
            return Some(match self.described_subject(low, at) {
                Some(first) => made(AttributionForm::Subject, first),
                None => made(AttributionForm::Inverted, subject),
            });
        }
        if role.any(Role::GERUND) {
            let subject = self.gerund(at, low, auxiliaries)?;
            return Some(made(AttributionForm::Subject, subject));
        }
        if role.any(Role::PARTICIPLE) && self.is(at + 1, Role::BY) && !self.means(at + 2, high) {
            return self.passive_cue(auxiliaries, (at, end), strength, high);
        }
        let subject = self.active_subject(at, end, low, auxiliaries)?;
        let present = role.any(Role::THIRD.or(Role::BASE)) && !role.any(Role::PAST);
        // "the job that economists say is the future"
        let open = subject.phrase.start > low && self.is(subject.phrase.start - 1, Role::RELATIVE);
        if present && !open && self.verb_follows(end) {
            return None;
        }
        Some(made(AttributionForm::Subject, subject))
    }

    /// The subject of a verb behind it, unless the verb turns out to be a participle.
    fn active_subject(
        &self,
        at: usize,
        end: usize,
        low: usize,
        auxiliaries: usize,
    ) -> Option<Subject> {
        let role = self.role(at);
        let plain = self.strength(at) == CueStrength::Plain;
        let joins = role.any(Role::PAST.or(Role::THIRD)) && (plain || role.any(Role::REPORT));
        let joined = || joins.then(|| self.joined_subject(low, auxiliaries)).flatten();
        let subject = self.subject_left(low, at).or_else(joined)?;
        if !role.any(Role::PARTICIPLE) {
            return Some(subject);
        }
        let before = subject.phrase.start.checked_sub(1);
        let stands_before = |role| before.is_some_and(|before| self.is(before, role));
        // "boats described as old": a passive, unless the object stands before: "which he described as"
        let passive = role.any(Role::AS_VERB) && self.is(end, Role::AS);
        // "led by divers called the Eels": whoever acted, not whoever called
        // "for people worried about it", too
        let object = stands_before(Role::TOPIC) && auxiliaries == at;
        let agent = (stands_before(Role::BY) || object) && !plain;
        (!agent && (!passive || stands_before(Role::RELATIVE))).then_some(subject)
    }

    /// The first of the auxiliaries and adverbs in front of a verb.
    pub(super) fn before_auxiliaries(&self, low: usize, verb: usize) -> usize {
        let mut at = verb;
        while at > low && self.is(at - 1, Role::AUXILIARY.or(Role::ADVERB).or(Role::BE)) {
            at -= 1;
        }
        at
    }

    /// Whether the verb stands where its subject may follow: behind a quotation or a comma.
    fn may_invert(&self, low: usize, at: usize) -> bool {
        if at == low {
            return true;
        }
        self.is_quote(at - 1)
            || self.wide_gap(at)
            || self.is_sign(at - 1, b',')
            || self.is_sign(at - 1, b'?')
            || self.is_sign(at - 1, b'!')
            || self.is_sign(at - 1, b'\'')
            || self.is_dash(at - 1)
            || self.word(at - 1) == "’"
    }
}
