//! What a translation lacks, and what holds of the book in another language.

use std::collections::BTreeSet;

use super::Facts;
use crate::diag::{Diagnostic, Diags, FileId, Span};
use crate::model::translation::{Side, Word};
use crate::model::{Book, Language};

crate::codes! {
    NO_SOURCE Error "SB1302" "a translation of a file that is not there"
        "`one.es.yaml` holds the words of `one.yaml`, which stands beside it. The source was renamed or removed, or the name was mistyped. Rename the translation in the same way, or remove it."
    NOTHING_COVERED Error "SB1305" "a pattern that covers no chapter"
        "`chapters` in `[translations.es]` names the chapters that the language covers, by their paths below `content/`: `index.md`, `01-start.md`, or `10-part/**` for all of a folder."
    MISSING Advice "SB1310" "words that nobody has translated"
        "Where a translation has no words, the source's are shown. `stepbook translate es` writes the files with a place for each word. A book that covers only some chapters says so with `chapters` in book.toml."
    CHANGED Advice "SB1311" "the source has changed since it was translated"
        "The old translation stays until somebody has looked. Read the source again, change the translation where it needs it, and run `stepbook translate es --reviewed`."
    UNSTAMPED Advice "SB1312" "a translation that does not say what it was made from"
        "Run `stepbook translate es`: it notes beside each word what it was made from, so that a later change of the source is seen."
    PLACED_OTHERWISE Advice "SB1313" "a translated chapter that places other exercises than its source"
        "Both languages should lead to the same exercises. Add or remove the line `{{exercise its-id}}` in the translation."
    NOT_SHOWN Advice "SB1314" "a translation that is not shown"
        "The file is there, and `chapters` in book.toml does not cover the chapter, or any that places the exercise. Add the chapter to the list when it is done."
}

/// Findings of the book in another language: those of every book that are about the translator's words, and its own.
pub fn check(language: &Language, book: &Facts<'_>, of: &Book, mut found: Diags, diags: &mut Diags) {
    let Some(translation) = &book.book.translation else { return };
    // That a book is not translated into its own language was told where it was said.
    if language.tag.eq_ignore_ascii_case(&of.config.language) {
        return;
    }
    let sides: BTreeSet<FileId> =
        book.sources.under("content/").filter(|(_, s)| language.source_of(&s.path).is_some()).map(|(f, _)| f).collect();
    super::rules(book, super::TRANSLATED, &mut found);
    for finding in found.iter() {
        // What a translation breaks may stand in the source: the note on a word that the line no longer holds.
        let own = finding.others.iter().position(|l| sides.contains(&l.span.file));
        let mut finding = finding.clone();
        if sides.contains(&finding.place.span.file) {
            diags.push(finding);
        } else if let Some(own) = own.and_then(|at| finding.others.get_mut(at)) {
            std::mem::swap(own, &mut finding.place);
            diags.push(finding);
        }
    }
    for (file, why) in &translation.strays {
        diags.push(
            Diagnostic::new(NO_SOURCE, Span::new(*file, 0..0), format!("this translates nothing: {why}"))
                .help("rename it after the file it translates, or remove it"),
        );
    }
    for pattern in &language.chapters {
        if !of.pages.iter().chain(&of.drafts).any(|p| crate::model::translation::matches(&pattern.value, &p.path)) {
            let known = of.pages.iter().map(|p| p.path.strip_prefix("content/").unwrap_or(&p.path));
            diags.push(
                Diagnostic::new(NOTHING_COVERED, pattern.span, format!("no chapter is `{}`", pattern.value))
                    .help("write paths below `content/`, such as `index.md` or `10-part/**`")
                    .suggest(&pattern.value, known),
            );
        }
    }
    for (file, why) in &translation.placed_otherwise {
        diags.push(
            Diagnostic::new(PLACED_OTHERWISE, Span::new(*file, 0..0), why.clone())
                .help("place the same exercises as the source"),
        );
    }
    for file in &translation.unused {
        diags.push(
            Diagnostic::new(NOT_SHOWN, Span::new(*file, 0..0), "`chapters` in book.toml does not cover this")
                .help(format!("add its chapter to `chapters` of `[translations.{}]`", language.tag)),
        );
    }
    for side in &translation.sides {
        gaps(language, side, diags);
    }
}

fn gaps(language: &Language, side: &Side, diags: &mut Diags) {
    if side.broken {
        return;
    }
    let tag = &language.tag;
    let missing: Vec<&Word> = side.missing().collect();
    if let Some(first) = missing.first() {
        let (place, words) = match side.file {
            None => (Span::new(side.source, 0..0), format!("there is no `{}`", side.path)),
            Some(file) => {
                (Span::new(file, 0..0), format!("{} not translated: {}", count(missing.len()), list(&missing)))
            }
        };
        let help = match side.file {
            None => format!("`stepbook translate {tag}` writes it, with a place for each word"),
            Some(_) => format!("the source says: {}", short(&first.source.value)),
        };
        let finding = Diagnostic::new(MISSING, place, words).help(help);
        // In a file of its own the places are in the source.
        let shown = missing.iter().take(if side.file.is_some() { 3 } else { 0 });
        diags.push(shown.fold(finding, |f, w| f.also(w.source.span, "these words")));
    }
    let changed: Vec<&Word> = side.changed().collect();
    if let Some(place) = changed.first().and_then(|w| w.own.as_ref()).map(|own| top(own.span, side)) {
        let words = format!("the source changed since: {}", list(&changed));
        let finding = Diagnostic::new(CHANGED, place, words)
            .help(format!("look at it, then run `stepbook translate {tag} --reviewed {}`", side.path));
        let shown = changed.iter().filter(|w| w.path != "text").take(3);
        diags.push(shown.fold(finding, |f, w| f.also(w.source.span, "what it says now")));
    }
    let unstamped: Vec<&Word> = side.unstamped().collect();
    if let Some(file) = side.file.filter(|_| !unstamped.is_empty()) {
        let words = format!("{} without a note of what they were made from", count(unstamped.len()));
        diags.push(
            Diagnostic::new(UNSTAMPED, Span::new(file, 0..0), words).help(format!("run `stepbook translate {tag}`")),
        );
    }
}

/// A chapter is marked at its top, since all of it is one text.
fn top(span: Span, side: &Side) -> Span {
    if side.words.iter().any(|w| w.path == "text") { Span { end: span.start, ..span } } else { span }
}

fn count(number: usize) -> String {
    if number == 1 { "1 text".to_owned() } else { format!("{number} texts") }
}

/// The first few by their paths.
fn list(words: &[&Word]) -> String {
    let names: Vec<String> = words.iter().take(3).map(|w| format!("`{}`", w.path)).collect();
    let more = words.len().saturating_sub(3);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", names.join(", "))
}

fn short(text: &str) -> String {
    let line = text.lines().find(|l| !l.trim().is_empty()).unwrap_or("").trim();
    let start: String = line.chars().take(60).collect();
    if start.len() < line.len() { format!("{start}…") } else { start }
}
