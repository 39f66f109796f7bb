//! `workbook.lock`: what readers may have answered, so that no edit loses it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Facts;
use crate::diag::{Diagnostic, Diags, Span};
use crate::model::{Book, Exercise, Field};
use crate::tree::{Node, Value};

crate::codes! {
    GONE Error "SB0901" "a locked id is gone"
        "Readers may have answered it, and their answers are kept under this id. If it was renamed, write `was: [old_id]` on the new one; if it is gone for good, `retired: [old_id]` on the exercise. Then run `stepbook lock`."
    KIND_CHANGED Error "SB0902" "a locked field is of another kind"
        "An answer of the old kind does not fit the new one. Give the new question a new id; only a change to `long_text` keeps every answer."
    RESCORED Error "SB0903" "points or band limits changed"
        "Results that readers keep were counted by the old points. Write `rescored: 2` on the exercise (then 3, and so on), so that old results keep their old band and say so."
    REWORDED Advice "SB0904" "little of the old words is left"
        "A new question under an old id shows old answers that answered something else. Give it a new id, or write `same_meaning: true` on the field."
    BROUGHT_BACK Error "SB0905" "a retired id comes back"
        "A retired id never names anything again: answers under it belong to the old question. Choose another id."
    BAD_LOCK Error "SB0906" "workbook.lock cannot be read"
        "The file is written by `stepbook lock` alone. Take the last good version from your history, or delete it and run `stepbook lock` if no reader has answered anything yet."
    EXERCISE_GONE Error "SB0907" "a locked exercise is gone"
        "Readers may have answered it. If it was renamed, write `was: [old-id]` in the new one; if it is gone for good, list it with `retired:` in another exercise. Then run `stepbook lock`."
}

/// The lock file.
#[derive(Serialize, Debug, Default, PartialEq)]
pub struct Lock {
    format: u32,
    exercises: BTreeMap<String, Locked>,
}

#[derive(Serialize, Debug, Default, PartialEq)]
struct Locked {
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rescored: Option<u32>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<String, LockedField>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    scoring: BTreeMap<String, String>,
    /// Turns, scenes, cards, scores and bands.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    parts: BTreeSet<String>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    retired: BTreeSet<String>,
}

#[derive(Serialize, Debug, Default, PartialEq)]
struct LockedField {
    kind: String,
    hash: String,
    words: String,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    choices: BTreeSet<String>,
}

impl Lock {
    /// The lock of a book as it stands, with what was retired before.
    #[must_use]
    pub fn of(book: &Book, before: Option<&Self>) -> Self {
        let mut lock = Self { format: 1, exercises: BTreeMap::new() };
        for exercise in &book.exercises {
            let mut scoring: BTreeMap<String, String> = exercise.spec.scoring(exercise).into_iter().collect();
            scoring.retain(|_, rule| !rule.is_empty());
            let mut retired: BTreeSet<String> = exercise.retired.iter().map(|t| t.value.clone()).collect();
            let old = before.and_then(|b| b.exercises.get(&exercise.id));
            retired.extend(old.iter().flat_map(|o| o.retired.iter().cloned()));
            let fields = exercise.all_fields().map(|f| (f.id.value.clone(), locked(f))).collect();
            lock.exercises.insert(
                exercise.id.clone(),
                Locked {
                    kind: exercise.kind.name().to_owned(),
                    rescored: exercise.rescored,
                    fields,
                    scoring,
                    parts: parts(exercise),
                    retired,
                },
            );
        }
        lock
    }

    /// The file's text, with a line that says who writes it.
    ///
    /// # Errors
    /// Never in practice; the writer's own error otherwise.
    pub fn text(&self) -> anyhow::Result<String> {
        Ok(format!("# Written by `stepbook lock`. Commit it; do not edit it.\n{}", serde_yaml::to_string(self)?))
    }

