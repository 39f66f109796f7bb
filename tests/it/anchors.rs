//! Places in pages: every anchor is there once, and every link that leads to one finds it.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{checked, shown, site_of};

/// The values of an attribute in a page.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let start = format!(" {attribute}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// What is wrong with the places of a site.
fn lost(site: &BTreeMap<String, String>) -> Vec<String> {
    let pages: BTreeMap<&str, &str> = site
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, html)| (path.as_str(), html.as_str()))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(path, html)| (*path, values(html, "id").into_iter().collect())).collect();
    let mut wrong = Vec::new();
    for (path, html) in &pages {
        let mut seen = BTreeSet::new();
        wrong.extend(
            values(html, "id").iter().filter(|id| !seen.insert(**id)).map(|id| format!("{path}: `{id}` twice")),
        );
        for link in values(html, "href") {
            let Some((to, anchor)) = link.split_once('#').filter(|(to, _)| !to.contains(':')) else { continue };
            // The page for printing sheets reads what follows by itself.
            if to.ends_with("packet.html") {
                continue;
            }
            let page = if to.is_empty() { (*path).to_owned() } else { stepbook::model::address::beside(path, to) };
            if ids.get(page.as_str()).is_none_or(|ids| !ids.contains(anchor)) {
                wrong.push(format!("{path}: `{link}` leads nowhere"));
            }
        }
        for name in ["for", "aria-describedby", "aria-labelledby"] {
            let named = values(html, name).into_iter().flat_map(str::split_whitespace);
            wrong.extend(named.filter(|id| !seen.contains(id)).map(|id| format!("{path}: {name} `{id}` is not there")));
        }
    }
    wrong
}

#[test]
fn every_place_is_there_once_and_found() {
    let page = |title: &str, rest: &str| format!("# {title}\n\n## Main words\n\n{rest}");
    let links = "[1](../start-here.md) [2](../start-here.md#title) [3](here.md#main-words) [4](#title) [5](#title-2)\n\n## Title\n";
    let files = [
        ("content/index.md", page("Welcome", "")),
        ("content/start-here.md", page("Title", "[Here](start/here.md)\n")),
        ("content/start/index.md", page("Part", "")),
        ("content/start/here.md", page("Title", links)),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let prepared = checked(&files);
    assert_eq!(shown(&prepared), "");
    let site = site_of(prepared, None);
    assert_eq!(lost(&site), [""; 0]);
    let here = &site["start/here.html"];
    assert!(here.contains("<a href=\"../start-here.html\">2</a>"), "the title needs no anchor: {here}");
    assert!(
        here.contains("<a href=\"../start/here.html\">4</a>") && here.contains("<a href=\"#title-2\">5</a>"),
        "{here}"
    );
    assert!(here.contains("<h2 id=\"title-2\">"), "{here}");
    assert!(site["print.html"].contains("<a href=\"#p.start-here\">1</a>"), "{}", site["print.html"]);
}
