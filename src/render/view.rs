//! What every template gets, typed.

use std::sync::OnceLock;

use serde::Serialize;

use super::Maker;
use crate::model::{Book, Chapter, Exercise, Role};

/// The book, for every page.
#[derive(Serialize, Clone)]
pub struct BookView<'a> {
    id: &'a str,
    title: &'a str,
    subtitle: Option<&'a str>,
    lang: &'a str,
    dir: &'a str,
    description: Option<&'a str>,
    authors: &'a [String],
    licence: Option<&'a str>,
    source: Option<&'a str>,
    version: Option<&'a str>,
    pack: Option<&'a str>,
    paper: Option<&'a str>,
    large: bool,
}

impl<'a> BookView<'a> {
    /// From the settings.
    pub fn of(book: &'a Book) -> Self {
        let c = &book.config;
        Self {
            id: &c.id,
            title: &c.title,
            subtitle: c.subtitle.as_deref(),
            lang: &c.language,
            dir: c.direction,
            description: c.description.as_deref(),
            authors: &c.authors,
            licence: c.licence.as_deref(),
            source: c.source.as_deref(),
            version: c.version.as_deref(),
            pack: c.pack.as_ref().map(|pack| pack.value.as_str()),
            paper: c.paper,
            large: c.large,
        }
    }
}

/// Addresses of the site, relative to a page.
#[derive(Serialize)]
pub struct SiteView<'a> {
    root: String,
    css: String,
    icon: String,
    icon_png: String,
    manifest: String,
    social_image: Option<String>,
    canonical: Option<String>,
    csp: &'a str,
    /// Whether there is a service worker.
    offline: bool,
    /// The language as cards of social sites write it.
    locale: String,
}

/// The page itself.
#[derive(Serialize)]
pub struct PageView<'a> {
    title: &'a str,
    description: Option<&'a str>,
    kind: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct Safety<'a> {
    exit_url: &'a str,
    leave_href: String,
    safety_href: Option<String>,
    helplines_href: String,
}

#[derive(Serialize)]
struct Links {
    home: String,
    exercises: String,
    helplines: String,
    mine: String,
    print: String,
    packet: String,
    colophon: String,
}

#[derive(Serialize)]
struct PracticeView<'a> {
    name: Option<&'a str>,
    address: Option<&'a str>,
    phone: Option<&'a str>,
    web: Option<&'a str>,
    logo: Option<Logo>,
}

#[derive(Serialize)]
struct Logo {
    href: String,
    width: usize,
    height: usize,
}

/// A script of a page.
#[derive(Serialize, PartialEq, Eq)]
pub struct ScriptView {
    /// Relative to the page.
    pub href: String,
    /// Whether it runs before anything of the page is seen.
    pub early: bool,
}

/// The scripts that every page has.
const EVERY_PAGE: [&str; 2] = ["early", "shell"];

/// A script as it is published.
pub struct Published {
    /// `early`, `shell`, `work`, `parts`, `page-<page>` or `later-<folder>-<file>`.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Its text.
    pub text: String,
    /// Of `work` and `parts`, which hold the scripts of several kinds: each kind with its own, and what all need under no name.
    pub pieces: Vec<(String, String)>,
}

/// Tells whether a page with these exercises needs a script; or of a script that holds several kinds, one of them.
pub fn needed(exercises: &[&Exercise]) -> impl Fn(&Published, Option<&str>) -> bool {
    let mut kinds: Vec<&str> = exercises
        .iter()
        .flat_map(|x| std::iter::once(x.kind.name()).chain(x.all_fields().map(|f| f.kind.name())))
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    let works = !exercises.is_empty();
    let shows = move |kind: &str| kinds.binary_search(&kind).is_ok();
    move |script, kind| match (script.name.as_str(), kind) {
        (name, _) if EVERY_PAGE.contains(&name) => true,
        ("work", None | Some("")) => works,
        (_, Some(kind)) => shows(kind),
        _ => script.pieces.iter().any(|(kind, _)| shows(kind)),
    }
}

/// What all pages share whose addresses begin alike. Templates get the same values again and again, not copies of them:
/// making them anew took a tenth of the time of a page.
pub struct Shared {
    context: tera::Context,
    /// One view for each script of the site, in the same order.
    scripts: Vec<tera::Value>,
}

/// The two kinds of pages by where they lie.
#[derive(Default)]
pub struct SharedByRoot {
    top: OnceLock<Shared>,
    folder: OnceLock<Shared>,
}