    /// Reads a lock file; what cannot be read is reported.
    pub fn read(facts: &Facts<'_>, diags: &mut Diags) -> Option<Self> {
        let file = facts.sources.file("workbook.lock")?;
        let text = &facts.sources.get(file).text;
        let report = RefCell::new(Diags::new());
        let root = crate::yaml::parse(text, file, 0, &mut report.borrow_mut());
        let lock = root.as_ref().and_then(parse);
        if lock.is_none() {
            diags.push(Diagnostic::new(BAD_LOCK, Span::new(file, 0..0), "workbook.lock cannot be read").help(
                "take the last good version from your history, or run `stepbook lock` if no reader has answered yet",
            ));
        }
        lock
    }
}

fn parts(exercise: &Exercise) -> BTreeSet<String> {
    exercise.spec.parts().into_iter().map(|c| c.id.clone()).collect()
}

fn locked(field: &Field) -> LockedField {
    let words = field.label.as_ref().map(|l| l.value.clone()).unwrap_or_default();
    LockedField {
        kind: field.kind.name().to_owned(),
        hash: short_hash(&words),
        words,
        choices: field.spec.choices().iter().map(|c| c.id.clone()).collect(),
    }
}

/// The first ten hexadecimal digits of the BLAKE3 hash of words.
#[must_use]
pub fn short_hash(words: &str) -> String {
    blake3::hash(words.as_bytes()).to_hex().as_str().chars().take(10).collect()
}

fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    node.map()?.iter().find(|e| e.key == key).map(|e| &e.value)
}

fn texts(node: Option<&Node>) -> BTreeSet<String> {
    node.and_then(Node::list).unwrap_or(&[]).iter().filter_map(|n| n.text().map(str::to_owned)).collect()
}

fn parse(root: &Node) -> Option<Lock> {
    if get(root, "format")?.number()? as u32 != 1 {
        return None;
    }
    let mut lock = Lock { format: 1, exercises: BTreeMap::new() };
    for entry in get(root, "exercises")?.map()? {
        let node = &entry.value;
        let mut one = Locked {
            kind: get(node, "kind")?.text()?.to_owned(),
            rescored: get(node, "rescored").and_then(Node::number).map(|n| n as u32),
            parts: texts(get(node, "parts")),
            retired: texts(get(node, "retired")),
            ..Locked::default()
        };
        for field in get(node, "fields").and_then(Node::map).unwrap_or(&[]) {
            let words = match &get(&field.value, "words")?.value {
                Value::Scalar { text, .. } => text.clone(),
                _ => return None,
            };
            let kind = get(&field.value, "kind")?.text()?.to_owned();
            one.fields.insert(
                field.key.clone(),
                LockedField { kind, hash: short_hash(&words), words, choices: texts(get(&field.value, "choices")) },
            );
        }
        for rule in get(node, "scoring").and_then(Node::map).unwrap_or(&[]) {
            one.scoring.insert(rule.key.clone(), rule.value.text()?.to_owned());
        }
        lock.exercises.insert(entry.key.clone(), one);
    }
    Some(lock)
}

/// The family's rules; without a lock file there are none.
pub fn check(facts: &Facts<'_>, diags: &mut Diags) {
    let Some(lock) = Lock::read(facts, diags) else { return };
    let Some(lock_file) = facts.sources.file("workbook.lock") else { return };
    for (id, old) in &lock.exercises {
        let now = facts
            .book
            .exercise(id)
            .or_else(|| facts.book.exercises.iter().find(|x| x.was.iter().any(|w| w.value == *id)));
        match now {
            Some(exercise) => compare(exercise, old, diags),
            None if facts.book.exercises.iter().any(|x| x.retired.iter().any(|r| r.value == *id)) => {}
            None => diags.push(
                Diagnostic::new(
                    EXERCISE_GONE,
                    Span::new(lock_file, 0..0),
                    format!("the exercise `{id}` is locked and gone"),
                )
                .help(format!("write `was: [{id}]` in the exercise that replaces it, or `retired: [{id}]` in another")),
            ),
        }
    }
}

