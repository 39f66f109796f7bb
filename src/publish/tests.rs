//! What publishing promises, on a real disk.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::*;
use crate::diag::{Code, Severity};

const BROKEN: &Code = &Code { id: "SB9999", severity: Severity::Error, title: "broken", explain: "for tests" };

/// A folder with a place for a site in it.
struct Ground {
    dir: tempfile::TempDir,
}

impl Ground {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    fn out(&self) -> PathBuf {
        self.dir.path().join("site")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.out().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_default()
    }

    /// What lies in the folder around the site.
    fn around(&self) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(self.dir.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn build(&self, site: &Site<'_>) -> Result<Report, Failure> {
        self.build_by(site, Swap::best())
    }

    fn build_by(&self, site: &Site<'_>, swap: Swap) -> Result<Report, Failure> {
        let options = Options { book: None, progress: &|_, _| () };
        publish_in_steps(site, &self.out(), &options, swap, &|_| ())
    }
}

fn site(files: &[(&str, &str)]) -> Site<'static> {
    let mut site = Site::new();
    for (path, text) in files {
        site.file(*path, *text);
    }
    site
}

fn refusal(outcome: Result<Report, Failure>) -> String {
    match outcome {
        Err(Failure::Refused { message, help }) => format!("{message}; {help}"),
        other => panic!("not refused: {other:?}"),
    }
}

fn machine(outcome: Result<Report, Failure>) -> String {
    match outcome {
        Err(Failure::Io(error)) => format!("{error:#}"),
        other => panic!("no failure of the machine: {other:?}"),
    }
}

