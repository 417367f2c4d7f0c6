//! The article's elements → text.

use super::article::{Article, is_aside};
use super::token::{Space, Tag, is_hidden, is_inline, push_text};
use super::tree::{Kind, NodeId, Tree};
use crate::document::Markup;
use crate::format::builder::TextBuilder;

/// Writes the article to `out`.
pub(super) fn write(tree: &Tree, raw: &str, article: &Article, out: &mut TextBuilder<'_>) {
    let mut writer = Writer { tree, raw, out, space: Space::Collapse };
    for id in &article.head {
        writer.element(*id);
        writer.out.end_block();
    }
    writer.children(article.root);
    writer.out.end_block();
}

struct Writer<'a, 'b> {
    tree: &'a Tree,
    raw: &'a str,
    out: &'a mut TextBuilder<'b>,
    space: Space,
}

impl Writer<'_, '_> {
    fn children(&mut self, id: NodeId) {
        for child in self.tree.children(id) {
            let at = self.tree.nodes[child].at.clone();
            match &self.tree.nodes[child].kind {
                Kind::Text => push_text(self.out, self.raw, at, self.space),
                Kind::Comment => self.out.comment(at),
                Kind::Element(tag) if is_hidden(&tag.name) || is_aside(tag) => {}
                Kind::Element(tag) if tag.name == "br" => self.line_break(child),
                Kind::Element(tag) if is_note_mark(self.tree, self.raw, child, tag) => {
                    self.out.mark(Markup::Link);
                }
                Kind::Element(_) => self.element(child),
            }
        }
    }

    fn element(&mut self, id: NodeId) {
        let Some(tag) = self.tree.tag(id) else { return };
        let block = !is_inline(&tag.name);
        if block {
            self.out.end_block();
        }
        let opened = markup(tag).map(|markup| self.out.open(markup));
        let space = self.space;
        if matches!(tag.name.as_str(), "pre" | "textarea" | "listing") {
            self.space = Space::Keep;
        }
        let at = self.tree.nodes[id].at.clone();
        // A browser sets the marks of <q>; they come from its tags.
        let quoted = tag.name == "q";
        if quoted {
            self.out.unit("“", at.clone());
        }
        self.children(id);
        if quoted {
            let end = self.tree.nodes[id].end;
            let after = self.tree.nodes.get(end).map_or(self.raw.len(), |node| node.at.start);
            self.out.unit("”", self.end_tag(at.end, after));
        }
        self.space = space;
        if let Some(opened) = opened {
            self.out.close(&opened);
        }
        if block {
            self.out.end_block();
        }
    }

    /// The bytes of the `</q>` before `after`; none if the element ends without it.
    fn end_tag(&self, inside: usize, after: usize) -> std::ops::Range<usize> {
        let after = after.max(inside);
        let start = after.saturating_sub("</q>".len()).max(inside);
        let written = self.raw.get(start..after);
        if written.is_some_and(|tag| tag.eq_ignore_ascii_case("</q>")) {
            start..after
        } else {
            after..after
        }
    }

    /// One break ends a line, two a paragraph.
    fn line_break(&mut self, id: NodeId) {
        if self.out.at_line_start() {
            self.out.end_block();
        } else {
            self.out.unit("\n", self.tree.nodes[id].at.clone());
        }
    }
}

fn markup(tag: &Tag) -> Option<Markup> {
    Some(match tag.name.as_str() {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Markup::Heading,
        "blockquote" => Markup::BlockQuote,
        "code" | "kbd" | "samp" | "tt" => Markup::Code,
        "li" => Markup::ListItem,
        "table" => Markup::Table,
        "a" if tag.get("href").is_some() => Markup::Link,
        _ => return None,
    })
}

/// A raised number that leads to a note.
fn is_note_mark(tree: &Tree, raw: &str, id: NodeId, tag: &Tag) -> bool {
    tag.name == "sup"
        && tree.inside(id).any(|id| {
            tree.tag(id).and_then(|tag| tag.get("href")).is_some_and(|href| href.contains('#'))
        })
        && tree.text(raw, id).len() <= 8
}
