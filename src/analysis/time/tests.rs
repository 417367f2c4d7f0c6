use super::*;
use crate::analysis::Analysis;
use crate::document::Document;
use crate::rule::built_in_once;

fn analysis(text: &str) -> Analysis<'static> {
    let document = Box::leak(Box::new(Document::from_text(text)));
    Analysis::new(document, &built_in_once().language)
}

/// Each expression with its kind, names and durations left out.
fn found(text: &str) -> Vec<(String, TimeKind)> {
    let dull = [TimeKind::Name, TimeKind::Duration];
    let times = analysis(text).times().to_vec();
    let kept = times.iter().filter(|time| !dull.contains(&time.kind));
    kept.map(|time| (time.span.of(text).to_owned(), time.kind)).collect()
}

#[track_caller]
fn check(text: &str, expected: &[(&str, TimeKind)]) {
    let expected: Vec<_> =
        expected.iter().map(|(words, kind)| ((*words).to_owned(), *kind)).collect();
    assert_eq!(found(text), expected, "{text}");
}

#[test]
fn full_dates_in_all_their_shapes() {
    use TimeKind::Full;
    check("It was 14 March 2015.", &[("14 March 2015", Full)]);
    check("On Saturday, March 14th, 2015 it rained.", &[("Saturday, March 14th, 2015", Full)]);
    check("The 3rd of May, 1998 was dry.", &[("3rd of May, 1998", Full)]);
    check("Filed Feb. 28, 2003 and 2003-03-01.", &[("Feb. 28, 2003", Full), ("2003-03-01", Full)]);
    check("From 6-7 May 1918 on.", &[("6-7 May 1918", Full)]);
    check("It ran May 6-7, 1918.", &[("May 6-7, 1918", Full)]);
    check("It ran Sept. 6-7.", &[("Sept. 6-7", TimeKind::Partial)]);
    check(
        "It ran May 6–7, 1918 and 6–7 June 1919.",
        &[("May 6–7, 1918", Full), ("6–7 June 1919", Full)],
    );
}

#[test]
fn other_words_are_no_months() {
    check("They may march on. The august lady sat by the sun.", &[]);
    check("In May she may go.", &[("May", TimeKind::Partial)]);
    check("June Carver saw April Holt and Theresa May.", &[]);
    check("The fall of the tower; spring up; he will sat.", &[]);
}

#[test]
fn compounds_and_ranges() {
    use TimeKind::{Coarse, Full, Partial};
    check("By mid-August it was over.", &[("mid-August", Partial)]);
    check("From 14 August-24 August it rained.", &[("14 August", Partial), ("24 August", Partial)]);
    check("On 27 May-28 May 1905 they met.", &[("27 May", Partial), ("28 May 1905", Full)]);
    check(
        "In December 1979-February 1980 it snowed.",
        &[("December 1979-February", Coarse), ("1980", Coarse)],
    );
    check("In the 1990s and the ’80s.", &[("1990s", Coarse), ("’80s", Partial)]);
}

#[test]
fn recurring_times_and_those_told_from_another_one() {
    use TimeKind::{Recurring, Sequence};
    check(
        "Every 1 May, on Fridays and each spring they sing.",
        &[("Every 1 May", Recurring), ("Fridays", Recurring), ("each spring", Recurring)],
    );
    check(
        "Two days later, and again the next night.",
        &[("Two days later", Sequence), ("next night", Sequence)],
    );
}

#[test]
fn amounts_that_are_no_clock_or_day() {
    check("At 10am 31,000 people sang for 2,015 dollars.", &[]);
    check("Meet at 10:41 in room 12.", &[("10:41", TimeKind::Clock)]);
}

fn anchor_of(text: &str) -> Option<Anchor> {
    let times = analysis(text).times().to_vec();
    times.iter().find(|time| time.kind == TimeKind::Partial).and_then(|time| time.anchor)
}

#[test]
fn a_year_reaches_to_the_end_of_its_paragraph() {
    assert_eq!(anchor_of("In 2014 it rained. By May it was dry."), Some(Anchor::Paragraph));
    assert_eq!(anchor_of("In 2014 it rained.\n\nBy May it was dry.\n\nSo."), Some(Anchor::Earlier));
    assert_eq!(anchor_of("By May it was dry. In 2014 it rained."), None);
    assert_eq!(anchor_of("In May and June 2014 it rained."), Some(Anchor::Sentence));
}

#[test]
fn any_text_is_read_without_panic() {
    for text in [
        "",
        "'",
        "'90s",
        "31",
        "1-",
        "May",
        "5–6 May",
        "10:",
        "³¹ May",
        "99999999999-1",
        "’ 20 s",
        "-",
    ] {
        let _ = analysis(text);
    }
}
