//! The words of an exercise: which texts of a tree are translated, and the tree with a translator's words in it.

use crate::diag::{Diagnostic, Span};
use crate::kinds::{FIELD_PARAMS, Kinds};
use crate::model::translation::Word;
use crate::tree::{Entry, Node, Param, Report, Text, Ty, Value};

crate::codes! {
    NOT_IN_SOURCE Error "SB1303" "a translation of something that is not there"
        "A translation has the same keys and ids as the file it was made from, so that every word finds its place. The key or id was mistyped, or what it named was renamed or removed in the source. Mend it or take it out."
    NO_WORDS Error "SB1304" "something in a translation that is no words"
        "A translation holds words only. Kinds, numbers, conditions, ids and the like come from the source and are the same in every language; of a list whose items have ids, `id` stays, so that each is found."
}

/// Whether a key of this shape holds words that are translated.
#[must_use]
pub fn has_words(ty: &Ty) -> bool {
    match ty {
        Ty::Text | Ty::TextOrId | Ty::Markdown | Ty::Texts | Ty::Labels(_) | Ty::Fields => true,
        Ty::Block(params) | Ty::Blocks(params) | Ty::BlockMap(params) => params.iter().any(|p| has_words(&p.ty)),
        _ => false,
    }
}

/// Lays a translation over the tree it was made from, and notes every word of it on the way.
pub struct Overlay<'a> {
    kinds: &'a Kinds,
    report: &'a Report,
    /// The words, in the order of the source.
    words: Vec<Word>,
    /// Keys in the translation that hold no words: of a file that was copied whole there are many, and it is one mistake.
    idle: Vec<(String, Span)>,
}

impl<'a> Overlay<'a> {
    /// With the kinds that fields can have. What is wrong with the translation goes to `report`.
    #[must_use]
    pub fn new(kinds: &'a Kinds, report: &'a Report) -> Self {
        Self { kinds, report, words: Vec::new(), idle: Vec::new() }
    }

    /// The words, in the order of the source.
    #[must_use]
    pub fn finish(self) -> Vec<Word> {
        if let Some(((first, place), others)) = self.idle.split_first() {
            let (message, help) = if others.is_empty() {
                (format!("`{first}` holds no words to translate"), "take the line out; it comes from the source")
            } else {
                let message = format!("`{first}` and {} more keys here hold no words to translate", others.len());
                (message, "take these lines out; they come from the source. The ids of questions stay")
            };
            let finding = Diagnostic::new(NO_WORDS, *place, message).help(help);
            self.say(others.iter().take(3).fold(finding, |f, (key, span)| f.also(*span, format!("`{key}` as well"))));
        }
        self.words
    }

    fn say(&self, finding: Diagnostic) {
        self.report.borrow_mut().push(finding);
    }

    /// A block of keys. `id` is what it is called where that may stand for its words.
    pub fn block(
        &mut self,
        source: &Node,
        side: Option<&Node>,
        params: &[&[Param]],
        path: &str,
        id: Option<(&str, Span)>,
    ) -> Node {
        let Some(entries) = source.map() else { return source.clone() };
        let side = self.entries(side);
        let find = |key: &str| params.iter().flat_map(|p| p.iter()).find(|p| p.key == key);
        let implied = |p: &&Param| matches!(p.ty, Ty::TextOrId) && !entries.iter().any(|e| e.key == p.key);
        let more: Vec<&Param> = params.iter().flat_map(|p| p.iter()).filter(implied).collect();
        let own_mark = params.iter().find_map(|p| mark(p)).filter(|_| id.is_some());
        for entry in side.iter().filter(|e| own_mark != Some(e.key.as_str())) {
            let there = entries.iter().any(|e| e.key == entry.key) || more.iter().any(|p| p.key == entry.key);
            let wordy = |key: &str| find(key).is_some_and(|p| has_words(&p.ty));
            if !there {
                let known = entries.iter().map(|e| e.key.as_str()).filter(|k| wordy(k));
                self.say(
                    Diagnostic::new(NOT_IN_SOURCE, entry.key_span, format!("the source has no `{}` here", entry.key))
                        .help("take it out; nothing of the kind stands in the source")
                        .suggest(&entry.key, known),
                );
            } else if !wordy(&entry.key) {
                self.idle.push((entry.key.clone(), entry.key_span));
            }
        }
        let mut out: Vec<Entry> = Vec::with_capacity(entries.len() + more.len());
        for entry in entries {
            let own = value(side, &entry.key);
            let value = match find(&entry.key) {
                Some(param) if has_words(&param.ty) => {
                    self.value(&entry.value, own, &param.ty, &join(path, &entry.key))
                }
                _ => entry.value.clone(),
            };
            out.push(Entry { value, ..entry.clone() });
        }
        for (param, (id, span)) in more.iter().filter_map(|p| Some((p, id?))) {
            let words = Node { value: scalar(&id.replace('_', " ")), span };
            let value = self.word(&words, value(side, &param.key), &join(path, &param.key));
            out.push(Entry { key: param.key.to_string(), key_span: span, value });
        }
        Node { value: Value::Map(out), span: source.span }
    }

