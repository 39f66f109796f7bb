//! Writes a book of any size, to measure with: `cargo run --release --example make_book -- 1000 /tmp/book`.
#![allow(clippy::print_stderr, reason = "a program with a terminal of its own")]

#[path = "../benches/generator/mod.rs"]
mod generator;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count, dir] = arguments.as_slice() else {
        eprintln!("usage: make_book CHAPTERS DIR");
        return ExitCode::from(2);
    };
    let Ok(chapters) = count.parse() else {
        eprintln!("`{count}` is not a number of chapters");
        return ExitCode::from(2);
    };
    match generator::write_book(Path::new(dir), chapters) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{dir}: {error}");
            ExitCode::from(2)
        }
    }
}
