//! `theme.toml`: which set of names a theme was written for.

use std::cell::RefCell;

use super::Parts;
use crate::diag::{Diagnostic, Diags, Span};
use crate::tree::{Param, TOML_SYNTAX, Table, Ty, from_toml, opt};

crate::codes! {
    OTHER_CONTRACT Error "SB1005" "a theme made for another version"
        "`contract` in theme.toml says which set of names the templates were written for. This version gives the set numbered 1."
}

/// The keys of `theme.toml`.
const PARAMS: &[Param] = &[
    opt("name", Ty::Text, "its name"),
    opt("version", Ty::Text, "its edition"),
    opt("contract", Ty::Number(1.0, 1000.0), "the set of names its templates use"),
];

/// `None` after reporting that a theme was written for another version.
pub(super) fn check(parts: &Parts, fallback: Span, diags: &mut Diags) -> Option<()> {
    let (text, file) = parts.texts.get("theme.toml")?;
    let file = file.unwrap_or(fallback.file);
    let root = match from_toml(text, file) {
        Ok(root) => root,
        Err((at, _)) => {
            let finding = Diagnostic::new(TOML_SYNTAX, Span::new(file, at), "this line cannot be read");
            diags.push(finding.help("each line is a key with its value, such as `contract = 1`"));
            return None;
        }
    };
    let report = RefCell::new(Diags::new());
    let table = Table::open(&root, "theme.toml", &[PARAMS], &report);
    let contract = table.as_ref().and_then(|table| table.node("contract"));
    let mistyped = table.as_ref().is_some_and(|table| table.mistyped("contract"));
    diags.append(report.take());
    if contract.and_then(|node| node.number()) == Some(1.0) {
        return Some(());
    }
    if !mistyped {
        let place = contract.map_or(Span::new(file, 0..0), |node| node.span);
        let message = if contract.is_some() {
            "this theme was made for another version"
        } else {
            "this theme does not say for which version it was made"
        };
        diags.push(
            Diagnostic::new(OTHER_CONTRACT, place, message)
                .help("write `contract = 1` once its templates use the names of this version"),
        );
    }
    None
}
