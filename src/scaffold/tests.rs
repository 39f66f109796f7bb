use std::fs;
use std::path::{Path, PathBuf};

use crate::diag::Diags;
use crate::load::{self, Drafts};
use crate::source::Sources;

use super::{GUARD, KINDS, Made, Refused, copy, init, new_chapter, new_exercise};

fn refused(result: Result<Made, Refused>) -> (String, String) {
    match result {
        Err(Refused::Author { message, help }) => (message, help),
        other => panic!("{other:?}"),
    }
}

fn book() -> (tempfile::TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("my-first_workbook");
    init(&dir, crate::today()).unwrap();
    (temp, dir)
}

fn read(dir: &Path, path: &str) -> String {
    fs::read_to_string(dir.join(path)).unwrap()
}

#[test]
fn init_makes_a_whole_book() {
    let (_temp, dir) = book();
    assert!(read(&dir, "book.toml").contains("title = \"My first workbook\""));
    assert!(read(&dir, "README.md").starts_with("# My first workbook\n"));
    assert!(read(&dir, ".gitignore").contains("/site/"));
    assert!(!dir.join("gitignore").exists());
    assert!(!read(&dir, "content/helplines/example.yaml").contains("CHECKED"));
    let chapter = read(&dir, "content/01-start.md");
    for (kind, id, _) in KINDS {
        let text = read(&dir, &format!("content/exercises/{id}.yaml"));
        assert!(text.contains(&format!("\nid: {id}")) && text.contains(&format!("\nkind: {kind}\n")), "{id}");
        assert!(text.starts_with('#'), "{id} begins with a comment");
    }
    for entry in fs::read_dir(dir.join("content/exercises")).unwrap() {
        let id = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        assert!(chapter.contains(&format!("\n{{{{exercise {id}}}}}\n")), "{id} is placed");
    }
}

#[test]
fn yaml_and_toml_can_be_read_with_every_comment_and_key() {
    let (_temp, dir) = book();
    for entry in walkdir::WalkDir::new(&dir) {
        let path = entry.unwrap().into_path();
        match path.extension().and_then(|e| e.to_str()) {
            Some("yaml") => {
                serde_yaml::from_str::<serde_yaml::Value>(&fs::read_to_string(&path).unwrap()).unwrap();
            }
            Some("toml") => {
                let text = fs::read_to_string(&path).unwrap();
                toml::from_str::<toml::Table>(&text).unwrap();
                let all: String = text.lines().map(uncommented).collect();
                let table: toml::Table = toml::from_str(&all).unwrap();
                let keys = |name: &str| table[name].as_table().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
                assert_eq!(
                    keys("book"),
                    "authors description direction id language licence pack source subtitle title version"
                );
                assert_eq!(keys("site"), "base_url out theme");
                assert_eq!(keys("practice"), "address logo name phone web");
                assert_eq!(keys("safety"), "allow_old_helplines exit_url guard");
                assert_eq!(keys("print"), "large paper");
            }
            _ => {}
        }
    }
}

fn uncommented(line: &str) -> String {
    let key = line
        .strip_prefix("# ")
        .filter(|l| l.starts_with('[') || l.split_once(" = ").is_some_and(|(k, _)| !k.contains(' ')));
    format!("{}\n", key.unwrap_or(line))
}

#[test]
fn init_refuses_a_folder_in_use_and_a_file() {
    let temp = tempfile::tempdir().unwrap();
    fs::create_dir(temp.path().join(".git")).unwrap();
    fs::write(temp.path().join("notes.txt"), "mine").unwrap();
    let (message, help) = refused(init(temp.path(), crate::today()));
    assert!(message.contains("notes.txt") && help.contains("stepbook init "), "{message} {help}");
    let (message, _) = refused(init(&temp.path().join("notes.txt"), crate::today()));
    assert!(message.contains("is a file"), "{message}");
    fs::remove_file(temp.path().join("notes.txt")).unwrap();
    init(temp.path(), crate::today()).unwrap();
}

#[test]
fn copy_writes_what_it_is_given() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("fork");
    copy(&dir, [(PathBuf::from("book.toml"), b"[book]\n".to_vec()), (Path::new("content").join("a.svg"), vec![0xff])])
        .unwrap();
    assert_eq!(fs::read(dir.join("content/a.svg")).unwrap(), [0xff]);
    assert!(dir.join(".gitignore").exists());
    refused(copy(&dir, []));
}

#[test]
fn new_exercise_of_every_kind() {
    let (_temp, dir) = book();
    for (kind, model, _) in KINDS {
        let id = format!("my-{kind}");
        let made = new_exercise(&dir, kind, &id).unwrap();
        assert_eq!(made.files, [Path::new("content").join("exercises").join(format!("{id}.yaml"))]);
        assert_eq!(made.paste, Some(format!("{{{{exercise {id}}}}}")));
        let text = read(&dir, &format!("content/exercises/{id}.yaml"));
        let value: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        assert_eq!(value["id"], serde_yaml::Value::from(id));
        assert_eq!(value["kind"], serde_yaml::Value::from(*kind));
        assert_eq!(value["title"], serde_yaml::Value::from(format!("My {kind}")));
        assert!(!text.contains(model));
    }
}

