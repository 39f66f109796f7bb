//! `scale`: one step of a short scale.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Ty, need, opt};

use crate::kinds::{CHOICE_PARAMS, choices as read_choices, ends};
use crate::model::Choice;

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Steps {
    steps: Vec<Choice>,
    ends: Option<(String, String)>,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "scale"
    }

    fn about(&self) -> &'static str {
        "One step of a short scale."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["likert", "rating", "stars"]
    }

    fn params(&self) -> &'static [Param] {
        const {
            &[
                need("steps", Ty::Labels(CHOICE_PARAMS), "ids with their words, from low to high"),
                opt("ends", Ty::Texts, "words for the low end and the high end"),
            ]
        }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Steps { steps: read_choices(table, "steps", 2), ends: ends(table) }))
    }
}

impl FieldSpec for Steps {
    fn answer(&self) -> Answer {
        Answer::One
    }

    fn choices(&self) -> Vec<&Choice> {
        self.steps.iter().collect()
    }

    fn points(&self) -> Option<(f64, f64)> {
        self.steps.iter().any(|c| c.points.is_some()).then(|| super::range(&self.steps))
    }

    fn view(&self, cx: &ViewContext<'_>, field: &Field) -> Value {
        json!({ "steps": cx.options(&field.id.value, &self.steps), "ends": self.ends })
    }

    fn words(&self) -> Vec<&str> {
        self.steps.iter().map(|c| c.label.as_str()).collect()
    }

    fn height(&self) -> f32 {
        12.0
    }
}
