//! What the words of a line say of a date in it: that it is the day of publication, the day of a change,
//! or that of something else ("Born 3 March 1960", "Tickets: 20 May 2015").

use std::ops::Range;

use super::Lines;
use crate::analysis::block::Paragraph;
use crate::analysis::time::{TimeExpression, TimeKind};
use crate::analysis::token::{Shape, Token};
use crate::analysis::zone::Zone;

/// Most tokens between two dates that are the ends of one stretch.
const RANGE: usize = 2;
/// Most words of a name before a date in brackets.
const NAME: usize = 4;
/// Tokens at the beginning of a paragraph in which it says that it corrects another one.
const OPENING: usize = 4;

impl Lines<'_> {
    /// Whether the words around the date, or a second date, say that it is not that of the text.
    pub(super) fn is_of_event(&self, paragraph: &Paragraph, time: &TimeExpression) -> bool {
        let part = self.part(paragraph, time);
        let before = part.start..time.tokens.start;
        let events = |words: Range<usize>| words.clone().any(|at| self.is(at, self.lists.event));
        events(before.clone())
            || events(time.tokens.end..part.end)
            || time.fields.until.is_some()
            || self.is_end_of_stretch(paragraph, time)
            || self.has_other_label(before.clone())
            || self.is_led(before)
    }

    /// "Ann Roe (3 March 1960)": what stands in brackets behind a name is a fact of its bearer.
    pub(super) fn is_of_name(&self, paragraph: &Paragraph, time: &TimeExpression) -> bool {
        let Some(open) = time.tokens.start.checked_sub(1) else { return false };
        let name = paragraph.tokens.start..open;
        let word = |at: usize| {
            self.token(at).is_some_and(|token| {
                token.shape.is(Shape::CAPITAL) && !token.shape.is(Shape::UPPER)
            }) && !self.is_label(at)
        };
        self.word(open) == Some("(")
            && self.word(time.tokens.end) == Some(")")
            && (1..=NAME).contains(&name.len())
            && name.clone().all(word)
    }

    /// "Updated: 20 March 2015": a day on which the text was changed.
    pub(super) fn is_change(&self, paragraph: &Paragraph, time: &TimeExpression) -> bool {
        let earlier = self.times_of(paragraph).map(|(_, other)| other);
        let from = earlier
            .filter(|other| other.kind == TimeKind::Full && other.tokens.end <= time.tokens.start)
            .last()
            .map_or(paragraph.tokens.start, |other| other.tokens.end);
        (from..time.tokens.start).any(|at| self.is(at, self.lists.change))
    }

    /// "Correction: …", "An earlier version of this article …".
    pub(super) fn is_correction(&self, paragraph: &Paragraph) -> bool {
        paragraph.tokens.clone().take(OPENING).any(|at| self.is(at, self.lists.correction))
    }

    /// "3 March 1960: The night the dam broke": the title of a story of that day.
    pub(super) fn is_title(&self, paragraph: &Paragraph, time: &TimeExpression) -> bool {
        paragraph.zone == Zone::Head
            && time.tokens.start == paragraph.tokens.start
            && time.tokens.end + 1 < paragraph.tokens.end
            && self.word(time.tokens.end) == Some(":")
    }

    /// "[20.05.2015 10:41] Ada Roe: …": the stamp of a message.
    pub(super) fn is_stamp(&self, paragraph: &Paragraph, time: &TimeExpression) -> bool {
        let opens = time.tokens.start == paragraph.tokens.start + 1
            && self.word(paragraph.tokens.start) == Some("[");
        let close = (time.tokens.end..paragraph.tokens.end).find(|at| {
            !self.is(*at, self.lists.cue) && !self.is_figure(*at) && !self.is_comma(*at)
        });
        opens && close.is_some_and(|at| self.word(at) == Some("]"))
    }

    /// "… appeared in print on 20 May 2015 …".
    pub(super) fn is_print_note(&self, time: &TimeExpression) -> bool {
        let [Some(print), Some(on)] = [2, 1].map(|back| time.tokens.start.checked_sub(back)) else {
            return false;
        };
        self.is(print, self.lists.print) && self.is(on, self.lists.on)
    }

    /// Words that belong to every line of a date: "published", "daily report".
    pub(super) fn is_label(&self, at: usize) -> bool {
        self.is(at, self.lists.cue) || self.is(at, self.lists.label)
    }

    /// The part of the line in which the date stands: between strokes or semicolons.
    fn part(&self, paragraph: &Paragraph, time: &TimeExpression) -> Range<usize> {
        let stroke = |at: &usize| matches!(self.word(*at), Some("|" | ";" | "·" | "•"));
        let (whole, tokens) = (&paragraph.tokens, &time.tokens);
        let from = (whole.start..tokens.start).rev().find(stroke);
        let to = (tokens.end..whole.end).find(stroke);
        from.map_or(whole.start, |at| at + 1)..to.unwrap_or(whole.end)
    }

    /// "3 March 1960 - 5 June 2014".
    fn is_end_of_stretch(&self, paragraph: &Paragraph, time: &TimeExpression) -> bool {
        let apart = |one: &TimeExpression, other: &TimeExpression| {
            let gap = one.tokens.end..other.tokens.start;
            let dash = |at: usize| {
                matches!(self.word(at), Some("-" | "–" | "—")) || self.is(at, self.lists.to)
            };
            (1..=RANGE).contains(&gap.len()) && gap.clone().all(dash)
        };
        self.times_of(paragraph)
            .map(|(_, other)| other)
            .filter(|other| matches!(other.kind, TimeKind::Full | TimeKind::Coarse))
            .any(|other| apart(time, other) || apart(other, time))
    }

    /// "Tickets: 20 May 2015", "References: The Times, 20 May 2010".
    fn has_other_label(&self, before: Range<usize>) -> bool {
        let colon = before.clone().rev().find(|at| self.word(*at) == Some(":"));
        colon.is_some_and(|colon| {
            // "Author: Ada Roe, date: …": of several labels the last one counts.
            let sign =
                |at: &usize| self.token(*at).is_some_and(|one| one.shape.is(Shape::PUNCTUATION));
            let from = (before.start..colon).rev().find(sign).map_or(before.start, |at| at + 1);
            let from = if from == colon { before.start } else { from };
            !(from..colon).all(|at| self.is_plain(at))
        })
    }

    /// "Weather for Saturday, May 23, 2015".
    fn is_led(&self, before: Range<usize>) -> bool {
        let last = before.clone().rev().find(|at| !self.is_comma(*at));
        last.is_some_and(|at| self.is(at, self.lists.lead))
            && !before.clone().all(|at| self.is_plain(at) || self.is(at, self.lists.lead))
    }

    fn is_plain(&self, at: usize) -> bool {
        self.is_label(at)
            || self.is_figure(at)
            || self.token(at).is_some_and(|token| token.shape.is(Shape::PUNCTUATION))
    }

    fn is_figure(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.shape.is(Shape::NUMBER))
    }

    fn is_comma(&self, at: usize) -> bool {
        self.word(at) == Some(",")
    }

    fn token(&self, at: usize) -> Option<&Token> {
        self.analysis.tokens().get(at)
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.token(at).map(|token| token.span().of(self.text))
    }

    pub(super) fn is(&self, at: usize, list: Option<crate::lexicon::ListId>) -> bool {
        self.token(at).is_some_and(|token| self.has(token, list))
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::Analysis;
    use crate::document::Document;
    use crate::rule::built_in_once;

    const BODY: &str =
        "The board voted to dredge the basin, and the unions left the table at once.";

    fn dated(text: &str) -> Option<String> {
        let document = Document::from_text(text);
        let analysis = Analysis::new(&document, &built_in_once().language);
        analysis.dated().date().map(|date| date.to_string())
    }

    #[test]
    fn the_date_of_something_else() {
        for line in [
            "Ada Roe (3 March 1960)",
            "3 March 1960 - 5 June 2014",
            "Born 3 March 1960",
            "DOB 3 March 1960",
            "Opened: 3 March 1960",
            "Recital: 3 March 2015",
            "Event date: 3 March 2015",
            "WHEN: Friday, March 20, 2015",
            "Effective Date: March 20, 2015",
            "Due: March 20, 2015",
            "Weather for Saturday, May 23, 2015",
            "References: The Courier, 20 May 2010.",
            "Date of information: 9-12 March 2015",
            "3 March 1960: The night the dam broke",
        ] {
            assert_eq!(dated(&format!("The basin\n{line}\n\n{BODY}")), None, "{line}");
            assert_eq!(
                dated(&format!("{}{line}", format!("{BODY}\n\n").repeat(6))),
                None,
                "{line}"
            );
        }
        let correction =
            format!("{}CORRECTION\n\n{BODY}\n\nMay 23, 2015", format!("{BODY}\n\n").repeat(6));
        assert_eq!(dated(&correction), None);
    }

    #[test]
    fn the_date_of_the_text() {
        for line in [
            "Date of report: 13 March 2015",
            "Date of publication: 13 March 2015",
            "Lundhavn, the 13th March 2015",
            "Lundhavn, 13 March (2015) - Nothing new.",
            "Situation report as of 13 March 2015",
            "Daily update for 13 March 2015",
            "[13.03.2015 10:41] Ada Roe: Nothing new.",
            "20150313",
            "March 13, 2015 - Updated March 14, 2015",
            "Previous reports were wrong\n13 March 2015",
            "Sent: Friday, March 13, 2015 10:41 AM",
            "Author: Ada Roe, Date: 13 March 2015",
            "EMBARGOED UNTIL 13 MARCH 2015",
            "Harbour Report (13 March 2015)",
            "Updated: March 20, 2015; Posted: March 13, 2015",
            "Last modified on 20 March 2015\nFirst published on 13 March 2015",
            "13-Mar-2015",
        ] {
            let date = dated(&format!("The basin\n{line}\n\n{BODY}"));
            assert_eq!(date.as_deref(), Some("2015-03-13"), "{line}");
        }
        for line in [
            "This article appeared in print on March 13, 2015, on page A1.",
            "© 2015 The Courier. March 13, 2015",
        ] {
            let date = dated(&format!("{}{line}", format!("{BODY}\n\n").repeat(6)));
            assert_eq!(date.as_deref(), Some("2015-03-13"), "{line}");
        }
        let changed = format!("The basin\nLast updated 13 March 2015\n\n{BODY}");
        assert_eq!(dated(&changed).as_deref(), Some("2015-03-13"), "no other date is there");
    }
}
