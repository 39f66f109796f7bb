//! Kinds of fields that the book's theme declares: `themes/<theme>/kinds/<name>/kind.yaml`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Diags, FileId, Span};
use crate::kinds::declared::{NO_TEMPLATE, NOT_DECLARED, TAKEN, read as read_kind};
use crate::kinds::{EXERCISES, FIELDS, Kinds, id_shape, read_field};
use crate::model::Config;
use crate::source::Sources;

/// Reads the kinds of the theme that the settings name, beside those that are built in.
pub fn read(config: &Config, sources: &Sources, diags: &mut Diags) -> Kinds {
    let prefix = format!("themes/{}/kinds/", config.theme.name);
    let mut folders: BTreeMap<&str, BTreeMap<&str, FileId>> = BTreeMap::new();
    for (file, source) in sources.under(&prefix) {
        let path = source.path.strip_prefix(&prefix).and_then(|p| p.split_once('/'));
        if let Some((folder, name)) = path {
            folders.entry(folder).or_default().insert(name, file);
        }
    }
    let report = RefCell::new(Diags::new());
    let mut kinds = Kinds::default();
    for (name, files) in &folders {
        let known = || FIELDS.iter().map(|k| k.name()).chain(EXERCISES.iter().map(|k| k.name()));
        let built_in = known().any(|k| k == *name);
        let Some(file) = files.get("kind.yaml") else {
            if let Some(first) = files.values().next().filter(|_| !built_in) {
                let finding =
                    Diagnostic::new(NOT_DECLARED, Span::new(*first, 0..0), format!("there is no kind `{name}`"));
                report.borrow_mut().push(match crate::diag::nearest(name, &known().collect::<Vec<_>>()) {
                    Some(near) => finding.help(format!("did you mean `kinds/{near}/`? a new kind needs a `kind.yaml`")),
                    None => finding.help(format!("declare it in `{prefix}{name}/kind.yaml`")),
                });
            }
            continue;
        };
        if built_in {
            report.borrow_mut().push(
                Diagnostic::new(TAKEN, Span::new(*file, 0..0), format!("`{name}` is a built-in kind"))
                    .help("give the folder a name of its own, or remove `kind.yaml`"),
            );
            continue;
        }
        id_shape(name, Span::new(*file, 0..0), &report);
        let node = crate::yaml::block(&sources.get(*file).text, *file, 0, &mut report.borrow_mut());
        let kind = node.as_ref().and_then(|node| read_kind(name, node, &report));
        kinds.declare(name, kind);
        if !files.contains_key("field.html") {
            report.borrow_mut().push(
                Diagnostic::new(NO_TEMPLATE, Span::new(*file, 0..0), format!("the kind `{name}` has no template"))
                    .help(format!("write `{prefix}{name}/field.html`")),
            );
        }
    }
    // An example that does not work would teach a mistake.
    for file in folders.values().filter(|f| f.contains_key("kind.yaml")).filter_map(|f| f.get("example.yaml")) {
        let node = crate::yaml::block(&sources.get(*file).text, *file, 0, &mut report.borrow_mut());
        for field in node.iter().flat_map(|n| n.list().unwrap_or(std::slice::from_ref(n))) {
            let _ = read_field(field, &kinds, &report);
        }
    }
    diags.append(report.into_inner());
    kinds
}
