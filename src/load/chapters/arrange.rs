//! The order of pages, and their addresses.

use std::collections::BTreeMap;

use super::{DEEP_FOLDER, Loose, NO_PART_PAGE, NO_WELCOME, SAME_ADDRESS};
use crate::diag::{Diagnostic, Diags, Span};
use crate::load::Drafts;
use crate::model::chapter::Role;
use crate::model::{Book, id};
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
    let mut loose: Vec<Loose> = loose.into_iter().filter(|l| drafts == Drafts::In || !l.page.draft).collect();
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
    let mut addresses: BTreeMap<String, (Span, String)> = BTreeMap::new();
    let (mut chapter, mut part_number, mut part) = (0, 0, None);
    for mut l in loose {
        if l.folder.contains('/') {
            diags.push(
                Diagnostic::new(DEEP_FOLDER, l.title_span, "a part does not hold further folders of chapters")
                    .help(format!("move the file up into `content/{}/`", l.folder.split('/').next().unwrap_or(""))),
            );
        }
        let folder = id::slug(prefix(&l.folder).1);
        l.page.address = match l.page.role {
            Role::Welcome => "index.html".to_owned(),
            Role::Colophon => "colophon.html".to_owned(),
            Role::Part => format!("{folder}/index.html"),
            Role::Chapter if l.folder.is_empty() => format!("{}.html", l.slug),
            Role::Chapter => format!("{folder}/{}.html", l.slug),
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
                    diags.push(
                        Diagnostic::new(
                            NO_PART_PAGE,
                            l.title_span,
                            format!("the part `content/{}` has no opener", l.folder),
                        )
                        .help(format!("write `content/{}/index.md` with a title", l.folder)),
                    );
                }
                l.page.part = part;
            }
            Role::Welcome | Role::Colophon => {}
        }
        let own = [
            "exercises.html",
            "helplines.html",
            "print.html",
            "404.html",
            "leave.html",
            "mine.html",
            "packet.html",
            "colophon.html",
        ];
        let taken = addresses.get(&l.page.address).map(|(s, p)| (*s, p.clone()));
        if let Some((span, path)) = taken {
            diags.push(
                Diagnostic::new(
                    SAME_ADDRESS,
                    l.title_span,
                    format!("`{}` and `{path}` would both be `{}`", l.page.path, l.page.address),
                )
                .also(span, "the other page")
                .help("rename one file, or give one `slug:` in front matter"),
            );
            book.unread.insert(l.page.path);
            continue;
        }
        if book.config.translations.iter().any(|t| l.page.address.starts_with(&[&t.tag, "/"].concat())) {
            let words = format!("`{}` lies in the folder of a language", l.page.address);
            diags.push(Diagnostic::new(SAME_ADDRESS, l.title_span, words).help("give the part's folder another name"));
            book.unread.insert(l.page.path);
            continue;
        }
        if own.contains(&l.page.address.as_str()) && l.page.role != Role::Colophon
            || l.page.address.starts_with("sheets/")
            || l.page.address.starts_with("assets/")
        {
            diags.push(
                Diagnostic::new(
                    SAME_ADDRESS,
                    l.title_span,
                    format!("`{}` is the address of a page the tool makes", l.page.address),
                )
                .help("give the page another `slug:` in front matter"),
            );
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
