//! Exercises: one YAML file each.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Diags, FileId};
use crate::kinds::{
    DOUBLED_ID, EXERCISE_PARAMS, EXERCISES, ExerciseKind, Fields, Kinds, MOST_PAGES, PAGES, UNKNOWN_KIND, read_fields,
};
use crate::model::{Book, Exercise, id};
use crate::source::{Source, Sources};
use crate::tree::{Node, Param, Table, Ty, need, opt};

crate::codes! {
    BAD_EXERCISE_ID Error "SB0501" "an exercise id of another shape"
        "The id of an exercise is kebab-case, 3 to 40 letters, starts with a letter, and names the meaning. Saved answers are kept under it."
    NOT_ITS_FILE Error "SB0502" "an exercise whose id is not its file's name"
        "`content/exercises/one-kind-request.yaml` holds `id: one-kind-request`, so that one finds the file from the id. Rename one of them; once readers have answered, rename the file."
    EMPTY_FILE Error "SB0504" "an exercise file with nothing in it"
        "A file in `content/exercises/` holds one exercise. Write it, have `stepbook new exercise worksheet its-id` write one to change, or delete the file."
    NEEDS_FIELDS Error "SB0503" "an exercise without fields"
        "A worksheet, check, check-in or pair asks at least one question. Add `fields:`."
}

const FIELDS_PARAM: &[Param] = &[need("fields", Ty::Fields, "its questions")];
const NO_FIELDS: &[Param] = &[];

/// Whether a file is an exercise: in `content/exercises/`, or YAML beside a chapter.
pub fn is(path: &str) -> bool {
    let kept = ["content/helplines/", "content/words/", "content/packets/"];
    super::is_yaml(path) && !kept.iter().any(|k| path.starts_with(k))
}

/// Reads one exercise.
pub fn read(file: FileId, source: &Source, kinds: &Kinds, report: &RefCell<Diags>) -> Option<Exercise> {
    let node = crate::yaml::block(&source.text, file, 0, &mut report.borrow_mut())?;
    made(&node, file, source, kinds, report)
}

/// Makes an exercise of its tree.
pub fn made(node: &Node, file: FileId, source: &Source, kinds: &Kinds, report: &RefCell<Diags>) -> Option<Exercise> {
    let mark = report.borrow().mark();
    if source.text.trim().is_empty() {
        report.borrow_mut().push(Diagnostic::new(EMPTY_FILE, node.span, "this file is empty").help(format!(
            "`stepbook new exercise worksheet {}` writes one to change; delete this one first",
            stem(&source.path)
        )));
        return None;
    }
    let kind_node = node.map().and_then(|m| m.iter().find(|e| e.key == "kind")).map(|e| &e.value);
    let name = kind_node.and_then(|n| n.text());
    let known = |name: &str| EXERCISES.iter().copied().find(|k| k.name() == name);
    let Some(kind) = name.and_then(|n| known(n).or_else(|| unknown_kind(n, kind_node?.span, report))) else {
        if name.is_none() {
            let params = [EXERCISE_PARAMS, &[opt("fields", Ty::Fields, "its questions")]];
            if let Some(table) = Table::open(node, "an exercise", &params, report) {
                table.text("kind");
            }
        }
        return None;
    };
    let with_fields = if kind.fields() == Fields::Needed { FIELDS_PARAM } else { NO_FIELDS };
    let table =
        Table::open(node, format!("a `{}`", kind.name()), &[EXERCISE_PARAMS, with_fields, kind.params()], report)?;
    let _ = table.number("format", 1.0, 1.0);
    let fields = if kind.fields() == Fields::Needed { read_fields(&table, "fields", kinds) } else { Vec::new() };
    let spec = kind.read(&table, kinds);
    let id = table.text("id");
    if let Some(id) = &id {
        named(&id.value, id.span, source, report);
    }
    if kind.fields() == Fields::Needed && table.node("fields").is_some_and(|n| n.list().is_some_and(<[_]>::is_empty)) {
        table.say(
            Diagnostic::new(NEEDS_FIELDS, table.span(), format!("a `{}` needs a field", kind.name()))
                .help("add `- {id: worry, type: long_text, label: ...}` under `fields`"),
        );
    }
    let title = table.text("title");
    let print = table.node("print").and_then(|n| Table::open(n, "`print`", &[PAGES], report));
    let pages = print.as_ref().and_then(|t| Some((t.count("pages", 1, MOST_PAGES)?, t.span())));
    let (id, title) = (id?, title?);
    let exercise = Exercise {
        id: id.value,
        id_span: id.span,
        file,
        kind,
        intro: table.text("intro"),
        outro: table.text("outro"),
        helper: table.text("helper"),
        minutes: table.count("minutes", 1, 600),
        pages: pages.map_or(1, |(n, _)| n),
        pages_span: pages.map_or(title.span, |(_, s)| s),
        card: print.is_some_and(|t| t.truth("card")),
        title,
        fields,
        spec: spec?,
        was: table.texts("was"),
        retired: table.texts("retired"),
        rescored: table.count("rescored", 2, 1000),
        lang: None,
        whole: !report.borrow().erred_since(mark),
        lost: Vec::new(),
    };
    let read: BTreeSet<&str> = exercise.all_fields().map(|f| f.id.value.as_str()).collect();
    let lost = typed_ids(node).filter(|id| !read.contains(id)).map(str::to_owned).collect();
    let exercise = Exercise { lost, ..exercise };
    let mut seen: Vec<(&str, crate::diag::Span)> = Vec::new();
    for field in exercise.all_fields() {
        if let Some((_, first)) = seen.iter().find(|(name, _)| *name == field.id.value) {
            report.borrow_mut().push(
                Diagnostic::new(DOUBLED_ID, field.id.span, format!("two fields have the id `{}`", field.id.value))
                    .also(*first, "the first")
                    .help("give one another id"),
            );
        }
        seen.push((&field.id.value, field.id.span));
    }
    Some(exercise)
}

