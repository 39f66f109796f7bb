//! `--format json`: one array, an object a finding.

use serde::Serialize;

use super::Region;
use crate::diag::Diags;
use crate::source::Sources;

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// All findings as one JSON array; files are relative to the book.
///
/// # Errors
/// Never in practice: every part is text or a number.
pub fn json(diags: &Diags, sources: &Sources) -> serde_json::Result<String> {
    let findings: Vec<Finding<'_>> = diags
        .iter()
        .map(|d| {
            let at = Region::of_place(sources, d);
            Finding {
                code: d.code.id,
                severity: d.code.severity.word(),
                message: &d.message,
                help: d.help.as_deref(),
                file: at.file,
                line: at.line,
                column: at.column,
                end_line: at.end_line,
                end_column: at.end_column,
            }
        })
        .collect();
    serde_json::to_string_pretty(&findings).map(|text| text + "\n")
}

#[cfg(test)]
mod tests {
    use super::json;
    use crate::diag::{Diagnostic, Diags, FileId, Span};
    use crate::source::{NOT_UTF8, Sources};

    #[test]
    fn one_array_of_flat_objects() {
        let sources = Sources::from_texts([("content/a.md", "one\ntwo\n")]);
        let mut diags = Diags::new();
        diags.push(Diagnostic::new(NOT_UTF8, Span::new(FileId(0), 4..7), "say \"no\"").help("type `x`"));
        diags.push(Diagnostic::new(NOT_UTF8, Span::new(FileId(0), 8..8), "end"));
        let value: serde_json::Value = serde_json::from_str(&json(&diags, &sources).unwrap()).unwrap();
        assert_eq!(
            value,
            serde_json::json!([
                {"code": "SB0001", "severity": "error", "message": "say \"no\"", "help": "type `x`",
                 "file": "content/a.md", "line": 2, "column": 1, "end_line": 2, "end_column": 4},
                {"code": "SB0001", "severity": "error", "message": "end", "help": null,
                 "file": "content/a.md", "line": 3, "column": 1, "end_line": 3, "end_column": 1},
            ])
        );
    }

    #[test]
    fn nothing_found_is_an_empty_array() {
        assert_eq!(json(&Diags::new(), &Sources::default()).unwrap(), "[]\n");
    }
}
