//! Drafts, and what is left out of the site with them.

use std::collections::BTreeMap;

use stepbook::diag::{Diagnostic, Diags};
use stepbook::{Options, Prepared, build, check_all, lock, prepare_sources};

use crate::support::{book, folder, options, place, render_all, shown, tree, write};

const INDEX: (&str, &str) = ("content/index.md", "---\ntitle: Welcome\n---\n\nA few words.\n");
const DRAFT: &str = "---\ntitle: Not yet\ndraft: true\n---\n";

fn sheet(id: &str, more: &str) -> String {
    format!(
        "format: 1\nid: {id}\nkind: worksheet\ntitle: The {id}\n{more}fields:\n  - {{id: a, type: text, label: A}}\n"
    )
}

fn prepared(files: &[(&str, &str)], drafts: bool) -> Prepared {
    prepare_sources(book(files), Diags::new(), &Options { drafts, ..options() })
}

fn site(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let prepared = prepared(files, false);
    assert_eq!(shown(&prepared), "");
    render_all(&prepared, None)
}

#[test]
fn an_exercise_that_only_drafts_lead_to_is_left_out_with_them() {
    let secret = sheet("secret-sheet", "");
    let deeper = sheet("deeper-sheet", "");
    let draft = format!("{DRAFT}\n{{{{exercise secret-sheet}}}}\n\n[On](exercise:deeper-sheet)\n");
    let files = |more: &[(&'static str, &'static str)]| -> Vec<(&'static str, String)> {
        let own = [
            ("content/01-d.md", draft.clone()),
            ("content/exercises/secret-sheet.yaml", secret.clone()),
            ("content/exercises/deeper-sheet.yaml", deeper.clone()),
        ];
        let index =
            [(INDEX.0, INDEX.1.to_owned())].into_iter().filter(|_| !more.iter().any(|(path, _)| *path == INDEX.0));
        own.into_iter().chain(index).chain(more.iter().map(|(path, text)| (*path, (*text).to_owned()))).collect()
    };
    let holds = |more: &[(&'static str, &'static str)], drafts: bool| {
        let files = files(more);
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let prepared = prepared(&files, drafts);
        assert_eq!(shown(&prepared), "", "{more:?}");
        let site = render_all(&prepared, None);
        ["secret-sheet", "deeper-sheet"].map(|id| {
            let named: Vec<&String> = site.iter().filter(|(_, text)| text.contains(id)).map(|(path, _)| path).collect();
            assert_eq!(site.contains_key(&format!("sheets/{id}.html")), !named.is_empty(), "{named:?} name {id}");
            !named.is_empty()
        })
    };
    assert_eq!(holds(&[], true), [true, true]);
    assert_eq!(holds(&[], false), [false, false]);
    // What a page that is published leads to is published, over however many steps.
    assert_eq!(holds(&[(INDEX.0, "# W\n\nOn [we go](exercise:deeper-sheet).\n")], false), [false, true]);
    let one = "content/exercises/one-sheet.yaml";
    for leads in [
        "format: 1\nid: one-sheet\nkind: worksheet\ntitle: One\nfields:\n  - {id: a, type: recall, label: A, of: \"secret-sheet#a\"}\n",
        "format: 1\nid: one-sheet\nkind: worksheet\ntitle: One\nintro: See [that](exercise:secret-sheet).\nfields:\n  - {id: a, type: text, label: A}\n",
        "format: 1\nid: one-sheet\nkind: check\ntitle: One\nfields:\n  - {id: a, type: slider, label: A, min: 0, max: 4}\nscores:\n  - {id: s, sum: a, bands: [{id: low, upto: 4, title: L, says: L., link: \"secret-sheet#a\"}]}\n",
    ] {
        let index = (INDEX.0, "# W\n\n{{exercise one-sheet}}\n");
        assert_eq!(holds(&[index, (one, leads)], false), [true, false], "{leads}");
    }
    // One that nobody leads to at all has its sheet, as before.
    let alone = sheet("lonely-sheet", "");
    let said =
        shown(&prepared(&[INDEX, ("content/01-d.md", DRAFT), ("content/exercises/lonely-sheet.yaml", &alone)], false));
    assert!(said.starts_with("SB0435 ") && said.lines().count() == 1, "{said}");
}

