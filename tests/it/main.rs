//! Everything that is tested from outside: the codes, the kinds, hostile files, the golden books, the commands.

mod cases;
mod codes;
mod commands;
mod commonmark;
mod config;
mod hostile;
mod kinds;
mod support;
mod tidy;
mod yaml;
