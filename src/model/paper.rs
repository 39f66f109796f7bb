//! How much paper a blank sheet is expected to take.

use super::{Book, Exercise, Field};
use crate::tree::Text;

/// Millimetres that both A4 and Letter leave inside 10 mm margins, less header and footer.
const PAGE: f32 = 259.0 - 24.0;

impl Exercise {
    /// Printed pages its blank sheet is expected to fill.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of pages is small")]
    pub fn needs(&self, book: &Book) -> u32 {
        (self.height(book) / PAGE).ceil().max(1.0) as u32
    }

    /// Whether it surely needs more pages than it declares; the estimate is good to about a tenth.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a count of pages is small")]
    pub fn is_too_long(&self, book: &Book) -> bool {
        self.height(book) > self.pages as f32 * PAGE * 1.1
    }

    /// Whether its length can be told: what it shows of others is there, and is what it should be.
    #[must_use]
    pub fn is_measurable(&self, book: &Book) -> bool {
        self.whole && self.spec.is_measurable(book)
    }

    /// Millimetres its blank sheet is expected to take, in the measure of `PAGE`.
    #[must_use]
    pub fn height(&self, book: &Book) -> f32 {
        let text = |t: &Option<Text>| t.as_ref().map_or(0.0, |t| paragraph(&t.value));
        let fields: f32 = if self.spec.prints_fields() { self.all_fields().map(|f| f.height(book)).sum() } else { 0.0 };
        26.0 + text(&self.intro) + text(&self.outro) + fields + self.spec.height(self, book)
    }
}

impl Field {
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    fn height(&self, book: &Book) -> f32 {
        let words = |t: &Option<Text>| t.as_ref().map_or(0.0, |t| paragraph(&t.value));
        words(&self.label) + words(&self.hint) + self.ruled() as f32 * 8.0 + self.spec.height_in(book) + 2.0
    }
}

/// Millimetres a paragraph takes over the whole width of a sheet, in its type.
#[must_use]
pub fn paragraph(text: &str) -> f32 {
    paragraph_in(text, 92.0)
}

/// The same where a line holds so many letters: 6 mm a line, and 3 mm after it.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "an estimate")]
pub fn paragraph_in(text: &str, letters: f32) -> f32 {
    text.lines().map(|line| (line.chars().count() as f32 / letters).ceil().max(0.5) * 6.0).sum::<f32>() + 3.0
}
