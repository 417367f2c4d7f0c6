//! Characters of a text, counted.

use std::sync::OnceLock;

use super::Span;

/// Counts the characters before any byte of a text without counting from its start each time.
#[derive(Debug, Clone, Default)]
pub struct CharIndex {
    /// So many bytes at the start are ASCII, each a character.
    pub(super) plain: usize,
    /// Characters that begin before each [`STEP`]th byte, once somebody asks for what lies beyond.
    marks: OnceLock<Vec<usize>>,
}

/// Bytes between two counts of characters: as many are counted again for each place.
pub const STEP: usize = 512;

/// How many characters begin in `bytes`.
pub(crate) fn characters(bytes: &[u8]) -> usize {
    // So few at a time that a byte can count them, and none left over: that is what makes it fast.
    const FEW: usize = 128;
    let begin = |few: &[u8]| few.iter().map(|byte| u8::from(byte.cast_signed() >= -64)).sum::<u8>();
    let few = bytes.chunks_exact(FEW);
    let rest = usize::from(begin(few.remainder()));
    few.map(begin).map(usize::from).sum::<usize>() + rest
}

/// Bytes that are looked at together for one that is not ASCII.
const PLAIN: usize = 256;

fn marks(text: &str) -> Vec<usize> {
    let mut count = 0;
    let marks = text.as_bytes().chunks_exact(STEP).map(|step| {
        count += characters(step);
        count
    });
    marks.collect()
}

impl CharIndex {
    /// Counts the characters of `text`, as far as that costs little.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let steps = text.as_bytes().chunks(PLAIN);
        let plain = steps.take_while(|step| step.is_ascii()).map(<[u8]>::len).sum();
        Self { plain, marks: OnceLock::new() }
    }

    /// How many characters of `text` (the text the index was made from) begin before `offset`.
    #[must_use]
    pub fn before(&self, text: &str, offset: usize) -> usize {
        let offset = offset.min(text.len());
        if offset <= self.plain {
            return offset;
        }
        let marks = self.marks.get_or_init(|| marks(text));
        let whole = (offset / STEP).min(marks.len());
        let counted = whole.checked_sub(1).map_or(0, |last| marks[last]);
        counted + characters(text.as_bytes().get(whole * STEP..offset).unwrap_or_default())
    }

    /// The characters of `text` that `span`, in bytes, covers.
    #[must_use]
    pub fn span(&self, text: &str, span: Span) -> Span {
        if span.end <= self.plain {
            return span;
        }
        let start = self.before(text, span.start);
        match text.as_bytes().get(span.range()) {
            Some(bytes) if bytes.len() <= STEP => Span::new(start, start + characters(bytes)),
            _ => Span::new(start, self.before(text, span.end)),
        }
    }
}
