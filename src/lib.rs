//! stepbook turns Markdown chapters and YAML exercises into a guided workbook, published as static HTML.
//!
//! The author's text walks through five rooms and never turns back:
//!
//! 1. **read**: [`source::Sources::read`] takes the book's files as text;
//! 2. **load**: [`load::book`] makes a [`model::Book`] of them, and reports every part that it has to leave out;
//! 3. **check**: [`check::book`] looks at the whole book and reports what does not hold;
//! 4. **render**: [`render::Maker::site`] plans a [`site::Site`], whose pages are made when they are asked for;
//! 5. **publish**: [`publish::publish`] writes it, whole or not at all.
//!
//! Between check and render stands the one gate: where there is an error, nothing is rendered. [`prepare`] walks up to
//! the gate, [`build`] through all of it.

pub mod check;
pub mod cli;
pub mod diag;
pub mod kinds;
pub mod load;
pub mod markdown;
mod media;
pub mod minify;
pub mod model;
#[cfg(feature = "serve")]
pub mod preview;
pub mod publish;
pub mod render;
pub mod scaffold;
pub mod schema;
#[cfg(feature = "serve")]
pub mod serve;
pub mod site;
pub mod source;
pub mod translate;
pub mod tree;
pub mod yaml;

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use check::Facts;
use check::lock::Lock;
use diag::{Code, Diags, Severity};
use load::Drafts;
use model::Book;
use render::{Maker, Theme};
use source::Sources;

pub use schema::schema;

/// How to build.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where the site will be published, instead of the book's own word.
    pub base_url: Option<String>,
    /// Whether drafts are part of the book.
    pub drafts: bool,
    /// Whether each exercise is also written as one file that needs no other, to be sent to somebody.
    pub standalone: bool,
    /// Days since 1970-01-01, instead of today, for what grows old.
    pub today: Option<i64>,
}

/// A book that was read and checked.
pub struct Prepared {
    /// Its files.
    pub sources: Sources,
    /// What was found.
    pub diags: Diags,
    /// Book and theme, when nothing stops the build.
    pub book: Option<(Book, Theme)>,
    /// The same for each language it is translated into.
    pub translations: Vec<(Book, Theme)>,
}

/// What became of a build.
pub struct Built {
    /// The book's files, to show findings by.
    pub sources: Sources,
    /// What was found.
    pub diags: Diags,
    /// What was written; `None` when nothing was.
    pub done: Option<Done>,
}

/// A site that was written.
#[derive(Debug)]
pub struct Done {
    /// HTML pages.
    pub pages: usize,
    /// Exercises.
    pub exercises: usize,
    /// Where.
    pub out: PathBuf,
    /// What the publisher did.
    pub report: publish::Report,
}

/// What became of `stepbook lock`.
pub struct Locked {
    /// The book's files.
    pub sources: Sources,
    /// What was found.
    pub diags: Diags,
    /// How many exercises are locked; `None` when nothing was written.
    pub done: Option<usize>,
}

/// What became of `stepbook translate`.
pub struct Translated {
    /// The book's files.
    pub sources: Sources,
    /// What was found.
    pub diags: Diags,
    /// The languages that the book names.
    pub languages: Vec<String>,
    /// What was done with each file; `None` when nothing was.
    pub files: Option<Vec<translate::Told>>,
    /// Paths that were asked for and mean no file that is translated.
    pub strangers: Vec<String>,
}

/// Reads and checks a book in a folder, up to the gate.
#[must_use]
pub fn prepare(dir: &Path, options: &Options) -> Prepared {
    let mut diags = Diags::new();
    let sources = Sources::read(dir, &mut diags);
    prepare_sources(sources, diags, options)
}

/// Checks a book whose files are at hand, up to the gate.
#[must_use]
pub fn prepare_sources(sources: Sources, mut diags: Diags, options: &Options) -> Prepared {
    let (book, theme, mut translations) = judged(&sources, options, &mut diags);
    diags.sort();
    let book = theme.filter(|_| !diags.has_errors()).map(|theme| (book, theme));
    if book.is_none() {
        translations.clear();
    }
    Prepared { sources, diags, book, translations }
}

