//! The kinds of fields, one file each.

use super::{BAD_BOUNDS, FieldKind};
use crate::diag::Diagnostic;
use crate::model::Choice;
use crate::tree::Table;

pub mod agree;
pub mod body;
pub mod breathe;
pub mod checklist;
pub mod choice;
pub mod choices;
pub mod date;
pub mod datetime;
pub mod duration;
pub mod feelings;
pub mod frame;
pub mod grid;
pub mod long_text;
pub mod note;
pub mod number;
pub mod rank;
pub mod recall;
pub mod scale;
pub mod sign;
pub mod slider;
pub mod sort;
pub mod table;
pub mod text;
pub mod time;

/// Every kind of field, in the order of the guide.
pub const ALL: &[&dyn FieldKind] = &[
    &text::Kind,
    &long_text::Kind,
    &number::Kind,
    &choice::Kind,
    &choices::Kind,
    &scale::Kind,
    &grid::Kind,
    &slider::Kind,
    &rank::Kind,
    &sort::Kind,
    &frame::Kind,
    &table::Kind,
    &date::Kind,
    &time::Kind,
    &datetime::Kind,
    &duration::Kind,
    &checklist::Kind,
    &agree::Kind,
    &sign::Kind,
    &feelings::Kind,
    &body::Kind,
    &breathe::Kind,
    &recall::Kind,
    &note::Kind,
];

/// What can be written in a blank or a cell.
pub const INPUT_WORDS: &[&str] = &["text", "number", "date", "time", "duration"];

/// Word, HTML input type, width in letters. A length of time is a text there: no browser has a control for it.
pub const INPUTS: &[(&str, &str, u32)] = &[
    ("text", "text", 18),
    ("number", "number", 6),
    ("date", "date", 12),
    ("time", "time", 8),
    ("duration", "text", 8),
];

/// Reads `min`, `max` and `step`.
fn bounds(table: &Table<'_>, least: f64, most: f64) -> Option<(f64, f64, f64)> {
    let min = table.number("min", -1e9, 1e9).unwrap_or(least);
    let max = table.number("max", -1e9, 1e9).unwrap_or(most.max(min + 1.0));
    let step = table.number("step", 0.001, 1e9).unwrap_or(1.0);
    ordered(table, min, max)?;
    if step > max - min {
        table.say(
            Diagnostic::new(
                BAD_BOUNDS,
                table.node("step").map_or(table.span(), |n| n.span),
                format!("a step of {step} does not fit between {min} and {max}"),
            )
            .help("make the step smaller"),
        );
        return None;
    }
    Some((min, max, step))
}

/// Reports bounds that are the wrong way round.
pub(super) fn ordered(table: &Table<'_>, min: f64, max: f64) -> Option<()> {
    if min >= max {
        let place = table.entry("max").or_else(|| table.entry("min")).map_or(table.span(), |e| e.value.span);
        table.say(
            Diagnostic::new(BAD_BOUNDS, place, format!("from {min} to {max} is no range"))
                .help("make `max` larger than `min`"),
        );
        return None;
    }
    Some(())
}

/// Least and most points of one choice; one without points counts 0.
pub(super) fn range(choices: &[Choice]) -> (f64, f64) {
    let points = || choices.iter().map(|c| c.points.unwrap_or(0.0));
    (points().fold(f64::INFINITY, f64::min), points().fold(f64::NEG_INFINITY, f64::max))
}

/// Least and most points of any choices together.
pub(super) fn sums(choices: &[Choice]) -> (f64, f64) {
    let points = || choices.iter().map(|c| c.points.unwrap_or(0.0));
    (points().filter(|p| *p < 0.0).sum(), points().filter(|p| *p > 0.0).sum())
}

/// The height of things set in columns.
#[expect(clippy::cast_precision_loss, reason = "an estimate over a few dozen things")]
fn rows(count: usize, columns: usize, each: f32) -> f32 {
    count.div_ceil(columns) as f32 * each
}

/// Millimetres of choices on paper: in two columns, and three in one row.
fn options(count: usize, other: bool) -> f32 {
    if count == 3 && !other { 7.0 } else { rows(count + usize::from(other), 2, 7.0) }
}
