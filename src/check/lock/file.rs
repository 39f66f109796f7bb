//! The file itself: what is locked, written and read back.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Facts;
use super::BAD_LOCK;
use crate::diag::{Diagnostic, Diags, Severity, Span};
use crate::model::{Book, Choice, Exercise, Field};
use crate::tree::{Entry, Node, Text, Value};

/// The lock file. What is answered with ids is listed by every name it has or had, so that no name is lost by a second change.
#[derive(Debug, Default, PartialEq)]
pub struct Lock {
    pub(super) format: u32,
    /// The book's own name; none in a lock from before that was kept.
    pub(super) book: Option<Name>,
    pub(super) exercises: BTreeMap<String, Locked>,
    /// Exercises that are gone for good.
    pub(super) retired: BTreeSet<String>,
    pub(super) feelings: Feelings,
}

/// What a reader's browser keeps all answers of a book under.
#[derive(Debug, PartialEq)]
pub(super) struct Name {
    pub(super) id: String,
    pub(super) pack: Option<String>,
}

impl Name {
    /// The book's name; none where it has no title to make it from.
    pub(super) fn of(book: &Book) -> Option<Self> {
        let config = &book.config;
        let pack = config.pack.as_ref().map(|pack| pack.value.clone());
        (!config.id.is_empty()).then(|| Self { id: config.id.clone(), pack })
    }
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct Locked {
    pub(super) kind: String,
    pub(super) was: BTreeSet<String>,
    pub(super) rescored: Option<u32>,
    pub(super) fields: BTreeMap<String, LockedField>,
    pub(super) scoring: BTreeMap<String, String>,
    /// Turns, scenes, picks, cards, scores and bands.
    pub(super) parts: BTreeSet<String>,
    pub(super) retired: BTreeSet<String>,
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct LockedField {
    pub(super) kind: String,
    pub(super) was: BTreeSet<String>,
    pub(super) words: String,
    pub(super) choices: BTreeSet<String>,
    /// Those that are gone for good: a choice of another question may have the same id.
    pub(super) retired: BTreeSet<String>,
    /// What each of them says; none in a lock from before that was kept.
    pub(super) said: BTreeMap<String, String>,
}

/// The words of `content/words/feelings.yaml`, which belong to no exercise.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Feelings {
    pub(super) words: BTreeSet<String>,
    pub(super) retired: BTreeSet<String>,
}

impl Feelings {
    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.retired.is_empty()
    }
}

impl Lock {
    /// The lock of a book as it stands, with what was retired before.
    #[must_use]
    pub fn of(book: &Book, before: Option<&Self>) -> Self {
        let mut lock = Self { format: 1, book: Name::of(book), ..Self::default() };
        for exercise in &book.exercises {
            let old = before.and_then(|b| b.exercises.get(&exercise.id));
            lock.exercises.insert(exercise.id.clone(), Locked::of(exercise, old));
        }
        let gone = book.exercises.iter().flat_map(|x| &x.retired).map(|t| &t.value);
        let gone = gone.filter(|id| before.is_some_and(|b| b.exercises.contains_key(*id)));
        lock.retired = gone.chain(before.iter().flat_map(|b| &b.retired)).cloned().collect();
        let words = book.feelings.iter().flat_map(|g| &g.words);
        lock.feelings.words = words.flat_map(|w| w.names().map(str::to_owned).collect::<Vec<_>>()).collect();
        lock.feelings.retired = values(&book.retired_feelings);
        lock.feelings.retired.extend(before.iter().flat_map(|b| b.feelings.retired.iter().cloned()));
        lock
    }

