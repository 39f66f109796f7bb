//! `breathe`: a pacer for slow breathing.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Ty, opt};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Breathe {
    seconds: [u32; 4],
    rounds: u32,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "breathe"
    }

    fn about(&self) -> &'static str {
        "A pacer for slow breathing."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["breathing", "breath", "timer"]
    }

    fn params(&self) -> &'static [Param] {
        const {
            &[
                opt("in", Ty::Number(1.0, 15.0), "seconds breathing in"),
                opt("hold", Ty::Number(0.0, 15.0), "seconds holding"),
                opt("out", Ty::Number(1.0, 15.0), "seconds breathing out"),
                opt("rest", Ty::Number(0.0, 15.0), "seconds resting"),
                opt("rounds", Ty::Number(1.0, 60.0), "how many breaths"),
            ]
        }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        Some(Box::new(Breathe {
            seconds: [
                table.count("in", 1, 15).unwrap_or(4),
                table.count("hold", 0, 15).unwrap_or(0),
                table.count("out", 1, 15).unwrap_or(6),
                table.count("rest", 0, 15).unwrap_or(0),
            ],
            rounds: table.count("rounds", 1, 60).unwrap_or(6),
        }))
    }
}

impl FieldSpec for Breathe {
    fn answer(&self) -> Answer {
        Answer::Nothing
    }

    fn view(&self, cx: &ViewContext<'_>, _field: &Field) -> Value {
        let [breath_in, hold, out, rest] = self.seconds;
        let steps: Vec<Value> = ["breathe_in", "breathe_hold", "breathe_out", "breathe_rest"]
            .iter()
            .zip(self.seconds)
            .filter(|(_, seconds)| *seconds > 0)
            .map(|(name, seconds)| json!({ "label": (cx.string)(name), "seconds": seconds }))
            .collect();
        let total = self.seconds.iter().sum::<u32>() * self.rounds;
        let (key, long) = if total < 60 { ("breathe_seconds", total) } else { ("breathe_minutes", total.div_ceil(60)) };
        let minutes_words = (cx.string)(key).replace("{n}", &long.to_string());
        json!({ "in": breath_in, "hold": hold, "out": out, "rest": rest, "rounds": self.rounds, "minutes_words": minutes_words, "steps": steps })
    }

    fn height(&self) -> f32 {
        14.0
    }

    fn minutes(&self) -> f32 {
        f32::from(u16::try_from(self.seconds.iter().sum::<u32>() * self.rounds).unwrap_or(u16::MAX)) / 60.0
    }
}
