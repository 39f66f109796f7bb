//! `practice`: a branching dialogue the reader plays.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{END_AND_PICKS, NO_END, NO_WAY_HERE, NO_WAY_OUT, UNUSED_MARK};
use crate::diag::{Diagnostic, Diags};
use crate::kinds::{
    BAD_REFERENCE, DOUBLED_ID, ExerciseKind, Fields, Kinds, LABEL_PARAMS, WAS, id_shape, idle, inner_id, key_of, labels,
};
use crate::model::paper::{paragraph, paragraph_in};
use crate::model::{Book, Choice, Exercise, ExerciseSpec, Part, ViewContext};
use crate::tree::{Param, Table, Text, Ty, need, opt};

/// The kind.
pub struct Kind;

struct Line {
    who: Text,
    says: String,
}

struct Pick {
    id: Choice,
    go: Text,
    mark: Option<Text>,
}

struct Scene {
    id: Choice,
    lines: Vec<Line>,
    picks: Vec<Pick>,
    end: bool,
    says: Option<String>,
    retry: Option<Text>,
}

struct Practice {
    people: Vec<Choice>,
    start: Text,
    scenes: Vec<Scene>,
    marks: Vec<Choice>,
}

const LINE: &[Param] = &[need("who", Ty::Id, "who says it"), need("says", Ty::Text, "the words")];
const PICK: &[Param] = &[
    need("id", Ty::Id, "its id"),
    need("says", Ty::Text, "what the reader says"),
    need("go", Ty::Id, "the scene it leads to"),
    opt("mark", Ty::Id, "what the choice shows, by its id from `marks`"),
    WAS,
];
const SCENE: &[Param] = &[
    opt("lines", Ty::Blocks(LINE), "what is said"),
    opt("picks", Ty::Blocks(PICK), "what the reader can say"),
    opt("end", Ty::Bool, "the way ends here"),
    opt("says", Ty::Markdown, "at an end: what came of it"),
    opt("retry", Ty::Id, "at an end: the scene to try again from"),
    WAS,
];

impl ExerciseKind for Kind {
    fn name(&self) -> &'static str {
        "practice"
    }

    fn about(&self) -> &'static str {
        "A dialogue with choices, to play."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["story", "branching", "game", "roleplay", "role_play"]
    }

    fn spoken(&self) -> bool {
        true
    }

    fn params(&self) -> &'static [Param] {
        const {
            &[
                need("people", Ty::Labels(LABEL_PARAMS), "who speaks: ids with names"),
                need("start", Ty::Id, "the first scene"),
                need("scenes", Ty::BlockMap(SCENE), "the scenes by id"),
                opt("marks", Ty::Labels(LABEL_PARAMS), "what choices show: ids with words"),
            ]
        }
    }

    fn fields(&self) -> Fields {
        Fields::None
    }

    fn read(&self, table: &Table<'_>, _kinds: &Kinds) -> Option<Box<dyn ExerciseSpec>> {
        let people = labels(table, "people", 1);
        let marks = labels(table, "marks", 1);
        let mut scenes = Vec::new();
        for entry in table.entries("scenes") {
            inner_id(entry, table.report());
            let Some(inner) = Table::open(&entry.value, format!("scene `{}`", entry.key), &[SCENE], table.report())
            else {
                continue;
            };
            let id = Choice::new(key_of(entry), entry.key.replace('_', " ")).once(inner.texts("was"));
            scenes.push(scene(id, &inner));
        }
        Some(Box::new(Practice { people, start: table.text("start")?, scenes, marks }))
    }
}

fn scene(id: Choice, inner: &Table<'_>) -> Scene {
    let mut lines = Vec::new();
    for node in inner.list("lines") {
        let Some(line) = Table::open(node, "a line", &[LINE], inner.report()) else { continue };
        let (Some(who), Some(says)) = (line.text("who"), line.text("says")) else { continue };
        lines.push(Line { who, says: says.value });
    }
    let mut picks: Vec<Pick> = Vec::new();
    for node in inner.list("picks") {
        let Some(pick) = Table::open(node, "a pick", &[PICK], inner.report()) else { continue };
        let (Some(pick_id), Some(says), Some(go)) = (pick.text("id"), pick.text("says"), pick.text("go")) else {
            continue;
        };
        id_shape(&pick_id.value, pick_id.span, inner.report());
        if let Some(first) = picks.iter().find(|p| p.id.id == pick_id.value) {
            inner.say(
                Diagnostic::new(
                    DOUBLED_ID,
                    pick_id.span,
                    format!("two picks of this scene have the id `{}`", pick_id.value),
                )
                .also(first.id.span, "the first")
                .help("give one another id"),
            );
        }
        picks.push(Pick { id: Choice::new(pick_id, says.value).once(pick.texts("was")), go, mark: pick.text("mark") });
    }
    let (end, says) = (inner.truth("end"), inner.text("says").map(|t| t.value));
    if end && !picks.is_empty() {
        inner.say(
            Diagnostic::new(END_AND_PICKS, id.span, format!("`{}` is an end and has picks", id.id))
                .help("remove `end: true`, or the picks"),
        );
    }
    if end && says.is_none() {
        inner.say(
            Diagnostic::new(crate::tree::MISSING_KEY, id.span, format!("the end `{}` needs `says`", id.id))
                .help("write what came of this way"),
        );
    }
    if !end {
        idle(inner, &["says", "retry"], "in a scene that is no end");
    }
    Scene { id, lines, picks, end, says, retry: inner.text("retry") }
}

