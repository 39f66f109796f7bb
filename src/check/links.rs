//! Links, pictures and placements.

use std::collections::BTreeSet;

use super::Facts;
use crate::diag::{Diagnostic, Diags, Span, nearest};
use crate::kinds::BAD_REFERENCE;
use crate::model::{Book, Exercise, Target};

crate::codes! {
    NOWHERE Error "SB0430" "a link to nowhere"
        "The chapter, heading, exercise or file the link names is not there. Chapters are named by their `.md` path from this file, exercises as `exercise:its-id`, headings by `#` and their words in small letters with hyphens."
    NO_PICTURE Error "SB0431" "a picture that is not there"
        "Pictures stand beside the chapters, under `content/`, and are named by their path from the chapter."
    PICTURE_ELSEWHERE Error "SB0432" "a picture from another site"
        "A picture loaded from another site tells that site who reads this page, and when. Copy it into `content/`."
    NO_EXERCISE Error "SB0433" "a placement of an exercise that is not there"
        "`{{exercise its-id}}` names an exercise by its id. The help line names the nearest one."
    PLACED_TWICE Error "SB0434" "the same thing twice on one page"
        "Two copies of the same fields on one page would answer each other. Place an exercise once, and link to it with `[its name](exercise:its-id)`. The helplines stand on a page once, too."
    ORPHAN Advice "SB0435" "an exercise that no chapter places"
        "It has a sheet and stands in the list of exercises, but nothing leads to it. Place it with `{{exercise its-id}}`, link to it, or name it as a guard."
    NO_ALT Advice "SB0436" "a picture without words"
        "Somebody who cannot see the picture hears nothing. Describe it in the square brackets; a picture that only decorates belongs to the theme."
    NO_LOGO Error "SB0437" "the practice's logo is not there"
        "`logo` names a picture by its path under `content/`."
    NO_WORDS Error "SB0440" "a link without words"
        "`[](01-start.md)` shows nothing that one could press or hear. Write between the square brackets what the link leads to."
    UNLINKED Advice "SB0439" "a file that no page leads to"
        "Under `content/` stand chapters, exercises, lists, and what chapters show or link to. A file that none of them names is most often a draft, a note about somebody, or a forgotten picture, and is left out of the site. Link to it, or move it out of `content/`."
    TO_DRAFT Error "SB0441" "a link to a draft"
        "A page with `draft: true` is left out of the site, except in `serve` and with `build --drafts`, and so are exercises that only drafts lead to. A link there would lead nowhere. Take the link out until the draft is done, or take `draft: true` out of the page."
    ODD_LINK Error "SB0438" "a link of a kind that is not safe"
        "Links lead to web pages, mail or phone numbers. `javascript:`, `data:` and the like are refused."
}

