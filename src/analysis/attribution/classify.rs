//! What a reader can do with a source: the class of a noun phrase.

use super::phrase::Phrase;
use super::subject::Subject;
use super::words::{Role, View};
use super::{CueStrength, SourceClass};
use crate::analysis::token::Shape;
use crate::lexicon::WordId;

/// The class of a source as far as its own words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Classified {
    /// The class; of an anaphor, the class it has if nothing resolves it.
    pub(super) class: SourceClass,
    /// A pronoun or a definite form that may point back to somebody.
    pub(super) anaphor: bool,
    /// More than one.
    pub(super) plural: bool,
    /// A name, an organisation or a place narrows it.
    pub(super) affiliated: bool,
    /// One person, by the one he or it belongs to: "the mayor's lawyer".
    pub(super) owned: bool,
    /// A counted part: "62 percent of voters", "six in ten".
    pub(super) share: bool,
    /// A body without a face: "the authorities", "secret services".
    pub(super) faceless: bool,
    /// The token that leaves open how many.
    pub(super) quantifier: Option<usize>,
}

/// Where the words of a name are known from.
pub(super) trait Names {
    /// Whether the word at `at` stands with a capital elsewhere inside a sentence.
    fn known(&self, at: usize) -> bool;
    /// Whether the word before a colon at `at` stands there more than once, or with a capital elsewhere
    /// inside a sentence, in whatever letters.
    fn speaks_by_label(&self, at: usize) -> bool;
}

