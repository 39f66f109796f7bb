//! A book's words in another language, side by side with those they were made from.

use std::collections::BTreeMap;

use crate::diag::{FileId, Span};
use crate::tree::Text;

/// A language that a book is translated into: `[translations.es]` in `book.toml`.
#[derive(Clone, Debug)]
pub struct Language {
    /// Its tag, which is also the folder of its pages and the middle of its files' names.
    pub tag: String,
    /// Where it is declared.
    pub span: Span,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The book's title in it.
    pub title: Option<String>,
    /// The line under it.
    pub subtitle: Option<String>,
    /// For search engines and cards.
    pub description: Option<String>,
    /// Patterns of the chapters it covers, below `content/`; all of them when there are none.
    pub chapters: Vec<Text>,
}

impl Language {
    /// Whether it covers a chapter, by the chapter's path in the book.
    #[must_use]
    pub fn covers(&self, path: &str) -> bool {
        self.chapters.is_empty() || self.chapters.iter().any(|p| matches(&p.value, path))
    }

    /// The path of the file with this language's words, beside the one they were made from.
    #[must_use]
    pub fn side_of(&self, path: &str) -> String {
        match path.rsplit_once('.') {
            Some((stem, ext)) => format!("{stem}.{}.{ext}", self.tag),
            None => format!("{path}.{}", self.tag),
        }
    }

    /// The path of the file that a side file's words were made from; `None` when it is none of this language.
    #[must_use]
    pub fn source_of(&self, path: &str) -> Option<String> {
        let (stem, tag, ext) = split(path)?;
        (tag == self.tag).then(|| format!("{stem}.{ext}"))
    }
}

/// Whether a pattern means a file of the book. `*` stands for letters of one name, `**` for folders too.
#[must_use]
pub fn matches(pattern: &str, path: &str) -> bool {
    let pattern = pattern.strip_prefix("content/").unwrap_or(pattern);
    glob(pattern, path.strip_prefix("content/").unwrap_or(path))
}

fn glob(pattern: &str, path: &str) -> bool {
    if let Some(rest) = pattern.strip_prefix("**") {
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        return path.char_indices().map(|(at, _)| at).chain([path.len()]).any(|at| {
            let whole_name = at == 0 || path.get(..at).is_some_and(|before| before.ends_with('/')) || rest.is_empty();
            whole_name && path.get(at..).is_some_and(|tail| glob(rest, tail))
        });
    }
    if let Some(rest) = pattern.strip_prefix('*') {
        let end = path.find('/').unwrap_or(path.len());
        let starts = path.char_indices().map(|(at, _)| at).chain([path.len()]).filter(|at| *at <= end);
        return starts.into_iter().any(|at| path.get(at..).is_some_and(|tail| glob(rest, tail)));
    }
    match (pattern.chars().next(), path.chars().next()) {
        (None, None) => true,
        (Some(a), Some(b)) if a == b => {
            glob(pattern.get(a.len_utf8()..).unwrap_or(""), path.get(b.len_utf8()..).unwrap_or(""))
        }
        _ => false,
    }
}

/// `a/one.es.yaml` as `a/one`, `es` and `yaml`, when the middle has the shape of a language tag.
#[must_use]
pub fn split(path: &str) -> Option<(&str, &str, &str)> {
    let (rest, ext) = path.rsplit_once('.')?;
    let (stem, tag) = rest.rsplit_once('.')?;
    let text = matches!(ext, "md" | "yaml" | "yml");
    (text && is_tag(tag) && !stem.ends_with('/') && !stem.is_empty()).then_some((stem, tag, ext))
}

/// Whether a word has the shape of a language tag.
#[must_use]
pub fn is_tag(word: &str) -> bool {
    word.split('-').enumerate().all(|(n, part)| {
        (if n == 0 { 2..=3 } else { 2..=8 }).contains(&part.len())
            && part.chars().all(|c| c.is_ascii_alphabetic() || n > 0 && c.is_ascii_digit())
    })
}

/// A language tag as it is usually written, where what was typed is nearly one: `es` of `ES`, `es-MX` of `es_MX`.
#[must_use]
pub fn mended_tag(typed: &str) -> Option<String> {
    let joined = typed.trim().replace('_', "-");
    let (first, rest) = joined.split_once('-').map_or((joined.as_str(), ""), |(first, rest)| (first, rest));
    let tag = if rest.is_empty() { first.to_lowercase() } else { format!("{}-{rest}", first.to_lowercase()) };
    is_tag(&tag).then_some(tag)
}

/// The direction of a language's usual script.
#[must_use]
pub fn direction(tag: &str) -> &'static str {
    let rtl = ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"];
    if rtl.contains(&tag.split('-').next().unwrap_or("")) { "rtl" } else { "ltr" }
}

