//! Pages that the tool makes, and files that are no pages.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::json;

use super::exercise::Made as MadeFields;
use super::view::{ExerciseLine, root};
use super::{Maker, body, packet, pages};
use crate::diag::Diagnostic;
use crate::markdown::typeset;
use crate::model::Role;
use crate::model::book::{Country, dialled};
use crate::site::{Body, Output, Site};

type Made = Result<Vec<Output>, Box<Diagnostic>>;

/// Plans them.
pub fn plan<'a>(maker: &'a Maker<'a>, site: &mut Site<'a>) {
    let mut page = |path: &'static str, make: fn(&Maker<'_>) -> Result<String, Box<Diagnostic>>| {
        site.plan(
            vec![path.to_owned()],
            Box::new(move || Ok(vec![Output { path: path.to_owned(), body: Body::Page(make(maker)?) }])),
        );
    };
    page("exercises.html", exercises);
    page("helplines.html", helplines);
    page("mine.html", mine);
    page("colophon.html", colophon);
    page("404.html", notfound);
    page("leave.html", leave);
    for script in &maker.scripts {
        site.file(script.address.clone(), script.text.as_bytes());
    }
    site.file("manifest.webmanifest", manifest(maker));
    // Styles, pictures and the worker are the same in every language, and lie in the site's root.
    if !maker.folder.is_empty() {
        return;
    }
    site.file(maker.css.clone(), maker.theme.css.as_bytes());
    for (path, asset) in &maker.book.assets {
        let Some(address) = maker.assets.get(path.as_str()) else { continue };
        // The same picture at two places in the book is one file in the site.
        if site.owners(address).is_empty() {
            let (to, asset) = (address.clone(), asset.clone());
            site.plan(
                vec![address.clone()],
                Box::new(move || Ok(vec![Output { path: to.clone(), body: body(&asset) }])),
            );
        }
    }
    for (path, address) in &maker.theme.published {
        let Some(asset) = maker.theme.files.get(path) else { continue };
        // A file that stands twice in the theme, or in the book as well, is one file in the site.
        if site.owners(address).is_empty() {
            let (to, asset) = (address.clone(), asset.clone());
            site.plan(
                vec![address.clone()],
                Box::new(move || Ok(vec![Output { path: to.clone(), body: body(&asset) }])),
            );
        }
    }
    for (from, to) in [
        ("img/mark.svg", "icon.svg"),
        ("img/icon-180.png", "icon-180.png"),
        ("img/icon-192.png", "icon-192.png"),
        ("img/icon-512.png", "icon-512.png"),
    ] {
        if let Some(asset) = maker.theme.files.get(from) {
            let asset = asset.clone();
            site.plan(
                vec![to.to_owned()],
                Box::new(move || Ok(vec![Output { path: to.to_owned(), body: body(&asset) }])),
            );
        }
    }
    if let Some(text) = &maker.worker {
        site.finish_with("sw.js", Box::new(move |files| worker(text, files)));
    }
    site.file("robots.txt", robots(maker));
}

/// The site map, once every language is planned in its folder.
pub fn map(maker: &Maker<'_>, folders: &[&str], site: &mut Site<'_>) {
    let Some(base) = &maker.site_url else { return };
    let listed = |path: &&str| {
        let own = |folder: &&str| !folder.is_empty() && path.starts_with(*folder);
        let folder = folders.iter().copied().find(own).unwrap_or("");
        let page = path.strip_prefix(folder).unwrap_or(path);
        page.ends_with(".html")
            && !["404.html", "leave.html", "mine.html"].contains(&page)
            && !page.starts_with("standalone/")
    };
    // A language's first page is known by its folder, as on the page itself.
    let known = |path: &str| match path.strip_suffix("index.html") {
        Some(folder) if folders.contains(&folder) => folder.to_owned(),
        _ => path.to_owned(),
    };
    let addresses: Vec<String> = site.paths().filter(listed).map(known).collect();
    site.file("sitemap.xml", sitemap(base, &addresses));
}

#[derive(Serialize)]
struct ByKind<'a> {
    kind: &'a str,
    label: String,
    items: Vec<ExerciseLine<'a>>,
}

#[derive(Serialize)]
struct ByPart<'a> {
    title: &'a str,
    href: Option<String>,
    items: Vec<ExerciseLine<'a>>,
}

/// The page of the reader's own answers; its script fills it from what is kept on the device.
fn mine(maker: &Maker<'_>) -> Result<String, Box<Diagnostic>> {
    let title = maker.theme.string("mine");
    let mut context = maker.shell("mine.html", &title, None, "mine");
    context.insert("chapters", &packet::chapters_of_all(maker));
    context.insert_value("scripts", maker.scripts_for("", "mine"));
    maker.theme.render("templates/mine.html", &context)
}

