//! The notes in a translator's file: what stands under `of:` is taken out, and written anew at the end. Nothing else is touched.

use std::ops::Range;

use crate::diag::{Diags, FileId};
use crate::tree::{Entry, Node, Value};

/// Why no note can be written in a file: a line, the way out, and the bytes that are in the way.
#[derive(Debug, PartialEq)]
pub(super) struct Refusal {
    pub message: String,
    pub help: String,
    pub at: Range<usize>,
}

/// Keys and words in YAML, with `of` in place of the notes that are there; `of` is empty or ends in a line feed.
pub(super) fn noted(yaml: &str, of: &str) -> Result<String, Refusal> {
    let Some(root) = read(yaml) else { return Err(would_change(yaml)) };
    let entries = root.map().unwrap_or(&[]);
    stands_free(yaml, &root, entries)?;
    let end = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
    let mut before = yaml.to_owned();
    if !before.is_empty() && !before.ends_with('\n') {
        before.push_str(end);
    }
    let old = entries.iter().find(|e| e.key == "of").map_or(before.len()..before.len(), |e| lines_of(&before, e));
    let kept = [before.get(..old.start), before.get(old.end..)].into_iter().flatten();
    let out: String = kept.chain([of.replace('\n', end).as_str()]).collect();
    // Whatever may stand in a file, the translator's words come out of this as they were.
    match (read(&before), read(&out)) {
        (Some(was), Some(is)) if same_words(&was, &is) => Ok(out),
        _ => Err(would_change(yaml)),
    }
}

fn read(yaml: &str) -> Option<Node> {
    let mut found = Diags::new();
    crate::yaml::parse(yaml, FileId(0), 0, &mut found).filter(|node| !found.has_errors() && node.map().is_some())
}

/// A note can be added below keys that begin their lines, and nowhere else.
fn stands_free(yaml: &str, root: &Node, entries: &[Entry]) -> Result<(), Refusal> {
    let Some(first) = entries.iter().find(|e| e.key != "of").or(entries.first()) else { return Ok(()) };
    let at = root.span.start as usize;
    if yaml.get(at..).is_some_and(|t| t.starts_with('{')) {
        return Err(Refusal {
            message: "these words stand in braces, and no note can be written below them".to_owned(),
            help: format!(
                "take out the outer braces and the commas between the keys, and begin each key on a line of its own, such as `{}: ...`",
                first.key
            ),
            at: at..at + 1,
        });
    }
    for entry in entries {
        let at = entry.key_span.start as usize;
        let start = yaml.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
        let lead = yaml.get(start..at).unwrap_or("").trim_end_matches(['"', '\'']);
        if !lead.is_empty() {
            let help = if lead.chars().all(|c| c == ' ') {
                let blanks = if lead.len() == 1 { "the blank".to_owned() } else { format!("{} blanks", lead.len()) };
                format!("take {blanks} away from the beginning of every line, so that `{}` begins its line", entry.key)
            } else {
                format!("begin the line with `{}: ...`", entry.key)
            };
            let message = format!("`{}` does not begin its line, and no note can be written below it", entry.key);
            return Err(Refusal { message, help, at: at..entry.key_span.end as usize });
        }
    }
    Ok(())
}

fn would_change(yaml: &str) -> Refusal {
    Refusal {
        message: "a note at the end of these words would change them".to_owned(),
        help: "let the file end with the last of its words: take out what follows them, such as a line `...`"
            .to_owned(),
        at: yaml.len()..yaml.len(),
    }
}

/// The lines of a key and what it holds.
fn lines_of(text: &str, entry: &Entry) -> Range<usize> {
    let start = text.get(..entry.key_span.start as usize).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
    let end = end_of(text, &entry.value).max(entry.key_span.end) as usize;
    let end = text.get(end..).and_then(|t| t.find('\n')).map_or(text.len(), |n| end + n + 1);
    start..end
}

