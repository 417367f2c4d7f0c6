//! All patterns of all rules in one: which patterns can begin with which word.

use std::ops::Range;

use super::parse::{Op, Pattern, Test};
use super::run::{Branches, Field};
use crate::analysis::sentence::Sentence;
use crate::analysis::token::Token;
use crate::lexicon::{Lexicon, WordId};

/// Patterns that were added together: those of one detector, of one condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(u32);

/// Collects the patterns of all rules.
#[derive(Debug, Default)]
pub struct PatternSetBuilder {
    patterns: Vec<(GroupId, Pattern)>,
    groups: u32,
}

impl PatternSetBuilder {
    /// Adds patterns whose hits are asked for together.
    pub fn add(&mut self, patterns: impl IntoIterator<Item = Pattern>) -> GroupId {
        let group = GroupId(self.groups);
        self.groups += 1;
        self.patterns.extend(patterns.into_iter().map(|pattern| (group, pattern)));
        group
    }

    /// Indexes the patterns by their first words. `lexicon` must hold all their words.
    #[must_use]
    pub fn build(self, lexicon: &Lexicon) -> PatternSet {
        let mut set = PatternSet { groups: self.groups, ..PatternSet::default() };
        set.by_word.resize(lexicon.word_count(), Vec::new());
        set.by_class.resize(lexicon.class_count(), Vec::new());
        for (group, pattern) in self.patterns {
            let number = u32::try_from(set.programs.len()).unwrap_or(u32::MAX);
            set.index(number, &pattern, lexicon);
            set.programs.push((group, pattern.ops));
        }
        let settle = |list: &mut Vec<u32>| {
            list.sort_unstable();
            list.dedup();
        };
        set.by_class.iter_mut().for_each(settle);
        // What can begin with a class can begin with each of its words.
        for (word, list) in set.by_word.iter_mut().enumerate().skip(1) {
            let id = WordId(u32::try_from(word).unwrap_or_default());
            if let Some(shared) = set.by_class.get(lexicon.class_of(id).0 as usize) {
                list.extend_from_slice(shared);
            }
            settle(list);
        }
        set
    }
}

/// The patterns of all rules, ready to run.
#[derive(Debug, Default)]
pub struct PatternSet {
    programs: Vec<(GroupId, Vec<Op>)>,
    groups: u32,
    /// Patterns that can begin with a word, by word id.
    by_word: Vec<Vec<u32>>,
    /// Patterns that can begin with an unlisted word, by class id.
    by_class: Vec<Vec<u32>>,
    /// Patterns that can begin with a token of this look.
    by_look: Vec<(Test, Vec<u32>)>,
}

/// One place where a pattern matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The sentence.
    pub sentence: usize,
    /// The tokens that matched.
    pub tokens: Range<usize>,
    /// The tokens that count as found: the part between ⟦ and ⟧, or all.
    pub focus: Range<usize>,
}

/// All hits in one document, by group, in text order; within a group none overlaps another.
#[derive(Debug, Default)]
pub struct Hits {
    groups: Vec<Vec<Hit>>,
}

