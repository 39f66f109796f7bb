//! An exercise's HTML: its fields by their kinds' templates, and its own kind's template around them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{Maker, condition, plot};
use crate::diag::Diagnostic;
use crate::markdown;
use crate::model::{Book, Choice, Exercise, Field, ViewContext};

#[derive(Serialize)]
struct ExerciseView<'a> {
    id: &'a str,
    html_id: String,
    title: &'a str,
    kind: &'a str,
    kind_label: String,
    intro_html: Option<String>,
    outro_html: Option<String>,
    helper_html: Option<String>,
    minutes: u32,
    href: String,
    level: u8,
    /// Ids it had before, with spaces between them.
    was: Option<String>,
    rescored: Option<u32>,
    /// Whether its fields print as a card for a wallet.
    card: bool,
    /// What its script needs to know, as JSON.
    data: Option<String>,
    /// The language of its words, where nobody has translated them.
    untranslated: Option<super::languages::Untranslated<'a>>,
}

#[derive(Serialize)]
struct FieldView<'a> {
    id: &'a str,
    kind: &'a str,
    /// The name of its element.
    tag: String,
    /// Its kind as a class.
    class: String,
    /// The attributes that scripts know it by.
    marks_html: String,
    html_id: String,
    name: String,
    label: Option<&'a str>,
    label_html: Option<String>,
    hint_html: Option<String>,
    hint_id: Option<String>,
    show_if: Option<&'a str>,
    show_if_words: Option<String>,
    /// The condition as JSON, for the script: `["<", "steady", 5]`.
    show_if_data: Option<String>,
    share: Option<&'a str>,
    compare: Option<&'a str>,
    /// Ids it had before, with spaces between them.
    was: Option<String>,
    /// Earlier ids that its answers may hold, as JSON; see [`renamed`].
    renamed: Option<String>,
    lines: u32,
    /// For kinds that a theme declares: the template of its own has no other way to `max_length`.
    words_max: Option<u32>,
    placeholder: Option<&'a str>,
}

#[derive(Serialize)]
struct Rendered<'a> {
    html: tera::Value,
    id: &'a str,
    kind: &'a str,
    share: Option<&'a str>,
}

/// Where an exercise stands.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// Goes before addresses.
    pub root: &'a str,
    /// The level of its heading.
    pub level: u8,
    /// Fields that were made already.
    pub made: &'a Made,
}

/// The HTML of fields that is the same wherever the exercise stands: in its chapter, on its sheet, in the whole book.
/// It lives as long as one unit of work.
#[derive(Default)]
pub struct Made(RefCell<BTreeMap<String, tera::Value>>);

/// Renders an exercise.
///
/// # Errors
/// A finding when a template fails.
pub fn html(maker: &Maker<'_>, exercise: &Exercise, setting: Setting<'_>) -> Result<String, Box<Diagnostic>> {
    let failed = std::cell::RefCell::new(None);
    let string = |key: &str| maker.theme.string(key);
    let render_field = |field: &Field| match cached(maker, exercise, field, setting) {
        Ok(html) => html,
        Err(error) => {
            failed.borrow_mut().get_or_insert(error);
            tera::Value::none()
        }
    };
    let field_text = |field: &Field| render_field(field).as_str().unwrap_or_default().to_owned();
    let block_html = |text: &str| maker.block(exercise, text, setting.root);
    let fields: Vec<Rendered<'_>> = exercise
        .fields
        .iter()
        .map(|f| Rendered {
            html: render_field(f),
            id: &f.id.value,
            kind: f.kind.name(),
            share: f.share.as_ref().map(|s| s.value.as_str()),
        })
        .collect();
    let cx = ViewContext {
        book: maker.book,
        root: setting.root,
        inline: &markdown::inline,
        unmarked: &markdown::unmarked,
        set: &|words| markdown::typeset(words).into_owned(),
        block: &block_html,
        string: &string,
        safety: maker.safety(setting.root),
        exercise: &exercise.id,
        field: &field_text,
    };
    let k = exercise.spec.view(&cx, exercise);
    let block = |t: &Option<crate::tree::Text>| t.as_ref().map(|t| block_html(&t.value));
    let kind = exercise.kind.name();
    let x = ExerciseView {
        id: &exercise.id,
        html_id: format!("x-{}", exercise.id),
        title: &exercise.title.value,
        kind,
        kind_label: maker.theme.string(&format!("kind_{kind}")),
        intro_html: block(&exercise.intro),
        outro_html: block(&exercise.outro),
        helper_html: block(&exercise.helper),
        minutes: exercise.takes(),
        href: format!("{}{}", setting.root, exercise.sheet()),
        level: setting.level,
        was: olds(&exercise.was),
        rescored: exercise.rescored,
        card: exercise.card,
        untranslated: maker.untranslated(exercise.lang.as_deref()),
        data: spec(exercise),
    };
    if let Some(error) = failed.into_inner() {
        return Err(error);
    }
    let mut context = tera::Context::new();
    context.insert("x", &x);
    context.insert("fields", &fields);
    context.insert("k", &set(tidy(k)));
    context.insert_value("book", maker.book_view.clone());
    maker.theme.render(&format!("kinds/{kind}/exercise.html"), &context)
}

