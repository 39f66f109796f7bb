//! The command line from outside: transcripts in `tests/cmd/*.md`, and what a transcript cannot show.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{folder, root, tree};

fn stepbook(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_stepbook"))
        .args(args)
        .current_dir(dir)
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap()
}

#[track_caller]
fn run(dir: &Path, args: &[&str], code: i32) -> (String, String) {
    let out = stepbook(dir, args);
    let (stdout, stderr) = (String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap());
    assert_eq!(out.status.code(), Some(code), "stepbook {args:?}\n{stdout}{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    (stdout, stderr)
}

/// A line against a pattern in which `[..]` stands for anything.
fn fits(pattern: &str, line: &str) -> bool {
    let mut parts = pattern.split("[..]");
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap_or("")) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

/// Runs the `$` lines of a transcript's console blocks one after another in one new folder. What a command prints to
/// standard output and then to standard error follows it, and `? 1` where it ends with another code than 0.
fn transcript(name: &str) {
    let path = root().join("tests/cmd").join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (mut out, mut inside, mut wrong, mut commands) = (String::new(), false, Vec::new(), 0);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if line.starts_with("```") {
            inside = line == "```console";
            continue;
        }
        let Some(command) = line.strip_prefix("$ ").filter(|_| inside) else { continue };
        commands += 1;
        let words: Vec<&str> = command.split_whitespace().collect();
        let found = match words.as_slice() {
            ["stepbook", args @ ..] => {
                let done = stepbook(dir.path(), args);
                let mut said = String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap();
                if let Some(code) = done.status.code().filter(|c| *c != 0) {
                    said.push_str(&format!("? {code}\n"));
                }
                said
            }
            ["sed", "-i", what, file] => {
                let (from, to) = what
                    .trim_matches('\'')
                    .strip_prefix("s/")
                    .and_then(|w| w.strip_suffix('/')?.split_once('/'))
                    .unwrap();
                let file = dir.path().join(file);
                let before = std::fs::read_to_string(&file).unwrap();
                assert!(before.contains(from), "{name}: {from:?} is not in {}", file.display());
                std::fs::write(&file, before.replace(from, to)).unwrap();
                String::new()
            }
            other => panic!("{name}: {other:?} is no command here"),
        };
        let found: Vec<&str> = found.lines().collect();
        let mut wanted = Vec::new();
        while lines.peek().is_some_and(|l| !l.starts_with("$ ") && !l.starts_with("```")) {
            wanted.extend(lines.next());
        }
        while wanted.last() == Some(&"") {
            wanted.pop();
        }
        let mut shown: Vec<String> = found.iter().map(|l| l.trim_end().to_owned()).collect();
        while shown.last().is_some_and(String::is_empty) {
            shown.pop();
        }
        if wanted.len() != shown.len() || !wanted.iter().zip(&shown).all(|(w, f)| fits(w, f)) {
            wrong.push(format!("$ {command}\n--- wanted\n{}\n--- found\n{}", wanted.join("\n"), shown.join("\n")));
        }
        // A run that blesses keeps patterns that still fit.
        let kept =
            shown.iter().enumerate().map(|(n, l)| wanted.get(n).filter(|w| fits(w, l)).map_or(l.as_str(), |w| w));
        let tail = if lines.peek().is_some_and(|l| l.starts_with("$ ")) { "\n" } else { "" };
        out.push_str(&kept.map(|l| format!("{l}\n")).collect::<String>());
        out.push_str(tail);
    }
    assert!(commands > 0, "{name} holds no command");
    if std::env::var_os("STEPBOOK_BLESS").is_some() {
        std::fs::write(&path, out).unwrap();
    } else {
        assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n\n"));
    }
}

#[test]
fn transcript_first_book() {
    transcript("first-book.md");
}

#[test]
fn transcript_mistakes() {
    transcript("mistakes.md");
}

#[test]
fn transcript_lock() {
    transcript("lock.md");
}

#[test]
fn every_transcript_is_run() {
    for entry in std::fs::read_dir(root().join("tests/cmd")).unwrap().map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(["first-book.md", "mistakes.md", "lock.md"].contains(&name.as_str()), "tests/cmd/{name} is not run");
    }
}

#[test]
fn wildcards() {
    for (pattern, line, fit) in [
        ("a", "a", true),
        ("a", "ab", false),
        ("a[..]", "abc", true),
        ("[..]c", "abc", true),
        ("a[..]b[..]c", "axbyc", true),
        ("a[..]c", "ab", false),
        ("", "", true),
        ("", "a", false),
    ] {
        assert_eq!(fits(pattern, line), fit, "{pattern} {line}");
    }
}

