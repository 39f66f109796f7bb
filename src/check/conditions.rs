//! Conditions: names exist, types fit, nothing hides for ever or in a circle.

use super::Facts;
use crate::diag::{Diagnostic, Diags};
use crate::model::condition::{Expr, Op, Operand};
use crate::model::exercise::OTHER;
use crate::model::{Answer, Book, Exercise, Field};

crate::codes! {
    UNKNOWN_FIELD Error "SB0610" "a condition on a field that is not there"
        "Conditions name fields of the same exercise by their ids, and scores with `score(id)`."
    MISFIT Error "SB0611" "a condition that does not fit the field"
        "Numbers are compared with numbers, one choice with `==`, several choices with `has(field, choice)`; words only with `answered(field)`."
    UNKNOWN_CHOICE Error "SB0612" "a condition on a choice that is not there"
        "The choice was renamed or mistyped. The help line names the nearest one."
    CIRCLE Error "SB0613" "conditions that wait for each other"
        "Each of the fields shown is hidden until another of them is answered, so none ever shows. Take one condition away."
    NEVER Error "SB0614" "a condition that can never hold"
        "No answers make it true, so the field would never be seen. Look at the bounds of the numbers, and at `and` where `or` is meant."
}

/// The family's rules.
pub fn check(facts: &Facts<'_>, diags: &mut Diags) {
    for exercise in &facts.book.exercises {
        for field in exercise.all_fields() {
            let Some(condition) = &field.show_if else { continue };
            let before = diags.count(crate::diag::Severity::Error);
            condition.expr.atoms(&mut |atom| one(facts.book, exercise, field, atom, diags));
            if diags.count(crate::diag::Severity::Error) > before {
                continue;
            }
            let range = |operand: &Operand| match operand {
                Operand::Field(f) => match exercise.field(f)?.spec.answer() {
                    Answer::Number(low, high) => Some((low, high)),
                    _ => None,
                },
                Operand::Score(score) => exercise.spec.score_range(exercise, score),
            };
            let options =
                |f: &str| Some(named(exercise.field(f)?, facts.book).into_iter().map(str::to_owned).collect());
            let mut whole = true;
            condition.expr.atoms(&mut |atom| {
                whole &=
                    atom.field().and_then(|f| exercise.field(f)).is_some_and(|f| f.whole) || atom.field().is_none();
            });
            if whole && !condition.expr.possible(&range, &options) {
                diags.push(
                    Diagnostic::new(NEVER, condition.source.span, "this can never hold")
                        .help("look at the bounds, and at `and` where `or` is meant"),
                );
            }
            circle(exercise, field, diags);
        }
    }
}

/// The ids that a condition on a field can name.
fn named<'b>(field: &'b Field, book: &'b Book) -> Vec<&'b str> {
    let choices = field.spec.options(book).into_iter().map(|c| c.id.as_str());
    choices.chain(field.spec.has_other().then_some(OTHER)).collect()
}

fn one(book: &Book, exercise: &Exercise, own: &Field, atom: &Expr, diags: &mut Diags) {
    let span = match atom {
        Expr::Number { span, .. }
        | Expr::Choice { span, .. }
        | Expr::Has { span, .. }
        | Expr::Answered { span, .. } => *span,
        _ => return,
    };
    if let Expr::Number { left: Operand::Score(score), .. } = atom {
        let known: Vec<String> =
            exercise.spec.scoring(exercise, &|id, _| id.to_owned()).into_iter().map(|(id, _)| id).collect();
        if !known.contains(score) {
            let finding = Diagnostic::new(UNKNOWN_FIELD, span, format!("there is no score `{score}`"))
                .help("this exercise has no scores; compare a field instead");
            diags.push(finding.suggest(score, known.iter().map(String::as_str)));
        }
        return;
    }
    let Some(name) = atom.field() else { return };
    if exercise.field(name).is_none() && exercise.has_lost(name) {
        return;
    }
    let Some(field) = exercise.field(name) else {
        let known: Vec<&str> =
            exercise.all_fields().map(|f| f.id.value.as_str()).filter(|n| *n != own.id.value).collect();
        diags.push(Diagnostic::new(UNKNOWN_FIELD, span, format!("there is no field `{name}`")).suggest(name, known));
        return;
    };
    let kind = field.kind.name();
    let misfit = |message: String, help: &str| {
        Diagnostic::new(MISFIT, span, message).also(field.id.span, format!("a `{kind}`")).help(help)
    };
    match (atom, field.spec.answer()) {
        (_, Answer::Nothing) => {
            diags.push(misfit(format!("`{name}` is never answered"), "compare a field that is answered"))
        }
        (Expr::Number { .. }, Answer::Number(..)) | (Expr::Answered { .. }, _) => {}
        (Expr::Number { .. }, _) => diags.push(misfit(
            format!("`{name}` is not a number"),
            "compare a choice with `==` and its id, or use `answered(...)`",
        )),
        (Expr::Choice { choice, .. }, Answer::One) | (Expr::Has { choice, .. }, Answer::Many | Answer::One) => {
            let options = field.spec.options(book);
            let known = named(field, book);
            if !known.contains(&choice.as_str()) && field.whole {
                // The words of a choice are what one sees, and so what one types.
                let said = options.iter().find(|c| c.label.eq_ignore_ascii_case(choice)).map(|c| c.id.as_str());
                let finding = Diagnostic::new(UNKNOWN_CHOICE, span, format!("`{name}` has no choice `{choice}`"))
                    .also(field.id.span, "this field");
                diags.push(match said {
                    Some(id) => finding.help(format!("choices are named by their ids: did you mean `{id}`?")),
                    None => finding.suggest(choice, known),
                });
            }
        }
        (Expr::Choice { choice, op, .. }, Answer::Many) => {
            let not = if *op == Op::Ne { "not " } else { "" };
            diags.push(misfit(
                format!("`{name}` takes several choices"),
                &format!("write `{not}has({name}, {choice})`"),
            ));
        }
        (Expr::Choice { .. }, _) => {
            diags.push(misfit(format!("`{name}` is not a choice"), "use `answered(...)`, or compare a number"))
        }
        (Expr::Has { .. }, _) => diags.push(misfit(format!("`{name}` has no choices"), "use `answered(...)`")),
        _ => {}
    }
}

fn circle(exercise: &Exercise, start: &Field, diags: &mut Diags) {
    let mut open = vec![start];
    let mut seen: Vec<&str> = Vec::new();
    while let Some(field) = open.pop() {
        let Some(condition) = &field.show_if else { continue };
        let mut back = false;
        condition.expr.atoms(&mut |atom| {
            let Some(name) = atom.field() else { return };
            back |= name == start.id.value;
            if !seen.contains(&name) {
                seen.push(name);
                open.extend(exercise.field(name));
            }
        });
        if back && let Some(own) = &start.show_if {
            diags.push(
                Diagnostic::new(CIRCLE, own.source.span, format!("`{}` waits for itself", start.id.value))
                    .also(condition.source.span, "by way of this")
                    .help("take one of the conditions away"),
            );
            return;
        }
    }
}