#[test]
fn a_pair_brings_its_guard_where_there_is_none() {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("book.toml"), "[book]\ntitle = \"x\"\n").unwrap();
    let made = new_exercise(temp.path(), "pair", "our-plan").unwrap();
    assert_eq!(made.files.len(), 2);
    assert!(temp.path().join(format!("content/exercises/{GUARD}.yaml")).is_file());
    assert_eq!(new_exercise(temp.path(), "pair", "our-plan-two").unwrap().files.len(), 1);
}

#[test]
fn new_exercise_refuses_with_the_way_out() {
    let (_temp, dir) = book();
    assert_eq!(refused(new_exercise(&dir, "worksheat", "abc")).1, "did you mean `worksheet`?");
    assert!(refused(new_exercise(&dir, "zzzzzzzzz", "abc")).1.starts_with("use one of: worksheet, check"));
    assert_eq!(refused(new_exercise(&dir, "cards", "My_First Sheet")).1, "did you mean `my-first-sheet`?");
    assert_eq!(refused(new_exercise(&dir, "cards", "../../x")).1, "such as `my-first-sheet`");
    let before = read(&dir, "content/exercises/the-doorway.yaml");
    assert!(refused(new_exercise(&dir, "cards", "the-doorway")).0.contains("is taken"));
    assert_eq!(read(&dir, "content/exercises/the-doorway.yaml"), before);
    let empty = tempfile::tempdir().unwrap();
    assert!(refused(new_exercise(empty.path(), "cards", "abc")).1.contains("stepbook init"));
}

#[test]
fn an_id_beside_a_chapter_is_taken_too() {
    let (_temp, dir) = book();
    fs::create_dir(dir.join("content/02-part")).unwrap();
    fs::write(dir.join("content/02-part/near.yaml"), "").unwrap();
    assert!(refused(new_exercise(&dir, "cards", "near")).0.contains("near.yaml"));
    new_exercise(&dir, "cards", "feelings").unwrap();
}

#[test]
fn new_chapter_takes_the_next_number_and_letters_of_every_script() {
    let (_temp, dir) = book();
    let path =
        |title: &str| new_chapter(&dir, title).unwrap().files.first().unwrap().to_string_lossy().replace('\\', "/");
    assert_eq!(path("How to listen: a \"start\""), "content/02-how-to-listen-a-start.md");
    assert_eq!(
        path("\u{41f}\u{430}\u{443}\u{437}\u{430} \u{438} \u{442}\u{438}\u{448}\u{438}\u{43d}\u{430}"),
        "content/03-\u{43f}\u{430}\u{443}\u{437}\u{430}-\u{438}-\u{442}\u{438}\u{448}\u{438}\u{43d}\u{430}.md"
    );
    assert!(
        read(&dir, "content/02-how-to-listen-a-start.md")
            .starts_with("---\ntitle: \"How to listen: a \\\"start\\\"\"\n")
    );
}

#[test]
fn new_chapter_refuses_with_the_way_out() {
    let (_temp, dir) = book();
    assert!(refused(new_chapter(&dir, "!!!")).1.contains("stepbook new chapter"));
    assert!(refused(new_chapter(&dir, "a\nb")).0.contains("one line"));
    assert!(refused(new_chapter(&dir, "Start")).0.contains("01-start.md"));
    let empty = tempfile::tempdir().unwrap();
    assert!(refused(new_chapter(empty.path(), "A")).0.contains("book.toml"));
}

#[test]
fn what_is_made_loads_without_a_finding() {
    let (_temp, dir) = book();
    for (kind, ..) in KINDS {
        new_exercise(&dir, kind, &format!("my-{kind}")).unwrap();
    }
    new_chapter(&dir, "1: [How] *to* \"listen\" #now").unwrap();
    let mut diags = Diags::new();
    let sources = Sources::read(&dir, &mut diags);
    let book = load::book(&sources, Drafts::In, &mut diags);
    assert_eq!(crate::cli::print::plain(&diags, &sources), "");
    assert_eq!(book.exercises.len(), 2 * KINDS.len() + 1);
    assert!(book.pages.iter().any(|page| page.title == "1: [How] *to* \"listen\" #now"));
    for exercise in &book.exercises {
        let mut found = Diags::new();
        exercise.spec.check(exercise, &book, &mut found);
        for field in exercise.all_fields() {
            field.spec.check(field, exercise, &book, &mut found);
        }
        assert_eq!(crate::cli::print::plain(&found, &sources), "");
    }
}
