//! `checklist`: things to tick off.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Ty, need};

use crate::kinds::{CHOICE_PARAMS, choices as read_choices};
use crate::model::Choice;

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Checklist {
    items: Vec<Choice>,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "checklist"
    }

    fn about(&self) -> &'static str {
        "Things to tick off."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["todo", "tasks", "ticks"]
    }

    fn params(&self) -> &'static [Param] {
        const { &[need("items", Ty::Labels(CHOICE_PARAMS), "ids with their words")] }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Checklist { items: read_choices(table, "items", 1) }))
    }
}

impl FieldSpec for Checklist {
    fn answer(&self) -> Answer {
        Answer::Many
    }

    fn choices(&self) -> Vec<&Choice> {
        self.items.iter().collect()
    }

    fn points(&self) -> Option<(f64, f64)> {
        self.items.iter().any(|c| c.points.is_some()).then(|| super::sums(&self.items))
    }

    fn view(&self, cx: &ViewContext<'_>, field: &Field) -> Value {
        json!({ "items": cx.options(&field.id.value, &self.items) })
    }

    fn words(&self) -> Vec<&str> {
        self.items.iter().map(|c| c.label.as_str()).collect()
    }

    fn height(&self) -> f32 {
        super::rows(self.items.len(), 1, 8.0)
    }
}
