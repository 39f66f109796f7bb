//! Answers over time, as the scripts that draw them get them.

use serde_json::{Value, json};

use super::exercise::tidy;
use crate::markdown;
use crate::model::{Exercise, plot};

/// An exercise's plots; `None` where it has none.
pub fn plots(exercise: &Exercise) -> Option<Value> {
    let plots: Vec<Value> = exercise.spec.plots(exercise).iter().map(plot).collect();
    (!plots.is_empty()).then(|| tidy(Value::from(plots)))
}

fn plot(plot: &plot::Plot<'_>) -> Value {
    let of: Vec<Value> = plot
        .lines
        .iter()
        .map(|line| json!({ "id": line.id, "label": line.label.map(markdown::unmarked), "ends": line.ends, "points": line.points }))
        .collect();
    json!({ "last": plot.last, "min_points": plot.min_points, "of": of })
}
