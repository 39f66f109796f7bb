//! The list of the files we wrote, and with it the sign that a folder is ours.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path};

use anyhow::Context;
use serde::{Deserialize, Serialize};

/// Its name, in the site's root.
pub(super) const NAME: &str = ".stepbook-manifest.json";

/// Every file of the site with its fingerprint, sorted; no time in it, so that the same book gives the same bytes.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The version of this format.
    stepbook: u32,
    files: BTreeMap<String, String>,
}

impl Default for Manifest {
    fn default() -> Self {
        Self { stepbook: 1, files: BTreeMap::new() }
    }
}

impl Manifest {
    /// Reads a folder's manifest; none when there is none, `InvalidData` when it is not one of ours.
    pub(super) fn read(folder: &Path) -> io::Result<Option<Self>> {
        if !marks(folder)? {
            return Ok(None);
        }
        let json = fs::read(folder.join(NAME))?;
        let mut manifest: Self =
            serde_json::from_slice(&json).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        // Whoever wrote the file, it speaks about nothing outside its folder.
        manifest.files.retain(|path, _| is_safe(path));
        Ok(Some(manifest))
    }

    /// Writes it into a folder, over an older one.
    pub(super) fn write(&self, folder: &Path) -> anyhow::Result<()> {
        let path = folder.join(NAME);
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        fs::write(&path, json)
            .and_then(|()| super::write::readable(&path))
            .with_context(|| format!("cannot write {}", path.display()))
    }

    /// Every file with its fingerprint.
    pub(super) fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    /// Lists one file.
    pub(super) fn insert(&mut self, path: String, hash: String) {
        self.files.insert(path, hash);
    }

    /// Whether it lists a file.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// A file's fingerprint.
    pub(super) fn hash(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// The files it lists, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

/// Whether a folder has a manifest; a link in its place is no sign of ours.
pub(super) fn marks(folder: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(folder.join(NAME)) {
        Ok(meta) => Ok(meta.is_file()),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether an address stays below the root, on every platform, and is not the manifest's.
pub(super) fn is_safe(path: &str) -> bool {
    path != NAME
        && path.split('/').all(|part| {
            let mut components = Path::new(part).components();
            // On Windows this also finds drives (`c:x`); a backslash would be a plain letter elsewhere and a separator there.
            matches!(components.next(), Some(Component::Normal(_)))
                && components.next().is_none()
                && !part.contains(['\\', '\0'])
        })
}
