//! Phase 1: every document through all rules, in parallel. Phase 2: what only the corpus shows.
//!
//! Sources are read in order, a batch of chunks at a time; the documents of a batch are linted in
//! parallel and their texts dropped before the next batch is read. What comes out depends on the
//! rules and the bytes only, not on threads or time.

mod corpus;
mod findings;
mod fingerprint;
mod policy;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::analysis::Analysis;
use crate::analysis::dateline::date_in_path;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, DocumentRef};
use crate::fix::Fix;
use crate::format::{Chunk, Extraction, InputSettings, chunks_into, extract};
use crate::rule::RuleSet;
use crate::source::{Failure, Source, SourceId};
use crate::span::Span;

use corpus::{Address, Kept};
pub(crate) use findings::{Running, findings};
pub use policy::{Policy, RuleLevel};

/// What the engine asks of the settings while it runs.
pub trait Settings: Sync {
    /// The settings in force for a source.
    fn policy(&self, source: &Source) -> Arc<Policy>;

    /// Takes away what the user allowed in a document, and adds what is wrong with its allowances.
    fn suppress(&self, source: &Source, document: &Document, found: &mut Vec<Diagnostic>);

    /// Is told, on any thread, that so many bytes more are done; for those who watch.
    fn done(&self, _bytes: usize) {}
}

/// The same policy for every source, and nothing allowed.
impl Settings for Arc<Policy> {
    fn policy(&self, _: &Source) -> Arc<Policy> {
        Self::clone(self)
    }

    fn suppress(&self, _: &Source, _: &Document, _: &mut Vec<Diagnostic>) {}
}

/// What a run found.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Sorted by source, place and rule.
    pub diagnostics: Vec<Diagnostic>,
    /// Safe repairs of these and of suppressed findings.
    pub fixes: Vec<Fix>,
    /// Sources that could not be read to their end.
    pub failures: Vec<Failure>,
    /// The documents, in input order, with the records that hold none.
    pub documents: Vec<DocumentRef>,
    /// How many documents were linted.
    pub linted: usize,
    /// How many words they hold.
    pub words: usize,
}

/// Bytes of chunks that are read before they are linted together by so many threads: several chunks
/// for each, so that none waits long for the others. More would only be memory.
const fn batch_bytes(threads: usize) -> usize {
    threads * 512 * 1024
}

/// Lints `sources` with `jobs` threads (0: as many as there are processors).
#[must_use]
pub fn run(
    sources: &[Source],
    set: &RuleSet,
    settings: &dyn Settings,
    input: &InputSettings,
    jobs: usize,
) -> Outcome {
    let (kept, spare) = (Vec::new(), Vec::new());
    let engine = Engine { set, settings, input, kept, spare, outcome: Outcome::default() };
    // The files are read there as well: memory is best given back where it was taken.
    match rayon::ThreadPoolBuilder::new().num_threads(jobs).build() {
        Ok(pool) => pool.install(|| engine.run(sources)),
        Err(_) => engine.run(sources),
    }
}

/// In the order of the report. Diagnostics are large: only their places are sorted, and each is moved
/// once.
fn sorted(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut order: Vec<usize> = (0..diagnostics.len()).collect();
    order.sort_by(|a, b| diagnostics[*a].order().cmp(&diagnostics[*b].order()));
    let mut all: Vec<_> = diagnostics.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| all[at].take()).collect()
}

struct Engine<'a> {
    set: &'a RuleSet,
    settings: &'a dyn Settings,
    input: &'a InputSettings,
    /// What phase 2 may see.
    kept: Vec<Kept>,
    /// Memory of chunks that are done.
    spare: Vec<Vec<u8>>,
    outcome: Outcome,
}

/// What one document or chunk adds to the outcome.
#[derive(Default)]
struct Part {
    diagnostics: Vec<Diagnostic>,
    fixes: Vec<Fix>,
    documents: Vec<DocumentRef>,
    linted: usize,
    kept: Vec<Kept>,
    words: usize,
    /// Memory of the chunk.
    spent: Vec<u8>,
}

/// Most bytes of memory that are kept for another chunk: few chunks have more, and all could end up with
/// as much.
const SPARE: usize = 256 * 1024;

