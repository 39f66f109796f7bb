//! The lock: what may change after readers have answered, and what may not.

use proptest::prelude::*;
use stepbook::check::Facts;
use stepbook::check::lock::Lock;
use stepbook::diag::Diags;
use stepbook::load::{self, Drafts};

use crate::support::{book, checked, shown};

type Files<'a> = Vec<(&'a str, String)>;

fn borrowed<'a>(files: &'a Files<'_>) -> Vec<(&'a str, &'a str)> {
    files.iter().map(|(path, text)| (*path, text.as_str())).collect()
}

/// The text of the lock that `stepbook lock` writes for these files.
fn locked(files: &Files<'_>, before: Option<&str>) -> String {
    let mut all = borrowed(files);
    all.extend(before.map(|text| ("workbook.lock", text)));
    let sources = book(&all);
    let read = load::book(&sources, Drafts::In, &mut Diags::new());
    let old = Lock::read(&Facts { book: &read, sources: &sources, today: 20_454 }, &mut Diags::new());
    assert_eq!(old.is_some(), before.is_some());
    Lock::of(&read, old.as_ref()).text()
}

/// What is found in these files under a lock.
fn under(lock: &str, files: &Files<'_>) -> String {
    let mut all = borrowed(files);
    all.push(("workbook.lock", lock));
    shown(&checked(&all))
}

const SHEET: &str = "content/exercises/one.yaml";

/// A book in which an answer can refer to everything it can refer to. `id__name` stands for an id, and `was__name` for what is said
/// of its earlier names.
fn everything(id: &dyn Fn(&str) -> String, was: &dyn Fn(&str) -> String) -> Files<'static> {
    let fill = |text: &str| {
        let mut out = String::new();
        for piece in text.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_') {
            let (word, end) = piece.split_at(
                piece.len()
                    - piece
                        .chars()
                        .last()
                        .map_or(0, |c| if c.is_alphanumeric() || c == '_' { 0 } else { c.len_utf8() }),
            );
            match word.split_once("__") {
                Some(("id", name)) => out.push_str(&id(name)),
                Some(("was", name)) => out.push_str(&was(name)),
                _ => out.push_str(word),
            }
            out.push_str(end);
        }
        out
    };
    let exercise = |name: &str, rest: &str| fill(&format!("format: 1\nid: {name}\ntitle: A title\n{rest}"));
    let choice = |n: &str, points: u32| format!("id__{n}: {{label: Words {n}, was__{n} points: {points}}}");
    let two = |a: &str, b: &str| format!("{{{}, {}}}", choice(a, 0), choice(b, 1));
    let label = |n: &str| format!("id__{n}: {{label: Words {n}, was__{n} }}");
    let labels = |a: &str, b: &str| format!("{{{}, {}}}", label(a), label(b));
    vec![
        (
            SHEET,
            exercise(
                "one",
                &format!(
                    "kind: check\nprint: {{pages: 2}}\nfields:\n  - {{id: id__a, was__a type: choice, label: A, choices: {}}}\n  - {{id: b, type: scale, label: B, steps: {}}}\n  - {{id: c, type: grid, label: C, scale: {}, rows: {}}}\n  - {{id: d, type: sort, label: D, buckets: {}, items: {}}}\n  - {{id: e, type: rank, label: E, items: {}}}\n  - {{id: f, type: checklist, label: F, items: {}}}\n  - {{id: g, type: frame, label: G, text: \"I {{id__blank}}.\", blanks: {{id__blank: {{was__blank type: text}}}}}}\n  - {{id: h, type: table, label: H, columns: [{{id: id__column, was__column label: L}}]}}\n  - {{id: i, type: feelings, label: I}}\nscores:\n  - {{id: id__score, was__score sum: [id__a, b], bands: [{{id: id__low, was__low upto: 1, title: L, says: L}}, {{id: id__high, was__high upto: 2, title: H, says: H}}]}}\n",
                    two("a1", "a2"),
                    two("b1", "b2"),
                    two("c1", "c2"),
                    labels("c3", "c4"),
                    labels("d1", "d2"),
                    labels("d3", "d4"),
                    labels("e1", "e2"),
                    two("f1", "f2"),
                ),
            ),
        ),
        (
            "content/exercises/two.yaml",
            exercise(
                "two",
                "kind: practice\npeople: {you: You}\nstart: id__door\nscenes:\n  id__door: {was__door lines: [{who: you, says: Hello}], picks: [{id: id__pick, was__pick says: On, go: id__end}]}\n  id__end: {was__end end: true, says: Well done.}\n",
            ),
        ),
        (
            "content/exercises/three.yaml",
            exercise(
                "three",
                "kind: example\npeople: {ana: Ana}\nturns:\n  - {id: id__line, was__line who: ana, says: Hello}\n  - {id: id__mine, was__mine rewrite: id__line, label: Your own}\n",
            ),
        ),
        (
            "content/exercises/four.yaml",
            exercise("four", "kind: cards\ncards:\n  - {id: id__card, was__card says: Talk}\n"),
        ),
        (
            "content/words/feelings.yaml",
            fill(&format!("groups:\n  calm: {{label: Calm, words: {{{}}}}}\n", label("w1"))),
        ),
    ]
}

