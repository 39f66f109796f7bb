//! What is wrong where `book.toml` stops being TOML, in an author's words.

use std::ops::Range;

use crate::diag::{self, is_unseen};

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
    if let Some(found) = look_alike(line, start) {
        return found;
    }
    // A text that goes on in the next line is told where it begins.
    let before = text.get(..start.saturating_sub(1)).and_then(|t| t.lines().next_back()).unwrap_or("");
    if before.matches('"').count() % 2 == 1 && !line.contains('=') && !before.trim_start().starts_with('#') {
        let from = start.saturating_sub(1 + before.len()) + before.rfind('"').unwrap_or(0);
        let help = "put the whole text on one line, with `\"` at its end".to_owned();
        return said("a quote is opened here and not closed", help, from..from + 1);
    }
    if line.trim_start().starts_with('[') && !line.contains('=') {
        let help = "a table is named on a line of its own, such as `[book]` or `[translations.es]`".to_owned();
        return said("this line names no table", help, start..start + line.len());
    }
    let key = line.split(['=', ':']).next().unwrap_or("").trim();
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let mark = line.find(['=', ':']);
    let (Some(mark), true) = (mark, is_key) else {
        let whole = start..start + line.len();
        let value = line.split_once('=').map(|(_, value)| value.trim());
        let joined = key.replace([' ', '-'], "_");
        return match value {
            Some(value) if joined.chars().all(|c| c.is_alphanumeric() || c == '_') && !joined.is_empty() => {
                said("a key has no blank in it", format!("write `{joined} = {value}`"), whole)
            }
            _ => {
                let help =
                    "each line is a key with its text, `title = \"...\"`, a table, `[book]`, or a remark behind a `#`";
                said("this line cannot be read", help.to_owned(), whole)
            }
        };
    };
    let value = line.get(mark + 1..).unwrap_or("").trim();
    let from = start + line.len() - line.get(mark + 1..).unwrap_or("").trim_start().len();
    let whole = from..from + value.len();
    let bare = diag::bare(value);
    if line.get(mark..).is_some_and(|t| t.starts_with(':')) {
        if bare.is_empty() {
            let help = format!("write `[{key}]` on a line of its own, and its keys below it, each as `key = \"...\"`");
            return said("a table is named in brackets", help, start..start + line.len());
        }
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
            let rest = value.get(1..).and_then(|rest| rest.split_once(quote)).map_or("", |(_, rest)| rest.trim());
            if matches!(rest, "," | ";" | ".") {
                return said("nothing stands after a text", format!("take the `{rest}` out"), at);
            }
            if rest.contains('=') {
                return said("a second key begins in the same line", "put it on a line of its own".to_owned(), at);
            }
            let help = "put the whole text in one pair of quotes; write `\\\"` for a double quote inside it".to_owned();
            said("the quote ends, and the line goes on", help, at)
        };
    }
    if value.starts_with('[') {
        let message = if value.ends_with(']') {
            "in a list each text stands in double quotes, with a comma between two"
        } else {
            "`[` is opened here and not closed"
        };
        let inner = value.trim_matches(['[', ']', ' ', ',']);
        let items: Vec<&str> = inner.split([',', '"']).map(diag::bare).filter(|item| !item.is_empty()).collect();
        let items: Vec<String> = items.iter().map(|item| format!("\"{item}\"")).collect();
        return said(message, format!("write `{key} = [{}]`", items.join(", ")), whole);
    }
    let message = "a text needs double quotes";
    said(message, format!("write `{key} = \"{}\"`", value.replace('"', "\\\"")), whole)
}

/// Signs of a word processor, of another keyboard or of another language than TOML, outside of quotes.
fn look_alike(line: &str, start: usize) -> Option<(String, String, Range<usize>)> {
    let lead = line.len() - line.trim_start_matches([' ', '\t']).len();
    let typed = line.get(lead..)?;
    let said = |message: &str, help: String, from: usize, length: usize| {
        Some((message.to_owned(), help, start + from..start + from + length))
    };
    if typed.starts_with("//") || typed.starts_with("--") || typed.starts_with(';') {
        return said(
            "a remark begins with `#`",
            "put a `#` before the line, or delete it".to_owned(),
            lead,
            typed.len(),
        );
    }
    if typed.starts_with('{') {
        let help = "write `[book]` on a line of its own, and below it `title = \"...\"`".to_owned();
        return said("no brace stands here", help, lead, 1);
    }
    // What follows the first straight quote is a text, and may hold anything.
    let outside = line.split('"').next().unwrap_or(line);
    if let Some((at, c)) =
        outside.char_indices().find(|(_, c)| c.is_whitespace() && !matches!(c, ' ' | '\t') || is_unseen(*c))
    {
        return said("a blank of another kind stands here", "delete it and type a space".to_owned(), at, c.len_utf8());
    }
    let (key, value) = outside.split_once(['=', '\u{ff1d}', '\u{2261}'])?;
    let rest = line.get(lead.max(key.len())..).unwrap_or("");
    let name = diag::bare(key);
    let said_value = diag::bare(rest.trim_start_matches(['=', '\u{ff1d}', '\u{2261}']));
    let help = format!("write `{name} = \"{said_value}\"`");
    let sign = rest.chars().next()?;
    if sign != '=' && !value.contains('=') {
        return said(&format!("`{sign}` looks like `=` and is none"), help, key.len(), sign.len_utf8());
    }
    if name != key.trim()
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        && !key.trim().starts_with('\'')
    {
        return said("a key stands without quotes", help, lead, key.trim().len());
    }
    None
}
