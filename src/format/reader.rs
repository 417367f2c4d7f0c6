//! A source → chunks: the only part of `format` that reads files.
//!
//! Of a packed source the bytes that were packed count: offsets are offsets of the stream.

use std::fs::File;
use std::io::{BufReader, Read};
use std::sync::Arc;

use super::decode::{HEAD, is_binary, utf16};
use super::{Chunk, FormatKind, InputSettings, is_packed};
use crate::source::unpack::unpack;
use crate::source::{Failure, Origin, Source};

/// Bytes of a batch of JSONL lines; a longer line makes a batch of its own.
const BATCH: usize = 64 * 1024;

/// Reads `source` and hands its chunks to `sink`, in order.
///
/// # Errors
/// If the source cannot be opened, or not be read to its end; what was read before is handed over.
pub fn chunks(
    source: &Source,
    settings: &InputSettings,
    sink: &mut dyn FnMut(Chunk),
) -> Result<(), Failure> {
    chunks_into(source, settings, &mut |chunk| {
        sink(chunk);
        Vec::new()
    })
}

/// The same; `sink` gives back memory to read on into, what it held is of no matter.
///
/// # Errors
/// Likewise.
pub fn chunks_into(
    source: &Source,
    settings: &InputSettings,
    sink: &mut dyn FnMut(Chunk) -> Vec<u8>,
) -> Result<(), Failure> {
    let format = settings
        .format
        .or_else(|| FormatKind::of_path(source.as_path()))
        .unwrap_or(FormatKind::Plain);
    let source = Arc::new(source.clone());
    let mut batches = Batches {
        chunk: Chunk {
            source: Arc::clone(&source),
            format,
            offset: 0,
            first_line: 1,
            first_record: 0,
            binary: false,
            bytes: Vec::new(),
        },
        spare: Vec::new(),
        sink,
    };
    let opened = match &source.origin {
        Origin::Memory(bytes) => unpack(&**bytes),
        Origin::File(path) => {
            // No larger than the head: what comes after it is then read to where it stays.
            File::open(path).and_then(|file| unpack(BufReader::with_capacity(HEAD, file)))
        }
    };
    let (mut input, packing) = opened.map_err(|error| Failure::io(&source.path, &error))?;
    if packing.is_none() && is_packed(source.as_path()) {
        return Err(Failure {
            path: Arc::clone(&source.path),
            message: "the name says that it is packed, its bytes are not gzip or zstd".into(),
            help: "it was not linted; fetch or pack the file again, or name it by what it is"
                .into(),
        });
    }
    batches.read(&mut input).map_err(|error| match packing {
        None => Failure::io(&source.path, &error),
        Some(packing) => Failure {
            path: Arc::clone(&source.path),
            message: format!("the {} data is damaged or cut off: {error}", packing.name()),
            help: "what could be unpacked was linted; fetch or pack the file again".into(),
        },
    })
}

/// Cuts what it reads into chunks.
struct Batches<'a> {
    /// What has been read and not been handed over, and where it stands.
    chunk: Chunk,
    /// Memory for the next one.
    spare: Vec<u8>,
    sink: &'a mut dyn FnMut(Chunk) -> Vec<u8>,
}

impl Batches<'_> {
    fn read(&mut self, input: &mut dyn Read) -> std::io::Result<()> {
        let head = self.fill(input, HEAD);
        if is_binary(&self.chunk.bytes) {
            self.chunk.bytes.clear();
            self.chunk.binary = true;
            self.flush(0);
            return head.map(|_| ());
        }
        // Lines of UTF-16 do not end at a byte, so such a file is read whole.
        let whole = self.chunk.format != FormatKind::Jsonl || utf16(&self.chunk.bytes).is_some();
        let result = head.and_then(|more| match more {
            false => Ok(()),
            true if whole => input.read_to_end(&mut self.chunk.bytes).map(|_| ()),
            true => self.lines(input),
        });
        // After an error the last line is likely cut in two, and of no use.
        let end =
            if result.is_err() && !whole { self.last_line(0) } else { self.chunk.bytes.len() };
        self.flush(end);
        result
    }

    /// Reads up to `limit` more bytes; false at the end of the input.
    fn fill(&mut self, input: &mut dyn Read, limit: usize) -> std::io::Result<bool> {
        self.chunk.bytes.reserve(limit);
        let read = input.take(limit as u64).read_to_end(&mut self.chunk.bytes)?;
        Ok(read == limit)
    }

    fn lines(&mut self, input: &mut dyn Read) -> std::io::Result<()> {
        let mut seen = 0;
        loop {
            // A line longer than a batch is read in growing steps, each byte looked at once.
            let step = BATCH.max(self.chunk.bytes.len());
            let more = self.fill(input, step)?;
            if !more {
                return Ok(());
            }
            let end = self.last_line(seen);
            if end > 0 {
                self.flush(end);
            }
            seen = self.chunk.bytes.len();
        }
    }

    /// One past the last line end after byte `seen`; 0 if there is none.
    fn last_line(&self, seen: usize) -> usize {
        let bytes = &self.chunk.bytes[seen..];
        if let Some(at) = memchr::memrchr(b'\n', bytes) {
            return seen + at + 1;
        }
        // A `\r` at the very end may be half of a line end.
        let body = &bytes[..bytes.len().saturating_sub(1)];
        memchr::memrchr(b'\r', body).map_or(0, |at| seen + at + 1)
    }

    /// Hands over the first `end` bytes.
    fn flush(&mut self, end: usize) {
        if end == 0 && !self.chunk.binary {
            return;
        }
        let (_, left) = self.chunk.bytes.split_at(end);
        let mut rest = std::mem::take(&mut self.spare);
        rest.clear();
        // Room for what comes next, or it would be moved as it grows.
        rest.reserve(if left.is_empty() { 0 } else { left.len() + BATCH });
        rest.extend_from_slice(left);
        self.chunk.bytes.truncate(end);
        let (mut lines, mut records) = (0, 0);
        if self.chunk.format == FormatKind::Jsonl {
            for line in super::jsonl::lines(&self.chunk.bytes) {
                lines += 1;
                records += usize::from(!line.is_blank());
            }
        }
        let next = Chunk {
            source: Arc::clone(&self.chunk.source),
            offset: self.chunk.offset + end,
            first_line: self.chunk.first_line + lines,
            first_record: self.chunk.first_record + records,
            bytes: rest,
            ..self.chunk
        };
        self.spare = (self.sink)(std::mem::replace(&mut self.chunk, next));
    }
}
