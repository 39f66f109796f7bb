//! `rank`: things put in order.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Ty, need};

use crate::kinds::{LABEL_PARAMS, labels};
use crate::model::Choice;

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Rank {
    items: Vec<Choice>,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "rank"
    }

    fn about(&self) -> &'static str {
        "Things put in order."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["order", "ranking", "sortable"]
    }

    fn params(&self) -> &'static [Param] {
        const { &[need("items", Ty::Labels(LABEL_PARAMS), "ids with their words")] }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Rank { items: labels(table, "items", 2) }))
    }
}

impl FieldSpec for Rank {
    fn answer(&self) -> Answer {
        Answer::Shape
    }

    fn choices(&self) -> Vec<&Choice> {
        self.items.iter().collect()
    }

    fn view(&self, cx: &ViewContext<'_>, field: &Field) -> Value {
        json!({ "items": cx.options(&field.id.value, &self.items) })
    }

    fn words(&self) -> Vec<&str> {
        self.items.iter().map(|c| c.label.as_str()).collect()
    }

    fn height(&self) -> f32 {
        super::rows(self.items.len(), 1, 9.0)
    }

    fn minutes(&self) -> f32 {
        1.5
    }
}
