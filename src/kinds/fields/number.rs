//! `number`: a number.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Ty, opt};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Count {
    min: f64,
    max: f64,
    step: f64,
    unit: Option<String>,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "number"
    }

    fn about(&self) -> &'static str {
        "A number between two bounds."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["integer", "float", "count"]
    }

    fn params(&self) -> &'static [Param] {
        const {
            &[
                opt("min", Ty::Number(-1e9, 1e9), "the least"),
                opt("max", Ty::Number(-1e9, 1e9), "the most"),
                opt("step", Ty::Number(0.001, 1e9), "from one value to the next"),
                opt("unit", Ty::Text, "a word after it"),
            ]
        }
    }

    fn without(&self) -> &'static [&'static str] {
        &["max_length", "print"]
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        let (min, max, step) = super::bounds(table, 0.0, 1000.0)?;
        Some(Box::new(Count { min, max, step, unit: table.text("unit").map(|t| t.value) }))
    }
}

impl FieldSpec for Count {
    fn answer(&self) -> Answer {
        Answer::Number(self.min, self.max)
    }

    fn points(&self) -> Option<(f64, f64)> {
        Some((self.min, self.max))
    }

    fn ends(&self) -> Option<(f64, f64)> {
        None
    }

    fn scores_whole(&self) -> bool {
        [self.min, self.max, self.step].iter().all(|n| n.fract() == 0.0)
    }

    fn view(&self, _cx: &ViewContext<'_>, _field: &Field) -> Value {
        json!({ "min": self.min, "max": self.max, "step": self.step, "unit": self.unit })
    }

    fn words(&self) -> Vec<&str> {
        self.unit.iter().map(String::as_str).collect()
    }

    fn height(&self) -> f32 {
        9.0
    }
}
