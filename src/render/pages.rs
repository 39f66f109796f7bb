//! Pages of text, the sheets of the exercises they place, and their pieces of the whole book.

use serde::Serialize;

use super::exercise::{Made, Setting, html};
use super::view::{Link, root};
use super::{Maker, extras, packet};
use crate::diag::Diagnostic;
use crate::markdown::{self, Context, Parsed};
use crate::model::{Chapter, Exercise, Role};
use crate::site::{Body, Output, Site};

/// Plans every page of text with its sheets, then the sheets nobody places.
pub fn plan<'a>(maker: &'a Maker<'a>, site: &mut Site<'a>) {
    site.plan(vec!["print.html".to_owned()], Box::new(|| extras::print_start(maker)));
    site.plan(vec![packet::PAGE.to_owned()], Box::new(|| packet::start(maker)));
    for (at, page) in maker.book.pages.iter().enumerate() {
        if page.role == Role::Colophon {
            continue;
        }
        let own: Vec<&Exercise> = page
            .placed
            .iter()
            .filter_map(|t| maker.book.exercise(&t.value))
            .filter(|x| maker.book.index.placed.get(&x.id).and_then(|p| p.first()) == Some(&at))
            .collect();
        let mut paths = vec![page.address.clone(), "print.html".to_owned()];
        paths.extend(own.iter().map(|x| x.sheet()));
        paths.extend(own.first().map(|_| packet::PAGE.to_owned()));
        site.plan(
            paths,
            Box::new(move || {
                let (made, text) = (Made::default(), read(maker, page));
                let mut out = vec![text_page(maker, at, page, &text, &made)?];
                for exercise in &own {
                    out.push(sheet(maker, exercise, &made)?);
                }
                out.push(piece(maker, page, &text, &made)?);
                out.extend(packet::pieces(maker, &own, &made)?);
                Ok(out)
            }),
        );
    }
    for exercise in maker.book.exercises.iter().filter(|x| maker.book.home(&x.id).is_none()) {
        site.plan(
            vec![exercise.sheet(), packet::PAGE.to_owned()],
            Box::new(move || {
                let made = Made::default();
                let mut out = vec![sheet(maker, exercise, &made)?];
                out.extend(packet::pieces(maker, &[exercise], &made)?);
                Ok(out)
            }),
        );
    }
    site.plan(vec!["print.html".to_owned()], Box::new(|| extras::print_end(maker)));
    site.plan(vec![packet::PAGE.to_owned()], Box::new(|| packet::end(maker)));
}

#[derive(Serialize)]
struct ChapterView<'a> {
    title: &'a str,
    number: usize,
    minutes: u32,
    audience: &'a str,
    draft: bool,
}

#[derive(Serialize)]
struct PartView<'a> {
    title: &'a str,
    href: String,
    number: usize,
    motif: Option<&'a str>,
}

#[derive(Serialize)]
struct HeadingView<'a> {
    id: &'a str,
    text_html: String,
    level: u8,
}

#[derive(Serialize)]
struct Position {
    index: usize,
    total: usize,
}

fn text_page(
    maker: &Maker<'_>,
    at: usize,
    page: &Chapter,
    text: &Parsed<'_>,
    made: &Made,
) -> Result<Output, Box<Diagnostic>> {
    let r = root(&page.address);
    let kind = match page.role {
        Role::Welcome => "welcome",
        Role::Part => "part",
        _ => "chapter",
    };
    let description = page.summary.as_deref().or(if page.role == Role::Welcome {
        maker.book.config.description.as_deref()
    } else {
        None
    });
    let mut context = maker.shell(&page.address, &page.title, description, kind);
    context.insert_value("content_html", tera::Value::safe_string(&content(maker, page, text, r, "", 0, made)?));
    context.insert("untranslated", &maker.untranslated(page.lang.as_deref()));
    let placed: Vec<&Exercise> = page.placed.iter().filter_map(|t| maker.book.exercise(&t.value)).collect();
    context.insert_value("scripts", maker.scripts_of(r, &placed));
    let reading = &maker.reading;
    let place = reading.binary_search_by_key(&at, |(n, _)| *n).ok();
    let link = |p: &Chapter| Link { href: [r, &p.address].concat(), title: p.title.clone() };
    let prev = place.and_then(|n| reading.get(n.checked_sub(1)?)).map(|(_, p)| link(p)).or_else(|| {
        let welcome = maker.book.page(Role::Welcome).filter(|_| page.role != Role::Welcome)?;
        Some(link(welcome))
    });
    let next = place.and_then(|n| reading.get(n + 1)).map(|(_, p)| link(p));
    context.insert("prev", &prev);
    context.insert("next", &next);
    context.insert("position", &Position { index: place.map_or(0, |n| n + 1), total: reading.len() });
    match page.role {
        Role::Welcome => {
            context.insert("toc", &maker.toc(&|p| p.address.clone()));
            context.insert("first", &reading.first().map(|(_, p)| link(p)));
        }
        Role::Part => {
            context.insert("print_href", &[r, "print.html#", &anchor(page)].concat());
            let sheets = packet::together(maker.book, Some(at));
            context.insert("packet_href", &sheets.map(|address| [r, &address].concat()));
            context.insert(
                "part",
                &PartView {
                    title: &page.title,
                    href: [r, &page.address].concat(),
                    number: page.number,
                    motif: page.motif.as_ref().map(|m| m.value.as_str()),
                },
            );
            let chapters: Vec<_> = reading
                .iter()
                .filter(|(_, p)| p.part == Some(at))
                .map(|(_, p)| maker.line(p, [r, &p.address].concat()))
                .collect();
            context.insert("chapters", &chapters);
        }
        _ => {
            context.insert(
                "chapter",
                &ChapterView {
                    title: &page.title,
                    number: page.number,
                    minutes: page.minutes,
                    audience: page.audience,
                    draft: page.draft,
                },
            );
            let part = page.part.and_then(|p| maker.book.pages.get(p));
            context.insert(
                "part",
                &part.map(|p| PartView {
                    title: &p.title,
                    href: [r, &p.address].concat(),
                    number: p.number,
                    motif: p.motif.as_ref().map(|m| m.value.as_str()),
                }),
            );
            let headings: Vec<_> = page
                .headings
                .iter()
                .filter(|h| h.level > 1)
                .map(|h| HeadingView { id: &h.id, text_html: markdown::inline(&h.text), level: h.level })
                .collect();
            context.insert("headings", &headings);
            let exercises: Vec<_> = placed.iter().map(|x| maker.exercise_line(x, r)).collect();
            context.insert("exercises", &exercises);
        }
    }
    let page_html = maker.theme.render(&format!("templates/{kind}.html"), &context)?;
    Ok(Output { path: page.address.clone(), body: Body::Page(page_html) })
}

