//! The order of pages, and their addresses.

use std::collections::{BTreeMap, BTreeSet};

use super::{DEEP_FOLDER, Loose, NO_ADDRESS, NO_PART_PAGE, NO_WELCOME, SAME_ADDRESS};
use crate::diag::{Diagnostic, Diags, Span};
use crate::load::Drafts;
use crate::model::chapter::Role;
use crate::model::{Book, address, id};
use crate::source::Sources;

/// `02-acceptance` is 2 and `acceptance`.
pub(super) fn prefix(name: &str) -> (Option<f64>, &str) {
    let digits = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len());
    let rest = name.get(digits..).unwrap_or("");
    match (name.get(..digits).and_then(|d| d.parse().ok()), rest.strip_prefix(['-', '_', ' '])) {
        (Some(number), Some(rest)) if !rest.is_empty() => (Some(number), rest),
        _ => (None, name),
    }
}

/// Puts the pages in order, gives them addresses, and makes the look-ups.
pub fn arrange(loose: Vec<Loose>, drafts: Drafts, sources: &Sources, book: &mut Book, diags: &mut Diags) {
    let (mut loose, left): (Vec<Loose>, Vec<Loose>) =
        loose.into_iter().partition(|l| drafts == Drafts::In || !l.page.draft);
    book.drafts = left.into_iter().map(|l| l.page).collect();
    // A part stands where its opener's order, or its folder's number, puts it among the chapters beside it.
    let openers: BTreeMap<String, f64> = loose
        .iter()
        .filter(|l| l.page.role == Role::Part)
        .map(|l| {
            let own = if l.order.is_finite() { l.order } else { prefix(&l.folder).0.unwrap_or(f64::INFINITY) };
            (l.folder.clone(), own)
        })
        .collect();
    let key = |l: &Loose| {
        let rank = match l.page.role {
            Role::Welcome => 0,
            Role::Colophon => 2,
            _ => 1,
        };
        let top = if l.folder.is_empty() {
            l.order
        } else {
            openers.get(&l.folder).copied().or(prefix(&l.folder).0).unwrap_or(f64::INFINITY)
        };
        let group = if l.folder.is_empty() { l.page.path.clone() } else { format!("content/{}", l.folder) };
        let inner = if l.page.role == Role::Part { f64::NEG_INFINITY } else { l.order };
        (rank, top, group, inner, l.page.path.clone())
    };
    loose.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        a.0.cmp(&b.0)
            .then(a.1.total_cmp(&b.1))
            .then_with(|| a.2.cmp(&b.2))
            .then(a.3.total_cmp(&b.3))
            .then_with(|| a.4.cmp(&b.4))
    });
    let folders: BTreeMap<String, String> =
        loose.iter().filter(|l| l.page.role == Role::Part).map(|l| (l.folder.clone(), slug(l, &l.folder))).collect();
    let mut lost = BTreeSet::new();
    let mut addresses: BTreeMap<String, (Span, String)> = BTreeMap::new();
    let (mut chapter, mut part_number, mut part) = (0, 0, None);
    for mut l in loose {
        if l.folder.contains('/') {
            diags.push(
                Diagnostic::new(DEEP_FOLDER, l.title_span, "a part does not hold further folders of chapters")
                    .help(format!("move the file up into `content/{}/`", l.folder.split('/').next().unwrap_or(""))),
            );
        }
        let folder = folders.get(&l.folder).cloned().unwrap_or_else(|| id::slug(prefix(&l.folder).1));
        let name = l.page.path.rsplit('/').next().unwrap_or("").trim_end_matches(".md");
        let own = slug(&l, name);
        let nameless = match l.page.role {
            Role::Welcome | Role::Colophon => false,
            Role::Part => folder.is_empty(),
            Role::Chapter => own.is_empty(),
        };
        l.page.address = match l.page.role {
            Role::Welcome => "index.html".to_owned(),
            Role::Colophon => "colophon.html".to_owned(),
            Role::Part => format!("{folder}/index.html"),
            Role::Chapter if l.folder.is_empty() => format!("{own}.html"),
            Role::Chapter => format!("{folder}/{own}.html"),
        };
        match l.page.role {
            Role::Part => {
                part_number += 1;
                l.page.number = part_number;
                part = Some(book.pages.len());
            }
            Role::Chapter => {
                chapter += 1;
                l.page.number = chapter;
                if l.folder.is_empty() {
                    part = None;
                } else if !openers.contains_key(&l.folder) && !l.folder.contains('/') {
                    let opener = format!("content/{}/index.md", l.folder);
                    let (message, help) = if book.drafts.iter().any(|draft| draft.path == opener) {
                        (
                            format!("the opener of this part, `{opener}`, is a draft and left out"),
                            format!("take `draft: true` out of `{opener}`, or write it into this chapter too"),
                        )
                    } else {
                        (
                            format!("the part `content/{}` has no opener", l.folder),
                            format!("write `{opener}` with a title"),
                        )
                    };
                    diags.push(Diagnostic::new(NO_PART_PAGE, l.title_span, message).help(help));
                }
                l.page.part = part;
            }
            Role::Welcome | Role::Colophon => {}
        }
        // What is wrong with the address of a part is told once, and not with each of its chapters.
        let finding = if lost.contains(&l.folder) { None } else { refused(&l, nameless, &addresses, book) };
        if finding.is_some() || lost.contains(&l.folder) {
            if l.page.role == Role::Part {
                lost.insert(l.folder);
            }
            finding.into_iter().for_each(|finding| diags.push(finding));
            book.unread.insert(l.page.path);
            continue;
        }
        addresses.insert(l.page.address.clone(), (l.title_span, l.page.path.clone()));
        let at = book.pages.len();
        book.index.page.insert(l.page.path.clone(), at);
        for placed in &l.page.placed {
            book.index.placed.entry(placed.value.clone()).or_default().push(at);
        }
        book.pages.push(l.page);
    }
    if sources.file("content/index.md").is_none()
        && let Some(file) = sources.file("book.toml").filter(|file| sources.is_read(*file))
    {
        diags.push(
            Diagnostic::new(NO_WELCOME, Span::new(file, 0..0), "there is no `content/index.md`")
                .help("write one; a title and two sentences will do"),
        );
    }
}

