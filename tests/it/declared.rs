//! Kinds of fields that a theme declares: everything that a built-in kind can do, without a line of Rust.

use serde_json::json;
use stepbook::check::lock::Lock;
use stepbook::kinds::Kinds;
use stepbook::load;
use stepbook::model::Answer;
use stepbook::schema;

use crate::support::{book, checked, shown, site_of};

const TOML: (&str, &str) = ("book.toml", "[book]\ntitle = \"T\"\n[site]\ntheme = \"mine\"\n");
const KIND: &str = "themes/mine/kinds/mood/kind.yaml";
const FIELD: (&str, &str) = (
    "themes/mine/kinds/mood/field.html",
    "{% <group> %}<pre>{% for key, value in k %}{{ key }}={{ value }};\n{% endfor %}</pre><input type=\"text\" id=\"{{ f.html_id }}--x\" aria-label=\"x\">{% </group> %}\n",
);

/// Every type a parameter can have, and an answer made of one of them.
const MOOD: &str = "about: How it is.
answer: {type: choices, of: moods}
params:
  - {name: moods, type: choices, required: true, about: what can be picked}
  - {name: note, type: text}
  - {name: says, type: markdown}
  - {name: least, type: number, min: 1, max: 9, default: 2}
  - {name: many, type: bool}
  - {name: since, type: date}
  - {name: at, type: time}
  - {name: lasts, type: duration}
  - {name: ends, type: texts}
  - {name: look, type: one_of, words: [round, flat], default: flat}
label: false
height: 40
minutes: 3
";

fn sheet(fields: &str) -> String {
    format!("format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n{fields}")
}

fn files<'f>(kind: &'f str, sheet: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![TOML, (KIND, kind), FIELD, ("content/exercises/one.yaml", sheet)]
}

/// What is said of a field of a kind.
fn said(kind: &str, fields: &str) -> String {
    shown(&checked(&files(kind, &sheet(fields))))
}

#[test]
fn every_type_of_parameter_reaches_the_template() {
    let sheet = sheet(
        "  - {id: a, type: mood, moods: {glad: Glad, low: {label: Low, points: 2}}, note: N, says: \"*S* [w](exercise:one)\", least: 3, many: true, since: 2026-01-02, at: \"18:00\", lasts: 1h30m, ends: [L, H], look: round}\n",
    );
    let prepared = checked(&files(MOOD, &sheet));
    assert_eq!(shown(&prepared), "");
    {
        let (book, _) = prepared.book.as_ref().unwrap();
        let field = &book.exercise("one").unwrap().fields[0];
        assert_eq!(field.spec.answer(), Answer::Many);
        assert_eq!(field.spec.points(), Some((0.0, 2.0)));
        assert_eq!(field.spec.height(), 40.0);
        assert_eq!(field.spec.minutes(), 3.0);
        let words = field.spec.words();
        assert!(["Glad", "Low", "N", "L", "H"].iter().all(|w| words.contains(w)), "{words:?}");
        assert_eq!(field.spec.choices().iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["glad", "low"]);
    }
    let html = &site_of(prepared, None)["sheets/one.html"];
    for line in
        ["note=N", "least=3", "many=true", "since=2026-01-02", "at=18:00", "lasts=90", "look=round", "points&quot;: 2"]
    {
        assert!(html.contains(line), "{line}: {html}");
    }
    assert!(html.contains("ends=[&quot;L&quot;, &quot;H&quot;]"), "{html}");
    assert!(html.contains("html_id&quot;: &quot;one--a--low&quot;"), "{html}");
    assert!(html.contains("says_html=&lt;p&gt;&lt;em&gt;S&lt;/em&gt;") && html.contains("sheets/one.html"), "{html}");
}

#[test]
fn what_is_left_out_is_the_default_or_null() {
    let sheet = sheet("  - {id: a, type: mood, moods: {glad: Glad}}\n");
    let prepared = checked(&files(MOOD, &sheet));
    assert_eq!(shown(&prepared), "");
    let html = &site_of(prepared, None)["sheets/one.html"];
    for (name, value) in [("least", "2"), ("look", "flat"), ("note", ""), ("many", "")] {
        assert!(html.contains(&format!("{name}={value};\n")), "{name}: {html}");
    }
}

