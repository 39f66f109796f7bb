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

const HELPLINES: &str = "country: Britain\ncode: GB\nchecked: 2026-01-01\nlines:\n  - {name: Line, phone: \"1\", sources: [{title: A, url: https://a.example}, {title: B, url: https://b.example}]}\n";
const FIELDS: &str = "format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n  - {id: a, type: choice, label: A, hint: Take one., choices: {hint: Hint, label: Label}}\n  - {id: b, type: frame, label: B, hint: Fill in., text: \"I {hint}.\", blanks: {hint: {label: Hint}}}\n";
const TALK: &str = "format: 1\nid: talk\nkind: example\ntitle: Talk\npeople: {ana: Ana}\nturns:\n  - {id: first, who: ana, says: Hello, notes: [{at_word: Hello, says: A}, {says: B}], kinder: [{id: note1, says: C}, {id: note2, says: D}]}\n";

/// Headings in the words that the tool's own places are called by.
fn headings() -> String {
    let words = [
        "Main",
        "Contents",
        "Contents title",
        "Part contents",
        "Sheets here",
        "Help GB",
        "fn 1",
        "fnref 1",
        "X one",
        "X one title",
    ];
    words.iter().map(|words| format!("## {words}\n\nWords.\n\n")).collect()
}

#[test]
fn every_place_is_there_once_and_found() {
    let notes = "A[^b] and b.[^*]\n\n[^*]: One.\n\n[^B]: Two.\n\n";
    let page = |title: &str, rest: &str| format!("# {title}\n\n{}{notes}{{{{helplines}}}}\n\n{rest}", headings());
    let links =
        "[1](../start-here.md) [2](../start-here.md#title) [3](here.md#main-2) [4](#title) [5](#title-2)\n\n## Title\n";
    let files = [
        ("content/index.md", page("Welcome", "")),
        ("content/start-here.md", page("Title", "{{exercise one}}\n\n{{exercise talk}}\n\n[Here](start/here.md)\n")),
        ("content/start/index.md", page("Part", "")),
        ("content/start/here.md", page("Title", links)),
        ("content/exercises/one.yaml", FIELDS.to_owned()),
        ("content/exercises/talk.yaml", TALK.to_owned()),
        ("content/helplines/gb.yaml", HELPLINES.to_owned()),
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
