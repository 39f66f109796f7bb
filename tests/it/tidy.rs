//! The house rules, held against the source itself.

use std::path::PathBuf;

use stepbook::kinds::{EXERCISES, FIELDS};

use crate::support::root;

/// Every Rust file of the tool: path below `src/`, text without its tests.
fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let mut out = Vec::new();
    for entry in walkdir::WalkDir::new(&src).sort_by_file_name().into_iter().map(Result::unwrap) {
        let name = entry.path().strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        if !name.ends_with(".rs")
            || name.ends_with("tests.rs")
            || name.contains("tests/")
            || name.starts_with("scaffold/book/")
        {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let text =
            text.replace("#[cfg(all(test, ", "#[cfg(test)]").split("\n#[cfg(test)]").next().unwrap_or("").to_owned();
        out.push((name, text));
    }
    assert!(out.len() > 60, "only {} files", out.len());
    out
}

fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")).map(|(n, line)| (n + 1, line))
}

/// The room a file belongs to.
fn room(name: &str) -> &str {
    name.split('/').next().unwrap_or(name).trim_end_matches(".rs")
}

/// Rooms of ours that a room may name. `tree`, `markdown`, `site` and `minify` are leaves that came out of `yaml`, `render` and
/// `publish`; `model` and `kinds` name each other by trait objects, as do `load` and `kinds`.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("diag", &[]),
    ("source", &["diag"]),
    ("tree", &["diag"]),
    ("yaml", &["diag", "tree"]),
    ("minify", &[]),
    ("media", &[]),
    ("site", &["diag"]),
    ("markdown", &["model"]),
    ("model", &["diag", "tree", "source", "kinds", "model"]),
    ("kinds", &["diag", "tree", "model", "kinds"]),
    ("load", &["diag", "source", "tree", "yaml", "model", "kinds", "markdown", "load"]),
    ("check", &["diag", "source", "tree", "yaml", "model", "kinds", "markdown", "check"]),
    ("render", &["diag", "source", "tree", "yaml", "model", "kinds", "markdown", "site", "media", "render"]),
    ("publish", &["diag", "site", "minify", "publish"]),
    ("schema", &["diag", "tree", "kinds"]),
    ("scaffold", &["diag", "model", "kinds", "yaml", "tree", "scaffold"]),
];