const WRONG: &str = "format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n  - {id: a, type: slidder, label: A}\n  - {id: b, type: long_text, label: B}\n";

fn broken() -> tempfile::TempDir {
    folder(&[("content/exercises/one.yaml", WRONG)])
}

#[test]
fn check_as_json() {
    let dir = broken();
    let (out, err) = run(dir.path(), &["check", "--format", "json"], 1);
    assert_eq!(err, "");
    let found: Value = serde_json::from_str(&out).unwrap();
    let first = found.as_array().unwrap().iter().find(|f| f["code"] == "SB0203").unwrap();
    let mut keys: Vec<&str> = first.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["code", "column", "end_column", "end_line", "file", "help", "line", "message", "severity"]);
    assert_eq!(
        (&first["file"], &first["line"], &first["column"], &first["end_column"]),
        (&"content/exercises/one.yaml".into(), &6.into(), &19.into(), &26.into())
    );
    assert_eq!(first["severity"], "error");
    assert_eq!(first["help"], "did you mean `slider`?");
}

#[test]
fn check_as_json_finds_nothing_in_a_good_book() {
    let dir = folder(&[]);
    assert_eq!(run(dir.path(), &["check", "--format", "json"], 0).0, "[]\n");
    assert_eq!(run(dir.path(), &["check"], 0), (String::new(), "no mistakes found\n".to_owned()));
}

#[test]
fn check_as_sarif() {
    let dir = broken();
    let (out, _) = run(dir.path(), &["check", "--format", "sarif"], 1);
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found["version"], "2.1.0");
    let results = found["runs"][0]["results"].as_array().unwrap();
    let one = results.iter().find(|r| r["ruleId"] == "SB0203").unwrap();
    let place = &one["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/exercises/one.yaml");
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&6.into(), &19.into()));
    let rules = found["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results {
        assert!(rules.iter().any(|r| r["id"] == result["ruleId"]), "{}", result["ruleId"]);
    }
}

#[test]
fn check_as_annotations_says_the_path_from_the_repository() {
    let outer = tempfile::tempdir().unwrap();
    crate::support::write(
        outer.path(),
        &[
            ("docs/book.toml", crate::support::BOOK),
            ("docs/content/index.md", crate::support::INDEX),
            ("docs/content/exercises/one.yaml", WRONG),
        ],
    );
    let (out, _) = run(outer.path(), &["check", "docs", "--format", "github"], 1);
    assert!(
        out.contains(
            "::error file=docs/content/exercises/one.yaml,line=6,endLine=6,col=19,endColumn=26,title=SB0203::"
        ),
        "{out}"
    );
}

#[test]
fn check_writes_nothing() {
    let dir = broken();
    let before = tree(dir.path());
    run(dir.path(), &["check"], 1);
    run(dir.path(), &["build"], 1);
    assert_eq!(tree(dir.path()), before);
}

#[test]
fn exit_codes() {
    let good = folder(&[(
        "content/exercises/one.yaml",
        "format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n  - {id: a, type: text, label: A}\n",
    )]);
    run(good.path(), &["check"], 0);
    run(good.path(), &["check", "--strict"], 1);
    run(good.path(), &["build", "--strict"], 1);
    assert!(!good.path().join("site").exists());
    run(good.path(), &["build"], 0);
    assert!(good.path().join("site/index.html").is_file());
    run(broken().path(), &["check"], 1);
    for args in [&["frob"][..], &["check", "--format", "xml"], &["build", "--frob"], &["new", "exercise"], &[]] {
        run(good.path(), args, 2);
    }
    run(good.path(), &["check", "nowhere"], 1);
    run(good.path(), &["--help"], 0);
    run(good.path(), &["--version"], 0);
    // A file where the folder for the site would have to be made: the machine fails.
    std::fs::write(good.path().join("file"), "x").unwrap();
    run(good.path(), &["build", "--out", "file/site"], 2);
}

#[test]
fn an_address_that_is_none_is_no_base_url() {
    let dir = folder(&[]);
    for typed in [
        "",
        "example.org",
        "ftp://a.example/",
        "https://",
        "javascript:alert(1)",
        "https://a.example/a b/",
        "https://a.example/?q",
        "https://a.example/\"><b>",
    ] {
        let (_, said) = run(dir.path(), &["build", "--base-url", typed], 2);
        assert!(said.contains("--base-url"), "{typed}: {said}");
    }
    assert!(!dir.path().join("site").exists());
    run(dir.path(), &["build", "--base-url", "https://a.example/b"], 0);
}

