//! `--format github`: workflow commands that become annotations beside the changed lines of a pull request.

use super::{Region, below};
use crate::diag::{Diagnostic, Diags, Severity};
use crate::source::Sources;

/// A line a finding; `base` is the book's folder as seen from the repository, empty for the repository itself.
#[must_use]
pub fn github(diags: &Diags, sources: &Sources, base: &str) -> String {
    diags.iter().map(|d| line(d, sources, base)).collect()
}

fn line(diagnostic: &Diagnostic, sources: &Sources, base: &str) -> String {
    let at = Region::of_place(sources, diagnostic);
    let command = match diagnostic.code.severity {
        Severity::Error => "error",
        Severity::Advice => "notice",
    };
    let message = match &diagnostic.help {
        Some(help) => format!("{}\n{help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let file = property(&below(base, at.file));
    // GitHub drops the columns of a place that spans lines, and says so in the log of every run.
    let columns =
        if at.line == at.end_line { format!(",col={},endColumn={}", at.column, at.end_column) } else { String::new() };
    format!(
        "::{command} file={file},line={},endLine={}{columns},title={}::{}\n",
        at.line,
        at.end_line,
        diagnostic.code.id,
        data(&message)
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::github;
    use crate::diag::{Diagnostic, Diags, FileId, Span};
    use crate::source::{NOT_UTF8, Sources};

    crate::codes! { HINT Advice "SB9999" "a hint" "Why." }

    #[test]
    fn escapes_and_says_the_place() {
        let sources = Sources::from_texts([("content/a,b.md", "one\ntwo\nthree\n")]);
        let mut diags = Diags::new();
        diags.push(Diagnostic::new(NOT_UTF8, Span::new(FileId(0), 4..7), "100 % no: a, b").help("do\r\nthis"));
        diags.push(Diagnostic::new(HINT, Span::new(FileId(0), 4..9), "two lines"));
        assert_eq!(
            github(&diags, &sources, "docs"),
            "::error file=docs/content/a%2Cb.md,line=2,endLine=2,col=1,endColumn=4,title=SB0001::100 %25 no: a, b%0Ado%0D%0Athis\n\
             ::notice file=docs/content/a%2Cb.md,line=2,endLine=3,title=SB9999::two lines\n"
        );
        assert_eq!(CODES.len(), 1);
    }
}