/// The family's rules.
pub fn check(facts: &Facts<'_>, diags: &mut Diags) {
    let book = facts.book;
    for page in &book.pages {
        for link in &page.links {
            let target = book.resolve(&page.path, &link.dest);
            let typed = facts.sources.get(link.span.file).slice(link.span);
            if link.dest.is_empty() && !link.image {
                let message = "this link has no address";
                diags.push(Diagnostic::new(NOWHERE, link.span, message).help("write it between the round brackets"));
                continue;
            }
            if typed.starts_with("[](") {
                let message = "this link has no words, so nobody can follow it";
                diags
                    .push(Diagnostic::new(NO_WORDS, link.span, message).help("write them between the square brackets"));
            }
            match (&target, link.image) {
                (Target::Outside, true) => diags.push(
                    Diagnostic::new(PICTURE_ELSEWHERE, link.span, format!("`{}` is on another site", link.dest))
                        .help("copy the picture into `content/` and name it by its path"),
                ),
                (Target::Outside, false) => outside(&link.dest, link.span, diags),
                (Target::Nowhere(message, known), image) => {
                    let code = if image { NO_PICTURE } else { NOWHERE };
                    let typed = link.dest.rsplit(['#', ':']).next().unwrap_or(&link.dest);
                    let finding = Diagnostic::new(code, link.span, message.clone());
                    let pictures = || known.iter().map(String::as_str).filter(|name| !name.ends_with(".md"));
                    diags.push(if image && pictures().next().is_none() {
                        finding.help("put the picture beside the chapter, and name it by its path")
                    } else if image {
                        finding.suggest(typed, pictures())
                    } else if let Some(whole) =
                        outside_meant(&link.dest).or_else(|| meant(book, &page.path, &link.dest))
                    {
                        finding.help(format!("write `{whole}`"))
                    } else if link.dest.contains('\\') {
                        finding.help("name the file by its path from this chapter, with `/` between folders")
                    } else if link.dest.contains(".html") {
                        finding.help("name the chapter by its `.md` file")
                    } else if known.is_empty() && link.dest.contains('#') {
                        finding.help("leave out the `#` and what follows: there is no heading to lead to")
                    } else {
                        let typed =
                            if link.dest.starts_with("exercise:") { crate::model::id::meant(typed) } else { typed };
                        finding.suggest(typed, known.iter().map(String::as_str))
                    });
                }
                (Target::Draft(path), false) => diags.push(draft(path, link.span)),
                (Target::Page(..) | Target::Exercise(..) | Target::Draft(_), true) => diags.push(
                    Diagnostic::new(NO_PICTURE, link.span, format!("`{}` is not a picture", link.dest))
                        .help("write a link, without `!`"),
                ),
                _ => {}
            }
            if link.image && typed.starts_with("![]") {
                diags.push(
                    Diagnostic::new(NO_ALT, link.span, "this picture has no words")
                        .help("describe it between the square brackets"),
                );
            }
        }
        for (at, placed) in page.placed.iter().enumerate() {
            if book.exercise(&placed.value).is_none() {
                // What is wrong with a file of that name was told where it was read.
                if let Some(from) = book.draft_of(&placed.value) {
                    diags.push(draft(&from.path, placed.span));
                } else if !book.is_unread(&placed.value) {
                    let message = format!("there is no exercise `{}`", placed.value);
                    let known = book.exercises.iter().map(|x| x.id.as_str());
                    let finding = Diagnostic::new(NO_EXERCISE, placed.span, message);
                    diags.push(finding.suggest(crate::model::id::meant(&placed.value), known));
                }
            }
            if let Some(first) = page.placed.iter().take(at).find(|p| p.value == placed.value) {
                diags.push(
                    Diagnostic::new(PLACED_TWICE, placed.span, format!("`{}` stands twice on this page", placed.value))
                        .also(first.span, "the first")
                        .help(format!("link to it instead: `[its name](exercise:{})`", placed.value)),
                );
            }
        }
    }
    for page in &book.pages {
        if let [first, others @ ..] = page.helplines.as_slice() {
            for place in others {
                diags.push(
                    Diagnostic::new(PLACED_TWICE, *place, "the helplines stand twice on this page")
                        .also(*first, "the first")
                        .help("remove this line"),
                );
            }
        }
    }
    if let Some(guard) = &book.config.guard
        && book.exercise(&guard.value).is_none()
        && !book.is_unread(&guard.value)
        && !book.leaves_out(&guard.value)
    {
        let known = book.exercises.iter().map(|x| x.id.as_str());
        let message = format!("there is no exercise `{}`", guard.value);
        let finding =
            Diagnostic::new(BAD_REFERENCE, guard.span, message).help("name a worksheet that holds only `note` fields");
        diags.push(finding.suggest(crate::model::id::meant(&guard.value), known));
    }
    orphans(facts, diags);
    unlinked(facts, diags);
    if let Some(logo) = book.config.practice.as_ref().and_then(|p| p.logo.as_ref())
        && !book.assets.contains_key(&format!("content/{}", logo.value.trim_start_matches("content/")))
    {
        diags.push(
            Diagnostic::new(NO_LOGO, logo.span, format!("there is no picture `content/{}`", logo.value))
                .help(if logo.value.contains('\\') {
                    "put the picture into `content/`, and name it by its path there, with `/` between folders"
                } else {
                    "put the picture into `content/`, and name it by its path there"
                })
                .suggest(
                    &logo.value,
                    book.assets.keys().chain(&book.unlinked).filter_map(|k| k.strip_prefix("content/")),
                ),
        );
    }
}

