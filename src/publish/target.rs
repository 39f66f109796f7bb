//! The folder a site goes to: whether it is ours, and what dead builds left around it.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, anyhow};

use super::manifest::{self, Manifest};
use super::{Failure, swap};

/// The site that is to be replaced.
pub(super) struct Old {
    /// Its folder.
    pub(super) path: PathBuf,
    /// What in it is ours.
    pub(super) manifest: Manifest,
}

/// A folder we may write.
pub(super) struct Target {
    path: PathBuf,
    parent: PathBuf,
    name: OsString,
    old: Option<Old>,
}

/// The new site's folder beside the target; what is left there in the end is removed, whether it is a half-made new site
/// or, after an exchange, the old one.
pub(super) struct Fresh {
    path: PathBuf,
    /// Held as long as this build lives, so that another one does not take the folder for a dead build's.
    _lock: Option<File>,
}

impl Fresh {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // The outcome is decided by now; what stays is found by the next build.
        let _ = swap::remove(&self.path);
    }
}

impl Target {
    /// Looks at the target, refuses it when it is not ours, and puts right what a killed build left.
    pub(super) fn open(out: &Path, book: Option<&Path>) -> Result<Self, Failure> {
        let home = std::env::home_dir();
        let (parent, name) = place(out)?;
        let path = parent.join(&name);
        refuse_special(&path, out, home.as_deref(), book)?;
        fs::create_dir_all(&parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
        let mut target = Self { path, parent, name, old: None };
        target.recover().with_context(|| format!("cannot clean up around {}", out.display()))?;
        target.old = target.look(out)?;
        Ok(target)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The site that stands there, unless there is none or the folder is empty.
    pub(super) fn old(&self) -> Option<&Old> {
        self.old.as_ref()
    }

    /// Where the old site waits between two renames.
    pub(super) fn aside(&self) -> PathBuf {
        self.parent.join(self.beside("old"))
    }

    /// A marked, locked, empty folder beside the target.
    pub(super) fn begin(&self) -> anyhow::Result<Fresh> {
        let path = tempfile::Builder::new()
            .prefix(&self.beside("new-"))
            .rand_bytes(RANDOM)
            .tempdir_in(&self.parent)
            .with_context(|| format!("cannot write beside {}", self.path.display()))?
            .keep();
        let fresh = Fresh { _lock: lock(&path), path };
        super::write::enterable(&fresh.path)?;
        Manifest::default().write(&fresh.path)?;
        Ok(fresh)
    }

    fn beside(&self, what: &str) -> OsString {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(".stepbook-");
        name.push(what);
        name
    }

    /// Puts an old site back that a build killed between two renames had moved aside, and removes what dead builds left.
    fn recover(&self) -> io::Result<()> {
        let aside = self.aside();
        if is_dead(&aside)? {
            if is_vacant(&self.path)? {
                match fs::remove_dir(&self.path) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => fs::rename(&aside, &self.path)?,
                }
            } else if manifest::marks(&self.path)? {
                swap::remove(&aside)?;
            }
            // Else somebody put another folder there, which will be refused: the old site is kept for them.
        }
        let prefix = self.beside("new-");
        for entry in fs::read_dir(&self.parent)? {
            let entry = entry?;
            if is_ours(&entry.file_name(), &prefix) && is_dead(&entry.path())? {
                swap::remove(&entry.path())?;
            }
        }
        Ok(())
    }

    fn look(&self, out: &Path) -> Result<Option<Old>, Failure> {
        let failed = || format!("cannot read the folder {}", out.display());
        if is_vacant(&self.path).with_context(failed)? {
            return Ok(None);
        }
        match Manifest::read(&self.path) {
            Ok(Some(manifest)) => Ok(Some(Old { path: self.path.clone(), manifest })),
            Ok(None) => Err(refused(
                format!("the folder `{}` is not empty and was not written by stepbook", out.display()),
                "choose another with --out, or empty this folder",
            )),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(refused(
                format!(
                    "`{}` in the folder `{}` is damaged, so it cannot be told which files there are stepbook's",
                    manifest::NAME,
                    out.display()
                ),
                "choose another with --out, or empty this folder",
            )),
            Err(error) => Err(anyhow!(error).context(failed()).into()),
        }
    }
}

/// Random letters at the end of a new site's folder.
const RANDOM: usize = 6;

fn is_ours(name: &OsStr, prefix: &OsStr) -> bool {
    name.as_encoded_bytes()
        .strip_prefix(prefix.as_encoded_bytes())
        .is_some_and(|end| end.len() == RANDOM && end.iter().all(u8::is_ascii_alphanumeric))
}

/// Whether a folder bears our marker and no living build holds it.
fn is_dead(folder: &Path) -> io::Result<bool> {
    let is_folder = fs::symlink_metadata(folder).is_ok_and(|meta| meta.is_dir());
    Ok(is_folder && manifest::marks(folder)? && !is_locked(folder))
}

fn is_locked(folder: &Path) -> bool {
    File::open(folder).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Locks a folder for as long as the file lives; where folders cannot be locked, two builds at once are not kept apart.
pub(super) fn lock(folder: &Path) -> Option<File> {
    let file = File::open(folder).ok()?;
    file.try_lock().ok()?;
    Some(file)
}

/// Whether nothing would be lost: no such folder, or an empty one.
fn is_vacant(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().transpose()?.is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

fn refused(message: String, help: &str) -> Failure {
    Failure::Refused { message, help: help.to_owned() }
}

/// The target's parent, with every link on the way followed, and its name. The name itself is not followed: were it a
/// link, renaming would replace the link.
fn place(out: &Path) -> Result<(PathBuf, OsString), Failure> {
    let failed = || format!("cannot find the folder {}", out.display());
    // Collecting the components also drops a slash at the end, which would make the system follow a link.
    let mut whole: PathBuf = std::path::absolute(out).with_context(failed)?.components().collect();
    if whole.components().any(|part| part == Component::ParentDir) && whole.file_name().is_none() {
        whole = fs::canonicalize(&whole).with_context(failed)?;
    }
    let (Some(parent), Some(name)) = (whole.parent(), whole.file_name()) else {
        return Err(refused(
            format!("`{}` is the root of the file system", out.display()),
            "choose another folder with --out",
        ));
    };
    match fs::canonicalize(parent) {
        Ok(real) => Ok((real, name.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((parent.to_owned(), name.to_owned())),
        Err(error) => Err(anyhow!(error).context(failed()).into()),
    }
}

/// Refuses what no manifest can make ours.
pub(super) fn refuse_special(path: &Path, out: &Path, home: Option<&Path>, book: Option<&Path>) -> Result<(), Failure> {
    let refuse =
        |what: &str| Err(refused(format!("`{}` is {what}", out.display()), "choose another folder with --out"));
    // Read from there, the site would be part of the book at the next build.
    let folder = book.map(|book| if book.is_file() { book.parent().unwrap_or(book) } else { book });
    for read in ["content", "themes"] {
        let below = folder.and_then(|book| fs::canonicalize(book.join(read)).ok());
        if below.is_some_and(|below| path.starts_with(below)) {
            return refuse(&format!("in `{read}/`, from which the book is read"));
        }
    }
    let Ok(meta) = fs::symlink_metadata(path) else {
        return Ok(());
    };
    if meta.is_symlink() {
        return refuse("a link to another place");
    }
    if !meta.is_dir() {
        return refuse("a file");
    }
    let holds = |inner: Option<&Path>| {
        inner.and_then(|inner| fs::canonicalize(inner).ok()).is_some_and(|inner| inner.starts_with(path))
    };
    if holds(home) {
        return refuse("your home folder, or holds it");
    }
    if holds(book) {
        return refuse("the folder of the book itself, or holds it");
    }
    Ok(())
}
