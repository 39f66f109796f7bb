//! What people who do not program type by mistake, and what they are told: one finding, at the place where something has to be
//! changed, with what to type.

use crate::support::{checked, found, place, shown};

const HEAD: &str = "format: 1\nid: one\nkind: worksheet\ntitle: One\n";
const GUARD: (&str, &str) = (
    "content/exercises/fear-check.yaml",
    "format: 1\nid: fear-check\nkind: worksheet\ntitle: Before you start\nfields:\n  - {id: alone, type: note, text: Read this alone.}\n",
);

/// The findings of a book with these files, each as `code line:column message [help]`.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let prepared = checked(files);
    let line = |d: &stepbook::diag::Diagnostic| {
        let place = place(&prepared.sources, d.place.span);
        format!("{} {place} {} [{}]", d.code.id, d.message, d.help.as_deref().unwrap_or(""))
    };
    prepared.diags.iter().map(line).collect()
}

/// Asserts that an exercise of these lines gets one finding, at a line and column, with these words in it.
fn one(text: &str, at: &str, says: &[&str]) {
    let said = told(&[
        ("content/exercises/one.yaml", text),
        GUARD,
        ("content/index.md", "# W\n\n{{exercise one}}\n\n[Guard](exercise:fear-check)\n"),
    ]);
    assert_eq!(said.len(), 1, "{text}\n{said:#?}");
    for word in [format!(":{at} ")].iter().map(String::as_str).chain(says.iter().copied()) {
        assert!(said[0].contains(word), "{word:?} is missing in {}\n{text}", said[0]);
    }
}

/// The same of a worksheet with these fields, which begin in line 6.
fn field(fields: &str, at: &str, says: &[&str]) {
    one(&format!("{HEAD}fields:\n{fields}"), at, says);
}

#[test]
fn lines_that_are_not_in_line() {
    field(
        "  - id: worry\n  type: text\n  label: A\n",
        "7:1",
        &["`type` is not in line", "put 4 spaces before it", "under `id`"],
    );
    field(
        "  - id: worry\n    type: text\n     label: A\n",
        "8:1",
        &["`label` is not in line", "put 4 spaces", "under `type`"],
    );
    field("  - id: worry\n    type: text\n   label: A\n", "8:1", &["`label` is not in line", "put 4 spaces"]);
    field(
        "  - id: a\n    type: text\n    label: A\n   - id: b\n     type: text\n",
        "9:1",
        &["this hyphen", "put 2 spaces"],
    );
    field(
        "  - id: a\n    type: text\n    label: A\n    - id: b\n      type: text\n",
        "9:1",
        &["this hyphen", "put 2 spaces"],
    );
    one(
        "format: 1\nid: one\nkind: worksheet\n title: One\n",
        "4:1",
        &["`title` is not in line", "no space", "under `kind`"],
    );
    field("\t- id: worry\n\t  type: text\n\t  label: A\n", "6:1", &["indented with a tab", "spaces"]);
    field("  - id: worry\n\ttype: text\n    label: A\n", "7:1", &["indented with a tab", "spaces"]);
}

/// Where a whole block stands askew, what comes after it is told to join it: then the file is read.
#[test]
fn a_block_that_stands_askew() {
    let story = "format: 1\nid: one\nkind: practice\ntitle: One\npeople: {you: You}\nstart: door\nscenes:\n   door:\n    lines: [{who: you, says: Hi}]\n  home: {end: true, says: Bye.}\n";
    one(story, "10:1", &["`home` is not in line", "put 3 spaces", "under `door`"]);
    one("format: 1\nid: one   # a remark\n kind: worksheet\n", "3:1", &["`kind` is not in line", "no space"]);
}

