//! Files that are no text as they stand: another encoding, another sort of file, or two versions that a merge left.

use std::ops::Range;

use super::{MERGE, NOT_UTF8};
use crate::diag::{Diagnostic, Span};

/// A file with what keeps it from being read.
pub struct Spoilt<F> {
    /// Its text, as far as there is one, so that the place can be shown.
    pub text: String,
    /// The place.
    pub bytes: Range<usize>,
    /// What is said of it.
    pub say: F,
}

/// The text of a file, or why it has none.
pub fn judge(name: &str, bytes: Vec<u8>) -> Result<String, Spoilt<impl Fn(Span) -> Diagnostic + Send + use<>>> {
    let say =
        |code, message: String, help: &'static str| move |span| Diagnostic::new(code, span, message.clone()).help(help);
    if let Some((message, help)) = other_sort(&bytes) {
        return Err(Spoilt { text: String::new(), bytes: 0..0, say: say(NOT_UTF8, message.to_owned(), help) });
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = 1 + error.as_bytes().iter().take(at).filter(|b| **b == b'\n').count();
            // What comes before the place is the same in both, and what stands there is three bytes long.
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let message = format!("not UTF-8 from line {line} on");
            return Err(Spoilt { text, bytes: at..at + 3, say: say(NOT_UTF8, message, SAVE) });
        }
    };
    let own = name == "book.toml" || name == "workbook.lock" || name.starts_with("content/");
    let Some(bytes) = unmerged(&text).filter(|_| own) else { return Ok(text) };
    let message = "a merge was not finished: two versions of these lines stand in the file".to_owned();
    let help = if name == "workbook.lock" {
        "take one of the two versions whole, and run `stepbook lock`"
    } else {
        "keep the lines you want, and delete the others and those that begin with `<<<<<<<`, `=======` and `>>>>>>>`"
    };
    Err(Spoilt { text, bytes, say: say(MERGE, message, help) })
}

const SAVE: &str = "save the file with the encoding UTF-8";
const COPY: &str = "copy its text into a file of a plain text editor, and save that with the encoding UTF-8";

/// What a file is instead of a text, by how it begins, and the way out.
fn other_sort(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let begins = |marks: &[&[u8]]| marks.iter().any(|mark| bytes.starts_with(mark));
    if begins(&[b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0"]) {
        return Some(("this is a document of a word processor, not a text", COPY));
    }
    if begins(&[b"%PDF"]) {
        return Some(("this is a PDF, not a text", COPY));
    }
    let start = bytes.get(..bytes.len().min(256)).unwrap_or(bytes);
    let zeros = start.iter().filter(|byte| **byte == 0).count();
    // Latin letters in two bytes each: every second byte is nothing.
    if begins(&[&[0xff, 0xfe], &[0xfe, 0xff]]) || zeros > 0 && zeros * 3 >= start.len() {
        return Some(("this file is saved as UTF-16, not as UTF-8", SAVE));
    }
    (zeros > 0).then_some(("this is no text: it holds signs that no text has", COPY))
}

/// The line at which a merge left its first mark.
fn unmerged(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        let mark = ["<<<<<<<", ">>>>>>>", "|||||||"].iter().find_map(|mark| bare.strip_prefix(mark));
        if mark.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) {
            return Some(at..at + bare.len());
        }
        at += line.len();
    }
    None
}
