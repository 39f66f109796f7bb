//! `duration`: a length of time.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Ty, opt};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Length {
    max: Option<u32>,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "duration"
    }

    fn about(&self) -> &'static str {
        "A length of time in hours and minutes."
    }

    fn params(&self) -> &'static [Param] {
        const { &[opt("min", Ty::Duration, "the shortest"), opt("max", Ty::Duration, "the longest")] }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        let (min, max) = (table.duration("min"), table.duration("max"));
        super::ordered(table, min.map(f64::from), max.map(f64::from))?;
        Some(Box::new(Length { max }))
    }
}

impl FieldSpec for Length {
    fn answer(&self) -> Answer {
        Answer::Text
    }

    fn view(&self, _cx: &ViewContext<'_>, field: &Field) -> Value {
        json!({ "hours": self.max.is_none_or(|m| m >= 60), "max": self.max, "id": field.id.value })
    }

    fn height(&self) -> f32 {
        9.0
    }
}
