//! Every kind against every duty that can be held against the code of today.
//!
//! Not covered, since they belong to later work or to the browser: the filled print, plain-text export, keyboard paths
//! (tests/browser), translation and trends.

use std::collections::{BTreeMap, BTreeSet};

use stepbook::kinds::{EXERCISES, FIELDS, Kinds};
use stepbook::model::Answer;
use stepbook::schema;

use crate::support::{checked, shown, site_of};

const FEELINGS: (&str, &str) =
    ("content/words/feelings.yaml", "groups:\n  calm: {label: Calm, words: {settled: Settled, warm: Warm}}\n");
const GUARD: (&str, &str) = (
    "content/exercises/fear-check.yaml",
    "format: 1\nid: fear-check\nkind: worksheet\ntitle: Before you start\nfields:\n  - {id: alone, type: note, text: Read this alone.}\n",
);
const HELP: (&str, &str) = (
    "content/helplines/gb.yaml",
    "country: Britain\ncode: GB\nchecked: 2026-01-01\nlines:\n  - {name: Line, phone: \"1\", sources: [{title: A, url: https://a.example}, {title: B, url: https://b.example}]}\n",
);

/// Each kind of field with its smallest example, beside `id`, `type` and, where the kind has one, `label`.
const FIELD_EXAMPLES: &[(&str, &str)] = &[
    ("text", ""),
    ("long_text", "print: {lines: 3}"),
    ("number", "min: 0, max: 20"),
    ("choice", "choices: {quiet: Quiet, rest: Rest}, other: true"),
    ("choices", "choices: {quiet: Quiet, rest: Rest}, max: 1"),
    ("scale", "steps: {low: Low, high: High}"),
    ("grid", "scale: {low: Low, high: High}, rows: {slow: My breathing is slow}"),
    ("slider", "min: 0, max: 10, ends: [Stirred up, Settled]"),
    ("rank", "items: {walk: A walk, nap: A nap}"),
    ("sort", "buckets: {good: Good moment, wait: Wait}, items: {walking: On a walk, phone: On the phone}"),
    ("frame", "text: \"I like {warm} on {day}.\", blanks: {warm: {}, day: {type: date}}"),
    ("table", "columns: [{id: said, label: What I said}]"),
    ("date", ""),
    ("time", ""),
    ("datetime", ""),
    ("duration", ""),
    ("checklist", "items: {walk: A walk, nap: A nap}"),
    ("agree", "statement: We can both change our minds"),
    ("sign", "by: [me, partner]"),
    ("feelings", "max: 3"),
    ("body", "max: 3"),
    ("breathe", "in: 4, out: 6, rounds: 6"),
    ("recall", "of: other-sheet#earlier"),
    ("note", "text: Take your time."),
];

const EXERCISE_EXAMPLES: &[(&str, &str)] = &[
    ("worksheet", "fields: [{id: a, type: text, label: A word for it}]"),
    (
        "check",
        "fields: [{id: a, type: slider, label: A word for it}]\nscores:\n  - {id: s, sum: a, bands: [{id: low, upto: 10, title: Any, says: Rest a little.}]}",
    ),
    ("example", "people: {ana: Ana}\nturns: [{id: a, who: ana, says: A word for it}]"),
    (
        "practice",
        "people: {you: You}\nstart: door\nscenes:\n  door: {lines: [{who: you, says: A word for it}], picks: [{id: a, says: Go on, go: home}]}\n  home: {end: true, says: Well done.}",
    ),
    (
        "checkin",
        "every: {weeks: 1, day: sun, at: \"18:00\"}\nfields: [{id: a, type: slider, label: A word for it}]\nplots: [{id: p, type: lines, of: [a]}]\nreminder: {title: Pause, private: true}",
    ),
    (
        "pair",
        "guard: fear-check\nfields: [{id: a, type: text, label: A word for it, share: ask}]\nagreement:\n  fields: [{id: b, type: date, label: On}]\n  calendar: {at: b, title: Look again}",
    ),
    ("cards", "groups: {warm: Warm}\ncards: [{id: a, says: A word for it, group: warm}]"),
];

