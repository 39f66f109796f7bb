//! One line that says what is being done, rewritten in place; on a terminal only.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Work that ends sooner than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(150);

/// Between two changes of the line.
const PACE: Duration = Duration::from_millis(60);

/// Moves to the line's start and clears it.
const CLEAR: &str = "\r\u{1b}[2K";

/// The line; it goes away when this is dropped.
pub struct Progress(Option<Mutex<State>>);

struct State {
    next: Instant,
    shown: bool,
}

impl Progress {
    /// Shows nothing where standard error is no terminal, or one that cannot clear a line.
    pub fn start() -> Self {
        let plain = std::env::var_os("TERM").is_some_and(|term| term == "dumb") || std::env::var_os("CI").is_some();
        let wanted = std::io::stderr().is_terminal() && !plain;
        Self(wanted.then(|| Mutex::new(State { next: Instant::now() + PATIENCE, shown: false })))
    }

    /// Says what is being done; may be called from any thread, as often as one likes.
    pub fn say(&self, stage: &str) {
        // Whoever cannot have the lock at once has nothing newer to say.
        let Some(Ok(mut line)) = self.0.as_ref().map(Mutex::try_lock) else { return };
        let now = Instant::now();
        if now >= line.next {
            line.next = now + PACE;
            line.shown = true;
            let text: String = stage.chars().filter(|c| !c.is_control()).take(72).collect();
            raw(&format!("{CLEAR}{text}"));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(Ok(state)) = self.0.take().map(Mutex::into_inner)
            && state.shown
        {
            raw(CLEAR);
        }
    }
}

fn raw(text: &str) {
    let mut stderr = std::io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}
