//! How much two stretches of words have in common.

use rustc_hash::FxHashMap;

use crate::corpus::{STARTS, same};

/// How many words of two stretches are the same and in the same order: the length of their longest
/// common subsequence.
///
/// A row of the usual table is kept as one bit a word, 64 of which are found at once (Crochemore,
/// Iliopoulos, Pinzon and Reid 2001; Hyyrö 2004).
pub(super) fn common(mut a: &[u32], mut b: &[u32]) -> usize {
    // What both begin and end with is common in any case.
    let head = a.iter().zip(b).take_while(|(a, b)| same(**a, **b)).count();
    (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| same(**a, **b)).count();
    (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    let blocks = b.len().div_ceil(64);
    let mut places: FxHashMap<u32, Vec<u64>> = FxHashMap::default();
    for (at, word) in b.iter().enumerate().filter(|(_, word)| same(**word, **word)) {
        let bits = places.entry(word | STARTS).or_insert_with(|| vec![0; blocks]);
        bits[at / 64] |= 1 << (at % 64);
    }
    // A bit is gone where the row grows by one.
    let mut row = vec![u64::MAX; blocks];
    for places in a.iter().filter_map(|word| places.get(&(word | STARTS))) {
        let mut carry = false;
        for (row, places) in row.iter_mut().zip(places) {
            let taken = *row & places;
            let (sum, over) = row.overflowing_add(taken);
            let (sum, again) = sum.overflowing_add(u64::from(carry));
            carry = over || again;
            *row = sum | *row & !places;
        }
    }
    head + tail + row.iter().map(|bits| bits.count_zeros() as usize).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use proptest::test_runner::Config as ProptestConfig;

    use super::*;
    use crate::corpus::BREAK;

    /// The same, from the whole table.
    fn plain(a: &[u32], b: &[u32]) -> usize {
        let mut row = vec![0; b.len() + 1];
        for x in a {
            let mut left_above = 0;
            for (at, y) in b.iter().enumerate() {
                let above = row[at + 1];
                row[at + 1] = if same(*x, *y) { left_above + 1 } else { above.max(row[at]) };
                left_above = above;
            }
        }
        row[b.len()]
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn many_at_once_are_what_they_are_one_by_one(
            a in proptest::collection::vec(0..40_u32, 0..210),
            b in proptest::collection::vec(0..40_u32, 0..210),
        ) {
            proptest::prop_assert_eq!(common(&a, &b), plain(&a, &b));
        }
    }

    #[test]
    fn an_edited_copy_has_nearly_all_in_common() {
        let a: Vec<u32> = (1..=300).map(|n| n * 4).collect();
        let mut b = a.clone();
        b[140] |= STARTS;
        b.splice(200..204, [BREAK, 9_000]);
        b.insert(30, 9_004);
        assert_eq!(common(&a, &b), 296);
        assert_eq!(common(&a, &a), 300);
        assert_eq!((common(&a, &[]), common(&[BREAK], &[BREAK])), (0, 0));
    }
}
