//! corpus-lint, the command.

use std::io;
use std::process::ExitCode;

use corpus_lint::cli::{self, Streams};

/// A linter makes and drops small things all the time, on all threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut streams = Streams { input: &mut io::stdin(), out: &mut out, err: &mut io::stderr() };
    cli::run(std::env::args_os(), &mut streams)
}
