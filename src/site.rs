//! A planned site: every address is known before a page is made, and pages are made on demand.
//!
//! A thousand-page book is never in memory at once: the publisher makes a few units, writes them and lets them go;
//! the live preview makes only what is asked for.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::diag::Diagnostic;

/// What one output file holds.
#[derive(Debug)]
pub enum Body {
    /// The file's bytes as they are.
    Bytes(Vec<u8>),
    /// A whole HTML page.
    Page(String),
    /// A part of a page that several units write together, in the order of the units.
    Piece(String),
    /// A file of the author's to copy.
    Copy(PathBuf),
}

/// One output file, or a piece of one.
#[derive(Debug)]
pub struct Output {
    /// Address below the site's root, with `/`.
    pub path: String,
    /// Its contents.
    pub body: Body,
}

/// Makes a unit's outputs. Pure: the same every time.
pub type Make<'a> = Box<dyn Fn() -> Result<Vec<Output>, Box<Diagnostic>> + Send + Sync + 'a>;

/// Work that belongs together, such as a chapter and the sheets of its exercises.
pub struct Unit<'a> {
    /// The addresses it will write, known beforehand.
    pub paths: Vec<String>,
    /// Makes them.
    pub make: Make<'a>,
}

/// Makes the last file from the addresses and fingerprints of all others.
pub type MakeLast<'a> = Box<dyn Fn(&BTreeMap<String, String>) -> Vec<u8> + Send + Sync + 'a>;

/// The whole site, planned.
#[derive(Default)]
pub struct Site<'a> {
    units: Vec<Unit<'a>>,
    last: Option<(String, MakeLast<'a>)>,
    owners: BTreeMap<String, Vec<usize>>,
}

impl<'a> Site<'a> {
    /// An empty site.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Plans a unit.
    pub fn plan(&mut self, paths: Vec<String>, make: Make<'a>) {
        for path in &paths {
            self.owners.entry(path.clone()).or_default().push(self.units.len());
        }
        self.units.push(Unit { paths, make });
    }

    /// Plans one file whose bytes are known.
    pub fn file(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        let (path, bytes) = (path.into(), bytes.into());
        let name = path.clone();
        self.plan(
            vec![path],
            Box::new(move || Ok(vec![Output { path: name.clone(), body: Body::Bytes(bytes.clone()) }])),
        );
    }

    /// Plans another site in a folder of this one; the folder's name ends with a slash.
    pub fn nest(&mut self, folder: &str, inner: Self) {
        for unit in inner.units {
            let paths = unit.paths.iter().map(|path| [folder, path].concat()).collect();
            let (make, folder) = (unit.make, folder.to_owned());
            let below = move |output: Output| Output { path: [folder.as_str(), &output.path].concat(), ..output };
            self.plan(paths, Box::new(move || Ok(make()?.into_iter().map(&below).collect())));
        }
    }

    /// Plans the file that is written after all others and knows them.
    pub fn finish_with(&mut self, path: impl Into<String>, make: MakeLast<'a>) {
        let path = path.into();
        self.owners.entry(path.clone()).or_default();
        self.last = Some((path, make));
    }

    /// The file that is written last.
    #[must_use]
    pub fn last(&self) -> Option<&(String, MakeLast<'a>)> {
        self.last.as_ref()
    }

    /// The units in order; pieces of one file are joined in this order.
    #[must_use]
    pub fn units(&self) -> &[Unit<'a>] {
        &self.units
    }

    /// Every address, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.owners.keys().map(String::as_str)
    }

    /// The units that write an address, in order; empty when there is no such address.
    #[must_use]
    pub fn owners(&self, path: &str) -> &[usize] {
        self.owners.get(path).map_or(&[], Vec::as_slice)
    }
}
