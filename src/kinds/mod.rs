//! The kinds of exercises and fields. A new kind is one file here, one line in a slice, one folder in the theme;
//! everything else follows from the slices.

use std::cell::RefCell;

use crate::diag::{Diagnostic, Diags, Span, is_unseen};
use crate::model::exercise::OTHER;
use crate::model::id;
use crate::model::{Choice, ExerciseSpec, Field, FieldSpec};
use crate::tree::{Entry, Param, Table, Text, Ty, need, opt};

pub mod declared;
pub mod exercises;
pub mod fields;
mod words;

pub use declared::{FieldKindRef, Kinds};
pub use words::{NO_WORDS, NOT_IN_SOURCE, Overlay, has_words};

crate::codes! {
    BAD_ID Error "SB0201" "an id of another shape"
        "Ids inside an exercise are snake_case: small letters, digits and `_`, starting with a letter, 40 at most, and none of on, off, yes, no, y, n, which YAML readers take for truth values. An id names the meaning, not the place: `worry`, not `q3`."
    DOUBLED_ID Error "SB0202" "two things with the same id"
        "A saved answer finds its place by the id. Two of the same would mix two answers. Give one of them another id."
    UNKNOWN_KIND Error "SB0203" "an unknown kind"
        "`stepbook schema` lists the kinds. The help line names the nearest one."
    TOO_FEW Error "SB0204" "too few choices"
        "A choice between fewer than two things is none. Add another, or use a `note`."
    BAD_REFERENCE Error "SB0205" "something refers to an id that is not there"
        "The name was mistyped, or what it named was renamed or removed. The help line names the nearest id that is there."
    BLANK_MISMATCH Error "SB0206" "a frame's text and its blanks do not fit"
        "Each `{blank}` in the text needs an entry under `blanks`, and each entry a place in the text, once."
    BAD_BOUNDS Error "SB0207" "the least is not below the most"
        "`min` has to be smaller than `max`, and `step` has to fit between them."
    NO_USE Advice "SB0215" "a key that does nothing where it stands"
        "Some keys mean something in some places only. Those that every field may have mean something in a few kinds only: `placeholder` in what is typed into one line or a few, `max_length` and `print: {lines: 4}` in texts, `label` and `hint` in all that is asked, but not in a `note`, which shows only its `text`. Remove the key, or take another kind."
}

/// A kind of field.
pub trait FieldKind: Send + Sync {
    /// The word after `type:`.
    fn name(&self) -> &str;
    /// What it is, in an author's words.
    fn about(&self) -> &str;
    /// Its keys beside [`FIELD_PARAMS`].
    fn params(&self) -> &[Param];
    /// Whether a label is needed.
    fn labelled(&self) -> bool {
        true
    }
    /// Keys of [`FIELD_PARAMS`] that mean nothing in it.
    fn without(&self) -> &'static [&'static str] {
        &["placeholder", "max_length", "print"]
    }
    /// What people who know other forms call it.
    fn other_names(&self) -> &'static [&'static str] {
        &[]
    }
    /// Whether an answer of any other kind can stand in it, so that a field may become one.
    fn holds_any(&self) -> bool {
        false
    }
    /// Reads what it adds; `None` after it reported why not.
    fn read(&self, table: &Table<'_>) -> Option<Box<dyn FieldSpec>>;
}

/// A kind of exercise.
pub trait ExerciseKind: Sync {
    /// The word after `kind:`.
    fn name(&self) -> &'static str;
    /// What it is, in an author's words.
    fn about(&self) -> &'static str;
    /// Its keys beside [`EXERCISE_PARAMS`].
    fn params(&self) -> &'static [Param];
    /// Whether it has `fields`, and whether it needs them.
    fn fields(&self) -> Fields;
    /// What people who know other forms call it.
    fn other_names(&self) -> &'static [&'static str] {
        &[]
    }
    /// Whether two people fill it in, and show each other what they choose to.
    fn for_two(&self) -> bool {
        false
    }
    /// Whether its words are said by somebody, on a card or in a dialogue.
    fn spoken(&self) -> bool {
        false
    }
    /// Reads what it adds, with the kinds that its own fields can have; `None` after it reported why not.
    fn read(&self, table: &Table<'_>, kinds: &Kinds) -> Option<Box<dyn ExerciseSpec>>;
}

/// Whether an exercise has fields.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fields {
    /// At least one.
    Needed,
    /// None.
    None,
}

