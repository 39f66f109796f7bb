//! Files that several units write together.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

use anyhow::Context;

use super::write::{Entry, Hashing, Writer};
use crate::site::Site;

/// What one unit adds to a file.
pub(super) struct Piece {
    /// The file's address.
    pub(super) path: String,
    /// What it adds.
    pub(super) html: String,
}

/// The files that are being written; each is closed as soon as its last unit is made, so that few are open at once.
pub(super) struct Pieces<'a> {
    writer: &'a Writer<'a>,
    open: BTreeMap<String, Open>,
}

struct Open {
    file: BufWriter<Hashing>,
    last: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(writer: &'a Writer<'a>) -> Self {
        Self { writer, open: BTreeMap::new() }
    }

    /// Adds a piece at the end of its file.
    pub(super) fn append(&mut self, path: String, html: &str, site: &Site<'_>) -> anyhow::Result<()> {
        let failed = |path: &str| format!("cannot write `{path}`");
        if let Some(open) = self.open.get_mut(&path) {
            return open.file.write_all(html.as_bytes()).with_context(|| failed(&path));
        }
        let last = site.owners(&path).last().copied().unwrap_or_default();
        let file = self.writer.create(&path).with_context(|| failed(&path))?;
        let mut file = BufWriter::new(Hashing::new(file));
        file.write_all(html.as_bytes()).with_context(|| failed(&path))?;
        self.open.insert(path, Open { file, last });
        Ok(())
    }

    /// Closes the files whose last unit this was.
    pub(super) fn close(&mut self, unit: usize, entries: &mut Vec<Entry>) -> anyhow::Result<()> {
        let done: Vec<String> =
            self.open.iter().filter(|(_, open)| open.last <= unit).map(|(path, _)| path.clone()).collect();
        for path in done {
            let Some(Open { file, .. }) = self.open.remove(&path) else {
                continue;
            };
            let file = file.into_inner().map_err(std::io::IntoInnerError::into_error);
            let (hash, bytes) = file.with_context(|| format!("cannot write `{path}`"))?.finish();
            entries.push(self.writer.settle(path, hash, bytes)?);
        }
        Ok(())
    }
}
