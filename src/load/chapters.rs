//! Chapters: front matter, outline, order and addresses.

use std::cell::RefCell;

use crate::diag::{Code, Diagnostic, Diags, FileId, Span};
use crate::kinds::idle;
use crate::markdown;
use crate::model::chapter::{Chapter, Heading, Link, Role};
use crate::model::id;
use crate::source::Source;
use crate::tree::{Param, Table, Text, Ty, opt};

mod arrange;
mod front;
mod html;
mod meant;
mod translated;

pub use arrange::arrange;
use arrange::prefix;
pub use front::body;
use front::split;
pub use translated::translated;

crate::codes! {
    OPEN_FRONT Error "SB0401" "front matter that is not opened or not closed"
        "Front matter stands at the top of a chapter, from its first line on, between two lines of three hyphens, `---`."
    NO_TITLE Error "SB0402" "a chapter without a title"
        "The title comes from `title:` in front matter, or from a heading `# Like this`."
    SAME_ADDRESS Error "SB0403" "two pages with the same address"
        "One of two pages would be lost. Rename one file, or give one `slug:` in front matter. The `slug:` of a part, in its `index.md`, names the folder of all its chapters."
    NO_ADDRESS Error "SB0416" "a name that makes no address"
        "The address of a page is made of the letters and digits in its file's or folder's name, or in its title. Where there are none, `slug:` in front matter gives it one."
    NO_WELCOME Error "SB0404" "a book without a first page"
        "`content/index.md` is the welcome page. Write one; it may be short. It cannot be a draft, since drafts are left out."
    DEEP_FOLDER Error "SB0405" "a chapter in a folder inside a part"
        "Parts are folders under `content/`; they do not hold further folders of chapters. Move the file up."
    NO_PART_PAGE Error "SB0406" "a part without an opener"
        "A folder with chapters is a part, and its `index.md` opens it. Chapters whose part has no page of its own cannot be reached from the contents. Add the file; a title and two sentences will do."
    BAD_SLUG Error "SB0407" "a slug that cannot be an address"
        "A slug holds letters, digits and hyphens of any script, in small letters."
    BAD_PLACEMENT Error "SB0408" "a placement that cannot be read"
        "A line of its own places something: `{{exercise its-id}}` or `{{helplines}}`."
    TWO_TITLES Advice "SB0409" "a heading of the first level in the text"
        "The page's title is its one heading of the first level. Start the headings of the text with `##`."
    UNKNOWN_ASIDE Error "SB0410" "an unknown kind of aside"
        "Asides are `> [!NOTE]`, `> [!TIP]`, `> [!WARNING]` and `> [!SAFETY]`."
    PASTED Error "SB0413" "an exercise in the text of a chapter"
        "An exercise is a file of its own, `content/exercises/its-id.yaml`. A chapter places it with a line `{{exercise its-id}}`; its YAML in the chapter would be shown to readers as it stands."
    UNMARKED Error "SB0412" "a heading or a link that is none"
        "`##Heading` without a blank after the marks, `[words] (file.md)` with a blank between the brackets, and an address with a blank in it are shown to readers as they stand. The help line shows how it is written."
    IDLE_NOTE Advice "SB0414" "a footnote that nothing leads to"
        "A note `[^1]:` is found by its mark `[^1]` in the text. Without one readers come by a note that belongs to nothing; of two notes with the same name the mark leads to the first."
    NOT_SHOWN Error "SB0415" "something that would be left out"
        "A row of a table has as many cells as the table has headings, and what stands beyond them is on no page. In braces behind a heading only an anchor means something, `{#its-name}`; classes and other attributes are left out."
    DANGLING Error "SB0411" "a reference to an address or a note that is not given"
        "`[words][name]` leads to the address after `[name]:`, and `[^1]` to the note after `[^1]:`, on a line of its own anywhere in the chapter. Without that line readers see the brackets."
}

/// Every code of chapters.
pub fn codes() -> Vec<&'static Code> {
    [CODES, html::CODES].concat()
}

/// The keys of front matter.
pub const PARAMS: &[Param] = &[
    opt("title", Ty::Text, "the title"),
    opt("summary", Ty::Text, "one or two sentences for lists"),
    opt("minutes", Ty::Number(1.0, 600.0), "minutes to read"),
    opt("draft", Ty::Bool, "left out unless drafts are asked for"),
    opt("order", Ty::Number(-1e6, 1e6), "its place, instead of the number before its name"),
    opt("slug", Ty::Name, "its address, instead of its name"),
    opt("audience", Ty::OneOf(&["reader", "helper"]), "whom it is for"),
    opt("motif", Ty::Name, "the theme's drawing, for a part"),
];

/// Keys of pages that have a place among the others, and are read in their order.
const UNPLACED: [&str; 3] = ["slug", "order", "minutes"];

/// Words a grown person reads in a minute; rounded down from the 238 that Brysbaert's review of 2019 found for
/// non-fiction, since this text is read slowly.
const PACE: usize = 200;

