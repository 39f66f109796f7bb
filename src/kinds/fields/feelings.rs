//! `feelings`: a picker of feeling words from content/words/feelings.yaml.

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Diags};
use crate::kinds::BAD_REFERENCE;
use crate::kinds::FieldKind;
use crate::model::book::FeelingGroup;
use crate::model::{Answer, Choice, Field, FieldSpec, ViewContext};
use crate::model::{Book, Exercise};
use crate::tree::Text;
use crate::tree::{Param, Table, Ty, opt};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Feelings {
    max: Option<u32>,
    groups: Vec<Text>,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "feelings"
    }

    fn about(&self) -> &'static str {
        "Words for feelings, from `content/words/feelings.yaml`."
    }

    fn params(&self) -> &'static [Param] {
        const { &[opt("max", Ty::Number(1.0, 50.0), "how many at most"), opt("groups", Ty::Ids, "only these groups")] }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Feelings { max: table.count("max", 1, 50), groups: table.texts("groups") }))
    }
}

impl Feelings {
    fn groups<'b>(&'b self, book: &'b Book) -> impl Iterator<Item = &'b FeelingGroup> {
        let shown = |g: &&FeelingGroup| self.groups.is_empty() || self.groups.iter().any(|t| t.value == g.id);
        book.feelings.iter().filter(shown)
    }
}

impl FieldSpec for Feelings {
    fn answer(&self) -> Answer {
        Answer::Many
    }

    fn options<'b>(&'b self, book: &'b Book) -> Vec<&'b Choice> {
        self.groups(book).flat_map(|g| &g.words).collect()
    }

    fn view(&self, cx: &ViewContext<'_>, field: &Field) -> Value {
        let groups: Vec<Value> = self
            .groups(cx.book)
            .map(|g| json!({ "id": g.id, "html_id": cx.html_id(&field.id.value, &g.id), "label": g.label, "words": cx.options(&field.id.value, &g.words) }))
            .collect();
        json!({ "groups": groups, "max": self.max })
    }

    fn check(&self, field: &Field, _exercise: &Exercise, book: &Book, diags: &mut Diags) {
        if book.feelings.is_empty() {
            diags.push(
                Diagnostic::new(BAD_REFERENCE, field.id.span, "there are no feeling words to pick from")
                    .help("add `content/words/feelings.yaml` with `groups:`; `stepbook init` writes one to copy"),
            );
        }
        for group in &self.groups {
            if !book.feelings.iter().any(|g| g.id == group.value) {
                diags.push(
                    Diagnostic::new(
                        BAD_REFERENCE,
                        group.span,
                        format!("there is no group of feelings `{}`", group.value),
                    )
                    .suggest(&group.value, book.feelings.iter().map(|g| g.id.as_str())),
                );
            }
        }
    }

    fn height(&self) -> f32 {
        72.0
    }

    fn minutes(&self) -> f32 {
        1.0
    }
}
