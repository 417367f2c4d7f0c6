//! A pattern as written → a small program for the matcher in `run`.

use crate::analysis::token::{Shape, lower_into, tokenize};
use crate::lexicon::{Lexicon, ListId, WordId};

/// Deepest nesting of a pattern.
const MAX_DEPTH: usize = 32;
/// Longest gap (`..N`) in words.
const MAX_GAP: usize = 12;

/// A test of one token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Test {
    Word(WordId),
    List(ListId),
    Shape(Shape),
    /// Any token that is not a sign.
    AnyWord,
    Any,
}

/// One step of a pattern's program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Op {
    /// Consume a token that passes.
    Take(Test),
    /// Consume one of these words; sorted.
    TakeOne(Box<[WordId]>),
    /// Consume a phrase of a list, the longest first, or a word of it. Phrases are sorted by their
    /// first word, longer ones first.
    TakeListed(ListId, Box<[Box<[WordId]>]>),
    /// Try the first branch, then the second.
    Split(usize, usize),
    Jump(usize),
    FocusStart,
    FocusEnd,
    AtStart,
    AtEnd,
    /// Fail if the program up to the given end matches from here.
    NotAhead(usize),
    /// Fail if the program up to `end` matches some tokens, `reach` at most, that end here.
    NotBehind {
        end: usize,
        reach: usize,
    },
    /// Fail unless the program up to `end` matches some tokens, `reach` at most, that end here.
    Behind {
        end: usize,
        reach: usize,
    },
    Accept,
}

/// A checked pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pub(super) ops: Vec<Op>,
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// What is wrong.
    pub message: String,
    /// A list name that was probably meant.
    pub nearest: Option<String>,
}

impl PatternError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), nearest: None }
    }
}

#[derive(Debug, Clone)]
enum Node {
    Test(Test),
    Listed(ListId, Box<[Box<[WordId]>]>),
    Seq(Vec<Node>),
    Alt(Vec<Node>),
    Opt(Box<Node>),
    Gap(usize),
    Focus(bool),
    AtStart,
    AtEnd,
    NotAhead(Box<Node>),
    NotBehind(Box<Node>),
    Behind(Box<Node>),
}

impl Pattern {
    /// Reads a pattern; its words are added to the lexicon.
    ///
    /// # Errors
    /// If a list is unknown, brackets do not close, or the pattern can match nothing at all.
    pub fn parse(text: &str, lexicon: &mut Lexicon) -> Result<Self, PatternError> {
        let mut parser = Parser { rest: text, lexicon, depth: 0 };
        let node = parser.alternatives(None)?;
        if !parser.rest.is_empty() {
            return Err(PatternError::new(format!("nothing opens this “{}”", &parser.rest[..1])));
        }
        if !takes(&node) {
            return Err(PatternError::new("the pattern can match without any word"));
        }
        check_focus(text)?;
        let mut ops = Vec::new();
        emit(&node, &mut ops);
        ops.push(Op::Accept);
        Ok(Self { ops })
    }
}

fn check_focus(text: &str) -> Result<(), PatternError> {
    let open = text.matches('⟦').count();
    let close = text.matches('⟧').count();
    let ordered = text.find('⟦').unwrap_or(0) <= text.find('⟧').unwrap_or(0);
    if open == close && open <= 1 && ordered {
        return Ok(());
    }
    Err(PatternError::new("one ⟦ and one ⟧ after it at most"))
}

/// Whether the node always takes up at least one token.
fn takes(node: &Node) -> bool {
    match node {
        Node::Test(_) | Node::Listed(..) => true,
        Node::Seq(nodes) => nodes.iter().any(takes),
        Node::Alt(nodes) => nodes.iter().all(takes),
        _ => false,
    }
}

fn emit(node: &Node, ops: &mut Vec<Op>) {
    match node {
        Node::Test(test) => ops.push(Op::Take(*test)),
        Node::Listed(list, phrases) => ops.push(Op::TakeListed(*list, phrases.clone())),
        Node::Seq(nodes) => nodes.iter().for_each(|node| emit(node, ops)),
        Node::Alt(nodes) => emit_alternatives(nodes, ops),
        Node::Opt(node) => emit_optional(node, ops),
        Node::Gap(most) => emit_gap(*most, ops),
        Node::Focus(true) => ops.push(Op::FocusStart),
        Node::Focus(false) => ops.push(Op::FocusEnd),
        Node::AtStart => ops.push(Op::AtStart),
        Node::AtEnd => ops.push(Op::AtEnd),
        Node::NotAhead(node) => emit_assertion(node, ops, Op::NotAhead),
        Node::NotBehind(node) => {
            let reach = longest(node);
            emit_assertion(node, ops, |end| Op::NotBehind { end, reach });
        }
        Node::Behind(node) => {
            let reach = longest(node);
            emit_assertion(node, ops, |end| Op::Behind { end, reach });
        }
    }
}

