//! `example`: a dialogue with notes and kinder lines.

use serde_json::{Value, json};

use super::{REWRITE_OF_NOTHING, UNUSED_MARK, UNUSED_PERSON, WORD_NOT_THERE};
use crate::diag::{Diagnostic, Diags};
use crate::kinds::{BAD_REFERENCE, DOUBLED_ID, ExerciseKind, Fields, Kinds, LABEL_PARAMS, WAS, id_shape, idle, labels};
use crate::model::paper::paragraph_in;
use crate::model::{Book, Choice, Exercise, ExerciseSpec, Part, ViewContext};
use crate::tree::{Param, Table, Text, Ty, need, opt};

/// The kind.
pub struct Kind;

struct Note {
    at_word: Option<Text>,
    says: String,
}

struct Kinder {
    id: Choice,
    why: Option<String>,
}

enum Turn {
    Line {
        id: Choice,
        who: Text,
        says: Text,
        tone: Option<String>,
        skills: Vec<Text>,
        notes: Vec<Note>,
        kinder: Vec<Kinder>,
    },
    Rewrite {
        id: Choice,
        of: Text,
        lines: u32,
    },
}

struct Example {
    people: Vec<Choice>,
    skills: Vec<Choice>,
    turns: Vec<Turn>,
}

const NOTE: &[Param] =
    &[opt("at_word", Ty::Text, "the word of the line it is about"), need("says", Ty::Markdown, "the note")];
const KINDER: &[Param] = &[
    need("id", Ty::Id, "its id"),
    need("says", Ty::Markdown, "the kinder line"),
    opt("why", Ty::Markdown, "why it is kinder"),
];
const RULED: &[Param] = &[opt("lines", Ty::Number(1.0, 20.0), "ruled lines")];
const TURN: &[Param] = &[
    need("id", Ty::Id, "its id"),
    opt("who", Ty::Id, "who says it"),
    opt("says", Ty::Text, "the words"),
    opt("tone", Ty::Text, "how it is said, in a word"),
    opt("skills", Ty::Ids, "what the line shows, by ids from `skills`"),
    opt("notes", Ty::Blocks(NOTE), "notes on words or on the line"),
    opt("kinder", Ty::Blocks(KINDER), "other ways to say it"),
    opt("rewrite", Ty::Id, "the turn the reader says in their own way"),
    opt("label", Ty::Text, "for a rewrite: what to do"),
    opt("print", Ty::Block(RULED), "for a rewrite: how it prints"),
    WAS,
];

impl ExerciseKind for Kind {
    fn name(&self) -> &'static str {
        "example"
    }

    fn about(&self) -> &'static str {
        "A dialogue with notes and kinder lines."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["dialogue", "dialog", "script", "conversation"]
    }

    fn spoken(&self) -> bool {
        true
    }

    fn params(&self) -> &'static [Param] {
        const {
            &[
                need("people", Ty::Labels(LABEL_PARAMS), "who speaks: ids with names"),
                need("turns", Ty::Blocks(TURN), "what is said"),
                opt("skills", Ty::Labels(LABEL_PARAMS), "what lines show: ids with words"),
            ]
        }
    }

    fn fields(&self) -> Fields {
        Fields::None
    }

    fn read(&self, table: &Table<'_>, _kinds: &Kinds) -> Option<Box<dyn ExerciseSpec>> {
        let people = labels(table, "people", 1);
        let skills = labels(table, "skills", 1);
        let mut turns: Vec<Turn> = Vec::new();
        for node in table.items("turns") {
            let Some(inner) = Table::open(node, "a turn", &[TURN], table.report()) else { continue };
            if let Some(turn) = turn(&inner) {
                let id = turn.id();
                if let Some(first) = turns.iter().map(Turn::id).find(|c| c.id == id.id) {
                    table.say(
                        Diagnostic::new(DOUBLED_ID, id.span, format!("two turns have the id `{}`", id.id))
                            .also(first.span, "the first")
                            .help("give one another id"),
                    );
                }
                turns.push(turn);
            }
        }
        Some(Box::new(Example { people, skills, turns }))
    }
}

