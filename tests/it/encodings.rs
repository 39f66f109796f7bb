//! Files as other programs and other systems write them.

use std::path::Path;

use stepbook::diag::Diags;
use stepbook::source::Sources;
use stepbook::{build, check_all, translate};

use crate::support::{PNG, folder, options, place, write};

const ONE: &str = "format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n  - {id: a, type: text, label: A}\n";
const INDEX: &str = "# W\n\n{{exercise one}}\n\n[A](01-a.md)\n";

/// The findings of a book in a folder, each as `code place message [help]`.
fn told(dir: &Path) -> Vec<String> {
    let (sources, diags) = check_all(dir);
    lines(&sources, &diags)
}

fn lines(sources: &Sources, diags: &Diags) -> Vec<String> {
    let line = |d: &stepbook::diag::Diagnostic| {
        let place = place(sources, d.place.span);
        format!("{} {place} {} [{}]", d.code.id, d.message, d.help.as_deref().unwrap_or(""))
    };
    diags.iter().map(line).collect()
}

/// A book in which nothing is wrong.
fn sound() -> tempfile::TempDir {
    folder(&[
        ("content/index.md", INDEX),
        ("content/01-a.md", "---\ntitle: A\n---\n\nWords.\n"),
        ("content/exercises/one.yaml", ONE),
    ])
}

/// Asserts that a file with these bytes gets one finding.
fn one(path: &str, bytes: &[u8], says: &[&str]) {
    let dir = sound();
    std::fs::create_dir_all(dir.path().join(path).parent().unwrap()).unwrap();
    std::fs::write(dir.path().join(path), bytes).unwrap();
    let said = told(dir.path());
    assert_eq!(said.len(), 1, "{path} {says:?}: {said:#?}");
    says.iter().for_each(|word| assert!(said[0].contains(word), "{word:?} is missing in {}", said[0]));
}

#[test]
fn a_merge_that_was_not_finished() {
    let both = |ours: &str, theirs: &str| format!("<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> theirs\n");
    let yaml = ONE.replace("title: One\n", &both("title: One\n", "title: Two\n"));
    one("content/exercises/one.yaml", yaml.as_bytes(), &["SB0009 content/exercises/one.yaml:4:1", "delete the others"]);
    let chapter = ["# A\n\n", &both("One.\n", "Two.\n")].concat();
    one("content/01-a.md", chapter.as_bytes(), &["SB0009 content/01-a.md:3:1"]);
    let front = ["---\n", &both("title: A\n", "title: B\n"), "---\n"].concat();
    one("content/01-a.md", front.as_bytes(), &["SB0009 content/01-a.md:2:1"]);
    let toml = ["[book]\n", &both("title = \"A\"\n", "title = \"B\"\n")].concat();
    one("book.toml", toml.as_bytes(), &["SB0009 book.toml:2:1"]);
    let lock = ["format: 1\nexercises:\n", &both("  one:\n", "  two:\n")].concat();
    one("workbook.lock", lock.as_bytes(), &["SB0009 workbook.lock:3:1", "one of the two versions", "stepbook lock"]);
    one("content/packets/p.yaml", b"title: P\n||||||| base\nsheets: [one]\n", &["SB0009 content/packets/p.yaml:2:1"]);
    one("content/01-a.md", b"# A\n\nWords.\n>>>>>>> theirs\n", &["SB0009 content/01-a.md:4:1"]);
}

#[test]
fn a_line_under_a_title_is_no_merge() {
    let dir = sound();
    write(dir.path(), &[("content/01-a.md", "A\n=======\n\n> > > > > > > Deep.\n")]);
    assert_eq!(told(dir.path()), Vec::<String>::new());
}

