use super::Direction::{self, Ahead, Open, Past, Unsaid};
use crate::analysis::Analysis;
use crate::document::Document;
use crate::rule::built_in_once;

/// Which way the first time of the text lies.
#[track_caller]
fn check(expected: Direction, texts: &[&str]) {
    let language = &built_in_once().language;
    for text in texts {
        let document = Document::from_text(text);
        let analysis = Analysis::new(&document, language);
        let time = &analysis.times()[0];
        assert_eq!(language.direction(&analysis, time), expected, "{text}: {}", time.span.of(text));
    }
}

#[test]
fn the_nearest_verb_decides() {
    check(
        Ahead,
        &[
            "The board will meet on Friday.",
            "The board met and will vote on Friday.",
            "The names are due to be announced on Friday.",
            "The vote in the United States is due Friday.",
            "The hall is expected to open on Friday.",
            "The pier will be jointly opened on Friday.",
            "The clerk is to appear on Friday.",
            "The road will remain closed on Friday.",
            "The mill will open newly restored rooms on Friday.",
            "The strike will leave the school closed on Friday.",
            "They will get married in June.",
            "It plans to open and will not close until Friday.",
        ],
    );
    check(
        Past,
        &[
            "The board that will vote met on Friday.",
            "The law passed in June will help.",
            "Prices rose in April.",
            "Shares fell on Friday.",
            "He held a “disaster talk” on Friday.",
            "She said, \"I saw him Friday.\"",
            "Train strikes ended on Friday.",
            "The pier was not opened on Friday.",
            "They did not meet on Friday.",
            "The ferry has been out of use since Friday.",
            "He must have left on Friday.",
        ],
    );
}

#[test]
fn present_forms_duties_and_bounds_leave_it_open() {
    check(
        Open,
        &[
            "The fair opens in May.",
            "Polls open on Friday.",
            "The board meets Friday.",
            "Members must pay by Monday.",
            "The deadline is Friday.",
            "Rain is likely on Sunday.",
            "The road was closed until Friday.",
            "They agreed to meet on Friday.",
            "He said he would resign on Friday.",
            "The hall was expected to open on Friday.",
            "A revised plan goes to the board on Friday.",
            "The club postponed the match on Friday.",
            "The bill would be paid in May.",
            "The bill would be pulled from the list and taken up in January.",
            "For years, in November, they have met.",
            "It will have closed by June.",
            "Workers walked out and return on Thursday.",
            "She said, “See him Friday.”",
            "The road remains closed on Friday.",
            "They are getting married in June.",
            "The panel, chaired by Ada Roe, assembles in April.",
        ],
    );
    check(Unsaid, &["Ferry sinks off cape: Friday", "A note of May 4."]);
}

#[test]
fn behind_the_time_only_its_own_clause_counts() {
    check(Ahead, &["On Friday, Ada Roe of the board will speak."]);
    check(Past, &["On Friday the board said it will close."]);
    check(Past, &["On Friday it closed, but will open.", "In April prices fell."]);
    check(Unsaid, &["On Friday and not later it closed, but will open."]);
    check(Open, &["On Friday a panel appointed by the port will meet."]);
    check(Open, &["The fire on Friday will be looked into.", "The match on Friday was put off."]);
    check(
        Past,
        &["The board on Friday agreed to sell.", "The port on Friday announced it will close."],
    );
}

#[test]
fn a_time_that_describes_a_noun_is_not_dated_by_the_verb() {
    check(
        Open,
        &[
            "He left on a Saturday.",
            "The club cancelled Friday's match.",
            "The board will discuss Friday's fire.",
        ],
    );
    check(Past, &["Two men were hurt in Friday's fire.", "The clerk said in a Friday statement."]);
    check(Unsaid, &["The port put out its April figures."]);
    check(Open, &["The board said the vote on Friday would be close."]);
    check(Past, &["The clerk said in a note on Friday.", "The clerk told the board on Friday."]);
}

#[test]
fn any_words_are_read_without_panic() {
    let chain = "expected to be ".repeat(5_000) + "May 4";
    let joint = "and ".repeat(5_000) + "vote May 4 and vote";
    for text in ["May 4", "to May 4 to", "been May 4 been", "be on May 4", &chain, &joint] {
        let document = Document::from_text(text);
        let language = &built_in_once().language;
        let analysis = Analysis::new(&document, language);
        for time in analysis.times() {
            let _ = language.direction(&analysis, time);
        }
    }
}