fn turn(inner: &Table<'_>) -> Option<Turn> {
    let id = inner.text("id")?;
    id_shape(&id.value, id.span, inner.report());
    let label = inner.text("label").map(|t| t.value);
    if let Some(of) = inner.text("rewrite") {
        idle(inner, &["who", "says", "tone", "skills", "notes", "kinder"], "in a turn that the reader writes");
        let lines = inner
            .node("print")
            .and_then(|n| Table::open(n, "`print`", &[RULED], inner.report())?.count("lines", 1, 20));
        let id = Choice::new(id, label.unwrap_or_default()).once(inner.texts("was"));
        return Some(Turn::Rewrite { id, of, lines: lines.unwrap_or(2) });
    }
    idle(inner, &["label", "print"], "in a line that somebody says");
    let (who, says) = (inner.text("who"), inner.text("says"));
    for (key, there) in [("who", inner.entry("who").is_some()), ("says", inner.entry("says").is_some())] {
        if !there {
            inner.say(
                Diagnostic::new(crate::tree::MISSING_KEY, id.span, format!("turn `{}` needs `{key}`", id.value))
                    .help("a turn is somebody's line (`who`, `says`) or the reader's own (`rewrite`)"),
            );
        }
    }
    let (who, says) = (who?, says?);
    let mut notes = Vec::new();
    for node in inner.list("notes") {
        let Some(note) = Table::open(node, "a note", &[NOTE], inner.report()) else { continue };
        let at_word = note.text("at_word");
        if let Some(word) = &at_word
            && !says.value.contains(&word.value)
        {
            inner.say(
                Diagnostic::new(WORD_NOT_THERE, word.span, format!("the line does not hold `{}`", word.value))
                    .also(says.span, "the line")
                    .suggest(&word.value, says.value.split(|c: char| !c.is_alphanumeric() && c != '\'')),
            );
        }
        let Some(says) = note.text("says") else { continue };
        notes.push(Note { at_word, says: says.value });
    }
    let mut kinder: Vec<Kinder> = Vec::new();
    for node in inner.list("kinder") {
        let Some(line) = Table::open(node, "a kinder line", &[KINDER], inner.report()) else { continue };
        let (Some(id), Some(says)) = (line.text("id"), line.text("says")) else { continue };
        id_shape(&id.value, id.span, inner.report());
        if let Some(first) = kinder.iter().find(|k| k.id.id == id.value) {
            inner.say(
                Diagnostic::new(DOUBLED_ID, id.span, format!("two kinder lines have the id `{}`", id.value))
                    .also(first.id.span, "the first")
                    .help("give one another id"),
            );
        }
        kinder.push(Kinder { id: Choice::new(id, says.value), why: line.text("why").map(|t| t.value) });
    }
    let choice = Choice::new(id, says.value.clone()).once(inner.texts("was"));
    Some(Turn::Line {
        id: choice,
        who,
        says,
        tone: inner.text("tone").map(|t| t.value),
        skills: inner.texts("skills"),
        notes,
        kinder,
    })
}

impl Turn {
    fn id(&self) -> &Choice {
        match self {
            Self::Line { id, .. } | Self::Rewrite { id, .. } => id,
        }
    }
}

impl Example {
    fn person(&self, id: &str) -> Value {
        let at = self.people.iter().position(|p| p.id == id).unwrap_or(0);
        json!({ "id": id, "name": self.people.get(at).map(|p| p.label.as_str()), "voice": at + 1 })
    }
}

