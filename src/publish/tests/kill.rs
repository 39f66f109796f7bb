//! A build that is killed, at each of its steps, and the one after it.

use super::*;

const STEPS: [Step; 5] = [Step::Begun, Step::Chunk, Step::Whole, Step::Aside, Step::Swapped];
const OUT: &str = "STEPBOOK_TEST_OUT";
const STEP: &str = "STEPBOOK_TEST_STEP";
const SWAP: &str = "STEPBOOK_TEST_SWAP";

/// Not a test of its own: the process that dies. It aborts, so that nothing is tidied up on the way out.
#[test]
#[ignore = "run by the other tests here, as a process of its own"]
fn victim() {
    let (Ok(out), Ok(step), Ok(swap)) = (std::env::var(OUT), std::env::var(STEP), std::env::var(SWAP)) else {
        return;
    };
    let swap = if swap == "Exchange" { Swap::Exchange } else { Swap::Renames };
    let options = Options { book: None, progress: &|_, _| () };
    let _ = publish_in_steps(&next(), Path::new(&out), &options, swap, &|at| {
        if format!("{at:?}") == step {
            std::process::abort();
        }
    });
}

fn next() -> Site<'static> {
    site(&[("index.html", "two"), ("same.html", "s")])
}

/// Builds in another process that is killed at a step; says whether it got that far.
fn killed(ground: &Ground, step: Step, swap: Swap) -> bool {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored", "publish::tests::kill::victim"])
        .envs([(OUT, ground.out().to_str().unwrap()), (STEP, &format!("{step:?}")), (SWAP, &format!("{swap:?}"))])
        .output()
        .unwrap();
    !output.status.success()
}

#[test]
fn whenever_it_is_killed_there_is_the_old_site_or_the_new_one() {
    for swap in [Swap::Exchange, Swap::Renames] {
        for step in STEPS {
            let ground = Ground::new();
            ground.build(&site(&[("index.html", "one"), ("same.html", "s")])).unwrap();
            ground.put("CNAME", "example.org");
            let reached = killed(&ground, step, swap);
            assert_eq!(reached, step != Step::Aside || swap == Swap::Renames, "{swap:?} {step:?}");
            let aside = reached && step == Step::Aside;
            // Two renames have one moment without a site, and the next build puts the old one back before anything else.
            let expected = match step {
                Step::Aside if reached => "",
                Step::Swapped | Step::Aside => "two",
                _ => "one",
            };
            assert_eq!(ground.text("index.html"), expected, "{swap:?} {step:?}");
            assert_eq!(ground.text("CNAME").is_empty(), aside);
            if aside {
                // Even a build that fails restores it.
                assert!(machine(ground.build(&site(&[("a", "1"), ("a", "2")]))).contains("twice"));
                assert_eq!((ground.text("index.html").as_str(), ground.text("CNAME").as_str()), ("one", "example.org"));
            }
            ground.build_by(&site(&[("index.html", "three"), ("same.html", "s")]), swap).unwrap();
            assert_eq!(ground.text("index.html"), "three");
            assert_eq!(ground.text("same.html"), "s");
            assert_eq!(ground.text("CNAME"), "example.org");
            assert_eq!(ground.around(), ["site"], "{swap:?} {step:?}");
        }
    }
}

#[test]
fn the_first_build_is_whole_or_not_there() {
    for step in STEPS {
        let ground = Ground::new();
        killed(&ground, step, Swap::best());
        let there = matches!(step, Step::Swapped | Step::Aside);
        assert_eq!(ground.out().exists(), there, "{step:?}");
        ground.build(&next()).unwrap();
        assert_eq!(ground.around(), ["site"]);
    }
}

#[test]
fn only_what_bears_our_mark_and_our_name_is_cleaned_up() {
    let ground = Ground::new();
    let kept = [
        ".site.stepbook-new-abcdef",  // no marker
        ".site.stepbook-new-abc",     // not our pattern
        ".other.stepbook-new-abcdef", // of another site
        ".site.stepbook-new-ab-def",  // not our pattern
    ];
    for (name, marker) in kept.iter().zip([false, true, true, true]) {
        let folder = ground.dir.path().join(name);
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("precious"), "x").unwrap();
        if marker {
            fs::write(folder.join(manifest::NAME), r#"{"stepbook":1,"files":{}}"#).unwrap();
        }
    }
    let dead = ground.dir.path().join(".site.stepbook-new-Az09xy");
    fs::create_dir_all(dead.join("a/b")).unwrap();
    fs::write(dead.join(manifest::NAME), "").unwrap();
    ground.build(&next()).unwrap();
    let mut around = ground.around();
    around.retain(|name| name != "site");
    let mut kept = kept.map(str::to_owned);
    kept.sort();
    assert_eq!(around, kept);
}

#[cfg(unix)]
#[test]
fn a_build_that_lives_is_left_alone() {
    let ground = Ground::new();
    let target = Target::open(&ground.out(), None).unwrap();
    let fresh = target.begin().unwrap();
    ground.build(&next()).unwrap();
    assert!(fresh.path().is_dir());
    drop(fresh);
    assert_eq!(ground.around(), ["site"]);
}

#[test]
fn an_old_site_aside_is_kept_when_somebody_took_its_place() {
    let ground = Ground::new();
    ground.build(&site(&[("index.html", "one")])).unwrap();
    let aside = Target::open(&ground.out(), None).unwrap().aside();
    fs::rename(ground.out(), &aside).unwrap();
    ground.put("letter.txt", "dear");
    refusal(ground.build(&next()));
    assert_eq!(fs::read_to_string(aside.join("index.html")).unwrap(), "one");
    // An empty folder is nobody's.
    fs::remove_file(ground.at("letter.txt")).unwrap();
    ground.build(&site(&[("b.html", "b")])).unwrap();
    assert_eq!(ground.around(), ["site"]);
}
