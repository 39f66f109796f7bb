//! `choices`: any of several.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Ty, need, opt};

use crate::kinds::{CHOICE_PARAMS, choices as read_choices, idle, not_other};
use crate::model::Choice;

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Many {
    choices: Vec<Choice>,
    other: bool,
    max: Option<u32>,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "choices"
    }

    fn about(&self) -> &'static str {
        "Any of several."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["checkbox", "checkboxes", "multiple", "multiselect", "multiple_choice", "tags", "many"]
    }

    fn params(&self) -> &'static [Param] {
        const {
            &[
                need("choices", Ty::Labels(CHOICE_PARAMS), "ids with their words"),
                opt("other", Ty::Bool, "a line for another answer"),
                opt("max", Ty::Number(1.0, 100.0), "how many at most"),
            ]
        }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        let choices = read_choices(table, "choices", 2);
        not_other(table, &choices);
        let (other, max) = (table.truth("other"), table.count("max", 1, 100));
        if max.is_some_and(|max| max as usize >= choices.len() + usize::from(other)) {
            idle(table, &["max"], "when it is not below the number of choices");
        }
        Some(Box::new(Many { choices, other, max }))
    }
}

impl FieldSpec for Many {
    fn answer(&self) -> Answer {
        Answer::Many
    }

    fn choices(&self) -> Vec<&Choice> {
        self.choices.iter().collect()
    }

    fn has_other(&self) -> bool {
        self.other
    }

    fn points(&self) -> Option<(f64, f64)> {
        self.choices.iter().any(|c| c.points.is_some()).then(|| super::sums(&self.choices))
    }

    fn picks(&self) -> bool {
        true
    }

    fn view(&self, cx: &ViewContext<'_>, field: &Field) -> Value {
        json!({ "options": cx.options(&field.id.value, &self.choices), "other": self.other, "max": self.max })
    }

    fn words(&self) -> Vec<&str> {
        self.choices.iter().map(|c| c.label.as_str()).collect()
    }

    fn height(&self) -> f32 {
        super::options(self.choices.len(), self.other)
    }
}
