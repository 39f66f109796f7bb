//! `pair`: two partners; each fills in alone, both open together.

use serde_json::{Value, json};

use super::{COMPARE_MISFIT, GUARD_ASKS, NO_GUARD, NOTHING_SHARED};
use crate::diag::{Diagnostic, Diags};
use crate::kinds::{BAD_REFERENCE, ExerciseKind, Fields, Kinds, NO_USE, TOO_FEW, read_fields};
use crate::model::{Answer, Book, Exercise, ExerciseSpec, Field, ViewContext};
use crate::tree::{Param, Table, Text, Ty, need, opt};

/// The kind.
pub struct Kind;

struct Pair {
    guard: Option<Text>,
    agreement: Vec<Field>,
    calendar: Option<Calendar>,
}

struct Calendar {
    at: Text,
    lasts: u32,
    title: String,
    private: bool,
}

const CALENDAR: &[Param] = &[
    need("at", Ty::Id, "the field of the agreement that holds the day"),
    opt("lasts", Ty::Duration, "how long"),
    need("title", Ty::Text, "the calendar entry"),
    opt("private", Ty::Bool, "a neutral title in the calendar"),
];
const AGREEMENT: &[Param] =
    &[need("fields", Ty::Fields, "what both write together"), opt("calendar", Ty::Block(CALENDAR), "a calendar entry")];

impl ExerciseKind for Kind {
    fn name(&self) -> &'static str {
        "pair"
    }

    fn about(&self) -> &'static str {
        "Two partners answer alone, then open together and agree."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["couple", "partners", "two"]
    }

    fn for_two(&self) -> bool {
        true
    }

    fn params(&self) -> &'static [Param] {
        const {
            &[
                opt("guard", Ty::Id, "an exercise of notes, read alone before it"),
                opt("reveal", Ty::OneOf(&["together"]), "when answers are opened"),
                opt("agreement", Ty::Block(AGREEMENT), "what both write at the end"),
            ]
        }
    }

    fn fields(&self) -> Fields {
        Fields::Needed
    }

    fn read(&self, table: &Table<'_>, kinds: &Kinds) -> Option<Box<dyn ExerciseSpec>> {
        let _ = table.word("reveal", &["together"]);
        let inner =
            table.node("agreement").and_then(|node| Table::open(node, "`agreement`", &[AGREEMENT], table.report()));
        let agreement = inner.as_ref().map(|t| read_fields(t, "fields", kinds)).unwrap_or_default();
        if let Some(entry) = inner.as_ref().and_then(|t| t.entry("fields"))
            && entry.value.list().is_some_and(<[_]>::is_empty)
        {
            let words = "this agreement asks nothing";
            table.say(Diagnostic::new(TOO_FEW, entry.key_span, words).help("add a field, or remove `agreement`"));
        }
        let calendar = inner
            .as_ref()
            .and_then(|t| Table::open(t.node("calendar")?, "`calendar`", &[CALENDAR], table.report()))
            .and_then(|c| {
                Some(Calendar {
                    at: c.text("at")?,
                    lasts: c.duration("lasts").unwrap_or(30),
                    title: c.text("title")?.value,
                    private: c.truth("private"),
                })
            });
        Some(Box::new(Pair { guard: table.text("guard"), agreement, calendar }))
    }
}

impl Pair {
    fn guard<'b>(&'b self, book: &'b Book) -> Option<&'b Text> {
        self.guard.as_ref().or(book.config.guard.as_ref())
    }
}

impl ExerciseSpec for Pair {
    fn view(&self, cx: &ViewContext<'_>, exercise: &Exercise) -> Value {
        let guard = self.guard(cx.book).and_then(|g| cx.book.exercise(&g.value)).map(|x| {
            // All of it, as its own sheet has it: a link to the lines would be one step too many before an exercise for two.
            let texts = x.intro.iter().map(|t| t.value.as_str()).chain(x.fields.iter().flat_map(|f| f.spec.words()));
            let html: String = texts.map(|text| (cx.block)(text)).collect();
            json!({ "title": x.title.value, "href": cx.sheet(&x.id), "html": html })
        });
        let agreement: Vec<Value> = self
            .agreement
            .iter()
            .map(|f| json!({ "html": (cx.field)(f), "id": f.id.value, "kind": f.kind.name() }))
            .collect();
        let shares: Vec<Value> = exercise
            .fields
            .iter()
            .map(|f| {
                let share = f.share.as_ref().map_or("never", |s| s.value.as_str());
                json!({ "label": f.label.as_ref().map(|l| (cx.unmarked)(&l.value)), "share": share, "share_words": (cx.string)(&format!("share_{share}")), "compare": f.compare.as_ref().map(|c| c.value.as_str()) })
            })
            .collect();
        // What is answered and never shown lies together, so that it can be cut off on paper.
        let private: Vec<&str> = exercise
            .fields
            .iter()
            .filter(|f| f.share.as_ref().is_none_or(|s| s.value == "never") && f.spec.answer() != Answer::Nothing)
            .map(|f| f.id.value.as_str())
            .collect();
        json!({
            "private": private,
            "reveal_words": (cx.string)("reveal_together"), "guard": guard, "safety_href": cx.safety, "agreement": agreement, "shares": shares,
            "calendar": self.calendar.as_ref().map(|c| json!({ "at": c.at.value, "minutes": c.lasts, "title": c.title, "private": c.private })),
        })
    }

