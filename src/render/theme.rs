//! A theme: templates, strings, styles and pictures; a book's own `themes/<name>/` replaces them file by file.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use include_dir::{Dir, include_dir};
use tera::{ErrorKind, Tera};

use crate::diag::{Diagnostic, Diags, FileId, Span};
use crate::model::{Book, Config, Role};
use crate::source::{Asset, Sources};

mod contract;
mod spare;
mod strings;
mod styles;

crate::codes! {
    NO_THEME Error "SB1001" "a theme that is not there"
        "`theme` names a folder under `themes/` in your book, or `paper`, which is built in."
    BAD_TEMPLATE Error "SB1002" "a template that cannot be read"
        "Templates are written in Tera 2. The place shown is where it stops being one, or where a name is used that no page gives it."
    TEMPLATE_FAILED Error "SB1003" "a template that failed while a page was made"
        "A template asked for something that is not there, or of another shape. The message says what; the theme's contract lists what each page gives."
    NO_MOTIF Error "SB1011" "a drawing that the theme does not have"
        "`motif` in the front matter of a part's first page names one of the theme's drawings, a file in `templates/art/`. Only parts have one."
}

/// Every code of a theme.
#[must_use]
pub fn codes() -> Vec<&'static crate::diag::Code> {
    [CODES, contract::CODES, spare::CODES, strings::CODES, styles::CODES].concat()
}

static PAPER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/paper");

/// The example that stands beside the template of a built-in kind, of field or exercise.
#[must_use]
pub fn example(kind: &str) -> Option<&'static str> {
    PAPER.get_file(format!("kinds/{kind}/example.yaml"))?.contents_utf8()
}

/// A theme, ready to make pages.
pub struct Theme {
    /// Its templates.
    pub tera: Tera,
    /// The words of the interface.
    pub strings: BTreeMap<String, String>,
    /// Whether it has words of its own in the book's language, rather than English ones in their place.
    pub speaks: bool,
    /// All styles in the order of the layers.
    pub css: String,
    /// The service worker, which knows the site's files once they are written.
    pub worker: Option<String>,
    /// Its scripts, joined.
    pub scripts: Vec<super::scripts::Script>,
    /// Templates of fields that are for paper only, by their path inside the theme.
    pub for_paper: BTreeSet<String>,
    /// Other files, by their path inside the theme.
    pub files: BTreeMap<String, Asset>,
    /// Those that are published, by their path inside the theme: each with its address.
    pub published: BTreeMap<String, String>,
    places: BTreeMap<String, FileId>,
    /// Where each line of the book's own templates starts.
    lines: BTreeMap<FileId, Vec<usize>>,
    fallback: Span,
}

/// The files of a theme: those of the book over those that are embedded.
struct Parts {
    /// Texts by their path inside the theme, with the file where it is the book's.
    texts: BTreeMap<String, (String, Option<FileId>)>,
    /// Embedded texts that a file of the book has taken the place of.
    beneath: BTreeMap<String, String>,
    files: BTreeMap<String, Asset>,
}

fn embedded(dir: &'static Dir<'static>, parts: &mut Parts) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        match file.contents_utf8().filter(|_| is_text(&path)) {
            Some(text) => {
                parts.texts.insert(path, (text.to_owned(), None));
            }
            None => {
                parts.files.insert(path, Asset::Embedded(file.contents()));
            }
        }
    }
    for inner in dir.dirs() {
        embedded(inner, parts);
    }
}

fn is_text(path: &str) -> bool {
    [".html", ".css", ".yaml", ".toml", ".js"].iter().any(|ext| path.ends_with(ext))
}

