//! `note`: text only.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Text, Ty, need};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Note {
    text: Text,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "note"
    }

    fn about(&self) -> &'static str {
        "Text only."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["info", "html", "markdown", "heading", "static"]
    }

    fn params(&self) -> &'static [Param] {
        const { &[need("text", Ty::Markdown, "the words")] }
    }

    fn labelled(&self) -> bool {
        false
    }

    fn without(&self) -> &'static [&'static str] {
        &["label", "hint", "placeholder", "max_length", "print"]
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Note { text: table.text("text")? }))
    }
}

impl FieldSpec for Note {
    fn answer(&self) -> Answer {
        Answer::Nothing
    }

    fn has_links(&self) -> bool {
        true
    }

    fn view(&self, cx: &ViewContext<'_>, _field: &Field) -> Value {
        json!({ "html": (cx.block)(&self.text.value) })
    }

    fn texts(&self) -> Vec<&Text> {
        vec![&self.text]
    }

    fn words(&self) -> Vec<&str> {
        vec![&self.text.value]
    }

    fn height(&self) -> f32 {
        crate::model::paper::paragraph(&self.text.value)
    }

    fn minutes(&self) -> f32 {
        0.2
    }
}
