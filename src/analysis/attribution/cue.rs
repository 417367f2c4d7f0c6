//! Cues: the words that say that somebody says so.

use std::ops::Range;

use super::classify::{Classified, Names};
use super::phrase::Phrase;
use super::subject::Subject;
use super::words::{Role, View};
use super::{AttributionForm, CueStrength, SourceClass};
use crate::analysis::token::Shape;

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

/// How far behind a passive its agent may stand, in tokens.
const AGENT: usize = 8;

/// How far behind a verb the verb of a clause may stand that it needs, in tokens.
const CLAUSE: usize = 16;

/// How far behind "stated of" the quotation may begin, in tokens.
const OF_REACH: usize = 6;

/// How far behind its verb the "as" of a judgement may stand, in tokens.
const AS_REACH: usize = 14;

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
                if self.is_quote(at) && at > tokens.start && self.is_sign(at - 1, b':') {
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

    fn made(
        cue: (usize, usize),
        subject: Option<Subject>,
        form: AttributionForm,
        strength: CueStrength,
    ) -> Found {
        Found { sentence: 0, cue, subject, classified: NOBODY, form, strength }
    }

    /// "according to X".
    fn according(&self, at: usize, high: usize) -> Option<Found> {
        if !self.is(at + 1, Role::TO) {
            return None;
        }
        let phrase = self.phrase_right(at + 2, high)?;
        let aside = self.aside_right(&phrase, high);
        let subject = Subject { phrase, end: phrase.end, modified: false, aside };
        Some(Self::made(
            (at, at + 2),
            Some(subject),
            AttributionForm::AccordingTo,
            CueStrength::Plain,
        ))
    }

    /// "according to instructions": a plural that no list and no ending takes for people.
    fn thing_consulted(&self, made: &Found, classified: Classified) -> bool {
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

    fn aside_right(&self, phrase: &Phrase, high: usize) -> Option<(usize, usize)> {
        self.is_sign(phrase.end, b',').then(|| {
            let end = (phrase.end + 1..high).take(12).find(|at| self.is_sign(*at, b','));
            (phrase.end + 1, end.unwrap_or(high.min(phrase.end + 10)))
        })
    }

    fn strength(&self, at: usize) -> CueStrength {
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
        let particle = role.any(Role::PARTICLE_VERB);
        if particle && !self.is(at + 1, Role::PARTICLE)
            || particle && self.is(at + 1, Role::TO) && self.is(at + 2, Role::PREPOSITION)
        {
            return None;
        }
        let quotes_soon = || (at + 1..high).take(OF_REACH).any(|at| self.is_quote(at));
        if self.is(at + 1, Role::OF) && !role.any(Role::PLAIN_SPEECH) && !quotes_soon() {
            return None;
        }
        let end = if particle { at + 2 } else { at + 1 };
        let strength = self.strength(at);

        let form = |form, subject| Some(Self::made((at, end), Some(subject), form, strength));
        let quotes = self.is_quote(end) || self.is_sign(end, b',') && self.is_quote(end + 1);
        let by_saying = role.any(Role::GERUND) && (quotes || strength == CueStrength::Plain);
        if at > low && !by_saying && (self.noun_position(at - 1) || self.noun_rather(at)) {
            return None;
        }
        let auxiliaries = self.before_auxiliaries(low, at);
        if role.any(Role::PARTICIPLE) && self.passive(auxiliaries, at) {
            return self.passive_cue(auxiliaries, (at, end), strength, high);
        }
        if strength == CueStrength::Opinion && self.is(end, Role::TOPIC) {
            return None; // "believe in", "think of", "expect to"
        }
        let judged = |at: &usize| !self.is_sign(*at, b',') && !self.is_sign(*at, b';');
        let mut object = (end..high).take(AS_REACH).take_while(judged);
        if role.any(Role::AS_VERB) && !object.any(|at| self.is(at, Role::AS)) {
            return None;
        }
        if (auxiliaries..at).any(|at| self.is(at, Role::POSSIBLE)) {
            return None; // "some may recall": nobody has said anything
        }
        if self.claimed_thing(at, end) || self.active_without_clause(at, end, high) {
            return None;
        }
        if role.any(Role::INVERTED)
            && self.may_invert(low, at)
            && !self.is(end, Role::SUBORDINATOR)
            && let Some(subject) = self.subject_right(end, high)
        {
            let first = self.described_subject(low, at);
            return match first {
                Some(first) => form(AttributionForm::Subject, first),
                None => form(AttributionForm::Inverted, subject),
            };
        }
        if role.any(Role::GERUND) {
            return self
                .gerund(at, low, auxiliaries)
                .and_then(|subject| form(AttributionForm::Subject, subject));
        }
        if role.any(Role::PARTICIPLE) && self.is(at + 1, Role::BY) && !self.means(at + 2, high) {
            return self.passive_cue(auxiliaries, (at, end), strength, high);
        }
        if role.any(Role::THIRD.or(Role::BASE)) && !role.any(Role::PAST) && self.verb_follows(end) {
            return None;
        }
        let joined = strength == CueStrength::Plain || role.any(Role::REPORT);
        let joined = || joined.then(|| self.joined_subject(low, auxiliaries)).flatten();
        let subject = self.subject_left(low, at).or_else(joined)?;
        // "boats described as old": a passive, unless the object stands before: "which he described as"
        let before = subject.phrase.start.checked_sub(1);
        let object = before.is_some_and(|before| self.is(before, Role::RELATIVE));
        if role.any(Role::AS_VERB)
            && role.any(Role::PARTICIPLE)
            && self.is(end, Role::AS)
            && !object
        {
            return None;
        }
        form(AttributionForm::Subject, subject)
    }

    /// Behind such a word stands a noun, not a verb.
    fn noun_position(&self, before: usize) -> bool {
        let role = self.role(before);
        let points = role.any(Role::DEFINITE.or(Role::POSSESSIVE)) && !role.any(Role::SUBORDINATOR);
        let counts = role.any(Role::INDEFINITE.or(Role::QUANTIFIER))
            && !role.any(Role::SUBORDINATOR.or(Role::ALONE).or(Role::ADVERB));
        let owner =
            role.any(Role::OWNER_MARK) && before > 0 && !self.is(before - 1, Role::PERSONAL);
        // "how many states", "too many reports"
        let degree = role.any(Role::ALONE)
            && before > 0
            && self.is(before - 1, Role::DEGREE)
            && self.is(before + 1, Role::NOUN);
        points || degree || counts || role.any(Role::PREPOSITION) || owner
    }

    /// A word that is a noun as well as a verb, among nouns: "two states", "state primaries".
    fn noun_rather(&self, at: usize) -> bool {
        let role = self.role(at);
        let both = Role::NOT_HUMAN.or(Role::HUMAN).or(Role::SAYING_NOUN);
        if !role.any(both) || role.any(Role::PAST.or(Role::GERUND)) {
            return false;
        }
        let counted = Role::QUANTIFIER.or(Role::NUMBER).or(Role::INDEFINITE);
        let next = self.role(at + 1);
        let object = next.any(
            Role::DEFINITE
                .or(Role::INDEFINITE)
                .or(Role::POSSESSIVE)
                .or(Role::PERSONAL)
                .or(Role::PRONOUN),
        ) || self.name_like(at + 1);
        let before_verb = next.any(Role::PREPOSITION.or(Role::CUE).or(Role::RELATIVE))
            && !next.any(Role::SUBORDINATOR);
        let before_noun = self.nominal(at + 1) && !object;
        let behind_noun = self.nominal(at - 1)
            && !self.name_like(at - 1)
            && !self.is(at - 1, Role::HUMAN.or(Role::PLURAL_LIKE).or(Role::TIME));
        let thing_said = object
            || next.any(Role::SUBORDINATOR)
            || self.is_quote(at + 1)
            || self.is_sign(at + 1, b':');
        if self.shape(at + 1).is(Shape::PUNCTUATION) && !thing_said {
            return !self.parenthetical(at);
        }
        let behind_count = self.is(at - 1, counted) || self.shape(at - 1).is(Shape::NUMBER);
        behind_count && !object
            || before_verb
            || before_noun
            || behind_noun && !object && role.any(Role::BASE)
    }

    /// "…, the mayor claims, …": up to four words between a comma and the verb.
    fn parenthetical(&self, verb: usize) -> bool {
        (verb.saturating_sub(5)..verb)
            .rev()
            .find(|at| self.shape(*at).is(Shape::PUNCTUATION))
            .is_some_and(|at| self.is_sign(at, b',') || self.is_quote(at))
    }

    fn verb_follows(&self, at: usize) -> bool {
        let role = self.role(at);
        role.any(Role::AUXILIARY.or(Role::PAST).or(Role::VERB_FINITE))
            && !role.any(Role::NOUN)
            && !self.name_like(at)
    }

    /// "alleged frauds": what is said to be one, not somebody who says so.
    fn claimed_thing(&self, at: usize, end: usize) -> bool {
        let opens = Role::DEFINITE.or(Role::INDEFINITE).or(Role::POSSESSIVE).or(Role::QUANTIFIER);
        let thing = self.is(at, Role::CLAIMED_ADJECTIVE);
        // "30,000 visitors expected this year"
        let timed = self.is(end, Role::PREPOSITION)
            || self.is(end, Role::DEFINITE) && self.is(end + 1, Role::TIME);
        if thing && self.is(at, Role::OPINION) && timed && !self.is(end, Role::TO) {
            return true;
        }
        thing && self.nominal(end) && !self.name_like(end) && !self.is(end, opens)
    }

    /// A verb that says something only if a clause follows ("claim that") and has none ("claim a
    /// prize"), or that puts somebody into an office ("confirm a judge").
    fn active_without_clause(&self, at: usize, end: usize, high: usize) -> bool {
        let role = self.role(at);
        if role.any(Role::WEIGHING_VERB) && self.is(end, Role::VERB_OTHER.or(Role::GERUND)) {
            return true; // "considered moving"
        }
        if role.any(Role::OFFICE_VERB) {
            let object = self.base_right(end, high);
            return object.is_some_and(|object| self.is(object.head, Role::HUMAN))
                && !self.clause_follows(end, high);
        }
        // "called a meeting", but "called the plan a theft"
        if role.any(Role::NAMING_VERB) && self.is(end, Role::INDEFINITE) {
            return !(end..high).any(|at| self.is_quote(at));
        }
        if role.any(Role::GERUND) && role.any(Role::CLAUSE_VERB) {
            let opens = Role::SUBORDINATOR.or(Role::TO).or(Role::PERSONAL).or(Role::RELATIVE);
            return !self.is_quote(end) && !self.is_sign(end, b',') && !self.is(end, opens);
        }
        role.any(Role::CLAUSE_VERB) && !self.clause_follows(end, high)
    }

    /// Whether a clause or a quotation stands behind the verb, or nothing at all.
    fn clause_follows(&self, from: usize, high: usize) -> bool {
        if from >= high || self.shape(from).is(Shape::PUNCTUATION) {
            return true;
        }
        let finite = Role::VERB_FINITE.or(Role::AUXILIARY).or(Role::CUE).or(Role::BE);
        (from..high)
            .take(CLAUSE)
            .take_while(|at| !self.is_sign(*at, b',') && !self.is_sign(*at, b';'))
            .any(|at| {
                self.is_quote(at)
                    || at == from && self.is(at, Role::SUBORDINATOR.or(Role::TO))
                    || self.is(at, finite)
                        && !self.is(at, Role::NOUN)
                        && !self.shape(at).is(Shape::CAPITAL)
            })
    }

    /// "Officials in the north, the state next to the lake, announced controls": behind a comma the
    /// order is inverted only if the sentence had no subject for the verb before it.
    fn described_subject(&self, low: usize, at: usize) -> Option<Subject> {
        let comma = at > low && self.is_sign(at - 1, b',');
        if !comma || self.finite_before(low, at - 1) {
            return None;
        }
        let speaks = Role::HUMAN.or(Role::INSTITUTION).or(Role::FACELESS).or(Role::ALONE);
        self.subject_left(low, at).filter(|subject| {
            self.is(subject.phrase.head, speaks)
                || self.shape(subject.phrase.head).is(Shape::CAPITAL)
        })
    }

    /// Whether somebody only would say so, in a case that is supposed: "if officials say", "when a
    /// neighbour tells".
    fn supposed(&self, made: &Found, classified: Classified) -> bool {
        let Some(subject) = made.subject else { return false };
        if !classified.class.unnamed() || made.form != AttributionForm::Subject {
            return false;
        }
        let Some(before) = subject.phrase.start.checked_sub(1) else { return false };
        let somebody = self.is(subject.phrase.start, Role::INDEFINITE)
            && self.is(made.cue.0, Role::THIRD)
            && !self.is(made.cue.0, Role::PAST);
        self.is(before, Role::CONDITION) || somebody && self.is(before, Role::GENERIC_WHEN)
    }

    /// "said by telephone": how, not by whom.
    fn means(&self, at: usize, high: usize) -> bool {
        let bare = self.base_right(at, high).filter(|phrase| phrase.start == phrase.head);
        bare.is_some_and(|phrase| {
            let role = self.role(phrase.head);
            !self.shape(phrase.head).is(Shape::CAPITAL)
                && !role.any(Role::HUMAN.or(Role::NOT_HUMAN).or(Role::COLLECTIVE).or(Role::ALONE))
                && !role.any(Role::PERSONAL.or(Role::FACELESS).or(Role::PLURAL_LIKE))
        })
    }

    /// The first of the auxiliaries and adverbs in front of a verb.
    fn before_auxiliaries(&self, low: usize, verb: usize) -> usize {
        let mut at = verb;
        while at > low && self.is(at - 1, Role::AUXILIARY.or(Role::ADVERB).or(Role::BE)) {
            at -= 1;
        }
        at
    }

    fn passive(&self, auxiliaries: usize, verb: usize) -> bool {
        (auxiliaries..verb)
            .rev()
            .find(|at| !self.is(*at, Role::ADVERB) || self.is(*at, Role::BE))
            .is_some_and(|at| {
                self.is(at, Role::BE)
                    && !(self.is(at, Role::OWNER_MARK) && at > 0 && self.is(at - 1, Role::HUMAN))
            })
    }

    /// "was criticised by some of his rivals", "it is believed", "is said to".
    fn passive_cue(
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
        if self.is(verb.0, Role::HEARER_VERB) || start == verb.0 || strength == CueStrength::Stance
        {
            return None;
        }
        let impersonal = start > 0 && self.is(start - 1, Role::IT);
        let infinitive = self.is(verb.1, Role::TO);
        if !(impersonal || infinitive && strength != CueStrength::Stance) {
            return None;
        }
        let from = if impersonal { start - 1 } else { start };
        Some(Self::made((from, verb.1), None, AttributionForm::Passive, strength))
    }

    /// Whether the verb stands where its subject may follow: behind a quotation or a comma.
    fn may_invert(&self, low: usize, at: usize) -> bool {
        if at == low {
            return true;
        }
        self.is_quote(at - 1)
            || self.is_sign(at - 1, b',')
            || self.is_sign(at - 1, b'?')
            || self.is_sign(at - 1, b'!')
            || self.is_sign(at - 1, b'\'')
            || self.is_dash(at - 1)
            || self.word(at - 1) == "’"
    }

    /// "voters saying", "are saying", "…, arguing that".
    fn gerund(&self, at: usize, low: usize, auxiliaries: usize) -> Option<Subject> {
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
            || self.shape(phrase.start - 1).is(Shape::PUNCTUATION);
        if !opens {
            return None;
        }
        Some(Subject { phrase, end: phrase.end, modified: false, aside: None })
    }

    /// "quoted X as saying", "X was quoted as saying".
    fn quoted_as(&self, low: usize, at: usize) -> Option<Subject> {
        let cite = (low..at).rev().take(40).find(|at| self.is(*at, Role::CITES))?;
        let auxiliaries = self.before_auxiliaries(low, cite);
        if self.passive(auxiliaries, cite) {
            return self.subject_left(low, cite);
        }
        let phrase = self.phrase_right(cite + 1, at)?;
        Some(Subject { phrase, end: phrase.end, modified: false, aside: None })
    }

    /// "in the opinion of X", "in her opinion", "claims by X".
    fn noun(&self, at: usize, tokens: &Range<usize>) -> Option<Found> {
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
            let owner = Phrase { start: before, end: at, head: before, core_end: at, whole: None };
            return form(before - 1, owner);
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
    fn colon(
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

    /// Whether subject and verb agree, as far as the forms tell; a verb that may be a noun must.
    fn agrees(&self, at: usize, made: &Found, classified: Classified) -> bool {
        if !matches!(made.form, AttributionForm::Subject | AttributionForm::Inverted) {
            return true;
        }
        let role = self.role(at);
        if role.any(Role::PAST.or(Role::GERUND)) {
            return true;
        }
        let Some(subject) = made.subject else { return true };
        let head = self.role(subject.phrase.head);
        if head.any(Role::ALONE) && head.any(Role::INDEFINITE) {
            return false;
        }
        if role.any(Role::BASE) {
            let start = subject.phrase.start;
            if start > 0 && self.is(start - 1, Role::BEFORE_BASE) && !self.is(start - 1, Role::TO) {
                return false; // "How will the voters …?"
            }
            if start > 0 && self.is(start - 1, Role::CAUSATIVE) {
                return false; // "would let businesses write off"
            }
            let helped =
                at > 0 && (subject.phrase.end..at).any(|at| self.is(at, Role::BEFORE_BASE));
            let several = subject.phrase.end > subject.phrase.start + 1
                && (subject.phrase.start..subject.phrase.head)
                    .any(|at| self.is(at, Role::JOINS_NOUNS));
            return helped
                || classified.plural
                || several
                || self.is(subject.phrase.head, Role::PERSONS.or(Role::ALONE));
        }
        let mass = self.is(subject.phrase.head, Role::COLLECTIVE);
        role.any(Role::THIRD)
            && (!classified.plural || mass || self.is(subject.phrase.head, Role::ALONE))
            || role.any(Role::PARTICIPLE)
                && (subject.phrase.end..at).any(|at| self.is(at, Role::AUXILIARY))
    }
}