impl View<'_> {
    /// A lower-case noun (or one that only opens the sentence) that means more than one.
    fn plural_noun(&self, at: usize) -> bool {
        let role = self.role(at);
        role.any(Role::PERSONS.or(Role::PLURAL_BODY))
            || role.any(Role::PLURAL_LIKE) && !role.any(Role::NO_PLURAL.or(Role::PERSON))
    }

    /// Whether the head is a name and not a common noun.
    fn is_name(&self, phrase: &Phrase, names: &dyn Names) -> bool {
        let head = phrase.head;
        let shape = self.shape(head);
        if !shape.is(Shape::CAPITAL) {
            return false;
        }
        let role = self.role(head);
        if role.any(Role::DEMONYM) && self.plural_noun(head) {
            return false;
        }
        if shape.is(Shape::FIRST) {
            let listed = role.any(
                Role::NOUN.or(Role::QUANTIFIER).or(Role::NUMBER).or(Role::FUNCTION).or(Role::VERB),
            );
            // People of a kind stay what they are, whatever a headline makes of the word; by their
            // ending alone they may be a family.
            let listed_word = self.tokens[head].word != WordId::UNKNOWN;
            let kind = role.any(Role::PERSONS) && listed_word && phrase.start == head;
            return !listed && !self.tokens_have_lower(head) || names.known(head) && !kind;
        }
        true
    }

    fn tokens_have_lower(&self, at: usize) -> bool {
        self.is(at, Role::ORDINARY)
    }

    /// The determiner or quantifier that opens the phrase, as a set of roles.
    fn opening(&self, phrase: &Phrase) -> Role {
        (phrase.start..phrase.head.min(phrase.start + 3))
            .map(|at| self.role(at))
            .fold(Role::NONE, Role::or)
    }

    fn owned(&self, phrase: &Phrase) -> bool {
        (phrase.start..phrase.head)
            .any(|at| self.is(at, Role::POSSESSIVE) || self.is(at, Role::OWNER_MARK))
    }

    /// Percent, a fraction, or a number of a number.
    fn counted_part(&self, phrase: &Phrase) -> bool {
        let number = |at: usize| self.shape(at).is(Shape::NUMBER) || self.is(at, Role::NUMBER);
        let percent = (phrase.start..phrase.core_end).any(|at| {
            self.is(at, Role::PERCENT) || self.is(at, Role::FRACTION) && !self.name_like(at)
        });
        let part =
            self.is(phrase.core_end, Role::PREPOSITION) && !self.is(phrase.core_end, Role::OF);
        percent || number(phrase.head) && part && phrase.end > phrase.core_end
    }

    /// "both men", but not "both drivers and walkers".
    fn known_pair(&self, phrase: &Phrase, opening: Role) -> bool {
        // "all three candidates"
        let counted = self.is(phrase.start, Role::FLOATS)
            && self.is(phrase.start + 1, Role::NUMBER)
            && self.is(phrase.head, Role::HUMAN);
        (opening.any(Role::PAIR) || counted)
            && phrase.start < phrase.head
            && !(phrase.start..phrase.head).any(|at| self.is(at, Role::JOINS_NOUNS))
    }

    /// A name or a pronoun joined to a phrase of its own: "she and another reporter".
    fn named_partner(&self, phrase: &Phrase) -> bool {
        let opens = Role::QUANTIFIER.or(Role::DEFINITE).or(Role::POSSESSIVE).or(Role::INDEFINITE);
        (phrase.start + 1..phrase.head).any(|at| {
            self.is(at, Role::JOINS_NOUNS)
                && (self.is(at + 1, opens) || self.shape(at + 1).is(Shape::NUMBER))
                && (self.name_like(at - 1)
                    || self.shape(at - 1).is(Shape::CAPITAL) && self.role(at - 1) == Role::NONE)
        })
    }

    /// "Ada Roe and her neighbours", "they and their friends": one of them is known.
    fn beside_name(&self, phrase: &Phrase, opening: Role) -> bool {
        let Some(and) = phrase.start.checked_sub(1).filter(|and| *and > 0) else { return false };
        let first = Role::POSSESSIVE.or(Role::INDEFINITE).or(Role::VAGUE_COUNT).or(Role::NUMBER);
        (opening.any(first)
            || self.is(phrase.head, Role::ALONE)
            || self.shape(phrase.start).is(Shape::NUMBER))
            && self.is(and, Role::JOINS_NOUNS)
            && (self.name_like(and - 1)
                || self.shape(and - 1).is(Shape::CAPITAL) && self.role(and - 1) == Role::NONE
                || self.is(and - 1, Role::HE_SHE.or(Role::SELF)))
    }

    /// The phrase says that its name is withheld ("an unnamed general"), or it is hearsay ("reports",
    /// "local media").
    pub(super) fn nameless(&self, phrase: &Phrase) -> bool {
        let before = phrase.start..phrase.head;
        let bare = before.clone().all(|at| self.is(at, Role::HEARSAY_ADJECTIVE));
        before.into_iter().any(|at| self.is(at, Role::NAMELESS))
            || bare && self.is(phrase.head, Role::HEARSAY) && phrase.end == phrase.head + 1
    }

    fn affiliated(&self, subject: &Subject) -> bool {
        let phrase = &subject.phrase;
        let inside = (phrase.start..phrase.end)
            .any(|at| at != phrase.head && (self.name_like(at) || self.is(at, Role::INSTITUTION)));
        inside || self.owned(phrase)
    }

    /// A personal name within the tokens: two capitalised words in a row, none of them a common
    /// noun.
    pub(super) fn personal_name(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let mut run = 0;
        for at in start..end.min(self.tokens.len()) {
            let stop = self.is_sign(at, b'.') && run > 0 && !self.shape(at).is(Shape::SPACED);
            if stop {
                continue;
            }
            let opens = self.shape(at).is(Shape::FIRST)
                && self.shape(at).is(Shape::CAPITAL)
                && self.role(at) == Role::NONE
                && self.name_like(at + 1);
            let part = (self.name_like(at) || opens)
                && self.shape(at).is(Shape::WORD)
                && !self.is(at, Role::NOT_HUMAN.or(Role::OUTLET_NAME));
            if part {
                run += 1;
            } else if run >= 2 {
                return Some((start.max(at - run), at));
            } else {
                run = 0;
            }
        }
        (run >= 2).then(|| (end - run, end))
    }

    /// The class of a subject, or nothing if it cannot be a source of this cue.
    pub(super) fn classify(
        &self,
        subject: &Subject,
        strength: CueStrength,
        names: &dyn Names,
    ) -> Option<Classified> {
        let phrase = &subject.phrase;
        let role = self.role(phrase.head);
        let opening = self.opening(phrase);
        let mut found = Classified {
            class: SourceClass::Named,
            anaphor: false,
            plural: self.plural_noun(phrase.head),
            affiliated: self.affiliated(subject),
            owned: self.owned(phrase),
            share: self.counted_part(phrase),
            faceless: false,
            quantifier: (phrase.start..=phrase.head).find(|at| self.is(*at, Role::VAGUE_COUNT)),
        };
        if role.any(Role::PERSONAL.or(Role::IT)) && !self.name_like(phrase.head) {
            found.anaphor = true;
            found.plural = role.any(Role::THEY);
            let speaks = matches!(strength, CueStrength::Plain | CueStrength::Report);
            if role.any(Role::IT) {
                found.class = SourceClass::Institution;
            }
            return (speaks || !role.any(Role::SELF.or(Role::IT))).then_some(found);
        }
        if role.any(Role::POSSESSIVE) && phrase.start == phrase.head {
            found.anaphor = true; // "in her opinion"
            return Some(found);
        }
        // "Ada Roe and many others", "both men": known to the reader.
        if self.named_partner(phrase)
            || self.beside_name(phrase, opening)
            || self.known_pair(phrase, opening)
        {
            return Some(found);
        }
        // "the 46-year-old": somebody described before.
        let age = self.shape(phrase.head).is(Shape::NUMBER)
            && self.word(phrase.head).contains(char::is_alphabetic);
        if age && opening.any(Role::DEFINITE) {
            found.anaphor = true;
            found.plural = false;
            return Some(found);
        }
        let unique = role.any(Role::UNIQUE) && opening.any(Role::DEFINITE);
        if unique && !found.plural {
            return Some(found);
        }
        if self.is_name(phrase, names) {
            found.class = self.name_class(phrase);
            found.plural = false;
            let speaks = matches!(strength, CueStrength::Plain | CueStrength::Report);
            if speaks && self.seat_of_government(phrase) {
                found.class = SourceClass::Institution;
                found.faceless = true;
            }
            return Some(found);
        }
        // "Secretary of State Ada Roe", "Chancellor of the Exchequer": a post with a capital.
        let post = self.shape(phrase.head).is(Shape::CAPITAL)
            && role.any(Role::PERSON)
            && phrase.start == phrase.head
            && phrase.end > phrase.core_end
            && (phrase.core_end..phrase.end).any(|at| self.name_like(at));
        if post {
            found.class = SourceClass::Named;
            return Some(found);
        }
        if self.name_closes(phrase) {
            return Some(found);
        }
        if let Some((start, end)) = subject.aside {
            let relative =
                self.is(start, Role::RELATIVE.or(Role::PREPOSITION).or(Role::SUBORDINATOR));
            let goes_on = self.is(start, Role::GERUND.or(Role::VERB_OTHER).or(Role::VERB_LIKE));
            let name = self.personal_name(start, end.min(start + 8));
            if !relative && !goes_on && name.is_some_and(|name| !self.finite_within(start, name.0))
            {
                found.class = SourceClass::Named;
                return Some(found);
            }
        }
        found.class = self.common_class(subject, role, opening, strength, &mut found)?;
        Some(found)
    }

    /// "the head of the Harbour Board Ada Roe": two capitalised words behind the name of a body.
    fn name_closes(&self, phrase: &Phrase) -> bool {
        let Some(first) = phrase.end.checked_sub(3).filter(|first| *first >= phrase.core_end)
        else {
            return false;
        };
        let body = self.is(first, Role::INSTITUTION) || self.shape(first).is(Shape::UPPER);
        body && self.name_like(first)
            && (first + 1..phrase.end).all(|at| {
                self.name_like(at)
                    && self.shape(at).is(Shape::WORD)
                    && !self.shape(at).is(Shape::UPPER)
                    && !self.is(at, Role::NOUN.or(Role::OUTLET_NAME))
            })
    }

    /// A capital or a country by itself, where nobody in the text bears its name.
    fn seat_of_government(&self, phrase: &Phrase) -> bool {
        let head = phrase.head;
        let word = self.tokens.get(head).map(|token| token.word);
        phrase.start == head
            && phrase.end == head + 1
            && self.is(head, Role::CAPITAL_CITY)
            && !self.shape(head).is(Shape::UPPER)
            && !(1..self.tokens.len()).any(|at| {
                self.tokens.get(at).map(|token| token.word) == word
                    && self.shape(at - 1).is(Shape::CAPITAL)
                    && self.role(at - 1) == Role::NONE
            })
    }

    fn name_class(&self, phrase: &Phrase) -> SourceClass {
        let head = phrase.head;
        let role = self.role(head);
        let several = phrase.start < head;
        if role.any(Role::OUTLET_NAME) && several {
            return SourceClass::Outlet;
        }
        let body = role.any(Role::INSTITUTION) || self.shape(head).is(Shape::UPPER);
        let the = (phrase.start..head).all(|at| self.is(at, Role::DEFINITE)) && several;
        if body || the { SourceClass::Institution } else { SourceClass::Named }
    }

    fn common_class(
        &self,
        subject: &Subject,
        role: Role,
        opening: Role,
        strength: CueStrength,
        found: &mut Classified,
    ) -> Option<SourceClass> {
        let phrase = &subject.phrase;
        let human_cue = strength != CueStrength::Stance;
        let nobody = role.any(Role::ALONE.or(Role::ANYBODY))
            && (phrase.start..=phrase.head).any(|at| self.is(at, Role::NEGATIVE));
        if nobody {
            return None; // "no one is saying": nobody says so
        }
        let definite = opening.any(Role::DEFINITE);
        if role.any(Role::ANYBODY) {
            found.plural = !found.anaphor;
            return Some(SourceClass::VaguePlural);
        }
        let counted = role.any(Role::COLLECTIVE.or(Role::ALONE).or(Role::PERCENT).or(Role::NUMBER))
            || self.shape(phrase.head).is(Shape::NUMBER);
        if counted && let Some(class) = self.counted_class(subject, role, strength, found) {
            return class;
        }
        if role.any(Role::KIN) {
            return (self.owned(phrase) || definite).then_some(SourceClass::Named);
        }
        // "police", but "many police"
        let body_of_persons =
            role.any(Role::FACELESS) && !opening.any(Role::QUANTIFIER.or(Role::NUMBER));
        if role.any(Role::PERSONS) && !body_of_persons {
            found.plural = true;
            found.anaphor = definite && !subject.modified && phrase.whole.is_none();
            let source = role.any(Role::SOURCE_WORD);
            return Some(match () {
                () if source => SourceClass::Anonymous,
                () if role.any(Role::OFFICE) => SourceClass::Official,
                () => SourceClass::VaguePlural,
            });
        }
        if role.any(Role::PERSON) {
            let bare = phrase.start == phrase.head && phrase.end == phrase.core_end;
            if bare && !self.shape(phrase.head).is(Shape::CAPITAL) {
                return None; // "consumer reports"
            }
            let plain = role.any(Role::ANONYMOUS) && !role.any(Role::SOURCE_WORD);
            found.anaphor = definite && (plain || !subject.modified);
            let bare = role.any(Role::SOURCE_WORD.or(Role::ANONYMOUS));
            return Some(if bare { SourceClass::Anonymous } else { SourceClass::Official });
        }
        let body = role.any(Role::INSTITUTION)
            && phrase.head > phrase.start
            && self.is(phrase.head - 1, Role::FACELESS_ADJECTIVE);
        if role.any(Role::FACELESS) || body {
            found.plural = true;
            found.faceless = true;
            found.anaphor = role.any(Role::PERSONS) && definite && !subject.modified;
            return Some(SourceClass::Institution);
        }
        if role.any(Role::OUTLET) {
            return Some(SourceClass::Outlet);
        }
        if role.any(Role::DOCUMENT.or(Role::HEARSAY)) {
            return Some(SourceClass::Document);
        }
        if role.any(Role::INSTITUTION) {
            let many = role.any(Role::PLURAL_BODY);
            found.plural = many;
            found.anaphor = definite;
            return Some(if many && human_cue {
                SourceClass::VaguePlural
            } else {
                SourceClass::Institution
            });
        }
        if role.any(Role::NOT_HUMAN.or(Role::SAYING_NOUN)) {
            return None;
        }
        self.unlisted_class(phrase, opening, strength, found)
    }

    /// "two of the nurses", "a group of parents", "62 percent", "many": outer `None` if the phrase
    /// is not of that kind, inner `None` if it cannot speak.
    #[allow(clippy::option_option)]
    fn counted_class(
        &self,
        subject: &Subject,
        role: Role,
        strength: CueStrength,
        found: &mut Classified,
    ) -> Option<Option<SourceClass>> {
        let phrase = &subject.phrase;
        if let Some(whole) = phrase.whole {
            let inner = self.role(whole);
            // "one of the drivers' lamps"
            let owned = (phrase.core_end..whole).any(|at| self.is(at, Role::OWNER_MARK));
            let people = inner
                .any(Role::PERSONS.or(Role::ALONE).or(Role::PRONOUN).or(Role::PLURAL_BODY))
                || strength == CueStrength::Plain
                    && self.plural_noun(whole)
                    && !inner.any(Role::NOT_HUMAN)
                    && !owned
                || self.shape(phrase.head).is(Shape::NUMBER) && self.shape(whole).is(Shape::NUMBER)
                || role.any(Role::NUMBER) && self.shape(whole).is(Shape::NUMBER);
            if people {
                found.plural = true;
                found.anaphor |= inner.any(Role::PRONOUN); // "most of them"
                if inner.any(Role::SOURCE_WORD) {
                    return Some(Some(SourceClass::Anonymous));
                }
                return Some(Some(SourceClass::VaguePlural));
            }
            if role.any(Role::INSTITUTION) {
                return None;
            }
            let things = self.plural_noun(whole); // "one of the lamps", but "half of the town"
            let share = role.any(Role::PERCENT.or(Role::ALONE)) && !things;
            return Some(
                (share && strength != CueStrength::Stance).then_some(SourceClass::VaguePlural),
            );
        }
        if role.any(Role::PAIR.or(Role::FLOATS)) {
            return Some(None);
        }
        if role.any(Role::PERCENT) || role.any(Role::ALONE) {
            if role.any(Role::PRONOUN) && !subject.modified {
                return Some(None);
            }
            found.plural = true;
            found.quantifier = found.quantifier.or(Some(phrase.head));
            return Some(Some(SourceClass::VaguePlural));
        }
        if role.any(Role::NUMBER) && !role.any(Role::COLLECTIVE) {
            found.plural = true;
            return Some(Some(SourceClass::VaguePlural));
        }
        if role.any(Role::COLLECTIVE) && !role.any(Role::INSTITUTION) {
            return Some(None);
        }
        if self.shape(phrase.head).is(Shape::NUMBER) {
            return Some(None);
        }
        None
    }

    /// A noun that no list and no ending knows: whether it speaks, the cue decides.
    fn unlisted_class(
        &self,
        phrase: &Phrase,
        opening: Role,
        strength: CueStrength,
        found: &mut Classified,
    ) -> Option<SourceClass> {
        if self.plural_noun(phrase.head) {
            let counted = opening.any(Role::QUANTIFIER.or(Role::NUMBER));
            // Whether it is people at all, only the surest cue tells.
            let speaks = match strength {
                CueStrength::Plain => true,
                CueStrength::Report | CueStrength::Opinion | CueStrength::Stance => counted,
            };
            found.anaphor = opening.any(Role::DEFINITE);
            return speaks.then_some(SourceClass::VaguePlural);
        }
        if opening.any(Role::DEFINITE) {
            found.anaphor = true;
            return Some(SourceClass::Institution);
        }
        let somebody = opening.any(Role::INDEFINITE) && strength == CueStrength::Plain;
        somebody.then_some(SourceClass::Official)
    }
}
