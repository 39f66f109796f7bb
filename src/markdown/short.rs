//! Markdown of a few words: labels, lines, the texts of exercises.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

use super::outline::{dangling_note, escapes, outline};
use super::{address, aside, options};

/// A text of one line, whatever line ends it was typed with.
fn joined(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\r']) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
    Cow::Owned(lines.join(" "))
}

/// A text of one line as Markdown in which nothing begins a block: the parser would take it, or some of its words, for a mark.
fn one_line(text: &str) -> Cow<'_, str> {
    // A backslash before a line end would break the line.
    let line = if text.contains("\\\n") { Cow::Owned(text.replace("\\\n", "\n")) } else { Cow::Borrowed(text) };
    let line = match line {
        Cow::Borrowed(line) => joined(line),
        Cow::Owned(line) => Cow::Owned(joined(&line).into_owned()),
    };
    let trimmed = line.trim_start();
    match block_mark(trimmed).and_then(|at| trimmed.split_at_checked(at)) {
        Some((before, after)) => Cow::Owned([before, "\\", after].concat()),
        None if trimmed.len() == line.len() => line,
        None => Cow::Owned(trimmed.to_owned()),
    }
}

/// Where a backslash keeps a line from being a list, a heading, a quotation, a rule, the start of code, or the address of a link.
fn block_mark(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let rest = line.trim_start_matches(first);
    let run = line.len() - rest.len();
    let alone = line.chars().all(|c| c == first || c.is_whitespace());
    match first {
        '#' | '>' | '+' | '-' | '=' => Some(0),
        '*' => (alone || run == 1 && rest.starts_with(char::is_whitespace)).then_some(0),
        '_' => alone.then_some(0),
        '`' => (run >= 3 && !rest.contains('`')).then_some(0),
        '~' => (run >= 3).then_some(0),
        '[' => {
            let end = line.match_indices("]:").map(|(at, _)| at).find(|at| !line.get(..*at).is_some_and(escapes));
            end.map(|at| at + 1)
        }
        '0'..='9' => {
            let digits = line.find(|c: char| !c.is_ascii_digit())?;
            line.get(digits..)?.starts_with(['.', ')']).then_some(digits)
        }
        _ => None,
    }
}

/// What one line shows: words, emphasis and code, and HTML as it was typed.
fn events(line: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(line, Options::ENABLE_SMART_PUNCTUATION).filter_map(|event| match event {
        Event::Start(Tag::Emphasis | Tag::Strong)
        | Event::End(TagEnd::Emphasis | TagEnd::Strong)
        | Event::Text(_)
        | Event::Code(_) => Some(event),
        Event::Html(t) | Event::InlineHtml(t) => Some(Event::Text(t)),
        _ => None,
    })
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
    /// Whether any word of it is shown.
    pub shown: bool,
}

/// Looks through a text outside chapters, for all that works in them.
#[must_use]
pub fn scan(text: &str) -> Scanned {
    let mut out = Scanned::default();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        if let Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) = &event {
            out.shown |= has_words(words);
        }
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
            Event::Start(Tag::Strikethrough) => ("a word crossed out with `~`", "take it out, or write it without `~`"),
            Event::Start(Tag::DefinitionList) => ("a list of terms", "write a list, each line after `- `"),
            Event::Start(Tag::BlockQuote(_)) if text.get(range.clone()).and_then(aside).is_some() => {
                ("an aside", "take the name in brackets out, or put the aside into the chapter")
            }
            Event::FootnoteReference(_) | Event::Start(Tag::FootnoteDefinition(_)) => NOTE,
            Event::Text(_) if dangling_note(text, &range).is_some() => NOTE,
            Event::Text(words) if words.contains("{{") => ("a placement", "put the line into the chapter"),
            _ => continue,
        };
        out.odd.get_or_insert(odd);
    }
    out
}

const NOTE: (&str, &str) =
    ("a note such as `[^1]`", "write its words in brackets where they belong, or put it into the chapter");

/// Whether a text says anything.
fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
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
    let line = joined(text.trim());
    let mut escaped = String::with_capacity(line.len() + 8);
    for c in line.chars() {
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
    let mut words = String::with_capacity(line.len() + 8);
    for event in Parser::new_ext(&escaped, Options::ENABLE_SMART_PUNCTUATION) {
        if let Event::Text(part) = event {
            words.push_str(&part);
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
    let mut inner = String::new();
    html::push_html(&mut inner, events(&one_line(text)));
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

/// One line without its marks, for attributes and where words stand in other words.
#[must_use]
pub fn unmarked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for event in events(&one_line(text)) {
        if let Event::Text(words) | Event::Code(words) = event {
            out.push_str(&words);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether a line was typed with words, of which none would be shown.
#[must_use]
pub fn hides_all(text: &str) -> bool {
    has_words(text) && !has_words(&unmarked(text))
}

#[cfg(test)]
mod tests {
    use super::{inline, typeset, unmarked};

    #[test]
    fn no_word_of_a_line_is_taken_for_a_mark() {
        for (typed, shown) in [
            ("[You]: Hello", "[You]: Hello"),
            ("[a\\]b]: c", "[a]b]: c"),
            ("___", "___"),
            ("***", "***"),
            ("* * *", "* * *"),
            ("---", "-–"),
            ("*so* it is", "<em>so</em> it is"),
            ("* so it is", "* so it is"),
            ("_so_ it is", "<em>so</em> it is"),
            ("```now", "```now"),
            ("~~~ now", "~~~ now"),
            ("```now``` it is", "<code>now</code> it is"),
            ("    now: it is", "now: it is"),
            ("It's\n---\nnow", "It’s — now"),
            ("It's\n- now\n- here", "It’s - now - here"),
            ("It's\\\nnow", "It’s now"),
            ("Which?\r\n\r\n# 1. one", "Which? # 1. one"),
            ("2) two", "2) two"),
        ] {
            assert_eq!(inline(typed).trim(), shown, "{typed}");
        }
        assert_eq!(unmarked("How *steady*, `now`, do you \"feel\"?"), "How steady, now, do you “feel”?");
    }

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
            ("It's\n---\nnow", "It’s — now"),
            ("It's\n\n- now", "It’s - now"),
            ("> isn't", "> isn’t"),
            ("12-13", "12-13"),
            ("---'", "-–’"),
        ] {
            assert_eq!(typeset(typed), set);
        }
    }
}
