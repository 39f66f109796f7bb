//! Files that nobody writes on purpose, and some that somebody does.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use stepbook::diag::Diags;
use stepbook::source::Sources;
use stepbook::{Options, build, prepare, prepare_sources, shipped};

use crate::support::{book, checked, folder, found, options, render, shown, tree, write};

const ONE: &str = "content/exercises/one.yaml";

/// Runs with a bound on the time it may take; generous, for a debug build on a busy machine.
fn within<T>(seconds: u64, what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let out = run();
    assert!(start.elapsed() < Duration::from_secs(seconds), "{what} took {:?}", start.elapsed());
    out
}

fn exercise(text: &str) -> Vec<&'static str> {
    within(30, "reading", || {
        let prepared = checked(&[(ONE, text)]);
        let _ = shown(&prepared);
        found(&prepared)
    })
}

#[test]
fn a_billion_laughs() {
    let mut bomb = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for n in 1..30 {
        let before = format!("*a{}", n - 1);
        bomb.push_str(&format!("a{n}: &a{n} [{}]\n", [before.as_str(); 10].join(", ")));
    }
    assert!(exercise(&bomb).contains(&"SB0103"));
}

#[test]
fn aliases_that_nest_one_deeper_each() {
    let mut text = String::from("a0: &a0 [x]\n");
    for n in 1..20_000 {
        text.push_str(&format!("a{n}: &a{n} [*a{}]\n", n - 1));
    }
    assert!(exercise(&text).contains(&"SB0103"));
}

#[test]
fn an_alias_of_itself_and_of_nothing() {
    for text in ["a: &a [*a]\n", "a: *nothing\n", "&a a: *a\n", "*a : 1\n", "a: &a {b: *a}\n"] {
        assert!(!exercise(text).is_empty(), "{text}");
    }
}

#[test]
fn nested_ten_thousand_deep() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("[{a: ", "}]")] {
        assert_eq!(exercise(&format!("a: {}{}", open.repeat(10_000), close.repeat(10_000))), ["SB0103"], "{open}");
        assert_eq!(exercise(&format!("a: {}", open.repeat(10_000))), ["SB0103"], "{open}");
    }
    let block: String = (0..10_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    assert_eq!(exercise(&block), ["SB0103"]);
    assert_eq!(exercise(&format!("{}a", "- ".repeat(10_000))), ["SB0103"]);
    assert_eq!(exercise(&format!("{}a", "? ".repeat(10_000))), ["SB0103"]);
}

#[test]
fn nested_as_deep_as_may_be_and_one_deeper() {
    let deep = |n: usize| format!("a: {}{}\n", "[".repeat(n), "]".repeat(n));
    assert!(!exercise(&deep(63)).contains(&"SB0103"));
    assert!(exercise(&deep(64)).contains(&"SB0103"));
}

#[test]
fn a_hundred_thousand_keys() {
    let text: String = (0..100_000).map(|n| format!("k{n}: 1\n")).collect();
    let prepared = within(60, "a hundred thousand keys", || checked(&[(ONE, &text)]));
    assert!(found(&prepared).contains(&"SB0103"));
}

#[test]
fn a_hundred_thousand_items() {
    let text = format!("a: [{}]\n", "1, ".repeat(100_000));
    assert!(exercise(&text).contains(&"SB0103"));
}

#[test]
fn a_line_of_seven_megabytes() {
    let long = "word ".repeat(1_400_000);
    let text = format!(
        "format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n  - {{id: a, type: text, label: A, hint: \"{long}\", oops: 1}}\n"
    );
    let prepared = within(60, "a long line", || {
        let prepared = checked(&[(ONE, &text), ("content/01-a.md", &format!("# A\n\n{long}\n"))]);
        let _ = stepbook::cli::print::plain(&prepared.diags, &prepared.sources);
        prepared
    });
    assert!(found(&prepared).contains(&"SB0110"));
}

#[test]
fn very_long_ids_and_addresses() {
    let long = "a".repeat(5_000);
    let text = format!(
        "format: 1\nid: {long}\nkind: worksheet\ntitle: One\nfields:\n  - {{id: {long}, type: text, label: A}}\n"
    );
    let prepared = checked(&[(ONE, &text)]);
    assert!(found(&prepared).contains(&"SB0501") && found(&prepared).contains(&"SB0201"), "{}", shown(&prepared).len());
}

