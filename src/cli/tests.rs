use clap::{CommandFactory, Parser};

use super::{Cli, base, find, shown};
use crate::source::{CODES, NO_BOOK};

#[test]
fn the_command_line_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_of_the_contract_is_understood() {
    let lines = [
        "build",
        "build book --out public --base-url https://example.org/ --drafts --strict",
        "check",
        "check book --format text --strict",
        "check --format json",
        "check --format sarif",
        "check --format github",
        "serve",
        "serve book --port 8080 --open",
        "init book",
        "init --shipped book",
        "new exercise worksheet my-sheet",
        "new chapter Title",
        "new chapter How to listen",
        "new chapter Title --dir book",
        "explain SB0001",
        "explain --list",
        "schema",
        "schema worksheet",
        "lock",
        "lock book",
        "completions bash",
        "completions zsh",
        "completions fish",
    ];
    for line in lines {
        Cli::try_parse_from(std::iter::once("stepbook").chain(line.split(' ')))
            .unwrap_or_else(|e| panic!("{line}: {e}"));
    }
}

#[test]
fn mistyped_commands_are_usage_errors() {
    for line in [
        "",
        "biuld",
        "init",
        "explain",
        "explain --list SB0001",
        "check --format xml",
        "serve --port 99999",
        "new",
        "new chapter",
    ] {
        let error = Cli::try_parse_from(std::iter::once("stepbook").chain(line.split_whitespace())).unwrap_err();
        assert_eq!(error.exit_code(), 2, "{line}");
    }
}

#[test]
fn codes_are_found_as_they_are_remembered() {
    for typed in ["SB0005", "sb0005", "sb5", "5", " SB0005 "] {
        assert_eq!(find(CODES, typed), Some(NO_BOOK), "{typed}");
    }
    for typed in ["SB9999", "", "SB", "x", "\u{e9}\u{e9}5"] {
        assert_eq!(find(CODES, typed), None, "{typed}");
    }
}

#[test]
fn folders_as_they_are_typed() {
    let slash = std::path::MAIN_SEPARATOR;
    let here = std::env::current_dir().unwrap();
    assert_eq!(shown(&here.join("site")), format!("site{slash}"));
    assert_eq!(shown(std::path::Path::new("./site")), format!("site{slash}"));
    assert_eq!(base(std::path::Path::new(".")), "");
    assert_eq!(base(std::path::Path::new("src/cli")), "src/cli");
    assert_eq!(base(std::path::Path::new("/")), "");
    assert_eq!(base(std::path::Path::new("nowhere")), "");
}