impl Practice {
    fn scene(&self, id: &str) -> Option<(usize, &Scene)> {
        self.scenes.iter().enumerate().find(|(_, s)| s.id.id == id)
    }

    fn person(&self, id: &str) -> Value {
        let at = self.people.iter().position(|p| p.id == id).unwrap_or(0);
        json!({ "id": id, "name": self.people.get(at).map(|p| p.label.as_str()), "voice": at + 1 })
    }

    fn names(&self, text: &Text, exercise: &Exercise, diags: &mut Diags) {
        if self.scene(&text.value).is_none() && (exercise.whole || !self.scenes.is_empty()) {
            diags.push(
                Diagnostic::new(BAD_REFERENCE, text.span, format!("there is no scene `{}`", text.value))
                    .suggest(&text.value, self.scenes.iter().map(|s| s.id.id.as_str())),
            );
        }
    }

    /// Scenes that can be reached from the start.
    fn reached(&self) -> BTreeSet<usize> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<usize> = self.scene(&self.start.value).map(|(n, _)| n).into_iter().collect();
        while let Some(at) = open.pop() {
            if seen.insert(at)
                && let Some(scene) = self.scenes.get(at)
            {
                open.extend(scene.picks.iter().filter_map(|p| Some(self.scene(&p.go.value)?.0)));
            }
        }
        seen
    }

    /// Scenes from which an end can be reached.
    fn ending(&self) -> BTreeSet<usize> {
        let mut done: BTreeSet<usize> = self.scenes.iter().enumerate().filter(|(_, s)| s.end).map(|(n, _)| n).collect();
        loop {
            let more: Vec<usize> = self
                .scenes
                .iter()
                .enumerate()
                .filter(|(n, s)| {
                    !done.contains(n)
                        && s.picks.iter().any(|p| self.scene(&p.go.value).is_some_and(|(to, _)| done.contains(&to)))
                })
                .map(|(n, _)| n)
                .collect();
            if more.is_empty() {
                return done;
            }
            done.extend(more);
        }
    }
}

impl ExerciseSpec for Practice {
    fn view(&self, cx: &ViewContext<'_>, _exercise: &Exercise) -> Value {
        let target = |id: &str| {
            self.scene(id).map(|(n, s)| json!({ "href": (["#", &cx.html_id(&s.id.id, "")].concat()), "number": n + 1 }))
        };
        let scenes: Vec<Value> = self
            .scenes
            .iter()
            .enumerate()
            .map(|(n, scene)| {
                let lines: Vec<Value> = scene.lines.iter().map(|l| json!({ "who": self.person(&l.who.value), "says_html": (cx.inline)(&l.says) })).collect();
                let picks: Vec<Value> = scene
                    .picks
                    .iter()
                    .map(|p| {
                        let (to, mark) = (target(&p.go.value), p.mark.as_ref().and_then(|m| self.marks.iter().find(|k| k.id == m.value)));
                        json!({
                            "id": p.id.id, "says_html": (cx.inline)(&p.id.label), "href": to.as_ref().map(|t| &t["href"]),
                            "number": to.as_ref().map(|t| &t["number"]), "mark": mark.map(|m| m.label.as_str()),
                        })
                    })
                    .collect();
                json!({
                    "id": scene.id.id, "html_id": cx.html_id(&scene.id.id, ""), "number": n + 1, "lines": lines, "picks": picks, "end": scene.end,
                    "says_html": scene.says.as_deref().map(|s| (cx.inline)(s)), "retry": scene.retry.as_ref().and_then(|r| target(&r.value)),
                })
            })
            .collect();
        let people: Vec<Value> = self.people.iter().map(|p| self.person(&p.id)).collect();
        let marks: Vec<Value> = self.marks.iter().map(|m| json!({ "id": m.id, "label": m.label })).collect();
        let start = self.scene(&self.start.value).map(|(_, s)| json!({ "html_id": cx.html_id(&s.id.id, "") }));
        json!({ "people": people, "start": start, "scenes": scenes, "marks": marks })
    }

