//! The words of the interface: `i18n/<language>.yaml`, a book's own over those that are embedded, key by key.

use std::collections::{BTreeMap, BTreeSet};

use super::Parts;
use crate::diag::{Diagnostic, Diags, Span};
use crate::model::Config;
use crate::render::scripts::FORMS;
use crate::tree::Entry;

crate::codes! {
    BAD_STRINGS Error "SB1004" "interface strings that cannot be read"
        "`i18n/<language>.yaml` holds a text for each key, and nothing else."
    ENGLISH_INSTEAD Advice "SB1010" "a theme that says something in English"
        "The theme has no words of its own for a language of the book, or not all of them, and shows the English ones. They stand in `i18n/<language>.yaml`, beside `i18n/en.yaml`. A book's own theme folder may hold that file alone."
    UNSAID Advice "SB1013" "a word of the interface that nothing says"
        "A key in the theme's own `i18n/` that `paper` does not have, and that no template or script of the theme names: it is mistyped, or an earlier version had it. Only the keys that change need to be there."
}

/// The files of a language, the more general first, each once.
fn tags(language: &str) -> BTreeSet<&str> {
    // In the order of the alphabet `de` stands before `de-CH`.
    [language.split('-').next().unwrap_or("en"), language].into()
}

/// A file's entries: those that are embedded, then the book's own with the file they stand in.
fn layers(parts: &Parts, tag: &str, fallback: Span, diags: &mut Diags) -> Option<Vec<(Vec<Entry>, bool)>> {
    let path = format!("i18n/{tag}.yaml");
    let mut out = Vec::new();
    let beneath = parts.beneath.get(&path).map(|text| (text, None));
    let top = parts.texts.get(&path).map(|(text, file)| (text, *file));
    for (text, file) in beneath.into_iter().chain(top) {
        let place = file.unwrap_or(fallback.file);
        let node = crate::yaml::parse(text, place, 0, diags);
        let Some(entries) = node.as_ref().and_then(|node| node.map()) else {
            if node.is_some() {
                let finding =
                    Diagnostic::new(BAD_STRINGS, Span::new(place, 0..0), format!("`{path}` holds no strings"));
                diags.push(finding.help("write a key and its text on each line"));
            }
            return None;
        };
        out.push((entries.to_vec(), file.is_some()));
    }
    Some(out)
}

/// The strings in a language; `None` after reporting what cannot be read.
pub(super) fn read(
    parts: &Parts,
    language: &str,
    fallback: Span,
    diags: &mut Diags,
) -> Option<BTreeMap<String, String>> {
    let mut out = BTreeMap::new();
    // English first, so that a string a translation lacks is still a word and not a key.
    let english = layers(parts, "en", fallback, diags)?;
    let others = tags(language).into_iter().filter(|tag| *tag != "en");
    let others = others.map(|tag| layers(parts, tag, fallback, diags)).collect::<Option<Vec<_>>>()?;
    let known: BTreeSet<&str> =
        english.iter().filter(|(_, own)| !own).flat_map(|(entries, _)| entries).map(|e| e.key.as_str()).collect();
    for (entries, own) in english.iter().chain(others.iter().flatten()) {
        for entry in entries {
            if *own && !is_said(parts, &known, &entry.key) {
                let finding = Diagnostic::new(UNSAID, entry.key_span, format!("nothing says `{}`", entry.key));
                let finding = finding.help("remove it, or name it in a template or script of the theme");
                diags.push(finding.suggest(&entry.key, known.iter().copied()));
                continue;
            }
            match entry.value.text() {
                Some(text) => drop(out.insert(entry.key.clone(), text.to_owned())),
                None => diags.push(
                    Diagnostic::new(BAD_STRINGS, entry.key_span, format!("`{}` is no text", entry.key))
                        .help("write its words after the colon"),
                ),
            }
        }
    }
    Some(out)
}

/// Whether a string is one of the embedded English ones, a plural form of one that English lacks, or said by the theme's own
/// templates and scripts.
fn is_said(parts: &Parts, known: &BTreeSet<&str>, key: &str) -> bool {
    let stem = FORMS.iter().find_map(|form| key.strip_suffix(form)?.strip_suffix('_'));
    let form = || stem.is_some_and(|stem| known.contains([stem, "_other"].concat().as_str()));
    let own = || parts.texts.iter().filter(|(path, (_, file))| file.is_some() && !path.ends_with(".yaml"));
    let word = |w: &str| w == key || Some(w) == stem;
    let named = || own().any(|(_, (text, _))| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(word));
    known.contains(key) || form() || named()
}

/// Whether the theme has words in the book's language; those that are English instead are told at once.
pub(super) fn spoken(parts: &Parts, config: &Config, fallback: Span, diags: &mut Diags) -> bool {
    let language = config.language.as_str();
    let short = language.split('-').next().unwrap_or("en");
    // A tag that is none was told where it is read.
    if short == "en" || !crate::model::translation::is_tag(language) {
        return true;
    }
    let keys = |tag: &str| -> BTreeSet<String> {
        // What is wrong in them was told when they were read.
        let layers = layers(parts, tag, fallback, &mut Diags::new()).unwrap_or_default();
        layers.into_iter().flat_map(|(entries, _)| entries).map(|entry| entry.key).collect()
    };
    let own: BTreeSet<String> = tags(language).into_iter().flat_map(keys).collect();
    let english = keys("en");
    // A language without a form of its own for one thing says it as for many.
    let form_of = |key: &str| key.strip_suffix("_one").map(|stem| [stem, "_other"].concat());
    let missing: Vec<&str> = english
        .iter()
        .filter(|key| !own.contains(*key))
        .filter(|key| !form_of(key).is_some_and(|other| english.contains(&other) && own.contains(&other)))
        .map(String::as_str)
        .collect();
    if let Some(first) = missing.first() {
        let place = config.translations.iter().find(|t| t.tag == language).map_or(fallback, |t| t.span);
        let words = format!("{} of the interface's {} texts are not in `{language}`", missing.len(), english.len());
        let list = missing.iter().take(3).map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
        let help = if own.is_empty() {
            format!(
                "copy `themes/paper/i18n/en.yaml` to `themes/{}/i18n/{short}.yaml`, and translate it",
                config.theme.name
            )
        } else {
            format!("add {list} to `i18n/{short}.yaml`, beginning with `{first}`")
        };
        diags.push(Diagnostic::new(ENGLISH_INSTEAD, place, words).help(help));
    }
    !own.is_empty()
}
