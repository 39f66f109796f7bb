//! One file of the new site: written, or taken over from the old one when nothing about it changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use rayon::prelude::*;

use super::Failure;
use super::target::Old;

/// A file that is in the new site.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its address.
    pub(super) path: String,
    /// Its fingerprint.
    pub(super) hash: String,
    /// Its length.
    pub(super) bytes: u64,
    /// Whether the old site had the same.
    pub(super) unchanged: bool,
}

/// Writes into the new site's folder.
pub(super) struct Writer<'a> {
    root: &'a Path,
    old: Option<&'a Old>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(root: &'a Path, old: Option<&'a Old>) -> Self {
        Self { root, old }
    }

    /// Makes every folder the site needs, so that nobody has to ask again for each file.
    pub(super) fn folders<'p>(&self, paths: impl Iterator<Item = &'p str>) -> anyhow::Result<()> {
        let mut levels: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for path in paths {
            for (at, _) in path.match_indices('/') {
                let folder = path.get(..at).unwrap_or_default();
                levels.entry(folder.matches('/').count()).or_default().insert(folder);
            }
        }
        for level in levels.values() {
            level.par_iter().try_for_each(|folder| {
                let path = self.root.join(folder);
                fs::create_dir(&path)
                    .and_then(|()| enterable(&path))
                    .with_context(|| format!("cannot make the folder `{folder}`"))
            })?;
        }
        Ok(())
    }

    /// Writes bytes.
    pub(super) fn bytes(&self, path: String, bytes: &[u8]) -> anyhow::Result<Entry> {
        let hash = blake3::hash(bytes).to_hex().to_string();
        let len = bytes.len() as u64;
        // The fingerprints differ for nearly every changed page; the bytes are looked at for files changed by hand.
        if self.fingerprint(&path) == Some(hash.as_str())
            && let Some(old) = self.old_file(&path, len)
            && fs::read(&old).is_ok_and(|old| old == bytes)
        {
            return self.keep(path, &old, hash, len);
        }
        let written = self.create(&path).and_then(|mut file| file.write_all(bytes));
        written.with_context(|| format!("cannot write `{path}`"))?;
        Ok(Entry { path, hash, bytes: len, unchanged: false })
    }

    /// Copies a file of the author's, a block at a time: it may be a film.
    pub(super) fn copy(&self, path: String, from: &Path) -> Result<Entry, Failure> {
        if let Some(old) = self.old
            && std::path::absolute(from).is_ok_and(|from| from.starts_with(&old.path))
        {
            return Err(Failure::Refused {
                message: format!("`{}` lies in the folder that the site is written to", from.display()),
                help: "move it into the book, or choose another folder with --out".to_owned(),
            });
        }
        Ok(self.stream(&path, from).with_context(|| format!("cannot copy {} to `{path}`", from.display()))?)
    }

    fn stream(&self, path: &str, from: &Path) -> anyhow::Result<Entry> {
        let mut source = File::open(from)?;
        let meta = source.metadata()?;
        if !meta.is_file() {
            bail!("it is not a file");
        }
        if let Some(old) = self.old_file(path, meta.len())
            && let Some(hash) = same(&mut source, &old)
        {
            return self.keep(path.to_owned(), &old, hash, meta.len());
        }
        // Opened anew, since the comparison has read some of it.
        let mut file = Hashing::new(self.create(path)?);
        io::copy(&mut File::open(from)?, &mut file)?;
        let (hash, bytes) = file.finish();
        Ok(Entry { path: path.to_owned(), hash, bytes, unchanged: false })
    }

    /// Opens a new file; an address that is taken, or differs from one only in capitals on a disk that does not tell them
    /// apart, is an error.
    pub(super) fn create(&self, path: &str) -> io::Result<File> {
        let full = self.root.join(path);
        let file = OpenOptions::new().write(true).create_new(true).open(&full)?;
        readable_file(&file)?;
        Ok(file)
    }

    /// Puts the old file in the place of one just written when both are the same.
    pub(super) fn settle(&self, path: String, hash: String, bytes: u64) -> anyhow::Result<Entry> {
        let new = self.root.join(&path);
        if self.fingerprint(&path) == Some(hash.as_str())
            && let Some(old) = self.old_file(&path, bytes)
            && File::open(&new).is_ok_and(|mut new| same(&mut new, &old).is_some())
        {
            fs::remove_file(&new).with_context(|| format!("cannot replace `{path}`"))?;
            return self.keep(path, &old, hash, bytes);
        }
        Ok(Entry { path, hash, bytes, unchanged: false })
    }

    fn fingerprint(&self, path: &str) -> Option<&str> {
        self.old?.manifest.hash(path)
    }

    /// The old site's file, if it is ours, a plain file of this length, and as readable as a new one would be.
    fn old_file(&self, path: &str, len: u64) -> Option<PathBuf> {
        let old = self.old.filter(|old| old.manifest.has(path))?;
        let file = old.path.join(path);
        let meta = fs::symlink_metadata(&file).ok()?;
        (meta.is_file() && meta.len() == len && is_readable(&meta)).then_some(file)
    }

    /// Takes a file over from the old site with its times, so that nothing that compares times sends it again.
    fn keep(&self, path: String, old: &Path, hash: String, bytes: u64) -> anyhow::Result<Entry> {
        link(old, &self.root.join(&path)).with_context(|| format!("cannot write `{path}`"))?;
        Ok(Entry { path, hash, bytes, unchanged: true })
    }
}

