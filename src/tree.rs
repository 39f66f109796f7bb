//! A marked tree of values, and the reader that takes what it knows from a map and reports the rest.

use std::cell::RefCell;

use crate::diag::{Diagnostic, Diags, Span};

mod moment;
mod param;

pub use moment::day_number;
use moment::duration;
pub use param::{Param, Ty, need, opt};

crate::codes! {
    UNKNOWN_KEY Error "SB0110" "an unknown key"
        "Keys are checked so that a typing mistake is not silently without effect. The help line names the nearest key that is known at this place; `stepbook schema` shows them all."
    MISSING_KEY Error "SB0111" "a key that is needed is missing"
        "The block shown cannot work without this key. Add it; the help line shows what to type."
    WRONG_TYPE Error "SB0112" "a value of another kind was expected"
        "For example a list where a text stands, or a word where a number is needed. The message names what was expected."
    UNKNOWN_WORD Error "SB0113" "a word that is not one of the choices"
        "This key takes one of a few words; the help line names them."
    OUT_OF_RANGE Error "SB0114" "a number outside its range"
        "The number is too small or too large for what it steers; the message names the range."
    EMPTY_TEXT Error "SB0115" "a text is empty"
        "A key with nothing after it, or a text of blanks only. Write the words, or remove the key."
    BAD_DURATION Error "SB0116" "a length of time that cannot be read"
        "Lengths of time are written `20m`, `1h` or `1h30m`."
    BAD_DATE Error "SB0117" "a date or time that cannot be read"
        "Dates are written `2026-05-02`, times `\"18:00\"` (in quotes)."
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Its bytes.
    pub span: Span,
}

/// A value as it was written; what a plain word means is settled by who reads it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text; `plain` when it stood without quotes and may be a number, a truth value or null.
    Scalar { text: String, plain: bool },
    /// A list.
    List(Vec<Node>),
    /// A map in the author's order.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// How many values it holds, itself counted.
    #[must_use]
    pub fn size(&self) -> usize {
        match &self.value {
            Value::Scalar { .. } => 1,
            Value::List(items) => 1 + items.iter().map(Self::size).sum::<usize>(),
            Value::Map(entries) => 1 + entries.iter().map(|e| e.value.size()).sum::<usize>(),
        }
    }

    /// Whether it is nothing, by the core schema of YAML 1.2.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The entries of a map.
    #[must_use]
    pub fn map(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items of a list.
    #[must_use]
    pub fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text of a scalar that is not null.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } if !self.is_null() => Some(text),
            _ => None,
        }
    }

    /// A number.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match &self.value {
            Value::Scalar { text, plain: true } => text.parse().ok().filter(|n: &f64| n.is_finite()),
            _ => None,
        }
    }

    /// A truth value.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        match &self.value {
            Value::Scalar { text, plain: true } => match text.as_str() {
                "true" | "True" | "TRUE" => Some(true),
                "false" | "False" | "FALSE" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    fn what(&self) -> &'static str {
        match &self.value {
            _ if self.is_null() => "nothing",
            Value::List(_) => "a list",
            Value::Map(_) => "a block of keys",
            Value::Scalar { plain: true, .. } if self.number().is_some() => "a number",
            Value::Scalar { .. } => "a text",
        }
    }
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A text with its place.
pub type Text = Spanned<String>;

/// Where a reader reports to.
pub type Report = RefCell<Diags>;

/// Reads one map by its table of parameters.
pub struct Table<'a> {
    entries: &'a [Entry],
    span: Span,
    report: &'a Report,
    what: String,
    /// Keys that nothing reads, which was reported.
    unknown: Vec<&'a str>,
}

