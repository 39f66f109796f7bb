//! What a chapter's author meant by a placement that places nothing, or by an exercise in the text.

use super::PASTED;
use crate::diag::{Diagnostic, Span, nearest};
use crate::model::id;

/// The placement that was meant by what places nothing.
pub fn placement(typed: &str) -> String {
    let words = typed.trim_matches(|c: char| c.is_whitespace() || "{}[]%<>()\u{ff5b}\u{ff5d}".contains(c));
    let words: Vec<&str> =
        words.split(|c: char| c.is_whitespace() || c == ':').filter(|word| !word.is_empty()).collect();
    let named = |id: &str| {
        let id = id::mend(id::meant(id), '-');
        format!("`{{{{exercise {id}}}}}`")
    };
    match words.as_slice() {
        [first, rest @ ..] if nearest(first, &["helplines"]).is_some() || (*first == "help" && rest == ["lines"]) => {
            "`{{helplines}}`".to_owned()
        }
        [one] if one.starts_with("exercise-") => named(one.trim_start_matches("exercise-")),
        [one] if nearest(one, &["exercise"]).is_none() => named(one),
        [first, id] if nearest(first, &["exercise", "sheet", "worksheet"]).is_some() => named(id),
        [first, id, more] if *first == "exercise" && more.starts_with('#') => named(id),
        // An id has no blanks, and a title does.
        [first, one, more @ ..] if *first == "exercise" && !more.is_empty() => {
            named(&[&[*one], more].concat().join("-"))
        }
        _ => "`{{exercise its-id}}` or `{{helplines}}`".to_owned(),
    }
}

/// Says that an exercise stands where a chapter's text should.
pub fn exercise(span: Span, id: Option<&str>) -> Diagnostic {
    let id = id.filter(|id| id::is_exercise(id)).unwrap_or("its-id");
    Diagnostic::new(PASTED, span, "an exercise begins here, and would be shown as text").help(format!(
        "put it into a file of its own, `content/exercises/{id}.yaml`, and place it with `{{{{exercise {id}}}}}`"
    ))
}
