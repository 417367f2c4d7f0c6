//! Pairing of marks.

use super::{Quotation, may_quote, may_quote_singly, quotations};
use crate::analysis::block::paragraphs;
use crate::analysis::token::tokenize;
use crate::document::Document;
use crate::lexicon::Lexicon;

fn find(text: &str) -> (Vec<Quotation>, usize) {
    let document = Document::from_text(text);
    let tokens = tokenize(text, &Lexicon::default());
    let (found, stray) = quotations(text, &tokens, &paragraphs(&document, &tokens));
    assert!(may_quote(text) || found.is_empty() && stray.is_empty());
    (found, stray.len())
}

fn inner(text: &str) -> Vec<&str> {
    find(text).0.iter().map(|found| found.inner.of(text)).collect()
}

#[test]
fn straight_curly_doubled_and_single_marks() {
    assert_eq!(inner("He said \"one\" and “two” and ''three''."), ["one", "two", "three"]);
    assert_eq!(
        inner("‘It leaks,’ she said of the divers’ pier. ‘It always did.’"),
        ["It leaks,", "It always did."]
    );
    assert_eq!(inner("The divers’ pier and the boats’ owners"), Vec::<&str>::new());
    assert_eq!(
        inner("It wants to ‘close the gap’ by May. ‘It leaks,’ she said of the divers’ pier."),
        ["close the gap", "It leaks,"]
    );
    assert_eq!(inner("‘The divers’ pier leaks,’ she said."), ["The divers’ pier leaks,"]);
    assert_eq!(inner("The boats' owners left in '98. 'It leaks,' she said."), ["It leaks,"]);
}

#[test]
fn apostrophes_quote_nothing() {
    for text in ["The divers’ pier, in '98", "It’s Ada's.", "The ‘pier’"] {
        assert!(!may_quote(text) && !may_quote_singly(text) && inner(text).is_empty());
    }
    for text in ["``pier''", "‘‘pier’’", "’’pier", "«pier", "‘It leaks.’", "'It leaks,' she said"]
    {
        assert!(may_quote(text), "{text}");
    }
    assert!(may_quote_singly("‘It leaks.’") && may_quote_singly("'It leaks,' she said"));
    assert!(!may_quote_singly("It leaks.’") && !may_quote_singly("the \"pier.\""));
}

#[test]
fn inner_marks_belong_to_the_outer_quotation() {
    assert_eq!(inner("“She said “no” to me,” he said."), ["She said “no” to me,"]);
    assert_eq!(inner("\"It is not \"new,\" it is old.\""), ["It is not \"new,\" it is old."]);
}

#[test]
fn spaces_on_the_wrong_side_are_seen() {
    let (found, stray) = find("“It leaks, ”said Ada of the “ Pier” house.");
    assert_eq!(found.iter().map(|found| found.detached.len()).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(stray, 0);
}

#[test]
fn several_paragraphs_of_one_quotation() {
    let (found, stray) = find("“It leaks.\n\n“It always did,” she said.");
    assert_eq!(found.iter().map(|found| found.continues).collect::<Vec<_>>(), [false, true]);
    assert!(!found[0].unclosed() && stray == 0);
}

#[test]
fn a_mark_without_partner_is_known_paragraph_by_paragraph() {
    assert_eq!(find("It leaks.” So they say.").1, 1);
    let (found, stray) = find("The “pier leaks. So they say.\n\nIt leaks” again.");
    assert!(found[0].unclosed() && stray == 1);
    assert_eq!(find("The post is 6\" thick.").1, 0);
}

#[test]
fn a_line_break_parts_a_quotation_without_a_mark() {
    let (found, stray) = find("\"The boats will stay.\nAda Roe, diver.\"");
    assert_eq!((found.len(), found[0].unclosed(), stray), (2, false, 0));
    assert!(found[1].continues);
    let (found, stray) = find("\"The boats will stay.\n\nAda Roe, diver.\"");
    assert!(found[0].unclosed() && stray == 1, "a blank line parts more than a line");
}

#[test]
fn straight_marks_open_each_paragraph_and_close_the_last() {
    let (found, stray) = find("\"It \"leaks\" now.\n\n\"It always did.\n\n\"It will,\" she said.");
    assert_eq!(found.iter().map(|found| found.unclosed()).collect::<Vec<_>>(), [false; 3]);
    assert_eq!(stray, 0);
}

#[test]
fn tags_hold_no_quotations() {
    let (found, stray) = find("See <a href=”pier.html” target=”_top”>the “pier”</a> here.");
    assert_eq!((found.len(), stray), (1, 0));
}

#[test]
fn an_opening_mark_at_the_end_of_a_paragraph_closes() {
    let (found, stray) = find("“It leaks. “");
    assert_eq!((found.len(), found[0].unclosed(), stray), (1, false, 0));
}