const QUIET: &[&str] = &["note", "recall", "breathe"];
const LABEL: &str = "How it is for you today";

fn labelled(kind: &str) -> bool {
    FIELDS.iter().find(|k| k.name() == kind).unwrap().labelled()
}

fn field_book(kind: &str, rest: &str) -> String {
    let label = if labelled(kind) { format!(", label: {LABEL}") } else { String::new() };
    let rest = if rest.is_empty() { String::new() } else { format!(", {rest}") };
    // A note says its text and nothing else.
    let hint = if kind == "note" { "" } else { ", hint: A little help" };
    format!(
        "format: 1\nid: one\nkind: worksheet\ntitle: One sheet\nfields:\n  - {{id: it, type: {kind}{label}{hint}{rest}}}\n"
    )
}

const OTHER: (&str, &str) = (
    "content/exercises/other-sheet.yaml",
    "format: 1\nid: other-sheet\nkind: worksheet\ntitle: Other\nfields: [{id: earlier, type: text, label: What you wrote}]\n",
);

fn field_files(text: &str) -> Vec<(&str, &str)> {
    vec![("content/exercises/one.yaml", text), FEELINGS, OTHER]
}

/// A start tag, read by the letter.
#[derive(Debug)]
struct Tag {
    name: String,
    attrs: BTreeMap<String, String>,
    at: usize,
}

impl Tag {
    fn attr(&self, name: &str) -> Option<&str> {
        self.attrs.get(name).map(String::as_str)
    }
}

/// Start tags of a page; panics on a doubled attribute or a tag that does not close.
fn tags(html: &str) -> Vec<Tag> {
    let mut out = Vec::new();
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(next) = html[at..].find('<').map(|n| at + n) {
        at = next + 1;
        if html[next..].starts_with("<!--") {
            at = next + html[next..].find("-->").expect("a comment that does not close");
            continue;
        }
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let end = html[at..].find(|c: char| c.is_whitespace() || c == '>' || c == '/').map(|n| at + n).unwrap();
        let mut tag = Tag { name: html[at..end].to_ascii_lowercase(), attrs: BTreeMap::new(), at: next };
        at = end;
        loop {
            at += html[at..].len() - html[at..].trim_start_matches(|c: char| c.is_whitespace() || c == '/').len();
            if html[at..].starts_with('>') {
                break;
            }
            let end = html[at..]
                .find(|c: char| c.is_whitespace() || c == '=' || c == '>' || c == '/')
                .map(|n| at + n)
                .expect("a tag that does not close");
            let name = html[at..end].to_ascii_lowercase();
            assert!(!name.is_empty(), "{}", &html[next..(next + 80).min(html.len())]);
            at = end;
            let mut value = String::new();
            if html[at..].starts_with("=\"") {
                let close = html[at + 2..].find('"').expect("an attribute that does not close") + at + 2;
                value = html[at + 2..close].to_owned();
                at = close + 1;
            } else if html[at..].starts_with('=') {
                let end = html[at..].find(|c: char| c.is_whitespace() || c == '>').unwrap() + at;
                value = html[at + 1..end].to_owned();
                at = end;
            }
            assert!(tag.attrs.insert(name.clone(), value).is_none(), "`{name}` stands twice in a <{}>", tag.name);
        }
        out.push(tag);
    }
    out
}

/// What is wrong with a page whatever stands on it.
fn faults(html: &str) -> Vec<String> {
    let tags = tags(html);
    let mut out = Vec::new();
    let mut ids = BTreeSet::new();
    for tag in &tags {
        if let Some(id) = tag.attr("id") {
            if id.is_empty() || id.contains(char::is_whitespace) {
                out.push(format!("the id {id:?} is none"));
            }
            if !ids.insert(id) {
                out.push(format!("the id {id:?} stands twice"));
            }
        }
        if let Some(name) = tag.attrs.keys().find(|k| *k == "style" || k.starts_with("on")) {
            out.push(format!("<{} {name}>", tag.name));
        }
        if tag.name == "style" || (tag.name == "script" && tag.attr("src").is_none()) {
            out.push(format!("an inline <{}>", tag.name));
        }
    }
    for tag in &tags {
        for key in ["for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list"] {
            for id in tag.attr(key).unwrap_or("").split_whitespace().filter(|id| !ids.contains(id)) {
                out.push(format!("<{} {key}={id:?}> points to nothing", tag.name));
            }
        }
        if let Some(id) =
            tag.attr("href").and_then(|h| h.strip_prefix('#')).filter(|id| !id.is_empty() && !ids.contains(id))
        {
            out.push(format!("<{} href=\"#{id}\"> leads nowhere", tag.name));
        }
    }
    out
}