/// What is written there would be read as part of the book at the next build.
#[test]
fn a_site_is_not_written_where_the_book_is_read() {
    let dir = folder(&[]);
    std::fs::create_dir(dir.path().join("themes")).unwrap();
    for out in ["content/site", "content/a/b", "themes/site", "./content/../content/site"] {
        let (_, said) = run(dir.path(), &["build", "--out", out], 1);
        assert!(said.contains("SB1101") && said.contains("from which the book is read"), "{out}: {said}");
    }
    run(dir.path(), &["build", "--out", "contents"], 0);
    // In book.toml it is told before anything is built.
    crate::support::write(dir.path(), &[("book.toml", "[book]\ntitle = \"T\"\n[site]\nout = \"content/site\"\n")]);
    let (_, said) = run(dir.path(), &["check"], 1);
    assert!(said.contains("SB0122") && said.contains("is part of the book"), "{said}");
}

/// The line that `init` prints can be typed as it stands.
#[test]
fn init_says_how_to_go_on_in_a_folder_of_any_name() {
    let dir = tempfile::tempdir().unwrap();
    let (_, said) = run(dir.path(), &["init", "büch mit raum"], 0);
    assert!(said.contains("stepbook serve \"büch mit raum\" --open"), "{said}");
    let (_, said) = run(dir.path(), &["init", "--", "--mine"], 0);
    assert!(said.contains("stepbook serve ./--mine --open"), "{said}");
    let (_, said) = run(dir.path(), &["init", "büch mit raum"], 1);
    assert!(said.contains("`stepbook init \"büch mit raum/workbook\"`"), "{said}");
    let (_, said) = run(dir.path(), &["check", "nowhere"], 1);
    assert!(said.contains("there is no folder `nowhere`"), "{said}");
}

/// Only names below the book become addresses; what the folder above is called is nobody's business.
#[cfg(target_os = "linux")]
#[test]
fn a_book_in_a_folder_whose_name_is_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let dir = tempfile::tempdir().unwrap();
    let odd = dir.path().join(std::ffi::OsStr::from_bytes(b"b\xffk"));
    crate::support::write(&odd, &[("book.toml", crate::support::BOOK), ("content/index.md", crate::support::INDEX)]);
    run(&odd, &["check"], 0);
    run(&odd, &["build"], 0);
}

#[test]
fn explain_every_code() {
    let dir = tempfile::tempdir().unwrap();
    let (list, _) = run(dir.path(), &["explain", "--list"], 0);
    let ids: Vec<&str> = list.lines().filter_map(|l| l.split_whitespace().next()).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    assert_eq!(ids, sorted);
    assert_eq!(ids.len(), stepbook::codes().len());
    for code in ["SB0005", "sb0005", "5", "SB5"] {
        assert!(run(dir.path(), &["explain", code], 0).0.starts_with("SB0005 (error): "), "{code}");
    }
    assert!(run(dir.path(), &["explain", "SB9999"], 1).1.contains("there is no code or kind `SB9999`"));
    assert!(run(dir.path(), &["explain", "slidder"], 1).1.contains("did you mean `slider`?"));
    let (slider, _) = run(dir.path(), &["explain", "slider"], 0);
    assert!(slider.starts_with("slider, a kind of field: ") && slider.contains("type: slider"), "{slider}");
    assert!(run(dir.path(), &["explain", "SB0005"], 0).0.lines().all(|l| l.chars().count() <= 80));
}

#[test]
fn schema() {
    let dir = tempfile::tempdir().unwrap();
    let all: Value = serde_json::from_str(&run(dir.path(), &["schema"], 0).0).unwrap();
    assert_eq!(all["oneOf"].as_array().unwrap().len(), 7);
    let one: Value = serde_json::from_str(&run(dir.path(), &["schema", "slider"], 0).0).unwrap();
    assert_eq!(one["properties"]["type"]["const"], "slider");
    assert!(run(dir.path(), &["schema", "slidder"], 1).1.contains("slider"));
}

#[test]
fn init_then_check_and_build() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["init", "mine"], 0);
    let (out, _) = run(dir.path(), &["check", "mine", "--format", "json"], 0);
    let found: Value = serde_json::from_str(&out).unwrap();
    assert!(found.as_array().unwrap().iter().all(|f| f["severity"] != "error"), "{out}");
    run(dir.path(), &["build", "mine"], 0);
    assert!(dir.path().join("mine/site/index.html").is_file());
    assert!(run(dir.path(), &["init", "mine"], 1).1.contains("is not empty"));
    run(dir.path(), &["build", "mine"], 0);
}