    fn value(&mut self, source: &Node, side: Option<&Node>, ty: &Ty, path: &str) -> Node {
        match ty {
            Ty::Texts => self.texts(source, side, path),
            Ty::Labels(params) => self.labels(source, side, params, path),
            Ty::Block(params) => self.block(source, side, &[params], path, None),
            Ty::Blocks(params) => self.blocks(source, side, params, path),
            Ty::BlockMap(params) => self.block_map(source, side, params, path),
            Ty::Fields => self.fields(source, side, path),
            _ => self.word(source, side, path),
        }
    }

    /// One text.
    fn word(&mut self, source: &Node, side: Option<&Node>, path: &str) -> Node {
        let Some(text) = source.text().filter(|t| !t.trim().is_empty()) else { return source.clone() };
        let own = side.filter(|n| !n.is_null());
        if let Some(wrong) = own.filter(|n| n.text().is_none()) {
            self.say(
                Diagnostic::new(NO_WORDS, wrong.span, "words are needed here, as one text")
                    .help("write the words after the colon, in quotes if they hold `: `"),
            );
        }
        let own = own.and_then(|n| Some((n.text().filter(|t| !t.trim().is_empty())?, n.span)));
        let spanned = |t: &str, span: Span| Text { value: t.trim_end().to_owned(), span };
        self.words.push(Word {
            path: path.to_owned(),
            source: spanned(text, source.span),
            own: own.map(|(t, span)| spanned(t, span)),
        });
        match own {
            Some((words, span)) => Node { value: scalar(words), span },
            None => source.clone(),
        }
    }

    /// A list of texts, by their places.
    fn texts(&mut self, source: &Node, side: Option<&Node>, path: &str) -> Node {
        let Some(items) = source.list() else { return self.word(source, side, path) };
        let side = self.items(side, items.len());
        let made =
            items.iter().enumerate().map(|(n, item)| self.word(item, side.get(n), &join(path, &(n + 1).to_string())));
        Node { value: Value::List(made.collect()), span: source.span }
    }

    /// Ids with words; either side may write a label as a block.
    fn labels(&mut self, source: &Node, side: Option<&Node>, params: &'static [Param], path: &str) -> Node {
        let Some(entries) = source.map() else { return source.clone() };
        let side = self.entries(side);
        self.known_ids(side, entries);
        let mut out = Vec::with_capacity(entries.len());
        for entry in entries {
            let own = value(side, &entry.key);
            let path = join(path, &entry.key);
            let inner = own.filter(|n| n.map().is_some());
            let label = inner.and_then(|n| value(n.map().unwrap_or(&[]), "label"));
            if let Some(inner) = inner {
                // Only for what is wrong with its keys; the words are taken below.
                let words = self.words.len();
                let blank = Entry { key: "label".into(), key_span: entry.key_span, value: entry.value.clone() };
                let block = Node { value: Value::Map(vec![blank]), span: entry.value.span };
                let whole = if entry.value.map().is_some() { &entry.value } else { &block };
                self.block(whole, Some(inner), &[params], &path, None);
                self.words.truncate(words);
            }
            let own = if inner.is_some() { label } else { own };
            let value = match entry.value.map() {
                None => self.word(&entry.value, own, &path),
                Some(inner) => {
                    let made = inner.iter().map(|e| Entry {
                        value: if e.key == "label" { self.word(&e.value, own, &path) } else { e.value.clone() },
                        ..e.clone()
                    });
                    Node { value: Value::Map(made.collect()), span: entry.value.span }
                }
            };
            out.push(Entry { value, ..entry.clone() });
        }
        Node { value: Value::Map(out), span: source.span }
    }

    fn block_map(&mut self, source: &Node, side: Option<&Node>, params: &'static [Param], path: &str) -> Node {
        let Some(entries) = source.map() else { return source.clone() };
        let side = self.entries(side);
        self.known_ids(side, entries);
        let made = entries.iter().map(|entry| {
            let id = Some((entry.key.as_str(), entry.key_span));
            let own = value(side, &entry.key);
            Entry { value: self.block(&entry.value, own, &[params], &join(path, &entry.key), id), ..entry.clone() }
        });
        Node { value: Value::Map(made.collect()), span: source.span }
    }

    fn fields(&mut self, source: &Node, side: Option<&Node>, path: &str) -> Node {
        let Some(items) = source.list() else { return source.clone() };
        let pairs = self.by_id(items, side, "id");
        let made = items.iter().zip(pairs).map(|(item, own)| {
            let name = item.map().and_then(|m| value(m, "type")).and_then(Node::text);
            match (name.and_then(|n| self.kinds.field(n)), id_of(item, "id")) {
                (Some(kind), Some(id)) => {
                    self.block(item, own, &[FIELD_PARAMS, kind.params()], &join(path, id.0), Some(id))
                }
                // What is wrong with the field was said of the source.
                _ => item.clone(),
            }
        });
        Node { value: Value::List(made.collect()), span: source.span }
    }

