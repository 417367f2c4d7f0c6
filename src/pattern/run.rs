//! Runs one pattern's program at one place: backtracking over a handful of tokens.

use super::parse::{Op, Test};
use crate::analysis::token::{Shape, Token};
use crate::lexicon::{Lexicon, ListId, WordId};

/// Tokens of one sentence, and how to test them.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    pub tokens: &'a [Token],
    pub lexicon: &'a Lexicon,
    /// First and one past the last token of the sentence.
    pub start: usize,
    pub end: usize,
}

/// Most steps of one attempt: a bound on backtracking, far above what any real pattern needs.
const MAX_STEPS: usize = 4096;

/// Where a program ended and what its focus was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub at: usize,
    pub focus: (Option<usize>, Option<usize>),
}

/// Ways not tried yet: where in the program, and what was matched so far. Kept between runs so
/// that an attempt need not allocate.
pub(super) type Branches = Vec<(usize, End)>;

impl Test {
    pub(super) fn passes(self, token: &Token, lexicon: &Lexicon) -> bool {
        match self {
            Self::Word(word) => token.word == word && word != WordId::UNKNOWN,
            Self::List(list) => lexicon.has(token.class, list),
            Self::Shape(shape) => token.shape.is(shape),
            Self::AnyWord => !token.shape.is(Shape::PUNCTUATION),
            Self::Any => true,
        }
    }
}

impl Field<'_> {
    fn passes(&self, test: Test, at: usize) -> bool {
        at < self.end
            && test.passes(&self.tokens[at], self.lexicon)
            && !self.tokens[at].shape.is(Shape::CODE)
    }

    /// The first way in which `ops` match the tokens from `at` on.
    pub(super) fn run(&self, ops: &[Op], at: usize, branches: &mut Branches) -> Option<End> {
        branches.clear();
        self.run_part(ops, 0, at, None, branches)
    }

    /// The same for the part of a program that begins at `pc`; it must end at `must_end`, if that is
    /// given. Branches left from the caller's own run stay untouched.
    fn run_part(
        &self,
        ops: &[Op],
        pc: usize,
        at: usize,
        must_end: Option<usize>,
        branches: &mut Branches,
    ) -> Option<End> {
        let floor = branches.len();
        branches.push((pc, End { at, focus: (None, None) }));
        let mut steps = 0;
        while branches.len() > floor {
            let (mut pc, mut state) = branches.pop()?;
            loop {
                steps += 1;
                if steps > MAX_STEPS {
                    branches.truncate(floor);
                    return None;
                }
                match &ops[pc] {
                    Op::Take(test) if self.passes(*test, state.at) => state.at += 1,
                    Op::TakeOne(words) if self.is_one_of(words, state.at) => state.at += 1,
                    Op::Take(_) | Op::TakeOne(_) => break,
                    Op::TakeListed(list, phrases) => {
                        self.take_listed((*list, phrases), pc + 1, state, branches);
                        break;
                    }
                    Op::Split(first, second) => {
                        branches.push((*second, state));
                        pc = *first;
                        continue;
                    }
                    Op::Jump(to) => {
                        pc = *to;
                        continue;
                    }
                    Op::FocusStart => state.focus.0 = Some(state.at),
                    Op::FocusEnd => state.focus.1 = Some(state.at),
                    Op::AtStart if self.is_first(state.at) => {}
                    Op::AtEnd if self.is_last(state.at) => {}
                    Op::AtStart | Op::AtEnd => break,
                    Op::NotAhead(end) => {
                        if self.run_part(ops, pc + 1, state.at, None, branches).is_some() {
                            break;
                        }
                        pc = *end;
                        continue;
                    }
                    Op::Behind { end, reach } | Op::NotBehind { end, reach } => {
                        let behind = (1..=(*reach).min(state.at - self.start)).any(|n| {
                            let from = state.at - n;
                            self.run_part(ops, pc + 1, from, Some(state.at), branches).is_some()
                        });
                        if behind != matches!(ops[pc], Op::Behind { .. }) {
                            break;
                        }
                        pc = *end;
                        continue;
                    }
                    Op::Accept => {
                        if must_end.is_none_or(|end| end == state.at) {
                            branches.truncate(floor);
                            return Some(state);
                        }
                        break;
                    }
                }
                pc += 1;
            }
        }
        None
    }

    fn is_one_of(&self, words: &[WordId], at: usize) -> bool {
        at < self.end
            && words.binary_search(&self.tokens[at].word).is_ok()
            && !self.tokens[at].shape.is(Shape::CODE)
    }

    /// Adds a branch that goes on at `pc` for each way in which a listed word or phrase stands here;
    /// the longest phrase is tried first, so it is added last.
    fn take_listed(
        &self,
        (list, phrases): (ListId, &[Box<[WordId]>]),
        pc: usize,
        state: End,
        branches: &mut Branches,
    ) {
        if self.passes(Test::List(list), state.at) {
            branches.push((pc, End { at: state.at + 1, ..state }));
        }
        let Some(first) = self.tokens[..self.end].get(state.at).map(|token| token.word) else {
            return;
        };
        let from = phrases.partition_point(|phrase| phrase[0] < first);
        let same = phrases[from..].iter().take_while(|phrase| phrase[0] == first).count();
        for phrase in phrases[from..from + same].iter().rev() {
            let end = state.at + phrase.len();
            let stands = end <= self.end
                && self.tokens[state.at..end]
                    .iter()
                    .zip(phrase)
                    .all(|(token, word)| token.word == *word && !token.shape.is(Shape::CODE));
            if stands {
                branches.push((pc, End { at: end, ..state }));
            }
        }
    }

    /// Only signs (an opening quotation mark) stand before.
    fn is_first(&self, at: usize) -> bool {
        self.tokens[self.start..at.max(self.start)]
            .iter()
            .all(|token| token.shape.is(Shape::PUNCTUATION))
    }

    /// Only signs (a stop) stand behind.
    fn is_last(&self, at: usize) -> bool {
        self.tokens[at.min(self.end)..self.end]
            .iter()
            .all(|token| token.shape.is(Shape::PUNCTUATION))
    }
}