#[test]
fn colons_and_hyphens_without_a_blank() {
    field(
        "  -{id: a, type: text, label: A}\n",
        "6:3",
        &["a blank is missing after the hyphen", "`- {id: a, type: text, label: A}`"],
    );
    field("  - {id a, type: text, label: A}\n", "6:6", &["a colon and a blank belong after `id`", "`id: a`"]);
    field("  - {id:a, type: text, label: A}\n", "6:6", &["a colon and a blank belong after `id`", "`id: a`"]);
    field(
        "  - id: a\n    type: choice\n    label: A\n    choices {b: B, c: C}\n",
        "9:5",
        &["a colon is missing after `choices`"],
    );
    one(
        "format: 1\nid: one\nkind: worksheet\ntitle: One\nprint {pages: 2}   # two\nfields:\n  - {id: a, type: text, label: A}\n",
        "5:1",
        &["a colon and a blank belong after `print`"],
    );
    field("  - id worry\n    type: text\n    label: A\n", "6:5", &["a colon is missing after `id`", "`id: worry`"]);
    field(
        "  - id: a\n    type: text\n    label What is it?\n",
        "8:5",
        &["colon is missing after `label`", "`label: What is it?`"],
    );
    field(
        "  - id:worry\n    type: text\n    label: A\n",
        "6:7",
        &["a blank is missing after the colon", "`id: worry`"],
    );
    field(
        "  - id: a\n    type: text\n    label:What is it?\n",
        "8:10",
        &["a blank is missing after the colon", "`label: What is it?`"],
    );
    field(
        "  -id: worry\n   type: text\n   label: A\n",
        "6:3",
        &["a blank is missing after the hyphen", "`- id: worry`"],
    );
    one(
        &format!("{HEAD}intro: Take your time.\nStop whenever you like.\n"),
        "6:1",
        &["this line has no key", "put `|`"],
    );
}

#[test]
fn texts_that_need_quotes() {
    field(
        "  - id: a\n    type: text\n    label: Think of it: what is it?\n",
        "8:23",
        &["a colon and a blank needs quotes", "`label: \"Think of it: what is it?\"`"],
    );
    field(
        "  - {id: a, type: text, label: Think: what is it?}\n",
        "6:37",
        &["a second colon", "`label: \"Think: what is it?\"`"],
    );
    field("  - {id: a type: text, label: A}\n", "6:16", &["a second colon", "a comma is missing"]);
    field("  - {id: a; type: text; label: A}\n", "6:17", &["`;` does not part keys", "`, `"]);
    one(
        "format: 1\nid: one\nkind: worksheet\ntitle: Part 1: One\n",
        "4:14",
        &["needs quotes", "`title: \"Part 1: One\"`"],
    );
    for first in ["%", "@", "*", "& ", "`", "? ", "- ", "| ", "> "] {
        let sign = first.trim();
        let text = format!("  - id: a\n    type: text\n    label: {first}what is it\n");
        field(
            &text,
            "8:12",
            &[&format!("begins with `{sign}` needs quotes"), &format!("`label: \"{first}what is it\"`")],
        );
    }
    field("  - id: a\n    type: text\n    label: &c and more\n", "8:12", &["begins with `&` needs quotes"]);
    field(
        "  - id: a\n    type: text\n    label: [Name], what is it?\n",
        "8:12",
        &["begins with `[`", "\"[Name], what is it?\""],
    );
    field(
        "  - id: a\n    type: text\n    label: {name}, what is it?\n",
        "8:12",
        &["begins with `{`", "\"{name}, what is it?\""],
    );
    field(
        "  - {id: a, type: text, label: Yesterday, today or tomorrow?}\n",
        "6:43",
        &["read as a key", "a comma ends a text inside braces"],
    );
}

#[test]
fn quotes_that_do_not_fit() {
    field(
        "  - id: a\n    type: text\n    label: \"What is it?\n",
        "8:12",
        &["opened here and not closed", "`label: \"What is it?\"`"],
    );
    field(
        "  - id: a\n    type: text\n    label: 'What is it?\n",
        "8:12",
        &["opened here and not closed", "`label: 'What is it?'`"],
    );
    field(
        "  - id: a\n    type: text\n    label: 'What's on your mind?'\n",
        "8:17",
        &["the quote ends here", "`label: \"What's on your mind?\"`"],
    );
    field(
        "  - id: a\n    type: text\n    label: \"What is \"enough\" here?\"\n",
        "8:21",
        &["the quote ends here", "`label: 'What is \"enough\" here?'`"],
    );
    field(
        "  - id: a\n    type: text\n    label: \"Enough\" is what?\n",
        "8:19",
        &["the quote ends here", "`label: '\"Enough\" is what?'`"],
    );
    field("  - id: a\n    type: text\n    label: \"C:\\docs\"\n", "8:15", &["a backslash", "two of them"]);
}