fn exercises(maker: &Maker<'_>) -> Result<String, Box<Diagnostic>> {
    let title = maker.theme.string("exercises");
    let mut context = maker.shell("exercises.html", &title, None, "exercises");
    let by_kind: Vec<ByKind<'_>> = crate::kinds::EXERCISES
        .iter()
        .map(|k| ByKind {
            kind: k.name(),
            label: maker.theme.string(&format!("kinds_{}", k.name())),
            items: maker
                .book
                .exercises
                .iter()
                .filter(|x| x.kind.name() == k.name())
                .map(|x| maker.exercise_line(x, ""))
                .collect(),
        })
        .filter(|k| !k.items.is_empty())
        .collect();
    let mut by_part: Vec<ByPart<'_>> = Vec::new();
    for page in &maker.book.pages {
        let head = page.part.and_then(|p| maker.book.pages.get(p)).unwrap_or(page);
        for exercise in page.placed.iter().filter_map(|t| maker.book.exercise(&t.value)) {
            if maker.book.home(&exercise.id).map(|h| &h.path) != Some(&page.path) {
                continue;
            }
            if by_part.last().is_none_or(|p| p.title != head.title) {
                by_part.push(ByPart { title: &head.title, href: Some(head.address.clone()), items: Vec::new() });
            }
            if let Some(part) = by_part.last_mut() {
                part.items.push(maker.exercise_line(exercise, ""));
            }
        }
    }
    context.insert("by_kind", &by_kind);
    context.insert("packet_href", &packet::together(maker.book, None));
    context.insert("by_part", &by_part);
    maker.theme.render("templates/exercises.html", &context)
}

#[derive(Serialize)]
struct CountryView<'a> {
    id: String,
    code: &'a str,
    country: &'a str,
    emergency: Option<&'a str>,
    checked: Option<&'a str>,
    /// The same day in words.
    checked_words: Option<String>,
    note: Option<Cow<'a, str>>,
    lines: Vec<LineView<'a>>,
    /// The language of its words, where nobody has translated them.
    untranslated: Option<super::languages::Untranslated<'a>>,
}

#[derive(Serialize)]
struct LineView<'a> {
    name: Cow<'a, str>,
    phone: Option<&'a str>,
    phone_href: Option<String>,
    text: Option<&'a str>,
    web: Option<&'a str>,
    hours: Option<Cow<'a, str>>,
    for_whom: Option<Cow<'a, str>>,
    sources: Vec<SourceView<'a>>,
}

#[derive(Serialize)]
struct SourceView<'a> {
    title: Cow<'a, str>,
    url: &'a str,
}

/// `anchor` goes before the country's code.
fn country<'a>(maker: &'a Maker<'_>, country: &'a Country, anchor: &str) -> CountryView<'a> {
    let lines = country.lines.iter().map(|l| LineView {
        name: typeset(&l.name),
        phone: l.phone.as_deref(),
        phone_href: l.phone.as_deref().and_then(dialled).map(|number| ["tel:", &number].concat()),
        text: l.text.as_deref(),
        web: l.web.as_deref(),
        hours: l.hours.as_deref().map(typeset),
        for_whom: l.for_whom.as_deref().map(typeset),
        sources: l.sources.iter().map(|(title, url)| SourceView { title: typeset(title), url }).collect(),
    });
    CountryView {
        code: &country.code.value,
        id: [anchor, &country.code.value.to_ascii_lowercase()].concat(),
        country: &country.country,
        emergency: country.emergency.as_deref(),
        checked: country.checked.as_ref().map(|t| t.value.as_str()),
        checked_words: country.checked.as_ref().map(|t| maker.theme.day(&t.value)),
        note: country.note.as_deref().map(typeset),
        lines: lines.collect(),
        untranslated: maker.untranslated(country.lang.as_deref()),
    }
}

fn helplines(maker: &Maker<'_>) -> Result<String, Box<Diagnostic>> {
    let title = maker.theme.string("helplines");
    let mut context = maker.shell("helplines.html", &title, None, "helplines");
    context.insert("countries", &countries(maker, "help-"));
    context.insert("level", &2);
    maker.theme.render("templates/helplines.html", &context)
}

fn countries<'a>(maker: &'a Maker<'_>, anchor: &str) -> Vec<CountryView<'a>> {
    maker.book.helplines.iter().map(|c| country(maker, c, anchor)).collect()
}

/// The helplines inside a chapter. `prefix` goes before anchors; two hyphens stand in none that is made of words.
///
/// # Errors
/// A finding when the template fails.
pub fn helplines_block(maker: &Maker<'_>, root: &str, prefix: &str, level: u8) -> Result<String, Box<Diagnostic>> {
    let mut context = tera::Context::new();
    context.insert("countries", &countries(maker, &[prefix, "help--"].concat()));
    context.insert("level", &level);
    context.insert("helplines_href", &[root, "helplines.html"].concat());
    maker.theme.render("templates/helplines_list.html", &context)
}

