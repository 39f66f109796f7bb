//! Golden books: `tests/cases/<name>/book/` goes in, `stderr.txt` or `site/` comes out, byte for byte.
//! `STEPBOOK_BLESS=1 cargo test --test it cases` writes what came out, to be read before it is committed.

use std::collections::BTreeMap;
use std::path::Path;

use stepbook::cli::print::plain;
use stepbook::{Options, prepare};

use crate::support::{render_all, root, tree};

/// 2026-01-01.
const TODAY: i64 = 20_454;

fn blessing() -> bool {
    std::env::var_os("STEPBOOK_BLESS").is_some()
}

/// What is said of a book, and its site when there is one.
fn built(name: &str) -> (String, BTreeMap<String, String>) {
    let case = root().join("tests/cases").join(name);
    let prepared = prepare(&case.join("book"), &Options { today: Some(TODAY), ..Options::default() });
    let said = plain(&prepared.diags, &prepared.sources);
    if prepared.book.is_none() {
        return (said, BTreeMap::new());
    }
    let all = render_all(&prepared, Some("https://example.org/"));
    // Styles and drawings are the theme's and change with it; names of files made from their bytes change too.
    let named: Vec<(String, String)> = all
        .keys()
        .filter(|k| k.contains("assets/") && (k.ends_with(".css") || k.ends_with(".js")))
        .map(|k| {
            // Pages of another language name theirs from that language's own folder.
            let k = &k[k.find("assets/").unwrap()..];
            let (stem, hash) = k.rsplit_once('-').unwrap();
            (k.to_owned(), format!("{stem}.{}", hash.rsplit_once('.').unwrap().1))
        })
        .collect();
    let site = all
        .into_iter()
        .filter(|(path, _)| !path.contains("assets/") && !path.starts_with("icon"))
        .map(|(path, text)| (path, named.iter().fold(text, |text, (name, plain)| text.replace(name, plain))))
        .collect();
    (said, site)
}

/// Holds a book against what is expected of it; returns what was built.
fn golden(name: &str) -> (String, BTreeMap<String, String>) {
    let case = root().join("tests/cases").join(name);
    let (said, site) = built(name);
    same(&case.join("stderr.txt"), said.as_bytes());
    if site.is_empty() {
        return (said, site);
    }
    let folder = case.join("site");
    if blessing() {
        let _ = std::fs::remove_dir_all(&folder);
        for (path, text) in &site {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }
    let wanted = tree(&folder);
    assert_eq!(site.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>(), "{name}: other files");
    for (path, text) in &site {
        same(&folder.join(path), text.as_bytes());
    }
    (said, site)
}

#[track_caller]
fn same(path: &Path, found: &[u8]) {
    if blessing() {
        std::fs::write(path, found).unwrap();
    }
    let wanted = std::fs::read(path).unwrap_or_default();
    if wanted != found {
        let (wanted, found) = (String::from_utf8_lossy(&wanted), String::from_utf8_lossy(found));
        let line = wanted
            .lines()
            .zip(found.lines())
            .position(|(a, b)| a != b)
            .unwrap_or_else(|| wanted.lines().count().min(found.lines().count()));
        panic!(
            "{} differs in line {}:\n  wanted {:?}\n  found  {:?}\nSTEPBOOK_BLESS=1 takes the new one",
            path.display(),
            line + 1,
            wanted.lines().nth(line),
            found.lines().nth(line)
        );
    }
}

#[test]
fn a_therapists_typing_mistakes_are_all_reported_at_once() {
    let (said, site) = golden("typing-mistakes");
    assert!(site.is_empty());
    assert_eq!(said.matches("error[").count(), 8, "{said}");
    for line in ["yaml:4:1", "yaml:5:1", "yaml:7:10", "yaml:8:23", "yaml:9:50", "yaml:10:", "yaml:11:", "yaml:12:"] {
        assert!(said.contains(line), "nothing at {line}:\n{said}");
    }
}

#[test]
fn a_small_good_book() {
    let (said, site) = golden("small");
    assert_eq!(said, "");
    assert!(site["index.html"].contains("lang=\"en\""));
}

/// The interface in a language that the theme does not speak is English, which is told.
#[test]
fn a_small_book_from_right_to_left() {
    let (said, site) = golden("hebrew");
    assert!(said.starts_with("advice[SB1010]") && said.matches("advice[").count() == 1, "{said}");
    for (path, html) in site.iter().filter(|(p, _)| p.ends_with(".html")) {
        assert!(html.contains("lang=\"he\"") && html.contains("dir=\"rtl\""), "{path}");
    }
    assert!(site.contains_key("\u{5e9}\u{5dc}\u{5d5}\u{5dd}.html"), "{:?}", site.keys());
}

/// Side by side: covered and left out, translated and not, changed and noted.
#[test]
fn a_small_book_in_two_languages() {
    let (said, site) = golden("languages");
    for code in ["SB1310", "SB1311", "SB1312"] {
        assert!(said.contains(code), "{said}");
    }
    assert!(!said.contains("error["), "{said}");
    // What leads from one language to the other leads to a page that is there.
    for (path, html) in site.iter().filter(|(p, _)| p.ends_with(".html")) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for href in html.split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#']).next()) {
            if href.is_empty() || href.contains(':') || !href.ends_with(".html") {
                continue;
            }
            let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
            for part in href.split('/') {
                if part == ".." {
                    assert!(parts.pop().is_some(), "{path} leads out of the site: {href}");
                } else {
                    parts.push(part);
                }
            }
            assert!(site.contains_key(&parts.join("/")), "{path} leads to {href}");
        }
    }
}

/// The worked example of the guide's page on themes.
#[test]
fn a_kind_that_the_theme_declares() {
    let (said, site) = golden("theme-kind");
    assert_eq!(said, "");
    let sheet = &site["sheets/one-evening.html"];
    assert_eq!(sheet.matches("type=\"radio\"").count(), 8, "{sheet}");
    assert_eq!(sheet.matches("stars-to-colour").count(), 2, "{sheet}");
    let guide = std::fs::read_to_string(root().join("docs/guide/themes.md")).unwrap();
    let files = tree(&root().join("tests/cases/theme-kind/book/themes/riverside/kinds/stars"));
    assert_eq!(files.len(), 6, "{:?}", files.keys());
    for (name, text) in &files {
        assert!(guide.contains(std::str::from_utf8(text).unwrap()), "the guide's {name} is not the one that is tried");
    }
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let (said, windows) = built("windows");
    assert_eq!(said, "");
    let book = root().join("tests/cases/windows/book");
    assert!(
        std::fs::read(book.join("content/index.md")).unwrap().starts_with(b"\xef\xbb\xbf---\r\n"),
        "an editor or git has mended the case"
    );
    let (_, unix) = built("small");
    assert_eq!(windows.keys().collect::<Vec<_>>(), unix.keys().collect::<Vec<_>>());
    for (path, text) in &unix {
        assert_eq!(windows[path], *text, "{path}");
    }
}
