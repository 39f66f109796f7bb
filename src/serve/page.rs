//! What the preview adds to a page it shows. The published page has none of it.

/// A page for when there is no site to show.
const ALONE: &str = include_str!("mistakes.html");
/// Where the mistakes go in it.
const PLACE: &str = "<!-- mistakes -->";

/// The mistakes as a page of their own.
pub(super) fn alone(mistakes: &str) -> String {
    ALONE.replacen(PLACE, mistakes, 1)
}

/// Adds the script that reloads the page and, when there are mistakes, those.
pub(super) fn prepare(html: &str, token: &str, mistakes: Option<&str>) -> String {
    let mut html = allow_events(html);
    let mut added = String::new();
    if let Some(mistakes) = mistakes {
        added
            .push_str(r#"<link rel="stylesheet" href="/-/preview.css"><aside class="stepbook-mistakes" role="alert">"#);
        added.push_str(mistakes);
        added.push_str("</aside>");
    }
    added.push_str(r#"<script src="/-/reload.js" data-round=""#);
    added.push_str(token);
    added.push_str(r#"" defer></script>"#);
    // The last one: an earlier one could be text in a script.
    let at = html.to_ascii_lowercase().rfind("</body>").unwrap_or(html.len());
    html.insert_str(at, &added);
    html
}

/// Lets a page listen to the preview.
///
/// Pages forbid themselves every connection in a `meta` element, and the preview's news come over one. This is surgery on a
/// rendered page, which is done nowhere else: the published page must not know about the preview. It touches the
/// `content` of that one element, and in it only `connect-src`; whatever is not as expected stays as it is.
fn allow_events(html: &str) -> String {
    match policy(html) {
        Some((before, value, after)) => [before, &with_connection(value), after].concat(),
        None => html.to_owned(),
    }
}

/// How the attribute that holds the policy begins.
const OPEN: &str = " content=\"";

/// The page before, in and after the policy.
fn policy(html: &str) -> Option<(&str, &str, &str)> {
    let lower = html.to_ascii_lowercase();
    let name = lower.find("content-security-policy")?;
    let start = lower.get(..name)?.rfind("<meta")?;
    let end = start + lower.get(start..)?.find('>')?;
    if end < name {
        return None;
    }
    let from = start + lower.get(start..end)?.find(OPEN)? + OPEN.len();
    let to = from + html.get(from..end)?.find('"')?;
    Some((html.get(..from)?, html.get(from..to)?, html.get(to..)?))
}

fn with_connection(policy: &str) -> String {
    const ALLOWED: &str = "connect-src 'self'";
    // A template may have escaped the quotes, and an escape ends in the sign that separates directives.
    let policy =
        ["&#39;", "&#x27;", "&apos;"].iter().fold(policy.to_owned(), |policy, quote| policy.replace(quote, "'"));
    let is_connect =
        |part: &str| part.split_ascii_whitespace().next().is_some_and(|name| name.eq_ignore_ascii_case("connect-src"));
    let others = policy.split(';').map(str::trim).filter(|part| !part.is_empty() && !is_connect(part));
    others.chain([ALLOWED]).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_goes_to_the_end_of_the_body() {
        let html = prepare("<body><script>'</body>'</script><p>x</p></BODY></html>", "7-1", None);
        assert!(
            html.ends_with(r#"<p>x</p><script src="/-/reload.js" data-round="7-1" defer></script></BODY></html>"#),
            "{html}"
        );
        assert!(prepare("no body", "7-1", Some("<p>m</p>")).starts_with("no body<link"));
    }

    #[test]
    fn only_the_connections_of_the_policy_change() {
        let page = |policy: &str| {
            format!(
                r#"<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}"><p>é connect-src 'none'"#
            )
        };
        for (policy, expected) in [
            (
                "default-src 'self'; connect-src 'none'; img-src data:",
                "default-src 'self'; img-src data:; connect-src 'self'",
            ),
            ("default-src 'none'", "default-src 'none'; connect-src 'self'"),
            ("default-src &#x27;self&#x27;; connect-src &#39;none&#39;", "default-src 'self'; connect-src 'self'"),
        ] {
            assert_eq!(allow_events(&page(policy)), page(expected));
        }
        // As the minifier leaves it, and with the attributes the other way round.
        let minified = r#"<meta content="connect-src 'none'" http-equiv=Content-Security-Policy>"#;
        assert_eq!(allow_events(minified), minified.replace("none", "self"));
    }

    #[test]
    fn a_page_without_a_policy_stays_as_it_is() {
        for html in [
            "<p>connect-src 'none'",
            "<p>Content-Security-Policy content=\"x\"",
            "<meta><p>content-security-policy>",
            "",
        ] {
            assert_eq!(allow_events(html), html);
        }
    }
}
