//! What a chapter holds, read before its page is made.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd};

use super::{ASIDES, Anchors, address, aside, notes, options, placement, raw::Raw, words_until};

/// What a reader of Markdown sees of a chapter.
#[derive(Debug, Default)]
pub struct Outline {
    /// Level, anchor, words and bytes of each heading.
    pub headings: Vec<(u8, String, String, Range<usize>)>,
    /// Destination, bytes, and whether it is a picture.
    pub links: Vec<(String, Range<usize>, bool)>,
    /// Lines of the form `{{words}}`.
    pub placements: Vec<(String, Range<usize>)>,
    /// Placements that do not stand on a line of their own, or are not closed, which therefore place nothing.
    pub strays: Vec<(String, Range<usize>)>,
    /// HTML as it was typed: a block of it, or one tag in running text.
    pub raw: Vec<Raw>,
    /// Admonitions by name.
    pub asides: Vec<(String, Range<usize>)>,
    /// What was meant as the name of an admonition, and is shown as it was typed.
    pub nearly_asides: Vec<(String, Range<usize>)>,
    /// References to addresses and notes that the text does not give, as they stand in it.
    pub dangling: Vec<(String, Range<usize>)>,
    /// Headings that lack the blank after their `##`, and links that are none, as they stand in the text, each with the way out.
    pub unmarked: Vec<(String, Range<usize>, String)>,
    /// Notes that no reader is led to: what is wrong, where, and the way out.
    pub idle: Vec<(String, Range<usize>, String)>,
    /// What no page would show, though nothing is wrong with how it is written: what it is, where, and the way out.
    pub lost: Vec<(String, Range<usize>, String)>,
    /// Where the YAML of an exercise begins, and the exercise's id.
    pub pasted: Option<(Range<usize>, Option<String>)>,
    /// Words of running text.
    pub words: usize,
    /// The text itself, without marks, a line a block.
    pub text: String,
}

/// Reads what a chapter holds.
#[must_use]
pub fn outline(text: &str) -> Outline {
    let mut out = Outline::default();
    let (mut dangling, mut lost) = (Vec::new(), Vec::new());
    // `[words]` alone are words in brackets; what names an address and finds none was meant to lead there.
    let mut missed = |link: BrokenLink<'_>| {
        let inner = text.get(link.span.clone()).unwrap_or("").trim_matches(['[', ']']);
        let address = ["exercise:", "http://", "https://"].iter().any(|start| inner.starts_with(start));
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) || address || inner.ends_with(".md") {
            dangling.push((text.get(link.span.clone()).unwrap_or("").to_owned(), link.span));
        } else if inner.starts_with("exercise ") && inner.split_whitespace().count() == 2 {
            lost.push((text.get(link.span.clone()).unwrap_or("").to_owned(), link.span));
        }
        None
    };
    let events: Vec<_> =
        Parser::new_with_broken_link_callback(text, options(), Some(&mut missed)).into_offset_iter().collect();
    (out.dangling, out.strays) = (dangling, lost);
    out.idle = notes::idle(&events);
    let (mut in_remark, mut in_block, mut cell) = (false, false, 0..0);
    let mut anchors = Anchors::default();
    for (_, range) in events.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Paragraph))) {
        let words = text.get(range.clone()).and_then(placement);
        words.and_then(|words| words.strip_prefix("exercise ")).into_iter().for_each(|id| anchors.keep(id.trim()));
    }
    // Code is shown as it is typed, and a placement has been taken as one.
    let (mut in_code, mut placed) = (false, 0..0);
    // What has been read as something, in order and without overlaps.
    let mut taken: Vec<Range<usize>> = Vec::new();
    for (at, (event, range)) in events.iter().enumerate() {
        let source = text.get(range.clone()).unwrap_or("");
        if matches!(
            event,
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_))
                | Event::Code(_)
                | Event::Html(_)
                | Event::InlineHtml(_)
        ) && taken.last().is_none_or(|last| last.end <= range.start)
        {
            taken.push(range.clone());
        }
        match event {
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                if !(classes.is_empty() && attrs.is_empty()) {
                    out.lost.extend(attributes(source, range.start, id.as_deref()));
                }
                let words = words_until(events.get(at + 1..).unwrap_or(&[]), TagEnd::Heading(*level));
                let anchor = anchors.give(id.as_deref(), &words);
                out.headings.push((*level as u8, anchor, words, range.clone()));
                out.exercise(source, range.start);
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                out.links.push((address(*link_type, dest_url), range.clone(), false))
            }
            Event::Start(Tag::Image { dest_url, .. }) => out.links.push((dest_url.to_string(), range.clone(), true)),
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                // Four blanks before it make it an example of how to write it.
                if matches!(kind, CodeBlockKind::Indented) && placement(source.trim()).is_some() {
                    out.stray(source, range);
                }
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Paragraph) => {
                if let Some(words) = placement(source) {
                    placed = range.clone();
                    out.placements.push((words.to_owned(), range.start..range.start + source.trim_end().len()));
                }
                out.nearly(source, range.start);
                out.heading(source, range.start);
                out.exercise(source, range.start);
            }
            Event::Start(Tag::BlockQuote(_)) => {
                if let Some(name) = aside(source) {
                    let length = source.lines().next().unwrap_or("").len();
                    out.asides.push((name, range.start..range.start + length));
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                // What stands in a remark was taken out on purpose.
                in_remark |= html.contains("<!--");
                if !in_remark {
                    out.stray(html, range);
                }
                in_remark &= !html.contains("-->");
                match out.raw.last_mut().filter(|_| in_block) {
                    Some(raw) => raw.push(html, range.clone()),
                    None => out.raw.push(Raw::of(html, range.clone())),
                }
                in_block |= matches!(event, Event::Html(_));
            }
            Event::End(TagEnd::HtmlBlock) => in_block = false,
            Event::Start(Tag::TableCell) => cell = range.clone(),
            Event::End(TagEnd::TableRow) => out.lost.extend(beyond(text, cell.end..range.end)),
            Event::Text(words) => {
                if !in_code && !placed.contains(&range.start) && !text.get(..range.start).is_some_and(escapes) {
                    out.stray(source, range);
                    out.dangling.extend(dangling_note(text, range));
                }
                out.words += words.split_whitespace().count();
                out.text.push_str(words);
            }
            Event::Code(words) => out.text.push_str(words),
            Event::SoftBreak | Event::HardBreak => out.text.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => {
                out.text.push('\n')
            }
            _ => {}
        }
    }
    out.unmarked.extend(no_links(text, &taken));
    out
}