/// One text that is translated.
#[derive(Clone, Debug)]
pub struct Word {
    /// Where it stands, by keys and ids: `fields.short_of.label`.
    pub path: String,
    /// What it was made from.
    pub source: Text,
    /// The translator's words, when there are any.
    pub own: Option<Text>,
}

impl Word {
    /// Whether there is something to translate: a lone number says the same in every language.
    #[must_use]
    pub fn speaks(&self) -> bool {
        self.source.value.chars().any(char::is_alphabetic)
    }
}

/// What a side file says its words were made from.
#[derive(Clone, Debug)]
pub enum Stamps {
    /// A chapter: one print of the whole.
    Whole {
        /// As it is written in the side file.
        written: Option<Text>,
        /// Of the chapter as it is now.
        now: String,
    },
    /// Anything else: a print of each word, by its path.
    Each(BTreeMap<String, Text>),
}

/// A file of the book beside the file with its words in another language.
#[derive(Clone, Debug)]
pub struct Side {
    /// The file that is translated.
    pub source: FileId,
    /// Where the translation stands, or would stand.
    pub path: String,
    /// It, when there is one.
    pub file: Option<FileId>,
    /// Every word of the source.
    pub words: Vec<Word>,
    /// What the words were made from.
    pub stamps: Stamps,
    /// Whether something is wrong with it, which was told: what it lacks is looked at when that is mended.
    pub broken: bool,
}

impl Side {
    /// Words that nobody has translated.
    pub fn missing(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|w| w.own.is_none() && w.speaks())
    }

    /// Words whose source is another one than they were made from.
    pub fn changed(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|w| match &self.stamps {
            Stamps::Whole { written, now } => w.path == "text" && written.as_ref().is_some_and(|t| t.value != *now),
            Stamps::Each(prints) => {
                w.own.is_some() && prints.get(&w.path).is_some_and(|t| t.value != print(&w.source.value))
            }
        })
    }

    /// Words of which nobody has noted what they were made from.
    pub fn unstamped(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|w| match &self.stamps {
            Stamps::Whole { written, .. } => w.path == "text" && w.own.is_some() && written.is_none(),
            Stamps::Each(prints) => w.own.is_some() && !prints.contains_key(&w.path),
        })
    }
}

/// The print of a source text: ten digits that change with its words. Line ends count as one, as they do when it is shown.
#[must_use]
pub fn print(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    super::id::fingerprint(text.trim().as_bytes())
}

/// What a book in another language knows of the one it was made from.
#[derive(Debug)]
pub struct Translation {
    /// The language it was made from.
    pub language: String,
    /// The direction of that language.
    pub direction: &'static str,
    /// Every file that can be translated, beside its translation.
    pub sides: Vec<Side>,
    /// Pages that this language leaves out, by their paths: address and anchors.
    pub pages: BTreeMap<String, (String, Vec<String>)>,
    /// Exercises that it leaves out: their fields.
    pub exercises: BTreeMap<String, Vec<String>>,
    /// The address of the chapter on safety, where this language leaves it out.
    pub safety: Option<String>,
    /// Chapters whose translation places other exercises: the file, and what is missing or added.
    pub placed_otherwise: Vec<(FileId, String)>,
    /// Translations that are there and not shown, since their chapter is left out.
    pub unused: Vec<FileId>,
    /// Side files whose source is not there or has no words to translate.
    pub strays: Vec<(FileId, String)>,
}

#[cfg(test)]
mod tests {
    use super::{matches, split};

    #[test]
    fn patterns_mean_chapters() {
        for (pattern, path, fits) in [
            ("index.md", "content/index.md", true),
            ("10-setting/**", "content/10-setting/01-openness.md", true),
            ("10-setting/**", "content/11-other/01-openness.md", false),
            ("0*.md", "content/00-before.md", true),
            ("0*.md", "content/00/before.md", false),
            ("**", "content/a/b.md", true),
            ("**/index.md", "content/a/index.md", true),
            ("**/index.md", "content/a/noindex.md", false),
            ("content/index.md", "content/index.md", true),
        ] {
            assert_eq!(matches(pattern, path), fits, "{pattern} {path}");
        }
    }

    #[test]
    fn the_middle_of_a_name_may_be_a_language() {
        assert_eq!(split("content/a.es.md"), Some(("content/a", "es", "md")));
        assert_eq!(split("content/a.pt-BR.yaml"), Some(("content/a", "pt-BR", "yaml")));
        for path in ["content/a.md", "content/a.v2.md", "content/.es.md", "content/a.es.png"] {
            assert_eq!(split(path), None, "{path}");
        }
    }
}
