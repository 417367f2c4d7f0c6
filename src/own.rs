//! What the program says on its own, besides the rules: problems of the input and of allowances.
//!
//! Whoever reads such an id in a report can have it explained, as with rules.

use crate::diagnostic::Severity;

/// A kind of diagnostic that no rule file makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own {
    /// Its id, `category/name`.
    pub id: &'static str,
    /// The level it has as a rule.
    pub severity: Severity,
    /// What it is about, in one line.
    pub summary: &'static str,
    /// Why it is told, and what was done.
    pub rationale: &'static str,
    /// What to do.
    pub help: &'static str,
}

/// All of them, by id.
pub const OWN: &[Own] = &[
    Own {
        id: "input/binary-file",
        severity: Severity::Error,
        summary: "a file is no text",
        rationale: "Its first bytes are not those of a text in any encoding that is read here. It \
            was skipped. If it was named on the command line, the job could not be done (status 2); \
            if it was met in a folder, this is a warning.",
        help: "leave it out with --exclude, or convert it to text",
    },
    Own {
        id: "input/broken-json",
        severity: Severity::Error,
        summary: "a line of a JSONL file is not a JSON object",
        rationale: "The line was left out, the others were linted. Many such lines in a row are told \
            once, with their number.",
        help: "write one JSON object on each line",
    },
    Own {
        id: "input/duplicate-field",
        severity: Severity::Warning,
        summary: "a record has the same field twice",
        rationale: "JSON does not say which one holds, and programs differ. Here the last one was \
            read: a text in the others was not linted.",
        help: "keep one, or give the other another name",
    },
    Own {
        id: "input/front-matter",
        severity: Severity::Warning,
        summary: "the front matter of a Markdown file cannot be read",
        rationale: "Title, author and date may stand there. It was taken for no prose, and its \
            metadata is missing: rules on dates may speak that otherwise would not. Where only the \
            closing fence is missing, the fields up to the first blank line were read.",
        help: "mend the YAML or TOML between the lines of dashes or pluses; close it with such a line",
    },
    Own {
        id: "input/invalid-utf16",
        severity: Severity::Warning,
        summary: "half a pair of UTF-16, or half a unit, stands in the text",
        rationale: "It stands for no character: a text was cut in the middle of one, or is in \
            another encoding. It was read as U+FFFD, the replacement character. In JSON the escapes \
            \\ud800 to \\udfff are such halves.",
        help: "fetch or write the text again",
    },
    Own {
        id: "input/invalid-utf8",
        severity: Severity::Warning,
        summary: "bytes are not valid UTF-8",
        rationale: "They were read as Windows-1252, the most frequent other encoding of such texts. \
            The words may be wrong where that is not what they are.",
        help: "save the file as UTF-8",
    },
    Own {
        id: "input/missing-text",
        severity: Severity::Error,
        summary: "a record has no text, or one that is not a string",
        rationale: "The record was left out, the others were linted. Many such records in a row are \
            told once, with their number.",
        help: "name the field of the text in the config: [input] text = \"…\"",
    },
    Own {
        id: "input/nul-character",
        severity: Severity::Warning,
        summary: "a NUL character stands in the text",
        rationale: "No text has one on purpose: the file was damaged, or is in another encoding. It \
            was left where it stands, and the text was linted.",
        help: "fetch the file again, or convert it to UTF-8",
    },
    Own {
        id: "input/unknown-directive",
        severity: Severity::Warning,
        summary: "a comment to corpus-lint cannot be understood",
        rationale: "It was meant to allow something, and allows nothing.",
        help: "write <!-- corpus-lint: allow category/name — the reason -->",
    },
    Own {
        id: "suppression/unknown-rule",
        severity: Severity::Warning,
        summary: "a comment allows a rule that does not exist",
        rationale: "It allows nothing. A rule that was renamed leaves such comments behind.",
        help: "corpus-lint rules lists the names",
    },
    Own {
        id: "suppression/unused-allow",
        severity: Severity::Warning,
        summary: "an allowance silences nothing",
        rationale: "What it allowed is gone. If it stays, it will silence the next finding of that \
            kind, which nobody has looked at.",
        help: "take it out",
    },
];

/// The help for who names one of them among rules.
pub const NO_RULE: &str = "it is told by the program itself, always: no rule makes it";

/// What is known of an id, if no rule file makes it.
#[must_use]
pub fn own(id: &str) -> Option<&'static Own> {
    OWN.iter().find(|own| own.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ids that the code spells out: `"input/…"` and `"suppression/…"`.
    fn spelt(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                spelt(&path, found);
            } else if !path.ends_with("own.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let quoted = text.split('"').skip(1);
                let is_id = |text: &&str| {
                    let rest =
                        text.strip_prefix("input/").or_else(|| text.strip_prefix("suppression/"));
                    rest.is_some_and(|rest| {
                        !rest.is_empty()
                            && rest
                                .chars()
                                .all(|c| c.is_ascii_lowercase() || "-0123456789".contains(c))
                    })
                };
                found.extend(quoted.filter(is_id).map(str::to_owned));
            }
        }
    }

    #[test]
    fn every_id_in_the_code_is_explained_and_the_other_way_round() {
        let mut found = Vec::new();
        spelt(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        // One that the tests of the report make up.
        found.retain(|id| id != "input/unreadable");
        for id in &found {
            assert!(own(id).is_some(), "{id}");
        }
        for own in OWN {
            assert!(found.iter().any(|id| id == own.id), "{}", own.id);
        }
        assert!(OWN.is_sorted_by_key(|own| own.id));
    }
}