#[derive(Serialize)]
struct SheetView<'a> {
    id: &'a str,
    title: &'a str,
    kind: &'a str,
    kind_label: String,
    minutes: u32,
    pages: u32,
}

fn sheet(maker: &Maker<'_>, exercise: &Exercise, made: &Made) -> Result<Output, Box<Diagnostic>> {
    let address = exercise.sheet();
    let r = root(&address);
    let kind = exercise.kind.name();
    // What a search engine or a message shows of the sheet: the first line of its introduction.
    let description = exercise.intro.as_ref().map(|intro| crate::markdown::plain(&intro.value));
    let mut context = maker.shell(&address, &exercise.title.value, description.as_deref(), "sheet");
    context.insert_value(
        "exercise_html",
        tera::Value::safe_string(&html(maker, exercise, Setting { root: r, level: 1, made })?),
    );
    context.insert_value("scripts", maker.scripts_of(r, &[exercise]));
    context.insert("foot", &packet::foot(maker, exercise));
    let kind_label = maker.theme.string(&format!("kind_{kind}"));
    context.insert(
        "exercise",
        &SheetView {
            id: &exercise.id,
            title: &exercise.title.value,
            kind,
            kind_label,
            minutes: exercise.takes(),
            pages: exercise.pages,
        },
    );
    let home = maker.book.home(&exercise.id);
    context.insert("from", &home.map(|h| Link { href: [r, &h.address].concat(), title: h.title.clone() }));
    let others: Vec<Link> = home
        .into_iter()
        .flat_map(|h| &h.placed)
        .filter(|t| t.value != exercise.id)
        .filter_map(|t| maker.book.exercise(&t.value))
        .map(|x| Link { href: [r, &x.sheet()].concat(), title: x.title.value.clone() })
        .collect();
    context.insert("others", &others);
    Ok(Output { path: address, body: Body::Page(maker.theme.render("templates/sheet.html", &context)?) })
}

/// A page's anchor in the whole book. Dots stand in no word of an address and in no id, so it is nobody else's.
pub fn anchor(page: &Chapter) -> String {
    ["p.", &page.address.trim_end_matches(".html").replace('/', ".")].concat()
}

fn piece(maker: &Maker<'_>, page: &Chapter, text: &Parsed<'_>, made: &Made) -> Result<Output, Box<Diagnostic>> {
    let kind = match page.role {
        Role::Welcome => "welcome",
        Role::Part => "part",
        _ => "chapter",
    };
    let anchor = anchor(page);
    let mut context = tera::Context::new();
    context.insert_value("book", maker.book_view.clone());
    context.insert("kind", kind);
    context.insert("anchor", &anchor);
    context.insert("title", &page.title);
    context.insert("in_part", &(page.role == Role::Chapter && page.part.is_some()));
    context.insert("number", &(page.role != Role::Welcome).then_some(page.number));
    context.insert_value(
        "content_html",
        tera::Value::safe_string(&content(maker, page, text, "", &format!("{anchor}--"), 1, made)?),
    );
    context.insert("untranslated", &maker.untranslated(page.lang.as_deref()));
    let html = maker.theme.render("templates/print_piece.html", &context)?;
    Ok(Output { path: "print.html".to_owned(), body: Body::Piece(html) })
}

