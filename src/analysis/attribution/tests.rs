//! The hard cases, with the words of the built-in language.

use super::{Attribution, SourceClass};
use crate::analysis::Analysis;
use crate::document::Document;
use crate::rule::built_in_once;

struct Seen {
    document: &'static Document,
    analysis: Analysis<'static>,
}

fn see(text: &str) -> Seen {
    let document = Box::leak(Box::new(Document::from_text(text)));
    let analysis = Analysis::new(document, &built_in_once().language);
    Seen { document, analysis }
}

impl Seen {
    fn source(&self, made: &Attribution) -> &str {
        made.source.map_or("", |source| source.of(&self.document.text))
    }

    /// Source and class of each attribution.
    fn sources(&self) -> Vec<(&str, SourceClass)> {
        self.analysis.attributions().iter().map(|made| (self.source(made), made.class)).collect()
    }

    /// The speaker of each quotation.
    fn speakers(&self) -> Vec<&str> {
        let made = |at: Option<usize>| at.and_then(|at| self.analysis.attributions().get(at));
        let quotations = self.analysis.quotations().iter();
        quotations
            .map(|found| made(found.attribution).map_or("-", |made| self.source(made)))
            .collect()
    }
}

#[test]
fn a_subject_is_found_behind_what_stands_between_it_and_its_verb() {
    use SourceClass::{Anonymous, Named, Official, VaguePlural};
    for (text, source, class) in [
        ("A spokeswoman for the port says it is safe.", "A spokeswoman for the port", Official),
        ("Ada Roe, who runs the pier, said it would close.", "Ada Roe", Named),
        (
            "Ada Roe, a director of the port of Bray, in the north, said it would close.",
            "Ada Roe",
            Named,
        ),
        ("Residents, however, have long argued that it leaks.", "Residents", VaguePlural),
        (
            "Some voters who have listened to his speeches over the years say no.",
            "Some voters who have listened to his speeches over the years",
            VaguePlural,
        ),
        ("A person briefed on the talks said yes.", "A person briefed on the talks", Anonymous),
        ("The pier is old, said two of the divers.", "two of the divers", VaguePlural),
        ("Officials last week said it was safe.", "Officials", Official),
        ("Secretary of Ports Ada Roe said it was safe.", "Secretary of Ports Ada Roe", Named),
    ] {
        let seen = see(text);
        assert_eq!(seen.sources().first(), Some(&(source, class)), "{text}");
    }
}

#[test]
fn nouns_and_habits_are_no_cues() {
    for text in [
        "The two states share a river.",
        "The reports of the board were late.",
        "Those who say so are few.",
        "People believe in ghosts.",
        "Some may recall the old pier.",
        "How will the voters see the plan?",
    ] {
        let seen = see(text);
        let unnamed = seen.analysis.attributions().iter().any(|made| made.class.unnamed());
        assert!(!unnamed, "{text}: {:?}", seen.sources());
    }
}

#[test]
fn pronouns_and_short_forms_take_the_class_of_whom_they_point_back_to() {
    let seen = see(
        "A source said the pier would close. He added that it leaked. The source was sure.\n\nAda Roe said no. The engineer said it was safe. She added that it was new.",
    );
    assert_eq!(
        seen.sources(),
        [
            ("A source", SourceClass::Anonymous),
            ("He", SourceClass::Anonymous),
            ("Ada Roe", SourceClass::Named),
            ("The engineer", SourceClass::Named),
            ("She", SourceClass::Named),
        ]
    );
}

#[test]
fn a_name_between_ends_the_reach_of_an_unnamed_source() {
    let seen = see("A source said the pier would close. Tim Okafor came late. He said no.");
    assert_eq!(seen.sources()[1], ("He", SourceClass::Named));
}

#[test]
fn a_quotation_keeps_its_speaker_until_another_takes_over() {
    let seen = see(
        "“It leaks,” Ada Roe said. “It always did.”\n\n“It never did,” said Tim Okafor.\n\nHe gave his answer: “Go and look.”",
    );
    assert_eq!(seen.speakers(), ["Ada Roe", "Ada Roe", "Tim Okafor", "He"]);
}

#[test]
fn no_speaker_is_lent_from_an_unnamed_one_in_another_paragraph() {
    let seen = see(
        "It leaks, the source notes.\n\n“It will fall into the river before the winter.”\n\nThe boats lay still.",
    );
    assert_eq!(seen.speakers(), ["-"]);
}

#[test]
fn speech_has_a_voice_and_an_owner() {
    use crate::analysis::voice::Voice;
    let seen = see("Ada Roe said that the pier leaks. It is old. “It stinks,” a diver said.");
    let at = |word: &str| {
        let place = seen.document.text.find(word).expect("word");
        let speech = seen.analysis.speech_at(place);
        (speech.voice, speech.owner)
    };
    assert_eq!(at("leaks"), (Voice::Reported, Some(SourceClass::Named)));
    assert_eq!(at("old"), (Voice::Author, None));
    assert_eq!(at("stinks"), (Voice::Quoted, Some(SourceClass::Official)));
}

#[test]
fn what_the_writer_calls_for_is_said_by_the_writer() {
    let text =
        "It must be added that the dam leaks. It should be noted that it leaks. It can be said so.";
    assert_eq!(see(text).sources(), []);
    assert_eq!(see("It is said that the dam leaks.").sources().len(), 1);
}

#[test]
fn names_written_as_unusual_as_may_be_break_nothing() {
    for text in [
        "",
        "“",
        "said",
        "“” said",
        "Said said said, said.",
        "'' ''",
        "(said) — said — ,said,",
        "It's 's said 's",
        "$ said % , %",
        "& theeveryone knows",
    ] {
        let _ = see(text).sources();
    }
}

#[test]
fn every_role_has_a_bit_of_its_own() {
    let bits: Vec<u128> = super::words::role_bits().collect();
    let mut distinct = bits.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), bits.len());
}

#[test]
fn single_marks_part_a_quotation_from_its_inverted_speaker() {
    for (text, speaker) in [
        ("‘The pier is lost and the boats with it,’ said Ada Roe, a diver.", "Ada Roe"),
        ("'The divers' pier is lost and the boats with it,' adds Ada Roe.", "Ada Roe"),
        ("‘Who has lost the pier and the boats with it?’ asked Ada Roe.", "Ada Roe"),
        ("'The pier is lost and the boats with it,' said he.", "he"),
    ] {
        assert_eq!(see(text).speakers(), [speaker], "{text}");
    }
    // Behind a noun the mark makes an owner, and what follows is a noun.
    assert_eq!(see("They read the divers' claims about the pier.").sources(), []);
}

#[test]
fn an_expected_thing_ends_with_its_clause() {
    let reach = |text: &str| {
        let seen = see(text);
        let made = seen.analysis.attributions().iter().find(|made| made.class == SourceClass::None);
        made.and_then(|made| made.content).unwrap().of(text).to_owned()
    };
    let text = "It is expected to fall, and the town may move.";
    assert_eq!(reach(text), "to fall");
    let text = "It is believed that, if it falls, the town may move.";
    assert!(reach(text).contains("the town may move"));
    let lost = "is expected to fall ".to_owned() + &"the town has a pier ".repeat(20);
    assert!(reach(&format!("It {lost}")).len() < lost.len() / 2);
}
