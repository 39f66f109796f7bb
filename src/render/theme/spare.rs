//! Files of a theme that nothing uses: mostly a slip in a name, after which the theme looks as if the file were not there.

use super::Parts;
use crate::diag::{Diagnostic, Diags, Span, nearest};
use crate::model::Config;
use crate::model::translation::is_tag;

crate::codes! {
    SPARE Advice "SB1014" "a file of the theme that nothing uses"
        "A file in `themes/<name>/` takes the place of the file with the same path in `paper`, or is named by another file of the theme. This one is neither, so it changes nothing. The help line names the path that was most likely meant."
}

/// Reports texts of the book's own theme that change nothing. Fonts and pictures are published, whoever shows them.
pub(super) fn check(parts: &Parts, config: &Config, diags: &mut Diags) {
    let embedded =
        |path: &str| parts.beneath.contains_key(path) || parts.texts.get(path).is_some_and(|t| t.1.is_none());
    let names: Vec<&str> = parts.texts.keys().map(String::as_str).filter(|path| embedded(path)).collect();
    for (path, (_, file)) in &parts.texts {
        let Some(file) = file.filter(|_| !embedded(path) && !is_used(parts, path)) else { continue };
        let folder = format!("themes/{}/", config.theme.name);
        let help = match (path.strip_suffix(".yml"), meant(path, &names)) {
            (Some(stem), _) => format!("rename it to `{folder}{stem}.yaml`"),
            (None, Some(meant)) => format!("did you mean `{folder}{meant}`?"),
            (None, None) => "remove it, or name it in a template or script of the theme".to_owned(),
        };
        diags.push(Diagnostic::new(SPARE, Span::new(file, 0..0), format!("nothing uses `{path}`")).help(help));
    }
}

/// A path as its folder and its name.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// The embedded file that was most likely meant: one of nearly that name in the same folder, or the one of that name.
fn meant<'n>(path: &str, names: &[&'n str]) -> Option<&'n str> {
    let beside = |other: &&&str| split(other).0 == split(path).0;
    let near: Vec<&str> = names.iter().filter(beside).map(|other| split(other).1).collect();
    let near = nearest(split(path).1, &near);
    let mut same = names.iter().filter(|other| split(other).1 == split(path).1);
    match near {
        Some(name) => names.iter().filter(beside).find(|other| split(other).1 == name).copied(),
        None => same.next().filter(|_| same.next().is_none()).copied(),
    }
}

/// Whether a new file has a place of its own in a theme, or another file names it.
fn is_used(parts: &Parts, path: &str) -> bool {
    let steps: Vec<&str> = path.split('/').collect();
    let name = steps.last().copied().unwrap_or_default();
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    // Templates name each other by their paths, with or without their folder; scripts say where the other one stands.
    let called = if ending == "js" { ["/", name].concat() } else { path.replacen("templates/", "", 1) };
    let named = |ending: &str| {
        let others = parts.texts.iter().filter(|(other, _)| *other != path && other.ends_with(ending));
        others.map(|(_, (text, _))| text).any(|text| text.contains(&called))
    };
    match (steps.as_slice(), ending) {
        // All styles are joined, and notes for people are theirs.
        (_, "css" | "md") => true,
        (["i18n", _], "yaml") => is_tag(stem),
        (["kinds", _, _], "yaml") => matches!(stem, "kind" | "example"),
        (["kinds", _, _], "html") if matches!(stem, "field" | "sheet" | "exercise") => true,
        (["kinds", kind, _], "js") if *kind == stem => true,
        (["js", "pages", _], "js") | (["templates", "art", _], "html") => true,
        (_, "js") => named(".js"),
        (_, "html") => named(".html"),
        _ => false,
    }
}