fn cached(
    maker: &Maker<'_>,
    exercise: &Exercise,
    field: &Field,
    setting: Setting<'_>,
) -> Result<tera::Value, Box<Diagnostic>> {
    let made = || field_html(maker, exercise, field, setting.root).map(|html| tera::Value::safe_string(&html));
    if field.spec.has_links() {
        return made();
    }
    let key = format!("{}--{}", exercise.id, field.id.value);
    if let Some(html) = setting.made.0.borrow().get(&key) {
        return Ok(html.clone());
    }
    let html = made()?;
    setting.made.0.borrow_mut().insert(key, html.clone());
    Ok(html)
}

fn field_html(maker: &Maker<'_>, exercise: &Exercise, field: &Field, root: &str) -> Result<String, Box<Diagnostic>> {
    let string = |key: &str| maker.theme.string(key);
    let nothing = |_: &Field| String::new();
    let block_html = |text: &str| maker.block(exercise, text, root);
    let cx = ViewContext {
        book: maker.book,
        root,
        inline: &markdown::inline,
        unmarked: &markdown::unmarked,
        set: &|words| markdown::typeset(words).into_owned(),
        block: &block_html,
        string: &string,
        safety: maker.safety(root),
        exercise: &exercise.id,
        field: &nothing,
    };
    let html_id = cx.html_id(&field.id.value, "");
    let class = field.kind.name().replace('_', "-");
    let show_if_data = field.show_if.as_ref().map(|c| tidy(condition::json(&c.expr)).to_string());
    let (was, renamed) = (olds(&field.was), renamed(field, maker.book));
    let share = field.share.as_ref().map(|s| s.value.as_str());
    let compare = field.compare.as_ref().map(|s| s.value.as_str());
    let marks = [
        ("data-field", Some(field.id.value.as_str())),
        ("data-kind", Some(field.kind.name())),
        ("data-show-if", show_if_data.as_deref()),
        ("data-share", share),
        ("data-compare", compare),
        ("data-was", was.as_deref()),
        ("data-renamed", renamed.as_deref()),
    ];
    let f = FieldView {
        id: &field.id.value,
        kind: field.kind.name(),
        tag: ["sb-", &class].concat(),
        class,
        marks_html: marks.into_iter().filter_map(|(name, value)| Some(attribute(name, value?))).collect(),
        name: html_id.clone(),
        label: field.label.as_ref().map(|l| l.value.as_str()),
        label_html: field.label.as_ref().map(|l| markdown::inline(&l.value)),
        hint_html: field.hint.as_ref().map(|h| markdown::inline(&h.value)),
        // An id that an author gives holds no hyphen.
        hint_id: field.hint.as_ref().map(|_| format!("{html_id}-hint")),
        html_id,
        show_if: field.show_if.as_ref().map(|c| c.source.value.as_str()),
        show_if_words: field.show_if.as_ref().map(|c| condition::sentence(maker, exercise, &c.expr)),
        show_if_data,
        share,
        compare,
        was,
        renamed,
        lines: field.ruled(),
        words_max: field.max_length,
        placeholder: field.placeholder.as_deref(),
    };
    let mut context = tera::Context::new();
    context.insert("f", &f);
    context.insert("k", &set(tidy(field.spec.view(&cx, field))));
    let (screen, paper) = maker.field_templates(field.kind.name());
    let html = maker.theme.render(screen, &context)?;
    let Some(paper) = paper else { return Ok(html) };
    let mut both = tera::Context::new();
    both.insert_value("paper_html", tera::Value::safe_string(&maker.theme.render(paper, &context)?));
    both.insert_value("screen_html", tera::Value::safe_string(&html));
    maker.theme.render("templates/field_on_paper.html", &both)
}