const RULED: &[Param] = &[opt("lines", Ty::Number(0.0, 60.0), "ruled lines on paper")];
/// The most pages that a sheet may declare: more is a book, which nobody fills in at one sitting.
pub const MOST_PAGES: u32 = 20;
/// Keys of `print` on an exercise.
pub const PAGES: &[Param] = &[
    opt("pages", Ty::Number(1.0, MOST_PAGES as f64), "printed pages it may fill"),
    opt("card", Ty::Bool, "its fields print as a card for a wallet, to cut out and fold"),
];

/// The key for earlier ids, of whatever answers are kept by.
pub const WAS: Param = opt("was", Ty::TextOrTexts, "ids it had before");

/// Keys of every field.
pub const FIELD_PARAMS: &[Param] = &[
    need("id", Ty::Id, "snake_case, names the meaning, stays when words change"),
    need("type", Ty::Name, "the kind of field"),
    opt("label", Ty::Text, "the question"),
    opt("hint", Ty::Markdown, "one line of help"),
    opt("show_if", Ty::Name, "shown only when this holds, such as `steady < 5`"),
    opt("print", Ty::Block(RULED), "how it prints"),
    opt("share", Ty::OneOf(&["ask", "never"]), "in a pair: whether it can be shared"),
    opt("compare", Ty::OneOf(&["overlap", "range", "side_by_side"]), "in a pair: how both answers are shown"),
    opt("placeholder", Ty::Text, "a word in the empty control"),
    opt("max_length", Ty::Number(1.0, 100_000.0), "longest answer in letters"),
    WAS,
    opt("same_meaning", Ty::Bool, "the words changed, the meaning did not"),
];

/// Keys of every exercise.
pub const EXERCISE_PARAMS: &[Param] = &[
    need("format", Ty::Number(1.0, 1.0), "always 1"),
    need("id", Ty::Id, "kebab-case, equal to the file's name"),
    need("kind", Ty::Name, "the kind of exercise"),
    need("title", Ty::Text, "its title"),
    opt("intro", Ty::Markdown, "a few words before it"),
    opt("outro", Ty::Markdown, "a few words after it"),
    opt("helper", Ty::Markdown, "notes for helpers"),
    opt("minutes", Ty::Number(1.0, 600.0), "how long it takes"),
    opt("print", Ty::Block(PAGES), "how it prints"),
    WAS,
    opt("retired", Ty::TextOrTexts, "ids of fields and choices that are gone for good"),
    opt("rescored", Ty::Number(2.0, 1000.0), "raised when points or limits change on purpose"),
];

/// Every kind of field.
pub static FIELDS: &[&dyn FieldKind] = fields::ALL;

/// Every kind of exercise.
pub static EXERCISES: &[&dyn ExerciseKind] = exercises::ALL;

/// Every code of the kinds.
#[must_use]
pub fn codes() -> Vec<&'static crate::diag::Code> {
    [CODES, declared::CODES, exercises::CODES, words::CODES].concat()
}

/// An id inside an exercise, checked for its shape.
pub fn inner_id(entry: &Entry, report: &RefCell<Diags>) {
    id_shape(&entry.key, entry.key_span, report);
}

/// An entry's key as a text with its place.
pub(crate) fn key_of(entry: &Entry) -> Text {
    Text { value: entry.key.clone(), span: entry.key_span }
}

/// Checks the shape of an id inside an exercise.
pub fn id_shape(text: &str, span: Span, report: &RefCell<Diags>) {
    if !id::is_inner(text) {
        let mended = id::mend(text, '_');
        let help = if text.chars().any(is_unseen) {
            format!("it holds a sign that one cannot see: delete it, and type `{mended}` anew")
        } else if id::is_inner(&mended) && mended != text && text.chars().any(char::is_alphabetic) {
            format!("write `{mended}`")
        } else if matches!(text, "yes" | "no" | "on" | "off") {
            let joint = if matches!(text, "yes" | "no") { "says" } else { "turned" };
            format!("write another id, such as `{joint}_{text}`: YAML reads `{text}` as true or false in places")
        } else if text.len() <= 3 && text.bytes().all(|b| b.is_ascii_lowercase()) {
            format!("take another word: YAML reads `{text}` as true or false in places")
        } else {
            "use small letters, digits and `_`, a letter first, such as `worry`".to_owned()
        };
        report.borrow_mut().push(Diagnostic::new(BAD_ID, span, format!("`{text}` cannot be an id here")).help(help));
    }
}

/// Keys of a choice that is written as a block.
pub const CHOICE_PARAMS: &[Param] =
    &[need("label", Ty::Text, "its words"), opt("points", Ty::Number(-1000.0, 1000.0), "what it adds to a score"), WAS];
