//! What is kept of a document when its text is gone: about five bytes a word.

use std::ops::Range;

use super::shingle::Seeds;
use super::words::Words;
use crate::span::Span;

/// Words between two checkpoints of the packed byte offsets.
const CHECKPOINT: usize = 64;
/// Words that are passed over together, on the way to an offset.
const STEP: usize = 8;

/// The compact print of one document.
#[derive(Debug, Clone, Default)]
pub struct Print {
    /// Hashes of the normalised words, the lowest bit set where a sentence begins.
    pub(crate) words: Box<[u32]>,
    /// Where its seeds are.
    pub(crate) seeds: Seeds,
    /// For every word the bytes since the last one ended, times [`LENGTHS`], and its own bytes; [`FAR`]
    /// if either is too great.
    offsets: Box<[u8]>,
    /// The words with great offsets: number, start and end.
    far: Box<[(u32, u32, u32)]>,
    /// Bytes of the text before each [`CHECKPOINT`]th word.
    checkpoints: Box<[u32]>,
    /// The document's date, if it is known: the earliest document is the original.
    pub date: Option<jiff::civil::Date>,
}

impl Print {
    /// Packs `words` and their `seeds`.
    #[must_use]
    pub fn new(words: &Words, seeds: Seeds) -> Self {
        let (offsets, far, checkpoints) = pack(&words.bytes);
        // A copy: the room that was reserved for more words would be kept as well.
        let words = words.hashes.as_slice().into();
        Self { words, seeds, offsets, far, checkpoints, date: None }
    }

    /// How many words the document has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether the document has no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Bytes of the text that the words `from..to` stand on.
    #[must_use]
    pub fn span(&self, from: u32, to: u32) -> Span {
        let Some(last) = to.checked_sub(1).filter(|last| *last >= from) else {
            return Span::default();
        };
        let (start, end) = (self.word(from), self.word(last));
        Span::new(start.start.min(end.end), end.end)
    }

    fn word(&self, index: u32) -> Span {
        self.places(index as usize).next().unwrap_or_default()
    }

    /// The numbers of the words that begin in a stretch of bytes or reach into it.
    #[must_use]
    pub fn words_in(&self, stretch: Span) -> Range<usize> {
        let from = self.count(stretch.start, |word| word.end <= stretch.start);
        let to = self.count(stretch.end, |word| word.start < stretch.end);
        from..to.max(from)
    }

    /// How many words lie `before` an offset, as those do that end before it.
    fn count(&self, offset: usize, before: impl Fn(&Span) -> bool) -> usize {
        let next = self.checkpoints.partition_point(|end| *end as usize <= offset);
        let mut places = self.places(next.saturating_sub(1) * CHECKPOINT);
        places.pass(offset);
        places.at + places.take_while(before).count()
    }

    /// The bytes of each word from that one on.
    pub(crate) fn places(&self, index: usize) -> Places<'_> {
        let first = index / CHECKPOINT * CHECKPOINT;
        let before = self.offsets.get(first..index).unwrap_or_default();
        let end = self.checkpoints.get(first / CHECKPOINT).copied().unwrap_or_default();
        let mut places = Places { offsets: &self.offsets, far: &self.far, at: first, end };
        match bytes(before) {
            Some(bytes) => (places.at, places.end) = (index, end + bytes),
            None => while places.at < index && places.next().is_some() {},
        }
        places
    }

    /// Bytes of memory it holds.
    #[must_use]
    pub fn memory(&self) -> usize {
        size_of::<Self>()
            + size_of_val(&*self.words)
            + self.seeds.memory()
            + size_of_val(&*self.offsets)
            + size_of_val(&*self.far)
            + size_of_val(&*self.checkpoints)
    }
}

/// Bytes of words and before them, by their packed offsets, at most [`CHECKPOINT`] of them; `None` if
/// one is too great to be packed.
fn bytes(offsets: &[u8]) -> Option<u32> {
    if offsets.iter().fold(false, |far, offset| far | (*offset == FAR)) {
        return None;
    }
    // Added up side by side.
    let bytes = offsets.iter().map(|offset| u16::from(offset / LENGTHS + offset % LENGTHS));
    Some(u32::from(bytes.sum::<u16>()))
}

/// Unpacks the bytes of one word after the other.
#[derive(Debug)]
pub(crate) struct Places<'a> {
    offsets: &'a [u8],
    far: &'a [(u32, u32, u32)],
    /// The next word.
    at: usize,
    /// Where the one before it ended.
    end: u32,
}