impl Theme {
    /// Loads the theme that the settings name; `None` after reporting what is wrong with it.
    pub fn load(config: &Config, sources: &Sources, diags: &mut Diags) -> Option<Self> {
        let book_toml = sources.file("book.toml").unwrap_or(FileId(0));
        let fallback = config.theme.span.unwrap_or(Span::new(book_toml, 0..0));
        let mut parts = Parts { texts: BTreeMap::new(), beneath: BTreeMap::new(), files: BTreeMap::new() };
        embedded(&PAPER, &mut parts);
        let name = &config.theme.name;
        let prefix = format!("themes/{name}/");
        let own: Vec<_> = sources.under(&prefix).collect();
        if own.is_empty() && name != "paper" {
            let known: Vec<&str> = sources
                .texts()
                .filter_map(|(_, s)| s.path.strip_prefix("themes/")?.split('/').next())
                .chain(["paper"])
                .collect();
            diags.push(Diagnostic::new(NO_THEME, fallback, format!("there is no theme `{name}`")).suggest(name, known));
            return None;
        }
        for (file, source) in own {
            let path = source.path.strip_prefix(&prefix).unwrap_or(&source.path).to_owned();
            if let Some((text, _)) = parts.texts.insert(path.clone(), (source.text.clone(), Some(file))) {
                parts.beneath.insert(path, text);
            }
        }
        for (path, asset) in sources.assets().iter().filter_map(|(p, a)| Some((p.strip_prefix(&prefix)?, a))) {
            parts.files.insert(path.to_owned(), asset.clone());
        }
        contract::check(&parts, fallback, diags)?;
        let places = parts.texts.iter().filter_map(|(path, (_, file))| Some((path.clone(), (*file)?))).collect();
        let lines = parts
            .texts
            .values()
            .filter_map(|(text, file)| {
                let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
                Some(((*file)?, starts.collect()))
            })
            .collect();
        spare::check(&parts, config, diags);
        let strings = strings::read(&parts, &config.language, fallback, diags)?;
        let speaks = strings::spoken(&parts, config, fallback, diags);
        let published = styles::published(&parts.files, fallback, diags);
        let css = styles::join(&parts.texts, &published, fallback, diags);
        let worker = parts.texts.get("js/sw.js").map(|(text, _)| {
            let keys = parts.texts.get("js/sw-keys.js").map_or("", |(text, _)| text.as_str());
            [text, "\n", keys].concat()
        });
        let scripts = super::scripts::join(&parts.texts, &strings, fallback, diags);
        let sheet = |path: &&String| path.starts_with("kinds/") && path.ends_with("/sheet.html");
        let for_paper = parts.texts.keys().filter(sheet).cloned().collect();
        let mut tera = Tera::new();
        if let Err(error) = tera.set_fallback_prefixes(["templates/"]) {
            diags.push(Diagnostic::new(BAD_TEMPLATE, fallback, error.to_string()));
            return None;
        }
        let files = parts.files;
        let mut theme =
            Self { tera, strings, speaks, css, worker, scripts, for_paper, files, published, places, lines, fallback };
        let templates: Vec<(String, String)> = parts
            .texts
            .into_iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, (text, _))| (path, tighten(&text)))
            .collect();
        if let Err(error) = theme.tera.add_raw_templates(templates) {
            diags.push(theme.error(BAD_TEMPLATE, &error));
            return None;
        }
        theme.tera.global_context().insert("t", &theme.strings);
        theme.tera.global_context().insert("files", &theme.published);
        Some(theme)
    }

    /// Reports what a book asks of its theme and the theme does not have.
    pub fn suits(&self, book: &Book, diags: &mut Diags) {
        let art = |name: &str| name.strip_prefix("templates/art/")?.strip_suffix(".html").map(str::to_owned);
        // The mark and the ornament stand where the theme puts them.
        let drawings: Vec<String> = self
            .tera
            .get_template_names()
            .filter_map(art)
            .filter(|name| !["mark", "ornament"].contains(&name.as_str()))
            .collect();
        for page in &book.pages {
            let Some(motif) = &page.motif else { continue };
            if page.role != Role::Part {
                diags.push(
                    Diagnostic::new(NO_MOTIF, motif.span, "only a part has a drawing")
                        .help("remove `motif`, or write it in the `index.md` of the part"),
                );
            } else if !drawings.contains(&motif.value) {
                diags.push(
                    Diagnostic::new(NO_MOTIF, motif.span, format!("the theme has no drawing `{}`", motif.value))
                        .suggest(&motif.value, drawings.iter().map(String::as_str)),
                );
            }
        }
    }

    /// An interface string, or its key when there is none.
    #[must_use]
    pub fn string(&self, key: &str) -> String {
        self.strings.get(key).cloned().unwrap_or_else(|| key.replace('_', " "))
    }

    /// A day such as `2026-11-24` in words, in the language of the interface; what is no day stays as it is.
    #[must_use]
    pub fn day(&self, iso: &str) -> String {
        let mut parts = iso.splitn(3, '-').map(str::parse::<u32>);
        let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) = (parts.next(), parts.next(), parts.next()) else {
            return iso.to_owned();
        };
        let Some(name) = self.strings.get(&format!("month_{month}")) else { return iso.to_owned() };
        let form = self.string("day_in_words");
        form.replace("{day}", &day.to_string()).replace("{month}", name).replace("{year}", &year.to_string())
    }

    /// Renders a template.
    ///
    /// # Errors
    /// A finding at the template's place.
    pub fn render(&self, template: &str, context: &tera::Context) -> Result<String, Box<Diagnostic>> {
        thread_local! {
            /// Grown once: a page that grew in a buffer of its own would be copied as often as it doubled.
            static PAGE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
        }
        PAGE.with_borrow_mut(|page| {
            page.clear();
            let text = self.tera.render_to(template, context, &mut *page).and_then(|()| {
                std::str::from_utf8(page).map(str::to_owned).map_err(|error| tera::Error::message(error.to_string()))
            });
            text.map_err(|error| Box::new(self.error(TEMPLATE_FAILED, &error)))
        })
    }

    /// A whole line of a template: columns inside it moved when the template was tightened.
    fn line(&self, file: FileId, line: usize) -> Span {
        let lines = self.lines.get(&file).map_or(&[][..], Vec::as_slice);
        let start = lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let end = lines.get(line).map_or(start, |next| next.saturating_sub(1));
        Span::new(file, start..end.max(start))
    }

    fn error(&self, code: &'static crate::diag::Code, error: &tera::Error) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let file = self.places.get(report.filename());
                let place = file.map_or(self.fallback, |f| self.line(*f, report.span().start_line));
                Diagnostic::new(code, place, format!("{}: {}", report.filename(), report.message()))
                    .help("`stepbook explain SB1002` says what templates are given")
            }
            _ => Diagnostic::new(
                code,
                self.fallback,
                error.to_string().lines().next().unwrap_or("a template failed").to_owned(),
            )
            .help("look at the theme's templates"),
        }
    }
}

