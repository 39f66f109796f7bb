//! `grid`: the same scale for several rows.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Ty, need};

use crate::kinds::{CHOICE_PARAMS, LABEL_PARAMS, choices as read_choices, labels};
use crate::model::Choice;

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Grid {
    scale: Vec<Choice>,
    rows: Vec<Choice>,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "grid"
    }

    fn about(&self) -> &'static str {
        "The same scale for several rows."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["matrix", "likert_grid"]
    }

    fn params(&self) -> &'static [Param] {
        const {
            &[
                need("scale", Ty::Labels(CHOICE_PARAMS), "columns: ids with their words, points where it is scored"),
                need("rows", Ty::Labels(LABEL_PARAMS), "rows: ids with their words"),
            ]
        }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Grid { scale: read_choices(table, "scale", 2), rows: labels(table, "rows", 1) }))
    }
}

impl FieldSpec for Grid {
    fn answer(&self) -> Answer {
        Answer::Shape
    }

    fn choices(&self) -> Vec<&Choice> {
        self.scale.iter().collect()
    }

    fn keys(&self) -> Vec<&Choice> {
        self.rows.iter().collect()
    }

    fn points(&self) -> Option<(f64, f64)> {
        self.scale.iter().any(|c| c.points.is_some()).then(|| {
            let (low, high) = super::range(&self.scale);
            let rows = f64::from(u32::try_from(self.rows.len()).unwrap_or(u32::MAX));
            (low * rows, high * rows)
        })
    }

    fn blanks(&self) -> usize {
        self.rows.len()
    }

    fn view(&self, cx: &ViewContext<'_>, field: &Field) -> Value {
        json!({ "columns": cx.options(&field.id.value, &self.scale), "rows": cx.options(&field.id.value, &self.rows), "multiple": false })
    }

    fn words(&self) -> Vec<&str> {
        self.scale.iter().chain(&self.rows).map(|c| c.label.as_str()).collect()
    }

    fn height(&self) -> f32 {
        super::rows(self.rows.len() + 1, 1, 9.0)
    }

    fn minutes(&self) -> f32 {
        super::rows(self.rows.len(), 1, 0.25)
    }
}
