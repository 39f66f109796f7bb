//! Whether sheets fit the pages they declare, by an estimate.

use super::Facts;
use crate::diag::{Diagnostic, Diags};
use crate::kinds::MOST_PAGES;

crate::codes! {
    TOO_LONG Error "SB0520" "a sheet longer than the pages it declares"
        "A sheet prints on one page unless `print: {pages: 2}` says more, so that a helper with a copier knows what comes out. The length is estimated from the fields, ruled lines and words. Declare more pages, take lines away, or split the sheet."
    TOO_SHORT Advice "SB0521" "a sheet much shorter than the pages it declares"
        "It declares more pages than it is expected to fill. Lower `pages`, or give the reader more lines to write on."
}

/// The family's rules.
pub fn check(facts: &Facts<'_>, diags: &mut Diags) {
    for exercise in facts.book.exercises.iter().filter(|x| x.is_measurable(facts.book)) {
        let needed = exercise.needs(facts.book);
        if exercise.is_too_long(facts.book) {
            diags.push(
                Diagnostic::new(
                    TOO_LONG,
                    exercise.pages_span,
                    format!("this sheet needs about {needed} pages and declares {}", exercise.pages),
                )
                .help(if needed > MOST_PAGES {
                    "split it into several exercises".to_owned()
                } else {
                    format!("write `print: {{pages: {needed}}}`, or split the sheet")
                }),
            );
        } else if exercise.pages > needed + 1 {
            diags.push(
                Diagnostic::new(
                    TOO_SHORT,
                    exercise.pages_span,
                    format!("this sheet declares {} pages and needs about {needed}", exercise.pages),
                )
                .help(format!("write `print: {{pages: {needed}}}`")),
            );
        }
    }
}
