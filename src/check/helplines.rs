//! How old helplines are, and whether there are any.

use super::Facts;
use crate::diag::{Diagnostic, Diags, Span};
use crate::tree::day_number;

crate::codes! {
    OLD Advice "SB0810" "helplines that were checked over 90 days ago"
        "Numbers change. Compare the two sources again, and put the day into `checked:`."
    TOO_OLD Error "SB0811" "helplines that were checked over a year ago"
        "A workbook with numbers nobody has looked at for a year is not published. Compare the sources again and put the day into `checked:`, remove the country, or set `allow_old_helplines = true` under `[safety]` in book.toml."
    UNCHECKED Advice "SB0812" "helplines that nobody has checked"
        "Without `checked:` nobody knows how old the numbers are. Compare both sources, and put the day in."
    FROM_THE_FUTURE Error "SB0813" "helplines checked in the future"
        "The day in `checked:` has not come yet. Put in the day on which the sources were compared."
    NO_HELPLINES Advice "SB0814" "a book with pair exercises and no helplines"
        "Exercises for two can make things less safe where there is fear. Add `content/helplines/<country>.yaml`; the guide shows one."
    NONE_TO_PLACE Error "SB0815" "helplines placed in a book that has none"
        "`{{helplines}}` shows the numbers in the files under `content/helplines/`. Without a file a reader finds an empty place where help was to be. Add `content/helplines/<country>.yaml`, or remove the line."
}

/// The family's rules.
pub fn check(facts: &Facts<'_>, diags: &mut Diags) {
    let book = facts.book;
    for country in &book.helplines {
        let place = Span::new(country.file, 0..0);
        if country.undated {
            continue;
        }
        let Some((checked, day)) = country.checked.as_ref().and_then(|t| Some((t, day_number(&t.value)?))) else {
            diags.push(
                Diagnostic::new(UNCHECKED, place, format!("nobody has checked the lines of {}", country.country))
                    .help("compare both sources, and add `checked:` with the day"),
            );
            continue;
        };
        let age = facts.today - day;
        // A day's grace, for books checked where the day has begun already.
        if age < -1 {
            diags.push(
                Diagnostic::new(FROM_THE_FUTURE, checked.span, format!("{} has not come yet", checked.value))
                    .help("put in the day on which the sources were compared"),
            );
        } else if age > 365 && !book.config.allow_old_helplines {
            diags.push(
                Diagnostic::new(
                    TOO_OLD,
                    checked.span,
                    format!("the lines of {} were checked {age} days ago", country.country),
                )
                .help("compare both sources again, and put in the day"),
            );
        } else if age > 90 {
            diags.push(
                Diagnostic::new(
                    OLD,
                    checked.span,
                    format!("the lines of {} were checked {age} days ago", country.country),
                )
                .help("compare both sources again, and put in the day"),
            );
        }
    }
    // Those that could not be read are there all the same.
    let unread = book.unread.iter().any(|path| path.starts_with("content/helplines/"));
    if !book.helplines.is_empty() || unread {
        return;
    }
    for place in book.pages.iter().flat_map(|page| &page.helplines) {
        diags.push(
            Diagnostic::new(NONE_TO_PLACE, *place, "this book has no helplines to place here")
                .help("add `content/helplines/<country>.yaml`, or remove this line"),
        );
    }
    // Where they are placed and missing, that was just told.
    if book.pages.iter().all(|page| page.helplines.is_empty())
        && let Some(pair) = book.exercises.iter().find(|x| x.kind.for_two())
    {
        diags.push(
            Diagnostic::new(NO_HELPLINES, pair.id_span, "this book has an exercise for two and no helplines")
                .help("add `content/helplines/<country>.yaml`"),
        );
    }
}
