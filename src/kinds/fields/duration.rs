//! `duration`: a length of time.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Length {}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "duration"
    }

    fn about(&self) -> &'static str {
        "A length of time in hours and minutes."
    }

    fn params(&self) -> &'static [Param] {
        &[]
    }

    fn read(&self, _table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Length {}))
    }
}

impl FieldSpec for Length {
    fn answer(&self) -> Answer {
        Answer::Text
    }

    fn has_range(&self) -> bool {
        true
    }

    fn view(&self, _cx: &ViewContext<'_>, field: &Field) -> Value {
        json!({ "hours": true, "max": Value::Null, "id": field.id.value })
    }

    fn height(&self) -> f32 {
        9.0
    }
}
