//! corpus-lint: a rule-based source-reliability linter.
//!
//! It loads rules written in TOML about unattributed sources, duplicated passages, speculative
//! claims and missing dates, checks every document of a corpus, and gives diagnostics that point at
//! spans. This page is the architecture; what the program does for its users is in README.md.
//!
//! # The way of a text
//!
//! [`walk`] finds the sources · [`format`] turns their bytes into documents · [`analysis`] finds what a
//! reader sees in a document, once · [`detect`] looks for what [`rule`]s ask for · [`engine`] runs all
//! this in parallel (phase 1: per document; phase 2: over the corpus), levels, merges and subsumes what
//! was found, and takes away what the user allowed · [`report`] writes it down.
//!
//! # Invariants
//!
//! 1. A span outside `detect` and `analysis` counts bytes of the source as it lies on disk. Positions
//!    come from the match, never from searching the text again.
//! 2. No word of any language stands in this crate's code; no logic stands in `rules/`. A new language is
//!    a new folder of word lists and rules.
//! 3. Detectors do no I/O. Phase 2 sees fingerprints, never text; text is dropped after phase 1.
//! 4. Extraction never fails: a broken line or a stray byte is one diagnostic, the rest goes on.
//! 5. A mistake in a rule, a configuration or a test points into the TOML; all are reported at once.
//! 6. What comes out is a function of rules and bytes: no thread count, clock or hash order shows.
//! 7. Nothing but `report` and `main` prints. Standard output is the report, standard error the rest.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod analysis;
pub mod baseline;
pub mod cli;
pub mod config;
pub mod corpus;
pub mod detect;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod engine;
pub mod fix;
pub mod format;
pub mod lexicon;
pub mod mistake;
pub mod own;
pub mod pattern;
pub mod report;
pub mod rule;
pub mod source;
pub mod span;
mod suggest;
pub mod suppress;
pub mod walk;
