//! Scores: what paper says of their bands, and the sums that fractions come to.

use crate::support::{checked, shown, site_of};

/// A check of so many scales with these points, and bands up to these limits.
fn check(scales: usize, points: &[&str], limits: &[&str]) -> String {
    let steps: Vec<String> =
        points.iter().enumerate().map(|(n, p)| format!("s{n}: {{label: S, points: {p}}}")).collect();
    let fields: Vec<String> = (0..scales)
        .map(|n| format!("  - {{id: f{n}, type: scale, label: F, steps: {{{}}}}}\n", steps.join(", ")))
        .collect();
    let sum: Vec<String> = (0..scales).map(|n| format!("f{n}")).collect();
    let band = |(n, upto): (usize, &&str)| format!("{{id: b{n}, upto: {upto}, title: T, says: S}}");
    let bands: Vec<String> = limits.iter().enumerate().map(band).collect();
    format!(
        "format: 1\nid: one\nkind: check\ntitle: One\nprint: {{pages: 2}}\nfields:\n{}scores:\n  - {{id: s, sum: [{}], bands: [{}]}}\n",
        fields.concat(),
        sum.join(", "),
        bands.join(", ")
    )
}

/// The ranges in the table of its bands, and its total.
fn ranges(text: &str) -> (Vec<String>, String) {
    let prepared = checked(&[("content/exercises/one.yaml", text)]);
    assert_eq!(shown(&prepared), "", "{text}");
    let html = site_of(prepared, None)["sheets/one.html"].clone();
    let cell = |row: &str| row.split_once("scope=\"row\">").unwrap().1.split_once("</th>").unwrap().0.to_owned();
    (html.split("<tr data-band=").skip(1).map(cell).collect(), cell(html.split("<tfoot>").nth(1).unwrap()))
}

#[test]
fn bands_leave_no_room_between_them() {
    let whole = check(2, &["0", "1", "2"], &["1", "4"]);
    assert_eq!(ranges(&whole).0, ["0–1", "2–4"]);
    let halves = check(2, &["0", "0.5", "1.5"], &["1", "3"]);
    assert_eq!(ranges(&halves).0, ["0–1", "1–3"]);
    let between = check(2, &["0", "1", "2"], &["2.5", "4"]);
    assert_eq!(ranges(&between).0, ["0–2.5", "2.5–4"]);
    let slider = halves.replace("type: scale, label: F, steps: {s0: {label: S, points: 0}, s1: {label: S, points: 0.5}, s2: {label: S, points: 1.5}}", "type: slider, label: F, min: 0, max: 2, step: 0.5").replace("upto: 3", "upto: 4");
    assert_eq!(ranges(&slider).0, ["0–1", "1–4"]);
}

#[test]
fn sums_of_fractions_are_what_people_add_up() {
    let text = check(3, &["0", "1.1"], &["1.1", "4"]);
    let said = shown(&checked(&[("content/exercises/one.yaml", &text)]));
    assert!(said.contains("[write `upto: 3.3` in the last band]") && said.lines().count() == 1, "{said}");
    let (bands, total) = ranges(&text.replace("upto: 4", "upto: 3.3"));
    assert_eq!(bands, ["0–1.1", "1.1–3.3"]);
    assert!(total.contains("3.3") && !total.contains("3.30"), "{total}");
}