/// Reads and checks a book, whatever is found, and the same in each language.
fn judged(sources: &Sources, options: &Options, diags: &mut Diags) -> (Book, Option<Theme>, Vec<(Book, Theme)>) {
    let drafts = if options.drafts { Drafts::In } else { Drafts::Out };
    let book = load::book(sources, drafts, diags);
    let today = options.today.unwrap_or_else(today);
    let facts = Facts { book: &book, sources, today };
    let mut of_theme = Diags::new();
    let ((), theme) = rayon::join(|| check::book(&facts, diags), || Theme::load(&book.config, sources, &mut of_theme));
    diags.append(of_theme);
    if let Some(theme) = &theme {
        theme.suits(&book, diags);
    }
    let mut translations = Vec::new();
    for language in &book.config.translations {
        let (translated, found) = load::translated(language, &book, sources);
        let facts = Facts { book: &translated, sources, today };
        check::translation(language, &facts, &book, found, diags);
        translations.extend(Theme::load(&translated.config, sources, diags).map(|theme| (translated, theme)));
    }
    (book, theme, translations)
}

/// Builds a book: the one place where all stages meet. `strict` takes advice for a reason to publish nothing.
///
/// # Errors
/// When the machine fails; the author's mistakes are in the result.
pub fn build(
    dir: &Path,
    options: &Options,
    strict: bool,
    out: Option<PathBuf>,
    progress: &(dyn Fn(&str) + Sync),
) -> anyhow::Result<Built> {
    progress("reading and checking");
    let Prepared { sources, mut diags, book, translations } = prepare(dir, options);
    let stopped = strict && diags.count(Severity::Advice) > 0;
    let Some((book, theme)) = book.filter(|_| !stopped) else {
        return Ok(Built { sources, diags, done: None });
    };
    let out = out.unwrap_or_else(|| dir.join(&book.config.out));
    if options.standalone && options.base_url.is_none() && book.config.base_url.is_none() {
        let file = sources.file("book.toml").unwrap_or(diag::FileId(0));
        let words = "sheets that stand alone link back to the book, and its address is not known";
        let help = "write `base_url = \"https://...\"` under `[site]` in book.toml, or give it with --base-url";
        diags.push(diag::Diagnostic::new(render::NO_ADDRESS, diag::Span::new(file, 0..0), words).help(help));
        return Ok(Built { sources, diags, done: None });
    }
    let written = {
        // Templates were tightened when the theme was loaded, so that only HTML of the author's has something to lose.
        let url = options.base_url.as_deref();
        let makers = Maker::all(&book, &theme, &translations, &sources, url, &mut diags).into_iter().map(|maker| {
            let maker = maker.polished(minify::fragment).squeezed(minify::script).offline();
            if options.standalone { maker.standalone() } else { maker }
        });
        let makers: Vec<Maker<'_>> = makers.collect();
        let site = render::site(&makers);
        let told = |done: usize, of: usize| progress(&format!("publishing {done} of {of}"));
        publish::publish(&site, &out, &publish::Options { book: Some(dir), progress: &told })
    };
    let done = match written {
        Ok(report) => Some(Done { pages: report.pages, exercises: book.exercises.len(), out, report }),
        Err(publish::Failure::Page(finding)) => {
            diags.push(*finding);
            None
        }
        Err(publish::Failure::Refused { message, help }) => {
            let file = sources.file("book.toml").unwrap_or(diag::FileId(0));
            diags.push(diag::Diagnostic::new(publish::REFUSED, diag::Span::new(file, 0..0), message).help(help));
            None
        }
        Err(publish::Failure::Io(error)) => return Err(error),
    };
    diags.sort();
    Ok(Built { sources, diags, done })
}

/// Reads and checks a book, drafts too, and makes every page without writing it, so that a theme's mistakes show. What a build will
/// say, which leaves the drafts out, is told as well.
#[must_use]
pub fn check_all(dir: &Path) -> (Sources, Diags) {
    use rayon::prelude::*;
    let mut diags = Diags::new();
    let sources = Sources::read(dir, &mut diags);
    let with = Options { drafts: true, ..Options::default() };
    let (book, theme, translations) = judged(&sources, &with, &mut diags);
    if book.pages.iter().any(|page| page.draft) {
        let mut without = Diags::new();
        judged(&sources, &Options::default(), &mut without);
        diags.add_others(without);
    }
    diags.sort();
    if let Some(theme) = theme.filter(|_| !diags.has_errors()) {
        let makers = Maker::all(&book, &theme, &translations, &sources, None, &mut diags);
        let site = render::site(&makers);
        let found: Vec<_> = site.units().par_iter().filter_map(|unit| (unit.make)().err()).collect();
        for finding in found {
            diags.push(*finding);
        }
        diags.sort();
    }
    (sources, diags)
}

/// The kinds of fields that a book's exercises can use: those built in, and those its theme declares.
#[must_use]
pub fn kinds_of(dir: &Path) -> kinds::Kinds {
    load::kinds(&Sources::read(dir, &mut Diags::new()))
}

