//! A book in several languages: what is found, what is written, and what the pages say.

use stepbook::diag::Diags;
use stepbook::{Prepared, prepare, prepare_sources, translate};

use crate::support::{book, folder, found, options, place, render_all, shown, write};

const BOOK: &str = "[book]\ntitle = \"A small book\"\n\n[translations.es]\ntitle = \"Un libro\"\n";
const INDEX: &str = "---\ntitle: Welcome\n---\n\nA few words.\n\n{{exercise one}}\n";
const INDEX_ES: &str = "---\ntitle: Hola\nof: x\n---\n\nUnas palabras.\n\n{{exercise one}}\n";
const ONE: &str = "format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n  - {id: worry, type: text, label: What worries you?}\n  - {id: say, type: frame, label: Say it, text: \"I ask for {what}.\", blanks: {what: {label: What}}}\n  - {id: how, type: slider, label: How?, min: 0, max: 10, ends: [Low, High]}\n";
const TALK: &str = "format: 1\nid: talk\nkind: example\ntitle: A talk\npeople: {ana: Ana}\nturns:\n  - {id: open, who: ana, says: You are always here., notes: [{at_word: always, says: A hard word.}]}\n";
const HELPLINES: &str = "country: Britain\ncode: GB\nchecked: 2026-01-01\nlines:\n  - {name: Line, text: SHOUT to 85258, hours: Day and night, sources: [{title: A, url: https://a.example}, {title: B, url: https://b.example}]}\n";
const SIDE: &str = "content/exercises/one.es.yaml";

/// The small book with these files beside it or in its place.
fn small(files: &[(&str, &str)]) -> Prepared {
    let mut all = vec![
        ("book.toml", BOOK),
        ("content/index.md", INDEX),
        ("content/index.es.md", INDEX_ES),
        ("content/exercises/one.yaml", ONE),
    ];
    for file in files {
        match all.iter_mut().find(|(path, _)| path == &file.0) {
            Some(slot) => *slot = *file,
            None => all.push(*file),
        }
    }
    prepare_sources(book(&all), Diags::new(), &options())
}

/// Raises a code at the place marked with `«` in the last of the files, with words in its message or help.
#[track_caller]
fn raises(code: &str, files: &[(&str, &str)], says: &[&str]) {
    let (path, marked) = files.last().copied().unwrap();
    let at = marked.find('«').unwrap();
    let clean = marked.replace('«', "");
    let mut files = files.to_vec();
    files.pop();
    files.push((path, &clean));
    let prepared = small(&files);
    let said = shown(&prepared);
    let line = marked[..at].matches('\n').count() + 1;
    let column = marked[..at].rsplit('\n').next().unwrap().chars().count() + 1;
    let wanted = format!("{path}:{line}:{column}");
    let there = |d: &&stepbook::diag::Diagnostic| d.code.id == code && place(&prepared.sources, d.place.span) == wanted;
    let Some(finding) = prepared.diags.iter().find(there) else { panic!("no {code} at {wanted}:\n{said}") };
    let words = format!("{} {}", finding.message, finding.help.as_deref().unwrap_or(""));
    for word in says {
        assert!(words.contains(word), "{code} does not say {word:?}: {words}");
    }
    assert!(finding.help.is_some(), "{code} shows no way out");
}

#[test]
fn sb0125_into_its_own_language() {
    raises("SB0125", &[("book.toml", "[book]\ntitle = \"T\"\n[translations.«en]\n")], &["`en`"]);
}

#[test]
fn unknown_keys_of_a_translation_are_told() {
    raises("SB0110", &[("book.toml", &format!("{BOOK}«chaptrs = []\n"))], &["did you mean `chapters`?"]);
}

#[test]
fn sb1301_a_language_that_nobody_declared() {
    raises("SB1301", &[("content/exercises/one.fr.yaml", "«title: Un\n")], &["`fr`", "[translations.fr]"]);
}

#[test]
fn sb1302_a_translation_of_nothing() {
    raises("SB1302", &[("content/exercises/onne.es.yaml", "«title: Uno\n")], &["no `content/exercises/onne.yaml`"]);
}