#[test]
fn other_encodings_and_other_sorts_of_files() {
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let path = "content/01-a.md";
    one(path, &little("---\ntitle: \u{dc}ben\n---\n"), &["SB0001", "UTF-16", "encoding UTF-8"]);
    one(path, &big("---\ntitle: \u{dc}ben\n---\n"), &["SB0001", "UTF-16"]);
    one(path, b"---\ntitle: \xdcben\n---\n", &["SB0001 content/01-a.md:2:8", "from line 2 on", "encoding UTF-8"]);
    one(path, b"PK\x03\x04\x14\x00\x06\x00", &["SB0001", "word processor", "plain text editor"]);
    one(path, b"{\\rtf1\\ansi Hello}", &["SB0001", "word processor"]);
    one(path, b"%PDF-1.7\n", &["SB0001", "PDF"]);
    one("content/exercises/one.yaml", &little(ONE), &["UTF-16"]);
    one("book.toml", &little("[book]\ntitle = \"A\"\n"), &["UTF-16"]);
    one("workbook.lock", &little("format: 1\nexercises: {}\n"), &["UTF-16"]);
    one("content/helplines/notes.md", b"# Notes\n", &["SB0007", "no chapter is read in `content/helplines/`"]);
}

#[test]
fn lines_that_end_as_on_old_machines() {
    let dir = sound();
    for (path, text) in [
        ("book.toml", "[book]\ntitle = \"A\"\n"),
        ("content/01-a.md", "---\ntitle: A\n---\n\nWords.\n"),
        ("content/exercises/one.yaml", ONE),
    ] {
        write(dir.path(), &[(path, &text.replace('\n', "\r"))]);
    }
    assert_eq!(told(dir.path()), Vec::<String>::new());
}

#[test]
fn a_book_toml_with_another_name() {
    for name in ["book.toml.txt", "Book.toml", "book.txt"] {
        let dir = folder(&[("book.toml", "-"), (name, "[book]\ntitle = \"A\"\n")]);
        // A disk that takes capitals for small letters finds it.
        if dir.path().join("book.toml").is_file() {
            continue;
        }
        let said = told(dir.path());
        assert!(said.len() == 1 && said[0].contains(&format!("rename `{name}` to `book.toml`")), "{said:#?}");
    }
}

/// Names as macOS writes them, with accents as signs of their own; a link is typed in one piece.
#[test]
fn names_that_are_taken_apart() {
    let links = "[M](10-mu\u{308}de/01-e\u{301}.md) [N](10-m\u{fc}de/01-\u{e9}.md) ![P](b\u{e4}ume.png)";
    let dir = folder(&[
        ("book.toml", "[book]\ntitle = \"A\"\n\n[translations.es]\ntitle = \"B\"\n"),
        ("content/index.md", &format!("# W\n\n{links}\n")),
        ("content/10-mu\u{308}de/index.md", "# M\n\nWords.\n"),
        ("content/10-mu\u{308}de/01-e\u{301}.md", "# E\n\n{{exercise one}}\n"),
        ("content/10-mu\u{308}de/one.yaml", ONE),
    ]);
    std::fs::write(dir.path().join("content/ba\u{308}ume.png"), PNG).unwrap();
    // That nothing is translated by now is no mistake.
    let errors = || told(dir.path()).into_iter().filter(|said| !said.contains("SB13")).collect::<Vec<_>>();
    assert_eq!(errors(), Vec::<String>::new());
    let built = build(dir.path(), &options(), false, None, &|_| {}).unwrap();
    assert!(built.done.is_some());
    assert!(dir.path().join("site/m\u{fc}de/\u{e9}.html").is_file());

    // Translations are written beside what they were made from, and a second time over the same files.
    let names = |folder: &Path| {
        let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
        entries.map(|entry| entry.file_name().into_string().unwrap()).collect::<Vec<_>>()
    };
    let (content, part) = (dir.path().join("content"), dir.path().join("content/10-mu\u{308}de"));
    translate(dir.path(), "es", &[], false).unwrap();
    assert_eq!(names(&part).len(), 6, "{:?}", names(&part));
    assert_eq!(names(&content).len(), 4, "{:?}", names(&content));
    let composed = part.join("01-\u{e9}.es.md");
    std::fs::rename(&composed, part.join("01-e\u{301}.es.md")).unwrap();
    translate(dir.path(), "es", &[], true).unwrap();
    assert_eq!(names(&part).len(), 6, "{:?}", names(&part));
    assert_eq!(errors(), Vec::<String>::new());
}
