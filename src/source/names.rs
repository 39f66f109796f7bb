//! Files whose names keep them out of the book though somebody wrote them for it.

use crate::diag::{Code, Diagnostic, Span};

crate::codes! {
    LEFT_OUT Error "SB0007" "a file whose name would keep it out of the book"
        "Chapters end in `.md`, exercises and lists in `.yaml` or `.yml`, in small letters. What stands under `content/` with another ending is taken for a picture or a file to take away; a chapter or exercise with nearly the right name would be lost. Rename it, or move it out of `content/`."
    COPY Advice "SB0008" "a copy that an editor left"
        "It is neither read nor published. Delete it, or have your editor keep its copies elsewhere."
}

/// Endings that other tools give to Markdown.
const MARKDOWN: &[&str] = &["markdown", "mdown", "mkd", "mkdn", "mdx", "mdtxt", "qmd", "rmd"];
/// Text that themes are made of.
const OF_THEMES: &[&str] = &["html", "htm", "css", "js", "toml", "lock"];
/// Endings of the copies that editors and merges leave.
const COPIES: &[&str] = &["bak", "orig", "rej", "swp", "swo", "tmp", "old", "save"];
/// What is read.
const READ: &[&str] = &[".md", ".yaml", ".yml"];

/// What is wrong with the path of a file that would be left out of the book, or published by mistake.
pub fn judge(path: &str) -> Option<impl Fn(Span) -> Diagnostic + Send + use<>> {
    let name = path.strip_prefix("content/")?.rsplit('/').next()?;
    let (code, message, help) = finding(path, name)?;
    Some(move |span| Diagnostic::new(code, span, message.clone()).help(help.clone()))
}

/// The folder that a path is in, where it is one kept for other things than chapters.
#[must_use]
pub fn kept(path: &str) -> Option<&'static str> {
    const KEPT: [&str; 4] = ["content/exercises/", "content/helplines/", "content/packets/", "content/words/"];
    KEPT.into_iter().find(|folder| path.starts_with(folder))
}

/// A file in a folder that was most likely to be `book.toml`: some systems hide an ending and add another.
pub fn nearly_book(folder: &std::path::Path) -> Option<String> {
    let entries = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let near = ["book.toml", "book.toml.txt", "book.tml", "book.txt", "book.ini"];
    names.into_iter().find(|name| near.contains(&name.to_lowercase().as_str()))
}

fn finding(path: &str, name: &str) -> Option<(&'static Code, String, String)> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let small = ending.to_ascii_lowercase();
    if COPIES.contains(&small.as_str()) || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#')) {
        let message = format!("`{name}` looks like a copy that an editor left, and is left out");
        return Some((COPY, message, "delete it".to_owned()));
    }
    let rename = |to: String| Some((LEFT_OUT, format!("`{name}` would not be read"), format!("rename it to `{to}`")));
    match small.as_str() {
        "md" | "yaml" | "yml" if ending != small => rename([stem, ".", &small].concat()),
        "txt" if READ.iter().any(|e| stem.to_ascii_lowercase().ends_with(e)) => rename(stem.to_ascii_lowercase()),
        "md" if kept(path).is_some() => Some((
            LEFT_OUT,
            format!("no chapter is read in `{}`", kept(path).unwrap_or("")),
            "move it to `content/` or into a part's folder".to_owned(),
        )),
        "yaml" | "yml" if path.starts_with("content/words/") && name.split('.').next() != Some("feelings") => Some((
            LEFT_OUT,
            format!("`{name}` would not be read: the list of words is `content/words/feelings.yaml`"),
            "rename it, or put its words into that file".to_owned(),
        )),
        other if MARKDOWN.contains(&other) => rename([stem, ".md"].concat()),
        other if OF_THEMES.contains(&other) => Some((
            LEFT_OUT,
            format!("`{name}` would not be published"),
            "write pages in Markdown and exercises in YAML; styles, scripts and templates belong to a theme".to_owned(),
        )),
        _ => None,
    }
}
