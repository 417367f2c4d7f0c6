//! What one verb says of the time it tells of: its form and the auxiliaries before it.

use std::ops::Range;

use super::Direction;
use crate::analysis::token::{Shape, Token};
use crate::lexicon::{Lexicon, ListId};

/// What a verb says of a time beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    pub way: Direction,
    pub telling: Telling,
    /// A passive that may say of an event ahead what has been done about it.
    pub announces: bool,
    /// The same of an active verb, whose object may lie ahead: "announced a concert on 20 May".
    pub presents: bool,
}

/// What kind of verb it is, as far as that says which words its time belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    Plain,
    /// Brings what was said.
    Speech,
    /// Its object may lie ahead.
    Arranging,
}

/// Lists of verbs by tense.
#[derive(Debug, Default)]
pub(crate) struct Verbs {
    future: Option<ListId>,
    modal: Option<ListId>,
    is: Option<ListId>,
    was: Option<ListId>,
    be: Option<ListId>,
    been: Option<ListId>,
    being: Option<ListId>,
    have: Option<ListId>,
    had: Option<ListId>,
    present_perfect: Option<ListId>,
    does: Option<ListId>,
    did: Option<ListId>,
    to: Option<ListId>,
    /// Verbs of the past and participles.
    past: Option<ListId>,
    arranged: Option<ListId>,
    leave: Option<ListId>,
    link: Option<ListId>,
    relative: Option<ListId>,
    arranging: Option<ListId>,
    announcing: Option<ListId>,
    presenting: Option<ListId>,
    speech: Option<ListId>,
    done: Option<ListId>,
    intend: Option<ListId>,
    third: Vec<ListId>,
    /// Words that end as a plural does, and as a verb of the third person.
    s_form: Option<ListId>,
    comma: Option<ListId>,
    base: Vec<ListId>,
    /// Other words that leave open when.
    open: Option<ListId>,
    adverb: Option<ListId>,
    joint: Option<ListId>,
    plural: Vec<ListId>,
    determiners: Vec<ListId>,
    preposition: Option<ListId>,
    /// Behind a verb they open its object or a clause that it brings.
    objects: Vec<ListId>,
    /// Behind "to" they show that no infinitive follows.
    no_verb: Vec<ListId>,
}

/// Adverbs between an auxiliary and its verb.
const ADVERBS: usize = 3;
/// Verbs in a row: "is expected to have been sold".
const CHAIN: usize = 5;
/// Tokens between a verb and what is done to its object.
const LEFT: usize = 4;
/// Tokens back to which the auxiliaries of a verb are looked for.
const REACH: usize = 16;

impl Verbs {
    pub(crate) fn new(lexicon: &Lexicon) -> Self {
        let list = |name: &str| lexicon.list(name);
        let lists = |names: &[&str]| names.iter().filter_map(|name| list(name)).collect();
        Self {
            future: list("tense-future"),
            modal: list("tense-modal"),
            is: list("tense-is"),
            was: list("tense-was"),
            be: list("tense-be"),
            been: list("tense-been"),
            being: list("tense-being"),
            have: list("tense-have"),
            had: list("tense-had"),
            present_perfect: list("tense-has"),
            does: list("tense-do"),
            did: list("tense-did"),
            to: list("tense-to"),
            past: list("past-sign"),
            arranged: list("arranged-word"),
            link: list("link-verb"),
            leave: list("leave-verb"),
            relative: list("relative-pronoun"),
            arranging: list("arranging-verb"),
            announcing: list("announcing-verb"),
            presenting: list("presenting-verb"),
            speech: list("speech-past"),
            done: list("done-verb"),
            intend: list("intend-verb"),
            third: lists(&[
                "common-verb.third",
                "scheduled-verb.third",
                "reporting-verb.third",
                "stance-verb.third",
            ]),
            base: lists(&["common-verb.base", "scheduled-verb.base"]),
            s_form: list("plural-like"),
            comma: list("clause-comma"),
            open: list("open-word"),
            adverb: list("adverb"),
            joint: list("coordinator-noun"),
            plural: lists(&["plural-like", "plural-person"]),
            determiners: lists(&[
                "determiner-definite",
                "determiner-indefinite",
                "determiner-possessive",
                "possessive-clitic",
                "quantifier",
                "number-word",
            ]),
            preposition: list("preposition"),
            objects: lists(&[
                "determiner-definite",
                "determiner-indefinite",
                "determiner-possessive",
                "pronoun-singular",
                "pronoun-plural",
                "pronoun-self",
                "pronoun-other",
            ]),
            no_verb: lists(&[
                "determiner-definite",
                "determiner-indefinite",
                "determiner-possessive",
                "quantifier",
                "preposition",
                "pronoun-other",
                "number-word",
                "to-noun",
            ]),
        }
    }