/// Most tokens that the node can take up: as far as a look back must try.
fn longest(node: &Node) -> usize {
    match node {
        Node::Test(_) => 1,
        Node::Listed(_, phrases) => {
            phrases.iter().map(|phrase| phrase.len()).max().unwrap_or(1).max(1)
        }
        Node::Seq(nodes) => nodes.iter().map(longest).sum(),
        Node::Alt(nodes) => nodes.iter().map(longest).max().unwrap_or(0),
        Node::Opt(node) => longest(node),
        Node::Gap(words) => *words,
        _ => 0,
    }
}

fn emit_assertion(node: &Node, ops: &mut Vec<Op>, op: impl FnOnce(usize) -> Op) {
    let at = ops.len();
    ops.push(Op::Accept);
    emit(node, ops);
    ops.push(Op::Accept);
    ops[at] = op(ops.len());
}

/// The word, if a node is just that.
fn single_word(node: &Node) -> Option<WordId> {
    match node {
        Node::Test(Test::Word(word)) => Some(*word),
        Node::Seq(nodes) => match &nodes[..] {
            [node] => single_word(node),
            _ => None,
        },
        _ => None,
    }
}

fn emit_alternatives(nodes: &[Node], ops: &mut Vec<Op>) {
    if let Some(mut words) = nodes.iter().map(single_word).collect::<Option<Vec<_>>>() {
        words.sort_unstable();
        return ops.push(Op::TakeOne(words.into()));
    }
    let mut jumps = Vec::new();
    for (number, node) in nodes.iter().enumerate() {
        if number + 1 == nodes.len() {
            emit(node, ops);
            break;
        }
        let split = ops.len();
        ops.push(Op::Accept);
        emit(node, ops);
        jumps.push(ops.len());
        ops.push(Op::Accept);
        ops[split] = Op::Split(split + 1, ops.len());
    }
    for jump in jumps {
        ops[jump] = Op::Jump(ops.len());
    }
}

/// With the words rather than without, if both lead to a match.
fn emit_optional(node: &Node, ops: &mut Vec<Op>) {
    let split = ops.len();
    ops.push(Op::Accept);
    emit(node, ops);
    ops[split] = Op::Split(split + 1, ops.len());
}

/// As few words as possible.
fn emit_gap(most: usize, ops: &mut Vec<Op>) {
    let mut splits = Vec::new();
    for _ in 0..most {
        splits.push(ops.len());
        ops.push(Op::Accept);
        ops.push(Op::Take(Test::AnyWord));
    }
    for split in splits {
        ops[split] = Op::Split(ops.len(), split + 1);
    }
}

struct Parser<'a> {
    rest: &'a str,
    lexicon: &'a mut Lexicon,
    /// How many brackets and signs of negation are open.
    depth: usize,
}

