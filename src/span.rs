//! Byte ranges, and how positions in an extracted text lead back to bytes on disk.
//!
//! Everything that points at text points with a [`Span`]. Inside `analysis/` and `detect/` a span
//! counts bytes of the document's extracted text; a [`SpanMap`] turns it into bytes of the source.

use std::ops::Range;

pub use chars::CharIndex;
use chars::STEP;
pub(crate) use chars::characters;

mod chars;

/// A half-open range of bytes, `start..end`, with `start <= end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`, in bytes.
    ///
    /// # Panics
    /// In debug builds, if `start > end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside this span.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `offset` is inside.
    #[must_use]
    pub const fn holds(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same span, `by` bytes further on.
    #[must_use]
    pub const fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// The text under the span.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// As a standard range.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A place a person can go to: 1-based line, 1-based column in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, counted in Unicode scalar values.
    pub column: usize,
}

/// Where the lines of a text begin; `\n`, `\r\n` and a lone `\r` end a line.
#[derive(Debug, Clone, Default)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// So that a column far into a long line is found without counting from the line's start.
    chars: CharIndex,
}

impl LineIndex {
    /// Indexes the line starts of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at + 1);
            }
        }
        Self { starts, chars: CharIndex::new(text) }
    }

    /// The index of a text that is one line.
    #[must_use]
    pub fn of_line(text: &str) -> Self {
        Self { starts: vec![0], chars: CharIndex::new(text) }
    }

    /// Byte at which the line holding `offset` begins.
    #[must_use]
    pub fn line_start(&self, offset: usize) -> usize {
        self.starts[self.line_of(offset)]
    }

    /// Line and column of the byte `offset` of `text` (the text the index was made from).
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line_of(offset);
        let start = self.starts[line];
        let offset = offset.min(text.len());
        let column = if offset <= self.chars.plain {
            offset - start
        } else if offset - start <= STEP {
            characters(&text.as_bytes()[start..offset])
        } else {
            self.chars.before(text, offset) - self.chars.before(text, start)
        };
        Position { line: line + 1, column: column + 1 }
    }

    /// The same for both ends of a span; only what lies between them is counted for the second.
    #[must_use]
    pub fn positions(&self, text: &str, span: Span) -> (Position, Position) {
        let start = self.position(text, span.start);
        let end = match text.as_bytes().get(span.range()) {
            Some(bytes) if bytes.len() <= STEP && self.line_of(span.end) + 1 == start.line => {
                Position { column: start.column + characters(bytes), ..start }
            }
            _ => self.position(text, span.end),
        };
        (start, end)
    }

    fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }
}

/// A stretch of extracted text and the stretch of source it came from: `count` units, each of
/// `text_unit` bytes of text from `disk_unit` bytes of source.
///
/// Copied text is units of one byte from one byte; an escape, an entity or a re-encoded character
/// is a unit that maps as a whole. Runs of equal units share a piece, or each letter of a UTF-16
/// file would need one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    text: usize,
    disk: usize,
    text_unit: u32,
    disk_unit: u32,
    count: usize,
}

impl Piece {
    const fn text_len(&self) -> usize {
        self.text_unit as usize * self.count
    }

    const fn disk_at(&self, unit: usize) -> usize {
        self.disk + unit * self.disk_unit as usize
    }
}

/// Maps spans of an extracted text to spans of the source it was extracted from.
///
/// Built by pushing stretches in text order. Text that no stretch covers (a separator put in by
/// the extractor) maps to the end of the stretch before it.
#[derive(Debug, Clone, Default)]
pub struct SpanMap {
    pieces: Vec<Piece>,
}

impl SpanMap {
    /// The map of a text that stands in its source as it is, `len` bytes from byte `disk` on.
    #[must_use]
    pub fn identity(disk: usize, len: usize) -> Self {
        let mut map = Self::default();
        map.push(0, len, disk, len);
        map
    }

    /// Makes room for so many stretches more.
    pub fn reserve(&mut self, stretches: usize) {
        self.pieces.reserve(stretches);
    }

