//! The reader over a map: takes what it knows by a table of parameters, and reports the rest.

use std::cell::RefCell;

use super::keys::{OTHER_WORDS, fits, listed, nearly, unknown};
use super::moment::{day_number, duration};
use super::{
    BAD_DATE, BAD_DURATION, EMPTY_TEXT, Entry, MISSING_KEY, Node, OUT_OF_RANGE, Param, Spanned, Text, UNKNOWN_WORD,
    WRONG_TYPE,
};
use crate::diag::{Diagnostic, Diags, Severity, Span, is_unseen};

/// Where a reader reports to.
pub type Report = RefCell<Diags>;

/// Reads one map by its table of parameters.
pub struct Table<'a> {
    entries: &'a [Entry],
    span: Span,
    report: &'a Report,
    what: String,
    /// Keys that were most likely meant by others that nothing reads, which was reported.
    meant: Vec<String>,
}

impl<'a> Table<'a> {
    /// Opens a map: reports unknown and missing keys at once. `None` when it is no map, which has then been reported.
    pub fn open(node: &'a Node, what: impl Into<String>, params: &[&[Param]], report: &'a Report) -> Option<Self> {
        let what = what.into();
        let Some(entries) = node.map() else {
            report.borrow_mut().push(
                Diagnostic::new(WRONG_TYPE, node.span, format!("{what} needs a block of keys, not {}", node.what()))
                    .help(format!(
                        "write it as `{}: ...` and further keys",
                        params.iter().flat_map(|p| p.iter()).next().map_or("key", |p| &p.key)
                    )),
            );
            return None;
        };
        let known = || params.iter().flat_map(|p| p.iter());
        let names: Vec<&str> = known().map(|p| &*p.key).collect();
        let absent = |name: &&str| !entries.iter().any(|e| e.key == **name);
        let mut missing: Vec<&Param> = known().filter(|p| p.required && absent(&&*p.key)).collect();
        let mut mistyped = Vec::new();
        let mut strange: Vec<&Entry> = Vec::new();
        for entry in entries.iter().filter(|e| !names.contains(&e.key.as_str())) {
            if let Some((name, finding)) = nearly(entry, &names, &absent) {
                mistyped.extend(name);
                report.borrow_mut().push(finding);
                continue;
            }
            let other =
                OTHER_WORDS.iter().filter(|(word, _)| entry.key.eq_ignore_ascii_case(word)).map(|(_, name)| *name);
            let meant = { other }
                .filter(|name| names.contains(name))
                .find(absent)
                .or_else(|| crate::diag::nearest(&entry.key, &names));
            let Some(name) = meant else {
                strange.push(entry);
                continue;
            };
            mistyped.push(name);
            report.borrow_mut().push(unknown(entry, &what).help(format!("did you mean `{name}`?")));
        }
        // A mistyped key is one mistake: that the right one is missing goes without saying.
        missing.retain(|p| !mistyped.contains(&&*p.key));
        let nothing_known = strange.len() == entries.len() && !entries.is_empty();
        let needs = || listed(missing.iter().map(|p| &*p.key));
        match (strange.as_slice(), missing.as_slice()) {
            // Keys that were taken over from another block would hold those that are missing.
            (_, [_, ..]) if entries.iter().any(|e| e.key == "<<") => missing.clear(),
            ([first, ..], [_, ..]) if nothing_known => {
                let help = format!("it needs {}, and takes: {}", needs(), names.join(", "));
                report.borrow_mut().push(unknown(first, &what).help(help));
                strange.clear();
                missing.clear();
            }
            ([entry], [param]) if fits(&entry.value, &param.ty) => {
                report.borrow_mut().push(unknown(entry, &what).help(format!("did you mean `{}`?", param.key)));
                mistyped.push(&param.key);
                strange.clear();
                missing.clear();
            }
            ([], [_, _, ..]) if entries.is_empty() => {
                let message = format!("{what} needs {}, and has nothing", needs());
                report
                    .borrow_mut()
                    .push(Diagnostic::new(MISSING_KEY, node.span, message).help(format!("add {}", needs())));
                missing.clear();
            }
            _ => {}
        }
        for entry in strange {
            let finding = unknown(entry, &what);
            report.borrow_mut().push(if entry.key == "<<" {
                finding.help("nothing is taken over from another block: write its keys out")
            } else {
                finding.suggest(&entry.key, names.iter().copied())
            });
        }
        for param in missing {
            let place = entries.first().map_or(node.span, |e| e.key_span);
            report.borrow_mut().push(
                Diagnostic::new(MISSING_KEY, place, format!("{what} needs `{}`", param.key))
                    .label("in this block")
                    .help(format!("add `{}:` ({})", param.key, param.doc)),
            );
        }
        let meant = mistyped.into_iter().map(str::to_owned).collect();
        Some(Self { entries, span: node.span, report, what, meant })
    }

