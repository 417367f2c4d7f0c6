//! How far a long run is, on standard error, if that is a terminal and somebody may be waiting.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::format::is_packed;
use crate::source::{Origin, Source};

/// Runs that take no longer than this show nothing.
const PATIENCE: Duration = Duration::from_millis(700);
/// Time between two pictures.
const PAUSE: Duration = Duration::from_millis(100);
/// Characters of the bar.
const WIDTH: u64 = 24;
const MEGABYTE: u64 = 1024 * 1024;
/// Back to the first column, and the line blank.
const WIPE: &str = "\r\x1b[K";

/// A bar that is drawn at most ten times a second.
#[derive(Debug)]
pub(crate) struct Progress {
    /// Bytes in all; `None` if packed sources leave that open.
    total: Option<u64>,
    done: AtomicU64,
    started: Instant,
    /// When it was last drawn, if it was; locked by who draws.
    drawn: Mutex<Option<Instant>>,
    shown: bool,
}

impl Progress {
    /// For these sources; silent if told so, or if nobody can see it.
    pub(crate) fn new(sources: &[Source], silent: bool) -> Self {
        let shown = !silent && std::io::stderr().is_terminal();
        Self {
            total: if shown { total(sources) } else { None },
            done: AtomicU64::new(0),
            started: Instant::now(),
            drawn: Mutex::new(None),
            shown,
        }
    }

    /// So many bytes more are done.
    pub(crate) fn add(&self, bytes: usize) {
        if !self.shown {
            return;
        }
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        let done = self.done.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        if self.started.elapsed() < PATIENCE {
            return;
        }
        // Who finds another drawing leaves it to the other.
        let Ok(mut drawn) = self.drawn.try_lock() else { return };
        if drawn.is_some_and(|last| last.elapsed() < PAUSE) {
            return;
        }
        *drawn = Some(Instant::now());
        // Nobody is harmed by a bar that cannot be drawn.
        let _ = write!(std::io::stderr(), "{WIPE}{}", picture(done, self.total));
    }

    /// Takes the bar away, before anything else is printed.
    pub(crate) fn finish(&self) {
        let mut drawn = self.drawn.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if drawn.take().is_some() {
            let _ = write!(std::io::stderr(), "{WIPE}");
        }
    }
}

fn picture(done: u64, total: Option<u64>) -> String {
    let Some(total) = total.filter(|total| *total > 0) else {
        return format!("{} MB linted", done / MEGABYTE);
    };
    let done = done.min(total);
    let filled = usize::try_from(done * WIDTH / total).unwrap_or_default();
    let empty = usize::try_from(WIDTH).unwrap_or_default().saturating_sub(filled);
    format!(
        "{}{} {:3} % of {} MB",
        "█".repeat(filled),
        "░".repeat(empty),
        done * 100 / total,
        total.div_ceil(MEGABYTE)
    )
}

fn total(sources: &[Source]) -> Option<u64> {
    sources.iter().map(size).sum()
}

fn size(source: &Source) -> Option<u64> {
    match &source.origin {
        Origin::Memory(bytes) => u64::try_from(bytes.len()).ok(),
        Origin::File(path) => {
            if is_packed(path) {
                None
            } else {
                Some(std::fs::metadata(path).map_or(0, |data| data.len()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills() {
        let half = picture(5 * MEGABYTE, Some(10 * MEGABYTE));
        assert_eq!(half, "████████████░░░░░░░░░░░░  50 % of 10 MB");
        assert_eq!(picture(3 * MEGABYTE, None), "3 MB linted");
        assert!(picture(9, Some(3)).contains("100 %"));
        assert_eq!(picture(0, Some(0)), "0 MB linted");
    }
}