#[test]
fn control_characters_and_nul() {
    for c in ['\0', '\u{1}', '\u{7}', '\u{1b}', '\u{7f}', '\u{85}', '\u{2028}', '\u{feff}', '\u{fffe}', '\u{202e}'] {
        let yaml = format!(
            "format: 1\nid: one\nkind: worksheet\ntitle: A{c}B\nfields:\n  - {{id: a, type: text, label: \"A{c}B\"}}\n"
        );
        let markdown = format!("---\ntitle: A{c}B\n---\n\nA {c} B. [x{c}](y{c}.md)\n\n{{{{exercise o{c}ne}}}}\n");
        let toml = format!("[book]\ntitle = \"A{c}B\"\n");
        for files in [vec![(ONE, yaml.as_str())], vec![("content/01-a.md", &markdown)], vec![("book.toml", &toml)]] {
            let prepared = checked(&files);
            let said = stepbook::cli::print::plain(&prepared.diags, &prepared.sources);
            assert!(!said.contains(['\0', '\u{1b}', '\u{7}']), "{said:?}");
        }
    }
}

#[test]
fn front_matter_of_every_broken_shape() {
    for text in [
        "---",
        "---\n",
        "---\n---",
        "---\n---\n",
        "---\r\n---\r\n",
        "---\ntitle: A",
        "---\ntitle: A\n--",
        "--- \n---",
        "---\n\t---\n",
        "----\n",
        "---\n[\n---\n",
        "---\n- a\n---\n",
        "---\ntitle: {{{{\n---\n",
        "\u{feff}---\ntitle: A\n---\n",
        "---\ntitle: A\n---x\n",
        "---\n---\n---\n",
    ] {
        let prepared = checked(&[("content/01-a.md", text)]);
        let _ = stepbook::cli::print::plain(&prepared.diags, &prepared.sources);
    }
}

#[test]
fn markdown_that_nests_and_repeats() {
    let n = 20_000;
    for text in [
        "> ".repeat(n),
        "- ".repeat(n),
        "1. ".repeat(n),
        "[".repeat(n),
        "![".repeat(n),
        "*a ".repeat(n),
        "**".repeat(n),
        "`".repeat(n),
        "<a ".repeat(n),
        "</".repeat(n),
        "[a](".repeat(n),
        "![a](b".repeat(n),
        "|".repeat(n),
        "a|b\n-|-\n".repeat(2_000),
        "[^1]".repeat(n),
        "[^1]: a\n".repeat(2_000),
        "# a\n".repeat(2_000),
        "&#x".repeat(n),
        "{{".repeat(n),
        "{{exercise x}}\n\n".repeat(500),
        "> [!NOTE]\n".repeat(2_000),
        "<!--".repeat(n),
        "\\".repeat(n),
        "[a]: b\n".repeat(2_000),
        "~~".repeat(n),
        "a\n: b\n".repeat(2_000),
        "\u{301}".repeat(n),
    ] {
        let shown = text.chars().take(12).collect::<String>();
        within(60, &shown, || {
            quickly(book(&[("content/01-a.md", &format!("---\ntitle: A\n---\n\n{text}\n"))]));
        });
    }
}

/// The time that a line takes grows with its length and not with the square of it.
#[test]
fn a_long_line_of_brackets() {
    let n = 60_000;
    for text in ["](a", "[a](b ", "[a](b.md ", "[^a ", "[[](x.md"].map(|text| text.repeat(n)) {
        let shown = text.chars().take(12).collect::<String>();
        within(15, &shown, || stepbook::markdown::outline(&text));
    }
    let text = ["[".repeat(n), "](x.md ".repeat(n)].concat();
    assert!(within(15, "brackets in brackets", || stepbook::markdown::outline(&text)).unmarked.len() < n);
}

#[test]
fn numbers_that_are_none() {
    for n in [
        "1e999",
        "-1e999",
        ".nan",
        ".inf",
        "NaN",
        "inf",
        "1e308",
        "-0",
        "0x10",
        "1_000",
        "99999999999999999999999",
        "1.5",
        "\"3\"",
        "true",
        "~",
        "[]",
    ] {
        let text = format!(
            "format: {n}\nid: one\nkind: worksheet\ntitle: One\nminutes: {n}\nprint: {{pages: {n}}}\nfields:\n  - {{id: a, type: slider, label: A, min: {n}, max: {n}, step: {n}}}\n  - {{id: b, type: breathe, label: B, in: {n}, rounds: {n}}}\n  - {{id: c, type: long_text, label: C, print: {{lines: {n}}}, max_length: {n}}}\n"
        );
        exercise(&text);
    }
}

