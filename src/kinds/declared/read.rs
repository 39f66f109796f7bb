//! Reads `kind.yaml`, and fields by what it says.

use std::borrow::Cow;
use std::cell::RefCell;

use super::{AnswerOf, Bound, Declared};
use crate::diag::{Diagnostic, Diags};
use crate::kinds::{BAD_REFERENCE, CHOICE_PARAMS, FIELD_PARAMS, choices, id_shape};
use crate::model::Choice;
use crate::tree::{Node, Param, Table, Text, Ty, need, opt};

crate::codes! {
    TAKEN Error "SB0210" "a theme's kind with the name of a built-in one"
        "A theme can change the templates and styles of a built-in kind by the same paths, but not what it is. Give the new kind's folder a name of its own, and use that name after `type:`."
    NO_TEMPLATE Error "SB0211" "a theme's kind without `field.html`"
        "`field.html` beside `kind.yaml` makes the field's HTML. Without it there is nothing to show. The guide's page on themes has one to copy."
    BAD_PARAM Error "SB0212" "a parameter of a theme's kind that cannot work"
        "The parameters of a kind stand beside the keys that every field has, so they need other names, each once. A parameter of the type `one_of` needs `words`; bounds are for numbers; and what the answer is made of has to be there in every field, by `required: true` or a `default`."
    BAD_DEFAULT Error "SB0213" "a default that has no effect"
        "A parameter that is required is always given, so its default would never be used. Remove one of the two."
    NOT_DECLARED Error "SB0214" "a folder of a kind that is not there"
        "A folder under a theme's `kinds/` is named after a kind. If it is a new kind, it needs a `kind.yaml`; otherwise the folder's name was mistyped, and its files would have no effect."
}

const TYPES: &[&str] =
    &["text", "markdown", "number", "bool", "date", "time", "duration", "texts", "choices", "one_of"];
const ANSWERS: &[&str] = &["text", "number", "choice", "choices", "date", "time", "none"];

const PARAM: &[Param] = &[
    need("name", Ty::Id, "the key in a field"),
    need("type", Ty::OneOf(TYPES), "what it takes"),
    opt("about", Ty::Text, "what it is for, in an author's words"),
    opt("required", Ty::Bool, "whether it has to be there"),
    opt("default", Ty::Text, "what holds when it is left out"),
    opt("min", Ty::Number(-1e9, 1e9), "of a number: the least"),
    opt("max", Ty::Number(-1e9, 1e9), "of a number: the most"),
    opt("whole", Ty::Bool, "of a number: no fractions"),
    opt("words", Ty::Texts, "of `one_of`: the words"),
];
const ANSWER: &[Param] = &[
    need("type", Ty::OneOf(ANSWERS), "what is answered"),
    opt("min", Ty::Text, "of a number: the least, or the parameter that says it"),
    opt("max", Ty::Text, "of a number: the most, or the parameter that says it"),
    opt("of", Ty::Id, "of choices: the parameter whose ids are answered with"),
];
const KIND: &[Param] = &[
    need("about", Ty::Text, "what it is, in an author's words"),
    need("answer", Ty::OneOf(ANSWERS), "what is answered"),
    opt("params", Ty::Blocks(PARAM), "its keys beside those of every field"),
    opt("label", Ty::Bool, "whether it needs a label; it does unless this is `false`"),
    opt("height", Ty::Number(0.0, 250.0), "millimetres on paper beside label and hint"),
    opt("minutes", Ty::Number(0.0, 60.0), "how long it takes"),
];

/// A parameter's value.
#[derive(Clone, Debug)]
pub enum Read {
    Text(String),
    Markdown(Text),
    Number(f64),
    Truth(bool),
    Minutes(u32),
    Texts(Vec<String>),
    Choices(Vec<Choice>),
}

/// How a parameter is read.
#[derive(Clone, Debug)]
pub struct Shape {
    pub name: String,
    pub default: Option<Read>,
    ty: &'static str,
    least: f64,
    most: f64,
    whole: bool,
    words: Vec<String>,
}

impl Shape {
    /// The name in the template: HTML says so, as everywhere in the contract.
    pub fn key(&self) -> String {
        if self.ty == "markdown" { format!("{}_html", self.name) } else { self.name.clone() }
    }

