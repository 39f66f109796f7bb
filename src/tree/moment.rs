//! Days, and lengths of time.

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
    if !text.chars().all(|c| c.is_ascii_digit() || c == '-') {
        return None;
    }
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    let (y, m, d): (i64, i64, i64) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    let longest = match m {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=longest).contains(&d) {
        return None;
    }
    // Counted from 1 March, so that the leap day ends a year.
    let (y, m) = if m > 2 { (y, m - 3) } else { (y - 1, m + 9) };
    let days = 365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + d - 1;
    Some(days - 719_468)
}
