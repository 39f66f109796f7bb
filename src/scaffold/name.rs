//! Titles, file names and numbers of what is made.

/// Letters of an address made from a title; file systems stop at 255 bytes.
const LONGEST: usize = 48;

/// A title from a folder's name or an id: `my-first_book` gives `My first book`.
pub fn title(name: &str) -> String {
    let words: Vec<&str> = name.split(['-', '_', ' ']).filter(|w| !w.is_empty()).collect();
    let joined: String = words.join(" ").chars().filter(|c| !c.is_control()).collect();
    let mut chars = joined.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    if first.is_empty() || first == "." { "My workbook".to_owned() } else { first + chars.as_str() }
}

/// A text in double quotes, which YAML and TOML read alike.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// An address cut at a hyphen where it is very long.
pub fn short(slug: &str) -> String {
    let Some((end, _)) = slug.char_indices().nth(LONGEST) else {
        return slug.to_owned();
    };
    let kept = slug.get(..end).unwrap_or(slug);
    kept.rsplit_once('-').map_or(kept, |(head, _)| head).to_owned()
}

/// The address a file or folder of `content/` has: its name without number and ending.
pub fn address(file: &str) -> &str {
    let stem = file.strip_suffix(".md").unwrap_or(file);
    number(stem).map_or(stem, |(_, rest)| rest)
}

/// The number after the highest in use, as wide as the numbers are.
pub fn next_number(files: &[String]) -> String {
    let numbers = || files.iter().filter_map(|file| number(file));
    let next = numbers().filter_map(|(n, _)| n.parse::<u32>().ok()).max().unwrap_or(0).saturating_add(1);
    let width = numbers().map(|(n, _)| n.len()).max().unwrap_or(2);
    format!("{next:0width$}")
}

fn number(name: &str) -> Option<(&str, &str)> {
    let (digits, rest) = name.split_once('-')?;
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some((digits, rest))
}

#[cfg(test)]
mod tests {
    use super::{address, next_number, quoted, short, title};

    #[test]
    fn titles() {
        assert_eq!(title("my-first_book"), "My first book");
        assert_eq!(title("\u{e9}t\u{e9}"), "\u{c9}t\u{e9}");
        assert_eq!(title("--"), "My workbook");
        assert_eq!(quoted("a \"b\"\\"), r#""a \"b\"\\""#);
    }

    #[test]
    fn numbers_and_addresses() {
        let files = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        assert_eq!(next_number(&files(&["index.md", "colophon.md"])), "01");
        assert_eq!(next_number(&files(&["01-a.md", "09-b", "x-3.md"])), "10");
        assert_eq!(next_number(&files(&["001-a.md"])), "002");
        assert_eq!(address("02-how-to.md"), "how-to");
        assert_eq!(address("how-to.md"), "how-to");
    }

    #[test]
    fn long_addresses_end_at_a_word() {
        let long = "\u{e9}t\u{e9}-".repeat(40);
        let cut = short(long.trim_end_matches('-'));
        assert!(cut.chars().count() <= 48 && cut.ends_with('\u{e9}'));
        assert_eq!(short("a-b"), "a-b");
    }
}
