//! The book's folder, watched, and the book, built again.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use notify::event::{EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, DebouncedEvent, Debouncer, RecommendedCache, new_debouncer};
use tokio::sync::watch;

use super::{Rebuilt, Say, Shown};
use crate::publish;

/// An editor that saves touches a file several times in a row; this long a rest means that it is done.
const REST: Duration = Duration::from_millis(30);

/// Builds the book.
pub(super) type Build = Box<dyn Fn() -> Rebuilt + Send>;

/// A running watch; it ends when this is dropped.
pub(super) struct Watch {
    shown: watch::Receiver<Shown>,
    news: mpsc::Sender<News>,
}

/// What the building thread waits for.
enum News {
    Changes(DebounceEventResult),
    End,
}

impl Watch {
    /// What is shown, now and later.
    pub(super) fn shown(&self) -> watch::Receiver<Shown> {
        self.shown.clone()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Fails only when the thread is gone already.
        let _ = self.news.send(News::End);
    }
}

/// Watches a folder, builds once, and from then on after every change.
pub(super) fn start(dir: &Path, build: Build, say: Say) -> anyhow::Result<Watch> {
    let failed = || format!("cannot watch the folder {}", dir.display());
    if !dir.is_dir() {
        anyhow::bail!(
            "there is no folder {}; name the book's folder, or make a new book with `stepbook init my-workbook`",
            dir.display()
        );
    }
    let root = fs::canonicalize(dir).with_context(failed)?;
    let (news, inbox) = mpsc::channel();
    let changes = news.clone();
    // Sending fails only when the thread is gone already.
    let debouncer =
        new_debouncer(REST, None, move |found| drop(changes.send(News::Changes(found)))).with_context(failed)?;
    let mut folders = Folders { root, inner: BTreeSet::new(), debouncer };
    // Before the first build, so that a change made meanwhile is not missed.
    folders.debouncer.watch(&folders.root, RecursiveMode::NonRecursive).with_context(failed)?;
    folders.follow(&say);
    let (sender, shown) = watch::channel(Shown::default());
    show(&sender, &build, &say);
    thread::Builder::new().name("build".to_owned()).spawn(move || {
        while let Ok(News::Changes(found)) = inbox.recv() {
            if folders.changed(found, &say) {
                folders.follow(&say);
                show(&sender, &build, &say);
            }
        }
    })?;
    Ok(Watch { shown, news })
}

/// Builds the book and shows what came of it.
fn show(sender: &watch::Sender<Shown>, build: &Build, say: &Say) {
    let begun = Instant::now();
    let rebuilt = catch_unwind(AssertUnwindSafe(build)).unwrap_or_else(|_| {
        Rebuilt::Bad(
            "<p>stepbook itself failed on this book; its terminal says where. Please report it.</p>".to_owned(),
        )
    });
    match &rebuilt {
        Rebuilt::Good(_) => say(&format!("Built in {} ms.", begun.elapsed().as_millis())),
        Rebuilt::Bad(_) => say("Not built, there are mistakes; the preview shows them."),
    }
    sender.send_modify(|shown| {
        shown.round += 1;
        match rebuilt {
            Rebuilt::Good(site) => {
                shown.site = Some(site);
                shown.mistakes = None;
            }
            Rebuilt::Bad(mistakes) => shown.mistakes = Some(mistakes.into()),
        }
    });
}

/// What is watched: the book's folder itself, and each folder in it that the book may be in, with all below.
///
/// Not simply everything: a book can share its folder with a program, and there are tens of thousands of folders in some
/// `target` or `node_modules`, and a limit on how many can be watched.
struct Folders {
    root: PathBuf,
    inner: BTreeSet<PathBuf>,
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
}

impl Folders {
    /// Watches the folders that are not yet watched.
    fn follow(&mut self, say: &Say) {
        let Ok(entries) = fs::read_dir(&self.root) else {
            return;
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            if self.inner.contains(&path) || !path.is_dir() || is_ignored(&self.root, &path) {
                continue;
            }
            match self.debouncer.watch(&path, RecursiveMode::Recursive) {
                Ok(()) => drop(self.inner.insert(path)),
                Err(error) => say(&format!("Changes in {} are not seen: {error}", path.display())),
            }
        }
    }

    /// Whether something happened to the book.
    fn changed(&mut self, found: DebounceEventResult, say: &Say) -> bool {
        let events = match found {
            Ok(events) => events,
            Err(errors) => {
                for error in errors {
                    say(&format!("A change may have been missed: {error}"));
                }
                return true;
            }
        };
        for path in events.iter().filter(|event| is_replaced(event)).flat_map(|event| &event.paths) {
            // A folder that went, or came anew under an old name, is to be watched anew.
            if self.inner.remove(path) {
                let _ = self.debouncer.unwatch(path);
            }
        }
        events.iter().any(|event| {
            // Our own reading of the book is an event as well.
            !matches!(event.kind, EventKind::Access(_))
                && (event.need_rescan() || event.paths.iter().any(|path| !is_ignored(&self.root, path)))
        })
    }
}

fn is_replaced(event: &DebouncedEvent) -> bool {
    matches!(event.kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)))
}

/// Whether a path in the folder is no part of the book: hidden, a program's, an editor's, or a site we wrote.
fn is_ignored(root: &Path, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(root) else {
        return true;
    };
    let mut at = root.to_owned();
    below.components().enumerate().any(|(depth, part)| {
        at.push(part);
        let name = part.as_os_str().as_encoded_bytes();
        let program = depth == 0 && (name == b"target" || name == b"node_modules");
        program || name.starts_with(b".") || name.starts_with(b"#") || name.ends_with(b"~") || publish::is_site(&at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_and_what_is_no_book_are_ignored() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("out/site")).unwrap();
        fs::write(root.join("out/site/.stepbook-manifest.json"), "{}").unwrap();
        let ignored = [
            "out/site",
            "out/site/index.html",
            ".git/HEAD",
            "target/debug/x",
            "node_modules/x",
            "content/.x.md.swp",
            "content/x.md~",
            "content/#x.md#",
        ];
        for path in ignored {
            assert!(is_ignored(root, &root.join(path)), "{path}");
        }
        for path in ["", "out", "book.toml", "content/x.md", "content/target/x.md", "content/gone/x.md"] {
            assert!(!is_ignored(root, &root.join(path)), "{path}");
        }
    }
}