#[test]
fn sb1303_keys_and_ids_that_the_source_lacks() {
    raises("SB1303", &[(SIDE, "«titel: Uno\n")], &["no `titel`", "did you mean `title`?"]);
    raises("SB1303", &[(SIDE, "fields:\n  - {id: «wory, label: A}\n")], &["did you mean `worry`?"]);
    raises("SB1303", &[(SIDE, "fields:\n  - {id: worry, label: A}\n  - {id: «worry, label: A}\n")], &["twice"]);
    raises("SB1303", &[(SIDE, "fields:\n  - «{label: A}\n")], &["`id:`"]);
    raises("SB1303", &[(SIDE, "fields:\n  - {id: how, ends: [A, B, «C]}\n")], &["has 2 of these"]);
    raises("SB1303", &[(SIDE, "fields:\n  - {id: say, blanks: {«waht: {label: A}}}\n")], &["did you mean `what`?"]);
}

#[test]
fn sb1304_what_is_no_words() {
    raises("SB1304", &[(SIDE, "title: «[a]\n")], &["as one text"]);
    raises(
        "SB1304",
        &[(SIDE, "fields:\n  - {id: worry, «type: text, label: A}\n")],
        &["`type`", "comes from the source"],
    );
    raises("SB1304", &[(SIDE, "fields: «A\n")], &["a list here"]);
}

#[test]
fn sb1305_a_pattern_that_covers_nothing() {
    raises(
        "SB1305",
        &[("book.toml", &format!("{BOOK}chapters = [\"index.md\", «\"01-frist.md\"]\n"))],
        &["01-frist.md"],
    );
}

#[test]
fn sb1306_a_helpline_keeps_its_number() {
    let lines = HELPLINES;
    let (path, side) = ("content/helplines/gb.yaml", "content/helplines/gb.es.yaml");
    raises(
        "SB1306",
        &[(path, lines), (side, "country: Gran Bretaña\nlines:\n  - {name: Line, text: «SHOUT al 85285}\n")],
        &["same digits"],
    );
    raises(
        "SB1303",
        &[(path, lines), (side, "lines:\n  - {name: «Lime, hours: Siempre}\n")],
        &["did you mean `Line`?"],
    );
    raises("SB1304", &[(path, lines), (side, "«code: ES\n")], &["`code`"]);
    let prepared =
        small(&[(path, lines), (side, "country: Gran Bretaña\nlines:\n  - {name: Line, text: SHOUT al 85258}\n")]);
    let page = &render_all(&prepared, None)["es/helplines.html"];
    assert!(
        page.contains("Gran Bretaña") && page.contains("SHOUT al 85258") && page.contains("Day and night"),
        "{page}"
    );
}

#[test]
fn sb1310_words_that_are_missing() {
    raises(
        "SB1310",
        &[("content/exercises/one.yaml", &format!("«{ONE}"))],
        &["no `content/exercises/one.es.yaml`", "stepbook translate es"],
    );
    raises("SB1310", &[(SIDE, "«title: Uno\n")], &["7 texts", "`fields.worry.label`", "and 4 more"]);
}

#[test]
fn sb1311_a_source_that_changed() {
    raises("SB1311", &[(SIDE, "title: «Uno\nof:\n  title: 0000000000\n")], &["`title`", "--reviewed"]);
}

#[test]
fn sb1312_words_without_a_note() {
    raises("SB1312", &[(SIDE, "«title: Uno\n")], &["1 text", "stepbook translate es"]);
}

#[test]
fn sb1313_other_exercises_than_the_source() {
    raises(
        "SB1313",
        &[("content/index.es.md", "«---\ntitle: Hola\n---\n\nUnas palabras.\n")],
        &["lacks `{{exercise one}}`"],
    );
}

#[test]
fn sb1314_a_translation_that_is_not_shown() {
    let toml = format!("{BOOK}chapters = [\"index.md\"]\n");
    let files: [(&str, &str); 3] =
        [("book.toml", &toml), ("content/01-a.md", "# A\n\nWords.\n"), ("content/01-a.es.md", "«# B\n\nPalabras.\n")];
    raises("SB1314", &files, &["`chapters`"]);
}

#[test]
fn sb1010_a_theme_that_speaks_english() {
    let toml = "[book]\ntitle = \"T\"\n\n[translations.«qa]\n";
    raises("SB1010", &[("book.toml", toml)], &["not in `qa`", "i18n/qa.yaml"]);
}

