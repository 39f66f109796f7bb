//! The site on disk: the only writer besides the scaffold.
//!
//! A build writes a whole new site into a folder beside the target and then swaps the two by name, so that whoever looks,
//! at whatever moment, and even after the build was killed, finds the old site or the new one. Nothing is flushed to the
//! disk on purpose: the kernel keeps what a dead process has written, and a power cut costs no more than another build.
//!
//! The manifest in the site's root says which files are ours. Without it a folder with something in it is never touched;
//! with it, files that it does not list (`CNAME`, `.git/`) are carried over.

mod foreign;
mod manifest;
mod pieces;
mod swap;
mod target;
mod write;

#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::anyhow;
use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::site::{Body, Output, Site, Unit};
use manifest::Manifest;
use pieces::{Piece, Pieces};
use swap::Swap;
use target::Target;
use write::{Entry, Writer};

/// Units made side by side before their pieces are joined: enough to keep every core busy, and few enough that a book of
/// any length fits in memory.
const CHUNK: usize = 128;

crate::codes! {
    REFUSED Error "SB1101" "a folder that is not this tool's to write"
        "A build replaces what an earlier build wrote, and nothing else. A folder that holds other things, the book itself, a home folder or a link elsewhere is refused. Choose another folder with `--out`, or empty this one."
}

/// How to publish.
pub struct Options<'a> {
    /// The book's folder or file, when it lies on disk: the site is never written over it.
    pub book: Option<&'a Path>,
    /// Told how many units are done, of how many.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// What a build did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that are new or differ from those of the last build.
    pub written: usize,
    /// Files that are the same, byte for byte.
    pub unchanged: usize,
    /// Files of the last build that the new site has no more.
    pub removed: usize,
    /// Bytes in all files of the site, without the manifest and the files that are not ours.
    pub bytes: u64,
    /// HTML files.
    pub pages: usize,
}

/// Why there is no new site; the old one is untouched.
#[derive(Debug)]
pub enum Failure {
    /// The target is not ours to write; the author can choose another.
    Refused {
        /// What is wrong with it.
        message: String,
        /// The way out.
        help: String,
    },
    /// A page could not be made.
    Page(Box<Diagnostic>),
    /// The machine failed.
    Io(anyhow::Error),
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Io(error)
    }
}

/// Moments at which a build may be killed; tests do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The new site's folder is there, with nothing but its marker.
    Begun,
    /// Some files are written.
    Chunk,
    /// The new site is whole, beside the old one.
    Whole,
    /// The old site has been moved aside and the new one is not yet in its place; only without an exchange.
    Aside,
    /// The new site is in place and the old one is not yet removed.
    Swapped,
}

/// Whether a folder holds a site that we wrote.
#[must_use]
pub fn is_site(folder: &Path) -> bool {
    manifest::marks(folder).unwrap_or(false)
}

/// Writes the site to a folder, whole or not at all.
///
/// # Errors
/// When the folder is not ours, a page cannot be made or the disk fails; the old site is then untouched.
pub fn publish(site: &Site<'_>, out: &Path, options: &Options<'_>) -> Result<Report, Failure> {
    publish_in_steps(site, out, options, Swap::best(), &|_| ())
}

fn publish_in_steps(
    site: &Site<'_>,
    out: &Path,
    options: &Options<'_>,
    swap: Swap,
    step: &dyn Fn(Step),
) -> Result<Report, Failure> {
    for path in site.paths() {
        if !manifest::is_safe(path) {
            return Err(anyhow!("`{path}` is not an address inside the site").into());
        }
    }
    let target = Target::open(out, options.book)?;
    let fresh = target.begin()?;
    step(Step::Begun);

    let writer = Writer::new(fresh.path(), target.old());
    writer.folders(site.paths())?;
    let mut joined = Joined { pieces: Pieces::new(&writer), manifest: Manifest::default(), report: Report::default() };
    let units = site.units();
    let mut ready = Vec::new();
    for (nth, chunk) in units.chunks(CHUNK).enumerate() {
        // While these are made, the ones before are joined: that is one thread's work, and the others need not wait for it.
        let before = std::mem::take(&mut ready);
        let first = (nth * CHUNK).saturating_sub(CHUNK);
        let (done, made) = rayon::join(
            || joined.take(first, before, site),
            || chunk.par_iter().map(|unit| make(site, unit, &writer)).collect(),
        );
        done?;
        ready = made;
        (options.progress)((nth * CHUNK + CHUNK).min(units.len()), units.len());
        step(Step::Chunk);
    }
    joined.take(units.len().saturating_sub(1) / CHUNK * CHUNK, ready, site)?;
    let Joined { mut manifest, mut report, .. } = joined;
    if let Some((path, make)) = site.last() {
        let entry = writer.bytes(path.clone(), &make(manifest.files()))?;
        report.count(&entry);
        manifest.insert(entry.path, entry.hash);
    }
    if let Some(missing) = site.paths().find(|path| !manifest.has(path)) {
        return Err(anyhow!("`{missing}` was planned and never made").into());
    }
    if let Some(old) = target.old() {
        report.removed = old.manifest.paths().filter(|path| !manifest.has(path)).count();
        foreign::carry(old, fresh.path(), site)?;
    }
    manifest.write(fresh.path())?;
    step(Step::Whole);
    swap.run(fresh, &target, step)?;
    Ok(report)
}

impl Report {
    fn count(&mut self, entry: &Entry) {
        if entry.unchanged {
            self.unchanged += 1;
        } else {
            self.written += 1;
        }
        self.bytes += entry.bytes;
        self.pages += usize::from(entry.path.ends_with(".html"));
    }
}

/// What the units that are done come to.
struct Joined<'a> {
    pieces: Pieces<'a>,
    manifest: Manifest,
    report: Report,
}

impl Joined<'_> {
    /// Takes units, the first of them the `first` of the site, in their order: which mistake is told, and how pieces are
    /// joined, must not hang on the threads.
    fn take(&mut self, first: usize, made: Vec<Result<Made, Failure>>, site: &Site<'_>) -> Result<(), Failure> {
        for (at, made) in (first..).zip(made) {
            let Made { mut entries, parts } = made?;
            for Piece { path, html } in parts {
                self.pieces.append(path, &html, site)?;
            }
            self.pieces.close(at, &mut entries)?;
            for entry in entries {
                self.report.count(&entry);
                self.manifest.insert(entry.path, entry.hash);
            }
        }
        Ok(())
    }
}

/// A unit, made.
#[derive(Default)]
struct Made {
    /// The files that are written.
    entries: Vec<Entry>,
    /// The pieces that are not, since others' may have to come before them.
    parts: Vec<Piece>,
}

/// Makes one unit and writes its files.
fn make(site: &Site<'_>, unit: &Unit<'_>, writer: &Writer<'_>) -> Result<Made, Failure> {
    let mut made = Made::default();
    for Output { path, body } in (unit.make)().map_err(Failure::Page)? {
        if !unit.paths.contains(&path) {
            return Err(anyhow!("`{path}` was made and never planned").into());
        }
        if site.owners(&path).len() > 1 && !matches!(body, Body::Piece(_)) {
            return Err(anyhow!("`{path}` is written twice").into());
        }
        match body {
            Body::Bytes(bytes) => made.entries.push(writer.bytes(path, &bytes)?),
            Body::Page(html) => {
                made.entries.push(writer.bytes(path, html.as_bytes())?);
            }
            Body::Piece(html) => {
                made.parts.push(Piece { path, html });
            }
            Body::Copy(from) => made.entries.push(writer.copy(path, &from)?),
        }
    }
    Ok(made)
}