impl Engine<'_> {
    fn run(mut self, sources: &[Source]) -> Outcome {
        let batch_bytes = batch_bytes(rayon::current_num_threads());
        let mut batch = Vec::new();
        let mut bytes = 0;
        for source in sources {
            let mut number = 0;
            let read = chunks_into(source, self.input, &mut |chunk| {
                bytes += chunk.bytes.len();
                batch.push((number, chunk));
                number += 1;
                if bytes >= batch_bytes {
                    self.lint(std::mem::take(&mut batch));
                    bytes = 0;
                }
                self.spare.pop().unwrap_or_default()
            });
            self.outcome.failures.extend(read.err());
        }
        self.lint(batch);
        self.spare = Vec::new();
        let found = corpus::diagnostics(self.set, &self.kept, sources, self.input);
        self.outcome.diagnostics.extend(found);
        self.outcome.diagnostics = sorted(self.outcome.diagnostics);
        self.outcome
    }

    fn lint(&mut self, batch: Vec<(usize, Chunk)>) {
        let lint = |(number, chunk)| self.lint_chunk(number, chunk);
        let parts: Vec<Part> = batch.into_par_iter().map(lint).collect();
        for part in parts {
            self.outcome.diagnostics.extend(part.diagnostics);
            self.outcome.fixes.extend(part.fixes);
            self.outcome.documents.extend(part.documents);
            self.outcome.linted += part.linted;
            self.kept.extend(part.kept);
            self.outcome.words += part.words;
            if (1..=SPARE).contains(&part.spent.capacity()) {
                self.spare.push(part.spent);
            }
        }
    }

    fn lint_chunk(&self, chunk_number: usize, chunk: Chunk) -> Part {
        let bytes = chunk.bytes.len();
        let source = Arc::clone(&chunk.source);
        let policy = self.settings.policy(&source);
        let mut extraction = extract(chunk, self.input);
        let documents = listed(source.id, &extraction);
        let diagnostics = std::mem::take(&mut extraction.diagnostics);
        let mut part = Part { diagnostics, documents, ..Part::default() };
        let path_date = date_in_path(source.as_path());
        let keep = corpus::wanted(self.set, &policy);
        let running = Running::new(self.set, &policy);
        part.kept.reserve_exact(if keep { extraction.documents.len() } else { 0 });
        for document in &mut extraction.documents {
            document.path_date = path_date;
            policy.tell(document);
            let analysis = Analysis::new(document, &self.set.language);
            self.lint_document(&source, &analysis, (&policy, &running), &mut part);
            part.words += analysis.word_count();
            if keep {
                let source = Arc::clone(&source);
                let address = Address { source, chunk: chunk_number, record: document.record };
                part.kept.push(Kept::new(analysis, &policy, address));
            }
        }
        part.spent = extraction.spent();
        self.settings.done(bytes);
        part
    }

    fn lint_document(
        &self,
        source: &Source,
        analysis: &Analysis<'_>,
        (policy, running): (&Policy, &Running),
        part: &mut Part,
    ) {
        let document = analysis.document();
        let found = findings(document, analysis, self.set, policy, running);
        // A fingerprint takes in the sentence around.
        let spans: Vec<Span> = found.iter().map(|finding| finding.span).collect();
        let near = analysis.near(&spans);
        let analysis = near.as_ref().unwrap_or(analysis);
        let mut diagnostics: Vec<_> = found
            .iter()
            .map(|finding| finding.locate(document, analysis, &self.set.rules[finding.rule]))
            .collect();
        part.fixes.extend(
            found.iter().flat_map(|finding| finding.fixes(document, &self.set.rules[finding.rule])),
        );
        self.settings.suppress(source, document, &mut diagnostics);
        part.diagnostics.extend(diagnostics);
        part.linted += 1;
    }
}

/// The documents of a chunk and the records that gave none, in order: a report with a line for each
/// must not lose step with the input.
fn listed(source: SourceId, extraction: &Extraction) -> Vec<DocumentRef> {
    let without = extraction.empty.iter().map(|(record, id)| DocumentRef {
        source,
        record: Some(*record),
        id: id.clone(),
    });
    let documents = extraction.documents.iter().map(|document| DocumentRef {
        source,
        record: document.record,
        id: document.id.clone(),
    });
    if extraction.empty.is_empty() {
        return documents.collect();
    }
    let by_record: BTreeMap<_, _> = without.chain(documents).map(|one| (one.record, one)).collect();
    by_record.into_values().collect()
}