/// The rules of every book hold for the words of a translation, and point at them.
#[test]
fn a_translation_cannot_break_what_the_source_holds() {
    raises("SB0206", &[(SIDE, "fields:\n  - {id: say, text: «Pido algo.}\n")], &["no place for `what`"]);
    raises("SB0206", &[(SIDE, "fields:\n  - {id: say, text: «\"Pido {que} y {what}.\"}\n")], &["`{que}`"]);
    let (index, index_es) = (INDEX.replace("one", "talk"), INDEX_ES.replace("one", "talk"));
    let side = "content/exercises/talk.es.yaml";
    let talk: [(&str, &str); 4] = [
        ("content/index.md", &index),
        ("content/index.es.md", &index_es),
        ("content/exercises/talk.yaml", TALK),
        (side, "turns:\n  - {id: open, says: «Siempre aquí.}\n"),
    ];
    raises("SB0321", &talk, &["does not hold `always`"]);
    let side_index = INDEX_ES.replace("Unas palabras.", "«[Aquí](nada.md).");
    raises("SB0430", &[("content/index.es.md", &side_index)], &["content/nada.md"]);
}

/// Every key of a language is turned, and the difference is seen in its pages and nowhere else; `chapters` has tests of its own.
#[test]
fn each_key_of_a_language_is_seen_in_its_pages() {
    let site = |keys: &str| {
        let toml = format!("[book]\ntitle = \"T\"\n\n[translations.es]\n{keys}\n");
        crate::support::render_all(&small(&[("book.toml", &toml)]), None)
    };
    let plain = site("");
    for (keys, seen) in [
        ("title = \"Un libro\"", "Un libro"),
        ("subtitle = \"Una línea\"", "Una línea"),
        ("description = \"Palabras para dos\"", "Palabras para dos"),
        ("direction = \"rtl\"", "dir=\"rtl\""),
    ] {
        let with = site(keys);
        assert!(with["es/index.html"].contains(seen), "{keys}: {}", with["es/index.html"]);
        assert!(!plain["es/index.html"].contains(seen), "{keys} is there without the key");
        let source = &with["index.html"];
        assert!(source.contains("<html lang=\"en\" dir=\"ltr\">"), "{keys} turns the source's page");
        assert!(keys.starts_with("direction") || source == &plain["index.html"], "{keys} changes the source's page");
    }
}

#[test]
fn countries_stand_in_the_order_of_their_own_names_with_the_day_in_words() {
    let line = "lines:\n  - {name: Line, phone: \"1\", sources: [{title: A, url: https://a.example}, {title: B, url: https://b.example}]}\n";
    let country = |name: &str, code: &str| format!("country: {name}\ncode: {code}\nchecked: 2026-01-01\n{line}");
    let site = crate::support::render_all(
        &small(&[
            ("content/helplines/australia.yaml", &country("Australia", "AU")),
            ("content/helplines/australia.es.yaml", "country: Australia\n"),
            ("content/helplines/egypt.yaml", &country("Egypt", "EG")),
            ("content/helplines/egypt.es.yaml", "country: Égypto\n"),
            ("content/helplines/germany.yaml", &country("Germany", "DE")),
            ("content/helplines/germany.es.yaml", "country: Alemania\n"),
        ]),
        None,
    );
    let order = |page: &str, names: [&str; 3]| {
        let at =
            names.map(|name| site[page].find(&format!(">{name}")).unwrap_or_else(|| panic!("no {name} in {page}")));
        assert!(at.is_sorted(), "{names:?} in {page}: {at:?}");
    };
    order("helplines.html", ["Australia", "Egypt", "Germany"]);
    order("es/helplines.html", ["Alemania", "Australia", "Égypto"]);
    assert!(site["helplines.html"].contains("Last checked on 1 January 2026"));
    assert!(site["es/helplines.html"].contains("el 1 de enero de 2026"));
}

