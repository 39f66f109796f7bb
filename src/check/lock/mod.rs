//! `workbook.lock`: what readers may have answered, so that no edit loses it.

use std::collections::{BTreeMap, BTreeSet};

use super::Facts;
use crate::diag::{Diagnostic, Diags, Span};
use crate::model::exercise::Part;
use crate::model::{Book, Choice, Exercise, Field};
use crate::tree::Text;

mod file;
mod names;

pub use file::Lock;
use file::{Locked, LockedField, Name};
pub use names::check as check_names;

crate::codes! {
    GONE Error "SB0901" "a locked id is gone"
        "Readers may have answered it, and their answers are kept under this id. If it was renamed, write `was: [old_id]` on the new one; if it is gone for good, `retired: [old_id]` on the exercise. A choice is retired in the question that had it, and another question may go on with the same id. Then run `stepbook lock`."
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
    OTHER_NAME Error "SB0909" "a locked book has another name"
        "Readers' answers are kept under the book's `id`, which is made from the title unless book.toml sets it, and under its `pack`. Under another name nobody finds an answer again. Write the old name as the message says; the title may change all the same. A fork sets a `pack` of its own, and its readers begin anew: delete the workbook.lock that came with the original, and run `stepbook lock`. If you bring in a newer original later, keep your own workbook.lock."
    TWO_HEIRS Error "SB0908" "an earlier id that names two things"
        "Answers under an earlier id go to the one thing that names it under `was`. An id that is still in use, or that two things claim, would show one reader's answer in two places. Leave it with one of them."
}

/// The family's rules; without a lock file there are none.
pub fn check(facts: &Facts<'_>, diags: &mut Diags) {
    let Some(lock) = Lock::read(facts, diags) else { return };
    let Some(lock_file) = facts.sources.file("workbook.lock") else { return };
    let book = facts.book;
    let nowhere = Span::new(lock_file, 0..0);
    if let (Some(old), Some(now), true) = (&lock.book, Name::of(book), book.config.whole) {
        named_otherwise(book, old, &now, nowhere, diags);
    }
    // What waits with a draft is not gone.
    let all = || book.exercises.iter().chain(&book.drafted);
    for (id, old) in &lock.exercises {
        let known = |x: &&Exercise, name: &str| x.id == name || x.was.iter().any(|w| w.value == name);
        let now = all().find(|x| x.id == *id).or_else(|| all().find(|x| known(x, id)));
        let retired = all().any(|x| x.retired.iter().any(|r| r.value == *id));
        let gone = match now {
            Some(exercise) => {
                compare(exercise, old, diags);
                old.was.iter().filter(|name| !all().any(|x| known(&x, name))).collect()
            }
            None if retired => Vec::new(),
            None => vec![id],
        };
        for id in gone {
            diags.push(
                Diagnostic::new(EXERCISE_GONE, nowhere, format!("the exercise `{id}` is locked and gone")).help(
                    format!("write `was: [{id}]` in the exercise that replaces it, or `retired: [{id}]` in another"),
                ),
            );
        }
    }
    for exercise in book.exercises.iter().filter(|x| lock.retired.contains(&x.id)) {
        brought_back(&exercise.id, exercise.id_span, diags);
    }
    feelings(book, &lock, nowhere, diags);
}

/// Answers are kept under the book's name, so that under another one a reader finds none of them.
fn named_otherwise(book: &Book, old: &Name, now: &Name, nowhere: Span, diags: &mut Diags) {
    let named = book.config.named.unwrap_or(nowhere);
    let anew = "delete workbook.lock and run `stepbook lock`";
    let finding = if old.pack != now.pack {
        // A fork has a name of its own, and readers of its own: none of them has answered what is locked.
        let place = book.config.pack.as_ref().map_or(named, |pack| pack.span);
        let (message, back) = match (&old.pack, &now.pack) {
            (Some(old), _) => (
                format!("answers are kept in the pack `{old}`, and no reader would find them again"),
                format!("write `pack = \"{old}\"` below `[book]`"),
            ),
            (None, _) => (
                "answers are kept without a pack, and no reader would find them again".to_owned(),
                "take the line out".to_owned(),
            ),
        };
        Diagnostic::new(OTHER_NAME, place, message)
            .help(format!("{back}; if this is a fork that nobody has answered yet, {anew}"))
    } else if old.id != now.id {
        let message = format!("answers are kept under `{}`, and no reader would find them under `{}`", old.id, now.id);
        Diagnostic::new(OTHER_NAME, named, message)
            .help(format!("write `id = \"{}\"` below `[book]`; if no reader has answered yet, {anew}", old.id))
    } else {
        return;
    };
    diags.push(finding);
}

