//! One stretch of a source, wrapped into rows that begin a little before a label where they can.

use std::ops::Range;

use super::Mark;
use crate::report::excerpt::{Encoding, Excerpt};
use crate::report::shape::{self, Shown as Glyph, Unit};
use crate::source::Location;
use crate::span::Span;

/// Columns of text that may stand before a label on its line.
const LEAD: usize = 48;
/// Columns to step back when no sentence begins within [`LEAD`].
const SHORT_LEAD: usize = 28;
/// Columns laid out beyond those that may be shown.
const SPARE: usize = 24;
/// Bytes of the longest escape of a character, the backslash not counted.
const ESCAPE: usize = 11;
/// Columns that a line cut at both ends gives to the ellipses.
const ELLIPSES: usize = 4;

/// One line to be shown: units `start..end` of one stretch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub start: usize,
    pub end: usize,
    pub number: usize,
    /// Whether the source's line goes on before and after.
    pub cut: (bool, bool),
    /// Whether a label begins or ends here.
    pub labelled: bool,
}

/// A unit under which a label begins or ends, and how many columns may stand before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    unit: usize,
    lead: usize,
}

/// The units of one stretch of the source and where each came to stand in the page.
pub(super) struct Stretch {
    pub units: Vec<Unit>,
    /// Start and end in `Page::text`; one more than units, for the end.
    pub offsets: Vec<(usize, usize)>,
    pub rows: Vec<Row>,
}

impl Stretch {
    /// Lays out the bytes of `span`, if they were read and are text.
    pub(super) fn new(
        span: Span,
        marks: &[Mark<'_>],
        excerpt: &Excerpt,
        width: usize,
    ) -> Option<Self> {
        let inside = |disk: usize| span.start <= disk && disk <= span.end;
        let near: Vec<&Mark<'_>> = marks
            .iter()
            .filter(|mark| inside(mark.at.span.start) || inside(mark.at.span.end))
            .collect();
        let span = needed(span, &near, excerpt, width);
        let bytes = excerpt.get(span)?;
        let cut_start = !near.iter().any(|mark| mark.at.line_start == span.start);
        let cut_end = bytes.len() == span.len();
        let json = near.iter().any(|mark| mark.json);
        let units = shape::units(bytes, span.start, excerpt.encoding, json, cut_start);
        if shape::is_binary(&units) {
            return None;
        }
        let offsets = vec![(0, 0); units.len() + 1];
        let mut stretch = Self { units, offsets, rows: Vec::new() };

        let known = near.iter().flat_map(|mark| {
            [(mark.at.span.start, mark.at.start.line), (mark.at.span.end, mark.at.end.line)]
        });
        let (disk, line) = known.into_iter().find(|(disk, _)| inside(*disk))?;
        let number = stretch.first_number(stretch.index(disk), line);
        let ends = near.iter().flat_map(|mark| {
            // the end of a long span is read for what stands before it
            let lead = if mark.at.span.len() > LEAD { width * 3 / 4 } else { LEAD };
            let end = (!mark.head_only).then(|| (last_byte(mark.at), lead));
            std::iter::once((mark.at.span.start, LEAD)).chain(end)
        });
        let mut points: Vec<Point> = ends
            .filter(|(disk, _)| inside(*disk))
            .map(|(disk, lead)| Point { unit: stretch.index(disk), lead })
            .collect();
        points.sort_unstable();
        stretch.lay(&points, number, (cut_start, cut_end), width.saturating_sub(ELLIPSES).max(1));
        Some(stretch)
    }

    pub(super) fn holds(&self, disk: usize) -> bool {
        let first = self.units.first().map_or(0, |unit| unit.disk);
        let last = self.units.last().map_or(usize::MAX, |unit| unit.disk_end);
        (first <= disk && disk <= last) || self.units.is_empty()
    }

    /// The unit that holds the byte `disk`; one past the last if the text ends before.
    pub(super) fn index(&self, disk: usize) -> usize {
        self.units.partition_point(|unit| unit.disk_end <= disk)
    }

    /// The line of the source on which the stretch begins, told from a point whose line is known.
    fn first_number(&self, unit: usize, line: usize) -> usize {
        let before = self.units.get(..unit).unwrap_or_default();
        let ends = before.iter().filter(|unit| unit.shown == Glyph::Line).count();
        line.saturating_sub(ends).max(1)
    }

    fn lay(&mut self, points: &[Point], mut number: usize, cut: (bool, bool), width: usize) {
        let mut start = 0;
        while start <= self.units.len() {
            let rest = self.units.get(start..).unwrap_or_default();
            let broken = |unit: &Unit| matches!(unit.shown, Glyph::Line | Glyph::Break);
            let end = rest.iter().position(broken).map_or(self.units.len(), |at| start + at);
            let ends = (start == 0 && cut.0, end == self.units.len() && cut.1);
            let inside = |point: &&Point| start <= point.unit && point.unit <= end;
            let points: Vec<Point> = points.iter().filter(inside).copied().collect();
            self.lay_piece(start..end, &points, number, ends, width);
            number += usize::from(self.units.get(end).is_some_and(|u| u.shown == Glyph::Line));
            start = end + 1;
        }
    }

    /// Wraps one line, or one part of a line between breaks. Lines begin a little before a label
    /// where they can: its words are then read in their sentence, its message has room.
    fn lay_piece(
        &mut self,
        piece: Range<usize>,
        points: &[Point],
        number: usize,
        cut: (bool, bool),
        width: usize,
    ) {
        let mut at =
            points.first().map_or(piece.start, |point| self.lead(piece.start, *point, cut.0));
        loop {
            let mut end = self.wrap(at, piece.end, width);
            let here = |point: &Point| {
                at <= point.unit && (point.unit < end || (point.unit == end && end == piece.end))
            };
            let labelled = points.iter().any(here);
            // A line that is shown between two labelled ones is not cut short: it would seem to end there.
            let hidden = self.rows.last().is_none_or(|row| !row.labelled);
            let next = points.iter().find(|point| point.unit >= end);
            if let Some(next) = next.filter(|_| !labelled && hidden) {
                let lead = self.lead(at, *next, true);
                end = if at < lead && lead < end { lead } else { end };
            }
            let cut = (cut.0 || at > piece.start, cut.1 || end < piece.end);
            self.rows.push(Row { start: at, end, number, cut, labelled });
            at = end;
            if at >= piece.end {
                return;
            }
        }
    }

    /// Where a line that is to show `point` begins: the line's own start if near, else the nearest
    /// start of a sentence, else some words before.
    fn lead(&self, from: usize, point: Point, cut: bool) -> usize {
        let (mut columns, mut at, mut word) = (0, point.unit, None);
        let short = if point.lead > LEAD { point.lead } else { SHORT_LEAD };
        let mut sentence = None;
        while at > from {
            columns += self.units[at - 1].width();
            if columns > point.lead {
                break;
            }
            at -= 1;
            let starts_word =
                !self.units[at].is_space() && at > from && self.units[at - 1].is_space();
            if starts_word && sentence.is_none() && self.ends_sentence(from, at - 1) {
                sentence = Some(at);
            }
            if starts_word && (columns <= short || word.is_none()) {
                word = Some(at);
            }
        }
        if at == from && !cut {
            return from;
        }
        sentence.or(word).unwrap_or(if at == from { from } else { at })
    }

    /// Whether the white space at `space` follows the end of a sentence.
    fn ends_sentence(&self, from: usize, space: usize) -> bool {
        let before = self.units.get(from..space).unwrap_or_default();
        let mut chars = before.iter().rev().filter_map(|unit| match unit.shown {
            Glyph::Char(c) => Some(c),
            _ => None,
        });
        let closing = |c: &char| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']');
        matches!(chars.find(|c| !closing(c)), Some('.' | '!' | '?' | '…'))
    }