    /// Adds the stretch of `text_len` bytes at `text`, which came from `disk_len` bytes at `disk`.
    ///
    /// Equal lengths mean byte for byte; unequal lengths mean one unit that maps as a whole.
    /// Stretches must come in text order and must not overlap.
    pub fn push(&mut self, text: usize, text_len: usize, disk: usize, disk_len: usize) {
        if text_len == 0 {
            return;
        }
        let units = (u32::try_from(text_len), u32::try_from(disk_len));
        let (text_unit, disk_unit, count) = match units {
            (Ok(text_unit), Ok(disk_unit)) if text_len != disk_len => (text_unit, disk_unit, 1),
            // A unit of more than 4 GiB does not occur; if it did, its bytes would be copied text.
            _ => (1, 1, text_len),
        };
        let piece = Piece { text, disk, text_unit, disk_unit, count };
        if let Some(last) = self.pieces.last_mut() {
            debug_assert!(last.text + last.text_len() <= text);
            let same = last.text_unit == text_unit && last.disk_unit == disk_unit;
            let follows =
                last.text + last.text_len() == text && last.disk_at(last.count) == piece.disk;
            if same && follows {
                last.count += count;
                return;
            }
        }
        self.pieces.push(piece);
    }

    /// Forgets what was pushed for the text from byte `len` on.
    pub fn truncate(&mut self, len: usize) {
        while self.pieces.last().is_some_and(|last| last.text >= len) {
            self.pieces.pop();
        }
        let Some(last) = self.pieces.last_mut() else { return };
        let (left, unit) = (len - last.text, last.text_unit as usize);
        if left >= last.text_len() {
            return;
        }
        last.count = left / unit;
        // A unit that is cut in two still maps as a whole.
        let rest = Piece {
            text: last.text + last.text_len(),
            disk: last.disk_at(last.count),
            text_unit: u32::try_from(left % unit).unwrap_or_default(),
            count: 1,
            ..*last
        };
        if last.count == 0 {
            self.pieces.pop();
        }
        if rest.text_unit > 0 {
            self.pieces.push(rest);
        }
    }

