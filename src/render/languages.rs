//! A book in several languages: each in a folder of its own, with ways between the same pages.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Maker, Theme, extras};
use crate::model::{Book, address};
use crate::site::Site;

/// A language of the book, as the pages of the others know it.
#[derive(Clone, Debug)]
pub struct Edition {
    tag: String,
    dir: &'static str,
    /// What it calls itself.
    name: String,
    /// The folder of its pages, with a slash at its end; empty for the language the book is written in.
    folder: String,
    /// The addresses of its pages, below that folder.
    pages: BTreeSet<String>,
}

/// One language in the switch.
#[derive(Serialize)]
pub struct EditionView<'a> {
    lang: &'a str,
    dir: &'a str,
    name: &'a str,
    href: String,
    /// The page's full address, for machines; relative where nobody knows where the book is published.
    url: String,
    /// The language of this page.
    here: bool,
    /// Whether it has this page; otherwise the address is its first page.
    same: bool,
}

/// The language of a text that nobody has translated.
#[derive(Serialize)]
pub struct Untranslated<'a> {
    lang: &'a str,
    dir: &'a str,
}

/// The folder of a book's pages: its language, when it is a translation.
pub fn folder(book: &Book) -> String {
    book.translation.as_ref().map(|_| [&book.config.language, "/"].concat()).unwrap_or_default()
}

fn edition(book: &Book, theme: &Theme) -> Edition {
    let own = theme.strings.get("language_name").filter(|_| theme.speaks);
    let made = address::PAGES.iter().map(|p| (*p).to_owned());
    let texts = book.pages.iter().map(|p| p.address.clone());
    Edition {
        tag: book.config.language.clone(),
        dir: book.config.direction,
        name: own.cloned().unwrap_or_else(|| book.config.language.clone()),
        folder: folder(book),
        pages: made.chain(texts).chain(book.exercises.iter().map(|x| x.sheet())).collect(),
    }
}

/// All languages of a book; none for a book in one language.
pub fn editions(book: &Book, theme: &Theme, translations: &[(Book, Theme)]) -> Vec<Edition> {
    if translations.is_empty() {
        return Vec::new();
    }
    std::iter::once(edition(book, theme)).chain(translations.iter().map(|(b, t)| edition(b, t))).collect()
}

/// Plans the site of a book in all its languages.
#[must_use]
pub fn site<'a>(makers: &'a [Maker<'a>]) -> Site<'a> {
    let mut site = Site::new();
    for maker in makers {
        let own = maker.planned();
        if maker.folder.is_empty() {
            site = own;
        } else {
            site.nest(&maker.folder, own);
        }
    }
    if let Some(first) = makers.first() {
        let folders: Vec<&str> = makers.iter().map(|m| m.folder.as_str()).collect();
        extras::map(first, &folders, &mut site);
    }
    site
}

impl Maker<'_> {
    /// What leads from the root of this language to the root of the site, put after what leads to the former.
    pub fn up(&self, root: &str) -> String {
        match &self.site_url {
            _ if self.folder.is_empty() => root.to_owned(),
            Some(site) if root.contains("://") => site.clone(),
            _ => [root, "../"].concat(),
        }
    }

    /// The ways to the other languages from a page.
    pub fn languages(&self, root: &str, address: &str) -> Vec<EditionView<'_>> {
        let up = self.up(root);
        let views = self.editions.iter().map(|edition| {
            let same = edition.pages.contains(address);
            let page = [edition.folder.as_str(), if same { address } else { "index.html" }].concat();
            let bare = page.strip_suffix("index.html").filter(|p| p.is_empty() || p.ends_with('/')).unwrap_or(&page);
            let url = self.site_url.as_ref().map(|base| [base.as_str(), bare].concat());
            let href = [up.as_str(), &page].concat();
            EditionView {
                lang: &edition.tag,
                dir: edition.dir,
                name: &edition.name,
                url: url.unwrap_or_else(|| href.clone()),
                href,
                here: edition.folder == self.folder,
                same,
            }
        });
        views.collect()
    }

    /// The language of a text, where that is not the page's.
    pub fn untranslated<'b>(&'b self, lang: Option<&'b str>) -> Option<Untranslated<'b>> {
        let dir = self.book.translation.as_ref()?.direction;
        Some(Untranslated { lang: lang?, dir })
    }
}
