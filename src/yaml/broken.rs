//! What is wrong where a text stops being YAML, in the words of somebody who does not know YAML.
//!
//! The parser says where it gave up, which is often a line after the slip. Here that line and the one above are looked at
//! for what people do: a tab, a colon in a text, a hyphen without a blank, a quote that is not closed.

use std::ops::Range;

use askew::askew;
use signs::{alias, hidden, look_alike};

mod askew;
mod signs;

/// A slip: its bytes, what it is, and what to type.
pub(super) struct Slip {
    pub(super) bytes: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

impl Slip {
    fn new(bytes: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { bytes, message: message.into(), help: help.into() }
    }
}

/// A line of the text.
#[derive(Clone, Copy)]
struct Line<'t> {
    /// Where it starts.
    start: usize,
    /// It, without what ends it.
    text: &'t str,
}

impl<'t> Line<'t> {
    /// Blanks before the first mark.
    fn indent(self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    fn is_blank(self) -> bool {
        let rest = self.text.trim();
        rest.is_empty() || rest.starts_with('#')
    }

    /// What stands after the blanks and the hyphens of a list, and where.
    fn inner(self) -> (usize, &'t str) {
        let mut at = self.indent();
        while let Some(rest) = self.text.get(at..).and_then(|t| t.strip_prefix("- ")) {
            at += 2 + rest.len() - rest.trim_start_matches(' ').len();
        }
        (at, self.text.get(at..).unwrap_or(""))
    }

    fn is_item(self) -> bool {
        self.text.trim_start_matches(' ').starts_with("- ")
    }

    /// The key that the line begins with, and the column it stands in.
    fn key(self) -> Option<(usize, &'t str)> {
        let (at, rest) = self.inner();
        let (key, after) = rest.split_once(':')?;
        (is_word(key) && (after.is_empty() || after.starts_with(' '))).then_some((at, key))
    }

    /// The value after the key, and where it starts in the line.
    fn value(self) -> Option<(usize, &'t str)> {
        let (at, key) = self.key()?;
        let rest = self.text.get(at + key.len() + 1..)?;
        let value = rest.trim();
        let start = self.text.len() - rest.trim_start().len();
        (!value.is_empty()).then_some((start, value))
    }

    /// The letter at a place.
    fn letter(self, at: usize) -> Range<usize> {
        let length = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.bytes(at..at + length)
    }

    fn bytes(self, inner: Range<usize>) -> Range<usize> {
        self.start + inner.start..self.start + inner.end
    }
}

/// Whether a text has the form of a key.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// What most likely went wrong in a text that the parser left at a place, saying `info`.
pub(super) fn slip(text: &str, at: usize, info: &str) -> Option<Slip> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.push(Line { start, text: line.trim_end_matches(['\n', '\r']) });
        start += line.len();
    }
    let here = lines.partition_point(|line| line.start <= at).checked_sub(1)?;
    let line = *lines.get(here)?;
    let above: Vec<Line<'_>> = lines.get(..here)?.iter().rev().copied().filter(|l| !l.is_blank()).collect();
    let before = above.first().copied();
    let rest = lines.get(here + 1..)?;
    let below = rest.iter().copied().find(|l| !l.is_blank());
    // A remark that ends a line, and below it one that stands too far in: that one is the slip.
    if info.contains("comment intercepting")
        && let Some(below) = below
    {
        let over: Vec<Line<'_>> = std::iter::once(line).chain(above.iter().copied()).collect();
        return no_colon(below, None, info).or_else(|| askew(below, &over, rest));
    }
    if let Some(slip) = open_quote(lines.get(..here)?) {
        return Some(slip);
    }
    // A tab may stand at the start of the line after the one that is named.
    let near = [Some(line), below.filter(|_| info.contains("tab"))].into_iter().flatten();
    near.clone()
        .find_map(tabbed)
        .or_else(|| [Some(line), before].into_iter().flatten().find_map(look_alike))
        .or_else(|| quoted(line, info))
        .or_else(|| unbalanced(line, &above, info))
        .or_else(|| bracket(line, at - line.start, info))
        .or_else(|| value(line))
        .or_else(|| alias(line, at - line.start, info))
        .or_else(|| [Some(line), before].into_iter().flatten().find_map(hidden))
        .or_else(|| [Some(line), before].into_iter().flatten().find_map(joined))
        .or_else(|| no_colon(line, before, info))
        .or_else(|| askew(line, &above, rest))
}

