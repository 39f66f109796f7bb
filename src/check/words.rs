//! How the text reads: an English measure, for books in English.

use rayon::prelude::*;

use super::Facts;
use crate::diag::{Diagnostic, Diags, Span};
use crate::model::Chapter;
use crate::tree::Text;

crate::codes! {
    HARD_READING Advice "SB0701" "a chapter that is hard to read"
        "Measured by Flesch and Kincaid's grade level: long sentences and long words raise it. Grade 7 is about the age of twelve, at which a tired grown person reads without effort; this speaks from grade 9 on. Split sentences, and use the short word."
    BLAME Advice "SB0702" "a blame word in an instruction"
        "Words such as \"always\", \"never\", \"should\" and \"fault\" put the reader, or somebody they love, on trial. In dialogues they are there on purpose; in instructions they can go."
    LONG_SENTENCE Advice "SB0703" "a very long sentence in an instruction"
        "An instruction of over 35 words is read twice. Split it."
}

const BLAME_WORDS: &[&str] = &["always", "never", "should", "shouldn't", "must", "fault", "blame", "obviously"];

/// The family's rules; silent for books in other languages.
pub fn check(facts: &Facts<'_>, diags: &mut Diags) {
    if !facts.book.config.language.starts_with("en") {
        return;
    }
    let hard: Vec<Diagnostic> = facts.book.pages.par_iter().filter_map(reading).collect();
    for finding in hard {
        diags.push(finding);
    }
    for exercise in &facts.book.exercises {
        let fields = exercise.all_fields().flat_map(|f| [&f.label, &f.hint]);
        for text in [&exercise.intro, &exercise.outro].into_iter().chain(fields).flatten() {
            instruction(text, facts, diags);
        }
    }
}

fn reading(page: &Chapter) -> Option<Diagnostic> {
    if page.words < 120 || page.audience == "helper" {
        return None;
    }
    let grade = page.grade;
    (grade > 9.0).then(|| {
        Diagnostic::new(HARD_READING, Span::new(page.file, 0..0), format!("this chapter reads at grade {grade:.1}"))
            .help("split long sentences, and use the short word")
    })
}

fn instruction(text: &Text, facts: &Facts<'_>, diags: &mut Diags) {
    let raw = facts.sources.get(text.span.file).slice(text.span);
    for (at, word) in words(raw) {
        let lower = word.to_lowercase();
        if BLAME_WORDS.contains(&lower.as_str()) {
            diags.push(
                Diagnostic::new(
                    BLAME,
                    text.span.part(at..at + word.len()),
                    format!("\"{lower}\" sounds like blame in an instruction"),
                )
                .help("say it without the word"),
            );
        }
    }
    if sentences(&text.value).any(|s| words(s).count() > 35) {
        diags.push(Diagnostic::new(LONG_SENTENCE, text.span, "a sentence here has over 35 words").help("split it"));
    }
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '\u{2019}')
        .map(move |word| {
            let start = at;
            at += word.len();
            let rest = text.get(at..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8);
            at += rest;
            (start, word)
        })
        .filter(|(_, w)| !w.is_empty())
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '!', '?', ':', ';', '\n']).filter(|s| s.chars().any(char::is_alphabetic))
}
