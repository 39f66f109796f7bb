//! The `stepbook` command.

use std::process::ExitCode;

/// A page is made of thousands of short strings, and two threads of glibc's allocator wait for each other.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    stepbook::cli::run(std::env::args_os())
}