/// Files are published because something that is published names them, and by their whole path.
#[test]
fn files_are_found_by_their_paths_and_wait_with_drafts() {
    let files = [
        ("book.toml", "[book]\ntitle = \"T\"\n[translations.es]\nchapters = [\"0*.md\"]\n"),
        INDEX,
        ("content/01-one.md", "# One\n\n[It](my-note.pdf#page=2)\n\n{{exercise one-sheet}}\n"),
        ("content/01-one.es.md", "# Uno\n\n[Eso](spanish.pdf)\n\n{{exercise one-sheet}}\n"),
        ("content/02-d.md", &format!("{DRAFT}\n[It](plan.pdf) ![A dot](draft.png)\n\n{{{{exercise d-sheet}}}}\n")),
        ("content/02-d.es.md", "---\ntitle: No\n---\n\n[Eso](draft-es.pdf)\n"),
        ("content/exercises/one-sheet.yaml", &sheet("one-sheet", "intro: Take [it](../sheet.pdf).\n")),
        ("content/exercises/one-sheet.es.yaml", "intro: Toma [eso](../sheet-es.pdf).\n"),
        ("content/exercises/d-sheet.yaml", &sheet("d-sheet", "intro: Take [it](../draft-sheet.pdf).\n")),
        ("content/note.pdf", "private"),
        ("content/my-note.pdf", "1"),
        ("content/spanish.pdf", "2"),
        ("content/index.es.md", "# Hola\n\n[Eso](welcome.pdf)\n"),
        ("content/welcome.pdf", "9"),
        ("content/sheet.pdf", "3"),
        ("content/sheet-es.pdf", "4"),
        ("content/plan.pdf", "5"),
        ("content/draft.png", "6"),
        ("content/draft-es.pdf", "7"),
        ("content/draft-sheet.pdf", "8"),
    ];
    let dir = folder(&files);
    std::fs::write(dir.path().join("content/draft.png"), crate::support::PNG).unwrap();
    let published = |drafts: bool| -> Vec<String> {
        let built = build(dir.path(), &Options { drafts, ..options() }, false, None, &|_| ()).unwrap();
        let said: Vec<String> = lines(built.diags.iter(), &built.sources);
        assert!(built.done.is_some(), "{said:?}");
        let unlinked: Vec<&String> = said.iter().filter(|line| line.starts_with("SB0439")).collect();
        let [one] = unlinked.as_slice() else { panic!("{unlinked:?}") };
        assert!(one.contains("content/note.pdf"), "{one}");
        let names = tree(&dir.path().join("site/assets")).into_keys();
        let mut own: Vec<String> = names.filter(|name| name.ends_with(".pdf") || name.starts_with("draft")).collect();
        own.iter_mut().for_each(|name| *name = name.rsplit_once('-').unwrap().0.to_owned());
        own.sort();
        own
    };
    assert_eq!(published(false), ["my-note", "sheet", "sheet-es", "spanish", "welcome"]);
    assert_eq!(
        published(true),
        ["draft", "draft-es", "draft-sheet", "my-note", "plan", "sheet", "sheet-es", "spanish", "welcome"]
    );
}

fn lines<'a>(diags: impl Iterator<Item = &'a Diagnostic>, sources: &stepbook::source::Sources) -> Vec<String> {
    diags
        .map(|d| {
            let help = d.help.as_deref().unwrap_or("");
            format!("{} {} {} [{help}]", d.code.id, place(sources, d.place.span), d.message)
        })
        .collect()
}

