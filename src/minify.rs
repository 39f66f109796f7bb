//! Smaller pages that say the same: for the author's own HTML, since a theme's templates are tightened when they are loaded.
//!
//! Without the feature `minify` the text comes back as it was, so that work on the tool and its tests
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

/// A part of a page that closes every element it opens.
#[must_use]
pub fn fragment(html: String) -> String {
    shrink(html)
}

/// A classic script: shorter names, and no comments. What is no script stays as it is; the theme's tests say what is wrong.
#[must_use]
pub fn script(text: String) -> String {
    shrink_script(text)
}

#[cfg(feature = "minify")]
fn shrink_script(text: String) -> String {
    let allocator = oxc_allocator::Allocator::default();
    let parsed = oxc_parser::Parser::new(&allocator, &text, oxc_span::SourceType::cjs()).parse();
    if !parsed.errors.is_empty() {
        return text;
    }
    let mut program = parsed.program;
    // The safest rules only: nothing is left out because it seems to have no effect.
    let options = oxc_minifier::MinifierOptions {
        mangle: Some(oxc_minifier::MangleOptions::default()),
        compress: Some(oxc_minifier::CompressOptions::safest()),
    };
    let names = oxc_minifier::Minifier::new(options).minify(&allocator, &mut program);
    let code = oxc_codegen::Codegen::new()
        .with_options(oxc_codegen::CodegenOptions::minify())
        .with_scoping(names.scoping)
        .with_private_member_mappings(names.class_private_mappings)
        .build(&program)
        .code;
    code + "\n"
}

#[cfg(not(feature = "minify"))]
fn shrink_script(text: String) -> String {
    text
}

#[cfg(feature = "minify")]
fn shrink(html: String) -> String {
    let guarded = spaces::guard(&html);
    let small = minify_html::minify(guarded.as_deref().unwrap_or(&html).as_bytes(), &CFG);
    // Text in, text out; were the minifier ever to break a character, the page as it was is still right.
    match String::from_utf8(small) {
        Ok(small) if guarded.is_some() => spaces::release(small),
        Ok(small) => small,
        Err(_) => html,
    }
}

#[cfg(not(feature = "minify"))]
fn shrink(html: String) -> String {
    html
}

/// Keeps the space between two elements that stand in a line of text.
///
/// The minifier drops it wherever the two are not inside a `p`, `li` or the like: `<div><b>one</b> <i>two</i></div>` would
/// read "onetwo". It has no setting for that. So the first character of such a space is exchanged beforehand for one that
/// is no space to it, and back again afterwards. Whatever is taken for such a space by mistake comes back as it was.
#[cfg(feature = "minify")]
mod spaces {
    /// Stand-ins; Unicode has promised never to make these characters, and HTML forbids them.
    const GUARDS: [(&str, char); 4] = [(" ", '\u{fdd0}'), ("\n", '\u{fdd1}'), ("\t", '\u{fdd2}'), ("\r", '\u{fdd3}')];

    /// Elements that stand in a line of text, besides those of the theme's own making.
    const INLINE: [&str; 39] = [
        "a", "abbr", "audio", "b", "bdi", "bdo", "button", "cite", "code", "data", "del", "dfn", "em", "i", "img",
        "input", "ins", "kbd", "label", "mark", "math", "meter", "output", "picture", "progress", "q", "s", "samp",
        "select", "small", "span", "strong", "sub", "sup", "svg", "textarea", "time", "u", "var",
    ];
    /// Of these, the ones without an end tag.
    const VOID: [&str; 2] = ["img", "input"];

    /// The page with its spaces guarded; none when there is nothing to guard, or a stand-in is taken.
    pub(super) fn guard(html: &str) -> Option<String> {
        let mut guarded = String::new();
        let mut done = 0;
        for (end, _) in html.match_indices('>') {
            let after = html.get(end + 1..)?;
            let Some((_, guard)) = GUARDS.iter().find(|(space, _)| after.starts_with(*space)) else {
                continue;
            };
            let opens = after.trim_ascii_start().strip_prefix('<').is_some_and(|next| is_inline(name(next)));
            if opens && ends_inline(html.get(..end)?) {
                guarded.push_str(html.get(done..=end)?);
                guarded.push(*guard);
                done = end + 2;
            }
        }
        if guarded.is_empty() || GUARDS.iter().any(|(_, guard)| html.contains(*guard)) {
            return None;
        }
        guarded.push_str(html.get(done..)?);
        Some(guarded)
    }

    /// Takes the guards away.
    pub(super) fn release(html: String) -> String {
        // One by one: looking for a single character is so much faster that four walks cost less than one for all.
        GUARDS.iter().fold(
            html,
            |html, (space, guard)| {
                if html.contains(*guard) { html.replace(*guard, space) } else { html }
            },
        )
    }