/// Writes `workbook.lock` for a book without mistakes, keeping what was retired before.
///
/// # Errors
/// When the disk fails.
pub fn lock(dir: &Path) -> anyhow::Result<Locked> {
    let options = Options { drafts: true, ..Options::default() };
    let Prepared { sources, diags, book, .. } = prepare(dir, &options);
    let Some((book, _)) = book else {
        return Ok(Locked { sources, diags, done: None });
    };
    let facts = Facts { book: &book, sources: &sources, today: today() };
    let before = Lock::read(&facts, &mut Diags::new());
    scaffold::write_lock(dir, &Lock::of(&book, before.as_ref()).text())?;
    Ok(Locked { done: Some(book.exercises.len()), sources, diags })
}

/// Writes the files of a translation: places for words that are missing, and notes of what the others were made from.
///
/// # Errors
/// When the disk fails.
pub fn translate(dir: &Path, language: &str, only: &[String], reviewed: bool) -> anyhow::Result<Translated> {
    let mut diags = Diags::new();
    let sources = Sources::read(dir, &mut diags);
    let book = load::book(&sources, Drafts::In, &mut diags);
    let languages = book.config.translations.iter().map(|l| l.tag.clone()).collect();
    let known = book.config.translations.iter().find(|l| l.tag == language).filter(|_| !diags.has_errors());
    let Some(known) = known else {
        diags.sort();
        return Ok(Translated { sources, diags, languages, files: None, strangers: Vec::new() });
    };
    let (translated, found) = load::translated(known, &book, &sources);
    // Mistakes in the translation are for its author to see; advice is what this command tells anyway.
    let facts = Facts { book: &translated, sources: &sources, today: today() };
    let mut all = Diags::new();
    check::translation(known, &facts, &book, found, &mut all);
    for finding in all.iter().filter(|d| d.code.severity == Severity::Error) {
        diags.push(finding.clone());
    }
    let translation = translated.translation.as_ref();
    let strangers = translation.map(|t| translate::strangers(t, &sources, only)).unwrap_or_default();
    let planned = translation.map(|t| translate::plan(known, t, &sources, only, reviewed, &mut diags));
    let files = planned.unwrap_or_default();
    diags.sort();
    for file in &files {
        if let Some(text) = &file.text {
            let source = known.source_of(&file.path).unwrap_or_default();
            scaffold::write_over(&dir.join(sources.on_disk(&file.path, &source)), text)?;
        }
    }
    Ok(Translated { sources, diags, languages, files: Some(files), strangers })
}

/// A built-in kind's name: whether it is a kind of field, what it is, and an example to copy.
#[must_use]
pub fn kind(name: &str) -> Option<(bool, &'static str, &'static str)> {
    let field = kinds::FIELDS.iter().find(|k| k.name() == name).map(|k| (true, k.about()));
    let exercise = || kinds::EXERCISES.iter().find(|k| k.name() == name).map(|k| (false, k.about()));
    let (is_field, about) = field.or_else(exercise)?;
    Some((is_field, about, render::theme::example(name)?))
}

/// Every code there is, in order.
#[must_use]
pub fn codes() -> Vec<&'static Code> {
    let mut all = [
        source::codes(),
        yaml::CODES.to_vec(),
        tree::CODES.to_vec(),
        model::condition::CODES.to_vec(),
        kinds::codes(),
        load::codes(),
        check::codes(),
        render::codes(),
        publish::CODES.to_vec(),
        translate::CODES.to_vec(),
    ]
    .concat();
    all.sort_by_key(|code| code.id);
    all
}

/// The workbook that comes with the tool, as paths and bytes.
#[must_use]
pub fn shipped() -> Vec<(String, &'static [u8])> {
    static CONTENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");
    let mut out: Vec<(String, &'static [u8])> = vec![("book.toml".to_owned(), include_bytes!("../book.toml"))];
    let mut open = vec![&CONTENT];
    while let Some(dir) = open.pop() {
        open.extend(dir.dirs());
        out.extend(
            dir.files().map(|f| (format!("content/{}", f.path().to_string_lossy().replace('\\', "/")), f.contents())),
        );
    }
    out.sort();
    out
}

/// Today as days since 1970-01-01 (UTC); the environment's `SOURCE_DATE_EPOCH` goes before the clock, for builds that are
/// to be repeated to the byte.
fn today() -> i64 {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|t| t.parse::<i64>().ok());
    let seconds = fixed.unwrap_or_else(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(0))
    });
    seconds.div_euclid(86_400)
}