#[test]
fn braces_that_do_not_close() {
    field(
        "  - {id: a, type: text, label: What is it?\n  - {id: b, type: text, label: B}\n",
        "6:5",
        &["`{` is opened here", "add `}`"],
    );
    field("  - {id: a, type: text, label: Words, was: [b, c}\n", "6:44", &["`[` is opened here", "add `]`"]);
    field("  - {id: a, type: text, label: My #1 wish}\n", "6:35", &["a remark", "double quotes"]);
}

/// What was left open is told where it was opened, not where the file stops making sense.
#[test]
fn what_is_opened_some_lines_above() {
    field(
        "  - id: a\n    type: choice\n    label: A\n    choices: {b: B, c: C\n  - {id: d, type: text, label: D}\n",
        "9:14",
        &["`{` is opened here and not closed"],
    );
    field(
        "  - {id: a, type: text, label: A\n\n  # a remark\n  - {id: d, type: text, label: D}\n",
        "6:5",
        &["`{` is opened here and not closed"],
    );
    field(
        "  - id: a\n    type: text\n    label: \"What is it?\n  - id: b\n    type: text\n    label: \"And this?\"\n",
        "8:12",
        &["a quote is opened here and not closed"],
    );
}

#[test]
fn signs_that_only_look_right() {
    field(
        "  - id: a\n\u{a0}\u{a0}\u{a0}\u{a0}type: text\n    label: A\n",
        "7:1",
        &["a blank of another kind", "type them anew"],
    );
    field("  - id:\u{a0}a\n    type: text\n    label: A\n", "6:8", &["a blank of another kind", "type a space"]);
    field("  - id\u{ff1a}a\n    type: text\n    label: A\n", "6:7", &["looks like a colon", "`id: `"]);
    field("  \u{2013} id: a\n    type: text\n    label: A\n", "6:3", &["begins with a hyphen", "`- `"]);
    field("  \u{2022} id: a\n    type: text\n    label: A\n", "6:3", &["begins with a hyphen", "`- `"]);
    one(&format!("{HEAD}fields:\n  - {{id: a, type: text, label: A}}\n---\n"), "7:1", &["SB0104", "remove this line"]);
    one(&format!("```yaml\n{HEAD}```\n"), "1:1", &["backticks", "remove the line"]);
}

/// A text that ends at ` #` is no mistake for YAML, and its end is lost all the same.
#[test]
fn a_remark_that_may_be_text() {
    field("  - id: a\n    type: text\n    label: My #1 wish\n", "8:15", &["SB0107", "a remark", "double quotes"]);
    let said = told(&[(
        "content/exercises/one.yaml",
        &format!("{HEAD}fields:\n  - id: a\n    type: text\n    label: #1 wish\n"),
    )]);
    assert!(said.iter().any(|one| one.contains("SB0107") && one.contains(":8:12 ")), "{said:#?}");
    let fine = format!("{HEAD}fields:\n  - id: a   # a remark\n    type: text # another\n    label: \"My #1 wish\"\n");
    assert_eq!(shown(&checked(&[("content/exercises/one.yaml", &fine)])), "");
}

