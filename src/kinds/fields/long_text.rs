//! `long_text`: a few sentences.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct LongText {}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "long_text"
    }

    fn about(&self) -> &'static str {
        "A few sentences."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["textarea", "paragraph", "multiline", "essay", "free_text", "journal"]
    }

    fn holds_any(&self) -> bool {
        true
    }

    fn params(&self) -> &'static [Param] {
        &[]
    }

    fn without(&self) -> &'static [&'static str] {
        &[]
    }

    fn read(&self, _table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(LongText {}))
    }
}

impl FieldSpec for LongText {
    fn answer(&self) -> Answer {
        Answer::Text
    }

    fn asks_for_lines(&self) -> bool {
        true
    }

    fn view(&self, _cx: &ViewContext<'_>, field: &Field) -> Value {
        json!({ "lines": field.ruled(), "max": field.max_length })
    }

    fn lines(&self) -> u32 {
        4
    }

    fn height(&self) -> f32 {
        1.0
    }

    fn minutes(&self) -> f32 {
        2.0
    }
}