/// A template without indentation and without lines that say nothing, which would be in every page. Where words met a line
/// end they still meet one, so that they stay apart, and an error keeps its line; preformatted text is left alone.
fn tighten(template: &str) -> String {
    if ["<pre", "<textarea>", "raw %}", "raw -%}"].iter().any(|kept| template.contains(kept)) {
        return template.to_owned();
    }
    let mut out = String::with_capacity(template.len());
    for (at, line) in template.split_inclusive('\n').enumerate() {
        let text = line.trim_start_matches([' ', '\t']).trim_end_matches([' ', '\t', '\r', '\n']);
        // The first line end may part this template from what stands before it in another.
        match silent(text).filter(|_| at > 0 && line.ends_with('\n')) {
            // The line goes on inside the tag: the page has one less and the template as many.
            Some((inside, end)) => out.extend([inside, "\n", end]),
            None => {
                out.push_str(text);
                out.extend(line.ends_with('\n').then_some('\n'));
            }
        }
    }
    out
}

/// Tags that put nothing on the page themselves.
const SILENT: [&str; 7] = ["if", "elif", "else", "endif", "for", "endfor", "extends"];

/// A line that holds such tags and comments and nothing else, split before the last one's end.
fn silent(line: &str) -> Option<(&str, &str)> {
    let mut rest = line;
    while !rest.is_empty() {
        let (inside, after) = if let Some(comment) = rest.strip_prefix("{#") {
            ("if", comment.split_once("#}")?.1)
        } else {
            rest.strip_prefix("{%")?.split_once("%}")?
        };
        let word = inside.trim_start_matches(['-', ' ']).split([' ', '-']).next().unwrap_or_default();
        if !SILENT.contains(&word) {
            return None;
        }
        rest = after.trim_start_matches([' ', '\t']);
    }
    // A tag that ends with a hyphen takes the line end away by itself.
    let end = line.len().checked_sub(2).filter(|_| !line.ends_with("-%}") && !line.ends_with("-#}"))?;
    Some(line.split_at(end))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::tighten;

    #[test]
    fn lines_that_say_nothing_are_not_in_the_page() {
        let context = tera::context! { yes => &true, rows => &["one", "two"] };
        for (template, page) in [
            (
                "<ul>\n  {% for r in rows %}\n    <li>{{ r }}</li>\n  {% endfor %}\n</ul>\n",
                "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n",
            ),
            ("a\n{% if yes %}{# why #}\nb\n{% else %}\nc\n{% endif %}\nd", "a\nb\nd"),
            ("{% if yes %}\na {% endif %}\nb", "\na \nb"),
            ("a\n{% for r in rows -%}\n{{ r }}\n{% endfor %}\nb", "a\none\ntwo\nb"),
            ("a\n{% set words = \"x\" %}\n{{ words }}\nb", "a\n\nx\nb"),
            ("<pre>\n  {% if yes %}\n  a\n{% endif %}</pre>", "<pre>\n  \n  a\n</pre>"),
        ] {
            let tight = tighten(template);
            assert_eq!(tight.lines().count(), template.lines().count());
            let mut tera = tera::Tera::new();
            tera.add_raw_template("t.html", &tight).unwrap();
            assert_eq!(tera.render("t.html", &context).unwrap(), page, "{template}");
        }
    }
}
