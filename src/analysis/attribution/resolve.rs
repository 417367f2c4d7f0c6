//! Whom pronouns and short definite forms point back to; who is named late; who gives a reason.

use super::cue::Found;
use super::phrase::Phrase;
use super::subject::Subject;
use super::words::{Role, View};
use super::{Attribution, AttributionForm, AttributionLists, CueStrength, Parts, SourceClass};
use crate::lexicon::WordId;
use crate::span::Span;

/// How many sentences back a pronoun finds its speaker.
const PRONOUN_REACH: usize = 6;
/// How many sentences back "the analyst" finds a named speaker.
const DEFINITE_REACH: usize = 40;
/// How many earlier attributions are looked at for one anaphor.
const LOOK_BACK: usize = 24;
/// How far behind the noun for a group "led by" may stand, in tokens.
const LED_REACH: usize = 6;
/// How far behind a cue, in tokens, "among them" may bring the name of a member.
const EXAMPLE_REACH: usize = 60;

pub(super) fn attributions(
    view: View<'_>,
    parts: Parts<'_>,
    found: &[Found],
    lists: &AttributionLists,
) -> Vec<Attribution> {
    let mut resolver = Resolver { view, parts, found, done: Vec::with_capacity(found.len()) };
    for at in 0..found.len() {
        let made = resolver.attribution(at);
        resolver.done.push(made);
    }
    resolver.late_names();
    resolver.reasons(lists);
    resolver.labels();
    resolver.done
}

struct Resolver<'a> {
    view: View<'a>,
    parts: Parts<'a>,
    found: &'a [Found],
    done: Vec<Attribution>,
}