/// A tab where blanks belong.
fn tabbed(line: Line<'_>) -> Option<Slip> {
    let lead = line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
    let tab = line.text.get(..lead)?.find('\t')?;
    let help = "indent with spaces, as many as in the lines it belongs to; most editors can do so for you";
    Some(Slip::new(line.bytes(tab..tab + 1), "this line is indented with a tab", help))
}

/// A quote that does not end where its text ends.
fn quoted(line: Line<'_>, info: &str) -> Option<Slip> {
    let escape = info.contains("escape");
    if !escape && !info.contains("quote") && !info.contains("trailing content") {
        return None;
    }
    let (start, text) = line.value().unwrap_or_else(|| line.inner());
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    if escape {
        let from = text.find('"')?;
        let slash = text
            .match_indices('\\')
            .find(|(n, _)| *n > from && !text.get(n + 1..).is_some_and(|t| t.starts_with(['"', '\\', 'n', 't', '/'])));
        let at = slash.map_or(from, |(n, _)| n);
        let message = "a backslash has a meaning of its own inside double quotes";
        let help = "write two of them, `\\\\`, or put the text in single quotes";
        return Some(Slip::new(line.bytes(start + at..start + at + 1), message, help));
    }
    let quote = quote?;
    let key = line.key().map_or(String::new(), |(_, key)| [key, ": "].concat());
    let inner = text.get(1..).unwrap_or("");
    if info.contains("unclosed") {
        let help = format!("add `{quote}` where the text ends: `{key}{quote}{}{quote}`", shorten(inner.trim_end()));
        return Some(Slip::new(line.bytes(start..start + 1), "a quote is opened here and not closed", help));
    }
    let close = inner.find(quote)?;
    let bytes = line.bytes(start + 1 + close..start + 2 + close);
    let whole = inner.strip_suffix(quote).unwrap_or(text);
    let help = match (inner.ends_with(quote), quote) {
        _ if whole.contains('"') && whole.contains('\'') => {
            "put the whole text in double quotes, with `\\` before each double quote inside it".to_owned()
        }
        // Quotes round the whole, and others within.
        (true, '"') => format!("use single quotes round the whole: `{key}'{}'`", shorten(whole)),
        (true, _) => format!("use double quotes round the whole: `{key}\"{}\"`", shorten(whole)),
        (false, '"') => format!("put the whole text in single quotes: `{key}'{}'`", shorten(text)),
        (false, _) => format!("put the whole text in double quotes: `{key}\"{}\"`", shorten(text)),
    };
    Some(Slip::new(bytes, "the quote ends here, and the text goes on", help))
}

/// A double quote that is open at the end of these lines.
fn open_quote(lines: &[Line<'_>]) -> Option<Slip> {
    let quotes = |line: &Line<'_>| {
        let remark = line.text.trim_start().starts_with('#');
        if remark { 0 } else { line.text.matches('"').count() - line.text.matches("\\\"").count() }
    };
    if lines.iter().map(quotes).sum::<usize>() % 2 == 0 {
        return None;
    }
    let line = *lines.iter().rev().find(|line| quotes(line) % 2 == 1)?;
    let at = line.text.rfind('"')?;
    let help = "add a `\"` where the text ends";
    Some(Slip::new(line.letter(at), "a quote is opened here and not closed", help))
}

/// A brace or a bracket that is open at the end of a line above.
fn unbalanced(line: Line<'_>, above: &[Line<'_>], info: &str) -> Option<Slip> {
    if !info.contains("flow") && !info.contains("only valid inside a block") || opens(line.text) {
        return None;
    }
    let line = *above.iter().take(20).find(|line| opens(line.text))?;
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, c) in line.text.char_indices() {
        match c {
            '{' | '[' => open.push((at, c)),
            '}' | ']' => drop(open.pop()),
            _ => {}
        }
    }
    let (at, bracket) = open.pop()?;
    let message = format!("`{bracket}` is opened here and not closed");
    Some(Slip::new(line.letter(at), message, format!("add `{}` where it ends", closing(bracket))))
}

