//! What the author is told: a stable code, a plain line, a place, and the way out.

use std::collections::BTreeSet;
use std::ops::Range;

/// A file of the book, as an index into [`crate::source::Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A place: a file and the bytes in it, end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Whose bytes.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span over a byte range; offsets past 4 GiB are clamped, and no source is ever that long.
    #[must_use]
    pub fn new(file: FileId, bytes: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(bytes.start), end: clamp(bytes.end) }
    }

    /// The byte range.
    #[must_use]
    pub fn bytes(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// A part of this span, by offsets from its start, kept inside it.
    #[must_use]
    pub fn part(self, bytes: Range<usize>) -> Self {
        let at = |n: usize| u32::try_from(self.start as usize + n).unwrap_or(u32::MAX).min(self.end);
        Self { file: self.file, start: at(bytes.start), end: at(bytes.end) }
    }
}

/// Whether a finding stops the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// A better way is pointed out; the build goes on.
    Advice,
}

impl Severity {
    /// The word used in every output format.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Advice => "advice",
        }
    }
}

/// One rule's identity: its number never changes and is never used again for another rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `SB` and four digits.
    pub id: &'static str,
    /// Error or advice.
    pub severity: Severity,
    /// One line, for `explain --list`.
    pub title: &'static str,
    /// Why the rule is there and what to do, for `explain`.
    pub explain: &'static str,
}

/// Declares the codes of one rule family: a constant for each, and `CODES` over all of them.
#[macro_export]
macro_rules! codes {
    ($($name:ident $severity:ident $id:literal $title:literal $explain:literal)*) => {
        $(#[doc = $title]
        pub const $name: &$crate::diag::Code = &$crate::diag::Code {
            id: $id, severity: $crate::diag::Severity::$severity, title: $title, explain: $explain,
        };)*
        /// Every code of this family.
        pub const CODES: &[&$crate::diag::Code] = &[$($name),*];
    };
}

/// A place with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule.
    pub code: &'static Code,
    /// One plain line in an author's words.
    pub message: String,
    /// The place the author has to change.
    pub place: Label,
    /// Further places that explain it.
    pub others: Vec<Label>,
    /// The fix, to be typed as it stands where possible.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        let place = Label { span, text: String::new() };
        Self { code, message: message.into(), place, others: Vec::new(), help: None }
    }

    /// Words beside the marked place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.place.text = text.into();
        self
    }

    /// A second place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.others.push(Label { span, text: text.into() });
        self
    }

    /// The way out.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// "did you mean" when one of the known names is near enough; else the list of names, if it is short.
    #[must_use]
    pub fn suggest<'a>(self, typed: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        match nearest(typed, &known).or_else(|| meant(typed, &known)) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None if known.is_empty() => self,
            None if known.len() <= 32 => self.help(format!("use one of: {}", known.join(", "))),
            None => self,
        }
    }
}

/// Whether a sign shows nothing and takes no room, as it comes along when one copies from a page.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether a sign looks like a colon and is none.
#[must_use]
pub fn is_colon(c: char) -> bool {
    matches!(c, '\u{ff1a}' | '\u{fe55}' | '\u{2236}' | '\u{a789}')
}

/// A name without quotes of any kind and what cannot be seen around it.
#[must_use]
pub fn bare(typed: &str) -> &str {
    typed.trim_matches(|c: char| {
        c.is_whitespace()
            || is_unseen(c)
            || matches!(c, '"' | '\'' | '`' | '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2039}' | '\u{203a}')
    })
}

/// The known name a typing mistake most likely meant: at most a third of its letters differ.
#[must_use]
pub fn nearest<'a>(typed: &str, known: &[&'a str]) -> Option<&'a str> {
    let fold = |s: &str| s.to_lowercase().replace(['-', ' '], "_");
    let typed = fold(bare(typed));
    known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&typed, &fold(name)), *name))
        .filter(|(distance, name)| *distance <= (typed.chars().count().max(name.chars().count()) / 3).max(1))
        .min()
        .map(|(_, name)| name)
}

/// A known name that a longer word begins with: `Sunday` for `sun`, `datepicker` for `date`.
fn meant<'a>(typed: &str, known: &[&'a str]) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    known.iter().copied().filter(|name| name.len() >= 3 && typed.starts_with(name)).max_by_key(|name| name.len())
}

/// Collects findings; order of arrival does not matter.
#[derive(Debug, Default)]
pub struct Diags(Vec<Diagnostic>);

impl Diags {
    /// An empty collector.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds another collector's findings.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Adds those of another collector's findings that are of another sort, or at another place, than all that are here.
    pub fn add_others(&mut self, others: Self) {
        let known: BTreeSet<(&str, Span)> = self.0.iter().map(|d| (d.code.id, d.place.span)).collect();
        let new: Vec<_> = others.0.into_iter().filter(|d| !known.contains(&(d.code.id, d.place.span))).collect();
        self.0.extend(new);
        self.sort();
    }

    /// Whether anything found stops the build.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many of one severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|d| d.code.severity == severity).count()
    }

    /// How many there are by now, to ask later what came after.
    #[must_use]
    pub fn mark(&self) -> usize {
        self.0.len()
    }

    /// Whether an error was added after a mark.
    #[must_use]
    pub fn erred_since(&self, mark: usize) -> bool {
        self.0.iter().skip(mark).any(|d| d.code.severity == Severity::Error)
    }

    /// Sorts by file and place and drops exact repeats, so that output is the same on every run.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| (a.place.span, a.code.id, &a.message).cmp(&(b.place.span, b.code.id, &b.message)));
        self.0.dedup();
    }

    /// The findings as they stand.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Diags {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
