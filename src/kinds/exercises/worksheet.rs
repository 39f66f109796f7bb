//! `worksheet`: fields.

use serde_json::{Value, json};

use crate::kinds::{ExerciseKind, Fields, Kinds};
use crate::model::{Exercise, ExerciseSpec, ViewContext};
use crate::tree::{Param, Table};

/// The kind.
pub struct Kind;

struct Worksheet;

impl ExerciseKind for Kind {
    fn name(&self) -> &'static str {
        "worksheet"
    }

    fn about(&self) -> &'static str {
        "Questions to fill in."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["form", "sheet", "exercise", "questionnaire"]
    }

    fn params(&self) -> &'static [Param] {
        &[]
    }

    fn fields(&self) -> Fields {
        Fields::Needed
    }

    fn read(&self, _table: &Table<'_>, _kinds: &Kinds) -> Option<Box<dyn ExerciseSpec>> {
        Some(Box::new(Worksheet))
    }
}

impl ExerciseSpec for Worksheet {
    fn view(&self, _cx: &ViewContext<'_>, _exercise: &Exercise) -> Value {
        json!({})
    }
}
