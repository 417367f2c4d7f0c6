//! Facts about a document, by lower-case name.

use std::collections::BTreeMap;

use crate::document::Document;
use crate::span::Span;

/// Most bytes of a value: a longer one is a text, not a fact about one.
const LIMIT: usize = 4096;

/// Collects facts; empty and overlong values are left out, a later value replaces an earlier one.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    /// The facts.
    pub(super) facts: BTreeMap<String, String>,
    /// Bytes of the raw text at which they stand.
    at: BTreeMap<String, Span>,
}

impl Metadata {
    /// Adds a fact that stands at these bytes of the raw text.
    pub(super) fn add(&mut self, name: &str, value: String, at: Option<Span>) {
        if value.trim().is_empty() || value.len() > LIMIT {
            return;
        }
        let name = name.to_lowercase();
        match at {
            Some(at) => self.at.insert(name.clone(), at),
            None => self.at.remove(&name),
        };
        self.facts.insert(name, value);
    }

    /// Adds a fact unless there is one of that name.
    pub(super) fn add_new(&mut self, name: &str, value: &str, at: Option<Span>) {
        if !self.facts.contains_key(name) {
            self.add(name, value.trim().to_owned(), at);
        }
    }

    /// Gives the facts to their document.
    pub(super) fn tell(self, document: &mut Document) {
        document.metadata = self.facts;
        document.metadata_at = self.at.into_iter().collect();
    }
}
