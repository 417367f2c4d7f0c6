//! `corpus-lint inspect PATH`: what the analysis sees, without any rule.

use super::args::{InspectArgs, InspectFormat};
use super::color::Colors;
use super::session::Session;
use super::trouble::{Stop, Trouble};
use super::{Status, Streams};
use crate::analysis::Analysis;
use crate::analysis::dateline::date_in_path;
use crate::format::{Chunk, InputSettings, chunks, extract};
use crate::report::Inspection;
use crate::walk::{WalkOptions, walk};

/// Shows documents as the rules see them.
pub(crate) fn run(args: &InspectArgs, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let colors = Colors::new(args.color.color);
    let mut session = Session::open(&args.paths, &args.set, colors)?;
    session.check()?;
    let walked = walk(&args.paths, &WalkOptions::default(), streams.input)
        .map_err(|bad| Stop::one(Trouble::new(bad.message, bad.help), colors.err))?;
    let mut status = Status::Clean;
    let mut failures = walked.failures;
    let input = InputSettings::default();
    for source in &walked.sources {
        let mut found: Vec<Chunk> = Vec::new();
        failures.extend(chunks(source, &input, &mut |chunk| found.push(chunk)).err());
        let path_date = date_in_path(source.as_path());
        for mut document in found.into_iter().flat_map(|chunk| extract(chunk, &input).documents) {
            let wanted = args.record.is_none_or(|record| document.record == Some(record));
            if !wanted {
                continue;
            }
            document.path_date = path_date;
            let analysis = Analysis::new(&document, &session.rules.language);
            let seen = Inspection::new(&source.path, &document, &analysis);
            match args.format {
                InspectFormat::Human => seen.write(streams.out, colors.out)?,
                InspectFormat::Json => {
                    serde_json::to_writer(&mut *streams.out, &seen)
                        .map_err(std::io::Error::from)?;
                    writeln!(streams.out)?;
                }
            }
        }
    }
    for bad in &failures {
        Trouble::new(format!("{}: {}", bad.path, bad.message), bad.help.clone())
            .write(streams.err, colors.err)?;
        status = Status::Failed;
    }
    Ok(status)
}
