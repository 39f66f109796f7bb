//! A theme's styles, joined; and the fonts and pictures that they and the templates show.

use std::collections::BTreeMap;
use std::ops::Range;

use cssparser::{ParseError, Parser, ParserInput, Token};

use crate::diag::{Diagnostic, Diags, FileId, Span};
use crate::model::address;
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
    let mut out = Vec::new();
    for (path, (text, file)) in sheets {
        let at = |bytes: Range<usize>| file.map_or(fallback, |f| Span::new(f, bytes));
        let mut asked = |asked: &Asked, bytes: Range<usize>| match asked {
            Asked::Elsewhere => {
                diags.push(
                    Diagnostic::new(CSS_ELSEWHERE, at(bytes), format!("`{path}` loads from elsewhere"))
                        .help("ship the file with the theme"),
                );
                None
            }
            Asked::Inside => None,
            Asked::File(named) => {
                let (name, rest) = named.split_at(named.find(['?', '#']).unwrap_or(named.len()));
                let meant = address::beside(path, name);
                if let Some(address) = published.get(&meant) {
                    return Some(["url(", address.rsplit('/').next().unwrap_or(address), rest, ")"].concat());
                }
                let known: Vec<String> = published.keys().map(|known| seen_from(path, known)).collect();
                diags.push(
                    Diagnostic::new(NO_FILE, at(bytes), format!("the theme has no file `{meant}`"))
                        .help("put the file there, or name one that the theme has")
                        .suggest(name, known.iter().map(String::as_str)),
                );
                None
            }
        };
        out.push(squeezed(text, &mut asked));
    }
    out.join("\n")
}

/// What a style asks to be loaded.
enum Asked {
    /// A file of the theme, or what was meant as one.
    File(String),
    /// What lies in the style itself, or a place in the page.
    Inside,
    /// Something of another site.
    Elsewhere,
}

impl Asked {
    fn of(named: &str) -> Self {
        let named = named.trim();
        let begins = |starts: &[&str]| starts.iter().any(|start| named.to_ascii_lowercase().starts_with(start));
        match named {
            _ if begins(&["http:", "https:", "//"]) => Self::Elsewhere,
            _ if begins(&["data:", "#"]) => Self::Inside,
            _ => Self::File(named.to_owned()),
        }
    }
}

/// A part of a style that is not written as it was typed, with its bytes.
enum Part {
    Remark,
    LineEnd,
    Ask(Asked),
}

/// Braces and brackets that styles may open inside each other; what lies deeper is left as it is.
const DEEPEST: usize = 64;

/// Notes the parts of a style in order. Strings are tokens of their own, so that nothing in them is taken for one.
fn parts(input: &mut Parser<'_, '_>, depth: usize, out: &mut Vec<(Range<usize>, Part)>) {
    loop {
        let start = input.position().byte_index();
        let Ok(token) = input.next_including_whitespace_and_comments().cloned() else { return };
        let mut bytes = start..input.position().byte_index();
        let part = match token {
            Token::Comment(_) => Part::Remark,
            Token::WhiteSpace(blank) if blank.contains('\n') => Part::LineEnd,
            Token::UnquotedUrl(name) => Part::Ask(Asked::of(&name)),
            Token::AtKeyword(name) if name.eq_ignore_ascii_case("import") => Part::Ask(Asked::Elsewhere),
            Token::Function(name) if name.eq_ignore_ascii_case("url") => {
                let named =
                    input.parse_nested_block(|inner| inner.expect_string_cloned().map_err(ParseError::<()>::from));
                bytes.end = input.position().byte_index();
                match named {
                    Ok(name) => Part::Ask(Asked::of(&name)),
                    Err(_) => continue,
                }
            }
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
                // A block that is not read to its end is passed over.
                let _: Result<(), ParseError<'_, ()>> = input.parse_nested_block(|inner| {
                    if depth < DEEPEST {
                        parts(inner, depth + 1, out);
                    }
                    Ok(())
                });
                continue;
            }
            _ => continue,
        };
        out.push((bytes, part));
    }
}