    /// Whether the tag that these characters end with is the last of an element in a line of text.
    fn ends_inline(html: &str) -> bool {
        let tag = html.rfind('<').and_then(|start| html.get(start + 1..)).unwrap_or_default();
        match tag.strip_prefix('/') {
            Some(end) => is_inline(name(end)),
            None => VOID.contains(&name(tag)),
        }
    }

    fn name(tag: &str) -> &str {
        tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default()
    }

    fn is_inline(name: &str) -> bool {
        INLINE.binary_search(&name).is_ok()
            || (name.contains('-') && name.starts_with(|c: char| c.is_ascii_lowercase()))
    }
}

#[cfg(all(test, feature = "minify"))]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'self'; connect-src 'none'">
  <title>A &amp; B</title>
  <!-- a comment -->
  <style>.a > .b { color : red }</style>
</head>
<body class="page  wide">
  <h1>Slow   down</h1>
  <p>Some <em>emphasis</em> <strong>and more</strong>, a <code>x  y</code> and a <a href="a.html?b=1&amp;c=2" title="it's &quot;so&quot;">link</a> here.
     Next line&nbsp;kept &copy; &lt;b&gt; &amp;lt; 3 &gt; 2.</p>
  <pre>
  two
    four
</pre>
  <form>
    <label for="n">Name</label> <input type="text" id="n" name="name" value="a  b">
    <input type="text" name="empty" value="">
    <input type="checkbox" name="c" value="yes" checked> <label>Yes</label>
    <input type="radio" name="r" value="1" required> <input type="radio" name="r" value="2">
    <input type="hidden" name="h" value=" spaced ">
    <input type="range" min="0" max="10" step="1" value="5" name="g">
    <select name="s"><option value="">None</option><option value="x" selected>Ex</option><optgroup label="More"><option>y z</option></optgroup></select>
    <textarea name="t">
 first
  second </textarea>
    <button type="submit" disabled>Go</button>
  </form>
  <ul><li>one</li><li>two</li></ul>
  <table><thead><tr><th>h</th></tr></thead><tbody><tr><td>d</td></tr></tbody></table>
  <script type="application/json">{"a":  "</p>"}</script>
  <script src="app.js" defer></script>