/// The line with its noted words marked; each mark leads to its note.
fn marked(
    says: &str,
    notes: &[Note],
    anchor: &dyn Fn(usize) -> String,
    inline: &(dyn Fn(&str) -> String + Sync),
) -> String {
    let mut places: Vec<(usize, usize, usize)> = notes
        .iter()
        .enumerate()
        .filter_map(|(n, note)| {
            let word = &note.at_word.as_ref()?.value;
            says.find(word.as_str()).map(|at| (at, at + word.len(), n))
        })
        .collect();
    places.sort_unstable();
    let (mut out, mut at) = (String::new(), 0);
    for (start, end, n) in places {
        // Of two notes on overlapping words the first keeps its mark; both stay listed.
        let (Some(before), Some(word)) = (says.get(at..start.max(at)), says.get(start..end)) else { continue };
        if start < at {
            continue;
        }
        out.push_str(&inline(before));
        let open = ["<mark class=\"noted\"><a href=\"#", &anchor(n), "\">"].concat();
        out.push_str(&open);
        out.push_str(&inline(word));
        out.push_str("</a></mark>");
        at = end;
    }
    out.push_str(&inline(says.get(at..).unwrap_or("")));
    out
}

impl ExerciseSpec for Example {
    fn view(&self, cx: &ViewContext<'_>, _exercise: &Exercise) -> Value {
        let mut number = 0;
        let turns: Vec<Value> = self
            .turns
            .iter()
            .map(|turn| match turn {
                Turn::Line { id, who, says, tone, skills, notes, kinder } => {
                    // A kinder line can be called anything, but not with a hyphen.
                    let anchor = |n: usize| format!("{}-note{}", cx.html_id(&id.id, ""), n + 1);
                    let notes_view: Vec<Value> = notes
                        .iter()
                        .enumerate()
                        .map(|(n, note)| {
                            number += 1;
                            json!({ "html_id": anchor(n), "number": number, "says_html": (cx.inline)(&note.says), "word": note.at_word.as_ref().map(|w| w.value.as_str()) })
                        })
                        .collect();
                    let kinder: Vec<Value> = kinder.iter()
                        .map(|k| json!({ "id": k.id.id, "html_id": cx.html_id(&id.id, &k.id.id), "says_html": (cx.inline)(&k.id.label), "why_html": k.why.as_deref().map(|w| (cx.inline)(w)) }))
                        .collect();
                    let skills: Vec<&str> = skills.iter().filter_map(|s| self.skills.iter().find(|k| k.id == s.value)).map(|s| s.label.as_str()).collect();
                    json!({
                        "type": "line", "id": id.id, "html_id": cx.html_id(&id.id, ""), "who": self.person(&who.value),
                        "says_html": marked(&says.value, notes, &anchor, cx.inline), "tone": tone, "skills": skills, "notes": notes_view, "kinder": kinder,
                    })
                }
                Turn::Rewrite { id, of, lines } => {
                    let source = self.turns.iter().find_map(|t| match t {
                        Turn::Line { id, who, says, .. } if id.id == of.value => Some(json!({ "who": self.person(&who.value), "says_html": (cx.inline)(&says.value) })),
                        _ => None,
                    });
                    let label = if id.label.is_empty() { (cx.string)("rewrite_label") } else { id.label.clone() };
                    json!({ "type": "rewrite", "id": id.id, "was": (!id.was.is_empty()).then(|| id.names().skip(1).collect::<Vec<_>>().join(" ")), "html_id": cx.html_id(&id.id, ""), "label": label, "of": source, "lines": lines, "input_id": cx.html_id(&id.id, "own") })
                }
            })
            .collect();
        let people: Vec<Value> = self.people.iter().map(|p| self.person(&p.id)).collect();
        json!({ "people": people, "turns": turns })
    }

