//! Earlier names: each leads to one thing. Holds with and without a lock file.

use std::collections::BTreeMap;

use super::super::Facts;
use super::{BROUGHT_BACK, TWO_HEIRS};
use crate::diag::{Diagnostic, Diags, Span};
use crate::kinds::BAD_ID;
use crate::model::Choice;
use crate::tree::Text;

/// Something with its id and the ids it had before.
struct Named<'a> {
    id: &'a str,
    span: Span,
    was: &'a [Text],
}

impl<'a> Named<'a> {
    fn of(choice: &'a Choice) -> Self {
        Self { id: &choice.id, span: choice.span, was: &choice.was }
    }
}

/// Looks at all names of a book, at each place where they have to differ.
pub fn check(facts: &Facts<'_>, diags: &mut Diags) {
    let book = facts.book;
    differ(book.exercises.iter().map(|x| Named { id: &x.id, span: x.id_span, was: &x.was }), diags);
    differ(book.feelings.iter().flat_map(|g| &g.words).map(Named::of), diags);
    for exercise in &book.exercises {
        for gone in &exercise.retired {
            let Some(field) = exercise.field(&gone.value) else { continue };
            diags.push(
                Diagnostic::new(BROUGHT_BACK, gone.span, format!("`{}` is retired and still asked", gone.value))
                    .also(field.id.span, "here")
                    .help("take it out of `retired`, or give the field another id"),
            );
        }
        differ(exercise.all_fields().map(|f| Named { id: &f.id.value, span: f.id.span, was: &f.was }), diags);
        for field in exercise.all_fields() {
            differ(field.spec.choices().into_iter().map(Named::of), diags);
            differ(field.spec.keys().into_iter().map(Named::of), diags);
        }
        let parts = exercise.spec.parts();
        let mut owners: BTreeMap<&str, Span> = parts.iter().map(|p| (p.id.as_str(), p.span)).collect();
        for part in &parts {
            for name in &part.was {
                if let Some(other) = owners.insert(name, part.span) {
                    say(name, part.span, other, diags);
                    break;
                }
            }
        }
    }
}

fn differ<'a>(all: impl Iterator<Item = Named<'a>>, diags: &mut Diags) {
    let all: Vec<Named<'a>> = all.collect();
    // Most books have never renamed anything.
    if all.iter().all(|n| n.was.is_empty()) {
        return;
    }
    let mut owners: BTreeMap<&str, Span> = all.iter().map(|n| (n.id, n.span)).collect();
    for text in all.iter().flat_map(|n| n.was) {
        if !text.value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-')) {
            diags.push(
                Diagnostic::new(BAD_ID, text.span, format!("`{}` was never an id", text.value))
                    .help("write the id that stood here before, not the words"),
            );
        }
        if let Some(other) = owners.insert(&text.value, text.span) {
            say(&text.value, text.span, other, diags);
        }
    }
}

fn say(name: &str, span: Span, other: Span, diags: &mut Diags) {
    diags.push(
        Diagnostic::new(TWO_HEIRS, span, format!("the earlier id `{name}` names something else as well"))
            .also(other, "here")
            .help("leave it under `was` of the one thing that its answers belong to"),
    );
}
