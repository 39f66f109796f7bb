//! The live preview: watches the book, builds it again when it changes, and shows it to this machine's browser.
//!
//! The site stays in memory and pages are made when they are asked for. When the book has mistakes, the last good site is
//! shown with the mistakes in it.

mod browser;
mod page;
mod watch;
mod web;

#[cfg(test)]
mod tests;

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, anyhow};

/// A built site that makes its pages on demand.
pub trait PageSource: Send + Sync {
    /// The bytes at an address below the root, such as `a/index.html`; none when the site has no such address, and a fragment
    /// of HTML with the mistakes when it cannot be made.
    fn get(&self, path: &str) -> Option<Result<Vec<u8>, String>>;
}

/// What building the book again gave.
pub enum Rebuilt {
    /// A site to show.
    Good(Arc<dyn PageSource>),
    /// The mistakes, as a fragment of HTML.
    Bad(String),
}

/// What the browser is shown at the moment.
#[derive(Clone, Default)]
struct Shown {
    /// The last good site.
    site: Option<Arc<dyn PageSource>>,
    /// What keeps the book from being built as it is now.
    mistakes: Option<Arc<str>>,
    /// Counts the builds.
    round: u64,
}

impl Shown {
    /// Names this build; the process is part of the name, so that a page notices that the preview was started anew.
    fn token(&self) -> String {
        format!("{}-{}", std::process::id(), self.round)
    }
}

/// Something to tell the author.
type Say = Arc<dyn Fn(&str) + Send + Sync>;

/// Serves a book's folder on this machine until the process is ended.
///
/// Nothing of the preview is on disk, so it may be ended at any moment.
///
/// # Errors
/// When the port is taken, the folder cannot be watched, or the machine fails.
pub fn serve(
    dir: &Path,
    port: u16,
    open: bool,
    rebuild: impl Fn() -> Rebuilt + Send + Sync + 'static,
    say: impl Fn(&str) + Send + Sync + 'static,
) -> anyhow::Result<()> {
    let say: Say = Arc::new(say);
    let listener = listen(port)?;
    let url = format!("http://{}/", listener.local_addr()?);
    let watch = watch::start(dir, Box::new(rebuild), Arc::clone(&say))?;
    say(&format!("The preview is at {url}"));
    say("It follows your changes. End it with Ctrl-C.");
    if open {
        browser::open(&url, Arc::clone(&say));
    }
    run(listener, &watch, interrupted())?;
    say("The preview has ended.");
    Ok(())
}

/// Ctrl-C, or the end that a terminal or another program asks for. The command then ends as one that did what it was asked to.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut end) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = end.recv() => return,
                outcome = tokio::signal::ctrl_c() => if outcome.is_ok() { return },
            }
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a handler the machine ends the process itself.
        std::future::pending::<()>().await;
    }
}

/// Answers requests until the future ends.
fn run(listener: TcpListener, watch: &watch::Watch, end: impl Future<Output = ()>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let outcome = runtime.block_on(async {
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        // Not the graceful way: open pages hold their stream of events for ever.
        tokio::select! {
            outcome = axum::serve(listener, web::app(watch.shown(), address)) => outcome,
            () = end => Ok(()),
        }
    });
    runtime.shutdown_background();
    outcome.context("the preview ended")
}

/// Takes a port of this machine that nobody outside can reach; 0 takes any.
fn listen(port: u16) -> anyhow::Result<TcpListener> {
    let bind = |port| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    match bind(port) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            let free = (port..=u16::MAX).skip(1).take(50).find(|port| bind(*port).is_ok());
            Err(match free {
                Some(free) => anyhow!("port {port} is used by another program; port {free} is free: try --port {free}"),
                None => anyhow!("port {port} is used by another program; choose another with --port"),
            })
        }
        outcome => outcome.with_context(|| format!("cannot use port {port}")),
    }
}
