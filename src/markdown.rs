//! Markdown: what a chapter holds, and its HTML. The only room that names the Markdown crate.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use crate::model::id::slug;

mod notes;
mod outline;
mod raw;
mod reading;
mod short;

pub use outline::{Outline, outline};
pub use raw::Raw;
pub use reading::grade;
pub use short::{Scanned, block, hides_all, inline, plain, scan, typeset, unmarked};

/// Where the parts that only the book knows come from.
pub trait Context {
    /// The address of a link, as it is to be written; `None` leaves it as it stands.
    fn link(&self, dest: &str) -> Option<String>;
    /// The language of the page that a link leads to, where that is another one.
    fn language(&self, _dest: &str) -> Option<&str> {
        None
    }
    /// The anchor of a heading, counted from 0 as in the [`Outline`]; `None` leaves out the one that the page shows as its title.
    fn anchor(&self, nth: usize) -> Option<&str>;
    /// Address, width and height of a picture.
    fn image(&self, dest: &str) -> (String, Option<(usize, usize)>);
    /// The HTML of a placement.
    fn place(&self, words: &str) -> String;
    /// The heading of an admonition.
    fn aside(&self, name: &str) -> String;
    /// Goes before every anchor, so that chapters can stand on one page.
    fn prefix(&self) -> &str;
    /// Heading levels to move down by.
    fn deeper(&self) -> u8;
    /// Told of each heading that is passed, so that what is placed after it can take the next level.
    fn heading(&self, level: u8);
}

/// Admonitions that can stand in brackets at the start of a quotation.
pub const ASIDES: &[&str] = &["note", "tip", "warning", "safety"];

/// What is switched on; listed one by one, since `all()` would take the old footnotes too.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
}

fn placement(source: &str) -> Option<&str> {
    let inner = source.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    (!inner.contains(['{', '}', '\n'])).then(|| inner.trim())
}

/// `[!NAME]` at the start of a quotation's text.
fn aside(source: &str) -> Option<String> {
    let line = source.lines().next()?.trim_start().strip_prefix('>')?.trim();
    let name = line.strip_prefix("[!")?.strip_suffix(']')?;
    (!name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic())).then(|| name.to_ascii_lowercase())
}

/// Anchors that the theme's pages have around the text.
pub const TAKEN: &[&str] = &["main", "contents", "contents-title", "part-contents", "sheets-here"];

/// Gives anchors out, each once.
struct Anchors(BTreeMap<String, usize>);

impl Default for Anchors {
    fn default() -> Self {
        Self(TAKEN.iter().map(|name| ((*name).to_owned(), 0)).collect())
    }
}

impl Anchors {
    /// Keeps the anchor of an exercise that stands among the headings.
    fn keep(&mut self, exercise: &str) {
        self.0.insert(["x-", exercise].concat(), 0);
    }

    fn give(&mut self, wanted: Option<&str>, words: &str) -> String {
        let base = wanted.map_or_else(|| slug(words), str::to_owned);
        let base = if base.is_empty() { "section".to_owned() } else { base };
        let mut name = base.clone();
        let mut count = self.0.get(&base).copied().unwrap_or(0);
        while self.0.contains_key(&name) {
            count += 1;
            name = format!("{base}-{}", count + 1);
        }
        // The next of the same words goes on counting here rather than from the start.
        self.0.insert(base, count);
        self.0.entry(name.clone()).or_insert(0);
        name
    }
}

/// Where a link leads: `<me@example.org>` is a mail address and no path.
fn address(link_type: LinkType, dest: &str) -> String {
    let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
    [scheme, dest].concat()
}