/// The lines of one mistake in a field or a condition, and what is said of it.
#[test]
fn fields_are_read_as_those_of_a_built_in_kind() {
    let good = "moods: {glad: Glad, low: Low}";
    for (rest, code, words) in [
        (format!("{good}, nte: N"), "SB0110", "did you mean `note`?"),
        ("note: N".to_owned(), "SB0111", "needs `moods`"),
        (format!("{good}, least: 12"), "SB0114", "from 1 to 9"),
        (format!("{good}, look: rund"), "SB0113", "did you mean `round`?"),
        (format!("{good}, since: soon"), "SB0117", "2026-05-02"),
        (format!("{good}, many: 3"), "SB0112", "`true` or `false`"),
        ("moods: {Glad: G}".to_owned(), "SB0201", "`glad`"),
    ] {
        let said = said(MOOD, &format!("  - {{id: a, type: mood, {rest}}}\n"));
        assert!(said.starts_with(code) && said.contains(words) && said.lines().count() == 1, "{rest}: {said}");
    }
    let unknown = said(MOOD, "  - {id: a, type: moood, moods: {a: A}}\n");
    assert!(unknown.contains("did you mean `mood`?"), "{unknown}");
}

#[test]
fn conditions_know_what_is_answered() {
    let field = "  - {id: a, type: mood, moods: {glad: Glad, low: Low}}\n";
    let condition = |kind: &str, field: &str, condition: &str| {
        said(kind, &format!("{field}  - {{id: b, type: text, label: B, show_if: \"{condition}\"}}\n"))
    };
    assert_eq!(condition(MOOD, field, "has(a, low)"), "");
    assert_eq!(condition(MOOD, field, "answered(a)"), "");
    assert!(condition(MOOD, field, "has(a, lov)").contains("did you mean `low`?"));
    assert!(condition(MOOD, field, "a == low").contains("has(a, low)"));
    let of = |answer: &str| {
        format!(
            "about: A.\nanswer: {answer}\nparams: [{{name: most, type: number, default: 5}}, {{name: moods, type: choices, default: {{glad: Glad, low: Low}}}}]\n"
        )
    };
    let field = "  - {id: a, type: mood, label: A}\n";
    for (answer, holds, code) in [
        ("{type: number, min: 1, max: most}", "a < 3", ""),
        ("{type: number, min: 1, max: most}", "a > 5", "SB0614"),
        ("number", "a > 500", ""),
        ("choice", "a == low", ""),
        ("choice", "a == lov", "SB0612"),
        ("text", "answered(a)", ""),
        ("text", "a < 3", "SB0611"),
        ("date", "answered(a)", ""),
        ("time", "answered(a)", ""),
        ("none", "answered(a)", "SB0611"),
    ] {
        let said = condition(&of(answer), field, holds);
        assert!(if code.is_empty() { said.is_empty() } else { said.starts_with(code) }, "{answer}, {holds}: {said}");
    }
    // A field's own bound counts, not the default.
    let wide =
        condition(&of("{type: number, min: 1, max: most}"), "  - {id: a, type: mood, label: A, most: 9}\n", "a > 5");
    assert_eq!(wide, "");
}

#[test]
fn the_schema_knows_the_kinds_of_the_theme() {
    let sheet = sheet("  - {id: a, type: mood, moods: {glad: Glad}}\n");
    let kinds = load::kinds(&book(&files(MOOD, &sheet)));
    let one = schema(&kinds, Some("mood")).unwrap();
    assert_eq!(one["properties"]["type"]["const"], "mood");
    assert_eq!(one["properties"]["look"]["enum"], json!(["round", "flat"]));
    assert_eq!(one["properties"]["least"]["maximum"], 9.0);
    assert!(one["required"].as_array().unwrap().contains(&json!("moods")));
    let all = schema(&kinds, None).unwrap();
    assert!(all["$defs"]["mood"].is_object());
    assert!(all.to_string().contains("#/$defs/mood"));
    assert!(schema(&Kinds::default(), Some("mood")).is_err());
}

#[test]
fn the_lock_keeps_kind_and_choices() {
    let sheet = sheet("  - {id: a, type: mood, moods: {glad: Glad, low: Low}}\n");
    let prepared = checked(&files(MOOD, &sheet));
    let text = Lock::of(&prepared.book.unwrap().0, None).text();
    assert!(text.contains("kind: mood") && text.contains("- glad\n") && text.contains("- low\n"), "{text}");
}

