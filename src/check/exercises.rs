//! What holds for exercises of every kind.

use super::Facts;
use crate::diag::{Diagnostic, Diags};
use crate::kinds::exercises::SHARE_OUTSIDE_PAIR;

crate::codes! {
    LONG_SHEET Advice "SB0510" "a sheet that takes over a quarter of an hour"
        "People fill in sheets tired, upset, or in the last ten minutes of a session. Split it in two, or take the least needed question out."
    LONG_LABEL Advice "SB0511" "a very long label"
        "A label over 120 letters is read twice. Ask the question in the label, and put the rest into `hint`."
    NO_LINES Advice "SB0512" "a long answer that does not say how many lines it prints"
        "The author knows best how much there is to write. Add `print: {lines: 4}`."
    LONG_PICK Advice "SB0513" "very many choices"
        "Over fifteen choices are no choice but a search. Group them, or let the reader write."
}

/// The family's rules.
pub fn check(facts: &Facts<'_>, diags: &mut Diags) {
    for exercise in &facts.book.exercises {
        let takes = exercise.takes();
        if takes > 15 {
            diags.push(Diagnostic::new(LONG_SHEET, exercise.title.span, format!("this sheet takes about {takes} minutes")).help("split it in two, or take a question out"));
        }
        for field in exercise.all_fields() {
            if exercise.kind.name() != "pair" {
                for word in [&field.share, &field.compare].into_iter().flatten() {
                    diags.push(Diagnostic::new(SHARE_OUTSIDE_PAIR, word.span, format!("a `{}` shares nothing", exercise.kind.name())).help("remove the key, or make the exercise a `pair`"));
                }
            }
            if let Some(label) = field.label.as_ref().filter(|l| l.value.chars().count() > 120) {
                diags.push(Diagnostic::new(LONG_LABEL, label.span, format!("this label has {} letters", label.value.chars().count())).help("keep the question, and move the rest into `hint`"));
            }
            if field.kind.name() == "long_text" && field.lines.is_none() {
                diags.push(Diagnostic::new(NO_LINES, field.id.span, format!("`{}` does not say how many lines it prints", field.id.value)).help("add `print: {lines: 4}`"));
            }
            if matches!(field.kind.name(), "choice" | "choices") && field.spec.choices().len() > 15 {
                diags.push(Diagnostic::new(LONG_PICK, field.id.span, format!("`{}` offers {} choices", field.id.value, field.spec.choices().len())).help("group them, or let the reader write"));
            }
        }
    }
}
