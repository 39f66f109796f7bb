//! `time`: a time of day.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Clock {}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "time"
    }

    fn about(&self) -> &'static str {
        "A time of day."
    }

    fn params(&self) -> &'static [Param] {
        &[]
    }

    fn read(&self, _table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Clock {}))
    }
}

impl FieldSpec for Clock {
    fn answer(&self) -> Answer {
        Answer::Text
    }

    fn view(&self, _cx: &ViewContext<'_>, _field: &Field) -> Value {
        json!({ "input_type": "time", "min": Value::Null, "max": Value::Null })
    }

    fn height(&self) -> f32 {
        9.0
    }
}