#[test]
fn init_shipped_then_build_without_errors() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["init", "--shipped", "two"], 0);
    run(dir.path(), &["build", "two"], 0);
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["init", "mine"], 0);
    run(dir.path(), &["build", "mine", "--out", "a"], 0);
    run(dir.path(), &["build", "mine", "--out", "b"], 0);
    assert_eq!(tree(&dir.path().join("a")), tree(&dir.path().join("b")));
}

#[test]
fn a_new_exercise_of_each_kind_has_no_errors() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["init", "mine"], 0);
    for kind in stepbook::kinds::EXERCISES.iter().map(|k| k.name()) {
        let id = format!("my-new-{kind}");
        let (_, said) = run(dir.path(), &["new", "exercise", kind, &id, "--dir", "mine"], 0);
        assert!(said.contains(&format!("{{{{exercise {id}}}}}")), "{said}");
        assert!(run(dir.path(), &["new", "exercise", kind, &id, "--dir", "mine"], 1).1.contains("is taken"));
    }
    run(dir.path(), &["check", "mine"], 0);
    assert!(run(dir.path(), &["new", "exercise", "worksheat", "abc", "--dir", "mine"], 1).1.contains("worksheet"));
    assert!(run(dir.path(), &["new", "exercise", "worksheet", "My_Sheet", "--dir", "mine"], 1).1.contains("my-sheet"));
    run(dir.path(), &["new", "chapter", "How", "to", "listen", "--dir", "mine"], 0);
    run(dir.path(), &["build", "mine"], 0);
    assert!(dir.path().join("mine/site/how-to-listen.html").is_file());
}

#[test]
fn new_in_an_empty_folder_of_each_kind() {
    for kind in stepbook::kinds::EXERCISES.iter().map(|k| k.name()) {
        let dir = folder(&[]);
        run(dir.path(), &["new", "exercise", kind, "first-one"], 0);
        let (out, _) = run(dir.path(), &["check", "--format", "json"], 0);
        assert!(!out.contains("\"error\""), "{kind}: {out}");
    }
}

#[test]
fn completions_and_serve_without_the_feature() {
    let dir = folder(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(run(dir.path(), &["completions", shell], 0).0.contains("stepbook"), "{shell}");
    }
    if !cfg!(feature = "serve") {
        assert!(run(dir.path(), &["serve"], 2).1.contains("without the preview"));
    }
}

/// Ctrl-C is how one ends the preview: that is no failure.
#[cfg(all(unix, feature = "serve"))]
#[test]
fn the_preview_ends_well_when_it_is_told_to() {
    use std::io::{BufRead, BufReader, Read};
    for signal in ["-INT", "-TERM"] {
        let dir = folder(&[]);
        let mut child = Command::new(env!("CARGO_BIN_EXE_stepbook"))
            .args(["serve", "--port", "0"])
            .current_dir(dir.path())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        // The preview listens for the end once it answers.
        let address = loop {
            line.clear();
            assert!(told.read_line(&mut line).unwrap() > 0, "the preview ended by itself");
            if let Some((_, address)) = line.trim_end().split_once("http://") {
                break address.trim_end_matches('/').to_owned();
            }
        };
        let mut page = std::net::TcpStream::connect(&address).unwrap();
        std::io::Write::write_all(
            &mut page,
            format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes(),
        )
        .unwrap();
        let mut answer = String::new();
        page.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        let mut rest = String::new();
        told.read_to_string(&mut rest).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{rest}");
        assert!(rest.contains("The preview has ended."), "{rest}");
    }
}

#[test]
fn no_colour_in_a_pipe() {
    let (out, err) = run(broken().path(), &["check"], 1);
    assert!(!out.contains('\u{1b}') && !err.contains('\u{1b}'), "{err}");
}

/// A chain of comparisons is as deep a tree as brackets are; in a process of its own, since a stack that overflows ends it.
#[test]
fn a_condition_of_thousands_of_parts_is_no_crash() {
    for joint in [" or ", " and "] {
        let chain = vec!["a == 1"; 50_000].join(joint);
        let dir = folder(&[(
            "content/exercises/one.yaml",
            &format!(
                "format: 1\nid: one\nkind: worksheet\ntitle: One\nfields:\n  - {{id: a, type: slider, label: A}}\n  - {{id: b, type: text, label: B, show_if: \"{chain}\"}}\n"
            ),
        )]);
        let code = stepbook(dir.path(), &["check"]).status.code();
        assert!(matches!(code, Some(0 | 1)), "{joint:?}: {code:?}");
    }
}
