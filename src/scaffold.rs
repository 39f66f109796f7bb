//! `init` and `new`: the only writer beside `publish`. Nothing that is already there is ever written over.

mod name;

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use include_dir::{Dir, include_dir};
use walkdir::WalkDir;

use crate::diag::nearest;
use crate::kinds::EXERCISES;
use crate::model::id;

static BOOK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/scaffold/book");

/// The kinds there is an exercise of, each with the id and the text of the one that is copied: the example that stands beside the
/// kind's template.
const KINDS: &[(&str, &str, &str)] = &[
    ("worksheet", "a-kind-request", include_str!("../themes/paper/kinds/worksheet/example.yaml")),
    ("check", "steady-enough", include_str!("../themes/paper/kinds/check/example.yaml")),
    ("example", "sunday-morning", include_str!("../themes/paper/kinds/example/example.yaml")),
    ("practice", "the-doorway", include_str!("../themes/paper/kinds/practice/example.yaml")),
    ("checkin", "weekly-look", include_str!("../themes/paper/kinds/checkin/example.yaml")),
    ("pair", "our-pause", include_str!("../themes/paper/kinds/pair/example.yaml")),
    ("cards", "kitchen-table", include_str!("../themes/paper/kinds/cards/example.yaml")),
];

/// The worksheet that the copied pair exercise names as its guard.
const GUARD: &str = "before-we-share";

/// Why nothing was made.
#[derive(Debug)]
pub enum Refused {
    /// What the author can put right, and how.
    Author {
        /// One plain line.
        message: String,
        /// The way out.
        help: String,
    },
    /// The machine's failure.
    Machine(anyhow::Error),
}

impl Refused {
    fn author(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Author { message: message.into(), help: help.into() }
    }
}

impl From<anyhow::Error> for Refused {
    fn from(error: anyhow::Error) -> Self {
        Self::Machine(error)
    }
}

/// What was made.
#[derive(Debug, PartialEq, Eq)]
pub struct Made {
    /// The files, relative to the book.
    pub files: Vec<PathBuf>,
    /// The line to paste into a chapter, if there is one.
    pub paste: Option<String>,
}

/// Makes a small working workbook with one exercise of each kind; `today` is in days since 1970-01-01.
///
/// # Errors
/// When the folder holds something already, or cannot be written.
pub fn init(dir: &Path, today: i64) -> Result<Made, Refused> {
    let name = dir.file_name().map_or_else(|| "My workbook".into(), |n| n.to_string_lossy());
    let title = name::title(&name);
    let mut files = Vec::new();
    collect(&BOOK, &mut files);
    let exercises: Vec<(PathBuf, &str)> =
        KINDS.iter().map(|(_, id, text)| (PathBuf::from(format!("content/exercises/{id}.yaml")), *text)).collect();
    files.extend(exercises.iter().map(|(path, text)| (path.as_path(), text.as_bytes())));
    let files = files.into_iter().map(|(path, bytes)| {
        let text = String::from_utf8_lossy(bytes);
        let path = if path == Path::new("gitignore") { PathBuf::from(".gitignore") } else { path.to_owned() };
        let text = match path.extension().and_then(|e| e.to_str()) {
            Some("toml") => text.replacen("\"TITLE\"", &name::quoted(&title), 1),
            Some("md") => text.replacen("# TITLE", &format!("# {title}"), 1),
            _ => text.replacen("CHECKED", &crate::tree::day_text(today), 1),
        };
        (path, text.into_bytes())
    });
    into_empty(dir, files)
}

/// Makes a copy of a whole book, as a start for a fork.
///
/// # Errors
/// When the folder holds something already, or cannot be written.
pub fn copy(dir: &Path, files: impl IntoIterator<Item = (PathBuf, Vec<u8>)>) -> Result<Made, Refused> {
    let ignore = BOOK.get_file("gitignore").map(|f| (PathBuf::from(".gitignore"), f.contents().to_vec()));
    into_empty(dir, files.into_iter().chain(ignore))
}