impl Hits {
    /// The hits of a group.
    #[must_use]
    pub fn of(&self, group: GroupId) -> &[Hit] {
        self.groups.get(group.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// The hits of a group that lie within a range of tokens.
    #[must_use]
    pub fn within(&self, group: GroupId, tokens: &Range<usize>) -> &[Hit] {
        let hits = self.of(group);
        let from = hits.partition_point(|hit| hit.tokens.start < tokens.start);
        let to = hits.partition_point(|hit| hit.tokens.end <= tokens.end);
        hits.get(from..to).unwrap_or_default()
    }
}

impl PatternSet {
    fn index(&mut self, number: u32, pattern: &Pattern, lexicon: &Lexicon) {
        for test in first_tests(&pattern.ops) {
            match test {
                Test::Word(word) => self.by_word[word.0 as usize].push(number),
                Test::List(list) => {
                    for class in lexicon.classes_of(list) {
                        self.by_class[class.0 as usize].push(number);
                    }
                }
                look => match self.by_look.iter_mut().find(|(test, _)| *test == look) {
                    Some((_, patterns)) => patterns.push(number),
                    None => self.by_look.push((look, vec![number])),
                },
            }
        }
    }

    /// Finds all patterns in all sentences.
    #[must_use]
    pub fn find(&self, tokens: &[Token], sentences: &[Sentence], lexicon: &Lexicon) -> Hits {
        let mut branches = Branches::new();
        let mut hits = Hits { groups: vec![Vec::new(); self.groups as usize] };
        for (number, sentence) in sentences.iter().enumerate() {
            let Range { start, end } = sentence.tokens;
            let field = Field { tokens, lexicon, start, end };
            for (at, token) in tokens.iter().enumerate().take(end).skip(start) {
                // A word that came into the lexicon after this set is known by its class only.
                let listed = match self.by_word.get(token.word.0 as usize) {
                    Some(patterns) if token.word != WordId::UNKNOWN => Some(patterns),
                    _ => self.by_class.get(token.class.0 as usize),
                };
                for program in listed.into_iter().flatten() {
                    self.attempt(*program, field, number, at, (&mut hits, &mut branches));
                }
                for (test, programs) in &self.by_look {
                    if test.passes(token, lexicon) {
                        for program in programs {
                            self.attempt(*program, field, number, at, (&mut hits, &mut branches));
                        }
                    }
                }
            }
        }
        hits
    }

    fn attempt(
        &self,
        program: u32,
        field: Field<'_>,
        sentence: usize,
        at: usize,
        (hits, branches): (&mut Hits, &mut Branches),
    ) {
        let (group, ops) = &self.programs[program as usize];
        let Some(end) = field.run(ops, at, branches) else { return };
        let focus = match end.focus {
            (Some(from), Some(to)) if from < to => from..to,
            _ => at..end.at,
        };
        let hit = Hit { sentence, tokens: at..end.at, focus };
        let found = &mut hits.groups[group.0 as usize];
        match found.last_mut() {
            // The longer of two that begin together; else the earlier one stands.
            Some(last) if last.tokens.start == at && last.tokens.end < end.at => *last = hit,
            Some(last) if at < last.tokens.end => {}
            _ => found.push(hit),
        }
    }
}

/// The tests that the first token of a match can have to pass.
fn first_tests(ops: &[Op]) -> Vec<Test> {
    let mut tests = Vec::new();
    let mut seen = vec![false; ops.len()];
    let mut open = vec![0];
    while let Some(pc) = open.pop() {
        if std::mem::replace(&mut seen[pc], true) {
            continue;
        }
        match &ops[pc] {
            Op::Take(test) => tests.push(*test),
            Op::TakeOne(words) => tests.extend(words.iter().map(|word| Test::Word(*word))),
            Op::TakeListed(list, phrases) => {
                tests.push(Test::List(*list));
                tests.extend(phrases.iter().map(|phrase| Test::Word(phrase[0])));
            }
            Op::Split(first, second) => open.extend([*first, *second]),
            Op::Jump(to)
            | Op::NotAhead(to)
            | Op::Behind { end: to, .. }
            | Op::NotBehind { end: to, .. } => open.push(*to),
            Op::FocusStart | Op::FocusEnd | Op::AtStart | Op::AtEnd => open.push(pc + 1),
            Op::Accept => {}
        }
    }
    tests
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analysis, Language};
    use crate::document::Document;
    use crate::lexicon::LexiconBuilder;

    fn found(pattern: &str, text: &str) -> Vec<String> {
        let mut builder = LexiconBuilder::default();
        builder.add_lists("[who]\nwords = ['experts', 'people in the know']\nendings = ['ists']");
        let (mut lexicon, _) = builder.build();
        let pattern = Pattern::parse(pattern, &mut lexicon).unwrap();
        let mut patterns = PatternSetBuilder::default();
        let group = patterns.add([pattern]);
        let set = patterns.build(&lexicon);
        let language = Language::new(lexicon);
        let document = Document::from_text(text);
        let analysis = Analysis::new(&document, &language);
        let hits = set.find(analysis.tokens(), analysis.sentences(), &language.lexicon);
        hits.of(group)
            .iter()
            .map(|hit| analysis.span_of(hit.focus.clone()).of(text).to_owned())
            .collect()
    }

    #[test]
    fn words_lists_and_phrases() {
        assert_eq!(
            found("{who} say", "Experts say so. Cyclists say no."),
            ["Experts say", "Cyclists say"]
        );
        assert_eq!(found("{who} say", "People in the know say."), ["People in the know say"]);
    }

    #[test]
    fn options_gaps_and_focus() {
        assert_eq!(found("there is (no|some) ⟦evidence⟧", "There is no evidence."), ["evidence"]);
        assert_eq!(found("from ..2 ⟦to⟧", "from one end to it; from a b c to"), ["to"]);
        assert_eq!(
            found("it is (widely)? said", "It is said. It is widely said."),
            ["It is said", "It is widely said"]
        );
    }

    #[test]
    fn assertions_look_both_ways() {
        assert_eq!(found("source !of", "a source of light, a source said"), ["source"]);
        assert_eq!(found("<!open source", "open source; a source"), ["source"]);
        assert_eq!(
            found("<(the (old)?) source", "a source, the old source, old source"),
            ["source"]
        );
        assert_eq!(
            found("<(under ..4 , ..4) may", "Under a new harbour law, owners of old boats may."),
            ["may"]
        );
        assert_eq!(found("<the source", "source, the source, a source"), ["source"]);
        assert_eq!(found("^ experts", "“Experts” and experts."), ["Experts"]);
        assert_eq!(found("experts $", "Experts ask experts."), ["experts"]);
    }

    #[test]
    fn mistakes_are_told() {
        let parse = |text| Pattern::parse(text, &mut Lexicon::default()).unwrap_err().message;
        assert!(parse("{whom} say").contains("whom"));
        assert!(parse("(a|b").contains("missing"));
        assert!(parse("x?").contains("without any word"));
        assert!(parse("a ⟧ b ⟦").contains('⟦'));
        assert!(parse("..99 x").contains("gap"));
    }
}
