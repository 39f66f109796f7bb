//! Findings as text for people and for machines; the only room that writes to the terminal.

mod github;
mod human;
mod json;
mod sarif;

use std::io::{ErrorKind, Result, Write};

pub use github::github;
pub use human::{failure, human, number, page, plain, tally};
pub use json::json;
pub use sarif::sarif;

use crate::diag::{Diagnostic, Span};
use crate::source::Sources;

/// A place as machines want it: lines and columns from 1, columns in characters, the end excluded.
#[derive(Debug, PartialEq, Eq)]
struct Region<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl<'a> Region<'a> {
    fn of(sources: &'a Sources, span: Span) -> Self {
        let source = sources.get(span.file);
        let bytes = inside(&source.text, span);
        let (line, column) = source.position(bytes.start);
        let (end_line, end_column) = if bytes.is_empty() { (line, column) } else { source.position(bytes.end) };
        Self { file: &source.path, line, column, end_line, end_column }
    }

    fn of_place(sources: &'a Sources, diagnostic: &Diagnostic) -> Self {
        Self::of(sources, diagnostic.place.span)
    }
}

/// A span's bytes, kept inside the text and between characters, so that a wrong span is a wrong place and no panic.
fn inside(text: &str, span: Span) -> std::ops::Range<usize> {
    let at = |n: usize| {
        let mut n = n.min(text.len());
        while !text.is_char_boundary(n) {
            n -= 1;
        }
        n
    };
    let bytes = span.bytes();
    let start = at(bytes.start);
    start..at(bytes.end).max(start)
}

/// A file's path as seen from the folder the command runs in, for tools that look in the whole repository.
fn below(base: &str, path: &str) -> String {
    if base.is_empty() { path.to_owned() } else { format!("{base}/{path}") }
}

/// Writes to standard output. A reader that has closed its end, such as `head`, has had enough: that is no failure.
///
/// # Errors
/// When the output cannot be written for another reason.
pub fn out(text: &str) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Writes to standard error, with colours only where they are wanted.
pub fn err(text: &str) {
    let mut stderr = anstream::stderr().lock();
    // Nobody is left to be told when standard error is closed.
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

#[cfg(test)]
mod tests {
    use super::{Region, below, inside};
    use crate::diag::{FileId, Span};
    use crate::source::Sources;

    #[test]
    fn region_counts_characters() {
        let sources = Sources::from_texts([("a.md", "\u{e9}\u{e9}b\ncd")]);
        let region = Region::of(&sources, Span::new(FileId(0), 4..7));
        assert_eq!(region, Region { file: "a.md", line: 1, column: 3, end_line: 2, end_column: 2 });
    }

    #[test]
    fn wrong_spans_are_kept_inside() {
        let inside = |start, end| inside("\u{e9}b", Span { file: FileId(0), start, end });
        assert_eq!(inside(1, 99), 0..3);
        assert_eq!(inside(99, 100), 3..3);
        assert_eq!(inside(2, 0), 2..2);
    }

    #[test]
    fn paths_below_a_base() {
        assert_eq!(below("", "content/a.md"), "content/a.md");
        assert_eq!(below("docs/book", "content/a.md"), "docs/book/content/a.md");
    }
}
