//! The ways of attributing other than a verb behind its subject: "according to", passives, gerunds, nouns
//! of saying, colons.

use std::ops::Range;

use super::classify::{Classified, Names};
use super::cue::Found;
use super::phrase::Phrase;
use super::subject::Subject;
use super::words::{Role, View};
use super::{AttributionForm, CueStrength, SourceClass};
use crate::analysis::token::Shape;

/// Most tokens of an aside behind a source that is named behind its cue.
const ASIDE: usize = 14;

/// Most tokens of a speaker's name with his titles before a colon.
const LABEL: usize = 7;

/// How far behind a passive its agent may stand, in tokens.
const AGENT: usize = 8;

impl View<'_> {
    /// "according to X".
    pub(super) fn according(&self, at: usize, high: usize) -> Option<Found> {
        if !self.is(at + 1, Role::TO) {
            return None;
        }
        let phrase = self.phrase_right(at + 2, high)?;
        // At the head of a sentence the comma may end the frame: an aside needs a second one.
        let first = self.shape(at).is(Shape::FIRST);
        let aside = self.aside_right(&phrase, high);
        let aside = aside.filter(|(_, end)| !first || self.is_sign(*end, b','));
        let subject = Subject { phrase, end: phrase.end, modified: false, aside };
        Some(Self::made(
            (at, at + 2),
            Some(subject),
            AttributionForm::AccordingTo,
            CueStrength::Plain,
        ))
    }

    /// "according to instructions": a plural that no list and no ending takes for people.
    pub(super) fn thing_consulted(&self, made: &Found, classified: Classified) -> bool {
        let people = Role::HUMAN
            .or(Role::COLLECTIVE)
            .or(Role::ALONE)
            .or(Role::PERCENT)
            .or(Role::NUMBER)
            .or(Role::ANYBODY)
            .or(Role::PLURAL_BODY)
            .or(Role::DEMONYM);
        classified.class == SourceClass::VaguePlural
            && made.subject.is_some_and(|subject| {
                let heads = [Some(subject.phrase.head), subject.phrase.whole];
                !heads.into_iter().flatten().any(|head| self.is(head, people))
            })
    }

    pub(super) fn aside_right(&self, phrase: &Phrase, high: usize) -> Option<(usize, usize)> {
        let comma = self.is_sign(phrase.end, b',').then_some(phrase.end)?;
        let stop = |at: &usize| self.is_sign(*at, b',') || self.is_sign(*at, b'.');
        let end = (comma + 1..high).take(ASIDE).find(stop).unwrap_or(high.min(comma + ASIDE));
        // "According to analysts, Ada Roe has won": no aside, the sentence goes on.
        (!self.finite_within(comma + 1, end)).then_some((comma + 1, end))
    }

    pub(super) fn passive(&self, auxiliaries: usize, verb: usize) -> bool {
        (auxiliaries..verb)
            .rev()
            .find(|at| !self.is(*at, Role::ADVERB) || self.is(*at, Role::BE))
            .is_some_and(|at| {
                // "the mayor's", "Sandy's"
                let owner = at > 0
                    && self.is(at, Role::OWNER_MARK)
                    && (self.is(at - 1, Role::HUMAN) || self.name_like(at - 1));
                self.is(at, Role::BE) && (!owner || self.is(verb + 1, Role::TO))
            })
    }

    /// "was criticised by some of his rivals", "it is believed", "is said to".
    pub(super) fn passive_cue(
        &self,
        start: usize,
        verb: (usize, usize),
        strength: CueStrength,
        high: usize,
    ) -> Option<Found> {
        let cue = (start.min(verb.0), verb.1);
        if self.is(verb.0, Role::AS_VERB.or(Role::NO_AGENT)) {
            return None;
        }
        for at in (verb.1..high).take(AGENT) {
            let role = self.role(at);
            let far = self.shape(at).is(Shape::PUNCTUATION)
                || role.any(Role::VERB_FINITE.or(Role::SUBORDINATOR));
            if far && !role.any(Role::BY) {
                break;
            }
            if role.any(Role::BY) {
                let phrase = self.phrase_right(at + 1, high)?;
                if self.is(phrase.head, Role::TIME.or(Role::GERUND)) {
                    return None;
                }
                let subject = Subject {
                    phrase,
                    end: phrase.end,
                    modified: false,
                    aside: self.aside_right(&phrase, high),
                };
                return Some(Self::made(cue, Some(subject), AttributionForm::Passive, strength));
            }
        }
        let impersonal = start > 0 && self.is(start - 1, Role::IT);
        // "it is understood that"
        let understood = impersonal && self.is(verb.0, Role::IMPERSONAL);
        let strength = if understood { CueStrength::Opinion } else { strength };
        if self.is(verb.0, Role::HEARER_VERB) || start == verb.0 || strength == CueStrength::Stance
        {
            return None;
        }
        // "It must be added that", "it can be said that": the writer's own voice.
        let own = Role::OBLIGED.or(Role::POSSIBLE);
        if impersonal && (start..verb.0).any(|at| self.is(at, own)) {
            return None;
        }
        let infinitive = self.is(verb.1, Role::TO);
        if !(impersonal || infinitive && strength != CueStrength::Stance) {
            return None;
        }
        let from = if impersonal { start - 1 } else { start };
        Some(Self::made((from, verb.1), None, AttributionForm::Passive, strength))
    }

    /// "voters saying", "are saying", "…, arguing that".
    pub(super) fn gerund(&self, at: usize, low: usize, auxiliaries: usize) -> Option<Subject> {
        let progressive = (auxiliaries..at).any(|at| self.is(at, Role::BE));
        if progressive {
            return self.subject_left(low, at);
        }
        let before = auxiliaries.checked_sub(1).filter(|before| *before >= low)?;
        if self.is_sign(before, b',') || self.is(before, Role::BY) {
            return self.clause_subject(low, before).or_else(|| {
                let phrase = self.base_right(low, before)?;
                Some(Subject { phrase, end: phrase.end, modified: false, aside: None })
            });
        }
        if self.is(before, Role::SUBORDINATOR) {
            return self.quoted_as(low, before);
        }
        if !self.is(before, Role::HUMAN.or(Role::PERCENT)) || self.name_like(before) {
            return None;
        }
        let phrase = self.phrase_left(low, auxiliaries)?;
        if self.is(phrase.start, Role::VERB_LIKE) {
            return None; // "featuring divers telling their stories"
        }
        let opens = phrase.start == low
            || phrase.start == 0
            || self.is(phrase.start - 1, Role::SUBORDINATOR)
            || self.is(phrase.start - 1, Role::PREPOSITION)
                && !self.is(phrase.start - 1, Role::TOPIC)
                && self.is(at + 1, Role::SUBORDINATOR)
            || self.shape(phrase.start - 1).is(Shape::PUNCTUATION);
        if !opens {
            return None;
        }
        Some(Subject { phrase, end: phrase.end, modified: false, aside: None })
    }

    /// "quoted X as saying", "X was quoted as saying".
    pub(super) fn quoted_as(&self, low: usize, at: usize) -> Option<Subject> {
        let cite = (low..at).rev().take(40).find(|at| self.is(*at, Role::CITES))?;
        let auxiliaries = self.before_auxiliaries(low, cite);
        if self.passive(auxiliaries, cite) {
            return self.subject_left(low, cite);
        }
        let phrase = self.phrase_right(cite + 1, at)?;
        Some(Subject { phrase, end: phrase.end, modified: false, aside: None })
    }

    /// "Per X, …", "…, per X": a name or a definite noun, and nothing else before the next sign.
    pub(super) fn per(&self, at: usize, tokens: &Range<usize>) -> Option<Found> {
        let opens = at == tokens.start
            || self.is_sign(at - 1, b',')
            || at == tokens.start + 1 && self.is_quote(at - 1);
        let first = self.is(at + 1, Role::DEFINITE) || self.name_like(at + 1);
        let phrase = if opens && first { self.phrase_right(at + 1, tokens.end) } else { None }?;
        let last = phrase.end >= tokens.end || self.shape(phrase.end).is(Shape::PUNCTUATION);
        let subject = Subject { phrase, end: phrase.end, modified: false, aside: None };
        let form = AttributionForm::AccordingTo;
        let name = self.shape(phrase.head).is(Shape::CAPITAL);
        (last && name).then(|| Self::made((at, at + 1), Some(subject), form, CueStrength::Plain))
    }

    /// "ROE: …" in a transcript, "Bridge engineer Ada Roe: the pier may fall": a name and a colon at
    /// the head of a sentence.
    pub(super) fn label(&self, low: usize, colon: usize, names: &dyn Names) -> Option<Found> {
        let words = low..colon;
        if words.is_empty() || words.len() > LABEL || self.is_quote(colon + 1) {
            return None;
        }
        let part = |at: usize| {
            self.shape(at).is(Shape::CAPITAL) && self.shape(at).is(Shape::WORD)
                || self.is_sign(at, b'.')
                || self.is(at, Role::PERSON.or(Role::INSTITUTION)) && at > low
        };
        let last = colon - 1;
        let name = self.shape(last).is(Shape::CAPITAL) && self.role(last) == Role::NONE;
        let titled = last > low && self.is(last - 1, Role::HONORIFIC.or(Role::PERSON))
            || last > low + 1 && self.is(last - 2, Role::HONORIFIC.or(Role::PERSON));
        if !name || !words.clone().all(part) || !(titled || names.speaks_by_label(last)) {
            return None;
        }
        let upper = |at: usize| self.shape(at).is(Shape::UPPER) || self.is_sign(at, b'.');
        if !titled && words.len() == 1 && !words.clone().all(upper) {
            return None; // "Washington: …"
        }
        let phrase = Phrase { start: low, end: colon, head: last, core_end: colon, whole: None };
        let subject = Subject { phrase, end: colon, modified: false, aside: None };
        let form = AttributionForm::Colon;
        Some(Self::made((colon, colon + 1), Some(subject), form, CueStrength::Report))
    }

    /// "in the opinion of X", "in her opinion", "claims by X".
    pub(super) fn noun(&self, at: usize, tokens: &Range<usize>) -> Option<Found> {
        if !self.is(at, Role::SAYING_NOUN) || at <= tokens.start {
            return None;
        }
        let form = |start, phrase| {
            let subject = Subject { phrase, end: phrase.end, modified: false, aside: None };
            let strength = CueStrength::Opinion;
            Some(Self::made((start, at + 1), Some(subject), AttributionForm::Noun, strength))
        };
        let before = at - 1;
        let framed = before > tokens.start && self.is(before - 1, Role::PREPOSITION);
        if framed && self.is(before, Role::POSSESSIVE) {
            if self.is(before, Role::FIRST_PERSON) {
                return None; // "in our view": the author's own
            }
            let owner = Phrase { start: before, end: at, head: before, core_end: at, whole: None };
            return form(before - 1, owner);
        }
        // "in Roe's view"
        if self.is(before, Role::OWNER_MARK)
            && self.is(at, Role::VIEW_NOUN)
            && let Some(owner) = self.base_left(tokens.start, before)
            && owner.start > tokens.start
            && self.is(owner.start - 1, Role::PREPOSITION)
            && !self.is(owner.start - 1, Role::OF)
            && self.name_like(owner.head)
        {
            return form(owner.start - 1, owner);
        }
        // "the critics' warnings that"
        let owned = self.is(before, Role::OWNER_MARK)
            && before > tokens.start
            && self.is(at + 1, Role::SUBORDINATOR)
            && self.is(at + 1, Role::RELATIVE);
        if owned {
            let mut owner = self.base_left(tokens.start, before)?;
            if owner.start < owner.head && self.is(owner.start, Role::VERB_LIKE) {
                owner.start += 1; // "…, denying owners' warnings that"
            }
            let people = self.is(owner.head, Role::PERSONS) && !self.name_like(owner.head);
            return people.then(|| form(at, owner)).flatten();
        }
        let opinion = framed && self.is(before, Role::DEFINITE) || self.is(at, Role::OPINION_NOUN);
        if opinion && self.is(at + 1, Role::OF.or(Role::BY)) {
            let phrase = self.phrase_right(at + 2, tokens.end)?;
            let human = self.is(phrase.head, Role::HUMAN.or(Role::COLLECTIVE));
            return (human || framed && self.name_like(phrase.head))
                .then(|| form(if framed { before - 1 } else { at }, phrase))
                .flatten();
        }
        None
    }

    /// "X gave his answer: “…”", unless the sentence has a cue before the colon.
    pub(super) fn colon(
        &self,
        sentence: usize,
        low: usize,
        colon: usize,
        first: usize,
        names: &dyn Names,
        out: &mut Vec<Found>,
    ) {
        let after_quote = (low..colon).rev().find(|at| self.is_quote(*at)).map_or(low, |at| at + 1);
        if out
            .get(first..)
            .is_some_and(|found| found.iter().any(|found| found.cue.0 >= after_quote))
        {
            return;
        }
        let subject = self.clause_subject(after_quote, colon).or_else(|| {
            let phrase = self.phrase_left(after_quote, colon)?;
            (phrase.start == after_quote).then_some(Subject {
                phrase,
                end: phrase.end,
                modified: false,
                aside: None,
            })
        });
        let Some(subject) = subject else { return };
        let strength = CueStrength::Stance;
        let Some(classified) = self.classify(&subject, strength, names) else { return };
        let made = Self::made((colon, colon + 1), Some(subject), AttributionForm::Colon, strength);
        out.push(Found { sentence, classified, ..made });
    }
}
