//! Where front matter begins and ends.

use super::{OPEN_FRONT, PARAMS};
use crate::diag::{Diagnostic, Diags, FileId, Span};

/// The bytes of front matter, when there is one, and of the text; `None` when the one is not closed.
pub(super) fn split(
    text: &str,
    file: FileId,
    diags: &mut Diags,
) -> Option<(Option<std::ops::Range<usize>>, std::ops::Range<usize>)> {
    let first = text.split_inclusive('\n').next().unwrap_or("");
    if first.trim_end() != "---" || !first.ends_with('\n') {
        let fine = not_opened(text).is_none_or(|line| {
            let message = "front matter begins here, and would be shown as text";
            let help = "begin it in the file's first line, with `---` and nothing else in that line";
            diags.push(Diagnostic::new(OPEN_FRONT, Span::new(file, line), message).help(help));
            false
        });
        return fine.then_some((None, 0..text.len()));
    }
    let mut at = first.len();
    for line in text.get(at..).unwrap_or("").split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((Some(first.len()..at), at + line.len()..text.len()));
        }
        at += line.len();
    }
    diags.push(
        Diagnostic::new(OPEN_FRONT, Span::new(file, 0..3), "front matter is opened here and not closed")
            .help("add a line `---` after it"),
    );
    None
}

/// The text of a page without its front matter.
pub fn body(text: &str) -> &str {
    let parts = split(text, FileId(0), &mut Diags::new());
    parts.and_then(|(_, body)| text.get(body)).unwrap_or(text)
}

/// The line that was meant to open front matter and does not: after a blank line, with other marks, or with a blank before it.
fn not_opened(text: &str) -> Option<std::ops::Range<usize>> {
    let blank = text.len() - text.trim_start().len();
    let mut lines = text.get(blank..)?.lines();
    let line = lines.next()?;
    let marks = line.trim_end();
    let rule = marks.chars().count() >= 3
        && marks.chars().all(|c| matches!(c, '-' | '+' | '\u{2013}' | '\u{2014}' | '='))
        || matches!(marks, "--" | "\u{2014}-" | "-\u{2014}" | "\u{2014}");
    let key = lines.next()?.split([':', '=']).next()?.trim();
    (rule && PARAMS.iter().any(|param| param.key == key)).then(|| blank..blank + marks.len())
}