/// Something within braces or brackets.
fn bracket(line: Line<'_>, at: usize, info: &str) -> Option<Slip> {
    let flow = ["unclosed bracket", "mismatched bracket", "flow"];
    if !flow.iter().any(|word| info.contains(word)) {
        return None;
    }
    let remark = line.text.match_indices(" #").find(|(n, _)| line.text.get(..*n).is_some_and(opens));
    if let Some((n, _)) = remark {
        let help = "put the text in double quotes; outside of them a `#` begins a remark, which nobody sees";
        return Some(Slip::new(line.bytes(n + 1..line.text.len()), "from here on it is a remark", help));
    }
    // Parts between commas: one with two colons lacks a comma, or quotes.
    let mut start = 0;
    for part in line.text.split(',') {
        let open = part.rfind(['{', '[']).map_or(0, |n| n + 1);
        let bare = part.get(open..).unwrap_or(part);
        let from = start + open;
        start += part.len() + 1;
        let mut colons = bare.match_indices(": ");
        let (Some((one, _)), Some((two, _))) = (colons.next(), colons.next()) else { continue };
        let (key, said) = (bare.get(..one)?.trim(), bare.get(one + 2..)?.trim().trim_end_matches(['}', ']']));
        if said.starts_with(['"', '\'']) || !is_word(key) {
            continue;
        }
        let bytes = line.bytes(from + two..from + two + 1);
        if let Some(comma) = bare.chars().find(|c| matches!(c, '\u{ff0c}' | '\u{3001}')) {
            let place = from + bare.find(comma)?;
            let message = format!("`{comma}` looks like a comma and is none");
            return Some(Slip::new(line.bytes(place..place + comma.len_utf8()), message, "type `, `"));
        }
        if bare.contains("; ") {
            let message = "`;` does not part keys";
            return Some(Slip::new(bytes, message, "write `, ` between them"));
        }
        let message = "a second colon in one part";
        let help = format!(
            "if it belongs to the text, write `{key}: \"{}\"`; else a comma is missing before it",
            shorten(said)
        );
        return Some(Slip::new(bytes, message, help));
    }
    if let Some(open) = info.strip_prefix("unclosed bracket '").and_then(|rest| rest.chars().next()) {
        let close = closing(open);
        let message = format!("`{open}` is opened here and not closed");
        return Some(Slip::new(line.letter(at), message, format!("add `{close}` where it ends")));
    }
    let Some(open) = info.strip_prefix("mismatched bracket '").and_then(|rest| rest.chars().next()) else {
        let message = "what stands inside of braces or brackets cannot be read from here on";
        let help =
            "a comma parts two keys or two items; a text that holds `,`, `{`, `}`, `[` or `]` stands in double quotes";
        return Some(Slip::new(line.letter(at), message, help));
    };
    let close = closing(open);
    let message = format!("`{open}` is opened here, and another bracket is closed first");
    Some(Slip::new(line.letter(at), message, format!("add `{close}` where the list ends")))
}

fn closing(open: char) -> char {
    if open == '[' { ']' } else { '}' }
}

/// Whether a bracket is open at the end of a text.
fn opens(text: &str) -> bool {
    text.matches(['{', '[']).count() > text.matches(['}', ']']).count()
}

/// A text that needs quotes.
fn value(line: Line<'_>) -> Option<Slip> {
    let (_, key) = line.key()?;
    let (start, text) = line.value()?;
    if text.starts_with(['"', '\'']) {
        return None;
    }
    let help = || match (text.contains('"'), text.contains('\'')) {
        (false, _) => format!("put the text in double quotes: `{key}: \"{}\"`", shorten(text)),
        (true, false) => format!("put the text in single quotes: `{key}: '{}'`", shorten(text)),
        (true, true) => "put the text in double quotes, with `\\` before each double quote inside it".to_owned(),
    };
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..)?;
    let opens = match first {
        '@' | '`' | '%' | '*' | '&' => true,
        '|' | '>' => !rest.trim_start_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9']).is_empty(),
        '?' | '-' => rest.starts_with(' '),
        // A list or a block of its own is closed at the end of the line.
        '[' => text.find(']').is_some_and(|n| goes_on(text, n)),
        '{' => text.find('}').is_some_and(|n| goes_on(text, n)),
        _ => false,
    };
    if opens {
        let bytes = line.bytes(start..start + first.len_utf8());
        return Some(Slip::new(bytes, format!("a text that begins with `{first}` needs quotes"), help()));
    }
    let colon = text.find(": ").or_else(|| text.ends_with(':').then(|| text.len() - 1))?;
    if first == '{' || first == '[' {
        return None;
    }
    let bytes = line.bytes(start + colon..start + colon + 1);
    Some(Slip::new(bytes, "a text with a colon and a blank needs quotes", help()))
}

