//! How Markdown becomes HTML: CommonMark where we rely on it, and what this book adds.

use std::cell::RefCell;

use stepbook::markdown::{Context, inline, outline, page, parse};

use crate::support::{checked, site_of};

/// A page with its anchors, that notes the levels it is told of.
struct Here {
    levels: RefCell<Vec<u8>>,
    anchors: Vec<String>,
}

impl Here {
    fn of(text: &str) -> Self {
        Self { levels: RefCell::default(), anchors: outline(text).headings.into_iter().map(|h| h.1).collect() }
    }
}

impl Context for Here {
    fn link(&self, dest: &str) -> Option<String> {
        dest.strip_suffix(".md").map(|d| format!("{d}.html"))
    }
    fn anchor(&self, nth: usize) -> Option<&str> {
        self.anchors.get(nth).map(String::as_str)
    }
    fn image(&self, dest: &str) -> (String, Option<(usize, usize)>) {
        (format!("assets/{dest}"), Some((2, 1)))
    }
    fn place(&self, words: &str) -> String {
        format!("<section>{words}</section>\n")
    }
    fn aside(&self, name: &str) -> String {
        name.to_uppercase()
    }
    fn prefix(&self) -> &str {
        "p-"
    }
    fn deeper(&self) -> u8 {
        1
    }
    fn heading(&self, level: u8) {
        self.levels.borrow_mut().push(level);
    }
}

#[track_caller]
fn made(text: &str, html: &str) {
    assert_eq!(page(&parse(text), &Here::of(text)).trim_end(), html, "{text:?}");
}

#[test]
fn paragraphs_emphasis_and_code() {
    made("a", "<p>a</p>");
    made("a\nb", "<p>a\nb</p>");
    made("a  \nb", "<p>a<br />\nb</p>");
    made("a\\\nb", "<p>a<br />\nb</p>");
    made("a\n\nb", "<p>a</p>\n<p>b</p>");
    made(
        "*a* _b_ **c** __d__ ***e***",
        "<p><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> <em><strong>e</strong></em></p>",
    );
    made("a*b*c a_b_c", "<p>a<em>b</em>c a_b_c</p>");
    made("* a *", "<ul>\n<li>a *</li>\n</ul>");
    made("\\*a\\*", "<p>*a*</p>");
    made("`a < b`", "<p><code>a &lt; b</code></p>");
    made("`` a`b ``", "<p><code>a`b</code></p>");
    made("~~a~~", "<p><del>a</del></p>");
    made("&amp; &copy; &#65; &nosuch;", "<p>&amp; © A &amp;nosuch;</p>");
    made("a < b > c & d", "<p>a &lt; b &gt; c &amp; d</p>");
}

#[test]
fn quotes_and_dashes_are_set_as_in_print() {
    made("\"a\" 'b' it's", "<p>“a” ‘b’ it’s</p>");
    made("a -- b --- c ...", "<p>a – b — c …</p>");
    made("`\"a\"`", "<p><code>\"a\"</code></p>");
}

