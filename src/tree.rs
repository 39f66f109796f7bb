//! A marked tree of values, and the reader that takes what it knows from a map and reports the rest.

use crate::diag::Span;

mod from_toml;
mod keys;
mod moment;
mod param;
mod table;

pub use from_toml::from_toml;
pub use moment::{day_number, day_text};
pub use param::{Param, Ty, need, opt};
pub use table::{Report, Table};

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
    TOML_SYNTAX Error "SB0120" "a file that is not TOML"
        "The file stops being TOML at the place shown. Texts stand in quotes, `[book]` opens a table, and each key stands on a line of its own."
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

    /// The text of a scalar without quotes that is not null.
    #[must_use]
    pub fn plain(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, plain: true } if !self.is_null() => Some(text),
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