/// A page's own word in its address: its `slug:`, what its name says, or its title.
fn slug(l: &Loose, name: &str) -> String {
    let named = || Some(id::slug(prefix(name).1)).filter(|slug| !slug.is_empty());
    l.slug.clone().or_else(named).unwrap_or_else(|| id::slug(&l.page.title))
}

/// Why a page cannot have its address.
fn refused(l: &Loose, nameless: bool, others: &BTreeMap<String, (Span, String)>, book: &Book) -> Option<Diagnostic> {
    let (page, address) = (&l.page, l.page.address.as_str());
    let whose = if page.role == Role::Part { "part" } else { "page" };
    let slug = if l.fronted {
        "write `slug: its-name` in its front matter"
    } else {
        "put `---`, `slug: its-name`, `---` at the top of the file"
    };
    if nameless {
        let message = format!("neither its name nor its title has letters for the address of this {whose}");
        return Some(Diagnostic::new(NO_ADDRESS, l.title_span, message).help(slug));
    }
    let finding = |message: String| Diagnostic::new(SAME_ADDRESS, l.title_span, message);
    if let Some((span, path)) = others.get(address) {
        let what = if page.role == Role::Part { "folder" } else { "file" };
        let found = finding(format!("`{}` and `{path}` would both be `{address}`", page.path));
        let help = format!("rename one {what}, or give one `slug:` in front matter");
        return Some(found.also(*span, "the other page").help(help));
    }
    // The chapters of a part that has an opener are told of with it.
    let inside = page.role == Role::Chapter && !l.folder.is_empty();
    let help = if inside { "give the part's folder another name" } else { slug };
    let of_language = book.config.translations.iter().any(|t| address.starts_with(&[&t.tag, "/"].concat()));
    let message = if of_language {
        format!("`{}` lies in the folder of a language", page.path)
    } else if page.role != Role::Colophon && address::is_taken(address) {
        format!("`{address}` is the address of a page the tool makes")
    } else {
        return None;
    };
    Some(finding(message).help(help))
}