/// What stands in braces behind a heading and is no anchor.
fn attributes(heading: &str, start: usize, id: Option<&str>) -> Option<(String, Range<usize>, String)> {
    let open = heading.rfind('{')?;
    let end = open + heading.get(open..)?.find('}')? + 1;
    let typed = heading.get(open..end)?;
    let help = match id {
        Some(id) => format!("write `{{#{id}}}`; a heading takes nothing but its anchor"),
        None => "remove it; a heading takes nothing but its anchor, such as `{#its-name}`".to_owned(),
    };
    Some((format!("`{typed}` does nothing here"), start + open..start + end, help))
}

/// Words in a row of a table beyond its last cell.
fn beyond(text: &str, rest: Range<usize>) -> Option<(String, Range<usize>, String)> {
    let source = text.get(rest.clone())?;
    let words = source.trim_matches(|c: char| c == '|' || c.is_whitespace());
    let start = rest.start + source.find(words)?;
    let help = "give the table a heading for it, or put `\\|` for a stroke that parts no cells".to_owned();
    let message = format!("`{words}` stands in no column, and would be left out");
    (!words.is_empty()).then(|| (message, start..start + words.len(), help))
}

/// Links that are none, since a blank stands in the address, before it, or no bracket closes it.
fn no_links(text: &str, taken: &[Range<usize>]) -> Vec<(String, Range<usize>, String)> {
    let mut out: Vec<(String, Range<usize>, String)> = Vec::new();
    let mut taken = taken.iter().peekable();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut open = Vec::new();
        for (at, mark) in line.match_indices(['[', ']']) {
            while taken.next_if(|range| range.end <= start + at).is_some() {}
            let read = taken.peek().is_some_and(|range| range.contains(&(start + at)));
            if read || line.get(..at).is_some_and(escapes) {
                continue;
            }
            if mark == "[" {
                open.push(at);
                continue;
            }
            let Some(open) = open.pop() else { continue };
            let after = line.get(at + 1..).unwrap_or("");
            let Some(address) = after.trim_start_matches(' ').strip_prefix('(') else { continue };
            // Where another bracket begins, this address has ended: so no part of a line is gone through for each of many.
            let typed = address.split(['[', ']', ')', '\r', '\n']).next().unwrap_or("");
            let closed = address.get(typed.len()..).is_some_and(|rest| rest.starts_with(')'));
            let Some(bare) = address_meant(typed) else { continue };
            let apart = out.last().is_none_or(|(_, last, _)| last.end <= start + open);
            if !apart || after.starts_with('(') && closed && bare == typed {
                continue;
            }
            let words = line.get(open..at).unwrap_or("");
            let end = line.len() - address.len() + typed.len() + usize::from(closed);
            let help = format!("write `{words}]({bare})`");
            out.push((line.get(open..end).unwrap_or("").to_owned(), start + open..start + end, help));
        }
        start += line.len();
    }
    out
}