/// Reports a kind that is not known. One with a slip in it is read all the same, so that the rest is looked at in the same run.
fn unknown_kind(name: &str, span: crate::diag::Span, report: &RefCell<Diags>) -> Option<&'static dyn ExerciseKind> {
    let names: Vec<&str> = EXERCISES.iter().map(|k| k.name()).collect();
    let called = EXERCISES.iter().find(|k| k.other_names().iter().any(|other| other.eq_ignore_ascii_case(name)));
    let near = crate::diag::nearest(name, &names);
    let meant = called.map(|k| k.name()).or(near);
    let finding = Diagnostic::new(UNKNOWN_KIND, span, format!("unknown exercise kind `{name}`"));
    report.borrow_mut().push(match meant {
        Some(meant) => finding.help(format!("did you mean `{meant}`?")),
        None => finding.suggest(name, names),
    });
    EXERCISES.iter().copied().find(|k| called.is_none() && Some(k.name()) == near)
}

/// The ids under `fields`, and those of what two write together, as they were typed.
fn typed_ids(node: &Node) -> impl Iterator<Item = &str> {
    fn at<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
        node.map()?.iter().find(|e| e.key == key).map(|e| &e.value)
    }
    // `id worry` and `id:worry` are ids as well to whoever typed them.
    fn joined(node: &Node) -> Option<&str> {
        node.map()?.iter().find_map(|e| e.key.strip_prefix("id").filter(|rest| rest.starts_with([' ', ':'])))
    }
    let lists = [at(node, "fields"), at(node, "agreement").and_then(|inner| at(inner, "fields"))];
    lists.into_iter().flatten().filter_map(Node::list).flatten().filter_map(|field| {
        at(field, "id").and_then(Node::text).or_else(|| Some(joined(field)?.trim_start_matches([' ', ':'])))
    })
}

/// The name of an exercise's file, without its ending.
fn stem(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or("").rsplit_once('.').map_or("", |(name, _)| name)
}

/// Whether an exercise has the id that its file's name gives.
pub fn is_named(id: &str, path: &str) -> bool {
    stem(path) == id
}

fn named(typed: &str, span: crate::diag::Span, source: &Source, report: &RefCell<Diags>) {
    let name = stem(&source.path);
    if !id::is_exercise(typed) {
        let mended = id::mend(typed, '-');
        let help = if typed.chars().any(crate::diag::is_unseen) {
            format!("it holds a sign that one cannot see: delete it, and type `{mended}` anew")
        } else if id::is_exercise(&mended) {
            format!("write `{mended}`, and name the file `{mended}.yaml`")
        } else {
            "use 3 to 40 small letters, digits and hyphens, a letter first, such as `one-kind-request`".to_owned()
        };
        report
            .borrow_mut()
            .push(Diagnostic::new(BAD_EXERCISE_ID, span, format!("`{typed}` cannot be an exercise's id")).help(help));
    } else if typed != name {
        report.borrow_mut().push(
            Diagnostic::new(NOT_ITS_FILE, span, format!("the id is `{typed}` and the file is `{name}.yaml`")).help(
                if id::is_exercise(name) {
                    format!("write `id: {name}`, or rename the file to `{typed}.yaml`")
                } else {
                    // A copy beside the original: its id is taken.
                    let own = id::mend(name, '-');
                    format!(
                        "rename the file to `{typed}.yaml`; if it is a copy, write `id: {own}` and name it `{own}.yaml`"
                    )
                },
            ),
        );
    }
}

/// Sorts the exercises, reports doubled ids, and makes the look-up.
pub fn arrange(book: &mut Book, sources: &Sources, diags: &mut Diags) {
    book.exercises.sort_by(|a, b| (&a.id, a.file).cmp(&(&b.id, b.file)));
    let mut kept: Vec<Exercise> = Vec::with_capacity(book.exercises.len());
    for exercise in book.exercises.drain(..) {
        if let Some(first) = kept.last().filter(|k| k.id == exercise.id) {
            // Where one of them has not its file's name, as a copy has, that was said.
            if [first, &exercise].iter().any(|x| !is_named(&x.id, &sources.get(x.file).path)) {
                continue;
            }
            diags.push(
                Diagnostic::new(DOUBLED_ID, exercise.id_span, format!("two exercises have the id `{}`", exercise.id))
                    .also(first.id_span, "the first")
                    .help("give one another id, and its file another name"),
            );
            continue;
        }
        kept.push(exercise);
    }
    book.exercises = kept;
    index(book);
}

/// Makes the look-up.
pub fn index(book: &mut Book) {
    book.index.exercise = book.exercises.iter().enumerate().map(|(n, x)| (x.id.clone(), n)).collect();
}
