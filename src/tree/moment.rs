//! Days, and lengths of time.

use jiff::civil::{Date, date};
use jiff::{ToSpan, Unit};

/// The day from which days are counted.
const FIRST: Date = date(1970, 1, 1);

/// Minutes of a length of time such as `1h30m`.
pub(super) fn duration(text: &str) -> Option<u32> {
    if !text.chars().all(|c| c.is_ascii_digit() || matches!(c, 'h' | 'm')) {
        return None;
    }
    let (hours, rest) = match text.split_once('h') {
        Some((h, rest)) => (h.parse::<u32>().ok()?, rest),
        None => (0, text),
    };
    let minutes = match rest.strip_suffix('m') {
        Some(m) => m.parse::<u32>().ok()?,
        None if rest.is_empty() && text.contains('h') => 0,
        None => return None,
    };
    hours.checked_mul(60)?.checked_add(minutes).filter(|n| *n > 0 && *n < 60 * 24 * 30)
}

/// Days since 1970-01-01 of a `year-month-day` text, by the civil calendar; `None` when there is no such day.
#[must_use]
pub fn day_number(text: &str) -> Option<i64> {
    let shape = |(at, c): (usize, char)| if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() };
    // The parser takes other forms as well, such as one with a time of day.
    if text.len() != 10 || !text.char_indices().all(shape) {
        return None;
    }
    let day: Date = text.parse().ok()?;
    Some(FIRST.until((Unit::Day, day)).ok()?.get_days().into())
}

/// The day so many days after 1970-01-01, as `2026-11-24`; beyond the calendar's end, its last one.
#[must_use]
pub fn day_text(number: i64) -> String {
    const MOST: i64 = 2_900_000;
    FIRST.saturating_add(number.clamp(-MOST, MOST).days()).to_string()
}

#[cfg(test)]
mod tests {
    use super::{day_number, day_text};

    #[test]
    fn known_days() {
        for (number, text) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (20_781, "2026-11-24"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!((day_number(text), day_text(number).as_str()), (Some(number), text));
        }
        for none in ["2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "20260101", "2026/01/01", ""]
        {
            assert_eq!(day_number(none), None, "{none}");
        }
        assert_eq!(day_text(i64::MAX), day_text(i64::MAX - 1));
    }
}
