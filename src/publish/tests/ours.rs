//! Which folders are ours, and what in them is not.

use super::*;

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let ground = Ground::new();
    ground.put("letter.txt", "dear");
    let message = refusal(ground.build(&site(&[("index.html", "one")])));
    assert!(message.contains("not empty") && message.contains("--out"), "{message}");
    assert_eq!(ground.text("letter.txt"), "dear");
    assert!(!ground.at("index.html").exists());
    assert_eq!(ground.around(), ["site"]);
}

#[test]
fn a_damaged_manifest_is_refused() {
    let ground = Ground::new();
    ground.put(manifest::NAME, "{");
    assert!(refusal(ground.build(&site(&[("index.html", "one")]))).contains("damaged"));
}

#[test]
fn a_file_the_root_the_home_and_the_book_are_refused() {
    let ground = Ground::new();
    fs::write(ground.out(), "a file").unwrap();
    assert!(refusal(ground.build(&site(&[("index.html", "one")]))).contains("a file"));

    let options = Options { book: None, progress: &|_, _| () };
    let root = publish(&site(&[("index.html", "one")]), Path::new("/"), &options);
    assert!(refusal(root).contains("root of the file system"));

    let real = fs::canonicalize(ground.dir.path()).unwrap();
    let home = target::refuse_special(&real, &real, Some(&real), None);
    assert!(matches!(home, Err(Failure::Refused { message, .. }) if message.contains("home")));

    let book = ground.dir.path().join("shelf/book");
    fs::create_dir_all(&book).unwrap();
    let options = Options { book: Some(&book), ..options };
    for out in [book.clone(), book.join(".."), ground.dir.path().join("shelf/")] {
        let refused = publish(&site(&[("index.html", "one")]), &out, &options);
        assert!(refusal(refused).contains("the book itself"), "{}", out.display());
    }
    publish(&site(&[("index.html", "one")]), &book.join("site"), &options).unwrap();
    assert!(book.join("site/index.html").exists());
}

#[cfg(unix)]
#[test]
fn a_link_is_refused_even_with_a_slash_behind_it() {
    let ground = Ground::new();
    let elsewhere = ground.dir.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, ground.out()).unwrap();
    let options = Options { book: None, progress: &|_, _| () };
    for out in [ground.out(), ground.out().join("")] {
        assert!(refusal(publish(&site(&[("index.html", "one")]), &out, &options)).contains("a link"));
    }
    // A link on the way there is the author's own affair.
    publish(&site(&[("index.html", "one")]), &ground.out().join("inner"), &options).unwrap();
    assert!(elsewhere.join("inner/index.html").exists());
}

#[cfg(unix)]
#[test]
fn what_is_not_ours_is_carried_over() {
    for swap in [Swap::Exchange, Swap::Renames] {
        let ground = Ground::new();
        ground.build_by(&site(&[("index.html", "one"), ("img/a.png", "a"), ("old/x.html", "x")]), swap).unwrap();
        ground.put("CNAME", "example.org");
        ground.put(".git/HEAD", "ref: refs/heads/main");
        ground.put("img/mine.png", "mine");
        ground.put("old/deep/mine.txt", "deep");
        fs::create_dir_all(ground.at(".git/refs/tags")).unwrap();
        std::os::unix::fs::symlink("nowhere/at all", ground.at("link")).unwrap();
        let before = inode(&ground.at(".git/HEAD"));
        for text in ["two", "three"] {
            ground.build_by(&site(&[("index.html", text), ("img/a.png", "a")]), swap).unwrap();
        }
        assert_eq!(ground.text("CNAME"), "example.org");
        assert_eq!(before, inode(&ground.at(".git/HEAD")));
        assert_eq!(ground.text("img/mine.png"), "mine");
        assert_eq!(ground.text("old/deep/mine.txt"), "deep");
        assert!(!ground.at("old/x.html").exists());
        assert!(ground.at(".git/refs/tags").is_dir());
        assert_eq!(fs::read_link(ground.at("link")).unwrap(), Path::new("nowhere/at all"));
        assert_eq!(ground.around(), ["site"]);
    }
}

#[test]
fn a_place_that_is_taken_is_refused_by_name() {
    // What lies there, and what the book would put in the same place.
    for (theirs, new) in [("about.html", "about.html"), ("about", "about/index.html"), ("about/me.txt", "about")] {
        let ground = Ground::new();
        ground.build(&site(&[("index.html", "one")])).unwrap();
        ground.put(theirs, "theirs");
        let message = refusal(ground.build(&site(&[("index.html", "two"), (new, "ours")])));
        assert!(message.contains("about"), "{message}");
        assert_eq!((ground.text(theirs).as_str(), ground.text("index.html").as_str()), ("theirs", "one"));
        assert_eq!(ground.around(), ["site"]);
    }
}

#[test]
fn a_hostile_manifest_reaches_nothing_outside() {
    let ground = Ground::new();
    let victim = ground.dir.path().join("victim.txt");
    fs::write(&victim, "safe").unwrap();
    let list = format!(
        r#"{{"stepbook":1,"files":{{"../victim.txt":"0","{}":"0","a/../../victim.txt":"0"}}}}"#,
        victim.display()
    );
    ground.put(manifest::NAME, &list);
    let report = ground.build(&site(&[("index.html", "one")])).unwrap();
    assert_eq!(report.removed, 0);
    assert_eq!(fs::read_to_string(victim).unwrap(), "safe");
    assert!(!ground.text(manifest::NAME).contains("victim"));
}

#[cfg(unix)]
#[test]
fn a_link_in_the_old_site_is_never_followed() {
    let ground = Ground::new();
    ground.build(&site(&[("a/x.html", "one")])).unwrap();
    let outside = ground.dir.path().join("outside");
    fs::rename(ground.at("a"), &outside).unwrap();
    std::os::unix::fs::symlink(&outside, ground.at("a")).unwrap();
    assert!(refusal(ground.build(&site(&[("a/x.html", "two")]))).contains("`a`"));
    ground.build(&site(&[("index.html", "three")])).unwrap();
    assert_eq!(fs::read_to_string(outside.join("x.html")).unwrap(), "one");
}
