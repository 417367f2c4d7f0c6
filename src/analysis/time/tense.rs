//! Which way of the day of writing a time lies, by the verbs around it.
//!
//! The verb nearest before the time decides; where there is none, the one behind it. What a verb
//! says hangs on its auxiliaries ([`verb`]) and on how the time is tied to it: "closed on Friday"
//! tells of last Friday, "closed until Friday" and "cancelled Friday's game" need not.

mod verb;

use std::ops::Range;

use super::{TimeGrammar, TimeKind};
use crate::analysis::token::{Shape, Token};
use crate::lexicon::{Lexicon, ListId};
pub(crate) use verb::Verbs;
use verb::{Sign, Telling};

/// Which way of the day of writing a time lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// What is told has happened.
    Past,
    /// It is yet to come.
    Ahead,
    /// It may lie on either side: "must pay by Monday", "the fair opens in May".
    Open,
    /// No verb says.
    Unsaid,
}

/// Tokens behind a time in which a verb may still say when it is ("On Saturday the board, … , will").
const BEHIND: usize = 12;
/// Tokens before a time in which its verb may stand.
const BEFORE: usize = 60;
/// Tokens between a preposition and its time ("by the end of May").
const LEAD: usize = 5;

/// Lists that tell how a time is tied to a verb.
#[derive(Debug, Default)]
pub(crate) struct Ties {
    /// Opens another clause, whose tense is its own.
    turn: Option<ListId>,
    /// Ends what belongs together.
    stop: Option<ListId>,
    /// "until", "for": the verb does not date what follows.
    bound: Option<ListId>,
    since: Option<ListId>,
    after: Option<ListId>,
    /// "in Friday's clashes".
    at: Option<ListId>,
    /// "In a speech on Monday, …".
    scene: Option<ListId>,
    /// May stand between a preposition and its time.
    lead: Option<ListId>,
    /// Before a time that stands by itself, whatever noun follows.
    plain: Option<ListId>,
    /// Verbs whose object lies behind although they are of the future.
    look_back: Option<ListId>,
    /// What may stand between a verb and its time, or behind a time that stands by itself.
    small: Vec<ListId>,
    /// Makes a time part of a name of something ("its April figures").
    owner: Vec<ListId>,
}

impl Ties {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let list = |name: &str| lexicon.list(name);
        let lists = |names: &[&str]| names.iter().filter_map(|name| list(name)).collect();
        Self {
            turn: list("clause-turn"),
            stop: list("clause-break"),
            bound: list("bound-word"),
            since: list("since-word"),
            after: list("after-word"),
            at: list("at-word"),
            scene: list("scene-word"),
            lead: list("time-lead"),
            plain: list("date-preposition-plain"),
            look_back: list("look-back-verb"),
            small: lists(&[
                "preposition",
                "adverb",
                "determiner-definite",
                "determiner-indefinite",
                "determiner-possessive",
                "time-lead",
                "coordinator",
                "subordinator",
                "relative-pronoun",
                "auxiliary",
                "quantifier",
                "pronoun-singular",
                "pronoun-plural",
                "pronoun-self",
                "pronoun-other",
            ]),
            owner: lists(&[
                "determiner-definite",
                "determiner-indefinite",
                "determiner-possessive",
                "possessive-clitic",
            ]),
        }
    }
}

impl TimeGrammar {
    /// Which way the words around a time point.
    pub(crate) fn direction(
        &self,
        tokens: &[Token],
        sentence: &Range<usize>,
        (time, kind): (&Range<usize>, TimeKind),
        lexicon: &Lexicon,
    ) -> Direction {
        let end = sentence.end.min(tokens.len());
        let first = sentence.start.max(time.start.saturating_sub(BEFORE));
        let start = self.clause_start(tokens, first..time.start.min(end), lexicon);
        let clause = start..end;
        Place { tokens, lexicon, clause, time: time.clone(), ties: &self.ties, verbs: &self.verbs }
            .direction(kind)
    }
}

