//! YAML to a marked tree; the only room that names the YAML crate.

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError};

use crate::diag::{Diagnostic, Diags, FileId, Span};
use crate::tree::{Entry, Node, Value};

mod broken;

crate::codes! {
    SYNTAX Error "SB0101" "this is not YAML"
        "The file stops being YAML at the place shown, and nothing after it is read. The usual causes: a text with `: ` or a leading `*`, `&`, `{`, `[`, `@`, `%` that needs quotes, a tab used to indent, a line that is not in line with what it belongs to, a colon or a hyphen without a blank after it, or a quote that is not closed. Put the text in double quotes when in doubt."
    DOUBLED_KEY Error "SB0102" "the same key stands twice"
        "In one block every key stands once; of two, one would be lost without a word. Remove one, or give it another id."
    TOO_DEEP Error "SB0103" "nested too deeply or too large"
        "A file may be nested 64 levels deep and hold 100,000 values, aliases counted where they are used. Exercises need five levels; more is a mistake or an attack."
    MANY_DOCUMENTS Error "SB0104" "more than one YAML document in a file"
        "One file holds one exercise. Put what follows `---` into a file of its own."
    KEY_NOT_TEXT Error "SB0105" "a key is not plain text"
        "Keys are names, such as `label`. A list or a map cannot be a key."
    REMARK Advice "SB0107" "a remark where a text may have been meant"
        "Outside of quotes, a blank and a `#` begin a remark, which no reader sees: `label: My #1 wish` is only `My`. Put the text in double quotes. If it is a remark, put two blanks before the `#`, or one after it."
    BAD_TAG Error "SB0106" "a tag, or a name that nothing uses"
        "`!something` before a value is a tag of YAML and has no meaning here; `&something` is a name for what follows, which nothing in this file uses. Both are taken off a text that begins with them. Put the text in quotes."
}

/// Levels of nesting allowed.
const DEEPEST: usize = 64;
/// Values allowed in one file, aliases counted where they are used: about a thousand times a long exercise.
const MOST_NODES: usize = 100_000;

/// Reads one document. `None` when it is no YAML at all, which has then been reported; an empty text gives an empty map.
pub fn parse(text: &str, file: FileId, offset: usize, diags: &mut Diags) -> Option<Node> {
    let options = granit_parser::options! { flow_nesting_limit: DEEPEST, block_nesting_limit: DEEPEST };
    let mut builder = Builder {
        text,
        file,
        offset,
        diags,
        stack: Vec::new(),
        anchors: Vec::new(),
        idle: BTreeMap::new(),
        nodes: 0,
        root: None,
    };
    let mut documents = 0;
    for step in Parser::new_from_str_with_options(text, options) {
        match step {
            Ok((event, span)) => {
                let bytes = span.byte_range().unwrap_or(0..0);
                if matches!(event, Event::DocumentStart(..)) {
                    documents += 1;
                    if documents > 1 {
                        let rest = text.get(bytes.end..).unwrap_or("");
                        let help =
                            if rest.trim().is_empty() { "remove this line" } else { "move it into a file of its own" };
                        let place = builder.span(bytes);
                        let finding = Diagnostic::new(MANY_DOCUMENTS, place, "a second document starts here");
                        builder.diags.push(finding.help(help));
                        return None;
                    }
                }
                if !builder.event(event, bytes) {
                    return None;
                }
            }
            Err(error) => {
                builder.broken(text, &error);
                return None;
            }
        }
    }
    builder.unused();
    let empty = Node { value: Value::Map(Vec::new()), span: Span::new(file, offset..offset) };
    Some(builder.root.unwrap_or(empty))
}

/// A key whose value comes next.
enum Key {
    Text(String, Span),
    /// A list or a map, which was reported; its value is left out.
    None,
}

