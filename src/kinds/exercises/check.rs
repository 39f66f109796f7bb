//! `check`: a scored self-check with bands.

use serde_json::{Value, json};

use super::{BAND_HIDDEN, BANDS_GAP, BLANKS_TOO_MANY, NOT_SCORED};
use crate::diag::{Diagnostic, Diags, Span};
use crate::kinds::{BAD_REFERENCE, DOUBLED_ID, ExerciseKind, Fields, Kinds, WAS, id_shape};
use crate::model::exercise::Named;
use crate::model::{Book, Choice, Exercise, ExerciseSpec, Field, Part, ViewContext};
use crate::tree::{Param, Table, Text, Ty, need, opt};

/// The kind.
pub struct Kind;

struct Band {
    id: Choice,
    upto: f64,
    upto_span: Span,
    says: String,
    link: Option<Text>,
}

struct Score {
    id: Choice,
    sum: Vec<Text>,
    blanks_allowed: u32,
    blanks_span: Span,
    bands: Vec<Band>,
    /// Whether all of it could be read.
    whole: bool,
}

struct Check {
    scores: Vec<Score>,
}

const BAND: &[Param] = &[
    need("id", Ty::Id, "its id"),
    need("upto", Ty::Number(-1e6, 1e6), "the highest total that belongs to it"),
    need("title", Ty::Text, "its heading"),
    need("says", Ty::Markdown, "what it says"),
    opt("link", Ty::Name, "where to go on: `exercise-id` or `exercise-id#field_id`"),
    WAS,
];
const SCORE: &[Param] = &[
    need("id", Ty::Id, "its id"),
    need("sum", Ty::TextOrTexts, "the field or fields it adds up"),
    opt("title", Ty::TextOrId, "its name"),
    opt("blanks_allowed", Ty::Number(0.0, 1000.0), "more blanks than this: no band is shown"),
    need("bands", Ty::Blocks(BAND), "what the totals mean"),
    WAS,
];

impl ExerciseKind for Kind {
    fn name(&self) -> &'static str {
        "check"
    }

    fn about(&self) -> &'static str {
        "A self-check with a score and words for it."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["quiz", "test", "score", "self_check", "scale"]
    }

    fn params(&self) -> &'static [Param] {
        const { &[need("scores", Ty::Blocks(SCORE), "what is added up")] }
    }

    fn fields(&self) -> Fields {
        Fields::Needed
    }

    fn read(&self, table: &Table<'_>, _kinds: &Kinds) -> Option<Box<dyn ExerciseSpec>> {
        let mut scores: Vec<Score> = Vec::new();
        for node in table.items("scores") {
            let mark = table.report().borrow().mark();
            let Some(inner) = Table::open(node, "a score", &[SCORE], table.report()) else { continue };
            let Some(id) = inner.text("id") else { continue };
            id_shape(&id.value, id.span, table.report());
            if let Some(first) = scores.iter().find(|s| s.id.id == id.value) {
                table.say(
                    Diagnostic::new(DOUBLED_ID, id.span, format!("two scores have the id `{}`", id.value))
                        .also(first.id.span, "the first")
                        .help("give one another id"),
                );
            }
            let title = inner.text("title").map_or_else(|| id.value.replace('_', " "), |t| t.value);
            scores.push(Score {
                blanks_span: inner.node("blanks_allowed").map_or(id.span, |n| n.span),
                id: Choice::new(id, title).once(inner.texts("was")),
                sum: inner.some_texts("sum"),
                blanks_allowed: inner.count("blanks_allowed", 0, 1000).unwrap_or(0),
                bands: bands(&inner),
                whole: !table.report().borrow().erred_since(mark),
            });
        }
        Some(Box::new(Check { scores }))
    }
}

fn bands(score: &Table<'_>) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for node in score.items("bands") {
        let Some(inner) = Table::open(node, "a band", &[BAND], score.report()) else { continue };
        let (Some(id), Some(upto), Some(title), Some(says)) =
            (inner.text("id"), inner.number("upto", -1e6, 1e6), inner.text("title"), inner.text("says"))
        else {
            continue;
        };
        id_shape(&id.value, id.span, score.report());
        if let Some(first) = bands.iter().find(|b| b.id.id == id.value) {
            score.say(
                Diagnostic::new(DOUBLED_ID, id.span, format!("two bands have the id `{}`", id.value))
                    .also(first.id.span, "the first")
                    .help("give one another id"),
            );
        }
        bands.push(Band {
            upto: exact(upto),
            upto_span: inner.node("upto").map_or(id.span, |n| n.span),
            id: Choice::new(id, title.value).once(inner.texts("was")),
            says: says.value,
            link: inner.text("link"),
        });
    }
    bands
}

/// A sum of fractions without what their binary form leaves over, which nobody typed.
fn exact(sum: f64) -> f64 {
    (sum * 1e6).round() / 1e6
}

