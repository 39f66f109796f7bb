//! One file of a theme's scripts as the joiner sees it: what it imports, what it declares, what it loads later.

use super::{BAD_SCRIPT, placeholder};
use crate::diag::{Diagnostic, Diags, FileId, Span};
use crate::model::address;

/// A file of a theme's scripts.
pub(super) struct Module<'a> {
    /// Its path in the theme.
    pub(super) path: &'a str,
    /// What it says.
    pub(super) text: &'a str,
    /// Its place, when it is the book's own.
    pub(super) file: Option<FileId>,
    /// Names it takes from other modules.
    pub(super) imports: Vec<(String, Vec<&'a str>)>,
    /// Names it declares at its top level, each with the place, and whether it is exported.
    pub(super) names: Vec<(&'a str, usize, bool)>,
    /// Parts of the text that read otherwise in a classic script: import statements and the word `export` go, and what
    /// is loaded later is asked for in another way.
    pub(super) cuts: Vec<(std::ops::Range<usize>, String)>,
    /// The files that it loads when they are first used, by `await import("./file.js")`, each with its place.
    pub(super) later: Vec<(String, usize)>,
}

/// How a file is asked for that is loaded when it is first used.
pub(super) const ASKS: &str = "await import(\"";

/// The name of a script that is loaded later, by its file: `later-pair-exchange` for `kinds/pair/exchange.js`.
pub(super) fn later_name(path: &str) -> String {
    let mut parts = path.trim_end_matches(".js").rsplit('/');
    let stem = parts.next().unwrap_or("");
    ["later", parts.next().unwrap_or(""), stem].join("-")
}

/// Finds imports, exports and the names at the top level of a module. Only line starts count: a module is written that way.
pub(super) fn read<'a>(
    path: &'a str,
    text: &'a str,
    file: Option<FileId>,
    fallback: Span,
    diags: &mut Diags,
) -> Module<'a> {
    let mut module =
        Module { path, text, file, imports: Vec::new(), names: Vec::new(), cuts: Vec::new(), later: Vec::new() };
    let mut at = 0;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or("");
        let line = rest.split_inclusive('\n').next().unwrap_or("");
        let mut length = line.len();
        if line.starts_with("import ") || line.starts_with("import{") {
            length = rest.find(';').map_or(line.len(), |end| end + 1);
            let statement = rest.get(..length).unwrap_or("");
            match import(statement) {
                Some((from, names)) => module.imports.push((address::beside(path, from), names)),
                None => {
                    let help = "write `import { name } from \"./file.js\";`";
                    diags.push(finding(&module, at, length, fallback, "this import cannot be joined").help(help));
                }
            }
            module.cuts.push((at..at + length, String::new()));
        } else {
            let exported = line.strip_prefix("export ");
            if exported.is_some() {
                module.cuts.push((at..at + "export ".len(), String::new()));
            }
            let declaration = exported.unwrap_or(line);
            match declared(declaration) {
                Some(name) => module.names.push((name, at, exported.is_some())),
                None if exported.is_some() => {
                    let help = "export a `function`, `class` or `const` by its name";
                    diags.push(finding(&module, at, line.len(), fallback, "this export cannot be joined").help(help));
                }
                None => {}
            }
            for (start, _) in line.match_indices(ASKS) {
                let file = line.get(start + ASKS.len()..).unwrap_or("");
                let Some((file, _)) = file.split_once("\")").filter(|(file, _)| file.starts_with('.')) else {
                    let help = "write `await import(\"./file.js\")`";
                    let words = "this import cannot be joined";
                    diags.push(finding(&module, at + start, ASKS.len(), fallback, words).help(help));
                    continue;
                };
                let target = address::beside(path, file);
                let name = later_name(&target);
                let asked = format!("await $book.later(\"{name}\",\"{}\")", placeholder(&name));
                let start = at + start;
                module.cuts.push((start..start + ASKS.len() + file.len() + "\")".len(), asked));
                module.later.push((target, start));
            }
        }
        at += length.max(1);
    }
    module
}

/// The file and the names of `import { a, b } from "./file.js";`.
fn import(statement: &str) -> Option<(&str, Vec<&str>)> {
    let inner = statement.strip_prefix("import")?.trim_start().strip_prefix('{')?;
    let (names, from) = inner.split_once('}')?;
    let from = from.trim().strip_prefix("from")?.trim().strip_suffix(';')?.trim();
    let from = from.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
    let names: Vec<&str> = names.split(',').map(str::trim).filter(|n| !n.is_empty()).collect();
    let plain = names.iter().all(|n| n.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$'));
    (plain && from.starts_with('.')).then_some((from, names))
}

/// The name that a line at the top level declares.
fn declared(line: &str) -> Option<&str> {
    let line = line.strip_prefix("async ").unwrap_or(line);
    let rest = ["function* ", "function ", "class ", "const ", "let "].iter().find_map(|w| line.strip_prefix(w))?;
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(rest.len());
    rest.get(..end).filter(|name| !name.is_empty())
}

/// A finding at a place of a module.
pub(super) fn finding(module: &Module<'_>, at: usize, length: usize, fallback: Span, words: &str) -> Diagnostic {
    let place = module.file.map_or(fallback, |file| {
        let end = at + module.text.get(at..at + length).map_or(0, |t| t.trim_end().len());
        Span::new(file, at..end)
    });
    Diagnostic::new(BAD_SCRIPT, place, format!("{}: {words}", module.path))
}
