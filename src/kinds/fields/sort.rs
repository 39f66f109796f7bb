//! `sort`: things put into named places.

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
struct Sort {
    buckets: Vec<Choice>,
    items: Vec<Choice>,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "sort"
    }

    fn about(&self) -> &'static str {
        "Things put into named places."
    }

    fn params(&self) -> &'static [Param] {
        const {
            &[
                need("buckets", Ty::Labels(LABEL_PARAMS), "the places: ids with their words"),
                need("items", Ty::Labels(LABEL_PARAMS), "the things: ids with their words"),
            ]
        }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Sort { buckets: labels(table, "buckets", 2), items: labels(table, "items", 2) }))
    }
}

impl FieldSpec for Sort {
    fn answer(&self) -> Answer {
        Answer::Shape
    }

    fn choices(&self) -> Vec<&Choice> {
        self.buckets.iter().collect()
    }

    fn keys(&self) -> Vec<&Choice> {
        self.items.iter().collect()
    }

    fn view(&self, cx: &ViewContext<'_>, field: &Field) -> Value {
        json!({ "buckets": cx.options(&field.id.value, &self.buckets), "items": cx.options(&field.id.value, &self.items) })
    }

    fn words(&self) -> Vec<&str> {
        self.buckets.iter().chain(&self.items).map(|c| c.label.as_str()).collect()
    }

    fn height(&self) -> f32 {
        super::rows(self.items.len() + 1, 1, 8.0)
    }

    fn minutes(&self) -> f32 {
        1.5
    }
}
