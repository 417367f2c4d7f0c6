//! The search for copies against a brute-force reference on small random corpora.

use std::collections::BTreeSet;

use corpus_lint::corpus::{Cluster, Kind, Limits, Place, Print, Seeds, Words, copies};
use corpus_lint::span::Span;
use proptest::prelude::*;

const LIMITS: Limits = Limits {
    min_words: 12,
    min_sentence_words: 12,
    min_sentence_similarity: 0.6,
    min_similarity: 0.6,
    document_share: 0.8,
    boilerplate_documents: 1_000,
    max_places: 1_000,
};

/// A corpus of documents, each a row of words.
type Corpus = Vec<Vec<u16>>;

/// Documents of words drawn from a few hundred, with passages copied from one to another, some of
/// them edited.
fn corpus() -> impl Strategy<Value = Corpus> {
    // The words come out of a hash, not out of the strategy: a failing case shrinks to fewer copies
    // and shorter documents, not to one word repeated, in which nobody could say what was copied.
    let document = |(salt, len): (u64, u64)| -> Vec<u16> {
        let word =
            |at: u64| (salt ^ at.wrapping_mul(0x9E37_79B9)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (0..len).map(|at| (word(at) >> 40) as u16 % 400).collect()
    };
    let document = (any::<u64>(), 20..90_u64).prop_map(document);
    let documents = prop::collection::vec(document, 2..7);
    let index = any::<prop::sample::Index>;
    let copy = (index(), index(), index(), index(), 8..40_usize, 3..30_usize);
    (documents, prop::collection::vec(copy, 0..6)).prop_map(|(mut corpus, copies)| {
        // What is copied was nobody's copy before, and goes to another document: words that repeat
        // within a passage can be laid side by side in several ways.
        let originals = corpus.clone();
        for (from, to, start, at, len, every) in copies {
            let (from, to) = (from.index(corpus.len()), to.index(corpus.len()));
            if from == to {
                continue;
            }
            let source = &originals[from];
            let start = start.index(source.len());
            let end = (start + len).min(source.len());
            let mut passage = source[start..end].to_vec();
            // One word in so many is another one, if so many fit.
            passage.iter_mut().skip(every).step_by(every).for_each(|word| *word += 1_000);
            let at = at.index(corpus[to].len());
            corpus[to].splice(at..at, passage);
        }
        corpus
    })
}

fn text(words: &[u16]) -> String {
    words.iter().map(|word| format!("w{word}")).collect::<Vec<_>>().join(" ")
}

fn print(words: &[u16], date: Option<i8>) -> Print {
    let text = text(words);
    let mut all = Words::default();
    all.add(&text, Span::new(0, text.len()));
    let seeds = Seeds::new(&all.hashes);
    let mut print = Print::new(&all, seeds);
    print.date = date.and_then(|day| jiff::civil::Date::new(2023, 5, day).ok());
    print
}

fn find(corpus: &Corpus, dated: &[Option<i8>], threads: usize) -> Vec<Cluster> {
    let prints: Vec<Print> = corpus.iter().zip(dated).map(|(doc, day)| print(doc, *day)).collect();
    let prints: Vec<&Print> = prints.iter().collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| copies(&prints, &LIMITS))
}

/// The words of a place.
fn words_of(corpus: &Corpus, place: Place) -> std::ops::Range<usize> {
    let text = text(&corpus[place.document]);
    let before = |at: usize| text[..at].split_whitespace().count();
    before(place.span.start)..before(place.span.end)
}

/// All places of a cluster.
fn places(cluster: &Cluster) -> impl Iterator<Item = Place> {
    cluster.copies.iter().map(|copy| copy.place).chain([cluster.original])
}

/// Length of the longest common subsequence.
fn common(a: &[u16], b: &[u16]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut left_above = 0;
        for (at, y) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if x == y { left_above + 1 } else { above.max(row[at]) };
            left_above = above;
        }
    }
    row[b.len()]
}

