//! Footnotes: numbered in the order in which a reader comes by their marks.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

/// The number of each note that a mark leads to.
#[derive(Default)]
pub(super) struct Notes(BTreeMap<String, usize>);

/// A note's name; capitals make no other note of it.
fn folded(name: &str) -> String {
    name.to_lowercase()
}

impl Notes {
    /// Numbers them.
    pub fn read(events: &[(Event<'_>, Range<usize>)]) -> Self {
        let mut numbers = BTreeMap::new();
        for (event, _) in events {
            if let Event::FootnoteReference(name) = event {
                let next = numbers.len() + 1;
                numbers.entry(folded(name)).or_insert(next);
            }
        }
        Self(numbers)
    }

    /// The number of a note.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.0.get(&folded(name)).copied()
    }
}

/// Notes that no reader is led to: what is wrong with each, where it begins, and the way out.
pub(super) fn idle(events: &[(Event<'_>, Range<usize>)]) -> Vec<(String, Range<usize>, String)> {
    let notes = Notes::read(events);
    let mut given = BTreeSet::new();
    let mut out = Vec::new();
    for (event, range) in events {
        let Event::Start(Tag::FootnoteDefinition(name)) = event else { continue };
        let (message, help) = match notes.number(name) {
            None => (
                format!("nothing leads to the note `[^{name}]:`"),
                format!("put `[^{name}]` into the text where it belongs, or remove the note"),
            ),
            Some(number) if !given.insert(number) => (
                format!("the note `[^{name}]:` is given twice"),
                "give one of them another name, and put its mark into the text".to_owned(),
            ),
            Some(_) => continue,
        };
        out.push((message, range.start..range.start + "[^]:".len() + name.len(), help));
    }
    out
}