fn none(_: &str) -> String {
    String::new()
}

#[test]
fn what_answers_refer_to_can_be_renamed_as_long_as_it_says_so() {
    let before = everything(&str::to_owned, &none);
    assert_eq!(under(&locked(&before, None), &before), "");
    let lock = locked(&before, None);
    let renamed = |n: &str| format!("new_{n}");
    let told = everything(&renamed, &|n| format!("was: {n},"));
    assert_eq!(under(&lock, &told), "", "{lock}");
    // Nor once the lock is written again, and after a second change of name.
    let again = locked(&told, Some(&lock));
    assert_eq!(under(&again, &told), "");
    let twice = everything(&|n| format!("newer_{n}"), &|n| format!("was: [new_{n}, {n}],"));
    assert_eq!(under(&again, &twice), "");
    // The first names do not get lost by the second.
    let lost = under(&again, &everything(&|n| format!("newer_{n}"), &|n| format!("was: [new_{n}],")));
    assert!(
        lost.lines().all(|l| l.starts_with("SB0901")) && lost.contains("`a1`") && lost.contains("`new_door/pick`"),
        "{lost}"
    );
}

#[test]
fn what_is_renamed_without_a_word_is_told_each() {
    let lock = locked(&everything(&str::to_owned, &none), None);
    let said = under(&lock, &everything(&|n| format!("new_{n}"), &none));
    for id in [
        "a", "b2", "c1", "c3", "d1", "d3", "e1", "f1", "blank", "column", "score", "door", "end", "line", "mine",
        "card", "w1",
    ] {
        assert!(said.contains(&format!("`{id}`")), "{id}: {said}");
    }
    // A field whose id is gone takes its choices along, a scene its picks, a score its bands.
    assert!(!said.contains("door/pick") && !said.contains("score/low"), "{said}");
    assert!(said.lines().all(|l| l.starts_with("SB0901") || l.starts_with("SB0903")), "{said}");
}

#[test]
fn a_renamed_choice_counts_as_before_and_other_points_do_not() {
    let sheet = |choices: &str| -> Files<'static> {
        vec![(
            SHEET,
            format!(
                "format: 1\nid: one\nkind: check\ntitle: One\nfields:\n  - {{id: a, type: choice, label: A, choices: {{{choices}}}}}\nscores:\n  - {{id: s, sum: a, bands: [{{id: low, upto: 2, title: L, says: L}}]}}\n"
            ),
        )]
    };
    let lock = locked(&sheet("no_way: {label: N, points: 0}, often: {label: O, points: 2}"), None);
    assert_eq!(
        under(&lock, &sheet("often: {label: O, points: 2}, no_way: {label: N, points: 0}")),
        "",
        "another order"
    );
    assert_eq!(under(&lock, &sheet("never: {label: N, was: no_way, points: 0}, often: {label: O, points: 2}")), "");
    let said = under(&lock, &sheet("never: {label: N, was: no_way, points: 1}, often: {label: O, points: 2}"));
    assert!(said.starts_with("SB0903") && said.lines().count() == 1, "{said}");
}

