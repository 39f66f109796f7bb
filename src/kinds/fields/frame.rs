//! `frame`: one sentence with blanks.

use serde_json::{Value, json};

use super::INPUTS;
use crate::diag::{Diagnostic, Span};
use crate::kinds::{BLANK_MISMATCH, FieldKind, WAS, inner_id, key_of};
use crate::model::{Answer, Choice, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Ty, need, opt};

/// The kind.
pub struct Kind;

#[derive(Debug)]
enum Part {
    Words(String),
    Blank(usize),
}

/// What it adds to a field.
#[derive(Debug)]
struct Frame {
    parts: Vec<Part>,
    blanks: Vec<(Choice, &'static str)>,
}

/// A letter of nobody's alphabet.
const BLANK_STANDS: &str = "\u{e000}";

/// What never begins a line: it stays with the blank before it.
const CLOSES: &str = ".,;:!?)]}…”’»";

const BLANK: &[Param] = &[
    opt("label", Ty::TextOrId, "its name, read aloud"),
    opt("type", Ty::OneOf(super::INPUT_WORDS), "what is written there"),
    WAS,
];

impl FieldKind for Kind {
    fn name(&self) -> &'static str {
        "frame"
    }

    fn about(&self) -> &'static str {
        "One sentence with blanks to fill."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["cloze", "blanks", "gap", "fill_in", "sentence"]
    }

    fn params(&self) -> &'static [Param] {
        const {
            &[
                need("text", Ty::Text, "the sentence, each blank as `{id}`"),
                need("blanks", Ty::BlockMap(BLANK), "an entry for each blank; `{}` for words"),
            ]
        }
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        let text = table.text("text");
        let mut blanks = Vec::new();
        let entries = table.entries("blanks");
        if table.node("blanks").is_some_and(|node| node.map().is_none()) {
            return Some(Box::new(Frame { parts: Vec::new(), blanks }));
        }
        for entry in entries {
            inner_id(entry, table.report());
            let Some(inner) = Table::open(&entry.value, format!("blank `{}`", entry.key), &[BLANK], table.report())
            else {
                continue;
            };
            let kind = inner.word("type", super::INPUT_WORDS).unwrap_or("text");
            let label = inner.text("label").map_or_else(|| entry.key.replace('_', " "), |t| t.value);
            blanks.push((Choice::new(key_of(entry), label).once(inner.texts("was")), kind));
        }
        let text = text?;
        let mark = table.report().borrow().mark();
        let parts = split(&text.value, text.span, &blanks, table);
        // Where a `{` is not closed, or a blank's name was mistyped, that was said.
        if table.report().borrow().erred_since(mark) {
            return Some(Box::new(Frame { parts, blanks }));
        }
        for (at, (blank, _)) in blanks.iter().enumerate() {
            if !parts.iter().any(|p| matches!(p, Part::Blank(n) if *n == at)) {
                table.say(
                    Diagnostic::new(BLANK_MISMATCH, blank.span, format!("the text has no place for `{}`", blank.id))
                        .also(text.span, "the text")
                        .help(format!("write `{{{}}}` where it belongs, or remove the entry", blank.id)),
                );
            }
        }
        Some(Box::new(Frame { parts, blanks }))
    }
}

fn split(text: &str, span: Span, blanks: &[(Choice, &'static str)], table: &Table<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let text = text.replace(BLANK_STANDS, "");
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            table.say(
                Diagnostic::new(BLANK_MISMATCH, span, "a `{` in the text is not closed")
                    .help("write a blank as `{id}`"),
            );
            break;
        };
        if !before.is_empty() {
            parts.push(Part::Words(before.to_owned()));
        }
        match blanks.iter().position(|(b, _)| b.id == name) {
            Some(at) if parts.iter().any(|p| matches!(p, Part::Blank(n) if *n == at)) => {
                table.say(
                    Diagnostic::new(BLANK_MISMATCH, span, format!("`{{{name}}}` stands twice in the text"))
                        .help("give the second blank an id of its own"),
                );
            }
            Some(at) => parts.push(Part::Blank(at)),
            None => table.say(
                Diagnostic::new(BLANK_MISMATCH, span, format!("`{{{name}}}` has no entry under `blanks`"))
                    .help(format!("add `{name}: {{}}` to `blanks`, or mend the name")),
            ),
        }
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest.to_owned()));
    }
    parts
}

impl FieldSpec for Frame {
    fn answer(&self) -> Answer {
        Answer::Shape
    }

    fn keys(&self) -> Vec<&Choice> {
        self.blanks.iter().map(|(b, _)| b).collect()
    }

    fn view(&self, cx: &ViewContext<'_>, field: &Field) -> Value {
        // Set as one sentence, in which a blank stands as a letter: a quotation mark beside it then turns the right way.
        let whole: String = self
            .parts
            .iter()
            .map(|part| match part {
                Part::Words(text) => text.as_str(),
                Part::Blank(_) => BLANK_STANDS,
            })
            .collect();
        let set = (cx.set)(&whole);
        let mut words = set.split(BLANK_STANDS);
        let mut before = words.next().unwrap_or_default();
        let parts: Vec<Value> = self
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::Words(_) => Some(json!({ "text": std::mem::take(&mut before), "blank": Value::Null })),
                Part::Blank(at) => {
                    let after = words.next().unwrap_or_default();
                    let ends = after.find(|c| !CLOSES.contains(c)).unwrap_or(after.len());
                    let (tail, rest) = after.split_at(ends);
                    before = rest;
                    let (blank, kind) = self.blanks.get(*at)?;
                    let (_, input_type, size) = INPUTS.iter().find(|(k, ..)| k == kind)?;
                    Some(json!({ "text": Value::Null, "blank": {
                        "id": blank.id, "html_id": cx.html_id(&field.id.value, &blank.id), "label": blank.label,
                        "kind": kind, "input_type": input_type, "size": size, "tail": tail,
                    } }))
                }
            })
            .collect();
        json!({ "parts": parts })
    }

    fn words(&self) -> Vec<&str> {
        self.parts
            .iter()
            .filter_map(|p| match p {
                Part::Words(w) => Some(w.as_str()),
                Part::Blank(_) => None,
            })
            .collect()
    }

    fn height(&self) -> f32 {
        let letters: usize = self.words().iter().map(|w| w.chars().count()).sum::<usize>() + self.blanks.len() * 22;
        super::rows(letters.div_ceil(75), 1, 11.0)
    }

    fn minutes(&self) -> f32 {
        2.0
    }
}
