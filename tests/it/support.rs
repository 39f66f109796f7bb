//! Small books made of strings.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use stepbook::diag::{Diags, Span};
use stepbook::load::{self, Drafts};
use stepbook::render::{Maker, Theme};
use stepbook::site::Body;
use stepbook::source::Sources;
use stepbook::{Options, Prepared, prepare_sources};

/// A smallest PNG: what a picture in a test is.
pub const PNG: &[u8] = include_bytes!("dot.png");

pub const BOOK: &str = "[book]\ntitle = \"A small book\"\n";
pub const INDEX: &str = "---\ntitle: Welcome\n---\n\nA few words.\n";

/// The day every test runs on: 2026-01-01.
pub fn options() -> Options {
    Options { today: Some(20_454), ..Options::default() }
}

/// The files with what a book needs, unless given: `book.toml`, and an `index.md` that places every exercise that can
/// be read. A file given as `-` is left out.
pub fn book(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::default();
    let has = |name: &str| files.iter().any(|(path, _)| *path == name);
    if !has("book.toml") {
        sources.add("book.toml".into(), BOOK.into());
    }
    for (path, text) in files.iter().filter(|(_, text)| *text != "-") {
        if path.ends_with(".png") {
            sources.embed(*path, PNG);
        } else {
            sources.add((*path).to_owned(), (*text).to_owned());
        }
    }
    if !has("content/index.md") {
        let read = load::book(&sources, Drafts::In, &mut Diags::new());
        let placed: String = read.exercises.iter().map(|x| format!("\n{{{{exercise {}}}}}\n", x.id)).collect();
        sources.add("content/index.md".into(), format!("{INDEX}{placed}"));
    }
    sources
}

pub fn checked(files: &[(&str, &str)]) -> Prepared {
    prepare_sources(book(files), Diags::new(), &options())
}

/// `path:line:column` of a place.
pub fn place(sources: &Sources, span: Span) -> String {
    let source = sources.get(span.file);
    let (line, column) = source.position(span.start as usize);
    format!("{}:{line}:{column}", source.path)
}

/// Findings, a line each.
pub fn shown(prepared: &Prepared) -> String {
    let line = |d: &stepbook::diag::Diagnostic| {
        format!(
            "{} {} {} [{}]\n",
            d.code.id,
            place(&prepared.sources, d.place.span),
            d.message,
            d.help.as_deref().unwrap_or("")
        )
    };
    prepared.diags.iter().map(line).collect()
}

/// Codes found, each once.
pub fn found(prepared: &Prepared) -> Vec<&'static str> {
    let mut ids: Vec<&'static str> = prepared.diags.iter().map(|d| d.code.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Every file of the book's site, unminified.
pub fn site_of(prepared: Prepared, base_url: Option<&str>) -> BTreeMap<String, String> {
    let said = shown(&prepared);
    let Some((book, theme)) = prepared.book else { panic!("the book has mistakes:\n{said}") };
    render(&book, &prepared.sources, &theme, base_url)
}

pub fn render(
    book: &stepbook::model::Book,
    sources: &Sources,
    theme: &Theme,
    base_url: Option<&str>,
) -> BTreeMap<String, String> {
    render_in(book, theme, &[], sources, base_url)
}

/// Every file of the site in all its languages.
pub fn render_all(prepared: &Prepared, base_url: Option<&str>) -> BTreeMap<String, String> {
    let Some((book, theme)) = &prepared.book else { panic!("the book has mistakes:\n{}", shown(prepared)) };
    render_in(book, theme, &prepared.translations, &prepared.sources, base_url)
}

fn render_in(
    book: &stepbook::model::Book,
    theme: &Theme,
    translations: &[(stepbook::model::Book, Theme)],
    sources: &Sources,
    base_url: Option<&str>,
) -> BTreeMap<String, String> {
    let mut diags = Diags::new();
    let makers = Maker::all(book, theme, translations, sources, base_url, &mut diags);
    let site = stepbook::render::site(&makers);
    let out: RefCell<BTreeMap<String, String>> = RefCell::default();
    for unit in site.units() {
        for output in (unit.make)().unwrap_or_else(|d| panic!("{}", d.message)) {
            assert!(unit.paths.contains(&output.path), "{} was not planned", output.path);
            let text = match output.body {
                Body::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                Body::Page(html) | Body::Piece(html) => html,
                Body::Copy(path) => path.display().to_string(),
            };
            out.borrow_mut().entry(output.path).or_default().push_str(&text);
        }
    }
    drop(site);
    assert!(diags.iter().next().is_none());
    out.into_inner()
}

/// Writes files below a folder.
pub fn write(dir: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = dir.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// A folder with a small book in it.
pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in [("book.toml", BOOK), ("content/index.md", INDEX)] {
        if !files.iter().any(|(p, _)| *p == path) {
            write(dir.path(), &[(path, text)]);
        }
    }
    let texts: Vec<(&str, &str)> = files.iter().copied().filter(|(_, text)| *text != "-").collect();
    write(dir.path(), &texts);
    dir
}

/// All files below a folder with their bytes.
pub fn tree(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![dir.to_owned()];
    while let Some(at) = open.pop() {
        for entry in std::fs::read_dir(&at).unwrap().map(Result::unwrap) {
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                open.push(entry.path());
            } else if kind.is_file() {
                let name = entry.path().strip_prefix(dir).unwrap().to_string_lossy().replace('\\', "/");
                out.insert(name, std::fs::read(entry.path()).unwrap());
            }
        }
    }
    out
}

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