</body>
</html>
"#;

    /// Every start tag as a name with its attributes, sorted, with quotes and escapes undone; written for what the minifier
    /// does to markup and for no other HTML.
    fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
        let mut found = Vec::new();
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            rest = &rest[at + 1..];
            if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            rest = &rest[name.len()..];
            let mut attributes = Vec::new();
            loop {
                rest = rest.trim_start();
                if let Some(after) = rest.strip_prefix('>') {
                    rest = after;
                    break;
                }
                let key: String = rest.chars().take_while(|c| !c.is_whitespace() && !"=>".contains(*c)).collect();
                rest = &rest[key.len()..];
                let mut value = String::new();
                if let Some(after) = rest.strip_prefix('=') {
                    let quote = after.chars().next().filter(|c| "\"'".contains(*c));
                    let (from, end) = match quote {
                        Some(quote) => (&after[1..], after[1..].find(quote).unwrap()),
                        None => (after, after.find(|c: char| c.is_whitespace() || c == '>').unwrap()),
                    };
                    value = unescape(&from[..end]);
                    rest = &from[end + usize::from(quote.is_some())..];
                }
                attributes.push((key, value));
            }
            attributes.sort();
            let verbatim = ["script", "style"].contains(&name.as_str());
            if verbatim {
                rest = &rest[rest.find(&format!("</{name}")).unwrap()..];
            }
            found.push((name, attributes));
        }
        found
    }

    fn unescape(text: &str) -> String {
        [
            ("&quot;", "\""),
            ("&#34;", "\""),
            ("&#39;", "'"),
            ("&lt;", "<"),
            ("&LT;", "<"),
            ("&gt;", ">"),
            ("&nbsp;", "\u{a0}"),
            ("&copy;", "©"),
            ("&amp;", "&"),
        ]
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    }

    /// The text between tags; runs of spaces count as one, and those beside a tag as none.
    fn text(html: &str) -> Vec<String> {
        let mut html = html.to_owned();
        while let Some(at) = html.find("<!--") {
            let end = at + html[at..].find("-->").unwrap() + 3;
            html.replace_range(at..end, "");
        }
        html.split('<')
            .filter_map(|part| part.split_once('>'))
            .map(|(_, text)| unescape(&text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")))
            .filter(|text| !text.is_empty())
            .collect()
    }

    #[test]
    fn a_page_says_the_same_in_fewer_bytes() {
        let small = fragment(PAGE.to_owned());
        assert!(small.len() < PAGE.len());
        assert_eq!(text(&small), text(PAGE));
        let mut before = tags(PAGE);
        // The one value that goes: the spaces in a list of classes.
        before
            .iter_mut()
            .flat_map(|(_, a)| a)
            .filter(|(key, _)| key == "class")
            .for_each(|(_, v)| *v = "page wide".into());
        // An empty value of a text field is what no value is, and a button submits by itself.
        let defaults = |tags: Vec<(String, Vec<(String, String)>)>| -> Vec<_> {
            tags.into_iter()
                .map(|(name, mut a)| {
                    a.retain(|(key, value)| {
                        !(name == "input" && key == "value" && value.is_empty()
                            || name == "button" && value == "submit")
                    });
                    (name, a)
                })
                .collect()
        };
        assert_eq!(defaults(tags(&small)), defaults(before));
    }

    #[test]
    fn it_stays_valid() {
        let small = fragment(PAGE.to_owned());
        assert!(small.starts_with("<!doctype html>"), "{small}");
        for kept in [
            "<html lang=en>",
            "<head>",
            "</head>",
            "</body>",
            "</html>",
            "</p>",
            "</li>",
            "</td>",
            "</option>",
            "type=text",
            "connect-src 'none'\"",
        ] {
            assert!(small.contains(kept), "{kept} in {small}");
        }
        assert!(!small.contains("<!--"));
        // No `a="b"c="d"`, which browsers read and the standard forbids.
        assert!(!small.contains(r#""so&quot;"h"#));
    }

    #[test]
    fn what_is_read_as_written_stays_as_written() {
        let small = fragment(PAGE.to_owned());
        for kept in [
            "  two\n    four\n",
            " first\n  second </textarea>",
            "> <strong>",
            r#"{"a":  "</p>"}"#,
            ".a > .b { color : red }",
            "value=\" spaced \"",
            "value=\"a  b\"",
        ] {
            assert!(small.contains(kept), "{kept} in {small}");
        }
    }

    #[test]
    fn a_fragment_gains_no_frame() {
        let small = fragment("\n<section>\n  <h2>One</h2>\n  <p>a <b>b</b> c</p>\n</section>\n".to_owned());
        assert_eq!(small, "<section><h2>One</h2><p>a <b>b</b> c</p></section>");
        assert_eq!(fragment(String::new()), "");
    }

    #[test]
    fn neighbours_in_a_line_keep_their_distance() {
        for (html, expected) in [
            ("<div><b>one</b> <i>two</i></div>", "<div><b>one</b> <i>two</i></div>"),
            ("<nav>\n  <a href=a>1</a>\n  <a href=b>2</a>\n</nav>", "<nav><a href=a>1</a>\n <a href=b>2</a></nav>"),
            ("<x-a>1</x-a> <x-b>2</x-b>", "<x-a>1</x-a> <x-b>2</x-b>"),
            ("<div><input name=a> <label>x</label></div>", "<div><input name=a> <label>x</label></div>"),
            ("<div><p>1</p> <p>2</p></div>", "<div><p>1</p><p>2</p></div>"),
            ("<pre><b>1</b>\n\t <i>2</i></pre>", "<pre><b>1</b>\n\t <i>2</i></pre>"),
            ("<script>'<b></b>  <i></i>'</script>", "<script>'<b></b>  <i></i>'</script>"),
        ] {
            let small = fragment(html.to_owned());
            assert_eq!(small, expected);
        }
    }

    #[test]
    fn a_page_with_a_forbidden_character_keeps_it() {
        assert_eq!(fragment("<p>\u{fdd0} <b>x</b> <i>y</i></p>".into()), "<p>\u{fdd0} <b>x</b> <i>y</i></p>");
    }

    #[test]
    fn signs_keep_their_meaning() {
        assert_eq!(
            fragment("<p>1 &lt; 2 &lt;b&gt; &amp;lt; &amp;copy</p>".into()),
            "<p>1 &lt; 2 &lt;b> &amp;lt; &amp;copy</p>"
        );
        assert_eq!(
            fragment(r#"<a href="x?a=1&amp;copy=2" title="&amp;amp;">k</a>"#.into()),
            r#"<a href="x?a=1&copy=2" title=&amp;amp;>k</a>"#
        );
    }

    #[test]
    fn a_script_loses_its_comments_and_keeps_its_strings() {
        let text = "(()=>{\"use strict\";\n/** Says. @param {string} long */\nfunction say(long) { return long + `\n/** kept */ </script`; }\nclass A { #hidden = 1; get it() { return this.#hidden; } }\nglobalThis.said = [say(\"a\"), new A().it];\n})();\n";
        let small = script(text.to_owned());
        assert!(small.len() < text.len() && !small.contains("Says"), "{small}");
        assert!(small.contains("/** kept */") && !small.contains("long"), "{small}");
        assert_eq!(script("what is (no script".to_owned()), "what is (no script");
    }

    #[test]
    fn a_second_time_changes_nothing() {
        let once = fragment(PAGE.to_owned());
        assert_eq!(fragment(once.clone()), once);
    }
}
