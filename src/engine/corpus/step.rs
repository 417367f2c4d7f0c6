//! Two texts read side by side: what stands in step in both need not be looked up.

use std::ops::Range;

use crate::corpus::STARTS;

/// Words of both sides, taken together, that are passed over at most to fall into step again.
const REACH: usize = 16;
/// Words that must be alike for that.
const ALIKE: usize = 2;

/// Whether two words are the same, wherever they stand in their sentences.
const fn is_same(a: u32, b: u32) -> bool {
    a | STARTS == b | STARTS
}

/// Ranges of the words of `a`, and of those of `b`, in which they are not in step: every word outside
/// of them stands in the other text too. Where the two do not fall into step again soon, all up to what
/// they end with alike is in the range.
pub(super) fn out_of_step(a: &[u32], b: &[u32]) -> [Vec<Range<usize>>; 2] {
    let alike =
        |a: &[u32], b: &[u32]| a.iter().zip(b).take_while(|(a, b)| is_same(**a, **b)).count();
    let head = alike(a, b);
    let ends = a[head..].iter().rev().zip(b[head..].iter().rev());
    let tail = ends.take_while(|(a, b)| is_same(**a, **b)).count();
    let (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    let mut out = [Vec::new(), Vec::new()];
    let mut add = |in_a: Range<usize>, in_b: Range<usize>| {
        for (ranges, range) in out.iter_mut().zip([in_a, in_b]) {
            if !range.is_empty() {
                ranges.push(range);
            }
        }
    };
    let (mut i, mut j) = (head, head);
    while let Some((over, under)) = back_in_step(&a[i..], &b[j..]) {
        add(i..i + over, j..j + under);
        (i, j) = (i + over, j + under);
        let same = alike(&a[i..], &b[j..]);
        (i, j) = (i + same, j + same);
    }
    add(i..a.len(), j..b.len());
    out
}

/// How many words of each side to pass over so that they go on alike: as few as may be.
fn back_in_step(a: &[u32], b: &[u32]) -> Option<(usize, usize)> {
    (1..=REACH).find_map(|both| {
        (0..=both).map(|over| (over, both - over)).find(|(over, under)| {
            let next = [a.get(*over..over + ALIKE), b.get(*under..under + ALIKE)];
            matches!(next, [Some(a), Some(b)] if a.iter().zip(b).all(|(a, b)| is_same(*a, *b)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_step_stands_in_both() {
        let a = [2, 4, 6, 8, 10, 12, 14, 16, 18];
        let found = |b: &[u32]| {
            let ends = |range: &Range<usize>| (range.start, range.end);
            out_of_step(&a, b).map(|ranges| ranges.iter().map(ends).collect::<Vec<_>>())
        };
        assert_eq!(found(&a), [vec![], vec![]]);
        assert_eq!(found(&[]), [vec![(0, 9)], vec![]]);
        // One word is another, one begins a sentence, two are put in, one was left out.
        let b = [2, 5, 20, 8, 10, 22, 24, 12, 14, 18];
        assert_eq!(found(&b), [vec![(2, 3), (7, 8)], vec![(2, 3), (5, 7)]]);
        let b: Vec<u32> = (100..140).chain(a).collect();
        assert_eq!(found(&b), [vec![], vec![(0, 40)]]);
        let b: Vec<u32> = (100..140).chain(a).chain([200]).collect();
        assert_eq!(found(&b), [vec![(0, 9)], vec![(0, 50)]]);
    }
}
