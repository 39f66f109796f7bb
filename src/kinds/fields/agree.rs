//! `agree`: one statement to agree to.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Ty, need};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Agree {
    statement: String,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "agree"
    }

    fn about(&self) -> &'static str {
        "One statement to agree to."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["consent", "toggle", "boolean"]
    }

    fn params(&self) -> &'static [Param] {
        const { &[need("statement", Ty::Markdown, "what is agreed to")] }
    }

    fn labelled(&self) -> bool {
        false
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Agree { statement: table.text("statement")?.value }))
    }
}

impl FieldSpec for Agree {
    fn answer(&self) -> Answer {
        Answer::Shape
    }

    fn view(&self, cx: &ViewContext<'_>, _field: &Field) -> Value {
        json!({ "statement_html": (cx.inline)(&self.statement) })
    }

    fn words(&self) -> Vec<&str> {
        vec![&self.statement]
    }

    fn height(&self) -> f32 {
        9.0
    }
}
