//! Smaller pages that say the same.
//!
//! Without the feature `minify` both functions hand their text back as it came, so that work on the tool and its tests
//! need not build the minifier.

/// Only what keeps a page valid and its controls whole.
///
/// Closing tags, `html` and `head` stay: the preview and other tools look for them. `type="text"` stays: style sheets
/// select by it. Whatever the minifier itself calls non-compliant is off. Styles and scripts in a page are left alone;
/// there is next to none, and a minifier for them is one more place to go wrong.
#[cfg(feature = "minify")]
static CFG: minify_html::Cfg = minify_html::Cfg {
    allow_noncompliant_unquoted_attribute_values: false,
    allow_optimal_entities: false,
    allow_removing_spaces_between_attributes: false,
    keep_closing_tags: true,
    keep_comments: false,
    keep_html_and_head_opening_tags: true,
    keep_input_type_text_attr: true,
    keep_ssi_comments: false,
    minify_css: false,
    minify_doctype: false,
    minify_js: false,
    preserve_brace_template_syntax: false,
    preserve_chevron_percent_template_syntax: false,
    remove_bangs: false,
    remove_processing_instructions: false,
};

/// A whole page.
#[must_use]
pub fn page(html: String) -> String {
    shrink(html)
}

/// A part of a page that closes every element it opens.
#[must_use]
pub fn fragment(html: String) -> String {
    shrink(html)
}

#[cfg(feature = "minify")]
fn shrink(html: String) -> String {
    // Text in, text out; were the minifier ever to break a character, the page as it was is still right.
    String::from_utf8(minify_html::minify(html.as_bytes(), &CFG)).unwrap_or(html)
}

#[cfg(not(feature = "minify"))]
fn shrink(html: String) -> String {
    html
}
