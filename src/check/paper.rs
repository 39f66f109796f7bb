//! Whether sheets fit the pages they declare, by an estimate.

use super::Facts;
use crate::diag::{Diagnostic, Diags};

crate::codes! {
    TOO_LONG Error "SB0520" "a sheet longer than the pages it declares"
        "A sheet prints on one page unless `print: {pages: 2}` says more, so that a helper with a copier knows what comes out. The length is estimated from the fields, ruled lines and words. Declare more pages, take lines away, or split the sheet."
    TOO_SHORT Advice "SB0521" "a sheet much shorter than the pages it declares"
        "It declares more pages than it is expected to fill. Lower `pages`, or give the reader more lines to write on."
}

/// Millimetres that both A4 and Letter leave inside 10 mm margins, less header and footer.
const PAGE: f32 = 259.0 - 24.0;

/// The family's rules.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of pages is small"
)]
pub fn check(facts: &Facts<'_>, diags: &mut Diags) {
    for exercise in &facts.book.exercises {
        let height = exercise.height();
        let needed = (height / PAGE).ceil().max(1.0) as u32;
        // The estimate is good to about a tenth; it only speaks where it is sure.
        if height > exercise.pages as f32 * PAGE * 1.1 {
            diags.push(
                Diagnostic::new(
                    TOO_LONG,
                    exercise.pages_span,
                    format!("this sheet needs about {needed} pages and declares {}", exercise.pages),
                )
                .help(format!("write `print: {{pages: {needed}}}`, or split the sheet")),
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
