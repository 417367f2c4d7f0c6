//! What the analysis sees in a document, so that the author of a rule can see why it fired or not:
//! as text for a person, or as JSON.

use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;

use super::Color;
use super::paint::Style;
use crate::analysis::Analysis;
use crate::analysis::attribution::{Attribution, AttributionForm, CueStrength, SourceClass};
use crate::analysis::dateline::DatePlace;
use crate::analysis::quotation::Quotation;
use crate::analysis::time::{Anchor, TimeExpression, TimeKind};
use crate::analysis::voice::Voice;
use crate::analysis::zone::Zone;
use crate::document::Document;
use crate::span::Span;

/// Characters of a stretch of text that are shown to a person.
const SHOWN: usize = 72;

/// One document as the analysis sees it: the JSON output.
#[derive(Debug, Serialize)]
pub struct Inspection<'a> {
    path: &'a str,
    record: Option<usize>,
    id: Option<&'a str>,
    date: Option<DateView>,
    paragraphs: Vec<ParagraphView>,
    sentences: Vec<Place>,
    quotations: Vec<QuotationView<'a>>,
    attributions: Vec<AttributionView<'a>>,
    times: Vec<TimeView<'a>>,
    speech: Vec<SpeechView>,
}

/// A stretch of text: 1-based line and column, bytes of the file, bytes of the text.
#[derive(Debug, Serialize)]
struct Place {
    line: usize,
    column: usize,
    span: Range<usize>,
    text_span: Range<usize>,
}

/// The document's own date and where it was found.
#[derive(Debug, Serialize)]
struct DateView {
    /// None if it can be read in two ways.
    day: Option<String>,
    found: DatePlace,
    /// Where it stands in the text, if it does.
    #[serde(flatten)]
    place: Option<Place>,
}

/// A stretch with its words.
#[derive(Debug, Serialize)]
struct Words<'a> {
    text: &'a str,
    #[serde(flatten)]
    place: Place,
}

#[derive(Debug, Serialize)]
struct ParagraphView {
    zone: Zone,
    heading: bool,
    block_quote: bool,
    #[serde(flatten)]
    place: Place,
}

#[derive(Debug, Serialize)]
struct QuotationView<'a> {
    words: usize,
    open: Option<char>,
    close: Option<char>,
    continues: bool,
    /// Index into `attributions`.
    attribution: Option<usize>,
    speaker: Option<&'a str>,
    speaker_class: SourceClass,
    #[serde(flatten)]
    stretch: Words<'a>,
}

#[derive(Debug, Serialize)]
struct AttributionView<'a> {
    class: SourceClass,
    form: AttributionForm,
    strength: CueStrength,
    source: Option<Words<'a>>,
    head: Option<&'a str>,
    cue: Words<'a>,
    content: Option<Words<'a>>,
    /// Index into `attributions`.
    antecedent: Option<usize>,
    pronoun: bool,
    plural: bool,
    affiliated: bool,
    named_later: Option<&'a str>,
    reason: Option<&'a str>,
    sentence: usize,
}

#[derive(Debug, Serialize)]
struct TimeView<'a> {
    kind: TimeKind,
    anchor: Option<Anchor>,
    sentence: usize,
    #[serde(flatten)]
    stretch: Words<'a>,
}

#[derive(Debug, Serialize)]
struct SpeechView {
    voice: Voice,
    /// Index into `attributions`.
    attribution: Option<usize>,
    #[serde(flatten)]
    place: Place,
}

impl<'a> Inspection<'a> {
    /// Gathers what `analysis` found in `document`; `path` is what the reader calls it.
    #[must_use]
    pub fn new(path: &'a str, document: &'a Document, analysis: &'a Analysis<'a>) -> Self {
        let place = |span| place(document, span);
        Self {
            path,
            record: document.record,
            id: document.id.as_deref(),
            date: analysis.dated().found.map(|found| DateView {
                day: found.date.map(|date| date.to_string()),
                found: found.place,
                place: found.span.map(place),
            }),
            paragraphs: analysis
                .paragraphs()
                .iter()
                .map(|paragraph| ParagraphView {
                    zone: paragraph.zone,
                    heading: paragraph.heading,
                    block_quote: paragraph.block_quote,
                    place: place(paragraph.span),
                })
                .collect(),
            sentences: analysis.sentences().iter().map(|sentence| place(sentence.span)).collect(),
            quotations: analysis
                .quotations()
                .iter()
                .map(|quotation| quotation_view(document, analysis, quotation))
                .collect(),
            attributions: analysis
                .attributions()
                .iter()
                .map(|made| attribution_view(document, made))
                .collect(),
            times: analysis.times().iter().map(|time| time_view(document, time)).collect(),
            speech: analysis
                .speech()
                .iter()
                .map(|run| SpeechView {
                    voice: run.voice,
                    attribution: run.attribution,
                    place: place(run.span),
                })
                .collect(),
        }
    }

