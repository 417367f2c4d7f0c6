//! Whether a word that can be a verb of saying is one here, and says something.

use super::classify::Classified;
use super::cue::Found;
use super::subject::Subject;
use super::words::{Role, View};
use super::{AttributionForm, CueStrength};
use crate::analysis::token::Shape;

/// How far behind a verb the verb of a clause may stand that it needs, in tokens.
const CLAUSE: usize = 16;

/// How far behind "called a …" the name may begin that it was given, in tokens.
const NAME_REACH: usize = 40;

/// How far behind "stated of" the quotation may begin, in tokens.
const OF_REACH: usize = 6;

/// How far behind its verb the "as" of a judgement may stand, in tokens.
const AS_REACH: usize = 14;

impl View<'_> {
    /// A verb that needs its particle and has none, or whose "of" makes another verb of it.
    pub(super) fn other_verb(&self, at: usize, high: usize) -> bool {
        let role = self.role(at);
        if role.any(Role::PARTICLE_VERB) {
            return !self.is(at + 1, Role::PARTICLE)
                || self.is(at + 1, Role::TO) && self.is(at + 2, Role::PREPOSITION);
        }
        // "spoke of", but "stated of the divers, “They are late.”"
        let quotes_soon = || (at + 1..high).take(OF_REACH).any(|at| self.is_quote(at));
        self.is(at + 1, Role::OF) && !role.any(Role::PLAIN_SPEECH) && !quotes_soon()
    }

    /// "are welcome": behind a form of "be" stands no verb in its base form.
    pub(super) fn adjective(&self, at: usize, auxiliaries: usize) -> bool {
        let role = self.role(at);
        let before = (auxiliaries..at).rev().find(|before| !self.is(*before, Role::ADVERB));
        role.any(Role::BASE)
            && !role.any(Role::PAST.or(Role::PARTICIPLE))
            && before.is_some_and(|before| self.is(before, Role::BE))
    }

    /// What stands behind the verb shows that it reports nothing.
    pub(super) fn says_nothing(&self, at: usize, end: usize, high: usize) -> bool {
        let role = self.role(at);
        if self.strength(at) == CueStrength::Opinion && self.is(end, Role::TOPIC) {
            return true; // "believe in", "think of", "expect to"
        }
        if role.any(Role::PLAIN_SPEECH) && end < high && self.courtesy(end) {
            return true;
        }
        let judged = |at: &usize| !self.is_sign(*at, b',') && !self.is_sign(*at, b';');
        let mut object = (end..high).take(AS_REACH).take_while(judged);
        role.any(Role::AS_VERB) && !object.any(|at| self.is(at, Role::AS))
            || self.claimed_thing(at, end)
            || self.active_without_clause(at, end, high)
    }

    /// "say hello", "say no to toys": no claim. But "say no dam will hold", and by itself "no" is
    /// what somebody thinks: "half of them said no".
    fn courtesy(&self, at: usize) -> bool {
        self.is(at, Role::COURTESY) || self.is(at, Role::ANSWER) && self.is(at + 1, Role::TO)
    }

    /// Behind such a word stands a noun, not a verb.
    pub(super) fn noun_position(&self, before: usize) -> bool {
        // "Roe's said": the mark belongs to a name like "Sandy's"
        let past = Role::PAST.or(Role::THIRD);
        if self.is(before, Role::OWNER_MARK)
            && before > 0
            && self.name_like(before - 1)
            && self.is(before + 1, past)
            && !self.is(before + 1, Role::NOUN.or(Role::CLAIMED_ADJECTIVE))
            && !self.nominal(before + 2)
        {
            return false;
        }
        let role = self.role(before);
        let points = role.any(Role::DEFINITE.or(Role::POSSESSIVE)) && !role.any(Role::SUBORDINATOR);
        let counts = role.any(Role::INDEFINITE.or(Role::QUANTIFIER))
            && !role.any(Role::SUBORDINATOR.or(Role::ALONE).or(Role::ADVERB));
        // Behind a sign the same mark closes a quotation: ‘It leaks,’ said
        let owner = role.any(Role::OWNER_MARK)
            && before > 0
            && !self.is(before - 1, Role::PERSONAL)
            && !self.shape(before - 1).is(Shape::PUNCTUATION);
        // "how many states", "too many reports"
        let degree = role.any(Role::ALONE)
            && before > 0
            && self.is(before - 1, Role::DEGREE)
            && self.is(before + 1, Role::NOUN);
        // "are quick to point out"
        let ready = role.any(Role::TO) && before > 0 && self.is(before - 1, Role::READY);
        points || degree || counts || role.any(Role::PREPOSITION) && !ready || owner
    }

    /// A word that is a noun as well as a verb, among nouns: "two states", "state primaries".
    pub(super) fn noun_rather(&self, at: usize) -> bool {
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
    pub(super) fn parenthetical(&self, verb: usize) -> bool {
        (verb.saturating_sub(5)..verb)
            .rev()
            .find(|at| self.shape(*at).is(Shape::PUNCTUATION))
            .is_some_and(|at| self.is_sign(at, b',') || self.is_quote(at))
    }

    pub(super) fn verb_follows(&self, at: usize) -> bool {
        let role = self.role(at);
        role.any(Role::AUXILIARY.or(Role::PAST).or(Role::VERB_FINITE))
            && !role.any(Role::NOUN)
            && !self.name_like(at)
    }

    /// "alleged frauds": what is said to be one, not somebody who says so.
    pub(super) fn claimed_thing(&self, at: usize, end: usize) -> bool {
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
    pub(super) fn active_without_clause(&self, at: usize, end: usize, high: usize) -> bool {
        let role = self.role(at);
        if role.any(Role::WEIGHING_VERB) && self.is(end, Role::GERUND.or(Role::GERUND_LIKE)) {
            return true; // "considered moving"
        }
        if role.any(Role::OFFICE_VERB) {
            let object = self.base_right(end, high);
            return object.is_some_and(|object| self.is(object.head, Role::HUMAN))
                && !self.clause_follows(end, high);
        }
        // "called a meeting", but "called the plan a theft"
        let title = self.is(end, Role::DEFINITE) && self.shape(end + 1).is(Shape::CAPITAL);
        if role.any(Role::NAMING_VERB) && (self.is(end, Role::INDEFINITE) || title) {
            return !(end..high).take(NAME_REACH).any(|at| self.is_quote(at));
        }
        if role.any(Role::GERUND) && role.any(Role::CLAUSE_VERB) {
            let opens = Role::SUBORDINATOR.or(Role::TO).or(Role::PERSONAL).or(Role::RELATIVE);
            return !self.is_quote(end) && !self.is_sign(end, b',') && !self.is(end, opens);
        }
        role.any(Role::CLAUSE_VERB) && !self.clause_follows(end, high)
    }

    /// Whether a clause or a quotation stands behind the verb, or nothing at all.
    pub(super) fn clause_follows(&self, from: usize, high: usize) -> bool {
        if from >= high || self.shape(from).is(Shape::PUNCTUATION) {
            let quotes = self.is_quote(from) || self.is_quote(from + 1);
            return quotes || self.is_sign(from, b':') || self.parenthetical(from - 1);
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
    pub(super) fn described_subject(&self, low: usize, at: usize) -> Option<Subject> {
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
    pub(super) fn supposed(&self, made: &Found, classified: Classified) -> bool {
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
    pub(super) fn means(&self, at: usize, high: usize) -> bool {
        let bare = self.base_right(at, high).filter(|phrase| phrase.start == phrase.head);
        bare.is_some_and(|phrase| {
            let role = self.role(phrase.head);
            !self.shape(phrase.head).is(Shape::CAPITAL)
                && !role.any(Role::HUMAN.or(Role::NOT_HUMAN).or(Role::COLLECTIVE).or(Role::ALONE))
                && !role.any(Role::PERSONAL.or(Role::FACELESS).or(Role::PLURAL_LIKE))
        })
    }

    /// Whether subject and verb agree, as far as the forms tell; a verb that may be a noun must.
    pub(super) fn agrees(&self, at: usize, made: &Found, classified: Classified) -> bool {
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
            // "Roe et al. suggest"
            let others =
                (subject.phrase.end..at).any(|at| self.is(at, Role::AND_OTHERS)) && at > start;
            let several = others
                || subject.phrase.end > subject.phrase.start + 1
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
