//! What a page says about itself: meta elements, JSON-LD, `<time>`, links.

use std::collections::BTreeMap;

use serde_json::Value;

use super::article::has_word;
use super::tree::{NodeId, Tree};
use crate::format::metadata::Metadata;
use crate::span::Span;

/// Names and properties of meta elements, the surest first, and the fact they give.
const META: [(&str, &str); 26] = [
    ("article:published_time", "date"),
    ("og:article:published_time", "date"),
    ("datepublished", "date"),
    ("parsely-pub-date", "date"),
    ("sailthru.date", "date"),
    ("citation_publication_date", "date"),
    ("dc.date.issued", "date"),
    ("dcterms.issued", "date"),
    ("dcterms.created", "date"),
    ("dc.date", "date"),
    ("pubdate", "date"),
    ("publishdate", "date"),
    ("publish-date", "date"),
    ("publication_date", "date"),
    ("date", "date"),
    ("og:title", "title"),
    ("twitter:title", "title"),
    ("author", "author"),
    ("article:author", "author"),
    ("dc.creator", "author"),
    ("parsely-author", "author"),
    ("og:url", "url"),
    ("og:site_name", "publisher"),
    ("og:type", "type"),
    ("article:modified_time", "modified"),
    ("article:section", "section"),
];

/// The encoding that a page names, from its first bytes.
pub(super) fn charset(head: &str) -> Option<String> {
    let lower = head.to_ascii_lowercase();
    let at = lower.find("charset")? + "charset".len();
    let value = lower.get(at..)?.trim_start().strip_prefix('=')?;
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:".contains(c));
    value.get(..end.unwrap_or(value.len())).map(str::to_owned)
}

/// The metadata of the page whose article is `root`.
pub(super) fn read(tree: &Tree, raw: &str, root: NodeId) -> Metadata {
    let mut found = Metadata::default();
    json_ld(tree, raw, &mut found);
    meta_elements(tree, &mut found);
    for (id, tag) in tree.elements() {
        let at = place(tree, id);
        match tag.name.as_str() {
            "html" => found.add_new("language", tag.get("lang").unwrap_or_default(), at),
            "link" if has_word(tag, "rel", "canonical") => {
                found.add("url", tag.get("href").unwrap_or_default().to_owned(), at);
            }
            "title" => found.add_new("title", &tree.text(raw, id), at),
            _ if has_word(tag, "itemprop", "datePublished") => {
                let value = tag.get("datetime").or_else(|| tag.get("content"));
                found.add_new("date", value.unwrap_or_default(), at);
            }
            _ if has_word(tag, "itemprop", "author") || has_word(tag, "rel", "author") => {
                let value = tag.get("content").map(str::to_owned);
                found.add_new("author", &value.unwrap_or_else(|| tree.text(raw, id)), at);
            }
            _ => {}
        }
    }
    if let Some((time, id)) = time(tree, root) {
        found.add_new("date", &time, place(tree, id));
    }
    found
}

/// The bytes of an element's start tag.
fn place(tree: &Tree, id: NodeId) -> Option<Span> {
    tree.nodes.get(id).map(|node| Span::new(node.at.start, node.at.end))
}

fn meta_elements(tree: &Tree, found: &mut Metadata) {
    let mut values: BTreeMap<String, (&str, NodeId)> = BTreeMap::new();
    for (id, tag) in tree.elements().filter(|(_, tag)| tag.name == "meta") {
        let name = ["property", "name", "itemprop"].iter().find_map(|name| tag.get(name));
        if let (Some(name), Some(content)) = (name, tag.get("content")) {
            values.entry(name.to_ascii_lowercase()).or_insert((content, id));
        }
    }
    for (name, fact) in META {
        let Some((value, id)) = values.get(name).copied() else { continue };
        // An address of the author's page is no name.
        if !(fact == "author" && value.starts_with("http")) {
            found.add_new(fact, value, place(tree, id));
        }
    }
}

/// The time of an article: one marked as that of publication, else the only one above or in it.
fn time(tree: &Tree, root: NodeId) -> Option<(String, NodeId)> {
    let times = || tree.elements().filter(|(_, tag)| tag.name == "time");
    let value = |(id, tag): (NodeId, &super::token::Tag)| {
        tag.get("datetime").map(|time| (time.to_owned(), id))
    };
    let marked = times().find(|(_, tag)| tag.get("pubdate").is_some());
    if let Some(marked) = marked {
        return value(marked);
    }
    let inside = tree.inside(root);
    let header = |id: NodeId| tree.above(id).any(|above| tree.name(above) == "header");
    let first = times().find(|(id, _)| inside.contains(id) && header(*id));
    let mut near = times().filter(|(id, _)| inside.contains(id) || *id < root);
    match (first, near.next(), near.next()) {
        (Some(time), ..) | (None, Some(time), None) => value(time),
        _ => None,
    }
}

/// Facts from the JSON-LD of the page: first from what is an article, then from what has a date.
fn json_ld(tree: &Tree, raw: &str, found: &mut Metadata) {
    let mut things = Vec::new();
    for (id, tag) in tree.elements() {
        let json =
            tag.get("type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"));
        if tag.name != "script" || !json {
            continue;
        }
        for text in tree.inside(id) {
            let text = raw.get(tree.nodes[text].at.clone()).unwrap_or_default();
            if let Ok(value) = serde_json::from_str::<Value>(text.trim()) {
                let mut inside = Vec::new();
                collect(value, &mut inside);
                things.extend(inside.into_iter().map(|thing| (thing, id)));
            }
        }
    }
    things.sort_by_key(|(thing, _)| !is_article(thing));
    let dated = |thing: &Value| thing.get("datePublished").is_some();
    for (thing, id) in things.iter().filter(|(thing, _)| is_article(thing) || dated(thing)) {
        for (name, fact) in [
            ("datePublished", "date"),
            ("headline", "title"),
            ("author", "author"),
            ("dateModified", "modified"),
        ] {
            found.add_new(fact, &names(thing.get(name)), place(tree, *id));
        }
    }
}

/// The objects of a JSON-LD value: itself, the items of a list, its graph.
fn collect(value: Value, things: &mut Vec<Value>) {
    match value {
        Value::Array(items) => items.into_iter().for_each(|item| collect(item, things)),
        Value::Object(mut object) => {
            if let Some(graph) = object.remove("@graph") {
                collect(graph, things);
            }
            things.push(Value::Object(object));
        }
        _ => {}
    }
}

fn is_article(thing: &Value) -> bool {
    let kind = thing.get("@type");
    let one = |kind: &Value| {
        kind.as_str().is_some_and(|kind| kind.ends_with("Article") || kind.ends_with("Posting"))
    };
    kind.is_some_and(|kind| one(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(one)))
}

/// A string, the name of an object, or the names of a list of either.
fn names(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(object)) => {
            object.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        Some(Value::Array(items)) => {
            let names: Vec<_> = items.iter().map(|item| names(Some(item))).collect();
            names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
        }
        _ => String::new(),
    }
}