fn compare(exercise: &Exercise, old: &Locked, diags: &mut Diags) {
    if exercise.kind.name() != old.kind {
        diags.push(
            Diagnostic::new(
                KIND_CHANGED,
                exercise.id_span,
                format!("`{}` was a `{}` and is a `{}`", exercise.id, old.kind, exercise.kind.name()),
            )
            .help("give the new exercise a new id"),
        );
    }
    let retired = |id: &str| exercise.retired.iter().any(|r| r.value == id);
    for (id, field) in &old.fields {
        let found = exercise.field(id).or_else(|| exercise.all_fields().find(|f| f.was.iter().any(|w| w.value == *id)));
        match found {
            Some(now) => one(exercise, now, field, diags),
            None if retired(id) => {}
            None => diags.push(
                Diagnostic::new(GONE, exercise.id_span, format!("the field `{id}` is locked and gone")).help(format!(
                    "write `was: [{id}]` on the field that replaces it, or `retired: [{id}]` on the exercise"
                )),
            ),
        }
    }
    let here = parts(exercise);
    for id in old.parts.iter().filter(|id| !here.contains(*id) && !retired(id)) {
        diags.push(
            Diagnostic::new(GONE, exercise.id_span, format!("`{id}` is locked and gone"))
                .help(format!("put it back, or write `retired: [{id}]` on the exercise")),
        );
    }
    for id in &old.retired {
        let choice = || {
            exercise
                .all_fields()
                .flat_map(|f| f.spec.choices())
                .chain(exercise.spec.parts())
                .find(|c| c.id == *id)
                .map(|c| c.span)
        };
        if let Some(span) = exercise.field(id).map(|f| f.id.span).or_else(choice) {
            diags.push(Diagnostic::new(BROUGHT_BACK, span, format!("`{id}` was retired")).help("choose another id"));
        }
    }
    let now: BTreeMap<String, String> = exercise.spec.scoring(exercise).into_iter().collect();
    if old.scoring.iter().any(|(id, rule)| now.get(id) != Some(rule))
        && exercise.rescored.unwrap_or(1) <= old.rescored.unwrap_or(1)
    {
        let next = old.rescored.unwrap_or(1) + 1;
        diags.push(
            Diagnostic::new(RESCORED, exercise.id_span, format!("the scoring of `{}` changed", exercise.id))
                .help(format!("write `rescored: {next}` on the exercise")),
        );
    }
}

fn one(exercise: &Exercise, now: &Field, old: &LockedField, diags: &mut Diags) {
    let kind = now.kind.name();
    if kind != old.kind && kind != "long_text" {
        diags.push(
            Diagnostic::new(
                KIND_CHANGED,
                now.id.span,
                format!("`{}` was a `{}` and is a `{kind}`", now.id.value, old.kind),
            )
            .help("give the new question a new id; only a change to `long_text` keeps every answer"),
        );
        return;
    }
    if kind == old.kind {
        let choices: BTreeSet<&str> = now.spec.choices().iter().map(|c| c.id.as_str()).collect();
        let gone = old
            .choices
            .iter()
            .filter(|c| !choices.contains(c.as_str()) && !exercise.retired.iter().any(|r| r.value == **c));
        for id in gone {
            diags.push(
                Diagnostic::new(GONE, now.id.span, format!("`{}` no longer has the choice `{id}`", now.id.value))
                    .help(format!("put it back, or write `retired: [{id}]` on the exercise")),
            );
        }
    }
    let words = now.label.as_ref().map_or("", |l| l.value.as_str());
    if short_hash(words) != old.hash && !now.same_meaning && kept(&old.words, words) < 0.34 {
        let place = now.label.as_ref().map_or(now.id.span, |l| l.span);
        diags.push(
            Diagnostic::new(REWORDED, place, format!("little is left of \"{}\"", old.words))
                .help("give the question a new id, or write `same_meaning: true`"),
        );
    }
}

/// How much of the old words is left, from 0 to 1: shared words over all words.
#[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
fn kept(old: &str, new: &str) -> f64 {
    let set = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let (old, new) = (set(old), set(new));
    let all = old.union(&new).count();
    if all == 0 { 1.0 } else { old.intersection(&new).count() as f64 / all as f64 }
}
