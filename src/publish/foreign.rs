//! Files in the old site that are not ours: carried over untouched.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};

use super::target::Old;
use super::{Failure, manifest, write};
use crate::site::Site;

/// Carries over what is not ours; refuses when the new site has something in the same place.
///
/// This comes last before the swap, so that little time is left in which somebody could add a file and miss it afterwards.
pub(super) fn carry(old: &Old, new: &Path, site: &Site<'_>) -> Result<(), Failure> {
    let owned: HashSet<&str> = old.manifest.paths().flat_map(folders).collect();
    let taken: HashSet<&str> = site.paths().flat_map(folders).collect();
    let mut modes = Vec::new();
    let walk = walkdir::WalkDir::new(&old.path).min_depth(1).sort_by_file_name();
    for entry in walk {
        let entry = entry.map_err(|error| anyhow!(error).context("cannot read the old site"))?;
        let is_folder = entry.file_type().is_dir();
        let below = entry.path().strip_prefix(&old.path).map_err(|error| anyhow!(error))?;
        let address = below.to_str().map(|path| path.replace(std::path::MAIN_SEPARATOR, "/"));
        // A name that is no text cannot be one of ours.
        let address = address.as_deref().unwrap_or_default();
        let ours =
            if is_folder { owned.contains(address) } else { address == manifest::NAME || old.manifest.has(address) };
        if ours {
            continue;
        }
        let clash = !site.owners(address).is_empty()
            || (!is_folder && taken.contains(address))
            || folders(address).any(|folder| !site.owners(folder).is_empty());
        if clash {
            return Err(Failure::Refused {
                message: format!(
                    "`{address}` in the folder of the old site was not written by stepbook, and the book now has something of its own in that place"
                ),
                help: "move it away, or rename the part of the book that takes its place".to_owned(),
            });
        }
        let to = new.join(below);
        let carried = if is_folder { folder(entry.path(), &to, &mut modes) } else { file(&entry, &to) };
        carried.with_context(|| format!("cannot carry over {}", entry.path().display()))?;
    }
    // Only now: a folder that may not be written could not have been filled. Innermost first, for the same reason.
    for (path, mode) in modes.into_iter().rev() {
        fs::set_permissions(&path, mode).with_context(|| format!("cannot carry over {}", path.display()))?;
    }
    Ok(())
}

/// Every folder on the way to an address.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(move |(at, _)| path.get(..at))
}

fn folder(from: &Path, to: &Path, modes: &mut Vec<(std::path::PathBuf, fs::Permissions)>) -> anyhow::Result<()> {
    // The new site may have a folder of this name, and then it is the site's.
    if to.is_dir() {
        return Ok(());
    }
    // On the way there may be folders that were the old site's and are not the new one's.
    fs::create_dir_all(to)?;
    modes.push((to.to_owned(), fs::metadata(from)?.permissions()));
    Ok(())
}

fn file(entry: &walkdir::DirEntry, to: &Path) -> anyhow::Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    if entry.file_type().is_symlink() {
        return symlink(&fs::read_link(entry.path())?, to);
    }
    if !entry.file_type().is_file() {
        // A pipe or a socket has nothing to copy, and reading it could wait for ever.
        return Ok(fs::hard_link(entry.path(), to)?);
    }
    Ok(write::link(entry.path(), to)?)
}

#[cfg(unix)]
fn symlink(points_to: &Path, at: &Path) -> anyhow::Result<()> {
    Ok(std::os::unix::fs::symlink(points_to, at)?)
}

#[cfg(not(unix))]
fn symlink(points_to: &Path, _: &Path) -> anyhow::Result<()> {
    anyhow::bail!("it is a link to {}, which cannot be made again on this system", points_to.display())
}