impl Parser<'_> {
    fn eat(&mut self, sign: &str) -> bool {
        let found = self.rest.strip_prefix(sign);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    /// Sequences with `|` between them, up to `close`.
    fn alternatives(&mut self, close: Option<&str>) -> Result<Node, PatternError> {
        let mut all = Vec::new();
        loop {
            all.push(self.sequence(close)?);
            if !self.eat("|") {
                break;
            }
        }
        if let Some(close) = close
            && !self.eat(close)
        {
            return Err(PatternError::new(format!("“{close}” is missing")));
        }
        let single = all.len() == 1;
        Ok(if single { all.swap_remove(0) } else { Node::Alt(all) })
    }

    fn sequence(&mut self, close: Option<&str>) -> Result<Node, PatternError> {
        let mut nodes = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            let ends = self.rest.is_empty() || self.rest.starts_with('|');
            if ends || close.is_some_and(|close| self.rest.starts_with(close)) {
                break;
            }
            nodes.push(self.element()?);
        }
        if nodes.is_empty() {
            return Err(PatternError::new("an empty pattern or alternative"));
        }
        Ok(Node::Seq(nodes))
    }

    fn element(&mut self) -> Result<Node, PatternError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(PatternError::new(format!("brackets nest more than {MAX_DEPTH} deep")));
        }
        let node = self.shallow_element();
        self.depth -= 1;
        node
    }

    fn shallow_element(&mut self) -> Result<Node, PatternError> {
        if self.eat("⟦") {
            return Ok(Node::Focus(true));
        }
        if self.eat("⟧") {
            return Ok(Node::Focus(false));
        }
        if self.eat("^") {
            return Ok(Node::AtStart);
        }
        if self.eat("$") {
            return Ok(Node::AtEnd);
        }
        if self.eat("<!") {
            return Ok(Node::NotBehind(Box::new(self.element()?)));
        }
        if self.eat("<") {
            return Ok(Node::Behind(Box::new(self.element()?)));
        }
        if self.eat("!") {
            return Ok(Node::NotAhead(Box::new(self.element()?)));
        }
        if self.rest.starts_with("..") && self.rest[2..].starts_with(|c: char| c.is_ascii_digit()) {
            return self.gap();
        }
        let node = if self.eat("(") {
            self.alternatives(Some(")"))?
        } else if self.eat("{") {
            self.list()?
        } else {
            self.literal()?
        };
        Ok(if self.eat("?") { Node::Opt(Box::new(node)) } else { node })
    }

    fn gap(&mut self) -> Result<Node, PatternError> {
        let digits = &self.rest[2..];
        let len = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let most = digits[..len].parse().unwrap_or(usize::MAX);
        if most == 0 || most > MAX_GAP {
            return Err(PatternError::new(format!("a gap is ..1 to ..{MAX_GAP}")));
        }
        self.rest = &digits[len..];
        Ok(Node::Gap(most))
    }

    fn list(&mut self) -> Result<Node, PatternError> {
        let Some(end) = self.rest.find('}') else {
            return Err(PatternError::new("“}” is missing"));
        };
        let inside = self.rest[..end].trim();
        self.rest = &self.rest[end + 1..];
        let (name, optional) = match inside.strip_suffix('?') {
            Some(name) => (name.trim(), true),
            None => (inside, false),
        };
        let node = match name.strip_prefix('#') {
            Some(shape) => Node::Test(shape_test(shape)?),
            None => self.list_node(name)?,
        };
        Ok(if optional { Node::Opt(Box::new(node)) } else { node })
    }

    fn list_node(&self, name: &str) -> Result<Node, PatternError> {
        let Some(list) = self.lexicon.list(name) else {
            let names = self.lexicon.list_names().iter().map(String::as_str);
            return Err(PatternError {
                message: format!("there is no word list “{name}”"),
                nearest: crate::suggest::nearest(name, names),
            });
        };
        let mut phrases = self.lexicon.phrases(list).to_vec();
        if phrases.is_empty() {
            return Ok(Node::Test(Test::List(list)));
        }
        phrases.sort_by_key(|phrase| (phrase.first().copied(), std::cmp::Reverse(phrase.len())));
        Ok(Node::Listed(list, phrases.into()))
    }

    fn literal(&mut self) -> Result<Node, PatternError> {
        let escaped = self.eat("\\");
        let stop = |c: char| c.is_whitespace() || "(){}|?⟦⟧".contains(c);
        let first = self.rest.chars().next().map_or(0, char::len_utf8);
        let len = if escaped { first } else { self.rest.find(stop).unwrap_or(self.rest.len()) };
        if len == 0 {
            let sign: String = self.rest.chars().take(1).collect();
            return Err(PatternError::new(format!(
                "“{sign}” cannot stand here; write \\{sign} for the sign"
            )));
        }
        let word = &self.rest[..len];
        self.rest = &self.rest[len..];
        let mut lower = String::new();
        let mut nodes = Vec::new();
        for token in tokenize(word, self.lexicon) {
            lower_into(&mut lower, token.span().of(word));
            nodes.push(Node::Test(Test::Word(self.lexicon.intern(&lower))));
        }
        Ok(Node::Seq(nodes))
    }
}

const SHAPES: [&str; 8] = ["number", "capital", "quote", "day", "year", "link", "word", "any"];

fn shape_test(name: &str) -> Result<Test, PatternError> {
    match name {
        "number" => Ok(Test::Shape(Shape::NUMBER)),
        "capital" => Ok(Test::Shape(Shape::CAPITAL)),
        "quote" => Ok(Test::Shape(Shape::QUOTE)),
        "day" => Ok(Test::Shape(Shape::DAY)),
        "year" => Ok(Test::Shape(Shape::YEAR)),
        "link" => Ok(Test::Shape(Shape::ADDRESS)),
        "word" => Ok(Test::AnyWord),
        "any" => Ok(Test::Any),
        _ => Err(PatternError {
            message: format!("there is no token shape “#{name}”"),
            nearest: crate::suggest::nearest(name, SHAPES).map(|name| format!("#{name}")),
        }),
    }
}
