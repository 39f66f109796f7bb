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

/// What is said of a book whose theme has these files.
fn said(files: &[(&str, &str)]) -> String {
    let files: Vec<(String, &str)> = files.iter().map(|(path, text)| (format!("themes/mine/{path}"), *text)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    shown(&crate::support::checked(&[&[SETTINGS], files.as_slice()].concat()))
}

#[test]
fn words_of_a_theme_are_laid_over_those_that_are_there() {
    let own = [SETTINGS, ("themes/mine/i18n/en.yaml", "mine: My pages\n")];
    let prepared = crate::support::checked(&own);
    assert_eq!(shown(&prepared), "");
    let page = &site_of(prepared, None)["index.html"];
    assert!(page.contains("My pages") && page.contains("Exercises"), "{page}");
}

#[test]
fn a_slip_in_the_words_of_a_theme_is_told() {
    for (text, wanted) in [
        ("exercises: Tasks\nexercises: Sheets\n", "SB0102 themes/mine/i18n/en.yaml:2:1 `exercises` stands twice"),
        ("exercizes: Tasks\n", "SB1013 themes/mine/i18n/en.yaml:1:1 nothing says `exercizes`"),
        ("- a\n", "SB1004 themes/mine/i18n/en.yaml:1:1 `i18n/en.yaml` holds no strings"),
    ] {
        let said = said(&[("i18n/en.yaml", text)]);
        assert!(said.starts_with(wanted) && said.lines().count() == 1, "{text}: {said}");
    }
    // What its own templates and scripts say, and forms that another language has.
    let files = [
        ("i18n/en.yaml", "our_words: Ours\nour_days_one: A day\nour_days_other: Days\n"),
        ("i18n/pl.yaml", "every_days_few: Co {n} dni\n"),
        ("templates/foot.html", "{{ t.our_words }} {{ t.our_days_one }} {{ t.our_days_other }}\n"),
    ];
    assert_eq!(said(&files), "");
}

#[test]
fn a_file_that_changes_nothing_is_told_with_the_name_that_was_meant() {
    for (path, wanted) in [
        ("templates/chaptr.html", "did you mean `themes/mine/templates/chapter.html`?"),
        ("kinds/slider/feild.html", "did you mean `themes/mine/kinds/slider/field.html`?"),
        ("i18n/de.yml", "rename it to `themes/mine/i18n/de.yaml`"),
        ("them.toml", "did you mean `themes/mine/theme.toml`?"),
        ("css/foot.html", "did you mean `themes/mine/templates/foot.html`?"),
        ("js/lib/riverside.js", "name it in a template or script"),
    ] {
        let said = said(&[(path, "")]);
        assert!(said.starts_with("SB1014 ") && said.contains(wanted) && said.lines().count() == 1, "{path}: {said}");
    }
    let files = [
        ("templates/foot.html", "{% include \"templates/ours.html\" %}\n"),
        ("templates/ours.html", "<p>Ours</p>\n"),
        ("templates/art/leaf.html", ""),
        ("css/riverside.css", ""),
        ("README.md", "Ours.\n"),
        ("i18n/de.yaml", "contents: Inhalt\n"),
    ];
    assert_eq!(said(&files), "");
}

#[test]
fn a_themes_settings_are_read_as_toml() {
    for fine in ["contract = 1  # remark\n", "name = \"mine\"\n'contract' = 1\nversion = \"2\"\n"] {
        assert_eq!(said(&[("theme.toml", fine)]), "", "{fine}");
    }
    for (text, wanted) in [
        ("kontract = 2\n", "SB0110 themes/mine/theme.toml:1:1 unknown key `kontract`"),
        ("name = \"mine\"\n", "SB1005 themes/mine/theme.toml:1:1 this theme does not say"),
        ("contract = 2\n", "SB1005 themes/mine/theme.toml:1:12 this theme was made for another version"),
        ("contract: 1\n", "SB0120 themes/mine/theme.toml:1:11 this line cannot be read"),
        ("nam = \"mine\"\ncontract = 1\n", "SB0110 themes/mine/theme.toml:1:1 unknown key `nam`"),
    ] {
        let said = said(&[("theme.toml", text)]);
        assert!(said.starts_with(wanted) && said.lines().count() == 1, "{text}: {said}");
    }
}