/// Runs of at least `min_words` words that stand in both, of which neither end can be moved outwards.
fn shared_runs(a: &[u16], b: &[u16]) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    for i in 0..a.len() {
        for j in 0..b.len() {
            if i > 0 && j > 0 && a[i - 1] == b[j - 1] {
                continue;
            }
            let len = a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x == y).count();
            if len >= LIMITS.min_words {
                found.push((i, j, len));
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_shared_run_is_reported(corpus in corpus()) {
        let found = find(&corpus, &vec![None; corpus.len()], 2);
        let mut covered: BTreeSet<(usize, usize)> = BTreeSet::new();
        for place in found.iter().flat_map(places) {
            covered.extend(words_of(&corpus, place).map(|word| (place.document, word)));
        }
        for later in 1..corpus.len() {
            for earlier in 0..later {
                for (_, at, len) in shared_runs(&corpus[earlier], &corpus[later]) {
                    let told = (at..at + len).filter(|word| covered.contains(&(later, *word)));
                    prop_assert!(told.count() + LIMITS.min_words > len, "{at} {len} {found:?}");
                }
            }
        }
    }

    #[test]
    fn every_reported_pair_is_as_alike_as_it_says(corpus in corpus()) {
        for cluster in find(&corpus, &vec![None; corpus.len()], 2) {
            let first = &cluster.copies[0];
            let a = &corpus[cluster.original.document][words_of(&corpus, cluster.original)];
            let b = &corpus[first.place.document][words_of(&corpus, first.place)];
            prop_assert_ne!(cluster.original.document, first.place.document);
            if cluster.kind == Kind::Passage {
                // Of the original something may have been left out.
                prop_assert!((b.len()..=a.len().max(b.len())).contains(&first.words));
                prop_assert_eq!(first.own, b.len());
                prop_assert!(first.same <= first.own);
                prop_assert!(first.same as f64 >= LIMITS.min_similarity * first.words as f64);
                prop_assert!(common(a, b) >= first.same, "{} {:?} {:?}", first.same, a, b);
            } else {
                prop_assert!(b.iter().filter(|word| a.contains(word)).count() >= first.same);
            }
        }
    }

    #[test]
    fn documents_are_counted_by_how_much_of_a_passage_they_have(corpus in corpus()) {
        for cluster in find(&corpus, &vec![None; corpus.len()], 2) {
            let holders = |part: bool| -> BTreeSet<usize> {
                let copies = cluster.copies.iter().filter(|copy| copy.part == part);
                copies.map(|copy| copy.place.document).collect()
            };
            let mut whole = holders(false);
            whole.insert(cluster.original.document);
            prop_assert_eq!(cluster.documents, whole.len());
            prop_assert_eq!(cluster.partly, holders(true).difference(&whole).count());
            prop_assert_eq!(cluster.total, cluster.copies.len());
            let most = cluster.copies[0].words;
            prop_assert!(cluster.copies.iter().all(|copy| copy.part == (copy.words * 2 < most)));
        }
    }

    #[test]
    fn threads_and_file_order_change_nothing(corpus in corpus(), turn in 0..7_usize) {
        let days: Vec<Option<i8>> = (0..corpus.len()).map(|day| Some(day as i8 + 1)).collect();
        let found = find(&corpus, &days, 1);
        prop_assert_eq!(&found, &find(&corpus, &days, 4));
        let turn = turn % corpus.len();
        let (mut turned, mut turned_days) = (corpus.clone(), days);
        turned.rotate_left(turn);
        turned_days.rotate_left(turn);
        let mut other = find(&turned, &turned_days, 2);
        for cluster in &mut other {
            let copies = cluster.copies.iter_mut().map(|copy| &mut copy.place);
            for place in copies.chain([&mut cluster.original]) {
                place.document = (place.document + turn) % corpus.len();
            }
        }
        prop_assert_eq!(found, other);
    }
}