/// Reads the Markdown of a page.
pub fn read<'a>(maker: &Maker<'a>, page: &'a Chapter) -> Parsed<'a> {
    markdown::parse(maker.sources.get(page.file).text.get(page.body.clone()).unwrap_or(""))
}

/// The HTML of a page's Markdown. `prefix` goes before anchors, and is empty on a page of its own.
///
/// # Errors
/// A finding when a template fails.
pub fn content(
    maker: &Maker<'_>,
    page: &Chapter,
    text: &Parsed<'_>,
    root: &str,
    prefix: &str,
    deeper: u8,
    made: &Made,
) -> Result<String, Box<Diagnostic>> {
    let cx = PageContext {
        maker,
        page,
        root,
        prefix,
        deeper,
        made,
        failed: std::cell::RefCell::new(None),
        level: std::cell::Cell::new(1),
    };
    let out = markdown::page(text, &cx);
    match cx.failed.into_inner() {
        Some(error) => Err(error),
        // What templates and Markdown make is tight already; only the author's own HTML can be made smaller.
        None if page.html => Ok((maker.polish)(out)),
        None => Ok(out),
    }
}

struct PageContext<'a> {
    maker: &'a Maker<'a>,
    page: &'a Chapter,
    root: &'a str,
    prefix: &'a str,
    deeper: u8,
    made: &'a Made,
    failed: std::cell::RefCell<Option<Box<Diagnostic>>>,
    level: std::cell::Cell<u8>,
}

impl Context for PageContext<'_> {
    fn link(&self, dest: &str) -> Option<String> {
        if self.prefix.is_empty() {
            return self.maker.link(&self.page.path, dest, self.root);
        }
        // On the page of the whole book, what is on it is linked inside it.
        match self.maker.book.resolve(&self.page.path, dest) {
            crate::model::Target::Page(at, heading) => {
                let page = self.maker.book.pages.get(at)?;
                if page.role == Role::Colophon {
                    return self.maker.link(&self.page.path, dest, self.root);
                }
                let heading = heading.map(|h| ["--", &h].concat()).unwrap_or_default();
                Some(["#", &anchor(page), &heading].concat())
            }
            crate::model::Target::Exercise(at, field) => {
                let exercise = self.maker.book.exercises.get(at).filter(|x| self.maker.book.home(&x.id).is_some());
                match (exercise, field) {
                    (Some(x), Some(field)) => Some(["#", &x.id, "--", &field].concat()),
                    (Some(x), None) => Some(["#x-", &x.id].concat()),
                    (None, _) => self.maker.link(&self.page.path, dest, self.root),
                }
            }
            _ => self.maker.link(&self.page.path, dest, self.root),
        }
    }

    fn language(&self, dest: &str) -> Option<&str> {
        let translation = self.maker.book.translation.as_ref()?;
        let source = matches!(self.maker.book.resolve(&self.page.path, dest), crate::model::Target::Source(_));
        source.then_some(translation.language.as_str())
    }

    fn anchor(&self, nth: usize) -> Option<&str> {
        // A heading that is the page's title is not said twice.
        let shown = self.page.headings.get(nth).filter(|_| self.page.title_at != Some(nth));
        shown.map(|heading| heading.id.as_str())
    }

    fn image(&self, dest: &str) -> (String, Option<(usize, usize)>) {
        match self.maker.book.resolve(&self.page.path, dest) {
            crate::model::Target::Asset(path) => {
                let address = self.maker.asset(&path, dest, self.root).unwrap_or_else(|| dest.to_owned());
                (address, self.maker.sizes.get(path.as_str()).copied())
            }
            _ => (dest.to_owned(), None),
        }
    }

    fn place(&self, words: &str) -> String {
        let made = match words.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["exercise", id] => match self.maker.book.exercise(id) {
                // In the whole book an exercise is printed once, where it first stands.
                Some(x)
                    if !self.prefix.is_empty()
                        && self.maker.book.home(id).map(|h| &h.path) != Some(&self.page.path) =>
                {
                    Ok(["<p><a href=\"#x-", &x.id, "\">", &markdown::inline(&x.title.value), "</a></p>\n"].concat())
                }
                Some(x) => {
                    let level = self.level.get() + 1 + self.deeper;
                    html(self.maker, x, Setting { root: self.root, level, made: self.made })
                }
                None => Ok(String::new()),
            },
            ["helplines"] => {
                extras::helplines_block(self.maker, self.root, self.prefix, self.level.get() + 1 + self.deeper)
            }
            _ => Ok(String::new()),
        };
        made.unwrap_or_else(|error| {
            self.failed.borrow_mut().get_or_insert(error);
            String::new()
        })
    }

    fn aside(&self, name: &str) -> String {
        self.maker.theme.string(&if markdown::ASIDES.contains(&name) {
            format!("admonition_{name}")
        } else {
            format!("task_{name}")
        })
    }

    fn prefix(&self) -> &str {
        self.prefix
    }

    fn deeper(&self) -> u8 {
        self.deeper
    }

    fn heading(&self, level: u8) {
        self.level.set(level);
    }
}