/// Whether a text goes on after a byte, and not only with a remark.
fn goes_on(text: &str, at: usize) -> bool {
    let inner = text.get(1..at).is_some_and(|inner| inner.contains(['[', '{']));
    let rest = text.get(at + 1..).unwrap_or("").trim_start();
    !inner && !rest.is_empty() && !rest.starts_with('#')
}

/// A blank that is missing after a hyphen or a colon.
fn joined(line: Line<'_>) -> Option<Slip> {
    let (at, rest) = line.inner();
    if let Some(after) = rest.strip_prefix('-')
        && (after.starts_with(['{', '['])
            || after.starts_with(char::is_alphabetic) && after.split_once(':').is_some_and(|(key, _)| is_word(key)))
    {
        let help = format!("write `- {}`", shorten(after));
        return Some(Slip::new(line.bytes(at..at + 1), "a blank is missing after the hyphen", help));
    }
    let (key, after) = rest.split_once(':')?;
    if is_word(key) && !after.is_empty() && !after.starts_with([' ', '\t', '/']) {
        let help = format!("write `{key}: {}`", shorten(after));
        let colon = at + key.len();
        return Some(Slip::new(line.bytes(colon..colon + 1), "a blank is missing after the colon", help));
    }
    None
}

/// A line without a colon: where its words stand, the first of them, all, and whether that one could be a key.
fn bare(line: Line<'_>) -> Option<(usize, &str, &str, bool)> {
    let (at, rest) = line.inner();
    let rest = rest.split(" #").next().unwrap_or(rest).trim_end();
    let word = rest.split_whitespace().next()?;
    let lower = word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    // A block of its own has colons, and none before it.
    let own = rest.get(word.len()..).is_some_and(|after| after.trim_start().starts_with(['{', '[']));
    ((own || !rest.contains(':')) && is_word(word)).then_some((at, word, rest, lower))
}

/// A line without the colon that parts a key from its value; or one that goes on with a text and is not indented.
fn no_colon(line: Line<'_>, before: Option<Line<'_>>, info: &str) -> Option<Slip> {
    let (line, (at, word, rest, lower)) = match (bare(line), before.and_then(|b| Some((b, bare(b)?)))) {
        (Some(found), _) => (line, found),
        (None, Some((before, found))) if info.contains("mapping values") && found.3 => (before, found),
        _ => return keyless(line),
    };
    let bytes = line.bytes(at..at + word.len());
    let said = rest.get(word.len()..).unwrap_or("").trim();
    if lower && !said.is_empty() {
        let help = format!("write `{word}: {}`", shorten(said.trim_start_matches(['=', ' '])));
        return Some(Slip::new(bytes, format!("a colon is missing after `{word}`"), help));
    }
    Some(Slip::new(line.bytes(at..at + rest.len()), NO_KEY.0, NO_KEY.1))
}

const NO_KEY: (&str, &str) = (
    "this line has no key",
    "if it goes on with the text above, put `|` after that key, and the text on lines of its own, indented by two spaces more than the key",
);

/// A line of other signs, without a colon.
fn keyless(line: Line<'_>) -> Option<Slip> {
    let (at, rest) = line.inner();
    let other = !rest.is_empty() && !rest.contains(':') && !rest.starts_with(['{', '[', '}', ']', '"', '\'', '#', '-']);
    other.then(|| Slip::new(line.bytes(at..line.text.len()), NO_KEY.0, NO_KEY.1))
}

/// The first letters of a text, for a line of help.
fn shorten(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}
