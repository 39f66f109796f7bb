//! Findings as a person reads them: the author's lines with the place marked.

mod window;
mod words;

use std::fmt::Write;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use self::window::Window;
pub use self::words::{failure, number, page, tally};
use super::{Region, inside};
use crate::diag::{Diagnostic, Diags, FileId, Label, Severity};
use crate::source::Sources;

/// Columns of the report; lines are cut to [`window::LONGEST`] before the renderer sees them.
const WIDTH: usize = 180;

/// Marked places of one file that are at most so many lines apart are shown together.
const NEAR: usize = 12;

/// All findings with terminal styles; write it through [`super::err`], which takes them out where nobody wants them.
#[must_use]
pub fn human(diags: &Diags, sources: &Sources) -> String {
    let renderer = Renderer::styled().term_width(WIDTH).decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    for diagnostic in diags {
        let (group, columns) = group(diagnostic, sources);
        let _ = writeln!(out, "{}\n", settle(&renderer.render(&[group]), &columns));
    }
    out
}

/// The same without styles.
#[must_use]
pub fn plain(diags: &Diags, sources: &Sources) -> String {
    anstream::adapter::strip_str(&human(diags, sources)).to_string()
}

/// Places of one file that are shown together; the place to change is the very first.
struct Cluster<'a> {
    file: FileId,
    labels: Vec<(&'a Label, AnnotationKind)>,
    lines: Vec<usize>,
}

fn clusters<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Vec<Cluster<'a>> {
    let place = std::iter::once((&diagnostic.place, AnnotationKind::Primary));
    let others = diagnostic.others.iter().map(|label| (label, AnnotationKind::Context));
    let mut clusters: Vec<Cluster<'a>> = Vec::new();
    for (label, kind) in place.chain(others) {
        let file = label.span.file;
        let line = Region::of(sources, label.span).line;
        let near = clusters.iter_mut().find(|c| c.file == file && c.lines.iter().any(|l| l.abs_diff(line) <= NEAR));
        if let Some(cluster) = near {
            cluster.labels.push((label, kind));
            cluster.lines.push(line);
        } else {
            clusters.push(Cluster { file, labels: vec![(label, kind)], lines: vec![line] });
        }
    }
    clusters
}

/// Stands behind a path whose column the renderer counts in a line that was cut.
const OPEN: char = '\u{e000}';

/// What the renderer needs, and the column of the first place in each snippet.
fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> (Group<'a>, Vec<usize>) {
    let level = match diagnostic.code.severity {
        Severity::Error => Level::ERROR,
        Severity::Advice => Level::NOTE.with_name("advice"),
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id));
    let mut columns = Vec::new();
    for cluster in clusters(diagnostic, sources) {
        let source = sources.get(cluster.file);
        if source.text.is_empty() {
            group = group.element(Origin::path(source.path.as_str()).line(1).char_column(1));
            continue;
        }
        let marks: Vec<_> = cluster.labels.iter().map(|(label, _)| inside(&source.text, label.span)).collect();
        let window = Window::new(&source.text, &marks);
        let named = cluster.labels.iter().find(|(_, kind)| *kind == AnnotationKind::Primary);
        let named = named.or_else(|| cluster.labels.iter().min_by_key(|(label, _)| label.span));
        columns.extend(named.map(|(label, _)| Region::of(sources, label.span).column));
        let annotations =
            cluster.labels.iter().zip(window.marks).map(|((label, kind), span)| {
                kind.span(span).label((!label.text.is_empty()).then(|| visible(&label.text)))
            });
        let snippet = Snippet::source(window.text)
            .line_start(source.position(window.start).0)
            .path(format!("{}{OPEN}", source.path))
            .annotations(annotations);
        group = group.element(snippet);
    }
    let help = diagnostic.help.as_deref().map(|help| Level::HELP.message(visible(help)));
    (group.elements(help), columns)
}

/// Puts the file's own columns where the renderer has counted in a window.
fn settle(rendered: &str, columns: &[usize]) -> String {
    let mut columns = columns.iter();
    let mut pieces = rendered.split(OPEN);
    let mut out = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        let place = piece.strip_prefix(':').and_then(|rest| rest.split_once(':'));
        let line = place.map(|(line, _)| line).filter(|line| line.bytes().all(|b| b.is_ascii_digit()));
        if let (Some(line), Some((_, rest)), Some(column)) = (line, place, columns.as_slice().first()) {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let _ = write!(out, ":{line}:{column}{rest}");
            columns.next();
        } else {
            out.push(OPEN);
            out.push_str(piece);
        }
    }
    out
}

