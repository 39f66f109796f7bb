//! Opening the author's browser; if it does not open, the preview is none the worse.

use std::process::{Command, Stdio};
use std::thread;

use super::Say;

/// Opens an address with whatever this platform has for it.
pub(super) fn open(url: &str, say: Say) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        // The empty word is the window's title; without it `start` takes the address for one.
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let failed = format!("The browser did not open; go to {url} yourself.");
    // Some of these programs live as long as the browser.
    thread::spawn(move || {
        if !command.status().is_ok_and(|status| status.success()) {
            say(&failed);
        }
    });
}