    /// What the token at `at` says, if it is a verb or another sign of time.
    pub(super) fn sign(
        &self,
        tokens: &[Token],
        clause: &Range<usize>,
        at: usize,
        lexicon: &Lexicon,
    ) -> Option<Sign> {
        let chain = self.chain(tokens, clause, at, lexicon);
        let way = chain.way(at)?;
        let telling = match () {
            () if chain.has(at, self.speech) => Telling::Speech,
            () if chain.has(at, self.arranging) => Telling::Arranging,
            () => Telling::Plain,
        };
        // "The board on Friday agreed", but "the match on Friday was agreed".
        let done = [self.was, self.been];
        let passive = chain.back(at).is_some_and(|aux| chain.any(aux, &done));
        let announces = passive && chain.has(at, self.announcing)
            || chain.any(at, &done) && chain.has(at + 1, self.announcing);
        let presents = !passive && way == Direction::Past && chain.has(at, self.presenting);
        Some(Sign { way, telling, announces, presents })
    }

    /// The last verb of the group that begins at `at`: of "is expected to open" it is "to".
    pub(super) fn head(
        &self,
        tokens: &[Token],
        clause: &Range<usize>,
        at: usize,
        lexicon: &Lexicon,
    ) -> Option<usize> {
        let chain = self.chain(tokens, clause, at, lexicon);
        chain.way(at)?;
        let mut head = at;
        for _ in 0..CHAIN {
            let next = (head + 1..clause.end.min(tokens.len()).min(head + 2 + ADVERBS))
                .find(|next| !chain.has(*next, self.adverb));
            match next {
                Some(next) if chain.is_verb(head) && chain.way(next).is_some() => head = next,
                _ => break,
            }
        }
        Some(head)
    }

    /// Whether an object follows the verb at `at`, so that it is no participle: "sold the pier".
    pub(super) fn has_object(&self, tokens: &[Token], at: usize, lexicon: &Lexicon) -> bool {
        let opens = |token: &Token| self.objects.iter().any(|list| token.has(lexicon, *list));
        tokens.get(at + 1).is_some_and(opens)
    }

    /// Whether the verb at `at` is an infinitive, or opens one.
    pub(super) fn is_infinitive(&self, tokens: &[Token], at: usize, lexicon: &Lexicon) -> bool {
        let to = |at: usize| {
            self.to.zip(tokens.get(at)).is_some_and(|(list, token)| token.has(lexicon, list))
        };
        to(at) || at.checked_sub(1).is_some_and(to)
    }

    fn chain<'a>(
        &'a self,
        tokens: &'a [Token],
        clause: &Range<usize>,
        at: usize,
        lexicon: &'a Lexicon,
    ) -> Chain<'a> {
        Chain { verbs: self, tokens, start: clause.start.max(at.saturating_sub(REACH)), lexicon }
    }

    pub(super) fn joins(&self, tokens: &[Token], at: usize, lexicon: &Lexicon) -> bool {
        self.joint.zip(tokens.get(at)).is_some_and(|(list, token)| token.has(lexicon, list))
    }
}

/// The words of a clause, read from a verb back over its auxiliaries.
struct Chain<'a> {
    verbs: &'a Verbs,
    tokens: &'a [Token],
    start: usize,
    lexicon: &'a Lexicon,
}

