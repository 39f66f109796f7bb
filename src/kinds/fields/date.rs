//! `date`: a day.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Day {}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "date"
    }

    fn about(&self) -> &'static str {
        "A day."
    }

    fn params(&self) -> &'static [Param] {
        &[]
    }

    fn read(&self, _table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Day {}))
    }
}

impl FieldSpec for Day {
    fn answer(&self) -> Answer {
        Answer::Text
    }

    fn is_day(&self) -> bool {
        true
    }

    fn view(&self, _cx: &ViewContext<'_>, _field: &Field) -> Value {
        json!({ "input_type": "date", "min": Value::Null, "max": Value::Null })
    }

    fn height(&self) -> f32 {
        9.0
    }
}
