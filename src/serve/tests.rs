//! A preview as a browser meets it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::{Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use super::*;

/// So long that only what never comes is missed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A site that is a table; the address `panic` fails and `broken` cannot be made.
struct Table(BTreeMap<String, String>);

impl PageSource for Table {
    fn get(&self, path: &str) -> Option<Result<Vec<u8>, String>> {
        match path {
            "panic" => panic!("as the test wants it"),
            "broken" => Some(Err("<p>cannot be made</p>".into())),
            _ => self.0.get(path).map(|body| Ok(body.clone().into_bytes())),
        }
    }
}

/// Reads a folder; a file `mistake` in it is one.
fn read(dir: &Path) -> Rebuilt {
    if let Ok(mistake) = fs::read_to_string(dir.join("mistake")) {
        return Rebuilt::Bad(mistake);
    }
    assert!(!dir.join("bug").exists(), "as the test wants it");
    let files = walkdir::WalkDir::new(dir).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let table = files.map(|entry| {
        let path = entry.path().strip_prefix(dir).unwrap().to_str().unwrap().to_owned();
        (path, fs::read_to_string(entry.path()).unwrap_or_default())
    });
    Rebuilt::Good(Arc::new(Table(table.collect())))
}

struct Preview {
    dir: tempfile::TempDir,
    address: SocketAddr,
    said: Arc<Mutex<Vec<String>>>,
    end: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Preview {
    fn start(files: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let put = |path: &str, text: &str| {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        files.iter().for_each(|(path, text)| put(path, text));
        let root = dir.path().to_owned();
        let said = Arc::new(Mutex::new(Vec::new()));
        let sayings = Arc::clone(&said);
        let say: Say = Arc::new(move |text: &str| sayings.lock().unwrap().push(text.to_owned()));
        let watch = watch::start(&root.clone(), Box::new(move || read(&root)), say).unwrap();
        let listener = listen(0).unwrap();
        let address = listener.local_addr().unwrap();
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let thread = std::thread::spawn(move || run(listener, &watch, async { drop(ended.await) }).unwrap());
        Self { dir, address, said, end: Some(end), thread: Some(thread) }
    }

    fn put(&self, path: &str, text: &str) {
        fs::write(self.dir.path().join(path), text).unwrap();
    }

    fn send(&self, head: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(format!("{head}\r\n\r\n").as_bytes()).unwrap();
        BufReader::new(stream)
    }

    fn ask(&self, head: &str) -> Answer {
        let mut text = String::new();
        self.send(&format!("{head}\r\nConnection: close")).read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_default();
        Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}", self.address))
    }

    /// The names of the builds as they come.
    fn rounds(&self) -> impl Iterator<Item = String> + use<> {
        let lines = self.send(&format!("GET /-/events HTTP/1.1\r\nHost: {}", self.address)).lines();
        lines.map(|line| line.expect("news in time")).filter_map(|line| line.strip_prefix("data: ").map(str::to_owned))
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.end.take().unwrap().send(());
        let ended = self.thread.take().unwrap().join();
        assert!(ended.is_ok() || std::thread::panicking());
    }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

const INDEX: &str = r#"<!doctype html><head><meta http-equiv="Content-Security-Policy" content="default-src 'self'; connect-src 'none'"></head><body><p>one</p></body>"#;

#[test]
fn pages_are_found_as_on_a_static_host() {
    let preview = Preview::start(&[("index.html", INDEX), ("a b/index.html", "deep"), ("a.css", "c{}")]);
    let index = preview.get("/");
    assert_eq!(index.status, 200);
    assert!(index.head.contains("content-type: text/html"));
    assert!(index.body.contains("<p>one</p><script src=\"/-/reload.js\""), "{}", index.body);
    assert!(index.body.contains("connect-src 'self'"));
    assert!(preview.get("/a%20b/").body.starts_with("deep"));
    assert!(preview.get("/a%20b/index.html?x=1").body.starts_with("deep"));
    let folder = preview.get("/a%20b?x=1");
    assert_eq!((folder.status, folder.head.contains("location: /a%20b/?x=1")), (307, true));
    // What is no page is sent as it is.
    assert_eq!(preview.get("/a.css").body, "c{}");
    assert!(preview.get("/-/reload.js").body.contains("EventSource"));
    assert_eq!(preview.get("/-/preview.css").status, 200);
    let head = preview.ask(&format!("HEAD / HTTP/1.1\r\nHost: {}", preview.address));
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[test]
fn what_is_not_there_is_said() {
    let preview = Preview::start(&[("index.html", INDEX)]);
    for path in ["/x", "/x.html", "/x/", "/../index.html", "/%2e%2e/index.html", "/%zz", "/%ff", "//x", "/-/x"] {
        assert_eq!(preview.get(path).status, 404, "{path}");
    }
    let mut rounds = preview.rounds();
    rounds.next().unwrap();
    preview.put("404.html", "<p>nowhere</p>");
    rounds.next().unwrap();
    let missing = preview.get("/x");
    assert_eq!(missing.status, 404);
    assert!(missing.body.starts_with("<p>nowhere</p>"));
}

#[test]
fn only_this_machine_by_its_own_name_is_answered() {
    let preview = Preview::start(&[("index.html", INDEX)]);
    let port = preview.address.port();
    for host in [
        "example.org".to_owned(),
        format!("example.org:{port}"),
        "127.0.0.1".to_owned(),
        format!("127.0.0.1:{}", port ^ 1),
    ] {
        for path in ["/", "/-/events"] {
            assert_eq!(preview.ask(&format!("GET {path} HTTP/1.1\r\nHost: {host}")).status, 403, "{host}");
        }
    }
    assert_eq!(preview.ask("GET / HTTP/1.0").status, 403);
    assert_eq!(preview.ask(&format!("GET / HTTP/1.1\r\nHost: localhost:{port}")).status, 200);
    assert_eq!(preview.ask(&format!("POST / HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 0")).status, 405);
    assert!(preview.address.ip().is_loopback());
}

#[test]
fn a_change_is_told_and_shown() {
    let preview = Preview::start(&[("content/index.html", "one"), ("index.html", INDEX)]);
    let mut rounds = preview.rounds();
    let first = rounds.next().unwrap();
    // The page knows which build it is of.
    assert!(preview.get("/").body.contains(&format!("data-round=\"{first}\"")));
    preview.put("content/index.html", "two");
    let second = rounds.next().unwrap();
    assert_ne!(first, second);
    assert!(preview.get("/content/").body.starts_with("two"));
    // A folder that came while we watched is watched as well.
    fs::create_dir(preview.dir.path().join("new")).unwrap();
    rounds.next().unwrap();
    preview.put("new/index.html", "three");
    rounds.find(|_| preview.get("/new/").body.starts_with("three")).unwrap();
    preview.put("new/index.html", "four");
    rounds.find(|_| preview.get("/new/").body.starts_with("four")).unwrap();
    // And so is one that was taken away and put back.
    fs::remove_dir_all(preview.dir.path().join("content")).unwrap();
    rounds.find(|_| preview.get("/content/").status == 404).unwrap();
    fs::create_dir(preview.dir.path().join("content")).unwrap();
    preview.put("content/index.html", "five");
    rounds.find(|_| preview.get("/content/").body.starts_with("five")).unwrap();
    preview.put("content/index.html", "six");
    rounds.find(|_| preview.get("/content/").body.starts_with("six")).unwrap();
}

#[test]
fn what_is_no_part_of_the_book_builds_nothing() {
    let preview = Preview::start(&[
        ("index.html", INDEX),
        ("site/.stepbook-manifest.json", "{}"),
        ("target/x", ""),
        (".git/x", ""),
    ]);
    let mut rounds = preview.rounds();
    let first = rounds.next().unwrap();
    for path in ["site/index.html", "target/x", ".git/x", "index.html~", ".index.html.swp"] {
        preview.put(path, "x");
    }
    // Were one of those seen, it would be a build of its own or one with this.
    preview.put("index.html", "two");
    let second = rounds.next().unwrap();
    let number = |round: &str| round.rsplit('-').next().unwrap().parse::<u64>().unwrap();
    assert_eq!(number(&second), number(&first) + 1);
}

#[test]
fn mistakes_are_shown_in_the_last_good_site() {
    let preview = Preview::start(&[("index.html", INDEX)]);
    let mut rounds = preview.rounds();
    rounds.next().unwrap();
    preview.put("mistake", "<p>line 3</p>");
    rounds.find(|_| preview.get("/").body.contains("line 3")).unwrap();
    let page = preview.get("/");
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("<p>one</p><link") && page.body.contains("<p>line 3</p></aside><script"),
        "{}",
        page.body
    );
    assert!(preview.said.lock().unwrap().iter().any(|said| said.contains("mistakes")));
    fs::remove_file(preview.dir.path().join("mistake")).unwrap();
    rounds.find(|_| !preview.get("/").body.contains("line 3")).unwrap();
}

#[test]
fn mistakes_from_the_start_have_a_page_of_their_own() {
    let preview = Preview::start(&[("mistake", "<p>line 3</p>")]);
    let page = preview.get("/anything/");
    assert_eq!(page.status, 500);
    assert!(page.body.contains("<p>line 3</p>") && page.body.contains("/-/reload.js"));
    let mut rounds = preview.rounds();
    rounds.next().unwrap();
    preview.put("index.html", INDEX);
    fs::remove_file(preview.dir.path().join("mistake")).unwrap();
    rounds.find(|_| preview.get("/").body.contains("<p>one</p>")).unwrap();
}

#[test]
fn a_page_that_fails_takes_nothing_with_it() {
    let preview = Preview::start(&[("index.html", INDEX)]);
    assert_eq!(preview.get("/panic").status, 500);
    let broken = preview.get("/broken");
    assert!(broken.status == 500 && broken.body.contains("cannot be made") && broken.body.contains("reload.js"));
    assert_eq!(preview.get("/").status, 200);
    // Nor does a build that fails.
    let mut rounds = preview.rounds();
    rounds.next().unwrap();
    preview.put("bug", "");
    rounds.find(|_| preview.get("/").body.contains("stepbook itself failed")).unwrap();
    fs::remove_file(preview.dir.path().join("bug")).unwrap();
    rounds.find(|_| !preview.get("/").body.contains("stepbook itself failed")).unwrap();
}

#[test]
fn a_port_in_use_names_a_free_one() {
    let taken = listen(0).unwrap();
    let port = taken.local_addr().unwrap().port();
    let message = listen(port).unwrap_err().to_string();
    assert!(message.contains(&format!("port {port} is used")) && message.contains("--port"), "{message}");
}

#[test]
fn a_preview_says_where_it_is_and_fails_without_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().to_owned();
    let (said, hears) = mpsc::channel();
    let port = listen(0).unwrap().local_addr().unwrap().port();
    let gone = serve(&root.join("gone"), port, false, || unreachable!(), |_| ());
    assert!(gone.unwrap_err().to_string().contains("there is no folder"));
    // It never returns; the thread goes with the process.
    std::thread::spawn(move || {
        serve(&root.clone(), port, false, move || read(&root), move |text| drop(said.send(text.to_owned())))
    });
    let url = format!("http://127.0.0.1:{port}/");
    while !hears.recv_timeout(PATIENCE).unwrap().contains(&url) {}
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
}