    /// Whether a key that is not known was most likely meant to be this one.
    #[must_use]
    pub fn mistyped(&self, key: &str) -> bool {
        self.entry(key).is_none() && self.meant.iter().any(|meant| meant == key)
    }

    /// The block's place.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// Where findings go.
    #[must_use]
    pub fn report(&self) -> &'a Report {
        self.report
    }

    /// Whether a mistake in a block was told that leaves something of it out, such as a key that stands twice.
    #[must_use]
    pub fn erred_in(&self, span: Span) -> bool {
        let inside = |place: Span| place.file == span.file && span.start <= place.start && place.end <= span.end;
        let told = |d: &Diagnostic| inside(d.place.span) || d.others.iter().any(|label| inside(label.span));
        self.report.borrow().iter().any(|d| d.code.severity == Severity::Error && told(d))
    }

    /// Reports a finding.
    pub fn say(&self, diagnostic: Diagnostic) {
        self.report.borrow_mut().push(diagnostic);
    }

    /// The entry at a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.entries.iter().find(|e| e.key == key)
    }

    /// The value at a key.
    #[must_use]
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        self.entry(key).map(|e| &e.value)
    }

    fn wrong(&self, node: &Node, key: &str, wanted: &str, help: &str) {
        self.say(
            Diagnostic::new(
                WRONG_TYPE,
                node.span,
                format!("`{key}` in {} needs {wanted}, not {}", self.what, node.what()),
            )
            .help(help),
        );
    }

    /// A text that is not empty.
    pub fn text(&self, key: &str) -> Option<Text> {
        let entry = self.entry(key)?;
        match entry.value.text() {
            Some(text) if !is_blank(text) => {
                Some(Spanned { value: text.trim_end().to_owned(), span: entry.value.span })
            }
            _ if entry.value.is_null() || entry.value.text().is_some() => {
                self.say(
                    Diagnostic::new(EMPTY_TEXT, entry.key_span, format!("`{key}` in {} is empty", self.what))
                        .help("write the words, or remove the key"),
                );
                None
            }
            _ => {
                self.wrong(
                    &entry.value,
                    key,
                    "a text",
                    "write the words after the colon; put them in quotes if they hold `: `",
                );
                None
            }
        }
    }

    /// A number between bounds, both included.
    pub fn number(&self, key: &str, least: f64, most: f64) -> Option<f64> {
        let node = self.node(key)?;
        let Some(n) = node.number() else {
            // Bounds that nobody meets are not worth a word.
            let bounds = if most < 1e6 { format!(" from {least} to {most}") } else { String::new() };
            let comma = node.text().is_some_and(|t| t.contains(',') && t.replace(',', ".").parse::<f64>().is_ok());
            let help = if least.total_cmp(&most).is_eq() {
                format!("write `{key}: {least}`")
            } else if comma {
                "write `0.5` with a point, and `1000` without a sign".to_owned()
            } else {
                format!("write a number{bounds}, without quotes")
            };
            self.wrong(node, key, "a number", &help);
            return None;
        };
        if (n < least || n > most) && least.total_cmp(&most).is_eq() {
            let message = format!("`{key}` is {n}; it can only be {least}");
            self.say(Diagnostic::new(OUT_OF_RANGE, node.span, message).help(format!("write `{key}: {least}`")));
            return None;
        }
        if n < least || n > most {
            self.say(
                Diagnostic::new(OUT_OF_RANGE, node.span, format!("`{key}` is {n}; it may be from {least} to {most}"))
                    .help(format!("write a number from {least} to {most}")),
            );
            return None;
        }
        Some(n)
    }

    /// A whole number between bounds.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the bounds are checked to fit")]
    pub fn count(&self, key: &str, least: u32, most: u32) -> Option<u32> {
        let n = self.number(key, f64::from(least), f64::from(most))?;
        if n.fract() != 0.0 {
            let span = self.node(key).map_or(self.span, |n| n.span);
            self.say(
                Diagnostic::new(OUT_OF_RANGE, span, format!("`{key}` needs a whole number"))
                    .help("leave the fraction out"),
            );
            return None;
        }
        Some(n as u32)
    }

    /// `true` or `false`; `false` when absent.
    pub fn truth(&self, key: &str) -> bool {
        let Some(node) = self.node(key) else { return false };
        node.truth().unwrap_or_else(|| {
            let said = node.text().unwrap_or("").to_ascii_lowercase();
            let meant = match said.as_str() {
                "yes" | "on" | "y" | "true" => Some(true),
                "no" | "off" | "n" | "false" => Some(false),
                _ => None,
            };
            let help = meant.map_or_else(
                || "write `true` or `false`, without quotes".to_owned(),
                |meant| format!("write `{key}: {meant}`, without quotes"),
            );
            self.wrong(node, key, "`true` or `false`", &help);
            false
        })
    }

    /// One of a few words.
    pub fn word<'w, W: AsRef<str>>(&self, key: &str, words: &'w [W]) -> Option<&'w str> {
        let text = self.text(key)?;
        let found = words.iter().map(AsRef::as_ref).find(|w| *w == text.value);
        if found.is_none() {
            self.say(
                Diagnostic::new(UNKNOWN_WORD, text.span, format!("`{key}` cannot be `{}`", text.value))
                    .suggest(&text.value, words.iter().map(AsRef::as_ref)),
            );
        }
        found
    }

    /// The items of a list; anything else is reported.
    pub fn list(&self, key: &str) -> &'a [Node] {
        let Some(node) = self.node(key) else { return &[] };
        node.list().unwrap_or_else(|| {
            let help = match node.map().and_then(<[_]>::first) {
                Some(first) => format!("put `- ` before the first line of each, as in `- {}: ...`", first.key),
                None => "write it as `[one, two]`, or one item a line, each after `- `".to_owned(),
            };
            self.wrong(node, key, "a list", &help);
            &[]
        })
    }

    /// The items of a list that means nothing without one; an empty list is reported.
    pub fn items(&self, key: &str) -> &'a [Node] {
        self.not_empty(key);
        self.list(key)
    }

    fn not_empty(&self, key: &str) {
        if let Some(entry) = self.entry(key).filter(|e| e.value.list().is_some_and(<[_]>::is_empty)) {
            let message = format!("`{key}` in {} is empty", self.what);
            self.say(Diagnostic::new(EMPTY_TEXT, entry.key_span, message).help("write at least one"));
        }
    }

    /// Whether a key is there with a list.
    #[must_use]
    pub fn is_list(&self, key: &str) -> bool {
        self.node(key).is_some_and(|node| node.list().is_some())
    }

    /// The entries of a map; anything else is reported.
    pub fn entries(&self, key: &str) -> &'a [Entry] {
        let Some(node) = self.node(key) else { return &[] };
        node.map().unwrap_or_else(|| {
            self.wrong(
                node,
                key,
                "ids with their words",
                "write it as `{first_id: First words, second_id: Second words}`",
            );
            &[]
        })
    }

    /// A list of texts that means nothing without one; an empty list is reported.
    pub fn some_texts(&self, key: &str) -> Vec<Text> {
        self.not_empty(key);
        self.texts(key)
    }

    /// A list of texts; one alone may stand without brackets.
    pub fn texts(&self, key: &str) -> Vec<Text> {
        let Some(node) = self.node(key) else { return Vec::new() };
        if let Some(text) = node.text() {
            return vec![Spanned { value: text.to_owned(), span: node.span }];
        }
        self.list(key)
            .iter()
            .filter_map(|item| {
                let text = item.text();
                if text.is_none() {
                    self.wrong(item, key, "texts", "write words, each after `- `");
                }
                Some(Spanned { value: text?.to_owned(), span: item.span })
            })
            .collect()
    }

    /// A length of time in minutes.
    pub fn duration(&self, key: &str) -> Option<u32> {
        let text = self.text(key)?;
        let minutes = duration(&text.value);
        if minutes.is_none() {
            self.say(
                Diagnostic::new(BAD_DURATION, text.span, format!("`{}` is not a length of time", text.value))
                    .help("write it like `20m`, `1h` or `1h30m`"),
            );
        }
        minutes
    }

    /// A date as `year-month-day`.
    pub fn date(&self, key: &str) -> Option<Text> {
        let text = self.text(key)?;
        if day_number(&text.value).is_some() {
            return Some(text);
        }
        self.say(
            Diagnostic::new(BAD_DATE, text.span, format!("`{}` is not a date", text.value))
                .help("write it like `2026-05-02`"),
        );
        None
    }

    /// A time of day as `hour:minute`.
    pub fn time(&self, key: &str) -> Option<Text> {
        let text = self.text(key)?;
        let digits = text.value.chars().all(|c| c.is_ascii_digit() || c == ':');
        let good = digits
            && text.value.split_once(':').is_some_and(|(h, m)| {
                h.len() == 2
                    && m.len() == 2
                    && h.parse().is_ok_and(|h: u32| h < 24)
                    && m.parse().is_ok_and(|m: u32| m < 60)
            });
        if good {
            return Some(text);
        }
        self.say(
            Diagnostic::new(BAD_DATE, text.span, format!("`{}` is not a time of day", text.value))
                .help("write it like `\"18:00\"`, in quotes"),
        );
        None
    }
}

/// Whether a text shows nothing: it holds only blanks and letters without width, as they come along when one copies.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_unseen(c))
}
