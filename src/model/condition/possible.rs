//! Whether some answers make a condition hold.

use std::collections::{BTreeMap, BTreeSet};

use super::{Expr, Op, Operand};

/// A case of a condition: comparisons that hold together, each with whether it is denied.
type Case<'e> = Vec<(&'e Expr, bool)>;

impl Expr {
    /// Whether some answers make it hold. `range` gives the bounds of a number or score, `options` what can be chosen in a
    /// field that takes one of several. A condition of more than 256 cases is taken to be possible.
    pub fn possible(
        &self,
        range: &dyn Fn(&Operand) -> Option<(f64, f64)>,
        options: &dyn Fn(&str) -> Option<Vec<String>>,
    ) -> bool {
        let Some(cases) = self.cases(false) else { return true };
        cases.iter().any(|case| consistent(case, range, options))
    }

    /// Disjunctive normal form; `None` when there are too many cases.
    fn cases(&self, denied: bool) -> Option<Vec<Case<'_>>> {
        match (self, denied) {
            (Self::Not(a), _) => a.cases(!denied),
            (Self::And(a, b), false) | (Self::Or(a, b), true) => {
                let (a, b) = (a.cases(denied)?, b.cases(denied)?);
                if a.len() * b.len() > 256 {
                    return None;
                }
                Some(a.iter().flat_map(|x| b.iter().map(|y| x.iter().chain(y).copied().collect())).collect())
            }
            (Self::And(a, b), true) | (Self::Or(a, b), false) => {
                let mut all = a.cases(denied)?;
                all.extend(b.cases(denied)?);
                (all.len() <= 256).then_some(all)
            }
            (atom, _) => Some(vec![vec![(atom, denied)]]),
        }
    }

    /// What has to be there for a comparison to hold: a field's answer, or a score. Each holds of nothing but answers.
    fn wants(&self) -> Option<Operand> {
        match self {
            Self::Number { left, .. } => Some(left.clone()),
            Self::Choice { field, .. } | Self::Has { field, .. } | Self::Answered { field, .. } => {
                Some(Operand::Field(field.clone()))
            }
            _ => None,
        }
    }
}