/// An answer is kept by the id of a choice: another meaning under the same id would be shown as what was answered.
#[test]
fn a_choice_that_says_something_else() {
    let files = |choices: &str, more: &str| -> Files<'static> {
        let fields = format!("  - {{id: a, type: choice, label: What helps, {more}choices: {choices}}}\n");
        vec![(SHEET, format!("format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n{fields}"))]
    };
    let lock = locked(&files("{walk: A long walk, nap: A nap}", ""), None);
    assert_eq!(under(&lock, &files("{walk: A walk, nap: A nap}", "")), "");
    let said = under(&lock, &files("{walk: Shouting at the door, nap: A nap}", ""));
    assert!(said.starts_with("SB0904") && said.contains("\"A long walk\"") && said.lines().count() == 1, "{said}");
    assert_eq!(under(&lock, &files("{walk: Shouting at the door, nap: A nap}", "same_meaning: true, ")), "");
    assert_eq!(under(&lock, &files("{stroll: {label: A long walk, was: walk}, nap: A nap}", "")), "");
    // A lock from before choices' words were kept.
    let old = lock.split("\n        said:").next().unwrap().to_owned();
    assert_eq!(under(&old, &files("{walk: Shouting at the door, nap: A nap}", "")), "");
}

#[test]
fn what_is_retired_stays_so() {
    let words = |list: &str| -> Files<'static> {
        vec![
            (
                SHEET,
                "format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n  - {id: a, type: feelings, label: A}\n"
                    .to_owned(),
            ),
            ("content/words/feelings.yaml", list.to_owned()),
        ]
    };
    let lock = locked(&words("groups:\n  calm: {label: C, words: {settled: S, quiet: Q}}\n"), None);
    let gone = words("groups:\n  calm: {label: C, words: {settled: S}}\n");
    assert!(under(&lock, &gone).contains("the feeling `quiet` is locked and gone"));
    let retired = words("retired: quiet\ngroups:\n  calm: {label: C, words: {settled: S}}\n");
    assert_eq!(under(&lock, &retired), "");
    let after = locked(&retired, Some(&lock));
    let back = under(&after, &words("groups:\n  calm: {label: C, words: {settled: S, quiet: Q}}\n"));
    assert!(back.starts_with("SB0905") && back.contains("`quiet`"), "{back}");
    // An exercise too, though nothing of it is left.
    let sheet = |id: &str, rest: &str| {
        format!("format: 1\nid: {id}\nkind: worksheet\ntitle: A\n{rest}fields:\n  - {{id: a, type: text, label: A}}\n")
    };
    let two: Files<'_> = vec![(SHEET, sheet("one", "")), ("content/exercises/old.yaml", sheet("old", ""))];
    let lock = locked(&two, None);
    let one: Files<'_> = vec![(SHEET, sheet("one", "retired: old\n"))];
    assert_eq!(under(&lock, &one), "");
    let after = locked(&one, Some(&lock));
    let back = under(&after, &two);
    assert!(back.starts_with("SB0905") && back.contains("`old`") && back.lines().count() == 1, "{back}");
}

/// Answers are kept under the name of the book, which a title makes unless it is set.
#[test]
fn a_book_keeps_its_name_when_its_title_changes() {
    let titled = |title: &str, more: &str| -> Files<'static> {
        vec![("book.toml", format!("[book]\ntitle = \"{title}\"\n{more}"))]
    };
    for title in ["T", "Room for Two", "חוברת לשניים"] {
        let lock = locked(&titled(title, ""), None);
        assert_eq!(under(&lock, &titled(title, "")), "");
        let said = under(&lock, &titled("Another", ""));
        assert!(said.starts_with("SB0909 book.toml:2:9 ") && said.lines().count() == 1, "{said}");
        // As the message says it, letter by letter.
        let line = said.split("write `").nth(1).unwrap().split('`').next().unwrap();
        assert_eq!(under(&lock, &titled("Another", &format!("{line}\n"))), "", "{line}");
        // A pack that is there stays as well.
        let pack = "pack = \"riverside\"\n";
        let fork = locked(&titled(title, pack), None);
        assert_eq!(under(&fork, &titled(title, pack)), "");
        let line = under(&fork, &titled(title, ""));
        assert!(line.contains("write `pack = \"riverside\"`"), "{line}");
        // A lock from before a name was kept, and settings that cannot be read.
        let (_, rest) = lock.split_once("exercises:").unwrap();
        assert_eq!(under(&format!("format: 1\nexercises:{rest}"), &titled("Another", "")), "");
        let broken = under(&lock, &titled("Another", "id = \"A B\"\n"));
        assert!(!broken.is_empty() && !broken.contains("SB0909"), "{broken}");
    }
}

