//! The shapes of ids and addresses.

use unicode_normalization::UnicodeNormalization;

/// Whether a text is an exercise's id: kebab-case, 3 to 40 letters, starting with a letter.
#[must_use]
pub fn is_exercise(id: &str) -> bool {
    (3..=40).contains(&id.len()) && is_name(id, b'-')
}

/// Whether a text is an id inside an exercise: snake_case, up to 40 letters, starting with a letter.
#[must_use]
pub fn is_inner(id: &str) -> bool {
    (1..=40).contains(&id.len()) && is_name(id, b'_') && !matches!(id, "on" | "off" | "yes" | "no" | "y" | "n")
}

fn is_name(id: &str, joint: u8) -> bool {
    let bytes = id.as_bytes();
    let first = bytes.first().is_some_and(u8::is_ascii_lowercase);
    let last = bytes.last().is_some_and(|b| *b != joint);
    let doubled = bytes.windows(2).any(|pair| matches!(pair, [a, b] if *a == joint && *b == joint));
    first && last && !doubled && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == joint)
}

/// The nearest well-shaped id to what was typed, for the help line.
#[must_use]
pub fn mend(typed: &str, joint: char) -> String {
    let mut out = String::new();
    for c in typed.nfkd().filter(char::is_ascii) {
        if c.is_ascii_alphanumeric() {
            if !out.is_empty()
                && c.is_ascii_uppercase()
                && !out.ends_with(joint)
                && !typed.chars().all(|c| !c.is_lowercase())
            {
                out.push(joint);
            }
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with(joint) {
            out.push(joint);
        }
    }
    let out = out.trim_end_matches(joint).trim_start_matches(|c: char| !c.is_ascii_lowercase());
    if out.is_empty() { "name".to_owned() } else { out.to_owned() }
}

/// The id in what was typed for one: without quotes, the folder and the ending of its file, and a question of it.
#[must_use]
pub fn meant(typed: &str) -> &str {
    let bare = crate::diag::bare(typed).trim_start_matches("exercise:");
    let name = bare.rsplit(['/', '\\']).next().unwrap_or(bare);
    let name = name.split('#').next().unwrap_or(name);
    [".yaml", ".yml", ".html"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

/// A text whose letters are in one piece, accents and all.
#[must_use]
pub fn composed(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { text.nfc().collect() }
}

/// A text without accents and in lower case, to bring names into an order that people expect.
#[must_use]
pub fn folded(text: &str) -> String {
    text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Ten hexadecimal digits that change with bytes: enough to tell what a thing was from what it is.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().chars().take(10).collect()
}

/// A word for addresses: letters and digits of every script, lower case, joined by hyphens.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut take = |c: char| {
        // Combining marks belong to the letter before them in many scripts.
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') && !matches!(c, '\'' | '\u{2019}') {
            out.push('-');
        }
    };
    // Plain letters are composed already, and most headings have no others.
    if text.is_ascii() {
        text.chars().for_each(|c| take(c.to_ascii_lowercase()));
    } else {
        text.nfc().flat_map(char::to_lowercase).for_each(take);
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}
