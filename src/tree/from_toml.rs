//! TOML to the marked tree.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Entry, Node, Value};
use crate::diag::{FileId, Span};

/// Reads a file of TOML.
///
/// # Errors
/// Where it stops being TOML, and why, in the parser's words.
pub fn from_toml(text: &str, file: FileId) -> Result<Node, (Range<usize>, String)> {
    let parsed = DeTable::parse(text).map_err(|e| (e.span().unwrap_or(0..0), e.message().to_owned()))?;
    let bytes = parsed.span();
    Ok(node(&DeValue::Table(parsed.into_inner()), bytes, file, text))
}

fn node(value: &DeValue<'_>, bytes: Range<usize>, file: FileId, source: &str) -> Node {
    let value = match value {
        DeValue::String(s) => Value::Scalar { text: s.to_string(), plain: false },
        // As it was typed: an edition `1.10` is another one than `1.1`.
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            Value::Scalar { text: source.get(bytes.clone()).unwrap_or("").to_owned(), plain: true }
        }
        DeValue::Array(items) => Value::List(items.iter().map(|i| node(i.get_ref(), i.span(), file, source)).collect()),
        DeValue::Table(table) => {
            let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
                let name: &std::borrow::Cow<'_, str> = key.get_ref();
                Entry {
                    key: name.to_string(),
                    key_span: Span::new(file, key.span()),
                    value: node(value.get_ref(), value.span(), file, source),
                }
            };
            let mut entries: Vec<Entry> = table.iter().map(entry).collect();
            entries.sort_by_key(|e| e.key_span);
            Value::Map(entries)
        }
    };
    Node { value, span: Span::new(file, bytes) }
}
