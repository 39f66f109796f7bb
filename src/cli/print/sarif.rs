//! `--format sarif`: SARIF 2.1.0, which code hosts and editors read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Region, below};
use crate::diag::{Code, Diagnostic, Diags, Severity, Span};
use crate::model::address::encoded_path;
use crate::source::Sources;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// All findings as one run; `base` is the book's folder as seen from the repository, empty for the repository itself.
///
/// # Errors
/// Never in practice: every part is text or a number.
pub fn sarif(diags: &Diags, sources: &Sources, base: &str) -> serde_json::Result<String> {
    let codes: BTreeMap<&str, &Code> = diags.iter().map(|d| (d.code.id, d.code)).collect();
    let index: BTreeMap<&str, usize> = codes.keys().enumerate().map(|(at, id)| (*id, at)).collect();
    let rules: Vec<Value> = codes.values().map(|code| rule(code)).collect();
    let results: Vec<Value> =
        diags.iter().map(|d| result(d, index.get(d.code.id).copied().unwrap_or_default(), sources, base)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "stepbook", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).map(|text| text + "\n")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Advice => "note",
    }
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.id,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.explain},
        "help": {"text": code.explain},
        "defaultConfiguration": {"level": level(code.severity)},
    })
}

fn result(diagnostic: &Diagnostic, index: usize, sources: &Sources, base: &str) -> Value {
    let text = match &diagnostic.help {
        Some(help) => format!("{}\n{help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut result = json!({
        "ruleId": diagnostic.code.id,
        "ruleIndex": index,
        "level": level(diagnostic.code.severity),
        "message": {"text": text},
        "locations": [location(diagnostic.place.span, &diagnostic.place.text, sources, base)],
    });
    if let (Some(map), false) = (result.as_object_mut(), diagnostic.others.is_empty()) {
        let others: Vec<Value> = diagnostic.others.iter().map(|o| location(o.span, &o.text, sources, base)).collect();
        map.insert("relatedLocations".to_owned(), Value::Array(others));
    }
    result
}

fn location(span: Span, label: &str, sources: &Sources, base: &str) -> Value {
    let at = Region::of(sources, span);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": {"uri": encoded_path(&below(base, at.file))},
            "region": {"startLine": at.line, "startColumn": at.column, "endLine": at.end_line, "endColumn": at.end_column},
        },
    });
    if let (Some(map), false) = (location.as_object_mut(), label.is_empty()) {
        map.insert("message".to_owned(), json!({"text": label}));
    }
    location
}

#[cfg(test)]
mod tests {
    use super::sarif;
    use crate::diag::{Diagnostic, Diags, FileId, Span};
    use crate::source::{NO_BOOK, NOT_UTF8, Sources};

    #[test]
    fn has_the_parts_the_standard_asks_for() {
        let sources = Sources::from_texts([("content/a b.md", "one\ntwo\n")]);
        let at = |bytes| Span::new(FileId(0), bytes);
        let mut diags = Diags::new();
        diags.push(Diagnostic::new(NO_BOOK, at(0..0), "first"));
        diags.push(Diagnostic::new(NOT_UTF8, at(4..7), "second").help("fix").label("here").also(at(0..3), "there"));
        let log: serde_json::Value = serde_json::from_str(&sarif(&diags, &sources, "b").unwrap()).unwrap();
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "SB0001");
        assert_eq!(run["tool"]["driver"]["rules"][1]["id"], "SB0005");
        assert!(run["tool"]["driver"]["rules"][0].get("helpUri").is_none());
        let second = &run["results"][1];
        assert_eq!(second["ruleIndex"], 0);
        assert_eq!(second["level"], "error");
        assert_eq!(second["message"]["text"], "second\nfix");
        let place = &second["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "b/content/a%20b.md");
        assert_eq!(
            place["region"],
            serde_json::json!({"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 4})
        );
        assert_eq!(second["relatedLocations"][0]["message"]["text"], "there");
        assert!(run["results"][0].get("relatedLocations").is_none());
    }

    #[test]
    fn no_finding_is_a_run_without_results() {
        let log: serde_json::Value =
            serde_json::from_str(&sarif(&Diags::new(), &Sources::default(), "").unwrap()).unwrap();
        assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
    }
}
