//! What holds for exercises of every kind.

use super::Facts;
use crate::diag::{Diagnostic, Diags, Span};
use crate::kinds::exercises::SHARE_OUTSIDE_PAIR;
use crate::model::{Exercise, Target};
use crate::tree::Text;

crate::codes! {
    SHOWN_AS_TEXT Error "SB0514" "something in the text of an exercise that is not shown there"
        "The texts of an exercise stand on its sheet, in its chapter and on paper; they take words, lists, emphasis and links. HTML, pictures, headings, tables, boxes to tick, asides, notes and `{{...}}` belong into the chapter. A label and a hint name a control, and a line in a dialogue or on a card is spoken: they take words and emphasis only, and a link in them could not be followed."
    LONG_SHEET Advice "SB0510" "a sheet that takes over a quarter of an hour"
        "People fill in sheets tired, upset, or in the last ten minutes of a session. Split it in two, or take the least needed question out."
    LONG_LABEL Advice "SB0511" "a very long label"
        "A label over 120 letters is read twice. Ask the question in the label, and put the rest into `hint`."
    NO_LINES Advice "SB0512" "a long answer that does not say how many lines it prints"
        "The author knows best how much there is to write. Add `print: {lines: 4}`."
    LONG_PICK Advice "SB0513" "very many choices"
        "Over fifteen choices are no choice but a search. Group them, or let the reader write."
}

fn texts(exercise: &Exercise, text: &Text, facts: &Facts<'_>, diags: &mut Diags) {
    let crate::markdown::Scanned { links, odd, shown } = crate::markdown::scan(&text.value);
    if let Some((what, way_out)) = odd {
        let message = format!("{what} does not work in the texts of an exercise");
        diags.push(Diagnostic::new(SHOWN_AS_TEXT, text.span, message).help(way_out));
    } else if !shown && text.value.contains(char::is_alphanumeric) {
        diags.push(hidden(text.span));
    }
    let path = &facts.sources.get(exercise.file).path;
    for dest in links {
        match facts.book.resolve(path, &dest) {
            Target::Nowhere(message, known) => {
                let typed = dest.rsplit(['#', ':']).next().unwrap_or(&dest);
                diags.push(
                    Diagnostic::new(super::links::NOWHERE, text.span, message)
                        .suggest(typed, known.iter().map(String::as_str)),
                );
            }
            Target::Draft(path) => diags.push(super::links::draft(&path, text.span)),
            Target::Outside => super::links::outside(&dest, text.span, diags),
            _ => {}
        }
    }
}

/// Words that Markdown takes for marks, or for the address of a link, to the last of them.
fn hidden(span: Span) -> Diagnostic {
    Diagnostic::new(SHOWN_AS_TEXT, span, "none of these words would be shown")
        .help("Markdown takes them for an address: write other words before them, or take the brackets out")
}

/// A label or a hint, which shows words, and HTML as it was typed; a link in it could not be followed.
fn words(text: &Text, diags: &mut Diags) {
    if text.value.contains('[') && !crate::markdown::scan(&text.value).links.is_empty() {
        let message = "a link does not work in a label or a hint";
        diags.push(Diagnostic::new(SHOWN_AS_TEXT, text.span, message).help("put the link into `intro`"));
    } else if crate::markdown::hides_all(&text.value) {
        diags.push(hidden(text.span));
    }
}

/// What somebody says, what is chosen, what a result says: words in which a link could not be followed.
fn said(exercise: &Exercise, facts: &Facts<'_>, diags: &mut Diags) {
    let fields = exercise.all_fields().filter(|f| f.spec.texts().is_empty()).flat_map(|f| f.spec.words());
    let link_here = exercise.spec.words().into_iter().chain(fields);
    for words in link_here.filter(|w| w.contains("](")) {
        let lost = crate::markdown::hides_all(words);
        if !lost && crate::markdown::scan(words).links.is_empty() {
            continue;
        }
        // The words lost their place when they were read; the link itself stands in the file as it was typed.
        let link = words.find("](").and_then(|at| words.get(at..)?.split_inclusive(')').next()).unwrap_or("](");
        let found = facts.sources.get(exercise.file).text.find(link);
        let span = found.map_or(exercise.id_span, |at| Span::new(exercise.file, at..at + link.len()));
        if lost {
            diags.push(hidden(span));
            continue;
        }
        let message = if exercise.kind.spoken() {
            "a link does not work in what somebody says, or in a note on it"
        } else {
            "a link does not work in what is chosen, agreed to, or said of a result"
        };
        diags.push(Diagnostic::new(SHOWN_AS_TEXT, span, message).help("put the link into `intro` or `outro`"));
    }
}

/// The family's rules.
pub fn check(facts: &Facts<'_>, diags: &mut Diags) {
    for exercise in &facts.book.exercises {
        let takes = exercise.takes();
        if takes > 15 {
            diags.push(
                Diagnostic::new(LONG_SHEET, exercise.title.span, format!("this sheet takes about {takes} minutes"))
                    .help("split it in two, or take a question out"),
            );
        }
        for text in exercise.texts() {
            texts(exercise, text, facts, diags);
        }
        said(exercise, facts, diags);
        for field in exercise.all_fields() {
            [&field.label, &field.hint].into_iter().flatten().for_each(|text| words(text, diags));
            if !exercise.kind.for_two() {
                for word in [&field.share, &field.compare].into_iter().flatten() {
                    diags.push(
                        Diagnostic::new(
                            SHARE_OUTSIDE_PAIR,
                            word.span,
                            format!("a `{}` shares nothing", exercise.kind.name()),
                        )
                        .help("remove the key, or make the exercise a `pair`"),
                    );
                }
            }
            if let Some(label) = field.label.as_ref().filter(|l| l.value.chars().count() > 120) {
                diags.push(
                    Diagnostic::new(
                        LONG_LABEL,
                        label.span,
                        format!("this label has {} letters", label.value.chars().count()),
                    )
                    .help("keep the question, and move the rest into `hint`"),
                );
            }
            if field.spec.asks_for_lines() && field.lines.is_none() && field.whole {
                diags.push(
                    Diagnostic::new(
                        NO_LINES,
                        field.id.span,
                        format!("`{}` does not say how many lines it prints", field.id.value),
                    )
                    .help("add `print: {lines: 4}`"),
                );
            }
            if field.spec.picks() && field.spec.choices().len() > 15 {
                diags.push(
                    Diagnostic::new(
                        LONG_PICK,
                        field.id.span,
                        format!("`{}` offers {} choices", field.id.value, field.spec.choices().len()),
                    )
                    .help("group them, or let the reader write"),
                );
            }
        }
    }
}