#[test]
fn blocks() {
    made("    a\n", "<pre><code>a\n</code></pre>");
    made("```rust\na\n```", "<pre><code class=\"language-rust\">a\n</code></pre>");
    made("```\na", "<pre><code>a</code></pre>");
    made("~~~\n<b>\n~~~", "<pre><code>&lt;b&gt;\n</code></pre>");
    made("> a\nb", "<blockquote>\n<p>a\nb</p>\n</blockquote>");
    made("***", "<hr />");
    made("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>");
    made("- a\n\n- b", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>");
    made("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>");
    made("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>");
}

#[test]
fn links_and_pictures() {
    made("[a](b.md)", "<p><a href=\"b.html\">a</a></p>");
    made(
        "[a](<b c.md> \"t\")",
        "<p><a href=\"b c.html\" title=\"t\">a</a></p>".replace("b c.html", "b%20c.html").as_str(),
    );
    made("[a]\n\n[a]: b.md", "<p><a href=\"b.html\">a</a></p>");
    made("[A][b]\n\n[B]: c.md", "<p><a href=\"c.html\">A</a></p>");
    made("<https://a.example>", "<p><a href=\"https://a.example\">https://a.example</a></p>");
    made("[a]", "<p>[a]</p>");
    made("![a *b* \"c\"](d.png)", "<p><img src=\"assets/d.png\" alt=\"a b “c”\" width=\"2\" height=\"1\"></p>");
    made(
        "![a](b.png) ![c](d.png)",
        "<p><img src=\"assets/b.png\" alt=\"a\" width=\"2\" height=\"1\"> <img src=\"assets/d.png\" alt=\"c\" width=\"2\" height=\"1\" loading=\"lazy\" decoding=\"async\"></p>",
    );
}

#[test]
fn a_picture_keeps_its_title_and_all_its_words() {
    made(
        "![a](b.png \"c \\\"d\\\"\")",
        "<p><img src=\"assets/b.png\" alt=\"a\" title=\"c &quot;d&quot;\" width=\"2\" height=\"1\"></p>",
    );
    made(
        "![a *b ![c](d.png)* e](f.png) g",
        "<p><img src=\"assets/f.png\" alt=\"a b c e\" width=\"2\" height=\"1\"> g</p>",
    );
    made("![a [b](c.md)](d.png) e", "<p><img src=\"assets/d.png\" alt=\"a b\" width=\"2\" height=\"1\"> e</p>");
}

/// `<me@example.org>` is a mail address and no file of the book.
#[test]
fn a_mail_address_in_angle_brackets_is_left_alone() {
    made("<me@example.md>", "<p><a href=\"mailto:me@example.md\">me@example.md</a></p>");
    assert_eq!(outline("<me@example.md>").links[0].0, "mailto:me@example.md");
    assert_eq!(
        stepbook::markdown::block("<me@example.md>", &|_| Some("wrong".to_owned())),
        "<p><a href=\"mailto:me@example.md\">me@example.md</a></p>\n"
    );
    assert_eq!(stepbook::markdown::scan("<me@example.md>").links, ["mailto:me@example.md"]);
}

#[test]
fn headings_go_down_and_have_anchors() {
    made("# One *two*", "<h2 id=\"p-one-two\">One <em>two</em></h2>");
    made("a\n=", "<h2 id=\"p-a\">a</h2>");
    made("###### a", "<h6 id=\"p-a\">a</h6>");
    made("####### a", "<p>####### a</p>");
    made("#a", "<p>#a</p>");
    made("## a ##", "<h3 id=\"p-a\">a</h3>");
    made("# a {#own}", "<h2 id=\"p-own\">a</h2>");
    made("# a\n# a", "<h2 id=\"p-a\">a</h2>\n<h2 id=\"p-a-2\">a</h2>");
    made("# !", "<h2 id=\"p-section\">!</h2>");
    made("# Äpfel & Öl", "<h2 id=\"p-äpfel-öl\">Äpfel &amp; Öl</h2>");
    let here = Here::of("# a\n## b\n# c");
    let _ = page(&parse("# a\n## b\n# c"), &here);
    assert_eq!(*here.levels.borrow(), [1, 2, 1]);
}

/// Two headings `a` give `a` and `a-2`; a heading `a 2` must not take the second's place.
#[test]
fn anchors_are_never_doubled() {
    for text in ["# a\n# a\n# a 2", "# a 2\n# a\n# a", "# a {#a-2}\n# a\n# a", "# a {#x}\n# b {#x}\n# x 2"] {
        let mut anchors: Vec<String> = outline(text).headings.into_iter().map(|h| h.1).collect();
        let all = anchors.len();
        anchors.sort();
        anchors.dedup();
        assert_eq!(anchors.len(), all, "{text:?}: {anchors:?}");
    }
}

#[test]
fn the_outline_and_the_page_give_the_same_anchors() {
    for text in ["# a\n## a\n# b {#a}\n# `c` *d*", "# é\n# É\n# !\n# ?", "> # in\n\n- # item"] {
        let html = page(&parse(text), &Here::of(text));
        for (_, anchor, ..) in outline(text).headings {
            assert!(html.contains(&format!("id=\"p-{anchor}\"")), "{anchor} in {html}");
        }
    }
}

#[test]
fn tables_tasks_and_notes() {
    made(
        "a | b\n:-: | -:\n1 | 2",
        "<div class=\"table\"><table><thead><tr><th scope=\"col\" class=\"center\">a</th><th scope=\"col\" class=\"end\">b</th></tr></thead><tbody>\n<tr><td class=\"center\">1</td><td class=\"end\">2</td></tr>\n</tbody></table>\n</div>",
    );
    let html = page(&parse("- [x] a\n- [ ] b"), &Here::of(""));
    assert!(
        html.contains("aria-label=\"DONE\"") && html.contains("aria-label=\"OPEN\"") && !html.contains("<input"),
        "{html}"
    );
    let html = page(&parse("a[^n] b[^n]\n\n[^n]: c"), &Here::of(""));
    assert_eq!(html.matches("id=\"p-fnref--1\"").count(), 1, "{html}");
    assert_eq!(html.matches("href=\"#p-fn--1\"").count(), 2, "{html}");
    assert!(html.contains("id=\"p-fn--1\""), "{html}");
    made("a[^gone]", "<p>a[^gone]</p>");
}

/// Numbers are given in the order of the marks, whatever the notes are called and wherever they stand.
#[test]
fn notes_are_numbered_by_their_marks() {
    let text = "[^Note]: Before.\n\na[^*] b[^note] c[^\u{2020}]\n\n[^*]: A.\n\n[^\u{2020}]: C.\n";
    let html = page(&parse(text), &Here::of(""));
    for number in 1..=3 {
        assert_eq!(html.matches(&format!("id=\"p-fn--{number}\"")).count(), 1, "{html}");
        assert_eq!(html.matches(&format!("id=\"p-fnref--{number}\"")).count(), 1, "{html}");
        assert_eq!(html.matches(&format!("href=\"#p-fnref--{number}\">{number}</a>")).count(), 1, "{html}");
    }
    assert!(html.find(">2</a>\n<p>Before.").is_some(), "{html}");
    let html = page(&parse("a[^1]\n\n[^1]: b\n\n[^1]: c\n\n[^2]: d\n"), &Here::of(""));
    assert_eq!(html.matches("id=\"p-fn--1\"").count(), 1, "{html}");
    assert!(html.contains("<p>c</p>") && html.contains("<p>d</p>") && !html.contains("--2"), "{html}");
}

#[test]
fn placements_and_asides() {
    made("a\n\n{{exercise x}}\n\nb", "<p>a</p>\n<section>exercise x</section>\n<p>b</p>");
    made("a {{exercise x}}", "<p>a {{exercise x}}</p>");
    made("`{{exercise x}}`", "<p><code>{{exercise x}}</code></p>");
    made("    {{exercise x}}\n", "<pre><code>{{exercise x}}\n</code></pre>");
    made(
        "> [!TIP]\n> a",
        "<aside class=\"admonition tip\" role=\"note\"><p class=\"admonition-title\">TIP</p>\n<p>a</p>\n</aside>",
    );
    made(
        "> [!note]\n>\n> a",
        "<aside class=\"admonition note\" role=\"note\"><p class=\"admonition-title\">NOTE</p>\n<p>a</p>\n</aside>",
    );
    made("> [!TIP]", "<aside class=\"admonition tip\" role=\"note\"><p class=\"admonition-title\">TIP</p>\n</aside>");
    made("> [!TIP] a", "<blockquote>\n<p>[!TIP] a</p>\n</blockquote>");
    made("> a\n> [!TIP]", "<blockquote>\n<p>a\n[!TIP]</p>\n</blockquote>");
}

#[test]
fn inline_keeps_to_one_line_and_shows_tags() {
    for (text, html) in [
        ("a", "a"),
        ("*a* **b** `c`", "<em>a</em> <strong>b</strong> <code>c</code>"),
        ("<b>a</b>", "&lt;b&gt;a&lt;/b&gt;"),
        ("a & b", "a &amp; b"),
        ("[a](b)", "a"),
        ("*a*\nb", "<em>a</em> b"),
        ("1. a", "1. a"),
        ("# a", "# a"),
        ("- a", "- a"),
        ("> a", "> a"),
        ("+ a", "+ a"),
        (" a ", " a "),
        ("it's", "it’s"),
    ] {
        let found = inline(text);
        if text.starts_with(['1', '#', '-', '>', '+']) {
            // Signs of a block may go; the words may not.
            assert!(
                found.contains('a') && !found.contains("<li") && !found.contains("<h1") && !found.contains("<p"),
                "{text:?}: {found:?}"
            );
        } else {
            assert_eq!(found, html, "{text:?}");
        }
    }
    assert!(!inline("<script>x</script>").contains("<script"));
    assert!(!inline("a\n\n<script>x</script>").contains("<script"));
}

#[test]
fn block_makes_paragraphs() {
    assert_eq!(block("a\n\n*b*"), "<p>a</p>\n<p><em>b</em></p>\n");
}

/// Exercises' own words are no place for tags that a page's policy forbids.
#[test]
fn block_runs_nothing() {
    assert!(!block("<script>x</script>").contains("<script"), "{}", block("<script>x</script>"));
}

/// A heading that became the title is not said twice; another one is never lost.
#[test]
fn a_first_heading_that_is_not_the_title_stays() {
    for (chapter, heading) in [
        ("# Listening\n\nA.\n", false),
        ("---\ntitle: Listening\n---\n# Listening\n\nA.\n", false),
        ("---\ntitle: It's \"here\"\n---\n# It's \"here\"\n\nA.\n", false),
        ("<!-- Ask Jo. -->\n\n# Listening\n\nA.\n", false),
        ("A line before.\n\n# Listening\n\nA.\n", false),
        ("## First\n\n# Listening\n\nA.\n", false),
        ("---\ntitle: Listening\n---\n# At night\n\nA.\n", true),
    ] {
        let site = site_of(checked(&[("content/01-listening.md", chapter)]), None);
        let html = &site["listening.html"];
        let prose = html.split_once("<div class=\"prose\">").unwrap().1;
        assert_eq!(prose.contains("</h1>"), heading, "{chapter:?}");
    }
}

fn block(text: &str) -> String {
    stepbook::markdown::block(text, &|_| None)
}
