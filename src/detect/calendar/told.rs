//! Events of a day that had not come when the text was written.

use super::CalendarDetector;
use crate::analysis::time::{Direction, TimeExpression, day};
use crate::analysis::token::{Shape, Token};
use crate::detect::View;
use crate::lexicon::ListId;

/// Days by which a date may lie ahead of the day of writing and still be the time zone's doing.
const GRACE_DAYS: i32 = 2;
/// Words before "on" in which the verb of an event stands.
const NEAR_WORDS: usize = 4;

impl CalendarDetector {
    /// An event of a day that had not come when the text was written.
    pub(super) fn told_too_early(
        &self,
        view: &View<'_>,
        time: &TimeExpression,
    ) -> Option<(String, String)> {
        let written = view.analysis.dated().date()?;
        let date = time.date()?;
        if view.analysis.dated().found.is_some_and(|found| found.span == Some(time.span)) {
            return None;
        }
        let ahead = date.since(written).ok()?.get_days();
        let past = || self.happened_before(view, time) || self.happened_after(view, time);
        (ahead > GRACE_DAYS && past()).then(|| {
            (
                format!("told as past, but the text is of {}", day(written)),
                "check both dates; if it was yet to come, say so (“is due on …”)".to_owned(),
            )
        })
    }

    /// "… burned on 20 April", "killed two men on 20 April": a verb of the past that the date belongs to,
    /// and no other. In "announced a fair on 20 April", "a deal that ended on 20 April" it may belong to
    /// what has been announced.
    fn happened_before(&self, view: &View<'_>, time: &TimeExpression) -> bool {
        let Some(on) = self.event_preposition(view, time) else { return false };
        let tokens = view.analysis.tokens();
        let has = |at: usize, list| self.any(view, &tokens[at..=at], list);
        let first = self.sentence_start(view, time);
        let parts = |at: usize| tokens[at].shape.is(Shape::PUNCTUATION) || has(at, self.lists.turn);
        let clause = (first..on).rev().take_while(|at| !parts(*at)).last().unwrap_or(on);
        let from = clause.max(on.saturating_sub(NEAR_WORDS));
        let Some(verb) = (from..on).rev().find(|at| has(*at, self.lists.happened)) else {
            return false;
        };
        let passive = has(verb, self.lists.passive);
        let participle =
            |at: usize| at < on && (has(at, self.lists.past) || has(at, self.lists.deed));
        // "The focus was on 20 April", "were valid on 20 April": nothing has happened.
        if passive && !participle(verb + 1) || (first..on).any(|at| has(at, self.lists.unreal)) {
            return false;
        }
        let object = verb + 1 + usize::from(passive)..on;
        let bare = object.clone().all(|at| self.is_light(view, at));
        let dated = bare && (object.is_empty() || !has(verb, self.lists.announcing))
            || has(verb, self.lists.deed);
        let near = tokens.get(from..on).unwrap_or_default();
        dated && !self.any(view, near, self.lists.ahead) && self.is_finite(view, verb, clause, time)
    }

    /// Whether the verb of the past at `verb` has a subject: it is no participle, as "held" is in "funds
    /// for a fair held on 20 April".
    fn is_finite(
        &self,
        view: &View<'_>,
        verb: usize,
        clause: usize,
        time: &TimeExpression,
    ) -> bool {
        let tokens = view.analysis.tokens();
        let verbs = |words: std::ops::Range<usize>| {
            tokens.get(words).unwrap_or_default().iter().any(|token| {
                let speech = self.any(view, &[*token], self.lists.speech);
                !speech && self.any(view, &[*token], self.lists.past)
                    || self.any(view, &[*token], self.lists.ahead)
            })
        };
        let auxiliary = self.any(view, &tokens[verb..=verb], self.lists.passive)
            || verb
                .checked_sub(1)
                .is_some_and(|at| self.any(view, &tokens[at..=at], self.lists.passive));
        let alone =
            !verbs(clause.min(verb)..verb) && !verbs(self.sentence_start(view, time)..clause);
        // "Under the contract signed on 1 June": the subject is not here.
        let led = self.any(view, &tokens[clause..=clause], self.lists.preposition);
        let behind = time.tokens.end;
        verb > clause && (auxiliary || alone && !led && !verbs(behind..behind + 1))
    }

    /// Words that may stand between a verb and its date: "took place there on", "hit Lundhavn on".
    fn is_light(&self, view: &View<'_>, at: usize) -> bool {
        view.analysis.tokens().get(at).is_some_and(|token| {
            token.shape.is(Shape::CAPITAL)
                || self.lists.light.iter().any(|list| self.any(view, &[*token], Some(*list)))
        })
    }

    /// "On 20 April the pier burned": the same at the head of a sentence, in the words that follow.
    fn happened_after(&self, view: &View<'_>, time: &TimeExpression) -> bool {
        let opens = self.event_preposition(view, time) == Some(self.sentence_start(view, time));
        let end = view.analysis.sentences().get(time.sentence).map_or(0, |one| one.tokens.end);
        let words = time.tokens.end..(time.tokens.end + 2 * NEAR_WORDS).min(end);
        let words = view.analysis.tokens().get(words).unwrap_or_default();
        let has = |list| words.iter().position(|token| self.any(view, &[*token], list));
        let (past, ahead) = (has(self.lists.happened), has(self.lists.ahead));
        let told = || view.language.direction(view.analysis, time) == Direction::Past;
        let unreal = has(self.lists.unreal).is_some();
        opens && past.is_some() && ahead.is_none() && !unreal && told()
    }

    fn sentence_start(&self, view: &View<'_>, time: &TimeExpression) -> usize {
        view.analysis.sentences().get(time.sentence).map_or(0, |one| one.tokens.start)
    }

    /// The token before the date, if it puts an event on a day.
    fn event_preposition(&self, view: &View<'_>, time: &TimeExpression) -> Option<usize> {
        let at = time.tokens.start.checked_sub(1)?;
        let token = view.analysis.tokens().get(at)?;
        self.any(view, &[*token], self.lists.event).then_some(at)
    }

    fn any(&self, view: &View<'_>, tokens: &[Token], list: Option<ListId>) -> bool {
        let lexicon = &view.language.lexicon;
        list.is_some_and(|list| tokens.iter().any(|token| token.has(lexicon, list)))
    }
}
