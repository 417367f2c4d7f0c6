//! The subject of a cue: to its left through adverbs, auxiliaries, parentheses and relative
//! clauses, or to its right where the order is inverted.

use super::phrase::Phrase;
use super::words::{Role, View};
use crate::analysis::token::Shape;

/// The subject of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Subject {
    /// The noun phrase.
    pub(super) phrase: Phrase,
    /// One past the last token of what belongs to it, additions included.
    pub(super) end: usize,
    /// A relative clause or another addition stands behind the noun.
    pub(super) modified: bool,
    /// First and last token (exclusive) of a stretch between commas behind it.
    pub(super) aside: Option<(usize, usize)>,
}

/// How far to the left a parenthesis may open, in tokens.
const ASIDE: usize = 45;
/// How far to the left the clause of a verb may reach, in tokens.
const CLAUSE: usize = 120;
/// How far to the left a relative pronoun may stand, in tokens.
const RELATIVE: usize = 30;

impl View<'_> {
    /// The subject that ends somewhere before `verb`, in the sentence that begins at `low`.
    pub(super) fn subject_left(&self, low: usize, verb: usize) -> Option<Subject> {
        let mut at = verb;
        let mut aside = None;
        let mut end = None;
        for _ in 0..8 {
            at = self.skip_between(low, at);
            let last = at.checked_sub(1).filter(|last| *last >= low)?;
            let contact = self.is(last, Role::VERB_FINITE.or(Role::VERB_LIKE))
                && last > low
                && self.is(last - 1, Role::PERSONAL);
            if contact {
                end = end.or(Some(at));
                at = last - 1; // "the drivers I met"
                continue;
            }
            if self.is_sign(last, b',') {
                let (open, found) = self.aside_left(low, last)?;
                aside = aside.or(Some(found));
                at = open;
                continue;
            }
            if self.is_sign(last, b')') || self.is_sign(last, b']') {
                at = self.bracket_left(low, last)?;
                continue;
            }
            // "Roe et al. (2014)"
            let stop = usize::from(self.is_sign(last, b'.'));
            if last > low + 2 && self.is(last - stop, Role::AND_OTHERS) {
                end = end.or(Some(at));
                at = last - stop - 1;
                continue;
            }
            if self.is_dash(last) && self.shape(last).is(Shape::PUNCTUATION) {
                let dash = (low..last).rev().take(ASIDE).find(|at| self.is_dash(*at))?;
                aside = aside.or(Some((dash + 1, last)));
                at = dash;
                continue;
            }
            if self.is_quote(last) {
                return self.quoted_subject(low, last);
            }
            if self.relative_after_noun(low, last) {
                return self.antecedent(low, last);
            }
            // "are quick to point out"
            let ready = self.is(last, Role::TO)
                && last > low + 1
                && self.is(last - 1, Role::READY)
                && self.is(last - 2, Role::BE.or(Role::ADVERB));
            if ready {
                at = last - 1;
                continue;
            }
            if let Some(before) = self.before_time(low, at) {
                end = end.or(Some(before));
                at = before;
                continue;
            }
            if self.is(last, Role::PRONOUN) && last > low && self.is(last - 1, Role::OF) {
                let part = self.base_left(low, last - 1)?;
                let phrase = Phrase { end: last + 1, whole: Some(last), ..part };
                return Some(Subject { phrase, end: at, modified: false, aside });
            }
            let object =
                self.is(last, Role::PRONOUN) && last > low && self.is(last - 1, Role::VERB);
            if object {
                return self.behind_relative(low, last - 1); // "residents who have seen it say"
            }
            let phrase = self.phrase_left(low, at)?;
            let predicate = aside.is_some()
                && phrase.start > low + 1
                && self.is(phrase.start, Role::INDEFINITE)
                && self.is(phrase.start - 1, Role::BE);
            if predicate {
                at = phrase.start; // "Ada Roe, who was a diver, a famous one, said"
                continue;
            }
            let plain = Subject { phrase, end: phrase.end, modified: false, aside: None };
            let mut subject = self.behind_modifier(low, phrase).unwrap_or(plain);
            subject.end = end.unwrap_or(at);
            subject.aside = subject.aside.or(aside);
            return Some(self.named_before(low, subject));
        }
        None
    }

    /// "Ada Roe, a director of the port, whose brother …, said": the description is not the source
    /// if a name stands before it.
    fn named_before(&self, low: usize, subject: Subject) -> Subject {
        let start = subject.phrase.start;
        let comma = start.checked_sub(1).filter(|comma| *comma > low && subject.aside.is_some());
        let lost = (start > low && self.wide_gap(start)).then_some(start);
        let name = comma
            .filter(|comma| self.is_sign(*comma, b','))
            .or(lost)
            .and_then(|comma| self.base_left(low, comma))
            .or_else(|| self.bracketed_name(low, start))
            .or_else(|| self.apposed_name(low, start))
            .filter(|name| self.name_like(name.head) && !self.name_like(subject.phrase.head));
        name.map_or(subject, |phrase| Subject { phrase, end: phrase.end, ..subject })
    }

    /// "Ada Roe (of Sandhaven), a member of the board announced": the name before the bracket.
    fn bracketed_name(&self, low: usize, start: usize) -> Option<Phrase> {
        let comma = start.checked_sub(1).filter(|comma| *comma > low + 1)?;
        let closed = self.is_sign(comma, b',') && self.is_sign(comma - 1, b')');
        let open = closed.then(|| self.bracket_left(low, comma - 1))??;
        self.base_left(low, open).filter(|name| self.name_like(name.head))
    }

    /// "Justice Ada Roe, a liberal considered …": the name right before the description.
    fn apposed_name(&self, low: usize, start: usize) -> Option<Phrase> {
        let comma = start.checked_sub(1).filter(|comma| *comma > low + 1)?;
        if !self.is_sign(comma, b',') || !self.is(start, Role::INDEFINITE) {
            return None;
        }
        let name = self.base_left(low, comma).filter(|name| self.name_like(name.head))?;
        let place = name.start > low && self.is(name.start - 1, Role::PREPOSITION);
        (!place && name.start < name.head).then_some(name)
    }

    /// "Ada Roe closed the pier and said": the subject of the verb before the "and".
    pub(super) fn joined_subject(&self, low: usize, verb: usize) -> Option<Subject> {
        let mut and = verb.checked_sub(1).filter(|and| *and > low)?;
        while and > low && self.is(and, Role::ADVERB) && !self.is(and, Role::COORDINATOR) {
            and -= 1;
        }
        let clause = Role::RELATIVE.or(Role::SUBORDINATOR);
        let low = low.max(and.saturating_sub(CLAUSE));
        let marks = (low..and).filter(|at| self.is_quote(*at)).count();
        let simple = self.is(and, Role::COORDINATOR)
            && marks % 2 == 0
            && !(low..and).any(|at| self.is(at, clause) || self.is_sign(at, b';'));
        simple.then(|| self.clause_subject(low, and)).flatten()
    }

    /// "officials last week said", "the rebels 18 months ago said": where the words of time begin.
    fn before_time(&self, low: usize, end: usize) -> Option<usize> {
        let mut at = end.checked_sub(1).filter(|at| self.is(*at, Role::TIME))?;
        let part = Role::NUMBER
            .or(Role::QUANTIFIER)
            .or(Role::DEFINITE)
            .or(Role::INDEFINITE)
            .or(Role::TIME);
        while at > low && (self.is(at - 1, part) || self.shape(at - 1).is(Shape::NUMBER)) {
            at -= 1;
        }
        let before = at.checked_sub(1).filter(|before| *before >= low)?;
        let speaks = Role::HUMAN.or(Role::INSTITUTION).or(Role::PERSONAL);
        (self.is(before, speaks) || self.name_like(before)).then_some(at)
    }

    /// The noun before ", who": a clause without the comma says which people are meant, it is no
    /// attribution.
    fn antecedent(&self, low: usize, relative: usize) -> Option<Subject> {
        let comma = relative.checked_sub(1).filter(|comma| *comma > low)?;
        if !self.is_sign(comma, b',') {
            // "some residents who have suggested": of their own they are nobody in particular.
            let some = self.phrase_left(low, relative)?;
            let vague = self.is(some.start, Role::VAGUE_COUNT)
                && !self.is(some.start, Role::FLOATS)
                && self.is(some.head, Role::HUMAN);
            let subject = Subject { phrase: some, end: some.end, modified: true, aside: None };
            return (vague && some.start < some.head).then_some(subject);
        }
        let last = comma - 1;
        let named = if self.is_sign(last, b',') { None } else { self.described_name(low, comma) };
        let phrase = named.or_else(|| {
            let chain = self.phrase_left(low, comma)?;
            let speaks = self.is(chain.head, Role::HUMAN.or(Role::COLLECTIVE).or(Role::ALONE));
            if speaks { Some(chain) } else { self.base_left(low, comma) }
        })?;
        Some(Subject { phrase, end: phrase.end, modified: true, aside: None })
    }

    /// The name in "Ada Roe, a director of the port, who": what stands before the comma that opens
    /// the description which ends at `end`.
    fn described_name(&self, low: usize, end: usize) -> Option<Phrase> {
        let (open, _) = self.aside_left(low, end)?;
        let name = self.base_left(low, open)?;
        self.name_like(name.head).then_some(name)
    }

    /// "who", "which", or the "that" which is no conjunction.
    fn relative_after_noun(&self, low: usize, at: usize) -> bool {
        let role = self.role(at);
        let conjunction = role.any(Role::SUBORDINATOR);
        let speaker = Role::HUMAN.or(Role::INSTITUTION).or(Role::COLLECTIVE).or(Role::ALONE);
        role.any(Role::RELATIVE) && (!conjunction || at > low && self.is(at - 1, speaker))
    }

    /// Leftwards over adverbs and auxiliaries.
    fn skip_between(&self, low: usize, mut at: usize) -> usize {
        while at > low {
            let role = self.role(at - 1);
            let floating = role.any(Role::FLOATS) && at - 1 > low && self.nominal(at - 2);
            if floating {
                at -= 1;
                continue;
            }
            // "the boats most often described as"
            if role.any(Role::AT_LEAST) && self.is(at, Role::ADVERB) {
                at -= 1;
                continue;
            }
            let contraction = role.any(Role::BE) && at >= 2 && self.is(at - 2, Role::PERSONAL);
            if !(role.any(Role::ADVERB.or(Role::AUXILIARY)) || contraction) || role.any(Role::ALONE)
            {
                break;
            }
            at -= 1;
        }
        at
    }

    /// The comma that opens the aside which the comma at `close` closes: the nearest, but rather
    /// one behind a name than one within a list or an address.
    fn aside_left(&self, low: usize, close: usize) -> Option<(usize, (usize, usize))> {
        let mut nearest = None;
        for at in (low + 1..close).rev().take(ASIDE) {
            if self.is_quote(at) || self.is_sign(at, b';') {
                break;
            }
            if !self.is_sign(at, b',') || !self.opens_aside(at + 1, close) {
                continue;
            }
            let mut before = at - 1;
            if self.is_sign(before, b'.') && before > low {
                before -= 1;
            }
            let described = !self.name_like(at + 1) && !self.is(at + 1, Role::COORDINATOR);
            if self.name_like(before) && described {
                return Some((at, (at + 1, close)));
            }
            let noun = self.nominal(before)
                || self.is(before, Role::ALONE.or(Role::PERSONAL))
                || self.is_sign(before, b')');
            if noun && nearest.is_none() {
                nearest = Some((at, (at + 1, close)));
            }
        }
        nearest
    }

    /// Whether the tokens from `start` to `end` can stand between commas behind a noun.
    fn opens_aside(&self, start: usize, end: usize) -> bool {
        let role = self.role(start);
        if role.any(Role::RELATIVE.or(Role::SUBORDINATOR).or(Role::PREPOSITION)) {
            return true;
        }
        if role.any(Role::COORDINATOR) && !role.any(Role::ADVERB) {
            return end - start <= 8 && !self.finite_within(start, end);
        }
        !role.any(Role::PERSONAL) && !self.finite_within(start, end)
    }

    /// A finite verb in the tokens, as far as the forms tell.
    pub(super) fn finite_before(&self, low: usize, end: usize) -> bool {
        let finite = Role::VERB_FINITE.or(Role::AUXILIARY).or(Role::BE).or(Role::PAST);
        (low..end).rev().take(CLAUSE).any(|at| {
            self.is_quote(at)
                || self.is(at, finite.or(Role::THIRD))
                    && !self.is(at, Role::NOUN.or(Role::SUBORDINATOR).or(Role::EXAMPLE))
                    && !self.name_like(at)
        })
    }

    pub(super) fn finite_within(&self, start: usize, end: usize) -> bool {
        let opens = Role::DEFINITE.or(Role::INDEFINITE).or(Role::POSSESSIVE);
        for at in start..end {
            let role = self.role(at);
            if role.any(Role::RELATIVE) && at > start {
                return false;
            }
            if at > start && self.is(at - 1, opens) && !self.is(at - 1, Role::SUBORDINATOR) {
                continue; // "a close adviser"
            }
            let finite = Role::VERB_FINITE.or(Role::AUXILIARY).or(Role::PAST).or(Role::THIRD);
            // "Ada Roe, now 81 and retired in Sandhaven, said"
            let place = at == start || self.is(at - 1, Role::COORDINATOR);
            let first_participle = place && role.any(Role::PARTICIPLE.or(Role::VERB_OTHER));
            if role.any(finite)
                && !role.any(Role::NOUN)
                && !self.name_like(at)
                && !first_participle
                && !self.is(at + 1, Role::BY)
            {
                return true;
            }
        }
        false
    }

    fn bracket_left(&self, low: usize, close: usize) -> Option<usize> {
        let open = if self.is_sign(close, b')') { b'(' } else { b'[' };
        (low..close).rev().take(ASIDE).find(|at| self.is_sign(*at, open))
    }

    /// “experts” say: one to four words between marks, with what stands before them.
    fn quoted_subject(&self, low: usize, close: usize) -> Option<Subject> {
        let open = (low..close).rev().take(5).find(|at| self.is_quote(*at))?;
        if self.is_sign(close - 1, b',') || (open..close).any(|at| self.is_sign(at, b'.')) {
            return None;
        }
        let phrase = self.base_left(open + 1, close)?;
        (phrase.start == open + 1).then_some(Subject {
            phrase,
            end: phrase.end,
            modified: false,
            aside: None,
        })
    }

    /// "some voters who have listened to his speeches": the phrase next to the cue is the end of
    /// an addition to the noun that speaks.
    fn behind_modifier(&self, low: usize, phrase: Phrase) -> Option<Subject> {
        // "half said they think"; a sign that was lost parts sentences
        if self.is(phrase.head, Role::PERSONAL) || self.wide_gap(phrase.start) {
            return None;
        }
        let mut at = phrase.start.checked_sub(1).filter(|at| *at > low)?;
        while at > low && self.is(at, Role::PREPOSITION.or(Role::ADVERB)) {
            at -= 1;
        }
        if let Some(subject) = self.behind_relative(low, at) {
            return Some(subject);
        }
        if !self.opens_addition(at) || self.is(at, Role::PREPOSITION) {
            return None;
        }
        let mut end = at;
        if end > low && self.is(end - 1, Role::ADVERB) {
            end -= 1;
        }
        let outer = self.phrase_left(low, end)?;
        let human = Role::HUMAN.or(Role::COLLECTIVE).or(Role::ALONE).or(Role::PERCENT);
        let addition = self.is(outer.head, human)
            && !self.name_like(outer.head)
            && !self.is(outer.head, Role::PERSONAL);
        let subject = Subject { phrase: outer, end: outer.end, modified: true, aside: None };
        // "rescuers searching for a woman trapped in a mine"
        let further = || {
            let further = self.behind_modifier(low, outer)?;
            self.is(further.phrase.head, human).then_some(further)
        };
        addition.then(|| further().unwrap_or(subject))
    }

    /// A participle or an adjective that stands behind its noun.
    fn opens_addition(&self, at: usize) -> bool {
        let role = self.role(at);
        if self.name_like(at) || role.any(Role::AUXILIARY) {
            return false;
        }
        role.any(Role::POSTMODIFIER.or(Role::GERUND).or(Role::VERB_OTHER).or(Role::PARTICIPLE))
            || self.shape(at).is(Shape::WORD) && role.any(Role::VERB_LIKE)
    }

    fn behind_relative(&self, low: usize, from: usize) -> Option<Subject> {
        for at in (low + 1..=from).rev().take(RELATIVE) {
            let role = self.role(at);
            let sign = self.is_quote(at) || self.is_sign(at, b';') || self.is_sign(at, b',');
            if sign || self.wide_gap(at + 1) {
                return None;
            }
            if role.any(Role::RELATIVE) {
                if role.any(Role::SUBORDINATOR) && self.verb_before(at) || !self.verb_ahead(at + 1)
                {
                    return None;
                }
                let phrase = self.phrase_left(low, at)?;
                let direct = !self.is(phrase.head, Role::PERSONAL);
                return direct.then_some(Subject {
                    phrase,
                    end: phrase.end,
                    modified: true,
                    aside: None,
                });
            }
            if role.any(Role::SUBORDINATOR) {
                return None;
            }
        }
        None
    }

    /// Whether the relative pronoun before `at` is the subject of its clause.
    fn verb_ahead(&self, at: usize) -> bool {
        let role = self.role(at);
        let noun_opens =
            Role::PERSONAL.or(Role::DEFINITE).or(Role::POSSESSIVE).or(Role::INDEFINITE);
        let person = at > 0 && self.is(at - 1, Role::RELATIVE_PERSON);
        if person && self.shape(at).is(Shape::WORD) {
            return !role.any(noun_opens) && !self.name_like(at);
        }
        role.any(Role::VERB.or(Role::ADVERB)) && !role.any(Role::PERSONAL)
            || self.is(at, Role::VERB_LIKE) && !self.nominal(at + 1)
            || !self.nominal(at)
                && !role.any(Role::FUNCTION.or(Role::PERSONAL).or(Role::INDEFINITE))
    }

    fn verb_before(&self, at: usize) -> bool {
        at > 0 && !self.nominal(at - 1) && !self.is(at - 1, Role::ALONE)
    }

    /// The subject behind an inverted cue that ends before `at`.
    pub(super) fn subject_right(&self, at: usize, high: usize) -> Option<Subject> {
        let phrase = self.phrase_right(at, high)?;
        let core = self.base_right(at, high)?;
        if self.is(phrase.head, Role::TIME.or(Role::THING).or(Role::SELF))
            || self.finite_at(phrase.end)
            || self.finite_at(core.end)
        {
            return None;
        }
        let modified = self.is(phrase.end, Role::RELATIVE);
        let aside = self.is_sign(phrase.end, b',').then(|| {
            let end = (phrase.end + 1..high)
                .take(20)
                .find(|at| self.is_sign(*at, b',') || self.is_quote(*at))
                .unwrap_or(high.min(phrase.end + 20));
            (phrase.end + 1, end)
        });
        Some(Subject { phrase, end: phrase.end, modified, aside })
    }

    fn finite_at(&self, at: usize) -> bool {
        let role = self.role(at);
        role.any(Role::VERB)
            && !self.name_like(at)
            && !role.any(Role::GERUND)
            && !role.any(Role::NOUN)
    }

    /// The subject of the clause that holds `at`: of its first finite verb after `low`.
    pub(super) fn clause_subject(&self, low: usize, at: usize) -> Option<Subject> {
        let finite =
            Role::VERB_FINITE.or(Role::AUXILIARY).or(Role::PAST).or(Role::THIRD).or(Role::BASE);
        let verb = (low + 1..at).find(|at| {
            self.is(*at, finite) && !self.name_like(*at) && !self.is(*at - 1, Role::TO)
        })?;
        self.subject_left(low, verb)
    }
}