/// A style without remarks and blanks at the ends of lines, with the addresses of the files that it names. All styles are one
/// file, beside which these are published.
fn squeezed(css: &str, asked: &mut dyn FnMut(&Asked, Range<usize>) -> Option<String>) -> String {
    let mut found = Vec::new();
    parts(&mut Parser::new(&mut ParserInput::new(css)), 0, &mut found);
    let mut out = String::with_capacity(css.len());
    let mut done = 0;
    for (bytes, part) in found {
        let instead = match &part {
            Part::Remark | Part::LineEnd => Some(String::new()),
            Part::Ask(ask) => asked(ask, bytes.clone()),
        };
        let Some(instead) = instead else { continue };
        out.push_str(css.get(done..bytes.start).unwrap_or(""));
        out.push_str(&instead);
        done = bytes.end;
        match part {
            // It parted what stands on both sides of it.
            Part::Remark if !out.ends_with(char::is_whitespace) && !css.get(done..).is_some_and(begins_blank) => {
                out.push_str("/**/");
            }
            Part::LineEnd => {
                out.truncate(out.trim_end_matches([' ', '\t']).len());
                out.extend((!out.is_empty() && !out.ends_with('\n')).then_some('\n'));
            }
            _ => {}
        }
    }
    out.push_str(css.get(done..).unwrap_or(""));
    out.truncate(out.trim_end().len());
    out
}

fn begins_blank(text: &str) -> bool {
    text.is_empty() || text.starts_with(char::is_whitespace)
}

/// How a style names a file of the theme.
fn seen_from(sheet: &str, file: &str) -> String {
    ["../".repeat(sheet.matches('/').count()).as_str(), file].concat()
}

#[cfg(test)]
mod tests {
    use super::{Asked, squeezed};

    fn squeeze(css: &str) -> String {
        squeezed(css, &mut |asked, _| match asked {
            Asked::File(name) => Some(["[", name, "]"].concat()),
            Asked::Inside => None,
            Asked::Elsewhere => Some("[!]".to_owned()),
        })
    }

    #[test]
    fn strings_and_remarks_are_told_apart() {
        for (css, squeezed) in [
            ("a::after { content: \"/*\" }\n.zz { top: 0 } /* b */\n", "a::after { content: \"/*\" }\n.zz { top: 0 }"),
            ("/* url(https://a.example) @import \" */\n\n  a {\n    top: 0;\n\n  }\n", "a {\ntop: 0;\n}"),
            (
                "a { background: url( x.png ), url('y.png'), u\\72l(z.png) }",
                "a { background: [x.png], [y.png], [z.png] }",
            ),
            (
                "a { content: \"url(x.png)\"; b: url(data:a/*b), url(#c) }",
                "a { content: \"url(x.png)\"; b: url(data:a/*b), url(#c) }",
            ),
            ("@media print { a { background: URL(\"//a.example\") } }", "@media print { a { background: [!] } }"),
            ("@IMPORT \"a.css\";", "[!] \"a.css\";"),
            ("a/* b */.c { margin: 0/* d */1px; top: 0 /* e */ }", "a/**/.c { margin: 0/**/1px; top: 0  }"),
            ("a { top: 0 /* never closed\n}", "a { top: 0"),
            ("a { content: \"never closed\n} b { top: 0 } /* c */", "a { content: \"never closed\n} b { top: 0 }"),
        ] {
            assert_eq!(squeeze(css), squeezed, "{css}");
        }
        let deep = ["{".repeat(100), "/* a */".to_owned(), "}".repeat(100), "/* b */ c".to_owned()].concat();
        assert!(squeeze(&deep).ends_with(" c") && squeeze(&deep).contains("/* a */"));
        squeeze(&"{".repeat(1_000_000));
    }
}