    /// The file's text, with a line that says who writes it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = Writer("# Written by `stepbook lock`. Commit it; do not edit it.\nformat: 1".to_owned());
        if let Some(book) = &self.book {
            out.key(0, "book");
            out.text(1, "id", &book.id);
            if let Some(pack) = &book.pack {
                out.text(1, "pack", pack);
            }
        }
        out.key(0, "exercises");
        if self.exercises.is_empty() {
            out.0.push_str(" {}");
        }
        for (id, exercise) in &self.exercises {
            out.key(1, id);
            out.word(2, "kind", &exercise.kind);
            out.list(2, "was", &exercise.was);
            if let Some(count) = exercise.rescored {
                out.word(2, "rescored", &count.to_string());
            }
            if !exercise.fields.is_empty() {
                out.key(2, "fields");
            }
            for (id, field) in &exercise.fields {
                out.key(3, id);
                out.word(4, "kind", &field.kind);
                out.list(4, "was", &field.was);
                out.text(4, "words", &field.words);
                out.list(4, "choices", &field.choices);
                out.list(4, "retired", &field.retired);
                if !field.said.is_empty() {
                    out.key(4, "said");
                }
                for (id, words) in &field.said {
                    out.text(5, id, words);
                }
            }
            if !exercise.scoring.is_empty() {
                out.key(2, "scoring");
            }
            for (id, rule) in &exercise.scoring {
                out.text(3, id, rule);
            }
            out.list(2, "parts", &exercise.parts);
            out.list(2, "retired", &exercise.retired);
        }
        out.list(0, "retired", &self.retired);
        if !self.feelings.is_empty() {
            out.key(0, "feelings");
            out.list(1, "words", &self.feelings.words);
            out.list(1, "retired", &self.feelings.retired);
        }
        out.0.push('\n');
        out.0
    }

    /// Reads a lock file; what cannot be read is reported.
    pub fn read(facts: &Facts<'_>, diags: &mut Diags) -> Option<Self> {
        let file = facts.sources.file("workbook.lock").filter(|file| facts.sources.is_read(*file))?;
        let text = &facts.sources.get(file).text;
        let mut report = Diags::new();
        let root = crate::yaml::parse(text, file, 0, &mut report);
        let place = report.iter().find(|d| d.code.severity == Severity::Error).map(|d| d.place.span);
        let lock = root.as_ref().filter(|_| place.is_none()).and_then(parse);
        if lock.is_none() {
            let place = place.unwrap_or_else(|| Span::new(file, 0..0));
            diags.push(Diagnostic::new(BAD_LOCK, place, "workbook.lock cannot be read").help(
                "take the last good version from your history, or delete it and run `stepbook lock` if no reader has answered yet",
            ));
        }
        lock
    }
}

/// Writes lines of YAML 1.2. The usual writer keeps to 1.1, where other signs end a line, and ids such as `null` are no texts.
struct Writer(String);

impl Writer {
    fn start(&mut self, depth: usize) {
        self.0.push('\n');
        self.0.extend(std::iter::repeat_n("  ", depth));
    }

    fn key(&mut self, depth: usize, key: &str) {
        self.start(depth);
        self.0.push_str(&safe(key));
        self.0.push(':');
    }

    fn word(&mut self, depth: usize, key: &str, word: &str) {
        self.key(depth, key);
        self.0.push(' ');
        self.0.push_str(word);
    }

    fn text(&mut self, depth: usize, key: &str, text: &str) {
        self.word(depth, key, &quoted(text));
    }

    fn list(&mut self, depth: usize, key: &str, items: &BTreeSet<String>) {
        if items.is_empty() {
            return;
        }
        self.key(depth, key);
        for item in items {
            self.start(depth);
            self.0.push_str("- ");
            self.0.push_str(&safe(item));
        }
    }
}

/// An id as it is, in quotes where it would be read as something else.
fn safe(id: &str) -> String {
    let plain = id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-/".contains(c))
        && !["null", "true", "false"].contains(&id);
    if plain { id.to_owned() } else { quoted(id) }
}

/// A text in double quotes, on one line whatever it holds.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // No character that needs more than four digits is among them.
            '\u{2028}' | '\u{2029}' | '\u{feff}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

impl Locked {
    fn of(exercise: &Exercise, old: Option<&Self>) -> Self {
        let as_is = |id: &str, _: &[Text]| id.to_owned();
        let mut scoring: BTreeMap<String, String> = exercise.spec.scoring(exercise, &as_is).into_iter().collect();
        scoring.retain(|_, rule| !rule.is_empty());
        let before = |field: &Field| {
            let names = std::iter::once(&field.id).chain(&field.was);
            names.map(|name| name.value.as_str()).find_map(|name| old?.fields.get(name))
        };
        let fields: BTreeMap<String, LockedField> = exercise
            .all_fields()
            .map(|field| (field.id.value.clone(), LockedField::of(field, &exercise.retired, before(field))))
            .collect();
        // What is retired in a question is listed there.
        let mut retired = values(&exercise.retired);
        retired.retain(|id| {
            let own = old.is_some_and(|old| old.fields.contains_key(id) || old.parts.contains(id));
            own || !fields.values().any(|field| field.retired.contains(id))
        });
        retired.extend(old.iter().flat_map(|o| o.retired.iter().cloned()));
        let parts = exercise.spec.parts();
        Self {
            kind: exercise.kind.name().to_owned(),
            was: values(&exercise.was),
            rescored: exercise.rescored,
            fields,
            scoring,
            parts: parts.into_iter().flat_map(|p| std::iter::once(p.id).chain(p.was)).collect(),
            retired,
        }
    }
}

