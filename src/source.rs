//! The book's files as text, from a folder or from strings; the only room that reads the author's disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use crate::diag::{Code, Diagnostic, Diags, FileId, Span};

mod names;
mod spoilt;

pub use names::{LEFT_OUT, kept};

crate::codes! {
    NOT_UTF8 Error "SB0001" "a text file is not UTF-8"
        "Chapters, exercises and settings are read as UTF-8. Open the file in your editor, choose \"save with encoding\" and take UTF-8; the message names the first line with a sign that does not fit."
    TOO_LARGE Error "SB0002" "a text file is too large to be a chapter or an exercise"
        "A text file may be up to 8 MB. A file past that is nearly always a data file in the wrong folder or a picture saved as text. Move it out of `content/`, or split it into several chapters."
    LINK_LOOP Error "SB0003" "a symbolic link leads outside the book or round in a circle"
        "Links inside `content/` are not followed, so that a build reads what the repository shows and nothing else. Replace the link by the file or folder it points to."
    UNREADABLE Error "SB0004" "a file cannot be read"
        "The operating system refused to open the file. Check its permissions, and that no other program holds it."
    NO_BOOK Error "SB0005" "there is no book.toml here"
        "stepbook builds the folder that holds `book.toml`. Change into your book's folder, name it on the command line, or make one with `stepbook init my-workbook`."
    MERGE Error "SB0009" "a merge that was not finished"
        "Where two people changed the same lines, git leaves both versions in the file, between lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`. Keep the lines you want, and delete the others and the three marks. In `workbook.lock` take one version whole, and run `stepbook lock`."
    ODD_NAME Error "SB0006" "a file's name cannot become an address"
        "File names become parts of addresses. Names that are not Unicode, or hold a control character, a backslash or a colon, do not work on every system. Rename the file."
}

/// Bytes beyond which a text file is refused: a novel is under 2 MB.
pub const LARGEST_TEXT: u64 = 8 * 1024 * 1024;

/// One text file.
#[derive(Debug)]
pub struct Source {
    /// Path relative to the book, with `/`.
    pub path: String,
    /// Its text without a byte-order mark.
    pub text: String,
    lines: Vec<u32>,
}

impl Source {
    fn new(path: String, text: String) -> Self {
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let text = if text.contains('\r') { one_sort_of_end(text) } else { text };
        let mut lines = vec![0];
        for (at, byte) in text.bytes().enumerate() {
            if byte == b'\n' {
                lines.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        Self { path, text, lines }
    }

    /// Line and column, both from 1, of a byte offset; the column counts characters.
    #[must_use]
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|&start| start as usize <= offset).max(1);
        let start = self.lines.get(line - 1).map_or(0, |&s| s as usize);
        let column = self.text.get(start..offset.max(start)).map_or(0, |t| t.chars().count());
        (line, column + 1)
    }

    /// The text of a span, empty when it lies outside.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.bytes()).unwrap_or("")
    }
}

/// All files of one book: texts read, others known by path.
#[derive(Debug, Default)]
pub struct Sources {
    texts: Vec<Source>,
    by_path: BTreeMap<String, FileId>,
    assets: BTreeMap<String, Asset>,
    /// Files that could not be read, which was reported; nothing is expected of them.
    unread: BTreeSet<FileId>,
    /// By what the files that are published as they are can be named in a finding.
    asset_files: BTreeMap<String, FileId>,
    /// Where texts lie whose names on the disk are written with accents as signs of their own.
    apart: BTreeMap<String, PathBuf>,
}

/// A file that is published as it is, such as a picture.
#[derive(Debug, Clone)]
pub enum Asset {
    /// On the disk.
    File(PathBuf),
    /// In the binary.
    Embedded(&'static [u8]),
}

impl Asset {
    /// The bytes.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub fn bytes(&self) -> std::io::Result<Vec<u8>> {
        match self {
            Self::File(path) => std::fs::read(path),
            Self::Embedded(bytes) => Ok(bytes.to_vec()),
        }
    }
}

enum Found {
    Text(String, String),
    /// A text in which something stands that keeps it from being read: the bytes, and what is said of them.
    Spoilt(String, String, std::ops::Range<usize>, Box<dyn Fn(Span) -> Diagnostic + Send>),
    Bad(String, Box<dyn Fn(Span) -> Diagnostic + Send>),
    Asset(String, PathBuf),
}

