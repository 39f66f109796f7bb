//! Files of a theme: fonts and pictures, and what a book asks of it.

use stepbook::source::Sources;

use crate::support::{PNG, book, options, shown, site_of};

const SETTINGS: (&str, &str) = ("book.toml", "[book]\ntitle = \"T\"\n[site]\ntheme = \"mine\"\n");

fn prepared(mut sources: Sources, files: &[&'static str]) -> stepbook::Prepared {
    for path in files {
        sources.embed(*path, PNG);
    }
    stepbook::prepare_sources(sources, stepbook::diag::Diags::new(), &options())
}

#[test]
fn a_style_shows_the_files_of_its_theme() {
    let css = "@layer tokens { @font-face { font-family: Own; src: url(\"../fonts/own.woff2\") format(\"woff2\"); }\n/* url(nowhere.png) */\na { background: url('../img/leaf.svg#one'), url(data:image/png;base64,AA==); mask: url(#own) } }\n";
    let kind = "@layer kinds { b { background: url(dot.png) } }\n";
    let sources = book(&[SETTINGS, ("themes/mine/css/tokens.css", css), ("themes/mine/kinds/slider/slider.css", kind)]);
    let files = [
        "themes/mine/fonts/own.woff2",
        "themes/mine/img/leaf.svg",
        "themes/mine/kinds/slider/dot.png",
        "themes/mine/img/unused.png",
    ];
    let prepared = prepared(sources, &files);
    assert_eq!(shown(&prepared), "");
    let site = site_of(prepared, None);
    let style = site.iter().find(|(path, _)| path.ends_with(".css")).unwrap().1;
    for (start, end) in [("own-", ".woff2"), ("leaf-", ".svg"), ("dot-", ".png"), ("unused-", ".png")] {
        let path = site.keys().find(|p| p.starts_with(&format!("assets/{start}")) && p.ends_with(end));
        let path = path.unwrap_or_else(|| panic!("{start}: {:?}", site.keys()));
        // Beside the style, so that the same site works at a root, below a path, and from disk.
        let name = path.strip_prefix("assets/").unwrap();
        assert_eq!(style.contains(&format!("url({name}")), start != "unused-", "{name}: {style}");
    }
    assert!(
        style.contains(".svg#one)") && style.contains("url(data:image/png") && style.contains("url(#own)"),
        "{style}"
    );
}

#[test]
fn a_template_names_them_by_their_path() {
    let template = "<img src=\"{{ site.root }}{{ files[\"img/leaf.svg\"] }}\" alt=\"\">\n";
    let sources = book(&[SETTINGS, ("themes/mine/templates/foot.html", template)]);
    let site = site_of(prepared(sources, &["themes/mine/img/leaf.svg"]), None);
    assert!(site["index.html"].contains("<img src=\"assets/leaf-"), "{}", site["index.html"]);
}

#[test]
fn what_is_not_there_is_told_with_the_name_that_is() {
    let sources = book(&[
        SETTINGS,
        ("themes/mine/css/components/x.css", "@layer components { a { background: url(../../img/leef.svg) } }\n"),
    ]);
    let said = shown(&prepared(sources, &["themes/mine/img/leaf.svg"]));
    assert!(
        said.starts_with("SB1012 themes/mine/css/components/x.css:1:37")
            && said.contains("did you mean `../../img/leaf.svg`?"),
        "{said}"
    );
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn a_link_to_a_file_keeps_the_place_in_it() {
    let chapter = "---\ntitle: A\n---\n\n[page 3](a.png#page=3), [all](a.png)\n\n![A leaf](a.png#leaf)\n";
    let sources = book(&[("content/01-a.md", chapter)]);
    let site = site_of(prepared(sources, &["content/a.png"]), None);
    let name = site.keys().find(|p| p.starts_with("assets/a-")).unwrap();
    let page = &site["a.html"];
    for wanted in [format!("href=\"{name}#page=3\""), format!("href=\"{name}\""), format!("src=\"{name}#leaf\"")] {
        assert!(page.contains(&wanted), "{wanted}: {page}");
    }
}