/// Ids of choices differ within their question only, so what is retired in one is asked on in another.
#[test]
fn a_choice_that_is_retired_in_one_question_stays_in_another() {
    let files = |a: &str, b: &str, more: &str| -> Files<'static> {
        let field = |id: &str, choices: &str| {
            format!("  - {{id: {id}, type: choice, label: When, choices: {{{choices}, rarely: R, never: N}}}}\n")
        };
        let fields = [field(a.split(' ').next().unwrap(), a.split_once(' ').unwrap().1), field("b", b)].concat();
        vec![(SHEET, format!("format: 1\nid: one\nkind: worksheet\ntitle: One\n{more}fields:\n{fields}"))]
    };
    let (with, without) = ("often: O", "now: W");
    let lock = locked(&files("a often: O, now: W", with, ""), None);
    let gone = |more: &str| files(&format!("a {without}"), with, more);
    assert!(under(&lock, &gone("")).contains("`retired: [often]` on the exercise"));
    let retired = gone("retired: [often]\n");
    assert_eq!(under(&lock, &retired), "");
    let after = locked(&retired, Some(&lock));
    assert_eq!(under(&after, &retired), "", "what the message said leads on to the next\n{after}");
    // It is remembered, once the word has left the exercise, under another name, and by the next lock.
    assert_eq!(under(&after, &gone("")), "");
    let again = locked(&gone(""), Some(&after));
    for lock in [&after, &again] {
        let back = under(lock, &files("a often: O, now: W", with, ""));
        assert!(back.starts_with("SB0905") && back.lines().count() == 1 && back.contains(":6:"), "{back}\n{lock}");
    }
    let renamed = files("c now: W", with, "");
    let renamed: Files<'_> = vec![(SHEET, renamed[0].1.replace("id: c,", "id: c, was: a,"))];
    let then = locked(&renamed, Some(&again));
    assert_eq!(under(&then, &renamed), "");
    let back: Files<'_> = vec![(SHEET, renamed[0].1.replace("now: W", "now: W, often: O"))];
    assert!(under(&then, &back).starts_with("SB0905"), "{then}");
    // In the other question it goes in its turn, and in a third one the word is new.
    let both = files(&format!("a {without}"), without, "retired: [often]\n");
    assert_eq!(under(&again, &both), "");
    assert!(
        under(&locked(&both, Some(&again)), &files(&format!("a {without}"), "often: O, now: W", "")).contains(":7:")
    );
    let third: Files<'_> =
        vec![(SHEET, both[0].1.clone() + "  - {id: d, type: choice, label: When, choices: {often: O, now: N}}\n")];
    assert_eq!(under(&again, &third), "");
    // A lock from before that was kept for each question: what it has in the question is not coming back.
    let old = after.replace("        retired:\n        - often\n", "") + "\n";
    let old = old.replace("    parts:", "    retired:\n    - often\n    parts:");
    let old = if old.contains("    retired:\n    - often") {
        old
    } else {
        old.trim_end().to_owned() + "\n    retired:\n    - often\n"
    };
    assert_eq!(under(&old, &retired), "", "{old}");
    assert!(under(&old, &files("a often: O, now: W", with, "")).starts_with("SB0905"), "{old}");
    assert_eq!(under(&locked(&retired, Some(&old)), &retired), "");
}

proptest! {
    /// Whatever signs the words hold, the lock that is written is the lock that is read.
    #[test]
    fn words_of_every_sort_are_locked_as_they_are(label in "[^\\p{Cc}]{0,20}[\u{85}\u{2028}\u{2029}\u{feff}\u{a0}'\"#:{}|>\\\\-]{0,3}[^\\p{Cc}]{1,20}") {
        let quoted = serde_json::to_string(&label).unwrap();
        let files: Files<'_> = vec![(SHEET, format!("format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n  - {{id: a, type: text, label: {quoted}}}\n"))];
        let sources = book(&borrowed(&files));
        let read = load::book(&sources, Drafts::In, &mut Diags::new());
        prop_assume!(read.exercises.len() == 1);
        let lock = Lock::of(&read, None);
        let text = lock.text();
        let mut all = borrowed(&files);
        all.push(("workbook.lock", &text));
        let sources = book(&all);
        let back = Lock::read(&Facts { book: &read, sources: &sources, today: 20_454 }, &mut Diags::new());
        prop_assert_eq!(Some(lock), back, "{}", text);
    }
}