impl Sources {
    /// Reads a book's folder: `book.toml`, `workbook.lock`, and everything under `content/` and `themes/`.
    /// What cannot be read is reported and left out.
    pub fn read(root: &Path, diags: &mut Diags) -> Self {
        let mut paths: Vec<(String, PathBuf)> = Vec::new();
        let mut bad: Vec<Found> = Vec::new();
        for name in ["book.toml", "workbook.lock"] {
            if root.join(name).is_file() {
                paths.push((name.to_owned(), root.join(name)));
            }
        }
        for top in ["content", "themes"] {
            if !root.join(top).is_dir() {
                continue;
            }
            let walk = WalkDir::new(root.join(top))
                .sort_by_file_name()
                .into_iter()
                .filter_entry(|e| !e.file_name().to_string_lossy().starts_with('.'));
            for entry in walk {
                match entry {
                    Ok(entry) => list(root, &entry, &mut paths, &mut bad),
                    Err(error) => {
                        let path = error.path().map_or_else(|| top.to_owned(), |p| relative(root, p));
                        let why = error.to_string();
                        bad.push(Found::Bad(path, Box::new(move |s| Diagnostic::new(UNREADABLE, s, why.clone()))));
                    }
                }
            }
        }
        let lies = |(name, path): &(String, PathBuf)| {
            let typed = path.strip_prefix(root).unwrap_or(path);
            (!name.is_ascii() && typed != Path::new(name)).then(|| (name.clone(), typed.to_owned()))
        };
        let apart = paths.iter().filter_map(lies).collect();
        let mut found: Vec<Found> = paths.into_par_iter().map(|(name, path)| read_one(name, path)).collect();
        found.append(&mut bad);
        let mut sources = Self { apart, ..Self::default() };
        for item in found {
            match item {
                Found::Text(path, text) => {
                    sources.add(path, text);
                }
                Found::Asset(path, file) => {
                    let id = sources.list(Source::new(path.clone(), String::new()));
                    sources.asset_files.insert(path.clone(), id);
                    sources.assets.insert(path, Asset::File(file));
                }
                Found::Spoilt(path, text, bytes, make) => {
                    let file = sources.add(path, text);
                    sources.unread.insert(file);
                    diags.push(make(Span::new(file, bytes)));
                }
                Found::Bad(path, make) => {
                    let file = sources.add(path, String::new());
                    sources.unread.insert(file);
                    diags.push(make(Span::new(file, 0..0)));
                }
            }
        }
        if sources.file("book.toml").is_none() {
            let file = sources.add("book.toml".to_owned(), String::new());
            sources.unread.insert(file);
            let message = if root.is_dir() || root.as_os_str().is_empty() {
                "there is no book.toml in this folder".to_owned()
            } else {
                format!("there is no folder `{}`", root.display())
            };
            let help = names::nearly_book(root).map_or_else(
                || "name the book's folder, or make a new book with `stepbook init my-workbook`".to_owned(),
                |name| format!("rename `{name}` to `book.toml`"),
            );
            diags.push(Diagnostic::new(NO_BOOK, Span::new(file, 0..0), message).help(help));
        }
        sources
    }

    /// A book made of strings, for tests and for text that never was a file.
    #[must_use]
    pub fn from_texts<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let mut sources = Self::default();
        for (path, text) in files {
            sources.add(path.into(), text.into());
        }
        sources
    }

    /// Adds an embedded file that is published as it is.
    pub fn embed(&mut self, path: impl Into<String>, bytes: &'static [u8]) {
        self.assets.insert(path.into(), Asset::Embedded(bytes));
    }

    /// Adds a text file, replacing the one at the same path.
    pub fn add(&mut self, path: String, text: String) -> FileId {
        let source = Source::new(path.clone(), text);
        if let Some(&id) = self.by_path.get(&path) {
            if let Some(slot) = self.texts.get_mut(id.0 as usize) {
                *slot = source;
            }
            return id;
        }
        let id = self.list(source);
        self.by_path.insert(path, id);
        id
    }

    fn list(&mut self, source: Source) -> FileId {
        let id = FileId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(source);
        id
    }

    /// What names a file that is published as it is, when it is one from the disk.
    #[must_use]
    pub fn asset_file(&self, path: &str) -> Option<FileId> {
        self.asset_files.get(path).copied()
    }

    /// Where a text lies below the book, or would lie beside another one: some systems take names apart that are in one piece
    /// here, and a second file under nearly the same name would be another one.
    #[must_use]
    pub fn on_disk(&self, path: &str, beside: &str) -> PathBuf {
        if let Some(own) = self.apart.get(path) {
            return own.clone();
        }
        let folder = self.apart.get(beside).and_then(|other| other.parent());
        match (folder, path.rsplit('/').next()) {
            (Some(folder), Some(name)) => folder.join(name),
            _ => PathBuf::from(path),
        }
    }

    /// The id of a text file.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// A text file; an id from another `Sources` gives an empty one.
    #[must_use]
    pub fn get(&self, id: FileId) -> &Source {
        static NONE: Source = Source { path: String::new(), text: String::new(), lines: Vec::new() };
        self.texts.get(id.0 as usize).unwrap_or(&NONE)
    }

    /// Text files below a folder that could be read, sorted by path; the prefix ends in `/`.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (FileId, &'a Source)> {
        self.by_path
            .range(prefix.to_owned()..)
            .take_while(move |(path, _)| path.starts_with(prefix))
            .filter(|(_, id)| !self.unread.contains(id))
            .map(|(_, &id)| (id, self.get(id)))
    }

    /// Text files that could not be read, which was reported.
    pub fn unread(&self) -> impl Iterator<Item = &Source> {
        self.unread.iter().map(|id| self.get(*id))
    }

    /// Whether a text file is there and could be read.
    #[must_use]
    pub fn is_read(&self, file: FileId) -> bool {
        !self.unread.contains(&file)
    }

    /// Other files, sorted by path.
    #[must_use]
    pub fn assets(&self) -> &BTreeMap<String, Asset> {
        &self.assets
    }

    /// All text files in order of their ids.
    pub fn texts(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.by_path.values().map(|&id| (id, self.get(id)))
    }
}

