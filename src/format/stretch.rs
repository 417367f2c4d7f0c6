//! Stretches of a file read again, by those who know where what they want stands.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use super::{Chunk, FormatKind};
use crate::source::unpack::Packing;
use crate::source::{Origin, Source};
use crate::span::Span;

/// A source whose bytes on disk are those that count, for it is not packed.
#[derive(Debug)]
pub struct InPlace {
    source: Arc<Source>,
    file: File,
}

impl InPlace {
    /// Opens a source. `None` if it is packed, is no file, or cannot be opened.
    #[must_use]
    pub fn open(source: &Source) -> Option<Self> {
        let Origin::File(path) = &source.origin else { return None };
        let mut file = File::open(path).ok().filter(is_file)?;
        let mut head = Vec::new();
        file.by_ref().take(Packing::MARK as u64).read_to_end(&mut head).ok()?;
        Packing::of(&head).is_none().then(|| Self { source: Arc::new(source.clone()), file })
    }

    /// The bytes of a stretch, fewer if the file has become shorter, as a chunk that tells nothing else
    /// of where it stands. `None` if they cannot be read.
    pub fn read(&mut self, stretch: Span) -> Option<Chunk> {
        self.file.seek(SeekFrom::Start(stretch.start as u64)).ok()?;
        let mut bytes = Vec::with_capacity(stretch.len());
        self.file.by_ref().take(stretch.len() as u64).read_to_end(&mut bytes).ok()?;
        Some(Chunk {
            source: Arc::clone(&self.source),
            format: FormatKind::Jsonl,
            offset: stretch.start,
            first_line: 1,
            first_record: 0,
            binary: false,
            bytes,
        })
    }
}

/// Whether it can be read at any place, as a pipe cannot.
fn is_file(file: &File) -> bool {
    file.metadata().is_ok_and(|metadata| metadata.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn source(path: &std::path::Path) -> Source {
        Source {
            id: SourceId(2),
            path: "a.jsonl".into(),
            origin: Origin::File(path.to_owned()),
            explicit: true,
        }
    }

    #[test]
    fn a_stretch_is_read_from_where_it_stands() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, "0123456789").unwrap();
        let mut file = InPlace::open(&source(&path)).unwrap();
        let mut read = |start, end| file.read(Span::new(start, end)).unwrap();
        assert_eq!((read(7, 9).bytes, read(2, 5).bytes), (b"78".to_vec(), b"234".to_vec()));
        assert_eq!((read(8, 20).bytes, read(20, 30).bytes), (b"89".to_vec(), Vec::new()));
        assert_eq!(read(2, 5).offset, 2);
    }

    #[test]
    fn what_is_packed_or_no_file_has_no_places() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, b"\x1F\x8B\x08rest").unwrap();
        assert!(InPlace::open(&source(&path)).is_none());
        assert!(InPlace::open(&source(folder.path())).is_none());
        assert!(InPlace::open(&source(&folder.path().join("b.jsonl"))).is_none());
        let memory = Origin::Memory(b"0123"[..].into());
        assert!(InPlace::open(&Source { origin: memory, ..source(&path) }).is_none());
    }
}
