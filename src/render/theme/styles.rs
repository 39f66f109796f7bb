//! A theme's styles, joined; and the fonts and pictures that they and the templates show.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Diags, FileId, Span};
use crate::source::Asset;

crate::codes! {
    CSS_ELSEWHERE Error "SB1006" "a style that loads from another site"
        "Fonts and pictures loaded from elsewhere tell that site who reads. Ship the file with the theme."
    NO_FILE Error "SB1012" "a file that the theme does not have"
        "`url(...)` in a style names a file of the theme, seen from the style's own folder: from `css/tokens.css`, `url(../fonts/name.woff2)`. It is published under a name made from its bytes."
}

/// Files that a site has under addresses of their own.
const FIXED: [&str; 4] = ["img/mark.svg", "img/icon-180.png", "img/icon-192.png", "img/icon-512.png"];

/// The addresses of a theme's fonts and pictures.
pub fn published(files: &BTreeMap<String, Asset>, fallback: Span, diags: &mut Diags) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (path, asset) in files.iter().filter(|(path, _)| !FIXED.contains(&path.as_str())) {
        match asset.bytes() {
            Ok(bytes) => {
                let name = path.rsplit('/').next().unwrap_or(path);
                out.insert(path.clone(), crate::render::fingerprinted(name, &bytes));
            }
            Err(error) => diags.push(Diagnostic::new(
                crate::source::UNREADABLE,
                fallback,
                format!("cannot read the theme's `{path}`: {error}"),
            )),
        }
    }
    out
}

/// Joins the styles: layers, tokens, base, layout, components by name, kinds by name, print.
pub fn join(
    texts: &BTreeMap<String, (String, Option<FileId>)>,
    published: &BTreeMap<String, String>,
    fallback: Span,
    diags: &mut Diags,
) -> String {
    let rank = |path: &str| match path {
        "css/layers.css" => 0,
        "css/tokens.css" => 1,
        "css/base.css" => 2,
        "css/layout.css" => 3,
        "css/print.css" => 6,
        p if p.starts_with("css/") => 4,
        _ => 5,
    };
    let mut sheets: Vec<(&String, &(String, Option<FileId>))> =
        texts.iter().filter(|(path, _)| path.ends_with(".css")).collect();
    sheets.sort_by_key(|(path, _)| (rank(path), path.as_str()));
    for (path, (text, file)) in &sheets {
        if let Some(at) = elsewhere(text) {
            let place = file.map_or(fallback, |f| Span::new(f, at..at + 8));
            diags.push(
                Diagnostic::new(CSS_ELSEWHERE, place, format!("`{path}` loads from elsewhere"))
                    .help("ship the file with the theme"),
            );
        }
    }
    let texts: Vec<String> = sheets
        .iter()
        .map(|(path, (text, file))| {
            let mut missing = |named: &str, at: std::ops::Range<usize>, meant: &str| {
                let place = file.map_or(fallback, |f| Span::new(f, at));
                let known: Vec<String> = published.keys().map(|known| seen_from(path, known)).collect();
                diags.push(
                    Diagnostic::new(NO_FILE, place, format!("the theme has no file `{meant}`"))
                        .help("put the file there, or name one that the theme has")
                        .suggest(named, known.iter().map(String::as_str)),
                );
            };
            addressed(path, text, published, &mut missing)
        })
        .collect();
    squeeze(&texts.join("\n"))
}

/// The byte at which a style sheet loads something from another site.
fn elsewhere(css: &str) -> Option<usize> {
    let lower = css.to_ascii_lowercase();
    let far = |at: &usize| {
        let inside = lower.get(at + 4..).unwrap_or("").trim_start_matches([' ', '\n', '\t', '"', '\'']);
        ["http:", "https:", "//"].iter().any(|w| inside.starts_with(w))
    };
    lower.match_indices("url(").map(|(at, _)| at).find(far).or_else(|| lower.find("@import"))
}

/// A style with the addresses of the files that it names. All styles are one file, beside which these are published.
fn addressed(
    sheet: &str,
    css: &str,
    published: &BTreeMap<String, String>,
    missing: &mut dyn FnMut(&str, std::ops::Range<usize>, &str),
) -> String {
    let mut out = String::with_capacity(css.len());
    let mut done = 0;
    for (at, _) in css.match_indices("url(") {
        let Some(inside) = css.get(at + 4..).and_then(|rest| rest.get(..rest.find(')')?)) else { break };
        let named = inside.trim_matches([' ', '\n', '\t', '"', '\'']);
        let in_comment = css.get(..at).is_some_and(|before| {
            before.rfind("/*").is_some_and(|open| before.get(open..).is_some_and(|rest| !rest.contains("*/")))
        });
        // What lies in the style itself, a place in the page, and what was reported as lying elsewhere.
        let other =
            ["data:", "#", "http:", "https:", "//"].iter().any(|start| named.to_ascii_lowercase().starts_with(start));
        if in_comment || other || at < done {
            continue;
        }
        let (file, rest) = named.split_at(named.find(['?', '#']).unwrap_or(named.len()));
        let path = reached(sheet, file);
        let Some(address) = published.get(&path) else {
            missing(file, at..at + 5 + inside.len(), &path);
            continue;
        };
        out.push_str(css.get(done..at).unwrap_or(""));
        out.extend(["url(", address.rsplit('/').next().unwrap_or(address), rest, ")"]);
        done = at + 5 + inside.len();
    }
    out.push_str(css.get(done..).unwrap_or(""));
    out
}

/// The path inside the theme that a name in a style leads to.
fn reached(sheet: &str, named: &str) -> String {
    let mut folders: Vec<&str> = sheet.split('/').collect();
    folders.pop();
    for step in named.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(folders.pop()),
            step => folders.push(step),
        }
    }
    folders.join("/")
}

/// How a style names a file of the theme.
fn seen_from(sheet: &str, file: &str) -> String {
    ["../".repeat(sheet.matches('/').count()).as_str(), file].concat()
}

/// Styles without comments and blank space at the ends of lines; strings are left as they are.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, tail)| tail);
    }
    out.push_str(rest);
    out.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}