    fn check(&self, exercise: &Exercise, _book: &Book, diags: &mut Diags) {
        let shown: Vec<&str> = self
            .turns
            .iter()
            .flat_map(|turn| match turn {
                Turn::Line { skills, .. } => skills.as_slice(),
                Turn::Rewrite { .. } => &[],
            })
            .map(|skill| skill.value.as_str())
            .collect();
        let strange = shown.iter().any(|id| !self.skills.iter().any(|k| k.id == *id));
        let judged = if strange || !exercise.whole { &[] } else { self.skills.as_slice() };
        for skill in judged.iter().filter(|k| !shown.contains(&k.id.as_str())) {
            diags.push(
                Diagnostic::new(UNUSED_MARK, skill.span, format!("no line shows the skill `{}`", skill.id))
                    .help("name it in a line's `skills`, or remove it"),
            );
        }
        let mut strangers = false;
        for turn in &self.turns {
            match turn {
                Turn::Line { who, skills, .. } => {
                    let known = exercise.whole || !self.people.is_empty();
                    if known && !self.people.iter().any(|p| p.id == who.value) {
                        strangers = true;
                        diags.push(
                            Diagnostic::new(BAD_REFERENCE, who.span, format!("nobody here is called `{}`", who.value))
                                .suggest(&who.value, self.people.iter().map(|p| p.id.as_str())),
                        );
                    }
                    for skill in skills.iter().filter(|s| !self.skills.iter().any(|k| k.id == s.value)) {
                        diags.push(
                            Diagnostic::new(BAD_REFERENCE, skill.span, format!("there is no skill `{}`", skill.value))
                                .help(format!(
                                    "add it under `skills:` at the top of the exercise: `skills: {{{}: ...}}`",
                                    crate::model::id::mend(&skill.value, '_')
                                )),
                        );
                    }
                }
                Turn::Rewrite { of, .. } => {
                    let lines: Vec<&str> = self
                        .turns
                        .iter()
                        .filter(|t| matches!(t, Turn::Line { .. }))
                        .map(|t| t.id().id.as_str())
                        .collect();
                    if !lines.contains(&of.value.as_str()) {
                        diags.push(
                            Diagnostic::new(
                                REWRITE_OF_NOTHING,
                                of.span,
                                format!("there is no line `{}` to say in one's own way", of.value),
                            )
                            .suggest(&of.value, lines),
                        );
                    }
                }
            }
        }
        // Who was mistyped, or says something that could not be read, may be one of these.
        let judged = if strangers || !exercise.whole { &[] } else { self.people.as_slice() };
        for person in judged {
            if !self.turns.iter().any(|t| matches!(t, Turn::Line { who, .. } if who.value == person.id)) {
                diags.push(
                    Diagnostic::new(UNUSED_PERSON, person.span, format!("{} says nothing", person.label))
                        .help("remove the line, or give them a turn"),
                );
            }
        }
    }

    fn parts(&self) -> Vec<Part> {
        self.turns.iter().map(|turn| Part::of(turn.id())).collect()
    }

    fn kept(&self) -> Vec<(String, Vec<String>)> {
        let name = |id: &str| ["@rewrite.", id].concat();
        let own = self.turns.iter().filter(|turn| matches!(turn, Turn::Rewrite { .. })).map(Turn::id);
        own.map(|id| (name(&id.id), id.was.iter().map(|t| name(&t.value)).collect())).collect()
    }

    fn written(&self) -> bool {
        self.turns.iter().any(|turn| matches!(turn, Turn::Rewrite { .. }))
    }

    fn words(&self) -> Vec<&str> {
        let mut out = Vec::new();
        for turn in &self.turns {
            out.push(turn.id().label.as_str());
            if let Turn::Line { notes, kinder, .. } = turn {
                out.extend(notes.iter().map(|n| n.says.as_str()));
                out.extend(kinder.iter().map(|k| k.id.label.as_str()));
            }
        }
        out
    }

    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    fn height(&self, _exercise: &Exercise, _book: &Book) -> f32 {
        // Measured on printed sheets: a turn stands further in, and brings its name.
        let why = self.turns.iter().filter_map(|t| match t {
            Turn::Line { kinder, .. } => Some(kinder),
            Turn::Rewrite { .. } => None,
        });
        let why = why.flatten().filter_map(|k| k.why.as_deref());
        let words = self.words().into_iter().chain(why).map(|w| paragraph_in(w, 80.0)).sum::<f32>();
        let lines: u32 = self
            .turns
            .iter()
            .map(|t| match t {
                Turn::Rewrite { lines, .. } => *lines,
                Turn::Line { .. } => 0,
            })
            .sum();
        words + lines as f32 * 8.0 + self.turns.len() as f32 * 7.0
    }

    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    fn minutes(&self) -> f32 {
        2.0 + self.turns.len() as f32 * 0.3
    }
}
