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
    ROUND_QUOTES Advice "SB0108" "quotes of a word processor around a text"
        "Only the straight quotes of a keyboard, `\"` and `'`, are taken off a text. Round ones and guillemets belong to it, and readers see them. Delete them; or, where somebody is quoted, put straight quotes around them: `says: \"“Not today.”\"`."
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
                        let help = after_rule(text.get(bytes.end..).unwrap_or(""));
                        let place = builder.span(bytes);
                        let message = "a line of three hyphens ends what a file holds";
                        builder.diags.push(Diagnostic::new(MANY_DOCUMENTS, place, message).help(help));
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

/// Reads a document that is a block of keys. A text in its place has a slip in its first line that makes it one.
pub fn block(text: &str, file: FileId, offset: usize, diags: &mut Diags) -> Option<Node> {
    let root = parse(text, file, offset, diags)?;
    if root.plain().is_some()
        && let Some(slip) = broken::slip(text, (root.span.start as usize).saturating_sub(offset), "")
    {
        let place = Span::new(file, slip.bytes.start + offset..slip.bytes.end + offset);
        diags.push(Diagnostic::new(SYNTAX, place, slip.message).help(slip.help));
        return None;
    }
    Some(root)
}

/// What to do with what stands after a line of three hyphens.
fn after_rule(rest: &str) -> &'static str {
    if rest.trim().is_empty() {
        "remove this line"
    } else if rest.lines().any(|line| line.starts_with("format:")) {
        "move what follows it into a file of its own"
    } else {
        "if it belongs to a text, indent it like that text; another exercise, or a chapter, goes into a file of its own, and notes go behind a `#`"
    }
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
        /// Whether its first key came again: the item that begins there lacks its hyphen, and all its keys come twice.
        again: bool,
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
    fn untagged(&mut self, tag: Option<&granit_parser::Tag>, bytes: &std::ops::Range<usize>, way_out: &str) -> bool {
        let tagged = tag.is_some_and(|t| !t.is_yaml_core_schema());
        if tagged {
            let place = self.span(bytes.clone());
            self.diags.push(
                Diagnostic::new(BAD_TAG, place, "what begins with `!` is a tag, which has no meaning here")
                    .help(way_out),
            );
        }
        tagged
    }

    /// Takes one event; false when reading has to stop, which has then been reported.
    fn event(&mut self, event: Event<'_>, bytes: std::ops::Range<usize>) -> bool {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tagged = self.untagged(tag.as_deref(), &bytes, "put the value in quotes");
                let mut plain = style == ScalarStyle::Plain;
                let mut text = text.into_owned();
                // A text that was lost to a sign before it is there all the same: that it is empty was not said.
                if plain && (bytes.is_empty() || tagged) {
                    let lost = if tagged { Some("!".to_owned()) } else { self.all_remark() };
                    plain = lost.is_none();
                    text = lost.unwrap_or(text);
                } else if plain {
                    self.remark(bytes.end);
                    self.round_quotes(&text, &bytes);
                }
                let node = Node { value: Value::Scalar { text, plain }, span: self.span(bytes) };
                if plain && anchor > 0 {
                    self.idle.insert(anchor, node.span);
                }
                self.keep(anchor, &node);
                self.add(node)
            }
            Event::Alias(id) => {
                self.idle.remove(&id);
                let Some(mut node) = self.anchors.iter().rev().find(|(a, _)| *a == id).map(|(_, n)| n.clone()) else {
                    // What it names is not done: a text that begins with `*`, most likely.
                    let place = self.span(bytes.clone());
                    let message = "a text that begins with `*` needs quotes: what follows the sign is taken for a name";
                    self.diags.push(Diagnostic::new(BAD_TAG, place, message).help("put the text in double quotes"));
                    let text = self.text.get(bytes).unwrap_or("").to_owned();
                    return self.add(Node { value: Value::Scalar { text, plain: false }, span: place });
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
                    again: false,
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

    /// What is cut off a text that ends at a place, as in `My #1 wish`.
    fn cut_off(&self, end: usize) -> Option<&str> {
        let rest = self.text.get(end..)?.strip_prefix(" #")?.lines().next()?;
        rest.starts_with(|c: char| !c.is_whitespace() && c != '#').then(|| rest.trim_end())
    }

    /// Points out what is cut off a text.
    fn remark(&mut self, end: usize) {
        let Some(length) = self.cut_off(end).map(str::len) else { return };
        let place = self.span(end + 1..end + 2 + length);
        self.diags.push(
            Diagnostic::new(REMARK, place, "from `#` on this is a remark, which no reader sees")
                .help("put the text in double quotes if this belongs to it; else put a blank after the `#`"),
        );
    }

    /// The text after a key that is nothing but a remark, which is then reported.
    fn all_remark(&mut self) -> Option<String> {
        let end = self.after_key()?;
        let text = ["#", self.cut_off(end)?].concat();
        let place = self.span(end + 1..end + 1 + text.len());
        let key = self.text.get(..end).and_then(|t| t.rsplit([' ', '\n', '{']).next()).unwrap_or("");
        let help =
            format!("put the text in double quotes: `{key} \"{text}\"`; if it is a remark, put a blank after the `#`");
        let message = "a text that begins with `#` needs quotes: outside of them it is a remark, which no reader sees";
        self.diags.push(Diagnostic::new(SYNTAX, place, message).help(help));
        Some(text)
    }

    /// Points out quotes that readers will see. Ids and conditions in them are no text, and told where they are read.
    fn round_quotes(&mut self, text: &str, bytes: &std::ops::Range<usize>) {
        let mut inner = text.chars();
        let (Some(first), Some(last)) = (inner.next(), inner.next_back()) else { return };
        let inner = inner.as_str();
        let opens =
            matches!(first, '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' | '\u{2018}' | '\u{201a}');
        let closes = matches!(last, '\u{201c}' | '\u{201d}' | '"' | '\u{ab}' | '\u{bb}' | '\u{2018}' | '\u{2019}');
        let others = inner.contains(['\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}', '"']);
        let word = inner.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'));
        if !opens || !closes || others || word || inner.contains(['<', '>', '=', '(']) {
            return;
        }
        let place = self.span(bytes.clone());
        self.diags.push(
            Diagnostic::new(ROUND_QUOTES, place, "these quotes belong to the text, and readers see them")
                .help(format!("delete them; if somebody is quoted, put straight quotes around them: `\"{text}\"`")),
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
        let in_list = matches!(self.stack.iter().rev().nth(1), Some(Open::List { .. }));
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, key, seen, again, .. }) => match key.take() {
                Some(Key::None) => {}
                Some(Key::Text(key, key_span)) => {
                    let at = |n: u32| (n as usize).saturating_sub(self.offset);
                    let after = self.text.get(at(key_span.end)..).unwrap_or("").trim_start();
                    let cut = entries.last_mut().filter(|_| node.is_null() && after.starts_with([',', '}']));
                    if let Some((text, cut)) = cut.and_then(|cut| Some((cut.value.plain()?.to_owned(), cut))) {
                        // Told once, however many commas a text has: inside braces no other text holds one.
                        if !text.contains(", ") {
                            let rest = self.text.get(at(cut.value.span.start)..).unwrap_or("");
                            self.diags.push(cut_by_comma(&cut.key, &key, key_span, rest, &cut.value));
                        }
                        // A text that goes on for ever is none.
                        if cut.value.number().is_none() && text.len() < 2_000 {
                            let text = format!("{text}, {key}");
                            cut.value = Node { value: Value::Scalar { text, plain: true }, ..cut.value };
                        }
                    } else if let Some(first) = seen.get(&key) {
                        let begins = in_list && entries.first().is_some_and(|e| e.key == key);
                        if !*again {
                            let finding = Diagnostic::new(
                                DOUBLED_KEY,
                                key_span,
                                format!("`{key}` stands twice in the same block"),
                            );
                            let help = if begins {
                                "put `- ` before it if another one begins here; else remove one of them"
                            } else {
                                "remove one of them"
                            };
                            self.diags.push(finding.label("again here").also(*first, "first here").help(help));
                        }
                        *again |= begins;
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
        // What the parser says is meant for those who know YAML.
        let hint = "look at the quotes, the colons and the indent of this line and the one above";
        self.diags
            .push(Diagnostic::new(SYNTAX, place, "something in this line or the one above cannot be read").help(hint));
    }
}

/// Says that a comma ended a text inside braces; `rest` is the source from that text on.
fn cut_by_comma(key: &str, cut: &str, place: Span, rest: &str, value: &Node) -> Diagnostic {
    let message = format!("`{cut}` is read as a key, not as a text");
    let finding = Diagnostic::new(crate::tree::UNKNOWN_KEY, place, message);
    if value.number().is_some() && cut.bytes().all(|b| b.is_ascii_digit()) {
        let help = "a comma ends a number inside braces: write `0.5` with a point, and `1000` without a sign";
        return finding.help(help);
    }
    let line = rest.lines().next().unwrap_or("");
    let mut end = 0;
    for part in line.split_inclusive([',', '}']) {
        if end > 0 && part.contains(':') {
            break;
        }
        end += part.len();
        if part.ends_with('}') {
            break;
        }
    }
    let whole = line.get(..end).unwrap_or("").trim_end_matches(['}', ',', ' ']);
    let whole = whole.trim_matches(['\u{201c}', '\u{201d}', '\u{201e}', '"']);
    finding
        .help(format!("a comma ends a text inside braces: put the whole text in double quotes, `{key}: \"{whole}\"`"))
}
