//! Events of a day that had not come when the text was written.

use super::CalendarDetector;
use crate::analysis::time::{TimeExpression, day};
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

    /// "… burned on 20 April": a verb of the past in the few words before, and none of the future.
    fn happened_before(&self, view: &View<'_>, time: &TimeExpression) -> bool {
        let Some(on) = self.event_preposition(view, time) else { return false };
        let from = on.saturating_sub(NEAR_WORDS).max(self.sentence_start(view, time));
        let words = view.analysis.tokens().get(from..on).unwrap_or_default();
        // "announced that on 4 August they will": the verb of another clause.
        let parts = |token: &Token| {
            token.shape.is(Shape::PUNCTUATION) || self.any(view, &[*token], self.lists.turn)
        };
        let clause = words.rsplit(parts).next();
        clause.is_some_and(|words| self.any(view, words, self.lists.happened))
            && !self.any(view, words, self.lists.ahead)
    }

    /// "On 20 April the pier burned": the same at the head of a sentence, in the words that follow.
    fn happened_after(&self, view: &View<'_>, time: &TimeExpression) -> bool {
        let opens = self.event_preposition(view, time) == Some(self.sentence_start(view, time));
        let end = view.analysis.sentences().get(time.sentence).map_or(0, |one| one.tokens.end);
        let words = time.tokens.end..(time.tokens.end + 2 * NEAR_WORDS).min(end);
        let words = view.analysis.tokens().get(words).unwrap_or_default();
        let has = |list| words.iter().position(|token| self.any(view, &[*token], list));
        let (past, ahead) = (has(self.lists.happened), has(self.lists.ahead));
        opens && past.is_some() && ahead.is_none()
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