impl TimeGrammar {
    /// Where the words begin that belong together with what stands behind them: behind a semicolon,
    /// or a quotation mark that opens and does not close again.
    fn clause_start(&self, tokens: &[Token], words: Range<usize>, lexicon: &Lexicon) -> usize {
        let mut closed = 0_usize;
        for at in words.clone().rev() {
            let token = &tokens[at];
            if token.shape.is(Shape::QUOTE) {
                let opens = at == words.start || token.shape.is(Shape::SPACED);
                match (opens, closed) {
                    (true, 0) => return at + 1,
                    (true, _) => closed -= 1,
                    (false, _) => closed += 1,
                }
            } else if self.ties.stop.is_some_and(|list| token.has(lexicon, list)) {
                return at + 1;
            }
        }
        words.start
    }
}

/// A time among the words around it.
struct Place<'a> {
    tokens: &'a [Token],
    lexicon: &'a Lexicon,
    clause: Range<usize>,
    time: Range<usize>,
    ties: &'a Ties,
    verbs: &'a Verbs,
}

impl Place<'_> {
    fn direction(&self, kind: TimeKind) -> Direction {
        let tie = |list| self.lead().any(|at| self.has(at, list));
        if tie(self.ties.since) {
            return Direction::Past;
        }
        let (before, behind) = (self.before(), self.behind());
        let way = match before {
            Some((at, sign)) => self.governed(at, sign, behind.map(|sign| sign.way)),
            None => self.opening(behind),
        };
        let way = match way {
            Direction::Past if tie(self.ties.bound) => Direction::Open,
            Direction::Ahead if tie(self.ties.after) => Direction::Open,
            way => way,
        };
        let speech = before.is_some_and(|(_, sign)| sign.telling == Telling::Speech);
        let beside = before.is_some_and(|(at, _)| self.adjacent(at));
        // "announced a concert on 20 May": the day of the concert, or of the announcement.
        if kind == TimeKind::Partial
            && way == Direction::Past
            && !beside
            && before.is_some_and(|(_, sign)| sign.presents)
        {
            return Direction::Unsaid;
        }
        match () {
            () if self.is_owned() || (self.before_noun() && !beside) => {}
            () if self.before_noun() && kind != TimeKind::Weekday => {}
            () => return way,
        }
        // "Friday's vote", "its April figures": the verb does not date them.
        match way {
            Direction::Past if tie(self.ties.at) || (speech && behind.is_none()) => Direction::Past,
            _ if kind == TimeKind::Weekday && (before.is_some() || self.is_named()) => {
                Direction::Open
            }
            _ if kind == TimeKind::Weekday => way,
            _ => Direction::Unsaid,
        }
    }

    /// What the verb at `at`, nearest before the time, says of it; `behind`: what the next verb says.
    fn governed(&self, at: usize, sign: Sign, behind: Option<Direction>) -> Direction {
        let later = matches!(behind, Some(Direction::Ahead | Direction::Open));
        let between = || at + 1..self.time.start;
        match (sign.way, sign.telling) {
            (Direction::Past, _) if self.adjacent(at) => Direction::Past,
            (Direction::Past, Telling::Arranging) => Direction::Open,
            (Direction::Past, _) if later => Direction::Open,
            // "will say what happened on Friday", "will review the fire in April"
            (Direction::Ahead, _) if behind == Some(Direction::Past) => Direction::Open,
            (Direction::Ahead, _)
                if between().any(|at| self.turns(at))
                    || between().any(|at| self.has(at, self.ties.look_back)) =>
            {
                Direction::Open
            }
            (way, _) => way,
        }
    }

    /// What the verb behind the time says where none stands before it.
    fn opening(&self, behind: Option<Sign>) -> Direction {
        let Some(sign) = behind else { return Direction::Unsaid };
        let alone = self.has(self.clause.start, self.ties.scene)
            || (self.clause.start..self.time.start).all(|at| self.is_small(at));
        match sign.way {
            // "The fire in April will be looked into", "Friday's match was put off".
            Direction::Ahead if !alone || self.is_owned() => Direction::Open,
            Direction::Past if (!alone || self.is_owned()) && sign.announces => Direction::Open,
            way => way,
        }
    }

    /// The verb nearest before the time.
    fn before(&self) -> Option<(usize, Sign)> {
        (self.clause.start..self.time.start).rev().find_map(|at| Some((at, self.sign(at)?)))
    }

    /// The first verb behind the time in its clause; of one that speaks of the past another that
    /// does not ("a panel chosen in May will meet").
    fn behind(&self) -> Option<Sign> {
        let has_verb = self.before().is_some();
        let mut found: Option<Sign> = None;
        let mut at = self.time.end;
        let end = self.clause.end.min(self.time.end + BEHIND);
        while at < end {
            if self.has(at, self.ties.turn) || self.has(at, self.ties.stop) {
                break;
            }
            if has_verb && self.tokens[at].shape.is(Shape::PUNCTUATION) {
                break;
            }
            if let Some(head) = self.verbs.head(self.tokens, &self.clause, at, self.lexicon) {
                let Some(sign) = self.sign(head) else { break };
                let settled = sign.way != Direction::Past
                    || sign.telling == Telling::Speech
                    || self.verbs.has_object(self.tokens, head, self.lexicon);
                let infinitive = self.verbs.is_infinitive(self.tokens, head, self.lexicon);
                found = match found {
                    // "agreed to sell": part of the same verb.
                    Some(first) if sign.way == Direction::Past || infinitive => Some(first),
                    Some(_) => Some(Sign { way: Direction::Open, ..sign }),
                    None => Some(sign),
                };
                if settled {
                    break;
                }
                at = head;
            }
            at += 1;
        }
        found
    }

    fn sign(&self, at: usize) -> Option<Sign> {
        self.verbs.sign(self.tokens, &self.clause, at, self.lexicon)
    }

    /// The tokens before the time that may hold its preposition, nearest first.
    fn lead(&self) -> impl Iterator<Item = usize> {
        let from = self.clause.start.max(self.time.start.saturating_sub(LEAD));
        let mut done = false;
        (from..self.time.start).rev().take_while(move |at| {
            let last = done;
            done = !self.has(*at, self.ties.lead);
            !last
        })
    }

    /// Whether nothing but small words parts the verb at `at` from the time.
    fn adjacent(&self, at: usize) -> bool {
        let between = at + 1..self.time.start;
        between.len() <= LEAD
            && between.clone().all(|at| self.has(at, self.ties.lead) || self.is_late(at))
    }

    fn is_late(&self, at: usize) -> bool {
        self.has(at, self.ties.plain)
            || self.has(at, self.ties.bound)
            || self.has(at, self.ties.after)
    }

    /// "Friday's", "its April …".
    fn is_owned(&self) -> bool {
        let clitic = self.ties.owner.last().copied();
        self.time.end < self.clause.end && self.has(self.time.end, clitic) || self.is_named()
    }

    /// "the Friday …", "a Friday": one that has come up, the name of something, or any.
    fn is_named(&self) -> bool {
        let owner = |at: usize| self.ties.owner.iter().any(|list| self.has(at, Some(*list)));
        self.time.start > self.clause.start && owner(self.time.start - 1)
    }

    /// Whether the time describes the noun behind it ("April figures").
    fn before_noun(&self) -> bool {
        let Some(token) =
            self.tokens.get(self.time.end).filter(|_| self.time.end < self.clause.end)
        else {
            return false;
        };
        let stands_alone =
            self.time.start > self.clause.start && self.has(self.time.start - 1, self.ties.plain);
        let noun = token.shape.is(Shape::WORD)
            && !token.shape.is(Shape::CAPITAL)
            && !self.is_small(self.time.end)
            && !self.is_sign(self.time.end);
        noun && !stands_alone
    }

    fn is_sign(&self, at: usize) -> bool {
        self.sign(at).is_some()
    }

    fn is_small(&self, at: usize) -> bool {
        self.tokens[at].shape.is(Shape::PUNCTUATION)
            || self.ties.small.iter().any(|list| self.has(at, Some(*list)))
    }

    /// Whether another clause opens here. "And" and "or" join verbs as well, "until" takes a time, too.
    fn turns(&self, at: usize) -> bool {
        self.has(at, self.ties.turn)
            && !self.has(at, self.ties.bound)
            && !self.verbs.joins(self.tokens, at, self.lexicon)
    }

    fn has(&self, at: usize, list: Option<ListId>) -> bool {
        list.zip(self.tokens.get(at)).is_some_and(|(list, token)| token.has(self.lexicon, list))
    }
}

#[cfg(test)]
mod tests;