impl Score {
    fn fields<'x>(&self, exercise: &'x Exercise) -> Vec<&'x Field> {
        self.sum.iter().filter_map(|t| exercise.fields.iter().find(|f| f.id.value == t.value)).collect()
    }

    /// Least and most it can come to.
    fn range(&self, exercise: &Exercise) -> (f64, f64) {
        let ends = self.fields(exercise).into_iter().filter_map(|f| f.spec.points());
        let (least, most) = ends.fold((0.0, 0.0), |(a, b), (low, high)| (a + low, b + high));
        (exact(least), exact(most))
    }

    /// From one total to the next: 1, or 0 where fractions leave no room between two bands, so that they share a limit.
    fn step(&self, exercise: &Exercise) -> f64 {
        if self.fields(exercise).iter().all(|f| f.spec.scores_whole()) { 1.0 } else { 0.0 }
    }
}

impl ExerciseSpec for Check {
    fn view(&self, cx: &ViewContext<'_>, exercise: &Exercise) -> Value {
        // A sheet that this language leaves out has its title in another.
        let target = |link: &str| {
            let id = link.split('#').next().unwrap_or(link);
            cx.book.exercise(id).map(|x| x.title.value.as_str())
        };
        let scores: Vec<Value> = self
            .scores
            .iter()
            .map(|score| {
                let (min, total) = score.range(exercise);
                let step = score.step(exercise);
                let mut from = min;
                let bands: Vec<Value> = score
                    .bands
                    .iter()
                    .map(|band| {
                        let view = json!({
                            "id": band.id.id, "title": band.id.label, "says_html": (cx.inline)(&band.says), "from": from, "upto": band.upto,
                            "href": band.link.as_ref().map(|l| cx.sheet(&l.value)), "leads_to": band.link.as_ref().and_then(|l| target(&l.value)),
                        });
                        from = if band.upto.fract() == 0.0 { band.upto + step } else { band.upto };
                        view
                    })
                    .collect();
                let parts: Vec<Value> = score.fields(exercise).iter().map(|f| json!({ "label_html": f.label.as_ref().map(|l| (cx.inline)(&l.value)) })).collect();
                json!({ "id": score.id.id, "title": score.id.label, "min": min, "total": total, "bands": bands, "blanks_allowed": score.blanks_allowed, "parts": parts })
            })
            .collect();
        json!({ "scores": scores, "not_diagnosis": (cx.string)("not_diagnosis") })
    }

    fn script(&self, exercise: &Exercise) -> Value {
        let scores: Vec<Value> = self
            .scores
            .iter()
            .map(|score| {
                let (min, total) = score.range(exercise);
                let bands: Vec<Value> =
                    score.bands.iter().map(|b| json!({ "id": b.id.id, "upto": b.upto, "title": b.id.label })).collect();
                let of: Vec<&str> = score.fields(exercise).iter().map(|f| f.id.value.as_str()).collect();
                let spec = json!({
                    "id": score.id.id, "title": score.id.label, "of": of, "min": min, "total": total,
                    "step": score.step(exercise), "blanks": score.blanks_allowed, "bands": bands,
                });
                super::with_earlier(spec, score.bands.iter().map(|b| Part::of(&b.id)))
            })
            .collect();
        super::with_earlier(json!({ "scores": scores }), self.scores.iter().map(|s| Part::of(&s.id)))
    }

    fn check(&self, exercise: &Exercise, book: &Book, diags: &mut Diags) {
        for score in &self.scores {
            let mut questions = 0;
            let mut scored = !score.sum.is_empty();
            for name in &score.sum {
                let Some(field) = exercise.fields.iter().find(|f| f.id.value == name.value) else {
                    scored = false;
                    if exercise.has_lost(&name.value) {
                        continue;
                    }
                    diags.push(
                        Diagnostic::new(
                            BAD_REFERENCE,
                            name.span,
                            format!("there is no field `{}` to add up", name.value),
                        )
                        .suggest(&name.value, exercise.fields.iter().map(|f| f.id.value.as_str())),
                    );
                    continue;
                };
                questions += field.spec.blanks();
                if !field.whole {
                    scored = false;
                } else if field.spec.points().is_none() {
                    diags.push(
                        Diagnostic::new(NOT_SCORED, name.span, format!("`{}` has no points", name.value))
                            .also(field.id.span, "this field")
                            .help("give its steps `points`, such as `mostly: {label: Mostly, points: 2}`"),
                    );
                    scored = false;
                }
                if let Some(condition) = &field.show_if
                    && score.blanks_allowed == 0
                {
                    diags.push(
                        Diagnostic::new(
                            BAND_HIDDEN,
                            name.span,
                            format!("`{}` may be hidden, and then its points are missing", name.value),
                        )
                        .also(condition.source.span, "hidden unless this holds")
                        .help("allow a blank with `blanks_allowed: 1`, or count only fields that are always shown"),
                    );
                }
            }
            if scored && score.blanks_allowed as usize >= questions.max(1) {
                diags.push(
                    Diagnostic::new(
                        BLANKS_TOO_MANY,
                        score.blanks_span,
                        format!("{} blanks are allowed, and there are {questions} questions", score.blanks_allowed),
                    )
                    .help(format!("allow at most {}", questions.saturating_sub(1))),
                );
            }
            if scored && score.whole {
                limits(score, exercise, diags);
            }
            for link in score.bands.iter().filter_map(|b| b.link.as_ref()) {
                let dest = format!("exercise:{}", link.value);
                if let crate::model::Target::Nowhere(message, known) = book.resolve("", &dest) {
                    let typed = link.value.rsplit('#').next().unwrap_or(&link.value);
                    diags.push(
                        Diagnostic::new(BAD_REFERENCE, link.span, message)
                            .suggest(typed, known.iter().map(String::as_str)),
                    );
                }
            }
        }
    }

