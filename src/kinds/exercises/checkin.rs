//! `checkin`: repeated, dated, plotted.

use serde_json::{Value, json};

use super::PLOT_MISFIT;
use crate::diag::{Diagnostic, Diags};
use crate::kinds::{BAD_BOUNDS, BAD_REFERENCE, DOUBLED_ID, ExerciseKind, Fields, Kinds, TOO_FEW, id_shape, idle};
use crate::model::{Book, Exercise, ExerciseSpec, Field, ViewContext, plot};
use crate::tree::{Param, Table, Text, Ty, need, opt};

/// The kind.
pub struct Kind;

struct Plot {
    id: String,
    title: String,
    of: Vec<Text>,
    last: u32,
    min_points: u32,
}

struct Checkin {
    every: (u32, &'static str),
    day: Option<&'static str>,
    at: Option<String>,
    keep: u32,
    plots: Vec<Plot>,
    reminder: Option<(String, bool)>,
}

const DAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const EVERY: &[Param] = &[
    opt("days", Ty::Number(1.0, 60.0), "every so many days"),
    opt("weeks", Ty::Number(1.0, 52.0), "every so many weeks"),
    opt("months", Ty::Number(1.0, 24.0), "every so many months"),
    opt("day", Ty::OneOf(DAYS), "on this day"),
    opt("at", Ty::Time, "at this time, in quotes"),
];
const PLOT: &[Param] = &[
    need("id", Ty::Id, "its id"),
    need("type", Ty::OneOf(&["lines"]), "how it is drawn"),
    need("of", Ty::Ids, "fields with numbers"),
    opt("title", Ty::TextOrId, "its name"),
    opt("last", Ty::Number(2.0, 1000.0), "how many entries are drawn"),
    opt("min_points", Ty::Number(2.0, 100.0), "no line below so many"),
];
const REMINDER: &[Param] =
    &[need("title", Ty::Text, "the calendar entry"), opt("private", Ty::Bool, "a neutral title in the calendar")];

impl ExerciseKind for Kind {
    fn name(&self) -> &'static str {
        "checkin"
    }

    fn about(&self) -> &'static str {
        "A few questions that come back."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["diary", "log", "tracker", "journal"]
    }

    fn params(&self) -> &'static [Param] {
        const {
            &[
                need("every", Ty::Block(EVERY), "how often"),
                opt("keep", Ty::Number(1.0, 1000.0), "how many entries are kept"),
                opt("plots", Ty::Blocks(PLOT), "what is drawn"),
                opt("reminder", Ty::Block(REMINDER), "a calendar entry"),
            ]
        }
    }

    fn fields(&self) -> Fields {
        Fields::Needed
    }

    fn read(&self, table: &Table<'_>, _kinds: &Kinds) -> Option<Box<dyn ExerciseSpec>> {
        let every = table.node("every").and_then(|node| Table::open(node, "`every`", &[EVERY], table.report()))?;
        let rhythm = [("days", 60), ("weeks", 52), ("months", 24)]
            .into_iter()
            .find_map(|(key, most)| Some((every.count(key, 1, most)?, key)));
        if !["days", "weeks", "months"].iter().any(|key| every.entry(key).is_some() || every.mistyped(key)) {
            table.say(
                Diagnostic::new(
                    crate::tree::MISSING_KEY,
                    table.entry("every").map_or(table.span(), |e| e.key_span),
                    "`every` does not say how often",
                )
                .help("add `weeks: 1`, or another number of `days`, `weeks` or `months`"),
            );
        }
        let given: Vec<&str> =
            ["days", "weeks", "months"].into_iter().filter(|key| every.entry(key).is_some()).collect();
        if let Some((first, more)) = given.split_first() {
            idle(&every, more, &format!("beside `{first}`"));
            if *first == "days" {
                idle(&every, &["day"], "beside `days`");
            }
        }
        let mut plots: Vec<Plot> = Vec::new();
        for node in table.list("plots") {
            let Some(inner) = Table::open(node, "a plot", &[PLOT], table.report()) else { continue };
            let _ = inner.word("type", &["lines"]);
            let Some(id) = inner.text("id") else { continue };
            id_shape(&id.value, id.span, table.report());
            let title = inner.text("title").map_or_else(|| id.value.replace('_', " "), |t| t.value);
            if plots.iter().any(|plot| plot.id == id.value) {
                let words = format!("two plots have the id `{}`", id.value);
                table.say(Diagnostic::new(DOUBLED_ID, id.span, words).help("give one another id"));
            }
            let of = inner.texts("of");
            if let Some(entry) = inner.entry("of").filter(|e| e.value.list().is_some_and(<[_]>::is_empty)) {
                let words = "this plot draws no field";
                table.say(Diagnostic::new(TOO_FEW, entry.key_span, words).help("name a field: `of: [its_id]`"));
            }
            let (last, min_points) =
                (inner.count("last", 2, 1000).unwrap_or(12), inner.count("min_points", 2, 100).unwrap_or(3));
            if min_points > last {
                let place = inner.entry("min_points").or(inner.entry("last")).map_or(id.span, |e| e.key_span);
                let words = format!("a line needs {min_points} entries, and only the last {last} are drawn");
                table
                    .say(Diagnostic::new(BAD_BOUNDS, place, words).help("make `last` larger, or `min_points` smaller"));
            }
            plots.push(Plot { title, id: id.value, of, last, min_points });
        }
        let reminder = table
            .node("reminder")
            .and_then(|node| Table::open(node, "`reminder`", &[REMINDER], table.report()))
            .and_then(|inner| Some((inner.text("title")?.value, inner.truth("private"))));
        Some(Box::new(Checkin {
            every: rhythm.unwrap_or((1, "weeks")),
            day: every.word("day", DAYS),
            at: every.time("at").map(|t| t.value),
            keep: table.count("keep", 1, 1000).unwrap_or(104),
            plots,
            reminder,
        }))
    }
}

