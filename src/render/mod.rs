//! A book to a planned site. Pure: the same book gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diags};
use crate::model::book::Book;
use crate::model::{Role, Target};
use crate::site::Site;
use crate::source::{Asset, Sources};

mod condition;
mod exercise;
mod extras;
mod languages;
mod packet;
mod pages;
mod plot;
mod scripts;
mod standalone;
pub mod theme;
mod view;

pub use languages::site;
pub use standalone::NO_ADDRESS;
pub use theme::Theme;
use view::{BookView, Published};

/// Everything pages are made from.
pub struct Maker<'a> {
    book: &'a Book,
    sources: &'a Sources,
    theme: &'a Theme,
    /// Where this language is published.
    base_url: Option<String>,
    /// Where the site is published.
    site_url: Option<String>,
    /// The folder of this language in the site; empty for the one the book is written in.
    folder: String,
    /// All languages of the book, when there are several.
    editions: Vec<languages::Edition>,
    /// The book that this one was translated from.
    origin: Option<&'a Book>,
    /// The book as templates see it.
    book_view: tera::Value,
    /// The chapter on when space is not the problem: the one that places helplines.
    safety_page: Option<&'a crate::model::Chapter>,
    /// What pages share, made when the first one asks for it; see [`view::Shared`].
    shared: view::SharedByRoot,
    /// Published address of each asset, by its path in the book.
    assets: BTreeMap<&'a str, String>,
    sizes: BTreeMap<&'a str, (usize, usize)>,
    css: String,
    /// What printed sheets say of helplines, the same on each.
    foot_helplines: Option<String>,
    /// In the order in which a page loads those of them that it needs.
    scripts: Vec<Published>,
    /// The service worker's text, for a site that is to be read offline.
    worker: Option<String>,
    /// Whether sheets are also written as files that need no other.
    standalone: bool,
    /// Parts and chapters in reading order, with their places among the book's pages.
    reading: Vec<(usize, &'a crate::model::Chapter)>,
    /// Makes the author's HTML smaller, when asked to.
    polish: fn(String) -> String,
    /// The templates of each kind of field: for the screen, and for paper where the theme has another one.
    field_templates: BTreeMap<String, (String, Option<String>)>,
}

impl<'a> Maker<'a> {
    /// Prepares for making pages: names styles and pictures by their bytes. What cannot be read is reported.
    pub fn new(
        book: &'a Book,
        sources: &'a Sources,
        theme: &'a Theme,
        base_url: Option<String>,
        diags: &mut Diags,
    ) -> Self {
        let mut assets = BTreeMap::new();
        let mut sizes = BTreeMap::new();
        for (path, asset) in &book.assets {
            match asset.bytes() {
                Ok(bytes) => {
                    if let Ok(size) = imagesize::blob_size(&bytes) {
                        sizes.insert(path.as_str(), (size.width, size.height));
                    }
                    assets.insert(path.as_str(), fingerprinted(path.rsplit('/').next().unwrap_or(path), &bytes));
                }
                Err(error) => {
                    let file = sources.file("book.toml").unwrap_or(crate::diag::FileId(0));
                    diags.push(crate::diag::Diagnostic::new(
                        crate::source::UNREADABLE,
                        crate::diag::Span::new(file, 0..0),
                        format!("cannot read `{path}`: {error}"),
                    ));
                }
            }
        }
        let css = fingerprinted("paper.css", theme.css.as_bytes());
        let scripts = published(book, theme, |text| text);
        let folder = languages::folder(book);
        let site_url =
            base_url.or_else(|| book.config.base_url.clone()).map(|u| if u.ends_with('/') { u } else { u + "/" });
        let templates = |name: &str| {
            let paper = Some(format!("kinds/{name}/sheet.html")).filter(|path| theme.for_paper.contains(path));
            (name.to_owned(), (format!("kinds/{name}/field.html"), paper))
        };
        let field_templates = book.kinds.fields().map(|k| templates(k.name())).collect();
        Self {
            book,
            sources,
            theme,
            base_url: site_url.as_ref().map(|base| [base.as_str(), &folder].concat()),
            site_url,
            folder,
            editions: Vec::new(),
            origin: None,
            book_view: tera::Value::from_serializable(&BookView::of(book)),
            safety_page: book.pages.iter().find(|p| !p.helplines.is_empty() && p.role == Role::Chapter),
            shared: view::SharedByRoot::default(),
            assets,
            sizes,
            css,
            foot_helplines: packet::helplines(book),
            scripts,
            worker: None,
            standalone: false,
            reading: book.reading().collect(),
            polish: |html| html,
            field_templates,
        }
    }

