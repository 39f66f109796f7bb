//! HTML that an author writes into a chapter.

use std::ops::Range;

use html5gum::{DefaultEmitter, Error, Span as Part, StartTag, Token, Tokenizer};

use crate::diag::{Diagnostic, Diags, Span};
use crate::markdown::Raw;

crate::codes! {
    ACTIVE_HTML Error "SB0420" "HTML that a workbook's pages do not run"
        "Pages have a strict policy: no scripts, frames, forms, styles or handlers in the text. What a page needs beyond Markdown belongs to a theme."
    ELSEWHERE Error "SB0421" "something is loaded from another site"
        "Nothing a reader does here may be seen by anybody else, so pages load nothing from other sites. Copy the picture or file into `content/` and name it by its path. Links are fine."
    HTML_PATH Error "SB0422" "a path inside HTML"
        "A chapter stands on its own page and in the whole book, files get names by what is in them, and `.md` becomes `.html`; so the tool writes every path anew. It does that for Markdown and not inside HTML tags, where a path would lead nowhere. Web, mail and phone addresses are fine."
    NOT_CLOSED Error "SB0423" "a tag or a remark that does not end"
        "A tag ends with `>`, and a remark that begins with `<!--` ends with `-->`. Without that, browsers take what follows for a part of it, up to the end of the page."
}

/// Tags of what pages do not run.
const ACTIVE: [&str; 9] = ["script", "iframe", "object", "embed", "style", "form", "base", "link", "meta"];

/// Attributes that hold an address.
const ADDRESSES: [&str; 7] = ["href", "src", "srcset", "poster", "data", "action", "xlink:href"];

/// Those of them that load something by themselves.
const LOADS: [&str; 4] = ["src", "srcset", "poster", "data"];

/// Judges HTML as it stands in a chapter. `at` makes a place of bytes in it.
pub fn judge(raw: &Raw, at: &dyn Fn(&Range<usize>) -> Span, diags: &mut Diags) {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // What stands inside a script or a style is no tag.
    emitter.naively_switch_states(true);
    let place = |part: Range<usize>| at(&raw.place(&part));
    for token in Tokenizer::new_with_emitter(raw.html.as_str(), emitter) {
        match token {
            Ok(Token::StartTag(tag)) => {
                let Part { start, end } = tag.span;
                judge_tag(&tag, place(start..end), diags);
            }
            Ok(Token::Error(error)) if error.value == Error::EofInTag => {
                let start = raw.html.rfind('<').unwrap_or(0);
                let finding =
                    Diagnostic::new(NOT_CLOSED, place(start..raw.html.trim_end().len()), "this tag does not end");
                diags.push(finding.help("write `>` at its end"));
            }
            Ok(Token::Error(error)) if error.value == Error::EofInComment => {
                let start = raw.html.rfind("<!--").unwrap_or(0);
                let finding = Diagnostic::new(NOT_CLOSED, place(start..start + 4), "this remark does not end");
                diags.push(finding.help("write `-->` at its end"));
            }
            _ => {}
        }
    }
}

fn judge_tag(tag: &StartTag<usize>, place: Span, diags: &mut Diags) {
    let name = String::from_utf8_lossy(&tag.name);
    let attributes = || {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        tag.attributes.iter().map(move |(name, value)| (text(name), text(value)))
    };
    if attributes().any(|(_, value)| is_script(&value)) {
        diags.push(
            Diagnostic::new(ACTIVE_HTML, place, "a link that runs a script is blocked by the page's own policy")
                .help("link to a page instead"),
        );
    }
    if ACTIVE.contains(&&*name) {
        diags.push(
            Diagnostic::new(ACTIVE_HTML, place, format!("`<{name}>` does not work in a workbook's page"))
                .help("remove it; styles and scripts belong to a theme"),
        );
        return;
    }
    if attributes().any(|(name, _)| name == "style" || name.starts_with("on")) {
        diags.push(
            Diagnostic::new(ACTIVE_HTML, place, "styles and scripts inside a tag are blocked by the page's own policy")
                .help("remove the `style` or `on...` attribute"),
        );
    }
    let addresses: Vec<(String, String)> = attributes()
        .filter(|(name, _)| ADDRESSES.contains(&name.as_str()))
        .flat_map(|(name, value)| addresses(&name, &value).into_iter().map(move |address| (name.clone(), address)))
        .collect();
    if let Some((_, path)) = addresses.iter().find(|(_, address)| is_path(address)) {
        let message = format!("`{path}` stands in an HTML tag, where it would lead nowhere");
        let help = format!("write a link `[its words]({path})` or a picture `![its words]({path})`");
        diags.push(Diagnostic::new(HTML_PATH, place, message).help(help));
    }
    let web = |address: &str| starts(address, &["http:", "https:", "//"]);
    if addresses.iter().any(|(name, address)| LOADS.contains(&name.as_str()) && web(address)) {
        diags.push(
            Diagnostic::new(ELSEWHERE, place, "this loads something from another site")
                .help("put the file beside the chapter and name it by its path"),
        );
    }
}

/// The addresses in an attribute; `srcset` has several, each with a width or a density behind a blank.
fn addresses(name: &str, value: &str) -> Vec<String> {
    if name != "srcset" {
        return vec![value.trim().to_owned()];
    }
    let (mut out, mut rest) = (Vec::new(), value);
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let (address, after) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        if address.is_empty() {
            return out;
        }
        out.push(address.trim_end_matches(',').to_owned());
        rest = if address.ends_with(',') { after } else { after.split_once(',').map_or("", |(_, next)| next) };
    }
}

fn starts(address: &str, with: &[&str]) -> bool {
    let lower = address.to_ascii_lowercase();
    with.iter().any(|start| lower.starts_with(start))
}

/// Whether an address would stand in the page as it was typed and lead nowhere.
fn is_path(address: &str) -> bool {
    let leads_out = ["http:", "https:", "mailto:", "tel:", "sms:", "//", "data:"];
    !address.is_empty() && !starts(address, &leads_out) && !is_script(address)
}

/// Whether an address runs a script; browsers pass over blanks in it.
fn is_script(address: &str) -> bool {
    let bare: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(11).collect();
    bare.eq_ignore_ascii_case("javascript:")
}