fn list(root: &Path, entry: &walkdir::DirEntry, paths: &mut Vec<(String, PathBuf)>, bad: &mut Vec<Found>) {
    if entry.file_type().is_dir() {
        return;
    }
    let name = relative(root, entry.path());
    if entry.path_is_symlink() {
        bad.push(Found::Bad(
            name,
            Box::new(|s| {
                Diagnostic::new(LINK_LOOP, s, "symbolic links in a book are not followed")
                    .help("replace the link by the file or folder it points to")
            }),
        ));
        return;
    }
    let odd = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_str().is_none()
        || name.chars().any(|c| c.is_control() || matches!(c, '\\' | ':' | '\u{fffd}'));
    if odd {
        bad.push(Found::Bad(
            name,
            Box::new(|s| {
                Diagnostic::new(ODD_NAME, s, "this file's name cannot become an address")
                    .help("rename it: letters, digits, spaces, `-`, `_` and `.` work everywhere")
            }),
        ));
        return;
    }
    // A pipe or a device has no text, and reading it could wait for ever.
    if !entry.file_type().is_file() {
        bad.push(Found::Bad(
            name,
            Box::new(|s| {
                Diagnostic::new(UNREADABLE, s, "this is no file that can be read, but a pipe, a socket or a device")
                    .help("remove it")
            }),
        ));
        return;
    }
    if !name.is_ascii() && paths.iter().any(|(before, _)| *before == name) {
        bad.push(Found::Bad(
            name,
            Box::new(|s| {
                Diagnostic::new(ODD_NAME, s, "two files have names that look the same")
                    .help("one of them is written with accents as signs of their own: rename or delete it")
            }),
        ));
        return;
    }
    if let Some(finding) = names::judge(&name) {
        bad.push(Found::Bad(name, Box::new(finding)));
        return;
    }
    paths.push((name, entry.path().to_owned()));
}

/// Every code of reading files.
#[must_use]
pub fn codes() -> Vec<&'static Code> {
    [CODES, names::CODES].concat()
}

/// A path below the book, in composed letters: some systems take them apart, and a link is typed in one piece.
fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = path.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    let whole = parts.join("/");
    if whole.is_ascii() { whole } else { whole.nfc().collect() }
}

/// Lines that end with a carriage return alone, as on old machines, end as all others do. No byte moves.
fn one_sort_of_end(text: String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        out.push(if c == '\r' && signs.peek() != Some(&'\n') { '\n' } else { c });
    }
    out
}

fn is_text(name: &str) -> bool {
    let text = ["md", "yaml", "yml", "toml", "lock", "html", "css", "js"];
    name.rsplit_once('.').is_some_and(|(_, ext)| text.contains(&ext.to_ascii_lowercase().as_str()))
}

fn read_one(name: String, path: PathBuf) -> Found {
    if !is_text(&name) {
        return Found::Asset(name, path);
    }
    let size = std::fs::metadata(&path).map_or(0, |m| m.len());
    if size > LARGEST_TEXT {
        return Found::Bad(
            name,
            Box::new(move |s| {
                Diagnostic::new(
                    TOO_LARGE,
                    s,
                    format!("this file has {} MB; a text file may have 8", size / 1024 / 1024),
                )
                .help("split it into several chapters, or move it out of the book")
            }),
        );
    }
    match std::fs::read(&path) {
        Err(error) => Found::Bad(
            name,
            Box::new(move |s| Diagnostic::new(UNREADABLE, s, format!("cannot read this file: {error}"))),
        ),
        Ok(bytes) => match spoilt::judge(&name, bytes) {
            Ok(text) => Found::Text(name, text),
            Err(spoilt) => Found::Spoilt(name, spoilt.text, spoilt.bytes, Box::new(spoilt.say)),
        },
    }
}