    /// The bytes on disk from which `span` of the text came; never reaches past them.
    #[must_use]
    pub fn to_disk(&self, span: Span) -> Span {
        let start = self.start(span.start);
        if span.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.end(span.end).max(start))
    }

    /// The byte on disk at which the text begins, if it stands there byte for byte.
    #[must_use]
    pub fn as_it_is(&self) -> Option<usize> {
        match self.pieces.as_slice() {
            [Piece { text: 0, disk, text_unit: 1, disk_unit: 1, .. }] => Some(*disk),
            _ => None,
        }
    }

    /// The same map with every disk position `by` bytes further on.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        for piece in &mut self.pieces {
            piece.disk += by;
        }
        self
    }

    /// The map of the part `over` of the text, as a text of its own.
    #[must_use]
    pub fn cut(&self, over: Span) -> Self {
        let first =
            self.pieces.partition_point(|piece| piece.text + piece.text_len() <= over.start);
        let mut map = Self::default();
        for piece in self.pieces[first..].iter().take_while(|piece| piece.text < over.end) {
            let unit = piece.text_unit as usize;
            let from = over.start.saturating_sub(piece.text) / unit;
            let to = (over.end - piece.text).div_ceil(unit).min(piece.count);
            let text = (piece.text + from * unit).saturating_sub(over.start);
            let disk = piece.disk_at(from);
            map.pieces.push(Piece { text, disk, count: to - from, ..*piece });
        }
        map
    }

    fn start(&self, offset: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.text <= offset);
        let Some(piece) = next.checked_sub(1).map(|at| self.pieces[at]) else {
            return self.pieces.first().map_or(0, |piece| piece.disk);
        };
        let within = offset - piece.text;
        if within >= piece.text_len() {
            return self.pieces.get(next).map_or(piece.disk_at(piece.count), |piece| piece.disk);
        }
        piece.disk_at(within / piece.text_unit as usize)
    }

    fn end(&self, offset: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.text < offset);
        let Some(piece) = next.checked_sub(1).map(|at| self.pieces[at]) else {
            return self.start(offset);
        };
        let within = (offset - piece.text).min(piece.text_len());
        piece.disk_at(within.div_ceil(piece.text_unit as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_lf_crlf_and_cr() {
        let text = "a\nb\r\nc\rd";
        let index = LineIndex::new(text);
        let lines: Vec<_> = [0, 2, 5, 7].map(|at| index.position(text, at).line).into();
        assert_eq!(lines, [1, 2, 3, 4]);
    }

    #[test]
    fn the_ends_of_a_span_may_stand_on_two_lines() {
        let text = "é\nb\r\ncé\rd";
        let index = LineIndex::new(text);
        for start in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            for end in (start..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let ends = [start, end].map(|end| index.position(text, end));
                assert_eq!(index.positions(text, Span::new(start, end)), ends.into());
            }
        }
    }

    #[test]
    fn columns_count_scalar_values() {
        let text = "é“x";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, 5), Position { line: 1, column: 3 });
    }

    #[test]
    fn columns_of_a_long_line_are_exact() {
        let text = format!("x\n{}", "aé“𝄞".repeat(3000));
        let index = LineIndex::new(&text);
        for (column, (at, _)) in text.char_indices().skip(2).enumerate() {
            assert_eq!(index.position(&text, at), Position { line: 2, column: column + 1 });
        }
    }

    #[test]
    fn equal_units_share_a_piece() {
        // text "abé" from UTF-16 after its mark
        let mut map = SpanMap::default();
        map.push(0, 1, 2, 2);
        map.push(1, 1, 4, 2);
        map.push(2, 2, 6, 2);
        assert_eq!(map.pieces.len(), 2);
        assert_eq!(map.to_disk(Span::new(1, 2)), Span::new(4, 6));
        assert_eq!(map.to_disk(Span::new(0, 4)), Span::new(2, 8));
    }

    #[test]
    fn characters_are_counted_alike_near_and_far() {
        let text = "aé“😀".repeat(3_000);
        let (lines, chars) = (LineIndex::new(&text), CharIndex::new(&text));
        for (nth, (offset, _)) in text.char_indices().enumerate().step_by(97) {
            assert_eq!(chars.before(&text, offset), nth);
            assert_eq!(lines.position(&text, offset).column, nth + 1);
        }
        assert_eq!(chars.before(&text, text.len()), 12_000);
        let offsets: Vec<usize> = text.char_indices().map(|(offset, _)| offset).collect();
        for (from, to) in [(0, 0), (2, 40), (7, 900), (1000, 9000), (4096, 12_000 - 1)] {
            let span = Span::new(offsets[from], offsets[to]);
            assert_eq!(chars.span(&text, span), Span::new(from, to));
            let ends = [span.start, span.end].map(|end| lines.position(&text, end));
            assert_eq!(lines.positions(&text, span), ends.into());
        }
        assert_eq!(CharIndex::new("").before("", 0), 0);
    }

    #[test]
    fn an_escape_maps_as_a_whole() {
        // text "aéb" from disk `a\u00e9b` at 10
        let mut map = SpanMap::default();
        map.push(0, 1, 10, 1);
        map.push(1, 2, 11, 6);
        map.push(3, 1, 17, 1);
        assert_eq!(map.to_disk(Span::new(0, 1)), Span::new(10, 11));
        assert_eq!(map.to_disk(Span::new(1, 3)), Span::new(11, 17));
        assert_eq!(map.to_disk(Span::new(3, 4)), Span::new(17, 18));
    }

    #[test]
    fn dropped_markup_is_left_out_at_the_ends() {
        // text "a b" from `a **b**`
        let mut map = SpanMap::default();
        map.push(0, 2, 0, 2);
        map.push(2, 1, 4, 1);
        assert_eq!(map.to_disk(Span::new(0, 2)), Span::new(0, 2));
        assert_eq!(map.to_disk(Span::new(2, 3)), Span::new(4, 5));
        assert_eq!(map.to_disk(Span::new(0, 3)), Span::new(0, 5));
    }

    #[test]
    fn a_unit_that_is_cut_in_two_ends_with_the_text() {
        // text "x a   " of which "a   " is one unit, cut to "x a", then "é" behind it
        let mut map = SpanMap::default();
        map.push(0, 2, 0, 2);
        map.push(2, 4, 2, 9);
        map.truncate(3);
        map.push(3, 2, 20, 2);
        assert_eq!(map.to_disk(Span::new(2, 3)), Span::new(2, 11));
        assert_eq!(map.to_disk(Span::new(3, 5)), Span::new(20, 22));
        map.truncate(1);
        assert_eq!(map.to_disk(Span::new(0, 1)), Span::new(0, 1));
        assert_eq!(map.pieces.len(), 1);
    }
}
