//! What keys take: the tables that feed the reader, the JSON Schema and the guide.

use std::borrow::Cow;

/// What a key takes; one table feeds the reader's checks, the JSON Schema and the guide.
#[derive(Debug)]
pub struct Param {
    /// The key.
    pub key: Cow<'static, str>,
    /// What it takes.
    pub ty: Ty,
    /// Whether it has to be there.
    pub required: bool,
    /// What it is for, in an author's words.
    pub doc: Cow<'static, str>,
}

/// The shapes a key's value can have.
#[derive(Debug, Clone)]
pub enum Ty {
    /// One line of words.
    Text,
    /// One line of words; those of the id unless given.
    TextOrId,
    /// Markdown.
    Markdown,
    /// One line that is no words of the book's: a kind, a condition, a reference.
    Name,
    /// An id.
    Id,
    /// A number between two bounds.
    Number(f64, f64),
    /// `true` or `false`.
    Bool,
    /// `20m`, `1h30m`.
    Duration,
    /// `2026-05-02`.
    Date,
    /// `"18:00"`.
    Time,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// One of these words, which a theme names.
    OneOfNamed(Vec<String>),
    /// A list of texts.
    Texts,
    /// A list of ids.
    Ids,
    /// A text or a list of texts.
    TextOrTexts,
    /// A map of ids to labels; a label may be a block of further keys.
    Labels(&'static [Param]),
    /// A block of these keys.
    Block(&'static [Param]),
    /// A list of such blocks.
    Blocks(&'static [Param]),
    /// A map of ids to such blocks.
    BlockMap(&'static [Param]),
    /// A list of fields.
    Fields,
}

/// A parameter that may be left out.
#[must_use]
pub const fn opt(key: &'static str, ty: Ty, doc: &'static str) -> Param {
    Param { key: Cow::Borrowed(key), ty, required: false, doc: Cow::Borrowed(doc) }
}

/// A parameter that has to be there.
#[must_use]
pub const fn need(key: &'static str, ty: Ty, doc: &'static str) -> Param {
    Param { key: Cow::Borrowed(key), ty, required: true, doc: Cow::Borrowed(doc) }
}
