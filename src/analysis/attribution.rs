//! Attributions: who is said to have said what.
//!
//! Terms as in PARC and PolNeAR: a *source* (the noun phrase that speaks), a *cue* (what says that
//! it speaks) and a *content* (what it says). Cues are found first, by word lists; then the noun
//! phrase that belongs to each; then, over the whole text, whom pronouns and short definite forms
//! point back to.

mod classify;
mod content;
mod cue;
mod form;
mod phrase;
mod resolve;
mod subject;
#[cfg(test)]
mod tests;
mod verb;
mod words;

use std::cell::OnceCell;
use std::hash::{BuildHasher, BuildHasherDefault};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::block::Paragraph;
use super::sentence::Sentence;
use super::token::{Shape, Token};
use super::zone::Zone;
use crate::lexicon::{Lexicon, WordId};
use crate::span::Span;
use classify::Names;
use cue::Found;
use words::{RoleTable, View};

/// What a reader can do with a source.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Deserialize,
    serde::Serialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum SourceClass {
    /// A person with a name.
    Named,
    /// A bare or unnamed source ("a source", "a person briefed on the talks").
    Anonymous,
    /// A nameless class of people ("experts", "two of the nurses").
    VaguePlural,
    /// A person described by office, without a name ("a spokeswoman for the port").
    Official,
    /// A body ("the ministry", "the police").
    Institution,
    /// A news outlet, named or not ("media").
    Outlet,
    /// A document, study, poll or other evidence.
    Document,
    /// Nobody: a passive without an agent, a quotation without a speaker.
    None,
}

impl SourceClass {
    /// Whether people stand behind it whom the text does not name.
    #[must_use]
    pub const fn unnamed(self) -> bool {
        matches!(self, Self::Anonymous | Self::VaguePlural | Self::Official)
    }
}

/// How the attribution is made.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    schemars::JsonSchema,
    serde::Deserialize,
    serde::Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum AttributionForm {
    /// "X said …" or "…, X said".
    Subject,
    /// "…, said X".
    Inverted,
    /// "according to X".
    AccordingTo,
    /// "X: “…”".
    Colon,
    /// "it is reported", "was announced by X".
    Passive,
    /// "in the opinion of X", "X's claim that".
    Noun,
}

/// How surely the cue reports what somebody says or thinks.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    schemars::JsonSchema,
    serde::Deserialize,
    serde::Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum CueStrength {
    /// "say", "tell", "according to".
    Plain,
    /// "argue", "warn": other verbs of speech.
    Report,
    /// "believe", "fear".
    Opinion,
    /// "see", "support": a stand only if persons are the subject.
    Stance,
}

/// One attribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// The noun phrase that speaks; absent if nobody is named.
    pub source: Option<Span>,
    /// The head of that phrase.
    pub head: Option<Span>,
    /// The words that say so.
    pub cue: Span,
    /// How far what is said reaches.
    pub content: Option<Span>,
    /// What a reader can do with the source; for a pronoun or a short definite form ("the
    /// analyst"), the class of the speaker it points back to.
    pub class: SourceClass,
    /// The source is a pronoun or short definite form that points back to this earlier attribution.
    pub antecedent: Option<usize>,
    /// The source is a pronoun or a short definite form, whether or not its antecedent is known.
    pub anaphor: bool,
    /// The source is a personal pronoun.
    pub pronoun: bool,
    /// More than one speaks.
    pub plural: bool,
    /// A name, an organisation or an owner narrows the source ("officials at the port").
    pub affiliated: bool,
    /// The source belongs to somebody: "the mayor's lawyer", "her friends".
    pub owned: bool,
    /// Its head is a word for a source as such: "the source", "insiders".
    pub source_word: bool,
    /// What is said follows as a clause or a quotation: words are reported, not only an act.
    pub states: bool,
    /// A counted part: "62 percent of voters", "six in ten".
    pub share: bool,
    /// A body without a face: "the authorities", "secret services".
    pub faceless: bool,
    /// What leaves open how many ("some", "many of").
    pub quantifier: Option<Span>,
    /// Where the unnamed source is named after all, in the same or the next sentence.
    pub named_later: Option<Span>,
    /// Why, or on what terms, the source is not named, in this or the next sentence.
    pub reason: Option<Span>,
    /// The text says that the source has no name, or it is mere hearsay: "an unnamed general", "on
    /// condition of anonymity", "reports say".
    pub nameless: bool,
    /// Somebody with a name leads the group: "analysts led by Ada Roe".
    pub led: bool,
    /// Words of the longest quotation that hangs on it.
    pub quoted_words: usize,
    /// How surely the cue reports.
    pub strength: CueStrength,
    /// How the attribution is made.
    pub form: AttributionForm,
    /// The sentence of the cue.
    pub sentence: usize,
}

