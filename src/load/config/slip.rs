//! What is wrong where `book.toml` stops being TOML, in an author's words.

use std::ops::Range;

/// What most likely went wrong at a place: a line, the way out, and the bytes to mark.
pub(super) fn slip(text: &str, at: Range<usize>, info: &str) -> (String, String, Range<usize>) {
    let start = text.get(..at.start).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
    let line = text.get(start..).and_then(|t| t.lines().next()).unwrap_or("");
    let said = |message: &str, help: String, bytes: Range<usize>| (message.to_owned(), help, bytes);
    if info.contains("duplicate key") {
        let name = text.get(at.clone()).unwrap_or("");
        return (format!("`{name}` stands twice"), "remove one of them, or put their lines together".to_owned(), at);
    }
    if line.trim_start().starts_with('[') && !line.contains(']') {
        return said("this `[` is not closed", format!("write `{}]`", line.trim()), at);
    }
    let key = line.split(['=', ':']).next().unwrap_or("").trim();
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let mark = line.find(['=', ':']);
    let (Some(mark), true) = (mark, is_key) else {
        let help =
            "texts stand in double quotes; each key stands on a line of its own; a remark begins with `#`".to_owned();
        return (format!("not TOML from here: {info}"), help, at);
    };
    let value = line.get(mark + 1..).unwrap_or("").trim();
    let from = start + line.len() - line.get(mark + 1..).unwrap_or("").trim_start().len();
    let whole = from..from + value.len();
    let bare = value.trim_matches(['"', '\'', '\u{201c}', '\u{201d}', '\u{201e}', '\u{201f}', '\u{ab}', '\u{bb}']);
    if line.get(mark..).is_some_and(|t| t.starts_with(':')) {
        let colon = start + mark..start + mark + 1;
        return said("a key and its value are joined by `=`", format!("write `{key} = \"{bare}\"`"), colon);
    }
    if value.is_empty() {
        let help = format!("write `{key} = \"...\"`, or put a `#` before the line");
        return said("nothing stands after the `=`", help, start..start + line.len());
    }
    if matches!(value, "yes" | "no" | "on" | "off" | "True" | "False" | "TRUE" | "FALSE") {
        let help = format!("write `{key} = true` or `{key} = false`");
        return (format!("`{value}` is no value here"), help, whole);
    }
    if value.starts_with(['\u{201c}', '\u{201d}', '\u{201e}', '\u{201f}', '\u{ab}', '\u{bb}', '\u{2018}', '\u{2019}']) {
        return said("these are not the quotes of a keyboard", format!("write `{key} = \"{bare}\"`"), whole);
    }
    if value.starts_with('"') && info.contains("escape") {
        let help = "write `/` between folders, or two backslashes, or put the text in single quotes".to_owned();
        return said("a backslash has a meaning of its own inside double quotes", help, at);
    }
    if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        return if value.len() < 2 || value.matches(quote).count() < 2 {
            said("a quote is opened here and not closed", format!("write `{key} = \"{bare}\"`"), from..from + 1)
        } else {
            let help = "put the whole text in one pair of quotes; write `\\\"` for a double quote inside it".to_owned();
            said("the quote ends, and the line goes on", help, at)
        };
    }
    if value.starts_with('[') {
        return (format!("not TOML from here: {info}"), format!("write `{key} = [\"one\", \"two\"]`"), at);
    }
    let message = "a text needs double quotes";
    said(message, format!("write `{key} = \"{}\"`", value.replace('"', "\\\"")), whole)
}