/// A link to a draft, or to what is left out with it.
pub(super) fn draft(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(TO_DRAFT, span, format!("this leads to a draft, `{path}`, which is left out of the site"))
        .help(format!("take this out until it is done, or take `draft: true` out of `{path}`"))
}

/// What a link within the book was meant to be: with other strokes, without its ending, by the folder, or to an exercise.
fn meant(book: &Book, from: &str, dest: &str) -> Option<String> {
    let there =
        |dest: &str| matches!(book.resolve(from, dest), Target::Page(..) | Target::Asset(_) | Target::Exercise(..));
    let strokes = dest.replace('\\', "/");
    let strokes = strokes.trim_start_matches("./");
    let (path, anchor) = strokes.split_once('#').map_or((strokes, String::new()), |(p, a)| (p, format!("#{a}")));
    let name = crate::model::id::meant(path);
    let whole = ["/", path.strip_prefix("content/").unwrap_or(path)].concat();
    [strokes.to_owned(), format!("{path}.md{anchor}"), format!("{whole}{anchor}"), format!("exercise:{name}{anchor}")]
        .into_iter()
        .find(|candidate| candidate != dest && there(candidate))
}

pub(super) fn outside(dest: &str, span: Span, diags: &mut Diags) {
    let slashes =
        dest.split_once(':').filter(|(scheme, rest)| ["http", "https"].contains(scheme) && !rest.starts_with("//"));
    if let Some((scheme, rest)) = slashes {
        let help = format!("write `{scheme}://{}`", rest.trim_start_matches('/'));
        diags.push(Diagnostic::new(ODD_LINK, span, format!("`{dest}` is no web address")).help(help));
        return;
    }
    let scheme = dest.split(':').next().unwrap_or("").to_ascii_lowercase();
    if !dest.starts_with("//") && !["http", "https", "mailto", "tel", "sms"].contains(&scheme.as_str()) {
        diags.push(
            Diagnostic::new(ODD_LINK, span, format!("`{scheme}:` links are refused"))
                .help("link to a web page, a mail address or a phone number"),
        );
    }
}

/// What a link to another site or a mail address was meant to be that lacks its beginning.
fn outside_meant(dest: &str) -> Option<String> {
    if dest.starts_with("www.") {
        return Some(["https://", dest].concat());
    }
    if let Some(rest) = dest.strip_prefix("https//").or_else(|| dest.strip_prefix("http//")) {
        return Some(["https://", rest].concat());
    }
    let host = dest.split('/').next().unwrap_or(dest);
    if [".org", ".com", ".net", ".info", ".co.uk", ".eu", ".de"].iter().any(|end| host.ends_with(end))
        && !dest.contains('@')
    {
        return Some(["https://", dest].concat());
    }
    let (name, host) = dest.split_once('@')?;
    (!name.is_empty() && !name.contains('/') && host.contains('.')).then(|| ["mailto:", dest].concat())
}

/// The exercise that a link leads to.
fn exercise_of(dest: &str) -> Option<&str> {
    dest.strip_prefix("exercise:")?.split('#').next()
}

/// The exercises that another one leads to.
fn led_from(exercise: &Exercise) -> Vec<String> {
    let links = exercise.texts().flat_map(|text| crate::markdown::scan(&text.value).links);
    let in_texts = links.filter_map(|dest| exercise_of(&dest).map(str::to_owned)).collect::<Vec<_>>();
    [exercise.leads_to(), in_texts].concat()
}

