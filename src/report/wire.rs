//! What other tools read of a finding. Separate from [`Diagnostic`] so that a change inside does
//! not change what is promised outside.

use serde::Serialize;

use super::Run;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::Location;
use crate::span::Span;

/// One finding.
#[derive(Debug, Serialize)]
pub(super) struct Finding<'a> {
    pub(super) rule: &'a str,
    pub(super) severity: Severity,
    pub(super) message: &'a str,
    pub(super) help: &'a str,
    pub(super) path: &'a str,
    pub(super) record: Option<usize>,
    pub(super) id: Option<&'a str>,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
    pub(super) span: Bytes,
    pub(super) text_span: Bytes,
    pub(super) related: Vec<Related<'a>>,
    pub(super) fingerprint: String,
}

/// A second place.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Related<'a> {
    pub(super) path: &'a str,
    pub(super) record: Option<usize>,
    pub(super) id: Option<&'a str>,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) span: Bytes,
    pub(super) text_span: Bytes,
    pub(super) message: &'a str,
}

/// Bytes, half open.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Bytes {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl From<Span> for Bytes {
    fn from(span: Span) -> Self {
        Self { start: span.start, end: span.end }
    }
}

impl<'a> Finding<'a> {
    pub(super) fn new(run: &Run<'a>, diagnostic: &'a Diagnostic) -> Self {
        let Location { source, record, id, span, text_span, start, end, .. } = &diagnostic.location;
        Self {
            rule: &diagnostic.rule,
            severity: diagnostic.severity,
            message: &diagnostic.message,
            help: &diagnostic.help,
            path: run.path(*source),
            record: *record,
            id: id.as_deref(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            span: (*span).into(),
            text_span: (*text_span).into(),
            related: diagnostic.related.iter().map(|label| Related::new(run, label)).collect(),
            fingerprint: fingerprint(diagnostic),
        }
    }
}

impl<'a> Related<'a> {
    fn new(run: &Run<'a>, label: &'a Label) -> Self {
        let Location { source, record, id, span, text_span, start, .. } = &label.location;
        Self {
            path: run.path(*source),
            record: *record,
            id: id.as_deref(),
            line: start.line,
            column: start.column,
            span: (*span).into(),
            text_span: (*text_span).into(),
            message: &label.message,
        }
    }
}

/// A diagnostic's fingerprint as it is written everywhere: sixteen hexadecimal digits.
pub(super) fn fingerprint(diagnostic: &Diagnostic) -> String {
    format!("{:016x}", diagnostic.fingerprint)
}
