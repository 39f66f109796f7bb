//! Addresses and paths: how they are joined and written, and which are the tool's own.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The pages that every book has, beside its own.
pub const PAGES: [&str; 8] = [
    "exercises.html",
    "helplines.html",
    "mine.html",
    "colophon.html",
    "404.html",
    "leave.html",
    "print.html",
    "packet.html",
];

/// The folders that the tool fills, whether or not there is something to lie in them yet.
const FOLDERS: [&str; 3] = ["sheets/", "assets/", "standalone/"];

/// Whether no page of text can have an address.
#[must_use]
pub fn is_taken(address: &str) -> bool {
    PAGES.contains(&address) || FOLDERS.iter().any(|folder| address.starts_with(folder))
}

/// Where a relative path leads from a file, with `..` worked out; never out of what they lie in.
#[must_use]
pub fn beside(file: &str, path: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// All that has to be written otherwise in a part of an address: everything but what RFC 3986 calls unreserved.
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
const PATH: &AsciiSet = &PART.remove(b'/');

/// A text as a part of an address.
#[must_use]
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PART).to_string()
}

/// A path as an address.
#[must_use]
pub fn encoded_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// Undoes `%20` and the like; none when it is no text.
#[must_use]
pub fn decoded(text: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(text).decode_utf8().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_without_a_way_out() {
        for (file, path, leads) in [
            ("content/a/b.md", "c.md", "content/a/c.md"),
            ("content/a/b.md", "../c.md", "content/c.md"),
            ("content/a/b.md", ".//c/./d.md", "content/a/c/d.md"),
            ("content/b.md", "../../../etc/passwd", "etc/passwd"),
            ("b.md", "c.md", "c.md"),
        ] {
            assert_eq!(beside(file, path), leads, "{path} in {file}");
        }
    }

    #[test]
    fn what_addresses_cannot_hold_is_written_otherwise_and_read_back() {
        assert_eq!(encoded_path("a/\u{e9}%.md"), "a/%C3%A9%25.md");
        assert_eq!(encoded("a/b c~"), "a%2Fb%20c~");
        assert_eq!(decoded("a%2Fb%20c~%").as_deref(), Some("a/b c~%"));
        assert_eq!(decoded("%FF"), None);
    }
}
