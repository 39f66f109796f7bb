//! `text`: one line of words.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Line {}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "text"
    }

    fn about(&self) -> &'static str {
        "One line of words."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["input", "string", "line", "short_text", "textfield", "email"]
    }

    fn params(&self) -> &'static [Param] {
        &[]
    }

    fn without(&self) -> &'static [&'static str] {
        &[]
    }

    fn read(&self, _table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Line {}))
    }
}

impl FieldSpec for Line {
    fn answer(&self) -> Answer {
        Answer::Text
    }

    fn view(&self, _cx: &ViewContext<'_>, field: &Field) -> Value {
        json!({ "max": field.max_length })
    }

    fn lines(&self) -> u32 {
        1
    }

    fn height(&self) -> f32 {
        1.0
    }

    fn minutes(&self) -> f32 {
        1.0
    }
}
