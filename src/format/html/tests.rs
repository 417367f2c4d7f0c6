use super::*;
use crate::document::{Document, Markup};
use crate::format::FormatKind;
use crate::source::{Origin, Source, SourceId};
use crate::span::Span;

fn read(page: &[u8]) -> Document {
    let source = Source {
        id: SourceId(0),
        path: "x.html".into(),
        origin: Origin::Memory(Arc::from([])),
        explicit: true,
    };
    let chunk = Chunk {
        source: Arc::new(source),
        format: FormatKind::Html,
        offset: 0,
        first_line: 1,
        first_record: 0,
        binary: false,
        bytes: page.to_vec(),
    };
    extract(chunk).documents.remove(0)
}

const PAGE: &str = r##"<!DOCTYPE html><html lang="en"><head><title>Pier closed | The Harbour</title>
<meta property="article:published_time" content="2016-03-02T17:30:00Z"><meta name="author" content="Ada Roe">
<link rel="canonical" href="https://harbour.example/pier"><style>p { color: red }</style></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<h1>Pier closed</h1><p class="byline">By Ada Roe</p>
<article><p>The ferry &amp; the bus will not run in&nbsp;March, the office said.
It gave no reason<sup><a href="#n1">[1]</a></sup>.<p>&ldquo;We wait&rdquo;, said
<b>Tim Okafor</b>, who <a href="/x">runs</a> it.<br>A line.<br><br>After two.
<blockquote>Nothing moves.</blockquote>
<div class="post-share"><a href="/s">Share</a></div>
<ul><li>one<li>two</ul><pre>a  b
c</pre><p>Run <code>x y</code>.</p></article>
<section id="comments"><p>First! The pier has always been bad, and so has the ferry, they say.</p></section>
<footer>© 2016 The Harbour</footer><script>var a = "<p>no</p>";</script></body></html>"##;

#[test]
fn the_article_and_nothing_else() {
    let document = read(PAGE.as_bytes());
    assert_eq!(
        document.text,
        "Pier closed\n\nBy Ada Roe\n\nThe ferry & the bus will not run in\u{a0}March, the office said. It gave no reason.\n\n“We wait”, said Tim Okafor, who runs it.\nA line.\n\nAfter two.\n\nNothing moves.\n\none\n\ntwo\n\na  b\nc\n\nRun x y."
    );
    let marked = |markup| {
        let spans = document.markup.iter().filter(|(_, kind)| *kind == markup);
        spans.map(|(span, _)| span.of(&document.text)).collect::<Vec<_>>()
    };
    assert_eq!(marked(Markup::Heading), ["Pier closed"]);
    assert_eq!(marked(Markup::BlockQuote), ["Nothing moves."]);
    assert_eq!(marked(Markup::Link), ["", "runs"]);
    assert_eq!(marked(Markup::Code), ["x y"]);
}

#[test]
fn spans_lead_back_to_the_page() {
    let document = read(PAGE.as_bytes());
    let disk = |word: &str| {
        let at = document.text.find(word).unwrap();
        &PAGE[document.locate(Span::new(at, at + word.len())).span.range()]
    };
    assert_eq!(disk("ferry & the"), "ferry &amp; the");
    assert_eq!(disk("“We"), "&ldquo;We");
    assert_eq!(disk("said. It"), "said.\nIt");
    assert_eq!(disk("Tim Okafor, who"), "Tim Okafor</b>, who");
    assert_eq!(document.locate(Span::new(0, 4)).start.line, 5);
}

#[test]
fn the_page_about_itself() {
    let document = read(PAGE.as_bytes());
    let facts =
        ["date", "author", "url", "title", "language"].map(|name| &*document.metadata[name]);
    let expected = [
        "2016-03-02T17:30:00Z",
        "Ada Roe",
        "https://harbour.example/pier",
        "Pier closed | The Harbour",
        "en",
    ];
    assert_eq!(facts, expected);
    let page = r#"<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "H"},
        {"@type": ["NewsArticle"], "headline": "Pier", "datePublished": "2016-03-02", "author": [{"name": "Ada"}, "Tim"]}]}</script>
        <p>Text.</p>"#;
    let metadata = read(page.as_bytes()).metadata;
    assert_eq!((&*metadata["date"], &*metadata["author"]), ("2016-03-02", "Ada, Tim"));
    let page = r#"<article><header><time datetime="2016-03-02">2 March</time></header><p>Text, long enough to be an article of some kind at all.</p><time datetime="2017-01-01">x</time></article>"#;
    assert_eq!(read(page.as_bytes()).metadata["date"], "2016-03-02");
}

#[test]
fn a_page_that_marks_nothing() {
    let links =
        "<div><a href=x>One more thing to read</a> <a href=y>And another thing to read</a></div>";
    let prose = "The board met again and heard the engineers on the state of the pier. ".repeat(4);
    let page =
        format!("<body>{links}<div><div><p>{prose}</p><p>{prose}</p></div></div>{links}</body>");
    assert_eq!(read(page.as_bytes()).text.matches("The board").count(), 8);
    assert!(!read(page.as_bytes()).text.contains("One more"));
    assert_eq!(read(b"Only <i>text</i>.").text, "Only text.");
}

#[test]
fn encodings_and_orders() {
    let document = read(b"<meta charset='windows-1251'><p>\xcf\xe8\xf0\xf1</p>");
    assert_eq!(document.text, "\u{41f}\u{438}\u{440}\u{441}");
    assert_eq!(document.locate(Span::new(2, 4)).span, Span::new(33, 34));
    let page = "<p>Before.</p><!-- corpus-lint: allow a/b — why --><p>Allowed.</p><p>After.</p>";
    let document = read(page.as_bytes());
    assert_eq!(document.allows[0].scope.of(&document.text), "Allowed.");
}

#[test]
fn nesting_has_a_limit() {
    let page = format!("{}deep{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
    assert_eq!(read(page.as_bytes()).text, "deep");
}

#[test]
fn a_quotation_that_nothing_closes_ends_with_the_page() {
    for page in ["<p>He said <q>no é", "<p>He said <q>no</q>é", "<p>He said <q>no<b>é</b></p>é"]
    {
        let document = read(page.as_bytes());
        let at = document.text.find('”').unwrap();
        let disk = document.locate(Span::new(at, at + '”'.len_utf8())).span;
        assert!(
            page.get(disk.range()).is_some_and(|tag| tag == "</q>" || tag.is_empty()),
            "{page}"
        );
    }
}
