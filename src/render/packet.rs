//! The packet page: every sheet on one page, of which the reader ticks those to print; and the foot of a printed sheet.

use serde::Serialize;
use serde_json::Value;

use super::Maker;
use super::exercise::{Made, Setting, html};
use crate::diag::Diagnostic;
use crate::model::{Answer, Book, Chapter, Exercise, address};
use crate::site::{Body, Output};

/// The page's address.
pub const PAGE: &str = "packet.html";

type Pieces = Result<Vec<Output>, Box<Diagnostic>>;

#[derive(Serialize)]
pub struct ChapterLine<'a> {
    title: &'a str,
    href: String,
    /// The language of its words, where only the book's own has it.
    lang: Option<&'a str>,
    exercises: Vec<SheetLine<'a>>,
}

#[derive(Serialize)]
struct SheetLine<'a> {
    id: &'a str,
    title: &'a str,
    href: String,
    kind: &'a str,
    kind_label: String,
    /// Ids of its fields with spaces between them; `worry=fear,doubt` had two others before.
    fields: String,
    was: String,
    /// Its lines over time, as JSON; `None` where it has none.
    plots: Option<String>,
}

/// Chapters with the exercises that they are the first to place.
pub fn chapters<'a>(maker: &'a Maker<'_>) -> Vec<ChapterLine<'a>> {
    lines(maker, maker.book, "", None)
}

/// The same with those that this language leaves out, since answers are kept for all languages together.
pub fn chapters_of_all<'a>(maker: &'a Maker<'_>) -> Vec<ChapterLine<'a>> {
    let mut all = chapters(maker);
    if let Some(origin) = maker.origin {
        let more = lines(maker, origin, "../", Some(&origin.config.language));
        let left_out = more.into_iter().filter_map(|mut chapter| {
            chapter.exercises.retain(|x| maker.book.leaves_out(x.id));
            (!chapter.exercises.is_empty()).then_some(chapter)
        });
        all.extend(left_out);
    }
    all
}

fn lines<'a>(maker: &'a Maker<'_>, book: &'a Book, up: &str, lang: Option<&'a str>) -> Vec<ChapterLine<'a>> {
    book.pages
        .iter()
        .map(|page| ChapterLine {
            title: &page.title,
            href: [up, &page.address].concat(),
            lang,
            exercises: at_home(book, page).map(|x| line(maker, x, up)).collect(),
        })
        .filter(|chapter| !chapter.exercises.is_empty())
        .collect()
}

fn line<'a>(maker: &Maker<'_>, exercise: &'a Exercise, up: &str) -> SheetLine<'a> {
    let ids = |texts: &[crate::tree::Text]| texts.iter().map(|t| t.value.clone()).collect::<Vec<_>>();
    let field = |f: &crate::model::Field| {
        let was = ids(&f.was);
        if was.is_empty() { f.id.value.clone() } else { [f.id.value.as_str(), "=", &was.join(",")].concat() }
    };
    let own = |(name, was): (String, Vec<String>)| {
        if was.is_empty() { name } else { [&name, "=", &was.join(",")].concat() }
    };
    let fields: Vec<String> =
        exercise.all_fields().map(field).chain(exercise.spec.kept().into_iter().map(own)).collect();
    let kind = exercise.kind.name();
    SheetLine {
        id: &exercise.id,
        title: &exercise.title.value,
        href: [up, &exercise.sheet()].concat(),
        kind,
        kind_label: maker.theme.string(&format!("kind_{kind}")),
        fields: fields.join(" "),
        was: ids(&exercise.was).join(" "),
        plots: super::plot::plots(exercise).map(|plots| plots.to_string()),
    }
}

#[derive(Serialize)]
struct PacketView<'a> {
    id: &'a str,
    title: &'a str,
    summary: Option<&'a str>,
    /// What follows `packet.html#`.
    hash: String,
}

/// The page's first piece: what can be chosen.
///
/// # Errors
/// A finding when the template fails.
pub fn start(maker: &Maker<'_>) -> Pieces {
    let title = maker.theme.string("packet");
    let mut context = maker.shell(PAGE, &title, None, "packet");
    context.insert("chapters", &chapters(maker));
    let placed = |x: &&Exercise| maker.book.home(&x.id).is_some();
    let others: Vec<SheetLine<'_>> =
        maker.book.exercises.iter().filter(|x| !placed(x)).map(|x| line(maker, x, "")).collect();
    context.insert("others", &others);
    let packets: Vec<PacketView<'_>> = maker
        .book
        .packets
        .iter()
        .map(|p| {
            let sheets: Vec<&str> = p.sheets.iter().map(|s| s.value.as_str()).collect();
            let cover = p.cover.as_ref().map(|c| ["&cover=", &address::encoded(c)].concat()).unwrap_or_default();
            let hash = ["sheets=", &sheets.join(","), &cover].concat();
            PacketView { id: &p.id, title: &p.title.value, summary: p.summary.as_deref(), hash }
        })
        .collect();
    context.insert("packets", &packets);
    context.insert_value("scripts", maker.scripts_for("", "packet"));
    let html = maker.theme.render("templates/packet_start.html", &context)?;
    Ok(vec![Output { path: PAGE.to_owned(), body: Body::Piece(html) }])
}