fn consistent(
    case: &[(&Expr, bool)],
    range: &dyn Fn(&Operand) -> Option<(f64, f64)>,
    options: &dyn Fn(&str) -> Option<Vec<String>>,
) -> bool {
    let given: BTreeSet<Operand> =
        case.iter().filter(|(_, denied)| !denied).filter_map(|(atom, _)| atom.wants()).collect();
    let mut numbers: Vec<(&Operand, f64, f64)> = Vec::new();
    let mut excluded: Vec<(&Operand, f64)> = Vec::new();
    let mut chosen: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut made: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for (atom, denied) in case {
        // What is denied of an answer holds as well where there is none.
        if *denied && atom.wants().is_some_and(|operand| !given.contains(&operand)) {
            continue;
        }
        match atom {
            Expr::Number { left, op, right, .. } => {
                let at = numbers.iter().position(|(o, ..)| *o == left).unwrap_or_else(|| {
                    let (low, high) = range(left).unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
                    numbers.push((left, low, high));
                    numbers.len() - 1
                });
                let Some((_, low, high)) = numbers.get_mut(at) else { continue };
                // Bounds are kept a hair apart for strict comparisons; answers are never that fine.
                let hair = 1e-9;
                match if *denied { op.negated() } else { *op } {
                    Op::Eq => (*low, *high) = (low.max(*right), high.min(*right)),
                    Op::Lt => *high = high.min(right - hair),
                    Op::Le => *high = high.min(*right),
                    Op::Gt => *low = low.max(right + hair),
                    Op::Ge => *low = low.max(*right),
                    Op::Ne => excluded.push((left, *right)),
                }
                if *low > *high || excluded.iter().any(|(o, n)| **o == *left && *low >= *n && *high <= *n) {
                    return false;
                }
            }
            Expr::Choice { field, op, choice, .. } => {
                let is = (*op == Op::Eq) != *denied;
                let left = chosen.entry(field).or_insert_with(|| options(field).unwrap_or_default());
                left.retain(|c| (c == choice) == is);
                if left.is_empty() {
                    return false;
                }
            }
            Expr::Has { field, choice, .. } => {
                if made.insert((field, choice), !denied) == Some(*denied) {
                    return false;
                }
            }
            // It is denied that there is an answer, which something else asks for.
            Expr::Answered { .. } if *denied => return false,
            Expr::Answered { .. } | Expr::And(..) | Expr::Or(..) | Expr::Not(..) => {}
        }
    }
    true
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::{Strategy, prop_oneof, proptest};
    use proptest::sample::select;

    use super::{Expr, Op, Operand};
    use crate::diag::{FileId, Span};
    use crate::model::Condition;
    use crate::tree::Text;

    /// A number, one of several and any of several; `None` and an empty list where nothing is answered.
    type Answers = (Option<f64>, Option<&'static str>, Vec<&'static str>);

    const CHOICES: [&str; 3] = ["quiet", "rest", "other"];

    /// What `holds` in the theme's `js/lib/condition.js` says of these answers.
    fn holds(expr: &Expr, answers: &Answers) -> bool {
        let (number, one, many) = answers;
        match expr {
            Expr::And(a, b) => holds(a, answers) && holds(b, answers),
            Expr::Or(a, b) => holds(a, answers) || holds(b, answers),
            Expr::Not(a) => !holds(a, answers),
            Expr::Number { op, right, .. } => number.is_some_and(|left| match op {
                Op::Eq => left == *right,
                Op::Ne => left != *right,
                Op::Lt => left < *right,
                Op::Le => left <= *right,
                Op::Gt => left > *right,
                Op::Ge => left >= *right,
            }),
            Expr::Choice { op, choice, .. } => one.is_some_and(|made| (made == choice) == (*op == Op::Eq)),
            Expr::Has { choice, .. } => many.contains(&choice.as_str()),
            Expr::Answered { field, .. } => match field.as_str() {
                "n" => number.is_some(),
                "one" => one.is_some(),
                _ => !many.is_empty(),
            },
        }
    }

    fn answers() -> Vec<Answers> {
        let numbers = (2..=8_u8).map(|half| Some(f64::from(half) / 2.0)).chain([None]);
        let ones = CHOICES.map(Some).into_iter().chain([None]);
        let many =
            (0..8).map(|set| (0..3).filter(move |bit| set >> bit & 1 == 1).filter_map(|bit| CHOICES.get(bit).copied()));
        let many: Vec<Vec<&str>> = many.map(Iterator::collect).collect();
        let pairs = numbers.flat_map(|number| ones.clone().map(move |one| (number, one)));
        pairs.flat_map(|(number, one)| many.iter().map(move |many| (number, one, many.clone()))).collect()
    }

    fn parsed(text: &str) -> Expr {
        let source = Text { value: text.to_owned(), span: Span::new(FileId(0), 0..text.len()) };
        Condition::parse(source).unwrap().expr
    }

    fn possible(expr: &Expr) -> bool {
        let range = |operand: &Operand| matches!(operand, Operand::Field(_)).then_some((1.0, 4.0));
        expr.possible(&range, &|_| Some(CHOICES.map(str::to_owned).to_vec()))
    }

    fn condition() -> impl Strategy<Value = String> {
        let number =
            (select(vec!["<", "<=", ">", ">=", "==", "!="]), 0..6_u8).prop_map(|(op, n)| format!("n {op} {n}"));
        let one = (select(vec!["==", "!="]), select(CHOICES.to_vec())).prop_map(|(op, c)| format!("one {op} {c}"));
        let many = select(vec!["quiet", "rest"]).prop_map(|c| format!("has(many, {c})"));
        let answered = select(vec!["n", "one", "many"]).prop_map(|field| format!("answered({field})"));
        prop_oneof![number, one, many, answered].prop_recursive(3, 8, 2, |inner| {
            prop_oneof![
                inner.clone().prop_map(|a| format!("not ({a})")),
                (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) and ({b})")),
                (inner.clone(), inner).prop_map(|(a, b)| format!("({a}) or ({b})")),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_condition_is_possible_where_some_answers_make_it_hold(text in condition()) {
            let expr = parsed(&text);
            assert_eq!(possible(&expr), answers().iter().any(|answers| holds(&expr, answers)), "{text}");
        }
    }

    #[test]
    fn what_is_denied_holds_where_nothing_is_answered() {
        assert!(possible(&parsed("not answered(n) and not n < 4")));
        assert!(possible(&parsed("not score(s) < 4 and not score(s) >= 4")));
        assert!(!possible(&parsed("not answered(one) and one != rest")));
    }
}