fn colophon(maker: &Maker<'_>) -> Result<String, Box<Diagnostic>> {
    let page = maker.book.page(Role::Colophon);
    let title = page.map_or_else(|| maker.theme.string("colophon"), |p| p.title.clone());
    let summary = page.and_then(|p| p.summary.as_deref());
    let mut context = maker.shell("colophon.html", &title, summary, "colophon");
    let content = page.map_or(Ok(String::new()), |p| {
        pages::content(maker, p, &pages::read(maker, p), root("colophon.html"), "", 0, &MadeFields::default())
    })?;
    context.insert_value("content_html", tera::Value::safe_string(&content));
    context.insert("untranslated", &maker.untranslated(page.and_then(|p| p.lang.as_deref())));
    let original = maker.origin.map(|book| book.config.language.as_str());
    context.insert("of_source", &maker.untranslated(original));
    context.insert("stepbook_version", env!("CARGO_PKG_VERSION"));
    maker.theme.render("templates/colophon.html", &context)
}

fn notfound(maker: &Maker<'_>) -> Result<String, Box<Diagnostic>> {
    let title = maker.theme.string("notfound");
    maker.theme.render("templates/notfound.html", &maker.shell("404.html", &title, None, "notfound"))
}

fn leave(maker: &Maker<'_>) -> Result<String, Box<Diagnostic>> {
    let title = maker.theme.string("leave_title");
    maker.theme.render("templates/leave.html", &maker.shell("leave.html", &title, None, "leave"))
}

/// The first piece of the whole book: head, title page, contents.
///
/// # Errors
/// A finding when the template fails.
pub fn print_start(maker: &Maker<'_>) -> Made {
    let title = maker.theme.string("print_book");
    let mut context = maker.shell("print.html", &title, None, "print");
    context.insert("toc", &maker.toc(&|p| ["#", &pages::anchor(p)].concat()));
    let all: Vec<_> = maker.book.exercises.iter().collect();
    context.insert_value("scripts", maker.scripts_of_page("", "print", &all));
    let html = maker.theme.render("templates/print_start.html", &context)?;
    Ok(vec![Output { path: "print.html".to_owned(), body: Body::Piece(html) }])
}

/// Its last piece.
///
/// # Errors
/// A finding when the template fails.
pub fn print_end(maker: &Maker<'_>) -> Made {
    let title = maker.theme.string("print_book");
    let html = maker.theme.render("templates/print_end.html", &maker.shell("print.html", &title, None, "print"))?;
    Ok(vec![Output { path: "print.html".to_owned(), body: Body::Piece(html) }])
}

/// The service worker with the list of what it keeps. Its version is the list's fingerprint, so that a site of the same bytes
/// is the same version wherever it was built.
fn worker(text: &str, files: &std::collections::BTreeMap<String, String>) -> Vec<u8> {
    let kept: Vec<(&str, &str)> = files
        .iter()
        .filter(|(path, _)| {
            let alone = path.starts_with("standalone/") || path.contains("/standalone/");
            !["robots.txt", "sitemap.xml"].contains(&path.as_str()) && !alone
        })
        .map(|(path, hash)| (path.as_str(), hash.get(..16).unwrap_or(hash)))
        .collect();
    let list = serde_json::to_string(&kept).unwrap_or_default();
    let version = crate::model::id::fingerprint([text, &list].concat().as_bytes());
    text.replace("__VERSION__", &version).replace("[\"__FILES__\"]", &list).into_bytes()
}

fn manifest(maker: &Maker<'_>) -> String {
    let config = &maker.book.config;
    let up = maker.up("");
    // All languages are one app, so that a reader who changes the language stays in it.
    let scope = if up.is_empty() { "./" } else { &up };
    let icon = |size: &str| json!({ "src": format!("{up}icon-{size}.png"), "sizes": format!("{size}x{size}"), "type": "image/png" });
    let value = json!({
        "name": config.title, "short_name": config.title, "description": config.description, "lang": config.language, "dir": config.direction,
        "start_url": "index.html", "scope": scope, "display": "minimal-ui", "background_color": "#f6f0e2", "theme_color": "#f6f0e2",
        "icons": [json!({ "src": format!("{up}icon.svg"), "sizes": "any", "type": "image/svg+xml" }), icon("192"), icon("512")],
    });
    value.to_string()
}

fn robots(maker: &Maker<'_>) -> String {
    let map = maker.base_url.as_ref().map(|b| ["Sitemap: ", b, "sitemap.xml\n"].concat()).unwrap_or_default();
    ["User-agent: *\nAllow: /\n", &map].concat()
}

fn sitemap(base: &str, addresses: &[String]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for address in addresses {
        let line =
            ["<url><loc>", &base.replace('&', "&amp;"), &address.replace('&', "&amp;"), "</loc></url>\n"].concat();
        out.push_str(&line);
    }
    out.push_str("</urlset>\n");
    out
}