    fn ty(&self) -> Ty {
        match self.ty {
            "markdown" => Ty::Markdown,
            "number" => Ty::Number(self.least, self.most),
            "bool" => Ty::Bool,
            "date" => Ty::Date,
            "time" => Ty::Time,
            "duration" => Ty::Duration,
            "texts" => Ty::Texts,
            "choices" => Ty::Labels(CHOICE_PARAMS),
            "one_of" => Ty::OneOfNamed(self.words.clone()),
            _ => Ty::Text,
        }
    }

    /// Reads the value at a key; what does not fit is reported.
    pub fn take(&self, table: &Table<'_>, key: &str) -> Option<Read> {
        let text = |t: Option<Text>| t.map(|t| Read::Text(t.value));
        match self.ty {
            "markdown" => table.text(key).map(Read::Markdown),
            "number" => {
                let n = table.number(key, self.least, self.most)?;
                if self.whole && n.fract() != 0.0 {
                    table.say(
                        Diagnostic::new(
                            crate::tree::OUT_OF_RANGE,
                            table.node(key).map_or(table.span(), |n| n.span),
                            format!("`{key}` needs a whole number"),
                        )
                        .help("leave the fraction out"),
                    );
                    return None;
                }
                Some(Read::Number(n))
            }
            "bool" => Some(Read::Truth(table.truth(key))),
            "date" => text(table.date(key)),
            "time" => text(table.time(key)),
            "duration" => table.duration(key).map(Read::Minutes),
            "texts" => Some(Read::Texts(table.texts(key).into_iter().map(|t| t.value).collect())),
            "choices" => Some(Read::Choices(choices(table, key, 1))),
            "one_of" => table.word(key, &self.words).map(|w| Read::Text(w.to_owned())),
            _ => text(table.text(key)),
        }
    }
}

/// Reads a kind; `None` after it reported why not.
pub fn read(name: &str, node: &Node, report: &RefCell<Diags>) -> Option<Declared> {
    let before = report.borrow().count(crate::diag::Severity::Error);
    let table = Table::open(node, "a kind", &[KIND], report)?;
    let (mut params, mut shapes): (Vec<Param>, Vec<Shape>) = (Vec::new(), Vec::new());
    for node in table.list("params") {
        let Some((param, shape, at)) = param(node, report) else { continue };
        if shapes.iter().any(|s| s.name == shape.name) || FIELD_PARAMS.iter().any(|p| p.key == shape.name) {
            let whose = if shapes.iter().any(|s| s.name == shape.name) { "this kind" } else { "every field" };
            table.say(
                Diagnostic::new(BAD_PARAM, at.span, format!("`{}` is a key that {whose} has already", shape.name))
                    .help("give the parameter another name"),
            );
            continue;
        }
        params.push(param);
        shapes.push(shape);
    }
    let labelled = table.entry("label").is_none() || table.truth("label");
    let answer = answer(&table, &params, &shapes);
    let small = |key: &str, most: f64, usual: f32| {
        #[expect(clippy::cast_possible_truncation, reason = "an estimate between small bounds")]
        table.number(key, 0.0, most).map_or(usual, |n| n as f32)
    };
    let (height, minutes) = (small("height", 250.0, 12.0), small("minutes", 60.0, 0.5));
    let about = table.text("about")?.value;
    if report.borrow().count(crate::diag::Severity::Error) > before {
        return None;
    }
    Some(Declared { name: name.to_owned(), about, labelled, params, shapes, answer: answer?, height, minutes })
}