impl Places<'_> {
    /// Passes over words that end before an offset, though not over all of them: several at a time.
    fn pass(&mut self, offset: usize) {
        while let Some(few) = self.offsets.get(self.at..).and_then(<[u8]>::first_chunk::<STEP>)
            && let Some(end) = bytes(few).map(|bytes| self.end + bytes)
            && (end as usize) < offset
        {
            (self.at, self.end) = (self.at + STEP, end);
        }
    }
}

impl Iterator for Places<'_> {
    type Item = Span;

    #[inline]
    fn next(&mut self) -> Option<Span> {
        let offset = *self.offsets.get(self.at)?;
        let start;
        if offset == FAR {
            let far = self.far.binary_search_by_key(&(self.at as u32), |far| far.0);
            (_, start, self.end) = far.map_or((0, self.end, self.end), |far| self.far[far]);
        } else {
            start = self.end + u32::from(offset / LENGTHS);
            self.end = start + u32::from(offset % LENGTHS);
        }
        self.at += 1;
        Some(Span::new(start as usize, self.end as usize))
    }
}

/// Packed byte offsets, those that are too great, and a checkpoint for every so many words.
type Packed = (Box<[u8]>, Box<[(u32, u32, u32)]>, Box<[u32]>);

/// Bytes of a word that are too many to be packed, and bytes before it.
const LENGTHS: u8 = 32;
const GAPS: u8 = 8;
/// Offsets that are too great to be packed. (A word without a byte, if there were one, has the same.)
const FAR: u8 = 0;

fn pack(words: &[[u32; 2]]) -> Packed {
    let mut offsets = vec![FAR; words.len()];
    let mut far = Vec::new();
    let mut checkpoints = Vec::with_capacity(words.len().div_ceil(CHECKPOINT));
    let mut before = 0;
    for (words, offsets) in words.chunks(CHECKPOINT).zip(offsets.chunks_mut(CHECKPOINT)) {
        let first = checkpoints.len() * CHECKPOINT;
        checkpoints.push(before);
        // Written as if none were too great, for none is in nearly all stretches.
        let (mut gaps, mut lens, mut last) = (0, 0, before);
        for ([start, end], offset) in words.iter().zip(offsets.iter_mut()) {
            let (gap, len) = (start.wrapping_sub(last), end.wrapping_sub(*start));
            (gaps, lens, last) = (gaps | gap, lens | len, *end);
            *offset = gap.wrapping_mul(u32::from(LENGTHS)).wrapping_add(len) as u8;
        }
        let is_far = |gap, len| gap >= u32::from(GAPS) || len >= u32::from(LENGTHS);
        if is_far(gaps, lens) {
            let mut last = before;
            for (at, [start, end]) in words.iter().enumerate() {
                if is_far(start.wrapping_sub(last), end.wrapping_sub(*start)) {
                    offsets[at] = FAR;
                    far.push(((first + at) as u32, *start, *end));
                }
                last = *end;
            }
        }
        before = last;
    }
    (offsets.into(), far.into(), checkpoints.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_survive_packing() {
        let text = format!(
            "{}“One” two{}three’s {}{} z {}  z{}z {}",
            " ".repeat(300),
            "\n".repeat(20_000),
            "x y ".repeat(700),
            "w".repeat(31),
            "w".repeat(32),
            " ".repeat(7),
            "x      y        ".repeat(70),
        );
        let mut words = Words::default();
        words.add(&text, Span::new(0, text.len()));
        let print = Print::new(&words, Seeds::default());
        for (at, [start, end]) in words.bytes.iter().enumerate() {
            assert_eq!(print.word(at as u32), Span::new(*start as usize, *end as usize));
        }
        assert_eq!(print.span(0, 2).of(&text), "One” two");
        assert_eq!(print.span(5, 5), Span::default());
        for (from, to) in [(0, 1), (0, 200), (63, 64), (60, 700), (64, 1_000)] {
            assert_eq!(print.words_in(print.span(from as u32, to as u32)), from..to);
            let place = |[start, end]: &[u32; 2]| Span::new(*start as usize, *end as usize);
            assert!(print.places(from).eq(words.bytes[from..].iter().map(place)));
        }
        assert_eq!(print.words_in(Span::new(2, 3)), 0..0);
        assert_eq!(Print::default().words_in(Span::new(0, 9)), 0..0);
        assert_eq!(Print::default().places(70).next(), None);
    }
}
