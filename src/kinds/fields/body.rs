//! `body`: where in the body something is felt.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Ty, opt};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Body {
    max: Option<u32>,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "body"
    }

    fn about(&self) -> &'static str {
        "Where in the body it is felt."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["body_map", "bodymap"]
    }

    fn params(&self) -> &'static [Param] {
        const { &[opt("max", Ty::Number(1.0, 20.0), "how many places at most")] }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Body { max: table.count("max", 1, 20) }))
    }
}

impl FieldSpec for Body {
    fn answer(&self) -> Answer {
        Answer::Shape
    }

    fn view(&self, cx: &ViewContext<'_>, field: &Field) -> Value {
        let regions: Vec<Value> = REGIONS
            .iter()
            .map(|r| json!({ "id": r, "html_id": cx.html_id(&field.id.value, r), "label": (cx.string)(&format!("body_{r}")) }))
            .collect();
        json!({ "regions": regions, "max": self.max })
    }

    fn height(&self) -> f32 {
        60.0
    }

    fn minutes(&self) -> f32 {
        1.0
    }
}

/// Places on the outline, from head to foot; the theme's strings name them as `body_<place>`.
pub const REGIONS: &[&str] =
    &["head", "jaw", "throat", "shoulders", "chest", "belly", "back", "arms", "hands", "hips", "legs", "feet"];
