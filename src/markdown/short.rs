//! Markdown of a few words: labels, lines, the texts of exercises.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

use super::{address, outline};

/// A line that starts like a list, a heading or a quotation, kept from becoming one.
fn one_line(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_start();
    let digits = trimmed.find(|c: char| !c.is_ascii_digit()).unwrap_or(trimmed.len());
    let mark = trimmed.get(digits..).and_then(|t| t.chars().next()).unwrap_or(' ');
    let numbered = digits > 0 && matches!(mark, '.' | ')');
    let marked = digits == 0 && matches!(mark, '#' | '>' | '+' | '-' | '=');
    let starred = trimmed.starts_with("* ");
    if !(numbered || marked || starred) {
        return Cow::Borrowed(text);
    }
    let (before, after) = trimmed.split_at(digits);
    Cow::Owned([before, "\\", after].concat())
}

/// A few paragraphs outside a chapter, such as an exercise's intro. `link` gives the address of a link that leads into
/// the book; HTML is shown as text, and a picture as its words.
#[must_use]
pub fn block(text: &str, link: &dyn Fn(&str) -> Option<String>) -> String {
    let events = Parser::new_ext(text, Options::ENABLE_SMART_PUNCTUATION).filter_map(|event| match event {
        Event::Html(t) | Event::InlineHtml(t) => Some(Event::Text(t)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let inside = if link_type == LinkType::Email { None } else { link(&dest_url) };
            let dest_url = inside.map_or(dest_url, CowStr::from);
            Some(Event::Start(Tag::Link { link_type, dest_url, title, id }))
        }
        other => Some(other),
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

/// What a text outside chapters holds beside words, lists and emphasis.
#[derive(Debug, Default)]
pub struct Scanned {
    /// Where its links lead.
    pub links: Vec<String>,
    /// The first thing in it that is not shown there, such as `a table`, with the way out.
    pub odd: Option<(&'static str, &'static str)>,
}

/// Looks through a text outside chapters.
#[must_use]
pub fn scan(text: &str) -> Scanned {
    let mut out = Scanned::default();
    let options = Options::ENABLE_SMART_PUNCTUATION | Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    for event in Parser::new_ext(text, options) {
        let odd = match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                out.links.push(address(link_type, &dest_url));
                continue;
            }
            Event::Html(_) | Event::InlineHtml(_) => ("HTML", "write it in Markdown, or put it into the chapter"),
            Event::Start(Tag::Image { .. }) => ("a picture", "put the picture into the chapter, above the exercise"),
            Event::Start(Tag::Heading { .. }) => ("a heading", "write it in bold: `**Words**`"),
            Event::Start(Tag::Table(_)) => ("a table", "put the table into the chapter, or write a list"),
            Event::TaskListMarker(_) => ("a box to tick", "ask it with a `checklist` field"),
            Event::Text(words) if words.contains("{{") => ("a placement", "put the line into the chapter"),
            _ => continue,
        };
        out.odd.get_or_insert(odd);
    }
    out
}

/// The first line of a text without its marks.
#[must_use]
pub fn plain(text: &str) -> String {
    outline(text).text.lines().next().unwrap_or("").to_owned()
}

/// Plain words with the quotation marks, dashes and dots of print; nothing else in them means anything.
#[must_use]
pub fn typeset(text: &str) -> Cow<'_, str> {
    if !(text.contains(['\'', '"']) || text.contains("--") || text.contains("...")) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.trim().chars() {
        // A dash or a number at the start would begin a list; any other mark means nothing behind a backslash.
        let starts_list = match c {
            '-' => escaped.is_empty(),
            '.' => escaped.chars().all(|d| d.is_ascii_digit()) && !escaped.is_empty(),
            _ => false,
        };
        if c.is_ascii_punctuation() && (starts_list || !matches!(c, '\'' | '"' | '.' | '-')) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    let events = Parser::new_ext(&escaped, Options::ENABLE_SMART_PUNCTUATION);
    let mut words = String::with_capacity(text.len() + 8);
    for event in events {
        match event {
            Event::Text(part) => words.push_str(&part),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    let (before, after) = (text.len() - text.trim_start().len(), text.trim_end().len());
    let ends = |range| text.get::<std::ops::Range<usize>>(range).unwrap_or("");
    Cow::Owned([ends(0..before), &words, ends(after..text.len())].concat())
}

/// One line, without a paragraph around it; HTML in it is shown as text.
#[must_use]
pub fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    if !text.contains(['*', '_', '`', '[', '<', '&', '\\', '\'', '"', '.', '-', '!', '#', '+', '>', '~', ':'])
        && !text.starts_with(|c: char| c.is_ascii_digit())
    {
        out.push_str(text);
        return out;
    }
    let line = one_line(text);
    let events = Parser::new_ext(&line, Options::ENABLE_SMART_PUNCTUATION).filter_map(|event| match event {
        Event::Start(Tag::Emphasis | Tag::Strong)
        | Event::End(TagEnd::Emphasis | TagEnd::Strong)
        | Event::Text(_)
        | Event::Code(_) => Some(event),
        Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => Some(Event::Text(CowStr::Borrowed(" "))),
        Event::Html(t) | Event::InlineHtml(t) => Some(Event::Text(t)),
        _ => None,
    });
    let mut inner = String::new();
    html::push_html(&mut inner, events);
    // The parser takes blanks at the ends away, which stand between a marked word and its neighbours.
    if text.starts_with(' ') {
        out.push(' ');
    }
    out.push_str(inner.trim_end());
    if text.ends_with(' ') && text.trim() != "" {
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::typeset;

    #[test]
    fn plain_words_get_the_marks_of_print_and_keep_every_other() {
        for (typed, set) in [
            ("I don't", "I don’t"),
            ("\"No\", she said -- twice...", "“No”, she said – twice…"),
            (" and it isn't ", " and it isn’t "),
            ("- it's", "- it’s"),
            ("1. it's *so* _so_ <b>&amp; `x` [a](b) \\' #", "1. it’s *so* _so_ <b>&amp; `x` [a](b) \\’ #"),
            ("'Tis 5'", "‘Tis 5’"),
            ("it's\ntwo lines", "it’s two lines"),
            ("> isn't", "> isn’t"),
            ("12-13", "12-13"),
            ("---'", "-–’"),
        ] {
            assert_eq!(typeset(typed), set);
        }
    }
}