fn is_control(tag: &Tag) -> bool {
    matches!(tag.name.as_str(), "textarea" | "select") || (tag.name == "input" && tag.attr("type") != Some("hidden"))
}

/// Controls without a name that can be read out.
fn nameless(html: &str) -> Vec<String> {
    let tags = tags(html);
    let named_for: BTreeSet<&str> = tags.iter().filter(|t| t.name == "label").filter_map(|t| t.attr("for")).collect();
    let named = |tag: &Tag| {
        let own = tag.attr("aria-label").is_some_and(|l| !l.trim().is_empty()) || tag.attr("aria-labelledby").is_some();
        let by = tag.attr("id").is_some_and(|id| named_for.contains(id));
        let before = &html[..tag.at];
        let inside =
            before.rfind("<label").is_some_and(|open| before.rfind("</label").is_none_or(|close| close < open));
        own || by || inside
    };
    tags.iter().filter(|t| is_control(t) && !named(t)).map(|t| format!("{t:?}")).collect()
}

fn text(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn main_part(html: &str) -> &str {
    let start = html.find("<main").expect("no <main>");
    &html[start..html.find("</main>").expect("no </main>")]
}

#[test]
fn every_kind_has_an_example_here() {
    let mine: Vec<&str> = FIELD_EXAMPLES.iter().map(|(k, _)| *k).collect();
    assert_eq!(FIELDS.iter().map(|k| k.name()).collect::<Vec<_>>(), mine);
    let mine: Vec<&str> = EXERCISE_EXAMPLES.iter().map(|(k, _)| *k).collect();
    assert_eq!(EXERCISES.iter().map(|k| k.name()).collect::<Vec<_>>(), mine);
}

/// The example that stands beside the template of a kind, which the guide and `stepbook explain` show, and `new` copies.
fn beside_its_template(theme: &str, kind: &str) -> String {
    let path = crate::support::root().join(theme).join("kinds").join(kind).join("example.yaml");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_example_beside_each_kind_of_field_works_and_is_the_guides() {
    let guide = std::fs::read_to_string(crate::support::root().join("docs/guide/fields.md")).unwrap();
    let words = (
        "content/words/feelings.yaml",
        "groups:\n  calm: {label: Calm, words: {settled: Settled}}\n  stirred: {label: Stirred, words: {cross: Cross}}\n",
    );
    let earlier = (
        "content/exercises/breathing-space.yaml",
        "format: 1\nid: breathing-space\nkind: worksheet\ntitle: B\nfields: [{id: noticed, type: text, label: What you noticed}]\n",
    );
    for kind in FIELDS.iter().map(|k| k.name()) {
        let example = beside_its_template("themes/paper", kind);
        assert!(guide.contains(&format!("```yaml\n{example}```")), "the guide has another example of `{kind}`");
        assert_eq!(stepbook::kind(kind).unwrap().2, example);
        let sheet = format!("format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n{example}");
        let prepared = checked(&[("content/exercises/one.yaml", &sheet), words, earlier]);
        assert_eq!(shown(&prepared), "", "{kind}");
        let html = &site_of(prepared, None)["sheets/one.html"];
        assert!(html.contains(&format!("data-kind=\"{kind}\"")), "{kind}");
        assert_eq!(faults(html), Vec::<String>::new(), "{kind}");
    }
}

#[test]
fn the_example_beside_each_kind_of_exercise_works() {
    for kind in EXERCISES.iter().map(|k| k.name()) {
        let example = beside_its_template("themes/paper", kind);
        assert_eq!(stepbook::kind(kind).unwrap().2, example);
        let id = example.lines().find_map(|l| l.strip_prefix("id: ")).unwrap().split_whitespace().next().unwrap();
        let path = format!("content/exercises/{id}.yaml");
        let before = ("content/exercises/before-we-share.yaml", GUARD.1.replace("fear-check", "before-we-share"));
        let said = shown(&checked(&[(&path, &example), FEELINGS, (before.0, &before.1), HELP]));
        assert_eq!(said, "", "{kind}");
    }
}

/// One that a theme declares is held to the same.
#[test]
fn the_example_of_a_declared_kind_is_rendered_too() {
    let theme = "tests/cases/theme-kind/book/themes/riverside";
    let at = |name: &str| {
        std::fs::read_to_string(crate::support::root().join(theme).join("kinds/stars").join(name)).unwrap()
    };
    let sheet =
        format!("format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n{}", beside_its_template(theme, "stars"));
    let (kind, field) = (at("kind.yaml"), at("field.html"));
    let prepared = checked(&[
        ("book.toml", "[book]\ntitle = \"T\"\n[site]\ntheme = \"riverside\"\n"),
        ("themes/riverside/kinds/stars/kind.yaml", &kind),
        ("themes/riverside/kinds/stars/field.html", &field),
        ("content/exercises/one.yaml", &sheet),
    ]);
    assert_eq!(shown(&prepared), "");
    assert!(site_of(prepared, None)["sheets/one.html"].contains("data-kind=\"stars\""));
}

#[test]
fn every_field_kind_is_read_without_findings() {
    let mut wrong = Vec::new();
    for (kind, rest) in FIELD_EXAMPLES {
        let said = shown(&checked(&field_files(&field_book(kind, rest))));
        if !said.is_empty() {
            wrong.push(format!("{kind}: {said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_field_kind_has_its_control_and_its_words() {
    let mut wrong = Vec::new();
    for (kind, rest) in FIELD_EXAMPLES {
        let files = field_book(kind, rest);
        let site = site_of(checked(&field_files(&files)), None);
        for path in ["sheets/one.html", "index.html"] {
            let html = &site[path];
            wrong.extend(faults(html).into_iter().map(|f| format!("{kind} on {path}: {f}")));
            let main = main_part(html);
            wrong.extend(nameless(main).into_iter().map(|f| format!("{kind} on {path}: no name for {f}")));
        }
        let main = main_part(&site["sheets/one.html"]);
        let words = text(main);
        if labelled(kind) && !words.contains(LABEL) {
            wrong.push(format!("{kind}: the label is not shown"));
        }
        if *kind != "note" && !words.contains("A little help") {
            wrong.push(format!("{kind}: the hint is not shown"));
        }
        let controls = tags(main).iter().filter(|t| is_control(t)).count();
        if QUIET.contains(kind) != (controls == 0) {
            wrong.push(format!("{kind}: {controls} controls"));
        }
        if !main.contains(&format!("data-kind=\"{kind}\"")) || !main.contains("data-field=\"it\"") {
            wrong.push(format!("{kind}: the element does not say what it is"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_field_kind_has_words_height_time_and_an_answer() {
    let mut wrong = Vec::new();
    for (kind, rest) in FIELD_EXAMPLES {
        let files = field_book(kind, rest);
        let prepared = checked(&field_files(&files));
        let (book, _) = prepared.book.expect(kind);
        let field = &book.exercise("one").unwrap().fields[0];
        let paper = field.spec.height() + field.ruled() as f32 * 8.0;
        if paper <= 0.0 || !paper.is_finite() {
            wrong.push(format!("{kind}: {paper} mm"));
        }
        if field.spec.minutes() <= 0.0 {
            wrong.push(format!("{kind}: takes no time"));
        }
        for choice in field.spec.choices() {
            if choice.label.trim().is_empty() {
                wrong.push(format!("{kind}: `{}` has no words", choice.id));
            }
            if *kind != "frame" && !field.spec.words().contains(&choice.label.as_str()) {
                wrong.push(format!("{kind}: `{}` is not among the words", choice.label));
            }
        }
        if QUIET.contains(kind) != (field.spec.answer() == Answer::Nothing) {
            wrong.push(format!("{kind}: answers {:?}", field.spec.answer()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn keys(schema: &serde_json::Value) -> BTreeSet<String> {
    schema["properties"].as_object().expect("no properties").keys().cloned().collect()
}

fn top_keys(yaml: &serde_yaml::Value) -> Vec<String> {
    yaml.as_mapping().unwrap().keys().map(|k| k.as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_kind_has_a_schema_that_knows_the_keys() {
    for (kind, rest) in FIELD_EXAMPLES {
        let schema = schema(&Kinds::default(), Some(kind)).unwrap();
        let yaml: serde_yaml::Value = serde_yaml::from_str(&field_book(kind, rest)).unwrap();
        let known = keys(&schema);
        for key in top_keys(&yaml["fields"][0]) {
            assert!(known.contains(&key), "{kind}: the schema does not know `{key}`");
        }
        assert_eq!(schema["properties"]["type"]["const"], *kind);
        assert_eq!(schema["additionalProperties"], false, "{kind}");
        for key in schema["required"].as_array().unwrap() {
            assert!(known.contains(key.as_str().unwrap()), "{kind}");
        }
    }
    for (kind, rest) in EXERCISE_EXAMPLES {
        let schema = schema(&Kinds::default(), Some(kind)).unwrap();
        let yaml: serde_yaml::Value = serde_yaml::from_str(&exercise_book(kind, rest)).unwrap();
        let known = keys(&schema);
        for key in top_keys(&yaml) {
            assert!(known.contains(&key), "{kind}: the schema does not know `{key}`");
        }
        assert_eq!(schema["properties"]["kind"]["const"], *kind);
    }
    let near = schema(&Kinds::default(), Some("slidder")).unwrap_err();
    assert!(near.contains("slider"), "{near}");
}

#[test]
fn every_reference_in_the_schema_has_its_definition() {
    fn references(value: &serde_json::Value, out: &mut BTreeSet<String>) {
        match value {
            serde_json::Value::Object(map) => {
                if let Some(name) = map.get("$ref").and_then(|v| v.as_str()) {
                    out.insert(name.strip_prefix("#/$defs/").expect("a reference elsewhere").to_owned());
                }
                map.values().for_each(|v| references(v, out));
            }
            serde_json::Value::Array(items) => items.iter().for_each(|v| references(v, out)),
            _ => {}
        }
    }
    let schema = schema(&Kinds::default(), None).unwrap();
    let mut names = BTreeSet::new();
    references(&schema, &mut names);
    assert_eq!(names.len(), FIELDS.len());
    assert!(names.iter().all(|n| schema["$defs"][n].is_object()));
    assert_eq!(schema["oneOf"].as_array().unwrap().len(), EXERCISES.len());
}

fn exercise_book(kind: &str, rest: &str) -> String {
    format!(
        "format: 1\nid: one\nkind: {kind}\ntitle: One sheet\nintro: Take your time.\noutro: That is all.\nhelper: For helpers.\n{rest}\n"
    )
}

#[test]
fn every_exercise_kind_is_read_shown_and_sound() {
    let mut wrong = Vec::new();
    for (kind, rest) in EXERCISE_EXAMPLES {
        let text_of = exercise_book(kind, rest);
        let mut files = vec![("content/exercises/one.yaml", text_of.as_str())];
        if *kind == "pair" {
            files.extend([GUARD, HELP]);
        }
        let prepared = checked(&files);
        let said = shown(&prepared);
        if !said.is_empty() {
            wrong.push(format!("{kind}: {said}"));
            continue;
        }
        {
            let (book, _) = prepared.book.as_ref().unwrap();
            let exercise = book.exercise("one").unwrap();
            assert!(exercise.height(book) > 26.0, "{kind}");
            assert!(exercise.takes() >= 1, "{kind}");
            assert!(exercise.spec.parts().iter().all(|c| !c.id.is_empty()), "{kind}");
        }
        let site = site_of(prepared, None);
        for path in ["sheets/one.html", "index.html", "print.html", "exercises.html"] {
            wrong.extend(faults(&site[path]).into_iter().map(|f| format!("{kind} on {path}: {f}")));
            wrong.extend(nameless(&site[path]).into_iter().map(|f| format!("{kind} on {path}: no name for {f}")));
        }
        let words = text(main_part(&site["sheets/one.html"]));
        for wanted in ["One sheet", "A word for it", "Take your time.", "That is all."] {
            if !words.contains(wanted) {
                wrong.push(format!("{kind}: {wanted:?} is not on the sheet"));
            }
        }
        if !text(&site["exercises.html"]).contains("One sheet") {
            wrong.push(format!("{kind}: not in the list of exercises"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_limits_of_a_number_stand_in_its_control_as_words() {
    for (limits, words) in [
        ("min: 2, max: 9", "From 2 to 9 is meant here."),
        ("max: 7", "From 0 to 7 is meant here."),
        ("step: 1", "From 0 to 1000 is meant here."),
    ] {
        let text = field_book("number", limits);
        let site = site_of(checked(&field_files(&text)), None);
        let controls = tags(&site["sheets/one.html"]);
        let control = controls.iter().find(|t| t.attr("type") == Some("number")).unwrap();
        let said = control.attr("data-limits");
        assert!(said.is_some_and(|said| said.starts_with(words)), "{limits}: {said:?}");
    }
}

#[test]
fn plain_words_are_set_as_in_print() {
    let book =
        field_book("frame", "text: \"I said \\\"{what}\\\" and didn't.\", blanks: {what: {label: my partner's words}}");
    let site = site_of(checked(&field_files(&book)), None);
    let words = text(main_part(&site["sheets/one.html"]));
    assert!(
        words.contains("I said “") && words.contains("” and didn’t.") && words.contains("partner’s words"),
        "{words}"
    );
}

#[test]
fn words_of_the_author_never_become_tags() {
    let nasty = "\"<b>&'</b> <script>x</script>\"";
    let fields = format!(
        "  - {{id: a, type: text, label: {nasty}, hint: {nasty}, placeholder: {nasty}}}\n  - {{id: b, type: choice, label: {nasty}, choices: {{x: {nasty}, z: {nasty}}}}}\n  - {{id: c, type: grid, label: {nasty}, scale: {{x: {nasty}, z: Z}}, rows: {{r: {nasty}}}}}\n  - {{id: d, type: table, label: {nasty}, columns: [{{id: s, label: {nasty}}}]}}\n  - {{id: e, type: slider, label: {nasty}, ends: [{nasty}, {nasty}]}}\n  - {{id: f, type: agree, statement: {nasty}}}\n  - {{id: g, type: frame, label: {nasty}, text: {nasty}, blanks: {{}}}}\n  - {{id: h, type: number, label: {nasty}, unit: {nasty}}}\n"
    );
    let sheet = format!("format: 1\nid: one\nkind: worksheet\ntitle: {nasty}\nprint: {{pages: 2}}\nfields:\n{fields}");
    let cards = format!(
        "format: 1\nid: two\nkind: cards\ntitle: {nasty}\ngroups: {{g: {nasty}}}\ncards: [{{id: a, says: {nasty}, hint: {nasty}, group: g}}]\n"
    );
    let toml = "[book]\ntitle = '<script>x</script>\"&'\nsubtitle = '<script>x</script>\"&'\ndescription = '\"><script>x</script>'\nauthors = ['<script>x</script>']\n";
    let site = site_of(
        checked(&[("book.toml", toml), ("content/exercises/one.yaml", &sheet), ("content/exercises/two.yaml", &cards)]),
        Some("https://example.org/"),
    );
    for (path, html) in site.iter().filter(|(p, _)| p.ends_with(".html")) {
        assert!(!html.contains("<script>x"), "{path} runs the author's words");
        assert_eq!(faults(html), Vec::<String>::new(), "{path}");
    }
}