impl Attribution {
    /// Whom a reader can ask.
    #[must_use]
    pub const fn owner(&self) -> SourceClass {
        if self.led { SourceClass::Named } else { self.class }
    }

    /// The same for a guess: whoever withholds a name is anonymous, whatever else is told of him.
    #[must_use]
    pub const fn guesser(&self) -> SourceClass {
        if self.nameless { SourceClass::Anonymous } else { self.owner() }
    }
}

/// The lists that finding attributions needs.
#[derive(Debug)]
pub struct AttributionLists {
    roles: RoleTable,
    /// Phrases that say why somebody is not named.
    reasons: Vec<Box<[WordId]>>,
    /// Those that say that the name is withheld.
    stated: Vec<Box<[WordId]>>,
    /// By word id: whether one of these phrases begins with the word.
    opens_reason: Vec<bool>,
}

impl AttributionLists {
    /// Finds the lists in the pack.
    #[must_use]
    pub fn new(lexicon: &Lexicon) -> Self {
        let phrases = |name| {
            lexicon.list(name).map(|list| lexicon.phrases(list).to_vec()).unwrap_or_default()
        };
        let reasons = phrases("anonymity-reason");
        let stated = phrases("anonymity-stated");
        let mut opens_reason = vec![false; lexicon.word_count()];
        for first in reasons.iter().filter_map(|phrase| phrase.first()) {
            if let Some(opens) = opens_reason.get_mut(first.0 as usize) {
                *opens = true;
            }
        }
        Self { roles: RoleTable::new(lexicon), reasons, stated, opens_reason }
    }
}

/// The parts of a document in which attributions are sought.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// Its paragraphs.
    pub paragraphs: &'a [Paragraph],
    /// Its sentences.
    pub sentences: &'a [Sentence],
}

/// Finds the attributions of a text, in order of their cues.
#[must_use]
pub fn attributions(parts: Parts<'_>, lists: &AttributionLists) -> Vec<Attribution> {
    let view = View { text: parts.text, tokens: parts.tokens, roles: &lists.roles };
    let names = KnownNames { view, set: OnceCell::new(), labels: OnceCell::new() };
    let mut found: Vec<Found> = Vec::new();
    for (number, sentence) in parts.sentences.iter().enumerate() {
        let zone = parts.paragraphs.get(sentence.paragraph).map(|paragraph| paragraph.zone);
        if matches!(zone, Some(Zone::CommentThread | Zone::Chrome | Zone::Code)) {
            continue;
        }
        view.cues_of(number, sentence.tokens.clone(), &names, &mut found);
    }
    resolve::attributions(view, parts, &found, lists)
}

/// Words that stand with a capital in the middle of a sentence somewhere in the text: at the head
/// of a sentence they are names too.
struct KnownNames<'a> {
    view: View<'a>,
    set: OnceCell<FxHashSet<u64>>,
    /// The same in lower case, and how often a line of the text begins with the word and a colon.
    labels: OnceCell<(FxHashSet<u64>, FxHashMap<u64, usize>)>,
}

impl KnownNames<'_> {
    fn key(&self, at: usize) -> u64 {
        BuildHasherDefault::<FxHasher>::default().hash_one(self.view.word(at))
    }
}

impl KnownNames<'_> {
    fn small(&self, at: usize) -> u64 {
        BuildHasherDefault::<FxHasher>::default().hash_one(self.view.word(at).to_lowercase())
    }

    fn labels(&self) -> &(FxHashSet<u64>, FxHashMap<u64, usize>) {
        self.labels.get_or_init(|| {
            let mut names = FxHashSet::default();
            let mut before_colon: FxHashMap<u64, usize> = FxHashMap::default();
            for at in 0..self.view.tokens.len() {
                let shape = self.view.shape(at);
                if !shape.is(Shape::CAPITAL) || !shape.is(Shape::WORD) {
                    continue;
                }
                if self.view.is_sign(at + 1, b':') {
                    *before_colon.entry(self.small(at)).or_default() += 1;
                } else if !shape.is(Shape::FIRST) {
                    names.insert(self.small(at));
                }
            }
            (names, before_colon)
        })
    }
}

impl Names for KnownNames<'_> {
    fn speaks_by_label(&self, at: usize) -> bool {
        let (names, before_colon) = self.labels();
        let word = self.small(at);
        before_colon.get(&word).is_some_and(|times| *times > 1) || names.contains(&word)
    }

    fn known(&self, at: usize) -> bool {
        let names = self.set.get_or_init(|| {
            (0..self.view.tokens.len())
                .filter(|at| {
                    let shape = self.view.shape(*at);
                    shape.is(Shape::CAPITAL) && shape.is(Shape::WORD) && !shape.is(Shape::FIRST)
                })
                .map(|at| self.key(at))
                .collect()
        });
        names.contains(&self.key(at))
    }
}
