//! Every key of book.toml is turned, and the difference is seen in the pages or the findings.

use std::collections::BTreeMap;

use crate::support::{checked, found, shown, site_of};

const FILES: &[(&str, &str)] = &[
    ("content/01-a.md", "---\ntitle: A\n---\n\nWords.\n"),
    ("content/dot.png", ""),
    (
        "content/exercises/our-pair.yaml",
        "format: 1\nid: our-pair\nkind: pair\ntitle: Ours\nfields:\n  - {id: a, type: text, label: A, share: ask}\n",
    ),
    (
        "content/exercises/fear-check.yaml",
        "format: 1\nid: fear-check\nkind: worksheet\ntitle: Before you start\nfields:\n  - {id: alone, type: note, text: Read this alone.}\n",
    ),
    (
        "content/helplines/gb.yaml",
        "country: Britain\ncode: GB\nchecked: 2026-01-01\nlines:\n  - {name: Line, phone: \"1\", sources: [{title: A, url: https://a.example}, {title: B, url: https://b.example}]}\n",
    ),
];

fn toml(book: &str, rest: &str) -> String {
    let safety = if rest.contains("[safety]") { "" } else { "[safety]\nguard = \"fear-check\"\n" };
    format!("[book]\ntitle = \"Plain\"\n{book}\n{safety}{rest}\n")
}

fn pages(book: &str, rest: &str) -> BTreeMap<String, String> {
    let toml = toml(book, rest);
    let mut files = vec![("book.toml", toml.as_str())];
    files.extend(FILES);
    site_of(checked(&files), None)
}

fn plain() -> BTreeMap<String, String> {
    pages("", "")
}

#[track_caller]
fn seen(with: &BTreeMap<String, String>, path: &str, words: &str) {
    assert!(with[path].contains(words), "{words:?} is not in {path}:\n{}", with[path]);
    assert!(!plain()[path].contains(words), "{words:?} is in {path} without the key");
}

#[test]
fn title() {
    let site = pages("", "");
    for path in ["index.html", "a.html", "exercises.html", "sheets/our-pair.html", "print.html", "manifest.webmanifest"]
    {
        assert!(site[path].contains("Plain"), "{path}");
    }
    assert_eq!(found(&checked(&[("book.toml", "[book]\nsubtitle = \"x\"\n")])), ["SB0111"]);
    assert_eq!(found(&checked(&[("book.toml", "[book]\ntitle = \"  \"\n")])), ["SB0115"]);
}

#[test]
fn subtitle() {
    seen(&pages("subtitle = \"A line below\"", ""), "index.html", "A line below");
}

#[test]
fn language_and_direction() {
    let site = pages("language = \"pt-BR\"", "");
    seen(&site, "a.html", "lang=\"pt-BR\"");
    let manifest: serde_json::Value = serde_json::from_str(&site["manifest.webmanifest"]).unwrap();
    assert_eq!((manifest["lang"].as_str(), manifest["dir"].as_str()), (Some("pt-BR"), Some("ltr")));
    for (language, dir) in [("ar", "rtl"), ("he", "rtl"), ("fa-IR", "rtl"), ("de", "ltr"), ("ur", "rtl")] {
        let site = pages(&format!("language = \"{language}\""), "");
        assert!(site["a.html"].contains(&format!("dir=\"{dir}\"")), "{language}: {}", &site["a.html"][..200]);
    }
    seen(&pages("direction = \"rtl\"", ""), "a.html", "dir=\"rtl\"");
    assert!(pages("language = \"ar\"\ndirection = \"ltr\"", "")["a.html"].contains("dir=\"ltr\""));
}

#[test]
fn authors_licence_and_description() {
    seen(&pages("authors = [\"Ana Writer\", \"Jo Writer\"]", ""), "colophon.html", "Ana Writer");
    seen(&pages("licence = \"CC BY 4.0\"", ""), "a.html", "CC BY 4.0");
    seen(&pages("description = \"Words for cards\"", ""), "index.html", "Words for cards");
}

#[test]
fn source() {
    seen(&pages("source = \"Room for Two\"", ""), "colophon.html", "Room for Two");
}

#[test]
fn base_url() {
    let site = pages("", "[site]\nbase_url = \"https://example.org/book\"");
    seen(&site, "a.html", "https://example.org/book/a.html");
    seen(&site, "robots.txt", "Sitemap: https://example.org/book/sitemap.xml");
    assert!(site["sitemap.xml"].contains("<loc>https://example.org/book/</loc>"), "{}", site["sitemap.xml"]);
    assert!(!site["sitemap.xml"].contains("404.html"));
    assert!(!plain().contains_key("sitemap.xml"));
}