/// Labels and help lines may quote the author's text; a control character in it must not reach the terminal.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::{human, plain};
    use crate::diag::{Diagnostic, Diags, FileId, Span};
    use crate::source::{NOT_UTF8, Sources};

    fn at(bytes: std::ops::Range<usize>) -> Span {
        Span::new(FileId(0), bytes)
    }

    fn show(text: &str, diagnostic: Diagnostic) -> String {
        let sources = Sources::from_texts([("content/a.yaml", text), ("content/b.yaml", "x: 1\n")]);
        let mut diags = Diags::new();
        diags.push(diagnostic);
        plain(&diags, &sources)
    }

    #[test]
    fn shows_line_mark_label_and_help() {
        let text = "id: a\nkind: worksheat\n";
        let shown = show(
            text,
            Diagnostic::new(NOT_UTF8, at(12..21), "unknown kind `worksheat`")
                .label("here")
                .help("did you mean `worksheet`?"),
        );
        assert_eq!(
            shown,
            "\
error[SB0001]: unknown kind `worksheat`
 --> content/a.yaml:2:7
  |
2 | kind: worksheat
  |       ^^^^^^^^^ here
  |
  = help: did you mean `worksheet`?

"
        );
    }

    #[test]
    fn other_places_near_far_and_in_another_file() {
        let text = format!("id: a\nfields:\n  - id: a\n{}id: z\n", "#\n".repeat(40));
        let end = text.len() - 2;
        let diagnostic = Diagnostic::new(NOT_UTF8, at(0..5), "doubled")
            .also(at(20..22), "near")
            .also(at(end..end + 1), "far")
            .also(Span::new(FileId(1), 0..1), "elsewhere");
        let shown = show(&text, diagnostic);
        assert_eq!(
            shown,
            "\
error[SB0001]: doubled
  --> content/a.yaml:1:1
   |
 1 | id: a
   | ^^^^^
 2 | fields:
 3 |   - id: a
   |       - near
   |
  ::: content/a.yaml:44:5
   |
44 | id: z
   |     - far
   |
  ::: content/b.yaml:1:1
   |
 1 | x: 1
   | - elsewhere

"
        );
    }

    #[test]
    fn empty_file_shows_the_place_only() {
        let shown = show("", Diagnostic::new(NOT_UTF8, at(0..0), "nothing here").help("write"));
        assert_eq!(shown, "error[SB0001]: nothing here\n--> content/a.yaml:1:1\n = help: write\n\n");
    }

    #[test]
    fn place_of_no_width_at_the_end() {
        let shown = show("a: 1\n", Diagnostic::new(NOT_UTF8, at(5..5), "more expected").label("here"));
        assert_eq!(shown, "error[SB0001]: more expected\n --> content/a.yaml:2:1\n  |\n2 |\n  | ^ here\n\n");
    }

    #[test]
    fn long_line_is_cut_to_a_window() {
        let text = format!("{}needle{}\nshort\n", "a b".repeat(10_000), "c d".repeat(10_000));
        let shown = show(&text, Diagnostic::new(NOT_UTF8, at(30_000..30_006), "found").label("it"));
        assert!(shown.contains("content/a.yaml:1:30001"), "{shown}");
        assert!(shown.contains("needle"), "{shown}");
        assert!(shown.contains("^^^^^^ it"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() < 180), "{shown}");
        let shown = show(&text, Diagnostic::new(NOT_UTF8, at(10..59_000), "most of it"));
        assert!(shown.lines().all(|line| line.chars().count() < 180), "{shown}");
    }

    #[test]
    fn windows_lines_and_tabs() {
        let shown = show("a: 1\r\n\tb: 2\r\nc: 3\r\n", Diagnostic::new(NOT_UTF8, at(7..11), "tab").help("spaces"));
        assert_eq!(
            shown,
            "error[SB0001]: tab\n --> content/a.yaml:2:2\n  |\n2 |     b: 2\n  |     ^^^^\n  |\n  = help: spaces\n\n"
        );
    }

    #[test]
    fn long_block_is_marked_at_its_first_line() {
        let text = "line\n".repeat(60);
        let shown = show(&text, Diagnostic::new(NOT_UTF8, at(5..250), "this block").label("here"));
        assert_eq!(shown, "error[SB0001]: this block\n --> content/a.yaml:2:1\n  |\n2 | line\n  | ^^^^ here\n\n");
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let shown = human(
            &{
                let mut diags = Diags::new();
                diags.push(Diagnostic::new(NOT_UTF8, at(0..1), "bad \u{1b}[31m").label("\u{1b}[2J").help("\u{1b}[2J"));
                diags
            },
            &Sources::from_texts([("a", "\u{1b}[2Jx")]),
        );
        assert!(!shown.contains("\u{1b}[2J"), "{shown:?}");
        assert!(!shown.contains("\u{1b}[31m"), "{shown:?}");
    }

    #[test]
    fn any_span_in_any_text_is_shown_without_panic() {
        for text in ["", "\n", "\r\n", "\u{e9}\n\n\u{e9}", "a\r\n\r\nb", "\t\t", "a\u{301}\u{200d}\u{1f469}\n"] {
            for start in 0..=text.len() + 1 {
                for end in 0..=text.len() + 1 {
                    let at = |n: usize| u32::try_from(n).unwrap();
                    let span = Span { file: FileId(0), start: at(start), end: at(end) };
                    let shown = show(text, Diagnostic::new(NOT_UTF8, span, "m").also(span, "n").label("l"));
                    assert!(shown.contains("content/a.yaml"));
                }
            }
        }
    }
}
