//! Word lists as written → [`Lexicon`].

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

use super::freeze::{Clitics, Freezer};
use super::inflect::Paradigms;
use super::{Lexicon, ListId, WordId};

/// One word list as written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ListFile {
    /// For readers of the file.
    #[serde(rename = "about")]
    _about: String,
    paradigm: Option<Spanned<String>>,
    words: Vec<Spanned<String>>,
    include: Vec<Spanned<String>>,
    pub(super) endings: Vec<String>,
    pub(super) except: Vec<String>,
}

/// A mistake in a language pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListError {
    /// The file, by the order in which files were added.
    pub file: usize,
    /// Bytes of that file.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// A name that was probably meant.
    pub nearest: Option<String>,
}

/// Collects the files of a pack, then the words of patterns, then freezes into a [`Lexicon`].
#[derive(Debug, Default)]
pub struct LexiconBuilder {
    files: usize,
    paradigms: Paradigms,
    lists: BTreeMap<String, (usize, ListFile)>,
    errors: Vec<ListError>,
}

impl LexiconBuilder {
    /// Adds a file of word lists. A list of the same name replaces an earlier one.
    pub fn add_lists(&mut self, text: &str) {
        let file = self.next_file();
        match toml::from_str::<BTreeMap<String, ListFile>>(text) {
            Ok(lists) => {
                self.lists.extend(lists.into_iter().map(|(name, list)| (name, (file, list))))
            }
            Err(error) => self.errors.push(toml_error(file, &error)),
        }
    }

    /// Adds a file of paradigms.
    pub fn add_paradigms(&mut self, text: &str) {
        let file = self.next_file();
        match toml::from_str::<Paradigms>(text) {
            Ok(paradigms) => self.paradigms.extend(paradigms),
            Err(error) => self.errors.push(toml_error(file, &error)),
        }
    }

    fn next_file(&mut self) -> usize {
        self.files += 1;
        self.files - 1
    }

    /// The lexicon of all lists, and what is wrong with them. Words of patterns can still be added
    /// with [`Lexicon::intern`] until the first text is read.
    #[must_use]
    pub fn build(mut self) -> (Lexicon, Vec<ListError>) {
        let mut lists = Lists::default();
        for (name, (file, list)) in &self.lists {
            if let Err(error) = lists.add(name, *file, list, &self.paradigms) {
                self.errors.extend(error);
            }
        }
        self.errors.extend(lists.include(&self.lists));
        (lists.freeze(&self.lists), self.errors)
    }
}

fn toml_error(file: usize, error: &toml::de::Error) -> ListError {
    ListError {
        file,
        span: error.span().unwrap_or(0..0),
        message: error.message().to_owned(),
        nearest: None,
    }
}

/// Lists while they are put together.
#[derive(Debug, Default)]
struct Lists {
    names: Vec<String>,
    by_name: FxHashMap<String, ListId>,
    /// Entries as written, and their forms.
    texts: Vec<String>,
    /// By list id: places in `texts`. Most entries stand in several lists.
    entries: Vec<Vec<usize>>,
}

impl Lists {
    fn id(&mut self, name: &str) -> ListId {
        if let Some(id) = self.by_name.get(name) {
            return *id;
        }
        let id = ListId(u16::try_from(self.names.len()).unwrap_or(u16::MAX));
        self.names.push(name.to_owned());
        self.by_name.insert(name.to_owned(), id);
        self.entries.push(Vec::new());
        id
    }

