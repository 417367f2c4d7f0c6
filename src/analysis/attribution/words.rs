//! What a word can be in an attribution: one bit set of roles a word class, so that a test in
//! the hot path is one load and one mask.

use crate::analysis::token::{Shape, Token};
use crate::lexicon::Lexicon;

/// A set of roles that a word can play.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Role(u128);

macro_rules! roles {
    ($($name:ident = $bit:expr => $lists:expr;)*) => {
        impl Role {
            $(pub(super) const $name: Self = Self(1 << $bit);)*
        }
        /// Each role and the word lists that give it.
        const LISTS: &[(Role, &[&str])] = &[$((Role::$name, &$lists)),*];
    };
}

roles! {
    DEFINITE = 0 => ["determiner-definite"];
    INDEFINITE = 1 => ["determiner-indefinite"];
    POSSESSIVE = 2 => ["determiner-possessive"];
    QUANTIFIER = 3 => ["quantifier"];
    ALONE = 4 => ["quantifier-alone"];
    VAGUE_COUNT = 5 => ["quantifier-vague"];
    NUMBER = 6 => ["number-word"];
    PERCENT = 7 => ["percent-word"];
    PREPOSITION = 8 => ["preposition"];
    SUBORDINATOR = 9 => ["subordinator"];
    RELATIVE = 10 => ["relative-pronoun"];
    RELATIVE_PERSON = 11 => ["relative-person"];
    COORDINATOR = 12 => ["coordinator"];
    JOINS_NOUNS = 13 => ["coordinator-noun"];
    BE = 14 => ["be-verb"];
    AUXILIARY = 15 => ["auxiliary"];
    BEFORE_BASE = 16 => ["modal-or-do"];
    ADVERB = 17 => ["adverb"];
    HE_SHE = 18 => ["pronoun-singular"];
    THEY = 19 => ["pronoun-plural"];
    SELF = 20 => ["pronoun-self"];
    PRONOUN = 21 => ["pronoun-other"];
    ANYBODY = 22 => ["pronoun-indefinite"];
    OWNER_MARK = 23 => ["possessive-clitic"];
    VERB_FINITE = 24 => ["common-verb.base", "common-verb.third", "common-verb.past"];
    VERB_OTHER = 25 => ["common-verb.gerund", "common-verb.participle"];
    SOURCE_WORD = 26 => ["source-noun"];
    ANONYMOUS = 27 => ["anonymous-person"];
    OFFICE = 28 => ["office-noun"];
    EXPERT = 29 => ["expert-noun"];
    PERSON = 30 => ["person-noun.singular", "person-singular"];
    PERSONS = 31 => ["person-noun.plural", "person-plural", "demonym-plural"];
    DEMONYM = 32 => ["demonym-plural", "demonym-singular"];
    COLLECTIVE = 33 => ["collective-noun"];
    KIN = 34 => ["kin-noun"];
    HONORIFIC = 35 => ["honorific"];
    NAMELESS = 36 => ["nameless-adjective"];
    FACELESS = 37 => ["faceless-body"];
    INSTITUTION = 38 => ["institution-noun"];
    OUTLET = 39 => ["outlet-noun"];
    OUTLET_NAME = 40 => ["outlet-name"];
    DOCUMENT = 41 => ["document-noun"];
    THING = 42 => ["thing-noun"];
    TIME = 43 => ["time-noun"];
    REPORT = 44 => ["reporting-verb"];
    OPINION = 45 => ["opinion-verb"];
    BASE = 46 => ["reporting-verb.base", "opinion-verb.base", "stance-verb.base", "reporting-particle-verb.base"];
    THIRD = 47 => ["reporting-verb.third", "opinion-verb.third", "stance-verb.third", "reporting-particle-verb.third"];
    PAST = 48 => ["reporting-verb.past", "opinion-verb.past", "stance-verb.past", "reporting-particle-verb.past"];
    PARTICIPLE = 49 => ["reporting-verb.participle", "opinion-verb.participle", "stance-verb.participle", "reporting-particle-verb.participle"];
    GERUND = 50 => ["reporting-verb.gerund", "opinion-verb.gerund", "stance-verb.gerund", "reporting-particle-verb.gerund"];
    INVERTED = 51 => ["speech-verb-inverted.past", "speech-verb-inverted.third", "speech-verb-inverted.base"];
    SAYING_NOUN = 52 => ["saying-noun"];
    ACCORD = 53 => ["accord-word"];
    CITES = 54 => ["cite-verb"];
    PLURAL_BODY = 55 => ["institution-noun.plural", "outlet-noun.plural"];
    ANONYMITY = 56 => ["anonymity-word"];
    BY = 57 => ["agent-preposition"];
    OF = 58 => ["part-preposition"];
    TO = 59 => ["dative-preposition"];
    PLAIN_SPEECH = 60 => ["plain-speech-verb"];
    ORDINARY = 61 => ["common-verb", "sentence-opener", "subordinator", "auxiliary"];
    IT = 62 => ["pronoun-empty"];
    COMMON_VERB = 63 => ["common-verb"];
    STANCE = 64 => ["stance-verb"];
    PARTICLE_VERB = 65 => ["reporting-particle-verb"];
    PARTICLE = 66 => ["reporting-particle"];
    POSTMODIFIER = 67 => ["adjective-after-noun"];
    UNIFORM = 68 => ["uniform-plural"];
    VERB_LIKE = 70 => ["participle-like"];
    PLURAL_LIKE = 71 => ["plural-like"];
    NO_PLURAL = 72 => ["no-plural"];
    PAIR = 73 => ["quantifier-known"];
    FLOATS = 74 => ["quantifier-floating"];
    OPINION_NOUN = 75 => ["opinion-noun"];
    TOPIC = 76 => ["topic-preposition"];
    FACELESS_ADJECTIVE = 77 => ["faceless-adjective"];
    UNIQUE = 78 => ["unique-office"];
    POSSIBLE = 79 => ["modal-possible"];
    AS_VERB = 80 => ["as-verb"];
    AS = 81 => ["as-word"];
    HEARER_VERB = 69 => ["hearer-verb"];
    CLAUSE_VERB = 82 => ["clause-verb"];
    OFFICE_VERB = 83 => ["office-verb"];
    NO_AGENT = 84 => ["no-agent-verb"];
    CONDITION = 85 => ["conditional-word"];
    GENERIC_WHEN = 86 => ["generic-when"];
    EXAMPLE = 87 => ["example-word"];
    FRACTION = 88 => ["fraction-word"];
    DEGREE = 89 => ["degree-word"];
    CAUSATIVE = 90 => ["causative-verb"];
    CLAIMED_ADJECTIVE = 91 => ["claimed-adjective"];
    NAMING_VERB = 92 => ["naming-verb"];
    CAPITAL_CITY = 93 => ["government-seat"];
    WEIGHING_VERB = 95 => ["weighing-verb"];
    NEGATIVE = 96 => ["quantifier-negative"];
    OBLIGED = 98 => ["modal-duty"];
    READY = 97 => ["ready-adjective"];
    GERUND_LIKE = 99 => ["gerund-like"];
    COURTESY = 100 => ["courtesy-word"];
    ANSWER = 101 => ["answer-word"];
    HEARSAY = 102 => ["hearsay-noun"];
    HEARSAY_ADJECTIVE = 103 => ["hearsay-adjective"];
    PER = 104 => ["accord-preposition"];
    AND_OTHERS = 105 => ["and-others"];
    IMPERSONAL = 106 => ["impersonal-verb"];
    FIRST_PERSON = 107 => ["possessive-first-person"];
    VIEW_NOUN = 108 => ["view-noun"];
    LED = 109 => ["led-participle"];
    AT_LEAST = 94 => ["quantifier-superlative"];
}

