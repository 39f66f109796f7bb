//! Links, pictures and placements.

use super::Facts;
use crate::diag::{Diagnostic, Diags, Span};
use crate::model::Target;

crate::codes! {
    NOWHERE Error "SB0430" "a link to nowhere"
        "The chapter, heading, exercise or file the link names is not there. Chapters are named by their `.md` path from this file, exercises as `exercise:its-id`, headings by `#` and their words in small letters with hyphens."
    NO_PICTURE Error "SB0431" "a picture that is not there"
        "Pictures stand beside the chapters, under `content/`, and are named by their path from the chapter."
    PICTURE_ELSEWHERE Error "SB0432" "a picture from another site"
        "A picture loaded from another site tells that site who reads this page, and when. Copy it into `content/`."
    NO_EXERCISE Error "SB0433" "a placement of an exercise that is not there"
        "`{{exercise its-id}}` names an exercise by its id. The help line names the nearest one."
    PLACED_TWICE Error "SB0434" "an exercise twice on one page"
        "Two copies of the same fields on one page would answer each other. Place it once, and link to it with `[its name](exercise:its-id)`."
    ORPHAN Advice "SB0435" "an exercise that no chapter places"
        "It has a sheet and stands in the list of exercises, but no chapter leads to it. Place it with `{{exercise its-id}}`, link to it, or name it as a guard."
    NO_ALT Advice "SB0436" "a picture without words"
        "Somebody who cannot see the picture hears nothing. Describe it in the square brackets; a picture that only decorates belongs to the theme."
    NO_LOGO Error "SB0437" "the practice's logo is not there"
        "`logo` names a picture by its path under `content/`."
    UNLINKED Advice "SB0439" "a file that no page leads to"
        "Everything under `content/` that is no chapter, exercise or list is published, so that chapters can show it or link to it. A file that none of them names is most often a draft or a forgotten picture, and anybody may find it. Link to it, or move it out of `content/`."
    ODD_LINK Error "SB0438" "a link of a kind that is not safe"
        "Links lead to web pages, mail or phone numbers. `javascript:`, `data:` and the like are refused."
}