/// What other tools call it is understood, and read as what it means.
#[test]
fn words_of_other_tools() {
    for (typed, meant) in
        [("textarea", "long_text"), ("radio", "choice"), ("checkbox", "choices"), ("Text", "text"), ("range", "slider")]
    {
        let said = told(&[(
            "content/exercises/one.yaml",
            &format!("{HEAD}fields:\n  - {{type: {typed}, id: a, label: A, choices: {{b: B, c: C}}}}\n"),
        )]);
        assert!(said.iter().any(|one| one.contains(&format!("did you mean `{meant}`?"))), "{said:?}");
    }
    field("  - {id: a, kind: text, label: A}\n", "6:13", &["unknown key `kind`", "did you mean `type`?"]);
    field("  - {id: a, type: choice, label: A, choices: [Yes, No]}\n", "6:46", &["`{first_id: Yes, second_id: No}`"]);
    field("  - {id: a, type: text, question: A}\n", "6:25", &["unknown key `question`", "did you mean `label`?"]);
    field("  - {id: a, type: choice, label: A, options: {b: B, c: C}}\n", "6:37", &["did you mean `choices`?"]);
    one(
        "format: 1\nid: one\nkind: quiz\ntitle: One\n",
        "3:7",
        &["unknown exercise kind `quiz`", "did you mean `check`?"],
    );
    one(
        "format: 2\nid: one\nkind: worksheet\ntitle: One\nfields:\n  - {id: a, type: text, label: A}\n",
        "1:9",
        &["can only be 1", "`format: 1`"],
    );
    one("\n", "1:1", &["this file is empty", "stepbook new exercise worksheet one"]);
    field(
        "  - {id: a, type: choice, label: A, choices: [Quiet, A walk]}\n",
        "6:46",
        &["`{quiet: Quiet, a_walk: A walk}`"],
    );
    field(
        "  - {id: a, type: scale, label: A, steps: {1: Low, b: B}}\n",
        "6:44",
        &["cannot be an id", "such as `worry`"],
    );
    one(
        "format: 1\nid: one\nkind: checkin\ntitle: One\nevery: {weeks: 1, day: Sunday}\nfields:\n  - {id: a, type: text, label: A}\n",
        "5:24",
        &["did you mean `sun`?"],
    );
}

