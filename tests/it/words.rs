//! What an author typed as words: none of it is lost on a page, and no mark of Markdown is shown as it was typed.

use crate::support::{checked, shown, site_of};

const ONE: &str = "content/exercises/one.yaml";
const GUARD: (&str, &str) = (
    "content/exercises/fear-check.yaml",
    "format: 1\nid: fear-check\nkind: worksheet\ntitle: Before you start\nfields:\n  - {id: alone, type: note, text: Read this alone.}\n",
);
const HELP: (&str, &str) = (
    "content/helplines/gb.yaml",
    "country: Britain\ncode: GB\nchecked: 2026-01-01\nlines:\n  - {name: Line, phone: \"116 123\", sources: [{title: A, url: https://a.example}, {title: B, url: https://b.example}]}\n",
);

/// The sheet of an exercise of a kind with these lines.
fn sheet(kind: &str, rest: &str) -> String {
    let text = format!("format: 1\nid: one\nkind: {kind}\ntitle: One\n{rest}");
    let prepared = checked(&[(ONE, &text), GUARD, HELP]);
    assert_eq!(shown(&prepared), "", "{text}");
    site_of(prepared, None)["sheets/one.html"].clone()
}

#[test]
fn words_that_look_like_marks_are_shown() {
    let fields = "fields:\n  - {id: a, type: text, label: \"[You]: Hello\"}\n  - {id: b, type: text, label: \"___\"}\n  - {id: c, type: agree, label: C, statement: \"[Name]: agrees\"}\n";
    let html = sheet("worksheet", fields);
    for words in ["[You]: Hello", "___", "[Name]: agrees"] {
        assert!(html.contains(words), "{words}");
    }
    assert!(!html.contains("Your answer"), "{html}");
    let html = sheet("cards", "cards:\n  - {id: a, says: \"***\"}\n  - {id: b, says: \"[You]: hi\"}\n");
    assert!(html.contains("***") && html.contains("[You]: hi"), "{html}");
}

#[test]
fn labels_beside_their_fields_show_no_marks() {
    let label = "How *steady* do you feel";
    let field = format!("  - {{id: it, type: slider, label: \"{label}?\"");
    for (kind, rest) in [
        ("worksheet", format!("fields:\n{field}}}\n  - {{id: b, type: text, label: B, show_if: it < 5}}\n")),
        ("worksheet", format!("fields:\n{field}}}\n  - {{id: b, type: recall, label: B, of: \"one#it\"}}\n")),
        ("checkin", format!("every: {{weeks: 1}}\nfields:\n{field}}}\nplots: [{{id: p, type: lines, of: [it]}}]\n")),
        ("pair", format!("guard: fear-check\nfields:\n{field}, share: ask, compare: range}}\n")),
    ] {
        let html = sheet(kind, &rest);
        assert!(html.matches("How steady do you feel").count() >= 1, "{kind}: {html}");
        assert!(!html.contains("*steady*"), "{kind}: {html}");
    }
}

#[test]
fn a_condition_on_another_answer_is_said_in_the_words_of_its_line() {
    let html = sheet(
        "worksheet",
        "fields:\n  - {id: it, type: choice, label: What is it?, other: true, choices: {a: A, b: B}}\n  - {id: b, type: text, label: B, show_if: it == other}\n",
    );
    assert!(html.contains("you chose “Something else”"), "{html}");
}
