//! `stepbook translate`: what it says of each file.

use std::path::Path;

use super::{Outcome, print, report, stages};
use crate::diag::nearest;

/// Writes places and notes for a language, and tells what is left to do.
pub fn run(dir: &Path, language: &str, only: &[String], reviewed: bool) -> anyhow::Result<Outcome> {
    let done = stages::translate(dir, language, only, reviewed)?;
    report(&done.diags, &done.sources);
    let Some(files) = done.files else {
        let known: Vec<&str> = done.languages.iter().map(String::as_str).collect();
        // What book.toml names is not known while it cannot be read.
        if known.contains(&language) || known.is_empty() && done.diags.has_errors() {
            print::err("nothing was written; mend the book first\n");
            return Ok(Outcome::Mistakes);
        }
        let help = match nearest(language, &known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add `[translations.{language}]` to book.toml, with `title = \"...\"` below it"),
        };
        print::err(&print::failure(&format!("book.toml does not name the language `{language}`"), Some(&help)));
        return Ok(Outcome::Mistakes);
    };
    for typed in &done.strangers {
        let message = format!("`{typed}` is no file that is translated into `{language}`");
        let help = "name chapters or exercises by their paths, as `content/01-start.md`, or leave the names out";
        print::err(&print::failure(&message, Some(help)));
    }
    if files.is_empty() {
        if done.strangers.is_empty() && !done.diags.has_errors() {
            let help = "write a chapter or an exercise first";
            print::err(&print::failure("the book has no file to translate", Some(help)));
        }
        return Ok(Outcome::Mistakes);
    }
    let mut left = 0;
    for file in &files {
        left += file.missing.len() + file.changed.len();
        let mut said = Vec::new();
        if file.made {
            said.push(format!("written, {} to translate", print::number(file.missing.len(), "text", "texts")));
        } else if !file.missing.is_empty() {
            said.push(format!("{} missing: {}", file.missing.len(), few(&file.missing)));
        }
        if !file.changed.is_empty() {
            said.push(format!("{} changed in the source: {}", file.changed.len(), few(&file.changed)));
        }
        if file.noted > 0 {
            said.push(format!("{} noted", print::number(file.noted, "text", "texts")));
        }
        if !said.is_empty() {
            print::err(&format!("{}: {}\n", file.path, said.join("; ")));
        }
    }
    let texts = print::number(left, "text", "texts");
    print::err(&format!(
        "{} in `{language}`, {texts} left to translate or to look at\n",
        print::number(files.len(), "file", "files")
    ));
    if !done.strangers.is_empty() {
        return Ok(Outcome::Mistakes);
    }
    Ok(Outcome::of(&done.diags, false))
}

/// The first few places.
fn few(places: &[String]) -> String {
    let first = places.iter().take(3).map(|p| format!("`{p}`")).collect::<Vec<_>>().join(", ");
    if places.len() > 3 { format!("{first} and {} more", places.len() - 3) } else { first }
}