#[test]
fn imports_go_one_way() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some((_, may)) = MAY_NAME.iter().find(|(room_name, _)| *room_name == room(&name)) else { continue };
        for (number, line) in code_lines(&text) {
            for rest in line.replace("$crate::", "").split("crate::").skip(1) {
                let target = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
                if !may.contains(&target) && target != "codes" && !target.is_empty() {
                    wrong.push(format!("src/{name}:{number} names `{target}`"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rooms_that_must_not_know_each_other() {
    for (name, text) in sources() {
        for (number, line) in code_lines(&text) {
            let at = format!("src/{name}:{number}: {line}");
            if name != "yaml.rs" {
                assert!(!line.contains("granit_parser"), "{at}");
            }
            if !name.starts_with("markdown") {
                assert!(!line.contains("pulldown_cmark"), "{at}");
            }
            if !name.starts_with("render/") {
                assert!(!line.contains("tera::"), "{at}");
            }
            if !name.starts_with("serve") && !name.starts_with("cli") && name != "lib.rs" && name != "preview.rs" {
                assert!(!line.contains("crate::serve") && !line.contains("crate::cli"), "{at}");
            }
        }
    }
}

#[test]
fn nothing_panics_or_prints_outside_the_command_line() {
    let words = [
        ".unwrap()",
        ".expect(",
        "println!",
        "eprintln!",
        "todo!",
        "unimplemented!",
        "panic!(",
        "dbg!",
        "process::exit",
        "unsafe ",
    ];
    let mut wrong = Vec::new();
    for (name, text) in sources().into_iter().filter(|(name, _)| !name.starts_with("cli")) {
        for (number, line) in code_lines(&text) {
            // The condition parser's own `expect` returns a result.
            let own = line.contains("self.expect(&Token");
            wrong.extend(
                words.iter().filter(|w| line.contains(**w) && !own).map(|w| format!("src/{name}:{number} {w}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_some_rooms_touch_the_disk() {
    let rooms = ["source", "publish", "scaffold", "serve", "cli", "main"];
    for (name, text) in sources().into_iter().filter(|(name, _)| !rooms.contains(&room(name))) {
        for (number, line) in code_lines(&text) {
            assert!(!line.contains("std::fs") && !line.contains("File::"), "src/{name}:{number}: {line}");
        }
    }
}

#[test]
fn render_and_check_know_no_clock_and_no_chance() {
    for (name, text) in sources()
        .into_iter()
        .filter(|(name, _)| ["render", "check", "load", "kinds", "model", "markdown", "site"].contains(&room(name)))
    {
        for word in ["SystemTime", "Instant::", "env::var", "HashMap", "HashSet", " rand::"] {
            assert!(code_lines(&text).all(|(_, line)| !line.contains(word)), "src/{name} names {word}");
        }
    }
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let lines = std::fs::read_to_string(root().join("src").join(&name)).unwrap().lines().count();
        if lines > 450 {
            wrong.push(format!("src/{name} has {lines} lines"));
        }
        if !text.starts_with("//! ") {
            wrong.push(format!("src/{name} does not say what it is"));
        }
    }
    assert!(std::fs::read_to_string(root().join("src/main.rs")).unwrap().lines().count() <= 25);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_named_after_nothing() {
    for (name, _) in sources() {
        let stem = name.rsplit('/').next().unwrap_or("").trim_end_matches(".rs").to_owned();
        assert!(!["utils", "util", "helpers", "common", "misc"].contains(&stem.as_str()), "src/{name}");
    }
}

fn theme(ext: &str) -> Vec<(PathBuf, String)> {
    let files = walkdir::WalkDir::new(root().join("themes")).sort_by_file_name().into_iter().map(Result::unwrap);
    let files: Vec<_> = files
        .filter(|e| e.path().extension().is_some_and(|x| x == ext))
        .map(|e| (e.path().to_owned(), std::fs::read_to_string(e.path()).unwrap()))
        .collect();
    assert!(!files.is_empty());
    files
}

#[test]
fn every_kind_has_its_file_and_its_folder() {
    for (kinds, folder, template) in [
        (FIELDS.iter().map(|k| k.name()).collect::<Vec<_>>(), "fields", "field.html"),
        (EXERCISES.iter().map(|k| k.name()).collect(), "exercises", "exercise.html"),
    ] {
        for kind in kinds {
            assert!(root().join(format!("src/kinds/{folder}/{kind}.rs")).is_file(), "{kind} has no file");
            assert!(root().join(format!("themes/paper/kinds/{kind}/{template}")).is_file(), "{kind} has no template");
        }
    }
    for entry in
        std::fs::read_dir(root().join("themes/paper/kinds")).unwrap().map(Result::unwrap).filter(|e| e.path().is_dir())
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(
            FIELDS.iter().any(|k| k.name() == name) || EXERCISES.iter().any(|k| k.name() == name),
            "themes/paper/kinds/{name} is of no kind"
        );
    }
}

#[test]
fn styles_keep_to_their_layer_and_shout_never() {
    for (path, css) in theme("css") {
        let at = path.display();
        let bare: String = css
            .split("/*")
            .enumerate()
            .map(|(n, part)| if n == 0 { part } else { part.split_once("*/").map_or("", |(_, rest)| rest) })
            .collect();
        assert!(!bare.contains("!important"), "{at}");
        assert!(!bare.contains("url(http") && !bare.contains("url(\"http") && !bare.contains("url(//"), "{at}");
        assert!(
            bare.trim_start().starts_with("@layer") || bare.trim_start().starts_with("@font-face"),
            "{at} is in no layer"
        );
        for side in [
            "margin-left",
            "margin-right",
            "padding-left",
            "padding-right",
            "text-align: left",
            "text-align: right",
            "border-left",
            "border-right",
        ] {
            assert!(!bare.contains(side), "{at} says `{side}`, which is wrong from right to left");
        }
    }
}

#[test]
fn templates_hold_no_style_and_no_handler() {
    for (path, html) in theme("html") {
        // A sheet that stands alone carries its style with it, named by its hash in the policy.
        let alone = path.ends_with("standalone.html");
        for word in [" style=\"", "<style", " onclick", " onload", " onchange", "javascript:"] {
            let allowed = alone && word == "<style";
            assert!(allowed || !html.contains(word), "{} holds `{word}`", path.display());
        }
    }
}

/// Every string a template asks for is there, and no string is there for nothing.
#[test]
fn strings_that_templates_ask_for_are_there() {
    let text = std::fs::read_to_string(root().join("themes/paper/i18n/en.yaml")).unwrap();
    let strings: serde_yaml::Mapping = serde_yaml::from_str(&text).unwrap();
    let mut missing = Vec::new();
    for (path, html) in theme("html") {
        for rest in
            html.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').filter_map(|w| w.strip_prefix("t."))
        {
            let key = rest.split('.').next().unwrap_or("");
            if !key.is_empty() && !strings.contains_key(key) {
                missing.push(format!("{} asks for {key}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