    fn links(&self) -> Vec<Text> {
        let links = self.scores.iter().flat_map(|s| &s.bands).filter_map(|b| b.link.as_ref());
        let exercise = |link: &Text| link.value.split('#').next().unwrap_or("").to_owned();
        links.map(|link| Text { value: exercise(link), span: link.span }).collect()
    }

    fn parts(&self) -> Vec<Part> {
        let bands = |s: &Score| s.bands.iter().map(|b| Part::within(&s.id, &b.id)).collect::<Vec<_>>();
        self.scores.iter().flat_map(|s| std::iter::once(Part::of(&s.id)).chain(bands(s))).collect()
    }

    fn scoring(&self, exercise: &Exercise, named: &Named<'_>) -> Vec<(String, String)> {
        let name = |choice: &Choice| named(&choice.id, &choice.was);
        self.scores
            .iter()
            .map(|s| {
                let mut sum: Vec<String> = s
                    .fields(exercise)
                    .into_iter()
                    .map(|field| {
                        let choices = field.spec.choices();
                        let mut points: Vec<String> =
                            choices.iter().filter_map(|c| Some(format!("{}={}", name(c), c.points?))).collect();
                        // Another order of questions or choices counts the same.
                        points.sort_unstable();
                        format!("{}({})", named(&field.id.value, &field.was), points.join(" "))
                    })
                    .collect();
                sum.sort_unstable();
                let bands: Vec<String> = s.bands.iter().map(|b| format!("{}<={}", name(&b.id), b.upto)).collect();
                (name(&s.id), format!("{} / {}", sum.join("+"), bands.join(" ")))
            })
            .collect()
    }

    fn score_range(&self, exercise: &Exercise, score: &str) -> Option<(f64, f64)> {
        let score = self.scores.iter().find(|s| s.id.id == score)?;
        let parts = score.fields(exercise).into_iter().map(|f| f.spec.points()).collect::<Option<Vec<_>>>()?;
        // What may be left blank adds nothing.
        let blank = |n: f64, least: bool| match (score.blanks_allowed, least) {
            (0, _) => n,
            (_, true) => n.min(0.0),
            (_, false) => n.max(0.0),
        };
        let (least, most) =
            parts.into_iter().fold((0.0, 0.0), |(a, b), (low, high)| (a + blank(low, true), b + blank(high, false)));
        Some((exact(least), exact(most)))
    }

    fn words(&self) -> Vec<&str> {
        self.scores.iter().flat_map(|s| s.bands.iter().flat_map(|b| [b.id.label.as_str(), b.says.as_str()])).collect()
    }

    fn height(&self, _exercise: &Exercise, _book: &Book) -> f32 {
        // What it is not, once; then each score's sum and table.
        28.0 + self
            .scores
            .iter()
            .map(|s| 57.0 + s.bands.iter().map(|b| crate::model::paper::paragraph(&b.says) + 2.0).sum::<f32>())
            .sum::<f32>()
    }
}

fn limits(score: &Score, exercise: &Exercise, diags: &mut Diags) {
    let (least, most) = score.range(exercise);
    let mut before = least - 1.0;
    for band in &score.bands {
        if band.upto <= before {
            diags.push(
                Diagnostic::new(
                    BANDS_GAP,
                    band.upto_span,
                    format!("this band reaches {}, and the one before it already reaches {before}", band.upto),
                )
                .help("let the limits rise from band to band"),
            );
        }
        before = band.upto;
    }
    if let Some(last) = score.bands.last()
        && last.upto.total_cmp(&most).is_ne()
    {
        diags.push(
            Diagnostic::new(
                BANDS_GAP,
                last.upto_span,
                format!("the bands reach {}, and the highest total is {most}", last.upto),
            )
            .help(format!("write `upto: {most}` in the last band")),
        );
    }
}