    /// Makers of a book in each of its languages, the one it is written in first.
    pub fn all(
        book: &'a Book,
        theme: &'a Theme,
        translations: &'a [(Book, Theme)],
        sources: &'a Sources,
        base_url: Option<&str>,
        diags: &mut Diags,
    ) -> Vec<Self> {
        let editions = languages::editions(book, theme, translations);
        let pairs = std::iter::once((book, theme)).chain(translations.iter().map(|(b, t)| (b, t)));
        let makers = pairs.map(|(own, theme)| {
            let maker = Self::new(own, sources, theme, base_url.map(str::to_owned), diags);
            Self { editions: editions.clone(), origin: own.translation.as_ref().map(|_| book), ..maker }
        });
        makers.collect()
    }

    fn field_templates(&self, kind: &str) -> (&str, Option<&str>) {
        self.field_templates.get(kind).map_or(("", None), |(screen, paper)| (screen, paper.as_deref()))
    }

    /// Where the chapter on when space is not the problem lies.
    fn safety(&self, root: &str) -> Option<String> {
        let source = || Some([self.up(root).as_str(), self.book.translation.as_ref()?.safety.as_deref()?].concat());
        self.safety_page.map(|p| [root, &p.address].concat()).or_else(source)
    }

    /// Where a link leads, relative to a page.
    fn link(&self, from: &str, dest: &str, root: &str) -> Option<String> {
        match self.book.resolve(from, dest) {
            Target::Page(at, anchor) => {
                let page = self.book.pages.get(at)?;
                match anchor {
                    Some(anchor) if dest.starts_with('#') => Some(["#", &anchor].concat()),
                    Some(anchor) => Some([root, &page.address, "#", &anchor].concat()),
                    None => Some([root, &page.address].concat()),
                }
            }
            Target::Exercise(at, field) => {
                let exercise = self.book.exercises.get(at)?;
                let anchor = field.map(|f| format!("#{}--{f}", exercise.id)).unwrap_or_default();
                Some([root, &exercise.sheet(), &anchor].concat())
            }
            Target::Asset(path) => self.asset(&path, dest, root),
            Target::Source(address) => Some([self.up(root), address].concat()),
            Target::Outside | Target::Unread | Target::Draft(_) | Target::Nowhere(..) => None,
        }
    }

    /// The address of a file beside the chapters, with the place in it that a link names, such as a page of a PDF.
    fn asset(&self, path: &str, dest: &str, root: &str) -> Option<String> {
        let place = dest.find('#').and_then(|at| dest.get(at..)).unwrap_or("");
        Some([self.up(root).as_str(), self.assets.get(path)?, place].concat())
    }

    /// HTML of a text of an exercise, with its links into the book.
    fn block(&self, exercise: &crate::model::Exercise, text: &str, root: &str) -> String {
        let path = &self.sources.get(exercise.file).path;
        crate::markdown::block(text, &|dest| self.link(path, dest, root))
    }

    /// Makes chapters smaller in which the author wrote HTML.
    #[must_use]
    pub fn polished(mut self, polish: fn(String) -> String) -> Self {
        self.polish = polish;
        self
    }

    /// Makes scripts smaller, when asked to.
    #[must_use]
    pub fn squeezed(mut self, squeeze: fn(String) -> String) -> Self {
        self.scripts = published(self.book, self.theme, squeeze);
        self
    }

    /// Makes a site that browsers keep for reading offline, by the theme's service worker. It is not made smaller:
    /// the minifier would rewrite the two places that the list of files is put into.
    #[must_use]
    pub fn offline(mut self) -> Self {
        self.worker = self.theme.worker.clone();
        self
    }

    /// Also writes each exercise as one file that needs no other.
    #[must_use]
    pub fn standalone(mut self) -> Self {
        self.standalone = true;
        self
    }