    /// The end of the line that begins at `start`: after the last space that keeps it within
    /// `width` columns, or in the middle of a word that is longer than that.
    fn wrap(&self, start: usize, limit: usize, width: usize) -> usize {
        let (mut columns, mut space) = (0, None);
        let mut at = start;
        while at < limit {
            let unit = &self.units[at];
            columns += unit.width();
            if columns > width && !unit.is_space() {
                return space.unwrap_or(at.max(start + 1));
            }
            at += 1;
            if unit.is_space() && columns * 3 > width {
                space = Some(at);
            }
        }
        limit
    }
}

/// The part of a stretch that may be shown: what was read is enough however it is spelled, and nearly
/// all is spelled with a byte a column.
fn needed(span: Span, near: &[&Mark<'_>], excerpt: &Excerpt, width: usize) -> Span {
    let (Some(bytes), Encoding::Utf8) = (excerpt.get(span), excerpt.encoding) else { return span };
    let ends = near.iter().flat_map(|mark| [mark.at.span.start, mark.at.span.end]);
    let inside = ends.filter(|disk| span.start <= *disk && *disk - span.start <= bytes.len());
    let Some(first) = inside.clone().min() else { return span };
    let last = inside.max().unwrap_or(first);
    let (before, _) = bytes.split_at(first - span.start);
    let (_, after) = bytes.split_at(last - span.start);
    let lead = LEAD.max(width * 3 / 4) + SPARE;
    // From a space on, for that is no part of an escape.
    let start = columns(before.iter().rev(), lead)
        .and_then(|len| before[..before.len() - len].iter().rposition(|byte| *byte == b' '));
    let end = columns(after.iter(), width + SPARE);
    Span::new(
        start.map_or(span.start, |start| span.start + start),
        end.map_or(span.end, |end| last + end),
    )
}

/// How many bytes are sure to fill so many columns; a line may go on with any number of spaces.
fn columns<'a>(bytes: impl Iterator<Item = &'a u8>, columns: usize) -> Option<usize> {
    let (mut filled, mut space) = (0_usize, false);
    for (at, byte) in bytes.enumerate() {
        match byte {
            b' ' if space => {}
            b'\\' => filled = filled.saturating_sub(ESCAPE),
            b' '..=b'~' => filled += 1,
            _ => {}
        }
        space = *byte == b' ';
        if filled >= columns {
            return Some(at + 1);
        }
    }
    None
}

/// Which rows codespan will show: those with a label, and one alone between two such.
pub(super) fn shown(rows: &[Row]) -> Vec<bool> {
    let labelled =
        |at: Option<usize>| at.and_then(|at| rows.get(at)).is_some_and(|row| row.labelled);
    (0..rows.len())
        .map(|at| labelled(Some(at)) || (labelled(at.checked_sub(1)) && labelled(Some(at + 1))))
        .collect()
}

/// The byte a label's end stands under: its last, or the one it stands before if it is empty.
pub(super) fn last_byte(location: &Location) -> usize {
    location.span.start.max(location.span.end.saturating_sub(1))
}
