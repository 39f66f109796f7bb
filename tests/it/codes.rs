//! Every diagnostic code has a book that raises it, at the place marked with `«`.

use std::collections::BTreeSet;

use stepbook::diag::{Diags, Severity};
use stepbook::source::Sources;
use stepbook::{Options, build, codes, prepare, prepare_sources};

use crate::support::{book, checked, folder, found, options, place, shown, write};

struct Case {
    code: &'static str,
    files: Vec<(&'static str, String)>,
    /// Words that stand in the message or the help.
    says: &'static [&'static str],
    /// Codes that rightly come with it.
    also: &'static [&'static str],
}

fn case(code: &'static str, files: &[(&'static str, &str)], says: &'static [&'static str]) -> Case {
    Case { code, files: files.iter().map(|(p, t)| (*p, (*t).to_owned())).collect(), says, also: &[] }
}

impl Case {
    fn also(mut self, also: &'static [&'static str]) -> Self {
        self.also = also;
        self
    }
}

const ONE: &str = "content/exercises/one.yaml";
const TWO: &str = "content/exercises/two.yaml";
const GUARD: (&str, &str) = (
    "content/exercises/fear-check.yaml",
    "format: 1\nid: fear-check\nkind: worksheet\ntitle: Before you start\nfields:\n  - {id: alone, type: note, text: Read this alone.}\n",
);
const HELP: &str = "content/helplines/gb.yaml";
const HELPLINES: &str = "country: Britain\ncode: GB\nchecked: 2026-01-01\nlines:\n  - {name: Line, phone: \"1\", sources: [{title: A, url: https://a.example}, {title: B, url: https://b.example}]}\n";
const CHAPTER: &str = "content/01-a.md";

fn sheet(fields: &str) -> String {
    format!("format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n{fields}")
}