    fn add(
        &mut self,
        name: &str,
        file: usize,
        list: &ListFile,
        paradigms: &Paradigms,
    ) -> Result<(), Vec<ListError>> {
        let id = self.id(name);
        let mut errors = Vec::new();
        let paradigm = match &list.paradigm {
            None => None,
            Some(wanted) => match paradigms.get(wanted.as_ref().as_str()) {
                Some(paradigm) => Some(paradigm),
                None => {
                    return Err(vec![unknown(file, wanted, "paradigm", paradigms.keys())]);
                }
            },
        };
        let mut form_lists = Vec::new();
        for entry in &list.words {
            let text = entry.as_ref().to_lowercase();
            let Some(paradigm) = paradigm else {
                self.add_entry(text, &[id]);
                continue;
            };
            match paradigm.forms_of(&text) {
                Ok(forms) => {
                    if form_lists.is_empty() {
                        let names = paradigm.forms.iter().map(|form| format!("{name}.{form}"));
                        form_lists = names.map(|name| self.id(&name)).collect();
                    }
                    self.add_forms(id, &form_lists, forms);
                }
                Err(message) => {
                    errors.push(ListError { file, span: entry.span(), message, nearest: None });
                }
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn add_forms(&mut self, list: ListId, form_lists: &[ListId], forms: Vec<String>) {
        for (form_list, form) in form_lists.iter().zip(forms) {
            self.add_entry(form, &[list, *form_list]);
        }
    }

    fn add_entry(&mut self, text: String, lists: &[ListId]) {
        for list in lists {
            self.entries[usize::from(list.0)].push(self.texts.len());
        }
        self.texts.push(text);
    }

    /// Resolves `include`, form by form; circles do no harm.
    fn include(&mut self, files: &BTreeMap<String, (usize, ListFile)>) -> Vec<ListError> {
        let mut errors = Vec::new();
        for (file, list) in files.values() {
            for wanted in &list.include {
                if !self.by_name.contains_key(wanted.as_ref().as_str()) {
                    errors.push(unknown(*file, wanted, "word list", self.names.iter()));
                }
            }
        }
        for name in files.keys() {
            let all = closure(name, files);
            for other in all.iter().filter(|other| *other != name) {
                self.copy_list(other, name);
            }
        }
        errors
    }

    fn copy_list(&mut self, from: &str, to: &str) {
        for source in 0..self.names.len() {
            let form = match self.names[source].strip_prefix(from) {
                Some(form) if form.is_empty() || form.starts_with('.') => form,
                _ => continue,
            };
            let target = self.id(&format!("{to}{form}"));
            let entries = self.entries[source].clone();
            self.entries[usize::from(target.0)].extend(entries);
        }
    }

    fn freeze(self, files: &BTreeMap<String, (usize, ListFile)>) -> Lexicon {
        let mut freezer = Freezer::default();
        freezer.words.reserve(self.texts.len());
        freezer.intern("");
        let clitics = self.by_name.get("clitic").map(|id| &*self.entries[usize::from(id.0)]);
        let clitics = clitics.unwrap_or_default().iter().map(|at| &*self.texts[*at]).collect();
        let clitics = Clitics::new(clitics);
        let mut words: Vec<WordId> = Vec::new();
        let mut spans: Vec<Range<usize>> = Vec::with_capacity(self.texts.len());
        for text in &self.texts {
            let start = words.len();
            let parts = text.split_whitespace().flat_map(|word| clitics.part(word));
            words.extend(parts.map(|word| freezer.intern(word)));
            spans.push(start..words.len());
        }
        freezer.make_rows(files, &self.by_name);
        let mut phrases: Vec<Vec<Box<[WordId]>>> = vec![Vec::new(); self.names.len()];
        let mut known: FxHashSet<&[WordId]> = FxHashSet::default();
        for (at, entries) in self.entries.iter().enumerate() {
            known.clear();
            let list = ListId(u16::try_from(at).unwrap_or(u16::MAX));
            for entry in entries {
                match &words[spans[*entry].clone()] {
                    [] => {}
                    [word] => freezer.mark(*word, list),
                    phrase if known.insert(phrase) => phrases[at].push(phrase.into()),
                    _ => {}
                }
            }
        }
        freezer.finish(self.names, self.by_name, phrases)
    }
}

/// The list of that name and all that it includes.
pub(super) fn closure(
    name: &str,
    files: &BTreeMap<String, (usize, ListFile)>,
) -> FxHashSet<String> {
    let mut seen = FxHashSet::default();
    let mut open = vec![name.to_owned()];
    while let Some(next) = open.pop() {
        if !seen.insert(next.clone()) {
            continue;
        }
        if let Some((_, list)) = files.get(&next) {
            open.extend(list.include.iter().map(|name| name.as_ref().clone()));
        }
    }
    seen
}

fn unknown<'a>(
    file: usize,
    wanted: &Spanned<String>,
    what: &str,
    names: impl Iterator<Item = &'a String>,
) -> ListError {
    let word = wanted.as_ref();
    ListError {
        file,
        span: wanted.span(),
        message: format!("there is no {what} “{word}”"),
        nearest: crate::suggest::nearest(word, names.map(String::as_str)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon(lists: &str) -> Lexicon {
        let mut builder = LexiconBuilder::default();
        builder.add_paradigms(
            r#"
            [verb]
            forms = ["base", "past"]
            rule = [
                { endings = [""], add = ["", "ed"] },
                { endings = ["e"], cut = 1, add = ["e", "ed"] },
            ]"#,
        );
        builder.add_lists(lists);
        let (lexicon, errors) = builder.build();
        assert_eq!(errors, []);
        lexicon
    }

    fn is(lexicon: &Lexicon, word: &str, list: &str) -> bool {
        lexicon.has(lexicon.look_up(word).1, lexicon.list(list).expect("list"))
    }

    #[test]
    fn forms_make_lists() {
        let lexicon =
            lexicon("[say]\nparadigm = 'verb'\nwords = ['say, said', 'note', 'point out']");
        assert!(is(&lexicon, "said", "say") && is(&lexicon, "noted", "say.past"));
        assert!(!is(&lexicon, "say", "say.past"));
        assert_eq!(lexicon.phrases(lexicon.list("say.past").expect("list")).len(), 1);
    }

    #[test]
    fn clitics_inside_phrases_are_words_of_their_own() {
        let lexicon =
            lexicon("[clitic]\nwords = [\"'s\"]\n[day]\nwords = [\"new year's day\", \"'s\"]");
        let phrase = &lexicon.phrases(lexicon.list("day").expect("list"))[0];
        let parts = ["new", "year", "'s", "day"].map(|word| lexicon.look_up(word).0);
        assert_eq!(**phrase, parts);
        assert!(is(&lexicon, "'s", "day"));
    }

    #[test]
    fn includes_bring_forms_along() {
        let lexicon = lexicon(
            "[a]\nparadigm = 'verb'\nwords = ['warn']\n[b]\ninclude = ['a']\nwords = ['x']",
        );
        assert!(is(&lexicon, "warned", "b") && is(&lexicon, "warned", "b.past"));
        assert!(!is(&lexicon, "x", "a"));
    }

    #[test]
    fn endings_reach_unlisted_and_listed_words_but_no_exceptions() {
        let lexicon = lexicon(
            "[p]\nendings = ['ists', 's']\nexcept = ['lists']\n[q]\nwords = ['artists', 'lists']",
        );
        assert!(is(&lexicon, "cyclists", "p") && is(&lexicon, "artists", "p"));
        assert!(!is(&lexicon, "lists", "p") && !is(&lexicon, "cyclist", "p"));
    }

    #[test]
    fn a_wrong_name_is_an_error_with_the_nearest_one() {
        let mut builder = LexiconBuilder::default();
        builder.add_lists("[verbs]\nwords = ['say']\n[x]\ninclude = ['verb']");
        let (_, errors) = builder.build();
        assert_eq!(errors[0].nearest.as_deref(), Some("verbs"));
    }
}
