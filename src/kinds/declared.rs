//! The kinds of fields of one book: those built in, and those its theme declares in `kind.yaml`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{FIELDS, FieldKind};
use crate::model::{Answer, Choice, Field, FieldSpec, ViewContext};
use crate::tree::{Param, Table, Text};

mod read;

pub use read::{BAD_DEFAULT, BAD_PARAM, CODES, NO_TEMPLATE, NOT_DECLARED, TAKEN, read};
use read::{Read, Shape};

/// Every kind a field of the book can have.
#[derive(Clone, Debug, Default)]
pub struct Kinds {
    declared: BTreeMap<String, Arc<Declared>>,
    broken: BTreeSet<String>,
}

/// A kind: built in, or declared by a theme.
#[derive(Clone)]
pub enum FieldKindRef {
    /// Written in Rust.
    BuiltIn(&'static dyn FieldKind),
    /// Written in `kind.yaml`.
    Declared(Arc<Declared>),
}

impl Deref for FieldKindRef {
    type Target = dyn FieldKind;

    fn deref(&self) -> &Self::Target {
        match self {
            Self::BuiltIn(kind) => *kind,
            Self::Declared(kind) => &**kind,
        }
    }
}

impl std::fmt::Debug for FieldKindRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Kinds {
    /// A kind by its name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<FieldKindRef> {
        let built_in = FIELDS.iter().find(|k| k.name() == name).map(|k| FieldKindRef::BuiltIn(*k));
        built_in.or_else(|| self.declared.get(name).cloned().map(FieldKindRef::Declared))
    }

    /// All kinds: those built in, in the order of the guide, then the theme's by name.
    pub fn fields(&self) -> impl Iterator<Item = FieldKindRef> {
        let declared = self.declared.values().cloned().map(FieldKindRef::Declared);
        FIELDS.iter().map(|k| FieldKindRef::BuiltIn(*k)).chain(declared)
    }

    /// Whether a theme declares a kind of this name that could not be read, which was reported there.
    #[must_use]
    pub fn broken(&self, name: &str) -> bool {
        self.broken.contains(name)
    }

    /// Adds a theme's kind.
    pub fn declare(&mut self, name: &str, kind: Option<Declared>) {
        match kind {
            Some(kind) => {
                self.declared.insert(name.to_owned(), Arc::new(kind));
            }
            None => {
                self.broken.insert(name.to_owned());
            }
        }
    }
}

/// A kind that a theme declares.
#[derive(Debug)]
pub struct Declared {
    name: String,
    about: String,
    labelled: bool,
    /// What the reader, the schema and the help lines go by.
    params: Vec<Param>,
    /// How each of them is read, in the same order.
    shapes: Vec<Shape>,
    answer: AnswerOf,
    height: f32,
    minutes: f32,
}

/// What is answered, where it may depend on a parameter's value.
#[derive(Clone, Debug)]
enum AnswerOf {
    Nothing,
    Text,
    Number(Bound, Bound),
    One(String),
    Many(String),
}

/// A bound of a number: itself, or a parameter's value.
#[derive(Clone, Debug)]
enum Bound {
    Is(f64),
    Of(String),
}

impl FieldKind for Declared {
    fn name(&self) -> &str {
        &self.name
    }

    fn about(&self) -> &str {
        &self.about
    }

    fn params(&self) -> &[Param] {
        &self.params
    }

    fn labelled(&self) -> bool {
        self.labelled
    }

    fn without(&self) -> &'static [&'static str] {
        // Its own template may use any of them.
        &[]
    }

    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>> {
        let values: BTreeMap<String, Read> = self
            .shapes
            .iter()
            .filter_map(|shape| {
                let given = if table.entry(&shape.name).is_some() {
                    shape.take(table, &shape.name)
                } else {
                    shape.default.clone()
                };
                Some((shape.name.clone(), given?))
            })
            .collect();
        let number = |bound: &Bound| match bound {
            Bound::Is(n) => Some(*n),
            Bound::Of(name) => match values.get(name)? {
                Read::Number(n) => Some(*n),
                _ => None,
            },
        };
        let (answer, choices) = match &self.answer {
            AnswerOf::Nothing => (Answer::Nothing, None),
            AnswerOf::Text => (Answer::Text, None),
            AnswerOf::Number(low, high) => {
                let (low, high) = (number(low)?, number(high)?);
                super::fields::ordered(table, low, high)?;
                (Answer::Number(low, high), None)
            }
            AnswerOf::One(of) => (Answer::One, Some(of.clone())),
            AnswerOf::Many(of) => (Answer::Many, Some(of.clone())),
        };
        let (height, minutes) = (self.height, self.minutes);
        Some(Box::new(Spec { values, shapes: self.shapes.clone(), answer, choices, height, minutes }))
    }
}

/// What such a kind adds to a field.
#[derive(Debug)]
struct Spec {
    values: BTreeMap<String, Read>,
    shapes: Vec<Shape>,
    answer: Answer,
    /// The parameter whose ids are answered with.
    choices: Option<String>,
    height: f32,
    minutes: f32,
}

impl Spec {
    fn answered_with(&self) -> &[Choice] {
        match self.choices.as_ref().and_then(|name| self.values.get(name)) {
            Some(Read::Choices(choices)) => choices,
            _ => &[],
        }
    }
}

impl FieldSpec for Spec {
    fn answer(&self) -> Answer {
        self.answer
    }

    fn choices(&self) -> Vec<&Choice> {
        self.answered_with().iter().collect()
    }

    fn points(&self) -> Option<(f64, f64)> {
        let choices = self.answered_with();
        let scored = choices.iter().any(|c| c.points.is_some());
        match self.answer {
            Answer::Number(low, high) => Some((low, high)),
            Answer::One if scored => Some(super::fields::range(choices)),
            Answer::Many if scored => Some(super::fields::sums(choices)),
            _ => None,
        }
    }

    fn view(&self, cx: &ViewContext<'_>, field: &Field) -> Value {
        let mut out = serde_json::Map::new();
        for shape in &self.shapes {
            let value = match self.values.get(&shape.name) {
                None => Value::Null,
                Some(Read::Text(text)) => json!(text),
                Some(Read::Markdown(text)) => json!((cx.block)(&text.value)),
                Some(Read::Number(n)) => json!(n),
                Some(Read::Truth(truth)) => json!(truth),
                Some(Read::Minutes(n)) => json!(n),
                Some(Read::Texts(texts)) => json!(texts),
                Some(Read::Choices(choices)) => json!(cx.options(&field.id.value, choices)),
            };
            out.insert(shape.key(), value);
        }
        Value::Object(out)
    }

    fn texts(&self) -> Vec<&Text> {
        self.values.values().filter_map(|v| if let Read::Markdown(text) = v { Some(text) } else { None }).collect()
    }

    fn words(&self) -> Vec<&str> {
        let of = |value| match value {
            &Read::Text(ref text) | &Read::Markdown(Text { value: ref text, .. }) => vec![text.as_str()],
            Read::Texts(texts) => texts.iter().map(String::as_str).collect(),
            Read::Choices(choices) => choices.iter().map(|c| c.label.as_str()).collect(),
            _ => Vec::new(),
        };
        self.values.values().flat_map(of).collect()
    }

    fn height(&self) -> f32 {
        self.height
    }

    fn minutes(&self) -> f32 {
        self.minutes
    }

    fn has_links(&self) -> bool {
        self.values.values().any(|value| matches!(value, Read::Markdown(_)))
    }
}
