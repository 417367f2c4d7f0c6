//! Where sentences probably begin, guessed from the bytes between words.
//!
//! The search for copies wants this for every word of a corpus, to let copies begin and end where a
//! reader sees them begin and end; [`crate::analysis::sentence`] knows better and costs more.

use rustc_hash::FxHashSet;

use crate::corpus::{STARTS, Words};

/// Marks the words from `from` on at which sentences begin: the first of them, and those after a stop.
pub(super) fn mark(text: &[u8], words: &mut Words, from: usize, abbreviations: &FxHashSet<u32>) {
    let Words { hashes, bytes, loose } = words;
    if let Some(first) = hashes.get_mut(from) {
        *first |= STARTS;
    }
    let mut last = from;
    for at in loose.drain(..).map(|at| at as usize) {
        // A long gap is told of more than once.
        if at <= from || at == last {
            continue;
        }
        last = at;
        let Some((before, here)) = bytes.get(at - 1).zip(bytes.get(at)) else { continue };
        let next = text.get(here[0] as usize).copied().unwrap_or_default();
        if !(next.is_ascii_uppercase() || next.is_ascii_digit() || !next.is_ascii()) {
            continue;
        }
        let gap = text.get(before[1] as usize..here[0] as usize).unwrap_or_default();
        let Some(stop) = stop(gap) else { continue };
        let short = before[1] - before[0] == 1;
        let abbreviated =
            stop == Stop::Full && (short || abbreviations.contains(&(hashes[at - 1] & !STARTS)));
        if !abbreviated {
            hashes[at] |= STARTS;
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Stop {
    /// A single stop right after the word: an abbreviation may end with it.
    Full,
    Sure,
}

/// The stop in the gap between two words, if white space follows it.
fn stop(gap: &[u8]) -> Option<Stop> {
    // What stands between nearly all words.
    if let [] | [_] | [b',' | b';' | b':', b' '] = gap {
        return None;
    }
    if gap == b". " {
        return Some(Stop::Full);
    }
    let is_stop = |at: &usize| match gap[*at] {
        b'.' | b'!' | b'?' => true,
        // The first byte of "…".
        0xE2 => gap[*at..].starts_with("…".as_bytes()),
        _ => false,
    };
    let at = (0..gap.len()).find(is_stop)?;
    let after = gap.get(at + 1..)?;
    after.iter().any(u8::is_ascii_whitespace).then(|| {
        let full = gap[at] == b'.' && at == 0 && after.first() == Some(&b' ');
        if full { Stop::Full } else { Stop::Sure }
    })
}

#[cfg(test)]
mod tests {
    use proptest::test_runner::Config as ProptestConfig;

    use super::*;
    use crate::corpus::normal;
    use crate::span::Span;

    /// The words at which sentences begin.
    fn starts(text: &str) -> Vec<&str> {
        let mut words = Words::default();
        words.add(text, Span::new(0, text.len()));
        let abbreviations = normal("mr inc").into_iter().collect();
        mark(text.as_bytes(), &mut words, 0, &abbreviations);
        let begins = |at: &usize| words.hashes[*at] & STARTS != 0;
        let word = |at: usize| words.span(at, at + 1).of(text);
        (0..words.hashes.len()).filter(begins).map(word).collect()
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_stop_is_overlooked(
            text in "([A-Za-z]{1,9}|[0-9]{1,3}|[.!?…,;:'“”)\n -]| {1,80}){0,90}",
        ) {
            let mut words = Words::default();
            words.add(&text, Span::new(0, text.len()));
            let mut all = words.clone();
            all.loose = (0..all.hashes.len() as u32).collect();
            mark(text.as_bytes(), &mut words, 0, &FxHashSet::default());
            mark(text.as_bytes(), &mut all, 0, &FxHashSet::default());
            proptest::prop_assert_eq!(words.hashes, all.hashes);
        }
    }

    #[test]
    fn after_a_stop_and_before_a_capital() {
        assert_eq!(
            starts(
                "The board met. “We won!” Nobody said (so)… Éva laughed. then 7 left? 12 stayed."
            ),
            ["The", "We", "Nobody", "Éva", "12"]
        );
    }

    #[test]
    fn not_after_initials_and_abbreviations() {
        assert_eq!(starts("Ask Mr. Roe of Roe Inc. He or J. Falk knows."), ["Ask"]);
        assert_eq!(starts("It cost 3.5 per cent.\nThe U.S. Senate. Yes."), ["It", "The", "Yes"]);
    }
}
