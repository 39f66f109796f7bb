//! Sources to a book. Total: a broken part is reported and left out.

use std::cell::RefCell;

use rayon::prelude::*;

use crate::diag::{Code, Diags};
use crate::kinds::Kinds;
use crate::model::{Book, Language};
use crate::source::Sources;

mod chapters;
mod config;
mod drafts;
mod exercises;
mod extras;
mod kinds;
mod packets;
mod translations;

/// Whether drafts are part of the book.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Drafts {
    /// They are.
    In,
    /// They are not.
    Out,
}

fn is_yaml(path: &str) -> bool {
    path.ends_with(".yaml") || path.ends_with(".yml")
}

/// Reads the whole book.
pub fn book(sources: &Sources, drafts: Drafts, diags: &mut Diags) -> Book {
    let config = config::read(sources, diags);
    let kinds = kinds::read(&config, sources, diags);
    let mut book = Book { config, kinds, ..Book::default() };
    let kinds = &book.kinds;
    let sides = translations::Sides::find(&book.config, sources, diags);
    let texts: Vec<_> = sources.under("content/").filter(|(id, _)| !sides.holds(*id)).collect();
    let (pages, exercises): (Vec<_>, Vec<_>) = rayon::join(
        || {
            texts
                .par_iter()
                .filter(|(_, s)| chapters::is(&s.path))
                .map(|(id, source)| {
                    let mut found = Diags::new();
                    (&source.path, chapters::read(*id, source, &mut found), found)
                })
                .collect()
        },
        || {
            texts
                .par_iter()
                .filter(|(_, s)| exercises::is(&s.path))
                .map(|(id, source)| {
                    let found = RefCell::new(Diags::new());
                    let exercise = exercises::read(*id, source, kinds, &found);
                    (&source.path, exercise, found.into_inner())
                })
                .collect()
        },
    );
    book.unread = sources.unread().map(|source| source.path.clone()).collect();
    for (path, exercise, found) in exercises {
        diags.append(found);
        if exercise.as_ref().is_none_or(|x| !exercises::is_named(&x.id, path)) {
            book.unread.insert(path.clone());
        }
        book.exercises.extend(exercise);
    }
    let mut loose = Vec::new();
    for (path, page, found) in pages {
        diags.append(found);
        if page.is_none() {
            book.unread.insert(path.clone());
        }
        loose.extend(page);
    }
    exercises::arrange(&mut book, sources, diags);
    extras::read(sources, &sides, &mut book, diags);
    chapters::arrange(loose, drafts, sources, &mut book, diags);
    drafts::leave_out(&mut book);
    packets::read(sources, &sides, &mut book, diags);
    drafts::leave_unlinked(sources, &sides, &mut book);
    book
}

/// The book in another language, with the source's words where there are none in it; and what is wrong with the translation.
#[must_use]
pub fn translated(language: &Language, of: &Book, sources: &Sources) -> (Book, Diags) {
    translations::read(language, of, sources)
}

/// The kinds that a book's exercises can use; what is wrong with them is told when the book is read.
#[must_use]
pub fn kinds(sources: &Sources) -> Kinds {
    let config = config::read(sources, &mut Diags::new());
    kinds::read(&config, sources, &mut Diags::new())
}

/// Every code of reading.
#[must_use]
pub fn codes() -> Vec<&'static Code> {
    let others = [config::CODES, exercises::CODES, extras::CODES, packets::CODES, translations::CODES];
    [chapters::codes(), others.concat()].concat()
}
