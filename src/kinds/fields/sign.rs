//! `sign`: a typed name and a date.

use serde_json::{Value, json};

use crate::diag::Diagnostic;
use crate::kinds::{DOUBLED_ID, FieldKind, id_shape};
use crate::model::{Answer, Choice, Field, FieldSpec, ViewContext};
use crate::tree::Text;
use crate::tree::{Param, Table, Ty, opt};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Sign {
    by: Vec<Choice>,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "sign"
    }

    fn about(&self) -> &'static str {
        "A name and a date, for each who signs."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["signature"]
    }

    fn params(&self) -> &'static [Param] {
        const { &[opt("by", Ty::Ids, "who signs: me, partner")] }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        let mut by = table.texts("by");
        for (at, who) in by.iter().enumerate() {
            id_shape(&who.value, who.span, table.report());
            if let Some(first) = by.iter().take(at).find(|other| other.value == who.value) {
                table.say(
                    Diagnostic::new(DOUBLED_ID, who.span, format!("`{}` signs twice", who.value))
                        .also(first.span, "the first")
                        .help("each who signs has a name of their own: `me`, `partner`"),
                );
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        by.retain(|who| seen.insert(who.value.clone()));
        if by.is_empty() {
            by.push(Text { value: "me".to_owned(), span: table.span() });
        }
        Some(Box::new(Sign { by: by.into_iter().map(|t| Choice::new(t, String::new())).collect() }))
    }
}

impl FieldSpec for Sign {
    fn answer(&self) -> Answer {
        Answer::Shape
    }

    fn keys(&self) -> Vec<&Choice> {
        self.by.iter().collect()
    }

    fn view(&self, cx: &ViewContext<'_>, field: &Field) -> Value {
        let by: Vec<Value> = self
            .by
            .iter()
            .map(|Choice { id: who, .. }| {
                let label = match who.as_str() {
                    "me" | "partner" => (cx.string)(&format!("sign_{who}")),
                    other => other.replace('_', " "),
                };
                json!({ "id": who, "html_id": cx.html_id(&field.id.value, who), "label": label })
            })
            .collect();
        json!({ "by": by })
    }

    fn height(&self) -> f32 {
        super::rows(self.by.len(), 1, 16.0)
    }
}