/// A page before its place in the book is known.
pub struct Loose {
    page: Chapter,
    folder: String,
    order: f64,
    /// The `slug:` of its front matter.
    slug: Option<String>,
    title_span: Span,
    /// Whether it has front matter.
    fronted: bool,
}

/// Whether a file is a page of text.
pub fn is(path: &str) -> bool {
    path.ends_with(".md") && crate::source::kept(path).is_none()
}

/// Reads one page.
pub fn read(file: FileId, source: &Source, diags: &mut Diags) -> Option<Loose> {
    let text = source.text.as_str();
    let (front, body) = split(text, file, diags)?;
    let report = RefCell::new(Diags::new());
    let mut title = None;
    let (mut page, mut order, mut slug) = (blank(file, &source.path), None, None);
    let given = front.is_some();
    let front = front
        .and_then(|range| crate::yaml::block(text.get(range.clone())?, file, range.start, &mut report.borrow_mut()));
    let key = |name: &str| front.as_ref()?.map()?.iter().find(|e| e.key == name);
    if let (Some(format), Some(_)) = (key("format"), key("kind")) {
        diags.append(report.into_inner());
        diags.push(meant::exercise(format.key_span, key("id").and_then(|e| e.value.text())));
        return None;
    }
    let table = front.as_ref().and_then(|front| Table::open(front, "front matter", &[PARAMS], &report));
    // What is wrong with a title that is there has been said.
    let titled = given && table.as_ref().is_none_or(|t| t.entry("title").is_some() || t.mistyped("title"));
    let name = source.path.rsplit('/').next().unwrap_or("").trim_end_matches(".md");
    let folder = source.path.strip_prefix("content/").and_then(|p| p.rsplit_once('/')).map_or("", |(f, _)| f);
    page.role = match (folder, name) {
        ("", "index") => Role::Welcome,
        ("", "colophon") => Role::Colophon,
        (_, "index") => Role::Part,
        _ => Role::Chapter,
    };
    if let Some(table) = &table {
        match page.role {
            Role::Welcome => {
                idle(table, &UNPLACED, "on the welcome page");
                if let Some(entry) = table.entry("draft").filter(|_| table.truth("draft")) {
                    let words = "the welcome page is a draft, and a book without it has no first page";
                    table.say(Diagnostic::new(NO_WELCOME, entry.key_span, words).help("take this line out"));
                }
            }
            Role::Colophon => idle(table, &UNPLACED, "in the colophon"),
            Role::Part | Role::Chapter => {}
        }
        title = table.text("title");
        page.summary = table.text("summary").map(|t| t.value);
        page.minutes = table.count("minutes", 1, 600).unwrap_or(0);
        // That the first page cannot be one has been said.
        page.draft = table.truth("draft") && page.role != Role::Welcome;
        page.audience = table.word("audience", &["reader", "helper"]).unwrap_or("reader");
        page.motif = table.text("motif");
        order = table.number("order", -1e6, 1e6);
        slug = table.text("slug").map(|s| Text { value: id::composed(&s.value), ..s }).filter(|s| {
            let meant = id::slug(&s.value);
            if meant != s.value {
                let meant = if meant.is_empty() { "its-name" } else { &meant };
                table.say(
                    Diagnostic::new(BAD_SLUG, s.span, format!("`{}` cannot be an address", s.value))
                        .help(format!("write `slug: {meant}`")),
                );
            }
            meant == s.value
        });
    }
    diags.append(report.into_inner());
    take_outline(&mut page, text, body, &mut title, diags);
    let Some(title) = title else {
        if titled || diags.iter().any(|d| d.code == PASTED) {
            return None;
        }
        let first = text.get(page.body.clone()).unwrap_or("").trim_start().lines().next().unwrap_or("").trim_end();
        let help = match first.strip_prefix('#').filter(|words| words.starts_with(char::is_alphabetic)) {
            Some(words) => format!("write `# {words}`, with a blank after the `#`"),
            None => "put `---`, `title: Its title`, `---` at the top of the file".to_owned(),
        };
        let place = Span::new(file, page.body.start..page.body.start);
        diags.push(Diagnostic::new(NO_TITLE, place, "this page has no title").help(help));
        return None;
    };
    page.title = title.value;
    let (number, _) = prefix(name);
    Some(Loose {
        page,
        folder: folder.to_owned(),
        order: order.or(number).unwrap_or(f64::INFINITY),
        slug: slug.map(|s| s.value),
        title_span: title.span,
        fronted: given,
    })
}

fn blank(file: FileId, path: &str) -> Chapter {
    Chapter {
        file,
        path: path.to_owned(),
        role: Role::Chapter,
        address: String::new(),
        title: String::new(),
        summary: None,
        minutes: 0,
        draft: false,
        audience: "reader",
        motif: None,
        part: None,
        number: 0,
        body: 0..0,
        headings: Vec::new(),
        title_at: None,
        links: Vec::new(),
        placed: Vec::new(),
        misplaced: Vec::new(),
        words: 0,
        grade: 0.0,
        helplines: Vec::new(),
        html: false,
        lang: None,
    }
}