/// Blank rows of the log on paper: three months of weeks.
const LOG_ROWS: usize = 12;

impl ExerciseSpec for Checkin {
    fn view(&self, cx: &ViewContext<'_>, exercise: &Exercise) -> Value {
        let label = |id: &str| {
            exercise.field(id).and_then(|f| f.label.as_ref()).map_or_else(|| id.to_owned(), |l| (cx.unmarked)(&l.value))
        };
        let (count, unit) = self.every;
        let rhythm = (cx.string)(&format!("every_{unit}_{}", if count == 1 { "one" } else { "other" }))
            .replace("{n}", &count.to_string());
        let day = self.day.map(|d| (cx.string)(&format!("day_{d}")));
        let words: Vec<String> = [Some(rhythm), day, self.at.clone()].into_iter().flatten().collect();
        let columns: Vec<Value> =
            exercise.fields.iter().map(|f| json!({ "label": label(&f.id.value), "kind": f.kind.name() })).collect();
        let plots: Vec<Value> = self
            .plots
            .iter()
            .map(|p| {
                json!({
                    "id": p.id, "title": p.title, "last": p.last, "min_points": p.min_points,
                    "of": p.of.iter().map(|t| label(&t.value)).collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({
            "every_words": words.join(", "), "every": { "count": count, "unit": unit, "day": self.day, "at": self.at }, "keep": self.keep,
            "log_columns": columns, "log_rows": LOG_ROWS, "plots": plots,
            "reminder": self.reminder.as_ref().map(|(title, private)| json!({ "title": title, "private": private })),
        })
    }

    fn script(&self, _exercise: &Exercise) -> Value {
        let (count, unit) = self.every;
        json!({
            "every": { "count": count, "unit": unit, "day": self.day, "at": self.at }, "keep": self.keep,
            "reminder": self.reminder.as_ref().map(|(title, private)| json!({ "title": title, "private": private })),
        })
    }

    fn plots<'e>(&'e self, exercise: &'e Exercise) -> Vec<plot::Plot<'e>> {
        let line = |name: &'e Text| {
            let Field { label, spec, .. } = exercise.field(&name.value)?;
            let scored = spec.choices().into_iter().filter_map(|choice| Some((choice, choice.points?)));
            let points = scored.flat_map(|(choice, points)| choice.names().map(move |name| (name, points))).collect();
            let label = label.as_ref().map(|label| label.value.as_str());
            Some(plot::Line { id: &name.value, label, ends: spec.ends(), points })
        };
        let plot = |p: &'e Plot| plot::Plot {
            last: p.last,
            min_points: p.min_points,
            lines: p.of.iter().filter_map(line).collect(),
        };
        self.plots.iter().map(plot).collect()
    }

    fn check(&self, exercise: &Exercise, _book: &Book, diags: &mut Diags) {
        for name in self.plots.iter().flat_map(|p| &p.of) {
            match exercise.field(&name.value) {
                None if exercise.has_lost(&name.value) => {}
                None => diags.push(
                    Diagnostic::new(BAD_REFERENCE, name.span, format!("there is no field `{}` to plot", name.value))
                        .suggest(&name.value, exercise.fields.iter().map(|f| f.id.value.as_str())),
                ),
                Some(field) if field.spec.points().is_none() => {
                    diags.push(
                        Diagnostic::new(
                            PLOT_MISFIT,
                            name.span,
                            format!("`{}` is a `{}`, which has no number to plot", name.value, field.kind.name()),
                        )
                        .also(field.id.span, "this field")
                        .help("plot numbers, sliders and scales with points"),
                    );
                }
                Some(_) => {}
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    fn height(&self, _exercise: &Exercise, _book: &Book) -> f32 {
        // Paper has a log in place of the fields: what it is about, its head, and rows of a line and an eighth.
        40.0 + LOG_ROWS as f32 * 9.0
    }

    fn prints_fields(&self) -> bool {
        false
    }
}
