//! A chapter in another language: the translator's text at the source's place in the book.

use std::cell::RefCell;

use super::{PACE, PARAMS, front::split, take_outline};
use crate::diag::{Diags, FileId, Span};
use crate::kinds::{Kinds, Overlay};
use crate::model::Chapter;
use crate::model::translation::{Word, print};
use crate::source::Sources;
use crate::tree::{Node, Text, Value};

/// A chapter with what is known of its translation.
pub struct Made {
    /// The chapter as it is shown.
    pub page: Chapter,
    /// Its title, its summary, and its text as a whole.
    pub words: Vec<Word>,
    /// What the translation says it was made from.
    pub stamp: Option<Text>,
    /// The print of the source as it is now.
    pub print: String,
}

/// The print of a chapter: what changes when its words do, and not when it is moved.
fn whole(source: &Chapter, body: &str) -> String {
    print(&[&source.title, "\n", source.summary.as_deref().unwrap_or(""), "\n", body.trim()].concat())
}

/// Lays a translation over a chapter; without one, or where it says nothing yet, the source's words stay.
pub fn translated(source: &Chapter, file: Option<FileId>, sources: &Sources, report: &RefCell<Diags>) -> Made {
    let text = sources.get(source.file).text.as_str();
    let body = text.get(source.body.clone()).unwrap_or("");
    let mut page = source.clone();
    let front = front(text, source.file, &RefCell::default());
    let side = file.and_then(|file| {
        let text = sources.get(file).text.as_str();
        let (_, body) = split(text, file, &mut report.borrow_mut())?;
        Some((file, text, body, self::front(text, file, report)))
    });
    let (own_front, stamp) = match &side {
        Some((.., Some(node))) => without_stamp(node.clone()),
        _ => (None, None),
    };
    let kinds = Kinds::default();
    let mut overlay = Overlay::new(&kinds, report);
    overlay.block(&front.unwrap_or_else(|| empty(source.file)), own_front.as_ref(), &[PARAMS], "", None);
    let mut words = overlay.finish();
    let own = |words: &[Word], path: &str| words.iter().find(|w| w.path == path).and_then(|w| w.own.clone());
    let mut title = own(&words, "title");
    if let Some(summary) = own(&words, "summary") {
        page.summary = Some(summary.value);
    }
    let span = Span::new(source.file, source.body.clone());
    let mut whole_text = Word { path: "text".into(), source: Text { value: body.to_owned(), span }, own: None };
    if let Some((file, side_text, range, _)) = &side {
        let own = side_text.get(range.clone()).unwrap_or("");
        let same = own.replace("\r\n", "\n").trim() == body.replace("\r\n", "\n").trim();
        if !own.trim().is_empty() && !same {
            whole_text.own = Some(Text { value: own.to_owned(), span: Span::new(*file, range.clone()) });
            take(&mut page, source, *file, side_text, range.clone(), &mut title, report);
        }
    }
    if let Some(title) = title {
        page.title.clone_from(&title.value);
        if let Some(word) = words.iter_mut().find(|w| w.path == "title") {
            word.own.get_or_insert(title);
        }
    }
    if !body.trim().is_empty() {
        page.lang = whole_text.own.is_none().then(String::new);
        words.push(whole_text);
    }
    Made { page, words, stamp, print: whole(source, body) }
}

/// Takes the text, with everything that is found in it.
fn take(
    page: &mut Chapter,
    source: &Chapter,
    file: FileId,
    text: &str,
    body: std::ops::Range<usize>,
    title: &mut Option<Text>,
    report: &RefCell<Diags>,
) {
    let counted = u32::try_from(source.words.div_ceil(PACE)).unwrap_or(u32::MAX).max(1);
    page.file = file;
    // Minutes that the author wrote hold in every language; those that were counted are counted again.
    page.minutes = if source.minutes == counted { 0 } else { source.minutes };
    page.headings.clear();
    page.title_at = None;
    page.placed.clear();
    page.helplines.clear();
    take_outline(page, text, body, title, &mut report.borrow_mut());
    // An anchor never changes with the language, so that links and the way to the same place in it hold.
    let below = |p: &Chapter| p.headings.iter().filter(|h| h.level > 1).map(|h| h.level).collect::<Vec<_>>();
    if below(page) == below(source) {
        let theirs = source.headings.iter().filter(|h| h.level > 1);
        for (own, theirs) in page.headings.iter_mut().filter(|h| h.level > 1).zip(theirs) {
            own.id.clone_from(&theirs.id);
        }
    }
}

fn front(text: &str, file: FileId, report: &RefCell<Diags>) -> Option<Node> {
    let (front, _) = split(text, file, &mut Diags::new())?;
    let range = front?;
    crate::yaml::block(text.get(range.clone())?, file, range.start, &mut report.borrow_mut())
}

fn empty(file: FileId) -> Node {
    Node { value: Value::Map(Vec::new()), span: Span::new(file, 0..0) }
}

/// Front matter without `of:`, and that.
fn without_stamp(node: Node) -> (Option<Node>, Option<Text>) {
    let Node { value: Value::Map(mut entries), span } = node else { return (Some(node), None) };
    let at = entries.iter().position(|e| e.key == "of");
    let stamp = at
        .map(|at| entries.remove(at))
        .and_then(|e| Some(Text { value: e.value.text()?.to_owned(), span: e.value.span }));
    (Some(Node { value: Value::Map(entries), span }), stamp)
}