fn take_outline(
    page: &mut Chapter,
    text: &str,
    body: std::ops::Range<usize>,
    title: &mut Option<Text>,
    diags: &mut Diags,
) {
    let outline = markdown::outline(text.get(body.clone()).unwrap_or(""));
    let file = page.file;
    let at = |r: &std::ops::Range<usize>| Span::new(file, r.start + body.start..r.end + body.start);
    for (nth, (level, id, words, range)) in outline.headings.iter().enumerate() {
        if *level == 1 && title.is_none() {
            *title = Some(Text { value: words.clone(), span: at(range) });
            page.title_at = Some(nth);
        } else if *level == 1 {
            // In running text quotation marks are set as in print, in front matter they stand as typed.
            let same = title.as_ref().is_some_and(|title| markdown::typeset(&title.value) == markdown::typeset(words));
            let again = same && page.title_at.is_none();
            if again {
                page.title_at = Some(nth);
            }
            let help = if again { "delete this line" } else { "start this heading with `##`" };
            diags.push(Diagnostic::new(TWO_TITLES, at(range), "the page has its title already").help(help));
        }
        page.headings.push(Heading { id: id.clone(), level: *level, text: words.clone(), span: at(range) });
    }
    page.links = outline
        .links
        .iter()
        .map(|(dest, range, image)| Link { dest: dest.clone(), span: at(range), image: *image })
        .collect();
    for (words, range) in &outline.placements {
        match words.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["exercise", id] => page.placed.push(Text { value: (*id).to_owned(), span: at(range) }),
            ["helplines"] => page.helplines.push(at(range)),
            _ => {
                let message = format!("`{{{{{words}}}}}` places nothing");
                let help = format!("write {}", meant::placement(words));
                diags.push(Diagnostic::new(BAD_PLACEMENT, at(range), message).help(help));
                page.misplaced.push(words.clone());
            }
        }
    }
    let mut last = 0;
    for (words, range) in &outline.strays {
        page.misplaced.push(words.clone());
        // Lines that follow each other lack the same blank line.
        let before = text.get(last..body.start + range.start).filter(|_| last > 0);
        last = body.start + range.end;
        if before.is_some_and(|between| between.trim().is_empty() && between.matches('\n').count() < 2) {
            continue;
        }
        let message = format!("`{words}` places nothing here, and would be shown");
        let help = format!(
            "write {} on a line of its own, without blanks before it, and with a blank line above and below",
            meant::placement(words)
        );
        diags.push(Diagnostic::new(BAD_PLACEMENT, at(range), message).help(help));
    }
    if let Some((range, id)) = &outline.pasted {
        diags.push(meant::exercise(at(range), id.as_deref()));
    }
    for (words, range) in &outline.nearly_asides {
        diags.push(
            Diagnostic::new(UNKNOWN_ASIDE, at(range), format!("`{words}` begins no aside here, and would be shown"))
                .help("write `> [!NOTE]` on a line of its own, with the text below it, each line after a `>`"),
        );
    }
    for (words, range) in &outline.dangling {
        let name = words.trim_end_matches("[]").rsplit('[').next().unwrap_or(words).trim_end_matches(']');
        diags.push(
            Diagnostic::new(DANGLING, at(range), format!("`{words}` would be shown as it stands")).help(format!(
                "add a line `[{name}]: ` with what it stands for, or write the address in round brackets"
            )),
        );
    }
    for (words, range, help) in &outline.unmarked {
        let message = format!("`{words}` would be shown as it stands");
        diags.push(Diagnostic::new(UNMARKED, at(range), message).help(help));
    }
    for (name, range) in outline.asides.iter().filter(|(n, _)| !markdown::ASIDES.contains(&n.as_str())) {
        let shown = name.to_ascii_uppercase();
        diags.push(
            Diagnostic::new(UNKNOWN_ASIDE, at(range), format!("there is no aside `[!{shown}]`"))
                .suggest(name, markdown::ASIDES.iter().copied()),
        );
    }
    for (message, range, help) in &outline.idle {
        diags.push(Diagnostic::new(IDLE_NOTE, at(range), message.as_str()).help(help.as_str()));
    }
    for (message, range, help) in &outline.lost {
        diags.push(Diagnostic::new(NOT_SHOWN, at(range), message.as_str()).help(help.as_str()));
    }
    for raw in &outline.raw {
        html::judge(raw, &at, diags);
    }
    page.html = !outline.raw.is_empty();
    page.words = outline.words;
    page.grade = markdown::grade(&outline.text);
    if page.minutes == 0 {
        page.minutes = u32::try_from(outline.words.div_ceil(PACE)).unwrap_or(u32::MAX).max(1);
    }
    page.body = body;
}
