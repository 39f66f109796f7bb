//! What is left out with the drafts: exercises that only they lead to, and files that only they name.

use std::collections::{BTreeMap, BTreeSet};

use super::{chapters, exercises, translations::Sides};
use crate::markdown;
use crate::model::translation::split;
use crate::model::{Book, Chapter, Exercise, Role, Target};
use crate::source::Sources;
use crate::tree::{Node, Value};

/// Takes out the exercises that drafts lead to and nothing else does: nobody has said yet that they may be read.
pub fn leave_out(book: &mut Book) {
    // A chapter that was left out because of its mistakes may place them all.
    if book.drafts.is_empty() || book.unread.iter().any(|path| path.ends_with(".md")) {
        return;
    }
    let mut shown = reached(&book.pages, book);
    let guard = book.config.guard.iter().map(|guard| guard.value.clone());
    let waiting = reached(&book.drafts, book);
    // What nothing at all leads to has a sheet, and what it names is shown with it.
    let alone = book.exercises.iter().map(|x| x.id.clone()).filter(|id| !waiting.contains(id));
    shown.extend(closed(guard.chain(alone).collect(), book));
    let (kept, left): (Vec<_>, Vec<_>) =
        std::mem::take(&mut book.exercises).into_iter().partition(|x| shown.contains(&x.id));
    book.exercises = kept;
    book.drafted = left;
    exercises::index(book);
}

/// The exercises that pages place or link to, and those that these lead to.
fn reached(pages: &[Chapter], book: &Book) -> BTreeSet<String> {
    let placed = pages.iter().flat_map(|page| &page.placed).map(|placed| placed.value.clone());
    let linked = pages.iter().flat_map(|page| &page.links).filter_map(|link| exercise(&link.dest));
    closed(placed.chain(linked).collect(), book)
}

/// These exercises with all that they lead to.
fn closed(mut open: Vec<String>, book: &Book) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.contains(&id) {
            continue;
        }
        open.extend(book.exercise(&id).into_iter().flat_map(leads_to));
        found.insert(id);
    }
    found
}

fn leads_to(exercise: &Exercise) -> Vec<String> {
    let links = exercise.texts().flat_map(|text| markdown::scan(&text.value).links);
    exercise.leads_to().into_iter().chain(links.filter_map(|dest| self::exercise(&dest))).collect()
}

fn exercise(dest: &str) -> Option<String> {
    Some(dest.strip_prefix("exercise:")?.split('#').next()?.to_owned())
}

/// Takes out the files that nothing shows or links to: they would be there for anybody to find, and for nobody to use, since
/// their addresses are made from their bytes. Those that drafts name wait with them, and are not told of.
pub fn leave_unlinked(sources: &Sources, sides: &Sides, book: &mut Book) {
    if book.assets.is_empty() {
        return;
    }
    let shown = named(&book.pages, &book.exercises, sources, sides, book);
    let waiting = named(&book.drafts, &book.drafted, sources, sides, book);
    let logo = book.config.practice.as_ref().and_then(|p| p.logo.as_ref());
    let logo = logo.map(|logo| format!("content/{}", logo.value.trim_start_matches("content/")));
    let unused = |path: &&String| !shown.contains(*path) && logo.as_ref() != Some(*path);
    let out: Vec<String> = book.assets.keys().filter(unused).cloned().collect();
    for path in &out {
        book.assets.remove(path);
    }
    book.unlinked = out.into_iter().filter(|path| !waiting.contains(path)).collect();
}

/// The files that pages and exercises show or link to, in the language they were written in or in another.
fn named(pages: &[Chapter], of: &[Exercise], sources: &Sources, sides: &Sides, book: &Book) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut take = |from: &str, dest: &str| {
        if let Target::Asset(path) = book.resolve(from, dest) {
            out.insert(path);
        }
    };
    for page in pages {
        page.links.iter().for_each(|link| take(&page.path, &link.dest));
    }
    let paths: BTreeMap<&str, &Exercise> = of.iter().map(|x| (sources.get(x.file).path.as_str(), x)).collect();
    for (path, exercise) in &paths {
        exercise.texts().flat_map(|text| markdown::scan(&text.value).links).for_each(|dest| take(path, &dest));
    }
    // A translation may lead to a file of its own.
    for (_, source) in sources.under("content/").filter(|(file, _)| sides.holds(*file)) {
        let Some((stem, tag, end)) = split(&source.path) else { continue };
        let path = format!("{stem}.{end}");
        let covers = |page: &Chapter| {
            // Every language has a first page, and the credits.
            let everywhere = matches!(page.role, Role::Welcome | Role::Colophon);
            everywhere || book.config.translations.iter().any(|l| l.tag == tag && l.covers(&path))
        };
        if pages.iter().any(|page| page.path == path && covers(page)) {
            let links = markdown::outline(chapters::body(&source.text)).links;
            links.iter().for_each(|(dest, ..)| take(&path, dest));
        } else if paths.contains_key(path.as_str()) {
            let node = crate::yaml::parse(&source.text, crate::diag::FileId(0), 0, &mut crate::diag::Diags::new());
            node.iter().flat_map(scalars).flat_map(|text| markdown::scan(text).links).for_each(|d| take(&path, &d));
        }
    }
    out
}

/// Every text in a tree.
fn scalars(node: &Node) -> Vec<&str> {
    match &node.value {
        Value::Scalar { text, .. } => vec![text],
        Value::List(items) => items.iter().flat_map(scalars).collect(),
        Value::Map(entries) => entries.iter().flat_map(|entry| scalars(&entry.value)).collect(),
    }
}
