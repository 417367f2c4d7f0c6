//! Noun phrases, read leftwards from their end or rightwards from their beginning, by word lists
//! and shapes alone: no tagger, one pass over a handful of tokens.

use super::words::{Role, View};
use crate::analysis::token::Shape;

/// A noun phrase, in tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Phrase {
    /// First token.
    pub(super) start: usize,
    /// One past the last token.
    pub(super) end: usize,
    /// The noun that speaks.
    pub(super) head: usize,
    /// One past the last token of the head's own stretch, before "of …", "in …".
    pub(super) core_end: usize,
    /// Head of the phrase behind "of": the nurses in "two of the nurses".
    pub(super) whole: Option<usize>,
}

/// Most tokens of one stretch without a preposition.
const BASE_TOKENS: usize = 14;
/// Most stretches joined by prepositions.
const CHAIN: usize = 5;

impl View<'_> {
    /// Whether the token can be a noun or stand before one.
    pub(super) fn nominal(&self, at: usize) -> bool {
        let shape = self.shape(at);
        let role = self.role(at);
        if shape.is(Shape::PUNCTUATION) {
            return role.any(Role::PERCENT);
        }
        if self.name_like(at) {
            return true;
        }
        !role.any(Role::FUNCTION.or(Role::PERSONAL))
            && (role.any(Role::NOUN.or(Role::DEMONYM)) || !role.any(Role::VERB))
    }

    /// A determiner, quantifier or number: what opens a noun phrase.
    fn opens_phrase(&self, at: usize) -> bool {
        self.is(
            at,
            Role::DEFINITE
                .or(Role::INDEFINITE)
                .or(Role::POSSESSIVE)
                .or(Role::QUANTIFIER)
                .or(Role::NUMBER)
                .or(Role::PERCENT),
        ) || self.shape(at).is(Shape::NUMBER)
    }

    /// The stop of "Mr." or of an initial, inside a name.
    fn name_stop(&self, at: usize) -> bool {
        self.is_sign(at, b'.')
            && at > 0
            && !self.shape(at).is(Shape::SPACED)
            && self.shape(at - 1).is(Shape::CAPITAL)
            && self.shape(at + 1).is(Shape::CAPITAL)
    }

    /// "'s" or the lone apostrophe of a plural owner.
    fn owner_mark(&self, at: usize) -> bool {
        self.is(at, Role::OWNER_MARK)
            && !self.shape(at).is(Shape::SPACED)
            && at > 0
            && self.nominal(at - 1)
    }

    /// A participle or adjective which no noun follows; behind an article it may be one itself.
    fn adjective_alone(&self, low: usize, at: usize) -> bool {
        let role = self.role(at);
        let behind_article = at > low && self.is(at - 1, Role::DEFINITE);
        role.any(Role::POSTMODIFIER.or(Role::VERB_LIKE))
            && !role.any(Role::NOUN)
            && !self.name_like(at)
            && !behind_article
    }

    fn verb_by_ending(&self, at: usize) -> bool {
        self.shape(at).is(Shape::WORD) && self.is(at, Role::VERB_LIKE) && !self.is(at, Role::NOUN)
    }

    /// The stretch without prepositions that ends before `end`, not reaching before `low`.
    pub(super) fn base_left(&self, low: usize, end: usize) -> Option<Phrase> {
        let mut head = end.checked_sub(1).filter(|head| *head >= low)?;
        // "Ada Roe Jr.", "Cambridge, Mass."
        let stop =
            self.is_sign(head, b'.') && head > low && self.shape(head - 1).is(Shape::CAPITAL);
        if stop || self.owner_mark(head) && head > low {
            head -= 1;
        }
        let role = self.role(head);
        let phrase = |start| Phrase { start, end, head, core_end: end, whole: None };
        if role.any(Role::PERSONAL.or(Role::ANYBODY).or(Role::IT)) && !self.name_like(head) {
            return Some(phrase(head));
        }
        let opened = head > low
            && self.is(
                head - 1,
                Role::DEFINITE.or(Role::POSSESSIVE).or(Role::INDEFINITE).or(Role::OWNER_MARK),
            );
        let noun = self.nominal(head) && !self.adjective_alone(low, head)
            || opened && role.any(Role::VERB_LIKE);
        if !(noun || role.any(Role::ALONE)) {
            return None;
        }
        let mut start = head;
        // "a concern some have": "some" is a phrase of its own.
        let alone = role.any(Role::ALONE) && head > low && !self.opens_phrase(head - 1);
        if alone && self.nominal(head - 1) && !self.is(head - 1, Role::NUMBER) {
            return Some(phrase(head));
        }
        while start > low && head - start < BASE_TOKENS {
            match self.step_left(low, start, head) {
                Some((next, true)) => start = next,
                Some((next, false)) => {
                    start = next;
                    break;
                }
                None => break,
            }
        }
        // "at least a dozen members"
        let at_least = start > low
            && self.is(start, Role::AT_LEAST)
            && !self.is(start, Role::ALONE)
            && self.is(start - 1, Role::PREPOSITION)
            && !self.is(start - 1, Role::OF);
        Some(phrase(if at_least { start - 1 } else { start }))
    }

    /// One step to the left inside a phrase that so far begins at `start`: the new start, and
    /// whether more may follow.
    fn step_left(&self, low: usize, start: usize, head: usize) -> Option<(usize, bool)> {
        let at = start.checked_sub(1).filter(|at| *at >= low)?;
        if self.wide_gap(start) {
            return None;
        }
        let role = self.role(at);
        if self.name_like(at) {
            let weekday = role.any(Role::TIME) && !self.is(head, Role::TIME);
            return (!weekday).then_some((at, true));
        }
        if role.any(Role::DEFINITE.or(Role::POSSESSIVE).or(Role::INDEFINITE)) {
            if role.any(Role::SUBORDINATOR) {
                return None;
            }
            let before = at.checked_sub(1).filter(|before| *before >= low);
            let quantified = before.is_some_and(|before| self.is(before, Role::QUANTIFIER));
            return Some((if quantified { at - 1 } else { at }, false));
        }
        if role.any(Role::QUANTIFIER.or(Role::NUMBER).or(Role::PERCENT))
            || self.shape(at).is(Shape::NUMBER)
        {
            // What stands before a number or "many" is a determiner, or another phrase.
            let before = at.checked_sub(1).filter(|before| *before >= low);
            let more = before.is_some_and(|before| {
                self.opens_phrase(before) || self.is(before, Role::ADVERB) || self.name_like(at)
            });
            return Some((at, more));
        }
        if at > low && (self.name_stop(at) || self.owner_mark(at)) {
            return Some((at - 1, true));
        }
        if role.any(Role::JOINS_NOUNS) {
            // "tried the officers and Sandhaven said": a name alone is a speaker of its own.
            let name = start == head && self.name_like(head) && at > low;
            if name && !self.name_like(at - 1) && self.shape(at - 1).is(Shape::WORD) {
                return None;
            }
            return self.joins(low, at, start).then(|| (at - 1, true));
        }
        let before_opens = at > low && self.opens_phrase(at - 1);
        if role.any(Role::ADVERB) {
            return (before_opens && !role.any(Role::SUBORDINATOR)).then_some((at, true));
        }
        if role.any(Role::VERB) && at > low && self.is(at - 1, Role::PERSONAL) {
            return None; // "he hopes voters"
        }
        if role.any(Role::VERB) && !role.any(Role::NOUN) || self.verb_by_ending(at) {
            let clear = before_opens
                || at > low && self.is(at - 1, Role::PREPOSITION) && !self.is(at - 1, Role::TO);
            let first = at == low || at > 0 && self.is_sign(at - 1, b',');
            let adjective =
                at > low && self.is(at - 1, Role::DEMONYM) && !self.is(at - 1, Role::PERSONS);
            return (clear || adjective || first && !role.any(Role::VERB)).then_some((at, true));
        }
        let other_phrase = role.any(Role::TIME) && !self.is(head, Role::TIME)
            || role.any(Role::PERSONS)
                && !role.any(Role::UNIFORM.or(Role::DEMONYM))
                && !before_opens;
        // "the things Ada Roe said": the name begins a clause of its own.
        let object = self.name_like(start)
            && self.name_like(head)
            && role.any(Role::NOT_HUMAN.or(Role::PLURAL_LIKE))
            && !self.shape(at).is(Shape::CAPITAL);
        (self.nominal(at) && !other_phrase && !object).then_some((at, true))
    }

    /// Whether the "and" at `at` joins nouns (or adjectives), not clauses.
    fn joins(&self, low: usize, at: usize, start: usize) -> bool {
        let Some(left) = at.checked_sub(1).filter(|left| *left >= low) else { return false };
        let role = self.role(left);
        let noun = role
            .any(Role::HUMAN.or(Role::DEMONYM).or(Role::INSTITUTION).or(Role::COLLECTIVE))
            || self.name_like(left);
        let adjective = self.nominal(left) && !role.any(Role::NOUN) && !self.opens_phrase(start);
        noun || adjective
    }

    /// The whole phrase that ends before `end`: stretches joined by prepositions.
    pub(super) fn phrase_left(&self, low: usize, end: usize) -> Option<Phrase> {
        let mut phrase = self.base_left(low, end)?;
        if self.is(phrase.head, Role::IT) {
            return Some(phrase);
        }
        for _ in 0..CHAIN {
            let Some(at) = phrase.start.checked_sub(1).filter(|at| *at > low) else { break };
            if !self.is(at, Role::PREPOSITION) || self.wide_gap(phrase.start) || self.wide_gap(at) {
                break;
            }
            let Some(outer) = self.base_left(low, at) else { break };
            if !self.takes(outer.head, at, phrase.head) {
                break;
            }
            let part = self.is(at, Role::OF) || self.shape(outer.head).is(Shape::NUMBER);
            let whole = if part { phrase.whole.or(Some(phrase.head)) } else { None };
            phrase = Phrase { end: phrase.end, whole, ..outer };
        }
        Some(phrase)
    }

    /// Whether the noun at `outer` is the one that speaks, and not that at `inner` behind the
    /// preposition.
    fn takes(&self, outer: usize, preposition: usize, inner: usize) -> bool {
        if self.is(outer, Role::PERSONAL) {
            return false;
        }
        let speaks = Role::HUMAN
            .or(Role::COLLECTIVE)
            .or(Role::ALONE)
            .or(Role::PERCENT)
            .or(Role::NUMBER)
            .or(Role::KIN)
            .or(Role::INSTITUTION)
            .or(Role::OUTLET)
            .or(Role::DOCUMENT);
        self.is(outer, speaks)
            || self.shape(outer).is(Shape::NUMBER)
            || self.is(preposition, Role::OF)
            || !self.is(inner, Role::HUMAN)
    }

    /// The stretch without prepositions that begins at `at`, ending before `high`.
    pub(super) fn base_right(&self, at: usize, high: usize) -> Option<Phrase> {
        let mut head = None;
        let mut end = at;
        if self.is(at, Role::PERSONAL.or(Role::ANYBODY)) {
            return Some(Phrase {
                start: at,
                end: at + 1,
                head: at,
                core_end: at + 1,
                whole: None,
            });
        }
        while end < high && end - at < BASE_TOKENS && (end == at || !self.wide_gap(end)) {
            let Some((next, noun)) = self.step_right(end, high, head.is_some()) else { break };
            if noun {
                head = Some(next - 1);
            }
            end = next;
        }
        let mut head = head?;
        // "said officials Tuesday": the day is not the speaker.
        if self.is(head, Role::TIME)
            && head > at
            && self.nominal(head - 1)
            && !self.is(head - 1, Role::QUANTIFIER)
        {
            end = head;
            head -= 1;
        }
        end = end.min(head + 1);
        Some(Phrase { start: at, end, head, core_end: end, whole: None })
    }

    /// One step to the right: the new end, and whether the token before it may be the head.
    fn step_right(&self, at: usize, high: usize, has_noun: bool) -> Option<(usize, bool)> {
        let role = self.role(at);
        let next_nominal = at + 1 < high && self.nominal(at + 1);
        if self.name_like(at) {
            return Some((at + 1, true));
        }
        if role.any(Role::ALONE) && !has_noun {
            return Some((at + 1, true));
        }
        if role.any(Role::DEFINITE.or(Role::POSSESSIVE).or(Role::INDEFINITE)) {
            return (!has_noun).then_some((at + 1, false));
        }
        let age = self.shape(at).is(Shape::NUMBER)
            && !next_nominal
            && self.word(at).contains(char::is_alphabetic);
        if age {
            return Some((at + 1, true)); // "the 46-year-old"
        }
        if role.any(Role::QUANTIFIER.or(Role::NUMBER)) || self.shape(at).is(Shape::NUMBER) {
            return (!has_noun)
                .then_some((at + 1, role.any(Role::NUMBER) || role.any(Role::PERCENT)));
        }
        if self.name_stop(at) || self.owner_mark(at) && next_nominal {
            return Some((at + 1, false));
        }
        if role.any(Role::JOINS_NOUNS) {
            let joins = at > 0
                && at + 1 < high
                && (self.nominal(at + 1) || self.is(at + 1, Role::QUANTIFIER))
                && self.joins(0, at, at + 1);
            return (has_noun && joins).then_some((at + 1, false));
        }
        let verb = role.any(Role::VERB.or(Role::VERB_LIKE).or(Role::POSTMODIFIER));
        if role.any(Role::ADVERB) || verb && !role.any(Role::NOUN) {
            return (!has_noun && next_nominal).then_some((at + 1, false));
        }
        self.nominal(at).then_some((at + 1, true))
    }

    /// The whole phrase that begins at `at`.
    pub(super) fn phrase_right(&self, at: usize, high: usize) -> Option<Phrase> {
        let mut phrase = self.base_right(at, high)?;
        let mut last = phrase.head;
        for _ in 0..CHAIN {
            let joint = phrase.end;
            if joint >= high || !self.is(joint, Role::PREPOSITION) {
                break;
            }
            let Some(inner) = self.base_right(joint + 1, high) else { break };
            if self.is(inner.head, Role::TIME.or(Role::PERSONAL)) {
                break;
            }
            let part = self.is(joint, Role::OF) || self.shape(last).is(Shape::NUMBER);
            if part && last == phrase.head {
                phrase.whole = Some(inner.head);
            }
            last = inner.head;
            phrase.end = inner.end;
        }
        Some(phrase)
    }
}