impl LockedField {
    fn of(field: &Field, gone: &[Text], old: Option<&Self>) -> Self {
        let words = field.label.as_ref().map(|l| l.value.clone()).unwrap_or_default();
        let ids: Vec<_> = field.spec.keys().into_iter().chain(field.spec.choices()).collect();
        let choices: BTreeSet<String> = ids.iter().flat_map(|c| c.names().map(str::to_owned)).collect();
        let had = |id: &Text| !choices.contains(&id.value) && old.is_some_and(|old| old.choices.contains(&id.value));
        let mut retired: BTreeSet<String> = gone.iter().filter(|id| had(id)).map(|id| id.value.clone()).collect();
        retired.extend(old.iter().flat_map(|old| old.retired.iter().cloned()));
        Self {
            kind: field.kind.name().to_owned(),
            was: values(&field.was),
            words,
            choices,
            retired,
            said: ids.iter().filter(|c| has_words(c)).map(|c| (c.id.clone(), c.label.clone())).collect(),
        }
    }
}

/// Whether it says something of its own, and not only its id.
pub(super) fn has_words(choice: &Choice) -> bool {
    choice.label != choice.id.replace('_', " ")
}

fn values(texts: &[Text]) -> BTreeSet<String> {
    texts.iter().map(|t| t.value.clone()).collect()
}

fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    node.map()?.iter().find(|e| e.key == key).map(|e| &e.value)
}

/// The texts of a list; none where there is no list, and nothing where something else stands, which would be lost.
fn texts(node: Option<&Node>) -> Option<BTreeSet<String>> {
    let Some(node) = node else { return Some(BTreeSet::new()) };
    node.list()?.iter().map(|n| n.text().map(str::to_owned)).collect()
}

/// The entries of a map, in the same way.
fn entries(node: Option<&Node>) -> Option<&[Entry]> {
    node.map_or(Some(&[]), Node::map)
}

fn parse(root: &Node) -> Option<Lock> {
    if get(root, "format")?.number()? as u32 != 1 {
        return None;
    }
    let mut lock = Lock { format: 1, retired: texts(get(root, "retired"))?, ..Lock::default() };
    if let Some(node) = get(root, "book") {
        let pack = get(node, "pack").map(|pack| pack.text().map(str::to_owned).ok_or(()));
        lock.book = Some(Name { id: get(node, "id")?.text()?.to_owned(), pack: pack.transpose().ok()? });
    }
    if let Some(node) = get(root, "feelings") {
        lock.feelings = Feelings { words: texts(get(node, "words"))?, retired: texts(get(node, "retired"))? };
    }
    for entry in get(root, "exercises")?.map()? {
        let node = &entry.value;
        let mut one = Locked {
            kind: get(node, "kind")?.text()?.to_owned(),
            was: texts(get(node, "was"))?,
            rescored: get(node, "rescored").and_then(Node::number).map(|n| n as u32),
            parts: texts(get(node, "parts"))?,
            retired: texts(get(node, "retired"))?,
            ..Locked::default()
        };
        for field in entries(get(node, "fields"))? {
            let words = match &get(&field.value, "words")?.value {
                Value::Scalar { text, .. } => text.clone(),
                _ => return None,
            };
            let kind = get(&field.value, "kind")?.text()?.to_owned();
            let list = |key: &str| texts(get(&field.value, key));
            let (was, choices, retired) = (list("was")?, list("choices")?, list("retired")?);
            let said = entries(get(&field.value, "said"))?;
            let said = said.iter().filter_map(|e| Some((e.key.clone(), e.value.text()?.to_owned()))).collect();
            one.fields.insert(field.key.clone(), LockedField { kind, was, words, choices, retired, said });
        }
        for rule in entries(get(node, "scoring"))? {
            one.scoring.insert(rule.key.clone(), rule.value.text()?.to_owned());
        }
        lock.exercises.insert(entry.key.clone(), one);
    }
    Some(lock)
}