impl<'a> Table<'a> {
    /// Opens a map: reports unknown and missing keys at once. `None` when it is no map, which has then been reported.
    pub fn open(node: &'a Node, what: impl Into<String>, params: &[&[Param]], report: &'a Report) -> Option<Self> {
        let what = what.into();
        let Some(entries) = node.map() else {
            report.borrow_mut().push(
                Diagnostic::new(WRONG_TYPE, node.span, format!("{what} needs a block of keys, not {}", node.what()))
                    .help(format!(
                        "write it as `{}: ...` and further keys",
                        params.iter().flat_map(|p| p.iter()).next().map_or("key", |p| &p.key)
                    )),
            );
            return None;
        };
        let known = || params.iter().flat_map(|p| p.iter());
        let mut unknown = Vec::new();
        for entry in entries {
            if !known().any(|p| p.key == entry.key) {
                unknown.push(entry.key.as_str());
                report.borrow_mut().push(
                    Diagnostic::new(UNKNOWN_KEY, entry.key_span, format!("unknown key `{}` in {what}", entry.key))
                        .suggest(&entry.key, known().map(|p| &*p.key)),
                );
            }
        }
        let names: Vec<&str> = known().map(|p| &*p.key).collect();
        let mistyped: Vec<&str> = unknown.iter().filter_map(|key| crate::diag::nearest(key, &names)).collect();
        // A mistyped key is one mistake: that the right one is missing goes without saying.
        for param in known().filter(|p| p.required && !mistyped.contains(&&*p.key)) {
            if !entries.iter().any(|e| e.key == param.key) {
                let place = entries.first().map_or(node.span, |e| e.key_span);
                report.borrow_mut().push(
                    Diagnostic::new(MISSING_KEY, place, format!("{what} needs `{}`", param.key))
                        .label("in this block")
                        .help(format!("add `{}:` ({})", param.key, param.doc)),
                );
            }
        }
        Some(Self { entries, span: node.span, report, what, unknown })
    }

    /// Whether a key that is not known was most likely meant to be this one.
    #[must_use]
    pub fn mistyped(&self, key: &str) -> bool {
        self.entry(key).is_none() && self.unknown.iter().any(|typed| crate::diag::nearest(typed, &[key]).is_some())
    }