#[test]
fn what_is_well_translated_has_no_findings_but_the_themes() {
    let dir = folder(&[("book.toml", BOOK), ("content/index.md", INDEX), ("content/exercises/one.yaml", ONE)]);
    let said = || {
        let prepared = prepare(dir.path(), &options());
        let mut ids = found(&prepared);
        ids.retain(|id| *id != "SB1010");
        (ids, shown(&prepared))
    };
    assert_eq!(said().0, ["SB1310"]);
    let files = translate(dir.path(), "es", &[], false).unwrap().files.unwrap();
    assert!(files.iter().all(|f| f.made) && files.len() == 2, "{files:?}");
    let path = dir.path().join(SIDE);
    let skeleton = std::fs::read_to_string(&path).unwrap();
    assert!(skeleton.contains("  - id: worry\n    # What worries you?\n    label:\n"), "{skeleton}");
    assert_eq!(said().0, ["SB1310"], "an empty place is a missing word and no mistake");
    // The translator writes behind each colon.
    let mut filled = String::new();
    for line in skeleton.lines() {
        let line = if line.ends_with(':')
            && !line.ends_with("fields:")
            && !line.ends_with("ends:")
            && !line.ends_with("blanks:")
            && !line.ends_with("what:")
        {
            format!("{line} \"Dicho, con {{what}}\"")
        } else if line.trim() == "-" {
            format!("{line} Fin")
        } else {
            line.to_owned()
        };
        filled.push_str(&line.replace("label: \"Dicho, con {what}\"", "label: Dicho"));
        filled.push('\n');
    }
    write(dir.path(), &[(SIDE, &filled), ("content/index.es.md", &INDEX_ES.replace("of: x\n", ""))]);
    assert_eq!(said().0, ["SB1312"], "{}\n{filled}", said().1);
    let told = translate(dir.path(), "es", &[], false).unwrap().files.unwrap();
    assert!(told.iter().all(|f| f.noted > 0 && f.missing.is_empty()), "{told:?}");
    assert_eq!(said().0, Vec::<&str>::new(), "{}", said().1);
    let noted = std::fs::read_to_string(&path).unwrap();
    assert!(noted.starts_with(filled.trim_end()), "a translator's words were touched:\n{noted}");
    // Nothing is left to write.
    assert!(translate(dir.path(), "es", &[], false).unwrap().files.unwrap().iter().all(|f| f.text.is_none()));
    // The source changes: the old words stay until somebody has looked.
    write(dir.path(), &[("content/exercises/one.yaml", &ONE.replace("What worries you?", "What keeps you awake?"))]);
    assert_eq!(said().0, ["SB1311"]);
    let told = translate(dir.path(), "es", &[], false).unwrap().files.unwrap();
    assert!(told.iter().any(|f| f.changed == ["fields.worry.label"]), "{told:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), noted);
    translate(dir.path(), "es", &["content/exercises/one.yaml".to_owned()], true).unwrap();
    assert_eq!(said().0, Vec::<&str>::new(), "{}", said().1);
    assert!(translate(dir.path(), "fr", &[], false).unwrap().files.is_none());
}

/// What is written are notes: the translator's words are on the disk as they were, or nothing is written at all.
#[test]
fn sb1315_no_word_of_a_translator_is_touched() {
    let files = |side: &str, chapter: &str| {
        let all = [("book.toml", BOOK), ("content/index.md", INDEX), ("content/exercises/one.yaml", ONE)];
        folder(&[&all[..], &[(SIDE, side), ("content/index.es.md", chapter)]].concat())
    };
    let chapter = "---\r\ntitle: Hola # so\r\n---\r\n\r\nUnas palabras.\r\n\r\n{{exercise one}}\r\n";
    for (side, place_of, way_out) in [
        ("{title: Uno, fields: [{id: worry, label: M}], of: {title: b036488977}}\n", "1:1", "outer braces"),
        ("{title: Uno}\n", "1:1", "outer braces"),
        ("  title: Uno\n  fields:\n    - {id: worry, label: M}\n", "1:3", "2 blanks"),
        ("title: Uno\n...\n", "3:1", "a line `...`"),
    ] {
        let dir = files(side, chapter);
        let done = translate(dir.path(), "es", &[], false).unwrap();
        let said: Vec<String> = done
            .diags
            .iter()
            .map(|d| {
                format!("{} {} {}", d.code.id, place(&done.sources, d.place.span), d.help.as_deref().unwrap_or(""))
            })
            .collect();
        let [one] = said.as_slice() else { panic!("{side:?}: {said:?}") };
        assert!(one.starts_with(&format!("SB1315 {SIDE}:{place_of} ")) && one.contains(way_out), "{side:?}: {one}");
        assert_eq!(std::fs::read_to_string(dir.path().join(SIDE)).unwrap(), side);
        assert!(done.files.unwrap().iter().all(|f| f.path != SIDE || f.noted == 0), "noted and not written");
        let noted = std::fs::read_to_string(dir.path().join("content/index.es.md")).unwrap();
        let (before, after) = noted.split_once("of: ").unwrap();
        let after = after.split_once("\r\n").unwrap().1;
        assert_eq!([before, after].concat(), chapter, "a line end was changed");
    }
    // As the way out says it.
    let dir = files("title: Uno\nfields: [{id: worry, label: M}]\nof: {title: b036488977}\n", "{{exercise one}}\n");
    let done = translate(dir.path(), "es", &["content/index.es.md".to_owned(), SIDE.to_owned()], false).unwrap();
    assert!(!done.diags.has_errors() && done.strangers.is_empty());
    let noted = std::fs::read_to_string(dir.path().join(SIDE)).unwrap();
    assert!(noted.starts_with("title: Uno\nfields: [{id: worry, label: M}]\nof: #"), "{noted}");
}

#[test]
fn a_packet_in_a_folder_of_its_own_is_translated() {
    let (path, side) = ("content/packets/more/first.yaml", "content/packets/more/first.es.yaml");
    let packet = "title: First evening\nsheets: [one]\n";
    raises("SB1310", &[(path, &format!("«{packet}"))], &["no `content/packets/more/first.es.yaml`"]);
    let site = render_all(&small(&[(path, packet), (side, "title: La primera noche\n")]), None);
    assert!(site["es/packet.html"].contains(">La primera noche</a>"), "{}", site["es/packet.html"]);
}

#[test]
fn a_path_that_means_no_file_is_told() {
    let dir = folder(&[("book.toml", BOOK), ("content/index.md", INDEX), ("content/exercises/one.yaml", ONE)]);
    let typed = ["content/index.md", "content/typo.md", "ontent/exercises/one.yaml", "book/content/exercises/one.yaml"];
    let done = translate(dir.path(), "es", &typed.map(str::to_owned), false).unwrap();
    assert_eq!(done.strangers, [typed[1], typed[2]]);
    assert_eq!(done.files.unwrap().len(), 2);
}

#[test]
fn an_uncovered_guard_and_links_to_what_is_left_out() {
    let pair = "format: 1\nid: pair-up\nkind: pair\ntitle: Pair\nguard: before-us\nfields:\n  - {id: a, type: text, label: A, share: ask}\n";
    let guard = "format: 1\nid: before-us\nkind: worksheet\ntitle: Before\nfields:\n  - {id: alone, type: note, text: Read this alone.}\n";
    let later = "---\ntitle: Later\n---\n\nWords.\n\n{{exercise before-us}}\n\n{{exercise one}}\n";
    let toml = format!("{BOOK}chapters = [\"index.md\"]\n");
    let prepared = small(&[
        ("book.toml", &toml),
        (
            "content/index.md",
            "---\ntitle: Welcome\n---\n\n[On](01-later.md#later-on) [sheet](exercise:one)\n\n{{exercise pair-up}}\n",
        ),
        (
            "content/index.es.md",
            "---\ntitle: Hola\n---\n\n[Sigue](01-later.md#later-on) [ficha](exercise:one)\n\n{{exercise pair-up}}\n",
        ),
        ("content/01-later.md", &format!("{later}\n## Later on\n")),
        ("content/exercises/pair-up.yaml", pair),
        ("content/exercises/before-us.yaml", guard),
        ("content/helplines/gb.yaml", HELPLINES),
    ]);
    let said = shown(&prepared);
    let site = render_all(&prepared, Some("https://example.org/"));
    let page = &site["es/index.html"];
    assert!(page.contains("<a href=\"../later.html#later-on\" hreflang=\"en\">Sigue</a>"), "{said}\n{page}");
    assert!(page.contains("<a href=\"../sheets/one.html\" hreflang=\"en\">ficha</a>"), "{page}");
    assert!(page.contains("data-root=\"../\"") && page.contains("lang=\"es\""), "{page}");
    assert!(site.contains_key("es/sheets/before-us.html"), "a pair without its guard");
    assert!(!site.contains_key("es/later.html") && !site.contains_key("es/sheets/one.html"));
    // Nobody has translated the exercise: its words are marked as English.
    assert!(page.contains("data-href=\"sheets/pair-up.html\" lang=\"en\" dir=\"ltr\""), "{page}");
    let mine = &site["es/mine.html"];
    assert!(mine.contains("href=\"../sheets/one.html\"") && mine.contains("lang=\"en\""), "{mine}");
    // Both languages know each other, at the same page where there is one.
    assert!(site["later.html"].contains("<a href=\"es/index.html\" lang=\"es\""), "{}", site["later.html"]);
    assert!(site["es/sheets/pair-up.html"].contains("href=\"../../sheets/pair-up.html\" lang=\"en\""));
    let map = &site["sitemap.xml"];
    assert!(map.contains("/es/sheets/pair-up.html") && !map.contains("es/mine.html"), "{map}");
}