/// One slip is told once: what follows from it is not.
#[test]
fn nothing_follows_from_a_slip() {
    field(
        "  - {id: b, type: slidr, label: B}\n  - {id: a, type: text, label: A, show_if: \"b < 5\"}\n",
        "6:19",
        &["did you mean `slider`?"],
    );
    field(
        "  - {id: b, type: zzz, label: B}\n  - {id: a, type: text, label: A, show_if: \"answered(b)\"}\n",
        "6:19",
        &["`zzz`", "use one of"],
    );
    field(
        "  - {id: b, type: slider, label: B, min: 5, max: 2}\n  - {id: a, type: text, label: A, show_if: \"b < 5\"}\n",
        "6:50",
        &["no range"],
    );
    field("  - {id: a, type: long_text, label: A, print: {lines: 400}}\n", "6:55", &["`lines` is 400"]);
    field("  - {id: a, type: long_text, label: A, print: 4}\n", "6:47", &["a block of keys"]);
    field(
        "  - {id: a, type: frame, label: A, text: \"I like {warm}\", blanks: [warm]}\n",
        "6:67",
        &["`blanks`", "not a list"],
    );
    field("  - {id: a, type: frame, label: A, text: \"I like {warm\", blanks: {warm: {}}}\n", "6:42", &["not closed"]);
    field("  - {id: a, type: table, label: A, columns: {said: Said}}\n", "6:45", &["`columns`"]);
    let example = "format: 1\nid: one\nkind: example\ntitle: One\npeople: {ana: Ana}\nturns:\n";
    one(&format!("{example}  - {{id: a, who: anna, says: Hello}}\n"), "7:18", &["did you mean `ana`?"]);
    one(&format!("{example}  - {{who: ana, says: Hello}}\n"), "7:6", &["needs `id`"]);
    one(
        &example.replace("{ana: Ana}", "[Ana]").replace("turns:", "turns: [{id: a, who: ana, says: Hello}]"),
        "5:9",
        &["`{ana: Ana}`"],
    );
    let story = "format: 1\nid: one\nkind: practice\ntitle: One\npeople: {you: You}\nstart: door\nscenes:\n";
    one(
        &format!(
            "{story}  door: {{lines: [{{who: you, says: Hi}}], picks: [{{id: a, says: A, go: hom}}]}}\n  home: {{end: true, says: Bye.}}\n"
        ),
        "8:70",
        &["did you mean `home`?"],
    );
    one(&format!("{story}  - {{id: door, end: true, says: Bye.}}\n"), "8:3", &["`scenes`"]);
    let cards =
        "format: 1\nid: one\nkind: cards\ntitle: One\ngroups: {past: Then}\ncards:\n  - {id: a, says: A, group: pst}\n";
    one(cards, "7:29", &["did you mean `past`?"]);
    let check = "format: 1\nid: one\nkind: check\ntitle: One\nfields:\n  - {id: a, type: scale, label: A, steps: {low: {label: Low, points: 0}, high: {label: High, points: two}}}\nscores:\n  - {id: s, sum: a, bands: [{id: low, upto: 2, title: L, says: L.}]}\n";
    one(check, "6:102", &["needs a number"]);
    let checkin = "format: 1\nid: one\nkind: checkin\ntitle: One\nevery: {weeks: 1}\nfields:\n  - {id:a, type: number, label: A}\nplots:\n  - {id: p, type: lines, of: [a]}\n";
    one(checkin, "7:6", &["`id: a`"]);
    let bands = "format: 1\nid: one\nkind: check\ntitle: One\nfields:\n  - {id: a, type: slider, label: A, max: 4}\nscores:\n  - {id: s, sum: a, bands: [{id: low, upto: 2, title: L, says: L.}, {id: high, upto: four, title: H, says: H.}]}\n";
    one(bands, "8:86", &["needs a number"]);
    let words = ("content/words/feelings.yaml", "groups:\n  calm: [settled]\n");
    let sheet = format!("{HEAD}fields:\n  - {{id: a, type: feelings, label: A, groups: [calm]}}\n");
    let said = told(&[("content/exercises/one.yaml", &sheet), words]);
    assert_eq!(said.len(), 1, "{said:#?}");
    let pair = "format: 1\nid: one\nkind: pair\ntitle: One\nguard: fear-check\nfields:\n  - {id: a, type: text, label: A, share: yes}\n";
    let said = told(&[("content/exercises/one.yaml", pair), GUARD, ("content/helplines/gb.yaml", HELPLINES)]);
    assert_eq!(said.len(), 1, "{said:#?}");
    let pair = pair.replace("share: yes", "share: ask");
    let said = told(&[
        ("content/exercises/one.yaml", &pair),
        GUARD,
        ("content/helplines/gb.yaml", "country Britain\ncode: GB\n"),
    ]);
    assert_eq!(said.len(), 1, "{said:#?}");
}

const HELPLINES: &str = "country: Britain\ncode: GB\nchecked: 2026-01-01\nlines:\n  - {name: Line, phone: \"1\", sources: [{title: A, url: https://a.example}, {title: B, url: https://b.example}]}\n";

/// A file that cannot be read is told of there, and not once more wherever it is named.
#[test]
fn what_names_a_broken_file_is_right() {
    let broken = ("content/exercises/one.yaml", "format: 1\nid: one\nkind: worksheet\ntitle: [\n");
    let index = "# W\n\n{{exercise one}}\n\n[One](exercise:one#a)\n";
    let packet = ("content/packets/p.yaml", "title: P\nsheets: [one]\n");
    let again = (
        "content/exercises/two.yaml",
        "format: 1\nid: two\nkind: worksheet\ntitle: Two\nfields:\n  - {id: a, type: recall, label: A, of: one#a}\n",
    );
    let said = told(&[broken, again, packet, ("content/index.md", &format!("{index}\n{{{{exercise two}}}}\n"))]);
    assert_eq!(said.len(), 1, "{said:#?}");
    // An id that is not the file's name is one mistake, and so is a copy that kept its id.
    let fields = "fields:\n  - {id: a, type: text, label: A}\n";
    let other = format!("format: 1\nid: another\nkind: worksheet\ntitle: One\n{fields}");
    let said = told(&[("content/exercises/one.yaml", &other), ("content/index.md", index)]);
    assert_eq!(said.len(), 1, "{said:#?}");
    let whole = format!("{HEAD}{fields}");
    let said = told(&[
        ("content/exercises/one.yaml", &whole),
        ("content/exercises/one copy.yaml", &whole),
        ("content/index.md", index),
    ]);
    assert!(said.len() == 1 && said[0].contains("write `id: one-copy` and name it `one-copy.yaml`"), "{said:#?}");
    // A chapter that is left out places what it places.
    let front = "---\ntitle: A: b\n---\n\n{{exercise one}}\n";
    let said = told(&[
        ("content/exercises/one.yaml", &whole),
        ("content/01-a.md", front),
        ("content/index.md", "# W\n\n[A](01-a.md)\n"),
    ]);
    assert!(said.len() == 1 && said[0].contains("`title: \"A: b\"`"), "{said:#?}");
}