enum Open {
    List {
        start: usize,
        anchor: usize,
        items: Vec<Node>,
    },
    Map {
        start: usize,
        anchor: usize,
        entries: Vec<Entry>,
        key: Option<Key>,
        /// Where each key stands, so that a long map is read in one go.
        seen: BTreeMap<String, Span>,
    },
}

struct Builder<'d> {
    text: &'d str,
    file: FileId,
    offset: usize,
    diags: &'d mut Diags,
    stack: Vec<Open>,
    anchors: Vec<(usize, Node)>,
    /// Anchors of texts that nothing has used by now.
    idle: BTreeMap<usize, Span>,
    nodes: usize,
    root: Option<Node>,
}

impl Builder<'_> {
    fn span(&self, bytes: std::ops::Range<usize>) -> Span {
        Span::new(self.file, bytes.start + self.offset..bytes.end + self.offset)
    }

    /// Reports a tag other than YAML's own, which would be passed over.
    fn untagged(&mut self, tag: Option<&granit_parser::Tag>, bytes: &std::ops::Range<usize>, way_out: &str) {
        if tag.is_some_and(|t| !t.is_yaml_core_schema()) {
            let place = self.span(bytes.clone());
            self.diags.push(
                Diagnostic::new(BAD_TAG, place, "what begins with `!` is a tag, which has no meaning here")
                    .help(way_out),
            );
        }
    }

    /// Takes one event; false when reading has to stop, which has then been reported.
    fn event(&mut self, event: Event<'_>, bytes: std::ops::Range<usize>) -> bool {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.untagged(tag.as_deref(), &bytes, "put the value in quotes");
                let plain = style == ScalarStyle::Plain;
                if plain {
                    let end = if bytes.is_empty() { self.after_key().unwrap_or(bytes.end) } else { bytes.end };
                    self.remark(end);
                }
                let node = Node { value: Value::Scalar { text: text.into_owned(), plain }, span: self.span(bytes) };
                if plain && anchor > 0 {
                    self.idle.insert(anchor, node.span);
                }
                self.keep(anchor, &node);
                self.add(node)
            }
            Event::Alias(id) => {
                self.idle.remove(&id);
                let Some(mut node) = self.anchors.iter().rev().find(|(a, _)| *a == id).map(|(_, n)| n.clone()) else {
                    return true;
                };
                self.nodes += node.size();
                node.span = self.span(bytes);
                self.add(node)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.untagged(tag.as_deref(), &bytes, "remove the tag");
                self.stack.push(Open::List { start: bytes.start, anchor, items: Vec::new() });
                self.deep(bytes)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.untagged(tag.as_deref(), &bytes, "remove the tag");
                self.stack.push(Open::Map {
                    start: bytes.start,
                    anchor,
                    entries: Vec::new(),
                    key: None,
                    seen: BTreeMap::new(),
                });
                self.deep(bytes)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(bytes),
            _ => true,
        }
    }

    /// Reports a text that lost its first word, as `&rest of it` does.
    fn unused(&mut self) {
        for span in std::mem::take(&mut self.idle).into_values() {
            let start = (span.start as usize).saturating_sub(self.offset);
            let sign = self.text.get(..start).and_then(|before| before.rfind('&')).unwrap_or(start);
            let place = self.span(sign..start.max(sign));
            let message = "a text that begins with `&` needs quotes: what follows the sign is taken for a name";
            self.diags.push(Diagnostic::new(BAD_TAG, place, message).help("put the text in double quotes"));
        }
    }

    /// Behind the colon of the key whose value comes next.
    fn after_key(&self) -> Option<usize> {
        match self.stack.last() {
            Some(Open::Map { key: Some(Key::Text(_, span)), .. }) => (span.end as usize + 1).checked_sub(self.offset),
            _ => None,
        }
    }

    /// Points out what is cut off a text that ends at a place, as in `My #1 wish`.
    fn remark(&mut self, end: usize) {
        let rest = self.text.get(end..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let Some(remark) = rest.strip_prefix(" #").filter(|r| r.starts_with(|c: char| !c.is_whitespace() && c != '#'))
        else {
            return;
        };
        let place = self.span(end + 1..end + 2 + remark.trim_end().len());
        self.diags.push(
            Diagnostic::new(REMARK, place, "from `#` on this is a remark, which no reader sees")
                .help("put the text in double quotes if this belongs to it; else put a blank after the `#`"),
        );
    }

    fn deep(&mut self, bytes: std::ops::Range<usize>) -> bool {
        if self.stack.len() <= DEEPEST {
            return true;
        }
        let place = self.span(bytes);
        self.diags.push(
            Diagnostic::new(TOO_DEEP, place, format!("nested more than {DEEPEST} levels deep"))
                .help("an exercise needs about five levels"),
        );
        false
    }

    fn close(&mut self, bytes: std::ops::Range<usize>) -> bool {
        let (value, start, anchor) = match self.stack.pop() {
            Some(Open::List { start, anchor, items }) => (Value::List(items), start, anchor),
            Some(Open::Map { start, anchor, entries, .. }) => (Value::Map(entries), start, anchor),
            None => return true,
        };
        // A block ends where its last value ends, not where the next line begins.
        let last = match &value {
            Value::List(items) => items.last().map(|n| n.span.end as usize),
            Value::Map(entries) => entries.last().map(|e| e.value.span.end.max(e.key_span.end) as usize),
            Value::Scalar { .. } => None,
        };
        let end = last.map_or(bytes.end, |end| (end - self.offset.min(end)).max(start)).min(self.text.len());
        let node = Node { value, span: self.span(start..end.max(start)) };
        self.keep(anchor, &node);
        self.add(node)
    }

    fn keep(&mut self, anchor: usize, node: &Node) {
        if anchor > 0 {
            self.anchors.push((anchor, node.clone()));
        }
    }

    fn add(&mut self, node: Node) -> bool {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            self.diags.push(
                Diagnostic::new(TOO_DEEP, node.span, format!("more than {MOST_NODES} values in one file"))
                    .help("split the file"),
            );
            return false;
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, key, seen, .. }) => match key.take() {
                Some(Key::None) => {}
                Some(Key::Text(key, key_span)) => {
                    if let Some(first) = seen.get(&key) {
                        self.diags.push(
                            Diagnostic::new(DOUBLED_KEY, key_span, format!("`{key}` stands twice in the same block"))
                                .label("again here")
                                .also(*first, "first here")
                                .help("remove one of them"),
                        );
                    } else {
                        seen.insert(key.clone(), key_span);
                        entries.push(Entry { key, key_span, value: node });
                    }
                }
                None => {
                    let span = node.span;
                    match node.value {
                        Value::Scalar { text, .. } => *key = Some(Key::Text(text, span)),
                        _ => {
                            self.diags.push(
                                Diagnostic::new(KEY_NOT_TEXT, span, "a list or a map cannot be a key")
                                    .help("use a plain word, or quote a text that starts with `{` or `[`"),
                            );
                            *key = Some(Key::None);
                        }
                    }
                }
            },
        }
        true
    }

    fn broken(&mut self, text: &str, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
        let info = error.info();
        let place = self.span(at..at);
        if info.contains("limit") || info.contains("recursion") || info.contains("nest") {
            self.diags.push(
                Diagnostic::new(TOO_DEEP, place, format!("nested more than {DEEPEST} levels deep"))
                    .help("an exercise needs about five levels"),
            );
            return;
        }
        if let Some(slip) = broken::slip(text, at, &info) {
            let place = self.span(slip.bytes);
            self.diags.push(Diagnostic::new(SYNTAX, place, slip.message).help(slip.help));
            return;
        }
        let hint = "look at the quotes and the indent of this line and the one above";
        self.diags.push(Diagnostic::new(SYNTAX, place, format!("not YAML from here: {info}")).help(hint));
    }
}
