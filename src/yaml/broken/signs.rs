//! Signs that look right and are others, or cannot be seen.

use super::{Line, Slip, closing};
use crate::diag::{is_colon, is_unseen};

/// Whether a sign looks like a blank, or like nothing, and is no blank of a keyboard.
fn is_odd(c: char) -> bool {
    c.is_whitespace() && !matches!(c, ' ' | '\t') || is_unseen(c)
}

/// Signs that look like those of YAML and are others, as they come from a word processor or another keyboard.
pub(super) fn look_alike(line: Line<'_>) -> Option<Slip> {
    let lead = line.text.len() - line.text.trim_start_matches(|c: char| c.is_whitespace() || is_unseen(c)).len();
    if let Some((n, c)) = line.text.get(..lead)?.char_indices().find(|(_, c)| is_odd(*c)) {
        let help = "delete the blanks before the first word and type them anew";
        return Some(Slip::new(line.bytes(n..n + c.len_utf8()), "a blank of another kind stands here", help));
    }
    let (at, rest) = line.inner();
    if rest.starts_with("```") {
        let help = "remove the line; it marks where an example begins or ends";
        return Some(Slip::new(line.bytes(at..line.text.len()), "three backticks are no part of an exercise", help));
    }
    let first = rest.chars().next()?;
    let blank = rest.get(first.len_utf8()..).is_some_and(|after| after.starts_with(' '));
    if matches!(first, '\u{2013}' | '\u{2014}' | '\u{2212}' | '\u{2022}' | '\u{b7}' | '\u{2023}')
        || matches!(first, '*' | '+') && blank
    {
        let message = format!("a line of a list begins with a hyphen, and this one with `{first}`");
        return Some(Slip::new(line.bytes(at..at + first.len_utf8()), message, "type `- ` instead"));
    }
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 && rest.get(digits..).is_some_and(|after| [". ", ") "].iter().any(|s| after.starts_with(s))) {
        let message = "a line of a list begins with a hyphen, and this one with a number";
        return Some(Slip::new(line.bytes(at..at + digits + 1), message, "type `- ` instead"));
    }
    if let Some(right) =
        ['\u{ff5b}', '\u{ff3b}'].iter().zip(['{', '[']).find(|(wide, _)| **wide == first).map(|(_, c)| c)
    {
        let message = format!("`{first}` looks like `{right}` and is none");
        let help = format!("type `{right}`, and `{}` at the end", closing(right));
        return Some(Slip::new(line.bytes(at..at + first.len_utf8()), message, help));
    }
    if let Some(c) = rest.strip_prefix('-').and_then(|after| after.chars().next()).filter(|c| is_odd(*c)) {
        let bytes = line.bytes(at + 1..at + 1 + c.len_utf8());
        return Some(Slip::new(bytes, "a blank of another kind stands after the hyphen", "delete it and type a space"));
    }
    let key = rest.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).next()?;
    let after = rest.get(key.len()..)?;
    let mark = after.chars().next().filter(|_| !key.is_empty())?;
    let place = at + key.len();
    if is_colon(mark) {
        let message = format!("`{mark}` looks like a colon and is none");
        return Some(Slip::new(line.bytes(place..place + mark.len_utf8()), message, format!("type `{key}: `")));
    }
    let blank = after.strip_prefix(':')?.chars().next().filter(|c| is_odd(*c))?;
    let bytes = line.bytes(place + 1..place + 1 + blank.len_utf8());
    Some(Slip::new(bytes, "a blank of another kind stands after the colon", "delete it and type a space"))
}

/// A sign that one cannot see, wherever it stands in a line, or one that no text holds.
pub(super) fn hidden(line: Line<'_>) -> Option<Slip> {
    let (at, c) = line.text.char_indices().find(|(_, c)| is_odd(*c) || c.is_control() && *c != '\t')?;
    let bytes = line.bytes(at..at + c.len_utf8());
    let message = if c.is_whitespace() {
        "a blank of another kind stands here"
    } else {
        "a sign that one cannot see stands here"
    };
    Some(Slip::new(bytes, message, "delete it, or type the whole line anew"))
}

/// A name that nothing has, which was meant as a text: `*nobody` in a list or in braces.
pub(super) fn alias(line: Line<'_>, at: usize, info: &str) -> Option<Slip> {
    if !info.contains("anchor") && !info.contains("alias") {
        return None;
    }
    let sign = line.text.get(at..).and_then(|rest| rest.find(['*', '&'])).map(|n| at + n);
    let sign = sign.or_else(|| line.text.get(..at).and_then(|before| before.rfind(['*', '&'])))?;
    let first = line.text.get(sign..).and_then(|rest| rest.chars().next())?;
    let message = format!("a text that begins with `{first}` needs quotes");
    Some(Slip::new(line.letter(sign), message, "put the text in double quotes"))
}