/// Where what is written of a value ends. A block is over where the next thing begins, and that may be further down.
fn end_of(text: &str, node: &Node) -> u32 {
    let flow = text.get(node.span.start as usize..).is_some_and(|t| t.starts_with(['{', '[']));
    let last = match &node.value {
        Value::Map(entries) if !flow => entries.last().map(|e| end_of(text, &e.value).max(e.key_span.end)),
        Value::List(items) if !flow => items.last().map(|item| end_of(text, item)),
        _ => None,
    };
    last.unwrap_or(node.span.end)
}

/// Whether two trees say the same but for `of` at their top.
fn same_words(a: &Node, b: &Node) -> bool {
    let words =
        |node: &Node| -> Vec<Entry> { node.map().unwrap_or(&[]).iter().filter(|e| e.key != "of").cloned().collect() };
    same_entries(&words(a), &words(b))
}

fn same_entries(a: &[Entry], b: &[Entry]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key == b.key && same(&a.value, &b.value))
}

fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Map(a), Value::Map(b)) => same_entries(a, b),
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::noted;

    const OF: &str = "of: # a note\n  title: abc\n";

    #[test]
    fn notes_are_written_at_the_end_and_nothing_else_is_touched() {
        for (before, after) in [
            ("", "of: # a note\n  title: abc\n"),
            ("# Only a remark.\n", "# Only a remark.\nof: # a note\n  title: abc\n"),
            ("title: Dos\n", "title: Dos\nof: # a note\n  title: abc\n"),
            ("title: Dos", "title: Dos\nof: # a note\n  title: abc\n"),
            ("title: Dos\r\n", "title: Dos\r\nof: # a note\r\n  title: abc\r\n"),
            ("---\n\"title\": Dos\n\n", "---\n\"title\": Dos\n\nof: # a note\n  title: abc\n"),
            ("title: |+\n  Dos\n\n", "title: |+\n  Dos\n\nof: # a note\n  title: abc\n"),
            ("title: Dos\nof:\n", "title: Dos\nof: # a note\n  title: abc\n"),
            ("title: Dos\nof: x # y\nsummary: A\n", "title: Dos\nsummary: A\nof: # a note\n  title: abc\n"),
            (
                "of: # old\n  title: x\n  a.b: y\n\n# Here it begins.\ntitle: Dos # end\n",
                "\n# Here it begins.\ntitle: Dos # end\nof: # a note\n  title: abc\n",
            ),
            ("of: {title: x,\n  b: y}\ntitle: Dos\n", "title: Dos\nof: # a note\n  title: abc\n"),
            ("of:\n  - x\n  - y: {}\ntitle: Dos\n", "title: Dos\nof: # a note\n  title: abc\n"),
        ] {
            assert_eq!(noted(before, OF).as_deref(), Ok(after), "{before:?}");
            assert_eq!(noted(after, OF).as_deref(), Ok(after), "a second time");
            assert!(!noted(after, "").unwrap().contains("of:"), "{after:?}");
        }
    }

    #[test]
    fn a_file_without_a_place_for_notes_is_left_alone() {
        for (text, says, way_out) in [
            ("{title: Dos, of: {title: b}}\n", "in braces", "such as `title: ...`"),
            ("# A\n---\n{\ntitle: Dos,\nof: {title: b}\n}\n", "in braces", "outer braces"),
            ("  title: Dos\n  summary: A\n", "`title` does not begin", "take 2 blanks away"),
            ("  of: {title: b}\n  title: Dos\n", "`of` does not begin", "take 2 blanks away"),
            ("? title\n: Dos\n", "`title` does not begin", "begin the line with `title: ...`"),
            ("title: Dos\n...\n", "would change", "a line `...`"),
            ("title: [Dos\n", "would change", ""),
        ] {
            let refusal = noted(text, OF).unwrap_err();
            assert!(refusal.message.contains(says) && refusal.help.contains(way_out), "{text:?}: {refusal:?}");
        }
    }
}