    /// Writes it for a person: paragraph by paragraph, what stands in each.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn write(&self, out: &mut dyn Write, color: Color) -> io::Result<()> {
        let name = self.id.map_or_else(String::new, |id| format!(" · {id}"));
        writeln!(out, "{}{name}", color.paint(Style::Strong, self.path))?;
        match &self.date {
            Some(date) => {
                let day = date.day.as_deref().unwrap_or("in figures of unknown order");
                let at = date.place.as_ref().map(|place| format!(" {}", place.at()));
                writeln!(out, "dated {day}: {}{}", name_of(date.found), at.unwrap_or_default())?;
            }
            None => writeln!(out, "not dated")?,
        }
        let rows = self.rows();
        for paragraph in &self.paragraphs {
            let kind = if paragraph.heading { " heading" } else { "" };
            let zone = name_of(paragraph.zone);
            let line = format!("{}:{} {zone}{kind}", paragraph.place.line, paragraph.place.column);
            writeln!(out, "\n{}", color.paint(Style::Frame, &line))?;
            let range = &paragraph.place.text_span;
            let from = rows.partition_point(|row| row.0 < range.start);
            let to = rows.partition_point(|row| row.0 < range.end).max(from);
            for (_, label, detail, at) in &rows[from..to] {
                writeln!(out, "  {at:>8}  {} {detail}", color.paint(Style::Strong, label))?;
            }
        }
        let (sentences, attributions) = (self.sentences.len(), self.attributions.len());
        let (quotations, times) = (self.quotations.len(), self.times.len());
        writeln!(
            out,
            "\n{sentences} sentences, {attributions} attributions, {quotations} quotations, {times} times"
        )
    }

    /// What stands in the text, in its order: first byte, label, detail, place.
    fn rows(&self) -> Vec<(usize, String, String, String)> {
        let mut rows = Vec::new();
        for (number, made) in self.attributions.iter().enumerate() {
            let source = made.source.as_ref().map_or("nobody", |source| source.text);
            let at = made.source.as_ref().unwrap_or(&made.cue);
            let back = made.antecedent.map_or_else(String::new, |at| format!(" ← #{at}"));
            let content = made.content.as_ref().map_or("", |content| content.text);
            let label = format!("attribution #{number} {}{back}", name_of(made.class));
            let detail = format!("{} · {} → {}", clip(source), clip(made.cue.text), clip(content));
            rows.push((at.place.text_span.start, label, detail, at.place.at()));
        }
        for quotation in &self.quotations {
            let speaker = quotation.speaker.map_or_else(|| "nobody".to_owned(), clip);
            let class = name_of(quotation.speaker_class);
            let detail = format!("{} · speaker: {speaker} ({class})", clip(quotation.stretch.text));
            let label = format!("quotation of {} words", quotation.words);
            rows.push((
                quotation.stretch.place.text_span.start,
                label,
                detail,
                quotation.stretch.place.at(),
            ));
        }
        for time in &self.times {
            let anchor = time.anchor.map_or_else(
                || "not anchored".to_owned(),
                |anchor| format!("anchored by {}", name_of(anchor)),
            );
            let detail = format!("{} · {anchor}", clip(time.stretch.text));
            let label = format!("time {}", name_of(time.kind));
            rows.push((time.stretch.place.text_span.start, label, detail, time.stretch.place.at()));
        }
        rows.sort();
        rows
    }
}

impl Place {
    fn at(&self) -> String {
        format!("{}:{}", self.line, self.column)
    }
}

fn place(document: &Document, span: Span) -> Place {
    let location = document.locate(span);
    Place {
        line: location.start.line,
        column: location.start.column,
        span: location.span.range(),
        text_span: span.range(),
    }
}

fn words(document: &Document, span: Span) -> Words<'_> {
    Words { text: span.of(&document.text), place: place(document, span) }
}

fn quotation_view<'a>(
    document: &'a Document,
    analysis: &'a Analysis<'a>,
    quotation: &Quotation,
) -> QuotationView<'a> {
    let made = quotation.attribution.and_then(|at| analysis.attributions().get(at));
    QuotationView {
        words: quotation.words,
        open: quotation.open,
        close: quotation.close,
        continues: quotation.continues,
        attribution: quotation.attribution,
        speaker: made.and_then(|made| made.source).map(|source| source.of(&document.text)),
        speaker_class: made.map_or(SourceClass::None, |made| made.class),
        stretch: words(document, quotation.span),
    }
}

fn attribution_view<'a>(document: &'a Document, made: &Attribution) -> AttributionView<'a> {
    let text = |span: Option<Span>| span.map(|span| span.of(&document.text));
    AttributionView {
        class: made.class,
        form: made.form,
        strength: made.strength,
        source: made.source.map(|source| words(document, source)),
        head: text(made.head),
        cue: words(document, made.cue),
        content: made.content.map(|content| words(document, content)),
        antecedent: made.antecedent,
        pronoun: made.pronoun,
        plural: made.plural,
        affiliated: made.affiliated,
        named_later: text(made.named_later),
        reason: text(made.reason),
        sentence: made.sentence,
    }
}

fn time_view<'a>(document: &'a Document, time: &TimeExpression) -> TimeView<'a> {
    TimeView {
        kind: time.kind,
        anchor: time.anchor,
        sentence: time.sentence,
        stretch: words(document, time.span),
    }
}

/// The name that rule files use.
fn name_of(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The words in one line, cut to what fits.
fn clip(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("“{}…”", &line[..cut]),
        None => format!("“{line}”"),
    }
}