/// The exercises that a page is the first to place, in its order.
fn at_home<'a>(book: &'a Book, page: &'a Chapter) -> impl Iterator<Item = &'a Exercise> {
    page.placed
        .iter()
        .filter_map(|t| book.exercise(&t.value))
        .filter(|x| book.home(&x.id).map(|h| &h.path) == Some(&page.path))
}

/// The address of the packet with the sheets of a part, from the site's root, in its order; of the whole book without one, and
/// then last with those that no page places. Nothing where there are none.
pub fn together(book: &Book, part: Option<usize>) -> Option<String> {
    let pages = book.pages.iter().filter(|page| part.is_none() || page.part == part);
    let placed = pages.flat_map(|page| at_home(book, page));
    let others = book.exercises.iter().filter(|x| part.is_none() && book.home(&x.id).is_none());
    let ids: Vec<&str> = placed.chain(others).map(|x| x.id.as_str()).collect();
    (!ids.is_empty()).then(|| [PAGE, "#sheets=", &ids.join(",")].concat())
}

/// Its pieces in the middle: one for each exercise.
///
/// # Errors
/// A finding when a template fails.
pub fn pieces(maker: &Maker<'_>, exercises: &[&Exercise], made: &Made) -> Pieces {
    let mut out = Vec::new();
    for exercise in exercises {
        let mut context = tera::Context::new();
        context.insert_value("book", maker.book_view.clone());
        context.insert("id", &exercise.id);
        context.insert("title", &exercise.title.value);
        context.insert("foot", &foot(maker, exercise));
        context.insert_value(
            "exercise_html",
            tera::Value::safe_string(&html(maker, exercise, Setting { root: "", level: 2, made })?),
        );
        let html = maker.theme.render("templates/packet_piece.html", &context)?;
        out.push(Output { path: PAGE.to_owned(), body: Body::Piece(html) });
    }
    Ok(out)
}

/// Its last piece.
///
/// # Errors
/// A finding when the template fails.
pub fn end(maker: &Maker<'_>) -> Pieces {
    let title = maker.theme.string("packet");
    let html = maker.theme.render("templates/packet_end.html", &maker.shell(PAGE, &title, None, "packet"))?;
    Ok(vec![Output { path: PAGE.to_owned(), body: Body::Piece(html) }])
}

/// What stands at the foot of a printed sheet.
#[derive(Serialize)]
pub struct Foot {
    title: String,
    /// Whether something is written on it. What is only read has no line for a name, least of all the page before a pair.
    asks: bool,
    /// The sheet's address, when it is known where the book is published.
    address: Option<String>,
    /// The same as a square of `size` by `size`, its dark places as an SVG path.
    qr: Option<Qr>,
    /// A line to call in each country, as JSON: `{"GB": "Name 0000"}`.
    helplines: Option<String>,
}

#[derive(Serialize)]
struct Qr {
    size: usize,
    path: String,
}

/// The foot of an exercise's sheet.
pub fn foot(maker: &Maker<'_>, exercise: &Exercise) -> Foot {
    let address = maker.base_url.as_ref().map(|base| [base.as_str(), &exercise.sheet()].concat());
    Foot {
        title: exercise.title.value.clone(),
        asks: exercise.spec.written() || exercise.all_fields().any(|f| f.spec.answer() != Answer::Nothing),
        qr: address.as_deref().and_then(qr),
        address,
        helplines: maker.foot_helplines.clone(),
    }
}

/// The first line of each country that can be called.
pub fn helplines(book: &crate::model::Book) -> Option<String> {
    let lines: serde_json::Map<String, Value> = book
        .helplines
        .iter()
        .filter_map(|country| {
            let line = country.lines.iter().find(|l| l.phone.is_some())?;
            // A number is dialled from paper: it stands on one line.
            let words = [line.name.as_str(), " ", &line.phone.as_deref()?.replace(' ', "\u{a0}")].concat();
            Some((country.code.value.clone(), Value::from(words)))
        })
        .collect();
    (!lines.is_empty()).then(|| Value::Object(lines).to_string())
}

/// An address as a QR code.
fn qr(address: &str) -> Option<Qr> {
    let code = fast_qr::QRBuilder::new(address).ecl(fast_qr::ECL::M).build().ok()?;
    let size = code.size;
    let mut path = String::new();
    for (y, row) in code.data.chunks(size).take(size).enumerate() {
        for (x, module) in row.iter().enumerate() {
            if module.value() {
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
    }
    Some(Qr { size, path })
}
