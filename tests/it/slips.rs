//! What people who do not program type by mistake, and what they are told: one finding, at the place where something has to be
//! changed, with what to type. The slips stand in `tests/slips/`, a file a topic; `README.md` there says how they are written.

use std::fmt::Write;

use stepbook::check::{self, Facts};
use stepbook::diag::Diags;
use stepbook::load::{self, Drafts};
use stepbook::source::Sources;

use crate::support::{self, place, root};

const HEAD: &str = "format: 1\nid: one\nkind: worksheet\ntitle: One\n";
/// What a case can lean on without saying so.
const BESIDE: &[(&str, &str)] = &[
    (
        "content/exercises/fear-check.yaml",
        "format: 1\nid: fear-check\nkind: worksheet\ntitle: Before you start\nfields:\n  - {id: alone, type: note, text: Read this alone.}\n",
    ),
    ("content/index.md", "# W\n\n{{exercise one}}\n\n[Guard](exercise:fear-check)\n"),
];

/// The one file that is looked at in a translation: that others are not translated is no slip.
const SIDE: &str = "content/exercises/one.es.yaml";

/// One slip: the files it is in, and what is to be said of it.
struct Case {
    /// Where it stands in `tests/slips/`.
    at: String,
    files: Vec<(String, String)>,
    /// The place, unless nothing is to be said.
    place: Option<String>,
    words: Vec<String>,
}

/// The findings of a book, each as `code path:line:column message [help]`.
fn told(sources: &Sources) -> Vec<String> {
    let mut diags = Diags::new();
    let book = load::book(sources, Drafts::In, &mut diags);
    let today = support::options().today.unwrap_or_default();
    check::book(&Facts { book: &book, sources, today }, &mut diags);
    for language in &book.config.translations {
        let (translated, found) = load::translated(language, &book, sources);
        let facts = Facts { book: &translated, sources, today };
        check::translation(language, &facts, &book, found, &mut diags);
    }
    diags.sort();
    let line = |d: &stepbook::diag::Diagnostic| {
        let place = place(sources, d.place.span);
        format!("{} {place} {} [{}]", d.code.id, d.message, d.help.as_deref().unwrap_or(""))
    };
    diags.iter().map(line).collect()
}

/// `\u{a0}` as the sign that it names.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u{") {
        out.push_str(before);
        let (code, after) = after.split_once('}').unwrap();
        out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        rest = after;
    }
    out + rest
}

/// The files of a case of a sort.
fn files(sort: &str, text: &str) -> Vec<(String, String)> {
    let beside = || BESIDE.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let exercise = |text: String| beside().chain([("content/exercises/one.yaml".to_owned(), text)]).collect();
    match sort {
        "exercise" => exercise(text.to_owned()),
        "field" => exercise(format!("{HEAD}fields:\n{text}")),
        "condition" => exercise(format!(
            "{HEAD}fields:\n  - {{id: b, type: choice, label: B, choices: {{calm: Calm, low: Quite low}}}}\n  - {{id: m, type: choices, label: M, choices: {{calm: Calm, low: Quite low}}}}\n  - {{id: number, type: slider, label: N}}\n  - {{id: w, type: text, label: W}}\n  - id: a\n    type: text\n    label: A\n    show_if: \"{}\"\n",
            text.trim_end()
        )),
        "translation" => vec![
            ("book.toml".to_owned(), "[book]\ntitle = \"A\"\n[translations.es]\ntitle = \"B\"\n".to_owned()),
            (
                "content/exercises/one.yaml".to_owned(),
                format!("{HEAD}fields:\n  - {id_type_label}\n", id_type_label = "{id: a, type: text, label: A}"),
            ),
            (SIDE.to_owned(), text.to_owned()),
        ],
        "chapter" => vec![("content/01-a.md".to_owned(), format!("---\ntitle: A\n---\n\n{text}"))],
        "settings" => vec![("book.toml".to_owned(), text.to_owned())],
        "book" => {
            let mut out: Vec<(String, String)> = Vec::new();
            for line in text.split_inclusive('\n') {
                match (line.strip_prefix("@ "), out.last_mut()) {
                    (Some(path), _) => out.push((path.trim_end().to_owned(), String::new())),
                    (None, Some((_, text))) => text.push_str(line),
                    (None, None) => panic!("a book begins with `@ ` and a path: {text}"),
                }
            }
            out
        }
        other => panic!("there is no sort of slip `{other}`"),
    }
}

/// Reads a file of slips.
fn cases(name: &str, text: &str) -> Vec<Case> {
    let mut out = Vec::new();
    let mut open: Option<(String, usize, String)> = None;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if let Some(sort) = line.strip_prefix("== ") {
            assert!(open.is_none(), "{name}: the case before line {} has no end", number + 1);
            open = Some((sort.trim_end().to_owned(), number + 1, String::new()));
        } else if let Some(said) = line.strip_prefix("-- ") {
            let (sort, line, text) = open.take().unwrap();
            let mut parts = unescaped(said.trim_end()).split(" | ").map(str::to_owned).collect::<Vec<_>>().into_iter();
            let place = parts.next().filter(|place| place != "fine");
            let files = files(&sort, &unescaped(&text));
            out.push(Case { at: format!("{name}:{line}"), files, place, words: parts.collect() });
        } else if let Some((_, _, text)) = &mut open {
            text.push_str(line);
        }
    }
    assert!(open.is_none(), "{name}: the last case has no end");
    out
}

/// What is not as the case wants it.
fn judged(case: &Case) -> Option<String> {
    let files: Vec<(&str, &str)> = case.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut said = told(&support::book(&files));
    if case.files.iter().any(|(path, _)| path == SIDE) {
        said.retain(|one| one.contains(SIDE));
    }
    let fine = match (&case.place, said.as_slice()) {
        (None, []) => true,
        (Some(place), [one]) => one.contains(&format!("{place} ")) && case.words.iter().all(|w| one.contains(w)),
        _ => false,
    };
    let fine = fine && said.iter().all(|one| !one.ends_with("[]"));
    (!fine).then(|| {
        let mut out =
            format!("{}: {} {:?}, and is told\n", case.at, case.place.as_deref().unwrap_or("fine"), case.words);
        said.iter().for_each(|line| writeln!(out, "    {line}").unwrap());
        out
    })
}

#[test]
fn each_slip_is_told_once_with_its_place_and_what_to_type() {
    let mut wrong = String::new();
    let mut count = 0;
    for entry in std::fs::read_dir(root().join("tests/slips")).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.extension().is_some_and(|ext| ext == "txt") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let cases = cases(&name, &std::fs::read_to_string(&path).unwrap());
            count += cases.len();
            cases.iter().filter_map(judged).for_each(|one| wrong.push_str(&one));
        }
    }
    assert!(count > 100, "only {count} slips were found");
    assert!(wrong.is_empty(), "{wrong}");
}
