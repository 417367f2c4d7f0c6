//! `[detect.zone]`: stretches that are no reporting — threads of readers' posts, page chrome.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{BuildContext, Detector, Match, View};
use crate::analysis::block::Paragraph;
use crate::analysis::zone::Zone;
use crate::span::Span;

/// The table as written.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ZoneFile {
    /// Which zone is reported: every run of its paragraphs is one match.
    zone: Zone,
}

#[derive(Debug)]
struct ZoneDetector {
    zone: Zone,
}

impl ZoneFile {
    #[allow(clippy::unnecessary_wraps)]
    pub(super) fn build(self, _: &mut BuildContext<'_>) -> Option<Box<dyn Detector>> {
        Some(Box::new(ZoneDetector { zone: self.zone }))
    }
}

impl Detector for ZoneDetector {
    fn placeholders(&self) -> &'static [&'static str] {
        &["posts", "paragraphs"]
    }

    fn whole_document(&self) -> bool {
        true
    }

    fn detect(&self, view: &View<'_>, out: &mut Vec<Match>) {
        let paragraphs = view.analysis.paragraphs();
        let mut at = 0;
        while at < paragraphs.len() {
            let run = paragraphs[at..].iter().take_while(|p| p.zone == self.zone).count();
            if run > 0 {
                out.push(self.found(&paragraphs[at..at + run], view));
            }
            at += run.max(1);
        }
    }
}

impl ZoneDetector {
    fn found(&self, run: &[Paragraph], view: &View<'_>) -> Match {
        let span = run.iter().map(|p| p.span).reduce(Span::cover).unwrap_or_default();
        let threads = view.analysis.threads().iter().filter(|thread| span.contains(thread.span));
        let posts: usize = threads.map(|thread| thread.posts.len()).sum();
        Match {
            values: vec![("posts", posts.to_string()), ("paragraphs", run.len().to_string())],
            ..Match::at(span)
        }
    }
}
