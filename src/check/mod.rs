//! A book to findings, and nothing else: rules that need more than one file, or that judge rather than read.

use rayon::prelude::*;

use crate::diag::{Code, Diags};
use crate::model::{Book, Language};
use crate::source::Sources;

mod conditions;
mod exercises;
mod helplines;
mod links;
pub mod lock;
mod paper;
mod translations;
mod words;

/// What rules look at.
pub struct Facts<'a> {
    /// The book.
    pub book: &'a Book,
    /// Its files.
    pub sources: &'a Sources,
    /// Today, in days since 1970-01-01, for what grows old.
    pub today: i64,
}

/// One rule family.
pub type Rule = fn(&Facts<'_>, &mut Diags);

/// Every rule family, in no order that matters.
pub const RULES: &[Rule] = &[
    links::check,
    exercises::check,
    conditions::check,
    paper::check,
    words::check,
    helplines::check,
    lock::check,
    lock::check_names,
];

/// Those that a translation can break: its links, its words. What is locked, printed or called stays the source's.
const TRANSLATED: &[Rule] = &[links::check, exercises::check, words::check];

/// Runs every rule.
pub fn book(facts: &Facts<'_>, diags: &mut Diags) {
    rules(facts, RULES, diags);
}

/// Looks at the book in another language, of which reading `found` something already.
pub fn translation(language: &Language, facts: &Facts<'_>, of: &Book, found: Diags, diags: &mut Diags) {
    translations::check(language, facts, of, found, diags);
}

fn rules(facts: &Facts<'_>, rules: &[Rule], diags: &mut Diags) {
    let by_rule = rules.par_iter().map(|rule| {
        let mut found = Diags::new();
        rule(facts, &mut found);
        found
    });
    let by_kind = facts.book.exercises.par_iter().map(|exercise| {
        let mut found = Diags::new();
        exercise.spec.check(exercise, facts.book, &mut found);
        for field in exercise.all_fields() {
            field.spec.check(field, exercise, facts.book, &mut found);
        }
        found
    });
    // Findings are sorted by place in the end, so it does not matter who found them first.
    let found: Vec<Diags> = by_rule.chain(by_kind).collect();
    for some in found {
        diags.append(some);
    }
}

/// Every code of the rules.
#[must_use]
pub fn codes() -> Vec<&'static Code> {
    [
        links::CODES,
        exercises::CODES,
        conditions::CODES,
        paper::CODES,
        words::CODES,
        helplines::CODES,
        lock::CODES,
        translations::CODES,
    ]
    .concat()
}
