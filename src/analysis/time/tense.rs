//! Whether a time lies ahead of the day of writing or behind it, by the verbs around it.

use std::ops::Range;

use super::TimeGrammar;
use crate::analysis::token::{Shape, Token};
use crate::lexicon::{Lexicon, ListId};

/// Tokens behind a time in which a verb may still say when it is ("On Saturday the board, … , will").
const BEHIND: usize = 10;

/// Lists that tell tenses apart.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Tenses {
    /// "will", "due": what follows is yet to come.
    ahead: Option<ListId>,
    /// Verbs of the past, known by their ending or listed.
    past: Option<ListId>,
    /// Opens another clause, whose tense is its own.
    turn: Option<ListId>,
    /// Before a participle that tells no past: "to be announced".
    infinitive: Option<ListId>,
}

impl Tenses {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        Self {
            ahead: lexicon.list("future-sign"),
            past: lexicon.list("past-sign"),
            turn: lexicon.list("clause-turn"),
            infinitive: lexicon.list("be-infinitive"),
        }
    }
}

impl TimeGrammar {
    /// The verb nearest before the time decides; where there is none, the first one behind it.
    pub(crate) fn speaks_ahead(
        &self,
        tokens: &[Token],
        sentence: &Range<usize>,
        time: &Range<usize>,
        lexicon: &Lexicon,
    ) -> bool {
        let lists = &self.tenses;
        let has = |at: usize, list: Option<ListId>| {
            list.zip(tokens.get(at)).is_some_and(|(list, token)| token.has(lexicon, list))
        };
        // Some(true) ahead, Some(false) past.
        let tense = |at: usize| {
            if has(at, lists.ahead) {
                return Some(true);
            }
            let name = tokens.get(at).is_some_and(|token| token.shape.is(Shape::CAPITAL));
            let infinitive = at.checked_sub(1).is_some_and(|before| has(before, lists.infinitive));
            (has(at, lists.past) && !name && !infinitive).then_some(false)
        };
        let before = (sentence.start..time.end.min(sentence.end)).rev().find_map(tense);
        before.unwrap_or_else(|| {
            (time.end..sentence.end.min(time.end + BEHIND))
                .take_while(|at| !has(*at, lists.turn))
                .find_map(tense)
                .unwrap_or(false)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::Analysis;
    use crate::document::Document;
    use crate::rule::built_in_once;

    #[track_caller]
    fn ahead(text: &str) -> bool {
        let language = &built_in_once().language;
        let document = Document::from_text(text);
        let analysis = Analysis::new(&document, language);
        language.speaks_ahead(&analysis, &analysis.times()[0])
    }

    #[test]
    fn the_nearest_verb_decides() {
        assert!(ahead("The board will meet on Friday."));
        assert!(!ahead("The board that will vote met on Friday."));
        assert!(ahead("The board met and will vote on Friday."));
        assert!(ahead("The names are due to be announced on Friday."));
        assert!(ahead("The vote in the United States is due Friday."));
    }

    #[test]
    fn behind_the_time_only_its_own_clause_counts() {
        assert!(ahead("On Friday, Ada Roe of the board will speak."));
        assert!(!ahead("On Friday the board said it will close."));
        assert!(!ahead("On Friday and not later it shut, but will open."));
    }
}