fn orphans(facts: &Facts<'_>, diags: &mut Diags) {
    let book = facts.book;
    // A chapter that was left out because of its mistakes may place them all.
    if book.unread.iter().any(|path| path.ends_with(".md")) {
        return;
    }
    let mut linked: BTreeSet<&str> = book.index.placed.keys().map(String::as_str).collect();
    let links = book.pages.iter().flat_map(|p| &p.links).map(|link| link.dest.as_str());
    linked.extend(links.filter_map(exercise_of));
    // What was misspelt was most likely to lead here.
    let unplaced = book.pages.iter().flat_map(|p| &p.placed).map(|t| t.value.as_str());
    let unplaced = unplaced.filter(|id| book.exercise(id).is_none());
    let words = book.pages.iter().flat_map(|p| &p.misplaced);
    let words = words.flat_map(|t| t.split(|c: char| !c.is_alphanumeric() && !"-_./#".contains(c)));
    let to = book.pages.iter().flat_map(|p| &p.links).filter_map(|l| l.dest.strip_prefix("exercise:"));
    let gone = to.filter(|rest| book.exercise(rest.split('#').next().unwrap_or(rest)).is_none());
    let typed: Vec<&str> = unplaced.chain(words).chain(gone).map(crate::model::id::meant).collect();
    // A placement without an id may have been for any of them.
    let nameless = book.pages.iter().flat_map(|p| &p.misplaced).any(|t| t.trim_matches(['{', '}', ' ']) == "exercise");
    let misspelt = |id: &str| {
        nameless
            || !crate::model::id::is_exercise(id)
            || typed.iter().any(|word| word.ends_with(id) || nearest(word, &[id]).is_some())
    };
    // Nobody comes to an exercise from itself.
    let led: BTreeSet<String> =
        book.exercises.iter().flat_map(|x| led_from(x).into_iter().filter(|id| *id != x.id)).collect();
    linked.extend(led.iter().map(String::as_str));
    linked.extend(book.config.guard.iter().map(|t| t.value.as_str()));
    // One that has not its file's name is most likely placed by the other name.
    let named = |x: &&Exercise| !book.unread.contains(&facts.sources.get(x.file).path);
    for exercise in book.exercises.iter().filter(|x| !linked.contains(x.id.as_str())).filter(named) {
        if misspelt(&exercise.id) {
            continue;
        }
        diags.push(
            Diagnostic::new(ORPHAN, exercise.id_span, format!("no chapter places `{}`", exercise.id))
                .help(format!("put `{{{{exercise {}}}}}` on a line of its own in a chapter", exercise.id)),
        );
    }
}

/// Files that nothing shows or links to. What a chapter names that could not be read is not known.
fn unlinked(facts: &Facts<'_>, diags: &mut Diags) {
    let book = facts.book;
    if book.translation.is_some() || book.unread.iter().any(|path| path.ends_with(".md")) {
        return;
    }
    let links = || book.pages.iter().flat_map(|page| page.links.iter().map(move |link| (page, link)));
    let lost: Vec<&str> = links()
        .filter(|(page, link)| matches!(book.resolve(&page.path, &link.dest), Target::Nowhere(..)))
        .map(|(_, link)| link.dest.rsplit('/').next().unwrap_or(&link.dest))
        .collect();
    // A link with a slip in it was most likely to lead here.
    let meant =
        |path: &str| lost.iter().any(|typed| nearest(typed, &[path.rsplit('/').next().unwrap_or(path)]).is_some());
    let left = book.unlinked.iter().filter(|path| !meant(path));
    for file in left.filter_map(|path| facts.sources.asset_file(path)) {
        diags.push(
            Diagnostic::new(UNLINKED, Span::new(file, 0..0), "no page leads to this file, so it is not published")
                .help("link to it from a chapter, or move it out of `content/`"),
        );
    }
}