    fn blocks(&mut self, source: &Node, side: Option<&Node>, params: &'static [Param], path: &str) -> Node {
        let Some(items) = source.list() else { return source.clone() };
        let mark = mark(params);
        let pairs: Vec<Option<&Node>> = if let Some(mark) = mark {
            self.by_id(items, side, mark)
        } else {
            let side = self.items(side, items.len());
            (0..items.len()).map(|n| side.get(n)).collect()
        };
        let made = items.iter().zip(pairs).enumerate().map(|(n, (item, own))| {
            let id = mark.and_then(|mark| id_of(item, mark));
            let name = id.map_or_else(|| (n + 1).to_string(), |(id, _)| id.to_owned());
            self.block(item, own, &[params], &join(path, &name), id)
        });
        Node { value: Value::List(made.collect()), span: source.span }
    }

    /// For each item of the source the one of the translation with the same id.
    fn by_id<'s>(&self, items: &[Node], side: Option<&'s Node>, mark: &str) -> Vec<Option<&'s Node>> {
        let side = self.items(side, usize::MAX);
        let known: Vec<&str> = items.iter().filter_map(|n| id_of(n, mark)).map(|(id, _)| id).collect();
        let mut seen: Vec<&str> = Vec::new();
        for item in side.iter().filter(|n| !n.is_null()) {
            let Some((id, span)) = id_of(item, mark) else {
                self.say(
                    Diagnostic::new(NOT_IN_SOURCE, item.span, "this item does not say which it is")
                        .help(format!("add `{mark}:` as it is in the source")),
                );
                continue;
            };
            if !known.contains(&id) {
                self.say(
                    Diagnostic::new(NOT_IN_SOURCE, span, format!("the source has no `{id}` here"))
                        .help("take it out; nothing of the kind stands in the source")
                        .suggest(id, known.iter().copied()),
                );
            } else if seen.contains(&id) {
                self.say(
                    Diagnostic::new(NOT_IN_SOURCE, span, format!("`{id}` stands twice"))
                        .help("take one of the two out"),
                );
            }
            seen.push(id);
        }
        let own = |item: &Node| {
            let (id, _) = id_of(item, mark)?;
            side.iter().find(|n| id_of(n, mark).is_some_and(|(own, _)| own == id))
        };
        items.iter().map(own).collect()
    }

    fn known_ids(&self, side: &[Entry], source: &[Entry]) {
        for entry in side.iter().filter(|e| !source.iter().any(|s| s.key == e.key)) {
            self.say(
                Diagnostic::new(NOT_IN_SOURCE, entry.key_span, format!("the source has no `{}` here", entry.key))
                    .suggest(&entry.key, source.iter().map(|s| s.key.as_str())),
            );
        }
    }

    /// The keys of a block in the translation; anything else is reported.
    fn entries<'s>(&self, side: Option<&'s Node>) -> &'s [Entry] {
        let Some(node) = side.filter(|n| !n.is_null()) else { return &[] };
        node.map().unwrap_or_else(|| {
            self.say(
                Diagnostic::new(NO_WORDS, node.span, "the source has keys or ids with words here")
                    .help("write the same keys as in the source, each with its words"),
            );
            &[]
        })
    }

    /// The items of a list in the translation; anything else, and what is over, is reported.
    fn items<'s>(&self, side: Option<&'s Node>, most: usize) -> &'s [Node] {
        let Some(node) = side.filter(|n| !n.is_null()) else { return &[] };
        let Some(items) = node.list() else {
            self.say(
                Diagnostic::new(NO_WORDS, node.span, "the source has a list here")
                    .help("write a list, each item after `- `, in the order of the source"),
            );
            return &[];
        };
        if let Some(over) = items.get(most) {
            self.say(
                Diagnostic::new(NOT_IN_SOURCE, over.span, format!("the source has {most} of these"))
                    .help("take out what is over; items without ids are matched by their order"),
            );
        }
        items
    }
}

fn scalar(text: &str) -> Value {
    Value::Scalar { text: text.to_owned(), plain: false }
}

fn value<'s>(entries: &'s [Entry], key: &str) -> Option<&'s Node> {
    entries.iter().find(|e| e.key == key).map(|e| &e.value)
}

/// The key that items of a list are known by: ids, or the names of helplines.
fn mark(params: &[Param]) -> Option<&'static str> {
    ["id", "name"].into_iter().find(|key| params.iter().any(|p| p.key == *key && matches!(p.ty, Ty::Id)))
}

fn id_of<'n>(node: &'n Node, mark: &str) -> Option<(&'n str, Span)> {
    let id = value(node.map()?, mark)?;
    Some((id.text()?, id.span))
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
