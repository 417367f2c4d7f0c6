//! What an expression without a year leans on: a date beside it, in its paragraph, further up.

use jiff::civil::Date;

use super::{Anchor, TimeExpression, TimeGrammar, TimeKind};
use crate::analysis::block::Paragraph;
use crate::analysis::sentence::Sentence;
use crate::analysis::token::{Shape, Token};
use crate::analysis::zone::Zone;
use crate::lexicon::Lexicon;

/// Most tokens between two dates that share their year ("5 and 6 May", "June 3 to July 9, 1918").
const JOINT_TOKENS: usize = 3;

/// Sets `anchor` and `anchor_year` of every expression that does not name its year.
pub(super) fn anchor(
    text: &str,
    tokens: &[Token],
    paragraphs: &[Paragraph],
    sentences: &[Sentence],
    lexicon: &Lexicon,
    grammar: &TimeGrammar,
    times: &mut [TimeExpression],
) {
    share_years(text, tokens, lexicon, grammar, times);
    appose(tokens, lexicon, grammar, times);
    bound(text, tokens, times);
    let blocks = blocks(paragraphs);
    let place = |time: &TimeExpression| {
        let paragraph = sentences.get(time.sentence).map(|sentence| sentence.paragraph)?;
        let reported = paragraphs
            .get(paragraph)
            .is_some_and(|paragraph| matches!(paragraph.zone, Zone::Article | Zone::Head));
        Some((blocks.get(paragraph).copied()?, reported))
    };
    // The last year named: its value, its sentence and its block.
    let mut last: Option<(i16, usize, usize)> = None;
    // The last full date: its sentence, its block and its day.
    let mut last_day: Option<(usize, usize, Option<Date>)> = None;
    for time in times {
        let Some((block, reported)) = place(time) else { continue };
        if !reported {
            continue;
        }
        if let (true, Some(year)) = (time.has_year(), time.fields.year) {
            last = Some((year, time.sentence, block));
            if time.kind == TimeKind::Full {
                last_day = Some((time.sentence, block, time.date()));
            }
        } else if time.kind == TimeKind::Weekday {
            // A year alone does not say which Friday.
            let (sentence, of, day) = last_day.unwrap_or((usize::MAX, usize::MAX, None));
            time.anchor = (sentence == time.sentence).then_some(Anchor::Sentence);
            time.told = day.filter(|_| of == block);
        } else if is_deictic(time.kind) {
            // "Yesterday" is no time of the year that the sentence names.
        } else if let (None, Some((year, sentence, of))) = (time.anchor, last) {
            time.anchor_year = Some(year);
            time.anchor = Some(match () {
                () if sentence == time.sentence => Anchor::Sentence,
                () if of == block => Anchor::Paragraph,
                () => Anchor::Earlier,
            });
        }
    }
}

/// "between 3 and 9 June 1918", "in spring and summer 1979": the year behind counts for both.
fn share_years(
    text: &str,
    tokens: &[Token],
    lexicon: &Lexicon,
    grammar: &TimeGrammar,
    times: &mut [TimeExpression],
) {
    let joins = |gap: &[Token]| {
        let joint = |token: &Token| grammar.joint.is_some_and(|list| token.has(lexicon, list));
        gap.len() <= JOINT_TOKENS
            && (gap.is_empty() || gap.iter().any(joint))
            && !gap.iter().any(|token| token.span().of(text).ends_with(['.', ';', ':']))
    };
    for at in (1..times.len()).rev() {
        let (before, after) = times.split_at_mut(at);
        let (Some(time), Some(next)) = (before.last_mut(), after.first()) else { continue };
        // A year before our era has no value here, and is known all the same.
        let known = next.has_year() || next.anchor == Some(Anchor::Sentence);
        let year = if next.has_year() { next.fields.year } else { next.anchor_year };
        let gap = tokens.get(time.tokens.end..next.tokens.start).unwrap_or_default();
        if time.kind == TimeKind::Partial && time.sentence == next.sentence && known && joins(gap) {
            time.anchor = Some(Anchor::Sentence);
            time.anchor_year = year;
        }
    }
}

const fn is_deictic(kind: TimeKind) -> bool {
    matches!(kind, TimeKind::Relative | TimeKind::Present | TimeKind::PastFuture)
}

/// "Yesterday, on 13 March 2015", "recently in 2014": the date beside it says when that was.
fn appose(
    tokens: &[Token],
    lexicon: &Lexicon,
    grammar: &TimeGrammar,
    times: &mut [TimeExpression],
) {
    let leads = |token: &Token| {
        token.shape.is(Shape::PUNCTUATION)
            || grammar.apposed.is_some_and(|list| token.has(lexicon, list))
    };
    for at in 1..times.len() {
        let (before, after) = times.split_at_mut(at);
        let (Some(one), Some(other)) = (before.last_mut(), after.first_mut()) else { continue };
        let gap = tokens.get(one.tokens.end..other.tokens.start).unwrap_or_default();
        if one.sentence != other.sentence || gap.len() > JOINT_TOKENS || !gap.iter().all(leads) {
            continue;
        }
        if is_deictic(one.kind) && other.has_year() {
            one.anchor = Some(Anchor::Sentence);
        } else if is_deictic(other.kind) && one.kind == TimeKind::Full {
            other.anchor = Some(Anchor::Sentence);
        }
    }
}

/// "In the past three years, 2019-2021, …", "over the past decade (2005-2015)": the years beside it say
/// which. One year alone is that of what is told.
fn bound(text: &str, tokens: &[Token], times: &mut [TimeExpression]) {
    for at in 1..times.len() {
        let (before, after) = times.split_at_mut(at);
        let (Some(period), Some(years)) = (before.last_mut(), after.first()) else { continue };
        let gap = tokens.get(period.tokens.end..years.tokens.start).unwrap_or_default();
        let sign = |token: &Token| token.shape.is(Shape::PUNCTUATION);
        let bracket = || gap.first().is_some_and(|token| token.span().of(text) == "(");
        let range = || tokens.get(years.tokens.start).is_some_and(|one| !one.shape.is(Shape::YEAR));
        if period.kind == TimeKind::VaguePeriod
            && years.has_year()
            && period.sentence == years.sentence
            && (1..=JOINT_TOKENS).contains(&gap.len())
            && gap.iter().all(sign)
            && (bracket() || range())
        {
            period.anchor = Some(Anchor::Sentence);
        }
    }
}

/// The number of the block each paragraph belongs to: what stands between blank lines, or a line of
/// its own where the text has no blank lines.
fn blocks(paragraphs: &[Paragraph]) -> Vec<usize> {
    let spaced = paragraphs.iter().filter(|paragraph| paragraph.after_blank).count() > 1;
    paragraphs
        .iter()
        .scan(0, |block, paragraph| {
            *block += usize::from(paragraph.after_blank || !spaced);
            Some(*block)
        })
        .collect()
}