/// Keys of what has an id and words, and is never scored, when it is written as a block.
pub const LABEL_PARAMS: &[Param] = &[need("label", Ty::Text, "its words"), WAS];

/// Reads ids with labels, which may have points.
pub fn choices(table: &Table<'_>, key: &str, least: usize) -> Vec<Choice> {
    with_ids(table, key, least, CHOICE_PARAMS)
}

/// Reads ids with labels of what is never scored: rows, people, places.
pub fn labels(table: &Table<'_>, key: &str, least: usize) -> Vec<Choice> {
    with_ids(table, key, least, LABEL_PARAMS)
}

fn with_ids(table: &Table<'_>, key: &str, least: usize, params: &'static [Param]) -> Vec<Choice> {
    let mut out = Vec::new();
    if let Some(help) = table.node(key).and_then(with_made_ids) {
        let span = table.node(key).map_or(table.span(), |n| n.span);
        let message = format!("`{key}` needs an id for each of its words, not a list");
        table.say(Diagnostic::new(crate::tree::WRONG_TYPE, span, message).help(help));
        return out;
    }
    for entry in table.entries(key) {
        inner_id(entry, table.report());
        let (label, points, was) = if entry.value.map().is_some() {
            let Some(inner) = Table::open(&entry.value, format!("`{}`", entry.key), &[params], table.report()) else {
                continue;
            };
            (inner.text("label"), inner.number("points", -1000.0, 1000.0), inner.texts("was"))
        } else {
            (label_of(entry, table), None, Vec::new())
        };
        let Some(label) = label else { continue };
        out.push(Choice { points, ..Choice::new(key_of(entry), label.value).once(was) });
    }
    if let Some(entry) = table.entry(key)
        && entry.value.map().is_some_and(|m| m.len() < least)
        && !table.erred_in(entry.value.span)
    {
        table.say(
            Diagnostic::new(TOO_FEW, entry.key_span, format!("`{key}` needs at least {least}"))
                .help("add another line like `some_id: Its words`"),
        );
    }
    out
}

/// How a list of texts is written with ids.
fn with_made_ids(node: &crate::tree::Node) -> Option<String> {
    let items = node.list()?.iter().map(crate::tree::Node::text).collect::<Option<Vec<_>>>()?;
    let spare = ["first_id", "second_id", "third_id"];
    let shown: Vec<String> = items
        .iter()
        .zip(spare)
        .map(|(text, spare)| {
            let mended = id::mend(text, '_');
            let id = if id::is_inner(&mended) { mended.as_str() } else { spare };
            format!("{id}: {text}")
        })
        .collect();
    let more = if items.len() > 3 { ", ..." } else { "" };
    (!shown.is_empty()).then(|| format!("write `{{{}{more}}}`", shown.join(", ")))
}

fn label_of(entry: &Entry, table: &Table<'_>) -> Option<Text> {
    let text = entry.value.text().map(str::trim).filter(|t| !t.is_empty());
    if text.is_none() {
        table.say(
            Diagnostic::new(crate::tree::EMPTY_TEXT, entry.key_span, format!("`{}` has no words", entry.key))
                .help(format!("write `{}: Its words`", entry.key)),
        );
    }
    Some(Text { value: text?.to_owned(), span: entry.value.span })
}

/// Says of each of these keys that is there that it does nothing, and where.
pub fn idle(table: &Table<'_>, keys: &[&str], place: &str) {
    for entry in keys.iter().filter_map(|key| table.entry(key)) {
        table.say(
            Diagnostic::new(NO_USE, entry.key_span, format!("`{}` does nothing {place}", entry.key)).help("remove it"),
        );
    }
}

/// Says of a choice called `other` that the line for another answer has that name.
pub fn not_other(table: &Table<'_>, choices: &[Choice]) {
    if let Some(choice) = choices.iter().find(|c| c.id == OTHER).filter(|_| table.truth("other")) {
        let words = "`other: true` adds a choice with the id `other` already";
        table.say(Diagnostic::new(DOUBLED_ID, choice.span, words).help("give this one another id, or leave it out"));
    }
}

/// Two words, for the ends of a scale or slider.
pub fn ends(table: &Table<'_>) -> Option<(String, String)> {
    let node = table.node("ends")?;
    let texts: Vec<Text> = table.texts("ends");
    match texts.as_slice() {
        [low, high] if !low.value.trim().is_empty() && !high.value.trim().is_empty() => {
            Some((low.value.clone(), high.value.clone()))
        }
        _ => {
            table.say(
                Diagnostic::new(
                    crate::tree::WRONG_TYPE,
                    node.span,
                    "`ends` needs two texts with words, for the low end and the high end",
                )
                .help("write `ends: [Not at all, Fully]`"),
            );
            None
        }
    }
}