impl Chain<'_> {
    fn way(&self, at: usize) -> Option<Direction> {
        use Direction::{Ahead, Open, Past};
        let verbs = self.verbs;
        let shape = self.tokens.get(at)?.shape;
        // A name: "the United States", "Will Roe".
        if shape.is(Shape::CAPITAL) && !shape.is(Shape::FIRST) && at != self.start {
            return None;
        }
        match () {
            () if self.has(at, verbs.future) => Some(Ahead),
            () if self.has(at, verbs.was) || self.has(at, verbs.did) => Some(Past),
            () if self.has(at, verbs.had) => Some(Past),
            () if self.has(at, verbs.been) => Some(self.perfect(at)),
            () if self.has(at, verbs.being) => self.being(at),
            () if self.has(at, verbs.be) => Some(self.base(at).unwrap_or(Open)),
            () if self.any(at, &[verbs.is, verbs.have, verbs.does, verbs.modal]) => Some(Open),
            () if self.has(at, verbs.to) => self.infinitive(at),
            () if self.any(at, &[verbs.past, verbs.arranged]) => self.participle(at),
            () if self.listed(at, &verbs.base) => self.base(at),
            () if self.listed(at, &verbs.third) => self.third(at),
            () if self.has(at, verbs.open) => Some(Open),
            // "…, chaired by Ada Roe, assembles in April": a verb that no list has.
            () if self.has(at, verbs.s_form) && self.is_after_comma(at) => Some(Open),
            () => None,
        }
    }

    /// "opened", "was opened", "will be opened", "has been opened".
    fn participle(&self, at: usize) -> Option<Direction> {
        use Direction::{Ahead, Open, Past};
        let verbs = self.verbs;
        let arranged = self.has(at, verbs.arranged);
        let Some(aux) = self.back(at) else { return Some(if arranged { Open } else { Past }) };
        match () {
            () if self.any(aux, &[verbs.been, verbs.have]) => Some(match self.perfect(aux) {
                Past if arranged => Open,
                Open if arranged && !self.is_future_perfect(aux) => Ahead,
                way => way,
            }),
            () if self.any(aux, &[verbs.was, verbs.did]) => {
                Some(if arranged { Open } else { Past })
            }
            () if self.has(aux, verbs.is) => Some(if arranged { Ahead } else { Open }),
            () if self.has(aux, verbs.be) => Some(self.base(aux).unwrap_or(Open)),
            () if self.has(aux, verbs.being) => self.being(aux),
            // "could cut", "will set": a base form that looks like one of the past.
            () if self.any(aux, &[verbs.future, verbs.modal, verbs.does, verbs.to]) => {
                self.base(at)
            }
            // "will be opened … and closed": as the verb before it.
            () if self.has(aux, verbs.joint) && !arranged => {
                (self.start..aux).rev().find_map(|at| self.way(at)).or(Some(Past))
            }
            // "will open restored rooms", "remains closed": the verb before it tells. In "the board that
            // will vote met" that verb is another clause's.
            () if !arranged && self.is_ahead(aux) && !self.in_relative(aux) => None,
            () if !arranged && self.has(aux, verbs.preposition) => None,
            // "its revised plan": a quality, not an event.
            () if self.listed(aux, &verbs.determiners) => arranged.then_some(Open),
            () if arranged => Some(Open),
            // "will leave the school closed"
            () => (self.start.max(aux.saturating_sub(LEFT))..aux)
                .rev()
                .find(|at| self.has(*at, verbs.leave))
                .and_then(|at| self.way(at))
                .or(Some(Past)),
        }
    }

    fn is_ahead(&self, at: usize) -> bool {
        let verbs = self.verbs;
        let led = self.listed(at, &verbs.base)
            && self.back(at).is_some_and(|aux| {
                self.any(aux, &[verbs.future, verbs.modal, verbs.to, verbs.does])
            });
        let verb = led || self.has(at, verbs.link);
        verb && matches!(self.way(at), Some(Direction::Ahead | Direction::Open))
    }

    fn in_relative(&self, at: usize) -> bool {
        (self.start..at).any(|at| self.has(at, self.verbs.relative))
    }

    /// A perfect by its "have" or "been": past, unless it is one of the future ("will have been").
    fn perfect(&self, at: usize) -> Direction {
        let have = if self.has(at, self.verbs.been) { self.back(at) } else { Some(at) };
        let have = have.filter(|at| self.has(*at, self.verbs.have));
        match have.and_then(|at| self.back(at)) {
            Some(aux) if self.any(aux, &[self.verbs.future, self.verbs.to]) => Direction::Open,
            Some(aux) if self.has(aux, self.verbs.modal) => Direction::Past,
            // "Have joined in November" tells of all the years.
            _ if have.is_some_and(|at| self.has(at, self.verbs.present_perfect)) => Direction::Open,
            _ => Direction::Past,
        }
    }

    fn is_future_perfect(&self, at: usize) -> bool {
        let have = if self.has(at, self.verbs.been) { self.back(at) } else { Some(at) };
        let aux = have.and_then(|at| self.back(at));
        aux.is_some_and(|at| self.any(at, &[self.verbs.future, self.verbs.to]))
    }

    fn being(&self, at: usize) -> Option<Direction> {
        match self.back(at) {
            Some(aux) if self.has(aux, self.verbs.was) => Some(Direction::Past),
            _ => Some(Direction::Open),
        }
    }

    /// A base form by what stands before it; nothing if it is a noun ("the vote").
    fn base(&self, at: usize) -> Option<Direction> {
        use Direction::{Ahead, Open, Past};
        let verbs = self.verbs;
        let Some(aux) = self.back(at) else { return Some(Open) };
        match () {
            () if self.has(aux, verbs.future) => Some(Ahead),
            () if self.has(aux, verbs.did) => Some(Past),
            () if self.has(aux, verbs.have) => Some(self.perfect(aux)),
            () if self.any(aux, &[verbs.modal, verbs.does]) => Some(Open),
            () if self.has(aux, verbs.to) => Some(self.governor(aux)),
            // "and will open and close": the auxiliary counts for both.
            () if self.has(aux, verbs.joint) => self.joined(aux),
            () if self.listed(aux, &verbs.plural) => Some(Open),
            () => None,
        }
    }

    /// What the auxiliary before "and" says of the verb behind it.
    fn joined(&self, joint: usize) -> Option<Direction> {
        let aux = self.back(self.back(joint)?)?;
        Some(match () {
            () if self.has(aux, self.verbs.future) => Direction::Ahead,
            () if self.has(aux, self.verbs.did) => Direction::Past,
            // "walked out on Monday and return on Thursday"
            () => Direction::Open,
        })
    }

    /// "to open": by the verb before it, unless it is the preposition.
    fn infinitive(&self, to: usize) -> Option<Direction> {
        let next = self.tokens.get(to + 1)?;
        let verb = next.shape.is(Shape::WORD)
            && !next.shape.is(Shape::CAPITAL)
            && !self.listed(to + 1, &self.verbs.no_verb);
        verb.then(|| self.governor(to))
    }

    fn governor(&self, to: usize) -> Direction {
        use Direction::{Ahead, Open, Past};
        let verbs = self.verbs;
        let Some(at) = self.back(to) else { return Open };
        match () {
            () if self.has(at, verbs.arranged) => self.participle(at).unwrap_or(Open),
            () if self.has(at, verbs.is) => Ahead,
            () if self.any(at, &[verbs.had, verbs.done]) => Past,
            () if self.has(at, verbs.intend) => {
                let noun = self.back(at).is_none_or(|at| self.listed(at, &verbs.determiners));
                if noun { Open } else { Ahead }
            }
            () => Open,
        }
    }

    /// "opens", unless it is a plural noun ("three votes", "of attacks").
    fn third(&self, at: usize) -> Option<Direction> {
        // At the head of a sentence it is the subject: "Shares fell".
        let before = self.back(at)?;
        // "a contract that ends in June": no plural follows "that".
        let noun = self.listed(before, &self.verbs.determiners)
            && !self.has(before, self.verbs.relative)
            || self.has(before, self.verbs.preposition)
            || self.tokens.get(before).is_some_and(|token| token.shape.is(Shape::NUMBER));
        (!noun).then_some(Direction::Open)
    }

    fn is_after_comma(&self, at: usize) -> bool {
        at.checked_sub(1)
            .is_some_and(|before| before >= self.start && self.has(before, self.verbs.comma))
    }

    /// Whether what follows may belong to the same verb.
    fn is_verb(&self, at: usize) -> bool {
        let verbs = self.verbs;
        let auxiliaries = [
            verbs.future,
            verbs.modal,
            verbs.is,
            verbs.was,
            verbs.be,
            verbs.been,
            verbs.being,
            verbs.have,
            verbs.had,
            verbs.does,
            verbs.did,
            verbs.to,
            verbs.arranged,
            verbs.intend,
            verbs.done,
        ];
        self.any(at, &auxiliaries)
    }

    /// The token before `at`, over adverbs.
    fn back(&self, at: usize) -> Option<usize> {
        let from = self.start.max(at.saturating_sub(1 + ADVERBS));
        (from..at).rev().find(|before| !self.has(*before, self.verbs.adverb))
    }

    fn has(&self, at: usize, list: Option<ListId>) -> bool {
        list.zip(self.tokens.get(at)).is_some_and(|(list, token)| token.has(self.lexicon, list))
    }

    fn any(&self, at: usize, lists: &[Option<ListId>]) -> bool {
        lists.iter().any(|list| self.has(at, *list))
    }

    fn listed(&self, at: usize, lists: &[ListId]) -> bool {
        lists.iter().any(|list| self.has(at, Some(*list)))
    }
}