/// What was meant by an address in round brackets, where it is one.
fn address_meant(typed: &str) -> Option<String> {
    let path = typed.contains(".md")
        || ["exercise:", "http", "mailto:", "tel:", "sms:", "#"].iter().any(|s| typed.starts_with(s));
    let round = |c| matches!(c, '\u{201c}' | '\u{201d}' | '\u{201e}');
    let bare = if typed.contains(round) {
        typed.trim().replace(round, "\"")
    } else {
        typed.trim().replacen("exercise: ", "exercise:", 1).replace(' ', "%20")
    };
    let called = bare.starts_with("tel:") || bare.starts_with("sms:");
    path.then(|| if called { bare.replace("%20", "") } else { bare })
}

/// Whether a backslash before it keeps a mark from being one.
pub(super) fn escapes(before: &str) -> bool {
    before.ends_with('\\')
}

/// `[^1]` that is shown as text, since no `[^1]:` gives the note. The parser cuts words at brackets.
pub(super) fn dangling_note(text: &str, words: &Range<usize>) -> Option<(String, Range<usize>)> {
    let start = words.end.checked_sub(1).filter(|at| text.get(*at..).is_some_and(|t| t.starts_with("[^")))?;
    // No name goes on over a bracket or a line.
    let length = text.get(start + 1..)?.find(['[', ']', '\n'])?;
    let end = start + 1 + length + 1;
    text.get(..end)?.ends_with(']').then_some(())?;
    Some((text.get(start..end)?.to_owned(), start..end))
}

impl Outline {
    /// Notes what was meant as a placement in a text that starts at a place.
    fn stray(&mut self, text: &str, range: &Range<usize>) {
        if let Some((found, words)) = stray(text).and_then(|found| Some((found.clone(), text.get(found)?))) {
            self.strays.push((words.to_owned(), range.start + found.start..range.start + found.end));
        }
    }

    /// Notes what was meant as a heading, at the start of a paragraph at a place. One `#` may be a number sign.
    fn heading(&mut self, paragraph: &str, start: usize) {
        let line = paragraph.lines().next().unwrap_or("").trim_end();
        let words = line.trim_start_matches('#');
        let marks = line.len() - words.len();
        if (2..=6).contains(&marks) && words.starts_with(char::is_alphanumeric) {
            let help = format!("write `{} {words}`", "#".repeat(marks));
            self.unmarked.push((line.to_owned(), start..start + line.len(), help));
        }
    }

    /// Notes where the YAML of an exercise begins, in a paragraph that starts at a place.
    fn exercise(&mut self, paragraph: &str, start: usize) {
        let Some(at) = paragraph.find("format: 1").filter(|_| paragraph.contains("\nkind: ")) else { return };
        let id = paragraph.lines().find_map(|line| line.strip_prefix("id: ")).map(|id| id.trim().to_owned());
        self.pasted.get_or_insert((start + at..start + at + "format: 1".len(), id));
    }

    /// Notes what was meant as the name of an aside, at the start of a paragraph at a place.
    fn nearly(&mut self, paragraph: &str, start: usize) {
        let Some(words) = nearly_aside(paragraph.lines().next().unwrap_or("")) else { return };
        if self.asides.last().is_none_or(|(_, named)| !named.contains(&start)) {
            self.nearly_asides.push((words.to_owned(), start..start + words.len()));
        }
    }
}

/// What was meant as a placement, and places nothing where it stands: its bytes in a text that is shown as it is.
fn stray(text: &str) -> Option<Range<usize>> {
    // Nearly every text has none, and is only looked through for one byte.
    text.find(['{', '\u{ff5b}'])?;
    let start = text.find("{{").or_else(|| {
        ["{exercise ", "{helplines}", "{% exercise ", "\u{ff5b}\u{ff5b}"].iter().find_map(|w| text.find(w))
    })?;
    let rest = text.get(start..)?;
    let line = rest.lines().next().unwrap_or(rest);
    let end = line.find("}}").map(|n| n + 2).or_else(|| line.find('}').map(|n| n + 1)).unwrap_or(line.trim_end().len());
    Some(start..start + end)
}

/// What was meant as the name of an aside, and is shown as it was typed: `[!NOTE] A title`, `[NOTE]`, `[!MUST-READ]`.
fn nearly_aside(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('[')?;
    let (name, rest) = inner.split_once(']')?;
    // Nor is a picture in a link one: `[![its words](it.png)](there)`.
    let bare = name.trim_start_matches('!').trim();
    if !bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ')) {
        return None;
    }
    let known = ASIDES.iter().any(|known| known.eq_ignore_ascii_case(bare));
    let meant = name.starts_with('!') && !bare.is_empty() || known && rest.trim().is_empty();
    if meant { line.get(..name.len() + 2) } else { None }
}