    fn script(&self, _exercise: &Exercise) -> Value {
        let agreement: Vec<&str> = self.agreement.iter().map(|f| f.id.value.as_str()).collect();
        json!({
            "agreement": agreement,
            "calendar": self.calendar.as_ref().map(|c| json!({ "at": c.at.value, "minutes": c.lasts, "title": c.title, "private": c.private })),
        })
    }

    fn check(&self, exercise: &Exercise, book: &Book, diags: &mut Diags) {
        match self.guard(book) {
            None => diags.push(Diagnostic::new(NO_GUARD, exercise.id_span, "a pair exercise needs a guard").help("add `guard: fear-check` and an exercise of that name that holds only `note` fields, or `guard = \"fear-check\"` under `[safety]` in book.toml")),
            Some(guard) => match book.exercise(&guard.value) {
                None if book.is_unread(&guard.value) => {}
                None => diags.push(Diagnostic::new(BAD_REFERENCE, guard.span, format!("there is no exercise `{}`", guard.value)).suggest(&guard.value, book.exercises.iter().map(|x| x.id.as_str()))),
                // Its words are read before the two halves; a game or a deck would leave that place empty.
                Some(found) if found.all_fields().next().is_none() => diags.push(
                    Diagnostic::new(GUARD_ASKS, guard.span, format!("the guard `{}` has no words of warning", guard.value))
                        .also(found.id_span, "this exercise")
                        .help("name a worksheet that holds only `note` fields"),
                ),
                Some(found) if found.all_fields().any(|f| f.spec.answer() != Answer::Nothing) => {
                    diags.push(Diagnostic::new(GUARD_ASKS, guard.span, format!("the guard `{}` asks for answers", guard.value)).also(found.id_span, "this exercise").help("a guard holds only `note` fields"));
                }
                Some(_) => {}
            },
        }
        for (field, place) in exercise
            .fields
            .iter()
            .filter(|f| f.spec.answer() == Answer::Nothing)
            .map(|f| (f, "where nothing is answered"))
            .chain(self.agreement.iter().map(|f| (f, "in an agreement, which both write together")))
        {
            for (key, word) in [("share", &field.share), ("compare", &field.compare)] {
                let Some(word) = word else { continue };
                let words = format!("`{key}` does nothing {place}");
                diags.push(Diagnostic::new(NO_USE, word.span, words).help("remove it"));
            }
        }
        for field in exercise.fields.iter().filter(|f| f.spec.answer() != Answer::Nothing) {
            let Some(compare) = &field.compare else { continue };
            let fits = match compare.value.as_str() {
                // Ids that stand for themselves, not each with a value.
                "overlap" => {
                    matches!(field.spec.answer(), Answer::One | Answer::Many)
                        || !field.spec.choices().is_empty() && field.spec.keys().is_empty()
                }
                "range" => field.spec.has_range(),
                _ => true,
            };
            if !fits {
                diags.push(
                    Diagnostic::new(
                        COMPARE_MISFIT,
                        compare.span,
                        format!("a `{}` cannot be compared by `{}`", field.kind.name(), compare.value),
                    )
                    .help("use `side_by_side`"),
                );
            } else if field.share.as_ref().is_none_or(|s| s.value == "never") {
                diags.push(
                    Diagnostic::new(
                        COMPARE_MISFIT,
                        compare.span,
                        format!("`{}` is never shared, so it cannot be compared", field.id.value),
                    )
                    .help("add `share: ask`, or remove `compare`"),
                );
            }
        }
        if exercise.whole && !exercise.fields.iter().any(|f| f.share.as_ref().is_some_and(|s| s.value == "ask")) {
            diags.push(
                Diagnostic::new(NOTHING_SHARED, exercise.id_span, "nothing of this pair can be shared")
                    .help("add `share: ask` to a field"),
            );
        }
        if let Some(calendar) = &self.calendar {
            let dates: Vec<&str> =
                self.agreement.iter().filter(|f| f.spec.is_day()).map(|f| f.id.value.as_str()).collect();
            if !dates.contains(&calendar.at.value.as_str()) && !exercise.has_lost(&calendar.at.value) {
                diags.push(
                    Diagnostic::new(
                        BAD_REFERENCE,
                        calendar.at.span,
                        format!("the agreement has no day called `{}`", calendar.at.value),
                    )
                    .help("name a field of the agreement that holds a day: a `date` or a `datetime`")
                    .suggest(&calendar.at.value, dates),
                );
            }
        }
    }

    fn more_fields(&self) -> &[Field] {
        &self.agreement
    }

    fn is_measurable(&self, book: &Book) -> bool {
        let guard = self.guard(book).and_then(|guard| book.exercise(&guard.value));
        guard.is_some_and(|x| x.whole && x.all_fields().all(|f| f.spec.answer() == Answer::Nothing))
    }

    fn height(&self, _exercise: &Exercise, book: &Book) -> f32 {
        // The guard's words in their frame; headings; what is left free before the page of what both write.
        let guard = self.guard(book).and_then(|g| book.exercise(&g.value)).map_or(0.0, |x| {
            let texts = x.intro.iter().map(|t| t.value.as_str()).chain(x.fields.iter().flat_map(|f| f.spec.words()));
            texts.map(crate::model::paper::paragraph).sum()
        });
        guard + 120.0
    }

    fn minutes(&self) -> f32 {
        3.0
    }

    fn links(&self) -> Vec<Text> {
        self.guard.iter().cloned().collect()
    }
}