fn param(node: &Node, report: &RefCell<Diags>) -> Option<(Param, Shape, Text)> {
    let table = Table::open(node, "a parameter", &[PARAM], report)?;
    let (name, ty) = (table.text("name")?, table.word("type", TYPES)?);
    id_shape(&name.value, name.span, report);
    for (key, wanted) in [("min", "number"), ("max", "number"), ("whole", "number"), ("words", "one_of")] {
        if let Some(entry) = table.entry(key).filter(|_| ty != wanted) {
            table.say(
                Diagnostic::new(BAD_PARAM, entry.key_span, format!("`{key}` has no meaning for the type `{ty}`"))
                    .help(format!("remove it, or write `type: {wanted}`")),
            );
        }
    }
    let words: Vec<String> = table.texts("words").into_iter().map(|t| t.value).collect();
    if ty == "one_of" && words.is_empty() {
        table.say(
            Diagnostic::new(BAD_PARAM, name.span, format!("`{}` is one of no words", name.value))
                .help("add `words: [first, second]`"),
        );
    }
    let bound = |key: &str, usual: f64| table.number(key, -1e9, 1e9).unwrap_or(usual);
    let mut shape = Shape {
        name: name.value.clone(),
        default: None,
        ty,
        least: bound("min", -1e9),
        most: bound("max", 1e9),
        whole: table.truth("whole"),
        words,
    };
    let required = table.truth("required");
    if let Some(entry) = table.entry("default") {
        if required {
            table.say(
                Diagnostic::new(BAD_DEFAULT, entry.key_span, format!("`{}` is required and has a default", name.value))
                    .help("remove `default`, or `required: true`"),
            );
        } else {
            shape.default = shape.take(&table, "default");
        }
    }
    let doc = table.text("about").map_or_else(|| name.value.replace('_', " "), |t| t.value);
    let param = Param { key: Cow::Owned(name.value.clone()), ty: shape.ty(), required, doc: Cow::Owned(doc) };
    Some((param, shape, name))
}

fn answer(table: &Table<'_>, params: &[Param], shapes: &[Shape]) -> Option<AnswerOf> {
    let node = table.node("answer")?;
    let inner;
    let (from, key) = if node.map().is_some() {
        inner = Table::open(node, "`answer`", &[ANSWER], table.report())?;
        (&inner, "type")
    } else {
        (table, "answer")
    };
    let ty = from.word(key, ANSWERS)?;
    let block = node.map().is_some();
    for (key, fits) in [("min", ty == "number"), ("max", ty == "number"), ("of", ty.starts_with("choice"))] {
        if let Some(entry) = from.entry(key).filter(|_| block && !fits) {
            from.say(
                Diagnostic::new(BAD_PARAM, entry.key_span, format!("`{key}` has no meaning for an answer of {ty}"))
                    .help("remove it"),
            );
        }
    }
    // What an answer is made of has to be there in every field.
    let always = |name: &Text, ty: &'static str| {
        let at = shapes.iter().position(|s| s.name == name.value && s.ty == ty);
        let Some((shape, param)) = at.and_then(|n| Some((shapes.get(n)?, params.get(n)?))) else {
            let known = shapes.iter().filter(|s| s.ty == ty).map(|s| s.name.as_str());
            from.say(
                Diagnostic::new(
                    BAD_REFERENCE,
                    name.span,
                    format!("there is no parameter `{}` of type `{ty}`", name.value),
                )
                .suggest(&name.value, known),
            );
            return None;
        };
        if !param.required && shape.default.is_none() {
            from.say(
                Diagnostic::new(
                    BAD_PARAM,
                    name.span,
                    format!("the answer needs `{}`, which may be left out", name.value),
                )
                .help("give the parameter a `default`, or `required: true`"),
            );
        }
        Some(name.value.clone())
    };
    let bound = |key: &str, usual: f64| match from.node(key).filter(|_| block) {
        None => Some(Bound::Is(usual)),
        Some(node) => match node.number() {
            Some(n) => Some(Bound::Is(n)),
            None => always(&from.text(key)?, "number").map(Bound::Of),
        },
    };
    let of = || match from.text("of").filter(|_| block) {
        Some(name) => always(&name, "choices"),
        None => {
            let only: Vec<&Shape> = shapes.iter().filter(|s| s.ty == "choices").collect();
            let [only] = only.as_slice() else {
                from.say(
                    Diagnostic::new(BAD_PARAM, node.span, "an answer of ids needs the parameter that lists them").help(
                        format!("write `answer: {{type: {ty}, of: choices}}`, and a parameter `choices` of that type"),
                    ),
                );
                return None;
            };
            always(&Text { value: only.name.clone(), span: node.span }, "choices")
        }
    };
    Some(match ty {
        "none" => AnswerOf::Nothing,
        "number" => AnswerOf::Number(bound("min", -1e9)?, bound("max", 1e9)?),
        "choice" => AnswerOf::One(of()?),
        "choices" => AnswerOf::Many(of()?),
        _ => AnswerOf::Text,
    })
}
