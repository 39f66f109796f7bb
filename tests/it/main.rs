//! Everything that is tested from outside: the codes, the kinds, hostile files, the golden books, the commands.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod anchors;
mod cases;
mod codes;
mod commands;
mod commonmark;
mod config;
mod declared;
mod drafts;
mod encodings;
mod hostile;
mod kinds;
mod lock;
mod scores;
mod slips;
mod support;
mod themes;
mod tidy;
mod translations;
mod words;
mod yaml;