    fn check(&self, exercise: &Exercise, _book: &Book, diags: &mut Diags) {
        self.names(&self.start, exercise, diags);
        let scenes = || self.scenes.iter();
        for text in scenes().flat_map(|s| s.picks.iter().map(|p| &p.go).chain(&s.retry)) {
            self.names(text, exercise, diags);
        }
        let ends = |id: &Text| self.scene(&id.value).is_some_and(|(_, to)| to.end);
        for retry in scenes().filter_map(|s| s.retry.as_ref()).filter(|r| ends(r)) {
            diags.push(
                Diagnostic::new(
                    BAD_REFERENCE,
                    retry.span,
                    format!("`{}` is an end, and nothing can be tried there", retry.value),
                )
                .help("name the scene in which another choice would have helped"),
            );
        }
        for who in
            scenes().flat_map(|s| &s.lines).map(|l| &l.who).filter(|w| !self.people.iter().any(|p| p.id == w.value))
        {
            if self.people.is_empty() && !exercise.whole {
                break;
            }
            diags.push(
                Diagnostic::new(BAD_REFERENCE, who.span, format!("nobody here is called `{}`", who.value))
                    .suggest(&who.value, self.people.iter().map(|p| p.id.as_str())),
            );
        }
        let used: Vec<&Text> = scenes().flat_map(|s| &s.picks).filter_map(|p| p.mark.as_ref()).collect();
        for mark in used.iter().filter(|m| !self.marks.iter().any(|k| k.id == m.value)) {
            diags.push(
                Diagnostic::new(BAD_REFERENCE, mark.span, format!("there is no mark `{}`", mark.value))
                    .suggest(&mark.value, self.marks.iter().map(|m| m.id.as_str())),
            );
        }
        let strange = used.iter().any(|m| !self.marks.iter().any(|k| k.id == m.value));
        let judged = if strange || !exercise.whole { &[] } else { self.marks.as_slice() };
        for mark in judged.iter().filter(|k| !used.iter().any(|m| m.value == k.id)) {
            diags.push(
                Diagnostic::new(UNUSED_MARK, mark.span, format!("no pick uses the mark `{}`", mark.id))
                    .help("use it in a pick, or remove it"),
            );
        }
        // A way that was mistyped leads nowhere, and then nothing can be said of where all of them lead.
        let lost = scenes().flat_map(|s| &s.picks).any(|p| self.scene(&p.go.value).is_none());
        if self.scene(&self.start.value).is_none() || lost || !exercise.whole {
            return;
        }
        if !scenes().any(|s| s.end) {
            diags.push(
                Diagnostic::new(NO_END, self.start.span, "no scene of this practice is an end")
                    .help("add a scene like `end_heard: {end: true, says: ...}`"),
            );
            return;
        }
        let (reached, ending) = (self.reached(), self.ending());
        for (at, scene) in scenes().enumerate() {
            if !reached.contains(&at) {
                diags.push(
                    Diagnostic::new(NO_WAY_HERE, scene.id.span, format!("no way leads to the scene `{}`", scene.id.id))
                        .also(self.start.span, "the start")
                        .help(format!("lead a pick here with `go: {}`, or remove the scene", scene.id.id)),
                );
            } else if !ending.contains(&at) {
                diags.push(
                    Diagnostic::new(NO_WAY_OUT, scene.id.span, format!("from `{}` no end can be reached", scene.id.id))
                        .help("add a pick that leads on to an end"),
                );
            }
        }
    }

    fn script(&self, _exercise: &Exercise) -> Value {
        super::with_earlier(Value::Null, self.parts())
    }

    fn parts(&self) -> Vec<Part> {
        let picks = |s: &Scene| s.picks.iter().map(|p| Part::within(&s.id, &p.id)).collect::<Vec<_>>();
        self.scenes.iter().flat_map(|s| std::iter::once(Part::of(&s.id)).chain(picks(s))).collect()
    }

    fn words(&self) -> Vec<&str> {
        self.scenes
            .iter()
            .flat_map(|s| {
                s.lines
                    .iter()
                    .map(|l| l.says.as_str())
                    .chain(s.picks.iter().map(|p| p.id.label.as_str()))
                    .chain(s.says.as_deref())
            })
            .collect()
    }

    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    fn height(&self, _exercise: &Exercise, _book: &Book) -> f32 {
        // Measured on printed sheets: a scene brings its number, its names, "you could say" and the lines of its picks. What a
        // marked pick says stands once more in the key, in a narrower column and set closer.
        let words: f32 = self.words().iter().map(|w| paragraph(w)).sum();
        let picks = self.scenes.iter().flat_map(|s| &s.picks);
        let key: f32 = picks.filter(|p| p.mark.is_some()).map(|p| paragraph_in(&p.id.label, 62.0) * 0.75).sum();
        words + key + self.scenes.len() as f32 * 23.0
    }

    fn minutes(&self) -> f32 {
        5.0
    }
}
