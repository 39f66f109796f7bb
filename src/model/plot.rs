//! Answers over time, as lines.

use std::collections::BTreeMap;

/// Lines that are drawn together.
pub struct Plot<'a> {
    /// How many entries are drawn, the newest.
    pub last: u32,
    /// Below so many answers there is no line.
    pub min_points: u32,
    /// The lines.
    pub lines: Vec<Line<'a>>,
}

/// One field's answers over time.
pub struct Line<'a> {
    /// The field's id.
    pub id: &'a str,
    /// What it is called, as the author typed it.
    pub label: Option<&'a str>,
    /// The ends it is drawn between; `None` where the answers decide.
    pub ends: Option<(f64, f64)>,
    /// Points of what can be chosen, by all ids it had.
    pub points: BTreeMap<&'a str, f64>,
}
