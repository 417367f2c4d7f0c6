//! Threads: runs of posts whose headers have one shape.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::header::{self, Header, Part};
use super::{Page, Post, Thread, Zone};
use crate::analysis::block::Paragraph;
use crate::span::Span;

/// Fewest posts that make a thread, if nothing but the shape of their headers speaks for it.
const POSTS: usize = 3;
/// Fewest posts if they are numbered, indented, or stand under a heading that announces them.
pub(super) const SURE_POSTS: usize = 2;
/// Most words between two headers of one thread.
const GAP: usize = 1500;
/// Most words that a post of the middle length may have: below longer ones the lines with a name
/// and a time are bylines.
const MEDIAN: usize = 250;
/// Most words of a line that is a name.
const NAME: usize = 4;

/// A header and the paragraphs it takes up.
struct Candidate {
    paragraphs: Range<usize>,
    header: Header,
    /// A number or the name itself stands on the line above.
    numbered: bool,
}

/// Finds threads and marks their paragraphs.
pub(super) fn find(page: &Page<'_>, paragraphs: &mut [Paragraph]) -> Vec<Thread> {
    let mut threads = marked(paragraphs);
    let candidates = candidates(page, paragraphs);
    for run in runs(paragraphs, &candidates) {
        if let Some(thread) = thread(page, paragraphs, &candidates[run]) {
            for paragraph in &mut paragraphs[thread.paragraphs.clone()] {
                paragraph.zone = Zone::CommentThread;
            }
            threads.push(thread);
        }
    }
    threads.sort_by_key(|thread| thread.paragraphs.start);
    threads
}

/// The threads that the format has marked.
pub(super) fn marked(paragraphs: &[Paragraph]) -> Vec<Thread> {
    let mut threads: Vec<Thread> = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if paragraph.zone != Zone::CommentThread {
            continue;
        }
        match threads.last_mut() {
            Some(last) if last.paragraphs.end == at => {
                last.paragraphs.end = at + 1;
                last.span = last.span.cover(paragraph.span);
            }
            _ => threads.push(Thread {
                span: paragraph.span,
                paragraphs: at..at + 1,
                posts: Vec::new(),
            }),
        }
    }
    threads
}

fn candidates(page: &Page<'_>, paragraphs: &[Paragraph]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if paragraph.zone != Zone::Article || paragraph.block_quote {
            continue;
        }
        let Some(mut header) = header::read(page, page.tokens_of(paragraph)) else { continue };
        let free = found.last().map_or(0, |last| last.paragraphs.end);
        let above = at.checked_sub(1).filter(|above| *above >= free);
        let line = above.and_then(|above| name_line(page, &paragraphs[above]));
        let named = !header.handle.is_empty();
        let same = line.as_ref().is_some_and(|line| {
            line.numbered && (line.name.is_empty() || !named)
                || named && line.name.of(page.text) == header.handle.of(page.text)
        });
        let numbered = same || starts_with_number(page, paragraph);
        let mut start = at;
        match line {
            Some(_) if named && same => start = at - 1,
            Some(line) if !named && !line.name.is_empty() => {
                header.handle = line.name;
                start = at - 1;
            }
            _ if !named => continue,
            _ => {}
        }
        found.push(Candidate { paragraphs: start..at + 1, header, numbered });
    }
    found
}

fn starts_with_number(page: &Page<'_>, paragraph: &Paragraph) -> bool {
    let tokens = page.tokens_of(paragraph);
    header::without_number(page, tokens).len() < tokens.len()
}

/// A line above a header that is a name, a number, or both.
struct NameLine {
    name: Span,
    numbered: bool,
}

fn name_line(page: &Page<'_>, paragraph: &Paragraph) -> Option<NameLine> {
    if paragraph.zone != Zone::Article {
        return None;
    }
    let all = page.tokens_of(paragraph);
    let tokens = header::without_number(page, all);
    let numbered = tokens.len() < all.len();
    let end = paragraph.span.of(page.text).trim_end_matches(':');
    if all.len() > NAME + 4 || end.ends_with(['.', '!', '?', ',', ';']) && tokens.len() > 1 {
        return None;
    }
    let is_name = |at: &usize| {
        let token = &tokens[*at];
        let text = token.span().of(page.text);
        !page.has(token, page.lists.cue) && text.chars().any(char::is_alphanumeric)
    };
    let names: Vec<_> = (0..tokens.len()).filter(is_name).collect();
    let name = match (names.first(), names.last()) {
        (Some(first), Some(last)) => tokens[*first].span().cover(tokens[*last].span()),
        _ => Span::new(paragraph.span.end, paragraph.span.end),
    };
    (names.len() <= NAME).then_some(NameLine { name, numbered })
}