#[test]
fn conditions_of_every_broken_shape() {
    for c in [
        "",
        "(",
        ")",
        "not",
        "a",
        "a ==",
        "a == ",
        "== a",
        "a == b == c",
        "has(",
        "has(a",
        "has(a,",
        "has(a, b",
        "score(",
        "score(a)",
        "answered()",
        "a < b",
        "a & b",
        "a = 1",
        "a == 1.2.3",
        "a == --",
        "é == 1",
        "a == é",
        "a == 1 or",
        "and",
        "((((a == 1))))",
    ] {
        exercise(&format!(
            "format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n  - {{id: a, type: slider, label: A}}\n  - {{id: b, type: text, label: B, show_if: \"{c}\"}}\n"
        ));
    }
    let deep = format!("{}a == 1{}", "(".repeat(10_000), ")".repeat(10_000));
    let ids = exercise(&format!(
        "format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n  - {{id: a, type: slider, label: A}}\n  - {{id: b, type: text, label: B, show_if: \"{deep}\"}}\n"
    ));
    assert_eq!(ids, ["SB0601"]);
    let nots = "not ".repeat(10_000);
    assert_eq!(
        exercise(&format!(
            "format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n  - {{id: a, type: slider, label: A}}\n  - {{id: b, type: text, label: B, show_if: \"{nots}a == 1\"}}\n"
        )),
        ["SB0601"]
    );
}

#[test]
fn ways_out_of_the_book() {
    let prepared = checked(&[
        (
            "content/01-a.md",
            "---\ntitle: A\nslug: ../../etc/passwd\n---\n\n[x](../../../../etc/passwd) ![x](/etc/passwd) [y](%2e%2e/%2e%2e/etc/passwd)\n",
        ),
        ("content/../../02-b.md", "---\ntitle: B\n---\n"),
        ("content/..\\03-c.md", "---\ntitle: C\n---\n"),
        ("content/../04-d/index.md", "---\ntitle: D\n---\n"),
    ]);
    let said = shown(&prepared);
    assert!(prepared.book.is_none() && said.contains("SB0407") && said.contains("SB0430"), "{said}");
    let prepared =
        checked(&[("content/../../02-b.md", "---\ntitle: B\n---\n"), ("content/..\\03-c.md", "---\ntitle: C\n---\n")]);
    if let Some((book, theme)) = &prepared.book {
        for path in render(book, &prepared.sources, theme, None).keys() {
            assert!(
                !path.split(['/', '\\']).any(|part| part == "..") && !path.starts_with('/'),
                "{path} leads out of the site"
            );
        }
    }
}

#[test]
fn a_build_writes_inside_its_folder_only() {
    let outer = tempfile::tempdir().unwrap();
    let dir = outer.path().join("book");
    for (path, bytes) in shipped() {
        let path = dir.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let before = tree(outer.path());
    let built = build(
        &dir,
        &Options { base_url: Some("https://example.org/../../x/".into()), ..Options::default() },
        false,
        Some(outer.path().join("out")),
        &|_| (),
    )
    .unwrap();
    assert!(built.done.is_some(), "the shipped workbook is not built");
    let after = tree(outer.path());
    for (path, bytes) in &before {
        assert_eq!(after.get(path), Some(bytes), "{path} was changed");
    }
    let strays: Vec<_> = after.keys().filter(|p| !before.contains_key(*p) && !p.starts_with("out/")).collect();
    assert!(strays.is_empty(), "{strays:?}");
}

#[cfg(unix)]
#[test]
fn a_book_whose_output_is_a_link_is_refused() {
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), &[("mine.txt", "keep me")]);
    let dir = folder(&[]);
    std::os::unix::fs::symlink(outside.path(), dir.path().join("site")).unwrap();
    let built = build(dir.path(), &options(), false, None, &|_| ());
    let refused = built.is_ok_and(|b| b.done.is_none());
    assert!(refused);
    assert_eq!(tree(outside.path()).len(), 1);
}

#[test]
fn folders_where_files_are_expected() {
    let dir = folder(&[]);
    for path in ["content/01-a.md", "content/exercises/one.yaml", "workbook.lock", "content/words/feelings.yaml"] {
        std::fs::create_dir_all(dir.path().join(path)).unwrap();
    }
    let prepared = prepare(dir.path(), &options());
    let _ = shown(&prepared);
    let odd = tempfile::tempdir().unwrap();
    std::fs::create_dir(odd.path().join("book.toml")).unwrap();
    assert_eq!(found(&prepare(odd.path(), &options())), ["SB0005"]);
    assert_eq!(found(&prepare(&odd.path().join("nowhere"), &options())), ["SB0005"]);
}

