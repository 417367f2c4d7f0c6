//! Blocks of one copy that stand close together are one.

use std::ops::Range;

use super::extend::Alike;

/// Words of the original and of the copy that may stand between two blocks of one copy.
pub const GAP: usize = 40;
/// Share of their similarity that blocks must keep when they are joined: two exact copies that stand
/// near each other by chance are not one loose copy.
const KEPT: f64 = 0.8;

/// Joins neighbouring blocks between two texts wherever the whole is at least `min_similarity` alike
/// and `fits`; of blocks that tell of the same words of the second text the better one stays, or both if
/// each tells of `own` words that the other does not.
#[must_use]
pub fn merged(
    mut blocks: Vec<Alike>,
    min_similarity: f64,
    own: usize,
    fits: impl Fn(&Alike) -> bool,
) -> Vec<Alike> {
    if blocks.len() < 2 {
        return blocks;
    }
    blocks.sort_by_key(|block| (block.b.start, block.a.start, std::cmp::Reverse(block.same)));
    let mut merged: Vec<Alike> = Vec::new();
    for block in blocks {
        let Some(last) = merged.last_mut() else {
            merged.push(block);
            continue;
        };
        let least = min_similarity.max(KEPT * last.similarity().max(block.similarity()));
        let whole = joined(last, &block).filter(|whole| whole.similarity() >= least && fits(whole));
        if let Some(whole) = whole {
            *last = whole;
        } else if stands_beside(&last.b, &block.b, own) {
            merged.push(block);
        } else if block.same > last.same {
            *last = block;
        }
    }
    merged
}

/// Whether neither of two stretches is for the most part the other.
fn stands_beside(a: &Range<usize>, b: &Range<usize>, own: usize) -> bool {
    let (shared, shorter) = (overlap(a, b), a.len().min(b.len()));
    shared * 2 <= shorter || shorter >= shared + own
}

/// The two blocks as one, if the second follows closely on the first in both texts.
fn joined(first: &Alike, second: &Alike) -> Option<Alike> {
    let follows = |first: &Range<usize>, second: &Range<usize>| {
        second.start >= first.end && second.start - first.end <= GAP
    };
    (follows(&first.a, &second.a) && follows(&first.b, &second.b)).then(|| Alike {
        a: first.a.start..second.a.end,
        b: first.b.start..second.b.end,
        same: first.same + second.same,
    })
}

/// How many words two stretches of one text share.
#[must_use]
pub fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(a: Range<usize>, b: Range<usize>) -> Alike {
        let same = a.len().min(b.len());
        Alike { a, b, same }
    }

    #[test]
    fn close_blocks_join_and_distant_ones_do_not() {
        let near = merged(vec![block(0..40, 100..140), block(45..90, 143..188)], 0.6, 12, |_| true);
        assert_eq!(near, [Alike { a: 0..90, b: 100..188, same: 85 }]);
        let far = vec![block(0..40, 100..140), block(300..340, 143..183)];
        assert_eq!(merged(far.clone(), 0.6, 12, |_| true), far);
    }

    #[test]
    fn what_would_not_be_alike_any_more_stays_apart() {
        let apart = vec![block(0..10, 100..110), block(45..55, 145..155)];
        assert_eq!(merged(apart.clone(), 0.6, 12, |_| true), apart);
        let apart = vec![block(0..18, 100..118), block(50..97, 120..167)];
        assert_eq!(merged(apart.clone(), 0.6, 12, |_| true), apart);
    }

    #[test]
    fn the_better_of_two_stays() {
        let blocks = vec![block(0..12, 100..112), block(50..80, 100..130)];
        assert_eq!(merged(blocks, 0.6, 12, |_| true), [block(50..80, 100..130)]);
        let both = vec![block(32..59, 3..30), block(0..29, 15..44)];
        assert_eq!(merged(both.clone(), 0.6, 12, |_| true), both);
        assert_eq!(merged(both, 0.6, 13, |_| true).len(), 1);
    }
}