/// Every file below a folder with its bytes.
fn tree(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = walkdir::WalkDir::new(root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().strip_prefix(root).unwrap().to_owned(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

#[cfg(unix)]
fn inode(path: &Path) -> (u64, std::time::SystemTime) {
    use std::os::unix::fs::MetadataExt;
    let meta = fs::metadata(path).unwrap();
    (meta.ino(), meta.modified().unwrap())
}

#[test]
fn writes_the_site_and_nothing_beside_it() {
    let ground = Ground::new();
    let report = ground.build(&site(&[("index.html", "one"), ("a/b/index.html", "two"), ("app.js", "")])).unwrap();
    assert_eq!(report, Report { written: 3, unchanged: 0, removed: 0, bytes: 6, pages: 2 });
    assert_eq!(ground.text("a/b/index.html"), "two");
    assert_eq!(ground.around(), ["site"]);
}

#[test]
fn an_empty_folder_is_filled() {
    let ground = Ground::new();
    fs::create_dir(ground.out()).unwrap();
    ground.build(&site(&[("index.html", "one")])).unwrap();
    assert_eq!(ground.text("index.html"), "one");
}

#[test]
fn both_swaps_replace_the_old_site() {
    for swap in [Swap::Exchange, Swap::Renames] {
        let ground = Ground::new();
        ground.build_by(&site(&[("index.html", "one"), ("gone.html", "x"), ("same.html", "s")]), swap).unwrap();
        let report = ground.build_by(&site(&[("index.html", "two"), ("same.html", "s")]), swap).unwrap();
        assert_eq!(report, Report { written: 1, unchanged: 1, removed: 1, bytes: 4, pages: 2 });
        assert_eq!(ground.text("index.html"), "two");
        assert!(!ground.at("gone.html").exists());
        assert_eq!(ground.around(), ["site"]);
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    let files = [("index.html", "one"), ("a/x.html", "two"), ("b.css", "three")];
    let (first, second) = (Ground::new(), Ground::new());
    first.build(&site(&files)).unwrap();
    let once = tree(&first.out());
    first.build(&site(&files)).unwrap();
    second.build(&site(&files)).unwrap();
    assert_eq!(once, tree(&first.out()));
    assert_eq!(once, tree(&second.out()));
    let manifest = first.text(manifest::NAME);
    assert!(manifest.find("a/x.html") < manifest.find("b.css"));
}

#[cfg(unix)]
#[test]
fn unchanged_files_stay_the_very_same_and_changed_ones_do_not() {
    let ground = Ground::new();
    ground.build(&site(&[("same.html", "s"), ("new.html", "1"), ("hand.html", "h")])).unwrap();
    let before = (inode(&ground.at("same.html")), inode(&ground.at("new.html")));
    // Of the same length as what we wrote, so that only the bytes tell.
    ground.put("hand.html", "!");
    let report = ground.build(&site(&[("same.html", "s"), ("new.html", "2"), ("hand.html", "h")])).unwrap();
    assert_eq!((report.unchanged, report.written), (1, 2));
    assert_eq!(before.0, inode(&ground.at("same.html")));
    assert_ne!(before.1.0, inode(&ground.at("new.html")).0);
    assert_eq!(ground.text("hand.html"), "h");
}

#[cfg(unix)]
#[test]
fn files_and_folders_can_be_read_by_a_web_server() {
    use std::os::unix::fs::PermissionsExt;
    let ground = Ground::new();
    let picture = ground.dir.path().join("picture");
    fs::write(&picture, "p").unwrap();
    fs::set_permissions(&picture, fs::Permissions::from_mode(0o600)).unwrap();
    let mut site = site(&[("a/index.html", "one")]);
    copy(&mut site, "p.png", &picture);
    ground.build(&site).unwrap();
    let mode = |path: &str| fs::metadata(ground.at(path)).unwrap().permissions().mode() & 0o7777;
    assert_eq!((mode("a/index.html"), mode("p.png"), mode(manifest::NAME)), (0o644, 0o644, 0o644));
    assert_eq!((mode(""), mode("a")), (0o755, 0o755));
}

fn copy<'a>(site: &mut Site<'a>, path: &'a str, from: &Path) {
    let from = from.to_owned();
    site.plan(
        vec![path.to_owned()],
        Box::new(move || Ok(vec![Output { path: path.to_owned(), body: Body::Copy(from.clone()) }])),
    );
}

#[cfg(unix)]
#[test]
fn copies_are_compared_too() {
    let ground = Ground::new();
    let from = ground.dir.path().join("film");
    let mut site = Site::new();
    copy(&mut site, "film.mp4", &from);
    // Longer than one block, and different only at the end.
    let mut film = vec![7; 300_000];
    fs::write(&from, &film).unwrap();
    assert_eq!(ground.build(&site).unwrap().written, 1);
    let before = inode(&ground.at("film.mp4"));
    assert_eq!(ground.build(&site).unwrap().unchanged, 1);
    assert_eq!(before, inode(&ground.at("film.mp4")));
    *film.last_mut().unwrap() = 8;
    fs::write(&from, &film).unwrap();
    assert_eq!(ground.build(&site).unwrap().written, 1);
    assert_eq!(fs::read(ground.at("film.mp4")).unwrap(), film);
}

#[test]
fn a_copy_out_of_the_old_site_is_refused() {
    let ground = Ground::new();
    ground.build(&site(&[("index.html", "one")])).unwrap();
    let mut next = Site::new();
    copy(&mut next, "x.html", &ground.at("index.html"));
    assert!(refusal(ground.build(&next)).contains("lies in the folder"));
}

fn piece<'a>(site: &mut Site<'a>, path: &'a str, html: String) {
    site.plan(
        vec![path.to_owned()],
        Box::new(move || Ok(vec![Output { path: path.to_owned(), body: Body::Piece(html.clone()) }])),
    );
}

#[test]
fn pieces_are_joined_in_the_order_of_the_units() {
    let mut site = Site::new();
    let count = CHUNK * 3 + 5;
    for n in 0..count {
        piece(&mut site, "print.html", format!("<{n}>"));
        if n < 10 {
            piece(&mut site, "short.html", format!("{n}"));
        }
    }
    let ground = Ground::new();
    let report = ground.build(&site).unwrap();
    assert_eq!((report.written, report.pages), (2, 2));
    assert_eq!(ground.text("print.html"), (0..count).map(|n| format!("<{n}>")).collect::<String>());
    assert_eq!(ground.text("short.html"), "0123456789");
    let once = tree(&ground.out());
    assert_eq!(ground.build(&site).unwrap().unchanged, 2);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    one.install(|| ground.build(&site)).unwrap();
    assert_eq!(once, tree(&ground.out()));
}

#[test]
fn progress_ends_at_the_total() {
    let ground = Ground::new();
    let names: Vec<String> = (0..CHUNK + 1).map(|n| format!("{n}.html")).collect();
    let mut site = Site::new();
    for name in &names {
        site.file(name.as_str(), "x");
    }
    let told = std::sync::Mutex::new(Vec::new());
    let progress = |done, total| told.lock().unwrap().push((done, total));
    publish(&site, &ground.out(), &Options { book: None, progress: &progress }).unwrap();
    assert_eq!(told.into_inner().unwrap(), [(CHUNK, CHUNK + 1), (CHUNK + 1, CHUNK + 1)]);
}

#[test]
fn a_broken_page_leaves_the_old_site_and_the_first_one_is_told() {
    let ground = Ground::new();
    ground.build(&site(&[("index.html", "one")])).unwrap();
    let mut next = site(&[("index.html", "two")]);
    for name in ["first", "second"] {
        let span = crate::diag::Span::new(crate::diag::FileId(0), 0..0);
        next.plan(vec![name.to_owned()], Box::new(move || Err(Box::new(Diagnostic::new(BROKEN, span, name)))));
    }
    match ground.build(&next) {
        Err(Failure::Page(found)) => assert_eq!(found.message, "first"),
        other => panic!("{other:?}"),
    }
    assert_eq!(ground.text("index.html"), "one");
    assert_eq!(ground.around(), ["site"]);
}

#[test]
fn addresses_that_leave_the_site_are_not_written() {
    for path in ["../x", "/x", "a/../../x", "a//b", "", "a/", ".", "a\\b", manifest::NAME] {
        let ground = Ground::new();
        assert!(machine(ground.build(&site(&[(path, "x")]))).contains("not an address"), "{path}");
        assert_eq!(ground.around(), [""; 0]);
    }
}

#[test]
fn what_was_planned_is_what_is_made() {
    let ground = Ground::new();
    assert!(machine(ground.build(&site(&[("a", "1"), ("a", "2")]))).contains("written twice"));
    let mut other = Site::new();
    other.plan(vec!["a".into()], Box::new(|| Ok(vec![Output { path: "b".into(), body: Body::Bytes(vec![]) }])));
    assert!(machine(ground.build(&other)).contains("never planned"));
    let mut none = Site::new();
    none.plan(vec!["a".into()], Box::new(|| Ok(vec![])));
    assert!(machine(ground.build(&none)).contains("never made"));
}

mod kill;
mod ours;