/// Reads a list of fields.
pub fn read_fields(table: &Table<'_>, key: &str, kinds: &Kinds) -> Vec<Field> {
    table.list(key).iter().filter_map(|node| read_field(node, kinds, table.report())).collect()
}

/// Reads one field; `None` after it reported why not.
pub fn read_field(node: &crate::tree::Node, kinds: &Kinds, report: &RefCell<Diags>) -> Option<Field> {
    let mark = report.borrow().mark();
    let kind_node = node.map().and_then(|m| m.iter().find(|e| e.key == "type")).map(|e| &e.value);
    let name = kind_node.and_then(|n| n.text());
    let Some(kind) = name.and_then(|n| kinds.field(n).or_else(|| unknown_kind(n, kind_node?.span, kinds, report)))
    else {
        if name.is_none() {
            // Without a kind only the common keys can be judged; a missing `type`, or one that is no word, is among them.
            if let Some(table) = Table::open(node, "a field", &[FIELD_PARAMS], report) {
                table.text("type");
            }
        }
        return None;
    };
    let table = Table::open(node, format!("a `{}` field", kind.name()), &[FIELD_PARAMS, kind.params()], report)?;
    let id = table.text("id");
    if let Some(id) = &id {
        id_shape(&id.value, id.span, report);
    }
    let label = table.text("label");
    if label.is_none() && table.entry("label").is_none() && kind.labelled() && !table.mistyped("label") {
        let place = id.as_ref().map_or(node.span, |i| i.span);
        report.borrow_mut().push(
            Diagnostic::new(crate::tree::MISSING_KEY, place, format!("a `{}` field needs `label`", kind.name()))
                .help("add `label:` and the question"),
        );
    }
    for entry in kind.without().iter().filter_map(|key| table.entry(key)) {
        table.say(
            Diagnostic::new(
                NO_USE,
                entry.key_span,
                format!("`{}` does nothing in a `{}` field", entry.key, kind.name()),
            )
            .help("remove it, or take another kind"),
        );
    }
    let show_if = table.text("show_if").and_then(|source| match crate::model::Condition::parse(source) {
        Ok(condition) => Some(condition),
        Err(error) => {
            report.borrow_mut().push(*error);
            None
        }
    });
    let print = table.node("print").and_then(|node| Table::open(node, "`print`", &[RULED], report));
    let lines = print.and_then(|print| print.count("lines", 0, 60));
    let word = |key: &str, words: &'static [&'static str]| {
        let value = table.word(key, words)?;
        Some(Text { value: value.to_owned(), span: table.node(key)?.span })
    };
    let share = word("share", &["ask", "never"]);
    let compare = word("compare", &["overlap", "range", "side_by_side"]);
    let spec = kind.read(&table)?;
    Some(Field {
        id: id?,
        kind,
        label,
        hint: table.text("hint"),
        show_if,
        share,
        compare,
        lines,
        placeholder: table.text("placeholder").map(|t| t.value),
        max_length: table.count("max_length", 1, 100_000),
        was: table.texts("was"),
        same_meaning: table.truth("same_meaning"),
        spec,
        span: node.span,
        whole: !report.borrow().erred_since(mark),
    })
}

/// Reports a kind that is not known. The one that was meant is read all the same, so that the rest of the field is looked at
/// in the same run, and what refers to the field finds it.
fn unknown_kind(name: &str, span: Span, kinds: &Kinds, report: &RefCell<Diags>) -> Option<FieldKindRef> {
    // What is wrong with a kind was said where the theme declares it.
    if kinds.broken(name) {
        return None;
    }
    let known: Vec<_> = kinds.fields().collect();
    let names: Vec<&str> = known.iter().map(|k| k.name()).collect();
    let called = || known.iter().find(|k| k.other_names().iter().any(|other| other.eq_ignore_ascii_case(name)));
    let meant = called().map(|k| k.name()).or_else(|| crate::diag::nearest(name, &names));
    let finding = Diagnostic::new(UNKNOWN_KIND, span, format!("unknown field kind `{name}`"));
    report.borrow_mut().push(match meant {
        Some(meant) => finding.help(format!("did you mean `{meant}`?")),
        None => finding.suggest(name, names),
    });
    kinds.field(meant?)
}
