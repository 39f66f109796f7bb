//! `recall`: an earlier answer, shown again.

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Diags};
use crate::kinds::BAD_REFERENCE;
use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::model::{Book, Exercise};
use crate::tree::Text;
use crate::tree::{Param, Table, Ty, need};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Recall {
    of: Text,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "recall"
    }

    fn about(&self) -> &'static str {
        "Shows an earlier answer."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["answer", "reference", "earlier"]
    }

    fn params(&self) -> &'static [Param] {
        const { &[need("of", Ty::Name, "the exercise and field, as `exercise-id#field_id`")] }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Recall { of: table.text("of")? }))
    }
}

impl FieldSpec for Recall {
    fn answer(&self) -> Answer {
        Answer::Nothing
    }

    fn shows(&self) -> Option<&Text> {
        Some(&self.of)
    }

    fn has_links(&self) -> bool {
        true
    }

    fn view(&self, cx: &ViewContext<'_>, _field: &Field) -> Value {
        let (exercise, name) = self.of.value.split_once('#').unwrap_or((&self.of.value, ""));
        let found = cx.book.exercise(exercise).and_then(|x| x.field(name));
        let label = found.and_then(|f| f.label.as_ref()).map_or_else(|| name.to_owned(), |l| (cx.unmarked)(&l.value));
        // An answer may be kept under a name from before.
        let all = |id: &str, was: &[Text]| {
            std::iter::once(id).chain(was.iter().map(|w| w.value.as_str())).collect::<Vec<_>>().join(" ")
        };
        let exercises = cx.book.exercise(exercise).map_or_else(|| exercise.to_owned(), |x| all(&x.id, &x.was));
        let fields = found.map_or_else(|| name.to_owned(), |f| all(&f.id.value, &f.was));
        json!({ "of_label": label, "href": cx.sheet(&self.of.value), "of_html_id": format!("{exercise}--{name}"), "of_exercise": exercises, "of_field": fields, "found": found.is_some() })
    }

    fn check(&self, _field: &Field, _exercise: &Exercise, book: &Book, diags: &mut Diags) {
        let (exercise, name) = self.of.value.split_once('#').unwrap_or((&self.of.value, ""));
        if book.is_unread(exercise) {
            return;
        }
        let Some(found) = book.exercise(exercise) else {
            diags.push(
                Diagnostic::new(BAD_REFERENCE, self.of.span, format!("there is no exercise `{exercise}`"))
                    .suggest(exercise, book.exercises.iter().map(|x| x.id.as_str())),
            );
            return;
        };
        if name.is_empty() {
            let first = found.all_fields().next().map_or("its_field", |f| f.id.value.as_str());
            diags.push(
                Diagnostic::new(BAD_REFERENCE, self.of.span, "this names an exercise, and no question of it")
                    .help(format!("add the question after `#`, such as `{exercise}#{first}`")),
            );
        } else if found.field(name).is_none() && !found.has_lost(name) {
            let names: Vec<&str> = found.all_fields().map(|f| f.id.value.as_str()).collect();
            diags.push(
                Diagnostic::new(BAD_REFERENCE, self.of.span, format!("exercise `{exercise}` has no field `{name}`"))
                    .suggest(name, names),
            );
        }
    }

    fn lines(&self) -> u32 {
        2
    }
}
