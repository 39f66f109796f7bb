//! The `stepbook` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    stepbook::cli::run(std::env::args_os())
}
