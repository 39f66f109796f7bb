//! Conditions on a page: in words, for paper and for pages without script, and as data for the script.

use serde_json::{Value, json};

use super::Maker;
use crate::markdown::{typeset, unmarked};
use crate::model::condition::{Op, Operand};
use crate::model::exercise::OTHER;
use crate::model::{Exercise, Expr};

/// A condition as data: the operator first, `["and", ["<", "steady", 5], ["answered", "worry"]]`.
#[must_use]
pub fn json(expr: &Expr) -> Value {
    match expr {
        Expr::And(a, b) => json!(["and", json(a), json(b)]),
        Expr::Or(a, b) => json!(["or", json(a), json(b)]),
        Expr::Not(a) => json!(["not", json(a)]),
        Expr::Number { left: Operand::Field(field), op, right, .. } => json!([sign(*op), field, right]),
        Expr::Number { left: Operand::Score(score), op, right, .. } => json!([sign(*op), ["score", score], right]),
        Expr::Choice { field, op, choice, .. } => json!([sign(*op), field, choice]),
        Expr::Has { field, choice, .. } => json!(["has", field, choice]),
        Expr::Answered { field, .. } => json!(["answered", field]),
    }
}

fn sign(op: Op) -> &'static str {
    match op {
        Op::Eq => "==",
        Op::Ne => "!=",
        Op::Lt => "<",
        Op::Le => "<=",
        Op::Gt => ">",
        Op::Ge => ">=",
    }
}

/// A condition said in words.
pub fn sentence(maker: &Maker<'_>, exercise: &Exercise, expr: &Expr) -> String {
    maker.theme.string("if_words").replace("{condition}", &words(maker, exercise, expr))
}

fn words(maker: &Maker<'_>, exercise: &Exercise, expr: &Expr) -> String {
    let t = |key: &str| maker.theme.string(key);
    let label = |id: &str| {
        exercise
            .field(id)
            .and_then(|f| f.label.as_ref())
            .map_or_else(|| id.replace('_', " "), |l| unmarked(&l.value).trim_end_matches(['.', ':', '?']).to_owned())
    };
    let choice = |field: &str, id: &str| {
        let asked = exercise.field(field);
        if id == OTHER && asked.is_some_and(|f| f.spec.has_other()) {
            return t("other");
        }
        let found = asked.and_then(|f| f.spec.options(maker.book).into_iter().find(|c| c.id == id));
        found.map_or_else(|| id.replace('_', " "), |c| typeset(&c.label).into_owned())
    };
    match expr {
        Expr::And(a, b) => {
            t("if_and").replace("{a}", &words(maker, exercise, a)).replace("{b}", &words(maker, exercise, b))
        }
        Expr::Or(a, b) => {
            t("if_or").replace("{a}", &words(maker, exercise, a)).replace("{b}", &words(maker, exercise, b))
        }
        Expr::Not(a) => t("if_not").replace("{a}", &words(maker, exercise, a)),
        Expr::Number { left, op, right, .. } => {
            let key = match op {
                Op::Eq => "if_eq",
                Op::Ne => "if_ne",
                Op::Lt => "if_lt",
                Op::Le => "if_le",
                Op::Gt => "if_gt",
                Op::Ge => "if_ge",
            };
            let name = match left {
                Operand::Field(f) => label(f),
                Operand::Score(s) => {
                    let part = exercise.spec.parts().into_iter().find(|p| p.id == *s);
                    part.map_or_else(|| s.replace('_', " "), |p| p.label.clone())
                }
            };
            t(key).replace("{field}", &name).replace("{n}", &right.to_string())
        }
        Expr::Choice { field, op, choice: id, .. } => t(if *op == Op::Ne { "if_not_chose" } else { "if_chose" })
            .replace("{choice}", &choice(field, id))
            .replace("{field}", &label(field)),
        Expr::Has { field, choice: id, .. } => {
            t("if_chose").replace("{choice}", &choice(field, id)).replace("{field}", &label(field))
        }
        Expr::Answered { field, .. } => t("if_answered").replace("{field}", &label(field)),
    }
}
