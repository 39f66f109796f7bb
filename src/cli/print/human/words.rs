//! Single lines and pages for people.

use annotate_snippets::{Level, Renderer};

use super::visible;
use crate::diag::{Code, Diags, Severity};

/// Columns of an `explain` page.
const MEASURE: usize = 80;

/// A number with its word.
#[must_use]
pub fn number(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// A line that sums findings up, empty when there are none.
#[must_use]
pub fn tally(diags: &Diags) -> String {
    let (errors, advice) = (diags.count(Severity::Error), diags.count(Severity::Advice));
    let why = diags.iter().min_by_key(|d| (d.code.severity, d.code.id));
    let Some(why) = why else { return String::new() };
    format!("{}, {advice} advice; for more: stepbook explain {}\n", number(errors, "error", "errors"), why.code.id)
}

/// A failure that has no place in the book, and the way out where there is one.
#[must_use]
pub fn failure(message: &str, help: Option<&str>) -> String {
    let help = help.map(|help| Level::HELP.message(visible(help)));
    let group = Level::ERROR.primary_title(message).elements(help);
    Renderer::styled().render(&[group]) + "\n"
}

/// The page of one rule.
#[must_use]
pub fn page(code: &Code) -> String {
    format!("{} ({}): {}\n\n{}", code.id, code.severity.word(), code.title, wrapped(code.explain))
}

/// Paragraphs wrapped at blanks; a line that is indented stays as it is.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        if line.starts_with(' ') {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        let mut width = 0;
        for word in line.split_whitespace() {
            let letters = word.chars().count();
            if width > 0 && width + 1 + letters > MEASURE {
                out.push('\n');
                width = 0;
            } else if width > 0 {
                out.push(' ');
                width += 1;
            }
            out.push_str(word);
            width += letters;
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{failure, number, page, tally, wrapped};
    use crate::diag::{Diagnostic, Diags, FileId, Span};
    use crate::source::{NO_BOOK, NOT_UTF8};

    #[test]
    fn numbers_and_sums() {
        assert_eq!(number(1, "page", "pages"), "1 page");
        assert_eq!(number(0, "page", "pages"), "0 pages");
        let mut diags = Diags::new();
        assert_eq!(tally(&diags), "");
        diags.push(Diagnostic::new(NO_BOOK, Span::new(FileId(0), 0..0), "a"));
        assert_eq!(tally(&diags), "1 error, 0 advice; for more: stepbook explain SB0005\n");
        diags.push(Diagnostic::new(NOT_UTF8, Span::new(FileId(0), 0..0), "a"));
        assert_eq!(tally(&diags), "2 errors, 0 advice; for more: stepbook explain SB0001\n");
    }

    #[test]
    fn failures_with_and_without_help() {
        let plain = |text: String| anstream::adapter::strip_str(&text).to_string();
        assert_eq!(plain(failure("no", None)), "error: no\n");
        assert_eq!(plain(failure("no", Some("try"))), "error: no\n |\n = help: try\n");
    }

    #[test]
    fn pages_are_wrapped() {
        assert!(page(NO_BOOK).starts_with("SB0005 (error): there is no book.toml here\n\n"));
        assert!(page(NO_BOOK).lines().all(|line| line.chars().count() <= 80));
        assert_eq!(wrapped("a  b\n\n    kept  so\n"), "a b\n\n    kept  so\n");
    }
}