#[test]
fn mistakes_in_a_kind_are_told_once_and_not_again_at_its_fields() {
    for (kind, code, words) in [
        ("about: A.\nanswer: nubmer\n", "SB0113", "did you mean `number`?"),
        ("about: A.\n", "SB0111", "needs `answer`"),
        ("abuot: A.\nanswer: none\n", "SB0110", "did you mean `about`?"),
        ("about: A.\nanswer: none\nparams: [{name: x, type: txet}]\n", "SB0113", "did you mean `text`?"),
        ("about: A.\nanswer: none\nparams: [{name: My Name, type: text}]\n", "SB0201", "`my_name`"),
        ("about: A.\nanswer: none\nparams: [{name: hint, type: text}]\n", "SB0212", "another name"),
        ("about: A.\nanswer: none\nparams: [{name: x, type: text}, {name: x, type: text}]\n", "SB0212", "this kind"),
        ("about: A.\nanswer: none\nparams: [{name: x, type: text, min: 3}]\n", "SB0212", "type: number"),
        ("about: A.\nanswer: none\nparams: [{name: x, type: one_of}]\n", "SB0212", "words: [first, second]"),
        ("about: A.\nanswer: none\nparams: [{name: x, type: number, max: 3, default: 5}]\n", "SB0114", "to 3"),
        ("about: A.\nanswer: {type: number, max: most}\n", "SB0205", "no parameter `most`"),
        (
            "about: A.\nanswer: {type: number, max: most}\nparams: [{name: most, type: number}]\n",
            "SB0212",
            "`required: true`",
        ),
        ("about: A.\nanswer: choice\n", "SB0212", "of: choices"),
        ("about: A.\nanswer: {type: text, of: x}\n", "SB0212", "remove it"),
        ("- a\n", "SB0112", "block of keys"),
        ("about: [\n", "SB0101", ""),
    ] {
        let said = said(kind, "  - {id: a, type: mood, label: A, anything: B}\n");
        assert!(said.starts_with(code) && said.contains(words) && said.lines().count() == 1, "{kind}: {said}");
        assert!(said.contains(KIND), "{said}");
    }
}

#[test]
fn the_example_has_to_work() {
    let sheet = sheet("  - {id: a, type: mood, moods: {glad: Glad}}\n");
    let mut files = files(MOOD, &sheet);
    files.push(("themes/mine/kinds/mood/example.yaml", "- {id: a, type: mood, mods: {glad: Glad}}\n"));
    let said = shown(&checked(&files));
    assert!(said.starts_with("SB0110 themes/mine/kinds/mood/example.yaml:1:"), "{said}");
    assert!(said.contains("did you mean `moods`?"), "{said}");
}

#[test]
fn scripts_and_styles_of_a_kind_are_part_of_the_theme() {
    let sheet = sheet("  - {id: a, type: mood, moods: {glad: Glad}}\n");
    let mut files = files(MOOD, &sheet);
    files.push(("themes/mine/kinds/mood/mood.css", "@layer components { .mood { color: red; } }\n"));
    files.push(("themes/mine/kinds/mood/mood.js", "customElements.define('sb-mood', class extends HTMLElement {});\n"));
    let (_, theme) = checked(&files).book.unwrap();
    assert!(theme.css.contains(".mood { color: red; }"));
    let script = theme.scripts.iter().find(|s| s.name == "kind-mood").unwrap();
    assert!(script.text.contains("sb-mood"));
}

/// Beside its kinds a theme is what it was: the fields of a pair's agreement can be of them too.
#[test]
fn an_agreement_can_use_them() {
    let pair = "format: 1\nid: one\nkind: pair\ntitle: One\nguard: fear-check\nfields:\n  - {id: a, type: mood, moods: {glad: Glad}, share: ask, compare: overlap}\nagreement:\n  fields:\n    - {id: b, type: mood, moods: {low: Low}}\n";
    let guard = "format: 1\nid: fear-check\nkind: worksheet\ntitle: Before\nfields:\n  - {id: alone, type: note, text: Read this alone.}\n";
    let mut files = files(MOOD, pair);
    files.push(("content/exercises/fear-check.yaml", guard));
    let said = shown(&checked(&files));
    assert!(!said.lines().any(|l| !l.starts_with("SB08")), "{said}");
}
