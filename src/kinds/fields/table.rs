//! `table`: rows the reader adds.

use serde_json::{Value, json};

use super::INPUTS;
use crate::diag::Diagnostic;
use crate::kinds::{BAD_BOUNDS, DOUBLED_ID, FieldKind, TOO_FEW, WAS, id_shape};
use crate::model::{Answer, Choice, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Ty, need, opt};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Rows {
    columns: Vec<(Choice, &'static str)>,
    start: u32,
    max: u32,
}

const COLUMN: &[Param] = &[
    need("id", Ty::Id, "its id"),
    need("label", Ty::Text, "its heading"),
    opt("type", Ty::OneOf(super::INPUT_WORDS), "what is written there"),
    WAS,
];
const ROWS: &[Param] = &[
    opt("start", Ty::Number(1.0, 50.0), "rows at first, and on paper"),
    opt("max", Ty::Number(1.0, 200.0), "rows at most"),
];

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "table"
    }

    fn about(&self) -> &'static str {
        "Rows the reader adds."
    }

    fn params(&self) -> &'static [Param] {
        const { &[need("columns", Ty::Blocks(COLUMN), "its columns"), opt("rows", Ty::Block(ROWS), "how many rows")] }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        let mut columns: Vec<(Choice, &'static str)> = Vec::new();
        for node in table.list("columns") {
            let Some(inner) = Table::open(node, "a column", &[COLUMN], table.report()) else { continue };
            let kind = inner.word("type", super::INPUT_WORDS).unwrap_or("text");
            let (Some(id), Some(label)) = (inner.text("id"), inner.text("label")) else { continue };
            id_shape(&id.value, id.span, table.report());
            if let Some((first, _)) = columns.iter().find(|(c, _)| c.id == id.value) {
                table.say(
                    Diagnostic::new(DOUBLED_ID, id.span, format!("two columns have the id `{}`", id.value))
                        .also(first.span, "the first")
                        .help("give one another id"),
                );
            }
            columns.push((Choice::new(id, label.value).once(inner.texts("was")), kind));
        }
        if columns.is_empty() && (table.entry("columns").is_none() || table.is_list("columns")) {
            table.say(
                Diagnostic::new(TOO_FEW, table.span(), "a table needs a column")
                    .help("add `columns: [{id: said, label: What I said}]`"),
            );
        }
        let rows = table.node("rows").and_then(|node| Table::open(node, "`rows`", &[ROWS], table.report()));
        let start = rows.as_ref().and_then(|r| r.count("start", 1, 50)).unwrap_or(3);
        let max = rows.as_ref().and_then(|r| r.count("max", 1, 200)).unwrap_or(start.max(12));
        if start > max {
            table.say(
                Diagnostic::new(
                    BAD_BOUNDS,
                    table.node("rows").map_or(table.span(), |n| n.span),
                    "`start` is more than `max`",
                )
                .help("make `max` larger"),
            );
        }
        Some(Box::new(Rows { columns, start, max }))
    }
}

impl FieldSpec for Rows {
    fn answer(&self) -> Answer {
        Answer::Shape
    }

    fn keys(&self) -> Vec<&Choice> {
        self.columns.iter().map(|(c, _)| c).collect()
    }

    fn view(&self, cx: &ViewContext<'_>, field: &Field) -> Value {
        let input = |kind: &str| INPUTS.iter().find(|(k, ..)| *k == kind).map_or("text", |(_, input, _)| *input);
        let columns: Vec<Value> = self
            .columns
            .iter()
            .map(|(c, k)| json!({ "id": c.id, "label": c.label, "input_type": input(k), "kind": k }))
            .collect();
        let rows: Vec<Value> = (1..=self.start)
            .map(|number| {
                let cells: Vec<Value> = self.columns.iter()
                    .map(|(c, k)| json!({ "html_id": cx.html_id(&field.id.value, &format!("{}-{number}", c.id)), "label": format!("{}, {number}", c.label), "input_type": input(k) }))
                    .collect();
                json!({ "number": number, "cells": cells })
            })
            .collect();
        json!({ "columns": columns, "start": self.start, "max": self.max, "rows": rows })
    }

    fn words(&self) -> Vec<&str> {
        self.columns.iter().map(|(c, _)| c.label.as_str()).collect()
    }

    fn height(&self) -> f32 {
        super::rows(self.start as usize + 1, 1, 11.0)
    }

    fn minutes(&self) -> f32 {
        2.0
    }
}
