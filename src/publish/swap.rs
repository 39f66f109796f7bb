//! The new site in the old one's place.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::Context;
use rayon::prelude::*;

use super::target::{self, Fresh, Target};
use super::{Step, manifest};

/// How the two change places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Swap {
    /// In one step, where the system can.
    Exchange,
    /// In two; a build killed between them is put right by the next one.
    Renames,
}

impl Swap {
    /// The best this system has; a file system may still turn out not to have it.
    pub(super) fn best() -> Self {
        if cfg!(any(target_os = "linux", target_os = "android", target_vendor = "apple")) {
            Self::Exchange
        } else {
            Self::Renames
        }
    }

    /// Puts the new site in place and removes the old one.
    pub(super) fn run(self, fresh: Fresh, target: &Target, step: &dyn Fn(Step)) -> anyhow::Result<()> {
        let failed = || format!("cannot put the new site in place at {}", target.path().display());
        if target.old().is_none() {
            settle(fresh.path(), target.path()).with_context(failed)?;
            step(Step::Swapped);
            return Ok(());
        }
        if self == Self::Exchange && exchange(fresh.path(), target.path()).with_context(failed)? {
            step(Step::Swapped);
            // The old site now lies where the new one was made, and goes with it.
            drop(fresh);
            return Ok(());
        }
        let aside = target.aside();
        let lock = target::lock(target.path());
        fs::rename(target.path(), &aside).with_context(failed)?;
        step(Step::Aside);
        if let Err(error) = fs::rename(fresh.path(), target.path()) {
            // Back as it was; if even that fails, the next build finds it aside.
            let _ = fs::rename(&aside, target.path());
            return Err(error).with_context(failed);
        }
        step(Step::Swapped);
        drop(lock);
        // The new site stands; what cannot be removed now is tried again by the next build.
        let _ = remove(&aside);
        Ok(())
    }
}

/// Moves a folder to where there is none, or an empty one.
fn settle(from: &Path, to: &Path) -> io::Result<()> {
    // Unix replaces an empty folder by itself, in one step; Windows wants it gone.
    if cfg!(not(unix)) && to.exists() {
        fs::remove_dir(to)?;
    }
    fs::rename(from, to)
}

/// Exchanges two folders; false when the system or the file system cannot.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        // Compared and not matched: two of these names are one number on Linux.
        Err(error) if [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP].contains(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Removes a folder of ours, its marker last, so that a removal cut short is still known for ours.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries.collect::<io::Result<Vec<_>>>()?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    entries.par_iter().filter(|entry| entry.file_name() != manifest::NAME).try_for_each(|entry| {
        // The kind of the entry itself: a link is removed and never followed.
        let gone =
            if entry.file_type()?.is_dir() { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) };
        ignore_missing(gone)
    })?;
    ignore_missing(fs::remove_file(folder.join(manifest::NAME)))?;
    ignore_missing(fs::remove_dir(folder))
}

/// Another build may be removing the same.
fn ignore_missing(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}