/// Adds an exercise to the book in `dir`.
///
/// # Errors
/// When the kind is unknown, the id is badly shaped or taken, `dir` holds no book, or the file cannot be written.
pub fn new_exercise(dir: &Path, kind: &str, exercise: &str) -> Result<Made, Refused> {
    let names: Vec<&str> = KINDS.iter().map(|(name, ..)| *name).collect();
    let Some((_, model, text)) = KINDS.iter().find(|(name, ..)| *name == kind) else {
        let called = EXERCISES.iter().find(|k| k.other_names().contains(&kind)).map(|k| k.name());
        let help = called
            .or_else(|| nearest(kind, &names))
            .map_or_else(|| format!("use one of: {}", names.join(", ")), |name| format!("did you mean `{name}`?"));
        return Err(Refused::author(format!("there is no exercise kind `{kind}`"), help));
    };
    if !id::is_exercise(exercise) {
        let mended = id::mend(exercise, '-');
        let help = if id::is_exercise(&mended) {
            format!("did you mean `{mended}`?")
        } else {
            "such as `my-first-sheet`".to_owned()
        };
        return Err(Refused::author(
            format!("`{exercise}` is no exercise id: 3 to 40 small letters, digits and hyphens, a letter first"),
            help,
        ));
    }
    in_book(dir)?;
    if let Some(path) = holder(dir, exercise) {
        let message = format!("the id `{exercise}` is taken: {}", path.display());
        return Err(Refused::author(message, "take another id, or change that file"));
    }
    let folder = Path::new("content").join("exercises");
    let mut files = vec![(folder.join(format!("{exercise}.yaml")), renamed(model, text, exercise))];
    if EXERCISES.iter().any(|k| k.name() == kind && k.for_two()) && exercise != GUARD && holder(dir, GUARD).is_none() {
        files.push((folder.join(format!("{GUARD}.yaml")), guard_text().to_owned()));
    }
    let words = Path::new("content").join("words").join("feelings.yaml");
    // The model asks for feelings, whose words stand in a file of the book.
    if text.contains("type: feelings")
        && !dir.join(&words).exists()
        && let Some(list) = BOOK.get_file("content/words/feelings.yaml").and_then(|f| f.contents_utf8())
    {
        files.push((words, list.to_owned()));
    }
    let mut made = write(dir, files.into_iter().map(|(path, text)| (path, text.into_bytes())))?;
    made.paste = Some(format!("{{{{exercise {exercise}}}}}"));
    Ok(made)
}

/// Adds a chapter to the book in `dir`, after the last one.
///
/// # Errors
/// When the title holds no letter, its address is taken, `dir` holds no book, or the file cannot be written.
pub fn new_chapter(dir: &Path, title: &str) -> Result<Made, Refused> {
    let title = title.trim();
    let slug = name::short(&id::slug(title));
    if slug.is_empty() || title.chars().any(char::is_control) {
        return Err(Refused::author(
            "a chapter's title needs a letter or digit, on one line",
            "such as: stepbook new chapter \"How to listen\"",
        ));
    }
    in_book(dir)?;
    let content = dir.join("content");
    let mut taken = Vec::new();
    if content.is_dir() {
        for entry in fs::read_dir(&content).with_context(|| format!("cannot read {}", content.display()))? {
            let entry = entry.with_context(|| format!("cannot read {}", content.display()))?;
            taken.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    if let Some(same) = taken.iter().find(|file| name::address(file) == slug) {
        return Err(Refused::author(
            format!("the address `{slug}` is taken: content/{same}"),
            "take another title; it can be changed in the file later",
        ));
    }
    let path = Path::new("content").join(format!("{}-{slug}.md", name::next_number(&taken)));
    let quoted = name::quoted(title);
    let text = format!(
        "---\ntitle: {quoted}\n# summary: One or two sentences for the contents page.\n# draft: true\n---\n\nStart here.\n"
    );
    write(dir, [(path, text.into_bytes())])
}

/// Writes `workbook.lock`, whole or not at all.
///
/// # Errors
/// When the disk fails.
pub fn write_lock(dir: &Path, text: &str) -> anyhow::Result<()> {
    write_over(&dir.join("workbook.lock"), text)
}

/// A folder as it is typed at a command line: in quotes where it holds a blank or a sign that means something there.
#[must_use]
pub fn as_typed(dir: &Path) -> String {
    let text = dir.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | '.' | '-' | '_' | ':' | '~');
    let text = if text.starts_with('-') { ["./", &text].concat() } else { text };
    if text.chars().all(plain) { text } else { format!("\"{text}\"") }
}

/// Writes a text file over the one that is there, whole or not at all.
///
/// # Errors
/// When the disk fails.
pub fn write_over(path: &Path, text: &str) -> anyhow::Result<()> {
    let failed = || format!("cannot write {}", path.display());
    let dir = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".stepbook").tempfile_in(dir).with_context(failed)?;
    file.write_all(text.as_bytes()).with_context(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The default of a temporary file cannot be read by anybody else who builds the book.
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path).map_err(|error| error.error).with_context(failed)?;
    Ok(())
}