/// The family's rules.
pub fn check(facts: &Facts<'_>, diags: &mut Diags) {
    let book = facts.book;
    for page in &book.pages {
        for link in &page.links {
            let target = book.resolve(&page.path, &link.dest);
            match (&target, link.image) {
                (Target::Outside, true) => diags.push(
                    Diagnostic::new(PICTURE_ELSEWHERE, link.span, format!("`{}` is on another site", link.dest))
                        .help("copy the picture into `content/` and name it by its path"),
                ),
                (Target::Outside, false) => outside(&link.dest, link.span, diags),
                (Target::Nowhere(message, known), image) => {
                    let code = if image { NO_PICTURE } else { NOWHERE };
                    let typed = link.dest.rsplit(['#', ':']).next().unwrap_or(&link.dest);
                    let bare = link.dest.contains(".html") && !image;
                    let finding = Diagnostic::new(code, link.span, message.clone());
                    diags.push(if bare {
                        finding.help("name the chapter by its `.md` file")
                    } else {
                        finding.suggest(typed, known.iter().map(String::as_str))
                    });
                }
                (Target::Page(..) | Target::Exercise(..), true) => diags.push(
                    Diagnostic::new(NO_PICTURE, link.span, format!("`{}` is not a picture", link.dest))
                        .help("write a link, without `!`"),
                ),
                _ => {}
            }
            if link.image && facts.sources.get(link.span.file).slice(link.span).starts_with("![]") {
                diags.push(
                    Diagnostic::new(NO_ALT, link.span, "this picture has no words")
                        .help("describe it between the square brackets"),
                );
            }
        }
        for (at, placed) in page.placed.iter().enumerate() {
            if book.exercise(&placed.value).is_none() {
                // What is wrong with a file of that name was told where it was read.
                let names = [".yaml", ".yml"].map(|ending| ["/", placed.value.as_str(), ending].concat());
                let broken =
                    facts.sources.under("content/").find(|(_, s)| names.iter().any(|name| s.path.ends_with(name)));
                diags.push(match broken {
                    Some((_, source)) => {
                        let message = format!("`{}` could not be read, so nothing stands here", source.path);
                        Diagnostic::new(NO_EXERCISE, placed.span, message).help("put the mistakes in that file right")
                    }
                    None => {
                        let message = format!("there is no exercise `{}`", placed.value);
                        let known = book.exercises.iter().map(|x| x.id.as_str());
                        Diagnostic::new(NO_EXERCISE, placed.span, message).suggest(&placed.value, known)
                    }
                });
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
    orphans(facts, diags);
    unlinked(facts, diags);
    if let Some(logo) = book.config.practice.as_ref().and_then(|p| p.logo.as_ref())
        && !book.assets.contains_key(&format!("content/{}", logo.value.trim_start_matches("content/")))
    {
        diags.push(
            Diagnostic::new(NO_LOGO, logo.span, format!("there is no picture `content/{}`", logo.value))
                .suggest(&logo.value, book.assets.keys().filter_map(|k| k.strip_prefix("content/"))),
        );
    }
}

pub(super) fn outside(dest: &str, span: Span, diags: &mut Diags) {
    let scheme = dest.split(':').next().unwrap_or("").to_ascii_lowercase();
    if !dest.starts_with("//") && !["http", "https", "mailto", "tel", "sms"].contains(&scheme.as_str()) {
        diags.push(
            Diagnostic::new(ODD_LINK, span, format!("`{scheme}:` links are refused"))
                .help("link to a web page, a mail address or a phone number"),
        );
    }
}

fn orphans(facts: &Facts<'_>, diags: &mut Diags) {
    let book = facts.book;
    let mut linked: std::collections::BTreeSet<&str> = book.index.placed.keys().map(String::as_str).collect();
    for link in book.pages.iter().flat_map(|p| &p.links) {
        if let Some(rest) = link.dest.strip_prefix("exercise:") {
            linked.insert(rest.split('#').next().unwrap_or(rest));
        }
    }
    let links: Vec<_> = book.exercises.iter().flat_map(|x| x.spec.links()).collect();
    linked.extend(links.iter().map(|t| t.value.as_str()));
    linked.extend(book.config.guard.iter().map(|t| t.value.as_str()));
    for exercise in book.exercises.iter().filter(|x| !linked.contains(x.id.as_str())) {
        diags.push(
            Diagnostic::new(ORPHAN, exercise.id_span, format!("no chapter places `{}`", exercise.id))
                .help(format!("put `{{{{exercise {}}}}}` on a line of its own in a chapter", exercise.id)),
        );
    }
}

/// Files that are published as they are, and that nothing shows or links to. A translation shows those of its source.
fn unlinked(facts: &Facts<'_>, diags: &mut Diags) {
    let book = facts.book;
    if book.translation.is_some() || book.assets.is_empty() {
        return;
    }
    let resolved =
        book.pages.iter().flat_map(|page| page.links.iter().map(|link| book.resolve(&page.path, &link.dest)));
    let mut used: std::collections::BTreeSet<String> = resolved
        .filter_map(|target| match target {
            Target::Asset(path) => Some(path),
            _ => None,
        })
        .collect();
    used.extend(
        book.config
            .practice
            .iter()
            .filter_map(|p| p.logo.as_ref())
            .map(|logo| format!("content/{}", logo.value.trim_start_matches("content/"))),
    );
    for path in book.assets.keys().filter(|path| !used.contains(*path)) {
        // A translated chapter may name a file of its own, and the texts of an exercise may link to one.
        let name = path.rsplit('/').next().unwrap_or(path);
        let named = facts.sources.under("content/").any(|(_, source)| source.text.contains(name));
        let Some(file) = facts.sources.asset_file(path).filter(|_| !named) else { continue };
        diags.push(
            Diagnostic::new(UNLINKED, Span::new(file, 0..0), "this file is published, and no page leads to it")
                .help("link to it from a chapter, or move it out of `content/`"),
        );
    }
}