/// A title with its address.
#[derive(Serialize, Clone)]
pub struct Link {
    /// Relative to the page.
    pub href: String,
    /// Its title.
    pub title: String,
}

/// A chapter in a list.
#[derive(Serialize)]
pub struct ChapterLine<'a> {
    pub number: Option<usize>,
    pub title: &'a str,
    pub href: String,
    pub summary: Option<&'a str>,
    pub minutes: u32,
    pub draft: bool,
}

/// A part in the contents.
#[derive(Serialize)]
pub struct PartLine<'a> {
    pub number: Option<usize>,
    pub title: &'a str,
    pub href: Option<String>,
    pub summary: Option<&'a str>,
    pub motif: Option<&'a str>,
    pub chapters: Vec<ChapterLine<'a>>,
}

/// An exercise in a list.
#[derive(Serialize, Clone)]
pub struct ExerciseLine<'a> {
    pub title: &'a str,
    pub href: String,
    pub minutes: u32,
    pub intro: Option<String>,
    pub part: Option<&'a str>,
    pub kind_label: String,
}

/// Nothing from another site, no script or style in the page itself. `connect-src` is for the page's own files.
pub const CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'";

/// What goes before an address to make it relative to a page.
pub fn root(address: &str) -> &'static str {
    // Pages lie at most one folder deep.
    if address.contains('/') { "../" } else { "" }
}

