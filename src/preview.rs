//! A book in memory for the live preview: pages are made when they are asked for.

use std::path::Path;
use std::sync::Arc;

use crate::cli::print;
use crate::diag::Diags;
use crate::model::Book;
use crate::render::{self, Maker, Theme};
use crate::serve::{PageSource, Rebuilt};
use crate::site::{Body, Output};
use crate::source::{Asset, Sources};
use crate::{Options, Prepared, prepare};

/// Reads and checks the book again.
#[must_use]
pub fn rebuild(dir: &Path) -> Rebuilt {
    let Prepared { sources, diags, book, translations } = prepare(dir, &Options { drafts: true, ..Options::default() });
    match book {
        Some((book, theme)) => Rebuilt::Good(Arc::new(Live { sources, book, theme, translations })),
        None => Rebuilt::Bad(mistakes(&diags, &sources)),
    }
}

fn mistakes(diags: &Diags, sources: &Sources) -> String {
    let text = print::plain(diags, sources);
    ["<pre>", &text.replace('&', "&amp;").replace('<', "&lt;"), "</pre>"].concat()
}

struct Live {
    sources: Sources,
    book: Book,
    theme: Theme,
    translations: Vec<(Book, Theme)>,
}

impl PageSource for Live {
    fn get(&self, path: &str) -> Option<Result<Vec<u8>, String>> {
        let mut diags = Diags::new();
        let makers = Maker::all(&self.book, &self.theme, &self.translations, &self.sources, None, &mut diags);
        let site = render::site(&makers);
        let mut bytes: Option<Vec<u8>> = None;
        for unit in site.owners(path).iter().filter_map(|n| site.units().get(*n)) {
            let outputs = match (unit.make)() {
                Ok(outputs) => outputs,
                Err(finding) => {
                    diags.push(*finding);
                    return Some(Err(mistakes(&diags, &self.sources)));
                }
            };
            for Output { body, .. } in outputs.into_iter().filter(|o| o.path == path) {
                let part = match body {
                    Body::Bytes(bytes) => bytes,
                    Body::Page(html) | Body::Piece(html) => html.into_bytes(),
                    Body::Copy(file) => Asset::File(file).bytes().unwrap_or_default(),
                };
                bytes.get_or_insert_default().extend(part);
            }
        }
        Some(Ok(bytes?))
    }
}