#[test]
fn theme() {
    let toml = toml("", "[site]\ntheme = \"mine\"");
    let mut files =
        vec![("book.toml", toml.as_str()), ("themes/mine/templates/notfound.html", "<p>Nothing of mine</p>\n")];
    files.extend(FILES);
    let site = site_of(checked(&files), None);
    assert_eq!(site["404.html"].trim(), "<p>Nothing of mine</p>");
    assert!(site["a.html"].contains("<main"), "the rest comes from paper");
}

#[test]
fn out() {
    let dir = crate::support::folder(&[("book.toml", "[book]\ntitle = \"T\"\n[site]\nout = \"public/site\"\n")]);
    let built = stepbook::build(dir.path(), &crate::support::options(), false, None, &|_| ()).unwrap();
    assert!(built.done.is_some());
    assert!(dir.path().join("public/site/index.html").is_file());
    assert!(!dir.path().join("site").exists());
    for bad in ["../x", "/tmp/x", ".", "C:/x", "a/../../x"] {
        assert_eq!(
            found(&checked(&[("book.toml", &format!("[book]\ntitle = \"T\"\n[site]\nout = \"{bad}\"\n"))])),
            ["SB0122"],
            "{bad}"
        );
    }
}

#[test]
fn practice() {
    let site = pages(
        "",
        "[practice]\nname = \"Riverside\"\naddress = \"1 River Street\"\nphone = \"+44 1\"\nweb = \"https://river.example/\"\nlogo = \"dot.png\"",
    );
    for words in ["Riverside", "1 River Street", "+44 1", "https://river.example/", "assets/dot-"] {
        seen(&site, "a.html", words);
    }
    assert!(site["sheets/our-pair.html"].contains("../assets/dot-"), "the logo is relative on a sheet");
    assert_eq!(found(&checked(&[("book.toml", "[book]\ntitle = \"T\"\n[practice]\nweb = \"river\"\n")])), ["SB0121"]);
}

#[test]
fn exit_url() {
    let site = pages("", "[safety]\nguard = \"fear-check\"\nexit_url = \"https://weather.example/\"");
    for path in ["index.html", "a.html", "sheets/our-pair.html", "helplines.html"] {
        seen(&site, path, "https://weather.example/");
    }
}

#[test]
fn guard() {
    assert!(pages("", "")["sheets/our-pair.html"].contains("Before you start"));
    let mut files = vec![("book.toml", "[book]\ntitle = \"T\"\n")];
    files.extend(FILES);
    assert!(found(&checked(&files)).contains(&"SB0330"));
}

#[test]
fn allow_old_helplines() {
    let old = "country: Britain\ncode: GB\nchecked: 2024-01-01\nlines:\n  - {name: Line, phone: \"1\", sources: [{title: A, url: https://a.example}, {title: B, url: https://b.example}]}\n";
    let with = |toml: &str| {
        let prepared = checked(&[("book.toml", toml), ("content/helplines/gb.yaml", old)]);
        (found(&prepared), prepared.book.is_some())
    };
    assert_eq!(with("[book]\ntitle = \"T\"\n"), (vec!["SB0811"], false));
    assert_eq!(with("[book]\ntitle = \"T\"\n[safety]\nallow_old_helplines = true\n"), (vec!["SB0810"], true));
}

/// Differences between two sites, by path.
fn differences(a: &BTreeMap<String, String>, b: &BTreeMap<String, String>) -> Vec<String> {
    a.keys().chain(b.keys()).filter(|k| a.get(*k) != b.get(*k)).cloned().collect()
}

#[test]
fn paper_large_and_pack_change_something() {
    let mut dead = Vec::new();
    for (name, book, rest) in [
        ("pack", "pack = \"riverside\"", ""),
        ("version", "version = \"2nd edition\"", ""),
        ("id", "id = \"two-chairs\"", ""),
        ("paper", "", "[print]\npaper = \"letter\""),
        ("large", "", "[print]\nlarge = true"),
    ] {
        if differences(&plain(), &pages(book, rest)).is_empty() {
            dead.push(name);
        }
    }
    assert!(dead.is_empty(), "without any effect: {dead:?}");
}

#[test]
fn unknown_keys_and_tables_are_reported_each() {
    let prepared = checked(&[(
        "book.toml",
        "[book]\ntitle = \"T\"\ntitel = \"T\"\n[sight]\nout = \"x\"\n[print]\npapers = \"a4\"\n[safety]\nguards = \"x\"\n",
    )]);
    assert_eq!(prepared.diags.iter().filter(|d| d.code.id == "SB0110").count(), 4, "{}", shown(&prepared));
}