/// Some systems take accents apart in the names of files, and a link is typed in one piece.
#[test]
fn a_name_with_accents_as_signs_of_their_own() {
    let apart = "content/02-u\u{308}ber-mu\u{308}de.md";
    let text = "---\ntitle: A\n---\n\n## Gro\u{308}\u{df}e\n\n[a](02-\u{fc}ber-m\u{fc}de.md#gr\u{f6}\u{df}e) [b](02-%C3%BCber-m%C3%BCde.md) [c](02-u\u{308}ber-mu\u{308}de.md#gro\u{308}\u{df}e)\n";
    let dir = folder(&[(apart, text)]);
    let prepared = prepare(dir.path(), &options());
    assert_eq!(shown(&prepared), "");
    let built = build(dir.path(), &options(), false, None, &|_| ()).unwrap();
    assert!(built.done.is_some() && dir.path().join("site/\u{fc}ber-m\u{fc}de.html").is_file());
    // Where a system keeps both, nobody could tell them apart.
    write(dir.path(), &[("content/02-\u{fc}ber-m\u{fc}de.md", text)]);
    let said = found(&prepare(dir.path(), &options()));
    assert!(said.is_empty() || said == ["SB0006"], "{said:?}");
}

/// Reading a pipe waits for somebody to write into it.
#[cfg(unix)]
#[test]
fn pipes_where_files_are_expected() {
    let dir = folder(&[]);
    for path in ["content/01-a.md", "content/one.png", "content/two.yaml"] {
        let path = dir.path().join(path);
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    }
    let prepared = within(30, "a pipe", || prepare(dir.path(), &options()));
    assert_eq!(found(&prepared), ["SB0004"]);
    assert_eq!(shown(&prepared).matches("no file that can be read").count(), 3, "{}", shown(&prepared));
    // At the places that are not looked for in a list.
    for path in ["book.toml", "workbook.lock"] {
        let dir = folder(&[]);
        let _ = std::fs::remove_file(dir.path().join(path));
        assert!(std::process::Command::new("mkfifo").arg(dir.path().join(path)).status().unwrap().success());
        within(30, "a pipe", || shown(&prepare(dir.path(), &options())));
    }
}

const GOOD: &[(&str, &str)] = &[
    (
        "book.toml",
        "[book]\ntitle = \"A small book\"\nlanguage = \"en\"\nauthors = [\"Ana\"]\n[site]\nbase_url = \"https://example.org/\"\n[safety]\nguard = \"fear-check\"\n",
    ),
    (
        "content/index.md",
        "---\ntitle: Welcome\n---\n\nA [word](01-a.md#two) and **more**.\n\n> [!NOTE]\n> Hello.\n\n{{exercise one}}\n",
    ),
    (
        "content/01-a.md",
        "---\ntitle: A\nsummary: \"S\"\nminutes: 3\n---\n\n## Two\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\nNote[^1].\n\n[^1]: Here.\n\n{{exercise our-pair}}\n\n{{helplines}}\n",
    ),
    (
        ONE,
        "format: 1\nid: one\nkind: check\ntitle: One\nfields:\n  - id: now\n    type: grid\n    label: Now\n    scale: {low: {label: Low, points: 0}, high: {label: High, points: 2}}\n    rows: {a: A, b: B}\n  - {id: words, type: frame, label: Say it, text: \"I like {warm}.\", blanks: {warm: {type: date}}, show_if: \"answered(now) and not (calm < 5)\"}\n  - {id: calm, type: slider, label: Calm, min: 0, max: 10}\nscores:\n  - {id: s, sum: now, bands: [{id: low, upto: 2, title: L, says: L}, {id: high, upto: 4, title: H, says: H, link: \"one#now\"}]}\n",
    ),
    (
        "content/exercises/our-pair.yaml",
        "format: 1\nid: our-pair\nkind: pair\ntitle: Ours\nfields:\n  - {id: a, type: duration, label: A, share: ask, compare: range}\nagreement:\n  fields: [{id: b, type: date, label: On}]\n  calendar: {at: b, title: Look, lasts: 20m}\n",
    ),
    (
        "content/exercises/fear-check.yaml",
        "format: 1\nid: fear-check\nkind: worksheet\ntitle: Before\nfields:\n  - {id: alone, type: note, text: Read this alone.}\n",
    ),
    (
        "content/exercises/play.yaml",
        "format: 1\nid: play\nkind: practice\ntitle: Play\npeople: {you: You}\nstart: door\nscenes:\n  door: {lines: [{who: you, says: Hello}], picks: [{id: a, says: Go on, go: home, mark: kind}]}\n  home: {end: true, says: Well done.}\nmarks: {kind: Kind}\n",
    ),
    (
        "content/helplines/gb.yaml",
        "country: Britain\ncode: GB\nchecked: 2026-01-01\nlines:\n  - {name: Line, phone: \"1\", sources: [{title: A, url: https://a.example}, {title: B, url: https://b.example}]}\n",
    ),
    (
        "workbook.lock",
        "format: 1\nexercises:\n  one:\n    kind: check\n    fields:\n      now: {kind: grid, hash: x, words: Now, choices: [a, b]}\n",
    ),
];