/// ` name="value"`.
fn attribute(name: &str, value: &str) -> String {
    [" ", name, "=\"", &markdown::escape(value), "\""].concat()
}

/// Old ids with spaces between them.
fn olds(was: &[crate::tree::Text]) -> Option<String> {
    (!was.is_empty()).then(|| was.iter().map(|t| t.value.as_str()).collect::<Vec<_>>().join(" "))
}

/// Earlier ids with what they are now: `{"values": {"old": "new"}, "keys": {}}`. `keys` is there where answers have some, so that
/// a script tells them from an answer in one's own words.
fn renamed(field: &Field, book: &Book) -> Option<String> {
    let map = |choices: &[&Choice]| -> serde_json::Map<String, Value> {
        let pairs = |c: &&Choice| c.was.iter().map(|w| (w.value.clone(), c.id.clone().into())).collect::<Vec<_>>();
        choices.iter().flat_map(pairs).collect()
    };
    let keys = field.spec.keys();
    let values = map(&field.spec.options(book));
    let by_key = map(&keys);
    if values.is_empty() && by_key.is_empty() {
        return None;
    }
    let mut out = serde_json::Map::new();
    out.insert("values".to_owned(), values.into());
    if !keys.is_empty() {
        out.insert("keys".to_owned(), by_key.into());
    }
    Some(Value::Object(out).to_string())
}

/// The plain words that a view shows, with the quotation marks of print. What is shown as Markdown has them already.
fn set(mut value: Value) -> Value {
    set_in(&mut value, false);
    value
}

fn set_in(value: &mut Value, shown: bool) {
    match value {
        Value::String(words) if shown => {
            if let Cow::Owned(set) = markdown::typeset(words) {
                *words = set;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| set_in(item, shown)),
        Value::Object(map) => {
            for (key, inner) in map {
                set_in(inner, SHOWN_WORDS.contains(&key.as_str()));
            }
        }
        _ => {}
    }
}

/// What kinds call words that are shown as they are.
const SHOWN_WORDS: [&str; 6] = ["label", "tone", "word", "skills", "ends", "unit"];

/// What an exercise's script needs to know, as JSON.
fn spec(exercise: &Exercise) -> Option<String> {
    let mut spec = exercise.spec.script(exercise);
    if let (Value::Object(spec), Some(plots)) = (&mut spec, plot::plots(exercise)) {
        spec.insert("plots".to_owned(), plots);
    }
    (!spec.is_null()).then(|| tidy(spec).to_string())
}

/// Whole numbers without a fraction, as people write them.
pub(super) fn tidy(mut value: Value) -> Value {
    tidy_in(&mut value);
    value
}

fn tidy_in(value: &mut Value) {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "whole and within bounds")]
        Value::Number(n) if n.is_f64() => {
            if let Some(whole) = n.as_f64().filter(|f| f.fract() == 0.0 && f.abs() < 1e15) {
                *value = Value::from(whole as i64);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tidy_in),
        Value::Object(map) => map.values_mut().for_each(tidy_in),
        _ => {}
    }
}