/// Asserts that a chapter of these lines, from the fifth on, gets one finding.
fn chapter(text: &str, at: &str, says: &[&str]) {
    let said = told(&[("content/01-a.md", &format!("---\ntitle: A\n---\n\n{text}\n"))]);
    assert_eq!(said.len(), 1, "{text}\n{said:#?}");
    for word in [format!(":{at} ")].iter().map(String::as_str).chain(says.iter().copied()) {
        assert!(said[0].contains(word), "{word:?} is missing in {}\n{text}", said[0]);
    }
}

#[test]
fn what_would_be_shown_as_it_stands() {
    chapter("##Heading", "5:1", &["`##Heading` would be shown", "`## Heading`"]);
    chapter("See [the other](01 start.md).", "5:5", &["would be shown", "`[the other](01%20start.md)`"]);
    chapter("See [the other] (index.md).", "5:5", &["would be shown", "`[the other](index.md)`"]);
    chapter("See [it](exercise: one).", "5:5", &["would be shown", "`[it](exercise:one)`"]);
    chapter("See [it](index.md", "5:5", &["would be shown", "`[it](index.md)`"]);
    chapter("See (it)[index.md].", "5:9", &["would be shown"]);
    chapter("    {{exercise one}}", "5:5", &["places nothing here", "without blanks before it"]);
    chapter("![A cat](cat.png)", "5:1", &["no file", "put the picture beside the chapter"]);
    chapter("[It](www.example.org)", "5:1", &["`https://www.example.org`"]);
    chapter("[It](me@example.org)", "5:1", &["`mailto:me@example.org`"]);
    chapter("<iframe src=\"https://a.example/\"></iframe>", "5:1", &["`<iframe>` does not work"]);
    for fine in [
        "# not a heading of two".replacen("# ", "#", 1).as_str(),
        "`##Heading` and `[a] (index.md)`",
        "```\n##Heading\n[a] (index.md)\n```",
        "\\[a\\](index.md) and [a]\\(index.md\\)",
        "[1] (as Ada Lind says) and f[0](x)",
        "[a link](index.md) [another](index.md \"With a title\") ![](<a b.png>)",
        "- [ ] to do (index.md)",
    ] {
        let said = found(&checked(&[
            ("content/01-a.md", &format!("---\ntitle: A\n---\n\n{fine}\n")),
            ("content/a b.png", ""),
        ]));
        assert!(!said.contains(&"SB0412") && !said.contains(&"SB0411"), "{fine}: {said:?}");
    }
}

/// The same for `book.toml`, from the third line on.
fn settings(text: &str, at: &str, says: &[&str]) {
    let said = told(&[("book.toml", text)]);
    assert_eq!(said.len(), 1, "{text}\n{said:#?}");
    for word in [format!(":{at} ")].iter().map(String::as_str).chain(says.iter().copied()) {
        assert!(said[0].contains(word), "{word:?} is missing in {}\n{text}", said[0]);
    }
}

