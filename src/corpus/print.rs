//! What is kept of a document when its text is gone: about six bytes a word.

use super::shingle::Seeds;
use super::words::Words;
use crate::span::Span;

/// Words between two checkpoints of the packed byte offsets.
const CHECKPOINT: usize = 64;

/// The compact print of one document.
#[derive(Debug, Clone, Default)]
pub struct Print {
    /// Hashes of the normalised words, the lowest bit set where a sentence begins.
    pub(crate) words: Box<[u32]>,
    /// Where its seeds are.
    pub(crate) seeds: Seeds,
    /// For every word the bytes since the last one ended and its own bytes, as LEB128.
    offsets: Box<[u8]>,
    /// Position in `offsets` and in the text before each [`CHECKPOINT`]th word.
    checkpoints: Box<[(u32, u32)]>,
    /// The document's date, if it is known: the earliest document is the original.
    pub date: Option<jiff::civil::Date>,
}

impl Print {
    /// Packs `words` and their `seeds`.
    #[must_use]
    pub fn new(words: &Words, seeds: Seeds) -> Self {
        let (offsets, checkpoints) = pack(&words.bytes);
        // A copy: the room that was reserved for more words would be kept as well.
        let words = words.hashes.as_slice().into();
        Self { words, seeds, offsets, checkpoints, date: None }
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
        let index = index as usize;
        let Some((at, mut end)) = self.checkpoints.get(index / CHECKPOINT).copied() else {
            return Span::default();
        };
        let mut bytes = self.offsets.get(at as usize..).unwrap_or_default().iter();
        let mut start = end;
        for _ in 0..=index % CHECKPOINT {
            start = end + unpack(&mut bytes);
            end = start + unpack(&mut bytes);
        }
        Span::new(start as usize, end as usize)
    }

    /// Bytes of memory it holds.
    #[must_use]
    pub fn memory(&self) -> usize {
        size_of::<Self>()
            + size_of_val(&*self.words)
            + self.seeds.memory()
            + self.offsets.len()
            + size_of_val(&*self.checkpoints)
    }
}

/// Packed byte offsets, and a checkpoint for every so many words.
type Packed = (Box<[u8]>, Box<[(u32, u32)]>);

fn pack(words: &[(u32, u32)]) -> Packed {
    let mut offsets = Vec::with_capacity(words.len() * 2 + 8);
    let mut checkpoints = Vec::with_capacity(words.len() / CHECKPOINT + 1);
    let mut before = 0;
    for (number, (start, end)) in words.iter().enumerate() {
        if number % CHECKPOINT == 0 {
            checkpoints.push((offsets.len() as u32, before));
        }
        pack_one(&mut offsets, start.saturating_sub(before));
        pack_one(&mut offsets, end.saturating_sub(*start));
        before = *end;
    }
    (offsets.into(), checkpoints.into())
}

#[inline]
fn pack_one(out: &mut Vec<u8>, mut number: u32) {
    while number >= 128 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

#[inline]
fn unpack(bytes: &mut std::slice::Iter<'_, u8>) -> u32 {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let byte = bytes.next().copied().unwrap_or(0);
        number |= u32::from(byte & 127) << shift;
        if byte < 128 {
            break;
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_survive_packing() {
        let text = format!(
            "{}“One” two{}three’s {}",
            " ".repeat(300),
            "\n".repeat(20_000),
            "x y ".repeat(700)
        );
        let mut words = Words::default();
        words.add(&text, Span::new(0, text.len()));
        let print = Print::new(&words, Seeds::default());
        for (at, (start, end)) in words.bytes.iter().enumerate() {
            assert_eq!(print.word(at as u32), Span::new(*start as usize, *end as usize));
        }
        assert_eq!(print.span(0, 2).of(&text), "One” two");
        assert_eq!(print.span(5, 5), Span::default());
    }
}