    /// Plans the whole site of a book in one language.
    #[must_use]
    pub fn site(&'a self) -> Site<'a> {
        site(std::slice::from_ref(self))
    }

    /// Plans the pages of this language.
    fn planned(&'a self) -> Site<'a> {
        let mut site = Site::new();
        pages::plan(self, &mut site);
        if self.standalone {
            standalone::plan(self, &mut site);
        }
        extras::plan(self, &mut site);
        site
    }
}

/// Scripts with their addresses. Those of the kinds that the book uses lie in two files, kinds of fields with `work` and
/// kinds of exercises in `parts`: a reader comes by most of them, and together they are smaller by a fifth.
fn published(book: &Book, theme: &Theme, squeeze: fn(String) -> String) -> Vec<Published> {
    use rayon::prelude::*;
    let mut texts: Vec<String> = theme.scripts.par_iter().map(|script| squeeze(script.text.clone())).collect();
    let made = |name: &str, text: String, pieces| Published {
        name: name.to_owned(),
        address: fingerprinted(&[name, ".js"].concat(), text.as_bytes()),
        text,
        pieces,
    };
    // What is loaded later says no address but of what comes before it.
    for (at, script) in theme.scripts.iter().enumerate().filter(|(_, script)| script.name.starts_with("later-")) {
        let address = texts.get(at).map(|text| fingerprinted(&[&script.name, ".js"].concat(), text.as_bytes()));
        let file = address.as_deref().and_then(|address| address.rsplit('/').next()).unwrap_or_default();
        let stands_for = scripts::placeholder(&script.name);
        for text in texts.iter_mut().filter(|text| text.contains(&stands_for)) {
            *text = text.replace(&stands_for, file);
        }
    }
    let used = |kinds: BTreeSet<&str>| {
        let both = theme.scripts.iter().zip(&texts);
        both.filter_map(|(script, text)| {
            let kind = script.name.strip_prefix("kind-").filter(|kind| kinds.contains(kind))?;
            Some((kind.to_owned(), text.clone()))
        })
        .collect::<Vec<_>>()
    };
    let fields = used(book.exercises.iter().flat_map(|x| x.all_fields().map(|f| f.kind.name())).collect());
    let parts = used(book.exercises.iter().map(|x| x.kind.name()).collect());
    let alone = theme.scripts.iter().zip(&texts).filter(|(script, _)| !script.name.starts_with("kind-"));
    let (own, pages): (Vec<_>, Vec<_>) = alone.partition(|(script, _)| !script.name.starts_with("page-"));
    let one = |(script, text): (&scripts::Script, &String)| made(&script.name, text.clone(), Vec::new());
    let joined = |name: &str, pieces: Vec<(String, String)>| {
        let text: String = pieces.iter().map(|(_, text)| text.as_str()).collect();
        (!text.is_empty()).then(|| made(name, text, pieces))
    };
    let work = own.iter().find(|(script, _)| script.name == "work").map(|(_, text)| (String::new(), (*text).clone()));
    let mut out: Vec<Published> = own.into_iter().filter(|(script, _)| script.name != "work").map(one).collect();
    out.extend(joined("work", work.into_iter().chain(fields).collect()));
    out.extend(joined("parts", parts));
    out.extend(pages.into_iter().map(one));
    out
}

/// A name that changes with the bytes, so that a browser may keep the file for ever.
fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    let hash = crate::model::id::fingerprint(bytes);
    let (stem, ext) = name.rsplit_once('.').unwrap_or((name, "bin"));
    let stem = crate::model::id::slug(stem);
    format!("assets/{stem}-{hash}.{}", ext.to_ascii_lowercase())
}

/// Copies an asset into the site.
fn body(asset: &Asset) -> crate::site::Body {
    match asset {
        Asset::File(path) => crate::site::Body::Copy(path.clone()),
        Asset::Embedded(bytes) => crate::site::Body::Bytes(bytes.to_vec()),
    }
}

/// Every code of rendering.
#[must_use]
pub fn codes() -> Vec<&'static Code> {
    [theme::codes(), scripts::CODES.to_vec(), standalone::CODES.to_vec()].concat()
}
