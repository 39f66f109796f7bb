//! The settings of a book.

use crate::tree::Text;

/// `book.toml`, with defaults filled in.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Its name among stored answers; the title as an address unless set.
    pub id: String,
    /// Where `id` stands, or the title it is made from.
    pub named: Option<crate::diag::Span>,
    /// The book's title.
    pub title: String,
    /// A line under it.
    pub subtitle: Option<String>,
    /// A BCP 47 language tag, `en` unless set.
    pub language: String,
    /// `ltr`, `rtl`.
    pub direction: &'static str,
    /// The edition, printed on each sheet.
    pub version: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The licence of the text.
    pub licence: Option<String>,
    /// For search engines and cards.
    pub description: Option<String>,
    /// The credit for what it grew from.
    pub source: Option<String>,
    /// The fork's name, which goes before the ids of its own answers.
    pub pack: Option<Text>,
    /// Where it will be published, ending in `/`.
    pub base_url: Option<String>,
    /// The theme's name.
    pub theme: ThemeName,
    /// The folder to write, relative to the book.
    pub out: String,
    /// Whose practice this copy serves.
    pub practice: Option<Practice>,
    /// Where "Leave quickly" goes.
    pub exit_url: String,
    /// A guard for every pair exercise that names none.
    pub guard: Option<Text>,
    /// `a4` or `letter`; guessed by the reader's browser when absent.
    pub paper: Option<&'static str>,
    /// Large print.
    pub large: bool,
    /// The languages it is translated into, in the order of `book.toml`.
    pub translations: Vec<super::Language>,
    /// Languages that it names in a way that was refused, as they are usually written; `None` where it is not known which it names.
    pub refused_languages: Option<Vec<String>>,
    /// Whether helplines checked over a year ago still let a build through.
    pub allow_old_helplines: bool,
    /// Whether all of it could be read; what could not is not judged by.
    pub whole: bool,
}

impl Config {
    /// Whether a language may be one that it names in a way that could not be read, which was told.
    #[must_use]
    pub fn may_name(&self, tag: &str) -> bool {
        self.refused_languages.as_ref().is_none_or(|tags| tags.iter().any(|refused| refused.eq_ignore_ascii_case(tag)))
    }
}

/// A theme's name with its place when it was written.
#[derive(Clone, Debug, Default)]
pub struct ThemeName {
    /// The name.
    pub name: String,
    /// Where it was written.
    pub span: Option<crate::diag::Span>,
}

/// The practice, shown in the footer, the colophon and on paper.
#[derive(Clone, Debug, Default)]
pub struct Practice {
    /// Its name.
    pub name: Option<String>,
    /// A postal address on one line.
    pub address: Option<String>,
    /// A phone number.
    pub phone: Option<String>,
    /// A web address.
    pub web: Option<String>,
    /// A picture under `content/`.
    pub logo: Option<Text>,
}

/// Whether a text is a web address in full.
#[must_use]
pub fn is_web(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`' | '{' | '}');
    rest.is_some_and(|r| !r.is_empty() && !r.starts_with(['/', '?', '#']) && !r.contains(odd))
}

/// Whether a site can be published at an address: a folder, to which addresses of pages are added.
#[must_use]
pub fn is_base(text: &str) -> bool {
    is_web(text) && !text.contains(['?', '#'])
}