/// Runs of candidates that stand close together.
fn runs(paragraphs: &[Paragraph], candidates: &[Candidate]) -> Vec<Range<usize>> {
    let tokens_from = |candidate: &Candidate| paragraphs[candidate.paragraphs.start].tokens.start;
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if tokens_from(candidate) - tokens_from(&candidates[at - 1]) <= GAP => {
                run.end = at + 1;
            }
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

fn thread(page: &Page<'_>, paragraphs: &[Paragraph], run: &[Candidate]) -> Option<Thread> {
    // The headers of one page have one shape; what has another at the ends is no header of it.
    let shape = commonest_shape(run)?;
    let first = run.iter().position(|one| one.header.shape == *shape)?;
    let last = run.iter().rposition(|one| one.header.shape == *shape)?;
    let run = &run[first..=last];

    let numbered = run.iter().filter(|one| one.numbered).count() * 5 >= run.len() * 4;
    let indented = is_indented(paragraphs, run);
    let heading = heading_above(page, paragraphs, run[0].paragraphs.start);
    let sure = numbered || indented || heading.is_some();
    let posts = posts(paragraphs, run, indented);
    let spoken = posts.iter().filter(|post| speaks(page, &paragraphs[post.body.clone()])).count();
    let handles = distinct(posts.iter().map(|post| post.handle.of(page.text)));
    let enough = posts.len() >= if sure { SURE_POSTS } else { POSTS };
    let varied = handles >= 2 || numbered && indented;
    if !(enough && varied && spoken * 2 >= posts.len() && is_short(paragraphs, &posts)) {
        return None;
    }
    let start = heading.unwrap_or(run[0].paragraphs.start);
    let end = posts.last()?.body.end;
    let span = paragraphs[start].span.cover(paragraphs[end - 1].span);
    Some(Thread { span, paragraphs: start..end, posts })
}

/// The shape that most headers have; of equals the first one seen.
fn commonest_shape(run: &[Candidate]) -> Option<&Vec<Part>> {
    let mut counts: FxHashMap<&Vec<Part>, (usize, Reverse<usize>)> = FxHashMap::default();
    for (at, one) in run.iter().enumerate() {
        counts.entry(&one.header.shape).or_insert((0, Reverse(at))).0 += 1;
    }
    counts.into_iter().max_by_key(|(_, rank)| *rank).map(|(shape, _)| shape)
}

/// Whether the headers are indented and what stands before them is not.
fn is_indented(paragraphs: &[Paragraph], run: &[Candidate]) -> bool {
    let headers = run.iter().filter(|one| paragraphs[one.paragraphs.start].indent > 0).count();
    let before = &paragraphs[..run[0].paragraphs.start];
    let flush = before.iter().filter(|paragraph| paragraph.indent == 0).count();
    headers * 5 >= run.len() * 4 && flush * 5 >= before.len() * 4
}

/// The line that announces readers' posts, if it stands right above the first of them.
fn heading_above(page: &Page<'_>, paragraphs: &[Paragraph], first: usize) -> Option<usize> {
    (first.saturating_sub(3)..first).find(|at| {
        let tokens = page.tokens_of(&paragraphs[*at]);
        let words = tokens.iter().filter(|token| super::chrome::is_word(token)).copied();
        let words: Vec<_> = words.collect();
        page.lists.thread_heading.is_all(page.lexicon, &words)
    })
}

/// The posts from header to header; the last one ends where the indentation ends, or is taken to
/// be no longer than the longest before it.
fn posts(paragraphs: &[Paragraph], run: &[Candidate], indented: bool) -> Vec<Post> {
    let mut posts: Vec<Post> = Vec::new();
    for (at, one) in run.iter().enumerate() {
        let start = one.paragraphs.end;
        let end = match run.get(at + 1) {
            Some(next) => next.paragraphs.start,
            None if indented => end_of(paragraphs, start, |paragraph| paragraph.indent > 0),
            None => {
                let longest = posts.iter().map(|post| post.body.len()).max().unwrap_or(0);
                let end = end_of(paragraphs, start, |one| one.zone == Zone::Article);
                end.min(start + longest.max(3))
            }
        };
        posts.push(Post {
            header: one.paragraphs.clone(),
            handle: one.header.handle,
            stamp: one.header.stamp,
            body: start..end,
        });
    }
    posts
}

fn end_of(paragraphs: &[Paragraph], start: usize, inside: impl Fn(&Paragraph) -> bool) -> usize {
    start + paragraphs[start..].iter().take_while(|paragraph| inside(paragraph)).count()
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

/// Tokens of a line that is more than a place or a telephone number.
const SPEECH: usize = 10;

/// Whether somebody speaks in a body: what stands under the entries of a schedule does not.
fn speaks(page: &Page<'_>, body: &[Paragraph]) -> bool {
    body.iter().any(|paragraph| {
        let stop = ['.', '!', '?', '…', '”', '"', ')'];
        paragraph.tokens.len() > SPEECH
            || paragraph.tokens.len() > 1 && paragraph.span.of(page.text).ends_with(stop)
    })
}

/// Whether the posts have the length of posts, by the one in the middle.
fn is_short(paragraphs: &[Paragraph], posts: &[Post]) -> bool {
    let words = |post: &Post| match paragraphs.get(post.body.clone()) {
        Some([first, .., last]) => last.tokens.end - first.tokens.start,
        Some([only]) => only.tokens.len(),
        _ => 0,
    };
    let mut lengths: Vec<_> = posts.iter().map(words).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).is_some_and(|median| *median <= MEDIAN)
}