impl Maker<'_> {
    /// What every page gets.
    pub fn shell(&self, address: &str, title: &str, description: Option<&str>, kind: &str) -> tera::Context {
        self.shell_at(root(address), address, title, description, kind)
    }

    /// The same for a page that lies elsewhere: `root` goes before every address.
    pub fn shell_at(
        &self,
        root: &str,
        address: &str,
        title: &str,
        description: Option<&str>,
        kind: &str,
    ) -> tera::Context {
        let mut context = self.with_shared(root, |shared| shared.context.clone());
        // An address for search engines is the one thing of the site that differs from page to page.
        if let Some(base) = &self.base_url {
            let address = if address == "index.html" { "" } else { address };
            context.insert("site", &self.site_view(root, Some([base, address].concat())));
        }
        context.insert("languages", &self.languages(root, address));
        context.insert("page", &PageView { title, description, kind, url: address });
        context
    }

    /// Gives what pages share to `take`, made anew only for a root that pages of the site do not have.
    fn with_shared<T>(&self, root: &str, take: impl Fn(&Shared) -> T) -> T {
        let kept = match root {
            "" => &self.shared.top,
            "../" => &self.shared.folder,
            _ => return take(&self.share(root)),
        };
        take(kept.get_or_init(|| self.share(root)))
    }

    fn site_view<'b>(&self, root: &str, canonical: Option<String>) -> SiteView<'b> {
        let up = self.up(root);
        let shared = |path: &str| [up.as_str(), path].concat();
        SiteView {
            css: shared(&self.css),
            icon: shared("icon.svg"),
            icon_png: shared("icon-180.png"),
            manifest: [root, "manifest.webmanifest"].concat(),
            social_image: self.site_url.as_ref().map(|b| [b.as_str(), "icon-512.png"].concat()),
            canonical,
            csp: CSP,
            offline: self.worker.is_some(),
            locale: self.book.config.language.replace('-', "_"),
            root: up,
        }
    }

    fn share(&self, root: &str) -> Shared {
        let at = |path: &str| [root, path].concat();
        let mut context = tera::Context::new();
        context.insert_value("book", self.book_view.clone());
        context.insert("site", &self.site_view(root, None));
        let helplines = at("helplines.html");
        context.insert(
            "safety",
            &Safety {
                exit_url: &self.book.config.exit_url,
                // A page that lies elsewhere has no dull page beside it, and may have no network to fetch one.
                leave_href: if root.contains("://") { "about:blank".to_owned() } else { at("leave.html") },
                safety_href: self.safety(root),
                helplines_href: helplines.clone(),
            },
        );
        context.insert(
            "links",
            &Links {
                home: at("index.html"),
                exercises: at("exercises.html"),
                helplines,
                mine: at("mine.html"),
                print: at("print.html"),
                packet: at("packet.html"),
                colophon: at("colophon.html"),
            },
        );
        let practice = self.book.config.practice.as_ref().map(|p| PracticeView {
            name: p.name.as_deref(),
            address: p.address.as_deref(),
            phone: p.phone.as_deref(),
            web: p.web.as_deref(),
            logo: p.logo.as_ref().and_then(|l| {
                let path = format!("content/{}", l.value.trim_start_matches("content/"));
                let (width, height) = self.sizes.get(path.as_str()).copied().unwrap_or((96, 96));
                Some(Logo { href: [self.up(root).as_str(), self.assets.get(path.as_str())?].concat(), width, height })
            }),
        });
        context.insert("practice", &practice);
        let scripts = self.scripts.iter().map(|script| {
            let href = [root, &script.address].concat();
            tera::Value::from_serializable(&ScriptView { href, early: script.name == "early" })
        });
        let mut shared = Shared { context, scripts: scripts.collect() };
        let every = self.wanted_scripts(&shared, |script| EVERY_PAGE.contains(&script.name.as_str()));
        shared.context.insert_value("scripts", every);
        shared
    }

    /// The scripts of a page: what every page has, and what these exercises need.
    pub fn scripts_of(&self, root: &str, exercises: &[&Exercise]) -> tera::Value {
        self.scripts_of_page(root, "", exercises)
    }

    /// The same with the page's own script.
    pub fn scripts_of_page(&self, root: &str, page: &str, exercises: &[&Exercise]) -> tera::Value {
        let needed = needed(exercises);
        let own = ["page-", page].concat();
        self.with_shared(root, |shared| {
            self.wanted_scripts(shared, |script| script.name == own || needed(script, None))
        })
    }

    /// The scripts of a page of the tool's own beside its own one: on the page of one's answers what tells of every
    /// kind of field, on the page for printing everything.
    pub fn scripts_for(&self, root: &str, page: &str) -> tera::Value {
        let own = ["page-", page].concat();
        let wanted = |script: &Published| match script.name.as_str() {
            "parts" => page == "packet",
            name => name == own || !name.starts_with("page-") && !name.starts_with("later-"),
        };
        self.with_shared(root, |shared| self.wanted_scripts(shared, wanted))
    }

    fn wanted_scripts(&self, shared: &Shared, wanted: impl Fn(&Published) -> bool) -> tera::Value {
        let both = self.scripts.iter().zip(&shared.scripts);
        both.filter(|(script, _)| wanted(script)).map(|(_, view)| view.clone()).collect::<Vec<_>>().into()
    }

    /// A chapter in a list.
    pub fn line<'b>(&self, page: &'b Chapter, href: String) -> ChapterLine<'b> {
        let number = (page.role == Role::Chapter).then_some(page.number);
        ChapterLine {
            number,
            title: &page.title,
            href,
            summary: page.summary.as_deref(),
            minutes: page.minutes,
            draft: page.draft,
        }
    }

    /// The contents; `href` makes each page's address.
    pub fn toc(&self, href: &dyn Fn(&Chapter) -> String) -> Vec<PartLine<'_>> {
        let mut parts: Vec<PartLine<'_>> = Vec::new();
        for (_, page) in self.book.reading() {
            if page.role == Role::Part {
                parts.push(PartLine {
                    number: Some(page.number),
                    title: &page.title,
                    href: Some(href(page)),
                    summary: page.summary.as_deref(),
                    motif: page.motif.as_ref().map(|m| m.value.as_str()),
                    chapters: Vec::new(),
                });
                continue;
            }
            // Chapters outside parts stand together, before or after them.
            let loose = page.part.is_none();
            if parts.last().is_none_or(|p| loose != p.href.is_none()) && (loose || parts.is_empty()) {
                parts.push(PartLine {
                    number: None,
                    title: "",
                    href: None,
                    summary: None,
                    motif: None,
                    chapters: Vec::new(),
                });
            }
            let line = self.line(page, href(page));
            if let Some(part) = parts.last_mut() {
                part.chapters.push(line);
            }
        }
        parts
    }

    /// An exercise in a list.
    pub fn exercise_line<'b>(&'b self, exercise: &'b Exercise, root: &str) -> ExerciseLine<'b> {
        let home = self.book.home(&exercise.id);
        let part = home.and_then(|h| self.book.pages.get(h.part?)).or(home);
        ExerciseLine {
            title: &exercise.title.value,
            href: [root, &exercise.sheet()].concat(),
            minutes: exercise.takes(),
            intro: exercise.intro.as_ref().map(|t| crate::markdown::plain(&t.value)),
            part: part.map(|p| p.title.as_str()),
            kind_label: self.theme.string(&format!("kind_{}", exercise.kind.name())),
        }
    }
}
