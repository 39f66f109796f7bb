//! Keys that are not known, and what was meant by them.

use super::{Entry, Node, Ty, UNKNOWN_KEY};
use crate::diag::{Diagnostic, is_colon, is_unseen};

/// What people who know other forms and formats call a key.
pub(super) const OTHER_WORDS: &[(&str, &str)] = &[
    ("kind", "type"),
    ("type", "kind"),
    ("question", "label"),
    ("title", "label"),
    ("name", "label"),
    ("name", "title"),
    ("label", "title"),
    ("options", "choices"),
    ("answers", "choices"),
    ("values", "choices"),
    ("questions", "fields"),
    ("items", "fields"),
    ("help", "hint"),
    ("description", "hint"),
    ("description", "intro"),
    ("description", "summary"),
    ("text", "says"),
    ("speaker", "who"),
    ("person", "who"),
    ("next", "go"),
    ("to", "upto"),
    ("if", "show_if"),
    ("when", "show_if"),
    ("condition", "show_if"),
    ("exercises", "sheets"),
    ("author", "authors"),
    ("license", "licence"),
];

/// Says that a key is not known in a block.
pub(super) fn unknown(entry: &Entry, what: &str) -> Diagnostic {
    Diagnostic::new(UNKNOWN_KEY, entry.key_span, format!("unknown key `{}` in {what}", entry.key))
}

/// Names, each in backticks.
pub(super) fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        names => names.concat(),
    }
}

/// Whether a value of its shape is what a key takes. Texts fit too many keys to say anything.
pub(super) fn fits(value: &Node, ty: &Ty) -> bool {
    match ty {
        Ty::Texts | Ty::Ids | Ty::Blocks(_) | Ty::Fields => value.list().is_some(),
        Ty::Labels(_) | Ty::Block(_) | Ty::BlockMap(_) => value.map().is_some(),
        _ => false,
    }
}

/// A key with a slip beside it: `id worry`, `id:worry`, `print {pages: 2}`, or signs that only look right. What comes first is
/// the key that was meant.
pub(super) fn nearly<'n>(
    entry: &Entry,
    names: &[&'n str],
    absent: &dyn Fn(&&'n str) -> bool,
) -> Option<(Option<&'n str>, Diagnostic)> {
    let odd = |c: char| c.is_whitespace() && c != ' ' || is_unseen(c);
    let end = entry.key.find(|c: char| matches!(c, ' ' | ':' | '{' | '[') || odd(c) || is_colon(c));
    let (first, rest) = entry.key.split_at(end.unwrap_or(entry.key.len()));
    let finding = |message: String| Diagnostic::new(UNKNOWN_KEY, entry.key_span, message);
    let bare = entry.key.trim_matches(|c: char| odd(c) || c == ' ');
    if let Some(name) = names.iter().copied().find(|name| *name == bare && bare.len() < entry.key.len()) {
        let help = format!("delete the word with the signs around it, and type `{name}` anew");
        return Some((Some(name), finding(format!("a sign that one cannot see stands beside `{name}`")).help(help)));
    }
    let name = names.iter().copied().find(|name| *name == first && absent(name) && !rest.is_empty())?;
    let said = rest.trim_start_matches(|c: char| matches!(c, ':' | ' ') || odd(c) || is_colon(c));
    let message = match rest.chars().find(|c| *c != ':') {
        Some(c) if is_colon(c) => format!("`{c}` looks like a colon and is none"),
        Some(c) if odd(c) => format!("a blank of another kind stands after `{name}`"),
        _ => format!("a colon and a blank belong after `{name}`"),
    };
    Some((Some(name), finding(message).help(format!("write `{name}: {said}`"))))
}
