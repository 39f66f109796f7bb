//! HTML that an author writes into a chapter.

use crate::diag::{Diagnostic, Diags, Span};

crate::codes! {
    ACTIVE_HTML Error "SB0420" "HTML that a workbook's pages do not run"
        "Pages have a strict policy: no scripts, frames, forms, styles or handlers in the text. What a page needs beyond Markdown belongs to a theme."
    ELSEWHERE Error "SB0421" "something is loaded from another site"
        "Nothing a reader does here may be seen by anybody else, so pages load nothing from other sites. Copy the picture or file into `content/` and name it by its path. Links are fine."
    HTML_PATH Error "SB0422" "a path inside HTML"
        "A chapter stands on its own page and in the whole book, files get names by what is in them, and `.md` becomes `.html`; so the tool writes every path anew. It does that for Markdown and not inside HTML tags, where a path would lead nowhere. Web, mail and phone addresses are fine."
}

/// Judges a piece of HTML as it stands in a chapter.
pub fn judge(html: &str, span: Span, diags: &mut Diags) {
    let lower = html.to_ascii_lowercase();
    let active = ["<script", "<iframe", "<object", "<embed", "<style", "<form", "<base", "<link", "<meta"];
    if lower.contains("javascript:") {
        diags.push(
            Diagnostic::new(ACTIVE_HTML, span, "a link that runs a script is blocked by the page's own policy")
                .help("link to a page instead"),
        );
    }
    if let Some(tag) = active.iter().find(|t| lower.contains(**t)) {
        diags.push(
            Diagnostic::new(ACTIVE_HTML, span, format!("`{tag}>` does not work in a workbook's page"))
                .help("remove it; styles and scripts belong to a theme"),
        );
    }
    let handlers = lower
        .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/' | '<'))
        .any(|w| w.starts_with("style=") || (w.starts_with("on") && w.contains('=') && w.len() > 4));
    if handlers {
        diags.push(
            Diagnostic::new(ACTIVE_HTML, span, "styles and scripts inside a tag are blocked by the page's own policy")
                .help("remove the `style` or `on...` attribute"),
        );
    }
    if let Some(path) = html_path(html) {
        let message = format!("`{path}` stands in an HTML tag, where it would lead nowhere");
        let help = format!("write a link `[its words]({path})` or a picture `![its words]({path})`");
        diags.push(Diagnostic::new(HTML_PATH, span, message).help(help));
    }
    let outside = ["src=\"http", "src='http", "src=http", "src=\"//", "srcset=\"http", "poster=\"http", "data=\"http"];
    let close = lower.replace([' ', '\n', '\t'], "");
    let refused = active.iter().any(|t| lower.contains(*t));
    if !refused && outside.iter().any(|w| close.contains(w))
        || (!refused && close.contains("srcset=") && close.contains("http"))
    {
        diags.push(
            Diagnostic::new(ELSEWHERE, span, "this loads something from another site")
                .help("put the file beside the chapter and name it by its path"),
        );
    }
}

/// A path in a tag, which would stand in the page as it was typed and lead nowhere.
fn html_path(html: &str) -> Option<&str> {
    let lower = html.to_ascii_lowercase();
    let leads_out = ["http:", "https:", "mailto:", "tel:", "sms:", "//", "javascript:", "data:"];
    let attributes = ["href=", "src=", "srcset=", "poster=", "data="];
    attributes.iter().flat_map(|attribute| lower.match_indices(attribute)).find_map(|(at, attribute)| {
        lower.get(..at)?.ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).then_some(())?;
        let value = html.get(at + attribute.len()..)?.trim_start_matches(['"', '\'']);
        let value = value.split(['"', '\'', '>', ' ', '\n']).next()?;
        let fine = leads_out.iter().any(|start| value.to_ascii_lowercase().starts_with(start));
        (!fine && !value.is_empty()).then_some(value)
    })
}