/// `check` looks at drafts as well, and says what a build will say that leaves them out, each thing once.
#[test]
fn what_a_build_will_say_is_told_by_a_check() {
    let one = sheet("one-sheet", "");
    let placing = format!("{DRAFT}\n{{{{exercise one-sheet}}}}\n\n[Nowhere](nowhere.md)\n");
    let packet = "title: First\nsheets: [one-sheet]\n";
    type Files<'a> = &'a [(&'a str, &'a str)];
    let cases: [(Files<'_>, &[&str]); 6] = [
        (&[(INDEX.0, DRAFT)], &["SB0404 content/index.md:3:1"]),
        (
            &[INDEX, ("content/01-a.md", "# A\n\n[on](02-d.md)\n"), ("content/02-d.md", DRAFT)],
            &["SB0441 content/01-a.md:3:1"],
        ),
        (
            &[INDEX, ("content/10-part/01-a.md", "# A\n\nWords.\n"), ("content/10-part/index.md", DRAFT)],
            &["SB0406 content/10-part/01-a.md:1:1"],
        ),
        (
            &[
                INDEX,
                ("content/02-d.md", &placing.replace("[Nowhere](nowhere.md)", "")),
                ("content/exercises/one-sheet.yaml", &one),
                ("content/packets/first.yaml", packet),
            ],
            &["SB0821 content/packets/first.yaml:2:10"],
        ),
        // A mistake in a draft is told once, and holds no build up.
        (
            &[INDEX, ("content/02-d.md", &placing), ("content/exercises/one-sheet.yaml", &one)],
            &["SB0430 content/02-d.md:8:1"],
        ),
        (
            &[
                INDEX,
                ("book.toml", "[book]\ntitle = \"T\"\n[translations.es]\nchapters = [\"index.md\", \"02-d.md\"]\n"),
                ("content/index.es.md", "---\ntitle: H\nof: x\n---\n\nPalabras.\n"),
                ("content/02-d.md", DRAFT),
                ("content/02-d.es.md", "---\ntitle: No\nof: x\n---\n"),
            ],
            &[],
        ),
    ];
    for (files, wanted) in cases {
        let dir = folder(files);
        let (sources, diags) = check_all(dir.path());
        let said = lines(diags.iter().filter(|d| !["SB1311", "SB1310", "SB1312"].contains(&d.code.id)), &sources);
        assert!(
            said.len() == wanted.len() && said.iter().zip(wanted).all(|(s, w)| s.starts_with(w)),
            "{files:?}: {said:#?}"
        );
        let built = build(dir.path(), &options(), false, None, &|_| ()).unwrap();
        let in_draft = said.iter().all(|line| line.contains("content/02-d.md:"));
        assert_eq!(built.done.is_some(), in_draft, "{said:?}: {:?}", lines(built.diags.iter(), &built.sources));
        // As the message says it: without the line, or without what led there.
        if !in_draft {
            for (path, text) in files {
                write(dir.path(), &[(path, &text.replace("draft: true\n", ""))]);
            }
            let (sources, diags) = check_all(dir.path());
            let said = lines(diags.iter().filter(|d| d.code.id != "SB0435"), &sources);
            assert!(said.is_empty(), "{said:?}");
        }
    }
}

#[test]
fn what_waits_with_a_draft_is_not_gone_from_the_lock() {
    let one = sheet("one-sheet", "");
    let draft = format!("{DRAFT}\n{{{{exercise one-sheet}}}}\n");
    let dir = folder(&[INDEX, ("content/02-d.md", &draft), ("content/exercises/one-sheet.yaml", &one)]);
    assert_eq!(lock(dir.path()).unwrap().done, Some(1));
    let built = build(dir.path(), &options(), false, None, &|_| ()).unwrap();
    assert!(built.done.is_some(), "{:?}", lines(built.diags.iter(), &built.sources));
    write(dir.path(), &[("content/exercises/one-sheet.yaml", &one.replace("id: a,", "id: b,"))]);
    let built = build(dir.path(), &options(), false, None, &|_| ()).unwrap();
    assert!(lines(built.diags.iter(), &built.sources)[0].starts_with("SB0901 "));
}

#[test]
fn a_book_whose_drafts_are_done_has_all_of_them() {
    let pages = site(&[INDEX, ("content/01-a.md", "# A\n\nWords.\n"), ("content/02-d.md", DRAFT)]);
    assert!(pages.contains_key("a.html") && pages.contains_key("index.html") && !pages.contains_key("d.html"));
}