/// The words of the events up to the end of a block.
fn words_until(events: &[(Event<'_>, Range<usize>)], end: TagEnd) -> String {
    let inside = events.iter().take_while(|(event, _)| *event != Event::End(end));
    words(inside.map(|(event, _)| event))
}

fn words<'e>(events: impl Iterator<Item = &'e Event<'e>>) -> String {
    let mut out = String::new();
    for event in events {
        match event {
            Event::Text(t) | Event::Code(t) => out.push_str(t),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    out
}

/// How many events stand before the end of a picture whose start was taken; its words may hold further pictures.
fn inside_picture(rest: &[(Event<'_>, Range<usize>)]) -> usize {
    let mut open = 1_usize;
    let end = rest.iter().position(|(event, _)| {
        match event {
            Event::Start(Tag::Image { .. }) => open += 1,
            Event::End(TagEnd::Image) => open -= 1,
            _ => {}
        }
        open == 0
    });
    end.unwrap_or(rest.len())
}

/// A chapter that is read, and can be written more than once: on its own page and in the whole book.
pub struct Parsed<'t> {
    text: &'t str,
    events: Vec<(Event<'t>, Range<usize>)>,
}

/// Reads a chapter.
#[must_use]
pub fn parse(text: &str) -> Parsed<'_> {
    Parsed { text, events: Parser::new_ext(text, options()).into_offset_iter().collect() }
}

/// A chapter's HTML.
#[must_use]
pub fn page(parsed: &Parsed<'_>, cx: &dyn Context) -> String {
    let Parsed { text, events } = parsed;
    let mut writer = Writer {
        cx,
        text,
        headings: 0,
        notes: notes::Notes::read(events),
        led: BTreeSet::new(),
        noted: BTreeSet::new(),
        out: Vec::with_capacity(events.len()),
        alignments: Vec::new(),
        column: 0,
        in_head: false,
        images: 0,
        asides: Vec::new(),
    };
    let mut at = 0;
    while let Some((event, range)) = events.get(at) {
        at += writer.take(event, range, events.get(at + 1..).unwrap_or(&[]));
    }
    let mut html_out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut html_out, writer.out.into_iter());
    html_out
}

struct Writer<'t, 'c> {
    cx: &'c dyn Context,
    text: &'t str,
    /// Headings that were passed.
    headings: usize,
    notes: notes::Notes,
    /// Notes whose first mark was passed, which the way back leads to.
    led: BTreeSet<usize>,
    /// Notes that were passed.
    noted: BTreeSet<usize>,
    out: Vec<Event<'t>>,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    images: usize,
    asides: Vec<bool>,
}

/// A text as it stands in an attribute or between tags.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn deeper(level: HeadingLevel, by: u8) -> HeadingLevel {
    HeadingLevel::try_from((level as usize + usize::from(by)).min(6)).unwrap_or(level)
}

impl<'t> Writer<'t, '_> {
    fn raw(&mut self, parts: &[&str]) {
        self.out.push(Event::InlineHtml(parts.concat().into()));
    }

    /// Takes one event with what follows it, and says how many events are done with.
    fn take(&mut self, event: &Event<'t>, range: &Range<usize>, rest: &[(Event<'t>, Range<usize>)]) -> usize {
        let source = self.text.get(range.clone()).unwrap_or("");
        match event {
            Event::Start(Tag::Paragraph) if placement(source).is_some() => {
                let html = self.cx.place(placement(source).unwrap_or(""));
                self.out.push(Event::Html(html.into()));
                return 2 + rest.iter().take_while(|(e, _)| *e != Event::End(TagEnd::Paragraph)).count();
            }
            Event::Start(Tag::Heading { level, .. }) => {
                let nth = self.headings;
                self.headings += 1;
                let Some(anchor) = self.cx.anchor(nth) else {
                    return 2 + rest.iter().take_while(|(e, _)| *e != Event::End(TagEnd::Heading(*level))).count();
                };
                self.cx.heading(*level as u8);
                let anchor = [self.cx.prefix(), anchor].concat();
                let tag = Tag::Heading {
                    level: deeper(*level, self.cx.deeper()),
                    id: Some(anchor.into()),
                    classes: Vec::new(),
                    attrs: Vec::new(),
                };
                self.out.push(Event::Start(tag));
            }
            Event::End(TagEnd::Heading(level)) => {
                self.out.push(Event::End(TagEnd::Heading(deeper(*level, self.cx.deeper()))))
            }
            Event::Start(Tag::Link { dest_url, title, .. }) if self.cx.language(dest_url).is_some() => {
                let href = self.cx.link(dest_url).unwrap_or_default();
                let lang = self.cx.language(dest_url).unwrap_or_default().to_owned();
                let title = if title.is_empty() { String::new() } else { [" title=\"", &escape(title), "\""].concat() };
                self.raw(&["<a href=\"", &escape(&href), "\" hreflang=\"", &lang, "\"", &title, ">"]);
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let inside = if *link_type == LinkType::Email { None } else { self.cx.link(dest_url) };
                let dest = inside.map_or_else(|| dest_url.clone(), CowStr::from);
                self.out.push(Event::Start(Tag::Link {
                    link_type: *link_type,
                    dest_url: dest,
                    title: title.clone(),
                    id: id.clone(),
                }));
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let inside = inside_picture(rest);
                let alt = words(rest.iter().take(inside).map(|(e, _)| e));
                let title = if title.is_empty() { String::new() } else { [" title=\"", &escape(title), "\""].concat() };
                let (src, size) = self.cx.image(dest_url);
                let size = size.map_or(String::new(), |(w, h)| {
                    [" width=\"", &w.to_string(), "\" height=\"", &h.to_string(), "\""].concat()
                });
                // The first picture may be what the reader sees first; the others wait until they come near.
                let lazy = if self.images == 0 { "" } else { " loading=\"lazy\" decoding=\"async\"" };
                self.images += 1;
                self.raw(&["<img src=\"", &escape(&src), "\" alt=\"", &escape(&alt), "\"", &title, &size, lazy, ">"]);
                return 2 + inside;
            }
            Event::Start(Tag::BlockQuote(_)) => {
                let name = aside(source).filter(|n| ASIDES.contains(&n.as_str()));
                self.asides.push(name.is_some());
                let Some(name) = name else {
                    self.out.push(event.clone());
                    return 1;
                };
                let title = escape(&self.cx.aside(&name));
                self.out.push(Event::Html(
                    [
                        "<aside class=\"admonition ",
                        &name,
                        "\" role=\"note\"><p class=\"admonition-title\">",
                        &title,
                        "</p>\n",
                    ]
                    .concat()
                    .into(),
                ));
                // The first line named the aside; what follows it in the same paragraph is its text.
                let marker = rest
                    .iter()
                    .skip(1)
                    .take_while(|(e, _)| {
                        !matches!(e, Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph))
                    })
                    .count();
                let after = rest.get(marker + 1).map(|(e, _)| e);
                if matches!(after, Some(Event::SoftBreak | Event::HardBreak)) {
                    self.out.push(Event::Start(Tag::Paragraph));
                }
                return marker + 3;
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                if self.asides.pop() == Some(true) {
                    self.out.push(Event::Html("</aside>\n".into()));
                } else {
                    self.out.push(event.clone());
                }
            }
            Event::Start(Tag::Table(alignments)) => {
                self.alignments.clone_from(alignments);
                self.raw(&["<div class=\"table\">"]);
                self.out.push(Event::Start(Tag::Table(Vec::new())));
            }
            Event::End(TagEnd::Table) => {
                self.out.push(event.clone());
                self.raw(&["</div>\n"]);
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                self.in_head = matches!(event, Event::Start(Tag::TableHead));
                self.column = 0;
                self.out.push(event.clone());
            }
            Event::Start(Tag::TableCell) => {
                let class = match self.alignments.get(self.column) {
                    Some(Alignment::Center) => " class=\"center\"",
                    Some(Alignment::Right) => " class=\"end\"",
                    _ => "",
                };
                self.column += 1;
                let open = if self.in_head { "<th scope=\"col\"" } else { "<td" };
                self.raw(&[open, class, ">"]);
            }
            Event::End(TagEnd::TableCell) => self.raw(&[if self.in_head { "</th>" } else { "</td>" }]),
            Event::TaskListMarker(done) => {
                let (sign, word) = if *done { ("\u{2611}", "done") } else { ("\u{2610}", "open") };
                let word = escape(&self.cx.aside(word));
                self.raw(&["<span class=\"task\" role=\"img\" aria-label=\"", &word, "\">", sign, "</span> "]);
            }
            Event::FootnoteReference(name) => self.mark(name),
            Event::Start(Tag::FootnoteDefinition(name)) => self.note(name),
            Event::End(TagEnd::FootnoteDefinition) => self.out.push(Event::Html("</div>\n".into())),
            other => self.out.push(other.clone()),
        }
        1
    }

    /// A mark that leads to a note. A name may hold what no address does, so the number stands for it; and no anchor made
    /// of words has two hyphens.
    fn mark(&mut self, name: &str) {
        let Some(number) = self.notes.number(name) else { return };
        let (prefix, first, number) = (self.cx.prefix(), self.led.insert(number), number.to_string());
        let id = if first { [" id=\"", prefix, "fnref--", &number, "\""].concat() } else { String::new() };
        let to = ["\"#", prefix, "fn--", &number, "\""].concat();
        self.raw(&["<sup class=\"footnote-reference\"", &id, "><a href=", &to, ">", &number, "</a></sup>"]);
    }

    /// The beginning of a note; of one that nothing leads to there is no way back.
    fn note(&mut self, name: &str) {
        let number = self.notes.number(name).filter(|number| self.noted.insert(*number));
        let Some(number) = number.map(|n| n.to_string()) else {
            self.out.push(Event::Html("<div class=\"footnote-definition\">\n".into()));
            return;
        };
        let prefix = self.cx.prefix();
        let open = ["<div class=\"footnote-definition\" id=\"", prefix, "fn--", &number, "\">"].concat();
        let back = ["<a class=\"footnote-definition-label\" href=\"#", prefix, "fnref--", &number, "\">"].concat();
        self.out.push(Event::Html([&open, &back, &number, "</a>\n"].concat().into()));
    }
}