/// Gives a file a second name, or copies it, with its time, where the file system has no second names.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            let time = fs::metadata(from)?.modified()?;
            fs::copy(from, to)?;
            File::options().append(true).open(to).and_then(|file| file.set_modified(time))
        }
        linked => linked,
    }
}

/// The fingerprint of a file, if another has the same bytes; whatever goes wrong on the way, they are not the same.
fn same(file: &mut File, other: &Path) -> Option<String> {
    let mut compare = Comparing { other: BufReader::new(File::open(other).ok()?), hasher: blake3::Hasher::new() };
    io::copy(file, &mut compare).ok()?;
    // Nothing may be left on the other side.
    compare.other.fill_buf().ok()?.is_empty().then(|| compare.hasher.finalize().to_hex().to_string())
}

/// Fails at the first byte that differs, so that a changed film is not read to its end.
struct Comparing {
    other: BufReader<File>,
    hasher: blake3::Hasher,
}

impl Write for Comparing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let other = self.other.fill_buf()?;
        let len = other.len().min(bytes.len());
        match (bytes.get(..len), other.get(..len)) {
            (Some(mine), Some(theirs)) if len > 0 && mine == theirs => {
                self.hasher.update(mine);
                self.other.consume(len);
                Ok(len)
            }
            _ => Err(io::Error::other("not the same")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file whose fingerprint is known when it is written.
pub(super) struct Hashing {
    file: File,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl Hashing {
    pub(super) fn new(file: File) -> Self {
        Self { file, hasher: blake3::Hasher::new(), bytes: 0 }
    }

    /// The fingerprint and the length.
    pub(super) fn finish(self) -> (String, u64) {
        (self.hasher.finalize().to_hex().to_string(), self.bytes)
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write_all(bytes)?;
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// What a web server of another user needs of a file, whatever the mask of this process.
#[cfg(unix)]
const FILE: u32 = 0o644;
#[cfg(unix)]
const FOLDER: u32 = 0o755;

#[cfg(unix)]
fn is_readable(meta: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    meta.permissions().mode() & 0o7777 == FILE
}

#[cfg(unix)]
fn readable_file(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    // Asking is a fraction of the cost of telling, and with the usual mask there is nothing to tell.
    if is_readable(&file.metadata()?) {
        return Ok(());
    }
    file.set_permissions(fs::Permissions::from_mode(FILE))
}

/// Makes a file readable for everybody.
#[cfg(unix)]
pub(super) fn readable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(FILE))
}

/// Makes a folder enterable for everybody.
#[cfg(unix)]
pub(super) fn enterable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(FOLDER))
}

#[cfg(not(unix))]
fn is_readable(_: &fs::Metadata) -> bool {
    true
}

#[cfg(not(unix))]
fn readable_file(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn readable(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn enterable(_: &Path) -> io::Result<()> {
    Ok(())
}
