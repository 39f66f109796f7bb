//! The part of a file that is shown around marked places: whole lines, but long ones cut.

use std::ops::Range;

/// Characters of a line that are shown.
pub const LONGEST: usize = 120;

/// Characters kept before the first mark of a line that is cut.
const BEFORE: usize = 30;

/// A place over more lines than this is marked at its first line only: the block's beginning says enough.
const TALLEST: usize = 6;

/// Text to show, and the marks moved into it.
#[derive(Debug, PartialEq, Eq)]
pub struct Window {
    /// Where the first line starts in the file.
    pub start: usize,
    /// The lines.
    pub text: String,
    /// The marks in `text`, in the order they were given.
    pub marks: Vec<Range<usize>>,
}

impl Window {
    /// Marks are byte ranges of `text` at character boundaries.
    pub fn new(text: &str, marks: &[Range<usize>]) -> Self {
        let marks: Vec<Range<usize>> = marks.iter().map(|mark| shorten(text, mark)).collect();
        let first = marks.iter().map(|m| m.start).min().unwrap_or(0);
        let last = marks.iter().map(|m| m.end).max().unwrap_or(0);
        let start = line_start(text, first);
        let mut out = Self { start, text: String::new(), marks: marks.iter().map(|_| 0..0).collect() };
        let mut at = start;
        loop {
            let end = line_end(text, at);
            out.line(text, at..end, &marks);
            // A mark may end at the very start of the line after a line break.
            if end >= last || end == text.len() {
                return out;
            }
            out.text.push('\n');
            at = end + 1;
        }
    }

    fn line(&mut self, text: &str, line: Range<usize>, marks: &[Range<usize>]) {
        let shown = text.get(line.clone()).unwrap_or("");
        let shown = shown.strip_suffix('\r').unwrap_or(shown);
        let here = |point: usize| (line.start..=line.end).contains(&point);
        let focus =
            marks.iter().flat_map(|m| [m.start, m.end]).filter(|p| here(*p)).min().map_or(0, |p| p - line.start);
        let kept = cut(shown, focus);
        let base = self.text.len();
        let lead = if kept.start > 0 { "\u{2026}" } else { "" };
        self.text.push_str(lead);
        self.text.push_str(shown.get(kept.clone()).unwrap_or(""));
        if kept.end < shown.len() {
            self.text.push('\u{2026}');
        }
        let moved = |point: usize| base + lead.len() + (point - line.start).clamp(kept.start, kept.end) - kept.start;
        for (mark, out) in marks.iter().zip(&mut self.marks) {
            if here(mark.start) {
                out.start = moved(mark.start);
            }
            if here(mark.end) {
                out.end = moved(mark.end);
            }
        }
    }
}

/// The bytes of a line that are shown: all of it, or so many characters around `focus`.
fn cut(line: &str, focus: usize) -> Range<usize> {
    if line.len() <= LONGEST || line.chars().nth(LONGEST).is_none() {
        return 0..line.len();
    }
    let focus = focus.min(line.len());
    let (head, tail) = line.split_at_checked(focus).unwrap_or(("", line));
    let before = head.char_indices().rev().take(BEFORE).last().map_or(head.len(), |(at, _)| at);
    let used = head.get(before..).map_or(0, |h| h.chars().count());
    let after = tail.char_indices().nth(LONGEST - used).map_or(line.len(), |(at, _)| head.len() + at);
    before..after
}

/// A mark without the blanks at its end, and only its first line when it is tall.
fn shorten(text: &str, mark: &Range<usize>) -> Range<usize> {
    let marked = text.get(mark.clone()).unwrap_or("");
    let trimmed = marked.trim_end();
    let end = if trimmed.is_empty() {
        marked.lines().next().map_or(mark.start, |l| mark.start + l.len())
    } else {
        mark.start + trimmed.len()
    };
    if trimmed.lines().nth(TALLEST).is_some() { mark.start..line_end(text, mark.start) } else { mark.start..end }
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|t| t.find('\n')).map_or(text.len(), |n| at + n)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Window};

    fn one(text: &str, mark: std::ops::Range<usize>) -> Window {
        Window::new(text, std::slice::from_ref(&mark))
    }

    #[test]
    fn short_lines_stay() {
        let window = Window::new("one\ntwo\nthree\nfour", &[5..6, 8..13]);
        assert_eq!(window, Window { start: 4, text: "two\nthree".to_owned(), marks: vec![1..2, 4..9] });
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let text = format!("{}X{}", "\u{e9}".repeat(500), "b".repeat(500));
        let window = one(&text, 1000..1001);
        assert!(window.text.starts_with('\u{2026}') && window.text.ends_with('\u{2026}'));
        assert_eq!(window.text.chars().count(), LONGEST + 2);
        assert_eq!(window.marks.first().and_then(|m| window.text.get(m.clone())), Some("X"));
    }

    #[test]
    fn line_ends_of_windows_are_left_out() {
        let window = one("ab\r\ncd\r\n", 0..8);
        assert_eq!(window, Window { start: 0, text: "ab\ncd".to_owned(), marks: std::iter::once(0..5).collect() });
    }

    #[test]
    fn a_place_after_the_last_line_break() {
        let window = one("ab\n", 3..3);
        assert_eq!(window, Window { start: 3, text: String::new(), marks: std::iter::once(0..0).collect() });
    }
}