impl Resolver<'_> {
    fn span(&self, start: usize, end: usize) -> Option<Span> {
        let first = self.view.tokens.get(start)?;
        let last = self.view.tokens.get(end.checked_sub(1)?)?;
        (first.start < last.end).then(|| Span::new(first.start as usize, last.end as usize))
    }

    fn attribution(&self, at: usize) -> Attribution {
        let found = &self.found[at];
        let classified = found.classified;
        let phrase = found.subject.map(|subject| subject.phrase);
        let head = phrase.map(|phrase| phrase.head);
        let pronoun = head.is_some_and(|head| {
            classified.anaphor
                && self.view.is(head, Role::PERSONAL.or(Role::POSSESSIVE).or(Role::IT))
        });
        let (class, antecedent) =
            if classified.anaphor { self.resolve(at, pronoun) } else { (classified.class, None) };
        let sentence = &self.parts.sentences[found.sentence];
        Attribution {
            source: found.subject.and_then(|subject| {
                self.span(subject.phrase.start, subject.end.max(subject.phrase.end))
            }),
            head: head.and_then(|head| self.span(head, head + 1)),
            cue: self.span(found.cue.0, found.cue.1).unwrap_or_default(),
            content: self.view.content(found, sentence, class),
            led: self.led_by_name(found),
            class,
            antecedent,
            anaphor: classified.anaphor,
            pronoun,
            plural: classified.plural,
            affiliated: classified.affiliated,
            owned: classified.owned,
            source_word: head.is_some_and(|head| self.view.is(head, Role::SOURCE_WORD)),
            states: self.states(found),
            share: classified.share,
            // "the police" are the force that was named before
            faceless: antecedent.map_or(classified.faceless, |other| self.done[other].faceless)
                && class == SourceClass::Institution,
            quantifier: classified.quantifier.and_then(|at| self.span(at, at + 1)),
            named_later: None,
            reason: None,
            nameless: phrase.is_some_and(|phrase| self.view.nameless(&phrase)),
            quoted_words: 0,
            strength: found.strength,
            form: found.form,
            sentence: found.sentence,
        }
    }

    /// "analysts led by Ada Roe": there is somebody to be asked.
    fn led_by_name(&self, found: &Found) -> bool {
        let Some(subject) = found.subject.filter(|_| found.classified.class.unnamed()) else {
            return false;
        };
        let from = subject.phrase.head + 1;
        let end = if found.cue.0 > from { found.cue.0 } else { subject.end };
        (from..end.min(from + LED_REACH)).any(|at| {
            self.view.is(at, Role::LED)
                && self.view.is(at + 1, Role::BY)
                && self.view.personal_name(at + 2, at + 6).is_some_and(|name| name.0 == at + 2)
        })
    }

    /// What stands behind a speaker's label reaches to the next label or the end of its paragraph.
    fn labels(&mut self) {
        let mut next: Option<(usize, usize)> = None;
        for at in (0..self.done.len()).rev() {
            let made = &self.done[at];
            if made.form != AttributionForm::Colon || made.strength == CueStrength::Stance {
                continue;
            }
            let number = self.parts.sentences[made.sentence].paragraph;
            let Some(paragraph) = self.parts.paragraphs.get(number) else { continue };
            let end = next.filter(|(other, _)| *other == number).map(|(_, start)| start);
            let start = made.source.map_or(made.cue.start, |source| source.start);
            let content = Span::new(made.cue.end, end.unwrap_or(paragraph.span.end));
            self.done[at].content = Some(content);
            next = Some((number, start));
        }
    }

    /// Whether words are reported: always by "say", else where a clause or a quotation follows.
    fn states(&self, found: &Found) -> bool {
        let next = found.cue.1;
        found.strength == CueStrength::Plain
            || found.form != AttributionForm::Subject && found.form != AttributionForm::Passive
            || self.view.is(next, Role::SUBORDINATOR)
            || self.view.is_quote(next)
            || self.view.is_sign(next, b':')
            || self.view.is_sign(next, b',') && self.view.is_quote(next + 1)
    }

    fn head(&self, at: usize) -> Option<usize> {
        self.found[at].subject.map(|subject| subject.phrase.head)
    }

    fn resolve(&self, at: usize, pronoun: bool) -> (SourceClass, Option<usize>) {
        if pronoun { self.pronoun(at) } else { self.definite(at) }
    }

    /// Earlier attributions with a source, nearest first, within `reach` sentences.
    fn earlier(&self, at: usize, reach: usize) -> impl Iterator<Item = usize> {
        let sentence = self.found[at].sentence;
        (0..at).rev().take(LOOK_BACK).filter(move |other| {
            self.found[*other].subject.is_some() && self.found[*other].sentence + reach >= sentence
        })
    }

    /// "he", "she", "they", "in her opinion".
    fn pronoun(&self, at: usize) -> (SourceClass, Option<usize>) {
        let plural = self.found[at].classified.plural;
        if self.head(at).is_some_and(|head| self.view.is(head, Role::SELF.or(Role::IT))) {
            return (self.found[at].classified.class, None);
        }
        let fits = |other: &usize| {
            let earlier = &self.done[*other];
            let person = matches!(
                earlier.class,
                SourceClass::Named
                    | SourceClass::Anonymous
                    | SourceClass::Official
                    | SourceClass::VaguePlural
            );
            person && earlier.plural == plural
        };
        let Some(other) = self.earlier(at, PRONOUN_REACH).find(fits) else {
            return (SourceClass::Named, None);
        };
        let class = self.done[other].class;
        if class.unnamed() && self.name_between(other, at) {
            return (SourceClass::Named, None);
        }
        (class, Some(other))
    }

    /// "the analyst", "the source", "the experts".
    fn definite(&self, at: usize) -> (SourceClass, Option<usize>) {
        let own = self.found[at].classified;
        let Some(head) = self.head(at) else { return (own.class, None) };
        let word = self.view.tokens[head].word;
        let same_head = |other: &usize| {
            word != WordId::UNKNOWN
                && self.head(*other).is_some_and(|head| self.view.tokens[head].word == word)
        };
        if let Some(other) = self.earlier(at, DEFINITE_REACH).find(same_head) {
            let earlier = &self.done[other];
            let known = !earlier.anaphor || earlier.antecedent.is_some();
            return (earlier.class, known.then_some(other));
        }
        let person = self.view.is(head, Role::PERSON) && !self.view.is(head, Role::SOURCE_WORD);
        if person {
            let named = |other: &usize| {
                self.done[*other].class == SourceClass::Named && !self.done[*other].plural
            };
            if let Some(other) = self.earlier(at, DEFINITE_REACH).find(named) {
                return (SourceClass::Named, Some(other));
            }
            if self.name_before(at) {
                return (SourceClass::Named, None);
            }
        }
        let people = own.plural
            && (own.class.unnamed() || own.faceless)
            && !self.view.is(head, Role::SOURCE_WORD);
        if people && self.two_names_before(at) {
            return (SourceClass::Named, None);
        }
        (own.class, None)
    }

    /// Whether two personal names stand in this sentence or the one before: "the senators".
    fn two_names_before(&self, at: usize) -> bool {
        let number = self.found[at].sentence;
        let from = self.parts.sentences[number.saturating_sub(1)].tokens.start;
        let end = self.found[at].subject.map_or(from, |subject| subject.phrase.start);
        let first = self.view.personal_name(from, end);
        first.is_some_and(|(_, behind)| self.view.personal_name(behind, end).is_some())
    }

    /// Whether a personal name stands between two attributions, outside the earlier one.
    fn name_between(&self, from: usize, to: usize) -> bool {
        let behind = self.found[from].subject.map_or(0, |subject| subject.phrase.end);
        let start = self.found[from].cue.1.max(behind);
        let end = self.found[to].cue.0;
        start < end && self.view.personal_name(start, end).is_some()
    }

    /// Whether a personal name stands in the three sentences before.
    fn name_before(&self, at: usize) -> bool {
        let number = self.found[at].sentence;
        let from = self.parts.sentences[number.saturating_sub(3)].tokens.start;
        let end = self.found[at].subject.map_or(from, |subject| subject.phrase.start);
        from < end && self.view.personal_name(from, end).is_some()
    }

    /// "Two analysts disagreed. “No,” said Ada Roe": named in the next sentence.
    fn late_names(&mut self) {
        for at in 0..self.done.len() {
            let this = &self.done[at];
            if !this.class.unnamed() || this.anaphor {
                continue;
            }
            let reach = this.sentence + if this.plural { 1 } else { 2 };
            let next = (self.behind(this.sentence)..self.done.len())
                .take_while(|other| self.done[*other].sentence <= reach)
                .find(|other| {
                    let other = &self.done[*other];
                    other.class == SourceClass::Named && !other.anaphor
                });
            if let Some((first, end)) = self.example(at) {
                self.done[at].named_later = self.span(first, end);
                continue;
            }
            self.done[at].named_later = next.and_then(|other| self.done[other].source);
        }
    }

    /// The first attribution behind a sentence. (They come in order; of a sentence as long as a book
    /// not all are to be looked at for each.)
    fn behind(&self, sentence: usize) -> usize {
        self.done.partition_point(|made| made.sentence <= sentence)
    }

    /// The name of a member in the sentence itself.
    fn example(&self, at: usize) -> Option<(usize, usize)> {
        let subject = self.found[at].subject?;
        self.example_aside(&subject)
            .or_else(|| self.example_within(&subject.phrase))
            .or_else(|| self.example_behind(at))
    }

    /// "officials, including Ada Roe,", "officials, for example Ada Roe,".
    fn example_aside(&self, subject: &Subject) -> Option<(usize, usize)> {
        let (start, end) = subject.aside?;
        let second =
            self.view.is(start, Role::PREPOSITION) && self.view.is(start + 1, Role::EXAMPLE);
        let opens = self.view.is(start, Role::EXAMPLE) || second;
        opens.then(|| self.view.personal_name(start, end))?
    }

    /// "critics including Ada Roe of the Dam Trust", but not "critics of leaders like Ada Roe".
    fn example_within(&self, phrase: &Phrase) -> Option<(usize, usize)> {
        let counted = Role::COLLECTIVE.or(Role::ALONE).or(Role::NUMBER);
        let whole = phrase.whole.filter(|_| self.view.is(phrase.head, counted));
        let word = whole.map_or(phrase.core_end, |whole| whole + 1);
        let opens = word < phrase.end && self.view.is(word, Role::EXAMPLE);
        let name = opens.then(|| self.view.personal_name(word + 1, phrase.end))??;
        (!self.view.is(name.1, Role::OWNER_MARK)).then_some(name)
    }

    /// "Critics say it leaks, among them Ada Roe."
    fn example_behind(&self, at: usize) -> Option<(usize, usize)> {
        let found = &self.found[at];
        let end = self.parts.sentences[found.sentence].tokens.end;
        let end = end.min(found.cue.1 + EXAMPLE_REACH);
        let word = (found.cue.1..end).find(|at| {
            self.view.is(*at, Role::EXAMPLE)
                && self.view.is(*at + 1, Role::THEY.or(Role::PRONOUN))
                && self.view.is_sign(*at - 1, b',')
        })?;
        self.view.personal_name(word + 2, end)
    }

    fn reasons(&mut self, lists: &AttributionLists) {
        let mut last = ((0, 0), None);
        for at in 0..self.done.len() {
            let this = &self.done[at];
            if !this.class.unnamed() {
                continue;
            }
            let own = self.parts.sentences[this.sentence].tokens.clone();
            let next = this.sentence + 1;
            // A reason in the next sentence is that of whoever has no name there.
            let others = self.done[self.behind(this.sentence)..].iter();
            let taken = others
                .take_while(|other| other.sentence == next)
                .any(|other| other.class.unnamed() && !other.anaphor);
            let end = self.parts.sentences.get(next).filter(|_| !taken);
            let end = end.map_or(own.end, |sentence| sentence.tokens.end);
            if last.0 != (own.start, end) {
                last = ((own.start, end), self.reason(own.start, end, lists));
            }
            self.done[at].reason = last.1.map(|(span, _)| span);
            let withheld = last.1.is_some_and(|(_, stated)| stated);
            self.done[at].nameless |= withheld && self.done[at].named_later.is_none();
        }
    }

    /// The first such phrase, and whether it says that the name is withheld.
    fn reason(&self, from: usize, end: usize, lists: &AttributionLists) -> Option<(Span, bool)> {
        let tokens = self.view.tokens.get(from..end)?;
        let opens = |word: WordId| lists.opens_reason.get(word.0 as usize) == Some(&true);
        tokens.iter().enumerate().filter(|(_, token)| opens(token.word)).find_map(|(at, _)| {
            let rest = &tokens[at..];
            let fits = |phrase: &[WordId]| {
                phrase.len() <= rest.len()
                    && phrase.iter().zip(rest).all(|(word, token)| *word == token.word)
            };
            let phrase = lists.reasons.iter().find(|phrase| fits(phrase))?;
            let span = self.span(from + at, from + at + phrase.len())?;
            Some((span, lists.stated.contains(phrase)))
        })
    }
}
