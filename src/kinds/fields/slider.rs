//! `slider`: a value on a line that may be left unanswered.

use serde_json::{Value, json};

use crate::kinds::FieldKind;
use crate::kinds::ends;
use crate::model::{Answer, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Ty, opt};

/// The kind.
pub struct Kind;

/// What it adds to a field.
#[derive(Debug)]
struct Slider {
    min: f64,
    max: f64,
    step: f64,
    ends: Option<(String, String)>,
}

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "slider"
    }

    fn about(&self) -> &'static str {
        "A value on a line between two named ends."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["range", "vas", "analogue", "thermometer"]
    }

    fn params(&self) -> &'static [Param] {
        const {
            &[
                opt("min", Ty::Number(-1e9, 1e9), "the least"),
                opt("max", Ty::Number(-1e9, 1e9), "the most"),
                opt("step", Ty::Number(0.001, 1e9), "from one value to the next"),
                opt("ends", Ty::Texts, "words for the low end and the high end"),
            ]
        }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        let (min, max, step) = super::bounds(table, 0.0, 10.0)?;
        Some(Box::new(Slider { min, max, step, ends: ends(table) }))
    }
}

impl FieldSpec for Slider {
    fn answer(&self) -> Answer {
        Answer::Number(self.min, self.max)
    }

    fn points(&self) -> Option<(f64, f64)> {
        Some((self.min, self.max))
    }

    fn scores_whole(&self) -> bool {
        [self.min, self.max, self.step].iter().all(|n| n.fract() == 0.0)
    }

    fn view(&self, _cx: &ViewContext<'_>, _field: &Field) -> Value {
        let span = self.max - self.min;
        // At most eleven marks: a line of ten centimetres carries no more numbers that can be read.
        let every = if span <= 10.0 { 1.0_f64.max(self.step) } else { (span / 10.0).ceil() };
        let ticks: Vec<f64> =
            (0..=10).map(|n| self.min + f64::from(n) * every).take_while(|t| *t <= self.max).collect();
        json!({ "min": self.min, "max": self.max, "step": self.step, "ends": self.ends, "ticks": ticks })
    }

    fn words(&self) -> Vec<&str> {
        self.ends.iter().flat_map(|(a, b)| [a.as_str(), b.as_str()]).collect()
    }

    fn height(&self) -> f32 {
        14.0
    }
}
