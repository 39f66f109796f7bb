//! HTML that stands in a chapter, as it was typed.

use std::ops::Range;

/// HTML in pieces that follow each other, where the marks of a list or a quotation may stand between them.
#[derive(Debug, Default)]
pub struct Raw {
    /// All of it.
    pub html: String,
    /// Where each piece begins in it, and its bytes in the chapter.
    pieces: Vec<(usize, Range<usize>)>,
}

impl Raw {
    /// HTML that is in one piece so far.
    pub(super) fn of(html: &str, range: Range<usize>) -> Self {
        let mut raw = Self::default();
        raw.push(html, range);
        raw
    }

    /// Adds what follows.
    pub(super) fn push(&mut self, html: &str, range: Range<usize>) {
        self.pieces.push((self.html.len(), range));
        self.html.push_str(html);
    }

    /// The bytes in the chapter of a part of it.
    #[must_use]
    pub fn place(&self, part: &Range<usize>) -> Range<usize> {
        let start = self.at(part.start, |range| range.start);
        let end = self.at(part.end.saturating_sub(1), |range| range.end.saturating_sub(1)) + 1;
        start..end.max(start)
    }

    /// One byte in the chapter. Where a piece was not taken letter by letter, `whole` says which of its bytes stands for all.
    fn at(&self, byte: usize, whole: impl Fn(&Range<usize>) -> usize) -> usize {
        let after = self.pieces.partition_point(|(from, _)| *from <= byte);
        let Some((from, range)) = after.checked_sub(1).and_then(|n| self.pieces.get(n)) else { return 0 };
        let next = self.pieces.get(after).map_or(self.html.len(), |(from, _)| *from);
        if next - from == range.len() { range.start + (byte - from) } else { whole(range) }
    }
}