#[test]
fn slips_in_the_settings() {
    settings("[book]\ntitle = My book\n", "2:9", &["a text needs double quotes", "`title = \"My book\"`"]);
    settings(
        "[book]\ntitle = \u{201c}My book\u{201d}\n",
        "2:9",
        &["not the quotes of a keyboard", "`title = \"My book\"`"],
    );
    settings("[book]\ntitle: \"My book\"\n", "2:6", &["joined by `=`", "`title = \"My book\"`"]);
    settings("[book]\ntitle = \"My book\n", "2:9", &["not closed", "`title = \"My book\"`"]);
    settings("[book\ntitle = \"A\"\n", "1:6", &["`[` is not closed", "`[book]`"]);
    settings("[book]\ntitle = \"A\"\ntitle = \"B\"\n", "3:1", &["`title` stands twice", "remove one"]);
    settings("[book]\ntitle = \"A\"\n[print]\nlarge = yes\n", "4:9", &["`yes` is no value", "`large = true`"]);
    settings("[book]\ntitle = \"A\"\n[practice]\nlogo = \"a\\logo.png\"\n", "4:11", &["backslash", "`/`"]);
    settings(
        "[book]\ntitle = \"A\"\nbase_url = \"https://a.example/\"\n",
        "3:1",
        &["unknown key", "below a line `[site]`"],
    );
    settings("[book]\ntitle = \"A\"\n[safety]\nguard = \"fear-chek\"\n", "4:9", &["SB0205", "no exercise `fear-chek`"]);
    settings("[book]\ntitle = \"A\"\n[site]\nbase_url = \"https://a.example/?b\"\n", "4:12", &["no `?`"]);
    settings("", "1:1", &["needs `book`", "write `[book]`", "title ="]);
    settings("[book]\n", "1:1", &["needs `title`", "`title = \"...\"`"]);
}

#[test]
fn helplines_lead_where_they_say() {
    let with = |line: &str| {
        told(&[(
            "content/helplines/gb.yaml",
            &format!("country: Britain\ncode: GB\nchecked: 2026-01-01\nlines:\n  - {{name: Line, {line}}}\n"),
        )])
    };
    let two = "{title: A, url: \"https://a.example/\"}, {title: B, url: \"https://b.example/\"}";
    assert!(with(&format!("phone: \"1\", sources: [{two}]")).is_empty());
    let said = with(&format!("web: www.line.example, sources: [{two}]"));
    assert!(said.len() == 1 && said[0].contains("`https://www.line.example`"), "{said:#?}");
    let said = with("phone: \"1\", sources: [{title: A, url: a.example}, {title: B, url: \"https://b.example/\"}]");
    assert!(said.len() == 1 && said[0].contains("`https://a.example`"), "{said:#?}");
    let said = with(
        "phone: \"1\", sources: [{title: A, url: \"https://a.example/\"}, {title: B, url: \"https://a.example\"}]",
    );
    assert!(said.len() == 1 && said[0].contains("SB0801"), "{said:#?}");
    let dated = "country: Britain\ncode: GB\nchecked: 1.11.2025\nlines:\n  - {name: Line, phone: \"1\", sources: [{title: A, url: https://a.example}, {title: B, url: https://b.example}]}\n";
    let said = told(&[("content/helplines/gb.yaml", dated)]);
    assert!(said.len() == 1 && said[0].contains("2026-05-02"), "{said:#?}");
}

#[test]
fn conditions_as_people_write_them() {
    let condition = |holds: &str| {
        told(&[(
            "content/exercises/one.yaml",
            &format!(
                "{HEAD}fields:\n  - {{id: b, type: choice, label: B, choices: {{calm: Calm, low: Quite low}}}}\n  - {{id: a, type: text, label: A, show_if: {holds}}}\n"
            ),
        )])
    };
    for (holds, says) in [
        ("\"!answered(b)\"", "write `not`"),
        ("\"b == 'calm'\"", "leave the quotes out"),
        ("\"b == Calm\"", "did you mean `calm`?"),
        ("\"b = calm\"", "write `==`"),
    ] {
        let said = condition(holds);
        assert!(said.len() == 1 && said[0].contains(says), "{holds}: {said:#?}");
    }
}