fn collect<'a>(dir: &'a Dir<'a>, files: &mut Vec<(&'a Path, &'a [u8])>) {
    files.extend(dir.files().map(|file| (file.path(), file.contents())));
    for inner in dir.dirs() {
        collect(inner, files);
    }
}

/// A model exercise with another id, and a title made from it.
fn renamed(model: &str, text: &str, exercise: &str) -> String {
    let text = text.replace(model, exercise);
    let title = format!("title: {}", name::quoted(&name::title(exercise)));
    let lines: Vec<&str> =
        text.lines().map(|line| if line.starts_with("title: ") { title.as_str() } else { line }).collect();
    lines.join("\n") + "\n"
}

fn guard_text() -> &'static str {
    BOOK.get_file(format!("content/exercises/{GUARD}.yaml")).and_then(|file| file.contents_utf8()).unwrap_or("")
}

/// The file of the book that holds an exercise's id.
fn holder(dir: &Path, exercise: &str) -> Option<PathBuf> {
    let names = [format!("{exercise}.yaml"), format!("{exercise}.yml")];
    let mut walk = WalkDir::new(dir.join("content")).sort_by_file_name().into_iter().filter_map(Result::ok);
    let found = walk.find(|entry| {
        let skip = ["helplines", "words"].iter().any(|s| entry.path().starts_with(dir.join("content").join(s)));
        !skip && names.iter().any(|name| entry.file_name() == name.as_str())
    })?;
    Some(found.path().strip_prefix(dir).unwrap_or(found.path()).to_owned())
}

fn in_book(dir: &Path) -> Result<(), Refused> {
    if dir.join("book.toml").is_file() {
        return Ok(());
    }
    Err(Refused::author(
        "there is no book.toml in this folder",
        "change into your book's folder, name it with --dir, or make a new book with `stepbook init my-workbook`",
    ))
}

/// A fresh repository counts as empty: its own folder is no part of a book.
fn into_empty(dir: &Path, files: impl IntoIterator<Item = (PathBuf, Vec<u8>)>) -> Result<Made, Refused> {
    let shown = dir.display();
    match fs::read_dir(dir) {
        Ok(entries) => {
            let mut names = entries.filter_map(Result::ok).map(|e| e.file_name());
            if let Some(name) = names.find(|n| n != ".git" && n != ".DS_Store") {
                return Err(Refused::author(
                    format!("the folder {shown} is not empty: it holds {}", name.display()),
                    format!("name a new folder, such as `stepbook init {}`", as_typed(&dir.join("workbook"))),
                ));
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(Refused::author(
                format!("{shown} is a file"),
                "name a new folder, such as `stepbook init my-workbook`",
            ));
        }
        Err(error) => return Err(anyhow::Error::new(error).context(format!("cannot read {shown}")).into()),
    }
    write(dir, files)
}

fn write(dir: &Path, files: impl IntoIterator<Item = (PathBuf, Vec<u8>)>) -> Result<Made, Refused> {
    let mut made = Made { files: Vec::new(), paste: None };
    for (path, bytes) in files {
        let target = dir.join(&path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
        }
        match OpenOptions::new().write(true).create_new(true).open(&target) {
            Ok(mut file) => file.write_all(&bytes).with_context(|| format!("cannot write {}", target.display()))?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(Refused::author(
                    format!("{} is already there", target.display()),
                    "nothing was written over; take another name",
                ));
            }
            Err(error) => {
                return Err(anyhow::Error::new(error).context(format!("cannot write {}", target.display())).into());
            }
        }
        made.files.push(path);
    }
    made.files.sort();
    Ok(made)
}

#[cfg(test)]
mod tests;
