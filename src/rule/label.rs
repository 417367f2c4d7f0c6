//! What kind of text a document says it is: an interview, a press release, an opinion.
//!
//! A document says so in its metadata or at the head of one of its first paragraphs. The words are
//! the language's; a rule names their list.

use toml::Spanned;

use crate::analysis::token::{Shape, Token, tokenize};
use crate::detect::{BuildContext, View};
use crate::lexicon::{Lexicon, ListId};
use crate::mistake::Mistake;

/// How many paragraphs at the head of a document may hold its label.
const HEAD: usize = 4;
/// Longest value of metadata, in bytes, that is taken for a label.
const LONGEST: usize = 120;

/// Lists of labels; one label is enough.
#[derive(Debug, Clone)]
pub(super) struct Labels(Vec<ListId>);

impl Labels {
    pub(super) fn build(names: Vec<Spanned<String>>, context: &mut BuildContext<'_>) -> Self {
        let mut lists = Vec::new();
        for name in names {
            if let Some(list) = context.lexicon.list(name.as_ref()) {
                lists.push(list);
                continue;
            }
            let told = format!("there is no word list “{}”", name.as_ref());
            let all = context.lexicon.list_names().iter().map(String::as_str);
            let mistake = Mistake::new(&context.file, name.span(), told);
            context.mistakes.push(mistake.nearest(name.as_ref(), all));
        }
        Self(lists)
    }

    /// Whether the document carries one of the labels.
    pub(super) fn hold(&self, view: &View<'_>) -> bool {
        let lexicon = &view.language.lexicon;
        let fact = view.document.metadata.values().filter(|value| value.len() <= LONGEST);
        let in_facts = fact
            .map(|value| tokenize(value, lexicon))
            .any(|tokens| (0..tokens.len()).any(|at| self.label(&tokens[at..], lexicon).is_some()));
        in_facts || self.heads_a_paragraph(view, lexicon)
    }

    /// A label of one word heads a paragraph only if a sign or nothing follows it: "Interview:".
    fn heads_a_paragraph(&self, view: &View<'_>, lexicon: &Lexicon) -> bool {
        let analysis = view.analysis;
        analysis.paragraphs().iter().take(HEAD).any(|paragraph| {
            let Some(tokens) = analysis.tokens().get(paragraph.tokens.clone()) else {
                return false;
            };
            let word = |token: &Token| !token.shape.is(Shape::PUNCTUATION);
            let Some(first) = tokens.iter().position(word) else { return false };
            let rest = &tokens[first..];
            self.label(rest, lexicon)
                .is_some_and(|length| length > 1 || rest.get(length).is_none_or(|next| !word(next)))
        })
    }

    /// How many tokens the label has that `tokens` begin with.
    fn label(&self, tokens: &[Token], lexicon: &Lexicon) -> Option<usize> {
        let phrase = |list: &ListId| {
            let mut phrases = lexicon.phrases(*list).iter();
            let fits = phrases.find(|phrase| {
                phrase.len() <= tokens.len()
                    && phrase.iter().zip(tokens).all(|(word, token)| *word == token.word)
            });
            fits.map(|phrase| phrase.len())
        };
        let first = tokens.first()?;
        let word = || self.0.iter().any(|list| first.has(lexicon, *list)).then_some(1);
        self.0.iter().find_map(phrase).or_else(word)
    }
}