    /// The block's place.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// Where findings go.
    #[must_use]
    pub fn report(&self) -> &'a Report {
        self.report
    }

    /// Reports a finding.
    pub fn say(&self, diagnostic: Diagnostic) {
        self.report.borrow_mut().push(diagnostic);
    }

    /// The entry at a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.entries.iter().find(|e| e.key == key)
    }

    /// The value at a key.
    #[must_use]
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        self.entry(key).map(|e| &e.value)
    }

    fn wrong(&self, node: &Node, key: &str, wanted: &str, help: &str) {
        self.say(
            Diagnostic::new(
                WRONG_TYPE,
                node.span,
                format!("`{key}` in {} needs {wanted}, not {}", self.what, node.what()),
            )
            .help(help),
        );
    }

    /// A text that is not empty.
    pub fn text(&self, key: &str) -> Option<Text> {
        let entry = self.entry(key)?;
        match entry.value.text() {
            Some(text) if !is_blank(text) => {
                Some(Spanned { value: text.trim_end().to_owned(), span: entry.value.span })
            }
            _ if entry.value.is_null() || entry.value.text().is_some() => {
                self.say(
                    Diagnostic::new(EMPTY_TEXT, entry.key_span, format!("`{key}` in {} is empty", self.what))
                        .help("write the words, or remove the key"),
                );
                None
            }
            _ => {
                self.wrong(
                    &entry.value,
                    key,
                    "a text",
                    "write the words after the colon; put them in quotes if they hold `: `",
                );
                None
            }
        }
    }

    /// A number between bounds, both included.
    pub fn number(&self, key: &str, least: f64, most: f64) -> Option<f64> {
        let node = self.node(key)?;
        let Some(n) = node.number() else {
            self.wrong(node, key, "a number", &format!("write a number from {least} to {most}, without quotes"));
            return None;
        };
        if n < least || n > most {
            self.say(
                Diagnostic::new(OUT_OF_RANGE, node.span, format!("`{key}` is {n}; it may be from {least} to {most}"))
                    .help(format!("write a number from {least} to {most}")),
            );
            return None;
        }
        Some(n)
    }

    /// A whole number between bounds.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the bounds are checked to fit")]
    pub fn count(&self, key: &str, least: u32, most: u32) -> Option<u32> {
        let n = self.number(key, f64::from(least), f64::from(most))?;
        if n.fract() != 0.0 {
            let span = self.node(key).map_or(self.span, |n| n.span);
            self.say(
                Diagnostic::new(OUT_OF_RANGE, span, format!("`{key}` needs a whole number"))
                    .help("leave the fraction out"),
            );
            return None;
        }
        Some(n as u32)
    }

    /// `true` or `false`; `false` when absent.
    pub fn truth(&self, key: &str) -> bool {
        let Some(node) = self.node(key) else { return false };
        node.truth().unwrap_or_else(|| {
            self.wrong(node, key, "`true` or `false`", "write `true` or `false`, without quotes");
            false
        })
    }

    /// One of a few words.
    pub fn word<'w, W: AsRef<str>>(&self, key: &str, words: &'w [W]) -> Option<&'w str> {
        let text = self.text(key)?;
        let found = words.iter().map(AsRef::as_ref).find(|w| *w == text.value);
        if found.is_none() {
            self.say(
                Diagnostic::new(UNKNOWN_WORD, text.span, format!("`{key}` cannot be `{}`", text.value))
                    .suggest(&text.value, words.iter().map(AsRef::as_ref)),
            );
        }
        found
    }

    /// The items of a list; anything else is reported.
    pub fn list(&self, key: &str) -> &'a [Node] {
        let Some(node) = self.node(key) else { return &[] };
        node.list().unwrap_or_else(|| {
            self.wrong(node, key, "a list", "write it as `[one, two]`, or one item a line, each after `- `");
            &[]
        })
    }

    /// The items of a list that means nothing without one; an empty list is reported.
    pub fn items(&self, key: &str) -> &'a [Node] {
        let items = self.list(key);
        if let Some(entry) = self.entry(key).filter(|e| e.value.list().is_some_and(<[_]>::is_empty)) {
            let message = format!("`{key}` in {} is empty", self.what);
            self.say(Diagnostic::new(EMPTY_TEXT, entry.key_span, message).help("write at least one"));
        }
        items
    }

    /// The entries of a map; anything else is reported.
    pub fn entries(&self, key: &str) -> &'a [Entry] {
        let Some(node) = self.node(key) else { return &[] };
        node.map().unwrap_or_else(|| {
            self.wrong(
                node,
                key,
                "ids with their words",
                "write it as `{first_id: First words, second_id: Second words}`",
            );
            &[]
        })
    }

    /// A list of texts; where `single` is usual, one text alone may stand without brackets.
    pub fn texts(&self, key: &str) -> Vec<Text> {
        let Some(node) = self.node(key) else { return Vec::new() };
        if let Some(text) = node.text() {
            return vec![Spanned { value: text.to_owned(), span: node.span }];
        }
        self.list(key)
            .iter()
            .filter_map(|item| {
                let text = item.text();
                if text.is_none() {
                    self.wrong(item, key, "texts", "write words, each after `- `");
                }
                Some(Spanned { value: text?.to_owned(), span: item.span })
            })
            .collect()
    }

    /// A length of time in minutes.
    pub fn duration(&self, key: &str) -> Option<u32> {
        let text = self.text(key)?;
        let minutes = duration(&text.value);
        if minutes.is_none() {
            self.say(
                Diagnostic::new(BAD_DURATION, text.span, format!("`{}` is not a length of time", text.value))
                    .help("write it like `20m`, `1h` or `1h30m`"),
            );
        }
        minutes
    }

    /// A date as `year-month-day`.
    pub fn date(&self, key: &str) -> Option<Text> {
        let text = self.text(key)?;
        if day_number(&text.value).is_some() {
            return Some(text);
        }
        self.say(
            Diagnostic::new(BAD_DATE, text.span, format!("`{}` is not a date", text.value))
                .help("write it like `2026-05-02`"),
        );
        None
    }

    /// A time of day as `hour:minute`.
    pub fn time(&self, key: &str) -> Option<Text> {
        let text = self.text(key)?;
        let digits = text.value.chars().all(|c| c.is_ascii_digit() || c == ':');
        let good = digits
            && text.value.split_once(':').is_some_and(|(h, m)| {
                h.len() == 2
                    && m.len() == 2
                    && h.parse().is_ok_and(|h: u32| h < 24)
                    && m.parse().is_ok_and(|m: u32| m < 60)
            });
        if good {
            return Some(text);
        }
        self.say(
            Diagnostic::new(BAD_DATE, text.span, format!("`{}` is not a time of day", text.value))
                .help("write it like `\"18:00\"`, in quotes"),
        );
        None
    }
}

/// Whether a text shows nothing: it holds only blanks and letters without width, as they come along when one copies.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
}
