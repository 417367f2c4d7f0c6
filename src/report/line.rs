//! A finding as one line of JSON. `jsonl` may be megabytes of them, and the JSON library looks at every
//! byte of a string by itself.

use std::io;

use wide::u8x16;

use super::wire::{Bytes, Finding, Related};

/// Adds the finding as its derived form would be written, in one line without spaces.
///
/// # Errors
/// None that a vector gives.
pub(super) fn write(out: &mut Vec<u8>, finding: &Finding<'_>) -> io::Result<()> {
    add_text(out, "{\"rule\":", finding.rule)?;
    add_text(out, ",\"severity\":", finding.severity.name())?;
    add_text(out, ",\"message\":", finding.message)?;
    add_text(out, ",\"help\":", finding.help)?;
    add_text(out, ",\"path\":", finding.path)?;
    add_record(out, finding.record, finding.id)?;
    add_number(out, ",\"line\":", finding.line)?;
    add_number(out, ",\"column\":", finding.column)?;
    add_number(out, ",\"end_line\":", finding.end_line)?;
    add_number(out, ",\"end_column\":", finding.end_column)?;
    add_spans(out, finding.span, finding.text_span)?;
    out.extend_from_slice(b",\"related\":[");
    for (nth, related) in finding.related.iter().enumerate() {
        if nth > 0 {
            out.push(b',');
        }
        add_related(out, related)?;
    }
    add_text(out, "],\"fingerprint\":", &finding.fingerprint)?;
    out.extend_from_slice(b"}\n");
    Ok(())
}

fn add_related(out: &mut Vec<u8>, related: &Related<'_>) -> io::Result<()> {
    add_text(out, "{\"path\":", related.path)?;
    add_record(out, related.record, related.id)?;
    add_number(out, ",\"line\":", related.line)?;
    add_number(out, ",\"column\":", related.column)?;
    add_spans(out, related.span, related.text_span)?;
    add_text(out, ",\"message\":", related.message)?;
    out.push(b'}');
    Ok(())
}

fn add_record(out: &mut Vec<u8>, record: Option<usize>, id: Option<&str>) -> io::Result<()> {
    match record {
        Some(record) => add_number(out, ",\"record\":", record)?,
        None => out.extend_from_slice(b",\"record\":null"),
    }
    match id {
        Some(id) => add_text(out, ",\"id\":", id)?,
        None => out.extend_from_slice(b",\"id\":null"),
    }
    Ok(())
}

fn add_spans(out: &mut Vec<u8>, span: Bytes, text_span: Bytes) -> io::Result<()> {
    add_number(out, ",\"span\":{\"start\":", span.start)?;
    add_number(out, ",\"end\":", span.end)?;
    add_number(out, "},\"text_span\":{\"start\":", text_span.start)?;
    add_number(out, ",\"end\":", text_span.end)?;
    out.push(b'}');
    Ok(())
}

fn add_number(out: &mut Vec<u8>, key: &str, number: usize) -> io::Result<()> {
    out.extend_from_slice(key.as_bytes());
    Ok(serde_json::to_writer(out, &number)?)
}

fn add_text(out: &mut Vec<u8>, key: &str, text: &str) -> io::Result<()> {
    out.extend_from_slice(key.as_bytes());
    if !is_plain(text.as_bytes()) {
        return Ok(serde_json::to_writer(out, text)?);
    }
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
    Ok(())
}

/// Bytes that are looked at together.
const BLOCK: usize = 16;

/// Whether all bytes stand for themselves in a JSON string, as they do in nearly all texts.
fn is_plain(bytes: &[u8]) -> bool {
    let is_odd = |bytes: [u8; BLOCK]| {
        let bytes = u8x16::new(bytes);
        let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
        (bytes.simd_lt(u8x16::splat(b' ')) | is(b'"') | is(b'\\')).any()
    };
    let (blocks, rest) = bytes.as_chunks();
    let mut last = [b' '; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    !blocks.iter().chain([&last]).any(|block| is_odd(*block))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_what_the_derived_form_gives() {
        let bytes = Bytes { start: 12, end: 345 };
        let long = "sixteen letters and more of them";
        let late = format!("{long}{long}\t");
        let texts = ["", "a “é”", "\"", "a\\b", "line\nend", "\u{1}\u{7f}", long, &late];
        for (at, text) in texts.into_iter().enumerate() {
            let related = Related {
                path: text,
                record: (at > 2).then_some(at),
                id: (at > 1).then_some(text),
                line: at,
                column: usize::MAX,
                span: bytes,
                text_span: Bytes { start: 0, end: 0 },
                message: "and here",
            };
            let finding = Finding {
                rule: "a/b",
                severity: crate::diagnostic::Severity::Error,
                message: text,
                help: text,
                path: text,
                record: (at > 2).then_some(at),
                id: (at > 1).then_some(text),
                line: 7,
                column: 1,
                end_line: 1_000_000,
                end_column: 8,
                span: bytes,
                text_span: bytes,
                related: std::iter::repeat_n(related, at).collect(),
                fingerprint: "00ff".to_owned(),
            };
            let mut line = Vec::new();
            write(&mut line, &finding).unwrap();
            let derived = serde_json::to_string(&finding).unwrap() + "\n";
            assert_eq!(String::from_utf8(line).unwrap(), derived);
        }
    }
}
