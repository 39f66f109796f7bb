//! What the command line asks of the library; the one place to adapt when the library changes.

use std::path::{Path, PathBuf};

use crate::diag::{Code, Diags};
use crate::source::Sources;
use crate::{Built, Locked, Options, Translated};

/// Builds a book; with `strict`, advice stops it as errors do.
pub fn build(
    dir: &Path,
    options: &Options,
    strict: bool,
    out: Option<PathBuf>,
    progress: &(dyn Fn(&str) + Sync),
) -> anyhow::Result<Built> {
    let dir = book(dir);
    crate::build(&dir, options, strict, out, progress)
}

/// The day on which a book is made, in days since 1970-01-01.
pub fn today() -> i64 {
    crate::today()
}

/// Reads and checks a book, drafts too: a draft's mistakes are better known early.
pub fn check(dir: &Path) -> (Sources, Diags) {
    crate::check_all(&book(dir))
}

/// Serves a book until it is stopped; drafts are shown.
#[cfg(feature = "serve")]
pub fn serve(dir: &Path, port: u16, open: bool) -> anyhow::Result<()> {
    let dir = book(dir);
    let watched = dir.clone();
    crate::serve::serve(
        &watched,
        port,
        open,
        move || crate::preview::rebuild(&dir),
        |line| super::print::err(&format!("{line}\n")),
    )
}

/// The preview is a feature that this binary was built without.
#[cfg(not(feature = "serve"))]
pub fn serve(_dir: &Path, _port: u16, _open: bool) -> anyhow::Result<()> {
    anyhow::bail!(
        "this stepbook was built without the preview; use `stepbook build`, or install it with the feature `serve`"
    )
}

/// Writes what a translation into a language needs.
pub fn translate(dir: &Path, language: &str, only: &[String], reviewed: bool) -> anyhow::Result<Translated> {
    crate::translate(&book(dir), language, only, reviewed)
}

/// Whether a site can be published at an address.
pub fn is_base(address: &str) -> bool {
    crate::model::config::is_base(address)
}

/// The workbook in the binary, as paths relative to the book and bytes.
pub fn shipped() -> Vec<(PathBuf, Vec<u8>)> {
    crate::shipped().into_iter().map(|(path, bytes)| (PathBuf::from(path), bytes.to_vec())).collect()
}

/// Every code there is.
pub fn codes() -> Vec<&'static Code> {
    crate::codes()
}

/// A built-in kind: whether it is one of fields, what it is, and an example.
pub fn kind(name: &str) -> Option<(bool, &'static str, &'static str)> {
    crate::kind(name)
}

/// The JSON Schema of all exercises, or of one kind; a book's theme may add kinds.
pub fn schema(dir: &Path, kind: Option<&str>) -> Result<serde_json::Value, String> {
    crate::schema(&crate::kinds_of(&book(dir)), kind)
}

/// Writes `workbook.lock`.
pub fn lock(dir: &Path) -> anyhow::Result<Locked> {
    crate::lock(&book(dir))
}

/// Whoever names `book.toml` itself means its folder.
fn book(dir: &Path) -> PathBuf {
    match dir.parent() {
        Some(parent) if dir.ends_with("book.toml") && dir.is_file() => {
            if parent.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                parent.to_owned()
            }
        }
        _ => dir.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::book;

    #[test]
    fn the_settings_file_stands_for_its_folder() {
        let temp = tempfile::tempdir().unwrap();
        let file = temp.path().join("book.toml");
        assert_eq!(book(&file), file);
        std::fs::write(&file, "").unwrap();
        assert_eq!(book(&file), temp.path());
        assert_eq!(book(Path::new("x")), Path::new("x"));
    }
}