fn brought_back(id: &str, span: Span, diags: &mut Diags) {
    diags.push(Diagnostic::new(BROUGHT_BACK, span, format!("`{id}` was retired")).help("choose another id"));
}

fn feelings(book: &Book, lock: &Lock, nowhere: Span, diags: &mut Diags) {
    let words: Vec<&Choice> = book.feelings.iter().flat_map(|g| &g.words).collect();
    let names: BTreeSet<&str> = words.iter().flat_map(|w| w.names()).collect();
    let retired = |id: &str| book.retired_feelings.iter().any(|r| r.value == id);
    for id in lock.feelings.words.iter().filter(|id| !names.contains(id.as_str()) && !retired(id)) {
        diags.push(
            Diagnostic::new(GONE, nowhere, format!("the feeling `{id}` is locked and gone"))
                .help(format!("in `content/words/feelings.yaml`, write `was: [{id}]` on the word that replaces it, or `retired: [{id}]` at the top")),
        );
    }
    for word in words.into_iter().filter(|w| lock.feelings.retired.contains(&w.id)) {
        brought_back(&word.id, word.span, diags);
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
    let named = |id: &str| exercise.field(id).or_else(|| exercise.all_fields().find(|f| was(&f.was, id)));
    for (id, field) in &old.fields {
        if let Some(now) = named(id) {
            one(exercise, now, field, diags);
        }
        for id in std::iter::once(id).chain(&field.was).filter(|id| named(id).is_none() && !retired(id)) {
            diags.push(Diagnostic::new(GONE, exercise.id_span, format!("the field `{id}` is locked and gone")).help(
                format!("write `was: [{id}]` on the field that replaces it, or `retired: [{id}]` on the exercise"),
            ));
        }
    }
    let parts = exercise.spec.parts();
    let here: BTreeSet<&str> =
        parts.iter().flat_map(|p| std::iter::once(&p.id).chain(&p.was)).map(String::as_str).collect();
    // With a scene its picks are gone, which goes without saying.
    let outer_gone = |id: &str| id.split_once('/').is_some_and(|(outer, _)| !here.contains(outer));
    let gone: Vec<&String> =
        old.parts.iter().filter(|id| !here.contains(id.as_str()) && !retired(id) && !outer_gone(id)).collect();
    for id in &gone {
        let own = id.rsplit('/').next().unwrap_or(id);
        diags.push(
            Diagnostic::new(GONE, exercise.id_span, format!("`{id}` is locked and gone"))
                .help(format!("write `was: [{own}]` on what replaces it, or `retired: [{id}]` on the exercise")),
        );
    }
    back(exercise, &parts, old, diags);
    // A band or a score that is gone is told already, and changes how points are counted as a matter of course.
    let told =
        gone.iter().any(|id| old.scoring.keys().any(|score| id.split('/').next().is_some_and(|first| first == score)));
    if !told && !old.scoring.is_empty() && scoring_changed(exercise, old) {
        let next = old.rescored.unwrap_or(1) + 1;
        diags.push(
            Diagnostic::new(RESCORED, exercise.id_span, format!("the scoring of `{}` changed", exercise.id))
                .help(format!("write `rescored: {next}` on the exercise")),
        );
    }
}

fn was(names: &[Text], id: &str) -> bool {
    names.iter().any(|w| w.value == id)
}

/// Reports what was retired and names something again.
fn back(exercise: &Exercise, parts: &[Part], old: &Locked, diags: &mut Diags) {
    let fields = exercise.all_fields().map(|f| (f.id.value.as_str(), f.id.span));
    for (id, span) in fields.chain(parts.iter().map(|p| (p.id.as_str(), p.span))) {
        if old.retired.contains(id) {
            brought_back(id, span, diags);
        }
    }
    for field in exercise.all_fields() {
        let names = std::iter::once(&field.id).chain(&field.was);
        let known = names.map(|name| name.value.as_str()).find_map(|name| old.fields.get(name));
        for choice in field.spec.keys().into_iter().chain(field.spec.choices()) {
            // Older locks list choices with the exercise. What is locked in its question never went.
            let locked = known.is_some_and(|known| known.choices.contains(&choice.id));
            let gone = known.is_some_and(|known| known.retired.contains(&choice.id));
            if gone || !locked && old.retired.contains(&choice.id) {
                brought_back(&choice.id, choice.span, diags);
            }
        }
    }
}

/// Whether anything but names changed in how points are counted.
fn scoring_changed(exercise: &Exercise, old: &Locked) -> bool {
    if exercise.rescored.unwrap_or(1) > old.rescored.unwrap_or(1) {
        return false;
    }
    let rules = |named: &dyn Fn(&str, &[Text]) -> String| -> BTreeMap<String, String> {
        exercise.spec.scoring(exercise, named).into_iter().collect()
    };
    let differ = |now: &BTreeMap<String, String>| old.scoring.iter().any(|(id, rule)| now.get(id) != Some(rule));
    let locked: BTreeSet<&str> = old
        .scoring
        .iter()
        .flat_map(|(id, rule)| {
            std::iter::once(id.as_str()).chain(rule.split(|c: char| !c.is_alphanumeric() && c != '_'))
        })
        .collect();
    // A renamed choice or band is compared under the name it was locked by.
    let before = |id: &str, was: &[Text]| {
        was.iter().map(|w| w.value.as_str()).find(|w| locked.contains(w)).unwrap_or(id).to_owned()
    };
    differ(&rules(&|id, _| id.to_owned())) && differ(&rules(&before))
}

fn one(exercise: &Exercise, now: &Field, old: &LockedField, diags: &mut Diags) {
    let kind = now.kind.name();
    if kind != old.kind && !now.kind.holds_any() {
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
        let ids: Vec<&Choice> = now.spec.keys().into_iter().chain(now.spec.choices()).collect();
        let names: BTreeSet<&str> = ids.iter().flat_map(|c| c.names()).collect();
        let gone = old.choices.iter().filter(|c| !names.contains(c.as_str()) && !was(&exercise.retired, c));
        for id in gone {
            diags.push(
                Diagnostic::new(GONE, now.id.span, format!("`{}` no longer has `{id}`", now.id.value)).help(format!(
                    "if it was renamed, write `new_id: {{label: ..., was: {id}}}`; if it is gone for good, `retired: [{id}]` on the exercise"
                )),
            );
        }
    }
    for choice in
        now.spec.keys().into_iter().chain(now.spec.choices()).filter(|_| kind == old.kind && !now.same_meaning)
    {
        let Some(words) = choice.names().find_map(|name| old.said.get(name)) else { continue };
        if file::has_words(choice) && kept(words, &choice.label) < LITTLE {
            let help = "give the choice a new id, or write `same_meaning: true` on the question";
            diags.push(Diagnostic::new(REWORDED, choice.span, format!("little is left of \"{words}\"")).help(help));
        }
    }
    let words = now.label.as_ref().map_or("", |l| l.value.as_str());
    if !now.same_meaning && kept(&old.words, words) < LITTLE {
        let place = now.label.as_ref().map_or(now.id.span, |l| l.span);
        diags.push(
            Diagnostic::new(REWORDED, place, format!("little is left of \"{}\"", old.words))
                .help("give the question a new id, or write `same_meaning: true`"),
        );
    }
}

/// A third of the words.
const LITTLE: f64 = 0.34;

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