impl Role {
    /// No role at all.
    pub(super) const NONE: Self = Self(0);

    /// Both sets together.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set without the roles of `other`.
    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether any role of `other` is in the set.
    #[inline]
    pub(super) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Words with a grammatical task only: none of them can be the noun of a source.
    pub(super) const FUNCTION: Self = Self::DEFINITE
        .or(Self::POSSESSIVE)
        .or(Self::PREPOSITION)
        .or(Self::SUBORDINATOR)
        .or(Self::RELATIVE)
        .or(Self::COORDINATOR)
        .or(Self::AUXILIARY)
        .or(Self::ADVERB)
        .or(Self::OWNER_MARK)
        .or(Self::PRONOUN);
    /// Personal pronouns that can be a source.
    pub(super) const PERSONAL: Self = Self::HE_SHE.or(Self::THEY).or(Self::SELF);
    /// Verbs that make an attribution.
    pub(super) const CUE: Self =
        Self::REPORT.or(Self::OPINION).or(Self::STANCE).or(Self::PARTICLE_VERB);
    /// Any listed verb.
    pub(super) const VERB: Self = Self::CUE.or(Self::COMMON_VERB).or(Self::AUXILIARY);
    /// Words for persons, one or more.
    pub(super) const HUMAN: Self = Self::PERSON.or(Self::PERSONS);
    /// Nouns that name no person.
    pub(super) const NOT_HUMAN: Self =
        Self::INSTITUTION.or(Self::OUTLET).or(Self::DOCUMENT).or(Self::THING).or(Self::TIME);
    /// A word that some list of nouns holds.
    pub(super) const NOUN: Self =
        Self::HUMAN.or(Self::NOT_HUMAN).or(Self::COLLECTIVE).or(Self::KIN).or(Self::SAYING_NOUN);
}

/// The bit of each role, in the order of the table.
#[cfg(test)]
pub(super) fn role_bits() -> impl Iterator<Item = u128> {
    LISTS.iter().map(|(role, _)| role.0)
}

