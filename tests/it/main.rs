//! Everything that is tested from outside: the codes, the kinds, hostile files, the golden books, the commands.
mod codes;
mod support;
