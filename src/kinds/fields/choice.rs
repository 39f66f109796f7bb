//! `choice`: one of several.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Ty, need, opt};

use crate::kinds::{CHOICE_PARAMS, choices as read_choices, not_other};
use crate::model::Choice;

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct One {
    choices: Vec<Choice>,
    other: bool,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "choice"
    }

    fn about(&self) -> &'static str {
        "One of several."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["radio", "select", "dropdown", "radios", "single", "one", "yes_no"]
    }

    fn params(&self) -> &'static [Param] {
        const {
            &[
                need("choices", Ty::Labels(CHOICE_PARAMS), "ids with their words"),
                opt("other", Ty::Bool, "a line for another answer"),
            ]
        }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        let choices = read_choices(table, "choices", 2);
        not_other(table, &choices);
        Some(Box::new(One { choices, other: table.truth("other") }))
    }
}

impl FieldSpec for One {
    fn answer(&self) -> Answer {
        Answer::One
    }

    fn choices(&self) -> Vec<&Choice> {
        self.choices.iter().collect()
    }

    fn has_other(&self) -> bool {
        self.other
    }

    fn points(&self) -> Option<(f64, f64)> {
        self.choices.iter().any(|c| c.points.is_some()).then(|| super::range(&self.choices))
    }

    fn picks(&self) -> bool {
        true
    }

    fn view(&self, cx: &ViewContext<'_>, field: &Field) -> Value {
        json!({ "options": cx.options(&field.id.value, &self.choices), "other": self.other, "max": Value::Null })
    }

    fn words(&self) -> Vec<&str> {
        self.choices.iter().map(|c| c.label.as_str()).collect()
    }

    fn height(&self) -> f32 {
        super::options(self.choices.len(), self.other)
    }
}