/// A worksheet of these fields.
fn fields(code: &'static str, lines: &str, says: &'static [&'static str]) -> Case {
    case(code, &[(ONE, &sheet(lines))], says)
}

/// An exercise of these lines after its head.
fn kind(code: &'static str, kind: &str, rest: &str, says: &'static [&'static str]) -> Case {
    let (mark, rest) = rest.strip_prefix("«id").map_or(("", rest), |r| ("«", r));
    let text = format!("format: 1\nid: {mark}one\nkind: {kind}\ntitle: One\n{rest}");
    case(code, &[(ONE, &text), GUARD, (HELP, HELPLINES)], says)
}

fn check(code: &'static str, score: &str, says: &'static [&'static str]) -> Case {
    let grid = "fields:\n  - {id: now, type: grid, label: Right now, scale: {low: {label: Low, points: 0}, high: {label: High, points: 2}}, rows: {a: A, b: B}}\n  - {id: words, type: text, label: Words}\n";
    kind(code, "check", &format!("{grid}scores:\n  - {score}\n"), says)
}

fn practice(code: &'static str, rest: &str, says: &'static [&'static str]) -> Case {
    kind(code, "practice", &format!("people: {{you: You}}\n{rest}"), says)
}

fn settings(code: &'static str, rest: &str, says: &'static [&'static str]) -> Case {
    case(code, &[("book.toml", &format!("[book]\ntitle = \"T\"\n{rest}"))], says)
}

fn chapter(code: &'static str, text: &str, says: &'static [&'static str]) -> Case {
    case(code, &[(CHAPTER, text)], says)
}

fn page(code: &'static str, text: &str, says: &'static [&'static str]) -> Case {
    chapter(code, &format!("---\ntitle: A\n---\n\n{text}\n"), says)
}

fn locked(code: &'static str, lock: &str, exercise: &str, says: &'static [&'static str]) -> Case {
    case(code, &[("workbook.lock", &format!("format: 1\nexercises:\n{lock}")), (ONE, exercise)], says)
}

fn theme(code: &'static str, file: &'static str, text: &str, says: &'static [&'static str]) -> Case {
    case(code, &[("book.toml", "[book]\ntitle = \"T\"\n[site]\ntheme = \"mine\"\n"), (file, text)], says)
}

const DOOR: &str =
    "start: door\nscenes:\n  door: {lines: [{who: you, says: Hello}], picks: [{id: go_on, says: Go on, go: home}]}\n";
const HOME: &str = "  home: {end: true, says: Well done.}\n";

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    let long = "word ".repeat(40);
    let hard = "Notwithstanding organisational considerations, interdisciplinary communication necessitates extraordinarily sophisticated understanding. ".repeat(20);
    let sixteen: String = (0..16).map(|n| format!("c{n}: Word {n}, ")).collect();
    let text = |more: &str| sheet(&format!("  - {{id: worry, type: text, label: What worries you, {more}}}\n"));
    vec![
        case("SB0101", &[(ONE, "format: 1\nid: one\ntitle: [a, b\n")], &["`[` is opened here and not closed", "`]`"]),
        case("SB0102", &[(ONE, "format: 1\nid: one\nkind: worksheet\ntitle: One\n«title: Two\nfields:\n  - {id: a, type: text, label: A}\n")], &["`title` stands twice", "remove one"]),
        case("SB0103", &[(ONE, &format!("a: {}", "[".repeat(80)))], &["64 levels"]),
        case("SB0104", &[(ONE, "format: 1\nid: one\n«---\nid: two\n")], &["three hyphens", "file of its own"]),
        fields("SB0105", "  - {id: a, type: text, label: A, «[x]: b}\n", &["cannot be a key", "plain word"]),
        fields("SB0106", "  - {id: a, type: text, label: !x «B}\n", &["tag", "quotes"]),
        fields("SB0106", "  - {id: a, type: choice, label: A, choices: !x «{one: One, two: Two}}\n", &["tag", "remove"]),
        fields("SB0107", "  - id: a\n    type: text\n    label: My «#1 wish\n", &["a remark", "double quotes"]),
        fields("SB0108", "  - {id: a, type: text, label: «\u{201c}What is it?\u{201d}}\n", &["readers see them", "delete them"]),
        case("SB0413", &[(CHAPTER, "# A\n\n«format: 1\nid: two\nkind: worksheet\n")], &["an exercise begins here", "content/exercises/two.yaml"]),
        case("SB0440", &[(CHAPTER, "# A\n\n«[](index.md)\n")], &["no words", "square brackets"]),
        case("SB0804", &[(HELP, HELPLINES), ("content/helplines/uk.yaml", &HELPLINES.replace("GB", "«GB"))], &["two files are about `GB`", "one file"]),
        fields("SB0110", "  - {id: a, type: text, label: A, «hnit: B}\n", &["unknown key `hnit`", "did you mean `hint`?"]),
        fields("SB0111", "  - {id: «a, type: text}\n", &["needs `label`", "add `label:`"]),
        kind("SB0111", "checkin", "«every: {day: sun}\nfields:\n  - {id: a, type: text, label: A}\n", &["does not say how often", "weeks: 1"]),
        case("SB0112", &[(ONE, "format: 1\nid: one\nkind: worksheet\ntitle: One\nfields: «hello\n")], &["needs a list, not a text", "`- `"]),
        fields("SB0112", "  - {id: a, type: «[text], label: A}\n", &["`type`", "not a list"]),
        case("SB0112", &[(ONE, "format: 1\nid: one\nkind: «[worksheet]\ntitle: One\nfields:\n  - {id: a, type: text, label: A}\n")], &["`kind`", "not a list"]),
        settings("SB0113", "direction = «\"rlt\"\n", &["cannot be `rlt`", "did you mean `rtl`?"]),
        fields("SB0114", "  - {id: a, type: body, label: A, max: «500}\n", &["500", "from 1 to 20"]),
        fields("SB0115", "  - {id: a, type: text, label: A, «hint: \"\"}\n", &["`hint`", "is empty", "write the words"]),
        fields("SB0115", "  - {id: a, type: text, label: A, «hint: \"\u{200b}\"}\n", &["`hint`", "is empty"]),
        kind("SB0115", "example", "people: {ana: Ana}\n«turns: []\n", &["`turns`", "at least one"]).also(&["SB0320"]),
        kind("SB0115", "check", "fields:\n  - {id: a, type: scale, label: A, steps: {low: {label: Low, points: 0}, high: {label: High, points: 1}}}\n«scores: []\n", &["`scores`", "at least one"]),
        check("SB0115", "{id: s, «sum: [], bands: [{id: b, upto: 77, title: T, says: S}]}", &["`sum`", "at least one"]),
        fields("SB0115", "  - {id: a, «type: ~, label: A}\n", &["`type`", "is empty"]),
        kind("SB0116", "pair", "guard: fear-check\nfields:\n  - {id: a, type: text, label: A, share: ask}\nagreement:\n  fields: [{id: b, type: date, label: On}]\n  calendar: {at: b, title: Look, lasts: «soon}\n", &["`soon`", "1h30m"]),
        kind("SB0117", "checkin", "every: {weeks: 1, at: «\"25:00\"}\nfields:\n  - {id: a, type: text, label: A}\n", &["`25:00`", "18:00"]),
        case("SB0120", &[("book.toml", "[book]\ntitle = «T\n")], &["needs double quotes", "`title = \"T\"`"]),
        settings("SB0121", "[site]\nbase_url = «\"example.org\"\n", &["no web address", "https://"]),
        settings("SB0122", "[site]\nout = «\"../x\"\n", &["not a folder below", "--out"]),
        settings("SB0123", "language = «\"English!\"\n", &["no language tag", "`en`"]),
        settings("SB0124", "pack = «\"River Side\"\n", &["pack's name", "`river-side`"]),
        fields("SB0201", "  - {id: «My Worry, type: text, label: A}\n", &["cannot be an id", "`my_worry`"]),
        fields("SB0201", "  - {id: a, type: choice, label: A, choices: {one: One, «no: No}}\n", &["`no`", "another id"]),
        fields("SB0201", "  - {id: a, was: «Old Words, type: text, label: A}\n", &["`Old Words` was never an id", "not the words"]),
        fields("SB0202", "  - {id: a, type: text, label: A}\n  - {id: «a, type: text, label: B}\n", &["two fields", "another id"]),
        fields("SB0203", "  - {id: a, type: «slidder, label: A}\n", &["unknown field kind `slidder`", "did you mean `slider`?"]),
        fields("SB0204", "  - {id: a, type: choice, label: A, «choices: {b: B}}\n", &["at least 2", "another line"]),
        fields("SB0205", "  - {id: a, type: text, label: A}\n  - {id: b, type: recall, label: B, of: «one#aa}\n", &["no field `aa`", "did you mean `a`?"]),
        fields("SB0206", "  - {id: a, type: frame, label: A, text: «\"I like {warm}.\", blanks: {}}\n", &["no entry", "warm: {}"]),
        fields("SB0207", "  - {id: a, type: slider, label: A, min: 5, max: «3}\n", &["from 5 to 3", "larger"]),
        theme("SB0210", "themes/mine/kinds/text/kind.yaml", "«about: A.\nanswer: text\n", &["built-in kind", "name of its own"]),
        theme("SB0211", "themes/mine/kinds/mood/kind.yaml", "«about: A.\nanswer: text\n", &["no template", "`themes/mine/kinds/mood/field.html`"]),
        theme("SB0212", "themes/mine/kinds/mood/kind.yaml", "about: A.\nanswer: text\nparams: [{name: «label, type: text}]\n", &["every field has already", "another name"]).also(&["SB0211"]),
        theme("SB0213", "themes/mine/kinds/mood/kind.yaml", "about: A.\nanswer: text\nparams: [{name: a, type: text, required: true, «default: B}]\n", &["required and has a default", "remove"]).also(&["SB0211"]),
        theme("SB0214", "themes/mine/kinds/slidder/slidder.css", "«", &["no kind `slidder`", "did you mean `kinds/slider/`?"]),
        fields("SB0215", "  - {id: a, type: note, «label: A, text: B}\n", &["`label`", "`note`", "remove"]),
        fields("SB0215", "  - {id: a, type: slider, label: A, min: 0, max: 9, ends: [B, C], «print: {lines: 4}}\n", &["`print`", "`slider`"]),
        kind("SB0215", "example", "people: {ana: Ana}\nturns:\n  - {id: first, who: ana, says: Hello}\n  - {id: mine, rewrite: first, label: Your own, «tone: warm}\n", &["`tone`", "that the reader writes"]),
        kind("SB0215", "example", "people: {ana: Ana}\nturns:\n  - {id: first, who: ana, says: Hello, «label: Your own}\n", &["`label`", "that somebody says"]),
        practice("SB0215", "start: door\nscenes:\n  door: {lines: [{who: you, says: Hello}], «says: Well., picks: [{id: go_on, says: Go on, go: home}]}\n  home: {end: true, says: Well done.}\n", &["`says`", "no end"]),
        kind("SB0215", "checkin", "every: {days: 2, «weeks: 1}\nfields:\n  - {id: a, type: text, label: A}\n", &["`weeks`", "beside `days`"]),
        kind("SB0215", "checkin", "every: {days: 2, «day: sun}\nfields:\n  - {id: a, type: text, label: A}\n", &["`day`", "beside `days`"]),
        fields("SB0215", "  - {id: a, type: choices, label: A, «max: 2, choices: {b: B, c: C}}\n", &["`max`", "not below"]),
        kind("SB0215", "pair", "guard: fear-check\nfields:\n  - {id: a, type: text, label: A, share: ask}\n  - {id: b, type: note, text: B, share: «ask}\n", &["`share`", "nothing is answered"]),
        kind("SB0215", "pair", "guard: fear-check\nfields:\n  - {id: a, type: text, label: A, share: ask}\nagreement: {fields: [{id: b, type: text, label: B, share: «ask}]}\n", &["`share`", "both write together"]),
        fields("SB0110", "  - {id: a, type: rank, label: A, items: {b: {label: B, «points: 2}, c: C}}\n", &["unknown key `points`"]),
        fields("SB0202", "  - {id: a, type: choice, label: A, other: true, choices: {b: B, «other: C}}\n", &["already", "another id"]),
        fields("SB0202", "  - {id: a, type: sign, label: A, by: [me, «me]}\n", &["`me` signs twice", "a name of their own"]),
        kind("SB0202", "checkin", "every: {weeks: 1}\nfields:\n  - {id: a, type: number, label: A}\nplots:\n  - {id: p, type: lines, of: [a]}\n  - {id: «p, type: lines, of: [a]}\n", &["two plots"]),
        kind("SB0204", "checkin", "every: {weeks: 1}\nfields:\n  - {id: a, type: number, label: A}\nplots:\n  - {id: p, type: lines, «of: []}\n", &["draws no field"]),
        kind("SB0204", "pair", "guard: fear-check\nfields:\n  - {id: a, type: text, label: A, share: ask}\nagreement: {«fields: []}\n", &["asks nothing"]),
        kind("SB0207", "checkin", "every: {weeks: 1}\nfields:\n  - {id: a, type: number, label: A}\nplots:\n  - {id: p, type: lines, of: [a], last: 4, «min_points: 9}\n", &["needs 9 entries"]),
        kind("SB0314", "example", "people: {ana: Ana}\nskills: {«warm: Warm}\nturns:\n  - {id: first, who: ana, says: Hello}\n", &["`warm`", "remove it"]),
        kind("SB0314", "cards", "groups: {day: Day, «night: Night}\ncards:\n  - {id: a, says: A, group: day}\n", &["no card is in the group `night`"]),
        kind("SB0514", "cards", "cards:\n  - {id: a, says: \"See [this«](../index.md) first\"}\n", &["a link does not work", "`intro`"]),
        kind("SB0514", "check", "fields:\n  - {id: a, type: scale, label: A, steps: {low: {label: Low, points: 0}, high: {label: High, points: 1}}}\nscores:\n  - {id: s, sum: a, bands: [{id: b, upto: 1, title: B, says: \"See [this«](../index.md)\"}]}\n", &["a link does not work", "a result"]),
        fields("SB0514", "  - {id: a, type: choice, label: A, choices: {b: \"A [word«](../index.md)\", c: C}}\n", &["a link does not work", "what is chosen"]),
        fields("SB0514", "  - {id: a, type: note, text: «\"{{helplines}}\"}\n", &["a placement does not work", "into the chapter"]),
        fields("SB0430", "  - {id: a, type: note, text: «\"See [it](exercise:onne).\"}\n", &["there is no exercise `onne`"]),
        check("SB0301", "{id: s, sum: now, bands: [{id: low, upto: 1, title: L, says: L}, {id: high, upto: «3, title: H, says: H}]}", &["highest total is 4", "`upto: 4`"]),
        check("SB0302", "{id: s, sum: «words, bands: [{id: low, upto: 1, title: L, says: L}]}", &["has no points", "points: 2"]),
        check("SB0303", "{id: s, sum: now, blanks_allowed: «2, bands: [{id: low, upto: 4, title: L, says: L}]}", &["2 questions", "at most 1"]),
        kind("SB0304", "check", "fields:\n  - {id: ok, type: slider, label: Ok}\n  - {id: more, type: slider, label: More, show_if: ok > 5}\nscores:\n  - {id: s, sum: «more, bands: [{id: low, upto: 10, title: L, says: L}]}\n", &["may be hidden", "blanks_allowed: 1"]),
        practice("SB0205", "start: door\nscenes:\n  door: {lines: [{who: you, says: Hello}], picks: [{id: go_on, says: Go on, go: home}]}\n  home: {end: true, says: Well done., retry: «home}\n", &["`home` is an end", "another choice"]),
        practice("SB0310", &format!("{DOOR}{HOME}  «lost: {{end: true, says: Bye.}}\n"), &["no way leads to", "go: lost"]),
        practice("SB0311", "start: door\nscenes:\n  door: {lines: [{who: you, says: Hello}], picks: [{id: a, says: A, go: home}, {id: b, says: B, go: maze}]}\n  «maze: {lines: [{who: you, says: Hm}], picks: [{id: a, says: A, go: maze}]}\n  home: {end: true, says: Bye.}\n", &["from `maze` no end", "add a pick"]),
        practice("SB0312", &format!("{DOOR}  «home: {{end: true, says: Well., picks: [{{id: a, says: A, go: door}}]}}\n"), &["is an end and has picks", "remove"]),
        practice("SB0313", "start: «door\nscenes:\n  door: {lines: [{who: you, says: Hello}], picks: [{id: a, says: A, go: door}]}\n", &["no scene", "end: true"]),
        practice("SB0314", &format!("{DOOR}{HOME}marks: {{«kind: Kind}}\n"), &["no pick uses the mark `kind`", "remove it"]),
        kind("SB0320", "example", "people: {ana: Ana, «jo: Jo}\nturns:\n  - {id: a, who: ana, says: Hello}\n", &["Jo says nothing", "remove the line"]),
        kind("SB0321", "example", "people: {ana: Ana}\nturns:\n  - {id: a, who: ana, says: Hello there, notes: [{at_word: «hallo, says: Hm}]}\n", &["does not hold `hallo`", "did you mean `Hello`?"]),
        kind("SB0322", "example", "people: {ana: Ana}\nturns:\n  - {id: first, who: ana, says: Hello}\n  - {id: mine, rewrite: «fist, label: Your own}\n", &["no line `fist`", "did you mean `first`?"]),
        kind("SB0330", "pair", "«idfields:\n  - {id: a, type: text, label: A, share: ask}\n", &["needs a guard", "guard: fear-check"]),
        kind("SB0331", "pair", "guard: «asks\nfields:\n  - {id: a, type: text, label: A, share: ask}\n", &["asks for answers", "only `note`"]),
        kind("SB0331", "pair", "guard: «deck\nfields:\n  - {id: a, type: text, label: A, share: ask}\n", &["no words of warning", "`note` fields"]),
        fields("SB0332", "  - {id: a, type: text, label: A, share: «ask}\n", &["shares nothing", "remove the key"]),
        kind("SB0333", "pair", "guard: fear-check\nfields:\n  - {id: a, type: text, label: A, share: ask, compare: «overlap}\n", &["cannot be compared by `overlap`", "side_by_side"]),
        kind("SB0334", "pair", "«idguard: fear-check\nfields:\n  - {id: a, type: text, label: A, share: never}\n", &["can be shared", "share: ask"]),
        kind("SB0340", "checkin", "every: {weeks: 1}\nfields:\n  - {id: a, type: text, label: A}\nplots:\n  - {id: p, type: lines, of: [«a]}\n", &["no number to plot", "sliders"]),
        case("SB0350", &[(ONE, "«format: 1\nid: one\nkind: cards\ntitle: One\ncards: []\n")], &["no cards", "first_walk"]),
        chapter("SB0401", "«---\ntitle: A\n\nHello.\n", &["not closed", "add a line `---`"]),
        chapter("SB0402", "«Hello.\n", &["no title", "title: Its title"]),
        case("SB0403", &[(CHAPTER, "---\ntitle: A\n---\n"), ("content/02-a.md", "---\ntitle: «B\n---\n")], &["would both be `a.html`", "slug:"]),
        case("SB0416", &[("content/!!!.md", "---\ntitle: «\"?\"\n---\n")], &["neither its name nor its title", "slug: its-name"]),
        case("SB0404", &[("book.toml", "«[book]\ntitle = \"T\"\n"), ("content/index.md", "-"), (CHAPTER, "---\ntitle: A\n---\n")], &["no `content/index.md`", "write one"]),
        case("SB0404", &[("content/index.md", "---\ntitle: W\n«draft: true\n---\n")], &["is a draft", "take this line out"]),
        case("SB0405", &[("content/p/index.md", "---\ntitle: P\n---\n"), ("content/p/q/index.md", "---\ntitle: «A\n---\n")], &["further folders", "`content/p/`"]),
        case("SB0405", &[("content/p/index.md", "---\ntitle: P\n---\n"), ("content/p/q/01-a.md", "---\ntitle: «A\n---\n")], &["further folders", "`content/p/`"]),
        case("SB0406", &[("content/p/01-a.md", "---\ntitle: «A\n---\n")], &["no opener", "content/p/index.md"]),
        case("SB0406", &[("content/p/index.md", "---\ntitle: P\ndraft: true\n---\n"), ("content/p/01-a.md", "---\ntitle: «A\n---\n")], &["is a draft", "take `draft: true` out of `content/p/index.md`"]),
        case("SB0441", &[("content/02-d.md", "---\ntitle: D\ndraft: true\n---\n"), (CHAPTER, "---\ntitle: A\n---\n\nGo «[on](02-d.md).\n")], &["a draft, `content/02-d.md`", "take `draft: true` out"]),
        case("SB0441", &[("content/02-d.md", "---\ntitle: D\ndraft: true\n---\n"), (ONE, "format: 1\nid: one\nkind: worksheet\ntitle: One\nintro: «See [it](../02-d.md).\nfields:\n  - {id: a, type: text, label: A}\n")], &["a draft, `content/02-d.md`"]),
        chapter("SB0407", "---\ntitle: A\nslug: «Bad Slug\n---\n", &["`Bad Slug`", "slug: bad-slug"]),
        page("SB0408", "«{{exercize one}}", &["places nothing", "{{exercise one}}"]),
        page("SB0409", "«# Another", &["title already", "`##`"]),
        page("SB0409", "«# A", &["title already", "delete this line"]),
        page("SB0414", "Words.\n\n«[^1]: More.\n", &["nothing leads to", "put `[^1]` into the text"]),
        page("SB0414", "Words.[^1]\n\n[^1]: More.\n\n«[^1]: Others.\n", &["given twice", "another name"]),
        page("SB0415", "## Title «{.warning lang=de}\n", &["`{.warning lang=de}` does nothing", "remove it"]),
        page("SB0415", "> | a | b |\n> | - | - |\n> | 1 | 2 | «3 |\n", &["`3` stands in no column", "a heading for it"]),
        page("SB0408", "- one\n- «{{exercise one}}\n", &["places nothing here"]),
        page("SB0408", "| a |\n| - |\n| «{{helplines}} |\n", &["places nothing here"]),
        page("SB0408", "## Here «{{exercise one}}\n", &["places nothing here"]),
        page("SB0408", "Here «{{ exercize one }} it is.\n", &["places nothing here"]),
        page("SB0408", "Write «{exercise one}\n", &["`{exercise one}`", "on a line of its own"]),
        page("SB0408", "«{{exercise one\n", &["`{{exercise one`"]),
        page("SB0408", "<div>\n«{{exercise one}}\n</div>\n", &["places nothing here"]),
        page("SB0410", "> «[!NOTE] A title\n> Hello.", &["`[!NOTE]` begins no aside here", "on a line of its own"]),
        page("SB0410", "> «[!MUST-READ]\n> Hello.", &["`[!MUST-READ]`"]),
        page("SB0410", "> «[Note]\n> Hello.", &["`[Note]`"]),
        page("SB0410", "«[!TIP]\nHello.", &["`[!TIP]`"]),
        page("SB0422", "<div>\n«<a href=\"b.md\">B</a>\n</div>\n", &["`b.md`", "write a link"]),
        page("SB0422", "See «<img alt=\"\" src='b.png'>.\n", &["`b.png`", "a picture"]),
        page("SB0422", "<a href=\"https://a.example\">A</a> «<a data-href=\"x\" href=\"b.md\">B</a>\n", &["`b.md`"]),
        page("SB0411", "Go «[on][there].\n", &["`[on][there]`", "`[there]: `"]),
        page("SB0412", "«##Heading\n", &["`##Heading`", "`## Heading`"]),
        page("SB0412", "See «[it] (index.md).\n", &["`[it] (index.md)`", "`[it](index.md)`"]),
        page("SB0411", "He said so.«[^1]\n", &["`[^1]`", "`[^1]: `"]),
        chapter("SB0401", "\n«---\ntitle: A\n---\n\n# A\n", &["first line"]),
        chapter("SB0401", "«+++\ntitle: A\n+++\n\n# A\n", &["`---`"]),
        chapter("SB0401", "«----\ntitle: A\n----\n\n# A\n", &["`---`"]),
        page("SB0410", "«> [!NOTTE]\n> Hello.", &["[!NOTTE]", "did you mean `note`?"]),
        page("SB0420", "«<script>alert(1)</script>", &["does not work", "remove it"]),
        page("SB0421", "«<img src=\"https://example.org/a.png\" alt=\"A\">", &["another site", "beside the chapter"]),
        page("SB0423", "<div>\n«<b class=\"a\"\n", &["this tag does not end", "`>`"]).also(&["SB0412"]),
        page("SB0423", "«<!-- Ask Jo.\n\nMore.\n", &["this remark does not end", "`-->`"]),
        page("SB0430", "Go «[on](nowhere.md).", &["no file `content/nowhere.md`"]),
        page("SB0431", "«![A dot](no.png)", &["no file `content/no.png`"]),
        page("SB0432", "«![A dot](https://example.org/a.png)", &["on another site", "copy the picture"]),
        case("SB0433", &[(CHAPTER, "---\ntitle: A\n---\n\n«{{exercise ones}}\n"), (ONE, &text("hint: B"))], &["no exercise `ones`", "did you mean `one`?"]),
        case("SB0434", &[("content/index.md", "# W\n\n{{exercise one}}\n\n«{{exercise one}}\n"), (ONE, &text("hint: B"))], &["stands twice", "exercise:one"]),
        case("SB0435", &[("content/index.md", "# W\n"), (ONE, "format: 1\nid: «one\nkind: worksheet\ntitle: One\nfields:\n  - {id: a, type: text, label: A}\n")], &["no chapter places `one`", "{{exercise one}}"]),
        case("SB0436", &[(CHAPTER, "---\ntitle: A\n---\n\n«![](dot.png)\n"), ("content/dot.png", "")], &["no words", "square brackets"]),
        settings("SB0437", "[practice]\nlogo = «\"none.png\"\n", &["no picture `content/none.png`"]),
        page("SB0438", "«[A](javascript:alert)", &["`javascript:` links are refused", "mail address"]),
        case("SB0504", &[(ONE, "«\n"), ("content/index.md", "# W\n")], &["is empty", "stepbook new exercise worksheet one"]),
        case("SB0501", &[(ONE, "format: 1\nid: «One_Sheet\nkind: worksheet\ntitle: One\nfields:\n  - {id: a, type: text, label: A}\n"), ("content/index.md", "# W\n\n{{exercise One_Sheet}}\n")], &["`One_Sheet`", "`one-sheet`"]),
        case("SB0502", &[(ONE, "format: 1\nid: «two\nkind: worksheet\ntitle: One\nfields:\n  - {id: a, type: text, label: A}\n")], &["the file is `one.yaml`", "id: one"]),
        case("SB0503", &[(ONE, "«format: 1\nid: one\nkind: worksheet\ntitle: One\nfields: []\n")], &["needs a field", "under `fields`"]),
        case("SB0510", &[(ONE, "format: 1\nid: one\nkind: worksheet\ntitle: «One\nminutes: 20\nfields:\n  - {id: a, type: text, label: A}\n")], &["20 minutes", "split it"]),
        fields("SB0511", &format!("  - {{id: a, type: text, label: «{}}}\n", "w ".repeat(61).trim()), &["121 letters", "`hint`"]).also(&["SB0703"]),
        fields("SB0512", "  - {id: «a, type: long_text, label: A}\n", &["how many lines", "print: {lines: 4}"]),
        fields("SB0513", &format!("  - {{id: «a, type: choice, label: A, choices: {{{sixteen}}}}}\n"), &["16 choices", "group them"]),
        case("SB0514", &[(ONE, "format: 1\nid: one\nkind: worksheet\ntitle: One\nintro: «A <b>word</b>.\nfields:\n  - {id: a, type: text, label: A}\n")], &["HTML does not work", "into the chapter"]),
        case("SB0514", &[(ONE, "format: 1\nid: one\nkind: worksheet\ntitle: One\nintro: |\n  «# Big\nfields:\n  - {id: a, type: text, label: A}\n")], &["a heading does not work"]),
        case("SB0514", &[(ONE, "format: 1\nid: one\nkind: worksheet\ntitle: One\nintro: |\n  «| a |\n  | - |\n  | b |\nfields:\n  - {id: a, type: text, label: A}\n")], &["a table does not work"]),
        case("SB0514", &[(ONE, "format: 1\nid: one\nkind: worksheet\ntitle: One\nintro: |\n  «- [ ] Tick me\nfields:\n  - {id: a, type: text, label: A}\n")], &["a box to tick does not work"]),
        case("SB0514", &[(ONE, "format: 1\nid: one\nkind: worksheet\ntitle: One\nintro: |\n  «{{exercise one}}\nfields:\n  - {id: a, type: text, label: A}\n")], &["a placement does not work"]),
        case("SB0514", &[(ONE, "format: 1\nid: one\nkind: worksheet\ntitle: One\nintro: |\n  «![A dot](../dot.png)\nfields:\n  - {id: a, type: text, label: A}\n")], &["a picture does not work"]),
        fields("SB0514", "  - {id: a, type: text, label: A, hint: «\"[Home](../index.md)\"}\n", &["a link does not work", "`intro`"]),
        case("SB0520", &[(ONE, &format!("format: 1\nid: one\nkind: worksheet\ntitle: One\nminutes: 9\nprint: «{{pages: 20}}\nfields:\n{}", (0..12).map(|n| format!("  - {{id: a{n}, type: long_text, label: A, print: {{lines: 60}}}}\n")).collect::<String>()))], &["declares 20", "split it into several exercises"]),
        case("SB0520", &[(ONE, "format: 1\nid: one\nkind: worksheet\ntitle: «One\nfields:\n  - {id: a, type: long_text, label: A, print: {lines: 60}}\n")], &["3 pages", "print: {pages: 3}"]),
        case("SB0521", &[(ONE, "format: 1\nid: one\nkind: worksheet\ntitle: One\nprint: «{pages: 5}\nfields:\n  - {id: a, type: text, label: A}\n")], &["declares 5", "print: {pages: 1}"]),
        fields("SB0601", "  - {id: a, type: slider, label: A}\n  - {id: b, type: text, label: B, show_if: \"a «= 5\"}\n", &["one `=`", "`==`"]),
        fields("SB0610", "  - {id: calm, type: slider, label: A}\n  - {id: b, type: text, label: B, show_if: «clam < 5}\n", &["no field `clam`", "did you mean `calm`?"]),
        fields("SB0611", "  - {id: a, type: text, label: A}\n  - {id: b, type: text, label: B, show_if: «a < 5}\n", &["`a` is not a number", "answered"]),
        fields("SB0612", "  - {id: a, type: choice, label: A, choices: {quiet: Quiet, rest: Rest}}\n  - {id: b, type: text, label: B, show_if: «a == quite}\n", &["no choice `quite`", "did you mean `quiet`?"]),
        fields("SB0613", "  - {id: a, type: text, label: A, show_if: «answered(b)}\n  - {id: b, type: text, label: B, show_if: answered(a)}\n", &["`a` waits for itself", "take one"]),
        fields("SB0614", "  - {id: a, type: slider, label: A}\n  - {id: b, type: text, label: B, show_if: «a > 10}\n", &["never hold", "bounds"]),
        case("SB0701", &[(CHAPTER, &format!("«---\ntitle: A\n---\n\n{hard}\n"))], &["reads at grade", "split long sentences"]),
        fields("SB0702", "  - {id: a, type: text, label: What do you «always do?}\n", &["\"always\"", "without the word"]),
        fields("SB0703", &format!("  - {{id: a, type: text, label: A, hint: «{}}}\n", long.trim()), &["over 35 words", "split it"]),
        case("SB0801", &[(HELP, "country: Britain\ncode: GB\nchecked: 2026-01-01\nlines:\n  - {name: «Line, phone: \"1\", sources: [{title: A, url: https://a.example}]}\n")], &["1 of two sources", "second official page"]),
        case("SB0802", &[(HELP, "country: Britain\ncode: GB\nchecked: 2026-01-01\nlines:\n  - {name: «Line, sources: [{title: A, url: https://a.example}, {title: B, url: https://b.example}]}\n")], &["cannot be reached", "`phone:`"]),
        case("SB0805", &[(HELP, &HELPLINES.replace("\"1\"", "«\"call us\""))], &["`call us` could not be dialled", "in digits"]),
        case("SB0803", &[(HELP, &HELPLINES.replace("GB", "«gb"))], &["no country code", "write `GB`"]),
        case("SB0810", &[(HELP, &HELPLINES.replace("2026-01-01", "«2025-09-01"))], &["122 days ago", "put in the day"]),
        case("SB0811", &[(HELP, &HELPLINES.replace("2026-01-01", "«2024-12-31"))], &["366 days ago", "compare both sources"]),
        case("SB0812", &[(HELP, &format!("«{}", HELPLINES.replace("checked: 2026-01-01\n", "")))], &["nobody has checked", "`checked:`"]),
        case("SB0813", &[(HELP, &HELPLINES.replace("2026-01-01", "«2026-02-01"))], &["has not come yet", "put in the day"]),
        case("SB0814", &[(ONE, "format: 1\nid: «one\nkind: pair\ntitle: One\nguard: fear-check\nfields:\n  - {id: a, type: text, label: A, share: ask}\n"), GUARD], &["no helplines", "content/helplines/"]),
        case("SB0815", &[("content/index.md", "# W\n\n«{{helplines}}\n")], &["no helplines to place", "content/helplines/"]),
        case("SB0434", &[("content/index.md", "# W\n\n{{helplines}}\n\n«{{helplines}}\n"), (HELP, HELPLINES)], &["twice on this page", "remove this line"]),
        case("SB0215", &[("content/index.md", "---\ntitle: W\n«slug: w\n---\n")], &["`slug` does nothing on the welcome page", "remove it"]),
        case("SB0215", &[("content/colophon.md", "---\ntitle: W\n«order: 1\n---\n")], &["`order` does nothing in the colophon", "remove it"]),
        kind("SB0202", "example", "people: {ana: Ana}\nturns:\n  - {id: a, who: ana, says: Hello, kinder: [{id: b, says: B}, {id: «b, says: C}]}\n", &["two kinder lines", "another id"]),
        locked("SB0901", "  one:\n    kind: worksheet\n    fields:\n      old: {kind: text, words: Old}\n", &text("hint: B").replace("id: one", "id: «one"), &["field `old` is locked and gone", "was: [old]"]),
        locked("SB0902", "  one:\n    kind: worksheet\n    fields:\n      worry: {kind: slider, words: What worries you}\n", &text("hint: B").replace("id: worry", "id: «worry"), &["was a `slider` and is a `text`", "new id"]),
        locked("SB0903", "  one: {kind: check, scoring: {s: now / low<=3}}\n", "format: 1\nid: «one\nkind: check\ntitle: One\nfields:\n  - {id: now, type: slider, label: Now}\nscores:\n  - {id: s, sum: now, bands: [{id: low, upto: 10, title: L, says: L}]}\n", &["scoring of `one` changed", "rescored: 2"]),
        locked("SB0904", "  one:\n    kind: worksheet\n    fields:\n      worry: {kind: text, words: Something else altogether}\n", &text("hint: B").replace("What", "«What"), &["Something else altogether", "same_meaning: true"]),
        locked("SB0905", "  one: {kind: worksheet, retired: [worry]}\n", &text("hint: B").replace("id: worry", "id: «worry"), &["was retired", "another id"]),
        case("SB0906", &[("workbook.lock", "«format: 2\n")], &["cannot be read", "stepbook lock"]),
        case("SB0907", &[("workbook.lock", "«format: 1\nexercises:\n  gone-one: {kind: worksheet}\n")], &["`gone-one` is locked and gone", "was: [gone-one]"]),
        case("SB0909", &[("workbook.lock", "format: 1\nbook: {id: old-name}\nexercises: {}\n"), ("book.toml", "[book]\ntitle = «\"A new name\"\n")], &["under `old-name`", "`a-new-name`", "`id = \"old-name\"`", "`stepbook lock`"]),
        case("SB0909", &[("workbook.lock", "format: 1\nbook: {id: t}\nexercises: {}\n"), ("book.toml", "[book]\ntitle = \"Another\"\npack = «\"riverside\"\n")], &["without a pack", "take the line out", "fork", "delete workbook.lock"]),
        case("SB0909", &[("workbook.lock", "format: 1\nbook: {id: t, pack: riverside}\nexercises: {}\n"), ("book.toml", "[book]\ntitle = «\"T\"\n")], &["`riverside`", "`pack = \"riverside\"`"]),
        settings("SB0124", "pack = «\"B\"\n", &["pack's name", "3 to 40", "`riverside`"]),
        case("SB0905", &[(ONE, "format: 1\nid: one\nkind: worksheet\ntitle: One\nretired: [«a]\nfields:\n  - {id: a, type: text, label: A}\n")], &["still asked", "take it out"]),
        fields("SB0112", "  - {id: a, type: slider, label: A, ends: «[\" \", High]}\n", &["two texts with words"]),
        fields("SB0908", "  - {id: a, type: text, label: A}\n  - {id: b, was: «a, type: text, label: B}\n", &["`a` names something else as well", "leave it under `was`"]),
        fields("SB0908", "  - {id: a, type: choice, label: A, choices: {x: {label: X, was: z}, w: {label: W, was: «z}}}\n", &["`z` names something else as well"]),
        case("SB0821", &[("content/packets/first.yaml", "title: First\nsheets: [«onee]\n")], &["no exercise `onee`", "write the id"]),
        case("SB0822", &[("content/packets/first.yaml", "title: «First\nsheets: []\n")], &["has no sheets", "add `sheets:"]),
        case("SB0823", &[("content/packets/first.yaml", "title: First\nsheets: [one, «one]\n"), (ONE, &text("hint: B"))], &["`one` is in this packet already", "take it out"]),
        case("SB0824", &[("content/packets/My Pack.yml", "«title: First\nsheets: [one]\n"), (ONE, &text("hint: B"))], &["`My Pack`", "`my-pack.yml`"]),
        settings("SB1001", "[site]\ntheme = «\"papr\"\n", &["no theme `papr`", "did you mean `paper`?"]),
        theme("SB1002", "themes/mine/templates/chapter.html", "{% if %}\n", &["templates/chapter.html"]),
        theme("SB1004", "themes/mine/i18n/en.yaml", "«mine: [x]\n", &["`mine` is no text", "write its words"]),
        theme("SB1005", "themes/mine/theme.toml", "contract = «2\n", &["another version", "contract = 1"]),
        theme("SB1007", "themes/mine/js/pages/x.js", "«import x from \"./y.js\";\n", &["cannot be joined", "import { name }"]),
        theme("SB1008", "themes/mine/js/pages/x.js", "t(\"«mime\");\n", &["no string `mime`", "did you mean `mine`?"]),
        theme("SB1013", "themes/mine/i18n/en.yaml", "mine: My pages\n«exercizes: Tasks\n", &["nothing says `exercizes`", "did you mean `exercises`?"]),
        theme("SB1014", "themes/mine/templates/chaptr.html", "«", &["nothing uses `templates/chaptr.html`", "did you mean `themes/mine/templates/chapter.html`?"]),
        theme("SB1012", "themes/mine/css/components/x.css", "@layer components { a { background: «url(\"../../img/icon-18.png\") } }\n", &["no file `img/icon-18.png`"]),
        case("SB1011", &[("content/p/index.md", "---\ntitle: P\nmotif: «dor\n---\n")], &["no drawing `dor`", "did you mean `door`?"]),
        case("SB1011", &[(CHAPTER, "---\ntitle: A\nmotif: «door\n---\n")], &["only a part", "remove `motif`"]),
        theme("SB1006", "themes/mine/css/components/x.css", "@layer components { a { background: «url(https://example.org/x.png) } }\n", &["loads from elsewhere", "ship the file"]),
    ]
    .into_iter()
    .map(|mut case| {
        if case.code == "SB0331" {
            case.files.push(("content/exercises/deck.yaml", "format: 1\nid: deck\nkind: cards\ntitle: Deck\ncards: [{id: one_card, says: A}]\n".to_owned()));
            case.files.push(("content/exercises/asks.yaml", "format: 1\nid: asks\nkind: worksheet\ntitle: Asks\nfields:\n  - {id: a, type: text, label: A}\n".to_owned()));
        }
        case
    })
    .collect()
}

/// Takes the mark out; where it stood.
fn unmark(files: &[(&'static str, String)]) -> (Vec<(&'static str, String)>, Option<String>) {
    let mut at = None;
    let clean = files.iter().map(|(path, text)| {
        if let Some((before, _)) = text.split_once('«') {
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            assert!(at.replace(format!("{path}:{line}:{column}")).is_none(), "two marks");
        }
        (*path, text.replace('«', ""))
    });
    let clean = clean.collect();
    (clean, at)
}

#[test]
fn every_code_is_raised_alone_at_its_place_with_its_words() {
    let mut wrong = Vec::new();
    for case in cases() {
        let (files, at) = unmark(&case.files);
        let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (*p, t.as_str())).collect();
        let prepared = checked(&files);
        let all = shown(&prepared);
        let mut say = |what: String| wrong.push(format!("{}: {what}\n{all}", case.code));
        let strangers: Vec<_> =
            found(&prepared).into_iter().filter(|id| *id != case.code && !case.also.contains(id)).collect();
        if !strangers.is_empty() {
            say(format!("{strangers:?} too"));
        }
        let Some(first) = prepared.diags.iter().find(|d| d.code.id == case.code) else {
            say("not raised".to_owned());
            continue;
        };
        let words = format!("{}\n{}", first.message, first.help.as_deref().unwrap_or(""));
        for word in case.says.iter().filter(|w| !words.contains(**w)) {
            say(format!("does not say {word:?}"));
        }
        if let Some(at) = at
            && place(&prepared.sources, first.place.span) != at
        {
            say(format!("is not at {at}"));
        }
        if first.code.severity == Severity::Error && prepared.book.is_some() {
            say("an error, and the book goes on".to_owned());
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n\n{}", wrong.len(), wrong.join("\n"));
}

/// Codes that need a disk, a failing template or a target folder; each has a test of its own below.
const OF_THEIR_OWN: &[&str] = &[
    "SB0001", "SB0002", "SB0003", "SB0004", "SB0005", "SB0006", "SB0007", "SB0008", "SB0009", "SB0439", "SB1003",
    "SB1009", "SB1101",
];

/// Codes that need a second language; each has a test of its own in `translations.rs`.
const OF_TRANSLATIONS: &[&str] = &[
    "SB0125", "SB1010", "SB1301", "SB1302", "SB1303", "SB1304", "SB1305", "SB1306", "SB1310", "SB1311", "SB1312",
    "SB1313", "SB1314", "SB1315",
];

#[test]
fn every_code_has_a_case_and_every_case_a_code() {
    let own = OF_THEIR_OWN.iter().chain(OF_TRANSLATIONS).copied();
    let cases: BTreeSet<&str> = cases().iter().map(|c| c.code).chain(own).collect();
    let codes: BTreeSet<&str> = codes().iter().map(|c| c.id).collect();
    assert_eq!(codes.difference(&cases).collect::<Vec<_>>(), Vec::<&&str>::new(), "codes without a case");
    assert_eq!(cases.difference(&codes).collect::<Vec<_>>(), Vec::<&&str>::new(), "cases without a code");
}

#[test]
fn codes_are_unique_well_formed_and_explained() {
    let codes = codes();
    assert!(codes.len() >= 60, "{}", codes.len());
    let ids: BTreeSet<&str> = codes.iter().map(|c| c.id).collect();
    assert_eq!(ids.len(), codes.len(), "an id stands twice");
    for code in codes {
        assert!(
            code.id.len() == 6 && code.id.starts_with("SB") && code.id[2..].bytes().all(|b| b.is_ascii_digit()),
            "{}",
            code.id
        );
        assert!(
            !code.title.trim().is_empty() && !code.title.contains('\n') && !code.title.ends_with('.'),
            "{}",
            code.id
        );
        assert!(code.explain.trim().len() >= 40, "{} explains too little", code.id);
        assert!(code.explain.ends_with(['.', '?', ')', '`', '"']), "{} stops in the middle", code.id);
    }
}

#[test]
fn the_smallest_book_has_no_findings() {
    let prepared = checked(&[]);
    assert_eq!(shown(&prepared), "");
    assert!(prepared.book.is_some());
}

#[test]
fn every_error_says_the_way_out() {
    let mut silent = BTreeSet::new();
    for case in cases() {
        let (files, _) = unmark(&case.files);
        let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (*p, t.as_str())).collect();
        silent.extend(checked(&files).diags.iter().filter(|d| d.help.is_none()).map(|d| d.code.id));
    }
    // Where nothing is near, a list of every file would be no help.
    silent.remove("SB0430");
    silent.remove("SB0431");
    silent.remove("SB0437");
    assert!(silent.is_empty(), "no help for {silent:?}");
}

fn from_disk(dir: &std::path::Path) -> (Vec<&'static str>, String) {
    let prepared = prepare(dir, &options());
    (found(&prepared), shown(&prepared))
}

#[test]
fn sb0001_not_utf8() {
    let dir = folder(&[]);
    std::fs::write(dir.path().join("content/01-a.md"), b"# A\n\ncaf\xe9\n").unwrap();
    let (ids, said) = from_disk(dir.path());
    assert_eq!(ids, ["SB0001"], "{said}");
    assert!(said.contains("not UTF-8 from line 3 on") && said.contains("content/01-a.md"), "{said}");
}

/// A first page that cannot be read is there all the same.
#[test]
fn what_cannot_be_read_is_told_once() {
    let dir = folder(&[("content/exercises/one.yaml", "-")]);
    std::fs::create_dir_all(dir.path().join("content/exercises")).unwrap();
    for path in ["content/index.md", "content/exercises/one.yaml"] {
        std::fs::write(dir.path().join(path), b"# A\n\ncaf\xe9\n").unwrap();
    }
    let (ids, said) = from_disk(dir.path());
    assert_eq!(ids, ["SB0001"], "{said}");
    assert_eq!(said.lines().count(), 2, "{said}");
}

/// What is nearly a chapter or an exercise is neither lost nor published as it is, and what an editor leaves is told.
#[test]
fn sb0007_and_sb0008_names_that_would_be_left_out() {
    let says = |path: &str| {
        let dir = folder(&[]);
        write(dir.path(), &[(path, "# A\n")]);
        let (ids, said) = from_disk(dir.path());
        (ids.join(" "), said)
    };
    for (path, help) in [
        ("content/01-a.MD", "rename it to `01-a.md`"),
        ("content/exercises/one.YAML", "rename it to `one.yaml`"),
        ("content/exercises/one.Yml", "rename it to `one.yml`"),
        ("content/01-a.markdown", "rename it to `01-a.md`"),
        ("content/01-a.md.txt", "rename it to `01-a.md`"),
        ("content/exercises/one.yaml.txt", "rename it to `one.yaml`"),
        ("content/exercises/one.md", "move it to `content/`"),
        ("content/words/feeling.yaml", "`content/words/feelings.yaml`"),
        ("content/about.html", "Markdown"),
    ] {
        let (ids, said) = says(path);
        assert!(ids == "SB0007" && said.contains(help) && said.contains(path), "{path}: {said}");
    }
    for path in ["content/01-a.md~", "content/01-a.md.bak", "content/#01-a.md#"] {
        let (ids, said) = says(path);
        assert!(ids == "SB0008" && said.contains("delete it"), "{path}: {said}");
    }
}

/// What is wrong in the list of feelings is told like anything else.
#[test]
fn a_mistake_in_the_list_of_feelings() {
    let words = "groups:\n  calm: {label: Calm, words: {settled: {label: Settled, points: 2}}}\nretird: [a]\n";
    let said = shown(&checked(&[("content/words/feelings.yaml", words)]));
    assert!(said.contains("unknown key `points`") && said.contains("did you mean `retired`?"), "{said}");
}

/// A second list of feelings would be passed over.
#[test]
fn sb0007_two_lists_of_feelings() {
    let words = "groups:\n  calm: {label: Calm, words: {settled: Settled}}\n";
    let lists = ["content/words/feelings.yaml", "content/words/feelings.yml"].map(|path| (path, words));
    let prepared = checked(&lists);
    assert_eq!(found(&prepared), ["SB0007"], "{}", shown(&prepared));
}

/// What only looks like the name of an aside is none: a picture in a link, a reference, words in brackets.
#[test]
fn brackets_that_are_no_asides() {
    let page = "# A\n\n[![A dot](dot.png)](https://example.org)\n\n[note][there]\n\n[sic] he said.\n\n[there]: https://example.org\n";
    let dir = folder(&[("content/01-a.md", page)]);
    std::fs::write(dir.path().join("content/dot.png"), include_bytes!("dot.png")).unwrap();
    let (ids, said) = from_disk(dir.path());
    assert!(ids.is_empty(), "{said}");
}

/// A draft or a forgotten picture would be there for anybody to find.
#[test]
fn sb0439_a_file_that_no_page_leads_to() {
    let files = [
        ("content/plan.txt", "To do"),
        ("content/shown.png", ""),
        ("content/kept.pdf", ""),
        ("content/01-a.md", "# A\n\n![A dot](shown.png)\n\n[Take it](kept.pdf)\n"),
    ];
    let dir = folder(&files);
    std::fs::write(dir.path().join("content/shown.png"), include_bytes!("dot.png")).unwrap();
    let (ids, said) = from_disk(dir.path());
    assert_eq!(ids, ["SB0439"], "{said}");
    assert!(said.contains("content/plan.txt"), "{said}");
    let built = build(dir.path(), &options(), false, None, &|_| ()).unwrap();
    assert!(built.done.is_some());
    let names: Vec<String> = crate::support::tree(&dir.path().join("site/assets")).into_keys().collect();
    assert!(names.iter().any(|name| name.starts_with("kept-")), "{names:?}");
    assert!(!names.iter().any(|name| name.starts_with("plan")), "{names:?}");
    // The one with a slip in its link is told of once, by the link.
    let dir = folder(&[("content/01-a.md", "# A\n\n[Take it](kepd.pdf)\n"), ("content/kept.pdf", "")]);
    let (ids, said) = from_disk(dir.path());
    assert!(ids == ["SB0430"] && said.contains("did you mean `kept.pdf`?"), "{said}");
}

/// YAML files have two endings.
#[test]
fn yml_is_read_as_yaml_everywhere() {
    let words = "groups:\n  calm: {label: Calm, words: {settled: Settled}}\n";
    let prepared = checked(&[
        ("content/helplines/gb.yml", HELPLINES),
        ("content/words/feelings.yml", words),
        (ONE, &sheet("  - {id: a, type: feelings, label: A}\n")),
    ]);
    assert_eq!(shown(&prepared), "");
    assert_eq!(prepared.book.unwrap().0.helplines.len(), 1);
    let wrong = checked(&[("content/helplines/gb.yml", "contry: Britain\n")]);
    assert!(shown(&wrong).contains("did you mean `country`?"), "{}", shown(&wrong));
}

/// What is said of a field with a condition, beside these others.
fn condition(rest: &str, holds: &str) -> String {
    let text = format!(
        "format: 1\nid: one\nkind: check\ntitle: One\nprint: {{pages: 2}}\nfields:\n  - {{id: now, type: slider, label: Now, min: 1, max: 4}}\n  - {{id: rest, type: slider, label: Rest, min: 1, max: 4}}\n  - {{id: felt, type: feelings, label: Felt, groups: [calm]}}\n  - {{id: b, type: text, label: B, show_if: \"{holds}\"}}\nscores:\n  - {{id: s, sum: [now, rest], {rest}bands: [{{id: low, upto: 8, title: L, says: L}}]}}\n"
    );
    let words = "groups:\n  calm: {label: Calm, words: {settled: Settled}}\n  stirred: {label: Stirred, words: {cross: Cross}}\n";
    shown(&checked(&[(ONE, &text), ("content/words/feelings.yaml", words)]))
}

#[test]
fn conditions_name_feelings_by_their_words() {
    assert_eq!(condition("", "has(felt, settled)"), "");
    assert_eq!(condition("", "answered(felt)"), "");
    assert!(condition("", "has(felt, setled)").contains("did you mean `settled`?"));
    // Of a group that this field does not show.
    assert!(condition("", "has(felt, cross)").starts_with("SB0612"));
    assert!(condition("", "felt == settled").contains("has(felt, settled)"));
}

#[test]
fn a_score_that_cannot_come_to_that() {
    assert_eq!(condition("", "score(s) >= 8"), "");
    assert!(condition("", "score(s) > 8").starts_with("SB0614"));
    assert!(condition("", "score(s) < 2").starts_with("SB0614"));
    assert!(condition("", "score(s) > 5 and score(s) < 4").starts_with("SB0614"));
    // A blank adds nothing, so less than the least can be reached.
    assert_eq!(condition("blanks_allowed: 1, ", "score(s) < 2"), "");
}

#[test]
fn sb0002_too_large() {
    let dir = folder(&[]);
    std::fs::write(dir.path().join("content/exercises.yaml"), vec![b'a'; 50 * 1024 * 1024]).unwrap();
    let (ids, said) = from_disk(dir.path());
    assert!(ids.contains(&"SB0002") && said.contains("50 MB"), "{said}");
}

#[cfg(unix)]
#[test]
fn sb0003_a_link_is_not_followed() {
    let dir = folder(&[]);
    std::os::unix::fs::symlink(dir.path(), dir.path().join("content/round")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", dir.path().join("content/02-b.md")).unwrap();
    let (ids, said) = from_disk(dir.path());
    assert_eq!(ids, ["SB0003"], "{said}");
    assert_eq!(said.matches("SB0003").count(), 2, "{said}");
}

#[cfg(unix)]
#[test]
fn sb0004_unreadable() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder(&[("content/01-a.md", "# A\n")]);
    let path = dir.path().join("content/01-a.md");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o0)).unwrap();
    if std::fs::read(&path).is_ok() {
        // The superuser reads everything; nothing can be shown here.
        return;
    }
    let (ids, said) = from_disk(dir.path());
    assert!(ids.contains(&"SB0004"), "{said}");
}

#[test]
fn sb0005_no_book() {
    let dir = tempfile::tempdir().unwrap();
    let (ids, said) = from_disk(dir.path());
    assert_eq!(ids, ["SB0005"], "{said}");
    assert!(said.contains("stepbook init"), "{said}");
}

#[cfg(unix)]
#[test]
fn sb0006_odd_names() {
    let dir = folder(&[]);
    for name in ["a\\b.md", "a:b.md", "a\nb.md", "a\u{1b}[2J.png"] {
        std::fs::write(dir.path().join("content").join(name), "# A\n").unwrap();
    }
    let (ids, said) = from_disk(dir.path());
    assert!(ids.contains(&"SB0006"), "{said}");
    assert_eq!(said.matches("SB0006").count(), 4, "{said}");
}

#[test]
fn sb1003_a_template_that_fails() {
    let dir = folder(&[
        ("book.toml", "[book]\ntitle = \"T\"\n[site]\ntheme = \"mine\"\n"),
        ("themes/mine/templates/notfound.html", "<p>{{ book.title | replace(from=1, to=2) }}</p>\n"),
    ]);
    let built = build(dir.path(), &options(), false, Some(dir.path().join("site")), &|_| ()).unwrap();
    let ids: Vec<&str> = built.diags.iter().map(|d| d.code.id).collect();
    assert!(ids == ["SB1003"] && built.done.is_none(), "{ids:?}");
    assert!(!dir.path().join("site").exists(), "half a site was published");
}

#[test]
fn sb1101_a_folder_that_is_not_ours() {
    let dir = folder(&[]);
    write(dir.path(), &[("site/mine.txt", "keep me")]);
    let built = build(dir.path(), &options(), false, None, &|_| ()).unwrap();
    let ids: Vec<&str> = built.diags.iter().map(|d| d.code.id).collect();
    assert_eq!(ids, ["SB1101"]);
    assert!(built.done.is_none());
    assert_eq!(std::fs::read_to_string(dir.path().join("site/mine.txt")).unwrap(), "keep me");
}

#[test]
fn sb1009_standalone_sheets_without_an_address() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        &[
            ("book.toml", "[book]\ntitle = \"T\"\n"),
            ("content/index.md", "# T\n\n{{exercise one}}\n"),
            (ONE, &sheet("  - {id: a, type: text, label: A}\n")),
        ],
    );
    let alone = Options { standalone: true, ..options() };
    let built = build(dir.path(), &alone, false, None, &|_| ()).unwrap();
    let ids: Vec<&str> = built.diags.iter().map(|d| d.code.id).collect();
    assert_eq!(ids, ["SB1009"]);
    let named = Options { base_url: Some("https://example.org/b".to_owned()), ..alone };
    let built = build(dir.path(), &named, false, None, &|_| ()).unwrap();
    assert!(built.done.is_some());
    let page = std::fs::read_to_string(dir.path().join("site/standalone/one.html")).unwrap();
    assert!(page.contains("<style>") && page.contains("script-src &#39;sha256-"), "{page}");
    assert!(!page.contains(" src=") && !page.contains("stylesheet"), "{page}");
    assert!(page.contains("https://example.org/b/index.html"), "{page}");
}

#[test]
fn all_mistakes_of_all_cases_at_once_are_all_reported() {
    // One file with a mistake of each of these kinds: none hides another.
    let lines = "  - {id: «My Worry, type: text, label: A}\n  - {id: a, type: slidder, label: A}\n  - {id: b, type: text}\n  - {id: c, type: slider, label: C, min: 5, max: 3}\n  - {id: d, type: text, label: D, hnit: x}\n  - {id: e, type: body, label: E, max: 500}\n";
    let prepared =
        prepare_sources(book(&[(ONE, &sheet(lines).replace('«', "")), (TWO, "a: [")]), Diags::new(), &options());
    for id in ["SB0101", "SB0110", "SB0111", "SB0114", "SB0201", "SB0203", "SB0207"] {
        assert!(found(&prepared).contains(&id), "{id} is missing:\n{}", shown(&prepared));
    }
}

#[test]
fn a_second_run_says_the_same() {
    for case in cases() {
        let (files, _) = unmark(&case.files);
        let sources = || Sources::from_texts(files.iter().map(|(p, t)| (*p, t.as_str())));
        let once = shown(&prepare_sources(sources(), Diags::new(), &options()));
        assert_eq!(once, shown(&prepare_sources(sources(), Diags::new(), &options())), "{}", case.code);
    }
}

/// Every page that the tool makes is one that no chapter can take, whichever pages there are.
#[test]
fn no_chapter_takes_the_address_of_a_page_the_tool_makes() {
    let site = crate::support::site_of(checked(&[]), None);
    let own: Vec<&str> =
        site.keys().filter_map(|path| path.strip_suffix(".html")).filter(|name| !name.contains('/')).collect();
    assert!(own.contains(&"mine") && own.contains(&"packet"), "{own:?}");
    for name in own {
        let chapter = format!("---\ntitle: A\nslug: {name}\n---\n\nWords.\n");
        let said = found(&checked(&[("content/01-a.md", &chapter)]));
        assert!(said.contains(&"SB0403"), "`slug: {name}` is taken: {said:?}");
    }
    for folder in ["sheets", "assets", "standalone"] {
        let (part, chapter) = (format!("content/10-{folder}/index.md"), format!("content/10-{folder}/01-a.md"));
        let opener = "---\ntitle: P\n---\n";
        let said = checked(&[(&part, opener), (&chapter, "# A\n")]);
        assert_eq!(said.diags.iter().count(), 1, "told once, with the part: {}", shown(&said));
        assert_eq!(found(&said), ["SB0403"], "{folder}");
        let mended = opener.replace("title: P", "title: P\nslug: its-name");
        assert_eq!(shown(&checked(&[(&part, &mended), (&chapter, "# A\n")])), "", "{folder}: the way out");
    }
}

/// The way out that is told is a way out, and names the folder of all that a part holds.
#[test]
fn a_part_has_the_address_that_its_slug_says() {
    let files = [
        ("content/10-start/index.md", "# Start\n"),
        ("content/10-start/01-a.md", "# A\n"),
        ("content/20-start/index.md", "# Again\n"),
        ("content/20-start/01-a.md", "# B\n"),
    ];
    let said = checked(&files);
    assert_eq!(found(&said), ["SB0403"]);
    assert_eq!(said.diags.iter().count(), 1, "told once, with the part: {}", shown(&said));
    let mut mended = files;
    mended[2].1 = "---\nslug: again\n---\n# Again\n";
    let site = crate::support::site_of(checked(&mended), None);
    assert!(site.contains_key("again/index.html") && site.contains_key("again/a.html"), "{:?}", site.keys());
    let site =
        crate::support::site_of(checked(&[("content/!!!/index.md", "# Start\n"), ("content/!!!/a.md", "# A\n")]), None);
    assert!(site.contains_key("start/index.html") && site.contains_key("start/a.html"), "{:?}", site.keys());
}