/// The roles of every word class of a language.
#[derive(Debug)]
pub struct RoleTable {
    by_class: Vec<Role>,
}

impl RoleTable {
    /// Reads the lists of the pack; a list that is missing gives its role to no word.
    #[must_use]
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut by_class = vec![Role::NONE; lexicon.class_count()];
        for (role, names) in LISTS {
            for list in names.iter().filter_map(|name| lexicon.list(name)) {
                for class in lexicon.classes_of(list) {
                    let roles = &mut by_class[class.0 as usize];
                    *roles = roles.or(*role);
                }
            }
        }
        Self { by_class }
    }

    /// The roles of a token.
    #[inline]
    pub(super) fn of(&self, token: &Token) -> Role {
        self.by_class.get(token.class.0 as usize).copied().unwrap_or(Role::NONE)
    }
}

/// The tokens of a text with their roles.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) roles: &'a RoleTable,
}

impl View<'_> {
    #[inline]
    pub(super) fn role(&self, at: usize) -> Role {
        let Some(token) = self.tokens.get(at) else { return Role::NONE };
        let role = self.roles.of(token);
        if token.shape.is(Shape::UPPER) && role != Role::NONE && self.acronym(at, role) {
            return Role::NONE;
        }
        role
    }

    /// "the US", "the IS": capitals among small letters, spelt like a word with a grammatical task.
    fn acronym(&self, at: usize, role: Role) -> bool {
        let long = |at: usize| {
            self.tokens
                .get(at)
                .is_some_and(|token| token.shape.is(Shape::UPPER) && token.end - token.start > 1)
        };
        role.any(Role::FUNCTION.or(Role::PERSONAL).or(Role::BE))
            && long(at)
            && !long(at + 1)
            && !at.checked_sub(1).is_some_and(long)
    }

    #[inline]
    pub(super) fn is(&self, at: usize, role: Role) -> bool {
        self.role(at).any(role)
    }

    #[inline]
    pub(super) fn shape(&self, at: usize) -> Shape {
        self.tokens.get(at).map_or(Shape::PUNCTUATION, |token| token.shape)
    }

    /// First byte of the token.
    #[inline]
    pub(super) fn byte(&self, at: usize) -> u8 {
        let start = self.tokens.get(at).map_or(usize::MAX, |token| token.start as usize);
        self.text.as_bytes().get(start).copied().unwrap_or(0)
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.span().of(self.text))
    }

    #[inline]
    pub(super) fn is_sign(&self, at: usize, sign: u8) -> bool {
        self.byte(at) == sign && self.shape(at).is(Shape::PUNCTUATION)
    }

    pub(super) fn is_quote(&self, at: usize) -> bool {
        self.shape(at).is(Shape::QUOTE)
    }

    /// Two spaces or more in a line, with no sign beside them: a sign was lost there.
    pub(super) fn wide_gap(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let (Some(before), Some(token)) = (before, self.tokens.get(at)) else { return false };
        let (from, to) = (before.end as usize, token.start as usize);
        to > from + 1
            && !before.shape.is(Shape::PUNCTUATION)
            && self.text.as_bytes().get(from..to).is_some_and(|gap| gap.iter().all(|c| *c == b' '))
    }

    /// A single mark that stands before a word: ‘yes’, as headlines quote.
    pub(super) fn opens_single(&self, at: usize) -> bool {
        self.shape(at).is(Shape::PUNCTUATION)
            && matches!(self.word(at), "‘" | "'")
            && self.shape(at + 1).is(Shape::WORD)
            && !self.shape(at + 1).is(Shape::SPACED)
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        self.shape(at).is(Shape::PUNCTUATION)
            && (self.word(at).starts_with(['—', '–']) || self.byte(at) == b'-')
    }

    /// Capitalised in the middle of a sentence, or written all upper case: a name's look.
    #[inline]
    pub(super) fn name_like(&self, at: usize) -> bool {
        let shape = self.shape(at);
        let dotted = shape.is(Shape::DOTTED) && shape.is(Shape::CAPITAL);
        (shape.is(Shape::CAPITAL) && !shape.is(Shape::FIRST) || shape.is(Shape::UPPER) || dotted)
            && !self.is(at, Role::FUNCTION.or(Role::PERSONAL).or(Role::DEMONYM))
            || self.adverb_as_name(at)
    }

    /// "Carly", "Shelly": by its ending an adverb, by its capital and its neighbour a name.
    fn adverb_as_name(&self, at: usize) -> bool {
        let others = Role::FUNCTION.without(Role::ADVERB).or(Role::PERSONAL).or(Role::DEMONYM);
        let shape = self.shape(at);
        self.is(at, Role::ADVERB)
            && shape.is(Shape::CAPITAL)
            && !shape.is(Shape::FIRST)
            && !self.is(at, others.or(Role::ORDINARY))
            && self.shape(at + 1).is(Shape::CAPITAL)
            && self.role(at + 1) == Role::NONE
    }
}