#[test]
fn the_book_that_is_mutated_is_good() {
    let prepared = checked(GOOD);
    assert!(prepared.book.is_some(), "{}", shown(&prepared));
}

/// Bytes that mean something to one of the readers.
const BITS: &[&str] = &[
    "",
    "\0",
    "\n",
    "\r\n",
    "\t",
    "  ",
    ":",
    ": ",
    "- ",
    "#",
    "&a ",
    "*a",
    "!x ",
    "|",
    ">",
    "{",
    "}",
    "[",
    "]",
    "{{",
    "}}",
    "\"",
    "'",
    "---\n",
    "...",
    "%",
    "@",
    "`",
    "<",
    "</",
    "é",
    "\u{202e}",
    "😀",
    "\u{301}",
    "(",
    ")",
    " and ",
    "9999999999",
    "-1",
    "null",
    "~",
    "? ",
    "<<: *a",
    "\\",
    "../",
    "$",
    "=",
    "[[",
    "\u{feff}",
];

/// What `prepare_sources` does, with the theme that all these books share loaded once.
fn quickly(sources: Sources) -> stepbook::Prepared {
    let mut diags = Diags::new();
    let book = stepbook::load::book(&sources, stepbook::load::Drafts::In, &mut diags);
    stepbook::check::book(&stepbook::check::Facts { book: &book, sources: &sources, today: 20_454 }, &mut diags);
    diags.sort();
    let stops = diags.has_errors();
    if !stops {
        render(&book, &sources, theme(), None);
    }
    stepbook::Prepared { sources, diags, book: None, translations: Vec::new() }
}

fn theme() -> &'static stepbook::render::Theme {
    static THEME: std::sync::OnceLock<stepbook::render::Theme> = std::sync::OnceLock::new();
    THEME.get_or_init(|| prepare_sources(book(&[]), Diags::new(), &options()).book.unwrap().1)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_mutation_makes_it_panic_or_hang(file in 0..GOOD.len(), edits in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, 0..BITS.len(), any::<bool>()), 1..6)) {
        let mut text: Vec<char> = GOOD[file].1.chars().collect();
        for (at, remove, bit, copy) in edits {
            let at = at.index(text.len() + 1);
            let end = (at + remove).min(text.len());
            let cut: Vec<char> = text.splice(at..end, BITS[bit].chars()).collect();
            if copy {
                text.extend(cut);
            }
        }
        let text: String = text.into_iter().collect();
        let start = Instant::now();
        let files = GOOD.iter().enumerate().map(|(n, (path, good))| (*path, if n == file { text.as_str() } else { *good }));
        let prepared = quickly(Sources::from_texts(files));
        for d in &prepared.diags {
            let source = prepared.sources.get(d.place.span.file);
            let bytes = d.place.span.bytes();
            prop_assert!(bytes.end <= source.text.len() && bytes.start <= bytes.end, "{} lies outside {}: {:?} of {}", d.code.id, source.path, bytes, source.text.len());
            prop_assert!(source.text.is_char_boundary(bytes.start) && source.text.is_char_boundary(bytes.end), "{} cuts a letter of {}: {:?}", d.code.id, source.path, bytes);
            prop_assert!(!d.message.trim().is_empty());
        }
        let _ = stepbook::cli::print::plain(&prepared.diags, &prepared.sources);
        prop_assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn random_bytes_on_disk(bytes in prop::collection::vec(any::<u8>(), 0..200), which in 0..4_usize) {
        let dir = folder(&[]);
        let path = ["book.toml", "workbook.lock", "content/01-a.md", "content/exercises.yaml"][which];
        std::fs::write(dir.path().join(path), bytes).unwrap();
        let prepared = prepare(dir.path(), &options());
        let _ = stepbook::cli::print::plain(&prepared.diags, &prepared.sources);
    }
}
