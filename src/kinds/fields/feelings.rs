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

    fn other_names(&self) -> &'static [&'static str] {
        &["emotions", "feeling", "mood"]
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
        if book.unread.iter().any(|path| path.starts_with("content/words/")) {
            return;
        }
        if book.feelings.is_empty() {
            diags.push(
                Diagnostic::new(BAD_REFERENCE, field.id.span, "there are no feeling words to pick from")
                    .help("add `content/words/feelings.yaml` with `groups:`; `stepbook init` writes one to copy"),
            );
            return;
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

    fn height_in(&self, book: &Book) -> f32 {
        self.groups(book).map(group_height).sum()
    }

    fn minutes(&self) -> f32 {
        1.0
    }
}

/// Millimetres of a group on paper: its name, and its words in as many lines as they need.
#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn group_height(group: &FeelingGroup) -> f32 {
    let words: f32 = group.words.iter().map(|w| w.label.chars().count() as f32 * 2.7 + 3.2).sum();
    5.0 + (words / 190.0).ceil() * 7.0
}

#[cfg(test)]
mod tests {
    use super::{FeelingGroup, group_height};
    use crate::diag::{FileId, Span};
    use crate::model::Choice;

    fn group(words: usize) -> FeelingGroup {
        let words = vec![
            Choice {
                id: "relieved".to_owned(),
                span: Span::new(FileId(0), 0..0),
                label: "Relieved".to_owned(),
                points: None,
                was: Vec::new()
            };
            words
        ];
        FeelingGroup { id: "calm".to_owned(), label: "Calm".to_owned(), words }
    }

    #[test]
    fn more_words_take_more_lines() {
        let height = |words| group_height(&group(words));
        assert!(height(2) < 13.0, "{}", height(2));
        assert_eq!(height(2), height(7));
        assert_eq!(height(8) - height(7), 7.0);
    }
}
